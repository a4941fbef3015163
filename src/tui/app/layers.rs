//! What lies over a page: each layer takes the keys until it is left, and Esc leaves one at a time.

use crate::core::event::Action as Deed;
use crate::core::state::{COMMANDS, Draft, Pick};
use crate::jobs::desk::Question;
use crate::tui::keymap::{Action, Context};
use crate::tui::widgets::editor::Editor;
use crate::tui::widgets::fuzzy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One layer.
pub enum Layer {
    Help { offset: usize },
    About { offset: usize },
    Palette(Palette),
    Picker(Picker),
    Prompt(Prompt),
    Confirm(Confirm),
    Pager(Pager),
    Findings(FindingList),
    Asked(Asked),
}

/// A question of a child.
pub struct Asked {
    pub question: Question,
    pub editor: Editor,
}

impl Asked {
    pub(super) fn new(question: Question) -> Self {
        let mut editor = Editor::new("asked", true, &Draft::default());
        if question.secret {
            editor.hide();
        }
        Self { question, editor }
    }
}

impl Layer {
    /// Its context in the key table.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Self::Help { .. } => Context::Help,
            Self::About { .. } => Context::About,
            Self::Palette(_) => Context::Palette,
            Self::Picker(_) => Context::Picker,
            Self::Prompt(_)
            | Self::Asked(_)
            | Self::Findings(FindingList {
                editor: Some(_), ..
            }) => Context::Line,
            Self::Confirm(_) => Context::Confirm,
            Self::Pager(pager) if pager.source == PagerSource::Fix => Context::Fix,
            Self::Pager(pager) if pager.source == PagerSource::Update => Context::Update,
            Self::Pager(_) => Context::Pager,
            Self::Findings(_) => Context::Findings,
        }
    }

    /// Its name among the open lists and how it stands, when it is one.
    #[must_use]
    pub fn list(&self) -> Option<(String, Pick)> {
        match self {
            Self::Palette(palette) => Some((COMMANDS.to_owned(), palette.pick())),
            Self::Picker(picker) => Some((picker.fields.first()?.clone(), picker.pick())),
            _ => None,
        }
    }
}

/// All findings.
#[derive(Default)]
pub struct FindingList {
    /// The finding that the next key is for, by its id.
    pub at: String,
    /// Where it stands among those shown, for when it is no more.
    pub row: usize,
    pub filter: String,
    /// The filter is being typed.
    pub editor: Option<Editor>,
    /// First line shown.
    pub offset: usize,
}

/// Every action, found by some of its letters.
pub struct Palette {
    pub editor: Editor,
    pub entries: Vec<Entry>,
    /// Indices of the entries that match, best first.
    pub found: Vec<usize>,
    pub at: usize,
}

/// One action in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub action: Action,
    pub label: String,
    pub key: String,
    /// Where it works, when it doesn't work here: taking it goes there first.
    pub elsewhere: Option<Context>,
}

/// Choosing one or some of many.
pub struct Picker {
    pub title: String,
    pub help: String,
    /// The fields that the choice is for.
    pub fields: Vec<String>,
    pub options: Vec<String>,
    pub many: bool,
    pub chosen: BTreeSet<String>,
    pub editor: Editor,
    pub found: Vec<usize>,
    pub at: usize,
}

/// A question that takes one line, where no workflow is open.
pub struct Prompt {
    pub kind: PromptKind,
    pub editor: Editor,
    pub problem: Option<String>,
}

/// What a prompt asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PromptKind {
    /// The product's name, for a new workflow.
    New,
    /// The path of an existing custom check.
    Bring,
    /// The folder of an integration that exists in the clone.
    Existing,
    /// Name and type of a metric, in an open workflow.
    Metric,
    /// Name and statuses of a service check, in an open workflow.
    ServiceCheck,
    /// Why a remark of the review does not apply, over the list of findings.
    Silence,
    /// The branch's name, before what the fork holds of it is overwritten.
    Overwrite,
}

/// A question with yes and no.
pub struct Confirm {
    pub question: String,
    pub detail: Vec<String>,
    pub yes: Yes,
}

