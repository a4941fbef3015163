//! Fixes as the screens make them: by events and the real engine, on a damaged integration that exists, with the real
//! ddev looking before and after.

use crate::common::{self, offline, snapshot, toolchain, toolchain_dir};
use crate::damages::{ALL, Damage};
use crate::toolchain_support;
use crate::world::{FOLDER, World};
use ddint_tui::core::effect::Effect;
use ddint_tui::core::event::{Action, Event};
use ddint_tui::core::finding::{Finding, Severity};
use ddint_tui::core::fix::Fix;
use ddint_tui::core::fixes::{Mended, Preview, Target};
use ddint_tui::core::live::Progress;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Engine, Options, existing};
use ddint_tui::tui::app::page;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// The open workflow, as the screens drive it.
pub struct Desk {
    engine: Engine,
    pub wizard: Wizard,
    receiver: Receiver<Event>,
}

/// Everything that was asked for is done, and the shadow tree is of the files as they are.
pub fn at_rest(w: &Wizard) -> bool {
    let shown = matches!(w.live.progress, Progress::Done | Progress::Not { .. });
    w.jobs.is_empty() && shown && w.repo.is_some()
}

impl Desk {
    /// Opens the integration of a clone, or goes on with it.
    fn open(world: &World) -> Self {
        let workspace = world.dir.path().join("workspace");
        Self::resume(&workspace, Some(&world.clone))
    }

    /// Goes on with a workflow; with a clone it begins on the integration there.
    pub fn resume(workspace: &Path, clone: Option<&Path>) -> Self {
        let (sender, receiver) = channel();
        let sink = Arc::new(move |event| {
            let _ = sender.send(event);
        });
        let options = Options::default();
        let (engine, mut state) = Engine::open(workspace.to_owned(), options, sink).unwrap();
        if let Some(clone) = clone {
            existing::begin(workspace, clone, FOLDER, &mut state).unwrap();
        }
        let mut desk = Self {
            engine,
            wizard: Wizard::seen(state, false),
            receiver,
        };
        desk.feed(Event::Opened);
        desk.feed(Event::Visit {
            step: StepId::Framework,
        });
        desk.wait(at_rest);
        assert_eq!(desk.wizard.live.progress, Progress::Done);
        desk
    }

    pub fn feed(&mut self, event: Event) {
        for effect in self.wizard.handle(event) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        self.engine.perform(effect, &self.wizard);
    }

    pub fn act(&mut self, action: Action) {
        self.feed(Event::Do(action));
    }

    pub fn wait(&mut self, until: impl Fn(&Wizard) -> bool) {
        while !until(&self.wizard) {
            let event = self.receiver.recv().unwrap();
            self.feed(event);
        }
    }

    pub fn findings(&self) -> Vec<Finding> {
        page::findings(&self.wizard)
    }

    /// The findings of errors and warnings.
    fn problems(&self) -> Vec<String> {
        let all = self.findings().into_iter();
        let all = all.filter(|f| f.severity != Severity::Note);
        all.map(|f| f.to_string()).collect()
    }

    /// What has a fix, as the list marks it.
    fn offers(&mut self) -> Vec<(Finding, Fix)> {
        let findings = self.findings();
        // The files may be others than when it was asked last.
        let before = self.wizard.clone();
        self.act(Action::FindFixes { findings });
        self.wait(|w| w.mending.offers != before.mending.offers || w.mending == before.mending);
        self.wizard.mending.offers.to_vec()
    }

    fn preview(&mut self, target: Target) -> Mended {
        self.act(Action::PreviewFix { target });
        self.wait(|w| !matches!(w.mending.preview, Preview::Computing(_)));
        let preview = &self.wizard.mending.preview;
        preview
            .ready()
            .unwrap_or_else(|| panic!("{preview:?}"))
            .clone()
    }

    pub fn fix(&mut self) {
        self.act(Action::Fix);
        self.wait(|w| w.mending.preview == Preview::None && at_rest(w));
        assert_eq!(self.wizard.failure, None);
    }

    pub fn take_back(&mut self) {
        self.act(Action::TakeFixBack);
        self.wait(at_rest);
        assert_eq!(self.wizard.failure, None);
    }
}

/// Runs this very test again with the shared toolchain as the program's own; whether this is that run.
fn with_toolchain(test: &str) -> bool {
    with_toolchain_for(&format!("desk::{test}"))
}

/// The same for a test of any file, by its whole name.
pub fn with_toolchain_for(test: &str) -> bool {
    if std::env::var_os("DDINT_TEST_DESK").is_some() {
        return true;
    }
    toolchain();
    let data = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("DDINT_TEST_DESK", "1")
        .env("DDINT_TUI_TOOLCHAIN_DIR", toolchain_dir())
        .env("DDINT_TUI_DATA_DIR", data.path())
        .env_remove("CI")
        .output()
        .unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    false
}

