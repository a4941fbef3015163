//! Columns of queries: which is a metric, which is a tag, under which names. Proposes; where a query has columns,
//! those are only held against the result.

use super::finding::{Finding, Source};
use super::json_metrics::Ignored;
use super::json_metrics::names::{is_identifying, snake, tag};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One column of a result: its values in some rows.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Column {
    pub name: String,
    pub values: Vec<Value>,
}

/// What a query gave, or the database's complaint.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Rows {
    pub columns: Vec<Column>,
    pub error: Option<String>,
}

/// Queries as the check holds them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    pub queries: Vec<Value>,
    pub metrics: usize,
    pub ignored: Vec<Ignored>,
    pub findings: Vec<Finding>,
}

/// Completes the queries from what they gave; `rows` in their order, none of them where nothing could be looked at.
#[must_use]
pub fn propose(queries: &[Value], rows: &[Rows], folder: &str) -> Proposal {
    let mut out = Proposal::default();
    for (n, query) in queries.iter().enumerate() {
        let mut query = query.as_object().cloned().unwrap_or_default();
        let text = query
            .get("query")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let text = text.trim().trim_end_matches(';').to_owned();
        let name = match query.get("name").and_then(Value::as_str) {
            Some(name) => name.to_owned(),
            None => table(&text).unwrap_or_else(|| format!("query_{}", n + 1)),
        };
        let place = format!("source.sql.queries[{n}]");
        let none = Rows::default();
        let given = rows.get(n).unwrap_or(&none);
        if let Some(error) = &given.error {
            out.wrong(&place, format!("The query {name} fails: {error}."));
            continue;
        }
        let wanted = query.get("columns").and_then(Value::as_array).cloned();
        let columns = match wanted {
            Some(columns) => {
                if !given.columns.is_empty() && given.columns.len() != columns.len() {
                    let said = format!(
                        "The query {name} gives {} columns, and {} are named. Name an empty one, {{}}, for each that \
                         is to be left out.",
                        given.columns.len(),
                        columns.len()
                    );
                    out.wrong(&place, said);
                }
                columns
            }
            None if given.columns.is_empty() => {
                let said = format!(
                    "The columns of the query {name} are not named, and it gave no row to tell them by."
                );
                out.wrong(&place, said);
                continue;
            }
            None => out.columns(&name, &given.columns, folder),
        };
        out.metrics += columns.iter().filter(|c| is_metric(c)).count();
        let several = given.columns.first().is_some_and(|c| c.values.len() > 1);
        let tagged = |c: &Value| c["type"].as_str().is_some_and(|t| t.starts_with("tag"));
        if several && !columns.iter().any(tagged) {
            let said = format!(
                "The query {name} gives several rows, and no column tells them apart: of each metric the last row's \
                 value stays."
            );
            out.findings
                .push(Finding::error(Source::Form, place, said).warning());
        }
        // In the order in which the documentation shows them.
        let mut ordered = Map::new();
        ordered.insert("name".into(), name.into());
        ordered.insert("query".into(), text.into());
        ordered.insert("columns".into(), columns.into());
        for key in ["name", "query", "columns"] {
            query.shift_remove(key);
        }
        ordered.append(&mut query);
        out.queries.push(ordered.into());
    }
    out
}

impl Proposal {
    fn wrong(&mut self, place: &str, message: String) {
        self.findings
            .push(Finding::error(Source::Form, place, message));
    }

    /// A metric for each column of numbers, a tag for each of texts, `{}` for what is left out.
    fn columns(&mut self, query: &str, given: &[Column], folder: &str) -> Vec<Value> {
        let mut taken: Vec<String> = vec![];
        let mut out = vec![];
        for column in given {
            let said = match kind(column) {
                Kind::Number => {
                    let own = snake(&column.name);
                    let own = if own.is_empty() { "value".into() } else { own };
                    let prefix = snake(query);
                    let wanted = if prefix.is_empty()
                        || prefix == own
                        || own.starts_with(&format!("{prefix}_"))
                    {
                        own
                    } else {
                        format!("{prefix}.{own}")
                    };
                    Ok((wanted, "gauge"))
                }
                Kind::Tag => Ok((tag(Some(query), &column.name, folder), "tag")),
                Kind::Left(reason) => Err(reason),
            };
            match said {
                Ok((wanted, kind)) => {
                    let numbered = (2..).map(|n| format!("{wanted}_{n}"));
                    let free = std::iter::once(wanted.clone())
                        .chain(numbered)
                        .find(|n| !taken.contains(n));
                    let name = free.unwrap_or(wanted);
                    taken.push(name.clone());
                    out.push(json!({"name": name, "type": kind}));
                }
                Err(reason) => {
                    self.ignored.push(Ignored {
                        path: format!("{query}.{}", column.name),
                        reason: reason.into(),
                    });
                    out.push(json!({}));
                }
            }
        }
        out
    }
}

