//! States in which a commit is refused: with a reason and a way out, and with nothing changed.

use super::fixture::{FOLDER, Lab, OWNERS, TEST_ALL, differences, git_in};
use ddint_tui::git::{CommitErrorKind, state};
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;

/// A name, what makes the state, and parts of the reason and of the way out.
type Case = (&'static str, fn(&Lab), &'static str, &'static str);

/// A commit on another branch that changes the same line as one on master.
fn diverge(lab: &Lab) {
    lab.git(&["switch", "-q", "-c", "side"]);
    lab.write("buddy/README.md", "side\n");
    lab.git(&["commit", "-q", "-am", "Side"]);
    lab.git(&["switch", "-q", "master"]);
    lab.write("buddy/README.md", "master\n");
    lab.git(&["commit", "-q", "-am", "Master"]);
}

fn stuck(lab: &Lab, args: &[&str]) {
    diverge(lab);
    assert!(
        !lab.try_git(args),
        "{args:?} was expected to stop on a conflict"
    );
}

fn stuck_am(lab: &Lab) {
    diverge(lab);
    lab.git(&["format-patch", "-q", "-1", "side", "-o", ".git/patches"]);
    let patch = fs::read_dir(lab.root.join(".git/patches"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert!(!lab.try_git(&["am", "-q", patch.path().to_str().unwrap()]));
}

fn conflict_only(lab: &Lab) {
    let blob = lab.git(&["rev-parse", "HEAD:ably/README.md"]);
    let blob = blob.trim();
    let info = format!(
        "0 {} 0\tably/README.md\n100644 {blob} 1\tably/README.md\n100644 {blob} 2\tably/README.md\n",
        "0".repeat(40)
    );
    let mut child = super::fixture::git_command(&lab.root, &["update-index", "--index-info"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(info.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
}

fn submodule(lab: &Lab) {
    fs::remove_dir_all(lab.root.join(FOLDER)).unwrap();
    lab.git(&["submodule", "--quiet", "add", "../fork.git", FOLDER]);
}

fn link_folder(lab: &Lab) {
    let away = lab.scratch().join("away");
    fs::rename(lab.root.join(FOLDER), &away).unwrap();
    symlink(away, lab.root.join(FOLDER)).unwrap();
}

fn link_github(lab: &Lab) {
    fs::rename(lab.root.join(".github"), lab.root.join("dot-github")).unwrap();
    symlink("dot-github", lab.root.join(".github")).unwrap();
}

const CASES: &[Case] = &[
    (
        "merge",
        |lab| stuck(lab, &["merge", "-q", "side"]),
        "A merge is in progress",
        "git merge --abort",
    ),
    (
        "rebase",
        |lab| stuck(lab, &["rebase", "-q", "side"]),
        "A rebase is in progress",
        "git rebase --abort",
    ),
    (
        "cherry-pick",
        |lab| stuck(lab, &["cherry-pick", "side"]),
        "A cherry-pick",
        "git cherry-pick --abort",
    ),
    (
        "revert",
        |lab| {
            diverge(lab);
            lab.git(&["revert", "--no-commit", "HEAD"]);
        },
        "A revert",
        "git revert --abort",
    ),
    ("am", stuck_am, "git am", "git am --abort"),
    (
        "bisect",
        |lab| {
            lab.git(&["bisect", "start"]);
        },
        "A bisect",
        "git bisect reset",
    ),
    (
        "detached",
        |lab| {
            lab.git(&["checkout", "-q", "--detach"]);
        },
        "detached HEAD",
        "git switch",
    ),
    (
        "unborn",
        |lab| {
            lab.git(&["symbolic-ref", "HEAD", "refs/heads/none"]);
        },
        "no commit yet",
        "git switch",
    ),
    (
        "locked",
        |lab| lab.write(".git/index.lock", ""),
        "index's lock",
        "rm \"",
    ),
    (
        "sparse",
        |lab| {
            lab.git(&["config", "core.sparseCheckout", "true"]);
        },
        "sparse",
        "git sparse-checkout disable",
    ),
    (
        "sparse index",
        |lab| {
            lab.git(&[
                "sparse-checkout",
                "set",
                "--cone",
                "--sparse-index",
                "ably",
                ".github",
                FOLDER,
            ]);
        },
        "sparse",
        "git sparse-checkout disable",
    ),
    (
        "split index",
        |lab| {
            lab.git(&["update-index", "--split-index"]);
        },
        "split index",
        "--no-split-index",
    ),
    (
        "conflict",
        conflict_only,
        "in conflict: ably/README.md",
        "git add",
    ),
    (
        "submodule",
        submodule,
        "acme_queue is a submodule",
        "git rm --cached",
    ),
    (
        "nested",
        |lab| {
            git_in(&lab.root.join("acme_queue/assets"), &["init", "-q"]);
            git_in(
                &lab.root.join("acme_queue/assets"),
                &["commit", "-q", "--allow-empty", "-m", "x"],
            );
        },
        "acme_queue/assets is a git repository of its own",
        "Move it",
    ),
    (
        "linked folder",
        link_folder,
        "acme_queue is a symbolic link",
        "Replace the link",
    ),
    (
        "linked .github",
        link_github,
        ".github is a symbolic link",
        "Replace the link",
    ),
    (
        "linked file",
        |lab| {
            fs::remove_file(lab.root.join(OWNERS)).unwrap();
            symlink("../ably/README.md", lab.root.join(OWNERS)).unwrap();
        },
        ".github/CODEOWNERS is a symbolic link",
        "Replace the link",
    ),
    (
        "linked subfolder",
        |lab| symlink("../ably", lab.root.join("acme_queue/more")).unwrap(),
        "acme_queue/more is a symbolic link to a folder",
        "Replace the link",
    ),
    (
        "clean filter",
        |lab| {
            lab.write(".git/info/attributes", "*.json filter=squeeze\n");
            lab.git(&["config", "filter.squeeze.clean", "tr -d ' '"]);
        },
        "acme_queue/manifest.json goes through the filter \"squeeze\"",
        "-filter",
    ),
    (
        "encoding",
        |lab| {
            lab.write(
                ".git/info/attributes",
                "*.csv working-tree-encoding=UTF-16\n",
            );
        },
        "converted from UTF-16",
        "UTF-8",
    ),
    (
        "reftable",
        |lab| {
            lab.git(&["config", "core.repositoryformatversion", "1"]);
            lab.git(&["config", "extensions.refStorage", "reftable"]);
        },
        "reftable",
        "git refs migrate",
    ),
    (
        "partial clone",
        |lab| {
            lab.git(&["config", "core.repositoryformatversion", "1"]);
            lab.git(&["config", "extensions.partialClone", "origin"]);
        },
        "partial clone",
        "git fetch --refetch",
    ),
    (
        "bare",
        |lab| {
            lab.git(&["config", "core.bare", "true"]);
        },
        "bare repository",
        "ordinary clone",
    ),
];

#[test]
fn each_state_is_refused_with_reason_and_way_out_and_nothing_changes() {
    for (name, make, reason, way_out) in CASES {
        let lab = Lab::new();
        make_on(&lab, *make);
        let before = lab.everything();
        let error = lab.commit().expect_err(name);
        assert_eq!(error.kind, CommitErrorKind::Refused, "{name}: {error}");
        assert!(error.message.contains(reason), "{name}: {error}");
        assert!(error.hint.contains(way_out), "{name}: {error}");
        let root_files = [OWNERS.to_owned(), TEST_ALL.to_owned()];
        let state = state::read(&lab.root, FOLDER, &root_files, None).expect(name);
        assert_eq!(state.refusal, Some(error.to_string()), "{name}");
        let changed = differences(&before, &lab.everything());
        assert!(changed.is_empty(), "{name}: {changed:?}");
    }
}

/// The integration's own files come first, except where the state has to be made on a clean worktree.
fn make_on(lab: &Lab, make: fn(&Lab)) {
    lab.write("acme_queue/manifest.json", "{\"a\": 1}\n");
    lab.write("acme_queue/metadata.csv", "metric_name\n");
    lab.write("acme_queue/assets/logo.txt", "x\n");
    make(lab);
}

#[test]
fn the_way_out_of_a_clean_filter_works_as_told() {
    let lab = Lab::new();
    lab.integration();
    lab.write(".git/info/attributes", "*.json filter=squeeze\n");
    lab.git(&["config", "filter.squeeze.clean", "tr -d ' '"]);
    let error = lab.commit().unwrap_err();
    let command = error.hint.split_once(": ").unwrap().1;
    let done = std::process::Command::new("sh")
        .args(["-c", command])
        .status()
        .unwrap();
    assert!(done.success());
    lab.commit().unwrap();
    assert_eq!(
        lab.git(&["show", "HEAD:acme_queue/manifest.json"]),
        "{\"a\": 1}\n"
    );
}

#[test]
fn a_filter_attribute_without_a_driver_is_no_obstacle() {
    let lab = Lab::new();
    lab.integration();
    lab.write(".git/info/attributes", "*.json filter=nobody\n");
    lab.commit().unwrap();
}

#[test]
fn an_empty_message_and_a_scope_that_reaches_out_are_refused() {
    let lab = Lab::busy();
    let before = lab.everything();
    let mut empty = lab.request();
    empty.message = " \n\n".into();
    let mut wide = lab.request();
    wide.folder = ".".into();
    let mut outside = lab.request();
    outside.root_files.push("../else".into());
    for request in [empty, wide, outside] {
        let error = ddint_tui::git::commit::commit(&lab.root, &request).unwrap_err();
        assert_eq!(error.kind, CommitErrorKind::Refused, "{error}");
    }
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}
