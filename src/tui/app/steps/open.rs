//! Enter: what opening means on each page.

use super::super::App;
use super::super::layers::{Layer, Pager, PagerSource, Yes};
use super::super::page::Page;
use super::super::session::{metric_of, part_of};
use crate::core::event::{Event, FailureKind};

impl App {
    /// Enter on what is focused.
    pub(in super::super) fn open(&mut self) {
        let Some(session) = &self.session else {
            self.open_saved();
            return;
        };
        let ui = &session.wizard.state.ui;
        let focus = ui.focus.clone();
        match session.page() {
            Page::Metrics => {
                if let Some(part) = part_of(&session.wizard, &focus) {
                    let part = part.to_owned();
                    if matches!(part.as_str(), "description" | "short_name") {
                        self.begin(&focus);
                    } else {
                        self.pick_part(&part);
                    }
                } else if let Some(name) = metric_of(&session.wizard, &focus) {
                    let focus = format!("metrics.{name}.unit");
                    self.send(Event::Focus { focus });
                }
            }
            Page::Files => {
                if let Some(file) = self.planned() {
                    let path = file.path.clone();
                    self.pager(&path.clone(), PagerSource::File(path), Some(0));
                    self.first_hunk();
                }
            }
            Page::Emitted => {
                let row = session
                    .view
                    .known
                    .order
                    .get(session.row_at())
                    .and_then(|i| session.view.known.emitted.get(*i));
                if let Some(row) = row {
                    let (title, lines) = (row.name.clone(), row.in_full());
                    self.pager(&title, PagerSource::Text(lines), Some(0));
                }
            }
            Page::Test => {
                if let Some(id) = focus.strip_prefix("finding.") {
                    let id = id.to_owned();
                    self.go_to_finding(&id, true);
                } else if let Some(task) = self.task() {
                    self.page_log(&task.label());
                }
            }
            Page::Commit if focus.starts_with("change.") => {
                let path = focus.trim_start_matches("change.").to_owned();
                self.look_at_changes(Some(path));
            }
            Page::Form(_) if focus.starts_with("board.") => self.look_at_group(&focus),
            Page::Source | Page::Form(_) | Page::Commit | Page::PullRequest | Page::Maintain => {
                if focus == "more" {
                    if let Some(session) = &mut self.session {
                        session.view.more = !session.view.more;
                    }
                } else {
                    self.fill_in(&focus);
                }
            }
            _ => {}
        }
    }

    pub(in super::super) fn open_saved(&mut self) {
        let Some(saved) = self.home.get(self.home_at).cloned() else {
            return;
        };
        self.failure = None;
        if let Err(failure) = self.resume(&saved.folder) {
            if failure.kind == FailureKind::Question {
                self.confirm(
                    "Use the backup?",
                    vec![failure.message, failure.hint],
                    Yes::Restore(saved.folder),
                );
            } else {
                self.fail(failure);
            }
        }
    }

    pub(in super::super) fn page_log(&mut self, label: &str) {
        self.pager(label, PagerSource::Log(label.to_owned()), None);
    }

    pub(in super::super) fn pager(
        &mut self,
        title: &str,
        source: PagerSource,
        offset: Option<usize>,
    ) {
        self.layers.push(Layer::Pager(Pager {
            title: title.to_owned(),
            source,
            offset,
            height: 0,
            total: 0,
        }));
    }
}
