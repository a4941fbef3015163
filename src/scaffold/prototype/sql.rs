//! The queries of a `sql` check, and what it connects with.

use super::secrets::Secrets;
use crate::core::answers::Answers;
use crate::core::drivers;
use serde_json::{Value as Json, json};
use tera::Context;

/// With its indentation and quotes, a piece of a query stays under ruff's 120.
const WIDTH: usize = 100;

/// What `sql/check.py` reads.
pub(super) fn check(
    context: &mut Context,
    answers: &Answers,
    queries: &[Json],
) -> Result<(), String> {
    let source = answers.source.sql.clone().unwrap_or_default();
    if queries.is_empty() {
        return Err("There is nothing to collect: no query is named.".into());
    }
    let (required, optional): (Vec<String>, Vec<String>) = source
        .connect
        .keys()
        .cloned()
        .partition(|key| drivers::is_required(key));
    context.insert("driver", source.module());
    context.insert("limit", &drivers::time_limit(&source));
    context.insert("required", &required);
    context.insert("optional", &optional);
    let version = answers
        .version
        .as_ref()
        .map(|v| v.query.trim().trim_end_matches(';'));
    context.insert("version", &version);
    context.insert("queries", &queries.iter().map(query).collect::<Vec<_>>());
    Ok(())
}

fn query(query: &Json) -> Json {
    let others = query.as_object().into_iter().flatten();
    let others = others.filter(|(key, _)| !["name", "query", "columns"].contains(&key.as_str()));
    json!({
        "name": query["name"],
        "lines": pieces(query["query"].as_str().unwrap_or_default()),
        "columns": query["columns"].as_array().into_iter().flatten().map(column).collect::<Vec<_>>(),
        "others": others.map(|(key, value)| json!({"key": key, "value": value})).collect::<Vec<_>>(),
    })
}

/// A column; one that tells a status has its values in pairs.
fn column(column: &Json) -> Json {
    match column["status_map"].as_array() {
        Some(pairs) => json!({
            "told": true, "name": column["name"], "message": column["message"],
            "statuses": pairs.iter().map(|p| json!({"value": p[0], "status": p[1]})).collect::<Vec<_>>(),
        }),
        None => json!({"told": false, "plain": column}),
    }
}

/// The text in pieces that fit into a line each, and that joined are the text again.
fn pieces(text: &str) -> Vec<String> {
    let mut out = vec![];
    for line in text.split_inclusive('\n') {
        let mut current = String::new();
        for word in line.split_inclusive(' ') {
            if !current.is_empty() && current.len() + word.len() > WIDTH {
                out.push(std::mem::take(&mut current));
            }
            current.push_str(word);
        }
        out.push(current);
    }
    out
}

/// What `sql/conf.yaml` reads.
pub(super) fn conf(context: &mut Context, answers: &Answers, secrets: &mut Secrets<'_>) {
    let source = answers.source.sql.clone().unwrap_or_default();
    let options = drivers::arguments(&source.connect, |name| secrets.value(name));
    let options: Vec<Json> = options
        .into_iter()
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    context.insert("connect", &options);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_comes_in_pieces() {
        let text = format!("SELECT {}\n  FROM queues", "a_column, ".repeat(30));
        let pieces = pieces(&text);
        assert!(pieces.len() > 3 && pieces.iter().all(|p| p.len() <= WIDTH));
        assert_eq!(pieces.concat(), text);
    }
}
