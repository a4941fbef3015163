//! What the actions of the single steps do, one file for each kind of page. Moving and typing are not
//! in here, nor is anything that works everywhere.

mod committing;
mod dashboard;
mod emitted;
mod files;
mod left;
mod open;
mod prototype;
mod rows;
mod shown;
mod syncing;
mod workflow;

use super::App;
use super::editing::proto_file;
use super::layers::{Layer, PromptKind};
use super::page::Page;
use crate::core::event::{Action as Deed, Event, Which};
use crate::core::form::Section;
use crate::core::plan::Choice;
use crate::core::pull_request::Way;
use crate::core::repo::{COMMIT_LOG, PUSH_LOG};
use crate::core::step::StepId;
use crate::tui::keymap::Action;

impl App {
    pub(super) fn act_in_step(&mut self, action: Action) {
        use Action as A;
        match action {
            A::New => {
                self.layers.clear();
                self.prompt(PromptKind::New);
            }
            A::Bring => self.prompt(PromptKind::Bring),
            A::OpenExisting => {
                self.layers.clear();
                self.prompt(PromptKind::Existing);
            }
            A::About => self.layers.push(Layer::About { offset: 0 }),
            A::Delete => self.delete(),
            A::Repair => self.do_repair(),
            A::CheckAgain => {
                let deed = if self.page() == Some(Page::Setup) {
                    Deed::CheckSetup
                } else {
                    Deed::ReadRepo
                };
                self.send(Event::Do(deed));
            }
            A::UseClone => {
                self.send(Event::Focus {
                    focus: "setup.clone".into(),
                });
                self.begin("setup.clone");
            }
            A::Fetch => self.send(Event::Do(Deed::Fetch)),
            A::Write => self.write(),
            A::Run => {
                self.visit(StepId::Prototype, "emitted");
                self.send(Event::Do(Deed::RunPrototype));
            }
            A::Trust => self.send(Event::Do(Deed::Trust)),
            A::TakeShown => self.take_shown(),
            A::KeepKind => self.send(Event::Do(Deed::KeepKind)),
            A::EditCheck => {
                let focus = self.focused();
                let file = proto_file(&focus).map_or("file.check", |_| focus.as_str());
                let file = file.to_owned();
                self.show_file(&file);
            }
            A::EditConf => self.show_file("file.conf"),
            A::OpenError => self.open_error(),
            A::Compare => {
                if let Some(session) = &mut self.session {
                    session.view.compare = !session.view.compare;
                }
                self.settle_focus();
            }
            A::GiveType => self.give_types(false),
            A::GiveTypes => self.give_types(true),
            A::Runtime => self.turn_runtime(),
            A::Toggle => self.toggle(),
            A::Threshold => self.threshold(),
            A::DashboardSwitch => self.switch_dashboard(),
            A::AddOption => {
                self.send(Event::AddOption);
                self.focus_last();
            }
            A::RemoveOption => self.remove_option(),
            A::AddMetric => self.prompt(PromptKind::Metric),
            A::RemoveMetric => self.remove_metric(),
            A::AddCheck => self.prompt(PromptKind::ServiceCheck),
            A::RemoveCheck => self.remove_check(),
            other => self.act_on_rows(other),
        }
    }

    fn act_on_rows(&mut self, action: Action) {
        use Action as A;
        match action {
            A::Filter => self.begin_filter(),
            A::Sort => self.sort(),
            A::Mark => self.mark(),
            A::MarkAll => self.mark_all(),
            A::Unit => self.pick_part("unit"),
            A::PerUnit => self.pick_part("per_unit"),
            A::Orientation => self.turn(),
            A::Describe => self.begin_part("description"),
            A::ShortName => self.begin_part("short_name"),
            A::Suggestion => self.suggestion(),
            A::Seen => {
                self.keep_vanished();
                let keys = self
                    .targets()
                    .iter()
                    .map(|n| format!("metrics.{n}"))
                    .collect();
                self.send(Event::Seen { keys });
                self.step_rows(1);
            }
            other => self.act_on_files(other),
        }
    }

    fn act_on_files(&mut self, action: Action) {
        use Action as A;
        match action {
            A::Preview => {
                if self.page() != Some(Page::Files) {
                    self.visit(StepId::Framework, "files");
                }
                self.send(Event::Do(Deed::Plan));
            }
            A::Resync => {
                self.visit(StepId::Framework, "files");
                self.send(Event::Do(Deed::Resync));
            }
            A::Apply => self.apply(),
            A::UndoApply => self.ask_to_undo(),
            A::ApplyFix => self.apply_fix(),
            A::FixAgain => self.look_at_fix_again(),
            A::TakeOurs => self.choose(Choice::Ours),
            A::KeepYours => self.choose(Choice::Yours),
            A::TakeBoth => self.choose(Choice::Both),
            A::NextHunk => self.step_hunks(1),
            A::PreviousHunk => self.step_hunks(-1),
            A::TestAll => self.send(Event::Do(Deed::Test(Which::All))),
            A::TestFailed => self.send(Event::Do(Deed::Test(Which::Failed))),
            A::TestsOnSave => self.send(Event::Do(Deed::TurnFast)),
            A::TestOne => match self.task() {
                Some(task) => self.send(Event::Do(Deed::Test(Which::One(task)))),
                None => self.refuse("Choose a task first."),
            },
            A::Log => {
                if self.page() == Some(Page::Commit) {
                    self.page_log(COMMIT_LOG);
                } else if self.page() == Some(Page::PullRequest) {
                    self.page_log(PUSH_LOG);
                } else if let Some(task) = self.task() {
                    self.page_log(&task.label());
                }
            }
            A::Commit | A::Amend if self.holds_left(Section::Message) => {}
            A::Commit => self.commit(),
            A::Amend => self.amend(),
            A::Differences => self.look_at_changes(None),
            A::Update => self.look_at_base(),
            A::ApplyUpdate => {
                // What it did is read from its beginning.
                self.go_to_end(false);
                self.send(Event::Do(Deed::Update));
            }
            A::GoBack => self.ask_to_go_back(),
            A::Push => self.send(Event::Do(Deed::Push)),
            A::Overwrite => self.prompt(PromptKind::Overwrite),
            A::HandToGh | A::OpenPage | A::CopyText | A::SaveText
                if self.holds_left(Section::Request) => {}
            A::HandToGh => self.send(Event::Do(Deed::HandOver(Way::Gh))),
            A::OpenPage => self.send(Event::Do(Deed::HandOver(Way::Page))),
            A::CopyText => self.send(Event::Do(Deed::HandOver(Way::Copy))),
            A::SaveText => self.send(Event::Do(Deed::HandOver(Way::File))),
            A::Accept => self.accept(),
            A::Wrote => self.send(Event::Do(Deed::Heard(None))),
            A::NextStage => self.go_on_in_review(true),
            A::PreviousStage => self.go_on_in_review(false),
            A::Reopen => self.finish(""),
            A::Merged => self.finish("merged"),
            A::Closed => self.finish("closed"),
            _ => {}
        }
    }
}
