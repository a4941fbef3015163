//! Cloning and fetching with the real git, from repositories on disk.

use super::fixture::{Lab, git_in};
use ddint_tui::git::clone::recognise;
use ddint_tui::git::remote::{clone_from, fetch};
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_clone_arrives_and_is_recognised() {
    let lab = Lab::new();
    let url = lab.above().join("fork.git");
    let dest = lab.scratch().join("new folder/ünd clone");
    let mut lines = 0;
    clone_from(
        url.to_str().unwrap(),
        &dest,
        &CancelToken::new(),
        &mut |_| lines += 1,
    )
    .unwrap();
    assert!(lines > 0);
    recognise(&dest).unwrap();
}

#[test]
fn a_clone_that_fails_or_is_cancelled_leaves_nothing() {
    let lab = Lab::new();
    let dest = lab.scratch().join("dest");
    let go = CancelToken::new();
    let url = lab.above().join("none.git");
    let error = clone_from(url.to_str().unwrap(), &dest, &go, &mut |_| {}).unwrap_err();
    assert!(error.problem.message.contains("none.git"), "{error}");
    assert!(error.problem.message.contains("fatal:"), "{error}");
    assert!(!dest.exists());
    let error = clone_from("--upload-pack=touch /tmp/x", &dest, &go, &mut |_| {}).unwrap_err();
    assert!(error.problem.message.contains("fatal:"), "{error}");

    let cancel = CancelToken::new();
    cancel.cancel();
    let url = lab.above().join("fork.git");
    let error = clone_from(url.to_str().unwrap(), &dest, &cancel, &mut |_| {}).unwrap_err();
    assert!(error.problem.message.contains("canceled"), "{error}");
    assert!(!dest.exists());
}

#[test]
fn a_folder_in_use_is_refused_untouched() {
    let lab = Lab::new();
    let dest = lab.scratch().join("dest");
    fs::create_dir(&dest).unwrap();
    fs::write(dest.join("mine"), "x").unwrap();
    let url = lab.above().join("fork.git");
    let error = clone_from(
        url.to_str().unwrap(),
        &dest,
        &CancelToken::new(),
        &mut |_| {},
    )
    .unwrap_err();
    assert!(error.problem.message.contains("not empty"), "{error}");
    assert_eq!(fs::read(dest.join("mine")).unwrap(), b"x");
}

#[test]
fn fetching_moves_only_the_remotes_branches() {
    let lab = Lab::busy();
    let seed = lab.above().join("seed");
    git_in(&seed, &["commit", "-q", "--allow-empty", "-m", "More"]);
    git_in(&seed, &["push", "-q", "../upstream.git", "master"]);
    let heads = lab.git(&["for-each-ref", "refs/heads"]);
    let old = lab.git(&["rev-parse", "upstream/master"]);
    fetch(&lab.root, "upstream", &CancelToken::new(), &mut |_| {}).unwrap();
    assert_ne!(lab.git(&["rev-parse", "upstream/master"]), old);
    assert_eq!(lab.git(&["for-each-ref", "refs/heads"]), heads);
    let error = fetch(&lab.root, "nobody", &CancelToken::new(), &mut |_| {}).unwrap_err();
    assert!(error.problem.message.contains("nobody"), "{error}");
}

#[test]
fn a_link_that_leads_nowhere_is_no_free_place() {
    let lab = Lab::new();
    let dest = lab.scratch().join("dest");
    symlink(lab.scratch().join("not mounted"), &dest).unwrap();
    let url = lab.above().join("fork.git");
    let url = url.to_str().unwrap();
    let error = clone_from(url, &dest, &CancelToken::new(), &mut |_| {}).unwrap_err();
    assert!(
        error.problem.message.contains("is a symbolic link"),
        "{error}"
    );
    assert_eq!(
        fs::read_link(&dest).unwrap(),
        lab.scratch().join("not mounted")
    );
}
