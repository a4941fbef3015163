//! The machine's own lines: git, Python, toolchain, Docker, disk.

use super::lines::{line, repaired_by};
use crate::core::setup::{Health, Item, Line, Repair, SetupReport};
use crate::engine::job::Job;
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use crate::toolchain::python::{self, PythonError};
use std::path::Path;
use std::time::Duration;

/// What a toolchain, its environments and a workspace need.
const ROOM_MB: u64 = 2048;

/// The git program does the network's part.
pub(super) fn git() -> Line {
    match ask("git", &["--version"], Duration::from_secs(10)) {
        Some(text) => line(
            Item::Git,
            Health::Good,
            text.trim_start_matches("git version ").trim(),
            "Fetches and pushes with your own credentials and settings.",
        ),
        None => repaired_by(
            line(
                Item::Git,
                Health::Bad,
                "not found",
                "Cloning, fetching, and pushing need the git program.",
            ),
            Repair::Run {
                command: install("git"),
            },
        ),
    }
}

/// Python and the private toolchain.
pub(super) fn tools(job: &Job, report: &mut SetupReport) {
    let toolchain = job.context.toolchain();
    let python = match &toolchain {
        // A toolchain that works has its Python: no search, so a second start does not wait.
        Ok(t) => Ok((t.python.clone(), t.facts.python_version.clone())),
        Err(_) => python::find(job.context.options.python.as_deref())
            .map(|p| (p.path.clone(), p.version_text())),
    };
    match python {
        Ok((path, version)) => {
            report.python = Some(path.display().to_string());
            report.lines.push(line(
                Item::Python,
                Health::Good,
                version,
                "ddev and the repository's tests run on Python 3.13 or newer.",
            ));
        }
        Err(error) => report.lines.push(no_python(&error)),
    }
    match toolchain {
        Ok(t) => {
            report.ddev = Some(t.ddev.display().to_string());
            report.ddev_version = Some(t.ddev_version.clone());
            report.lines.push(line(
                Item::Toolchain,
                Health::Good,
                format!("ddev {}", t.ddev_version),
                "The repository's own tool, in an environment of its own; yours is not touched.",
            ));
        }
        Err(_) if job.context.options.ddev.is_some() => {
            let text = job.context.toolchain().err().map(|e| e.message).unwrap_or_default();
            report.lines.push(line(Item::Toolchain, Health::Bad, text, "Name another with --ddev."));
        }
        Err(_) => report.lines.push(repaired_by(
            line(
                Item::Toolchain,
                Health::Bad,
                "not made yet",
                "ddev and the Agent's base class, in an environment of their own; yours is not touched.",
            ),
            Repair::MakeToolchain,
        )),
    }
}

/// A Python that is missing comes with the toolchain; one that was named and can't be used does not.
fn no_python(error: &PythonError) -> Line {
    match error {
        PythonError::Missing { found, .. } => {
            let newest = found
                .as_ref()
                .map_or(String::new(), |v| format!("; the newest is {v}"));
            repaired_by(
                line(
                    Item::Python,
                    Health::Note,
                    format!("none from 3.13 on{newest}"),
                    &format!(
                        "The toolchain brings a Python of its own where uv can fetch one. {}",
                        python::how_to_get()
                    ),
                ),
                Repair::MakeToolchain,
            )
        }
        named => line(
            Item::Python,
            Health::Note,
            named.to_string(),
            "ddev and the repository's tests run on Python 3.13 or newer.",
        ),
    }
}

/// What end-to-end tests need is optional: CI runs them too.
const DOCKER: &str = "Optional: only end-to-end tests need it, and CI runs them too.";

/// Docker's line while its engine has not answered, which may take seconds.
pub(super) fn docker_asked() -> Line {
    line(Item::Docker, Health::Note, "asking its engine", DOCKER)
}

/// Docker is optional: only e2e tests need it.
pub(super) fn docker() -> Line {
    let meaning = DOCKER;
    if which::which("docker").is_err() {
        return line(Item::Docker, Health::Note, "not found", meaning);
    }
    let format = ["version", "--format", "{{.Server.Version}}"];
    match ask("docker", &format, Duration::from_secs(3)) {
        Some(version) if !version.trim().is_empty() => {
            line(Item::Docker, Health::Good, version.trim(), meaning)
        }
        _ => line(
            Item::Docker,
            Health::Note,
            "engine does not answer",
            meaning,
        ),
    }
}

/// Free space where the workspace is.
pub(super) fn disk(dir: &Path) -> Line {
    let existing = dir
        .ancestors()
        .find(|p| p.exists())
        .unwrap_or(Path::new("/"));
    let meaning = "The toolchain and its test environments take about 1 GB; below 2 GB free some space first.";
    let Ok(space) = fs4::available_space(existing) else {
        return line(Item::Disk, Health::Note, "unknown", meaning);
    };
    let mb = space / 1024 / 1024;
    let text = if mb >= 10 * 1024 {
        format!("{} GB", mb / 1024)
    } else {
        format!("{mb} MB")
    };
    let health = if mb < ROOM_MB {
        Health::Note
    } else {
        Health::Good
    };
    line(Item::Disk, health, text, meaning)
}

fn install(what: &str) -> String {
    if cfg!(target_os = "macos") {
        format!("brew install {what}")
    } else {
        format!("sudo apt install {what}")
    }
}

/// A program's answer, or nothing when it is missing, fails or hangs.
fn ask(program: &str, args: &[&str], limit: Duration) -> Option<String> {
    let path = which::which(program).ok()?;
    let spec = Spec::new(path, args.iter().copied()).time_limit(limit);
    let ended = process::run(&spec, &CancelToken::new(), &mut |_| {}).ok()?;
    ended.success().then_some(ended.output)
}
