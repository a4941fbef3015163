//! From a fresh fork to a pull request that CI refuses once: the whole path by keys, a pasted log, a repair, a second
//! commit, and a commit that is replaced although it was pushed.

use crate::common::{git, offline, toolchain};
use crate::walk::{LONG, Walk};
use std::path::Path;

const BRANCH: &str = "acme/acme_queue";

/// A log of CI as a browser copies it, the command that it ran told twice.
const LOG: &str = "Run ddev validate metadata acme_queue\nddev validate metadata acme_queue\n\
    shell: /usr/bin/bash -e {0}\nMetrics validation\n\u{2514}\u{2500}\u{2500} Acme Queue\n    \
    \u{2514}\u{2500}\u{2500} acme_queue/metadata.csv\n        \n        acme_queue:2 `msgs` is an invalid unit_name.\n\n\
    Errors: 1\nError: Process completed with exit code 1.\n";

/// Every reference of a repository with what it holds.
fn references(repo: &Path) -> String {
    git(repo, &["for-each-ref", "--format=%(refname) %(objectname)"])
}

/// The references of one that are no part of our branch.
fn other_references(repo: &Path) -> Vec<String> {
    let all = references(repo);
    let ours = |line: &&str| !line.contains(BRANCH);
    all.lines().filter(ours).map(str::to_owned).collect()
}

struct Fork {
    walk: Walk,
    /// What was there before: the upstream's references, the fork's, the clone's, and its configuration.
    upstream: String,
    pushed_to: String,
    clone: Vec<String>,
    configuration: String,
}

impl Fork {
    fn new() -> Self {
        let walk = Walk::begin(false);
        let root = walk.place.world.path();
        let clone = &walk.place.world.clone;
        Self {
            upstream: references(&root.join("upstream.git")),
            pushed_to: references(&root.join("fork.git")),
            clone: other_references(clone),
            configuration: git(clone, &["config", "--local", "--list"]),
            walk,
        }
    }

    fn there(&self, arguments: &[&str]) -> String {
        git(&self.walk.place.world.path().join("fork.git"), arguments)
    }

    fn here(&self, arguments: &[&str]) -> String {
        git(&self.walk.place.world.clone, arguments)
    }

    /// Accepts what a maintainer takes on, then pushes.
    fn push(&mut self) {
        let pty = &mut self.walk.pty;
        pty.press(&["ctrl-g", "7"]);
        pty.sees(&["What a maintainer takes on", "Not accepted yet"]);
        pty.press(&["a"]);
        pty.sees(&["Accepted. The pull request's text says it now."]);
        pty.press(&["ctrl-g", "6"]);
        pty.sees(&["origin, not pushed yet", "Push the branch to your fork."]);
        pty.press(&["p"]);
        pty.sees(&["origin ✓ pushed", "not handed over yet"]);
        self.arrived(1);
    }

    /// The fork has exactly the branch as it is here, so many commits on top of the base.
    fn arrived(&self, commits: usize) {
        let here = self.here(&["rev-parse", BRANCH]);
        assert_eq!(self.there(&["rev-parse", BRANCH]), here);
        assert_eq!(
            self.there(&["rev-parse", &format!("{BRANCH}^{{tree}}")]),
            self.here(&["write-tree"]),
            "the tree is what stands in the index"
        );
        let range = format!("upstream/master..{BRANCH}");
        let count = self.here(&["rev-list", "--count", &range]);
        assert_eq!(count.trim(), commits.to_string());
        self.there(&["fsck", "--strict"]);
        assert_eq!(
            self.here(&["status", "--porcelain", "--untracked-files=all"]),
            ""
        );
        let root = self.walk.place.world.path();
        assert_eq!(references(&root.join("upstream.git")), self.upstream);
        let fork = other_references(&root.join("fork.git"));
        assert_eq!(
            fork.join("\n"),
            self.pushed_to.trim_end(),
            "only our branch"
        );
        assert_eq!(other_references(&self.walk.place.world.clone), self.clone);
        let now = self.here(&["config", "--local", "--list"]);
        let tracks = |line: &str| line.starts_with(&format!("branch.{BRANCH}."));
        let before: Vec<&str> = self.configuration.lines().collect();
        let now: Vec<&str> = now.lines().filter(|l| !tracks(l)).collect();
        assert_eq!(now, before, "only what the branch tracks was added");
        assert_eq!(self.here(&["stash", "list"]), "");
    }

