//! What was applied, held against the last run: a row that nothing emits any more is asked about, never dropped in
//! silence.

use super::answers::Answers;
use super::derive;
use super::derived::Derived;
use super::finding::{Finding, Source};
use super::metadata::MetricRow;
use std::collections::{BTreeSet, HashSet};

/// Names of metrics that differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// In the applied `metadata.csv`, and not in the last run.
    pub vanished: BTreeSet<String>,
    /// Of those, the ones that nobody said yet whether to keep or to drop.
    pub open: BTreeSet<String>,
    /// In the last run, and not in the applied `metadata.csv`.
    pub appeared: BTreeSet<String>,
}

/// Puts rows that vanished back among the derived ones, unless they are answered to go.
///
/// # Arguments
/// `applied`: the rows as they were applied; `prefix`: the metric prefix at that time.
pub fn hold(
    derived: &mut Derived,
    applied: &[MetricRow],
    prefix: &str,
    answers: &Answers,
) -> Drift {
    let mut drift = Drift::default();
    let now = answers.integration.prefix();
    if now != prefix && renamed_otherwise(derived, applied, prefix, &now) {
        return drift;
    }
    let mut held: HashSet<String> = HashSet::new();
    let emitted = derived.metrics.len();
    for row in applied {
        let rest = row.name.strip_prefix(prefix).filter(|_| !prefix.is_empty());
        let name = rest.map_or_else(|| row.name.clone(), |rest| format!("{now}{rest}"));
        held.insert(name.clone());
        // The emitted ones stand in order of name; those put back stand behind them for now.
        let emitted = &derived.metrics[..emitted];
        if emitted.binary_search_by(|m| m.name.cmp(&name)).is_ok() {
            continue;
        }
        drift.vanished.insert(name.clone());
        let answer = answers.metric(&name);
        if answer.is_some_and(|a| a.remove) {
            continue;
        }
        let mut row = MetricRow {
            name: name.clone(),
            ..row.clone()
        };
        match answer.and_then(|a| a.kind.clone()) {
            Some(kind) => row.metric_type = kind,
            None => {
                drift.open.insert(name.clone());
            }
        }
        if let Some(answer) = answer {
            derived.guesses.insert(name, row.clone());
            row = derive::answered(row, answer);
        }
        derived.metrics.push(row);
    }
    if !applied.is_empty() {
        let new = derived.metrics.iter().map(|m| &m.name);
        drift.appeared = new.filter(|n| !held.contains(*n)).cloned().collect();
    }
    derived.metrics.sort_by(|a, b| a.name.cmp(&b.name));
    findings(derived, &drift, answers);
    drift
}

/// Whether another product name changed more than the prefix of the names: what a page's names begin with is taken off
/// by the product's name, so that after a rename most rows are new ones, not gone ones.
fn renamed_otherwise(derived: &Derived, applied: &[MetricRow], prefix: &str, now: &str) -> bool {
    let emitted: HashSet<&str> = derived.metrics.iter().map(|m| m.name.as_str()).collect();
    let stays = |row: &&MetricRow| {
        let rest = row.name.strip_prefix(prefix).unwrap_or(&row.name);
        emitted.contains(format!("{now}{rest}").as_str())
    };
    !prefix.is_empty() && applied.iter().filter(stays).count() * 2 < applied.len()
}

