//! Hashes of what the shadow tree, or a stage of it, is made from.

use super::Input;
use crate::scaffold::tree;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// What `ci --sync` reads of the other integrations: names, and what names their jobs. By size and
/// time, since reading hundreds of files for each key press would cost more than ddev does.
pub fn siblings(clone: &Path, folder: &str, left: &[String]) -> io::Result<String> {
    let mut names: Vec<String> = fs::read_dir(clone)?
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|name| name != folder && !left.contains(name) && !name.starts_with('.'))
        .collect();
    names.sort();
    let mut parts: Vec<Vec<u8>> = Vec::with_capacity(names.len());
    for name in names {
        let at = clone.join(&name);
        let mut part = name.into_bytes();
        for file in ["hatch.toml", "manifest.json", "tests"] {
            let stamp = fs::metadata(at.join(file)).ok().map(|m| {
                let time = m.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
                Some((m.len(), time.as_nanos(), m.is_dir()))
            });
            // A folder's own time says nothing of use here: only that it is one.
            let stamp = match stamp {
                Some(Some((_, _, true))) => "folder".to_owned(),
                other => format!("{other:?}"),
            };
            part.extend_from_slice(stamp.as_bytes());
        }
        parts.push(part);
    }
    Ok(tree::hash_parts(parts.iter().map(Vec::as_slice)))
}

/// Everything: when it is equal, so is the tree.
pub fn whole(
    input: &Input,
    version: &str,
    siblings: &str,
    base: &BTreeMap<String, String>,
    kept: &BTreeMap<String, Vec<u8>>,
) -> io::Result<String> {
    let mut parts: Vec<Vec<u8>> = vec![
        version.into(),
        siblings.into(),
        input.clone.as_os_str().as_encoded_bytes().to_vec(),
        format!(
            "{} {:?} {:?} {} {} {} {} {:?} {:?} {} {:?}",
            input.folder,
            input.earlier,
            input.track,
            input.owner,
            input.email,
            input.display_name,
            input.metrics_prefix,
            input.choices,
            input.hunks,
            input.allow_foreign_ci,
            input.kept
        )
        .into(),
    ];
    for map in [input.rendered, base] {
        parts.push(format!("{} files", map.len()).into());
        for (path, text) in map {
            parts.push(path.as_bytes().to_vec());
            parts.push(text.as_bytes().to_vec());
        }
    }
    for (path, bytes) in kept {
        parts.push(path.as_bytes().to_vec());
        parts.push(tree::hash(bytes).into());
    }
    for folder in [".ddev", ".github"] {
        for path in tree::files(input.clone, folder, &mut |_| true)? {
            parts.push(fs::read(input.clone.join(&path))?);
            parts.push(path.into_bytes());
        }
    }
    let mut root = Vec::new();
    for entry in fs::read_dir(input.clone)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let meta = entry.metadata()?;
            let mut part = entry.file_name().as_encoded_bytes().to_vec();
            part.extend(format!(" {} {:?}", meta.len(), meta.modified().ok()).bytes());
            root.push(part);
        }
    }
    root.sort();
    parts.append(&mut root);
    Ok(tree::hash_parts(parts.iter().map(Vec::as_slice)))
}
