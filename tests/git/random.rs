//! States put together at random, and a commit in them, ended well, refused, or killed in the middle: whatever comes of
//! it, nothing outside of the scope differs.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, differences, git_in};
use super::hooks::child;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Numbers that look like chance and are the same for the same seed.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        // Knuth's constants for a linear congruential generator of 64 bits; the high bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

pub type Part = (&'static str, fn(&Lab));

/// What a clone may hold. Each does what it can where others came before it.
pub const PARTS: [Part; 34] = [
    ("staged", |lab| {
        lab.write("ably/README.md", "staged\n");
        lab.try_git(&["add", "ably/README.md"]);
    }),
    ("staged and more", |lab| {
        lab.write("buddy/README.md", "staged\n");
        lab.try_git(&["add", "buddy/README.md"]);
        lab.write("buddy/README.md", "staged\nand more\n");
    }),
    ("new and staged", |lab| {
        lab.write("ably/new é.txt", "new\n");
        lab.try_git(&["add", "ably/new é.txt"]);
    }),
    ("intended", |lab| {
        lab.write("buddy/later.txt", "intended\n");
        lab.try_git(&["add", "-N", "buddy/later.txt"]);
    }),
    ("removed from the index", |lab| {
        lab.try_git(&["rm", "-q", "--cached", "zenduty/README.md"]);
    }),
    ("deleted", |lab| {
        let _ = fs::remove_file(lab.root.join("zenduty/manifest.json"));
    }),
    ("renamed", |lab| {
        lab.try_git(&["mv", "ably/manifest.json", "ably/renamed.json"]);
    }),
    ("renamed into the scope", |lab| {
        lab.try_git(&["mv", "buddy/manifest.json", "acme_queue/moved.json"]);
    }),
    ("executable", |lab| {
        if lab.root.join("buddy/README.md").is_file() {
            lab.executable("buddy/README.md");
        }
    }),
    ("no file modes", |lab| {
        lab.git(&["config", "core.fileMode", "false"]);
    }),
    ("autocrlf input", |lab| {
        lab.git(&["config", "core.autocrlf", "input"]);
        lab.write("ably/dos.txt", "a\r\nb\r\n");
    }),
    ("autocrlf true", |lab| {
        lab.git(&["config", "core.autocrlf", "true"]);
        lab.write("acme_queue/assets/dos.txt", "a\r\nb\r\n");
    }),
    ("attributes", |lab| {
        lab.write(
            ".git/info/attributes",
            "*.csv text eol=crlf\n*.json -text\n",
        );
    }),
    ("stash", |lab| {
        lab.write("zenduty/README.md", "stashed\n");
        lab.try_git(&["stash", "push", "-q", "--", "zenduty/README.md"]);
    }),
    ("untracked", |lab| {
        lab.write("notes/todo.txt", "untracked\n");
        lab.write("acme_queue_notes.txt", "like the folder\n");
        lab.write("acme_queue2/x.txt", "like it too\n");
    }),
    ("ignored", |lab| {
        lab.write(".git/info/exclude", "secret*\n*.tmp\n");
        lab.write("secrets/key", "mine\n");
        lab.write("acme_queue/x.tmp", "mine\n");
    }),
    ("assumed unchanged", |lab| {
        lab.try_git(&["update-index", "--assume-unchanged", "buddy/README.md"]);
        lab.write("buddy/README.md", "behind git's back\n");
    }),
    ("skipped", |lab| {
        lab.try_git(&["update-index", "--skip-worktree", "ably/README.md"]);
    }),
    ("submodule elsewhere", |lab| {
        let head = lab.git(&["rev-parse", "upstream/master"]);
        let entry = format!("160000,{},vendor/sub", head.trim());
        lab.try_git(&["update-index", "--add", "--cacheinfo", &entry]);
    }),
    ("link elsewhere", |lab| {
        let _ = symlink("README.md", lab.root.join("ably/link"));
        lab.try_git(&["add", "ably/link"]);
    }),
    ("linked worktree", |lab| {
        lab.try_git(&["worktree", "add", "-q", "-b", "aside", "../aside"]);
    }),
    ("refs", |lab| {
        lab.try_git(&["branch", "acmeco/else"]);
        lab.try_git(&["tag", "-a", "-m", "mark", "v0"]);
        lab.try_git(&["notes", "add", "-m", "note"]);
    }),
    ("part of the scope staged", |lab| {
        lab.try_git(&["add", "acme_queue/manifest.json", OWNERS]);
    }),
    ("staged in scope and gone", |lab| {
        lab.write("acme_queue/old.txt", "old\n");
        lab.try_git(&["add", "acme_queue/old.txt"]);
        let _ = fs::remove_file(lab.root.join("acme_queue/old.txt"));
    }),
    ("behind", |lab| lab.upstream_moves("buddy/1.txt", "1\n")),
    ("behind in a root file", |lab| {
        lab.upstream_moves(OWNERS, "/ably/  @ably\n/new/  @new\n");
    }),
    ("committed before", |lab| {
        let _ = lab.commit();
        lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
    }),
    ("a branch of that name", |lab| {
        lab.try_git(&["branch", BRANCH]);
    }),
    ("a strange commit on that branch", |lab| {
        let tree = lab.git(&["rev-parse", "upstream/master^{tree}"]);
        let commit = lab.git(&[
            "commit-tree",
            tree.trim(),
            "-p",
            "upstream/master",
            "-m",
            "Not ours",
        ]);
        lab.try_git(&["update-ref", &format!("refs/heads/{BRANCH}"), commit.trim()]);
    }),
    ("another branch checked out", |lab| {
        lab.try_git(&["switch", "-q", "-c", "mine"]);
        lab.try_git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", "Mine"]);
    }),
    ("index version 4", |lab| {
        lab.try_git(&["update-index", "--index-version", "4"]);
    }),
    ("detached", |lab| {
        lab.try_git(&["checkout", "-q", "--detach"]);
    }),
    ("locked", |lab| lab.write(".git/index.lock", "")),
    ("a merge going on", |lab| {
        let head = lab.git(&["rev-parse", "upstream/master"]);
        lab.write(".git/MERGE_HEAD", &head);
    }),
];

/// How the commit ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Well,
    Refused(&'static str),
    /// The program is killed by its own hook.
    Killed(&'static str),
    /// The program is killed after so many milliseconds.
    Cut(u64),
}

fn end(chance: &mut Chance) -> End {
    const HOOKS: [&str; 3] = ["pre-commit", "prepare-commit-msg", "commit-msg"];
    match chance.below(4) {
        0 => End::Well,
        1 => End::Refused(HOOKS[chance.below(3)]),
        2 => End::Killed(["pre-commit", "commit-msg", "post-commit"][chance.below(3)]),
        _ => End::Cut(chance.below(60) as u64),
    }
}

/// Commits in a process of its own; whether that was killed.
fn run_child(lab: &Lab, cut: Option<Duration>) -> bool {
    let mut child = child(lab)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(time) = cut {
        // Its output ends when it does; until then the time is waited for.
        let mut output = child.stdout.take().unwrap();
        let (tell, told) = channel();
        let reader = std::thread::spawn(move || {
            let _ = std::io::copy(&mut output, &mut std::io::sink());
            let _ = tell.send(());
        });
        let _ = told.recv_timeout(time);
        let _ = child.kill();
        let status = child.wait().unwrap();
        reader.join().unwrap();
        return status.signal() == Some(9);
    }
    child.wait_with_output().unwrap().status.signal() == Some(9)
}

/// Only the scope may differ between the branch's commits and the base.
fn assert_only_scope(lab: &Lab, told: &str) {
    if !lab.try_git(&["rev-parse", "-q", "--verify", BRANCH]) {
        return;
    }
    let own = lab.git(&[
        "log",
        "-z",
        "--format=",
        "--name-only",
        "--author=Acme Co",
        "--grep=Add Acme",
        BRANCH,
        "--not",
        "upstream/master",
    ]);
    for path in own.split('\0').map(str::trim).filter(|p| !p.is_empty()) {
        let ours = path.starts_with("acme_queue/") || [OWNERS, TEST_ALL].contains(&path);
        assert!(ours, "{told}: {path} was committed");
    }
}

/// Whether it was killed, and whether the next commit was made.
fn try_one(seed: u64) -> (bool, bool) {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let lab = Lab::new();
    lab.integration();
    let mut names = vec![];
    for _ in 0..=chance.below(7) {
        let (name, make) = PARTS[chance.below(PARTS.len())];
        if !names.contains(&name) {
            names.push(name);
            make(&lab);
        }
    }
    let end = end(&mut chance);
    let told = format!("seed {seed}: {names:?}, {end:?}");
    let before = lab.others();
    let everything = lab.everything();
    let killed = match end {
        End::Well => false,
        End::Refused(hook) => {
            lab.hook(hook, "#!/bin/sh\necho no; exit 1\n");
            let was = lab.everything();
            if lab.commit().is_err() {
                let changed = differences(&was, &lab.everything());
                assert!(changed.is_empty(), "{told}: {changed:#?}");
            }
            fs::remove_file(lab.root.join(".git/hooks").join(hook)).unwrap();
            false
        }
        End::Killed(hook) => {
            lab.hook(hook, "#!/bin/sh\nkill -9 $PPID\n");
            let killed = run_child(&lab, None);
            fs::remove_file(lab.root.join(".git/hooks").join(hook)).unwrap();
            killed
        }
        End::Cut(ms) => run_child(&lab, Some(Duration::from_millis(ms))),
    };
    if killed {
        let changed = differences(&before, &lab.others());
        assert!(changed.is_empty(), "{told}, after the kill: {changed:#?}");
        // A lock that a killed program left is told with the command that removes it.
        let lock = lab.root.join(".git/index.lock");
        if lock.exists() && !names.contains(&"locked") {
            let error = lab.commit().unwrap_err();
            assert!(error.hint.contains("rm \""), "{told}: {error}");
            fs::remove_file(lock).unwrap();
        }
    }
    let was = lab.everything();
    let result = lab.commit();
    let made = result.is_ok();
    let changed = differences(&before, &lab.others());
    assert!(changed.is_empty(), "{told}: {changed:#?}");
    match result {
        Ok(report) => {
            assert_eq!(report.branch, BRANCH, "{told}");
            assert_eq!(lab.scope_status(), "", "{told}");
            assert_only_scope(&lab, &told);
        }
        Err(error) => {
            let changed = differences(&was, &lab.everything());
            assert!(changed.is_empty(), "{told}: {error}: {changed:#?}");
            assert!(!error.hint.is_empty(), "{told}: {error}");
        }
    }
    if !killed && names.contains(&"detached") {
        let changed = differences(&everything, &lab.everything());
        assert!(changed.is_empty(), "{told}: {changed:#?}");
    }
    if !names.contains(&"submodule elsewhere") {
        lab.fsck();
    }
    let aside = lab.above().join("aside");
    if aside.exists() {
        assert_eq!(git_in(&aside, &["status", "--porcelain"]), "", "{told}");
    }
    assert!(lab.root.join(FOLDER).is_dir(), "{told}");
    (killed, made)
}

/// The seeds: `DDINT_TEST_SEED` names one to try alone.
pub fn seeds(count: u64) -> std::ops::Range<u64> {
    match env::var("DDINT_TEST_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
    {
        Some(seed) => seed..seed + 1,
        None => 0..count,
    }
}

fn try_all(count: u64) {
    let ends: Vec<(bool, bool)> = seeds(count).map(try_one).collect();
    let of = |wanted: (bool, bool)| ends.iter().filter(|end| **end == wanted).count();
    println!(
        "not killed: {} committed, {} refused; killed: {} committed after it, {} refused",
        of((false, true)),
        of((false, false)),
        of((true, true)),
        of((true, false))
    );
}

#[test]
fn whatever_happens_nothing_outside_the_scope_differs() {
    try_all(16);
}

#[test]
#[ignore = "exhaustive"]
fn whatever_happens_500_times() {
    try_all(500);
}
