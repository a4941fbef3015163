//! Applying a plan: everything or nothing, and never without a way back.

use super::decision::{self, Nature};
use super::disk::Disk;
use super::drive::{self, DriveError, Side, Third};
use super::journal::{Change, Journal, Marker, Record};
use super::rename::{self, View};
use super::shadow::Shadow;
use super::tree::{self, Held};
use super::{base, eol, prune, root, safety};
use crate::core::plan::{Choice, FileState, Plan, PlannedFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// What to apply.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub workspace: &'a Path,
    pub clone: &'a Path,
    pub folder: &'a str,
    pub plan: &'a Plan,
    /// The shadow that the plan was made from.
    pub shadow: &'a Shadow,
    /// For the files that need one: *yours* leaves the file as it is; *ours* takes ours where the
    /// two sides meet, and keeps the contributor's other edits.
    pub choices: &'a BTreeMap<String, Choice>,
    /// Choices within a file, one for each of its conflicts in order; they win over `choices`.
    pub hunks: &'a BTreeMap<String, Vec<Choice>>,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The folder below `undo/`; `None` when there was nothing to write.
    pub number: Option<u32>,
    /// The files of the clone that were written or removed.
    pub written: Vec<String>,
}

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    #[error("{} needs a choice between your version and ours. Nothing was changed.", .0.join(", "))]
    Unresolved(Vec<String>),
    #[error("{} changed since the plan was made. Plan again to see what applying would do now. Nothing was changed.", .0.join(", "))]
    Stale(Vec<String>),
    #[error("ddev's own files follow from your choice for {}. Plan again, then apply. Nothing was changed.", .0.join(", "))]
    Replan(Vec<String>),
    #[error(transparent)]
    Refused(#[from] safety::Refusal),
    #[error("{0}")]
    Config(String),
    #[error("{path} cannot be written: {source}. {}. Every file is as it was before.", advice(.source))]
    RolledBack { path: String, source: io::Error },
    #[error("{path} cannot be written: {source}. {}. Start ddint-tui again to finish or take back what had begun.", advice(.source))]
    Interrupted { path: String, source: io::Error },
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "The disk is full: free some space"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Make the folder writable for your user"
        }
        _ => "Check the folder, then apply again",
    }
}

/// Applies a plan.
///
/// # Errors
/// See [`ApplyError`]: except for `Interrupted`, the clone and the base are as they were.
pub fn apply(input: &Input) -> Result<Applied, ApplyError> {
    apply_on(&Disk::default(), input)
}

/// [`apply`] on a disk that may fail.
///
/// # Errors
/// As [`apply`].
pub fn apply_on(disk: &Disk, input: &Input) -> Result<Applied, ApplyError> {
    let earlier = &input.shadow.earlier;
    let view = View::of(input.clone, input.folder, earlier)
        .map_err(|source| rolled_back(input.folder, source))?;
    let base = view
        .base(input.workspace)
        .map_err(|source| rolled_back("rendered", source))?;
    check(input, &view)?;
    let mut files = Vec::new();
    for file in input.plan.files.iter().filter(|f| !f.is_folder()) {
        let folder = rename::owner(&file.path, input.folder, earlier);
        let at = safety::target(input.clone, folder, &file.path)?;
        let after = outcome(input, &view, file, base.get(&file.path).map(String::as_str))?;
        let before = match fs::read(&at) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(rolled_back(&file.path, source)),
        };
        let after = match after {
            Outcome::Keep => continue,
            Outcome::Write(bytes) => Some(bytes),
            Outcome::Remove => None,
        };
        if before != after {
            let moved = file.from.as_ref().map(|from| input.clone.join(from));
            files.push(Change {
                mode: mode(moved.as_deref().unwrap_or(&at)),
                path: file.path.clone(),
                before,
                after,
            });
        }
    }
    let base = base_changes(input, &base)?;
    if files.is_empty() && base.is_empty() {
        return Ok(Applied::default());
    }
    let written: Vec<String> = files.iter().map(|f| f.path.clone()).collect();
    let made = folders_to_make(input.clone, &files);
    let mut record = Journal::record(input.clone, input.folder, &files, &base, made);
    record.earlier.clone_from(earlier);
    let number = commit(disk, input.workspace, input.plan, record, &files, &base)?;
    Ok(Applied {
        number: Some(number),
        written,
    })
}