/// What a yes does.
#[derive(Debug, Clone, PartialEq)]
pub enum Yes {
    Leave,
    Delete(PathBuf),
    Restore(PathBuf),
    Do(Deed),
}

/// A text to read: a difference, a log.
pub struct Pager {
    pub title: String,
    pub source: PagerSource,
    /// First line shown; `None` follows the end.
    pub offset: Option<usize>,
    /// Height of the last frame, for page up and down.
    pub height: usize,
    pub total: usize,
}

/// Where a pager's text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagerSource {
    /// A planned file, by path.
    File(String),
    /// What the next commit would change: in one file, by path, or in all.
    Change(Option<String>),
    /// A log, by name.
    Log(String),
    /// A text.
    Text(Vec<String>),
    /// What a fix does.
    Fix,
    /// What an update from the base does.
    Update,
}

impl Palette {
    /// A palette over `entries`, as `kept` says.
    #[must_use]
    pub fn new(entries: Vec<Entry>, kept: &Pick) -> Self {
        let mut palette = Self {
            editor: Editor::new("palette", true, &kept.filter),
            entries,
            found: vec![],
            at: 0,
        };
        palette.search();
        palette.at = place(&palette.found, |i| {
            palette.entries[i].action.name() == kept.at
        });
        palette
    }

    /// How it stands.
    #[must_use]
    pub fn pick(&self) -> Pick {
        let at = self.found.get(self.at);
        Pick {
            filter: self.editor.draft(),
            ticked: None,
            at: at.map_or_else(String::new, |i| self.entries[*i].action.name()),
        }
    }

    /// Searches again after the query changed.
    pub fn search(&mut self) {
        let query = self.editor.draft().text;
        let mut found: Vec<(usize, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(i, e)| fuzzy::score(&e.label, &query).map(|s| (s, i)))
            .collect();
        if !query.is_empty() {
            // Of two that match alike, what works here comes first.
            found.sort_by_key(|(s, i)| (s / 100, self.entries[*i].elsewhere.is_some(), *s, *i));
        }
        self.found = found.into_iter().map(|(_, i)| i).collect();
        self.at = 0;
    }
}

/// How a list of choices shows that nothing is chosen.
pub const NONE: &str = "(none)";

/// Where the entry that `is_it` is among those found, else the first.
fn place(found: &[usize], is_it: impl Fn(usize) -> bool) -> usize {
    found.iter().position(|i| is_it(*i)).unwrap_or(0)
}

impl Picker {
    /// How it stands.
    #[must_use]
    pub fn pick(&self) -> Pick {
        let at = self.found.get(self.at);
        Pick {
            filter: self.editor.draft(),
            ticked: self.many.then(|| self.chosen.clone()),
            at: at.map_or_else(String::new, |i| self.options[*i].clone()),
        }
    }

    /// Puts the mark on this entry, where it is found.
    pub fn stand_on(&mut self, entry: &str) {
        self.at = place(&self.found, |i| self.options[i] == entry);
    }

    /// Searches again after the query changed.
    pub fn search(&mut self) {
        let query = self.editor.draft().text;
        // Found by what is shown of it.
        let shown = self
            .options
            .iter()
            .map(|o| if o.is_empty() { NONE } else { o });
        self.found = crate::tui::widgets::fuzzy::search(shown, &query);
        self.at = 0;
    }

    /// The text that taking gives.
    #[must_use]
    pub fn taken(&self) -> Option<String> {
        let here = self.found.get(self.at).map(|i| self.options[*i].clone());
        if !self.many {
            return here;
        }
        let chosen: Vec<&str> = self
            .options
            .iter()
            .filter(|o| self.chosen.contains(*o))
            .map(String::as_str)
            .collect();
        if chosen.is_empty() {
            return here;
        }
        Some(chosen.join(", "))
    }
}

impl Pager {
    /// A log keeps to its end while it grows.
    #[must_use]
    pub fn follows(&self) -> bool {
        matches!(self.source, PagerSource::Log(_))
    }
}
