//! Amending: as `git commit --amend` does it, on our last commit alone.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, differences, git_command};
use ddint_tui::core::repo::{Amend, CommitReport, CommitRequest};
use ddint_tui::git::commit::commit;
use ddint_tui::git::{CommitError, CommitErrorKind, state};
use std::env;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

const AUTHORED: &str = "2024-02-03T04:05:06+0700";

fn request(lab: &Lab, last: &str) -> CommitRequest {
    CommitRequest {
        message: "Add Acme Queue\n\nIn full.\n".into(),
        last_commit: Some(last.into()),
        amend: Some(Amend::default()),
        ..lab.request()
    }
}

fn amend(lab: &Lab, last: &str) -> Result<CommitReport, CommitError> {
    commit(&lab.root, &request(lab, last))
}

/// A first commit, by git, of another author at another time, signed off; and something to amend it with.
fn begun() -> (Lab, String) {
    let lab = Lab::busy();
    lab.start();
    lab.git(&["add", "-A", "--", FOLDER]);
    let message = "Add\n\nSigned-off-by: Ops <ops@acme.example>\n";
    let made = git_command(
        &lab.root,
        &[
            "commit",
            "-q",
            "--only",
            "-m",
            message,
            "--author",
            "Ops <ops@acme.example>",
        ],
    )
    .args(["--date", AUTHORED, "--", FOLDER, OWNERS, TEST_ALL])
    .output()
    .unwrap();
    assert!(made.status.success(), "{made:?}");
    let last = lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
    lab.write("acme_queue/added.txt", "added\n");
    fs::remove_file(lab.root.join("acme_queue/metadata.csv")).unwrap();
    (lab, last)
}

#[test]
fn an_amended_commit_equals_that_of_git() {
    let ((ours, last), (theirs, _)) = (begun(), begun());
    let others = ours.others();
    let report = amend(&ours, &last).unwrap();
    theirs.git(&["add", "-A", "--", FOLDER]);
    let message = "Add Acme Queue\n\nIn full.\n\nSigned-off-by: Ops <ops@acme.example>\n";
    theirs.git(&[
        "-c",
        "user.name=Acme Co",
        "-c",
        "user.email=dev@acme.example",
        "commit",
        "-q",
        "--amend",
        "--only",
        "-m",
        message,
        "--",
        FOLDER,
        OWNERS,
        TEST_ALL,
    ]);
    // The first commits are of different seconds, so what names them is left out.
    let format = "%T %P %an <%ae> %ad %cn <%ce>%n%B";
    let shown = |lab: &Lab| {
        lab.git(&[
            "log",
            "-1",
            "--date=raw",
            &format!("--format={format}"),
            BRANCH,
        ])
    };
    assert_eq!(
        shown(&ours).split_once(' ').unwrap().0,
        shown(&theirs).split_once(' ').unwrap().0
    );
    let after_parent = |lab: &Lab| shown(lab).splitn(3, ' ').nth(2).unwrap().to_owned();
    assert_eq!(after_parent(&ours), after_parent(&theirs));
    assert!(after_parent(&ours).starts_with("Ops <ops@acme.example> 1706907906 +0700 Acme Co"));
    // The parent is the base's, as before; each lab has its own.
    for lab in [&ours, &theirs] {
        let parent = lab.git(&["rev-parse", &format!("{BRANCH}^")]);
        assert_eq!(parent, lab.git(&["rev-parse", "upstream/master"]));
    }
    let index = |lab: &Lab| lab.git(&["ls-files", "--stage", "-v", "-f", "-z"]);
    assert_eq!(index(&ours), index(&theirs));
    let status = |lab: &Lab| lab.git(&["status", "--porcelain"]);
    assert_eq!(status(&ours), status(&theirs));
    for name in ["HEAD", BRANCH] {
        let log = |lab: &Lab| lab.git(&["log", "-g", "-1", "--format=%gs %gn", name]);
        assert_eq!(log(&ours), "commit (amend): Add Acme Queue Acme Co\n");
        assert_eq!(log(&ours), log(&theirs));
    }
    assert_eq!(
        ours.git(&["rev-parse", &format!("{BRANCH}@{{1}}")]).trim(),
        last
    );
    assert_eq!(report.commit, ours.git(&["rev-parse", "HEAD"]).trim());
    assert!(
        report.files.contains(&"acme_queue/run.sh".to_owned()),
        "{report:?}"
    );
    assert_eq!(differences(&others, &ours.others()), Vec::<String>::new());
    ours.fsck();
    // Once more there is nothing to do.
    let again = amend(&ours, &report.commit).unwrap();
    assert_eq!((again.made, again.commit), (false, report.commit));
}

