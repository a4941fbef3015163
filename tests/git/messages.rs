//! The message: `commit.template`, `commit.cleanup` and the comment's sign, as git reads them.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, git_command};
use ddint_tui::core::event::Action;
use ddint_tui::git::commit::commit;
use ddint_tui::git::{CommitErrorKind, state};

use super::as_job::Desk;

const MESSAGE: &str = "Add Acme Queue  \n\n\n# a comment\n; another\nBody\n\
                       # ------------------------ >8 ------------------------\nbelow\n";

/// What git commits of the message: given to it, or left as it is in the editor, without git's own remarks there.
fn by_git(lab: &Lab, edited: bool) -> String {
    lab.start();
    lab.git(&["add", "-A", "--", FOLDER]);
    lab.write("../message", MESSAGE);
    let mut args = vec![
        "-c",
        "commit.status=false",
        "commit",
        "-q",
        "--only",
        "-F",
        "../message",
    ];
    if edited {
        args.push("--edit");
    }
    args.extend(["--", FOLDER, OWNERS, TEST_ALL]);
    let output = git_command(&lab.root, &args)
        .env("GIT_EDITOR", "true")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    lab.git(&["log", "-1", "--format=%B", BRANCH])
}

#[test]
fn the_message_is_cleaned_as_git_cleans_it() {
    for mode in [
        None,
        Some("default"),
        Some("strip"),
        Some("whitespace"),
        Some("verbatim"),
        Some("scissors"),
    ] {
        for sign in [None, Some(";"), Some("auto")] {
            for edited in [false, true] {
                let lab = || {
                    let lab = Lab::new();
                    lab.integration();
                    let keys = [("commit.cleanup", mode), ("core.commentChar", sign)];
                    for (key, value) in keys {
                        if let Some(value) = value {
                            lab.git(&["config", key, value]);
                        }
                    }
                    lab
                };
                let (ours, theirs) = (lab(), lab());
                if edited {
                    ours.write("../template", "# What and why\n");
                    ours.git(&["config", "commit.template", "../template"]);
                }
                let mut request = ours.request();
                request.message = MESSAGE.into();
                commit(&ours.root, &request).unwrap();
                let made = ours.git(&["log", "-1", "--format=%B", BRANCH]);
                assert_eq!(made, by_git(&theirs, edited), "{mode:?} {sign:?} {edited}");
            }
        }
    }
}

#[test]
fn a_mode_that_git_does_not_know_is_refused() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["config", "commit.cleanup", "thoroughly"]);
    let error = lab.commit().unwrap_err();
    assert_eq!(error.kind, CommitErrorKind::Refused);
    assert!(error.message.contains("thoroughly"), "{error}");
    assert!(error.hint.contains("git config commit.cleanup"), "{error}");
}

#[test]
fn a_message_that_nobody_typed_begins_with_the_template() {
    let lab = Lab::new();
    lab.integration();
    lab.write("../template", "\n# What and why\nTicket: none\n");
    lab.git(&["config", "commit.template", "../template"]);
    let read = state::read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!(
        read.message.as_deref(),
        Some("\n# What and why\nTicket: none\n")
    );
    let mut desk = Desk::open(&lab);
    desk.act(Action::ReadRepo);
    desk.rest();
    assert_eq!(desk.wizard.message(), "# What and why\nTicket: none");
    desk.act(Action::Commit);
    desk.rest();
    let made = || lab.git(&["log", "-1", "--format=%B", BRANCH]);
    assert_eq!(made(), "Add Acme Queue integration\n\nTicket: none\n\n");
    // What was typed takes its place.
    desk.wizard.state.answers.git.body = Some("Mine\n# not\n".into());
    assert_eq!(desk.wizard.message(), "Mine\n# not");
    desk.act(Action::Amend { pushed: false });
    desk.rest();
    assert_eq!(made(), "Add Acme Queue integration\n\nMine\n\n");
    assert_eq!(desk.wizard.failure, None);
    // One that begins with a title: a commit has one title, and that is the field's.
    desk.wizard.state.answers.git.body = None;
    for (template, body) in [
        ("[ACME-1] Title\n\nTicket: none\n", "Ticket: none"),
        ("Title\n", ""),
        ("Ticket: none\nWhy: none\n", "Ticket: none\nWhy: none"),
        ("# Title\n\nTicket: none\n", "# Title\n\nTicket: none"),
    ] {
        lab.write("../template", template);
        desk.act(Action::ReadRepo);
        desk.rest();
        assert_eq!(desk.wizard.message(), body);
    }
    // A file that is not there is no template.
    lab.git(&["config", "commit.template", "../elsewhere"]);
    let read = state::read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!(read.message, None);
}
