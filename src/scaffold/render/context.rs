//! What the templates read: one JSON object, made once.

use super::input::{Input, RenderError, VERSION};
use super::local::Local;
use super::{auto_conf, links, logs, options, text};
use crate::core::answers::{Kind, Sql, Value as Header};
use crate::core::{drivers, names};
use crate::scaffold::block::{self, scalar};
use serde_json::{Value, json};

/// Where the repository's files are seen.
const REPOSITORY: &str = "https://github.com/DataDog/integrations-extras";

/// Where an integration's files are seen.
pub fn blob(folder: &str) -> String {
    format!("{REPOSITORY}/blob/master/{folder}")
}

/// The context of every template but the tests'.
pub fn shared(input: &Input<'_>, local: &Local) -> Result<Value, RenderError> {
    let answers = input.answers;
    let folder = input.folder();
    let display = &answers.integration.display_name;
    let package = names::package_name(&folder);
    let readme = &answers.readme;
    let section = |own: &Option<String>, title: &str| own.as_ref().map(|t| prose(t, title));
    let overview = readme
        .overview
        .as_deref()
        .unwrap_or(&answers.integration.overview);
    text::ascii("integration.overview", overview)?;
    let sql = answers
        .source
        .sql
        .as_ref()
        .filter(|_| input.kind() == Kind::Sql && input.generated());
    let mut context = json!({
        "name": folder,
        "display_name": display,
        "class": input.class(),
        "package": package,
        "app_id": names::app_id(&folder),
        "version": VERSION,
        "created": input.ids.created,
        "community": input.community(),
        "runs_command": input.kind() == Kind::Command && input.generated(),
        "reads_file": sql.is_some_and(Sql::is_file),
        "reads_server": sql.is_some_and(|s| !s.is_file()),
        "summary": format!("The {display} {}", if input.kind() == Kind::Logs { "integration" } else { "check" }),
        "base_requirement": format!("datadog-checks-base>={}", input.base_floor),
        "about_path": format!("datadog_checks/{folder}/__about__.py"),
        "wheel_path": format!("/datadog_checks/{folder}"),
        "dependencies": dependencies(input),
        "author": {"name": answers.author.name, "email": answers.author.support_email},
        "blob": blob(&folder),
        "overview": prose(overview, "Overview"),
        "readme": {
            "installation": section(&readme.installation, "Installation"),
            "configuration": section(&readme.configuration, "Configuration"),
            "validation": section(&readme.validation, "Validation"),
            "troubleshooting": section(&readme.troubleshooting, "Troubleshooting"),
        },
        "has_metrics": !input.metrics.is_empty(),
        "has_service_checks": !input.service_checks.is_empty(),
        "has_events": input.has_events(),
        "signals": signals(input),
        "declared": input.declared(),
        "kind": input.kind().name(),
        "jmx_port": options::jvm(input).1.to_string(),
        "logs": logs::context(input, local),
        "auto_conf": auto_conf::lines(input, local),
        "identifiers": identifiers(input),
        "log_places": logs::places(input),
        "log_files": logs::has(input, &["file"]),
        "log_journal": logs::has(input, &["journald"]),
        "log_ports": logs::has(input, &["tcp", "udp"]),
        "sample": sample(input, local),
        "e2e": !super::e2e::context(input, local).is_null(),
        "shared_sample": shared_sample(input, local),
    });
    if let (Value::Object(into), Value::Object(from)) =
        (&mut context, options::context(input, local))
    {
        into.extend(from);
    }
    Ok(context)
}

/// A section in the contributor's own words: links in place, no heading that the template has already.
fn prose(own: &str, title: &str) -> String {
    let text = links::inline(&own.replace("\r\n", "\n"));
    let text = text.trim_start();
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with('#')
        && first
            .trim_start_matches('#')
            .trim()
            .eq_ignore_ascii_case(title)
    {
        return text[first.len()..].trim_start().to_owned();
    }
    text.to_owned()
}

