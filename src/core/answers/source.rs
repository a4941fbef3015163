//! Where the metrics come from, by kind.

use super::LogSource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the metrics come from; one of these, by kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openmetrics: Option<OpenMetrics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http: Option<Http>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<Sql>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jmx: Option<Jmx>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logs: Option<LogSource>,
}

/// An endpoint of lines like `name{label="x"} 1`, or samples of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpenMetrics {
    pub endpoint: String,
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "one_or_many"
    )]
    pub sample: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_prefix: Option<String>,
    /// Regular expressions of raw names to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// `false` leaves the families of the language's runtime out: `go_`, `process_`, `jvm_`...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<bool>,
    /// Raw family name to type, for families without a `# TYPE`; a regular expression where it is no name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, String>,
    /// Raw family name to the metric's name, where the proposed one is not wanted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rename_labels: BTreeMap<String, String>,
    /// The label whose value is the host that a series is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname_label: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Value>,
}

/// JSON over HTTP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    pub base_url: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Value>,
    pub requests: Vec<Request>,
}

/// A text, or the name of the environment variable that holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Env(EnvRef),
}

/// `{ env: NAME }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvRef {
    pub env: String,
}

/// One request of an `http` source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// The path of the host's name, for every metric of the same list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Empty: every numeric leaf is a gauge named by its path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<JsonMetric>,
}

/// One value of a JSON document; `path` is like `queues[].depth`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JsonMetric {
    pub path: String,
    pub name: String,
    /// `gauge` (default), `rate`, `count`, `monotonic_count`, `histogram`, `historate`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub submission: Option<crate::core::capture::Submission>,
    /// Tag key to the path of its value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// The path of the name of the host that the value is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
}

/// A program's output.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Command {
    /// The program and its arguments; no shell reads them.
    pub argv: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What the program prints, in a file; it wins over the live program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    /// As that of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Empty: every number is a gauge named by its path, or by what stands before it on its line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<JsonMetric>,
}

/// What a program prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Json,
    /// Lines such as `key: value`, `key=value`, or `key value`.
    Lines,
}

impl Format {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Lines => "lines",
        }
    }
}

/// A database.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sql {
    /// The Python module with a `connect`: `sqlite3`, which is built in, or another one's.
    pub driver: String,
    /// The arguments of `connect`, each an option of the instance.
    pub connect: BTreeMap<String, Value>,
    /// In the shape of Datadog's custom queries; `columns` and `name` are proposed when absent.
    pub queries: Vec<serde_json::Value>,
    /// A file of SQL that makes the tables the queries read; it wins over the live database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
}

impl Sql {
    /// Built into Python.
    pub const BUILT_IN: &str = "sqlite3";

    /// The driver's module, the built-in one unless answered.
    #[must_use]
    pub fn module(&self) -> &str {
        if self.driver.is_empty() {
            Self::BUILT_IN
        } else {
            &self.driver
        }
    }

    /// Whether the database is a file, so that it can be read live.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.module() == Self::BUILT_IN
    }
}

/// JMX rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jmx {
    pub metrics: String,
}

/// `sample: page.txt` and `sample: [a.txt, b.txt]` mean the same shape.
pub(super) fn one_or_many<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(d)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}
