//! A `SQLite` file: its tables, and a query of one that holds numbers.

use super::{Confidence::Sure, Evidence, Origin, Proposal, Table, plural};
use crate::core::answers::Kind;
use crate::core::form;

/// The file as the database, with a query of its first table of numbers.
pub(super) fn sqlite(evidence: &Evidence) -> Proposal {
    let Origin::File { path, .. } = &evidence.origin else {
        return Proposal::unknown(
            "it is a SQLite database",
            "Save it as a file, and show that.",
        );
    };
    let tables = &evidence.tables;
    let seen = if tables.is_empty() {
        "A SQLite database".to_owned()
    } else {
        format!("A SQLite database with {}", plural(tables.len(), "table"))
    };
    let connect = form::pair("database", path);
    let made = Proposal::of(Kind::Sql, Sure, &seen).fill("source.sql.connect", connect);
    if tables.is_empty() {
        return made;
    }
    let names: Vec<&str> = tables.iter().map(|t| t.name.as_str()).collect();
    let made = made.note(format!("Tables: {}.", super::quoted(&names.join(", "), 80)));
    match tables.iter().find_map(query) {
        Some(query) => made.fill("source.sql.queries", query),
        None => made,
    }
}

/// A query of a table's texts and numbers; none where it holds no number but its keys.
fn query(table: &Table) -> Option<String> {
    let plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !plain(&table.name) || !table.columns.iter().all(|(name, _)| plain(name)) {
        return None;
    }
    let is = |kind: &str, words: &[&str]| {
        let kind = kind.to_ascii_uppercase();
        words.iter().any(|w| kind.contains(w))
    };
    let key =
        |name: &str| name.eq_ignore_ascii_case("id") || name.to_ascii_lowercase().ends_with("_id");
    let number = |(name, kind): &&(String, String)| {
        is(kind, &["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC"]) && !key(name)
    };
    let text = |(name, kind): &&(String, String)| is(kind, &["CHAR", "TEXT", "CLOB"]) && !key(name);
    let numbers: Vec<&str> = table
        .columns
        .iter()
        .filter(number)
        .map(|c| c.0.as_str())
        .collect();
    if numbers.is_empty() {
        return None;
    }
    // A name tells the rows apart; further texts would be tags without end.
    let named = table.columns.iter().find(text).map(|c| c.0.as_str());
    let columns: Vec<&str> = named.into_iter().chain(numbers).collect();
    let name = table.name.to_ascii_lowercase();
    Some(format!(
        "{name}: SELECT {} FROM {};",
        columns.join(", "),
        table.name
    ))
}
