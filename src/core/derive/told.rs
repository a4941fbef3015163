//! The entry of a service check whose condition is known, and what the answers ask for and no run showed.

use crate::core::answers::{Answers, Origin, ServiceCheckAnswer};
use crate::core::capture::{Capture, ServiceCheck};
use crate::core::derive::{text, words};
use crate::core::finding::{Finding, Source};
use crate::core::metadata::ServiceCheckRow;
use crate::core::signals::condition::{self, Condition};
use serde_json::Value;
use std::collections::BTreeSet;

/// Says exactly when it is what, and is grouped by what tells one emission from another.
pub(super) fn row(
    check: &ServiceCheckAnswer,
    seen: &[&ServiceCheck],
    capture: &Capture,
    title: String,
) -> ServiceCheckRow {
    let conditions = condition::good_first(check);
    let mut statuses: Vec<String> = vec![];
    for status in conditions.iter().map(|(_, s)| *s).chain(["unknown"]) {
        if !statuses.iter().any(|s| s == status) {
            statuses.push(status.into());
        }
    }
    ServiceCheckRow {
        check: check.name.clone(),
        name: title,
        description: text::plain(&described(check, &conditions)),
        statuses,
        groups: groups(check, seen, capture),
    }
}

/// ``Returns `OK` if the state is `running`, `CRITICAL` if it is `stopped` or `failed`, otherwise returns `UNKNOWN`.``
fn described(check: &ServiceCheckAnswer, conditions: &[(Condition, &'static str)]) -> String {
    let plain = conditions
        .iter()
        .any(|(c, _)| matches!(c, Condition::Is(Value::Bool(_))));
    let what = subject(&check.from.clone().unwrap_or_default(), plain);
    let mut parts: Vec<String> = vec![];
    // Limits hold in the order in which they are looked at: the worst first.
    let compared = conditions
        .iter()
        .any(|(c, _)| matches!(c, Condition::Beyond(..)));
    let mut order = ["ok", "warning", "critical"];
    if compared {
        order.reverse();
    }
    for status in order {
        let own = conditions.iter().filter(|(_, s)| *s == status);
        let values: Vec<String> = own.map(|(c, _)| said(c)).collect();
        let Some((last, rest)) = values.split_last() else {
            continue;
        };
        let values = if rest.is_empty() {
            last.clone()
        } else {
            format!("{} or {last}", rest.join(", "))
        };
        let what = if parts.is_empty() {
            what.as_str()
        } else {
            "it"
        };
        parts.push(format!("`{}` if {what} is {values}", status.to_uppercase()));
    }
    format!("Returns {}, otherwise returns `UNKNOWN`.", parts.join(", "))
}

fn said(condition: &Condition) -> String {
    match condition {
        Condition::Is(_) => format!("`{}`", condition::shown(condition)),
        Condition::Beyond(sign, limit) => match *sign {
            ">=" => format!("{limit} or more"),
            "<=" => format!("{limit} or less"),
            ">" => format!("more than {limit}"),
            _ => format!("less than {limit}"),
        },
    }
}

/// `the state` of `nodes[].state`, of a column, or of a line; what is true or false keeps its own name.
fn subject(from: &Origin, plain: bool) -> String {
    let all = [&from.path, &from.line, &from.column, &from.metric];
    let text = all.into_iter().find(|t| !t.is_empty());
    let text = text.map_or("value", String::as_str);
    let last = text.trim_end_matches("[]").rsplit(['.', ']']).next();
    let last = last.unwrap_or_default().trim_matches(['[', '"']);
    let words = words::prose(&words::split(last));
    if !from.metric.is_empty() {
        format!("`{}`", from.metric)
    } else if words.is_empty() {
        "the value".into()
    } else if plain {
        format!("`{last}`")
    } else {
        format!("the {words}")
    }
}

/// `host`, and the tag keys that every emission has and the instance does not give.
fn groups(check: &ServiceCheckAnswer, seen: &[&ServiceCheck], capture: &Capture) -> Vec<String> {
    let own: Vec<&str> = capture.instance["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|t| t.as_str())
        .collect();
    let keys = |s: &&ServiceCheck| -> BTreeSet<String> {
        let tags = s.tags.iter().filter(|t| !own.contains(&t.as_str()));
        tags.filter_map(|t| t.split_once(':'))
            .map(|(k, _)| k.to_owned())
            .collect()
    };
    let common = seen
        .iter()
        .map(keys)
        .reduce(|a, b| a.intersection(&b).cloned().collect())
        .unwrap_or_else(|| {
            check
                .from
                .iter()
                .flat_map(|f| f.tags.keys().cloned())
                .collect()
        });
    std::iter::once("host".to_owned()).chain(common).collect()
}

/// A version that is asked for and that the run did not send: the base class drops what has no parts.
pub(crate) fn missing_version(capture: &Capture, answers: &Answers) -> Option<Finding> {
    let wanted = answers.version.is_some() && answers.is_written();
    if !wanted || !capture.is_good() || capture.metadata.iter().any(|m| m.name == "version.raw") {
        return None;
    }
    let said = "The run sent no version: the base class reads numbers such as 1.2.3, and drops what has none.";
    let finding = Finding::error(Source::Form, "version", said);
    Some(finding.fix("Name what holds the version alone, or leave version out."))
}
