//! The contributor's hand in the files, between applications: kept, merged, or asked about.

use crate::common::{Run, World, git, offline};
use crate::lab::{assert_refused, assert_same, everything, good, run, world};
use std::fs;

fn state(run: &Run, path: &str) -> String {
    let found = run.files().into_iter().find(|(p, _)| p == path);
    found.map_or_else(
        || panic!("{path} is not planned: {:?}", run.files()),
        |(_, s)| s,
    )
}

fn applied() -> World {
    let world = world();
    let first = run(&world, &good(), "framework");
    assert_eq!(first.exit, 0, "{:#}\n{}", first.json, first.stderr);
    world
}

#[test]
fn an_edit_is_kept_and_merged_and_a_conflict_asked_about() {
    if offline() {
        return;
    }
    let world = applied();
    let readme = world.clone.join("acme_queue/README.md");
    let foreign = world.clone.join("acme_queue/NOTES.txt");
    let text = fs::read_to_string(&readme).unwrap();
    // Far from what the answers say below.
    fs::write(&readme, format!("{text}\n## Thanks\n\nTo everybody.\n")).unwrap();
    fs::write(&foreign, "mine").unwrap();
    let before = everything(&world.clone);

    let same = run(&world, &good(), "framework");
    assert_eq!(same.exit, 0, "{:#}", same.json);
    assert_eq!(state(&same, "acme_queue/README.md"), "yours");
    assert_same(&before, &world.clone);

    let other = good().replace("operators a growing backlog", "operators what is waiting");
    let merged = run(&world, &other, "framework");
    assert_eq!(merged.exit, 0, "{:#}", merged.json);
    assert_eq!(state(&merged, "acme_queue/README.md"), "merged");
    let now = fs::read_to_string(&readme).unwrap();
    assert!(
        now.contains("what is waiting") && now.contains("To everybody."),
        "{now}"
    );
    assert_eq!(fs::read(&foreign).unwrap(), b"mine");

    fs::write(&readme, now.replace("what is waiting", "WHAT IS WAITING")).unwrap();
    let before = everything(&world.clone);
    let conflict = run(&world, &good(), "framework");
    assert_refused(&conflict, 5, &["acme_queue/README.md", "Edited by hand"]);
    assert_eq!(state(&conflict, "acme_queue/README.md"), "conflict");
    assert_same(&before, &world.clone);
    // And again: asking changed nothing.
    assert_eq!(run(&world, &good(), "framework").exit, 5);
    // Taken back by hand, it goes on.
    fs::write(&readme, &now).unwrap();
    let green = run(&world, &good(), "framework");
    assert_eq!(green.exit, 0, "{:#}", green.json);
}

#[test]
fn a_file_that_was_deleted_by_hand() {
    if offline() {
        return;
    }
    let world = applied();
    let path = world.clone.join("acme_queue/tests/conftest.py");
    fs::remove_file(&path).unwrap();
    let again = run(&world, &good(), "framework");
    // Either it comes back or it stays away on purpose; never without a word.
    let said = state(&again, "acme_queue/tests/conftest.py");
    match again.exit {
        0 => assert!(path.exists() || said == "yours", "{said}"),
        5 => assert!(again.error().contains("conftest.py"), "{:#}", again.json),
        _ => panic!("{:#}", again.json),
    }
}

#[test]
fn files_that_are_there_without_a_workspace() {
    if offline() {
        return;
    }
    let world = applied();
    fs::remove_dir_all(world.workspace()).unwrap();
    let before = everything(&world.clone);
    let equal = run(&world, &good(), "framework");
    assert_eq!(equal.exit, 0, "{:#}", equal.json);
    assert!(
        equal.files().iter().all(|(_, s)| s == "unchanged"),
        "{:?}",
        equal.files()
    );
    assert_same(&before, &world.clone);
    fs::remove_dir_all(world.workspace()).unwrap();
    fs::write(world.clone.join("acme_queue/README.md"), "# Mine\n").unwrap();
    let before = everything(&world.clone);
    let different = run(&world, &good(), "framework");
    assert_refused(&different, 5, &["acme_queue/README.md"]);
    assert_same(&before, &world.clone);
}

