//! The shadow tree with the real ddev: what it makes passes in the clone, and its verdicts are the
//! clone's.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::answers::Track;
use ddint_tui::core::plan::FileState;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{Spec, run};
use ddint_tui::scaffold::rename::Earlier;
use ddint_tui::scaffold::shadow::{self, Ran, Shadow, Tools};
use ddint_tui::scaffold::{apply, plan, undo};
use ddint_tui::toolchain::Toolchain;
use ddint_tui::toolchain::ddev::Ddev;
use rendering::{Sample, all};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

mod rendering;
#[macro_use]
mod toolchain_support;

struct Real<'a> {
    toolchain: &'a Toolchain,
    scratch: PathBuf,
    calls: usize,
}

impl Tools for Real<'_> {
    fn version(&self) -> String {
        self.toolchain.ddev_version.clone()
    }

    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        self.calls += 1;
        let (exit, text) = ddev(self.toolchain, shadow, &self.scratch, args);
        Ok(Ran { exit, text })
    }

    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        self.calls += 1;
        let (exit, text) = ruff(self.toolchain, shadow, args);
        Ok(Ran { exit, text })
    }
}

fn ddev(
    toolchain: &Toolchain,
    repo: &Path,
    scratch: &Path,
    args: &[&str],
) -> (Option<i32>, String) {
    let ddev = Ddev::new(toolchain, repo, scratch).unwrap();
    let output = ddev.run(args, &CancelToken::new(), &mut |_| {});
    (output.exit, output.text)
}

fn ruff(toolchain: &Toolchain, at: &Path, args: &[&str]) -> (Option<i32>, String) {
    let spec = Spec::new(&toolchain.ruff, args.iter().copied()).cwd(at);
    let ended = run(&spec, &CancelToken::new(), &mut |_| {}).unwrap();
    (ended.code, ended.output)
}

/// A small repository of the same shape, whose block of owners and jobs is in sync.
fn small_clone(dir: &Path) -> PathBuf {
    let clone = dir.join("clone");
    for (path, text) in [
        (
            ".github/CODEOWNERS",
            "# Community partners\n/zulu/                                   @zulu\n\n**/assets/logs/                          @DataDog/logs-integrations-reviewers\n",
        ),
        (
            ".github/workflows/test-all.yml",
            "name: Test all\n\non:\n  workflow_call:\n\njobs: {}\n",
        ),
        (
            ".github/workflows/test-all-windows.yml",
            "name: Test all\n\njobs: {}\n",
        ),
        (
            ".ddev/config.toml",
            "[overrides.display-name]\nzulu = \"Zulu\"\n",
        ),
        (
            "pyproject.toml",
            "[tool.black]\nline-length = 120\nskip-string-normalization = true\n\n[tool.ruff]\nexclude = [\"__init__.py\", \"**/config_models/instance.py\", \"**/config_models/shared.py\", \"**/config_models/defaults.py\"]\ntarget-version = \"py313\"\nline-length = 120\n\n[tool.ruff.lint]\nselect = [\"B\", \"C\", \"E\", \"F\", \"G\", \"W\", \"I\", \"TID252\"]\nunfixable = [\"F401\"]\n\n[tool.ruff.format]\nquote-style = \"preserve\"\n",
        ),
        (
            "zulu/manifest.json",
            "{\"manifest_version\": \"2.0.0\", \"app_uuid\": \"x\", \"app_id\": \"zulu\", \"assets\": {}, \"tile\": {\"classifier_tags\": []}}",
        ),
    ] {
        let at = clone.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    git2::Repository::init(&clone).unwrap();
    clone
}

struct Journey<'a> {
    toolchain: &'a Toolchain,
    dir: &'a Path,
    clone: &'a Path,
    sample: Sample,
    choices: BTreeMap<String, ddint_tui::core::plan::Choice>,
}

