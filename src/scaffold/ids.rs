//! What identifies an integration for ever: chosen once, when its workflow begins, and saved with it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::Path;

/// `source_type_id` counts seconds from here: a rule of ddev's own scaffolding.
const SOURCE_TYPE_EPOCH: u64 = 1_700_000_000;

/// The identifiers in `manifest.json` and the date in `CHANGELOG.md`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ids {
    /// A random UUID, unique in the repository.
    pub app_uuid: String,
    /// Unique in the repository.
    pub source_type_id: u64,
    /// The day the integration was begun, `YYYY-MM-DD`, UTC.
    pub created: String,
}

/// The identifiers that the repository's manifests hold already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub app_ids: BTreeSet<String>,
    pub app_uuids: BTreeSet<String>,
    pub source_type_ids: BTreeSet<u64>,
}

impl Taken {
    /// Those of every manifest in a clone; what can't be read adds nothing.
    #[must_use]
    pub fn read(clone: &Path) -> Self {
        let mut taken = Self::default();
        for folder in std::fs::read_dir(clone).into_iter().flatten().flatten() {
            if let Ok(text) = std::fs::read_to_string(folder.path().join("manifest.json")) {
                taken.add(&text);
            }
        }
        taken
    }

    /// Adds those of one `manifest.json`; a text that is no manifest adds nothing.
    pub fn add(&mut self, manifest: &str) {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(manifest) else {
            return;
        };
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        self.app_ids.extend(text("app_id"));
        self.app_uuids.extend(text("app_uuid"));
        self.source_type_ids
            .extend(json["assets"]["integration"]["source_type_id"].as_u64());
    }
}

impl Ids {
    /// New identifiers.
    ///
    /// # Arguments
    /// - `now`: seconds since 1970, UTC.
    /// - `random`: makes the UUIDs; called again while the result is taken.
    /// - `taken`: what other integrations hold.
    #[must_use]
    pub fn new(now: u64, mut random: impl FnMut() -> [u8; 16], taken: &Taken) -> Self {
        let app_uuid = loop {
            let uuid = uuid(random());
            if !taken.app_uuids.contains(&uuid) {
                break uuid;
            }
        };
        let mut source_type_id = now.saturating_sub(SOURCE_TYPE_EPOCH);
        while taken.source_type_ids.contains(&source_type_id) {
            source_type_id += 1;
        }
        Self {
            app_uuid,
            source_type_id,
            created: date(now),
        }
    }
}

/// Sixteen random bytes: the standard library seeds its hashers from the operating system.
#[must_use]
pub fn random() -> [u8; 16] {
    let half = || RandomState::new().build_hasher().finish();
    (u128::from(half()) << 64 | u128::from(half())).to_be_bytes()
}

/// A version 4 UUID made of these bytes.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

/// The day of `seconds` since 1970 as `YYYY-MM-DD`, UTC.
#[must_use]
pub fn date(seconds: u64) -> String {
    let mut days = seconds / 86_400;
    let mut year = 1970;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year:04}-{:02}-{:02}", month + 1, days + 1)
}

fn leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(1_735_689_599), "2024-12-31");
        assert_eq!(date(1_789_000_000), "2026-09-10");
    }

    #[test]
    fn random_bytes_differ_and_a_clone_is_read() {
        assert_ne!(random(), random());
        let clone = tempfile::tempdir().unwrap();
        let folder = clone.path().join("acme");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("manifest.json"), r#"{"app_id": "acme"}"#).unwrap();
        std::fs::write(clone.path().join("README.md"), "x").unwrap();
        assert_eq!(Taken::read(clone.path()).app_ids.len(), 1);
    }

    #[test]
    fn taken_identifiers_are_passed_over() {
        let mut taken = Taken::default();
        taken.add("no manifest");
        taken.add(
            r#"{"app_id": "acme", "app_uuid": "00000000-0000-4000-8000-000000000000",
                "assets": {"integration": {"source_type_id": 100}}}"#,
        );
        assert!(taken.app_ids.contains("acme"));
        let mut n = 0;
        let ids = Ids::new(
            1_700_000_100,
            || {
                n += 1;
                [n - 1; 16]
            },
            &taken,
        );
        assert_eq!(ids.source_type_id, 101);
        assert_eq!(ids.app_uuid, "01010101-0101-4101-8101-010101010101");
        assert_eq!(ids.created, "2023-11-14");
    }
}
