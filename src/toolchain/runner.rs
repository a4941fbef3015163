//! Running a check without an Agent, on the Agent's own base class, and reading what it emitted.

use super::Toolchain;
use crate::core::capture::{Capture, Frame, LogLine, RunError};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Ended, Spec};
use crate::jobs::text;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Six parts, one program: Python gets it as text, so nothing of ours lies beside the check.
const SOURCE: &str = concat!(
    include_str!("../../assets/check_options.py"),
    include_str!("../../assets/check_inspect.py"),
    include_str!("../../assets/check_http.py"),
    include_str!("../../assets/check_sql.py"),
    include_str!("../../assets/check_collect.py"),
    include_str!("../../assets/check_runner.py"),
);
/// A larger result is no capture that a person could review.
const LARGEST_RESULT: u64 = 512 << 20;
/// What the check prints is shown among its log lines, so much of it.
const PRINTED_LINES: usize = 200;

/// What to run.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The check's Python file.
    pub check: &'a Path,
    /// Its `conf.yaml`.
    pub conf: &'a Path,
    /// The class to run; the only one derived from `AgentCheck` when absent.
    pub class: Option<&'a str>,
    /// The check's name, as the Agent would call it.
    pub name: &'a str,
    /// For each scene the responses that stand in for the target; none at all = the live target.
    pub scenes: Vec<Vec<Replay>>,
    /// A file whose text stands in for what each command prints; none = the commands are run.
    pub stand_in: Option<&'a Path>,
    /// The driver whose connections are recorded; none = connections are the check's own affair.
    pub database: Option<Database<'a>>,
    /// For everything together.
    pub time_limit: Duration,
}

/// A database that the check reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Database<'a> {
    /// Python's module, such as `sqlite3`.
    pub driver: &'a str,
    /// A file of SQL that stands in for the database; without one, `sqlite3` opens the live one.
    pub sample: Option<&'a Path>,
}

/// A recorded response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// The address it answers, compared by path; any when absent.
    pub url: Option<String>,
    pub file: PathBuf,
    /// As the target sent it: it decides how a page of metrics is read.
    pub content_type: String,
    pub status: u16,
}

#[derive(Serialize)]
struct Wire<'a> {
    check: &'a Path,
    conf: &'a Path,
    class: Option<&'a str>,
    name: &'a str,
    scenes: &'a [Vec<Replay>],
    stand_in: Option<&'a Path>,
    database: Option<Database<'a>>,
    output: &'a Path,
}

/// Runs the check twice for each scene. Never fails: what goes wrong is the capture's `error`, whose
/// kind is the exception's class or `Import`, `NoCheck`, `Configuration`, `Timeout`, `Canceled`,
/// `Killed`, `Output`.
pub fn run(
    toolchain: &Toolchain,
    request: &Request,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> Capture {
    let mut printed = vec![];
    let mut each = |line: &str| {
        if printed.len() < PRINTED_LINES {
            printed.push(text::plain(line));
        }
        on_line(line);
    };
    let mut capture = match start(toolchain, request, cancel, &mut each) {
        Ok(capture) => capture,
        Err(error) => failed("Output", format!("The check can't be run here: {error}.")),
    };
    request.name.clone_into(&mut capture.check);
    let printed = printed.into_iter().map(|message| LogLine {
        level: "output".into(),
        message,
    });
    capture.log_lines.extend(printed);
    capture
}

fn start(
    toolchain: &Toolchain,
    request: &Request,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> io::Result<Capture> {
    // Real paths: a frame's file is then the file that the editor opens.
    let check = absolute(request.check)?;
    let conf = absolute(request.conf)?;
    let scratch = tempfile::Builder::new().prefix("ddint-run").tempdir()?;
    let output = scratch.path().join("capture.json");
    let wire = Wire {
        check: &check,
        conf: &conf,
        class: request.class,
        name: request.name,
        scenes: &request.scenes,
        stand_in: request.stand_in,
        database: request.database,
        output: &output,
    };
    let file = scratch.path().join("request.json");
    std::fs::write(&file, serde_json::to_vec(&wire)?)?;
    let mut spec = Spec::new(&toolchain.python, ["-P", "-s", "-c", SOURCE])
        .cwd(scratch.path())
        .time_limit(request.time_limit)
        .env("PYTHONPYCACHEPREFIX", toolchain.state.join("pycache"))
        .env("PYTHONUNBUFFERED", "1")
        .env("PYTHONIOENCODING", "utf-8:backslashreplace");
    for name in [
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONSTARTUP",
        "PYTHONDONTWRITEBYTECODE",
        "VIRTUAL_ENV",
    ] {
        spec = spec.unset(name);
    }
    spec.args.push(file.into());
    spec.supervised = true;
    let ended = process::run(&spec, cancel, on_line)?;
    Ok(read(&ended, &output, request))
}

fn absolute(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
        .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))
}

