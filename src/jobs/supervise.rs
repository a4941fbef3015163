//! `ddint-tui __supervise`: stands between the program and a long job, and ends the job when its own
//! standard input closes. A killed program closes it, so even SIGKILL leaves no child behind.

use super::descendants;
use super::group::GRACE;
use super::group::Group;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long what outlived its job may take to end.
const STRAYS: Duration = Duration::from_millis(500);

/// The hidden subcommand's name.
pub const SUBCOMMAND: &str = "__supervise";

/// The program that has the subcommand: `DDINT_TUI_EXE`, else this program when it is `ddint-tui`.
/// `None` (in a library's tests, say) means that jobs run unsupervised.
#[must_use]
pub fn program() -> Option<PathBuf> {
    let named = std::env::var_os("DDINT_TUI_EXE").map(PathBuf::from);
    let own = || {
        let own = std::env::current_exe().ok()?;
        (own.file_stem() == Some(OsStr::new("ddint-tui"))).then_some(own)
    };
    // A program replaced by an update while it runs has no file any more.
    named.or_else(own).filter(|path| path.is_file())
}

/// The arguments before the supervised program's own.
pub(super) fn args(program: &Path, stdin: Option<usize>) -> Vec<OsString> {
    let mut args = vec![OsString::from(SUBCOMMAND)];
    if let Some(bytes) = stdin {
        args.push("--stdin".into());
        args.push(bytes.to_string().into());
    }
    args.push("--".into());
    args.push(program.into());
    args
}

/// The program's full path, so that a missing one is an error of the start, supervised or not.
pub(super) fn locate(program: &Path, cwd: &Path) -> io::Result<PathBuf> {
    let missing = || {
        let message = format!("can't run {}: there is no such program", program.display());
        io::Error::new(io::ErrorKind::NotFound, message)
    };
    if program.components().count() == 1 && !program.is_absolute() {
        return which::which(program).map_err(|_| missing());
    }
    let path = if program.is_absolute() {
        program.to_owned()
    } else if cwd.as_os_str().is_empty() {
        std::env::current_dir()?.join(program)
    } else {
        std::env::current_dir()?.join(cwd).join(program)
    };
    if path.exists() {
        Ok(path)
    } else {
        Err(missing())
    }
}

/// Runs the subcommand; `args` are those after `__supervise`: `[--stdin BYTES] -- PROGRAM [ARG...]`.
/// Returns the exit status to leave with: the job's own, 2 for wrong usage, 127 when the job cannot
/// start.
pub fn main(args: &[OsString]) -> i32 {
    let Some((stdin, job)) = parse(args) else {
        return 2;
    };
    match supervise(stdin, job) {
        Ok(status) => status,
        Err(error) => {
            let _ = writeln!(io::stderr(), "ddint-tui: {error}");
            127
        }
    }
}

fn parse(args: &[OsString]) -> Option<(Option<usize>, &[OsString])> {
    let (stdin, rest) = match args {
        [flag, bytes, rest @ ..] if flag == "--stdin" => {
            (Some(bytes.to_str()?.parse().ok()?), rest)
        }
        rest => (None, rest),
    };
    match rest {
        [dashes, job @ ..] if dashes == "--" && !job.is_empty() => Some((stdin, job)),
        _ => None,
    }
}

fn supervise(stdin: Option<usize>, argv: &[OsString]) -> io::Result<i32> {
    descendants::adopt();
    watch_signals()?;
    let mut child = Command::new(&argv[0])
        .args(&argv[1..])
        .stdin(if stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .spawn()
        .map_err(|e| {
            let name = Path::new(&argv[0]).display();
            io::Error::new(e.kind(), format!("can't run {name}: {e}"))
        })?;
    let cut = Arc::new(AtomicBool::new(false));
    let ending = watch_lifeline(&mut child, stdin, Arc::clone(&cut))?;
    let status = child.wait()?;
    if cut.load(Ordering::SeqCst) {
        // Nobody else ends what the job left behind.
        let _ = ending.join();
    }
    descendants::end(STRAYS);
    descendants::reap();
    if let Some(signal) = status.signal() {
        // End by the same signal, so that whoever waits sees what happened to the job.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
        return Ok(128 + signal);
    }
    Ok(status.code().unwrap_or(1))
}

/// On a thread: a signal to the group is for the job; this process stays to report how the job ended. What
/// left the group did not get it, and what does not heed it is ended before the program ends the group and
/// this process with it.
fn watch_signals() -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            if signals.forever().next().is_some() {
                descendants::end(GRACE * 3 / 4);
            }
            // Later ones change nothing: everything is ending.
            signals.forever().for_each(drop);
        })?;
    Ok(())
}

/// On a thread: hands the job its input, then waits for the end of our own and ends the group.
fn watch_lifeline(
    child: &mut Child,
    stdin: Option<usize>,
    cut: Arc<AtomicBool>,
) -> io::Result<JoinHandle<()>> {
    let input = child.stdin.take();
    let job = Group::of(child.id())?;
    std::thread::Builder::new()
        .name("lifeline".into())
        .spawn(move || {
            let mut own = io::stdin().lock();
            if let (Some(bytes), Some(mut input)) = (stdin, input) {
                let mut given = own.by_ref().take(bytes as u64);
                // A job that does not read its input is no fault; what is left is skipped.
                if io::copy(&mut given, &mut input).is_err() {
                    let _ = io::copy(&mut given, &mut io::sink());
                }
            }
            let _ = io::copy(&mut own, &mut io::sink());
            // Started by hand this process leads no group, and the shell's group is not ours to end.
            let group = Group::led_by_this_process().unwrap_or(job);
            cut.store(true, Ordering::SeqCst);
            group.terminate();
            if cfg!(target_os = "linux") {
                descendants::end(GRACE);
            } else {
                std::thread::park_timeout(GRACE);
            }
            group.kill();
        })
}
