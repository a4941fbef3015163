//! An integration that was there before: taking it into a workspace, and what its files shall hold.
//!
//! `opened/` in the workspace keeps the files as they were read and the answers that they gave: what is answered
//! otherwise is told from those, and goes into those texts. `rendered/` is the base of the merge, as always.

use super::job::{Job, io};
use crate::core::answers::Answers;
use crate::core::event::{Failure, FailureKind, Opened};
use crate::core::existing::Existing;
use crate::core::finding::{Finding, Severity, Source};
use crate::core::metadata::MetricRow;
use crate::core::nearest;
use crate::core::state::{Ids, State};
use crate::core::wizard::Wizard;
use crate::git;
use crate::scaffold::existing::{self as scaffold, Read, Snapshot, Wanted};
use crate::scaffold::{base, eol, ids, safety, shadow::Kept, tree};
use crate::workspace::files::write_private;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn dir(workspace: &Path) -> PathBuf {
    workspace.join("opened")
}

/// The clone: the one named, else the first that is found where clones are usually.
///
/// # Errors
/// There is none.
pub fn clone(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let found = match named {
        Some(path) => git::clone::recognise(path).map_err(|e| (e.message, e.hint)),
        None => git::clone::candidates(None)
            .iter()
            .find_map(|path| git::clone::recognise(path).ok())
            .ok_or_else(|| {
                let said = "No clone of integrations-extras was found.".to_owned();
                let hint = "Name it in config.toml (repository), or run: ddint-tui new --from NAME --repo DIR";
                (said, hint.to_owned())
            }),
    };
    let failure =
        |(message, hint): (String, String)| Failure::new(FailureKind::Unavailable, message, hint);
    found.map(|c| c.root).map_err(failure)
}

/// The folder of an integration by its name: the folder's own, or the display name that gives it.
///
/// # Errors
/// The clone holds no such integration.
pub fn folder(clone: &Path, name: &str) -> Result<String, Failure> {
    let given = name.trim().trim_end_matches('/');
    let derived = crate::core::names::folder_name(given);
    let is = |folder: &&str| {
        safety::in_scope(&format!("{folder}/manifest.json"), folder)
            && [
                "manifest.json",
                "pyproject.toml",
                "metadata.csv",
                "README.md",
            ]
            .iter()
            .any(|file| clone.join(folder).join(file).is_file())
    };
    if let Some(found) = [given, derived.as_str()].iter().find(|f| is(f)) {
        return Ok((*found).to_owned());
    }
    let all = integrations(clone);
    let near = nearest::hint(given, all.iter().map(String::as_str));
    Err(Failure::new(
        FailureKind::Answers,
        format!("{} holds no integration {given:?}.{near}", clone.display()),
        "Name the folder of one that is checked out there.",
    ))
}

/// The integrations of a clone.
pub fn integrations(clone: &Path) -> Vec<String> {
    let entries = fs::read_dir(clone).into_iter().flatten().flatten();
    // A link leads to one that lies elsewhere: counting it would make two of it.
    let own = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut out: Vec<String> = own
        .filter(|e| e.path().join("README.md").is_file())
        .filter_map(|e| e.file_name().into_string().ok())
        .filter(|n| !n.starts_with('.'))
        .collect();
    out.sort();
    out
}

/// Begins a workflow on an integration, or goes on with the one that the workspace holds.
///
/// # Errors
/// The workspace holds a workflow about something else; as [`open`].
pub fn begin(
    workspace: &Path,
    clone: &Path,
    folder: &str,
    state: &mut State,
) -> Result<(), Failure> {
    let held = state.answers.integration.folder();
    if state.files.existing && held == folder {
        state.files.clone = Some(clone.display().to_string());
        return Ok(());
    }
    if !held.is_empty() {
        return Err(Failure::new(
            FailureKind::Answers,
            format!(
                "A workflow about {held} is in {} already.",
                workspace.display()
            ),
            "Resume it, delete it, or name another folder with --workspace.",
        ));
    }
    open(workspace, clone, folder, state)
}

/// Reads an integration, and keeps what it was read from.
///
/// # Errors
/// A symbolic link in the way, or I/O.
pub fn open(
    workspace: &Path,
    clone: &Path,
    folder: &str,
    state: &mut State,
) -> Result<(), Failure> {
    let snapshot = take(clone, folder)?;
    let read = read(clone, &snapshot);
    store(workspace, &snapshot, &read)?;
    state.answers = read.existing.answers;
    let display = &state.answers.integration.display_name;
    state.answers.git.title = Some(format!("Update {display} integration"));
    state.files.ids = read.ids;
    state.files.existing = true;
    state.files.clone = Some(clone.display().to_string());
    state.ui.step = crate::core::step::StepId::Framework;
    state.ui.touched = super::now();
    Ok(())
}

