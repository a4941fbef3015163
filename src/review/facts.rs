//! What is known of the clone beside the integration itself.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the base has of the integration.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Base {
    /// There is no base to compare with.
    #[default]
    Unknown,
    /// The integration is new.
    New,
    /// It is there, with this manifest; null where it has none.
    Has(Value),
}

/// What other integrations of the clone use up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// How many manifests of other integrations were read.
    pub manifests: usize,
    /// Classifier tags in use by other integrations, and by how many.
    pub tags: BTreeMap<String, usize>,
    /// By the identifier's name (`app_id`, `app_uuid`, `source_type_id`): its value, and the integration that has it.
    pub taken: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Folders of assets that some integration of this clone has; a partial clone may have none at all.
    pub folders: BTreeSet<String>,
    /// `.github/CODEOWNERS`; none: not known.
    pub codeowners: Option<String>,
    /// What `.ddev/config.toml` says of this integration, which has no manifest then.
    pub display_name: Option<String>,
    pub metrics_prefix: Option<String>,
    /// What the branch changes, relative to the repository's root.
    pub changed: Vec<String>,
    /// What is changed beside it and not committed.
    pub loose: Vec<String>,
    pub base: Base,
}

impl Facts {
    /// Learns what another integration uses, from its manifest.
    pub fn learn(&mut self, folder: &str, manifest: &Value) {
        self.manifests += 1;
        let tags = manifest["tile"]["classifier_tags"].as_array();
        for tag in tags.into_iter().flatten().filter_map(Value::as_str) {
            *self.tags.entry(tag.trim().to_owned()).or_default() += 1;
        }
        let type_id = &manifest["assets"]["integration"]["source_type_id"];
        let ids = [
            ("app_id", text(&manifest["app_id"])),
            ("app_uuid", text(&manifest["app_uuid"])),
            ("source_type_id", text(type_id)),
        ];
        for (name, value) in ids {
            if let Some(value) = value {
                let of = self.taken.entry(name).or_default();
                of.entry(value).or_insert_with(|| folder.to_owned());
            }
        }
    }

    /// Whether there are enough neighbors to tell by them which tags are in use.
    #[must_use]
    pub const fn knows_tags(&self) -> bool {
        self.manifests >= 20
    }

    /// Learns from `.ddev/config.toml` what it says of the integration.
    pub fn configure(&mut self, folder: &str, config: &str) {
        let Ok(config) = config.parse::<toml::Table>() else {
            return;
        };
        let value = |of: &str| {
            let value = config.get("overrides")?.get(of)?.get(folder)?;
            Some(value.as_str()?.to_owned())
        };
        self.display_name = value("display-name");
        self.metrics_prefix = value("metrics-prefix");
    }
}

/// Whether some value below has exactly this text.
pub(super) fn names(value: &Value, text: &str) -> bool {
    match value {
        Value::String(s) => s == text,
        Value::Array(list) => list.iter().any(|v| names(v, text)),
        Value::Object(map) => map.values().any(|v| names(v, text)),
        _ => false,
    }
}

/// An identifier as text: a number and a string of the same digits are equal.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_ascii_lowercase()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}