#[test]
fn another_track_and_another_name() {
    if offline() {
        return;
    }
    let world = world();
    assert_eq!(run(&world, &good(), "framework").exit, 0);
    fs::write(world.clone.join("acme_queue/NOTES.txt"), "mine").unwrap();
    let partner = good().replace("schema: 1\n", "schema: 1\ntrack: partner\n");
    let second = run(&world, &partner, "framework");
    assert_eq!(second.exit, 0, "{:#}", second.json);
    assert!(!world.clone.join("acme_queue/manifest.json").exists());
    let config = fs::read_to_string(world.clone.join(".ddev/config.toml")).unwrap();
    assert!(config.contains("acme_queue"), "{config}");
    let third = run(&world, &good(), "framework");
    assert_eq!(third.exit, 0, "{:#}", third.json);
    let diff = git(&world.clone, &["diff", ".ddev"]);
    assert_eq!(diff, "", "the partner's entries stayed");
    assert!(world.clone.join("acme_queue/manifest.json").is_file());
    assert_eq!(
        fs::read(world.clone.join("acme_queue/NOTES.txt")).unwrap(),
        b"mine"
    );

    // The display name alone: the folder stays.
    let shown = good().replace(
        "display_name: Acme Queue",
        "display_name: Acme Queue 2\n  name: acme_queue",
    );
    let fourth = run(&world, &shown, "framework");
    assert_eq!(fourth.exit, 0, "{:#}", fourth.json);
    let manifest = fs::read_to_string(world.clone.join("acme_queue/manifest.json")).unwrap();
    assert!(manifest.contains("Acme Queue 2"), "{manifest}");
}

#[test]
fn another_folder_name_leaves_nothing_behind() {
    if offline() {
        return;
    }
    let world = applied();
    let readme = world.clone.join("acme_queue/README.md");
    let text = fs::read_to_string(&readme).unwrap();
    fs::write(&readme, format!("{text}\n## Thanks\n\nTo everybody.\n")).unwrap();
    fs::write(world.clone.join("acme_queue/NOTES.txt"), "mine").unwrap();
    let other = good().replace("display_name: Acme Queue", "display_name: Brand Bus");
    let renamed = run(&world, &other, "framework");
    assert_eq!(renamed.exit, 0, "{:#}\n{}", renamed.json, renamed.stderr);
    assert_eq!(state(&renamed, "acme_queue/manifest.json"), "removed");
    assert_eq!(state(&renamed, "brand_bus/README.md"), "merged");
    assert_eq!(state(&renamed, "brand_bus/NOTES.txt"), "moved");
    assert!(!world.clone.join("acme_queue").exists());
    let readme = fs::read_to_string(world.clone.join("brand_bus/README.md")).unwrap();
    assert!(readme.contains("To everybody."), "{readme}");
    let roots = git(&world.clone, &["diff"]);
    assert!(!roots.contains("acme_queue"), "{roots}");
    assert!(roots.contains("+/brand_bus/"), "{roots}");
    assert!(roots.contains("target: brand_bus"), "{roots}");
    let before = everything(&world.clone);
    let again = run(&world, &other, "framework");
    assert_eq!(again.exit, 0, "{:#}", again.json);
    assert_same(&before, &world.clone);
}

#[test]
fn a_folder_that_the_base_has_is_asked_about() {
    if offline() {
        return;
    }
    let world = applied();
    let who = ["-c", "user.name=A", "-c", "user.email=a@b.example"];
    git(&world.clone, &["add", "acme_queue"]);
    git(&world.clone, &[&who[..], &["commit", "-qm", "x"]].concat());
    git(&world.clone, &["push", "-q", "upstream", "HEAD:master"]);
    git(&world.clone, &["fetch", "-q", "upstream"]);
    let before = everything(&world.clone);
    let other = good().replace("display_name: Acme Queue", "display_name: Brand Bus");
    let asked = run(&world, &other, "framework");
    assert_refused(&asked, 5, &["acme_queue/", "earlier name"]);
    assert_same(&before, &world.clone);
    // And a name that the base has is refused, whatever was applied before.
    let taken = good().replace("display_name: Acme Queue", "display_name: Acme Cache");
    assert_refused(&run(&world, &taken, "framework"), 2, &["acme_cache"]);
}
