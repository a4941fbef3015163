//! Filling the shadow tree from the clone: siblings as symbolic links, root files as copies. What is
//! written or removed is always the shadow's own entry, never what a link points at.

use crate::scaffold::tree;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Root files beyond this size are no configuration that ddev or ruff reads.
const COPY_LIMIT: u64 = 4 << 20;
/// The hidden folders that ddev reads.
const HIDDEN: [&str; 2] = [".ddev", ".github"];

/// Writes a file below `root`, when it differs. Links and obstacles on the way are replaced by real
/// folders.
pub fn put(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let parts: Vec<&str> = path.split('/').collect();
    let mut at = root.to_path_buf();
    for part in &parts[..parts.len() - 1] {
        at.push(part);
        if !is_real_dir(&at) {
            remove(&at)?;
            fs::create_dir(&at)?;
        }
    }
    at.push(parts[parts.len() - 1]);
    match fs::symlink_metadata(&at) {
        Ok(meta) if meta.is_file() => {
            if fs::read(&at)? == bytes {
                return Ok(());
            }
        }
        Ok(_) => remove(&at)?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    fs::write(&at, bytes)
}

/// Removes an entry of the shadow: a link itself, a file, or a real folder with what is in it.
pub fn remove(at: &Path) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(at),
        Ok(_) => fs::remove_file(at),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

pub fn is_real_dir(at: &Path) -> bool {
    fs::symlink_metadata(at).is_ok_and(|m| m.is_dir())
}

/// Makes the root of the shadow look like the clone's, except `folder`, and without the folders `left` out.
pub fn root(shadow: &Path, clone: &Path, folder: &str, left: &[String]) -> io::Result<()> {
    let mut wanted = BTreeSet::from([".git".to_owned(), folder.to_owned()]);
    for entry in fs::read_dir(clone)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let kind = entry.file_type()?;
        if name == ".git" || name == folder || left.contains(&name) {
            continue;
        }
        if kind.is_file() {
            if entry.metadata()?.len() <= COPY_LIMIT {
                put(shadow, &name, &fs::read(entry.path())?)?;
                wanted.insert(name);
            }
        } else if HIDDEN.contains(&name.as_str()) {
            if kind.is_dir() {
                folder_copy(shadow, clone, &name)?;
                wanted.insert(name);
            }
        } else if !name.starts_with('.') && entry.path().is_dir() {
            link(&shadow.join(&name), &entry.path())?;
            wanted.insert(name);
        }
    }
    for entry in fs::read_dir(shadow)? {
        let entry = entry?;
        if !entry
            .file_name()
            .to_str()
            .is_some_and(|n| wanted.contains(n))
        {
            remove(&entry.path())?;
        }
    }
    let own = shadow.join(folder);
    if !is_real_dir(&own) {
        remove(&own)?;
        fs::create_dir(&own)?;
    }
    Ok(())
}

fn folder_copy(shadow: &Path, clone: &Path, name: &str) -> io::Result<()> {
    let files = tree::files(clone, name, &mut |_| true)?;
    for path in &files {
        put(shadow, path, &fs::read(clone.join(path))?)?;
    }
    for path in tree::files(shadow, name, &mut |_| true)? {
        if files.binary_search(&path).is_err() {
            remove(&shadow.join(path))?;
        }
    }
    Ok(())
}

fn link(at: &Path, to: &Path) -> io::Result<()> {
    if fs::read_link(at).is_ok_and(|now| now == to) {
        return Ok(());
    }
    remove(at)?;
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(to, at)
    }
    #[cfg(not(unix))]
    {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
}

/// Removes the empty folders below `under`.
pub fn prune(root: &Path, under: &str) -> io::Result<()> {
    let mut folders = Vec::new();
    tree::files(root, under, &mut |path| {
        folders.push(path.to_owned());
        true
    })?;
    folders.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    for path in folders {
        match fs::remove_dir(root.join(path)) {
            Err(e) if e.kind() != io::ErrorKind::DirectoryNotEmpty => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn sample() -> (tempfile::TempDir, std::path::PathBuf, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let (clone, shadow) = (dir.path().join("clone"), dir.path().join("shadow"));
        for (path, text) in [
            ("one/f", "1"),
            ("two/f", "2"),
            (".github/CODEOWNERS", "c"),
            (".ddev/config.toml", ""),
            (".venv/x", ""),
            ("pyproject.toml", "p"),
        ] {
            let at = clone.join(path);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            fs::write(at, text).unwrap();
        }
        fs::create_dir(&shadow).unwrap();
        (dir, clone, shadow)
    }

    #[test]
    fn siblings_are_links_and_root_files_are_copies() {
        let (_dir, clone, shadow) = sample();
        root(&shadow, &clone, "acme", &[]).unwrap();
        assert_eq!(
            fs::read_link(shadow.join("one")).unwrap(),
            clone.join("one")
        );
        assert!(is_real_dir(&shadow.join("acme")));
        assert!(is_real_dir(&shadow.join(".github")));
        assert!(!shadow.join(".venv").exists());
        put(&shadow, ".github/CODEOWNERS", b"changed").unwrap();
        assert_eq!(fs::read(clone.join(".github/CODEOWNERS")).unwrap(), b"c");
        root(&shadow, &clone, "acme", &[]).unwrap();
        assert_eq!(fs::read(shadow.join(".github/CODEOWNERS")).unwrap(), b"c");
    }

    #[test]
    fn what_a_link_points_at_is_never_written_or_removed() {
        let (_dir, clone, shadow) = sample();
        root(&shadow, &clone, "acme", &[]).unwrap();
        // A sibling that becomes the integration's own folder, and one that is gone.
        root(&shadow, &clone, "one", &[]).unwrap();
        assert!(is_real_dir(&shadow.join("one")));
        put(&shadow, "one/f", b"ours").unwrap();
        put(&shadow, "two/deep/f", b"ours").unwrap();
        assert_eq!(fs::read(clone.join("one/f")).unwrap(), b"1");
        assert!(!clone.join("two/deep").exists());
        fs::rename(clone.join("two"), clone.join("three")).unwrap();
        root(&shadow, &clone, "acme", &[]).unwrap();
        assert_eq!(fs::read(clone.join("three/f")).unwrap(), b"2");
        assert_eq!(fs::read(clone.join("one/f")).unwrap(), b"1");
        assert!(fs::symlink_metadata(shadow.join("two")).is_err());
        // A linked file, a linked folder in the way, and a link to a link.
        fs::create_dir_all(shadow.join("acme")).unwrap();
        symlink(clone.join("one/f"), shadow.join("acme/f")).unwrap();
        symlink(clone.join("one"), shadow.join("acme/d")).unwrap();
        put(&shadow, "acme/f", b"ours").unwrap();
        put(&shadow, "acme/d/f", b"ours").unwrap();
        assert_eq!(fs::read(clone.join("one/f")).unwrap(), b"1");
        symlink(&clone, shadow.join("acme/all")).unwrap();
        remove(&shadow.join("acme")).unwrap();
        assert_eq!(fs::read(clone.join("one/f")).unwrap(), b"1");
    }
}