/// Journals these changes and makes them, all or none; the journal's number.
pub(super) fn commit(
    disk: &Disk,
    workspace: &Path,
    plan: &Plan,
    record: Record,
    files: &[Change],
    base: &[Change],
) -> Result<u32, ApplyError> {
    let journal = Journal::write(disk, workspace, plan, record, files, base)
        .map_err(|source| rolled_back("undo", source))?;
    let number = journal.number;
    match forward(disk, workspace, &journal) {
        Ok(()) => {
            // What is kept too long is no reason to fail: the next application tries again.
            let _ = prune::prune(disk, workspace);
            Ok(number)
        }
        Err(e) => Err(back(disk, workspace, journal, e)),
    }
}

fn forward(disk: &Disk, workspace: &Path, journal: &Journal) -> Result<(), DriveError> {
    drive::clone_to(disk, journal, Side::After, Third::Stop)?;
    drive::base_to(disk, workspace, journal, Side::After)?;
    journal
        .mark(disk, Marker::Done)
        .map_err(|source| DriveError::Io {
            path: "undo".into(),
            source,
        })
}

/// Takes back what had begun, and says what happened.
fn back(disk: &Disk, workspace: &Path, journal: Journal, error: DriveError) -> ApplyError {
    let undone = journal
        .unmark(disk, Marker::Done)
        .map_err(|source| DriveError::Io {
            path: "undo".into(),
            source,
        })
        .and_then(|()| drive::clone_to(disk, &journal, Side::Before, Third::Leave))
        .and_then(|_| drive::base_to(disk, workspace, &journal, Side::Before))
        .is_ok()
        && journal.discard(disk).is_ok();
    match error {
        DriveError::Third(paths) => ApplyError::Stale(paths),
        DriveError::Refused(refusal) => ApplyError::Refused(refusal),
        DriveError::Io { path, source } if undone => ApplyError::RolledBack { path, source },
        DriveError::Io { path, source } => ApplyError::Interrupted { path, source },
    }
}

/// Refuses what must not be applied, before anything is written.
fn check(input: &Input, view: &View) -> Result<(), ApplyError> {
    if input.plan.hash != input.shadow.hash {
        return Err(ApplyError::Stale(vec!["the set of files".into()]));
    }
    let mut stale = input.shadow.stale(input.clone, input.folder)?;
    let mut open = Vec::new();
    let known: BTreeSet<&String> = input.plan.files.iter().map(|f| &f.path).collect();
    let unknown = view.old().map(|(path, _)| path);
    stale.extend(unknown.filter(|path| !known.contains(path)).cloned());
    for file in &input.plan.files {
        if !file.is_folder() {
            let held = held(input, view, &file.path)?;
            let from = view.source(&file.path) == file.from.as_deref();
            if (held.shown() != file.old || !from) && !stale.contains(&file.path) {
                stale.push(file.path.clone());
            }
        }
        let chosen = input.choices.contains_key(&file.path) || input.hunks.contains_key(&file.path);
        if file.needs_choice() && !chosen {
            open.push(file.path.clone());
        }
    }
    if !stale.is_empty() {
        return Err(ApplyError::Stale(stale));
    }
    if !open.is_empty() {
        return Err(ApplyError::Unresolved(open));
    }
    let behind = input.shadow.follows(input.plan, input.choices, input.hunks);
    if !behind.is_empty() {
        return Err(ApplyError::Replan(behind));
    }
    Ok(())
}

enum Outcome {
    Keep,
    Write(Vec<u8>),
    Remove,
}

/// What a row of the plan is about: also a file of an earlier folder.
fn held(input: &Input, view: &View, path: &str) -> Result<Held, safety::Refusal> {
    match rename::owner(path, input.folder, &input.shadow.earlier) {
        folder if folder == input.folder => view.held(path),
        earlier => tree::held(input.clone, earlier, path),
    }
}

