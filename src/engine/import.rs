//! Copying files that the contributor named into the workspace, so that it holds all it needs.

use super::{io, trust};
use crate::core::event::{Failure, FailureKind};
use crate::workspace::files::write_private;
use std::path::{Path, PathBuf};

/// Copies pages below `samples/`, each under a name of its own; returns the new relative paths.
pub fn pages(
    dir: &Path,
    files: &[String],
    absolute: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, Failure> {
    let mut taken: Vec<String> = vec![];
    files
        .iter()
        .map(|file| {
            let source = PathBuf::from(absolute(file));
            let stem = source.file_name().map(|n| n.to_string_lossy().into_owned());
            let mut name = stem.unwrap_or_else(|| "page.txt".into());
            while taken.contains(&name) {
                name = format!("{}-{name}", taken.len() + 1);
            }
            taken.push(name.clone());
            copy(&source, &dir.join("samples").join(&name))?;
            Ok(format!("samples/{name}"))
        })
        .collect()
}

/// Copies one response below `samples/`.
pub fn response(dir: &Path, index: usize, file: &str) -> Result<String, Failure> {
    let source = PathBuf::from(file);
    let name = source
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let name = format!("{}-{name}", index + 1);
    copy(&source, &dir.join("samples").join(&name))?;
    Ok(format!("samples/{name}"))
}

/// Copies a custom check and its configuration below `brought/`. Naming it is agreeing to run it.
pub fn check(
    dir: &Path,
    check: &str,
    conf: Option<&str>,
) -> Result<(String, Option<String>), Failure> {
    let text = copy(Path::new(check), &dir.join("brought").join("check.py"))?;
    trust::remember(&text)?;
    let conf = match conf {
        Some(conf) => {
            copy(Path::new(conf), &dir.join("brought").join("conf.yaml"))?;
            Some("brought/conf.yaml".to_owned())
        }
        None => None,
    };
    Ok(("brought/check.py".to_owned(), conf))
}

fn copy(from: &Path, to: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(from).map_err(|e| {
        Failure::new(
            FailureKind::Answers,
            format!("{} can't be read: {e}.", from.display()),
            "Check the path; it is relative to the answers file.",
        )
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            FailureKind::Answers,
            format!("{} is not UTF-8 text.", from.display()),
            "Save it as UTF-8.",
        )
    })?;
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(|e| io("Can't make", parent, &e))?;
    }
    if std::fs::read(to).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(text);
    }
    write_private(to, text.as_bytes()).map_err(|e| io("Can't write", to, &e))?;
    Ok(text)
}
