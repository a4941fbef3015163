//! The list of all findings: opening it, moving and filtering in it, and where each leads.

use super::layers::{FindingList, Layer, PromptKind};
use super::page::{Page, Place};
use super::{App, session::Session};
use crate::core::event::{Action as Deed, Event};
use crate::core::findings::Listed;
use crate::core::silence::{self, Silence};
use crate::core::state::Draft;
use crate::core::step::StepId;
use crate::tui::app::host::ProtoFile;
use crate::tui::keymap::Action;
use crate::tui::widgets::editor::Editor;

/// The findings that pass a filter, by their place in the list.
#[must_use]
pub fn shown(session: &Session, filter: &str) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let listed = session.view.known.listed.iter().enumerate();
    let hit = |l: &Listed| {
        let text = format!(
            "{} {} {} {:?} {:?} {} {}",
            l.label,
            l.finding.message,
            l.finding.rule,
            l.finding.source,
            l.severity,
            l.finding.file.as_deref().unwrap_or_default(),
            title(l)
        );
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    listed.filter(|(_, l)| hit(l)).map(|(n, _)| n).collect()
}

/// The step and the page that a finding is grouped under, for example `Framework › Metrics`.
#[must_use]
pub fn title(listed: &Listed) -> String {
    let step = listed.step.title();
    let mut pages = Page::within(listed.step).into_iter();
    match pages.find(|p| p.section() == listed.section && !listed.section.is_empty()) {
        Some(page) => format!("{step} › {}", page.title()),
        None => step.to_owned(),
    }
}

impl App {
    /// The list on top of everything, when it is open.
    #[must_use]
    pub fn finding_list(&self) -> Option<&FindingList> {
        match self.layers.last() {
            Some(Layer::Findings(list)) => Some(list),
            _ => None,
        }
    }

    /// Opens the list where one was led to last.
    pub(super) fn show_findings(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.refresh();
        let row = session.finding().map_or(session.view.walk.at, |(at, _)| at);
        self.layers.push(Layer::Findings(FindingList {
            row,
            ..FindingList::default()
        }));
        self.stand(row);
    }

    /// Does in the list what is done otherwise there. Whether it was.
    pub(super) fn act_in_findings(&mut self, action: Action) -> bool {
        use Action as A;
        let Some(list) = self.finding_list() else {
            return false;
        };
        let typing = list.editor.is_some();
        match action {
            A::Findings => drop(self.layers.pop()),
            A::Take if typing => self.end_finding_filter(),
            A::Next | A::Previous if typing => {
                self.end_finding_filter();
                self.move_in_findings(if action == A::Next { 1 } else { -1 });
            }
            A::Up | A::PreviousFinding => self.move_in_findings(-1),
            A::Down | A::NextFinding => self.move_in_findings(1),
            A::PageUp => self.move_in_findings(-self.page_height()),
            A::PageDown => self.move_in_findings(self.page_height()),
            A::First => self.move_in_findings(isize::MIN / 2),
            A::Last => self.move_in_findings(isize::MAX / 2),
            A::Filter => self.filter_findings(),
            A::Open => self.go_from_findings(),
            A::Silence => self.ask_why(),
            A::Fix => self.look_at_fix(),
            A::FixSafe => self.look_at_safe_fixes(),
            A::TakeFixBack => self.send(Event::Do(Deed::TakeFixBack)),
            A::Editor => {
                if let Some(listed) = self.listed_here().cloned() {
                    self.open_file_of(&listed);
                }
            }
            _ => return false,
        }
        true
    }

    /// Esc: out of the filter, then without it, then out of the list. Whether it was for the list.
    pub(super) fn back_in_findings(&mut self) -> bool {
        let Some(Layer::Findings(list)) = self.layers.last_mut() else {
            return false;
        };
        if list.editor.take().is_some() {
            return true;
        }
        let filtered = !std::mem::take(&mut list.filter).is_empty();
        if filtered {
            self.move_in_findings(0);
        }
        filtered
    }

    pub(super) fn type_in_findings(&mut self, type_it: impl FnOnce(&mut Editor) -> bool) {
        let Some(Layer::Findings(list)) = self.layers.last_mut() else {
            return;
        };
        if let Some(editor) = &mut list.editor
            && type_it(editor)
        {
            list.filter = editor.draft().text;
            self.move_in_findings(0);
        }
    }

