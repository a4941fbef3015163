//! Finding a Python that ddev can run on.

use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The oldest Python that ddev 20 runs on.
pub const OLDEST: (u8, u8) = (3, 13);
/// Minor versions looked for by name; 3.13 first, because the tests' environments ask for it.
const MINORS: std::ops::RangeInclusive<u8> = 13..=19;
/// Prints one line; `_base_executable` leads out of a virtual environment and past pyenv's shims.
const PROBE: &str = "import sys, os; \
    print('python', *sys.version_info[:3], os.path.realpath(getattr(sys, '_base_executable', None) or sys.executable))";

/// An interpreter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Python {
    pub path: PathBuf,
    pub version: (u8, u8, u8),
}

impl Python {
    /// For example `3.13.1`.
    #[must_use]
    pub fn version_text(&self) -> String {
        let (major, minor, patch) = self.version;
        format!("{major}.{minor}.{patch}")
    }

    fn is_new_enough(&self) -> bool {
        (self.version.0, self.version.1) >= OLDEST
    }
}

/// Why there is no Python.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PythonError {
    #[error("{} is not a Python that runs: {cause}. Correct the setting `python`, or remove it.", .path.display())]
    Configured { path: PathBuf, cause: String },
    #[error("{} is Python {found}; ddev needs 3.13 or newer. Name a newer one, or remove the setting `python`.", .path.display())]
    TooOld { path: PathBuf, found: String },
    #[error("No Python 3.13 or newer was found{}. {hint}", newest(.found.as_ref()))]
    Missing { found: Option<String>, hint: String },
}

fn newest(found: Option<&String>) -> String {
    found.map_or(String::new(), |v| format!(" (the newest here is {v})"))
}

/// How one gets a Python 3.13 on this platform.
#[must_use]
pub fn how_to_get() -> &'static str {
    if cfg!(target_os = "macos") {
        "Run `brew install python@3.13`, or `uv python install 3.13`."
    } else {
        "Run `uv python install 3.13`, or `pyenv install 3.13`, or install the package python3.13 \
         (and python3.13-venv on Debian and Ubuntu)."
    }
}

/// Finds a Python for ddev: the configured one, or `python3.13` and newer on `PATH`, in pyenv's
/// versions, in the usual places, and as uv knows them.
///
/// # Errors
/// A configured one that cannot be used is an error, never replaced by another.
pub fn find(configured: Option<&Path>) -> Result<Python, PythonError> {
    if let Some(path) = configured {
        return check_configured(path);
    }
    let mut newest: Option<Python> = None;
    for candidate in candidates() {
        let Ok(python) = probe(&candidate) else {
            continue;
        };
        if python.is_new_enough() {
            return Ok(python);
        }
        if newest.as_ref().is_none_or(|n| n.version < python.version) {
            newest = Some(python);
        }
    }
    if let Some(python) = from_uv() {
        return Ok(python);
    }
    Err(PythonError::Missing {
        found: newest.map(|p| p.version_text()),
        hint: how_to_get().into(),
    })
}

/// Any Python 3 at all: enough to put uv into a scratch folder, which then fetches a newer one.
pub(super) fn any() -> Option<Python> {
    candidates().into_iter().find_map(|path| probe(&path).ok())
}

fn check_configured(path: &Path) -> Result<Python, PythonError> {
    let python = probe(path).map_err(|cause| PythonError::Configured {
        path: path.to_owned(),
        cause,
    })?;
    if python.is_new_enough() {
        Ok(python)
    } else {
        Err(PythonError::TooOld {
            path: path.to_owned(),
            found: python.version_text(),
        })
    }
}

fn candidates() -> Vec<PathBuf> {
    let pyenv = pyenv_versions();
    let mut found = vec![];
    for minor in MINORS {
        let name = format!("python3.{minor}");
        found.extend(which::which_all(&name).into_iter().flatten());
        found.extend(pyenv.iter().map(|v| v.join("bin").join(&name)));
        found.extend(usual_places().into_iter().map(|place| place.join(&name)));
    }
    for name in ["python3", "python"] {
        found.extend(which::which_all(name).into_iter().flatten());
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| path.is_file() && seen.insert(path.clone()));
    found
}

