//! States put together at random, and an update in them, ended well, refused, or killed in the middle: whatever comes of it,
//! what the base left alone does not differ.

use super::fixture::{BRANCH, Lab, OWNERS, TEST_ALL, differences, tree};
use super::random::{Chance, PARTS, seeds};
use super::sync_kills::killed_at;
use super::sync_lab::{applied, back, ci, lab, look, owners, update};
use ddint_tui::core::sync::How;
use ddint_tui::git::sync;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What the base does meanwhile.
fn base_goes_on(lab: &Lab, chance: &mut Chance) {
    let moves: [fn(&Lab); 6] = [
        |lab| lab.upstream_moves("buddy/from the base.txt", "new\n"),
        |lab| lab.upstream_moves("ably/README.md", "# ably\n\nOther text.\n"),
        |lab| lab.upstream_moves(OWNERS, &owners(&["ably", "acme", "buddy", "zenduty"])),
        |lab| lab.upstream_moves(TEST_ALL, &ci(&["ably", "acme", "buddy", "zenduty"])),
        |lab| {
            let _ = fs::remove_file(lab.above().join("seed/zenduty/README.md"));
            lab.upstream_moves("zenduty/deeper/one.txt", "1\n");
        },
        |lab| lab.upstream_moves("acme_queue/README.md", "theirs\n"),
    ];
    for _ in 0..=chance.below(3) {
        // The same move twice has nothing to commit.
        let before = lab.git(&["rev-parse", "upstream/master"]);
        let at = chance.below(moves.len() + 2).min(moves.len() - 1);
        let seed = lab.above().join("seed");
        let marker = format!("ably/move {}.txt", chance.below(1_000_000));
        super::fixture::write(&seed, &marker, "moved\n");
        moves[at](lab);
        assert_ne!(lab.git(&["rev-parse", "upstream/master"]), before);
    }
}

/// What may not differ: everything but the files of `moved`, the branch, and its logs.
fn rest(lab: &Lab, moved: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (path, bytes) in tree(&lab.root, &[".git"]) {
        if !moved.contains(&path) {
            all.insert(format!("worktree {path}"), bytes);
        }
    }
    let quiet = ["-c", "core.quotePath=false"];
    let run = |args: &[&str]| lab.git(&[&quiet[..], args].concat());
    for (name, text) in [
        ("index", run(&["ls-files", "--stage", "-v", "-f"])),
        ("unstaged", run(&["diff-files", "--raw"])),
    ] {
        let other = |line: &&str| {
            let path = line.split('\t').next_back().unwrap_or_default();
            !moved.contains(path)
        };
        let lines: Vec<&str> = text.lines().filter(other).collect();
        all.insert(name.into(), lines.join("\n"));
    }
    let refs = lab.git(&["for-each-ref"]);
    let ours = |line: &&str| {
        line.contains("refs/ddint-tui/")
            || line.ends_with(BRANCH)
            || line.ends_with("refs/heads/master")
    };
    let refs: Vec<&str> = refs.lines().filter(|line| !ours(line)).collect();
    all.insert("refs".into(), refs.join("\n"));
    all.insert("stash".into(), lab.git(&["stash", "list"]));
    let config = fs::read_to_string(lab.root.join(".git/config")).unwrap();
    all.insert("config".into(), config);
    all
}

/// What git says of the state. What is staged as the base has it, or lies there untracked, is no change any more once the
/// branch has it too; going back does not stage it again.
fn status(lab: &Lab, moved: &BTreeSet<String>) -> Vec<String> {
    let quiet = [
        "-c",
        "core.quotePath=false",
        "status",
        "--porcelain",
        "-uall",
    ];
    let other = |line: &&str| {
        let path = line[3..].trim_matches('"');
        let same = ["D ", "A ", "??"].iter().any(|kind| line.starts_with(kind));
        !(moved.contains(path) && same)
    };
    let all = lab.git(&quiet);
    all.lines().filter(other).map(str::to_owned).collect()
}

