//! Rows that are added to and taken out of an integration that exists.

use super::Existing;
use crate::core::answers::{Answers, MetricAnswer, ServiceCheckAnswer};
use crate::core::derive;
use crate::core::finding::{Finding, Source};
use crate::core::metadata::{MetricRow, ServiceCheckRow};
use crate::core::nearest::hint;
use crate::core::shared::Shared;

/// A row that no run measured: its type is given.
pub(super) fn typed(answer: &MetricAnswer) -> Option<MetricRow> {
    Some(MetricRow {
        name: answer.name.clone(),
        metric_type: answer.kind.clone()?,
        guessed: ["unit", "orientation", "description"]
            .map(String::from)
            .into(),
        ..MetricRow::default()
    })
}

/// Answers about rows that the file has not. `rows` stand in order of name.
pub(super) fn unknown(rows: &[MetricRow], answers: &Answers) -> Vec<Finding> {
    let absent = |a: &&Shared<MetricAnswer>| {
        !a.remove && rows.binary_search_by(|r| r.name.cmp(&a.name)).is_err()
    };
    let about = |answer: &Shared<MetricAnswer>| {
        let near = hint(&answer.name, rows.iter().map(|r| r.name.as_str()));
        let (name, rule) = (&answer.name, format!("metrics.{}", answer.name));
        let said = format!("metadata.csv has no metric {name:?}, and its type is not known.{near}");
        Finding::error(Source::Form, rule, said)
            .fix("Correct the name, or give its type: gauge, count, or rate.")
    };
    answers.metrics.iter().filter(absent).map(about).collect()
}

/// A script that ran before finds nothing to take out: that is told, and no error.
pub fn without_idle(held: &Existing, answers: &mut Answers) -> Vec<Finding> {
    let mut out = vec![];
    let mut idle = |list: &str, name: &str, known: &[&str]| {
        let idle = !known.contains(&name);
        if idle {
            let near = hint(name, known.iter().copied());
            let said = format!("There is no {list} {name:?} to take out.{near}");
            let rule = format!("{}s.{name}", list.replace(' ', "_"));
            out.push(Finding::error(Source::Form, rule, said).warning());
        }
        idle
    };
    let metrics: Vec<&str> = held.metrics.iter().map(|m| m.name.as_str()).collect();
    answers
        .metrics
        .retain(|a| !a.remove || !idle("metric", &a.name, &metrics));
    let checks: Vec<&str> = held
        .service_checks
        .iter()
        .map(|c| c.check.as_str())
        .collect();
    answers
        .service_checks
        .retain(|a| !a.remove || !idle("service check", &a.name, &checks));
    out
}

/// A row whose type was wrong. `rows` stand in order of name.
pub(super) fn retype(rows: &mut [MetricRow], answers: &Answers) {
    for answer in answers.metrics.iter() {
        if let Some(kind) = &answer.kind
            && let Ok(at) = rows.binary_search_by(|r| r.name.cmp(&answer.name))
        {
            rows[at].metric_type.clone_from(kind);
        }
    }
}

/// Takes out what is answered to go.
pub(crate) fn take_out(rows: &mut Vec<MetricRow>, answers: &Answers) {
    let mut gone: Vec<&str> = answers
        .metrics
        .iter()
        .filter(|a| a.remove)
        .map(|a| a.name.as_str())
        .collect();
    gone.sort_unstable();
    if !gone.is_empty() {
        rows.retain(|r| gone.binary_search(&r.name.as_str()).is_err());
    }
}

/// The entries as answered: those of the file, and those that were added, which have their statuses.
pub(super) fn service_checks(
    held: &[ServiceCheckRow],
    answers: &Answers,
    findings: &mut Vec<Finding>,
) -> Vec<ServiceCheckRow> {
    let mut rows = held.to_vec();
    for answer in &answers.service_checks {
        if rows.iter().any(|r| r.check == answer.name) {
            continue;
        }
        let (name, rule) = (&answer.name, format!("service_checks.{}", answer.name));
        let near = hint(name, held.iter().map(|r| r.check.as_str()));
        if answer.remove {
            continue;
        }
        if answer.statuses.is_some() {
            rows.push(derive::new_service_check(name, answers));
        } else {
            let said = format!("The integration has no service check {name:?}.{near}");
            let fix = "Correct the name, or give its statuses to add it: [ok, critical].";
            findings.push(Finding::error(Source::Form, rule, said).fix(fix));
        }
    }
    let gone = |r: &ServiceCheckRow| {
        let mut all = answers.service_checks.iter();
        all.any(|a| a.remove && a.name == r.check)
    };
    rows.retain(|r| !gone(r));
    let answered = |row| derive::service_check_answered(row, answers);
    rows.into_iter().map(answered).collect()
}

/// New entries that ddev would refuse.
pub fn wrong_checks(held: &[ServiceCheckRow], answers: &Answers) -> Vec<Finding> {
    let new = |a: &&ServiceCheckAnswer| !a.remove && held.iter().all(|r| r.check != a.name);
    let mut out = vec![];
    for answer in answers.service_checks.iter().filter(new) {
        if let Some(statuses) = &answer.statuses
            && let Err(message) = new_check(&answer.name, statuses)
        {
            let rule = format!("service_checks.{}", answer.name);
            out.push(Finding::error(Source::Form, rule, message));
        }
    }
    out
}

/// Whether a service check of this name may be added.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn new_check(name: &str, statuses: &[String]) -> Result<(), String> {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    if name.is_empty()
        || !name.chars().all(sign)
        || name.ends_with(['.', '_'])
        || name.starts_with('.')
    {
        return Err(format!(
            "{name:?} is no name of a service check: use letters, digits, '_' and '.'."
        ));
    }
    if let Some(other) = statuses
        .iter()
        .find(|s| !derive::STATUSES.contains(&s.as_str()))
    {
        let all = derive::STATUSES.join(", ");
        return Err(format!("{other:?} is no status. Use some of {all}."));
    }
    if statuses.is_empty() {
        return Err(format!(
            "{name} needs its statuses, for example ok, critical."
        ));
    }
    Ok(())
}
