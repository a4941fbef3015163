//! One program at a time: a lock on the workspace's `lock` file, which names its holder.

use super::error::Error;
use fd_lock::RwLock;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The lock's file in the workspace. It stays when the lock goes: a file that is removed while another program
/// opens it would be locked twice.
pub(super) const NAME: &str = "lock";

/// Opens the lock's file without locking it.
pub(super) fn open(dir: &Path) -> Result<RwLock<File>, Error> {
    let path = dir.join(NAME);
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map(RwLock::new)
        .map_err(|error| Error::io("open", &path, &error))
}

/// Runs `work` with the lock held.
///
/// # Errors
/// Names the process that holds it.
pub fn hold<R>(dir: &Path, work: impl FnOnce() -> R) -> Result<R, Error> {
    let path = dir.join(NAME);
    let mut lock = open(dir)?;
    match lock.try_write() {
        Ok(mut guard) => {
            // Only for the message that the next one gets; without it the lock holds as well.
            let _ = sign(&mut guard);
            Ok(work())
        }
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            let mut holder = String::new();
            let _ = File::open(&path).map(|file| file.take(256).read_to_string(&mut holder));
            Err(Error::locked(dir, &holder))
        }
        Err(error) => Err(Error::io("lock", &path, &error)),
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{} {}", std::process::id(), host())
}

fn host() -> String {
    ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .find_map(|path| fs::read_to_string(path).ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}
