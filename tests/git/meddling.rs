//! Hooks, or other programs, that do while a commit is made what only its end should do.

use super::fixture::{BRANCH, Lab, differences};
use std::fs;

#[test]
fn another_branch_that_is_checked_out_meanwhile_keeps_its_index() {
    let lab = Lab::busy();
    lab.hook(
        "pre-commit",
        "#!/bin/sh\nunset GIT_INDEX_FILE\ngit switch -q -c other\n",
    );
    let before = lab.others();
    let index = lab.git(&["ls-files", "--stage", "-v"]);
    let error = lab.commit().unwrap_err();
    assert!(
        error.message.contains("Another branch was checked out"),
        "{error}"
    );
    assert!(
        error.hint.contains(&format!("git switch {BRANCH}")),
        "{error}"
    );
    assert_eq!(lab.git(&["symbolic-ref", "--short", "HEAD"]), "other\n");
    assert_eq!(lab.git(&["ls-files", "--stage", "-v"]), index);
    let mut changed = differences(&before, &lab.others());
    changed.retain(|line| !line.contains("refs/heads/other"));
    assert_eq!(changed, Vec::<String>::new());
    // As told: back to the branch, or simply once more.
    fs::remove_file(lab.root.join(".git/hooks/pre-commit")).unwrap();
    lab.commit().unwrap();
    assert_eq!(lab.scope_status(), "");
}

#[test]
fn what_a_hook_makes_of_the_commit_is_ours() {
    let lab = Lab::new();
    lab.integration();
    lab.hook(
        "post-commit",
        "#!/bin/sh\n[ -e .git/once ] || { touch .git/once; git commit -q --amend --no-verify -m 'Add, numbered'; }\n",
    );
    let report = lab.commit().unwrap();
    assert_eq!(report.commit, lab.git(&["rev-parse", BRANCH]).trim());
    lab.write("acme_queue/more.txt", "more\n");
    let second = lab.commit_after(&report.commit).unwrap();
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]).trim(), report.commit);
    assert_eq!(second.files, ["acme_queue/more.txt"]);
}

#[test]
fn an_empty_path_of_hooks_leads_to_none() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["config", "core.hooksPath", ""]);
    lab.write("pre-commit", "#!/bin/sh\nexit 1\n");
    lab.executable("pre-commit");
    lab.commit().unwrap();
}
