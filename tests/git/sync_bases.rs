//! Bases that took our commits, or lost some of theirs; branches that are on the fork; and what is found of all that without
//! a record.

use super::fixture::{BRANCH, git_in, write};
use super::sync_lab::{applied, base_moves, committed, lab, look, second_commit, update};
use ddint_tui::git::sync;
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;

#[test]
fn a_merged_contribution_goes_on_from_the_base() {
    let lab = committed();
    second_commit(&lab);
    // Only what is the integration's is merged, so the other file goes first.
    lab.git(&["rm", "-q", "buddy/extra.txt"]);
    lab.git(&["commit", "-q", "--amend", "--no-edit"]);
    // Datadog squashes both into one, and goes on from there.
    let seed = lab.above().join("seed");
    git_in(&seed, &["fetch", "-q", "../clone", BRANCH]);
    git_in(&seed, &["merge", "-q", "--squash", "FETCH_HEAD"]);
    git_in(&seed, &["commit", "-q", "-m", "Add Acme Queue (#1)"]);
    lab.upstream_moves("acme_queue/manifest.json", "{\"a\": 9}\n");
    let plan = look(&lab).unwrap();
    assert_eq!((plan.merged.len(), plan.replayed.len()), (2, 0), "{plan:?}");
    // What comes weeks later is made again on top.
    lab.write("acme_queue/later.txt", "later\n");
    lab.git(&["add", "acme_queue/later.txt"]);
    lab.git(&["commit", "-q", "-m", "Later"]);
    let plan = look(&lab).unwrap();
    assert_eq!((plan.merged.len(), plan.replayed.len()), (2, 1), "{plan:?}");
    update(&lab).unwrap();
    assert_eq!(
        lab.git(&["log", "--format=%s", "upstream/master..HEAD"]),
        "Later\n"
    );
    assert_eq!(
        fs::read_to_string(lab.root.join("acme_queue/manifest.json")).unwrap(),
        "{\"a\": 9}\n"
    );
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    lab.fsck();
}

#[test]
fn commits_of_a_base_that_was_rewritten_are_not_taken_for_ours() {
    let lab = lab();
    lab.upstream_moves("ably/wrong.txt", "a mistake\n");
    lab.git(&["merge", "-q", "--ff-only", "upstream/master"]);
    applied(&lab);
    lab.commit().unwrap();
    let seed = lab.above().join("seed");
    git_in(&seed, &["reset", "-q", "--hard", "HEAD^"]);
    write(&seed, "ably/right.txt", "right\n");
    git_in(&seed, &["add", "-A"]);
    git_in(&seed, &["commit", "-q", "-m", "Rewritten"]);
    git_in(
        &seed,
        &["push", "-q", "--force", "../upstream.git", "master"],
    );
    lab.git(&["fetch", "-q", "upstream"]);
    let plan = look(&lab).unwrap();
    assert_eq!((plan.gone.len(), plan.replayed.len()), (1, 1), "{plan:?}");
    update(&lab).unwrap();
    assert!(!lab.root.join("ably/wrong.txt").exists());
    assert!(lab.root.join("ably/right.txt").exists());
    assert_eq!(
        lab.git(&["rev-list", "--count", "upstream/master..HEAD"]),
        "1\n"
    );
    lab.fsck();
}

#[test]
fn ways_back_never_take_each_others_place() {
    let lab = committed();
    for n in 1..=3 {
        lab.upstream_moves("ably/n.txt", &format!("{n}\n"));
        let done = update(&lab).unwrap();
        assert_eq!(done.kept, format!("refs/ddint-tui/before/{n}/{BRANCH}"));
    }
    let kept = lab.git(&["for-each-ref", "--format=%(objectname)", "refs/ddint-tui"]);
    assert_eq!(
        kept.lines()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        3
    );
}

#[test]
fn a_pushed_branch_is_told_and_the_lease_works_on_it() {
    let lab = committed();
    lab.git(&["push", "-q", "-u", "origin", BRANCH]);
    let there = lab.git(&["rev-parse", BRANCH]).trim().to_owned();
    base_moves(&lab);
    assert_eq!(
        look(&lab).unwrap().published,
        Some(format!("origin/{BRANCH}"))
    );
    update(&lab).unwrap();
    let cancel = CancelToken::new();
    let to = |over| ddint_tui::git::push::To {
        remote: "origin",
        branch: BRANCH,
        over,
    };
    let push = |over| ddint_tui::git::push::push(&lab.root, to(over), &cancel, &mut |_| {});
    assert!(push(None).is_err());
    push(Some(&there)).unwrap();
    let fork = lab.above().join("fork.git");
    assert_eq!(
        git_in(&fork, &["rev-parse", BRANCH]),
        lab.git(&["rev-parse", BRANCH])
    );
}

#[test]
fn what_became_of_our_commit_is_found_without_a_record() {
    let lab = committed();
    let last = lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let became = || sync::became(&lab.root, BRANCH, "upstream/master", &last);
    assert_eq!(became(), None);
    assert_eq!(
        sync::last_update(&lab.root, BRANCH, "upstream/master"),
        None
    );
    base_moves(&lab);
    let done = update(&lab).unwrap();
    assert_eq!(became(), done.became);
    // The way back too, as long as nothing else happened to the branch.
    let found = sync::last_update(&lab.root, BRANCH, "upstream/master").unwrap();
    assert_eq!(
        (found.before, found.after, found.kept),
        (done.before, done.after, done.kept)
    );
    second_commit(&lab);
    assert_eq!(became(), done.became);
    assert_eq!(
        sync::last_update(&lab.root, BRANCH, "upstream/master"),
        None
    );
    // By hand it is the same.
    lab.upstream_moves("buddy/README.md", "# buddy\n");
    lab.git(&["rebase", "-q", "upstream/master"]);
    assert_eq!(
        became().as_deref(),
        Some(lab.git(&["rev-parse", "HEAD^"]).trim())
    );
}
