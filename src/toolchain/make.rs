//! Making the private toolchain: once, under a lock, at its final path.

pub use super::error::MakeError;
use super::facts::Facts;
use super::installer::{Installer, remove};
use super::layout::{CURRENT, FACTS, READY, STATE};
use super::python::Python;
use super::{Toolchain, dirs};
use crate::jobs::cancel::CancelToken;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// The ddev that this program is tried with.
pub const DDEV_VERSION: &str = "20.1.0";
/// The Agent's base that this program is tried with.
pub const BASE_VERSION: &str = "38.5.0";

/// The environment's folder name: another pin is another folder, so an update never breaks what runs.
fn key() -> String {
    format!("ddev-{DDEV_VERSION}-base-{BASE_VERSION}")
}

fn requirements() -> Vec<String> {
    vec![
        format!("ddev=={DDEV_VERSION}"),
        format!("datadog-checks-base[deps]=={BASE_VERSION}"),
        "pip".into(),
    ]
}

/// Makes the toolchain, or returns the one that is there. `python` absent lets uv fetch a 3.13.
/// `progress` gets short lines, the tools' own output among them.
///
/// # Errors
/// [`MakeError::Cancelled`] after a cancel; else what failed, with [`MakeError::hint`]. Nothing that
/// is half made is ever taken for a toolchain.
pub fn make(
    python: Option<&Python>,
    cancel: &CancelToken,
    progress: &mut dyn FnMut(&str),
) -> Result<Toolchain, MakeError> {
    make_in(&dirs::toolchain_dir(), python, cancel, progress)
}

/// As [`make`], in another toolchain folder.
///
/// # Errors
/// As [`make`].
pub fn make_in(
    folder: &Path,
    python: Option<&Python>,
    cancel: &CancelToken,
    progress: &mut dyn FnMut(&str),
) -> Result<Toolchain, MakeError> {
    std::fs::create_dir_all(folder)?;
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join("lock"))?;
    let mut lock = fd_lock::RwLock::new(file);
    let _guard = loop {
        match lock.try_write() {
            Ok(guard) => break guard,
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(e) => return Err(e.into()),
        }
        progress("Another ddint-tui is making the toolchain; waiting for it");
        if cancel.wait(Duration::from_millis(500)) {
            return Err(MakeError::Cancelled);
        }
    };
    let root = folder.join(key());
    if let Some(toolchain) = Toolchain::open(&root) {
        set_current(folder)?;
        return Ok(toolchain);
    }
    // Whatever is there was not finished.
    remove(&root)?;
    let made = fill(folder, &root, python, cancel, progress);
    if made.is_err() {
        let _ = remove(&root);
    }
    made
}

fn fill(
    folder: &Path,
    root: &Path,
    python: Option<&Python>,
    cancel: &CancelToken,
    progress: &mut dyn FnMut(&str),
) -> Result<Toolchain, MakeError> {
    Installer {
        folder,
        cancel,
        progress,
        phase: "Looking for uv",
    }
    .fill(python, root, &requirements())?;
    progress("Asking ddev for its lists");
    let python = root.join("bin/python");
    Facts::ask(&python, &root.join(FACTS), &folder.join(STATE), cancel)?;
    let mut ready = File::create(root.join(READY))?;
    writeln!(ready, "{}", key())?;
    ready.sync_all()?;
    set_current(folder)?;
    Toolchain::open(root).ok_or_else(|| {
        MakeError::failed(
            format!("The environment in {} lacks ddev.", root.display()),
            "Remove that folder and make the toolchain again.",
        )
    })
}

fn set_current(folder: &Path) -> io::Result<()> {
    let path = folder.join(CURRENT);
    if std::fs::read_to_string(&path).is_ok_and(|text| text.trim() == key()) {
        return Ok(());
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(file, "{}", key())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}
