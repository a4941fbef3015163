//! What the screens need from outside: the saved workflows, the engine of the open one, files, the clock.
//! Tests put their own world behind it.

use super::layers::PromptKind;
use crate::core::effect::Effect;
use crate::core::event::{Event, Failure};
use crate::core::state::{Draft, Pick};
use crate::core::wizard::Wizard;
use crate::jobs::desk::Question;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A saved workflow as Home lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    pub folder: PathBuf,
    /// The display name.
    pub name: String,
    pub kind: String,
    /// The step's title, for example `Framework`.
    pub step: String,
    /// What is left, in a few words.
    pub left: String,
    /// Unix seconds of the last change.
    pub touched: u64,
    /// Why it can't be opened as it is.
    pub problem: Option<String>,
}

/// What is typed where no workflow is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unsent {
    /// The prompt that is open.
    pub open: Option<PromptKind>,
    pub prompts: BTreeMap<PromptKind, Draft>,
    /// The list of all commands, when it is open.
    pub commands: Option<Pick>,
}

/// Whether everything is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    Saved,
    Pending,
    /// Why it can't be saved, for example a full disk.
    Failed(String),
}

/// A file of the prototype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProtoFile {
    Check,
    Conf,
}

/// The world outside the screens.
pub trait Host {
    /// The saved workflows, the latest first.
    fn saved(&mut self) -> Vec<Saved>;

    /// What was typed where no workflow is open; nothing in a world that doesn't keep it.
    fn unsent(&self) -> Unsent {
        Unsent::default()
    }

    /// Saves it soon.
    fn keep_unsent(&mut self, _unsent: &Unsent) {}

    /// Makes a workflow and opens it. `check` is an existing custom check to bring along.
    ///
    /// # Errors
    /// The folder exists, is locked, or can't be written.
    fn create(&mut self, name: &str, check: Option<&Path>) -> Result<Wizard, Failure>;

    /// Opens an integration that exists in the clone: a new workflow on it, or the one that is saved.
    ///
    /// # Errors
    /// There is no clone, or no such integration in it; as [`Host::open`].
    fn existing(&mut self, name: &str) -> Result<Wizard, Failure>;

    /// Opens a saved workflow.
    ///
    /// # Errors
    /// Locked (says by whom), damaged (says where), or of a newer version.
    fn open(&mut self, folder: &Path) -> Result<Wizard, Failure>;

    /// Puts the backup in the place of a damaged workspace file.
    ///
    /// # Errors
    /// There is no backup, or it is damaged too.
    fn restore(&mut self, folder: &Path) -> Result<(), Failure>;

    /// Deletes a saved workflow's folder. Nothing in the clone is touched.
    ///
    /// # Errors
    /// Locked, or the folder can't be removed.
    fn delete(&mut self, folder: &Path) -> Result<(), Failure>;

    /// Saves and closes the open workflow.
    fn close(&mut self, wizard: &Wizard);

    /// Performs an effect of the open workflow; what follows comes back as events.
    fn perform(&mut self, wizard: &Wizard, effect: Effect);

    /// A number that rises with each workflow opened, so that reports of an earlier one are dropped.
    fn generation(&self) -> u64;

    /// Saves now.
    fn save(&mut self, wizard: &Wizard);

    /// Whether everything is on the disk.
    fn saving(&self) -> Saving;

    /// Unix seconds.
    fn now(&self) -> u64;

    /// The last lines of a log of the open workflow, oldest first; `log` is a job's or task's name.
    fn output(&self, log: &str, lines: usize) -> Vec<String>;

    /// The text of a file of the prototype.
    fn read(&self, wizard: &Wizard, file: ProtoFile) -> Option<String>;

    /// Writes a file of the prototype; the event tells the core what it holds now.
    ///
    /// # Errors
    /// The file can't be written.
    fn write(&mut self, wizard: &Wizard, file: ProtoFile, text: &str) -> Result<Event, Failure>;

    /// The path on this machine of a file that the core names, relative to the workspace or the clone.
    fn path(&self, wizard: &Wizard, path: &str) -> PathBuf;

    /// Looks whether a file of the prototype changed, after an editor had it.
    fn look(&mut self, wizard: &Wizard) -> Option<Event>;

    /// A private file of the workspace that holds a text while the contributor's editor has it.
    ///
    /// # Errors
    /// No workflow is open, or what the disk refused.
    fn lend(&self, text: &str, ending: &str) -> io::Result<NamedTempFile> {
        let _ = (text, ending);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// What git or ssh ask now.
    fn question(&self) -> Option<Question> {
        None
    }

    /// Gives the answer to who asked; none ends the job that asked.
    fn answer(&mut self, _question: u64, _answer: Option<&str>) {}

    /// Where a clone goes when the contributor names a URL only.
    fn clone_target(&self) -> PathBuf;
}
