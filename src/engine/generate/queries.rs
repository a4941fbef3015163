//! Queries with their columns, from what they gave.

use super::super::samples::Loaded;
use super::output;
use crate::core::answers::Answers;
use crate::core::event::{Failure, FailureKind, Notes};
use crate::core::signals;
use crate::core::sql_metrics::{self, Rows};

/// The queries, complete, and what was left out.
pub(super) fn read(
    answers: &Answers,
    loaded: &[Loaded],
) -> Result<(Vec<serde_json::Value>, Notes), Failure> {
    let source = answers.source.sql.clone().unwrap_or_default();
    let rows = loaded
        .first()
        .map(|page| serde_json::from_str::<Vec<Rows>>(&page.text));
    let rows = rows.and_then(Result::ok).unwrap_or_default();
    let mut found = sql_metrics::propose(&source.queries, &rows, &answers.integration.folder());
    let said = signals::sql::tell(&mut found.queries, &rows, answers);
    found.findings.extend(said);
    let notes = output::notes(found.metrics, &found.ignored, &found.findings)?;
    if found.metrics == 0 {
        let first = notes.dropped.first();
        let why = first.map_or_else(String::new, |d| format!(" ({}: {})", d.name, d.reason));
        return Err(Failure::new(
            FailureKind::Findings,
            format!("The queries give no number{why}."),
            "Name a query that selects a number, for example SELECT name, depth FROM queues.",
        ));
    }
    Ok((found.queries, notes))
}
