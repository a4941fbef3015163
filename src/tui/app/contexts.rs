//! Where the keys are: the contexts that are active, and what holds in them, for the keymap to decide.

use super::layers::{Layer, Picker};
use super::page::Page;
use super::{App, session};
use crate::core::fixes::Preview;
use crate::core::pull_request;
use crate::core::sync;
use crate::core::wizard::FIX;
use crate::tui::keymap::{Context, When};

impl App {
    /// The active contexts, most specific first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if let Some(layer) = self.layers.last() {
            let jump = self.session.as_ref().map(|_| Context::Jump);
            let context = Some(layer.context());
            // What a fix or an update does is read like any other text.
            let own = [Some(Context::Fix), Some(Context::Update)];
            let reads = own.contains(&context).then_some(Context::Pager);
            return [context, reads, jump, Some(Context::Global)]
                .into_iter()
                .flatten()
                .collect();
        }
        self.beneath()
    }

    /// The contexts beneath the layers.
    #[must_use]
    pub fn beneath(&self) -> Vec<Context> {
        use Context as C;
        let Some(session) = &self.session else {
            return vec![C::Home, C::List, C::Plain, C::Global];
        };
        let tail = [C::Workflow, C::Jump, C::Global];
        if session.view.filter.is_some() {
            return [&[C::Line][..], &tail].concat();
        }
        if let Some(editor) = &session.view.editor {
            let typing = if editor.one_line { C::Line } else { C::Text };
            return [&[typing][..], &tail].concat();
        }
        if session.view.rail {
            return vec![C::Steps, C::Plain, C::Workflow, C::Jump, C::Global];
        }
        let own: &[C] = match session.page() {
            Page::Setup => &[C::Setup],
            Page::Source => &[C::Form, C::Prototype],
            Page::Check => &[C::Check, C::Prototype],
            Page::Emitted => &[C::Emitted, C::Prototype],
            Page::End => &[C::Prototype],
            Page::Form(crate::core::form::Section::Options) => &[C::Form, C::Options, C::Framework],
            Page::Form(crate::core::form::Section::Checks) => &[C::Checks, C::Form, C::Framework],
            Page::Form(crate::core::form::Section::Dashboard) => {
                &[C::Dashboard, C::Form, C::Framework]
            }
            Page::Form(_) => &[C::Form, C::Framework],
            Page::Metrics => &[C::Metrics, C::Framework],
            Page::Files => &[C::Files, C::Framework],
            Page::Test => &[C::Test],
            Page::Commit => &[C::Form, C::Commit],
            Page::PullRequest => &[C::Form, C::PullRequest],
            Page::Maintain => &[C::Form, C::Maintain],
        };
        let shown: &[C] = if self.takes_on_enter() {
            &[C::Shown]
        } else {
            &[]
        };
        [shown, own, &[C::List, C::Plain], &tail].concat()
    }

    /// Whether a condition of the key table holds now.
    #[must_use]
    pub fn holds(&self, when: When) -> bool {
        let Some(session) = &self.session else {
            return match when {
                When::Always => true,
                When::Back => !self.layers.is_empty() || self.failure.is_some(),
                When::Rows => !self.home.is_empty(),
                _ => false,
            };
        };
        let w = &session.wizard;
        let state = &w.state;
        match when {
            When::Always | When::Back => true,
            When::Job => self.busy(),
            When::Typing => session.view.editor.is_some(),
            When::Undo => session.view.editor.is_some() || !state.undo.is_empty(),
            When::Redo => session.view.editor.is_some() || !state.redo.is_empty(),
            When::Findings => !session.view.known.listed.is_empty(),
            When::Fix => self.fix_here().is_some(),
            When::SafeFix => self.has_safe_fix(),
            When::FixReady => w.mending.preview.ready().is_some() && !w.runs(FIX),
            When::FixFailed => matches!(w.mending.preview, Preview::Failed(..)),
            When::LastFix => w.mending.last.is_some(),
            When::Remark => self.remark_here().is_some(),
            When::Rows => match self.layers.last() {
                Some(Layer::Picker(Picker { many, .. })) => *many,
                _ => self.has_rows(),
            },
            When::Repair => self.repair().is_some(),
            When::Clone => w.setup.as_ref().is_some_and(|s| s.clone.is_some()),
            When::Check => state.prototype.check.is_some(),
            When::Runs => state.prototype.check.is_some() && !state.answers.is_declared(),
            When::Untrusted => self.needs_trust(),
            When::Offer => !self.offers(false).is_empty(),
            When::Offers => !self.offers(true).is_empty(),
            When::Runtime => self.has_runtime(),
            When::Shown => self.proposes(),
            When::Error => w
                .capture
                .as_ref()
                .and_then(|c| c.error.as_ref())
                .is_some_and(|e| !e.frames.is_empty()),
            When::Plan => w.plan.is_some(),
            When::Choice => self
                .planned()
                .is_some_and(crate::core::plan::PlannedFile::needs_choice),
            When::Hunks => self.hunks().is_some(),
            When::Applied => {
                state
                    .files
                    .applied
                    .as_ref()
                    .is_some_and(|a| a.undo.is_some())
                    || w.mending.last.is_some()
            }
            When::Existing => state.files.existing,
            When::Removable => {
                let focus = &state.ui.focus;
                session::metric_of(w, focus).is_some_and(|name| w.is_removable_metric(name))
                    || (state.files.existing && focus.starts_with("service_checks."))
            }
            When::Guess => self.guesses(),
            When::Monitor => session.wizard.state.ui.focus.starts_with("monitors."),
            When::Failed => state
                .steps
                .test
                .tasks
                .iter()
                .any(|t| !matches!(t.state, crate::core::testing::TaskState::Passed)),
            When::Committed => state.git.last.is_some(),
            When::Pushed => pull_request::is_pushed(&session.wizard),
            When::Review => state.git.pushed.is_some() && state.git.finished.is_none(),
            When::Finished => state.git.finished.is_some(),
            When::InTheWay => w.overwritable().is_some(),
            When::UpdateReady => w.update.ready().is_some() && !w.runs(sync::UPDATE),
            When::UpdateFailed => matches!(w.update, sync::Preview::Failed(_)),
            When::Updated => matches!(w.update, sync::Preview::Done(_)) && w.way_back().is_some(),
            When::WayBack => w.way_back().is_some(),
            When::Wide => self.size.0 >= 80,
        }
    }
}
