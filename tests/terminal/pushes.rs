//! Pushing by keys where it doesn't work at once: somebody else was there first.

use crate::common::git;
use crate::place::Place;
use crate::pty::Pty;
use ddint_tui::core::repo::CommitReport;
use ddint_tui::core::state::State;
use ddint_tui::core::step::StepId;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const BRANCH: &str = "acmeco/acme";

/// A commit on a branch, not pushed yet, and the page that pushes it.
pub fn committed(place: &Place, fill: impl FnOnce(&mut State)) -> String {
    let clone = &place.world.clone;
    git(clone, &["switch", "-qc", BRANCH]);
    fs::create_dir(clone.join("acme")).unwrap();
    fs::write(clone.join("acme/README.md"), "# Acme\n").unwrap();
    git(clone, &["add", "acme"]);
    git(clone, &["commit", "-qm", "Add Acme integration"]);
    let commit = git(clone, &["rev-parse", "HEAD"]).trim().to_owned();
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
        state.git.last = Some(CommitReport {
            branch: BRANCH.into(),
            commit: commit.clone(),
            made: true,
            files: vec!["acme/README.md".into()],
            hooks: String::new(),
        });
        state.ui.step = StepId::PullRequest;
        fill(state);
    });
    commit
}

#[test]
fn what_somebody_pushed_is_shown_and_overwritten_only_by_the_branchs_name() {
    let place = Place::new();
    let commit = committed(&place, |_| {});
    let fork = place.world.path().join("fork.git");
    let other = place.world.path().join("other");
    git(
        place.world.path(),
        &["clone", "-q", "fork.git", other.to_str().unwrap()],
    );
    git(&other, &["switch", "-qc", BRANCH]);
    git(
        &other,
        &[
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=else@acme.example",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "Mend the tags",
        ],
    );
    git(&other, &["push", "-q", "origin", BRANCH]);
    let theirs = git(&fork, &["rev-parse", BRANCH]);

    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["origin, not pushed yet"]);
    pty.press(&["p"]);
    pty.sees(&[
        "holds commits that yours lacks",
        "1 commit there that your branch lacks",
        "Mend the tags (Somebody)",
    ]);
    assert_eq!(git(&fork, &["rev-parse", BRANCH]), theirs);
    pty.press(&["f"]);
    pty.sees(&["Overwrite what your fork holds?"]);
    pty.press(&["acmeco", "enter"]);
    pty.sees(&["Nothing was overwritten: the branch's name is acmeco/acme."]);
    assert_eq!(git(&fork, &["rev-parse", BRANCH]), theirs);
    // What was typed the last time is typed again.
    pty.press(&["f"]);
    pty.sees(&["Overwrite what your fork holds?"]);
    pty.press(&["enter"]);
    pty.sees(&["Nothing was overwritten"]);
    pty.press(&["f"]);
    pty.sees(&["Overwrite what your fork holds?"]);
    pty.press(&[BRANCH, "enter"]);
    pty.sees(&["origin ✓ pushed"]);
    assert_eq!(git(&fork, &["rev-parse", BRANCH]).trim(), commit);
}

/// What GitHub says of a secret, with the address that only the last line has.
const SECRET: &str = "error: GH013: Repository rule violations found for refs/heads/acmeco/acme.\n\n\
    - GITHUB PUSH PROTECTION\n  Resolve the following violations before pushing again\n\n  \
    - Push cannot contain secrets\n\n    \u{2014}\u{2014} GitHub Personal Access Token \u{2014}\u{2014}\n     \
    locations:\n       - commit: 8728dbe67\n         path: acme/README.md:4\n\n     \
    (?) To push, remove secret from commit(s) or follow this URL to allow the secret.\n     \
    https://github.example/acmeco/integrations-extras/security/secret-scanning/unblock-secret/abc\n";

#[test]
fn all_that_a_host_says_can_be_read_in_the_smallest_window() {
    let place = Place::new();
    committed(&place, |_| {});
    let fork = place.world.path().join("fork.git");
    let said = place.world.write("said.txt", SECRET);
    let hook = fork.join("hooks/pre-receive");
    fs::write(
        &hook,
        format!("#!/bin/sh\ncat '{}' >&2\nexit 1\n", said.display()),
    )
    .unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let mut pty = Pty::start(&place.program(&["resume", "acme"]), (50, 15));
    // Set up has found clone and fork.
    pty.sees(&["Pull request", "clone ⎇ acmeco/acme"]);
    pty.press(&["p"]);
    pty.sees(&["is in the commits", "Revoke it", "keeps it in the history"]);
    pty.press(&["l"]);
    // The end of it first; no line is cut.
    pty.sees(&["push  ", "unblock-secret/abc"]);
    pty.press(&["home"]);
    pty.sees(&["push  1 to "]);
    pty.press(&["pagedown"]);
    pty.sees(&["GH013"]);
    pty.press(&["esc"]);
    pty.sees(&["is in the commits", "Revoke it", "keeps it in the history"]);
}
