//! Where writing is allowed: only in the integration's scope, and never through a symbolic link.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub const CODEOWNERS: &str = ".github/CODEOWNERS";
pub const CI: &str = ".github/workflows/test-all.yml";
pub const CI_WINDOWS: &str = ".github/workflows/test-all-windows.yml";
pub const DDEV_CONFIG: &str = ".ddev/config.toml";

/// The files outside `<name>/` that an application may change.
pub const ROOT_FILES: [&str; 4] = [CODEOWNERS, DDEV_CONFIG, CI, CI_WINDOWS];

/// Why a path is refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(
        "{path} is outside this integration: only {folder}/ and {} may be written. Nothing was changed.",
        ROOT_FILES.join(", ")
    )]
    OutOfScope { path: String, folder: String },
    #[error(
        "{link} is a symbolic link, and {path} would be written through it. Replace the link with a real file or folder, then try again."
    )]
    Link { path: String, link: String },
    #[error(
        "{part} is a file, but {path} needs a folder there. Move the file away, then try again."
    )]
    NotAFolder { path: String, part: String },
    #[error("{path} is a folder, but a file belongs there. Move the folder away, then try again.")]
    NotAFile { path: String },
    #[error("{path} cannot be looked at: {source}")]
    Io { path: String, source: io::Error },
}

/// Whether the path is plain: relative, `/`-separated, without `.`, `..`, empty parts, control
/// characters, backslashes or a `.git` anywhere.
#[must_use]
pub fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0', ':'])
        && !path.chars().any(char::is_control)
        && path.split('/').all(|part| {
            !part.is_empty() && part != "." && part != ".." && !part.eq_ignore_ascii_case(".git")
        })
}

/// Whether the path is in the scope of the integration in `folder`.
#[must_use]
pub fn in_scope(path: &str, folder: &str) -> bool {
    is_plain(path)
        && is_plain(folder)
        && !folder.contains('/')
        && (ROOT_FILES.contains(&path)
            || path
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/') && rest.len() > 1))
}

/// The absolute path of a file in scope, after looking at every part of it below `root`.
///
/// # Errors
/// A path outside the scope, a symbolic link on the way (or at the end), a file where a folder is
/// needed, or a folder where the file belongs.
pub fn target(root: &Path, folder: &str, path: &str) -> Result<PathBuf, Refusal> {
    if !in_scope(path, folder) {
        return Err(Refusal::OutOfScope {
            path: path.to_owned(),
            folder: folder.to_owned(),
        });
    }
    no_links(root, path)
}

/// The absolute path below `root`, when no part of it is a symbolic link. Parts may be absent.
///
/// # Errors
/// As [`target`], without the scope.
pub fn no_links(root: &Path, path: &str) -> Result<PathBuf, Refusal> {
    if !is_plain(path) {
        return Err(Refusal::OutOfScope {
            path: path.to_owned(),
            folder: root.display().to_string(),
        });
    }
    let parts: Vec<&str> = path.split('/').collect();
    let mut at = root.to_path_buf();
    for (index, part) in parts.iter().enumerate() {
        at.push(part);
        let so_far = || parts[..=index].join("/");
        let meta = match fs::symlink_metadata(&at) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(root.join(path)),
            Err(source) => {
                return Err(Refusal::Io {
                    path: so_far(),
                    source,
                });
            }
        };
        let last = index + 1 == parts.len();
        if meta.file_type().is_symlink() {
            return Err(Refusal::Link {
                path: path.to_owned(),
                link: so_far(),
            });
        }
        if !last && !meta.is_dir() {
            return Err(Refusal::NotAFolder {
                path: path.to_owned(),
                part: so_far(),
            });
        }
        if last && !meta.is_file() {
            return Err(Refusal::NotAFile {
                path: path.to_owned(),
            });
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scope_is_the_folder_and_four_files() {
        for good in [
            "acme/a.py",
            "acme/tests/x/y",
            CODEOWNERS,
            CI,
            CI_WINDOWS,
            DDEV_CONFIG,
        ] {
            assert!(in_scope(good, "acme"), "{good}");
        }
        for bad in [
            "acme",
            "acme/",
            "acme2/a.py",
            "acme/../other/a.py",
            "../acme/a.py",
            "/acme/a.py",
            "acme//a.py",
            "acme/./a.py",
            "acme/.git/hooks/pre-commit",
            "acme/.GIT/config",
            "acme\\a.py",
            "acme/a\n.py",
            ".github/workflows/validate.yml",
            "pyproject.toml",
            "",
        ] {
            assert!(!in_scope(bad, "acme"), "{bad:?}");
        }
        assert!(!in_scope("a.py", ""));
        assert!(!in_scope("../x/a.py", "../x"));
        assert!(!in_scope(".git/a", ".git"));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_obstacles_are_refused_by_name() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("acme/real")).unwrap();
        fs::write(root.join("acme/file"), "x").unwrap();
        symlink(root.join("acme/real"), root.join("acme/link")).unwrap();
        symlink(root.join("acme/file"), root.join("acme/linked")).unwrap();
        symlink("/nowhere/at/all", root.join("acme/dangling")).unwrap();
        let refusal = |p: &str| target(root, "acme", p).unwrap_err();
        assert!(
            matches!(refusal("acme/link/a"), Refusal::Link { link, .. } if link == "acme/link")
        );
        assert!(matches!(refusal("acme/linked"), Refusal::Link { .. }));
        assert!(matches!(refusal("acme/dangling"), Refusal::Link { .. }));
        assert!(matches!(refusal("acme/file/a"), Refusal::NotAFolder { .. }));
        assert!(matches!(refusal("acme/real"), Refusal::NotAFile { .. }));
        assert!(target(root, "acme", "acme/new/deep/file").is_ok());
        assert!(target(root, "acme", "acme/file").is_ok());
    }
}
