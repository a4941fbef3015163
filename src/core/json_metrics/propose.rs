//! The walk through a document.

use super::names::{self, IDENTIFYING, is_identifying};
use super::path::{Path, Step};
use super::{Ignored, Proposal};
use crate::core::answers::{JsonMetric, Request};
use crate::core::finding::{Finding, Source};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Proposes metrics for what a request answered.
///
/// `folder` prefixes tag keys that are reserved. Where the request names its metrics, those are returned, with
/// findings for paths that the document does not have.
#[must_use]
pub fn propose(document: &Value, request: &Request, folder: &str) -> Proposal {
    let mut out = if request.metrics.is_empty() {
        walk(document, request, folder)
    } else {
        check(document, request)
    };
    super::hosts::apply(document, request, &mut out);
    out
}

fn walk(document: &Value, request: &Request, folder: &str) -> Proposal {
    let list = request.path.split(['?', '#']).next().unwrap_or_default();
    let list = list.rsplit('/').find(|p| {
        !p.is_empty()
            && p.chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    });
    let mut walk = Walk {
        folder,
        list,
        out: Proposal::default(),
        names: HashSet::new(),
    };
    walk.value(document, &Path::default(), &[document], &BTreeMap::new());
    walk.out
}

struct Walk<'a> {
    folder: &'a str,
    /// What a list at the top holds, by the request's path.
    list: Option<&'a str>,
    out: Proposal,
    names: HashSet<String>,
}

impl Walk<'_> {
    fn ignore(&mut self, path: &Path, reason: &str) {
        let path = path.to_string();
        self.out.ignored.push(Ignored {
            path,
            reason: reason.into(),
        });
    }

    /// `values` are what stands at `path` in each item of the lists on the way.
    fn value(
        &mut self,
        first: &Value,
        path: &Path,
        values: &[&Value],
        tags: &BTreeMap<String, String>,
    ) {
        match first {
            Value::Object(_) => self.object(path, values, tags, &HashSet::new()),
            Value::Array(_) => self.list(path, values, tags),
            Value::Number(n) if n.as_f64().is_some_and(f64::is_finite) => self.metric(path, tags),
            Value::Number(_) => self.ignore(path, "not a finite number"),
            Value::Bool(_) => self.metric(path, tags),
            Value::String(_) => self.ignore(path, "a text"),
            Value::Null => self.ignore(path, "null: nothing to tell its type by"),
        }
    }

    fn object(
        &mut self,
        path: &Path,
        values: &[&Value],
        tags: &BTreeMap<String, String>,
        skip: &HashSet<&str>,
    ) {
        let maps: Vec<&Map<String, Value>> = values.iter().filter_map(|v| v.as_object()).collect();
        let mut keys: Vec<&str> = vec![];
        let mut known = BTreeSet::new();
        for key in maps.iter().flat_map(|m| m.keys()) {
            if known.insert(key.as_str()) {
                keys.push(key);
            }
        }
        for key in keys {
            let below: Vec<&Value> = maps.iter().filter_map(|m| m.get(key)).collect();
            // Null in one item, a number in the next: the number tells the type.
            let Some(first) = below.iter().find(|v| !v.is_null()).or(below.first()) else {
                continue;
            };
            if !skip.contains(key) {
                self.value(first, &path.then(Step::Key(key.to_owned())), &below, tags);
            }
        }
    }

    fn list(&mut self, path: &Path, values: &[&Value], tags: &BTreeMap<String, String>) {
        let lists: Vec<&Vec<Value>> = values.iter().filter_map(|v| v.as_array()).collect();
        let items: Vec<&Value> = lists.iter().flat_map(|l| l.iter()).collect();
        let each = path.then(Step::Each);
        if items.is_empty() {
            return self.ignore(path, "an empty list: take a sample while it has items");
        }
        if !items.iter().any(|i| i.is_object()) {
            return self.ignore(
                &each,
                "a list of plain values: nothing tells its items apart",
            );
        }
        let keys = identify(&lists);
        if keys.is_empty() {
            return self.ignore(
                &each,
                "no key tells the items apart: name the metrics and their tags yourself",
            );
        }
        let name = path.0.iter().rev().find_map(|s| match s {
            Step::Key(key) => Some(key.as_str()),
            Step::Each => None,
        });
        let list = name.or(self.list);
        let mut tags = tags.clone();
        for key in &keys {
            let tag = names::tag(list, key, self.folder);
            let tag = if tags.contains_key(&tag) {
                names::tag(
                    None,
                    &format!("{}_{key}", list.unwrap_or("item")),
                    self.folder,
                )
            } else {
                tag
            };
            tags.insert(tag, each.then(Step::Key(key.clone())).to_string());
        }
        let mut skip: HashSet<&str> = keys.iter().map(String::as_str).collect();
        // A number that only identifies is no measurement.
        let other = |key: &str| is_identifying(key) && unique(&lists, &[key]);
        let ids: Vec<&str> = keys_of(&lists)
            .into_iter()
            .filter(|k| !skip.contains(k) && other(k))
            .collect();
        for key in &ids {
            self.ignore(
                &each.then(Step::Key((*key).to_owned())),
                "identifies an item, measures nothing",
            );
        }
        skip.extend(ids);
        self.object(&each, &items, &tags, &skip);
    }

    fn metric(&mut self, path: &Path, tags: &BTreeMap<String, String>) {
        let wanted = names::metric(path, self.folder);
        let numbered = (2..).map(|n| format!("{wanted}_{n}"));
        let name = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|n| !self.names.contains(n));
        let name = name.unwrap_or(wanted);
        self.names.insert(name.clone());
        self.out.metrics.push(JsonMetric {
            path: path.to_string(),
            name,
            submission: None,
            tags: tags.clone(),
            hostname: None,
        });
    }
}