    /// Saves the text, and returns it as it is handed over.
    fn text(&mut self) -> String {
        self.walk.pty.press(&["s"]);
        self.walk.pty.sees(&["Saved as", "handed over ✓"]);
        let folder = self.walk.place.workflow("acme_queue");
        std::fs::read_to_string(folder.join("pull-request.md")).unwrap()
    }

    /// CI's log is pasted, and leads to the unit that it names; another one is chosen there.
    fn repair(&mut self, unit: &str) {
        let pty = &mut self.walk.pty;
        pty.press(&["ctrl-g", "7"]);
        pty.sees(&["▸ Remarks", "CI (it is here)"]);
        pty.press(&["enter"]);
        pty.send(format!("\x1b[200~{LOG}\x1b[201~").as_bytes());
        pty.sees(&["Process completed"]);
        pty.press(&["esc"]);
        pty.sees(&["1 finding in it."]);
        pty.press(&["f7"]);
        pty.sees(&["is an invalid unit_name", "Framework › Metrics"]);
        pty.press(&["enter"]);
        pty.sees(&["▸ Unit", "invalid unit_name", "Change it here"]);
        pty.press(&["enter"]);
        pty.sees(&["What is counted, singular", "● second"]);
        pty.press(&[unit, "enter"]);
        pty.sees(&[&format!("gauge {unit}"), "preview them again"]);
    }

    /// Preview, what changes on top; apply.
    fn apply_again(&mut self) {
        let pty = &mut self.walk.pty;
        pty.press(&["p"]);
        let shot = pty.sees_within(LONG, &["~ changed", "Write these files"]);
        let first = shot.line("▸").unwrap();
        assert!(
            first.contains("changed"),
            "what changes comes first: {first}"
        );
        pty.press(&["a"]);
        pty.sees(&["Write these files into your clone?"]);
        pty.press(&["y"]);
        pty.sees_within(LONG, &["✓ 3 Framework", "files applied"]);
    }

    fn test_again(&mut self) {
        let pty = &mut self.walk.pty;
        pty.press(&["ctrl-g", "4"]);
        pty.sees(&["validate ci", "changed since"]);
        pty.loses("cancels");
        pty.press(&["a"]);
        pty.until_within(LONG, "all green again", |shot| {
            assert!(!shot.text.contains('✗'), "{}", shot.text);
            shot.has(&["✓ 4 Test", "16 green"]).then_some(())
        });
    }
}