fn pyenv_versions() -> Vec<PathBuf> {
    let home = dirs::home_dir().map(|home| home.join(".pyenv"));
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let mut versions: Vec<PathBuf> = root
        .into_iter()
        .chain(home)
        .filter_map(|root| std::fs::read_dir(root.join("versions")).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    versions.sort();
    versions
}

fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = [
        "/usr/bin",
        "/usr/local/bin",
        "/opt/homebrew/bin",
        "/opt/local/bin",
    ]
    .map(PathBuf::from)
    .to_vec();
    for minor in MINORS {
        let version = format!("3.{minor}");
        places.push(format!("/Library/Frameworks/Python.framework/Versions/{version}/bin").into());
        places.push(format!("/opt/homebrew/opt/python@{version}/bin").into());
    }
    places.extend(dirs::home_dir().map(|home| home.join(".local/bin")));
    places
}

fn from_uv() -> Option<Python> {
    let uv = which::which("uv").ok()?;
    let args = [
        "python",
        "find",
        "--no-python-downloads",
        "--no-project",
        ">=3.13",
    ];
    let output = ask(Spec::new(uv, args)).ok()?;
    let python = probe(Path::new(output.lines().last()?.trim())).ok()?;
    python.is_new_enough().then_some(python)
}

/// Asks an interpreter what it is.
///
/// # Errors
/// What went wrong, in a few words.
pub fn probe(path: &Path) -> Result<Python, String> {
    let output = ask(Spec::new(path, ["-I", "-S", "-c", PROBE]))?;
    parse(&output).ok_or_else(|| "it doesn't answer as Python does".into())
}

fn ask(spec: Spec) -> Result<String, String> {
    let spec = spec
        .time_limit(Duration::from_secs(15))
        .cwd(std::env::temp_dir())
        .env("UV_NO_PROGRESS", OsString::from("1"));
    let ended = process::run(&spec, &CancelToken::new(), &mut |_| {}).map_err(|e| e.to_string())?;
    if ended.success() {
        return Ok(ended.output);
    }
    if ended.timed_out {
        return Err("it doesn't answer within 15 seconds".into());
    }
    let line = ended.output.lines().last().unwrap_or("no output").trim();
    Err(format!("it fails with: {line}"))
}

fn parse(output: &str) -> Option<Python> {
    let line = output
        .lines()
        .rev()
        .find_map(|l| l.strip_prefix("python "))?;
    let mut words = line.splitn(4, ' ');
    let mut number = || words.next()?.parse::<u8>().ok();
    let version = (number()?, number()?, number()?);
    let path = PathBuf::from(words.next()?);
    (version.0 == 3).then_some(Python { path, version })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn fake(folder: &Path, script: &str) -> PathBuf {
        let path = folder.join("python");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[test]
    fn an_answer_is_read_even_after_a_banner() {
        let python = parse("some banner\npython 3 13 1 /opt/a b/python3.13\n").unwrap();
        assert_eq!(python.version, (3, 13, 1));
        assert_eq!(python.path, Path::new("/opt/a b/python3.13"));
        assert_eq!(parse("python 2 7 18 /usr/bin/python"), None);
        assert_eq!(parse("hello"), None);
    }

    #[test]
    fn a_configured_one_is_taken_or_refused_with_the_reason() {
        let dir = tempfile::tempdir().unwrap();
        let path = fake(dir.path(), "echo python 3 14 0 /usr/bin/python3.14");
        assert_eq!(find(Some(&path)).unwrap().version, (3, 14, 0));

        let path = fake(dir.path(), "echo python 3 12 9 /usr/bin/python3.12");
        let text = find(Some(&path)).unwrap_err().to_string();
        assert!(text.contains("3.12.9") && text.contains("3.13"), "{text}");

        let path = fake(dir.path(), "echo pyenv: no such version >&2; exit 127");
        let text = find(Some(&path)).unwrap_err().to_string();
        assert!(text.contains("no such version"), "{text}");

        let error = find(Some(Path::new("/no/such/python"))).unwrap_err();
        assert!(error.to_string().contains("/no/such/python"), "{error}");
    }
}