    fn filter_findings(&mut self) {
        if let Some(Layer::Findings(list)) = self.layers.last_mut() {
            let draft = Draft {
                cursor: (0, list.filter.chars().count()),
                text: list.filter.clone(),
            };
            list.editor = Some(Editor::new("filter", true, &draft));
        }
    }

    fn end_finding_filter(&mut self) {
        if let Some(Layer::Findings(list)) = self.layers.last_mut() {
            list.editor = None;
        }
    }

    /// The finding that the next key in the list is for.
    #[must_use]
    pub fn listed_here(&self) -> Option<&Listed> {
        let session = self.session.as_ref()?;
        let at = self.row_in_findings()?;
        let list = self.finding_list()?;
        let n = *shown(session, &list.filter).get(at)?;
        session.view.known.listed.get(n)
    }

    /// Where the list stands, among the findings shown.
    fn row_in_findings(&self) -> Option<usize> {
        let (session, list) = (self.session.as_ref()?, self.finding_list()?);
        let shown = shown(session, &list.filter);
        let listed = &session.view.known.listed;
        let same = shown.iter().position(|n| listed[*n].id == list.at);
        same.or_else(|| Some(list.row.min(shown.len().checked_sub(1)?)))
    }

    fn move_in_findings(&mut self, by: isize) {
        if let Some(at) = self.row_in_findings() {
            self.stand(at.saturating_add_signed(by));
        }
    }

    /// Stands on a row of those shown, or on the last.
    fn stand(&mut self, row: usize) {
        let (Some(session), Some(Layer::Findings(over))) = (&self.session, self.layers.last_mut())
        else {
            return;
        };
        let shown = shown(session, &over.filter);
        let Some(end) = shown.len().checked_sub(1) else {
            return;
        };
        over.row = row.min(end);
        let listed = &session.view.known.listed[shown[over.row]];
        over.at.clone_from(&listed.id);
    }

    /// What silences the finding that stands here; none when it is no remark of the review.
    #[must_use]
    pub fn remark_here(&self) -> Option<Silence> {
        Silence::of(&self.listed_here()?.finding, "")
    }

    /// Asks for the reason. What was typed for another remark is not this one's.
    fn ask_why(&mut self) {
        if self.remark_here().is_some() {
            self.prompts.remove(&PromptKind::Silence);
            self.prompt(PromptKind::Silence);
        }
    }

    /// Silences the remark that stands here, at its place.
    pub(super) fn silence(&mut self, reason: &str) {
        let (Some(mut silence), Some(session)) = (self.remark_here(), &self.session) else {
            return;
        };
        reason.clone_into(&mut silence.reason);
        let mut all = session.wizard.state.answers.silenced.clone();
        all.push(silence);
        let values = vec![(silence::FIELD.to_owned(), silence::written(&all))];
        self.send(Event::Set { values });
        self.move_in_findings(0);
    }

    fn go_from_findings(&mut self) {
        if let Some(id) = self.listed_here().map(|l| l.id.clone()) {
            self.layers.pop();
            self.go_to_finding(&id, true);
        }
    }

