//! A small integrations-extras with upstream, fork and clone, and a picture of everything in it.

use ddint_tui::core::repo::{CommitReport, CommitRequest};
use ddint_tui::git::CommitError;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub const FOLDER: &str = "acme_queue";
pub const BRANCH: &str = "acmeco/acme_queue";
pub const OWNERS: &str = ".github/CODEOWNERS";
pub const TEST_ALL: &str = ".github/workflows/test-all.yml";

pub struct Lab {
    dir: TempDir,
    pub root: PathBuf,
}

/// Runs git in `at` and returns what it printed.
pub fn git_in(at: &Path, args: &[&str]) -> String {
    let output = git_command(at, args).output().unwrap();
    assert!(
        output.status.success(),
        "git {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn git_command(at: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(at)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args([
            "-c",
            "user.name=Up Stream",
            "-c",
            "user.email=up@acme.example",
        ])
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "init.defaultBranch=master",
        ])
        .args(args);
    command
}

pub fn write(at: &Path, path: &str, text: &str) {
    let path = at.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What makes a folder integrations-extras, and a few integrations of others.
pub fn extras(at: &Path) {
    write(at, "pyproject.toml", "[tool.ddev]\nrepo = \"extras\"\n");
    write(at, OWNERS, "/ably/  @ably\n/zenduty/  @zenduty\n");
    write(at, TEST_ALL, "jobs:\n  ably: {}\n");
    write(
        at,
        ".github/workflows/validate.yml",
        "jobs:\n  run:\n    with:\n      repo: extras\n",
    );
    write(
        at,
        ".ddev/config.toml",
        "[overrides.display-name]\nably = \"Ably\"\n",
    );
    write(at, ".gitignore", "__pycache__/\n*.py[cod]\n*.log\n");
    for name in ["ably", "buddy", "zenduty"] {
        write(at, &format!("{name}/manifest.json"), "{}\n");
        write(
            at,
            &format!("{name}/README.md"),
            &format!("# {name}\n\nText.\n"),
        );
    }
}

impl Lab {
    /// A clone with `origin` (fork) and `upstream`, in a path with a space and letters beyond ASCII.
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let at = dir.path().join("été à la mer");
        fs::create_dir(&at).unwrap();
        let seed = at.join("seed");
        fs::create_dir(&seed).unwrap();
        extras(&seed);
        git_in(&seed, &["init", "-q"]);
        git_in(&seed, &["add", "-A"]);
        git_in(&seed, &["commit", "-q", "-m", "Import"]);
        for bare in ["upstream.git", "fork.git"] {
            git_in(&at, &["clone", "-q", "--bare", "seed", bare]);
        }
        git_in(&at, &["clone", "-q", "fork.git", "clone"]);
        let lab = Self {
            root: at.join("clone"),
            dir,
        };
        lab.git(&["remote", "add", "upstream", "../upstream.git"]);
        lab.git(&["fetch", "-q", "upstream"]);
        for (key, value) in [
            ("user.name", "Acme Co"),
            ("user.email", "dev@acme.example"),
            ("commit.gpgsign", "false"),
            ("core.autocrlf", "false"),
        ] {
            lab.git(&["config", key, value]);
        }
        lab
    }

    /// The same, with an integration applied and the contributor's other work in every form.
    pub fn busy() -> Self {
        let lab = Self::new();
        lab.integration();
        lab.other_work();
        lab
    }

    pub fn git(&self, args: &[&str]) -> String {
        git_in(&self.root, args)
    }

    /// Runs git and says whether it succeeded.
    pub fn try_git(&self, args: &[&str]) -> bool {
        git_command(&self.root, args)
            .output()
            .unwrap()
            .status
            .success()
    }

    pub fn write(&self, path: &str, text: &str) {
        write(&self.root, path, text);
    }

    /// The folder that holds upstream, fork and clone.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    pub fn above(&self) -> &Path {
        self.root.parent().unwrap()
    }

    pub fn scratch(&self) -> &Path {
        self.dir.path()
    }

    pub fn integration(&self) {
        self.write("acme_queue/manifest.json", "{\"a\": 1}\n");
        self.write("acme_queue/metadata.csv", "metric_name\nacme.depth\n");
        self.write("acme_queue/datadog_checks/acme_queue/check.py", "A = 1\n");
        self.write("acme_queue/assets/a b é.txt", "text\n");
        self.write("acme_queue/run.sh", "#!/bin/sh\n");
        self.write("acme_queue/__pycache__/check.pyc", "ignored");
        self.write("acme_queue/debug.log", "ignored\n");
        self.executable("acme_queue/run.sh");
        self.write(
            OWNERS,
            "/ably/  @ably\n/acme_queue/  @acmeco\n/zenduty/  @zenduty\n",
        );
        self.write(TEST_ALL, "jobs:\n  ably: {}\n  acme_queue: {}\n");
    }

    pub fn executable(&self, path: &str) {
        fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Work of the contributor's own: staged, unstaged, both, untracked, intended, removed, stashed.
    pub fn other_work(&self) {
        self.write("buddy/README.md", "stashed\n");
        self.git(&["stash", "push", "-q", "--", "buddy/README.md"]);
        self.write("ably/README.md", "staged\n");
        self.git(&["add", "ably/README.md"]);
        self.write("ably/README.md", "staged\nand more\n");
        self.write("ably/new.txt", "new and staged\n");
        self.git(&["add", "ably/new.txt"]);
        self.write("buddy/README.md", "unstaged\n");
        self.write("buddy/later.txt", "intended\n");
        self.git(&["add", "-N", "buddy/later.txt"]);
        self.git(&["rm", "-q", "--cached", "zenduty/README.md"]);
        fs::remove_file(self.root.join("zenduty/manifest.json")).unwrap();
        self.write("notes/todo.txt", "untracked\n");
        self.write(
            "acme_queue_notes.txt",
            "untracked, with a name like the folder's\n",
        );
        self.git(&["branch", "acmeco/else"]);
    }

    /// Switches to a new branch from the base, as git would.
    pub fn start(&self) {
        let switch = ["switch", "-q", "--no-track", "-c", BRANCH];
        self.git(&[&switch[..], &["upstream/master"]].concat());
    }

    pub fn request(&self) -> CommitRequest {
        CommitRequest {
            branch: BRANCH.into(),
            base: "upstream/master".into(),
            message: "Add Acme Queue integration\n".into(),
            folder: FOLDER.into(),
            root_files: vec![OWNERS.into(), TEST_ALL.into()],
            sign_off: false,
            author: None,
            last_commit: None,
            amend: None,
        }
    }

    pub fn commit(&self) -> Result<CommitReport, CommitError> {
        ddint_tui::git::commit::commit(&self.root, &self.request())
    }

    pub fn commit_after(&self, last: &str) -> Result<CommitReport, CommitError> {
        let mut request = self.request();
        request.last_commit = Some(last.to_owned());
        ddint_tui::git::commit::commit(&self.root, &request)
    }

    pub fn hook(&self, name: &str, text: &str) {
        let path = format!(".git/hooks/{name}");
        self.write(&path, text);
        self.executable(&path);
    }

    /// A commit on top of the upstream's trunk, fetched.
    pub fn upstream_moves(&self, path: &str, text: &str) {
        let seed = self.above().join("seed");
        write(&seed, path, text);
        git_in(&seed, &["add", "-A"]);
        git_in(&seed, &["commit", "-q", "-m", "Move on"]);
        git_in(&seed, &["push", "-q", "../upstream.git", "master"]);
        self.git(&["fetch", "-q", "upstream"]);
    }

    /// What the contributor had and a commit must leave alone.
    pub fn others(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (path, bytes) in tree(&self.root, &[".git"]) {
            all.insert(format!("worktree {path}"), bytes);
        }
        let ours = |line: &str| {
            let path = line.split('\t').next_back().unwrap_or_default();
            path.starts_with("acme_queue/") || path == OWNERS || path == TEST_ALL
        };
        let index = self.git(&[
            "-c",
            "core.quotePath=false",
            "ls-files",
            "--stage",
            "-v",
            "-f",
        ]);
        let debug = self.git(&["-c", "core.quotePath=false", "diff-files", "--raw"]);
        for (name, text) in [("index", index), ("unstaged", debug)] {
            let lines: Vec<_> = text.lines().filter(|line| !ours(line)).collect();
            all.insert(name.into(), lines.join("\n"));
        }
        let refs = self.git(&["for-each-ref"]);
        let refs: Vec<_> = refs
            .lines()
            .filter(|line| !line.ends_with(BRANCH))
            .collect();
        all.insert("refs".into(), refs.join("\n"));
        all.insert("stash".into(), self.git(&["stash", "list"]));
        let config = fs::read_to_string(self.root.join(".git/config")).unwrap();
        all.insert("config".into(), config);
        all
    }

    /// Every byte of clone and repository except the object database, which may hold what nothing names.
    pub fn everything(&self) -> BTreeMap<String, String> {
        tree(&self.root, &["objects"])
    }

    /// What `git status` says about the scope.
    pub fn scope_status(&self) -> String {
        self.git(&["status", "--porcelain", "--", FOLDER, OWNERS, TEST_ALL])
    }

    pub fn fsck(&self) {
        let output = git_command(&self.root, &["fsck", "--strict", "--no-dangling"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

/// Mode, link target or content of every file under `root`; folders named in `skip` are left out.
pub fn tree(root: &Path, skip: &[&str]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let shown = path.strip_prefix(root).unwrap().display().to_string();
            if meta.is_dir() {
                if !skip.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if meta.is_symlink() {
                all.insert(
                    shown,
                    format!("-> {}", fs::read_link(&path).unwrap().display()),
                );
            } else {
                let bytes = fs::read(&path).unwrap();
                let mode = meta.permissions().mode() & 0o777;
                all.insert(shown, format!("{mode:o} {}", bytes.escape_ascii()));
            }
        }
    }
    all
}

/// The keys that two pictures disagree on.
pub fn differences(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut keys: Vec<_> = before.keys().chain(after.keys()).cloned().collect();
    keys.sort();
    keys.dedup();
    keys.retain(|key| before.get(key) != after.get(key));
    keys.into_iter()
        .map(|key| format!("{key}: {:?} -> {:?}", before.get(&key), after.get(&key)))
        .collect()
}
