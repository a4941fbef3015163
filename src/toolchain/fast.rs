//! The tests by themselves: pytest in the environment that `ddev test` made, with ddev's own command line, for
//! reruns after a save. Where that environment is absent, or the tests are not ddev's usual ones, it says so.

use super::Toolchain;
use super::ddev::{Ddev, Output};
use super::output::Context;
use super::tasks;
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What ddev runs: `hatch env run -- test --tb short`.
const ARGUMENTS: [&str; 4] = ["-vv", "--benchmark-skip", "--tb", "short"];
/// Unit tests that take longer are none to be run after each save.
const LIMIT: Duration = Duration::from_secs(300);

/// Runs the integration's tests; its complete output goes to `log`.
///
/// # Errors
/// Why they can't run by themselves, as a sentence.
pub fn rerun(
    toolchain: &Toolchain,
    ddev: &Ddev,
    folder: &str,
    log: PathBuf,
    cancel: &CancelToken,
) -> Result<TaskResult, String> {
    let project = ddev.repo().join(folder);
    let settings = Settings::read(&project, folder)?;
    let environment = environment(toolchain, &project, &settings.name)
        .ok_or("ddev made no environment for the tests yet. Run test once: ddev makes it.")?;
    let bin = environment.join("bin");
    let mut spec = Spec::new(bin.join("pytest"), ARGUMENTS).cwd(&project);
    ddev.clone_variables(&mut spec);
    let path = spec.env.iter().rev().find(|(name, _)| name == "PATH");
    let rest = path
        .and_then(|(_, value)| value.clone())
        .unwrap_or_default();
    let all = std::iter::once(bin).chain(std::env::split_paths(&rest));
    if let Ok(path) = std::env::join_paths(all) {
        spec = spec.env("PATH", path);
    }
    spec = spec.env("VIRTUAL_ENV", environment.as_os_str());
    for (name, value) in settings.variables {
        spec = spec.env(OsString::from(name), OsString::from(value));
    }
    spec = spec.time_limit(LIMIT);
    spec.log = Some(log);
    spec.supervised = true;
    let ended = process::run(&spec, cancel, &mut |_| {}).map_err(|e| format!("pytest: {e}."))?;
    if !ended.cancelled && !environment.join("bin/pytest").exists() {
        return Err(
            "The environment of the tests is being made anew. Save again after that.".into(),
        );
    }
    let mut result = TaskResult::waiting(Task::Unit);
    result.command = format!("pytest {}", ARGUMENTS.join(" "));
    result.exit = ended.code;
    result.ms = ended.ms;
    if ended.timed_out {
        result.state = TaskState::Cancelled;
        return Ok(result);
    }
    let root = ddev.repo().to_string_lossy();
    let context = Context {
        folder,
        root: &root,
    };
    let output = Output {
        exit: ended.code,
        text: ended.output,
        cancelled: ended.cancelled,
        ms: ended.ms,
        ..Output::default()
    };
    tasks::judge(&mut result, output, &context);
    Ok(result)
}

/// What the integration's own files say of its tests.
struct Settings {
    /// The distribution's name.
    name: String,
    variables: Vec<(String, String)>,
}

impl Settings {
    fn read(project: &Path, folder: &str) -> Result<Self, String> {
        let toml = |file: &str| -> Option<toml::Table> {
            let text = std::fs::read_to_string(project.join(file)).ok()?;
            text.parse().ok()
        };
        let name = toml("pyproject.toml")
            .and_then(|t| Some(t.get("project")?.get("name")?.as_str()?.to_owned()))
            .unwrap_or_else(|| format!("datadog-{}", folder.replace('_', "-")));
        let hatch = toml("hatch.toml").ok_or(format!("{folder}/hatch.toml can't be read."))?;
        let of_tests = hatch.get("envs").and_then(|e| e.get("default"));
        if of_tests.is_some_and(|t| t.get("scripts").is_some_and(|s| s.get("test").is_some())) {
            let said = "hatch.toml has a test command of its own, which only ddev test runs.";
            return Err(said.into());
        }
        let variables = of_tests.and_then(|t| t.get("env-vars")?.as_table());
        let variables = variables.into_iter().flatten().filter_map(|(name, value)| {
            let value = value.as_str().filter(|v| !v.contains('{'))?;
            Some((name.clone(), value.to_owned()))
        });
        Ok(Self {
            name,
            variables: variables.collect(),
        })
    }
}

/// The environment that hatch made for a project: `<data>/env/virtual/<name>/<hash of its path>/py3.13`.
fn environment(toolchain: &Toolchain, project: &Path, name: &str) -> Option<PathBuf> {
    let data = toolchain.state.join("hatch/data/env/virtual");
    let folder = data.join(name).join(id(project));
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with("py3"))
        })
        .filter(|p| p.join("bin/pytest").is_file())
        .collect();
    all.sort();
    all.pop()
}

/// hatch's name for a project's place: the beginning of its path's SHA-256, in the alphabet of URLs.
fn id(project: &Path) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let path = project.to_string_lossy();
    let path = if cfg!(target_os = "macos") {
        path.to_lowercase()
    } else {
        path.into_owned()
    };
    let digest = Sha256::digest(path.as_bytes());
    let bits = digest[..6]
        .iter()
        .fold(0u64, |n, byte| n << 8 | u64::from(*byte));
    let digit = |n: u32| usize::try_from(bits >> (42 - 6 * n) & 63).unwrap_or(0);
    (0..8).map(|n| char::from(ALPHABET[digit(n)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_name_that_hatch_gives_it() {
        // What `hatch.utils.fs.Path(...).id` gives for these.
        assert_eq!(id(Path::new("/home/dev/extras/acme_queue")), "dRnWJXTA");
        assert_eq!(id(Path::new("/")), "il7asoJj");
    }
}