fn take(clone: &Path, folder: &str) -> Result<Snapshot, Failure> {
    Snapshot::take(clone, folder)
        .map_err(|e| Failure::saying(FailureKind::Question, &e.to_string()))
}

fn read(clone: &Path, snapshot: &Snapshot) -> Read {
    let package = snapshot.package();
    let models = |path: &str| !path.ends_with("/config_models") && !path.ends_with("/__pycache__");
    let files = tree::files(clone, &package, &mut |p| models(p)).unwrap_or_default();
    let code: String = files
        .iter()
        .filter(|p| Path::new(p).extension().is_some_and(|e| e == "py"))
        .filter_map(|p| fs::read_to_string(clone.join(p)).ok())
        .collect();
    scaffold::read(snapshot, &code)
}

/// Keeps what was read, as the base and as what answers are compared with.
fn store(workspace: &Path, snapshot: &Snapshot, read: &Read) -> Result<(), Failure> {
    let opened = dir(workspace);
    for root in [opened.join("files"), base::dir(workspace)] {
        match fs::remove_dir_all(&root) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(io("Can't write", &root, &e));
            }
            _ => {}
        }
        for (path, text) in &snapshot.files {
            write(&root.join(path), text)?;
        }
    }
    let answers = serde_json::to_string_pretty(&read.existing.answers)
        .map_err(|e| Failure::new(FailureKind::Io, e.to_string(), ""))?;
    write(&opened.join("answers.json"), &answers)
}

/// Keeps single files beside those that were kept before.
fn keep(workspace: &Path, snapshot: &Snapshot, paths: &[String]) -> Result<(), Failure> {
    for root in [dir(workspace).join("files"), base::dir(workspace)] {
        for path in paths {
            let text = snapshot.files.get(path).map_or("", String::as_str);
            write(&root.join(path), text)?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| io("Can't make", parent, &e))?;
    }
    write_private(path, text.as_bytes()).map_err(|e| io("Can't write", path, &e))
}

/// What was kept of an earlier reading.
fn stored(workspace: &Path, folder: &str) -> Option<(Snapshot, Read)> {
    let root = dir(workspace).join("files");
    let answers = fs::read_to_string(dir(workspace).join("answers.json")).ok()?;
    let answers: Answers = serde_json::from_str(&answers).ok()?;
    let mut files = BTreeMap::new();
    for path in tree::files(&root, "", &mut |_| true).ok()? {
        let text = fs::read_to_string(root.join(&path)).ok()?;
        files.insert(path, text);
    }
    let snapshot = Snapshot::of(folder, files);
    let mut read = scaffold::read(&snapshot, "");
    read.existing.answers = answers;
    Some((snapshot, read))
}

/// What a session needs to know. Files that moved on are read again, unless something is answered that is not
/// in them yet.
pub(super) fn load(job: &Job) -> Result<Option<Opened>, Failure> {
    let state = &job.wizard.state;
    if !state.files.existing {
        return Ok(None);
    }
    let (workspace, folder) = (&job.context.dir, job.folder());
    let known = stored(workspace, &folder);
    let clone = job.clone_dir()?;
    let there = clone.join(&folder).is_dir();
    let Some((mut snapshot, mut read)) = known else {
        let snapshot = take(&clone, &folder)?;
        let read = self::read(&clone, &snapshot);
        store(workspace, &snapshot, &read)?;
        return Ok(Some(opened(read, false)));
    };
    if !there {
        return Ok(Some(opened(read, false)));
    }
    let now = take(&clone, &folder)?;
    read.existing.findings.clone_from(&now.findings);
    let asked = !state.answers.same_files(&read.existing.answers);
    if now.files == snapshot.files && !asked {
        return Ok(Some(opened(read, false)));
    }
    if asked && !is_in(job, &clone, &snapshot, &read.existing) {
        // A file that was not there, or that could not be read, can be changed by now.
        let new = snapshot.adopt(&now);
        if !new.is_empty() {
            keep(workspace, &snapshot, &new)?;
            read = stored(workspace, &folder).map_or(read, |(_, read)| read);
            read.existing.findings.clone_from(&now.findings);
        }
        return Ok(Some(opened(read, false)));
    }
    let again = self::read(&clone, &now);
    store(workspace, &now, &again)?;
    Ok(Some(opened(again, true)))
}

fn opened(read: Read, afresh: bool) -> Opened {
    Opened {
        existing: read.existing,
        ids: read.ids,
        afresh,
    }
}

