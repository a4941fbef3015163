//! What identifies the integration for ever: chosen once, saved with the workflow.

use super::job::Job;
use crate::core::state::Ids;
use crate::scaffold::ids;
use std::path::Path;

/// The workflow's identifiers: its own, else those of files that are there, else new ones.
pub(super) fn of(job: &Job, clone: &Path, folder: &str) -> Ids {
    let known = &job.wizard.state.files.ids;
    if !known.app_uuid.is_empty() {
        return known.clone();
    }
    let made = ids::Ids::new(super::now(), ids::random, &ids::Taken::read(clone));
    let mut out = Ids {
        app_uuid: made.app_uuid,
        source_type_id: made.source_type_id,
        created: made.created,
    };
    adopt(&mut out, &clone.join(folder));
    out
}

/// A workspace that is gone while its files exist: equal answers make equal files again.
fn adopt(ids: &mut Ids, dir: &Path) {
    let manifest = std::fs::read_to_string(dir.join("manifest.json")).unwrap_or_default();
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(&manifest) {
        if let Some(uuid) = json["app_uuid"].as_str() {
            uuid.clone_into(&mut ids.app_uuid);
        }
        if let Some(id) = json["assets"]["integration"]["source_type_id"].as_u64() {
            ids.source_type_id = id;
        }
    }
    let changelog = std::fs::read_to_string(dir.join("CHANGELOG.md")).unwrap_or_default();
    let dated = changelog
        .lines()
        .find_map(|l| l.strip_prefix("## 1.0.0 / "));
    if let Some(date) = dated {
        date.trim().clone_into(&mut ids.created);
    }
}
