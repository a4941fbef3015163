//! What one run of a check emitted, as `assets/check_runner.py` reports it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The `AgentCheck` method that submitted a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Submission {
    Gauge,
    Rate,
    Count,
    MonotonicCount,
    Counter,
    Histogram,
    Historate,
}

impl Submission {
    /// The `metric_type` that metadata.csv must have: the rule of ddev's own
    /// `assert_metrics_using_metadata(check_submission_type=True)`.
    #[must_use]
    pub fn metadata_type(self) -> &'static str {
        match self {
            Self::Gauge | Self::Rate => "gauge",
            Self::Count | Self::MonotonicCount => "count",
            Self::Counter | Self::Histogram | Self::Historate => "rate",
        }
    }

    /// The method's name, as Python writes it.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::MonotonicCount => "monotonic_count",
            Self::Counter => "counter",
            Self::Histogram => "histogram",
            Self::Historate => "historate",
        }
    }
}

/// One emitted point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The full name, with its namespace.
    pub name: String,
    #[serde(rename = "type")]
    pub submission: Submission,
    /// Not a number where the check submitted NaN or infinity.
    pub value: Option<f64>,
    pub tags: Vec<String>,
    #[serde(default)]
    pub hostname: String,
    /// Which run emitted it, from 1.
    #[serde(default)]
    pub run: u32,
    /// Which sample (scene) was replayed, from 0; 0 when live.
    #[serde(default)]
    pub scene: u32,
}

/// One service check; `status` is 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceCheck {
    pub name: String,
    pub status: u8,
    pub tags: Vec<String>,
    #[serde(default)]
    pub message: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hostname: String,
    #[serde(default)]
    pub run: u32,
}

/// An event the check submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentEvent {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alert_type: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub aggregation_key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Which run sent it, from 1; 0 where an earlier version recorded it.
    #[serde(default)]
    pub run: u32,
}

/// Metadata of the instance, such as `version.raw`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    pub name: String,
    pub value: String,
}

/// A line the check logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    pub level: String,
    pub message: String,
}

/// One frame of a traceback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub file: String,
    pub line: u32,
    #[serde(default)]
    pub function: String,
    #[serde(default)]
    pub text: String,
}

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunError {
    /// The exception's class, or `Timeout`, `Killed`, `Import`, `NoCheck`, `Output`.
    pub kind: String,
    pub message: String,
    #[serde(default)]
    pub frames: Vec<Frame>,
}

/// Something that was there and was not emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub name: String,
    pub reason: String,
    /// The name and the type to answer, to collect it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub give: Option<(String, String)>,
}

/// One HTTP response that the check received, recorded for the fixtures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub method: String,
    pub url: String,
    pub status: u16,
    #[serde(default)]
    pub content_type: String,
    /// The body as text; bodies that are not UTF-8 are replaced, with `truncated`.
    pub body: String,
    #[serde(default)]
    pub truncated: bool,
    #[serde(default)]
    pub scene: u32,
}

/// One command that the check ran through `get_subprocess_output`, recorded for the fixtures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRun {
    pub argv: Vec<String>,
    pub stdout: String,
    #[serde(default)]
    pub stderr: String,
    #[serde(default)]
    pub code: i32,
}

/// A file that the check read, recorded for the fixtures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// As the instance names it.
    pub path: String,
    pub text: String,
}

/// What the check's source says, read without running it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inspection {
    /// The class that was run.
    pub class: String,
    /// Whether it derives from `OpenMetricsBaseCheckV2`.
    pub openmetrics: bool,
    /// `__NAMESPACE__`, when the class sets it.
    pub namespace: Option<String>,
    /// Instance keys that the code reads.
    pub options: Vec<OptionRead>,
    /// Top-level modules imported that are neither standard library nor `datadog_checks`.
    pub imports: Vec<String>,
}

/// A key of the instance or of `init_config` that the code reads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionRead {
    pub name: String,
    /// Its absence is an error: read by subscript, or an exception is raised without it.
    pub required: bool,
    /// The literal default of `.get(name, default)`.
    pub default: Option<serde_json::Value>,
    /// `init_config`; the instance when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub r#in: String,
    /// The type that the code treats it as, such as `boolean` for what goes through `is_affirmative`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The same of a list's elements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// Keys that are read of a mapping, or of each mapping of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<OptionRead>,
}

/// Everything one run of the prototype emitted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capture {
    pub check: String,
    /// How many times the check ran for each scene.
    pub runs: u32,
    pub duration_ms: f64,
    pub error: Option<RunError>,
    pub metrics: Vec<Metric>,
    pub service_checks: Vec<ServiceCheck>,
    pub events: Vec<AgentEvent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<Metadata>,
    pub log_lines: Vec<LogLine>,
    pub warnings: Vec<String>,
    pub dropped: Vec<Dropped>,
    pub exchanges: Vec<Exchange>,
    pub commands: Vec<CommandRun>,
    pub inspection: Inspection,
    /// The first instance that the check ran with, secrets replaced.
    pub instance: serde_json::Value,
    /// All of them.
    pub instances: Vec<serde_json::Value>,
    /// `init_config` that it ran with, secrets replaced.
    pub init_config: serde_json::Value,
    /// Files that an instance names and the check read.
    pub files: Vec<FileRead>,
    /// For a database: the rows that the queries read, as SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
}

impl Capture {
    /// Whether the run counts for the Prototype step: no error, and something was emitted.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.error.is_none()
            && !(self.metrics.is_empty()
                && self.service_checks.is_empty()
                && self.events.is_empty())
    }

    /// The same without texts that must not leave this machine, wherever they stand.
    ///
    /// # Errors
    /// None in practice: a capture that was written can be read.
    pub fn without(&self, secrets: &[String]) -> serde_json::Result<Self> {
        let long = |s: &&String| s.len() >= 4;
        let mut secrets: Vec<&str> = secrets.iter().filter(long).map(String::as_str).collect();
        // A secret may hold another one.
        secrets.sort_by_key(|s| std::cmp::Reverse(s.len()));
        if secrets.is_empty() {
            return Ok(self.clone());
        }
        let mut value = serde_json::to_value(self)?;
        scrub(&mut value, &secrets);
        // As text, which is how every capture is read: a second way to read one weighs 60 KB in the binary.
        serde_json::from_slice(&serde_json::to_vec(&value)?)
    }

    /// The distinct metric names, in order of name.
    #[must_use]
    pub fn metric_names(&self) -> BTreeSet<&str> {
        self.metrics.iter().map(|m| m.name.as_str()).collect()
    }
}

fn scrub(value: &mut serde_json::Value, secrets: &[&str]) {
    match value {
        serde_json::Value::String(text) => {
            for secret in secrets
                .iter()
                .filter(|s| text.contains(**s))
                .collect::<Vec<_>>()
            {
                *text = text.replace(secret, "********");
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|v| scrub(v, secrets)),
        serde_json::Value::Object(map) => map.values_mut().for_each(|v| scrub(v, secrets)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_a_capture_wherever_they_stand() {
        let capture = Capture {
            instance: serde_json::json!({"extra_headers": {"X-Need": "tok-123456"}}),
            log_lines: vec![LogLine {
                level: "INFO".into(),
                message: "sent tok-123456, and tok".into(),
            }],
            ..Capture::default()
        };
        let kept = capture
            .without(&["tok-123456".into(), "tok".into()])
            .unwrap();
        assert_eq!(kept.instance["extra_headers"]["X-Need"], "********");
        assert_eq!(kept.log_lines[0].message, "sent ********, and tok");
        assert_eq!(capture.without(&[]).unwrap(), capture);
    }
}