/// The images that the Agent knows the product by, as the README lists them.
fn identifiers(input: &Input<'_>) -> String {
    let all = input
        .answers
        .auto_conf
        .iter()
        .flat_map(|a| &a.ad_identifiers);
    all.map(|i| format!("`{i}`")).collect::<Vec<_>>().join(", ")
}

/// The answered packages, and that of a database's driver.
fn dependencies(input: &Input<'_>) -> Vec<String> {
    let mut all = input.answers.dependencies.clone();
    let source = input.answers.source.sql.as_ref();
    let source = source.filter(|_| input.kind() == Kind::Sql && input.generated());
    if let Some(package) = source.and_then(|s| drivers::package(s.module())) {
        let bare = package.split('[').next().unwrap_or_default();
        let name = |d: &String| -> String {
            d.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
                .collect()
        };
        if !all.iter().any(|d| name(d).eq_ignore_ascii_case(bare)) {
            all.push(package);
        }
    }
    all
}

/// What flows into Datadog: `metrics`, `logs`, `events`.
pub fn signals(input: &Input<'_>) -> Vec<&'static str> {
    let mut signals = Vec::new();
    if !input.metrics.is_empty() {
        signals.push("metrics");
    }
    if !input.answers.log_sources().is_empty() {
        signals.push("logs");
    }
    if input.has_events() {
        signals.push("events");
    }
    signals
}

/// The lines of the README's first instance: what is required, with an example each.
fn sample(input: &Input<'_>, local: &Local) -> Vec<String> {
    let mut pairs: Vec<(String, Value)> = Vec::new();
    match input.kind() {
        _ if options::base(input) == "openmetrics" => pairs.push((
            "openmetrics_endpoint".into(),
            options::endpoint(input, local).into(),
        )),
        Kind::Jmx => {
            let (host, port) = options::jvm(input);
            pairs.extend([("host".into(), host), ("port".into(), port)]);
        }
        Kind::Http => {
            if let Some(http) = &input.answers.source.http {
                pairs.push(("base_url".into(), local.text(&http.base_url).into()));
            }
        }
        _ => {}
    }
    for (name, value) in options::required(input, "instance") {
        if !pairs.iter().any(|(known, _)| *known == name) {
            pairs.push((name, local.json(&value)));
        }
    }
    if pairs.is_empty() {
        return vec!["- {}".into()];
    }
    let all = pairs.iter().flat_map(|(name, value)| shown(name, value));
    let lines = all.enumerate().map(|(i, line)| {
        let dash = if i == 0 { "- " } else { "  " };
        format!("{dash}{line}")
    });
    lines.chain(headers(input)).collect()
}

/// The lines of what `init_config` can't do without.
fn shared_sample(input: &Input<'_>, local: &Local) -> Vec<String> {
    let all = options::required(input, "init_config").into_iter();
    all.flat_map(|(name, value)| shown(&name, &local.json(&value)))
        .collect()
}

/// A key and its value: on one line where that is how one would type it.
fn shown(name: &str, value: &Value) -> Vec<String> {
    let deep = |v: &Value| v.is_object() || v.is_array();
    let nested = match value {
        Value::Array(items) => items.iter().any(deep),
        Value::Object(map) => !map.is_empty(),
        _ => false,
    };
    if nested {
        return block::lines(&json!({name: value}));
    }
    vec![format!("{name}: {}", scalar(value))]
}

/// The headers that hold a secret: without them the product refuses.
fn headers(input: &Input<'_>) -> Vec<String> {
    let source = &input.answers.source;
    let all = match input.kind() {
        Kind::Http => source.http.as_ref().map(|h| &h.headers),
        Kind::Openmetrics => source.openmetrics.as_ref().map(|o| &o.headers),
        _ => None,
    };
    let mut lines = Vec::new();
    for (name, value) in all.into_iter().flatten() {
        let value = match value {
            Header::Text(text) => Value::String(text.clone()),
            Header::Env(_) => format!("<{}>", name.to_uppercase().replace('-', "_")).into(),
        };
        lines.push(format!(
            "    {}: {}",
            scalar(&name.as_str().into()),
            scalar(&value)
        ));
    }
    if !lines.is_empty() {
        lines.insert(0, "  extra_headers:".into());
    }
    lines
}
