//! Entries of `service_checks.json`.

use super::{Derived, text, words};
use crate::core::answers::{Answers, Kind};
use crate::core::capture::{Capture, ServiceCheck};
use crate::core::finding::{Finding, Source};
use crate::core::metadata::ServiceCheckRow;
use crate::core::nearest::hint;
use std::collections::{BTreeMap, BTreeSet};

/// Tag keys that name the thing being checked, rather than one item of it, in the order of groups.
const GROUPS: [&str; 7] = [
    "endpoint", "url", "server", "port", "instance", "db", "target",
];

/// What each status is called, by its number.
pub const STATUSES: [&str; 4] = ["ok", "warning", "critical", "unknown"];

/// One row for each service check, in order of name.
///
/// Findings: an answer for a service check that nothing emits.
#[must_use]
pub fn service_check_rows(capture: &Capture, answers: &Answers) -> Derived<ServiceCheckRow> {
    let mut emitted: BTreeMap<&str, Vec<&ServiceCheck>> = BTreeMap::new();
    for check in &capture.service_checks {
        emitted.entry(&check.name).or_default().push(check);
    }
    for check in answers.told_checks() {
        // Its condition is known, whether or not the sample has it.
        emitted.entry(&check.name).or_default();
    }
    let rows: Vec<ServiceCheckRow> = emitted
        .iter()
        .map(|(name, seen)| {
            let told = answers.told_checks().find(|c| c.name == *name);
            let row = told.map_or_else(
                || row(name, seen, answers),
                |told| super::told::row(told, seen, capture, title(short(name, answers))),
            );
            answered(row, answers)
        })
        .collect();
    let findings = answers
        .service_checks
        .iter()
        .filter(|a| rows.iter().all(|r| r.check != a.name))
        .map(|a| {
            let near = hint(&a.name, rows.iter().map(|r| r.check.as_str()));
            let message = format!("The check emits no service check {:?}.{near}", a.name);
            Finding::error(Source::Form, format!("service_checks.{}", a.name), message)
        })
        .collect();
    Derived { rows, findings }
}

fn row(name: &str, seen: &[&ServiceCheck], answers: &Answers) -> ServiceCheckRow {
    let product = answers.integration.display_name.as_str();
    let short = short(name, answers);
    let jmx = answers.integration.kind == Some(Kind::Jmx) && name.ends_with(".can_connect");
    let (title, description) = match short {
        _ if jmx => (
            "Can Connect".into(),
            format!(
                "Returns `CRITICAL` if the Agent is unable to connect to the JVM of {product}, `WARNING` if it \
                 connects and collects no metrics, otherwise returns `OK`."
            ),
        ),
        "openmetrics.health" => (
            format!("{product} OpenMetrics Health"),
            format!(
                "Returns `CRITICAL` if the Agent is unable to connect to the {product} OpenMetrics endpoint, \
                 otherwise returns `OK`."
            ),
        ),
        "can_connect" => (
            "Can Connect".into(),
            format!(
                "Returns `CRITICAL` if the Agent is unable to connect to {product}, otherwise returns `OK`."
            ),
        ),
        "can_run" => (
            "Can Run".into(),
            format!(
                "Returns `CRITICAL` if the command that reads {product} fails or prints nothing that can be read, \
                 otherwise returns `OK`."
            ),
        ),
        _ => {
            let described = described(short, product, &statuses(short, seen));
            (title(short), described)
        }
    };
    ServiceCheckRow {
        check: name.to_owned(),
        name: title,
        description: text::plain(&description),
        statuses: statuses(short, seen),
        groups: groups(seen),
    }
}

/// The entry of a service check that no run sent; its answers say the rest.
pub(crate) fn new_service_check(name: &str, answers: &Answers) -> ServiceCheckRow {
    let answer = answers.service_checks.iter().find(|a| a.name == name);
    let statuses = answer
        .and_then(|a| a.statuses.as_deref())
        .unwrap_or_default();
    let code = |s: &String| STATUSES.iter().position(|known| known == s);
    let seen: Vec<ServiceCheck> = statuses
        .iter()
        .filter_map(|s| u8::try_from(code(s)?).ok())
        .map(|status| ServiceCheck {
            name: name.to_owned(),
            status,
            tags: vec![],
            message: String::new(),
            hostname: String::new(),
            run: 1,
        })
        .collect();
    row(name, &seen.iter().collect::<Vec<_>>(), answers)
}

