//! What is no integration, or hardly one: every error names the thing, the cause, and the way out.

use crate::common::Run;
use crate::program::{check, document, rules, world};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// Exit status and what is said of a target.
fn said(world: &crate::common::World, target: &Path, repo: &Path) -> (i32, String) {
    let args = [
        target.to_str().unwrap(),
        "--no-ddev",
        "--repo",
        repo.to_str().unwrap(),
    ];
    let run = Run::of(&check(
        world,
        &[args.as_slice(), &["--format", "json"]].concat(),
    ));
    let error = &run.json["error"];
    assert!(
        error["hint"].as_str().unwrap().ends_with('.'),
        "{:#}",
        run.json
    );
    (run.exit, run.error())
}

#[test]
fn a_folder_that_is_no_integration_is_refused_by_name() {
    let world = world();
    let (clone, path) = (world.clone.clone(), world.path().to_owned());
    fs::create_dir(path.join("empty")).unwrap();
    let (exit, text) = said(&world, &path.join("empty"), &clone);
    assert!(exit == 2 && text.contains("empty"), "{exit} {text}");
    fs::create_dir(clone.join("bare")).unwrap();
    let (exit, text) = said(&world, Path::new("bare"), &clone);
    assert!(exit == 2 && text.contains("bare"), "{exit} {text}");
    fs::write(path.join("file"), "x").unwrap();
    let (exit, text) = said(&world, &path.join("file"), &clone);
    assert!(exit == 2 && text.contains("file"), "{exit} {text}");
    symlink(path.join("loop"), path.join("loop")).unwrap();
    let (exit, text) = said(&world, &path.join("loop"), &clone);
    assert!(
        exit == 2 && text.contains("loop") && text.contains("symbolic link"),
        "{exit} {text}"
    );
    let (exit, text) = said(&world, Path::new("../acme_queue"), &clone);
    assert!(exit == 2 && text.contains("acme_queue"), "{exit} {text}");
}

#[test]
fn a_clone_that_is_missing_is_named() {
    let world = world();
    let (exit, text) = said(
        &world,
        Path::new("acme_queue"),
        &world.path().join("nowhere"),
    );
    assert!(exit == 3 && text.contains("nowhere"), "{exit} {text}");
    let empty = world.path().join("nothing");
    fs::create_dir(&empty).unwrap();
    let args = [
        "--all",
        "--no-ddev",
        "--repo",
        empty.to_str().unwrap(),
        "--format",
        "github",
    ];
    let output = check(&world, &args);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        text.starts_with("::error title=ddint-tui::") && text.contains("nothing"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn odd_files_are_told_and_the_rest_is_read() {
    let world = world();
    let folder = world.clone.join("acme_queue");
    symlink("..", folder.join("tests/up")).unwrap();
    symlink("round", folder.join("round")).unwrap();
    let large = fs::File::create(folder.join("tests/fixtures/dump.json")).unwrap();
    large.set_len(100 << 20).unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"odd\xff.txt")), "x").unwrap();
    fs::create_dir(folder.join(OsStr::from_bytes(b"odder\xff"))).unwrap();
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    let found = run.json["findings"].as_array().unwrap();
    let mut names = rules(&run.json);
    names.sort_unstable();
    assert_eq!(
        names,
        ["file-name", "file-name", "file-size"],
        "{:#}",
        run.json
    );
    let size = found.iter().find(|f| f["rule"] == "file-size").unwrap();
    assert!(
        size["message"].as_str().unwrap().contains("100 MB"),
        "{size}"
    );
}

#[test]
fn what_cant_be_read_fails_alone_and_not_the_others() {
    let world = world();
    let file = world.clone.join("acme_queue/metadata.csv");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything can't see this.
    if fs::read(&file).is_ok() {
        println!("skipped: this user reads every file");
        return;
    }
    let (exit, text) = said(&world, Path::new("acme_queue"), &world.clone.clone());
    assert!(exit == 70 && text.contains("metadata.csv"), "{exit} {text}");
    let run = document(&world, &["--all", "--no-ddev"]);
    assert_eq!(run.exit, 70);
    let all = run.json["integrations"].as_array().unwrap();
    assert!(all.len() > 1);
    for one in all {
        let own = one["integration"] == "acme_queue";
        assert_eq!(one["error"].is_null(), !own, "{one:#}");
    }
}
