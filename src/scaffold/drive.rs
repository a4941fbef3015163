//! Bringing the clone and `rendered/` to one side of a journal: all contents first as temporary files
//! beside their targets, then renames. Applying, rolling back, recovering and undoing are all this.

use super::disk::Disk;
use super::journal::{Entry, Journal};
use super::{base, safety, tree};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The side to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

/// Why it was not reached.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    #[error(transparent)]
    Refused(#[from] safety::Refusal),
    /// Files that hold neither side.
    #[error("{} changed in the meantime", .0.join(", "))]
    Third(Vec<String>),
    #[error("{path}: {source}")]
    Io { path: String, source: io::Error },
}

/// What to do with a file that holds neither side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Third {
    Stop,
    /// Leave it, and report it.
    Leave,
}

struct Pending {
    path: String,
    at: PathBuf,
    /// `None`: remove it.
    temp: Option<PathBuf>,
}

/// Brings the clone's files to `side`. Returns the files that hold neither side and were left.
///
/// # Errors
/// See [`DriveError`]; files before the failing one may have been replaced, none is half written.
pub fn clone_to(
    disk: &Disk,
    journal: &Journal,
    side: Side,
    third: Third,
) -> Result<Vec<String>, DriveError> {
    let record = &journal.record;
    let mut left = Vec::new();
    let mut todo: Vec<&Entry> = Vec::new();
    for entry in &record.files {
        match standing(journal, entry, side) {
            Ok(Standing::There) => {}
            Ok(Standing::Other) => todo.push(entry),
            Ok(Standing::Third) => left.push(entry.path.clone()),
            // An obstacle in the way is neither side either.
            Err(_) if third == Third::Leave => left.push(entry.path.clone()),
            Err(e) => return Err(e),
        }
    }
    if third == Third::Stop && !left.is_empty() {
        return Err(DriveError::Third(left));
    }
    let mut pending = Vec::new();
    let staged = todo
        .iter()
        .try_for_each(|entry| stage(disk, journal, entry, side).map(|p| pending.push(p)));
    if let Err(e) = staged {
        sweep(disk, journal);
        return Err(e);
    }
    for (entry, item) in todo.iter().zip(&pending) {
        // Once more: the contributor may have saved the file while the others were written.
        match standing(journal, entry, side)? {
            Standing::Other => {}
            Standing::There => continue,
            Standing::Third if third == Third::Leave => {
                left.push(entry.path.clone());
                continue;
            }
            Standing::Third => {
                sweep(disk, journal);
                return Err(DriveError::Third(vec![entry.path.clone()]));
            }
        }
        let done = match &item.temp {
            Some(temp) => disk.rename(temp, &item.at),
            None => disk.remove_file(&item.at),
        };
        done.and_then(|()| disk.sync_dir(parent(&item.at)))
            .map_err(io_error(&item.path))?;
    }
    // A temporary file would keep its folder from being empty.
    sweep(disk, journal);
    tidy(disk, journal, side)?;
    Ok(left)
}

/// Removes the folders that this side leaves empty: applying, those that held only what it removed
/// (a kill may have come between the two); going back, those that it had made.
fn tidy(disk: &Disk, journal: &Journal, side: Side) -> Result<(), DriveError> {
    let record = &journal.record;
    if side == Side::After {
        for entry in record.files.iter().filter(|e| e.after.is_none()) {
            remove_empty_parents(disk, &record.clone, &entry.path)
                .map_err(io_error(&entry.path))?;
        }
        for folder in &record.earlier {
            let path = record.clone.join(folder);
            if fs::symlink_metadata(&path).is_ok_and(|m| m.is_dir()) {
                disk.remove_empty_dir(&path).map_err(io_error(folder))?;
            }
        }
        return Ok(());
    }
    for folder in record.made.iter().rev() {
        let path = record.clone.join(folder);
        if fs::symlink_metadata(&path).is_ok_and(|m| m.is_dir()) {
            disk.remove_empty_dir(&path).map_err(io_error(folder))?;
        }
    }
    Ok(())
}

