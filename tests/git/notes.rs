//! The contributor's notes go along with a commit that is amended, where git would take them along.

use super::fixture::Lab;
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
