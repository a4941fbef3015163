//! The open workflow: the pure wizard, and what only the screen remembers.

use super::dashboard::Shown;
use super::emitted::{self, Emitted};
use super::order::{Sort, order};
use super::page::{self, Page};
use crate::core::findings::{self, Listed};
use crate::core::fix::Fix;
use crate::core::form::{self, Field, Input};
use crate::core::setup::FORK_FIELD;
use crate::core::state::Draft;
use crate::core::status::{self, SectionStatus};
use crate::core::step::{Status, StepId};
use crate::core::wizard::Wizard;
use crate::git::adding;
use crate::tui::widgets::blocks::Past;
use crate::tui::widgets::editor::Editor;
use std::collections::HashMap;

/// One open workflow.
pub struct Session {
    pub wizard: Wizard,
    pub view: View,
}

/// What only the screen remembers; all of it can be made again from the wizard.
#[derive(Default)]
pub struct View {
    /// The list of steps has the keys.
    pub rail: bool,
    /// The cache of the draft that is being typed.
    pub editor: Option<Editor>,
    /// The filter is being typed.
    pub filter: Option<Editor>,
    /// First line shown, by page.
    pub offsets: HashMap<Page, usize>,
    /// How far the text below the page's last row is in sight.
    pub past: Past,
    /// Fields that hardly anybody needs are shown.
    pub more: bool,
    pub sort: Sort,
    /// The focus that the workflow was opened with.
    pub resumed: Option<String>,
    pub walk: Walk,
    pub fixes: Fixes,
    /// The place of the conflict in the pager, from 0.
    pub hunk: usize,
    /// What it emits: only what differs from the run before.
    pub compare: bool,
    /// Texts of the check and its configuration, and the hashes they were read for.
    pub files: Option<(String, [Option<String>; 2])>,
    /// Rises when something changed that lists are made from.
    pub revision: u64,
    /// The revision at which a job last brought something.
    pub loaded: u64,
    pub known: Known,
}

/// Where one stands among the findings.
#[derive(Default)]
pub struct Walk {
    /// The finding that one was led to last, by its id.
    pub id: Option<String>,
    /// Where that stood in the list, for when it is no more.
    pub at: usize,
    /// Whether it is said below the page: until one goes elsewhere.
    pub told: bool,
}

/// The fixes of the findings as they were at a revision.
#[derive(Default)]
pub struct Fixes {
    pub revision: Option<u64>,
    /// By the finding's id.
    pub of: HashMap<String, Fix>,
}

/// What is computed once for each change instead of once for each frame.
#[derive(Default)]
pub struct Known {
    revision: Option<u64>,
    loaded: Option<u64>,
    pub statuses: Vec<Status>,
    pub sections: Vec<SectionStatus>,
    /// All findings as one list, in the order in which it is gone through.
    pub listed: Vec<Listed>,
    pub next: String,
    pub emitted: Vec<Emitted>,
    /// What the Dashboard page shows; made only there.
    pub dashboard: Option<(u64, Shown)>,
    order_key: Option<(u64, String, Sort, bool)>,
    /// Indices into the page's rows that pass the filter, sorted.
    pub order: Vec<usize>,
}

impl Known {
    /// How a step stands.
    #[must_use]
    pub fn status(&self, step: StepId) -> &Status {
        self.statuses
            .get(step as usize)
            .unwrap_or(&Status::NotStarted)
    }

    /// How many metric rows hold a guess that nobody looked at.
    #[must_use]
    pub fn guessed(&self) -> usize {
        self.sections.iter().map(|s| s.guessed).sum()
    }

    /// How many required answers of Framework are missing.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.sections.iter().map(|s| s.open).sum()
    }
}

impl Session {
    /// A session at the place that the state remembers.
    #[must_use]
    pub fn new(wizard: Wizard) -> Self {
        let mut session = Self {
            wizard,
            view: View {
                past: Past::arriving(),
                ..View::default()
            },
        };
        session.resume_typing();
        session
    }

