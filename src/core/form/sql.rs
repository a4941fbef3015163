//! A database as one types it: the connection's arguments on a line, the queries as a text.

use super::argv;
use crate::core::answers::{EnvRef, Value};
use crate::core::validate;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// `database=/var/lib/acme.db`, or `host=db user=datadog password=$ACME_PASSWORD`; `$` names a variable of the
/// environment.
pub fn connect(text: &str) -> BTreeMap<String, Value> {
    let pairs = argv::words(text).unwrap_or_default();
    let pairs = pairs.iter().filter_map(|word| word.split_once('='));
    pairs
        .map(|(key, value)| {
            let value = match value.strip_prefix('$') {
                Some(env) => Value::Env(EnvRef {
                    env: env.to_owned(),
                }),
                None => Value::Text(value.to_owned()),
            };
            (key.to_owned(), value)
        })
        .collect()
}

/// The arguments as one would type them.
pub fn typed(connect: &BTreeMap<String, Value>) -> String {
    let word = |(key, value): (&String, &Value)| match value {
        Value::Text(text) => argv::pair(key, text),
        Value::Env(reference) => format!("{key}=${}", reference.env),
    };
    connect.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a typed line can be read, and holds no secret.
///
/// # Errors
/// The word that is wrong.
pub fn check_connect(text: &str) -> Result<(), String> {
    for word in argv::words(text)? {
        let Some((key, value)) = word.split_once('=') else {
            return Err(format!(
                "{word:?} is no argument. Write it like database=/var/lib/acme.db."
            ));
        };
        validate::option_name(key)?;
        match value.strip_prefix('$') {
            Some(env) => validate::env_name(env)?,
            None if validate::is_credential(key) => {
                return Err(format!(
                    "{key} looks like a credential. Write {key}=$NAME, and set NAME in the environment."
                ));
            }
            None => {}
        }
    }
    Ok(())
}

/// Queries, each ended by a semicolon; a name and a colon may stand before one. What else was answered of a query
/// of the same text stays.
pub fn queries(text: &str, before: &[Json]) -> Vec<Json> {
    let texts = split(text);
    let one = |(name, query): (Option<String>, String)| {
        let same = before
            .iter()
            .find(|q| q["query"].as_str().is_some_and(|old| bare(old) == query));
        let mut map = same
            .and_then(Json::as_object)
            .cloned()
            .unwrap_or_else(Map::new);
        map.insert("query".into(), query.into());
        match name {
            Some(name) => drop(map.insert("name".into(), name.into())),
            None => drop(map.shift_remove("name")),
        }
        Json::Object(map)
    };
    texts.into_iter().map(one).collect()
}

/// The queries as one would type them.
pub fn typed_queries(queries: &[Json]) -> String {
    let one = |query: &Json| {
        let text = bare(query["query"].as_str().unwrap_or_default());
        match query["name"].as_str() {
            Some(name) => format!("{name}: {text};"),
            None => format!("{text};"),
        }
    };
    queries.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Whether each query only reads.
///
/// # Errors
/// What the first one that is wrong does.
pub fn check_queries(text: &str) -> Result<(), String> {
    let all = split(text);
    if all.is_empty() {
        return validate::select("");
    }
    all.iter()
        .try_for_each(|(_, query)| validate::select(query))
}

fn bare(query: &str) -> &str {
    query.trim().trim_end_matches(';').trim_end()
}

/// Name and text of each; a semicolon inside quotes or a comment ends none.
fn split(text: &str) -> Vec<(Option<String>, String)> {
    let mut parts = vec![String::new()];
    let mut quote: Option<char> = None;
    let mut comment = false;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if comment => comment = c != '\n',
            None if matches!(c, '\'' | '"') => quote = Some(c),
            None if c == '-' && parts.last().is_some_and(|p| p.ends_with('-')) => comment = true,
            None if c == ';' => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let named = |part: &str| {
        let (name, query) = part.split_once(':')?;
        let plain = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
        (plain && !query.starts_with(':')).then(|| (Some(name.to_owned()), query.trim().to_owned()))
    };
    let parts = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty());
    parts
        .map(|part| named(part).unwrap_or_else(|| (None, part.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_connection_comes_back_as_it_was_typed() {
        let text = "'database=/var/lib/my db' host=a password=$ACME_PW";
        let read = connect(text);
        assert_eq!(
            read["password"],
            Value::Env(EnvRef {
                env: "ACME_PW".into()
            })
        );
        assert_eq!(connect(&typed(&read)), read);
        assert_eq!(check_connect(text), Ok(()));
        for bad in ["database", "a-b=1", "password=hunter2", "x=$1", "'a=1"] {
            let said = check_connect(bad).unwrap_err();
            assert!(!said.contains("hunter2"), "{said}");
        }
    }

    #[test]
    fn queries_are_split_at_semicolons_and_keep_what_was_answered() {
        let before = [json!({"query": "SELECT 1;", "name": "x", "columns": [{}], "tags": ["a:b"]})];
        let text =
            "one: SELECT 1;\nSELECT ';' AS a, \"b;c\" -- it's; x\nFROM t;\nselect x::int from y";
        let read = queries(text, &before);
        assert_eq!(
            read,
            [
                json!({"query": "SELECT 1", "name": "one", "columns": [{}], "tags": ["a:b"]}),
                json!({"query": "SELECT ';' AS a, \"b;c\" -- it's; x\nFROM t"}),
                json!({"query": "select x::int from y"}),
            ]
        );
        assert_eq!(queries(&typed_queries(&read), &read), read);
        assert_eq!(check_queries(text), Ok(()));
        assert!(check_queries("SELECT 1; DROP TABLE x").is_err());
        assert!(check_queries(" ; ").is_err());
    }
}