    /// The next or previous finding, and where it leads.
    pub(super) fn find(&mut self, by: isize) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.refresh();
        let listed = &session.view.known.listed;
        let n = listed.len();
        if n == 0 {
            return;
        }
        let step = |at: usize| {
            let n = n.cast_signed();
            (at.cast_signed() + by).rem_euclid(n).cast_unsigned()
        };
        let at = match (session.finding(), &session.view.walk.id) {
            (Some((at, _)), _) => step(at),
            // What one was led to is no more: the next one took its place.
            (None, Some(_)) if by < 0 => step(session.view.walk.at.min(n)),
            (None, Some(_)) => session.view.walk.at % n,
            (None, None) if by < 0 => n - 1,
            (None, None) => 0,
        };
        let id = listed[at].id.clone();
        self.go_to_finding(&id, false);
    }

    /// Goes to a finding's field; its file is opened only when `open`.
    pub(super) fn go_to_finding(&mut self, id: &str, open: bool) {
        let Some(session) = &self.session else { return };
        let all = &session.view.known.listed;
        let Some(at) = all.iter().position(|l| l.id == id) else {
            return;
        };
        let listed = all[at].clone();
        match &listed.place {
            Place::Field {
                step,
                section,
                focus,
            } => {
                self.visit(*step, section);
                if !focus.is_empty() {
                    self.focus(focus.clone());
                    self.settle_focus();
                }
            }
            Place::Check { text } => {
                self.visit(StepId::Prototype, crate::core::place::CHECK);
                self.focus(crate::core::place::CHECK_FILE.into());
                if open {
                    self.edit_check_at(text.as_deref());
                }
            }
            Place::File { .. } if open => self.open_file_of(&listed),
            Place::File { .. } | Place::Nowhere => self.visit_row_of(&listed),
        }
        if let Some(session) = &mut self.session {
            session.view.walk.id = Some(listed.id);
            session.view.walk.at = at;
            session.view.walk.told = true;
            // The row is what one was led to, not what is above it.
            session.view.past.back = 0;
        }
    }

    /// Where a finding without a field is told: its task in Test, or its file among the planned ones.
    fn visit_row_of(&mut self, listed: &Listed) {
        let Some(session) = &self.session else { return };
        let w = &session.wizard;
        let test = &w.state.steps.test;
        let mut tested = test
            .tasks
            .iter()
            .flat_map(|t| &t.findings)
            .chain(&test.review);
        let files = w.plan.iter().flat_map(|p| &p.files);
        let planned = |path: &str| files.into_iter().any(|f| f.path == path);
        if tested.any(|f| listed.tells(f)) {
            let focus = format!("finding.{}", listed.id);
            self.visit(StepId::Test, "");
            self.focus(focus);
        } else if let Some((path, _)) = listed.file().filter(|(path, _)| planned(path)) {
            let focus = path.to_owned();
            self.visit(StepId::Framework, "files");
            self.focus(focus);
        }
        self.settle_focus();
    }

    /// Begins to edit the custom check, on the line that reads like the integration's.
    fn edit_check_at(&mut self, text: Option<&str>) {
        self.begin(crate::core::place::CHECK_FILE);
        let wanted = text.map(str::trim).filter(|t| !t.is_empty());
        let held = self.file_text(ProtoFile::Check).unwrap_or_default();
        let row = wanted.and_then(|text| held.lines().position(|l| l.trim() == text));
        if let (Some(row), Some(session)) = (row, &mut self.session)
            && let Some(editor) = &mut session.view.editor
        {
            let draft = Draft {
                cursor: (row, 0),
                ..editor.draft()
            };
            *editor = Editor::new(crate::core::place::CHECK_FILE, false, &draft);
        }
    }

    /// Opens the finding's file at its line, in the contributor's editor.
    fn open_file_of(&mut self, listed: &Listed) {
        let place = match &listed.place {
            Place::File { path, line } => Some((path.as_str(), *line)),
            _ => listed.file(),
        };
        match place {
            Some((path, _))
                if matches!(listed.place, Place::Check { .. }) && !self.is_in_the_clone(path) =>
            {
                self.open_proto(ProtoFile::Check, None);
            }
            Some((path, _)) if !self.is_in_the_clone(path) => self.refuse(format!(
                "{path} is not in the clone yet. Apply the files first."
            )),
            Some((path, line)) => self.send(Event::Do(Deed::OpenFile {
                path: path.to_owned(),
                line,
            })),
            None => self.refuse("No file is named here. Enter goes to the field."),
        }
    }

    fn is_in_the_clone(&self, path: &str) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let files = &session.wizard.state.files;
        let planned = session.wizard.plan.iter().flat_map(|p| &p.files);
        let file = planned.into_iter().find(|f| f.path == path);
        file.map_or(files.existing || files.applied.is_some(), |f| {
            f.old.is_some()
        })
    }

    /// Opens the file of the finding that is told below the page. Whether one is.
    pub(super) fn open_told(&mut self) -> bool {
        let told = self.session.as_ref().filter(|s| s.view.walk.told);
        let listed = told.and_then(|s| Some(s.finding()?.1.clone()));
        let Some(listed) = listed.filter(|l| matches!(l.place, Place::File { .. })) else {
            return false;
        };
        self.open_file_of(&listed);
        true
    }
}