impl Journey<'_> {
    fn folder(&self) -> String {
        self.sample.answers.integration.folder()
    }

    fn build(&self) -> (Shadow, usize) {
        let answers = &self.sample.answers;
        let input = shadow::Input {
            workspace: &self.dir.join("workspace"),
            clone: self.clone,
            folder: &self.folder(),
            earlier: &Earlier::default(),
            track: answers.track,
            rendered: &self.sample.render().unwrap(),
            owner: &answers.author.github,
            email: &answers.author.support_email,
            display_name: &answers.integration.display_name,
            metrics_prefix: &answers.integration.prefix(),
            choices: &self.choices,
            hunks: &BTreeMap::new(),
            allow_foreign_ci: false,
            kept: None,
        };
        let mut tools = Real {
            toolchain: self.toolchain,
            scratch: self.dir.join("scratch"),
            calls: 0,
        };
        let shadow = shadow::build(&input, &mut tools, &CancelToken::new(), &mut |_| {}).unwrap();
        assert!(shadow.failed.is_empty(), "{:#?}", shadow.failed);
        (shadow, tools.calls)
    }

    fn plan(&self, shadow: &Shadow) -> ddint_tui::core::plan::Plan {
        let workspace = self.dir.join("workspace");
        plan::plan(&workspace, self.clone, &self.folder(), shadow).unwrap()
    }

    fn apply(&self, shadow: &Shadow) -> apply::Applied {
        let workspace = self.dir.join("workspace");
        apply::apply(&apply::Input {
            workspace: &workspace,
            clone: self.clone,
            folder: &self.folder(),
            plan: &self.plan(shadow),
            shadow,
            choices: &self.choices,
            hunks: &BTreeMap::new(),
        })
        .unwrap()
    }

    fn verdicts(&self, repo: &Path) -> Vec<(String, Option<i32>, String)> {
        let folder = self.folder();
        let mut names = vec![
            "config",
            "imports",
            "integration-style",
            "jmx-metrics",
            "legacy-signature",
            "metadata",
            "models",
            "package",
            "readmes",
            "ci",
            "codeowners",
        ];
        if self.sample.answers.track == Track::Community {
            names.extend(["service-checks", "dashboards"]);
        }
        let scratch = self.dir.join("scratch");
        names
            .into_iter()
            .map(|name| {
                let mut args = vec!["validate", name];
                if !["ci", "codeowners"].contains(&name) {
                    args.push(&folder);
                }
                let (exit, text) = ddev(self.toolchain, repo, &scratch, &args);
                let text = text.replace(&*repo.to_string_lossy(), "REPO");
                (name.to_owned(), exit, text)
            })
            .collect()
    }

    /// Made, applied, valid in both places, made again without a program, edited, taken back.
    fn go(&self) {
        let before = tree(self.clone);
        let (shadow, _) = self.build();
        assert_eq!(
            tree(self.clone),
            before,
            "building writes nothing into the clone"
        );
        assert!(shadow.foreign_ci.is_empty(), "{:?}", shadow.foreign_ci);
        let ahead = self.verdicts(&shadow::dir(&self.dir.join("workspace")));
        let applied = self.apply(&shadow);
        let verdicts = self.verdicts(self.clone);
        for (name, exit, text) in &verdicts {
            assert_eq!(*exit, Some(0), "{name}: {text}");
        }
        assert_eq!(ahead, verdicts, "the shadow tells what the clone will");
        let folder = self.folder();
        for args in [["check"].as_slice(), &["format", "--check"]] {
            let mut args = args.to_vec();
            // As ddev's lint does it: from the integration's folder.
            args.extend(["--no-cache", "--config", "../pyproject.toml", "."]);
            let (exit, text) = ruff(self.toolchain, &self.clone.join(&folder), &args);
            assert_eq!(exit, Some(0), "{text}");
        }
        let (again, calls) = self.build();
        let changed: Vec<_> = self
            .plan(&again)
            .files
            .into_iter()
            .filter(|f| f.state != FileState::Unchanged)
            .map(|f| (f.path, f.state, f.old, f.new))
            .collect();
        assert!(changed.is_empty(), "{changed:#?}");
        assert!(
            calls <= 3,
            "the second time, only the CI jobs are asked for: {calls}"
        );
        assert_eq!(self.apply(&again), apply::Applied::default());
        self.edit_the_spec();
        undo::undo(&self.dir.join("workspace"), applied.number.unwrap(), true).unwrap();
        assert_eq!(tree(self.clone), before);
    }

    /// A hand edit of the spec is kept, and ddev's files follow it.
    fn edit_the_spec(&self) {
        let spec = self
            .clone
            .join(self.folder())
            .join("assets/configuration/spec.yaml");
        let text = fs::read_to_string(&spec).unwrap();
        let place = "- template: instances\n        options:\n";
        let option = "          - name: by_hand\n            description: Added by hand.\n            value:\n              type: string\n              example: x\n";
        let edited = text.replacen(place, &format!("{place}{option}"), 1);
        assert_ne!(edited, text);
        fs::write(&spec, &edited).unwrap();
        let (shadow, _) = self.build();
        let states: BTreeMap<String, FileState> = self
            .plan(&shadow)
            .files
            .into_iter()
            .map(|f| (f.path, f.state))
            .collect();
        let path = format!("{}/assets/configuration/spec.yaml", self.folder());
        assert_eq!(states[&path], FileState::Yours);
        self.apply(&shadow);
        assert_eq!(fs::read_to_string(&spec).unwrap(), edited);
        for name in ["config", "models"] {
            let args = ["validate", name, &self.folder()];
            let (exit, text) = ddev(self.toolchain, self.clone, &self.dir.join("scratch"), &args);
            assert_eq!(exit, Some(0), "{name}: {text}");
        }
    }
}

fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let enter = &mut |path: &str| path != ".git";
    ddint_tui::scaffold::tree::files(root, "", enter)
        .unwrap()
        .into_iter()
        .map(|path| (path.clone(), fs::read(root.join(path)).unwrap()))
        .collect()
}

fn journeys(pick: impl Fn(usize) -> bool, clone: Option<&Path>) {
    let Some(toolchain) = toolchain_support::shared() else {
        return;
    };
    for (_, sample) in all("").into_iter().enumerate().filter(|(i, _)| pick(*i)) {
        let dir = tempfile::tempdir().unwrap();
        let small = small_clone(dir.path());
        Journey {
            toolchain,
            dir: dir.path(),
            clone: clone.unwrap_or(&small),
            sample,
            choices: BTreeMap::new(),
        }
        .go();
    }
}

#[test]
fn a_first_application_passes_and_a_hand_edit_stays_valid() {
    journeys(|index| index == 0, None);
}

/// Every kind and track; `DDINT_TEST_CLONE` names a clone of the whole repository to use instead.
#[test]
#[ignore = "exhaustive"]
fn every_kind_and_track_passes_in_a_whole_clone() {
    let clone = std::env::var_os("DDINT_TEST_CLONE").map(PathBuf::from);
    journeys(|_| true, clone.as_deref());
}

/// Dashboards of whatever a run emits, as ddev sees them; it looks at the manifest and the files it lists.
#[test]
fn ddev_finds_nothing_wrong_with_dashboards_of_any_shape() {
    let toolchain = toolchain_or_return!();
    let dir = tempfile::tempdir().unwrap();
    let clone = small_clone(dir.path());
    for (what, sample) in rendering::varied::shapes() {
        let _ = fs::remove_dir_all(clone.join("acme_queue"));
        for (path, text) in sample.render().unwrap() {
            let at = clone.join(path);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            fs::write(at, text).unwrap();
        }
        let args = ["validate", "dashboards", "acme_queue"];
        let (exit, text) = ddev(toolchain, &clone, &dir.path().join("scratch"), &args);
        assert_eq!(exit, Some(0), "{what}: {text}");
        assert!(!text.contains("Traceback"), "{what}: {text}");
    }
    // It does look: a dashboard without its widgets is refused.
    let path = clone.join("acme_queue/assets/dashboards/acme_queue_overview.json");
    fs::write(&path, "{\"title\": \"x\"}").unwrap();
    let args = ["validate", "dashboards", "acme_queue"];
    let (exit, text) = ddev(toolchain, &clone, &dir.path().join("scratch"), &args);
    assert_eq!(exit, Some(1), "{text}");
}