/// The files that differ between what is checked out and what it becomes.
fn moved(lab: &Lab) -> BTreeSet<String> {
    if !lab.try_git(&["rev-parse", "-q", "--verify", "HEAD"]) {
        return BTreeSet::new();
    }
    let fork = lab.git(&["merge-base", "HEAD", "upstream/master"]);
    let quiet = ["-c", "core.quotePath=false"];
    let diff = [
        "diff",
        "--name-only",
        "--no-renames",
        fork.trim(),
        "upstream/master",
    ];
    let names = lab.git(&[&quiet[..], &diff].concat());
    names
        .lines()
        .map(|name| name.trim_matches('"').to_owned())
        .collect()
}

/// Whether it was killed, and whether the branch moved.
fn try_one(seed: u64) -> (bool, bool) {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let lab = lab();
    applied(&lab);
    if chance.below(3) > 0 {
        lab.commit().unwrap();
    }
    let mut names = vec![];
    for _ in 0..=chance.below(5) {
        let (name, make) = PARTS[chance.below(PARTS.len())];
        // A clone on a base that it was put back from tells nothing here.
        if !names.contains(&name) {
            names.push(name);
            make(&lab);
        }
    }
    base_goes_on(&lab, &mut chance);
    let kill = (chance.below(3) == 0).then(|| 1 + chance.below(12));
    let told = format!("seed {seed}: {names:?}, killed at {kill:?}");
    let may_move = moved(&lab);
    // git's own status writes down in the index what it saw.
    status(&lab, &may_move);
    let before = rest(&lab, &may_move);
    let killed = kill.is_some_and(|point| killed_at(&lab, point));
    if killed {
        let said = sync::recover(&lab.root);
        assert!(said.is_ok(), "{told}: {said:?}");
        assert!(!lab.root.join(".git/ddint-tui").exists(), "{told}");
    }
    let changed = differences(&before, &rest(&lab, &may_move));
    assert!(changed.is_empty(), "{told}: {changed:#?}");
    let said = status(&lab, &may_move);
    let was = lab.everything();
    let result = look(&lab).and_then(|plan| match plan.how {
        How::Nothing => Ok(None),
        _ => update(&lab).map(Some),
    });
    let made = match result {
        Ok(Some(done)) => {
            let changed = differences(&before, &rest(&lab, &may_move));
            assert!(changed.is_empty(), "{told}: {changed:#?}");
            assert_eq!(status(&lab, &may_move), said, "{told}");
            back(&lab, &done).unwrap_or_else(|problem| panic!("{told}: {problem}"));
            // Line ends of what git writes are as the configuration says now.
            let ends = ["autocrlf true", "autocrlf input", "attributes"];
            let other_ends = names.iter().any(|name| ends.contains(name));
            let worktree = |all: &BTreeMap<String, String>| -> BTreeMap<String, String> {
                let mut all = all.clone();
                all.retain(|path, _| {
                    !(path.starts_with(".git/") || other_ends && may_move.contains(path))
                });
                all
            };
            let changed = differences(&worktree(&was), &worktree(&lab.everything()));
            assert!(changed.is_empty(), "{told}, back: {changed:#?}");
            assert_eq!(status(&lab, &may_move), said, "{told}");
            true
        }
        Ok(None) => killed,
        Err(problem) => {
            let changed = differences(&was, &lab.everything());
            assert!(changed.is_empty(), "{told}: {problem}: {changed:#?}");
            assert!(!problem.hint.is_empty(), "{told}: {problem}");
            false
        }
    };
    if !names.contains(&"submodule elsewhere") {
        lab.fsck();
    }
    (killed, made)
}

fn try_all(count: u64) {
    let ends: Vec<(bool, bool)> = seeds(count).map(try_one).collect();
    let of = |wanted: (bool, bool)| ends.iter().filter(|end| **end == wanted).count();
    println!(
        "not killed: {} moved, {} refused or nothing to do; killed: {} moved, {} refused",
        of((false, true)),
        of((false, false)),
        of((true, true)),
        of((true, false))
    );
}

#[test]
fn whatever_happens_what_the_base_left_alone_does_not_differ() {
    try_all(12);
}

#[test]
#[ignore = "exhaustive"]
fn whatever_happens_500_times() {
    try_all(500);
}
