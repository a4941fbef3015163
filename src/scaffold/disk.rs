//! Every step that changes the disk while applying, undoing and recovering, with a seam that makes
//! the n-th step fail, so that tests can stop at each of them.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// How a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This step alone, as a full disk or a missing permission would: what follows can clean up.
    Once,
    /// This step, half done, and every later one: as if the program had been killed.
    Dead,
}

/// The disk.
#[derive(Debug, Default)]
pub struct Disk {
    fault: Option<(usize, Fault)>,
    done: Cell<usize>,
}

impl Disk {
    /// A disk on which step `at` (from 0) fails. For tests, where nothing need outlive a power cut:
    /// steps count, but nothing waits for the disk.
    #[must_use]
    pub fn failing(at: usize, fault: Fault) -> Self {
        Self {
            fault: Some((at, fault)),
            done: Cell::new(0),
        }
    }

    /// How many steps were taken.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.done.get()
    }

    fn step(&self) -> io::Result<()> {
        let now = self.done.get();
        self.done.set(now + 1);
        match self.fault {
            Some((at, Fault::Once)) if now == at => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some((at, Fault::Dead)) if now >= at => Err(io::Error::other("killed")),
            _ => Ok(()),
        }
    }

    /// Makes a folder whose parent exists; one that is there already is fine.
    pub fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            other => other,
        }
    }

    /// Makes a folder and its parents.
    pub fn create_dirs(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir_all(path)
    }

    /// Writes a file that does not exist yet, and its bytes to the disk.
    pub fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let fault = self.step();
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        if let Err(e) = fault {
            // A torn write: what a kill or a full disk leaves.
            file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(e);
        }
        file.write_all(bytes)?;
        if self.fault.is_some() {
            return Ok(());
        }
        file.sync_all()
    }

    /// Gives a file the permissions of another.
    pub fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    /// Sets the Unix mode bits; elsewhere nothing.
    pub fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        self.step()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(mode))
        }
        #[cfg(not(unix))]
        {
            let _ = (path, mode);
            Ok(())
        }
    }

    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Removes a file (or a symbolic link itself); an absent one is fine.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        absent_is_fine(fs::remove_file(path))
    }

    /// Removes a folder that is empty; one that is not, or is absent, is left.
    pub fn remove_empty_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            other => absent_is_fine(other),
        }
    }

    /// Removes a folder of our own with all that is in it; symbolic links in it are not followed.
    pub fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        absent_is_fine(fs::remove_dir_all(path))
    }

    /// Makes what happened in a folder (new, renamed and removed names) last.
    pub fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if self.fault.is_some() {
            return Ok(());
        }
        #[cfg(unix)]
        {
            absent_is_fine(File::open(path).and_then(|d| d.sync_all()))
        }
        #[cfg(not(unix))]
        {
            let _: Option<File> = None;
            let _ = path;
            Ok(())
        }
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