#[test]
fn from_a_fresh_fork_to_a_pull_request_that_is_repaired_and_replaced() {
    if offline() {
        return;
    }
    toolchain();
    let mut fork = Fork::new();
    fork.walk.set_up();
    fork.walk.prototype();
    fork.walk.answer();
    fork.walk.apply();
    fork.walk.test();
    fork.walk.commit();
    fork.push();
    let first = fork.text();
    assert!(
        first.starts_with("Add Acme Queue integration for \"brokers\"\n"),
        "{first}"
    );
    for fact in [
        "Passed locally with ddev",
        "13 validations",
        "I will maintain",
    ] {
        assert!(first.contains(fact), "{fact}: {first}");
    }

    // CI is red: repaired, tested, a second commit, a plain push.
    fork.repair("byte");
    fork.apply_again();
    fork.test_again();
    let pushed = fork.here(&["rev-parse", BRANCH]);
    fork.walk.pty.press(&["ctrl-g", "5"]);
    fork.walk
        .pty
        .sees(&["▸ Title", "Update Acme Queue integration", "In this commit"]);
    fork.walk.pty.press(&["c"]);
    fork.walk.pty.sees_within(LONG, &["✓ 5 Commit", "● saved"]);
    assert_eq!(fork.here(&["rev-parse", &format!("{BRANCH}^")]), pushed);
    fork.walk.pty.press(&["ctrl-g", "6"]);
    // The pull request keeps its title.
    fork.walk
        .pty
        .sees(&["has an older commit: push again", "\"brokers\""]);
    fork.walk.pty.press(&["p"]);
    fork.walk.pty.sees(&["origin ✓ pushed", "handed over"]);
    fork.arrived(2);
    let subjects = fork.there(&["log", "-2", "--format=%s", BRANCH]);
    assert_eq!(
        subjects.trim(),
        "Update Acme Queue integration\nAdd Acme Queue integration for \"brokers\""
    );
    let metadata = fork.there(&["show", &format!("{BRANCH}:acme_queue/metadata.csv")]);
    assert!(metadata.contains(",byte,"), "{metadata}");
    let second = fork.text();
    assert!(second.contains("Passed locally with ddev"), "{second}");

    // The remark was of a commit that is gone; the next log is pasted into an empty field.
    fork.walk.pty.press(&["ctrl-g", "7"]);
    fork.walk.pty.sees(&["▸ Remarks     –", "in review: CI"]);

    // An answer more, untested, and the pushed commit is replaced.
    fork.walk.pty.press(&["ctrl-g", "3"]);
    fork.walk.pty.sees(&["▸ Display name"]);
    fork.walk.pty.press(&["down", "enter"]);
    fork.walk.pty.sees(&["▸ Description", "take"]);
    fork.walk.pty.press(&[" Live.", "enter"]);
    fork.walk.pty.sees(&["Live.", "preview them again"]);
    fork.apply_again();
    let replaced = fork.here(&["rev-parse", BRANCH]);
    fork.walk.pty.press(&["ctrl-g", "5"]);
    fork.walk
        .pty
        .sees(&["In this commit", "Test exactly these files first"]);
    fork.walk.pty.loses("cancels");
    fork.walk.pty.press(&["a"]);
    fork.walk.pty.sees(&[
        "Replace the commit that was pushed?",
        "is on origin/acme/acme_queue",
        "The tests are not green",
    ]);
    fork.walk.pty.press(&["y"]);
    fork.walk.pty.sees_within(LONG, &["✓ 5 Commit", "● saved"]);
    assert_eq!(fork.here(&["rev-parse", &format!("{BRANCH}^")]), pushed);
    assert_ne!(fork.here(&["rev-parse", BRANCH]), replaced);
    assert_eq!(
        fork.here(&["log", "-1", "--format=%s", BRANCH]).trim(),
        "Update Acme Queue integration"
    );
    fork.walk.pty.press(&["ctrl-g", "6"]);
    fork.walk.pty.sees(&["has an older commit: push again"]);
    fork.walk.pty.press(&["p"]);
    fork.walk.pty.sees(&[
        "Your fork still holds the commit that you replaced",
        "Nobody else pushed since.",
        "Overwrite what your fork holds",
    ]);
    assert_eq!(fork.there(&["rev-parse", BRANCH]), replaced);
    fork.walk.pty.press(&["f"]);
    fork.walk.pty.sees(&[
        &format!("whole name, {BRANCH}."),
        "leaves the branch on your fork",
    ]);
    fork.walk.pty.press(&[BRANCH, "enter"]);
    fork.walk
        .pty
        .sees(&["origin ✓ pushed", "changed since it was handed over"]);
    fork.arrived(2);
    let third = fork.text();
    assert!(third.contains("Live."), "{third}");
    assert!(!third.contains("Passed"), "nothing was tested: {third}");

    // All that a push printed can be read.
    fork.walk.pty.press(&["l"]);
    fork.walk.pty.sees(&["push  ", "(forced update)"]);
    fork.walk.pty.press(&["esc"]);
    // Esc and the next key are two keys only once the first was read.
    fork.walk.pty.sees(&["origin ✓ pushed"]);

    // The review goes on, is merged, and Home says so.
    fork.walk.pty.press(&["ctrl-g", "7"]);
    fork.walk.pty.sees(&["in review: CI"]);
    fork.walk.pty.press(&["s"]);
    fork.walk.pty.sees(&["in review: Documentation"]);
    fork.walk.pty.press(&["m"]);
    fork.walk.pty.sees(&["Is the pull request merged?"]);
    fork.walk.pty.press(&["y"]);
    fork.walk
        .pty
        .sees(&["✓ The pull request is merged.", "● saved"]);
    fork.walk.pty.press(&["ctrl-g", "0"]);
    fork.walk
        .pty
        .sees(&["Acme Queue", "Merged", "Nothing is left: merged."]);
}
