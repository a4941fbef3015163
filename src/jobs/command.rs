//! A child's command from its description, under the supervisor when that is wanted.

use super::spec::Spec;
use super::supervise;
use std::io;
use std::path::Path;
use std::process::Command;

/// The command of `spec`, its output and input not yet set. `input`: how many bytes of this program's end of the
/// pipe the supervised child gets itself; what follows, and the pipe's end, are for the supervisor.
///
/// # Errors
/// When the program or the working directory is missing.
pub(super) fn of(spec: &Spec, input: Option<usize>) -> io::Result<(Command, bool)> {
    let program = supervise::locate(&spec.program, &spec.cwd)?;
    let supervisor = spec.supervised.then(supervise::program).flatten();
    let mut command = match &supervisor {
        Some(supervisor) => {
            let mut command = Command::new(supervisor);
            command.args(supervise::args(&program, input));
            command
        }
        None => Command::new(&program),
    };
    command.args(&spec.args);
    set_surroundings(&mut command, spec)?;
    Ok((command, supervisor.is_some()))
}

/// An error of the start that names the program.
pub(super) fn start_error(spec: &Spec, error: &io::Error) -> io::Error {
    let message = format!("can't run {}: {error}", spec.program.display());
    io::Error::new(error.kind(), message)
}

fn set_surroundings(command: &mut Command, spec: &Spec) -> io::Result<()> {
    if !spec.cwd.as_os_str().is_empty() {
        check_folder(&spec.cwd)?;
        command.current_dir(&spec.cwd);
    }
    if spec.clear_env {
        command.env_clear();
    }
    for (name, value) in &spec.env {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ok(())
}

/// Without this a missing working directory reads as if the program were missing.
fn check_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let message = format!("the working directory {} does not exist", path.display());
    Err(io::Error::new(io::ErrorKind::NotFound, message))
}