#[test]
fn a_pushed_commit_is_amended_only_when_that_is_confirmed() {
    for by_record in [true, false] {
        let (lab, last) = begun();
        let mut request = request(&lab, &last);
        if by_record {
            request.amend = Some(Amend {
                pushed: true,
                confirmed: false,
            });
        } else {
            lab.git(&["push", "-q", "origin", BRANCH]);
            let read = state::read(&lab.root, FOLDER, &[], Some("upstream/master")).unwrap();
            assert_eq!(read.published.as_deref(), Some("origin/acmeco/acme_queue"));
        }
        let before = lab.everything();
        let error = commit(&lab.root, &request).unwrap_err();
        assert_eq!(error.kind, CommitErrorKind::Question);
        assert!(
            error.message.contains(if by_record {
                "your fork"
            } else {
                "origin/acmeco"
            }),
            "{error}"
        );
        assert!(error.hint.contains("second commit"), "{error}");
        assert_eq!(
            differences(&before, &lab.everything()),
            Vec::<String>::new()
        );
        request.amend.as_mut().unwrap().confirmed = true;
        assert!(commit(&lab.root, &request).unwrap().made);
    }
    // What only the base has is not this commit.
    let (lab, last) = begun();
    lab.upstream_moves("buddy/added.txt", "new\n");
    assert!(amend(&lab, &last).unwrap().made);
}

#[test]
fn a_tip_that_is_not_ours_is_left_alone() {
    let unchanged = |lab: &Lab, request: &CommitRequest, says: &str| {
        let before = lab.everything();
        let error = commit(&lab.root, request).unwrap_err();
        assert_eq!(error.kind, CommitErrorKind::Question, "{error}");
        assert!(error.message.contains(says), "{error}");
        assert_eq!(
            differences(&before, &lab.everything()),
            Vec::<String>::new()
        );
    };
    // A commit of the contributor's on top, in scope or not.
    for path in ["acme_queue/by_hand.txt", "notes/by_hand.txt"] {
        let (lab, last) = begun();
        lab.write(path, "by hand\n");
        lab.git(&["add", path]);
        lab.git(&["commit", "-q", "--only", "-m", "By hand", "--", path]);
        unchanged(&lab, &request(&lab, &last), "another commit");
    }
    // The contributor's own amend, and something to add to it.
    let (lab, last) = begun();
    lab.git(&["commit", "-q", "--amend", "--only", "-m", "Mine"]);
    unchanged(&lab, &request(&lab, &last), "another commit");
    // Nothing of ours at all.
    let lab = Lab::busy();
    unchanged(
        &lab,
        &request(&lab, "0123456789012345678901234567890123456789"),
        "no commit of ours",
    );
    let mut none = request(&lab, "");
    none.last_commit = None;
    unchanged(&lab, &none, "no commit of ours");
    // Everything in it would go.
    let (lab, last) = begun();
    lab.git(&["checkout", "-q", "upstream/master", "--", OWNERS, TEST_ALL]);
    fs::remove_dir_all(lab.root.join(FOLDER)).unwrap();
    unchanged(&lab, &request(&lab, &last), "Nothing would be left");
}

