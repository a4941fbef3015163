//! What is recognised as a clone of integrations-extras, by content alone.

use super::fixture::{Lab, extras, git_in, write};
use ddint_tui::git::clone::{CloneErrorKind, candidates, recognise};
use ddint_tui::git::remotes::Role;
use std::fs;

#[test]
fn a_clone_is_recognised_from_its_root_and_from_below() {
    let lab = Lab::new();
    for path in [
        lab.root.clone(),
        lab.root.join("ably"),
        lab.root.join(".github/workflows"),
    ] {
        let clone = recognise(&path).unwrap();
        assert_eq!(
            clone.root.canonicalize().unwrap(),
            lab.root.canonicalize().unwrap()
        );
        assert_eq!(clone.base.as_deref(), Some("upstream/master"));
        assert_eq!(clone.remote(Role::Upstream).unwrap().name, "upstream");
        assert_eq!(clone.remote(Role::Fork).unwrap().name, "origin");
        assert!(!clone.shallow && !clone.linked);
    }
}

#[test]
fn names_of_folder_and_remotes_do_not_matter() {
    let lab = Lab::new();
    lab.git(&["remote", "rename", "origin", "mine"]);
    lab.git(&["remote", "rename", "upstream", "dd"]);
    lab.git(&[
        "remote",
        "set-url",
        "dd",
        "git@github.com:DataDog/integrations-extras.git",
    ]);
    let clone = recognise(&lab.root).unwrap();
    assert_eq!(clone.remote(Role::Upstream).unwrap().name, "dd");
    assert_eq!(clone.remote(Role::Fork).unwrap().name, "mine");
    assert_eq!(clone.base.as_deref(), Some("dd/master"));
}

#[test]
fn a_clone_of_datadogs_own_has_no_fork_yet() {
    let lab = Lab::new();
    lab.git(&["remote", "remove", "upstream"]);
    lab.git(&[
        "remote",
        "set-url",
        "origin",
        "https://github.com/DataDog/integrations-extras.git",
    ]);
    let clone = recognise(&lab.root).unwrap();
    assert_eq!(clone.remote(Role::Upstream).unwrap().name, "origin");
    assert_eq!(clone.remote(Role::Fork), None);
    assert_eq!(clone.base.as_deref(), Some("origin/master"));
}

#[test]
fn content_without_ddevs_name_is_enough_with_several_integrations() {
    let dir = tempfile::tempdir().unwrap();
    extras(dir.path());
    git_in(dir.path(), &["init", "-q"]);
    for file in ["pyproject.toml", ".github/workflows/validate.yml"] {
        fs::remove_file(dir.path().join(file)).unwrap();
    }
    recognise(dir.path()).unwrap();
    // The selection may live in ddev's file one day.
    for name in ["ably", "buddy"] {
        fs::remove_dir_all(dir.path().join(name)).unwrap();
    }
    assert_eq!(
        recognise(dir.path()).unwrap_err().kind,
        CloneErrorKind::NotExtras
    );
    write(dir.path(), ".ddev/config.toml", "repo = \"extras\"\n");
    recognise(dir.path()).unwrap();
}

#[test]
fn what_is_not_one_is_told_with_what_is_missing() {
    use CloneErrorKind::{Bare, Missing, NotExtras, NotGit, Submodule};
    let lab = Lab::new();
    let at = lab.scratch().join("cases");
    let folder = |name: &str| {
        let path = at.join(name);
        fs::create_dir_all(&path).unwrap();
        path
    };
    write(&at, "file", "");
    let plain = folder("plain");
    let empty = folder("empty repository");
    git_in(&empty, &["init", "-q"]);
    let core = folder("integrations-extras");
    extras(&core);
    write(&core, "pyproject.toml", "[tool.ddev]\nrepo = \"core\"\n");
    git_in(&core, &["init", "-q"]);
    let unowned = folder("unowned");
    extras(&unowned);
    fs::remove_file(unowned.join(".github/CODEOWNERS")).unwrap();
    git_in(&unowned, &["init", "-q"]);
    let parent = folder("parent");
    git_in(&parent, &["init", "-q"]);
    let fork = lab.above().join("fork.git");
    git_in(
        &parent,
        &["submodule", "--quiet", "add", fork.to_str().unwrap(), "sub"],
    );
    let cases = [
        (at.join("none"), Missing, "does not exist"),
        (at.join("file"), Missing, "is not a folder"),
        (plain, NotGit, "not in a git repository"),
        (empty, NotExtras, "lacks .github/CODEOWNERS"),
        (core, NotExtras, "Datadog's \"core\" repository"),
        (unowned, NotExtras, "lacks .github/CODEOWNERS"),
        (fork, Bare, "bare repository"),
        (
            parent.join("sub"),
            Submodule,
            "submodule of another repository",
        ),
    ];
    for (path, kind, message) in cases {
        let error = recognise(&path).expect_err(message);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(message), "{error}");
        assert!(!error.hint.is_empty());
    }
}

#[test]
fn candidates_begin_with_the_configured_one_and_hold_the_current_folder() {
    let dir = tempfile::tempdir().unwrap();
    let all = candidates(Some(dir.path()));
    assert_eq!(all[0], dir.path());
    assert!(all.contains(&std::env::current_dir().unwrap()));
    assert!(
        candidates(Some(&dir.path().join("none")))
            .iter()
            .all(|path| path.is_dir())
    );
}

/// The repository's own folder is elsewhere, and its configuration names the worktree.
#[test]
fn a_worktree_that_the_configuration_names_is_worked_in_or_refused() {
    let lab = Lab::new();
    let apart = lab.above().join("apart.git");
    fs::rename(lab.root.join(".git"), &apart).unwrap();
    let root = lab.root.to_str().unwrap();
    git_in(&apart, &["--git-dir=.", "config", "core.worktree", root]);
    // Without a way from the folder to the repository there is none.
    let error = recognise(&lab.root).unwrap_err();
    assert_eq!(error.kind, CloneErrorKind::NotGit);
    // With git's own, all is as ever.
    write(&lab.root, ".git", &format!("gitdir: {}\n", apart.display()));
    let clone = recognise(&lab.root.join("ably")).unwrap();
    assert_eq!(
        clone.root.canonicalize().unwrap(),
        lab.root.canonicalize().unwrap()
    );
    lab.integration();
    let report = lab.commit().unwrap();
    assert!(report.made);
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    // From the repository's folder, the files are found where they are.
    let clone = recognise(&apart).unwrap();
    assert_eq!(
        clone.root.canonicalize().unwrap(),
        lab.root.canonicalize().unwrap()
    );
}

#[test]
fn a_repository_whose_files_are_elsewhere_is_refused() {
    let lab = Lab::new();
    let elsewhere = lab.above().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    extras(&elsewhere);
    lab.git(&["config", "core.worktree", elsewhere.to_str().unwrap()]);
    let error = recognise(&lab.root).unwrap_err();
    assert!(error.to_string().contains("core.worktree"), "{error}");
    assert!(
        error.hint.contains("config --unset core.worktree"),
        "{error}"
    );
}
