//! Rules for service checks with a condition, events, the version, and hostnames, as far as no sample is needed.

use super::said::All;
use crate::core::answers::{AlertType, Answers, EventAnswer, Kind, Origin, VersionAnswer};
use crate::core::json_metrics::path::Path;
use crate::core::nearest::hint;
use crate::core::signals::{condition, goes_with};
use serde_json::Value;

/// The service checks that generated checks send anyway.
const BUILT_IN: [&str; 3] = ["can_connect", "can_run", "openmetrics.health"];

/// Every answer about what a generated check says beside its metrics.
pub(super) fn check(all: &mut All, answers: &Answers) {
    service_checks(all, answers);
    for (n, event) in answers.events.iter().enumerate() {
        all.say(format!("events[{n}]"), self::event(answers, event));
    }
    if let Some(version) = &answers.version {
        all.say("version", self::version(answers, version));
    }
    hostnames(all, answers);
}

fn service_checks(all: &mut All, answers: &Answers) {
    let mut known: Vec<&str> = vec![];
    for (n, check) in answers.service_checks.iter().enumerate() {
        let rule = format!("service_checks[{n}]");
        let Some(from) = &check.from else {
            if check
                .conditions()
                .iter()
                .any(|(_, values)| !values.is_empty())
            {
                let said = format!(
                    "{} has values for its statuses and no from, which says where its value stands.",
                    check.name
                );
                all.say(rule, Err(said));
            }
            continue;
        };
        all.say(&rule, name(answers, &check.name));
        if known.contains(&check.name.as_str()) {
            all.say(&rule, Err(format!("{} is there twice.", check.name)));
        }
        known.push(&check.name);
        all.say(&rule, condition::check(check));
        all.say(&rule, origin(answers, &check.name, from));
        if answers.integration.kind == Some(Kind::Openmetrics) {
            let whole = |v: &&Value| v.as_i64().is_none();
            let odd = check.conditions().into_iter().flat_map(|(_, v)| v);
            if let Some(odd) = odd.into_iter().find(whole) {
                let said = format!(
                    "{}: {odd} is no whole number, and the base class tells a gauge's status by those alone.",
                    check.name
                );
                all.say(&rule, Err(said));
            }
        }
        if answers.integration.kind == Some(Kind::Sql)
            && condition::all(check).is_ok_and(|all| {
                all.iter()
                    .any(|(c, _)| matches!(c, condition::Condition::Beyond(..)))
            })
        {
            let said = format!(
                "{}: QueryManager tells a status by values alone. Compare in the query, for example CASE WHEN lag > 95 \
                 THEN 'behind' ELSE 'fine' END AS state.",
                check.name
            );
            all.say(&rule, Err(said));
        }
    }
}

/// The full name, as it is sent.
fn name(answers: &Answers, name: &str) -> Result<(), String> {
    let prefix = answers.integration.prefix();
    let Some(bare) = name.strip_prefix(&prefix) else {
        return Err(format!(
            "The service check {name} must begin with {prefix}, for example {prefix}{}.",
            name.rsplit('.').next().unwrap_or("status")
        ));
    };
    if BUILT_IN.contains(&bare) {
        return Err(format!(
            "The check sends {name} itself. Name yours otherwise, for example {prefix}status."
        ));
    }
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if bare.split('.').all(plain) {
        Ok(())
    } else {
        Err(format!(
            "The service check {name} must be lower case letters, digits, and _, in parts between dots."
        ))
    }
}

type Keys<'a> = [(&'static str, &'a str)];

/// Exactly the keys that a kind needs; `either` of several sets of them.
fn keys(what: &str, kind: Kind, given: &Keys<'_>, either: &[&[&str]]) -> Result<(), String> {
    let has: Vec<&str> = given
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, _)| *key)
        .collect();
    if either.iter().any(|needed| has == *needed) {
        return Ok(());
    }
    let sets: Vec<String> = either.iter().map(|keys| keys.join(" and ")).collect();
    let wrong = has
        .iter()
        .find(|k| !either.iter().any(|keys| keys.contains(k)));
    let why = wrong.map_or_else(String::new, |key| format!(", and {key} is of another kind"));
    Err(format!(
        "{what}: with kind {} it needs {}{why}.",
        kind.name(),
        sets.join(", or ")
    ))
}

fn origin(answers: &Answers, name: &str, from: &Origin) -> Result<(), String> {
    let kind = writable(answers, &format!("{name} has a source"))?;
    let given = [
        ("request", from.request.as_str()),
        ("path", &from.path),
        ("line", &from.line),
        ("query", &from.query),
        ("column", &from.column),
        ("metric", &from.metric),
    ];
    let what = format!("{name}, from");
    match kind {
        Kind::Http => keys(&what, kind, &given, &[&["request", "path"]])?,
        Kind::Command => keys(&what, kind, &given, &[&["path"], &["line"]])?,
        Kind::Sql => keys(&what, kind, &given, &[&["query", "column"]])?,
        _ => keys(&what, kind, &given, &[&["metric"]])?,
    }
    if !from.tags.is_empty() && from.path.is_empty() {
        let way_out = match kind {
            Kind::Sql => "Tags are the query's own columns of type tag.",
            Kind::Openmetrics => "The base class sends it with the instance's tags alone.",
            _ => "Tags are read from JSON alone.",
        };
        return Err(format!("{name} names tags. {way_out} Leave them out."));
    }
    request(answers, &from.request)?;
    each(&from.path, from.tags.values())
}

