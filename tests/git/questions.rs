//! What only a person can decide: the commit stops with the commands that decide it, nothing changed.

use super::fixture::{BRANCH, Lab, OWNERS, differences};
use ddint_tui::core::repo::CommitRequest;
use ddint_tui::git::CommitErrorKind;
use ddint_tui::git::commit::commit;
use std::process::Command;

type Case = (
    &'static str,
    fn(&Lab, &mut CommitRequest),
    &'static str,
    &'static str,
);

const CASES: &[Case] = &[
    (
        "base missing",
        |_, r| r.base = "elsewhere/master".into(),
        "elsewhere/master is not in this clone",
        "git fetch elsewhere",
    ),
    (
        "bad branch",
        |_, r| r.branch = "a b..c".into(),
        "cannot be a branch's name",
        "as in acmeco",
    ),
    (
        "dash branch",
        |_, r| r.branch = "-x".into(),
        "cannot be a branch's name",
        "as in acmeco",
    ),
    (
        "branch above",
        |lab, _| {
            lab.git(&["branch", "acmeco"]);
        },
        "beside the branch acmeco",
        "another branch name",
    ),
    (
        "branch below",
        |lab, r| {
            r.branch = "acmeco".into();
            lab.git(&["branch", "acmeco/x"]);
        },
        "beside the branch acmeco/x",
        "another branch name",
    ),
    (
        "other content",
        |lab, _| {
            lab.git(&["switch", "-q", "-c", BRANCH]);
            lab.git(&["commit", "-q", "--allow-empty", "-m", "By hand"]);
        },
        "exists already",
        "git log upstream/master..acmeco/acme_queue",
    ),
    (
        "other content, not checked out",
        |lab, _| {
            lab.git(&["branch", BRANCH, &commit_tree(lab)]);
        },
        "exists already",
        "git branch -D",
    ),
    (
        "base changed a root file",
        |lab, _| lab.upstream_moves(OWNERS, "/ably/  @ably\n/other/  @other\n"),
        ".github/CODEOWNERS in upstream/master",
        "git switch --merge --no-track -c acmeco/acme_queue upstream/master",
    ),
    (
        "base has the folder",
        |lab, _| lab.upstream_moves("acme_queue/README.md", "taken\n"),
        "acme_queue/README.md in upstream/master",
        "git switch --merge",
    ),
    (
        "head is elsewhere",
        |lab, _| {
            lab.git(&["switch", "-q", "-c", "side"]);
            lab.write("buddy/more.txt", "mine\n");
            lab.git(&["add", "buddy/more.txt"]);
            lab.git(&["commit", "-q", "-m", "Mine"]);
        },
        "buddy/more.txt",
        "git switch --merge --no-track -c",
    ),
];

/// A commit on the base that nothing else names.
fn commit_tree(lab: &Lab) -> String {
    let args = [
        "commit-tree",
        "-p",
        "upstream/master",
        "-m",
        "By hand",
        "upstream/master^{tree}",
    ];
    lab.git(&args).trim().to_owned()
}

#[test]
fn each_question_names_the_commands_and_changes_nothing() {
    for (name, make, message, hint) in CASES {
        let lab = Lab::new();
        let mut request = lab.request();
        make(&lab, &mut request);
        lab.write("acme_queue/manifest.json", "{}\n");
        let before = lab.everything();
        let error = commit(&lab.root, &request).expect_err(name);
        assert_eq!(error.kind, CommitErrorKind::Question, "{name}: {error}");
        assert!(error.message.contains(message), "{name}: {error}");
        assert!(error.hint.contains(hint), "{name}: {error}");
        let changed = differences(&before, &lab.everything());
        assert!(changed.is_empty(), "{name}: {changed:?}");
    }
}

#[test]
fn the_command_that_answers_works_as_told() {
    let lab = Lab::new();
    // The base got another line in CODEOWNERS, away from ours.
    lab.upstream_moves(OWNERS, "/zzz/  @zzz\n/ably/  @ably\n/zenduty/  @zenduty\n");
    lab.integration();
    lab.write(
        OWNERS,
        "/ably/  @ably\n/zenduty/  @zenduty\n/acme_queue/  @acmeco\n",
    );
    let error = lab.commit().unwrap_err();
    let command = error.hint.split_once(": ").unwrap().1;
    let status = Command::new("sh")
        .current_dir(&lab.root)
        .args(["-c", command])
        .status()
        .unwrap();
    assert!(status.success(), "{command}");
    lab.commit().unwrap();
    let owners = lab.git(&["show", &format!("HEAD:{OWNERS}")]);
    assert_eq!(
        owners,
        "/zzz/  @zzz\n/ably/  @ably\n/zenduty/  @zenduty\n/acme_queue/  @acmeco\n"
    );
    assert_eq!(
        lab.git(&["rev-parse", "HEAD^"]),
        lab.git(&["rev-parse", "upstream/master"])
    );
}

#[test]
fn a_branch_checked_out_in_another_worktree_is_refused() {
    let lab = Lab::new();
    lab.git(&[
        "worktree",
        "add",
        "-q",
        "-b",
        BRANCH,
        "../second",
        "upstream/master",
    ]);
    lab.integration();
    let error = lab.commit().unwrap_err();
    assert_eq!(error.kind, CommitErrorKind::Refused);
    assert!(error.message.contains("second"), "{error}");
    // In that worktree itself it works.
    let second = lab.above().join("second");
    super::fixture::write(&second, "acme_queue/manifest.json", "{}\n");
    let report = commit(&second, &lab.request()).unwrap();
    assert_eq!(report.files, ["acme_queue/manifest.json"]);
    let status = super::fixture::git_in(&second, &["status", "--porcelain"]);
    assert_eq!(status, "");
}
