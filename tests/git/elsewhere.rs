//! Parts of the repository that lie, or lead, somewhere else.

use super::fixture::{BRANCH, Lab, OWNERS, TEST_ALL, differences};
use ddint_tui::git::{clone, state};
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_repository_apart_from_its_files_is_worked_in() {
    let lab = Lab::new();
    let apart = lab.scratch().join("apart.git");
    lab.git(&["init", "-q", "--separate-git-dir", apart.to_str().unwrap()]);
    lab.integration();
    assert!(lab.root.join(".git").is_file());
    let found = clone::recognise(&lab.root).unwrap();
    assert_eq!(found.root, lab.root);
    let roots = [OWNERS.to_owned(), TEST_ALL.to_owned()];
    let seen = state::read(&lab.root, "acme_queue", &roots, None).unwrap();
    assert_eq!((seen.refusal, seen.others), (None, vec![]));
    lab.commit().unwrap();
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    assert_eq!(lab.git(&["symbolic-ref", "--short", "HEAD"]).trim(), BRANCH);
}

#[test]
fn an_index_behind_a_link_stays_behind_it() {
    let lab = Lab::busy();
    let (index, apart) = (lab.root.join(".git/index"), lab.scratch().join("the.index"));
    fs::rename(&index, &apart).unwrap();
    symlink(&apart, &index).unwrap();
    let before = lab.others();
    lab.commit().unwrap();
    assert_eq!(fs::read_link(&index).unwrap(), apart);
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
    assert_eq!(lab.scope_status(), "");
}

#[test]
fn a_branch_that_is_another_name_of_one_is_left_alone() {
    let lab = Lab::busy();
    let alias = format!("refs/heads/{BRANCH}");
    lab.git(&["symbolic-ref", &alias, "refs/heads/master"]);
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("another name of master"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}
