//! Verdicts while editing, by the real engine and the real ddev: an edit, a rest, and only what reads what changed
//! is run, on the shadow tree.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test says where it can't go on, and what it skips.

mod common;
#[path = "live/neighbors.rs"]
mod neighbors;

use common::{offline, snapshot, toolchain, toolchain_dir};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Which};
use ddint_tui::core::finding::Source;
use ddint_tui::core::live::{Progress, Rerun, Verdict};
use ddint_tui::core::status::status;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Task, TaskState};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Engine, Options};
use ddint_tui::tui::app::page;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// The open workflow, as the screens drive it.
struct Desk {
    engine: Engine,
    wizard: Wizard,
    receiver: Receiver<Event>,
    /// The validations that ran, in order of their names, and how many renderings began.
    ran: Vec<String>,
    renderings: usize,
}

impl Desk {
    fn open(workspace: &Path) -> Self {
        let (sender, receiver) = channel();
        let sink = Arc::new(move |event| {
            let _ = sender.send(event);
        });
        let (engine, state) = Engine::open(workspace.to_owned(), Options::default(), sink).unwrap();
        let wizard = Wizard::seen(state, true);
        Self {
            engine,
            wizard,
            receiver,
            ran: vec![],
            renderings: 0,
        }
    }

    fn feed(&mut self, event: Event) {
        if let Event::Verified { verdict, .. } = &event {
            let Verdict { result, .. } = &**verdict;
            self.ran.push(result.task.label().replace("validate ", ""));
            self.ran.sort();
        }
        for effect in self.wizard.handle(event) {
            if let Effect::Start { work, .. } = &effect {
                self.renderings += usize::from(*work == Work::Verify);
            }
            self.engine.perform(effect, &self.wizard);
        }
    }

    /// Handles what comes until `until` holds.
    fn wait(&mut self, until: impl Fn(&Wizard) -> bool) {
        while !until(&self.wizard) {
            let event = self.receiver.recv().unwrap();
            self.feed(event);
        }
    }

    /// What an edit made run.
    fn edit(&mut self, values: &[(&str, &str)]) -> Vec<String> {
        let values = values.iter();
        let values = values.map(|(f, v)| ((*f).to_owned(), (*v).to_owned()));
        self.then(Event::Set {
            values: values.collect(),
        })
    }

    fn then(&mut self, event: Event) -> Vec<String> {
        self.ran.clear();
        self.feed(event);
        assert_eq!(self.wizard.live.progress, Progress::Changed);
        self.wait(|w| matches!(w.live.progress, Progress::Done | Progress::Not { .. }));
        self.ran.clone()
    }

    fn state_of(&self, validation: &str) -> TaskState {
        let mut all = self.wizard.live.verdicts();
        let found = all.find(|(name, _)| *name == validation);
        found.and_then(|(_, v)| v).map(|v| v.state).unwrap()
    }
}

/// Runs this very test again with the shared toolchain as the program's own; whether this is that run.
fn with_toolchain(test: &str) -> bool {
    if std::env::var_os("DDINT_TEST_LIVE").is_some() {
        return true;
    }
    toolchain();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("DDINT_TEST_LIVE", "1")
        .env("DDINT_TUI_TOOLCHAIN_DIR", toolchain_dir())
        .env_remove("CI")
        .output()
        .unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    false
}

