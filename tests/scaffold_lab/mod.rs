//! A small clone, a workspace, and stand-ins for ddev and ruff that write what the real ones would,
//! in short.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "a failing set-up is a failing test")]

use ddint_tui::core::answers::Track;
use ddint_tui::core::plan::{Choice, FileState, Plan, PlannedFile};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::apply::{self, Applied, ApplyError};
use ddint_tui::scaffold::disk::Disk;
use ddint_tui::scaffold::rename::Earlier;
use ddint_tui::scaffold::shadow::{self, BuildError, Ran, Shadow, Tools};
use ddint_tui::scaffold::{plan, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub const OWNERS: &str = "# Community partners\n/aaa/        @aaa\n/zzz/        @zzz\n\n\
# Last\n**/assets/logs/  @DataDog/logs-integrations-reviewers\n";
pub const CODEOWNERS: &str = ".github/CODEOWNERS";
pub const CI: &str = ".github/workflows/test-all.yml";
pub const CONFIG: &str = ".ddev/config.toml";
pub const SPEC: &str = "acme/assets/configuration/spec.yaml";
pub const EXAMPLE: &str = "acme/datadog_checks/acme/data/conf.yaml.example";
pub const MODEL: &str = "acme/datadog_checks/acme/config_models/instance.py";
pub const VALIDATORS: &str = "acme/datadog_checks/acme/config_models/validators.py";
pub const README: &str = "acme/README.md";
pub const CHECK: &str = "acme/datadog_checks/acme/check.py";

/// Counts calls, and can be told to fail.
#[derive(Default)]
pub struct Fake {
    pub calls: Vec<String>,
    pub fail: Option<&'static str>,
    /// Cancels while this command runs.
    pub cancel: Option<(&'static str, CancelToken)>,
}

impl Fake {
    fn call(&mut self, command: String) -> Ran {
        if let Some((at, cancel)) = &self.cancel
            && command.contains(at)
        {
            cancel.cancel();
        }
        let fails = self.fail.is_some_and(|f| command.contains(f));
        self.calls.push(command);
        Ran {
            exit: Some(i32::from(fails)),
            text: if fails {
                "it failed".into()
            } else {
                String::new()
            },
        }
    }
}

impl Tools for Fake {
    fn version(&self) -> String {
        "fake 1".into()
    }

    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let ran = self.call(format!("ruff {}", args[0]));
        for path in args.iter().skip_while(|a| **a != "--").skip(1) {
            let at = shadow.join(path);
            let text = fs::read_to_string(&at)?.replace('"', "'");
            fs::write(at, text)?;
        }
        Ok(ran)
    }

    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let ran = self.call(format!("ddev {}", args.join(" ")));
        if ran.exit != Some(0) {
            return Ok(ran);
        }
        let own = |path: &str| {
            let name = args.get(3).copied().unwrap_or("acme");
            shadow.join(path.replace("acme", name))
        };
        match args[1] {
            "config" => {
                let spec = fs::read_to_string(own(SPEC))?;
                fs::write(own(EXAMPLE), format!("# from\n{spec}"))?;
            }
            "models" => {
                let spec = fs::read_to_string(own(SPEC))?;
                let models = own(MODEL);
                fs::create_dir_all(models.parent().unwrap())?;
                fs::write(models, format!("# model of\n# {spec}"))?;
                if !own(VALIDATORS).exists() {
                    fs::write(own(VALIDATORS), "# yours to fill in\n")?;
                }
            }
            _ => fs::write(shadow.join(CI), ci_text(shadow)?)?,
        }
        Ok(ran)
    }
}

fn ci_text(root: &Path) -> io::Result<String> {
    let mut names: Vec<String> = fs::read_dir(root)?
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|n| root.join(n).join("hatch.toml").is_file())
        .collect();
    names.sort();
    let jobs: Vec<String> = names.iter().map(|n| job(n, "ubuntu")).collect();
    Ok(ci_file(&jobs))
}

