//! What the partner track uploads to the Developer Platform: kept in the workspace's `upload/`.

use crate::core::event::{Failure, FailureKind};
use crate::workspace::files::write_atomic;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folders below `upload/` that hold nothing but ours.
const FOLDERS: [&str; 2] = ["dashboards", "monitors"];

/// Writes the files and removes those of an earlier rendering that are no longer made.
pub(super) fn save(dir: &Path, files: &BTreeMap<String, String>) -> Result<(), Failure> {
    let root = dir.join("upload");
    if files.is_empty() && !root.exists() {
        return Ok(());
    }
    let write = || -> std::io::Result<()> {
        for folder in FOLDERS {
            let at = root.join(folder);
            fs::create_dir_all(&at)?;
            for entry in fs::read_dir(&at)? {
                let name = entry?.file_name();
                let name = name.to_string_lossy();
                if name.ends_with(".json") && !files.contains_key(&format!("{folder}/{name}")) {
                    fs::remove_file(at.join(&*name))?;
                }
            }
        }
        for (path, text) in files {
            write_atomic(&root.join(path), text.as_bytes())?;
        }
        Ok(())
    };
    write().map_err(|e| {
        Failure::new(
            FailureKind::Io,
            format!(
                "The files for upload can't be saved in {}: {e}.",
                root.display()
            ),
            "Free the folder, and preview again.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_longer_made_goes_and_nothing_else_does() {
        let dir = tempfile::tempdir().unwrap();
        let file = |path: &str| BTreeMap::from([(path.to_owned(), "{}".to_owned())]);
        save(dir.path(), &BTreeMap::new()).unwrap();
        assert!(!dir.path().join("upload").exists());
        save(dir.path(), &file("monitors/lag.json")).unwrap();
        fs::write(dir.path().join("upload/monitors/notes.txt"), "mine").unwrap();
        save(dir.path(), &file("dashboards/acme_overview.json")).unwrap();
        let has = |path: &str| dir.path().join("upload").join(path).exists();
        assert!(has("dashboards/acme_overview.json") && has("monitors/notes.txt"));
        assert!(!has("monitors/lag.json"));
    }
}
