//! Files and Test: choosing, applying, and which task the next key is for.

use super::super::App;
use super::super::layers::{Layer, Pager, PagerSource, Yes};
use super::super::page::Page;
use crate::core::event::{Action as Deed, Event};
use crate::core::plan::{Choice, PlannedFile};
use crate::core::testing::Task;
use crate::tui::widgets::hunks;
use crate::tui::widgets::text::plural;

impl App {
    /// The planned file in the pager or under the focus.
    #[must_use]
    pub fn planned(&self) -> Option<&PlannedFile> {
        let session = self.session.as_ref()?;
        let path = match self.layers.last() {
            Some(Layer::Pager(Pager {
                source: PagerSource::File(path),
                ..
            })) => path,
            _ if session.page() == Page::Files => &session.wizard.state.ui.focus,
            _ => return None,
        };
        let plan = session.wizard.plan.as_ref()?;
        plan.files.iter().find(|f| f.path == *path)
    }

    /// A choice for the place in the pager, else for the whole file.
    pub(in super::super) fn choose(&mut self, choice: Choice) {
        let Some(path) = self.planned().map(|f| f.path.clone()) else {
            return;
        };
        if let Some((at, _)) = self.hunks() {
            self.send(Event::ChooseHunk { path, at, choice });
            self.step_hunks(1);
        } else {
            self.send(Event::Choose { path, choice });
        }
    }

    /// In the pager, a conflict that is settled place by place: the place, and how many there are.
    #[must_use]
    pub fn hunks(&self) -> Option<(usize, usize)> {
        let n = self.planned()?.conflicts();
        let pager = matches!(self.layers.last(), Some(Layer::Pager(_)));
        let at = self.session.as_ref()?.view.hunk;
        (pager && n > 0).then(|| (at.min(n - 1), n))
    }

    /// The first place that is still open, when a conflict is opened.
    pub(in super::super) fn first_hunk(&mut self) {
        let picks = self.planned().and_then(|file| {
            let files = &self.session.as_ref()?.wizard.state.files;
            files.hunks.get(&file.path).map(|p| p.picks.clone())
        });
        let open = picks.and_then(|p| p.iter().position(Option::is_none));
        if let Some(session) = &mut self.session {
            session.view.hunk = open.unwrap_or(0);
        }
        self.step_hunks(0);
    }

    /// To another place of the conflict, which comes into sight.
    pub(in super::super) fn step_hunks(&mut self, by: isize) {
        let Some((at, n)) = self.hunks() else { return };
        let to = at.saturating_add_signed(by).min(n - 1);
        let row = self.planned().map_or(0, |f| hunks::row(&f.hunks, to));
        if let Some(session) = &mut self.session {
            session.view.hunk = to;
        }
        if let Some(Layer::Pager(pager)) = self.layers.last_mut() {
            // With the lines before it still in sight.
            pager.offset = Some(row.saturating_sub(hunks::AROUND));
        }
    }

    pub(in super::super) fn apply(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(plan) = &session.wizard.plan else {
            return;
        };
        let open: Vec<&PlannedFile> = session.wizard.open_choices().collect();
        if let Some(first) = open.first() {
            let focus = first.path.clone();
            let n = plural(open.len(), "file");
            self.send(Event::Focus { focus });
            self.refuse(format!(
                "Choose first for {n}: your version or the wizard's."
            ));
            return;
        }
        if !session.wizard.before.is_empty() && !plan.writes() {
            self.refuse("Your clone holds these files already.");
            return;
        }
        let writes = plan.files.iter().filter(|f| f.state.writes()).count();
        if !plan.writes() && session.wizard.is_made_from(&session.wizard.plan_inputs) {
            // Nothing is written: there is nothing to ask about.
            self.send(Event::Do(Deed::Apply {
                allow_foreign_ci: false,
            }));
            return;
        }
        let mut detail = vec![
            format!(
                "{} in {}.",
                plural(writes, "file"),
                session.wizard.state.files.clone.clone().unwrap_or_default()
            ),
            "What they held before is kept, and u takes it back.".into(),
        ];
        if !plan.foreign_ci.is_empty() {
            detail.push(format!(
                "ci --sync also changes jobs of others: {}. Reviewers may ask why.",
                plan.foreign_ci.join(", ")
            ));
        }
        let deed = Deed::Apply {
            allow_foreign_ci: !plan.foreign_ci.is_empty(),
        };
        self.confirm("Write these files into your clone?", detail, Yes::Do(deed));
    }

    /// The task under the focus, or the one that the focused finding belongs to.
    pub(in super::super) fn task(&self) -> Option<Task> {
        let session = self.session.as_ref()?;
        let focus = &session.wizard.state.ui.focus;
        let test = &session.wizard.state.steps.test;
        if let Some(label) = focus.strip_prefix("task.") {
            let known = test.tasks.iter().map(|t| &t.task);
            return known
                .chain(&session.wizard.tasks)
                .find(|t| t.label() == label)
                .cloned();
        }
        let id = focus.strip_prefix("finding.")?;
        let listed = session.view.known.listed.iter().find(|l| l.id == id)?;
        let mut tasks = test.tasks.iter();
        let told = tasks.find(|t| t.findings.iter().any(|f| listed.tells(f)))?;
        Some(told.task.clone())
    }
}