pub fn job(name: &str, runner: &str) -> String {
    format!("  j{name}:\n    with:\n      target: {name}\n      runner: {runner}\n")
}

pub fn ci_file(jobs: &[String]) -> String {
    if jobs.is_empty() {
        "name: Test all\n\njobs: {}\n".into()
    } else {
        format!("name: Test all\n\njobs:\n{}", jobs.concat())
    }
}

pub struct Lab {
    dir: tempfile::TempDir,
    pub rendered: BTreeMap<String, String>,
    pub track: Track,
    pub allow_foreign: bool,
    pub choices: BTreeMap<String, Choice>,
    pub hunks: BTreeMap<String, Vec<Choice>>,
    pub tools: Fake,
    pub owner: String,
    /// The integration's name; the files are rendered under it.
    pub folder: String,
    /// Folders that the base has.
    pub upstream: Vec<String>,
}

impl Lab {
    pub fn new() -> Self {
        let mut lab = Self {
            dir: tempfile::tempdir().unwrap(),
            rendered: BTreeMap::new(),
            track: Track::Community,
            allow_foreign: false,
            choices: BTreeMap::new(),
            hunks: BTreeMap::new(),
            tools: Fake::default(),
            owner: "dev".into(),
            folder: "acme".into(),
            upstream: vec![],
        };
        git2::Repository::init(lab.clone()).unwrap();
        lab.write(".gitignore", "*.log\n");
        lab.write("pyproject.toml", "");
        lab.write(CODEOWNERS, OWNERS);
        lab.write(CONFIG, "[overrides.display-name]\nzzz = \"Z\"\n");
        lab.write(".github/workflows/validate.yml", "name: Validate\n");
        lab.write("aaa/hatch.toml", "");
        lab.write("aaa/README.md", "aaa\n");
        lab.write("zzz/README.md", "zzz\n");
        lab.write(CI, &ci_file(&[job("aaa", "ubuntu")]));
        for (path, text) in [
            (SPEC, "name: acme\n"),
            ("acme/hatch.toml", "[env]\n"),
            (README, "# Acme\n\none\n\ntwo\n\nthree\n"),
            (CHECK, "x = \"1\"\ny = 2\n"),
            ("acme/datadog_checks/acme/__init__.py", ""),
        ] {
            lab.render(path, text);
        }
        lab
    }

    /// The same clone and workspace at another place.
    pub fn copy(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy_tree(self.dir.path(), dir.path());
        Self {
            dir,
            rendered: self.rendered.clone(),
            track: self.track,
            allow_foreign: self.allow_foreign,
            choices: self.choices.clone(),
            hunks: self.hunks.clone(),
            tools: Fake::default(),
            owner: self.owner.clone(),
            folder: self.folder.clone(),
            upstream: self.upstream.clone(),
        }
    }

    /// Another name: its files are rendered under it, and name it.
    pub fn rename(&mut self, to: &str) {
        let from = std::mem::replace(&mut self.folder, to.to_owned());
        self.rendered = std::mem::take(&mut self.rendered)
            .into_iter()
            .map(|(path, text)| (path.replace(&from, to), text.replace(&from, to)))
            .collect();
    }

    pub fn clone(&self) -> PathBuf {
        self.dir.path().join("clone")
    }

    pub fn workspace(&self) -> PathBuf {
        self.dir.path().join("workspace")
    }