/// Whether the clone holds all that was answered.
fn is_in(job: &Job, clone: &Path, snapshot: &Snapshot, existing: &Existing) -> bool {
    let mut wizard = job.wizard.clone();
    wizard.existing = Some(existing.clone().into());
    let capture = wizard.capture.as_deref();
    let (help, units) = (&wizard.notes.help, &wizard.facts.units);
    let answers = &wizard.state.answers;
    wizard.derived = existing.derived(capture, help, answers, units).into();
    let made = made(&wizard, &job.context.dir, clone, snapshot, existing);
    let there = |path: &str| fs::read_to_string(clone.join(path)).map(|t| eol::to_lf(&t));
    let new_error = |f: &Finding| f.severity == Severity::Error && !existing.findings.contains(f);
    // What has no place in a file is told, and not forgotten.
    !made.findings.iter().any(|f| f.severity == Severity::Error)
        && wizard.wrong_answers().is_empty()
        && !wizard.derived.findings.iter().any(new_error)
        && made
            .files
            .iter()
            .all(|(path, text)| there(path).is_ok_and(|t| t == *text))
}

fn made(
    wizard: &Wizard,
    workspace: &Path,
    clone: &Path,
    snapshot: &Snapshot,
    existing: &Existing,
) -> scaffold::Made {
    let changelog = snapshot.own("CHANGELOG.md");
    let applied = fs::read_to_string(base::dir(workspace).join(changelog)).ok();
    let shared: BTreeMap<String, String> = [safety::CODEOWNERS, safety::DDEV_CONFIG]
        .iter()
        .filter_map(|p| Some(((*p).to_owned(), fs::read_to_string(clone.join(p)).ok()?)))
        .collect();
    let two_kinds = |path: &&String| {
        let text = fs::read_to_string(clone.join(path)).unwrap_or_default();
        text.contains("\r\n") && !eol::is_crlf(&text)
    };
    let mixed = snapshot.files.keys().filter(two_kinds).cloned().collect();
    let today = ids::date(super::now());
    let mut made = scaffold::files(
        snapshot,
        existing,
        &Wanted {
            answers: &wizard.state.answers,
            derived: &wizard.derived,
            today: &today,
            applied: applied.as_deref(),
            shared: &shared,
            mixed: &mixed,
        },
    );
    made.findings.extend(left_behind(wizard, clone, existing));
    made
}

/// Dashboards, monitors and the manifest that still name a metric which goes: they are changed by hand.
fn left_behind(wizard: &Wizard, clone: &Path, existing: &Existing) -> Vec<Finding> {
    let answers = &wizard.state.answers;
    let goes = |m: &&MetricRow| answers.metric(&m.name).is_some_and(|a| a.remove);
    let gone: Vec<&str> = existing
        .metrics
        .iter()
        .filter(goes)
        .map(|m| m.name.as_str())
        .collect();
    if gone.is_empty() {
        return vec![];
    }
    let folder = answers.integration.folder();
    let mut paths = vec![format!("{folder}/manifest.json")];
    let assets = tree::files(clone, &format!("{folder}/assets"), &mut |_| true);
    paths.extend(assets.unwrap_or_default());
    paths.retain(|path| Path::new(path).extension().is_some_and(|e| e == "json"));
    let mut out = vec![];
    for path in paths {
        let text = fs::read_to_string(clone.join(&path)).unwrap_or_default();
        for name in gone.iter().filter(|name| names(&text, name)) {
            let said = format!("The file names {name}, which metadata.csv has no longer.");
            let finding = Finding::error(Source::Review, format!("metrics.{name}"), said);
            let hint = "Replace it there with a metric that is left.";
            out.push(finding.warning().fix(hint).at(path.clone(), None));
        }
    }
    out
}

/// Whether a text has the name as a whole, and not as the beginning of a longer one.
fn names(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}

/// What the plan is made from.
pub(super) struct Rendered {
    pub files: BTreeMap<String, String>,
    pub findings: Vec<Finding>,
    pub ids: Ids,
    pub kept: Kept,
}

/// The files as they shall be, and whether ddev's own ones follow from a change.
pub(super) fn files(job: &Job, clone: &Path, folder: &str) -> Result<Rendered, Failure> {
    let w = &job.wizard;
    let known = stored(&job.context.dir, folder).zip(w.existing.as_ref());
    let Some(((snapshot, _), existing)) = known else {
        return Err(Failure::new(
            FailureKind::Io,
            format!("What was read of {folder} is not in the workspace any more."),
            "Delete the workflow, and open the integration again.",
        ));
    };
    if !clone.join(folder).is_dir() {
        return Err(Failure::new(
            FailureKind::Question,
            format!("The clone holds no {folder}/ now."),
            "Check out a branch that has it.",
        ));
    }
    let made = made(w, &job.context.dir, clone, &snapshot, existing);
    let changed = |path: &str| made.files.get(path) != snapshot.files.get(path);
    let (was, is) = (&existing.answers.integration, &w.state.answers.integration);
    let sync = w.state.files.resync
        || changed(&snapshot.spec())
        || (was.display_name != is.display_name && w.state.answers.track == existing.answers.track);
    Ok(Rendered {
        findings: made.findings,
        files: made.files,
        ids: w.state.files.ids.clone(),
        kept: Kept { sync },
    })
}
