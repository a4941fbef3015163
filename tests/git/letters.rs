//! A commit in other letters than UTF-8 keeps them.

use super::fixture::{Lab, differences, git_command};
use ddint_tui::core::repo::{Amend, CommitRequest};
use ddint_tui::git::commit::commit;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

#[test]
fn an_author_in_other_letters_is_not_taken_along_in_broken_ones() {
    let lab = Lab::new();
    lab.integration();
    lab.commit().unwrap();
    let made = git_command(
        &lab.root,
        &["-c", "i18n.commitEncoding=ISO-8859-1", "commit"],
    )
    .args(["-q", "--amend", "--only", "-m", "Plain", "--author"])
    .arg(OsStr::from_bytes(b"Andr\xe9 <dev@acme.example>"))
    .status()
    .unwrap();
    assert!(made.success());
    let shown = || {
        lab.git(&[
            "-c",
            "i18n.logOutputEncoding=UTF-8",
            "log",
            "-1",
            "--format=%an",
        ])
    };
    assert_eq!(shown(), "André\n");
    let last = lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    lab.write("acme_queue/more.txt", "more\n");
    let before = lab.everything();
    let request = CommitRequest {
        last_commit: Some(last.clone()),
        amend: Some(Amend::default()),
        ..lab.request()
    };
    let error = commit(&lab.root, &request).unwrap_err();
    assert!(error.message.contains("not written in UTF-8"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    // As told.
    lab.commit_after(&last).unwrap();
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]).trim(), last);
}