/// What is asked, in place of what would be said of a metric that nothing emits.
fn findings(derived: &mut Derived, drift: &Drift, answers: &Answers) {
    let settled = |rule: &str| {
        let name = rule.strip_prefix("metrics.").unwrap_or_default();
        drift.vanished.contains(name) || answers.metric(name).is_some_and(|a| a.remove)
    };
    derived.findings.retain(|f| !settled(&f.rule));
    for answer in answers.metrics.iter() {
        let name = &answer.name;
        let measured = derived.metrics.binary_search_by(|m| m.name.cmp(name));
        let Ok(at) = measured else { continue };
        let row = &derived.metrics[at];
        if drift.vanished.contains(name) {
            continue;
        }
        let said = match &answer.kind {
            _ if answer.remove => {
                format!("The check emits {name}, so its row can't go.")
            }
            Some(kind) if *kind != row.metric_type => {
                format!(
                    "The run measured {name} as a {}, not a {kind}.",
                    row.metric_type
                )
            }
            _ => continue,
        };
        let finding = Finding::error(Source::Form, format!("metrics.{name}"), said);
        let hint = "Leave this answer out, or change the check.";
        derived.findings.push(finding.fix(hint));
    }
    derived.findings.extend(drift.open.iter().map(|name| {
        let said = format!("{name} was applied, and the last run does not emit it.");
        let finding = Finding::error(Source::Form, format!("metrics.{name}"), said);
        finding.fix("Keep its row (type: gauge, count, or rate), or take it out (remove: true).")
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::MetricAnswer;

    fn row(name: &str) -> MetricRow {
        MetricRow {
            name: name.into(),
            metric_type: "gauge".into(),
            description: format!("What {name} is."),
            ..MetricRow::default()
        }
    }

    fn derived(names: &[&str]) -> Derived {
        Derived {
            metrics: names.iter().map(|n| row(n)).collect(),
            ..Derived::default()
        }
    }

    fn answers(metrics: Vec<MetricAnswer>) -> Answers {
        let mut answers = Answers::default();
        answers.integration.display_name = "Acme".into();
        for metric in metrics {
            answers.metrics.push(metric.into());
        }
        answers
    }

    fn about(name: &str) -> MetricAnswer {
        MetricAnswer {
            name: name.into(),
            ..MetricAnswer::default()
        }
    }

    #[test]
    fn a_row_that_vanished_stays_until_somebody_decides() {
        let applied = [row("acme.a"), row("acme.b")];
        let mut now = derived(&["acme.b", "acme.c"]);
        let drift = hold(&mut now, &applied, "acme.", &answers(vec![]));
        let names: Vec<&str> = now.metrics.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["acme.a", "acme.b", "acme.c"]);
        assert_eq!(drift.vanished, drift.open);
        assert!(drift.open.contains("acme.a") && drift.appeared.contains("acme.c"));
        assert_eq!(now.findings.len(), 1, "{:?}", now.findings);

        let mut now = derived(&["acme.b"]);
        let gone = MetricAnswer {
            remove: true,
            ..about("acme.a")
        };
        let drift = hold(&mut now, &applied, "acme.", &answers(vec![gone.clone()]));
        assert_eq!(
            (now.metrics.len(), drift.open.len(), now.findings.len()),
            (1, 0, 0)
        );
        // Applied since: the answer asks for nothing, and says nothing.
        let mut now = derived(&["acme.b"]);
        now.findings.push(Finding::error(
            Source::Form,
            "metrics.acme.a",
            "emits no metric",
        ));
        hold(&mut now, &applied[1..], "acme.", &answers(vec![gone]));
        assert_eq!(now.findings, []);

        let mut now = derived(&["acme.b"]);
        let kept = MetricAnswer {
            kind: Some("count".into()),
            ..about("acme.a")
        };
        let drift = hold(&mut now, &applied, "acme.", &answers(vec![kept]));
        assert_eq!((drift.vanished.len(), drift.open.len()), (1, 0));
        assert_eq!(now.metrics[0].metric_type, "count");
        assert_eq!(now.metrics[0].description, "What acme.a is.");
    }

    #[test]
    fn another_prefix_is_no_other_metric() {
        let mut now = derived(&["acme.b"]);
        let drift = hold(&mut now, &[row("old.b")], "old.", &answers(vec![]));
        assert_eq!((drift, now), (Drift::default(), derived(&["acme.b"])));
    }

    #[test]
    fn what_a_run_measured_is_not_answered_away() {
        let wrong = MetricAnswer {
            kind: Some("count".into()),
            ..about("acme.b")
        };
        let gone = MetricAnswer {
            remove: true,
            ..about("acme.c")
        };
        let mut now = derived(&["acme.b", "acme.c"]);
        hold(&mut now, &[], "", &answers(vec![wrong, gone]));
        assert_eq!(now.findings.len(), 2, "{:?}", now.findings);
    }
}