fn event(answers: &Answers, event: &EventAnswer) -> Result<(), String> {
    let kind = writable(answers, "events")?;
    let given = [
        ("request", event.request.as_str()),
        ("key", &event.key),
        ("title", &event.title),
        ("text", &event.text),
    ];
    let what = "An event";
    match kind {
        Kind::Http => keys(what, kind, &given, &[&["request", "key", "title", "text"]])?,
        Kind::Command => keys(what, kind, &given, &[&["key", "title", "text"]])?,
        _ => {
            return Err(format!(
                "events are read from JSON: with kind http, or command. The kind is {}; leave them out.",
                kind.name()
            ));
        }
    }
    request(answers, &event.request)?;
    let mut others: Vec<&String> = vec![&event.title, &event.text];
    others.extend(event.tags.values());
    others.extend(Some(&event.aggregation_key).filter(|k| !k.is_empty()));
    match &event.alert_type {
        Some(AlertType::Told(told)) => {
            let mut known: Vec<&Value> = vec![];
            for value in told.all().iter().flat_map(|(_, values)| values.iter()) {
                if known.contains(&value) {
                    return Err(format!(
                        "alert_type lists {value} twice. Keep it in one of the lists."
                    ));
                }
                known.push(value);
            }
            others.push(&told.path);
        }
        Some(AlertType::Fixed(fixed)) if !AlertType::ALL.contains(&fixed.as_str()) => {
            let near = hint(fixed, AlertType::ALL);
            return Err(format!("{fixed:?} is no alert type.{near}"));
        }
        _ => {}
    }
    each(&event.key, others.into_iter())
}

fn version(answers: &Answers, version: &VersionAnswer) -> Result<(), String> {
    let kind = writable(answers, "version")?;
    let given = [
        ("request", version.request.as_str()),
        ("path", &version.path),
        ("line", &version.line),
        ("query", &version.query),
        ("metric", &version.metric),
        ("label", &version.label),
    ];
    match kind {
        Kind::Http => keys("version", kind, &given, &[&["request", "path"]])?,
        Kind::Command => keys("version", kind, &given, &[&["path"], &["line"]])?,
        Kind::Sql => {
            keys("version", kind, &given, &[&["query"]])?;
            super::select(&version.query)?;
        }
        _ => keys("version", kind, &given, &[&["metric", "label"]])?,
    }
    request(answers, &version.request)?;
    if version.path.contains("[]") {
        return Err(format!(
            "version: {} leads to several values, and a product has one version.",
            version.path
        ));
    }
    Path::parse(&version.path).map(|_| ())
}

/// The kind, where the wizard writes the check.
fn writable(answers: &Answers, what: &str) -> Result<Kind, String> {
    let kind = answers.integration.kind.unwrap_or(Kind::Blank);
    if answers.is_written() {
        return Ok(kind);
    }
    Err(if kind.is_declared() {
        format!(
            "{what}: a {} integration has no check that could send it. Leave it out.",
            kind.name()
        )
    } else {
        format!("{what}: this check is your own code. Send it there, and leave it out here.")
    })
}

fn request(answers: &Answers, named: &str) -> Result<(), String> {
    if named.is_empty() {
        return Ok(());
    }
    let http = answers.source.http.as_ref();
    let known: Vec<&str> = http
        .map(|h| h.requests.iter().map(|r| r.path.as_str()).collect())
        .unwrap_or_default();
    if known.iter().any(|k| Answers::same_request(k, named)) {
        return Ok(());
    }
    let near = hint(named, known.iter().copied());
    Err(format!(
        "{named} is not among the requests of source.http.{near}"
    ))
}

/// Every path can be read, and leads to one value for each of `main`.
fn each<'a>(main: &str, others: impl Iterator<Item = &'a String>) -> Result<(), String> {
    Path::parse(main)?;
    for other in others {
        Path::parse(other)?;
        if !goes_with(other, main) {
            return Err(format!("{other} goes through a list that {main} does not."));
        }
    }
    Ok(())
}

fn hostnames(all: &mut All, answers: &Answers) {
    let mut say = |rule: String, hostname: &Option<String>| {
        if let Some(path) = hostname {
            all.say(rule, Path::parse(path).map(|_| ()));
        }
    };
    let http = answers.source.http.iter().flat_map(|h| &h.requests);
    for (n, request) in http.enumerate() {
        say(
            format!("source.http.requests[{n}].hostname"),
            &request.hostname,
        );
        for (m, metric) in request.metrics.iter().enumerate() {
            let rule = format!("source.http.requests[{n}].metrics[{m}].hostname");
            say(rule, &metric.hostname);
        }
    }
    if let Some(command) = &answers.source.command {
        say("source.command.hostname".into(), &command.hostname);
        for (m, metric) in command.metrics.iter().enumerate() {
            let rule = format!("source.command.metrics[{m}].hostname");
            say(rule, &metric.hostname);
        }
    }
}

#[cfg(test)]
#[path = "signals_tests.rs"]
mod tests;
