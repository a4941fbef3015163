//! Fetching leaves the contributor's own branches alone, whatever the remote's configuration says.

use super::fixture::{BRANCH, Lab, differences, git_in};
use super::pushing::Pushing;
use ddint_tui::git::push::theirs;
use ddint_tui::git::remote::{fetch, fetch_base};
use ddint_tui::jobs::cancel::CancelToken;

/// The upstream goes on, and a fetch from it would overwrite the contributor's `master`, which went on too.
fn mirrored(lab: &Lab) -> String {
    lab.git(&["commit", "-q", "--allow-empty", "-m", "Mine alone"]);
    lab.git(&["switch", "-q", "-c", "other"]);
    let seed = lab.above().join("seed");
    git_in(&seed, &["commit", "-q", "--allow-empty", "-m", "More"]);
    git_in(&seed, &["push", "-q", "../upstream.git", "master"]);
    lab.git(&[
        "config",
        "remote.upstream.fetch",
        "+refs/heads/*:refs/heads/*",
    ]);
    lab.git(&["config", "remote.upstream.prune", "true"]);
    lab.git(&["for-each-ref", "refs/heads"])
}

#[test]
fn the_base_is_fetched_alone() {
    let lab = Lab::new();
    let (heads, old) = (mirrored(&lab), lab.git(&["rev-parse", "upstream/master"]));
    fetch_base(
        &lab.root,
        "upstream/master",
        &CancelToken::new(),
        &mut |_| {},
    )
    .unwrap();
    assert_eq!(lab.git(&["for-each-ref", "refs/heads"]), heads);
    assert_ne!(lab.git(&["rev-parse", "upstream/master"]), old);
}

#[test]
fn a_fetch_that_would_overwrite_them_is_refused() {
    for to in ["refs/heads/*", "refs/*"] {
        let lab = Lab::new();
        mirrored(&lab);
        lab.git(&["config", "remote.upstream.fetch", &format!("+{to}:{to}")]);
        let before = lab.everything();
        let failed = fetch(&lab.root, "upstream", &CancelToken::new(), &mut |_| {}).unwrap_err();
        assert!(
            failed
                .problem
                .message
                .contains("overwrite your own branches"),
            "{failed}"
        );
        assert_eq!(
            differences(&before, &lab.everything()),
            Vec::<String>::new()
        );
        let (_, command) = failed.problem.hint.split_once(": git ").unwrap();
        let command = command.replace('"', "");
        lab.git(&command.split(' ').collect::<Vec<_>>());
        fetch(&lab.root, "upstream", &CancelToken::new(), &mut |_| {}).unwrap();
        assert!(lab.git(&["log", "master"]).contains("Mine alone"));
    }
}

#[test]
fn looking_at_what_is_on_the_fork_moves_its_copy_alone() {
    let p = Pushing::new();
    p.push(None).unwrap();
    p.somebody_pushes("one");
    p.lab.git(&[
        "config",
        "remote.origin.fetch",
        "+refs/heads/*:refs/heads/*",
    ]);
    p.lab.git(&["commit", "-q", "--amend", "-m", "Mine"]);
    p.lab.git(&["switch", "-q", "-c", "other"]);
    let heads = p.lab.git(&["for-each-ref", "refs/heads"]);
    theirs(
        &p.lab.root,
        "origin",
        BRANCH,
        &CancelToken::new(),
        &mut |_| {},
    )
    .unwrap();
    assert_eq!(p.lab.git(&["for-each-ref", "refs/heads"]), heads);
}
