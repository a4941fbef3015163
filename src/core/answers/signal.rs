//! What a generated check says beside its metrics: service checks with their condition, events, and the version.

use super::{Answers, Kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where a service check's value stands; which keys there are depends on the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Origin {
    /// `http`: the path of one of the source's requests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// `http`, and `command` that prints JSON: `nodes[].state`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// `command` that prints lines: what stands before the value on its line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub line: String,
    /// Tag key to the path of its value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// `sql`: the name of a query, and a column of its result.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// `openmetrics`: a family of the page, which then is no metric.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metric: String,
}

/// One kind of event: each item that `key` leads to is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventAnswer {
    /// `http`: the path of one of the source's requests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// The path of what tells one event from all others, so that each is sent once.
    pub key: String,
    /// The path of its title.
    pub title: String,
    /// The path of its text.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_type: Option<AlertType>,
    /// The path of what events are grouped by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub aggregation_key: String,
    /// Tag key to the path of its value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

/// The same for all, or told by a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AlertType {
    Fixed(String),
    Told(AlertMap),
}

impl AlertType {
    /// What an event can be; the last one is what it is when nothing is said.
    pub const ALL: [&'static str; 4] = ["error", "warning", "success", "info"];
}

/// Which values mean which alert type; any other is `info`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertMap {
    pub path: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warning: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<Value>,
}

impl AlertMap {
    /// Each alert type with its values.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &[Value]); 3] {
        let [error, warning, success, _] = AlertType::ALL;
        [
            (error, &self.error),
            (warning, &self.warning),
            (success, &self.success),
        ]
    }
}

/// Where the product's version stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VersionAnswer {
    /// `http`: the path of one of the source's requests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request: String,
    /// `http`, and `command` that prints JSON.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// `command` that prints lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub line: String,
    /// `sql`: a query whose first row begins with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// `openmetrics`: a family of the page, which then is no metric, and its label.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metric: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl super::ServiceCheckAnswer {
    /// Each status that is told by values, the worst first, as they are looked at.
    #[must_use]
    pub fn conditions(&self) -> [(&'static str, &[Value]); 3] {
        [
            ("critical", &self.critical),
            ("warning", &self.warning),
            ("ok", &self.ok),
        ]
    }
}

impl Answers {
    /// Whether the wizard writes the check, so that it can say what is asked of it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        let kinds = [Kind::Openmetrics, Kind::Http, Kind::Command, Kind::Sql];
        self.prototype.is_none() && self.integration.kind.is_some_and(|k| kinds.contains(&k))
    }

    /// The service checks whose condition the generated check holds.
    pub fn told_checks(&self) -> impl Iterator<Item = &super::ServiceCheckAnswer> {
        let written = self.is_written();
        let told = move |c: &&super::ServiceCheckAnswer| written && c.from.is_some();
        self.service_checks.iter().filter(told)
    }

    /// Whether a path of the answers names this request.
    #[must_use]
    pub fn same_request(a: &str, b: &str) -> bool {
        a.trim_start_matches('/') == b.trim_start_matches('/')
    }
}
