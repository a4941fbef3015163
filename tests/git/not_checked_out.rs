//! A commit onto a branch that is not checked out: what the branch holds and the worktree never had is not taken back.

use super::fixture::{BRANCH, Lab, differences};
use ddint_tui::core::repo::{Amend, CommitRequest};
use ddint_tui::git::commit::commit;

/// Two commits of ours on the branch, and master checked out.
fn away() -> (Lab, String) {
    let lab = Lab::new();
    lab.integration();
    let first = lab.commit().unwrap().commit;
    lab.write("acme_queue/more.txt", "more\n");
    let last = lab.commit_after(&first).unwrap().commit;
    lab.git(&["switch", "-q", "master"]);
    (lab, last)
}

fn is_refused(lab: &Lab, request: &CommitRequest, path: &str) {
    let before = lab.everything();
    let error = commit(&lab.root, request).unwrap_err();
    assert!(error.message.contains(path), "{error}");
    assert_eq!(
        error.hint,
        format!("Check it out with your changes, then commit: git switch --merge {BRANCH}")
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

fn after(lab: &Lab, last: &str) -> CommitRequest {
    CommitRequest {
        last_commit: Some(last.into()),
        ..lab.request()
    }
}

#[test]
fn files_that_are_not_there_are_not_deleted() {
    let (lab, last) = away();
    is_refused(&lab, &after(&lab, &last), ".github/CODEOWNERS");
    lab.integration();
    // One of the branch's files is missing still, and it is not the contributor who removed it.
    is_refused(&lab, &after(&lab, &last), "acme_queue/more.txt");
    let mut request = after(&lab, &last);
    request.amend = Some(Amend::default());
    is_refused(&lab, &request, "acme_queue/more.txt");
    lab.write("acme_queue/more.txt", "even more\n");
    let report = commit(&lab.root, &after(&lab, &last)).unwrap();
    assert_eq!(report.files, ["acme_queue/more.txt"]);
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
}

#[test]
fn files_that_are_as_the_base_has_them_are_not_put_back() {
    let lab = Lab::new();
    let mut request = lab.request();
    request.folder = "ably".into();
    request.root_files.clear();
    lab.write("ably/README.md", "# ably\n\nBetter.\n");
    let last = commit(&lab.root, &request).unwrap().commit;
    request.last_commit = Some(last);
    lab.git(&["switch", "-q", "master"]);
    lab.write("ably/manifest.json", "{\"a\": 2}\n");
    is_refused(&lab, &request, "ably/README.md");
    // The way out works as told.
    lab.git(&["switch", "-q", "--merge", BRANCH]);
    let report = commit(&lab.root, &request).unwrap();
    assert_eq!(report.files, ["ably/manifest.json"]);
}
