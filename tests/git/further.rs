//! A further commit where files of the scope are more than a name and text: equal to the one that git makes in a twin, or
//! refused.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, differences};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

fn begun(before: fn(&Lab)) -> (Lab, String) {
    let lab = Lab::busy();
    before(&lab);
    let first = lab.commit().unwrap().commit;
    (lab, first)
}

fn equals_git(before: fn(&Lab), change: fn(&Lab)) {
    let (ours, first) = begun(before);
    let (theirs, _) = begun(before);
    change(&ours);
    change(&theirs);
    ours.commit_after(&first).unwrap();
    theirs.git(&["add", "-A", "--", FOLDER]);
    theirs.git(&[
        "commit", "-q", "--only", "-m", "More", "--", FOLDER, OWNERS, TEST_ALL,
    ]);
    for asked in [
        &["ls-tree", "-r", "-z", "HEAD"][..],
        &["ls-files", "--stage", "-v", "-z"],
        &["status", "--porcelain"],
    ] {
        assert_eq!(ours.git(asked), theirs.git(asked), "{asked:?}");
    }
    ours.fsck();
}

#[test]
fn a_link_where_the_file_system_has_none_stays_one() {
    equals_git(
        |lab| symlink("manifest.json", lab.root.join("acme_queue/link")).unwrap(),
        |lab| {
            lab.git(&["config", "core.symlinks", "false"]);
            let link = lab.root.join("acme_queue/link");
            fs::remove_file(&link).unwrap();
            fs::write(link, "metadata.csv").unwrap();
            lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
        },
    );
}

#[test]
fn what_is_assumed_unchanged_in_scope_is_as_with_git() {
    equals_git(
        |_| {},
        |lab| {
            for path in ["acme_queue/manifest.json", "acme_queue/metadata.csv"] {
                lab.git(&["update-index", "--assume-unchanged", path]);
            }
            lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
            lab.write("acme_queue/run.sh", "#!/bin/sh\nexit 0\n");
        },
    );
}

fn is_refused(change: fn(&Lab), message: &str, hint: &str) {
    let (lab, first) = begun(|_| {});
    lab.write("acme_queue/metadata.csv", "metric_name\n");
    change(&lab);
    let before = lab.everything();
    let error = lab.commit_after(&first).unwrap_err();
    assert!(error.message.contains(message), "{error}");
    assert!(error.hint.contains(hint), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    assert_eq!(lab.git(&["rev-parse", BRANCH]).trim(), first);
}

#[test]
fn what_git_is_told_to_skip_is_private() {
    let hint = "git update-index --no-skip-worktree \"acme_queue/manifest.json\"";
    let skip = |lab: &Lab| {
        lab.git(&[
            "update-index",
            "--skip-worktree",
            "acme_queue/manifest.json",
        ]);
        lab.write("acme_queue/manifest.json", "{\"token\": \"mine\"}\n");
    };
    is_refused(skip, "git is told to skip acme_queue/manifest.json", hint);
    let gone = |lab: &Lab| {
        lab.git(&[
            "update-index",
            "--skip-worktree",
            "acme_queue/manifest.json",
        ]);
        fs::remove_file(lab.root.join("acme_queue/manifest.json")).unwrap();
    };
    is_refused(gone, "git is told to skip acme_queue/manifest.json", hint);
    let shared = |lab: &Lab| {
        lab.git(&["update-index", "--skip-worktree", OWNERS]);
        lab.write(OWNERS, "mine\n");
    };
    is_refused(
        shared,
        "git is told to skip .github/CODEOWNERS",
        "--no-skip-worktree",
    );
}

#[test]
fn what_is_no_file_does_not_count_as_deleted() {
    let (lab, first) = begun(|_| {});
    let (file, aside) = (
        lab.root.join("acme_queue/run.sh"),
        lab.scratch().join("run.sh"),
    );
    fs::rename(&file, &aside).unwrap();
    lab.write("acme_queue/metadata.csv", "metric_name\n");
    let before = lab.everything();
    let made = Command::new("mkfifo").arg(&file).status().unwrap();
    assert!(made.success());
    let error = lab.commit_after(&first).unwrap_err();
    let told = "acme_queue/run.sh is neither a file nor a symbolic link";
    assert!(error.message.contains(told), "{error}");
    assert!(error.hint.contains("git rm --cached"), "{error}");
    // Before everything is read, which would wait for somebody to write into the pipe.
    fs::remove_file(&file).unwrap();
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    fs::rename(&aside, &file).unwrap();
    lab.commit_after(&first).unwrap();
}

/// One that is new is none of git's, and no obstacle.
#[test]
fn a_socket_beside_the_files_is_left_out() {
    let (lab, first) = begun(|_| {});
    let path = std::env::temp_dir().join(format!("s{}", std::process::id()));
    let _listener = UnixListener::bind(&path).unwrap();
    fs::rename(&path, lab.root.join("acme_queue/socket")).unwrap();
    lab.write("acme_queue/metadata.csv", "metric_name\n");
    let report = lab.commit_after(&first).unwrap();
    assert_eq!(report.files, ["acme_queue/metadata.csv"]);
    assert_eq!(lab.scope_status(), "");
}
