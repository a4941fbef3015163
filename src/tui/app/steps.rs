//! What the actions of the single steps do.

use super::editing::{expand, proto_file};
use super::host::ProtoFile;
use super::layers::{Layer, Pager, PagerSource, PromptKind, Yes};
use super::page::Page;
use super::session::{Sort, metric_of, part_of};
use super::{App, Ask};
use crate::core::event::{Action as Deed, Event, Which};
use crate::core::form;
use crate::core::plan::{Choice, PlannedFile};
use crate::core::setup::{Item, Repair};
use crate::core::state::Draft;
use crate::core::testing::Task;
use crate::tui::keymap::Action;
use crate::tui::widgets::editor::Editor;
use crate::tui::widgets::text::plural;

impl App {
    pub(super) fn act_in_step(&mut self, action: Action) {
        use Action as A;
        match action {
            A::New => {
                self.layers.clear();
                self.prompt(PromptKind::New);
            }
            A::Bring => self.prompt(PromptKind::Bring),
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
            A::Run => self.send(Event::Do(Deed::RunPrototype)),
            A::Trust => self.send(Event::Do(Deed::Trust)),
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
            A::Toggle => {
                let focus = self.focused();
                self.fill_in(&focus);
            }
            A::AddOption => {
                self.send(Event::AddOption);
                self.focus_last();
            }
            A::RemoveOption => self.remove_option(),
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
                let keys = self
                    .targets()
                    .iter()
                    .map(|n| format!("metrics.{n}"))
                    .collect();
                self.send(Event::Seen { keys });
                self.step_rows(1);
            }
            A::Preview => {
                if self.page() != Some(Page::Files) {
                    self.visit(crate::core::step::StepId::Framework, "files");
                }
                self.send(Event::Do(Deed::Plan));
            }
            A::Apply => self.apply(),
            A::UndoApply => self.confirm(
                "Take the last application back?",
                vec!["Every file gets the content it had before. Your answers stay.".into()],
                Yes::Do(Deed::UndoApply),
            ),
            A::TakeOurs => self.choose(Choice::Ours),
            A::KeepYours => self.choose(Choice::Yours),
            A::TestAll => self.send(Event::Do(Deed::Test(Which::All))),
            A::TestFailed => self.send(Event::Do(Deed::Test(Which::Failed))),
            A::TestOne => match self.task() {
                Some(task) => self.send(Event::Do(Deed::Test(Which::One(task)))),
                None => self.refuse("Choose a task first."),
            },
            A::Log => {
                if let Some(task) = self.task() {
                    self.page_log(&task.label());
                }
            }
            A::Commit => self.send(Event::Do(Deed::Commit)),
            A::Push => self.send(Event::Do(Deed::Push)),
            A::Merged => self.finish("merged"),
            A::Closed => self.finish("closed"),
            _ => {}
        }
    }

    /// Enter on what is focused.
    pub(super) fn open(&mut self) {
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
                    let (title, lines) = (row.name.clone(), crate::tui::screens::emitted_text(row));
                    self.pager(&title, PagerSource::Text(lines), Some(0));
                }
            }
            Page::Test => {
                if let Some(at) = focus.strip_prefix("finding.").and_then(|n| n.parse().ok()) {
                    self.go_to_finding(at, true);
                } else if let Some(task) = self.task() {
                    self.page_log(&task.label());
                }
            }
            Page::Commit if focus.starts_with("change.") => {
                let path = focus.trim_start_matches("change.").to_owned();
                self.send(Event::Do(Deed::OpenFile { path, line: None }));
            }
            Page::Source | Page::Form(_) | Page::Commit => {
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

    fn open_saved(&mut self) {
        let Some(saved) = self.home.get(self.home_at).cloned() else {
            return;
        };
        self.failure = None;
        if let Err(failure) = self.resume(&saved.folder) {
            if failure.kind == crate::core::event::FailureKind::Question {
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

    fn delete(&mut self) {
        if let Some(saved) = self.home.get(self.home_at) {
            let detail = vec![
                format!("This removes {}.", saved.folder.display()),
                "Its answers, custom check, and runs are gone then. Files in your clone stay."
                    .into(),
            ];
            let question = format!("Delete the workflow {}?", saved.name);
            let yes = Yes::Delete(saved.folder.clone());
            self.confirm(&question, detail, yes);
        }
    }

    /// The focused line of Set up.
    #[must_use]
    pub fn setup_item(&self) -> Option<Item> {
        let focus = &self.session.as_ref()?.wizard.state.ui.focus;
        let name = focus.strip_prefix("setup.")?;
        Item::ALL
            .into_iter()
            .find(|i| format!("{i:?}").to_lowercase() == name)
    }

    pub(super) fn repair(&self) -> Option<Repair> {
        let item = self.setup_item()?;
        let report = self.session.as_ref()?.wizard.setup.as_ref()?;
        report.line(item)?.repair.clone()
    }

    fn do_repair(&mut self) {
        match self.repair() {
            Some(Repair::MakeToolchain) => self.send(Event::Do(Deed::MakeToolchain)),
            Some(Repair::AskIdentity) => self.begin("setup.identity"),
            Some(Repair::AskClone) => self.begin("setup.clone"),
            Some(Repair::Fetch { .. }) => self.send(Event::Do(Deed::Fetch)),
            Some(Repair::Run { command }) => {
                self.refuse(format!("Run in another terminal: {command}"));
            }
            None => {}
        }
    }

    /// A path is used; a URL is cloned from.
    pub(super) fn use_clone(&mut self, text: &str) {
        let remote = text.contains("://") || text.starts_with("git@");
        let deed = if remote {
            Deed::CloneRepo {
                url: text.to_owned(),
                dest: self.host.clone_target().display().to_string(),
            }
        } else {
            Deed::UseClone {
                path: expand(text).display().to_string(),
            }
        };
        self.send(Event::Do(deed));
    }

    fn write(&mut self) {
        let Some(session) = &self.session else { return };
        let open = crate::core::status::open_fields(&session.wizard, form::Section::Source);
        if let Some(first) = open.first().cloned() {
            self.visit(crate::core::step::StepId::Prototype, "source");
            self.send(Event::Focus { focus: first });
            self.refuse("Fill in this field first.");
            return;
        }
        let p = &session.wizard.state.prototype;
        let by_hand = p.check.is_some() && p.check != p.generated_check
            || p.conf.is_some() && p.conf != p.generated_conf;
        if by_hand {
            self.confirm(
                "Write the check again?",
                vec!["You changed the check or its configuration by hand. Writing it again replaces your changes.".into()],
                Yes::Do(Deed::WritePrototype { replace: true }),
            );
        } else {
            self.send(Event::Do(Deed::WritePrototype { replace: false }));
        }
    }

    /// Whether the check on the disk still has to be agreed to.
    pub(super) fn needs_trust(&self) -> bool {
        self.session.as_ref().is_some_and(|s| {
            s.wizard
                .failure
                .as_ref()
                .is_some_and(|(_, f)| f.kind == crate::core::event::FailureKind::Question)
        })
    }

    fn show_file(&mut self, id: &str) {
        self.visit(crate::core::step::StepId::Prototype, "check");
        self.begin(id);
    }

    pub(super) fn open_proto(&mut self, file: ProtoFile, line: Option<u32>) {
        let Some(session) = &self.session else { return };
        let name =
            crate::core::names::prototype_name(&session.wizard.state.answers.integration.folder());
        let path = match file {
            ProtoFile::Check => format!("checks.d/{name}.py"),
            ProtoFile::Conf => format!("conf.d/{name}.d/conf.yaml"),
        };
        self.ask = Some(Ask::File {
            path: self.host.path(&session.wizard, &path),
            line,
        });
    }

    /// The contributor's own frame is the last one in the check's file.
    fn open_error(&mut self) {
        let frame = self.session.as_ref().and_then(|s| {
            let error = s.wizard.capture.as_ref()?.error.as_ref()?;
            let own = error
                .frames
                .iter()
                .rev()
                .find(|f| f.file.contains("checks.d"));
            own.or(error.frames.last()).cloned()
        });
        if let Some(frame) = frame {
            self.send(Event::Do(Deed::OpenFile {
                path: frame.file,
                line: Some(frame.line),
            }));
        }
    }

    fn focus_last(&mut self) {
        let n = self
            .session
            .as_ref()
            .map_or(0, |s| s.wizard.state.answers.options.len());
        if n > 0 {
            let focus = format!("options.{}.name", n - 1);
            self.send(Event::Focus {
                focus: focus.clone(),
            });
            self.begin(&focus);
        }
    }

    fn remove_option(&mut self) {
        let focus = self.focused();
        let index = focus
            .strip_prefix("options.")
            .and_then(|r| r.split('.').next())
            .and_then(|n| n.parse().ok());
        if let Some(index) = index {
            self.send(Event::RemoveOption { index });
            self.settle_focus();
        }
    }

    fn begin_filter(&mut self) {
        if let Some(session) = &mut self.session {
            let text = session.wizard.state.ui.filter.clone();
            let cursor = (0, text.chars().count());
            session.view.filter = Some(Editor::new("filter", true, &Draft { text, cursor }));
        }
    }

    fn sort(&mut self) {
        if let Some(session) = &mut self.session {
            session.view.sort = match session.view.sort {
                Sort::Name => Sort::Open,
                Sort::Open => Sort::Unit,
                Sort::Unit => Sort::Name,
            };
        }
        self.settle_focus();
    }

    /// The metrics that the next edit is for: the marked ones, else the focused one.
    pub(super) fn targets(&self) -> Vec<String> {
        let Some(session) = &self.session else {
            return vec![];
        };
        let marked = &session.wizard.state.ui.marked;
        if marked.is_empty() {
            return metric_of(&session.wizard, &session.wizard.state.ui.focus)
                .map(str::to_owned)
                .into_iter()
                .collect();
        }
        marked
            .iter()
            .filter_map(|k| k.strip_prefix("metrics."))
            .map(str::to_owned)
            .collect()
    }

    fn mark(&mut self) {
        if let Some(Layer::Picker(picker)) = self.layers.last_mut() {
            if let Some(value) = picker.found.get(picker.at).map(|i| &picker.options[*i])
                && !picker.chosen.remove(value)
            {
                picker.chosen.insert(value.clone());
            }
            return;
        }
        let Some(session) = &self.session else { return };
        let ui = &session.wizard.state.ui;
        if let Some(name) = metric_of(&session.wizard, &ui.focus) {
            let key = format!("metrics.{name}");
            let on = !ui.marked.contains(&key);
            self.send(Event::Mark {
                keys: vec![key],
                on,
            });
            self.step_rows(1);
        }
    }

    fn mark_all(&mut self) {
        let Some(session) = &self.session else { return };
        let keys: Vec<String> = (0..session.view.known.order.len())
            .filter_map(|i| session.row_id(i))
            .collect();
        let marked = &session.wizard.state.ui.marked;
        let on = marked.is_empty();
        let keys = if on {
            keys
        } else {
            marked.iter().cloned().collect()
        };
        self.send(Event::Mark { keys, on });
    }

    fn pick_part(&mut self, part: &str) {
        let targets = self.targets();
        let Some(session) = &self.session else { return };
        let Some(first) = targets.first() else { return };
        let field = form::metric_field(&session.wizard, first, part);
        let fields = targets
            .iter()
            .map(|n| format!("metrics.{n}.{part}"))
            .collect();
        match field.input {
            form::Input::Choice(options) => self.pick(fields, options, false),
            _ => self.begin_part(part),
        }
    }

    fn begin_part(&mut self, part: &str) {
        let focus = self.focused();
        let Some(session) = &self.session else { return };
        if let Some(name) = metric_of(&session.wizard, &focus) {
            let id = format!("metrics.{name}.{part}");
            self.begin(&id);
        }
    }

    /// More is better, worse, or neither: the next of the three, for all targets alike.
    fn turn(&mut self) {
        let targets = self.targets();
        let Some(session) = &self.session else { return };
        let Some(first) = targets.first() else { return };
        let now = form::value(&session.wizard, &format!("metrics.{first}.orientation"));
        let next = match now.as_str() {
            "0" => "1",
            "1" => "-1",
            _ => "0",
        };
        let values = targets
            .iter()
            .map(|n| (format!("metrics.{n}.orientation"), next.to_owned()))
            .collect();
        self.send(Event::Set { values });
    }

    /// Whether a text typed for one metric goes to all that are marked.
    pub(super) fn is_bulk(&self, id: &str) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        id.starts_with("metrics.") && session.wizard.state.ui.marked.len() > 1
    }

    pub(super) fn bulk(&self, id: &str, text: &str) -> Vec<(String, String)> {
        let part = id.rsplit('.').next().unwrap_or_default();
        self.targets()
            .into_iter()
            .map(|n| (format!("metrics.{n}.{part}"), text.to_owned()))
            .collect()
    }

    /// Takes what a finding about the focused row proposes.
    fn suggestion(&mut self) {
        let focus = self.focused();
        let found = self.session.as_ref().and_then(|s| {
            let name = metric_of(&s.wizard, &focus)?;
            s.view.known.findings.iter().find_map(|f| {
                let about = f.rule.starts_with(&format!("metrics.{name}."));
                let fix = f
                    .fix
                    .clone()
                    .filter(|fix| s.problem(&f.rule, fix).is_none())?;
                about.then(|| (f.rule.clone(), fix))
            })
        });
        match found {
            Some(value) => self.send(Event::Set {
                values: vec![value],
            }),
            None => self.refuse("There is no suggestion for this metric."),
        }
    }

    pub(super) fn guesses(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let w = &session.wizard;
        let guessed = |n: &str| {
            w.derived
                .metrics
                .iter()
                .any(|m| m.name == n && !m.guessed.is_empty())
                && !w.state.files.seen.contains(&format!("metrics.{n}"))
        };
        if w.state.ui.marked.is_empty() {
            metric_of(w, &w.state.ui.focus).is_some_and(guessed)
        } else {
            w.state.ui.marked.iter().any(|_| true)
        }
    }

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

    fn choose(&mut self, choice: Choice) {
        if let Some(path) = self.planned().map(|f| f.path.clone()) {
            self.send(Event::Choose { path, choice });
        }
    }

    fn apply(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(plan) = &session.wizard.plan else {
            return;
        };
        let open: Vec<&PlannedFile> = plan
            .choices()
            .filter(|f| !session.wizard.state.files.choices.contains_key(&f.path))
            .collect();
        if let Some(first) = open.first() {
            let focus = first.path.clone();
            let n = plural(open.len(), "file");
            self.send(Event::Focus { focus });
            self.refuse(format!(
                "{n} need a choice first: your version or the wizard's."
            ));
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

    /// The task under the focus, or the one that the focused finding belongs to.
    pub(super) fn task(&self) -> Option<Task> {
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

    fn page_log(&mut self, label: &str) {
        self.pager(label, PagerSource::Log(label.to_owned()), None);
    }

    fn pager(&mut self, title: &str, source: PagerSource, offset: Option<usize>) {
        self.layers.push(Layer::Pager(Pager {
            title: title.to_owned(),
            source,
            offset,
            height: 0,
            total: 0,
        }));
    }

    fn finish(&mut self, how: &str) {
        self.confirm(
            &format!("Is the pull request {how}?"),
            vec!["The workflow stays in the list; you can still open it.".into()],
            Yes::Do(Deed::Finish { how: how.into() }),
        );
    }
}
