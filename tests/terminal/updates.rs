//! Bringing a branch up to date by keys, on a clone whose upstream moved on.

use crate::common::git;
use crate::place::Place;
use crate::pushes::committed;
use std::fs;

/// A commit of somebody else's on the upstream, which the clone has not fetched.
fn upstream_moves(place: &Place) {
    let other = place.world.path().join("datadog");
    git(
        place.world.path(),
        &["clone", "-q", "upstream.git", "datadog"],
    );
    fs::write(other.join("moved.txt"), "moved\n").unwrap();
    git(&other, &["add", "moved.txt"]);
    let who = ["-c", "user.name=Dog", "-c", "user.email=dog@acme.example"];
    git(&other, &[&who[..], &["commit", "-qm", "Move on"]].concat());
    git(&other, &["push", "-q", "origin", "HEAD"]);
}

#[test]
fn a_branch_comes_up_to_date_and_goes_back_by_keys() {
    let place = Place::new();
    let commit = committed(&place, |_| {});
    upstream_moves(&place);
    let clone = place.world.clone.clone();
    fs::write(clone.join("notes.txt"), "untracked\n").unwrap();
    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["origin, not pushed yet"]);
    pty.press(&["ctrl-g", "5"]);
    pty.sees(&["No file of the integration differs", "upstream/master"]);
    pty.press(&["u"]);
    pty.sees(&[
        "1 commit of yours made again on top of 1 commit of upstream/master",
        "stays in refs/ddint-tui/before/1/acmeco/acme",
        "Add Acme integration",
    ]);
    assert_eq!(git(&clone, &["rev-parse", "HEAD"]).trim(), commit);
    assert!(!clone.join("moved.txt").exists());
    pty.press(&["enter"]);
    pty.sees(&["acmeco/acme is up to date with upstream/master."]);
    assert!(clone.join("moved.txt").exists());
    let base = git(&clone, &["rev-parse", "upstream/master"]);
    assert_eq!(git(&clone, &["rev-parse", "HEAD^"]), base);
    assert_eq!(
        git(
            &clone,
            &["rev-parse", "refs/ddint-tui/before/1/acmeco/acme"]
        )
        .trim(),
        commit
    );
    pty.press(&["esc"]);
    pty.sees(&[
        "No file of the integration differs",
        "stays in",
        "refs/ddint-tui/before/1/acmeco/acme",
    ]);
    pty.press(&["b"]);
    pty.sees(&["Go back to"]);
    pty.press(&["y"]);
    pty.sees(&["again."]);
    assert_eq!(git(&clone, &["rev-parse", "HEAD"]).trim(), commit);
    assert!(!clone.join("moved.txt").exists());
    assert_eq!(git(&clone, &["status", "--porcelain"]), "?? notes.txt");
    assert_eq!(git(&clone, &["for-each-ref", "refs/ddint-tui"]), "");
}
