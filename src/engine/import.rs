//! Copying files that the contributor named into the workspace, so that it holds all it needs.

use super::job::io;
use super::trust;
use crate::core::answers::Answers;
use crate::core::answers_file;
use crate::core::event::{Failure, FailureKind};
use crate::core::hash;
use crate::workspace::files::write_private;
use std::path::{Path, PathBuf};

/// What a sample or a check may hold; an endpoint may send no more.
const LARGEST: u64 = 64 * 1024 * 1024;

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

/// Copies the rules of `jmx` below `samples/`.
pub fn rules(dir: &Path, file: &str) -> Result<String, Failure> {
    copy(Path::new(file), &dir.join("samples").join("metrics.yaml"))?;
    Ok("samples/metrics.yaml".to_owned())
}

/// Copies the sample of a log source below `samples/`.
pub fn log(dir: &Path, index: usize, file: &str) -> Result<String, Failure> {
    let name = format!("log-{}.txt", index + 1);
    copy(Path::new(file), &dir.join("samples").join(&name))?;
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

/// Hash of the workspace's files that answers name. Equal answers may name files with other content.
#[must_use]
pub fn content(dir: &Path, answers: &Answers) -> String {
    let mut named: Vec<&String> = vec![];
    if let Some(om) = &answers.source.openmetrics {
        named.extend(&om.sample);
    }
    if let Some(http) = &answers.source.http {
        named.extend(http.requests.iter().filter_map(|r| r.sample.as_ref()));
    }
    if let Some(command) = &answers.source.command {
        named.extend(&command.sample);
    }
    if let Some(sql) = &answers.source.sql {
        named.extend(&sql.sample);
    }
    named.extend(answers.source.jmx.iter().map(|j| &j.metrics));
    let logs = answers.source.logs.iter().chain(&answers.logs);
    named.extend(logs.filter_map(|l| l.sample.as_ref()));
    if let Some(prototype) = &answers.prototype {
        named.push(&prototype.check);
        named.extend(&prototype.conf);
    }
    let texts = named
        .iter()
        .map(|file| std::fs::read(dir.join(file)).unwrap_or_default());
    let texts: Vec<Vec<u8>> = texts.collect();
    hash::of(&texts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Writes answers that others are about to replace to `answers/<time>.yaml`.
pub fn keep(dir: &Path, answers: &Answers) -> Result<(), Failure> {
    let text = answers_file::to_yaml(answers).map_err(|e| Failure::new(FailureKind::Io, e, ""))?;
    let folder = dir.join("answers");
    std::fs::create_dir_all(&folder).map_err(|e| io("Can't make", &folder, &e))?;
    let at = super::now();
    let path = (0..10_000)
        .map(|n| folder.join(format!("{at}-{n}.yaml")))
        .find(|p| !p.exists())
        .unwrap_or_else(|| folder.join("last.yaml"));
    write_private(&path, text.as_bytes()).map_err(|e| io("Can't write", &path, &e))
}

/// The text of a file that answers name.
///
/// # Errors
/// It is absent, no regular file, too large, or not UTF-8.
pub fn readable(file: &str) -> Result<String, Failure> {
    let path = expanded(file);
    let path = path.as_path();
    let refuse = |why: String, hint: &str| {
        let message = format!("{} {why}.", path.display());
        Err(Failure::new(FailureKind::Answers, message, hint))
    };
    let relative = "Check the path; it is relative to the answers file.";
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(e) => return refuse(format!("can't be read: {e}"), relative),
    };
    if meta.is_dir() {
        return refuse("is a folder".into(), "Name a file.");
    }
    if !meta.is_file() {
        return refuse("is not a regular file".into(), "Name a file.");
    }
    if meta.len() > LARGEST {
        let why = format!("is larger than {} MB", LARGEST / 1024 / 1024);
        return refuse(why, "Give one that is smaller: one page, or one response.");
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) => return refuse(format!("can't be read: {e}"), relative),
    };
    if bytes.starts_with(b"SQLite format 3\0") {
        let hint = "Choose the kind sql and name it as its database, or give what sqlite3 prints for .dump.";
        return refuse("is a SQLite database, not a text".into(), hint);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => refuse("is not UTF-8 text".into(), "Save it as UTF-8."),
    }
}

fn expanded(file: &str) -> PathBuf {
    match (file.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(file),
    }
}

fn copy(from: &Path, to: &Path) -> Result<String, Failure> {
    let text = readable(&from.display().to_string())?;
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(|e| io("Can't make", parent, &e))?;
    }
    if std::fs::read(to).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(text);
    }
    write_private(to, text.as_bytes()).map_err(|e| io("Can't write", to, &e))?;
    Ok(text)
}
