//! A file, several of a pattern, or a folder. Files are opened, never followed into devices and pipes, and only
//! their beginning is read.

use super::super::job::Job;
use super::super::look;
use crate::core::event::{Failure, FailureKind};
use crate::core::propose::{self, Evidence, Found, HEAD, Origin, Proposal};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// How many files of a folder are looked at.
const MOST: usize = 200;

/// What a path leads to.
pub(super) enum Seen {
    Told(Proposal),
    /// A program, which tells more by what it prints.
    Program,
}

/// A path as typed, whole, so that it means the same wherever the program is started.
pub(super) fn whole(text: &str) -> PathBuf {
    let path = match (text.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    };
    let path = std::path::absolute(&path).unwrap_or(path);
    // `checks.d/../a` and a final slash say nothing more.
    path.components().collect()
}

/// Looks at a path.
pub(super) fn look(job: &mut Job, path: &Path) -> Result<Seen, Failure> {
    job.say(&format!("Reading {}", path.display()), None);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    if !path.exists() && name.as_ref().is_some_and(|n| n.contains(['*', '?'])) {
        return pattern(path).map(Seen::Told);
    }
    let meta = fs::metadata(path).map_err(|e| missing(path, &e))?;
    if meta.is_dir() {
        return Ok(Seen::Told(folder(job, path)?));
    }
    let evidence = read(path)?;
    let runs = meta.permissions().mode() & 0o111 != 0;
    match propose::sniff(&evidence) {
        Found::Program if runs => return Ok(Seen::Program),
        Found::Check { .. } | Found::Sqlite => {}
        _ if runs && evidence.head.starts_with(b"#!") => return Ok(Seen::Program),
        _ => {}
    }
    Ok(Seen::Told(propose::propose(&with_more(job, evidence))))
}

/// What else there is to know of a file: a database's tables, a check's configuration.
fn with_more(job: &Job, mut evidence: Evidence) -> Evidence {
    let path = PathBuf::from(evidence.origin.name());
    match propose::sniff(&evidence) {
        Found::Sqlite => evidence.tables = look::tables(job, &path),
        Found::Check { .. } => evidence.conf = configuration(&path),
        _ => {}
    }
    evidence
}

/// The beginning of a regular file.
fn read(path: &Path) -> Result<Evidence, Failure> {
    let failed = |e: io::Error| missing(path, &e);
    // Before it is opened: a pipe without a writer blocks there.
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("{} is a device, a pipe, or a socket.", path.display()),
            "Name a file, or the command that writes to it.",
        ));
    }
    let mut head = vec![];
    let file = File::open(path).map_err(failed)?;
    let mut file = file.take(HEAD as u64 + 1);
    file.read_to_end(&mut head).map_err(failed)?;
    let Some(text) = path.to_str() else {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("The path {} is not UTF-8.", path.display()),
            "Rename the file: workflow.yaml holds its path as text.",
        ));
    };
    let origin = Origin::File {
        path: text.to_owned(),
        pattern: None,
    };
    Ok(Evidence::cut(origin, "", head))
}

fn missing(path: &Path, error: &io::Error) -> Failure {
    let name = crate::jobs::text::plain(&path.display().to_string());
    let (said, hint) = match error.kind() {
        io::ErrorKind::NotFound => (
            format!("{name} is not there."),
            "Check the path. An address begins with http://.",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("{name} can't be read: {error}."),
            "Copy it to where you may read it, and show the copy.",
        ),
        _ => (format!("{name} can't be read: {error}."), "Check the path."),
    };
    Failure::new(FailureKind::Answers, said, hint)
}

/// Files that a pattern such as `/var/log/acme/*.log` names; the latest is the sample.
fn pattern(path: &Path) -> Result<Proposal, Failure> {
    let (dir, name) = (path.parent(), path.file_name());
    let (Some(dir), Some(name)) = (dir, name.and_then(|n| n.to_str())) else {
        return Err(missing(path, &io::ErrorKind::NotFound.into()));
    };
    let mut found: Vec<_> = entries(dir)?
        .into_iter()
        .filter(|p| {
            p.file_name()
                .and_then(|n| n.to_str())
                .is_some_and(|n| matches(name, n))
        })
        .filter(|p| p.is_file())
        .collect();
    found.sort_by_key(|p| p.metadata().and_then(|m| m.modified()).ok());
    let Some(last) = found.last() else {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("No file in {} matches {name}.", dir.display()),
            "Check the path; only its last part may hold *.",
        ));
    };
    let mut evidence = read(last)?;
    if let Origin::File { pattern, .. } = &mut evidence.origin {
        *pattern = path.to_str().map(str::to_owned);
    }
    Ok(propose::propose(&evidence))
}