fn damage(fix: &str, by: &str, safe: bool) -> &'static Damage {
    let mut all = ALL.iter();
    all.find(|d| d.fix == fix && d.by == by && d.safe == safe)
        .unwrap()
}

fn damaged(world: &World, all: &[&Damage]) {
    for damage in all {
        world.damage(damage.file, damage.how);
    }
}

#[test]
fn each_is_looked_at_made_looked_at_again_and_taken_back() {
    if offline() || !with_toolchain("each_is_looked_at_made_looked_at_again_and_taken_back") {
        return;
    }
    let world = World::new(toolchain_or_return!());
    let damages = [
        damage("unit", "metadata", false),
        damage("config --sync", "config", true),
        damage("models --sync", "models", true),
        damage("codeowners", "codeowners", false),
        damage("readme-section", "readmes", false),
    ];
    damaged(&world, &damages);
    let before = world.files();
    let mut desk = Desk::open(&world);
    for damage in damages {
        let offers = desk.offers();
        let all: Vec<_> = offers.iter().map(|(_, fix)| fix.name).collect();
        let (finding, fix) = offers
            .into_iter()
            .find(|(f, fix)| fix.name == damage.fix && f.rule == damage.by)
            .unwrap_or_else(|| panic!("{} of {all:?}: {:#?}", damage.fix, desk.problems()));
        assert_eq!(fix.safe, damage.safe, "{fix:?}");
        let mended = desk.preview(Target::One(vec![finding.clone()]));
        let paths: Vec<_> = mended.plan.files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, [damage.file]);
        assert!(
            world.files() == before,
            "{}: it was only looked at",
            fix.name
        );
        // Looked at, and left.
        desk.act(Action::LeaveFix);
        desk.act(Action::Fix);
        assert!(desk.wizard.jobs.is_empty());
        desk.preview(Target::One(vec![finding.clone()]));
        desk.fix();
        let tells = |desk: &Desk| desk.findings().iter().any(|f| f.message == finding.message);
        assert!(!tells(&desk), "{}: {:#?}", fix.name, desk.problems());
        let now = world.files();
        let path = PathBuf::from(damage.file);
        let others = now
            .iter()
            .filter(|(p, bytes)| before.get(*p) != Some(bytes));
        assert_eq!(others.map(|(p, _)| p).collect::<Vec<_>>(), [&path]);
        desk.take_back();
        assert!(world.files() == before, "{}: not as it was", fix.name);
        assert!(tells(&desk), "{}: {:#?}", fix.name, desk.problems());
    }
}

#[test]
fn all_safe_ones_are_one_step_that_a_kill_does_not_tear() {
    if offline() || !with_toolchain("all_safe_ones_are_one_step_that_a_kill_does_not_tear") {
        return;
    }
    let world = World::new(toolchain_or_return!());
    damaged(
        &world,
        &[
            damage("version", "review", false),
            damage("unit", "metadata", true),
            damage("base-version", "review", true),
            damage("config --sync", "config", true),
            damage("test --fmt", "lint", true),
            damage("codeowners", "codeowners", true),
        ],
    );
    // A column that is missing, below rows that are wrong.
    world.damage("acme_queue/metadata.csv", |t| {
        t.replace(",curated_metric\n", "\n")
            .replace(",\n", "\n")
            .into_bytes()
    });
    let before = world.files();
    let mut desk = Desk::open(&world);
    let mended = desk.preview(Target::Safe);
    let mut names: Vec<_> = mended.done.iter().map(|d| d.fix.name).collect();
    names.sort_unstable();
    names.dedup();
    let wanted = [
        "base-version",
        "codeowners",
        "columns",
        "config --sync",
        "test --fmt",
        "unit",
    ];
    assert_eq!(names, wanted);
    let left: Vec<_> = mended.left.iter().map(|(f, _)| &f.message).collect();
    let version = |said: &str| said.contains("The newest version here is");
    assert!(left.iter().any(|said| version(said)), "{left:?}");
    assert!(world.files() == before, "it was only looked at");
    desk.fix();
    let fixed = world.files();
    let problems = desk.problems();
    let [only] = &problems[..] else {
        panic!("{problems:#?}");
    };
    assert!(version(only), "{only}");
    // The files again, as a kill in the middle leaves them: the next start finishes what had begun.
    let last = desk.wizard.mending.last.clone().unwrap();
    drop(desk);
    let journal = world
        .dir
        .path()
        .join(format!("workspace/undo/{}", last.number));
    std::fs::remove_file(journal.join("done")).unwrap();
    let path = Path::new("acme_queue/pyproject.toml");
    std::fs::write(world.clone.join(path), &before[path]).unwrap();
    let mut desk = Desk::open(&world);
    assert!(world.files() == fixed, "not finished");
    assert_eq!(desk.wizard.mending.last, Some(last));
    desk.take_back();
    assert!(world.files() == before, "not byte for byte");
    assert!(desk.problems().len() > 4, "{:#?}", desk.problems());
    assert_eq!(desk.wizard.mending.last, None);
}