    /// Builds the editor again from the draft that was being typed.
    pub fn resume_typing(&mut self) {
        let ui = &self.wizard.state.ui;
        self.view.resumed = Some(ui.focus.clone());
        if let Some(cursor) = ui.filtering {
            self.type_filter(cursor);
            return;
        }
        if !ui.editing {
            return;
        }
        if let Some(draft) = self.wizard.state.drafts.get(&ui.focus) {
            let field = ui.focus.clone();
            let one_line = self.is_one_line(&field);
            self.view.editor = Some(Editor::new(&field, one_line, draft));
        }
    }

    /// Builds the filter's editor, with the cursor after so many characters.
    pub fn type_filter(&mut self, cursor: usize) {
        let draft = Draft {
            text: self.wizard.state.ui.filter.clone(),
            cursor: (0, cursor),
        };
        self.view.filter = Some(Editor::new("filter", true, &draft));
    }

    /// Whether the focus is where an earlier session left it, on something that a job still brings.
    #[must_use]
    pub fn arrives(&self) -> bool {
        let bring = ["load", "set up", "repository"];
        self.view.resumed.as_ref() == Some(&self.wizard.state.ui.focus)
            && bring.iter().any(|job| self.wizard.runs(job))
    }

    /// The page on the screen.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::of(&self.wizard.state.ui)
    }

    /// The form field of an id, wherever it is.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<Field> {
        // Rows that a job still brings have their fields already.
        match id.split_once('.') {
            Some(("metrics", rest)) => {
                let (name, part) = rest.rsplit_once('.')?;
                return Some(form::metric_field(&self.wizard, name, part));
            }
            Some(("service_checks", rest)) => {
                let (check, part) = rest.rsplit_once('.')?;
                return Some(form::service_check_field(check, part));
            }
            _ => {}
        }
        if let Some((metric, part)) = form::monitor::part_of(id) {
            return Some(form::monitor_field(&self.wizard, metric, part));
        }
        let section = page::section_of(id)?;
        let sections = [section, crate::core::form::Section::Source];
        sections.iter().find_map(|s| {
            form::fields(&self.wizard, *s)
                .into_iter()
                .find(|f| f.id == id)
        })
    }

    /// Whether the field takes one line.
    #[must_use]
    pub fn is_one_line(&self, id: &str) -> bool {
        if id.starts_with("file.") {
            return false;
        }
        self.field(id).is_none_or(|f| f.input != Input::Text)
    }

    /// The text to begin typing with: the draft, else the answer.
    #[must_use]
    pub fn draft(&self, id: &str) -> Draft {
        if let Some(draft) = self.wizard.state.drafts.get(id) {
            return draft.clone();
        }
        let text = form::monitor::part_of(id)
            .and_then(|(metric, part)| form::monitor::proposed(&self.wizard, metric, part))
            .unwrap_or_else(|| form::value(&self.wizard, id));
        let row = text.split('\n').count() - 1;
        let column = text.rsplit('\n').next().map_or(0, |l| l.chars().count());
        Draft {
            text,
            cursor: (row, column),
        }
    }

    /// Why the text can't be taken for the field.
    #[must_use]
    pub fn problem(&self, id: &str, text: &str) -> Option<String> {
        match id {
            "setup.clone" if text.trim().is_empty() => {
                Some("Type the clone's folder, or a URL to clone from.".into())
            }
            FORK_FIELD => adding::check_fork(text).err(),
            "setup.identity" if parse_author(text).is_none() => {
                Some("Type it as git does: Acme Co <dev@acme.example>.".into())
            }
            _ if id.starts_with("setup.") || id.starts_with("file.") => None,
            _ => form::check(&self.wizard, id, text).err(),
        }
    }

    /// Something changed that lists are made from.
    pub fn changed(&mut self) {
        self.view.revision += 1;
    }

    /// A job brought something, such as a run.
    pub fn loaded(&mut self) {
        self.changed();
        self.view.loaded = self.view.revision;
    }

    /// Computes again what the last change made old.
    pub fn refresh(&mut self) {
        let view = &mut self.view;
        if view.known.revision != Some(view.revision) {
            view.known.revision = Some(view.revision);
            let overview = status::overview(&self.wizard);
            view.known.statuses = overview.statuses.to_vec();
            view.known.sections = overview.sections;
            view.known.next = overview.next;
            let found = page::findings(&self.wizard);
            view.known.listed = findings::list(&self.wizard, found);
        }
        // No answer changes what a run emitted.
        if view.known.loaded != Some(view.loaded) {
            view.known.loaded = Some(view.loaded);
            view.known.emitted = emitted::rows(&self.wizard);
        }
        let ui = &self.wizard.state.ui;
        if Page::of(ui) == Page::Form(form::Section::Dashboard)
            && view.known.dashboard.as_ref().map(|d| d.0) != Some(view.revision)
        {
            let before = view.known.dashboard.take().map(|d| d.1);
            let shown = Shown::of(&self.wizard, before);
            view.known.dashboard = Some((view.revision, shown));
        }
        let key = (
            view.revision,
            format!("{:?} {}", Page::of(ui), ui.filter),
            view.sort,
            view.compare,
        );
        if view.known.order_key.as_ref() != Some(&key) {
            view.known.order = order(&self.wizard, view.sort, &view.known.emitted, view.compare);
            view.known.order_key = Some(key);
        }
    }

    /// The finding that one was led to last, and where it stands.
    #[must_use]
    pub fn finding(&self) -> Option<(usize, &Listed)> {
        let id = self.view.walk.id.as_ref()?;
        let mut all = self.view.known.listed.iter().enumerate();
        all.find(|(_, listed)| listed.id == *id)
    }

    /// The id of the table's row at an index of the order shown.
    #[must_use]
    pub fn row_id(&self, at: usize) -> Option<String> {
        let i = *self.view.known.order.get(at)?;
        match self.page() {
            Page::Metrics => self
                .wizard
                .derived
                .metrics
                .get(i)
                .map(|m| format!("metrics.{}", m.name)),
            Page::Files => self
                .wizard
                .plan
                .as_ref()?
                .files
                .get(i)
                .map(|f| f.path.clone()),
            Page::Emitted => self
                .view
                .known
                .emitted
                .get(i)
                .map(|e| format!("{}.{}", e.what, e.name)),
            _ => None,
        }
    }

    /// Where the focus stands in the order shown.
    #[must_use]
    pub fn row_at(&self) -> usize {
        let focus = &self.wizard.state.ui.focus;
        if focus.is_empty() {
            return 0;
        }
        let w = &self.wizard;
        let row = match self.page() {
            Page::Metrics => metric_of(w, focus).and_then(|name| w.derived.position(name)),
            Page::Files => w
                .plan
                .as_ref()
                .and_then(|p| p.files.iter().position(|f| f.path == *focus)),
            Page::Emitted => self.view.known.emitted.iter().position(|e| {
                focus.strip_prefix(e.what).and_then(|f| f.strip_prefix('.')) == Some(&e.name)
            }),
            _ => None,
        };
        row.and_then(|row| self.view.known.order.iter().position(|i| *i == row))
            .unwrap_or(0)
    }
}

