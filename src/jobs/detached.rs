//! A program that may outlive this one, such as a browser.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Starts a program away from this one's terminal, in a group of its own.
///
/// # Arguments
/// `soon`: how long it may take to say that it can't do what it is asked. One that still runs then does it.
///
/// # Errors
/// It can't be started, or ended with a failure.
pub fn start(program: &str, argument: &OsStr, soon: Duration) -> io::Result<()> {
    let mut child = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let (tell, told) = channel();
    // Waits as long as it runs, so that nothing unreaped is left while this program runs.
    std::thread::Builder::new()
        .name("detached".into())
        .spawn(move || {
            let _ = tell.send(child.wait());
        })?;
    match told.recv_timeout(soon) {
        Ok(ended) => match ended? {
            status if status.success() => Ok(()),
            status => Err(io::Error::other(format!("{program} ended with {status}"))),
        },
        Err(_) => Ok(()),
    }
}
