//! The contributor's hooks: what they see, what they may change, and that a refusal changes nothing.

use super::fixture::{BRANCH, Lab, differences};
use ddint_tui::core::repo::CommitRequest;
use ddint_tui::git::CommitErrorKind;
use ddint_tui::git::commit::{commit, commit_with};
use ddint_tui::jobs::cancel::CancelToken;
use std::env;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

#[test]
fn hooks_see_the_branch_the_index_of_the_commit_and_the_author() {
    let lab = Lab::busy();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\ngit symbolic-ref --short HEAD\ngit diff --cached --name-only | grep -c acme_queue/\n\
         git diff --cached --name-only | grep ably\necho \"$GIT_AUTHOR_NAME in ${PWD##*/}\"\nexit 0\n",
    );
    lab.hook(
        "post-commit",
        "#!/bin/sh\ngit log -1 --format='made %s'\nexit 1\n",
    );
    let before = lab.others();
    let report = lab.commit().unwrap();
    assert!(
        report
            .hooks
            .starts_with(&format!("{BRANCH}\n5\nAcme Co in clone\nmade Add Acme")),
        "{}",
        report.hooks
    );
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
    assert_eq!(lab.scope_status(), "");
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        let lab = Lab::busy();
        lab.hook(name, "#!/bin/sh\necho 'not today' >&2\nexit 3\n");
        let before = lab.everything();
        let error = lab.commit().unwrap_err();
        assert_eq!(error.kind, CommitErrorKind::Refused, "{name}");
        assert!(error.message.contains(name), "{error}");
        assert!(error.message.contains("exit status 3"), "{error}");
        assert!(error.message.contains("not today"), "{error}");
        let changed = differences(&before, &lab.everything());
        assert!(changed.is_empty(), "{name}: {changed:?}");
    }
}

#[test]
fn hooks_write_the_message_as_with_git() {
    let lab = Lab::new();
    lab.integration();
    lab.hook(
        "prepare-commit-msg",
        "#!/bin/sh\n[ \"$2\" = message ] && echo 'AI-42' >> \"$1\"\n",
    );
    // Without `#!`, as git runs it: by the shell.
    lab.hook(
        "commit-msg",
        "sed -i.bak 's/Acme Queue/ACME Queue/' \"$1\"\n",
    );
    lab.commit().unwrap();
    assert_eq!(
        lab.git(&["log", "-1", "--format=%B"]),
        "Add ACME Queue integration\nAI-42\n\n"
    );
    lab.write("acme_queue/x", "x");
    lab.hook("commit-msg", "#!/bin/sh\n: > \"$1\"\n");
    let head = lab.git(&["rev-parse", "HEAD"]);
    let error = lab.commit_after(head.trim()).unwrap_err();
    assert!(error.message.contains("message is empty"), "{error}");
}

#[test]
fn a_hook_may_reformat_the_scope_but_not_add_other_files() {
    let lab = Lab::new();
    lab.integration();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\necho 'B = 2' > acme_queue/datadog_checks/acme_queue/check.py\n\
         git add acme_queue/datadog_checks/acme_queue/check.py\n",
    );
    lab.commit().unwrap();
    let check = "HEAD:acme_queue/datadog_checks/acme_queue/check.py";
    assert_eq!(lab.git(&["show", check]), "B = 2\n");
    assert_eq!(lab.scope_status(), "");

    let lab = Lab::new();
    lab.integration();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\necho more > ably/more.txt\ngit add ably/more.txt\n",
    );
    let refs = lab.git(&["for-each-ref"]);
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("ably/more.txt"), "{error}");
    assert_eq!(lab.git(&["for-each-ref"]), refs);
    assert_eq!(lab.git(&["diff", "--cached", "--name-only"]), "");
}

#[test]
fn hooks_are_found_where_git_finds_them() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["config", "core.hooksPath", "my hooks"]);
    lab.hook("pre-commit", "#!/bin/sh\nexit 1\n");
    lab.write("my hooks/pre-commit", "#!/bin/sh\necho from my hooks\n");
    // Not executable: git ignores it, so do we.
    let report = lab.commit().unwrap();
    assert_eq!(report.hooks, "");
    lab.executable("my hooks/pre-commit");
    lab.write("acme_queue/x", "x");
    let report = lab.commit_after(&report.commit).unwrap();
    assert_eq!(report.hooks, "from my hooks\n");
}

#[test]
fn a_hook_that_never_ends_can_be_cancelled() {
    let lab = Lab::new();
    lab.integration();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\necho started\nwhile :; do sleep 1; done\n",
    );
    let before = lab.everything();
    let cancel = CancelToken::new();
    let asked = cancel.clone();
    let error = commit_with(&lab.root, &lab.request(), &cancel, &mut |line| {
        if line.contains("started") {
            asked.cancel();
        }
    })
    .unwrap_err();
    assert!(error.message.contains("was canceled"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

/// Not a test of its own: what other tests start and kill.
#[test]
#[ignore = "started by another test"]
fn child_that_commits() {
    let (Ok(request), Ok(root)) = (env::var("LAB_REQUEST"), env::var("LAB_ROOT")) else {
        return;
    };
    let request: CommitRequest = serde_json::from_str(&request).unwrap();
    commit(Path::new(&root), &request).unwrap();
}

/// A process of its own that commits.
pub fn child(lab: &Lab) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "hooks::child_that_commits",
            "--ignored",
            "--nocapture",
        ])
        .env("LAB_ROOT", &lab.root)
        .env(
            "LAB_REQUEST",
            serde_json::to_string(&lab.request()).unwrap(),
        );
    command
}

#[test]
fn a_kill_in_the_middle_is_completed_by_the_next_commit() {
    for name in ["pre-commit", "commit-msg"] {
        let lab = Lab::busy();
        lab.hook(name, "#!/bin/sh\nkill -9 $PPID\n");
        let before = lab.others();
        let status = child(&lab).output().unwrap().status;
        assert_eq!(status.signal(), Some(9), "{name}");
        assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
        lab.fsck();
        fs::remove_file(lab.root.join(".git/hooks").join(name)).unwrap();
        let report = lab.commit().unwrap();
        assert!(report.made, "{name}");
        assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
        assert_eq!(lab.scope_status(), "");
    }
}

#[test]
fn gits_environment_names_the_author_and_does_not_lead_elsewhere() {
    let lab = Lab::new();
    lab.integration();
    let output = child(&lab)
        .env("GIT_AUTHOR_NAME", "Env Author")
        .env("GIT_AUTHOR_EMAIL", "env@acme.example")
        .env("GIT_AUTHOR_DATE", "1700000000 +0200")
        .env("GIT_DIR", "/nowhere")
        .env("GIT_INDEX_FILE", "/nowhere/index")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        lab.git(&["log", "-1", "--format=%an <%ae> %ad %cn", "--date=raw"]),
        "Env Author <env@acme.example> 1700000000 +0200 Acme Co\n"
    );
}