#[test]
fn what_changed_meanwhile_is_named_and_what_is_canceled_changes_nothing() {
    let name = "what_changed_meanwhile_is_named_and_what_is_canceled_changes_nothing";
    if offline() || !with_toolchain(name) {
        return;
    }
    let world = World::new(toolchain_or_return!());
    damaged(&world, &[damage("unit", "metadata", false)]);
    let mut desk = Desk::open(&world);
    let (finding, _) = desk.offers().swap_remove(0);
    desk.preview(Target::One(vec![finding.clone()]));
    world.damage("acme_queue/metadata.csv", |t| {
        t.replace(",msgs,", ",message,").into_bytes()
    });
    world.damage("acme_queue/README.md", |t| format!("{t}\n").into_bytes());
    let edited = world.files();
    desk.act(Action::Fix);
    desk.wait(|w| matches!(w.mending.preview, Preview::Failed(..)) && w.jobs.is_empty());
    let said = |w: &Wizard| match &w.mending.preview {
        Preview::Failed(_, failure) => failure.message.clone(),
        other => panic!("{other:?}"),
    };
    let why = said(&desk.wizard);
    for part in ["metadata.csv", "README.md", "Nothing was changed"] {
        assert!(why.contains(part), "{why}");
    }
    assert!(world.files() == edited);
    // Looked at again, it has nothing to do any more, and says of which file.
    let target = Target::One(vec![finding]);
    desk.act(Action::PreviewFix { target });
    desk.wait(|w| matches!(w.mending.preview, Preview::Failed(..)) && w.jobs.is_empty());
    assert!(
        said(&desk.wizard).contains("metadata.csv"),
        "{}",
        said(&desk.wizard)
    );

    let target = Target::Safe;
    desk.act(Action::PreviewFix { target });
    desk.act(Action::Cancel);
    desk.wait(|w| matches!(w.mending.preview, Preview::Failed(..)) && w.jobs.is_empty());
    assert_eq!(said(&desk.wizard), "Canceled.");
    assert!(world.files() == edited);
    let left = std::fs::read_dir(world.dir.path().join("workspace")).unwrap();
    let left = left.filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let left: Vec<String> = left.filter(|name| name.starts_with(".tmp")).collect();
    assert!(left.is_empty(), "the copy is left: {left:?}");
}

#[test]
fn an_edit_by_hand_of_what_was_applied_is_fixed_where_it_was_made() {
    let name = "an_edit_by_hand_of_what_was_applied_is_fixed_where_it_was_made";
    if offline() || !with_toolchain(name) {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let clone = common::demo(dir.path());
    let file = clone.join("acme_queue/metadata.csv");
    let rows = std::fs::read_to_string(&file).unwrap();
    let row = "acme_queue.by_hand,gauge,,Bytes,,By hand.,0,acme_queue,by hand,\n";
    std::fs::write(&file, format!("{rows}{row}")).unwrap();
    let files = || snapshot(&clone, &|path| path.starts_with(".git"));
    let before = files();
    let mut desk = Desk::resume(&dir.path().join("workspace"), None);
    assert!(!desk.wizard.state.files.existing);
    let offers = desk.offers();
    let unit = offers.iter().find(|(_, fix)| fix.name == "unit");
    let (finding, fix) = unit.unwrap_or_else(|| panic!("{:#?}", desk.problems()));
    assert!(fix.safe, "{fix:?}");
    let target = Target::One(vec![finding.clone()]);
    let mended = desk.preview(target);
    // It is an edit already: nothing that is made from answers becomes one.
    assert!(mended.by_hand.is_empty());
    desk.fix();
    let now = std::fs::read_to_string(&file).unwrap();
    assert_eq!(now, format!("{rows}{}", row.replace("Bytes", "byte")));
    assert!(!desk.findings().iter().any(|f| f.message.contains("Bytes")));
    // What was applied before is still what is taken back after it.
    let applied = desk.wizard.state.files.applied.clone();
    desk.act(Action::UndoApply);
    desk.wait(at_rest);
    assert!(files() == before);
    assert_eq!(desk.wizard.state.files.applied, applied);
    assert!(desk.findings().iter().any(|f| f.message.contains("Bytes")));
}
