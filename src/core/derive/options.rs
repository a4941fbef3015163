//! Own options: instance keys that the check reads or its configuration sets, beyond what the templates of the
//! configuration have.

use super::words;
use crate::core::answers::{Answers, Kind, OwnOption};
use crate::core::capture::{Capture, OptionRead};
use crate::core::drivers;
use crate::core::validate::is_credential;
use serde_json::Value;

/// `instances/default`: every integration has them.
const DEFAULT: &[&str] = &[
    "disable_generic_tags",
    "empty_default_hostname",
    "enable_legacy_tags_normalization",
    "metric_patterns",
    "min_collection_interval",
    "service",
    "tags",
];

/// `instances/http`.
const HTTP: &[&str] = &[
    "allow_redirects",
    "auth_token",
    "auth_type",
    "aws_host",
    "aws_region",
    "aws_service",
    "connect_timeout",
    "extra_headers",
    "headers",
    "kerberos_auth",
    "kerberos_cache",
    "kerberos_delegate",
    "kerberos_force_initiate",
    "kerberos_hostname",
    "kerberos_keytab",
    "kerberos_principal",
    "log_requests",
    "ntlm_domain",
    "password",
    "persist_connections",
    "proxy",
    "read_timeout",
    "request_size",
    "skip_proxy",
    "timeout",
    "tls_ca_cert",
    "tls_cert",
    "tls_ciphers",
    "tls_ignore_warning",
    "tls_private_key",
    "tls_private_key_password",
    "tls_protocols_allowed",
    "tls_use_host_header",
    "tls_validate_hostname",
    "tls_verify",
    "use_legacy_auth_encoding",
    "username",
];

/// `instances/openmetrics`.
const OPENMETRICS: &[&str] = &[
    "cache_metric_wildcards",
    "cache_shared_labels",
    "collect_counters_with_distributions",
    "collect_histogram_buckets",
    "collect_histograms_as_distributions",
    "enable_health_service_check",
    "exclude_labels",
    "exclude_metrics",
    "exclude_metrics_by_labels",
    "extra_metrics",
    "histogram_buckets_as_distributions",
    "hostname_format",
    "hostname_label",
    "ignore_connection_errors",
    "ignore_tags",
    "include_labels",
    "metrics",
    "namespace",
    "non_cumulative_histogram_buckets",
    "openmetrics_endpoint",
    "raw_line_filters",
    "raw_metric_prefix",
    "rename_labels",
    "request_size",
    "share_labels",
    "tag_by_endpoint",
    "target_info",
    "telemetry",
    "use_latest_spec",
    "use_process_start_time",
];

/// `instances/tls`.
const TLS: &[&str] = &[
    "tls_ca_cert",
    "tls_cert",
    "tls_ciphers",
    "tls_private_key",
    "tls_private_key_password",
    "tls_validate_hostname",
    "tls_verify",
];

/// `instances/db`, for `QueryManager`; `init_config/db` has the last one.
const DB: &[&str] = &[
    "custom_queries",
    "only_custom_queries",
    "use_global_custom_queries",
    "global_custom_queries",
];

/// `init_config/default`, and `init_config/http`.
const SHARED: &[&str] = &["service"];
const SHARED_HTTP: &[&str] = &["proxy", "skip_proxy", "timeout"];

/// The templates that a configuration is made of.
#[derive(Debug, Clone, Copy, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each template is there or not"
)]
pub struct Provided {
    pub openmetrics: bool,
    pub http: bool,
    pub tls: bool,
    pub db: bool,
}

impl Provided {
    /// Whether a template has the instance option.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        DEFAULT.contains(&name)
            || ((self.http || self.openmetrics) && HTTP.contains(&name))
            || (self.tls && TLS.contains(&name))
            || (self.db && DB.contains(&name))
            || (self.openmetrics && OPENMETRICS.contains(&name))
    }

    /// Whether a template has the option of `init_config`.
    #[must_use]
    pub fn has_shared(self, name: &str) -> bool {
        SHARED.contains(&name)
            || (self.db && DB.contains(&name))
            || ((self.http || self.openmetrics) && SHARED_HTTP.contains(&name))
    }
}

