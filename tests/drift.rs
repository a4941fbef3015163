//! Later changes of the prototype, of the files, and of what is emitted, with the program itself and the real ddev:
//! the step says what changed, edits of both sides are merged, and nothing goes without being asked about.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod common;
#[path = "drift/switches.rs"]
mod switches;

use common::{Run, World, offline, program, snapshot, toolchain};
use std::fs;
use std::path::PathBuf;

const CHECK: &str = "from datadog_checks.base import AgentCheck


class Custom(AgentCheck):
    def check(self, instance):
        # First of all.
        self.gauge('depth', 7)

        # Then the rest.
        self.count('reads', 2)
        self.gauge('age', 1.5)

        self.service_check('can_connect', self.OK)
";

const FILE: &str = "acme_queue/datadog_checks/acme_queue/check.py";

struct Acme {
    world: World,
}

impl Acme {
    /// A check that was brought along, applied.
    fn applied() -> Option<Self> {
        if offline() {
            return None;
        }
        toolchain();
        let it = Self {
            world: World::new(),
        };
        it.world.write("custom.py", CHECK);
        it.world
            .write("conf.yaml", "init_config:\n\ninstances:\n  - {}\n");
        let run = it.answered("", "framework");
        assert_eq!(run.exit, 0, "{:#}", run.json);
        assert!(
            it.read().contains("self.gauge('depth', 7)") || it.read().contains("acme_queue.depth")
        );
        Some(it)
    }

    fn answered(&self, rest: &str, until: &str) -> Run {
        self.named("Acme Queue", "blank", "community", rest, until)
    }

    fn named(&self, name: &str, kind: &str, track: &str, rest: &str, until: &str) -> Run {
        let source = if kind == "blank" {
            "prototype: { check: custom.py, conf: conf.yaml }\n"
        } else {
            ""
        };
        self.world.run(
            &format!(
                "schema: 1\ntrack: {track}\nintegration:\n  display_name: {name}\n  kind: {kind}\n  description: Depth of its queues.\n  \
                 overview: Acme Queue is a message broker. This integration shows operators a growing backlog.\n\
                 author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n{source}{rest}"
            ),
            until,
        )
    }

    /// On from where the workflow stands.
    fn on(&self, until: &str) -> Run {
        let output = program(self.world.path())
            .args([
                "run",
                "--trust",
                "--format",
                "json",
                "--until",
                until,
                "--workspace",
            ])
            .arg(self.world.workspace())
            .output()
            .unwrap();
        Run::of(&output)
    }

    fn prototype(&self) -> PathBuf {
        self.world.workspace().join("checks.d/custom_acme_queue.py")
    }

    /// Edits the prototype where it lies, as an editor does.
    fn edit(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.prototype()).unwrap();
        assert!(text.contains(old), "{text}");
        fs::write(self.prototype(), text.replace(old, new)).unwrap();
    }

    fn read(&self) -> String {
        fs::read_to_string(self.world.clone.join(FILE)).unwrap()
    }

    /// Edits `check.py` in the clone.
    fn hand(&self, old: &str, new: &str) {
        let text = self.read();
        assert!(text.contains(old), "{text}");
        fs::write(self.world.clone.join(FILE), text.replace(old, new)).unwrap();
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        snapshot(&self.world.clone, &|p| p.starts_with(".git"))
    }
}

fn state(run: &Run, path: &str) -> String {
    let file = run.files().into_iter().find(|(p, _)| p == path);
    file.unwrap_or_else(|| panic!("{path} is not in {:#}", run.json))
        .1
}

fn green(run: &Run) {
    assert_eq!(run.exit, 0, "{:#}\n{}", run.json, run.stderr);
    assert!(run.json["tests"]["passed"].as_u64().unwrap() > 0);
}

fn step(run: &Run, n: usize) -> (String, String) {
    let step = &run.json["steps"][n];
    let text = |key: &str| step[key].as_str().unwrap().to_owned();
    (text("status"), text("detail"))
}