#[test]
fn hooks_run_as_with_git_and_a_refusal_changes_nothing() {
    let (lab, last) = begun();
    lab.hook("post-commit", "#!/bin/sh\necho after\n");
    lab.hook("post-rewrite", "#!/bin/sh\necho \"$1\"\ncat\n");
    let report = amend(&lab, &last).unwrap();
    assert_eq!(
        report.hooks,
        format!("after\namend\n{last} {}\n", report.commit)
    );
    lab.write("acme_queue/added.txt", "more\n");
    lab.hook("commit-msg", "#!/bin/sh\nexit 1\n");
    let before = lab.everything();
    amend(&lab, &report.commit).unwrap_err();
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

/// Not a test of its own: what [`a_kill_in_the_middle_is_completed_by_the_next_amend`] starts and kills.
#[test]
#[ignore = "started by another test"]
fn child_that_amends() {
    let (Ok(request), Ok(root)) = (env::var("LAB_REQUEST"), env::var("LAB_ROOT")) else {
        return;
    };
    let request: CommitRequest = serde_json::from_str(&request).unwrap();
    commit(Path::new(&root), &request).unwrap();
}

#[test]
fn a_kill_in_the_middle_is_completed_by_the_next_amend() {
    for name in ["pre-commit", "commit-msg", "post-commit"] {
        let (lab, last) = begun();
        let request = request(&lab, &last);
        lab.hook(name, "#!/bin/sh\nkill -9 $PPID\n");
        let before = lab.others();
        let status = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "amending::child_that_amends",
                "--ignored",
                "--nocapture",
            ])
            .env("LAB_ROOT", &lab.root)
            .env("LAB_REQUEST", serde_json::to_string(&request).unwrap())
            .output()
            .unwrap()
            .status;
        assert_eq!(status.signal(), Some(9), "{name}");
        assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
        lab.fsck();
        fs::remove_file(lab.root.join(".git/hooks").join(name)).unwrap();
        // After post-commit the commit stands: the record alone is behind, and is brought up to it.
        let report = commit(&lab.root, &request).unwrap();
        assert_eq!(report.made, name != "post-commit", "{name}");
        assert_eq!(report.commit, lab.git(&["rev-parse", BRANCH]).trim());
        assert_eq!(
            lab.git(&["rev-list", "--count", "upstream/master..HEAD"]),
            "1\n"
        );
        assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
        assert_eq!(lab.scope_status(), "");
    }
}

/// As after a kill between index and branch: the index holds the new commit's files, the branch the old commit.
#[test]
fn an_index_ahead_of_its_branch_is_completed_by_the_next_amend() {
    let (lab, last) = begun();
    let before = lab.others();
    let reference = format!("refs/heads/{BRANCH}");
    let first = amend(&lab, &last).unwrap();
    lab.git(&["update-ref", &reference, &last]);
    // The lock of the branch stays behind such a kill.
    let lock = lab.root.join(".git").join(format!("{reference}.lock"));
    fs::write(&lock, "").unwrap();
    let held = lab.everything();
    let error = amend(&lab, &last).unwrap_err();
    assert!(error.to_string().contains("acme_queue.lock"), "{error}");
    assert!(error.hint.contains("rm "), "{error}");
    assert_eq!(differences(&held, &lab.everything()), Vec::<String>::new());
    fs::remove_file(&lock).unwrap();

    let report = amend(&lab, &last).unwrap();
    assert!(report.made);
    let tree = |commit: &str| lab.git(&["rev-parse", &format!("{commit}^{{tree}}")]);
    assert_eq!(tree(&report.commit), tree(&first.commit));
    assert_eq!(report.commit, lab.git(&["rev-parse", BRANCH]).trim());
    assert_eq!(
        lab.git(&["rev-list", "--count", "upstream/master..HEAD"]),
        "1\n"
    );
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
    assert_eq!(lab.scope_status(), "");
    lab.fsck();
}
