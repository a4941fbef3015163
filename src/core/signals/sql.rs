//! Columns of queries that tell a status.

use super::condition::{self, Condition};
use crate::core::answers::{Answers, ServiceCheckAnswer};
use crate::core::finding::{Finding, Source};
use crate::core::nearest::hint;
use crate::core::sql_metrics::Rows;
use serde_json::{Map, Value, json};

/// Gives the columns that the answers name the type `service_check`; its `status_map` is a list of pairs, since a
/// key of JSON is a text and a value of a database may be a number.
///
/// # Arguments
/// `queries`: complete. `rows`: what they gave, in their order.
#[must_use]
pub fn tell(queries: &mut [Value], rows: &[Rows], answers: &Answers) -> Vec<Finding> {
    let mut findings = vec![];
    for check in answers.told_checks() {
        if let Err(message) = one(queries, rows, check, answers, &mut findings) {
            let rule = format!("service_checks.{}", check.name);
            let message = format!("{}: {message}", check.name);
            findings.push(Finding::error(Source::Form, rule, message));
        }
    }
    findings
}

fn one(
    queries: &mut [Value],
    rows: &[Rows],
    check: &ServiceCheckAnswer,
    answers: &Answers,
    findings: &mut Vec<Finding>,
) -> Result<(), String> {
    let from = check.from.clone().unwrap_or_default();
    let names: Vec<&str> = queries.iter().filter_map(|q| q["name"].as_str()).collect();
    let Some(n) = names.iter().position(|name| *name == from.query) else {
        let near = hint(&from.query, names);
        return Err(format!("no query is named {:?}.{near}", from.query));
    };
    let none = Rows::default();
    let given = &rows.get(n).unwrap_or(&none).columns;
    let known: Vec<&str> = given.iter().map(|c| c.name.as_str()).collect();
    let Some(at) = known.iter().position(|name| *name == from.column) else {
        let near = hint(&from.column, known);
        return Err(format!(
            "the query {} gives no column {:?}.{near}",
            from.query, from.column
        ));
    };
    let prefix = answers.integration.prefix();
    let name = check.name.strip_prefix(&prefix).unwrap_or(&check.name);
    findings.extend(condition::unnamed(check, &given[at].values));
    let pairs: Vec<Value> = condition::good_first(check)
        .iter()
        .filter_map(|(condition, status)| match condition {
            Condition::Is(value) => Some(json!([value, status.to_uppercase()])),
            Condition::Beyond(..) => None,
        })
        .collect();
    let mut column = Map::new();
    column.insert("name".into(), name.into());
    column.insert("type".into(), "service_check".into());
    column.insert("status_map".into(), pairs.into());
    let columns = queries[n]["columns"].as_array_mut();
    let columns = columns.ok_or("the query has no columns")?;
    let slot = columns.get_mut(at).ok_or("the query has fewer columns")?;
    *slot = Value::Object(column);
    let message = message(name, columns);
    columns[at]["message"] = message.into();
    Ok(())
}

/// A text with the columns that `str.format` can insert: a dot in a name would be an attribute of it.
fn message(name: &str, columns: &[Value]) -> String {
    let plain = |name: &&str| !name.contains(['.', '[', '{', '}', '!', ':']);
    if plain(&name) {
        return format!("{name} is {{{name}}}");
    }
    let tags = columns
        .iter()
        .filter(|c| c["type"].as_str().is_some_and(|t| t.starts_with("tag")))
        .filter_map(|c| c["name"].as_str());
    let tags: Vec<String> = tags.filter(plain).map(|t| format!("{t} {{{t}}}")).collect();
    if tags.is_empty() {
        return format!("{name} is not OK");
    }
    format!("{name} of {} is not OK", tags.join(", "))
}
