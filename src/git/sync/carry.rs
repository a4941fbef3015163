//! Files to and from their places, also where `.git` is on another file system than the worktree: nothing that a kill cuts
//! off in the middle of a copy counts, or stays in the worktree.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::Path;

/// A folder beside a file's place, in which its copy is made: this, and random letters.
const NEAR: &str = ".ddint-tui-";
const LETTERS: usize = 6;
const WHOLE: &str = "file";

pub(super) fn make_room(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

/// A second name for a file; where the file system has none, a copy, which gets its name when it is whole.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    near(from, to)
}

/// Moves a file, over to another file system too; at its place it is whole or not there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            near(from, to)?;
            fs::remove_file(from)
        }
        other => other,
    }
}

fn near(from: &Path, to: &Path) -> io::Result<()> {
    let near = tempfile::Builder::new()
        .prefix(NEAR)
        .rand_bytes(LETTERS)
        .tempdir_in(to.parent().unwrap_or(to))?;
    let whole = near.path().join(WHOLE);
    if fs::symlink_metadata(from)?.is_symlink() {
        symlink(fs::read_link(from)?, &whole)?;
    } else {
        fs::copy(from, &whole)?;
    }
    fs::rename(&whole, to)
}

/// Removes what a kill left of a copy beside `file`; a folder with anything else in it is not ours.
pub(super) fn sweep(file: &Path) -> io::Result<()> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let entries = match fs::read_dir(file.parent().unwrap_or(file)) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() && is_ours(&entry.file_name(), &entry.path())? {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn is_ours(name: &OsStr, folder: &Path) -> io::Result<bool> {
    let letters = name.to_str().and_then(|name| name.strip_prefix(NEAR));
    if letters.is_none_or(|letters| letters.len() != LETTERS) {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() != WHOLE {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_is_cut_off_has_no_name() {
        // Another file system, and nothing can be read where it begins.
        let broken = Path::new("/proc/self/mem");
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("old");
        link(broken, &to).unwrap_err();
        rename(broken, &to).unwrap_err();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn over_to_another_file_system_a_file_is_whole_and_its_bit_kept() {
        use std::os::unix::fs::PermissionsExt;
        let (Ok(far), near) = (
            tempfile::tempdir_in("/dev/shm"),
            tempfile::tempdir().unwrap(),
        ) else {
            return;
        };
        let (from, to) = (far.path().join("a"), near.path().join("b"));
        fs::write(&from, "text").unwrap();
        fs::set_permissions(&from, fs::Permissions::from_mode(0o755)).unwrap();
        link(&from, &to).unwrap();
        rename(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"text");
        let mode = fs::metadata(&to).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o755);
        assert!(!from.exists() && fs::read_dir(near.path()).unwrap().count() == 1);
    }
}
