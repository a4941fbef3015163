//! A log that the Agent collects: a file, a port, the journal, a channel of Windows events, a container.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

/// A log file or stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogSource {
    /// A file when empty, or one of [`LogSource::TYPES`].
    pub kind: String,
    pub service: String,
    pub source: String,
    pub path: String,
    /// A file with some lines of the log.
    pub sample: Option<String>,
    /// The keys of [`LogSource::MORE`], as the Agent spells them.
    pub more: Map<String, Json>,
}

impl LogSource {
    /// What the Agent can collect from. `integration`: the check sends its logs itself.
    pub const TYPES: [&'static str; 7] = [
        "file",
        "tcp",
        "udp",
        "journald",
        "windows_event",
        "docker",
        "integration",
    ];

    /// Where a log is, and how it is read, beside its path.
    pub const MORE: [&'static str; 19] = [
        "port",
        "idle_timeout",
        "channel_path",
        "query",
        "encoding",
        "exclude_paths",
        "start_position",
        "tags",
        "include_units",
        "exclude_units",
        "include_user_units",
        "exclude_user_units",
        "include_matches",
        "exclude_matches",
        "container_mode",
        "image",
        "name",
        "label",
        "log_processing_rules",
    ];

    /// The type, `file` unless answered.
    #[must_use]
    pub fn kind(&self) -> &str {
        if self.kind.is_empty() {
            "file"
        } else {
            &self.kind
        }
    }

    /// The key of [`LogSource::more`], when something was said.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&Json> {
        self.more.get(key).filter(|v| !v.is_null())
    }
}

impl Serialize for LogSource {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = Map::new();
        if !self.kind.is_empty() {
            map.insert("type".into(), self.kind.clone().into());
        }
        for (key, text) in [
            ("service", &self.service),
            ("source", &self.source),
            ("path", &self.path),
        ] {
            map.insert(key.into(), text.clone().into());
        }
        if let Some(sample) = &self.sample {
            map.insert("sample".into(), sample.clone().into());
        }
        map.extend(self.more.clone());
        map.serialize(to)
    }
}

impl<'de> Deserialize<'de> for LogSource {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut log = Self::default();
        for (key, value) in Map::deserialize(from)? {
            if Self::MORE.contains(&key.as_str()) {
                log.more.insert(key, value);
                continue;
            }
            let into = match key.as_str() {
                "type" => &mut log.kind,
                "service" => &mut log.service,
                "source" => &mut log.source,
                "path" => &mut log.path,
                "sample" if value.is_null() => continue,
                "sample" => log.sample.insert(String::new()),
                _ => {
                    return Err(D::Error::custom(format!(
                        "unknown key {key:?} of a log source"
                    )));
                }
            };
            let Json::String(text) = value else {
                return Err(D::Error::custom(format!(
                    "{key} of a log source must be a text"
                )));
            };
            *into = text;
        }
        Ok(log)
    }
}