/// Brings `rendered/` to `side`. Going back, what a later application changed is left.
///
/// # Errors
/// A file cannot be written; none is half written.
pub fn base_to(
    disk: &Disk,
    workspace: &Path,
    journal: &Journal,
    side: Side,
) -> Result<(), DriveError> {
    let root = base::dir(workspace);
    for entry in &journal.record.base {
        let temp = temp_of(&root.join(&entry.path));
        if fs::symlink_metadata(&temp).is_ok() {
            disk.remove_file(&temp).map_err(io_error(&entry.path))?;
        }
    }
    for entry in &journal.record.base {
        let at = root.join(&entry.path);
        let error = io_error(&entry.path);
        let now = fs::read(&at).ok().map(|b| tree::hash(&b));
        let wanted = wanted(entry, side);
        let later = side == Side::Before && now != entry.after;
        if now.as_ref() == wanted || later {
            continue;
        }
        match wanted {
            Some(hash) => {
                let bytes = journal.content(hash).map_err(&error)?;
                let temp = temp_of(&at);
                let folder = parent(&at);
                disk.create_dirs(folder)
                    .and_then(|()| disk.write_new(&temp, &bytes))
                    .and_then(|()| disk.rename(&temp, &at))
                    .and_then(|()| disk.sync_dir(folder))
                    .map_err(&error)?;
            }
            None => disk
                .remove_file(&at)
                .and_then(|()| disk.sync_dir(parent(&at)))
                .map_err(&error)?,
        }
    }
    Ok(())
}

/// Removes the temporary files that this journal may have left. Best effort.
pub fn sweep(disk: &Disk, journal: &Journal) {
    for entry in &journal.record.files {
        if let Ok(at) = journal.record.target(&entry.path) {
            let temp = temp_of(&at);
            if fs::symlink_metadata(&temp).is_ok() {
                let _ = disk.remove_file(&temp);
            }
        }
    }
}

enum Standing {
    There,
    Other,
    Third,
}

fn wanted(entry: &Entry, side: Side) -> Option<&String> {
    match side {
        Side::Before => entry.before.as_ref(),
        Side::After => entry.after.as_ref(),
    }
}

fn standing(journal: &Journal, entry: &Entry, side: Side) -> Result<Standing, DriveError> {
    let record = &journal.record;
    let at = record.target(&entry.path)?;
    let now = match fs::read(&at) {
        Ok(bytes) => Some(tree::hash(&bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(io_error(&entry.path)(e)),
    };
    let other = match side {
        Side::Before => &entry.after,
        Side::After => &entry.before,
    };
    Ok(if now.as_ref() == wanted(entry, side) {
        Standing::There
    } else if now == *other || journal.has_kept(now.as_deref()) {
        Standing::Other
    } else {
        Standing::Third
    })
}

/// Writes the content beside its target.
fn stage(disk: &Disk, journal: &Journal, entry: &Entry, side: Side) -> Result<Pending, DriveError> {
    let record = &journal.record;
    let at = record.target(&entry.path)?;
    let error = io_error(&entry.path);
    let Some(hash) = wanted(entry, side) else {
        return Ok(Pending {
            path: entry.path.clone(),
            at,
            temp: None,
        });
    };
    let bytes = journal.content(hash).map_err(&error)?;
    make_parents(disk, &record.clone, &entry.path).map_err(&error)?;
    let temp = temp_of(&at);
    disk.remove_file(&temp)
        .and_then(|()| disk.write_new(&temp, &bytes))
        .and_then(|()| match (at.is_file(), entry.mode) {
            (true, _) => disk.copy_mode(&at, &temp),
            (false, Some(mode)) => disk.set_mode(&temp, mode),
            (false, None) => Ok(()),
        })
        .map_err(&error)?;
    Ok(Pending {
        path: entry.path.clone(),
        at,
        temp: Some(temp),
    })
}

fn make_parents(disk: &Disk, root: &Path, path: &str) -> io::Result<()> {
    for (index, _) in path.match_indices('/') {
        let folder = root.join(&path[..index]);
        if !folder.is_dir() {
            disk.create_dir(&folder)?;
            disk.sync_dir(parent(&folder))?;
        }
    }
    Ok(())
}

/// Removes the folders that a removal left empty, below the integration's own.
fn remove_empty_parents(disk: &Disk, root: &Path, path: &str) -> io::Result<()> {
    let mut folder = path;
    while let Some((up, _)) = folder.rsplit_once('/') {
        if !up.contains('/') {
            break;
        }
        if fs::symlink_metadata(root.join(up)).is_ok_and(|m| m.is_dir()) {
            disk.remove_empty_dir(&root.join(up))?;
        }
        folder = up;
    }
    Ok(())
}

fn temp_of(at: &Path) -> PathBuf {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    at.with_file_name(format!(".{name}.ddint-tui-new"))
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn io_error(path: &str) -> impl Fn(io::Error) -> DriveError + '_ {
    move |source| DriveError::Io {
        path: path.to_owned(),
        source,
    }
}