/// Whether a name fits a pattern of `*` and `?`.
fn matches(pattern: &str, name: &str) -> bool {
    let Some(first) = pattern.chars().next() else {
        return name.is_empty();
    };
    let rest = &pattern[first.len_utf8()..];
    let mut tails = name.char_indices().map(|(n, _)| &name[n..]).chain([""]);
    match first {
        '*' => tails.any(|tail| matches(rest, tail)),
        _ => name
            .chars()
            .next()
            .is_some_and(|c| (first == '?' || c == first) && matches(rest, &name[c.len_utf8()..])),
    }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let all = fs::read_dir(dir).map_err(|e| missing(dir, &e))?;
    let mut all: Vec<PathBuf> = all
        .take(MOST * 10)
        .filter_map(|e| Some(e.ok()?.path()))
        .collect();
    all.sort();
    Ok(all)
}

/// A folder: the one thing in it that tells its kind, the more telling first.
fn folder(job: &mut Job, dir: &Path) -> Result<Proposal, Failure> {
    let mut files: Vec<PathBuf> = entries(dir)?.into_iter().filter(|p| p.is_file()).collect();
    for inner in ["checks.d", "data", "metrics"] {
        if let Ok(more) = entries(&dir.join(inner)) {
            files.extend(more.into_iter().filter(|p| p.is_file()));
        }
    }
    let mut told: Vec<(Found, Evidence)> = vec![];
    for path in files.iter().take(MOST) {
        job.check_cancel()?;
        if let Ok(evidence) = read(path) {
            told.push((propose::sniff(&evidence), evidence));
        }
    }
    let ranks: [fn(&Found) -> bool; 4] = [
        |f| matches!(f, Found::Check { .. }),
        |f| matches!(f, Found::Rules { .. }),
        |f| matches!(f, Found::Sqlite | Found::Page { .. } | Found::Json { .. }),
        |f| matches!(f, Found::Log { .. } | Found::JsonLines { log: true, .. }),
    ];
    for (n, rank) in ranks.iter().enumerate() {
        let mut found: Vec<Evidence> = told
            .iter()
            .filter(|(f, _)| rank(f))
            .map(|(_, e)| e.clone())
            .collect();
        let logs = n + 1 == ranks.len() && !found.is_empty();
        if found.len() == 1 || logs {
            let mut evidence = found.remove(0);
            if logs && let Origin::File { path, pattern } = &mut evidence.origin {
                let ending = path.rsplit_once('.').map_or("log", |(_, e)| e);
                *pattern = dir.join(format!("*.{ending}")).to_str().map(str::to_owned);
            }
            return Ok(propose::propose(&with_more(job, evidence)));
        }
        if !found.is_empty() {
            return Ok(several(dir, found.iter().map(|e| e.origin.name())));
        }
    }
    Ok(several(dir, files.iter().filter_map(|p| p.to_str())))
}

fn several<'a>(dir: &Path, files: impl Iterator<Item = &'a str>) -> Proposal {
    let names: Vec<&str> = files.filter_map(|f| f.rsplit('/').next()).collect();
    Proposal::folder(&dir.display().to_string(), &names)
}

/// The configuration of a check where an Agent looks for it: `conf.d/<name>.d/conf.yaml` beside `checks.d/`.
fn configuration(check: &Path) -> Option<String> {
    let name = check.file_stem()?.to_str()?;
    let dir = check.parent()?;
    let beside = dir.parent().map(|d| d.join("conf.d"));
    let folders = beside.into_iter().chain([dir.to_path_buf()]);
    let places = folders.flat_map(|conf| {
        [
            conf.join(format!("{name}.d/conf.yaml")),
            conf.join(format!("{name}.yaml")),
        ]
    });
    let own = (dir.file_name()? != "checks.d").then(|| dir.join("conf.yaml"));
    let found = places.chain(own).find(|p| p.is_file())?;
    found.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_as_a_shell_has_it() {
        for (pattern, name, fits) in [
            ("*.log", "a.log", true),
            ("*.log", ".log", true),
            ("*.log", "a.log.1", false),
            ("a?c*", "abc", true),
            ("a?c", "ac", false),
            ("*ö*", "größe", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }
}
