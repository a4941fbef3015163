//! How a child's question reaches the desk: the child runs a program to ask with (`GIT_ASKPASS`, `SSH_ASKPASS`), which
//! is this one under another name, in a private folder beside a socket. The folder is in the system's place for
//! temporary files, since a socket's path may have no more than about 100 bytes.

use super::cancel::CancelToken;
use super::desk::{ANSWERED, Desk};
use super::process::Spec;
use super::supervise;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::symlink;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// The name under which this program asks.
const ASKS: &str = "ddint-tui-ask";
const SOCKET: &str = "socket";
/// No question is longer.
const LONGEST: u64 = 64 * 1024;

/// An open door: children of one job can ask while it lives.
#[derive(Debug)]
pub struct Door {
    dir: TempDir,
    desk: Arc<Desk>,
    number: u64,
    closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Door {
    /// Opens a door to `desk`; `cancel` ends the job when a question stays unanswered.
    ///
    /// # Errors
    /// No folder or socket can be made, or this program can't be found to ask with.
    pub fn open(desk: &Arc<Desk>, cancel: &CancelToken) -> io::Result<Self> {
        let program = supervise::program().ok_or(io::ErrorKind::NotFound)?;
        // Only this user may go in, as with every temporary folder.
        let dir = tempfile::Builder::new().prefix("ddint-").tempdir()?;
        symlink(program, dir.path().join(ASKS))?;
        let listener = UnixListener::bind(dir.path().join(SOCKET))?;
        let (number, closed) = (desk.door(), Arc::new(AtomicBool::new(false)));
        let guest = Guest {
            desk: Arc::clone(desk),
            door: number,
            cancel: cancel.clone(),
        };
        let shut = Arc::clone(&closed);
        let thread = std::thread::Builder::new()
            .name("questions".into())
            .spawn(move || receive(&listener, &guest, &shut))?;
        Ok(Self {
            dir,
            desk: Arc::clone(desk),
            number,
            closed,
            thread: Some(thread),
        })
    }

    /// The child that asks here what it would ask on a terminal.
    #[must_use]
    pub fn of(&self, spec: Spec) -> Spec {
        let asks = self.dir.path().join(ASKS);
        spec.env("GIT_ASKPASS", asks.clone())
            .env("SSH_ASKPASS", asks)
            .env("SSH_ASKPASS_REQUIRE", "force")
    }
}

/// The child that asks nobody: neither here nor in a window of its own.
#[must_use]
pub fn without(spec: Spec) -> Spec {
    spec.env("GIT_ASKPASS", "")
        .env("SSH_ASKPASS_REQUIRE", "never")
}

impl Drop for Door {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::SeqCst);
        let number = self.number;
        self.desk.withdraw(|door, _| door == number);
        // The listening thread waits for somebody to come.
        let woken = UnixStream::connect(self.dir.path().join(SOCKET)).is_ok();
        if let Some(thread) = self.thread.take()
            && woken
        {
            let _ = thread.join();
        }
    }
}

#[derive(Clone)]
struct Guest {
    desk: Arc<Desk>,
    door: u64,
    cancel: CancelToken,
}

fn receive(listener: &UnixListener, guest: &Guest, closed: &AtomicBool) {
    for stream in listener.incoming() {
        if closed.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { return };
        let guest = guest.clone();
        // Who can't be heard finds the door closed.
        let _ = std::thread::Builder::new()
            .name("question".into())
            .spawn(move || drop(hear(stream, &guest)));
    }
}

/// Hears one question and stays until it is answered, or who asked is gone.
fn hear(mut stream: UnixStream, guest: &Guest) -> io::Result<()> {
    let mut length = [0; 8];
    stream.read_exact(&mut length)?;
    let length = u64::from_be_bytes(length).min(LONGEST);
    let mut said = vec![];
    (&stream).take(length).read_to_end(&mut said)?;
    let said = String::from_utf8_lossy(&said);
    let to = stream.try_clone()?;
    let id = guest.desk.ask(guest.door, &said, to, &guest.cancel);
    // Nothing more is said: this returns when either side ends it.
    let _ = stream.read(&mut [0]);
    guest.desk.withdraw(|_, question| question == id);
    Ok(())
}

/// Asks, when this program was started to do that: its exit status.
#[must_use]
pub fn asked(argv: &[OsString]) -> Option<i32> {
    let own = Path::new(argv.first()?);
    if own.file_name() != Some(OsStr::new(ASKS)) {
        return None;
    }
    let said = argv.get(1).map(|a| a.to_string_lossy().into_owned());
    let socket: PathBuf = own.with_file_name(SOCKET);
    let answer = ask(&socket, &said.unwrap_or_default());
    let told = answer.is_ok_and(|answer| io::stdout().write_all(&answer).is_ok());
    Some(i32::from(!told))
}

fn ask(socket: &Path, said: &str) -> io::Result<Vec<u8>> {
    let mut stream = UnixStream::connect(socket)?;
    let length = u64::try_from(said.len()).unwrap_or(LONGEST);
    stream.write_all(&length.to_be_bytes())?;
    stream.write_all(said.as_bytes())?;
    let mut answer = vec![];
    stream.read_to_end(&mut answer)?;
    let _ = stream.shutdown(Shutdown::Both);
    if answer.first() != Some(&ANSWERED) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    answer.remove(0);
    answer.push(b'\n');
    Ok(answer)
}