#[test]
fn a_changed_prototype_makes_framework_stale_and_merges_with_a_hand_edit() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    acme.edit("# Then the rest.", "# Then all the rest.");
    let run = acme.on("prototype");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(
        step(&run, 2),
        (
            "stale".into(),
            "the custom check changed since files were applied".into()
        )
    );
    // The same content makes it done again.
    acme.edit("# Then all the rest.", "# Then the rest.");
    let run = acme.on("prototype");
    assert_eq!(step(&run, 2).0, "done", "{:#}", run.json);

    acme.edit("# Then the rest.", "# Then all the rest.");
    acme.hand("# First of all.", "# First, by hand.");
    let run = acme.on("framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(state(&run, FILE), "merged");
    let text = acme.read();
    assert!(
        text.contains("# First, by hand.") && text.contains("# Then all the rest."),
        "{text}"
    );

    // In the same place: a person chooses, and nothing is written before.
    acme.edit("# Then all the rest.", "# Then what is left.");
    acme.hand("# Then all the rest.", "# Then others.");
    let held = acme.files();
    let run = acme.on("framework");
    assert_eq!(run.exit, 5, "{:#}", run.json);
    assert_eq!(state(&run, FILE), "conflict");
    assert!(run.error().contains(FILE), "{}", run.error());
    assert!(acme.files() == held);

    // Back to what was applied first, on both sides.
    acme.edit("# Then what is left.", "# Then the rest.");
    for (path, bytes) in &before {
        fs::write(acme.world.clone.join(path), bytes).unwrap();
    }
    let run = acme.on("framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(acme.files() == before);
}

#[test]
fn a_hand_edit_of_the_clone_stays_and_the_tests_are_about_other_files_then() {
    let Some(acme) = Acme::applied() else { return };
    let run = acme.on("test");
    green(&run);
    acme.hand("# First of all.", "# By hand.");
    let run = acme.on("framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(state(&run, FILE), "yours");
    assert_eq!(step(&run, 2).0, "done");
    assert_eq!(
        step(&run, 3),
        ("stale".into(), "files changed since the tests ran".into())
    );
    let run = acme.on("commit");
    green(&run);
    acme.hand("# By hand.", "# By hand, again.");
    let run = acme.on("framework");
    assert_eq!(
        (step(&run, 3).0, step(&run, 4).0),
        ("stale".into(), "stale".into())
    );
    assert!(acme.read().contains("# By hand, again."));
}

#[test]
fn a_metric_that_vanished_is_asked_about() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    acme.edit(
        "        self.gauge('age', 1.5)\n",
        "        self.gauge('size', 3)\n",
    );
    let run = acme.on("framework");
    assert_eq!(run.exit, 5, "{:#}", run.json);
    assert!(run.error().contains("acme_queue.age"), "{}", run.error());
    assert!(acme.files() == before, "nothing goes in silence");
    let (status, why) = step(&acme.on("prototype"), 2);
    assert_eq!(status, "stale");
    assert!(why.contains("the run emits something else"), "{why}");

    let rest = |answer: &str| format!("metrics:\n  - {{ name: acme_queue.age, {answer} }}\n");
    fs::write(
        acme.world.path().join("custom.py"),
        fs::read_to_string(acme.prototype()).unwrap(),
    )
    .unwrap();
    let kept = acme.answered(&rest("type: gauge"), "test");
    green(&kept);
    assert_eq!(
        kept.json["metrics"], 4,
        "kept beside the three that are emitted"
    );
    let table = || fs::read_to_string(acme.world.clone.join("acme_queue/metadata.csv")).unwrap();
    assert!(table().contains("acme_queue.age,gauge") && table().contains("acme_queue.size"));

    let gone = acme.answered(&rest("remove: true"), "test");
    green(&gone);
    assert!(!table().contains("acme_queue.age"));
    assert_eq!(gone.json["metrics"], 3);
    // The answer that did it is no error once it is done.
    let again = acme.answered(&rest("remove: true"), "framework");
    assert_eq!(again.exit, 0, "{:#}", again.json);
    // What is emitted does not go by an answer.
    let run = acme.answered(
        "metrics: [{ name: acme_queue.size, remove: true }]\n",
        "framework",
    );
    assert_ne!(run.exit, 0, "{:#}", run.json);
    assert!(table().contains("acme_queue.size"));
}

#[test]
fn a_rename_goes_through_every_file_and_back_byte_for_byte() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    let brand = "Brand New";
    let run = acme.named(brand, "blank", "community", "", "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    for (path, bytes) in acme.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let path = path.display().to_string();
        if path.starts_with("brand_new") || path.starts_with(".github") || path.starts_with(".ddev")
        {
            for old in ["acme_queue", "Acme Queue", "acme-queue", "AcmeQueue"] {
                // What the contributor wrote himself stays his words.
                let said = text.matches(old).count();
                let own = text.matches("Acme Queue is a message broker").count();
                assert_eq!(
                    said,
                    if old == "Acme Queue" { own } else { 0 },
                    "{path} says {old}:\n{text}"
                );
            }
        }
        assert!(!path.starts_with("acme_queue"), "{path}");
    }
    assert!(
        acme.world
            .workspace()
            .join("checks.d/custom_brand_new.py")
            .is_file()
    );
    let tested = acme.named(brand, "blank", "community", "", "test");
    green(&tested);
    let run = acme.answered("", "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(names(&acme.files()), names(&before));
    for (now, then) in acme.files().iter().zip(&before) {
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        assert_eq!(text(&now.1), text(&then.1), "{}", now.0.display());
    }
}

fn names(files: &[(PathBuf, Vec<u8>)]) -> Vec<&PathBuf> {
    files.iter().map(|f| &f.0).collect()
}

#[test]
fn another_prefix_and_another_track_go_through_every_file_and_back() {
    let Some(acme) = Acme::applied() else { return };
    let before = acme.files();
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    let same = |what: &str| {
        let now = acme.files();
        assert_eq!(names(&now), names(&before), "{what}");
        for (now, then) in now.iter().zip(&before) {
            assert_eq!(text(&now.1), text(&then.1), "{what}: {}", now.0.display());
        }
    };
    let partner = acme.named("Acme Queue", "blank", "partner", "", "test");
    green(&partner);
    assert_eq!(state(&partner, "acme_queue/manifest.json"), "removed");
    let config = || fs::read_to_string(acme.world.clone.join(".ddev/config.toml")).unwrap();
    assert!(config().contains("acme_queue"));
    let run = acme.answered("", "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    same("track");
}
