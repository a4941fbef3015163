//! What the templates read: one JSON object, made once.

use super::local::Local;
use super::{Input, RenderError, VERSION, links, logs, options, text};
use crate::core::answers::{Kind, Sql, Value as Header};
use crate::core::{drivers, names};
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
        "sample": sample(input, local),
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
    for option in options::own(input, "instance") {
        if option.required && !pairs.iter().any(|(name, _)| *name == option.name) {
            let example = options::example(option)
                .unwrap_or_else(|| Value::String(format!("<{}>", option.name.to_uppercase())));
            pairs.push((option.name.clone(), local.json(&example)));
        }
    }
    if pairs.is_empty() {
        return vec!["- {}".into()];
    }
    let lines = pairs.iter().enumerate().map(|(i, (name, value))| {
        let dash = if i == 0 { "- " } else { "  " };
        format!("{dash}{name}: {}", scalar(value))
    });
    lines.chain(headers(input)).collect()
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

/// YAML as one would type it: a plain text stays plain where no reader takes it for something else.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(s) if is_plain(s) => s.clone(),
        other => super::filters::yaml(other),
    }
}

fn is_plain(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "/._-:<>".contains(c);
    let word = text.to_ascii_lowercase();
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '<' || c == '/')
        && text.chars().all(safe)
        && !text.ends_with(':')
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&word.as_str())
}
