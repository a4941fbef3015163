//! Rules for drivers and queries.

use serde_json::Value;

/// What a query of `QueryManager` may hold.
const KEYS: [&str; 7] = [
    "name",
    "query",
    "columns",
    "tags",
    "extras",
    "collection_interval",
    "metric_prefix",
];

/// Words that begin a statement which changes something.
const CHANGING: [&str; 12] = [
    "insert", "update", "delete", "drop", "create", "alter", "truncate", "replace", "grant",
    "revoke", "vacuum", "attach",
];

/// A Python module that can be imported.
///
/// # Errors
/// It is no name of one.
pub fn driver(text: &str) -> Result<(), String> {
    if text.split('.').all(|part| super::option_name(part).is_ok()) {
        return Ok(());
    }
    let known: Vec<_> = crate::core::drivers::names().collect();
    Err(format!(
        "{text:?} is no Python module. Name the driver, for example one of {}.",
        known.join(", ")
    ))
}

/// A statement that only reads.
///
/// # Errors
/// None, one that changes something, or several.
pub fn select(text: &str) -> Result<(), String> {
    let text = text.trim().trim_end_matches(';').trim_end();
    let word = text.split(|c: char| !c.is_alphabetic()).next();
    let Some(word) = word.filter(|w| !w.is_empty()) else {
        return Err(
            "A query begins with a word, for example SELECT name, depth FROM queues.".into(),
        );
    };
    if CHANGING.contains(&word.to_ascii_lowercase().as_str()) {
        return Err(format!(
            "A check reads and changes nothing, and this begins with {word}. Write a SELECT."
        ));
    }
    Ok(())
}

/// One query in the shape of Datadog's custom queries.
///
/// # Errors
/// What is wrong, in one sentence.
pub fn query(query: &Value) -> Result<(), String> {
    let Some(map) = query.as_object() else {
        return Err("A query is a mapping with the keys name, query, columns, and tags.".into());
    };
    if let Some(key) = map.keys().find(|k| !KEYS.contains(&k.as_str())) {
        let near = super::hint(key, KEYS);
        return Err(format!("A query has no key {key:?}.{near}"));
    }
    let Some(text) = map.get("query").and_then(Value::as_str) else {
        return Err("A query needs the key query with the SQL as text.".into());
    };
    select(text)?;
    if map
        .get("name")
        .is_some_and(|n| n.as_str().is_none_or(str::is_empty))
    {
        return Err("The name of a query is a text.".into());
    }
    let texts = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(Value::is_string));
    if map.get("tags").is_some_and(|t| !texts(t)) {
        return Err("The tags of a query are a list of texts, for example [\"team:a\"].".into());
    }
    let Some(columns) = map.get("columns") else {
        return Ok(());
    };
    let named = |column: &Value| {
        let text = |key: &str| column.get(key).is_some_and(Value::is_string);
        column
            .as_object()
            .is_some_and(|c| c.is_empty() || (text("name") && text("type")))
    };
    match columns.as_array() {
        Some(list) if !list.is_empty() && list.iter().all(named) => Ok(()),
        _ => Err(
            "The columns of a query are a list of {name, type}, or {} for one that is left out."
                .into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn queries_read_and_have_their_shape() {
        for good in [
            "SELECT 1",
            " with a as (select 1) select * from a;",
            "SHOW STATUS",
        ] {
            assert_eq!(select(good), Ok(()), "{good}");
        }
        for bad in ["", "DROP TABLE x", "update x set y = 1", "(", ";"] {
            assert!(select(bad).is_err(), "{bad}");
        }
        let good = json!({"name": "q", "query": "SELECT 1", "columns": [{"name": "n", "type": "gauge"}, {}], "tags": ["a:b"]});
        assert_eq!(query(&good), Ok(()));
        for (bad, word) in [
            (json!("SELECT 1"), "mapping"),
            (json!({"query": "SELECT 1", "column": []}), "\"columns\""),
            (json!({"name": "q"}), "key query"),
            (json!({"query": "SELECT 1", "name": 1}), "name"),
            (json!({"query": "SELECT 1", "tags": "a"}), "tags"),
            (
                json!({"query": "SELECT 1", "columns": [{"name": "n"}]}),
                "columns",
            ),
        ] {
            let said = query(&bad).unwrap_err();
            assert!(said.contains(word), "{said}");
        }
        assert!(driver("mysql.connector").is_ok() && driver("a-b").is_err());
    }
}