fn outcome(
    input: &Input,
    view: &View,
    file: &PlannedFile,
    base: Option<&str>,
) -> Result<Outcome, ApplyError> {
    let choice = input.choices.get(&file.path).copied();
    let leaves = rename::owner(&file.path, input.folder, &input.shadow.earlier) != input.folder;
    let theirs = held(input, view, &file.path)?;
    // What is kept under an earlier name moves as it is, whatever its bytes.
    let keep = || match (&file.from, &theirs) {
        (None, _) | (_, Held::Absent) => Outcome::Keep,
        (Some(_), Held::Text(text)) => Outcome::Write(text.clone().into_bytes()),
        (Some(_), Held::Binary(bytes)) => Outcome::Write(bytes.clone()),
    };
    match file.state {
        FileState::Unchanged | FileState::Yours => Ok(Outcome::Keep),
        FileState::Removed => Ok(Outcome::Remove),
        FileState::Moved if matches!(theirs, Held::Binary(_)) => Ok(keep()),
        FileState::Conflict if leaves => Ok(match choice {
            Some(Choice::Ours) => Outcome::Remove,
            _ => Outcome::Keep,
        }),
        FileState::Conflict => {
            let ours = input
                .shadow
                .files
                .get(&file.path)
                .map_or("", String::as_str);
            let hunks = input.hunks.get(&file.path).map_or(&[][..], Vec::as_slice);
            match (&theirs, choice) {
                (_, Some(Choice::Yours)) if hunks.is_empty() => Ok(keep()),
                (Held::Text(text), choice) => {
                    let shared = safety::ROOT_FILES.contains(&file.path.as_str());
                    let (text, base) = if shared {
                        let text = view.shared(&file.path, text);
                        let text = text.map_err(ApplyError::Config)?;
                        let base = root::restored(&file.path, input.folder, base, &text)
                            .map_err(ApplyError::Config)?;
                        (text, base)
                    } else {
                        (text.clone(), base.map(str::to_owned))
                    };
                    let merged = decision::merged(base.as_deref(), &text, ours);
                    let out = merged.resolved(hunks, choice.unwrap_or(Choice::Yours));
                    Ok(Outcome::Write(eol::like(&out, &text).into_bytes()))
                }
                (_, Some(Choice::Ours)) => Ok(Outcome::Write(ours.as_bytes().to_vec())),
                _ => Ok(keep()),
            }
        }
        _ if file.replaces_edit && choice == Some(Choice::Yours) => Ok(keep()),
        _ => Ok(Outcome::Write(file.new.clone().into_bytes())),
    }
}

/// What `rendered/` must hold afterwards: our side of every file, so that the contributor's part of
/// a merge stays recognizable as an edit.
fn base_changes(
    input: &Input,
    effective: &BTreeMap<String, String>,
) -> Result<Vec<Change>, ApplyError> {
    let root = base::dir(input.workspace);
    let stored: BTreeSet<String> = tree::files(&root, "", &mut |_| true)
        .map_err(|source| rolled_back("rendered", source))?
        .into_iter()
        .collect();
    let states: BTreeMap<&str, FileState> = input
        .plan
        .files
        .iter()
        .map(|f| (f.path.as_str(), f.state))
        .collect();
    let paths: BTreeSet<&String> = stored.iter().chain(input.shadow.files.keys()).collect();
    let mut out = Vec::new();
    for path in paths {
        let before = match fs::read(root.join(path)) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(rolled_back(path, source)),
        };
        let kept = effective.contains_key(path)
            && (decision::nature(path, &input.shadow.generated) == Nature::MadeOnce
                || (safety::ROOT_FILES.contains(&path.as_str())
                    && states.get(path.as_str()) == Some(&FileState::Yours))
                || (!input.shadow.failed.is_empty()
                    && !states.contains_key(path.as_str())
                    && decision::is_generated(path, input.folder)));
        let after = if kept {
            // As it is; after a rename, as it is under the present name.
            match effective.get(path) {
                Some(text) if !input.shadow.earlier.is_empty() => Some(text.clone().into_bytes()),
                _ => before.clone(),
            }
        } else {
            input
                .shadow
                .files
                .get(path)
                .map(|text| eol::to_lf(text).into_bytes())
        };
        if before != after {
            out.push(Change {
                path: path.clone(),
                before,
                after,
                mode: None,
            });
        }
    }
    Ok(out)
}

/// The folders that writing will make, outermost first.
pub(super) fn folders_to_make(clone: &Path, files: &[Change]) -> Vec<String> {
    let mut out = BTreeSet::new();
    for file in files.iter().filter(|f| f.after.is_some()) {
        for (index, _) in file.path.match_indices('/') {
            let folder = &file.path[..index];
            if fs::symlink_metadata(clone.join(folder)).is_err() {
                out.insert(folder.to_owned());
            }
        }
    }
    out.into_iter().collect()
}

pub(super) fn mode(at: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::symlink_metadata(at)
            .ok()
            .map(|m| m.permissions().mode() & 0o7777)
    }
    #[cfg(not(unix))]
    {
        let _ = at;
        None
    }
}

fn rolled_back(path: &str, source: io::Error) -> ApplyError {
    ApplyError::RolledBack {
        path: path.to_owned(),
        source,
    }
}