/// The name without the prefix.
fn short<'n>(name: &'n str, answers: &Answers) -> &'n str {
    name.strip_prefix(&answers.integration.prefix())
        .unwrap_or(name)
}

/// What was seen, and for a check of reachability both of its ends.
fn statuses(short: &str, seen: &[&ServiceCheck]) -> Vec<String> {
    let mut all: BTreeSet<u8> = seen.iter().map(|s| s.status.min(3)).collect();
    all.insert(0);
    let reach = short == "openmetrics.health"
        || short.contains("connect")
        || short.contains("health")
        || short.ends_with("up");
    if reach || all.len() == 1 {
        all.insert(2);
    }
    all.iter()
        .map(|s| STATUSES[usize::from(*s)].to_owned())
        .collect()
}

/// What a service check of any name says; a contributor knows better.
fn described(short: &str, product: &str, statuses: &[String]) -> String {
    let all = words::split(short);
    let what = words::prose(&all);
    let bad: Vec<String> = statuses.iter().filter(|s| *s != "ok").cloned().collect();
    let bad = spoken(&bad);
    let (verb, rest) = match all.split_first() {
        Some((first, rest)) if first == "can" && !rest.is_empty() => (true, words::prose(rest)),
        _ => (false, what),
    };
    if verb {
        return format!(
            "Returns {bad} if the Agent is unable to {rest} {product}, otherwise returns `OK`."
        );
    }
    if matches!(
        rest.as_str(),
        "up" | "healthy" | "alive" | "running" | "ready"
    ) {
        return format!("Returns {bad} if {product} is not {rest}, otherwise returns `OK`.");
    }
    if matches!(rest.as_str(), "health" | "status" | "state") {
        return format!("Returns {bad} if {product} reports a problem, otherwise returns `OK`.");
    }
    format!("Returns {bad} if {product} reports a problem with its {rest}, otherwise returns `OK`.")
}

fn spoken(statuses: &[String]) -> String {
    let all: Vec<String> = statuses
        .iter()
        .map(|s| format!("`{}`", s.to_uppercase()))
        .collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => all.join(""),
    }
}

/// `host`, and the tag keys that every emission has.
fn groups(seen: &[&ServiceCheck]) -> Vec<String> {
    let keys = |s: &&ServiceCheck| -> BTreeSet<String> {
        s.tags
            .iter()
            .filter_map(|t| t.split_once(':'))
            .map(|(k, _)| k.to_owned())
            .collect()
    };
    let common = seen
        .iter()
        .map(keys)
        .reduce(|a, b| a.intersection(&b).cloned().collect())
        .unwrap_or_default();
    let known = GROUPS
        .iter()
        .filter(|g| common.contains(**g))
        .map(|g| (*g).to_owned());
    std::iter::once("host".to_owned()).chain(known).collect()
}

fn title(short: &str) -> String {
    let words = words::split(short);
    let capital = |w: &String| {
        let w = words::written(w);
        let mut chars = w.chars();
        chars
            .next()
            .map(|c| c.to_ascii_uppercase())
            .into_iter()
            .chain(chars)
            .collect::<String>()
    };
    words.iter().map(capital).collect::<Vec<_>>().join(" ")
}

/// The row with what was answered of it, which wins.
pub(crate) fn answered(mut row: ServiceCheckRow, answers: &Answers) -> ServiceCheckRow {
    let Some(answer) = answers.service_checks.iter().find(|a| a.name == row.check) else {
        return row;
    };
    if let Some(title) = &answer.title {
        row.name.clone_from(title);
    }
    if let Some(description) = &answer.description {
        row.description.clone_from(description);
    }
    if let Some(statuses) = &answer.statuses {
        row.statuses.clone_from(statuses);
    }
    if let Some(groups) = &answer.groups {
        row.groups.clone_from(groups);
    }
    row
}