/// The options, those of the check first, in the order in which it reads them; answers win and add.
#[must_use]
pub fn own_options(capture: &Capture, answers: &Answers) -> Vec<OwnOption> {
    let kind = answers.integration.kind;
    if kind.is_some_and(Kind::is_declared) {
        // There is no check that could read one.
        return vec![];
    }
    let openmetrics = kind == Some(Kind::Openmetrics) || capture.inspection.openmetrics;
    let direct = capture
        .inspection
        .imports
        .iter()
        .any(|i| i == "requests" || i == "httpx" || i == "urllib3");
    let answered = |name: &str| {
        answers
            .templates
            .iter()
            .any(|t| t.trim_start_matches("instances/") == name)
    };
    let http = openmetrics
        || kind == Some(Kind::Http)
        || answered("http")
        || (!capture.exchanges.is_empty() && !direct);
    let provided = Provided {
        openmetrics,
        http,
        tls: answered("tls"),
        db: kind == Some(Kind::Sql),
    };
    let standard = |name: &str| provided.has(name);
    let mut options: Vec<OwnOption> = vec![];
    for read in &capture.inspection.options {
        let value = capture.instance.get(&read.name);
        if !standard(&read.name) {
            options.push(derive(read, value, answers));
        }
    }
    if let Some(instance) = capture.instance.as_object() {
        for (name, value) in instance {
            let known = options.iter().any(|o| o.name == *name);
            if !known && !standard(name) && is_name(name) {
                let read = OptionRead {
                    name: name.clone(),
                    ..OptionRead::default()
                };
                options.push(derive(&read, Some(value), answers));
            }
        }
    }
    if let Some(shared) = capture.init_config.as_object() {
        for (name, value) in shared {
            if !provided.has_shared(name) && is_name(name) {
                let read = OptionRead {
                    name: name.clone(),
                    ..OptionRead::default()
                };
                let mut option = derive(&read, Some(value), answers);
                option.r#in = "init_config".into();
                options.push(option);
            }
        }
    }
    for answer in &answers.options {
        match options
            .iter_mut()
            .find(|o| o.name == answer.name && o.r#in == answer.r#in)
        {
            Some(option) => option.clone_from(answer),
            None => options.push(answer.clone()),
        }
    }
    options
}

fn is_name(name: &str) -> bool {
    crate::core::validate::option_name(name).is_ok()
}

fn derive(read: &OptionRead, value: Option<&Value>, answers: &Answers) -> OwnOption {
    let name = &read.name;
    let product = &answers.integration.display_name;
    let told = told(name, answers);
    let is_told = told.is_some();
    let sample = value.filter(|v| !v.is_null()).or(read.default.as_ref());
    let (kind, items) = kind_of(sample);
    // Half a second is a limit, too.
    let kind = if name == "command_timeout" && is_told {
        "number"
    } else {
        kind
    };
    let secret = is_credential(name) && kind == "string";
    let default = read
        .default
        .clone()
        .filter(|d| !d.is_null() && d.as_array().is_none_or(|a| !a.is_empty()));
    let required = read.required || told.as_ref().is_some_and(|(required, _)| *required);
    let description = told.map_or_else(|| said(name, kind, product), |(_, said)| said);
    let connects = answers.integration.kind == Some(Kind::Sql) && is_told;
    let plain = drivers::public(name).filter(|_| connects).map(Value::from);
    OwnOption {
        name: name.clone(),
        r#in: "instance".into(),
        kind: kind.into(),
        items: items.map(str::to_owned),
        required,
        secret,
        description,
        example: value
            .or(read.default.as_ref().filter(|_| kind == "number"))
            .filter(|v| !secret && !v.is_null())
            .map(|v| plain.unwrap_or_else(|| public(v))),
        default: if secret { None } else { default },
    }
}

/// What the wizard's own checks read: whether it is required, and its description.
fn told(name: &str, answers: &Answers) -> Option<(bool, String)> {
    let product = &answers.integration.display_name;
    let connect = answers.source.sql.as_ref().map(|s| &s.connect);
    let (required, said) = match (answers.integration.kind?, name) {
        (Kind::Http, "base_url") => (
            true,
            format!("The base URL of the {product} API, for example http://localhost:8080."),
        ),
        (Kind::Command, "command") => (
            true,
            format!(
                "The command that prints the numbers of {product}: the program and its arguments, each an entry of \
                 the list. No shell reads it."
            ),
        ),
        (Kind::Command, "command_timeout") => {
            (false, "How many seconds the command may run.".to_owned())
        }
        (Kind::Sql, name) if connect?.contains_key(name) => (
            drivers::is_required(name),
            match name {
                "database" if answers.source.sql.as_ref()?.is_file() => {
                    format!("The path of the SQLite database of {product}. It is only read.")
                }
                "database" | "dbname" => format!("The database of {product} to connect to."),
                "host" | "server" => format!("The host that the database of {product} runs on."),
                "port" => format!("The port that the database of {product} listens on."),
                "user" | "username" => {
                    format!(
                        "The user to connect as. It needs to read what is queried in {product}, and no more."
                    )
                }
                name if is_credential(name) => "The password of the user.".into(),
                name => said(name, "string", product),
            },
        ),
        _ => return None,
    };
    Some((required, said))
}

/// A sentence for an option that nobody described.
fn said(name: &str, kind: &str, product: &str) -> String {
    let what = words::prose(&words::split(name));
    let place = [
        "url",
        "host",
        "port",
        "path",
        "file",
        "directory",
        "endpoint",
        "address",
        "socket",
        "name",
    ];
    if words::split(name)
        .last()
        .is_some_and(|w| place.contains(&w.as_str()))
        && kind != "array"
    {
        return format!("The {what} of {product}.");
    }
    match kind {
        "boolean" => format!("Whether the check of {product} uses {what}."),
        "array" => format!("The list of {what} that the check of {product} uses."),
        "object" => format!("The mapping of {what} that the check of {product} uses."),
        _ => format!("The {what} that the check of {product} uses."),
    }
}

/// An example without the folders of this machine.
pub(crate) fn public(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let own = [
                "/home/",
                "/Users/",
                "/root/",
                "/tmp/",
                "/private/",
                "/var/folders/",
            ];
            if own.iter().any(|start| text.starts_with(start)) {
                let name = text
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .unwrap_or("file");
                return format!("/path/to/{name}").into();
            }
            value.clone()
        }
        Value::Array(items) => items.iter().map(public).collect(),
        other => other.clone(),
    }
}

fn kind_of(value: Option<&Value>) -> (&'static str, Option<&'static str>) {
    match value {
        Some(Value::Bool(_)) => ("boolean", None),
        Some(Value::Number(n)) if n.is_f64() => ("number", None),
        Some(Value::Number(_)) => ("integer", None),
        Some(Value::Array(items)) => (
            "array",
            Some(items.first().map_or("string", |i| kind_of(Some(i)).0)),
        ),
        Some(Value::Object(_)) => ("object", None),
        Some(Value::String(_) | Value::Null) | None => ("string", None),
    }
}
