//! Fixtures of a size that a reviewer reads: of a large page every family and the series that the tests ask for, of
//! a large document the items of its lists that show something new.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The size from which reviewers ask for less.
const LIMIT: usize = 200_000;

/// Series of a family that are kept in any case: one alone shows no loop.
const SOME: usize = 2;

/// The label values of one series, in order.
pub type Series = Vec<String>;

/// The values of a point's tags, without those of a bucket or a quantile: all of a series' are kept.
pub fn of_tags<'a>(tags: impl Iterator<Item = &'a str>) -> Series {
    let pairs = tags.filter_map(|t| t.split_once(':'));
    let own = pairs.filter(|(key, _)| !["upper_bound", "lower_bound", "quantile"].contains(key));
    let mut out: Series = own.map(|(_, value)| value.to_owned()).collect();
    out.sort();
    out
}

/// A large page without the series that neither begin a family nor are needed; another one as it is.
pub fn page(text: &str, needed: &BTreeSet<Series>) -> String {
    if text.len() <= LIMIT {
        return text.to_owned();
    }
    let mut kept: BTreeMap<String, BTreeSet<Series>> = BTreeMap::new();
    let keep = |line: &&str| {
        if line.starts_with('#') || line.trim().is_empty() {
            return true;
        }
        let end = line.find(['{', ' ', '\t']).unwrap_or(line.len());
        let series = labels(&line[end..]);
        let known = kept.entry(line[..end].to_owned()).or_default();
        if known.len() < SOME {
            known.insert(series.clone());
        }
        known.contains(&series) || needed.contains(&series)
    };
    text.split_inclusive('\n').filter(keep).collect()
}

/// The values between the braces, without those of a bucket or a quantile.
fn labels(text: &str) -> Series {
    let mut out = vec![];
    let Some(mut rest) = text.strip_prefix('{') else {
        return out;
    };
    while let Some(at) = rest.find("=\"") {
        let key = rest[..at].trim_start_matches([',', ' ']);
        let mut value = String::new();
        let mut chars = rest[at + 2..].char_indices();
        let mut end = rest.len();
        while let Some((n, c)) = chars.next() {
            match c {
                '"' => {
                    end = at + 2 + n + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, other)) => value.push(other),
                    None => {}
                },
                other => value.push(other),
            }
        }
        if !["le", "quantile"].contains(&key) {
            out.push(value);
        }
        rest = &rest[end..];
        if rest.starts_with('}') {
            break;
        }
    }
    out.sort();
    out
}

/// A large document with fewer items in its lists: the first ones, those with a needed text, and those that hold a
/// number where none of the kept ones does.
pub fn document(text: &str, needed: &BTreeSet<String>) -> String {
    if text.len() <= LIMIT {
        return text.to_owned();
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else {
        return text.to_owned();
    };
    shorten(&mut value, needed);
    serde_json::to_string_pretty(&value).map_or_else(|_| text.to_owned(), |t| t + "\n")
}

fn shorten(value: &mut Value, needed: &BTreeSet<String>) {
    match value {
        Value::Array(items) => {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            let mut n = 0;
            items.retain(|item| {
                n += 1;
                let mut leaves = vec![];
                let mut wanted = false;
                walk(item, "", &mut |path, leaf| {
                    let text = leaf
                        .as_str()
                        .map_or_else(|| leaf.to_string(), str::to_owned);
                    wanted |= needed.contains(&text);
                    if leaf.is_number() || leaf.is_boolean() {
                        leaves.push(path.to_owned());
                    }
                });
                let new = leaves.iter().any(|l| !seen.contains(l));
                let keep = n <= SOME + 1 || new || wanted;
                if keep {
                    seen.extend(leaves);
                }
                keep
            });
            for item in items {
                shorten(item, needed);
            }
        }
        Value::Object(map) => map.values_mut().for_each(|v| shorten(v, needed)),
        _ => {}
    }
}

/// Every leaf with its path, where lists have no indexes.
fn walk(value: &Value, path: &str, each: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| walk(v, path, each)),
        Value::Object(map) => map
            .iter()
            .for_each(|(k, v)| walk(v, &format!("{path}.{k}"), each)),
        leaf => each(path, leaf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    #[test]
    fn a_large_page_keeps_each_family_and_what_is_needed() {
        let mut text = String::from("# TYPE a gauge\n");
        for n in 0..9000 {
            let _ = writeln!(text, "a{{x=\"it's {n}\",y=\"q\\\"\"}} {n}");
        }
        text.push_str("# TYPE h histogram\n");
        for n in 0..3 {
            for le in ["1", "+Inf"] {
                let _ = writeln!(text, "h_bucket{{x=\"{n}\",le=\"{le}\"}} 1");
            }
        }
        text.push_str("b 1\n# EOF\n");
        let tags = ["x:it's 7000", "y:q\"", "upper_bound:3"];
        let needed = BTreeSet::from([of_tags(tags.into_iter())]);
        let out = page(&text, &needed);
        assert_eq!(out.matches("a{").count(), 3, "{out}");
        assert!(out.contains("it's 7000") && out.contains("b 1\n# EOF\n"));
        assert_eq!(out.matches("h_bucket").count(), 4);
        assert_eq!(page("a{x=\"1\"} 1\n", &needed), "a{x=\"1\"} 1\n");
    }

    #[test]
    fn a_large_document_keeps_what_shows_something() {
        let items: Vec<Value> = (0..9000)
            .map(|n| match n {
                7000 => serde_json::json!({"name": "seven", "depth": 1, "rare": 5}),
                n => serde_json::json!({"name": format!("queue number {n}"), "depth": n}),
            })
            .collect();
        let text = serde_json::json!({"queues": items, "up": true}).to_string();
        let out = document(&text, &BTreeSet::from(["queue number 8000".to_owned()]));
        let out: Value = serde_json::from_str(&out).unwrap();
        let names: Vec<&str> = out["queues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|q| q["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "queue number 0",
                "queue number 1",
                "queue number 2",
                "seven",
                "queue number 8000"
            ]
        );
        assert_eq!(out["up"], true);
        assert_eq!(document("[1]", &BTreeSet::new()), "[1]");
    }
}