fn is_metric(column: &Value) -> bool {
    column["type"]
        .as_str()
        .is_some_and(|t| !t.starts_with("tag") && !["source", "service_check"].contains(&t))
}

enum Kind {
    Number,
    Tag,
    Left(&'static str),
}

fn kind(column: &Column) -> Kind {
    let known = || column.values.iter().filter(|v| !v.is_null());
    if known().next().is_none() {
        return Kind::Left("no row has a value of it");
    }
    if known().all(Value::is_number) {
        let own = snake(&column.name);
        // A number that only identifies is no measurement.
        let whole = known().all(|v| v.is_i64() || v.is_u64());
        return if whole && is_identifying(&own) {
            Kind::Tag
        } else {
            Kind::Number
        };
    }
    let texts: Vec<&str> = known().filter_map(Value::as_str).collect();
    if texts.len() < known().count() {
        return Kind::Left("numbers and texts in one column");
    }
    if texts.iter().any(|t| t.chars().count() > 100) {
        return Kind::Left("texts too long for a tag");
    }
    if texts.iter().all(|t| is_date(t)) {
        return Kind::Left("a date: as a tag it would make new series for ever");
    }
    Kind::Tag
}

/// `2026-09-01...`
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(n, b)| match n {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
}

/// The first table that a query reads.
fn table(query: &str) -> Option<String> {
    let mut words = query.split_whitespace();
    words.find(|w| w.eq_ignore_ascii_case("from"))?;
    let table = words.next()?.trim_end_matches([';', ',']);
    let name = snake(table.rsplit('.').next()?);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, values: &[Value]) -> Column {
        Column {
            name: name.into(),
            values: values.to_vec(),
        }
    }

    #[test]
    fn numbers_become_gauges_and_texts_become_tags() {
        let queries =
            [json!({"query": "SELECT * FROM main.\"queues\" ORDER BY 1;", "tags": ["a:b"]})];
        let rows = Rows {
            columns: vec![
                column("id", &[json!(1), json!(2)]),
                column("name", &[json!("orders"), json!("mail")]),
                column("host", &[json!("a"), Value::Null]),
                column("depth", &[json!(3), Value::Null]),
                column("Depth", &[json!(0.5), json!(1)]),
                column("made", &[json!("2026-09-01 10:00"), json!("2026-09-02")]),
                column("none", &[Value::Null, Value::Null]),
                column("mixed", &[json!("x"), json!(1)]),
                column("queues", &[json!(1), json!(1)]),
            ],
            error: None,
        };
        let p = propose(&queries, &[rows], "acme");
        assert_eq!(
            p.queries[0],
            json!({
                "name": "queues",
                "query": "SELECT * FROM main.\"queues\" ORDER BY 1",
                "columns": [
                    {"name": "queue_id", "type": "tag"},
                    {"name": "queue", "type": "tag"},
                    {"name": "acme_host", "type": "tag"},
                    {"name": "queues.depth", "type": "gauge"},
                    {"name": "queues.depth_2", "type": "gauge"},
                    {}, {}, {},
                    {"name": "queues", "type": "gauge"},
                ],
                "tags": ["a:b"],
            })
        );
        assert_eq!((p.metrics, p.ignored.len(), p.findings.len()), (3, 3, 0));
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let said = |query: Value, rows: Rows| {
            let p = propose(&[query], &[rows], "acme");
            p.findings[0].message.clone()
        };
        let rows = |n: usize| Rows {
            columns: (0..n).map(|_| column("n", &[json!(1), json!(2)])).collect(),
            error: None,
        };
        let failed = Rows {
            error: Some("no such table: q".into()),
            ..Rows::default()
        };
        assert!(said(json!({"query": "SELECT n FROM q"}), failed).contains("no such table"));
        let named =
            json!({"query": "SELECT n FROM q", "columns": [{"name": "n", "type": "gauge"}]});
        assert!(said(named.clone(), rows(2)).contains("gives 2 columns"));
        assert!(said(named, rows(1)).contains("tells them apart"));
        assert!(said(json!({"query": "SELECT 1"}), Rows::default()).contains("not named"));
    }
}
