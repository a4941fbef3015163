//! The contributor's notes go along with a commit that is amended, where git would take them along.

use super::fixture::Lab;
use super::sync_lab::{base_moves, committed, update};
use ddint_tui::core::repo::{Amend, CommitRequest};
use ddint_tui::git::commit::commit;

fn amended(configured: bool) -> (Lab, String) {
    let lab = Lab::new();
    lab.integration();
    let last = lab.commit().unwrap().commit;
    lab.git(&["notes", "add", "-m", "Measured on two hosts"]);
    if configured {
        lab.git(&["config", "notes.rewriteRef", "refs/notes/*"]);
    }
    lab.write("acme_queue/more.txt", "more\n");
    let request = CommitRequest {
        last_commit: Some(last.clone()),
        amend: Some(Amend::default()),
        ..lab.request()
    };
    commit(&lab.root, &request).unwrap();
    (lab, last)
}

#[test]
fn notes_follow_where_the_configuration_says_so() {
    let (lab, last) = amended(true);
    for commit in ["HEAD", &last] {
        assert_eq!(
            lab.git(&["notes", "show", commit]),
            "Measured on two hosts\n"
        );
    }
    let (lab, last) = amended(false);
    assert!(!lab.try_git(&["notes", "show", "HEAD"]));
    assert_eq!(
        lab.git(&["notes", "show", &last]),
        "Measured on two hosts\n"
    );
}

#[test]
fn notes_follow_commits_that_an_update_makes_again() {
    let lab = committed();
    lab.git(&["notes", "add", "-m", "Measured on two hosts"]);
    lab.git(&["config", "notes.rewriteRef", "refs/notes/commits"]);
    let last = lab.git(&["rev-parse", "HEAD"]);
    base_moves(&lab);
    let done = update(&lab).unwrap();
    assert_ne!(done.after, last.trim());
    for commit in ["HEAD", last.trim()] {
        assert_eq!(
            lab.git(&["notes", "show", commit]),
            "Measured on two hosts\n"
        );
    }
}