fn read(ended: &Ended, output: &Path, request: &Request) -> Capture {
    let mut capture = match load(output) {
        Ok(Some(capture)) => cleaned(capture),
        Ok(None) => Capture::default(),
        Err(error) => failed(
            "Output",
            format!("What the check emitted can't be read: {error}. Emit less, or simpler values."),
        ),
    };
    if ended.cancelled {
        return with_error(capture, "Canceled", "The run was canceled.".into());
    }
    if ended.timed_out {
        let limit = request.time_limit.as_secs_f32();
        let message = format!(
            "The check did not end within {limit} s. Give each request a time limit, and end each loop."
        );
        return with_error(capture, "Timeout", message);
    }
    if capture == Capture::default() {
        capture = with_error(capture, "Killed", killed(ended));
    }
    capture
}

fn killed(ended: &Ended) -> String {
    match (ended.signal, ended.code) {
        (Some(signal), _) => format!(
            "The check's process was ended by signal {signal} before the check returned. A check must not \
             end its own process; a crash inside a compiled library, or too little memory, does it as well."
        ),
        (None, Some(0 | 1) | None) => {
            let last = ended.output.lines().last().map(text::plain);
            let last = last.unwrap_or_else(|| "nothing".into());
            format!("The check's process ended before the check returned. The last it said: {last}")
        }
        (None, Some(code)) => format!(
            "The check ended its own process with exit status {code} (os._exit). Under an Agent this ends \
             the whole Agent; raise an exception instead."
        ),
    }
}

fn load(path: &Path) -> io::Result<Option<Capture>> {
    match std::fs::metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
        Ok(meta) if meta.len() > LARGEST_RESULT => {
            return Err(io::Error::other("it is larger than 512 MB"));
        }
        Ok(_) => {}
    }
    Ok(Some(serde_json::from_slice(&std::fs::read(path)?)?))
}

fn failed(kind: &str, message: String) -> Capture {
    with_error(Capture::default(), kind, message)
}

/// Keeps the frames that are known: they say where it hung.
fn with_error(mut capture: Capture, kind: &str, message: String) -> Capture {
    let frames = capture.error.take().map(|e| e.frames).unwrap_or_default();
    capture.error = Some(RunError {
        kind: kind.into(),
        message,
        frames,
    });
    capture
}

/// Text of a check is untrusted and ends up on the terminal.
fn cleaned(mut capture: Capture) -> Capture {
    let clean = |text: &mut String| {
        if text.chars().any(char::is_control) {
            *text = text::plain(text);
        }
    };
    for metric in &mut capture.metrics {
        clean(&mut metric.name);
        clean(&mut metric.hostname);
        metric.tags.iter_mut().for_each(clean);
    }
    for check in &mut capture.service_checks {
        clean(&mut check.name);
        clean(&mut check.message);
        check.tags.iter_mut().for_each(clean);
    }
    for event in &mut capture.events {
        clean(&mut event.title);
        clean(&mut event.text);
        event.tags.iter_mut().for_each(clean);
    }
    for line in &mut capture.log_lines {
        clean(&mut line.message);
    }
    capture.warnings.iter_mut().for_each(clean);
    for dropped in &mut capture.dropped {
        clean(&mut dropped.name);
        clean(&mut dropped.reason);
    }
    if let Some(error) = &mut capture.error {
        clean(&mut error.message);
        for Frame { text, function, .. } in &mut error.frames {
            clean(text);
            clean(function);
        }
    }
    capture
}
