//! Clones that are none, or that are in no state to be written to.

use crate::common::{World, git};
use crate::lab::{assert_refused, assert_same, end, everything, good, run, step, swapped, world};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Runs on another folder than the world's clone.
fn at(world: &World, repo: &Path, until: &str) -> crate::common::Run {
    end(swapped(world, until, &world.clone, repo))
}

#[test]
fn a_path_that_is_no_clone() {
    let world = world();
    let dir = world.path();
    let make = |name: &str, prepare: &dyn Fn(&Path)| {
        let path = dir.join(name);
        fs::create_dir_all(&path).unwrap();
        prepare(&path);
        path
    };
    let plain = make("plain", &|_| {});
    let other = make("other repo", &|p| {
        git(p, &["init", "-q"]);
    });
    let core = make("core", &|p| {
        git(p, &["init", "-q"]);
        fs::create_dir(p.join(".ddev")).unwrap();
        fs::write(p.join(".ddev/config.toml"), "repo = \"core\"\n").unwrap();
    });
    for (path, words) in [
        (
            dir.join("missing"),
            &["missing", "does not exist"] as &[&str],
        ),
        (dir.join("page.txt"), &["page.txt", "is not a folder"]),
        (plain, &["plain", "git repository"]),
        (other, &["other repo", "not integrations-extras"]),
        (core, &["core"]),
        (dir.join("fork.git"), &["fork.git", "bare"]),
    ] {
        let run = at(&world, &path, "framework");
        assert_refused(&run, 3, words);
        assert_eq!(step(&run, "setup"), "blocked", "{:#}", run.json);
    }
    // A custom check alone needs no clone.
    let run = at(&world, &dir.join("missing"), "prototype");
    assert_eq!(run.exit, 0, "{:#}", run.json);
}

#[test]
fn a_folder_inside_of_the_clone_is_the_clone() {
    let world = world();
    let inside = world.clone.join(".github");
    let run = at(&world, &inside, "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(world.clone.join("acme_queue/manifest.json").is_file());
    assert!(!inside.join("acme_queue").exists());
}

#[test]
fn a_workspace_inside_of_the_clone_is_refused() {
    let world = world();
    world.write("answers.yaml", &good());
    let before = everything(&world.clone);
    for inside in ["ws", "acme_queue/ws", ".git/ws"] {
        let run = end(swapped(
            &world,
            "framework",
            &world.workspace(),
            &world.clone.join(inside),
        ));
        assert_refused(&run, 2, &["inside of the clone", "--workspace"]);
    }
    assert_same(&before, &world.clone);
}

#[test]
fn links_and_files_in_the_way() {
    let world = world();
    let elsewhere = world.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("CODEOWNERS"), "* @me\n").unwrap();
    fs::write(elsewhere.join("mine"), "mine").unwrap();
    let clone = &world.clone;
    let folder = clone.join("acme_queue");
    let refused = |words: &[&str]| {
        let before = everything(clone);
        let outside = everything(&elsewhere);
        let run = run(&world, &good(), "framework");
        assert_refused(&run, 5, words);
        assert_same(&before, clone);
        assert_same(&outside, &elsewhere);
    };
    symlink(&elsewhere, &folder).unwrap();
    refused(&["acme_queue", "symbolic link"]);
    fs::remove_file(&folder).unwrap();

    fs::create_dir(&folder).unwrap();
    symlink(&elsewhere, folder.join("datadog_checks")).unwrap();
    refused(&["acme_queue/datadog_checks", "symbolic link"]);
    fs::remove_dir_all(&folder).unwrap();

    fs::create_dir(&folder).unwrap();
    symlink(elsewhere.join("mine"), folder.join("README.md")).unwrap();
    refused(&["acme_queue/README.md", "symbolic link"]);
    fs::remove_dir_all(&folder).unwrap();

    let owners = clone.join(".github/CODEOWNERS");
    let text = fs::read(&owners).unwrap();
    fs::remove_file(&owners).unwrap();
    symlink(elsewhere.join("CODEOWNERS"), &owners).unwrap();
    refused(&[".github/CODEOWNERS", "symbolic link"]);
    fs::remove_file(&owners).unwrap();
    fs::write(&owners, text).unwrap();

    // A file where a folder has to be, and the other way round.
    fs::write(&folder, "a file").unwrap();
    refused(&["acme_queue"]);
    fs::remove_file(&folder).unwrap();
    fs::create_dir_all(folder.join("manifest.json")).unwrap();
    refused(&["acme_queue/manifest.json"]);
    fs::remove_dir_all(&folder).unwrap();
    let green = run(&world, &good(), "framework");
    assert_eq!(green.exit, 0, "{:#}", green.json);
}