    pub fn render(&mut self, path: &str, text: &str) {
        self.rendered.insert(path.into(), text.into());
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let at = self.clone().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.clone().join(path)).unwrap()
    }

    pub fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.clone().join(path)).is_ok()
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.clone().join(path)).unwrap();
    }

    pub fn try_build(&mut self) -> Result<Shadow, BuildError> {
        let (workspace, clone) = (self.workspace(), self.clone());
        let cancel = self
            .tools
            .cancel
            .as_ref()
            .map_or_else(CancelToken::new, |(_, c)| c.clone());
        let upstream = |name: &str| self.upstream.iter().any(|u| u == name);
        let earlier = Earlier::of(&workspace, &self.folder, &self.choices, upstream).unwrap();
        let input = shadow::Input {
            workspace: &workspace,
            clone: &clone,
            folder: &self.folder,
            earlier: &earlier,
            track: self.track,
            rendered: &self.rendered,
            owner: &self.owner,
            email: "",
            display_name: "Acme",
            metrics_prefix: "acme.",
            choices: &self.choices,
            hunks: &self.hunks,
            allow_foreign_ci: self.allow_foreign,
            kept: None,
        };
        shadow::build(&input, &mut self.tools, &cancel, &mut |_| {})
    }

    pub fn build(&mut self) -> Shadow {
        self.try_build().unwrap()
    }

    pub fn plan(&mut self) -> (Shadow, Plan) {
        let shadow = self.build();
        let plan = plan::plan(&self.workspace(), &self.clone(), &self.folder, &shadow).unwrap();
        (shadow, plan)
    }

    pub fn apply_on(
        &self,
        disk: &Disk,
        shadow: &Shadow,
        plan: &Plan,
    ) -> Result<Applied, ApplyError> {
        let (workspace, clone) = (self.workspace(), self.clone());
        apply::apply_on(
            disk,
            &apply::Input {
                workspace: &workspace,
                clone: &clone,
                folder: &self.folder,
                plan,
                shadow,
                choices: &self.choices,
                hunks: &self.hunks,
            },
        )
    }

    pub fn apply(&mut self) -> Applied {
        let (shadow, plan) = self.plan();
        self.apply_on(&Disk::default(), &shadow, &plan).unwrap()
    }

    pub fn state(&mut self, path: &str) -> FileState {
        self.file(path).state
    }

    pub fn file(&mut self, path: &str) -> PlannedFile {
        let (_, plan) = self.plan();
        let found = plan.files.iter().find(|f| f.path == path);
        found
            .unwrap_or_else(|| panic!("{path} is not in {plan:#?}"))
            .clone()
    }

    /// Every file, folder and link of the clone with its content and mode.
    pub fn snapshot(&self) -> BTreeMap<String, String> {
        snapshot(&self.clone())
    }

    pub fn base(&self) -> BTreeMap<String, String> {
        snapshot(&self.workspace().join("rendered"))
            .into_iter()
            .filter(|(_, what)| what != "folder")
            .collect()
    }
}

fn copy_tree(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (at, kind) = (to.join(entry.file_name()), entry.file_type().unwrap());
        let unneeded = [".git", "shadow"].iter().any(|n| entry.file_name() == *n);
        if kind.is_dir() {
            fs::create_dir(&at).unwrap();
            if unneeded {
                continue;
            }
            copy_tree(&entry.path(), &at);
        } else if kind.is_file() {
            fs::copy(entry.path(), at).unwrap();
        }
    }
}

/// What differs between two snapshots.
pub fn difference(
    left: &BTreeMap<String, String>,
    right: &BTreeMap<String, String>,
) -> Vec<String> {
    let keys: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    keys.into_iter()
        .filter(|k| left.get(*k) != right.get(*k))
        .map(|k| format!("{k}: {:?} / {:?}", left.get(k), right.get(k)))
        .collect()
}

pub fn snapshot(root: &Path) -> BTreeMap<String, String> {
    use std::os::unix::fs::PermissionsExt;
    let mut folders = Vec::new();
    let mut out = BTreeMap::new();
    let files = tree::files(root, "", &mut |path| {
        folders.push(path.to_owned());
        path != ".git"
    });
    for path in files.unwrap() {
        let at = root.join(&path);
        let mode = fs::metadata(&at).unwrap().permissions().mode();
        let bytes = fs::read(&at).unwrap();
        out.insert(
            path,
            format!("{mode:o} {}", String::from_utf8_lossy(&bytes)),
        );
    }
    for path in folders {
        out.insert(path, "folder".into());
    }
    out
}
