//! git's configuration as git itself reads it. libgit2 knows neither `GIT_CONFIG_GLOBAL` and its like, nor what
//! `GIT_CONFIG_COUNT` and `git -c` set, nor files that are included by a remote's address: where one of these is used,
//! git is asked.

use super::child;
use git2::{Config, ConfigLevel, Repository};
use std::env;
use std::io::Write;
use std::path::Path;

/// What names other files, or sets values.
const NAMED: [&str; 5] = ["GLOBAL", "SYSTEM", "NOSYSTEM", "COUNT", "PARAMETERS"];

/// The repository with the configuration that git sees in it.
pub(super) fn as_git(repo: Repository) -> Repository {
    if is_named() || includes(&repo, "hasconfig:") {
        let root = repo.workdir().unwrap_or_else(|| repo.path());
        // Where it can't be read, libgit2's own reading stays.
        if let Some(config) = by_git(root) {
            let _ = repo.set_config(&config);
        }
    }
    repo
}

/// The user's configuration without a repository.
pub(super) fn user() -> Result<Config, git2::Error> {
    let asked = is_named().then(|| by_git(&env::temp_dir())).flatten();
    asked.map_or_else(Config::open_default, Ok)
}

/// Whether a file of the configuration is included on a condition that begins so.
pub(super) fn includes(repo: &Repository, condition: &str) -> bool {
    let begins = format!("includeif.{condition}");
    let Ok(config) = repo.config().and_then(|mut config| config.snapshot()) else {
        return false;
    };
    let mut found = false;
    let looked = config.entries(Some("^includeif\\.")).map(|entries| {
        entries.for_each(|entry| {
            let name = entry.name_bytes();
            found |= name.len() > begins.len()
                && name[..begins.len()].eq_ignore_ascii_case(begins.as_bytes());
        })
    });
    looked.is_ok() && found
}

fn is_named() -> bool {
    let set = |name: &&str| env::var_os(format!("GIT_CONFIG_{name}")).is_some();
    NAMED.iter().any(set)
}

/// Everything that git lists, as one file that is read and gone.
fn by_git(root: &Path) -> Option<Config> {
    let listed = child::told(root, ["config", "--list", "--includes", "-z"])?;
    let mut file = tempfile::NamedTempFile::new().ok()?;
    // What is included stands in the list itself.
    let once = |entry: &&[u8]| !entry.is_empty() && !entry.starts_with(b"include.");
    for entry in listed.split(|byte| *byte == 0).filter(once) {
        file.write_all(&line(entry)?).ok()?;
    }
    file.flush().ok()?;
    let mut config = Config::new().ok()?;
    config.add_file(file.path(), ConfigLevel::App, true).ok()?;
    config.snapshot().ok()
}

/// One value as a configuration file holds it; without a line of its own, a name is a flag that is on.
fn line(entry: &[u8]) -> Option<Vec<u8>> {
    let mut parts = entry.splitn(2, |byte| *byte == b'\n');
    let name = parts.next()?;
    let first = name.iter().position(|byte| *byte == b'.')?;
    let last = name.iter().rposition(|byte| *byte == b'.')?;
    let mut line = [b"[", &name[..first]].concat();
    if first < last {
        line.extend(b" \"");
        line.extend(escaped(&name[first + 1..last]));
        line.push(b'"');
    }
    line.extend(b"]\n");
    line.extend(&name[last + 1..]);
    if let Some(value) = parts.next() {
        line.extend(b" = \"");
        line.extend(escaped(value));
        line.push(b'"');
    }
    line.push(b'\n');
    Some(line)
}

fn escaped(text: &[u8]) -> Vec<u8> {
    let each = |byte: &u8| match byte {
        b'"' => b"\\\"".to_vec(),
        b'\\' => b"\\\\".to_vec(),
        b'\n' => b"\\n".to_vec(),
        other => vec![*other],
    };
    text.iter().flat_map(each).collect()
}