#[test]
fn an_edit_runs_what_reads_what_it_changed_and_nothing_else() {
    if offline() || !with_toolchain("an_edit_runs_what_reads_what_it_changed_and_nothing_else") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let clone = common::demo(dir.path());
    let skip = |path: &Path| path.starts_with(".git");
    let before = snapshot(&clone, &skip);
    let mut desk = Desk::open(&dir.path().join("workspace"));
    desk.feed(Event::Opened);
    desk.feed(Event::Visit {
        step: StepId::Framework,
    });
    desk.wait(|w| matches!(w.live.progress, Progress::Done | Progress::Not { .. }));
    let count = desk.wizard.live.count();
    assert_eq!(desk.wizard.live.progress, Progress::Done);
    assert_eq!((count.failed, count.crashed, count.waiting), (0, 0, 0));
    assert_eq!(desk.ran.len(), count.passed, "{:?}", desk.ran);
    assert!(count.passed >= 13, "{:?}", desk.ran);

    let metric = desk.wizard.derived.metrics[0].name.clone();
    let (orientation, description) = (
        format!("metrics.{metric}.orientation"),
        format!("metrics.{metric}.description"),
    );
    // The dashboard follows the orientation.
    assert_eq!(
        desk.edit(&[(&orientation, "1")]),
        ["dashboards", "metadata"]
    );
    assert_eq!(desk.state_of("metadata"), TaskState::Passed);
    // Taken back: what that content gets is known.
    assert!(desk.then(Event::Undo).is_empty());
    assert_eq!(desk.state_of("metadata"), TaskState::Passed);

    // Keys in quick succession are one edit, and the last one counts.
    let renderings = desk.renderings;
    for text in ["One.", "Two.", "Three of them."] {
        desk.feed(Event::Set {
            values: vec![(description.clone(), text.into())],
        });
    }
    desk.ran.clear();
    desk.wait(|w| w.live.progress == Progress::Done);
    assert_eq!(desk.renderings, renderings + 1);
    assert_eq!(desk.ran, ["metadata"]);
    let shadow = dir.path().join("workspace/shadow/acme_queue/metadata.csv");
    assert!(
        std::fs::read_to_string(shadow)
            .unwrap()
            .contains("Three of them.")
    );

    // A hand edit in the clone is part of what would be there: ddev's verdict on it, once.
    let file = clone.join("acme_queue/metadata.csv");
    let rows = std::fs::read_to_string(&file).unwrap();
    let row = "acme_queue.by_hand,gauge,,parsec,,By hand.,0,acme_queue,by hand,";
    std::fs::write(&file, format!("{rows}{row}\n")).unwrap();
    let read = Event::Do(Action::ReadRepo);
    desk.ran.clear();
    desk.feed(read.clone());
    let last = desk.renderings;
    while desk.renderings == last || desk.wizard.live.progress != Progress::Done {
        let event = desk.receiver.recv().unwrap();
        desk.feed(event);
    }
    assert_eq!(desk.ran, ["metadata"]);
    assert_eq!(desk.state_of("metadata"), TaskState::Failed);
    let found = page::findings(&desk.wizard);
    let ours: Vec<_> = found.iter().filter(|f| f.source == Source::Ddev).collect();
    assert_eq!(ours.len(), 1, "{ours:#?}");
    assert!(ours[0].message.contains("parsec"), "{ours:#?}");
    std::fs::write(&file, rows).unwrap();
    desk.feed(read);
    desk.wait(|w| w.live.count().failed == 0);
    let found = page::findings(&desk.wizard);
    assert!(found.iter().all(|f| f.source != Source::Ddev), "{found:#?}");

    // Something required goes missing: it is said, and nothing old is shown for it.
    desk.edit(&[("author.support_email", "")]);
    let Progress::Not { why, .. } = &desk.wizard.live.progress else {
        panic!("{:?}", desk.wizard.live.progress);
    };
    assert!(why.contains("support"), "{why}");
    assert_eq!(desk.wizard.live.verdicts().count(), 0);
    assert_eq!(snapshot(&clone, &skip), before);
}

#[test]
fn a_save_runs_the_tests_by_themselves_and_the_step_stays_as_it_is() {
    if offline()
        || !with_toolchain("a_save_runs_the_tests_by_themselves_and_the_step_stays_as_it_is")
    {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let tests = common::demo(dir.path()).join("acme_queue/tests");
    let mut desk = Desk::open(&dir.path().join("workspace"));
    desk.feed(Event::Opened);
    desk.wait(|w| w.jobs.is_empty());
    let save = |desk: &mut Desk, text: &str| {
        std::fs::write(tests.join("test_saved.py"), text).unwrap();
        desk.wait(|w| w.live.fast.last == Rerun::Running);
        desk.wait(|w| w.live.fast.last != Rerun::Running && w.jobs.is_empty());
    };
    // ddev made no environment yet.
    save(&mut desk, "def test_saved():\n    assert 1 == 1\n");
    let Rerun::Not(why) = &desk.wizard.live.fast.last else {
        panic!("{:?}", desk.wizard.live.fast.last);
    };
    assert!(why.contains("no environment"), "{why}");

    desk.feed(Event::Do(Action::Test(Which::One(Task::Unit))));
    desk.wait(|w| w.jobs.is_empty());
    let by_ddev = desk.wizard.state.steps.test.tasks.clone();
    assert!(
        by_ddev.iter().any(|t| t.state == TaskState::Passed),
        "{by_ddev:#?}"
    );

    save(&mut desk, "def test_saved():\n    assert 1 == 2\n");
    let result = desk.wizard.live.fast.result().unwrap();
    assert_eq!(result.state, TaskState::Failed, "{result:#?}");
    assert!(result.cases.len() > 2, "{result:#?}");
    let found = page::findings(&desk.wizard);
    let ours: Vec<_> = found
        .iter()
        .filter(|f| f.source == Source::Pytest)
        .collect();
    assert_eq!(ours.len(), 1, "{ours:#?}");
    assert_eq!(
        ours[0].file.as_deref(),
        Some("acme_queue/tests/test_saved.py")
    );

    save(&mut desk, "def test_saved():\n    assert 1 == 1\n");
    let result = desk.wizard.live.fast.result().unwrap();
    assert_eq!(result.state, TaskState::Passed, "{result:#?}");
    assert!(
        page::findings(&desk.wizard)
            .iter()
            .all(|f| f.source != Source::Pytest)
    );
    // What ddev said is what counts, and the save made it stale.
    assert_eq!(desk.wizard.state.steps.test.tasks, by_ddev);
    let status = status(&desk.wizard, StepId::Test);
    assert!(!status.is_done(), "{status:?}");
}