/// The metric that a focus such as `metrics.acme.depth` or `metrics.acme.depth.unit` is about.
#[must_use]
pub fn metric_of<'a>(w: &'a Wizard, focus: &str) -> Option<&'a str> {
    let rest = focus.strip_prefix("metrics.")?;
    let find = |name: &str| w.derived.position(name).map(|i| &w.derived.metrics[i]);
    find(rest)
        .or_else(|| find(rest.rsplit_once('.')?.0))
        .map(|m| m.name.as_str())
}

/// The part of a metric that a focus is on: `unit`, `description`...
#[must_use]
pub fn part_of<'a>(w: &Wizard, focus: &'a str) -> Option<&'a str> {
    let name = metric_of(w, focus)?;
    focus
        .strip_prefix("metrics.")?
        .strip_prefix(name)?
        .strip_prefix('.')
}

/// `Acme Co <dev@acme.example>`.
#[must_use]
pub fn parse_author(text: &str) -> Option<(String, String)> {
    let (name, rest) = text.trim().split_once('<')?;
    let email = rest.strip_suffix('>')?;
    let name = name.trim();
    (!name.is_empty() && email.contains('@') && !email.contains(char::is_whitespace))
        .then(|| (name.to_owned(), email.to_owned()))
}

/// The same of the open workflow.
#[must_use]
pub fn part_of_focus(app: &super::App, focus: &str) -> Option<String> {
    let session = app.session.as_ref()?;
    part_of(&session.wizard, focus).map(str::to_owned)
}
