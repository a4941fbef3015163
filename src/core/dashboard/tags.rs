//! Which tags metrics carried in the run, and which of them are a choice for a viewer.

use crate::core::capture::Capture;
use crate::core::derive::normalize;
use std::collections::{BTreeMap, BTreeSet};

/// Tag keys that are no choice for a viewer: they name the instance or a part of a histogram.
const TECHNICAL: &[&str] = &["endpoint", "le", "lower_bound", "quantile", "upper_bound"];

/// More values than these are no choice any more, and a cost: a reviewer's rule.
const BOUND: usize = 100;

/// More lines than these make a graph unreadable.
const LINES: usize = 10;

/// Variables beside `host`.
const VARIABLES: usize = 3;

type Values<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The tags of each metric.
#[derive(Debug, Default)]
pub struct Tags<'a> {
    metrics: BTreeMap<String, Values<'a>>,
    values: Values<'a>,
}

/// How a metric is split in a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Split {
    Whole,
    /// A line for each value.
    Lines(String),
    /// Too many values for lines: the highest of them.
    Top(String),
}

impl<'a> Tags<'a> {
    /// The tags of a run. Tags that the instance adds to everything tell nothing apart and are left out.
    #[must_use]
    pub fn of(capture: &'a Capture) -> Self {
        let own: BTreeSet<&str> = capture.instance["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_str)
            .collect();
        let mut raw: BTreeMap<&str, Values<'a>> = BTreeMap::new();
        let mut tags = Self::default();
        for metric in &capture.metrics {
            let here = raw.entry(&metric.name).or_default();
            for tag in metric.tags.iter().filter(|t| !own.contains(t.as_str())) {
                if let Some((key, value)) = tag.split_once(':').filter(|(k, _)| is_key(k)) {
                    here.entry(key).or_default().insert(value);
                    tags.values.entry(key).or_default().insert(value);
                }
            }
        }
        for (name, values) in raw {
            let into = tags.metrics.entry(normalize(name)).or_default();
            for (key, values) in values {
                into.entry(key).or_default().extend(values);
            }
        }
        tags
    }

    /// The tags of a metric; an aggregate (`wait.max`) has those of what it was made from (`wait`).
    fn metric(&self, name: &str) -> Option<&Values<'a>> {
        let whole = || self.metrics.get(name.rsplit_once('.')?.0);
        self.metrics.get(name).or_else(whole)
    }

    /// Whether a metric carried a tag of this key.
    #[must_use]
    pub fn has(&self, metric: &str, key: &str) -> bool {
        self.metric(metric).is_some_and(|t| t.contains_key(key))
    }

    /// The keys of a metric's tags, in order.
    pub fn keys(&self, metric: &str) -> impl Iterator<Item = &'a str> {
        self.metric(metric)
            .into_iter()
            .flat_map(|t| t.keys().copied())
    }

    /// The keys that tell facts: neither the instance's nor a part of a histogram.
    pub fn facts(&self, metric: &str) -> impl Iterator<Item = &'a str> {
        self.keys(metric).filter(|k| !TECHNICAL.contains(k))
    }

    /// The keys that most metrics have and that a viewer can choose from: few values, no ids.
    #[must_use]
    pub fn variables(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for key in self.metrics.values().flat_map(|t| t.keys()) {
            *counts.entry(key).or_default() += 1;
        }
        let mut keys: Vec<(&str, usize)> = counts
            .into_iter()
            .filter(|(key, _)| *key != "host" && self.is_bounded(key))
            .collect();
        keys.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        let keys = keys.into_iter().take(VARIABLES);
        keys.map(|(k, _)| k.to_owned()).collect()
    }

    fn is_bounded(&self, key: &str) -> bool {
        let id = |v: &&str| is_id(v);
        !TECHNICAL.contains(&key)
            && !names_an_id(key)
            && self
                .values
                .get(key)
                .is_some_and(|v| v.len() <= BOUND && !v.iter().all(id))
    }

    /// The same as a key alone.
    #[must_use]
    pub fn splitting(&self, metric: &str, variables: &[String]) -> Option<String> {
        match self.split(metric, variables) {
            Split::Whole => None,
            Split::Lines(key) | Split::Top(key) => Some(key),
        }
    }

    /// The tag that tells the series of a metric apart best; a variable wins.
    pub(super) fn split(&self, metric: &str, variables: &[String]) -> Split {
        let Some(tags) = self.metric(metric) else {
            return Split::Whole;
        };
        let few = |key: &str| tags.get(key).is_some_and(|v| v.len() <= LINES);
        if let Some(key) = variables.iter().find(|k| few(k)) {
            return Split::Lines(key.clone());
        }
        let others = tags.keys().filter(|k| !TECHNICAL.contains(*k));
        let others: Vec<&str> = others.copied().collect();
        if let Some(key) = others.iter().find(|k| few(k) && self.is_bounded(k)) {
            return Split::Lines((*key).to_owned());
        }
        let many = others.into_iter().filter(|k| !few(k));
        many.min_by_key(|k| (tags[k].len(), *k))
            .map_or(Split::Whole, |k| Split::Top(k.to_owned()))
    }
}

/// The tag keys of one metric, without looking at what all the others have.
#[must_use]
pub fn keys_of<'a>(capture: &'a Capture, metric: &str) -> Vec<&'a str> {
    let of = |name: &str| -> BTreeSet<&'a str> {
        let points = capture.metrics.iter().filter(|m| m.name == name);
        let keys = points
            .flat_map(|m| &m.tags)
            .filter_map(|t| t.split_once(':'));
        keys.map(|(key, _)| key).filter(|k| is_key(k)).collect()
    };
    let found = of(metric);
    if found.is_empty() {
        // A name that Datadog stores otherwise than it was sent, or an aggregate.
        return Tags::of(capture).keys(metric).collect();
    }
    found.into_iter().collect()
}

/// A key that a query can hold.
fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn names_an_id(key: &str) -> bool {
    let last = key.rsplit(['_', '.', '-']).next().unwrap_or(key);
    matches!(last, "id" | "uuid" | "guid" | "pid" | "address" | "addr")
}

/// Whether a value names one thing among endlessly many: a UUID, a hash, a number, an address.
fn is_id(value: &str) -> bool {
    let hex = value.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let digits = value.chars().filter(char::is_ascii_digit).count();
    hex && value.len() >= 16
        || digits >= 5 && digits == value.len()
        || value.contains("://")
        || value.parse::<std::net::IpAddr>().is_ok()
}