/// The keys that tell the items of each list apart: one where one does, else the first few texts together.
fn identify(lists: &[&Vec<Value>]) -> Vec<String> {
    let keys = keys_of(lists);
    let many = lists.iter().any(|l| l.len() > 1);
    let mut named: Vec<&str> = keys.iter().copied().filter(|k| is_identifying(k)).collect();
    named.sort_by_key(|k| {
        let text = text_valued(lists, k);
        (
            !text,
            IDENTIFYING
                .iter()
                .position(|i| i == k)
                .unwrap_or(IDENTIFYING.len()),
        )
    });
    if let Some(key) = named.into_iter().find(|k| unique(lists, &[k])) {
        return vec![key.to_owned()];
    }
    let texts: Vec<&str> = keys.into_iter().filter(|k| text_valued(lists, k)).collect();
    if many && let Some(key) = texts.iter().find(|k| unique(lists, &[k])) {
        return vec![(*key).to_owned()];
    }
    for count in 1..=texts.len().min(3) {
        if unique(lists, &texts[..count]) {
            return texts[..count].iter().map(|k| (*k).to_owned()).collect();
        }
    }
    vec![]
}

fn keys_of<'v>(lists: &[&'v Vec<Value>]) -> Vec<&'v str> {
    let mut keys: Vec<&str> = vec![];
    for key in lists
        .iter()
        .flat_map(|l| l.iter())
        .filter_map(Value::as_object)
        .flat_map(Map::keys)
    {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    keys
}

fn text_valued(lists: &[&Vec<Value>], key: &str) -> bool {
    lists
        .iter()
        .flat_map(|l| l.iter())
        .all(|item| item.get(key).is_some_and(Value::is_string))
}

/// Whether every item of each list has all the keys, with texts or whole numbers no other item of its list has.
fn unique(lists: &[&Vec<Value>], keys: &[&str]) -> bool {
    lists.iter().all(|items| {
        let mut seen = HashSet::new();
        items.iter().all(|item| {
            let id: Option<Vec<String>> = keys
                .iter()
                .map(|key| {
                    item.get(key)
                        .filter(|v| v.is_string() || v.is_i64() || v.is_u64())
                        .map(Value::to_string)
                })
                .collect();
            id.is_some_and(|id| seen.insert(id))
        })
    })
}

/// The metrics that were answered, held against the document.
fn check(document: &Value, request: &Request) -> Proposal {
    let mut out = Proposal {
        metrics: request.metrics.clone(),
        ..Proposal::default()
    };
    for metric in &request.metrics {
        if let Err(message) = check_one(document, metric) {
            let rule = format!("source.http.requests.{}.{}", request.path, metric.path);
            out.findings
                .push(Finding::error(Source::Form, rule, message));
        }
    }
    out
}

fn check_one(document: &Value, metric: &JsonMetric) -> Result<(), String> {
    if metric.name.is_empty() {
        return Err(format!("The metric at {} needs a name.", metric.path));
    }
    let path = Path::parse(&metric.path)?;
    let values = path.values(document);
    if values.is_empty() {
        return Err(format!("{} is not in the sample.", metric.path));
    }
    let number = |v: &&Value| {
        v.is_number() || v.is_boolean() || v.as_str().is_some_and(|s| s.parse::<f64>().is_ok())
    };
    if !values.iter().any(number) {
        return Err(format!("{} is no number in the sample.", metric.path));
    }
    for (tag, at) in &metric.tags {
        let at_path = Path::parse(at)?;
        if !path.0.starts_with(at_path.lists()) {
            return Err(format!(
                "The tag {tag} at {at} goes through a list that {} does not.",
                metric.path
            ));
        }
        if at_path.values(document).is_empty() {
            return Err(format!("The tag {tag} at {at} is not in the sample."));
        }
    }
    Ok(())
}
