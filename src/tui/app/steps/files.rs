//! Files and Test: choosing, applying, and which task the next key is for.

use super::super::App;
use super::super::layers::{Layer, Pager, PagerSource, Yes};
use super::super::page::Page;
use crate::core::event::{Action as Deed, Event};
use crate::core::plan::{Choice, PlannedFile};
use crate::core::status;
use crate::core::testing::Task;
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

    pub(in super::super) fn choose(&mut self, choice: Choice) {
        if let Some(path) = self.planned().map(|f| f.path.clone()) {
            self.send(Event::Choose { path, choice });
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
                "{n} need a choice first: your version or the wizard's."
            ));
            return;
        }
        if !session.wizard.before.is_empty() && !plan.writes() {
            self.refuse("Your clone holds these files already.");
            return;
        }
        let writes = plan.files.iter().filter(|f| f.state.writes()).count();
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

    /// Commits; where the tests aren't green on exactly these files, that is asked about first.
    pub(in super::super) fn commit(&mut self) {
        let Some(session) = &self.session else { return };
        if status::is_current(&session.wizard) {
            self.send(Event::Do(Deed::Commit));
        } else {
            self.confirm(
                "Commit although the tests are not green on exactly these files?",
                vec![
                    "CI runs them on the pull request; what is red here will be red there.".into(),
                ],
                Yes::Do(Deed::Commit),
            );
        }
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
        let at: usize = focus.strip_prefix("finding.")?.parse().ok()?;
        let finding = session.view.known.findings.get(at)?;
        test.tasks
            .iter()
            .find(|t| t.findings.contains(finding))
            .map(|t| t.task.clone())
    }
}
