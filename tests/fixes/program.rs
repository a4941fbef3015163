//! `check --fix`, with the program itself and the real ddev.

use crate::common::{Run, offline, program};
use crate::damages::{ALL, Damage};
use crate::toolchain_support;
use crate::world::{FOLDER, Files, World};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

fn check(world: &World, args: &[&str]) -> Output {
    program(world.dir.path())
        .args(["check", FOLDER, "--repo"])
        .arg(&world.clone)
        .args(args)
        .output()
        .unwrap()
}

fn document(world: &World, args: &[&str]) -> Run {
    Run::of(&check(world, &[args, &["--format", "json"]].concat()))
}

fn fixes(run: &Run, state: &str) -> BTreeSet<String> {
    let all = run.json["repairs"][0]["fixes"].as_array().unwrap().iter();
    let of = all.filter(|fix| fix["state"] == state);
    of.map(|fix| fix["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The paths that are not as they were.
fn different(before: &Files, after: &Files) -> BTreeSet<PathBuf> {
    let all: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    let other = all
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path));
    other.cloned().collect()
}

/// Damages that can be seen at once: of those that hide one another in a file, one.
fn together() -> Vec<&'static Damage> {
    let mut seen = BTreeSet::new();
    let apart = |d: &&Damage| {
        d.safe
            && d.fix != "header"
            && d.fix != "hatch-collector"
            && !(d.fix == "encoding" && d.file.ends_with("manifest.json"))
    };
    let once = |d: &&Damage| seen.insert((d.fix, d.file));
    ALL.iter().filter(apart).filter(once).collect()
}

#[test]
fn everything_at_once_is_repaired_and_taken_back() {
    if offline() {
        return;
    }
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    let good = world.files();
    for damage in together() {
        let bytes = fs::read(world.clone.join(damage.file)).unwrap();
        // What can't be read as text any more is damaged enough.
        if let Ok(text) = String::from_utf8(bytes) {
            let at = world.clone.join(damage.file);
            let text = text.trim_start_matches('\u{feff}');
            let mut after = (damage.how)(text);
            if damage.by == "metadata" && !after.starts_with(b"\xef\xbb\xbf") {
                after.splice(0..0, *b"\xef\xbb\xbf");
            }
            fs::write(at, after).unwrap();
        }
    }
    let damaged = world.files();
    // CI lints, so a check without repairs tells that too.
    let run = document(&world, &[]);
    let found = run.json["findings"].as_array().unwrap();
    let ruff = found.iter().filter(|f| f["source"] == "ruff");
    assert!(ruff.count() > 0, "{:#}", run.json);
    assert_eq!(different(&damaged, &world.files()), BTreeSet::new());
    let run = document(&world, &["--fix", "--dry-run"]);
    assert_eq!(different(&damaged, &world.files()), BTreeSet::new());
    assert!(run.json["repairs"][0]["undo"].is_null());
    let planned = fixes(&run, "planned");

    let run = document(&world, &["--fix"]);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(run.json["findings"], Value::Array(vec![]), "{:#}", run.json);
    let applied = fixes(&run, "applied");
    assert_eq!(applied, planned);
    let wanted: BTreeSet<String> = together().iter().map(|d| d.fix.to_owned()).collect();
    let missing: Vec<&String> = wanted.difference(&applied).collect();
    assert!(
        missing.is_empty(),
        "{missing:?} of {wanted:?}: {:#}",
        run.json["repairs"][0]["fixes"]
    );
    let repaired = world.files();
    // Where the repair is exact, the bytes are those of before; quotes and numbers that were not there stay, plainly.
    let other = different(&good, &repaired);
    let expected = ["acme_queue/README.md", "acme_queue/metadata.csv"].map(PathBuf::from);
    assert_eq!(other, BTreeSet::from(expected));
    assert!(
        world
            .read("acme_queue/README.md")
            .contains("a 'message' broker")
    );
    // Again: there is nothing to do, and nothing is written.
    let run = document(&world, &["--fix"]);
    assert_eq!(fixes(&run, "applied"), BTreeSet::new());
    assert_eq!(different(&repaired, &world.files()), BTreeSet::new());

    let run = document(&world, &["--undo"]);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(different(&damaged, &world.files()), BTreeSet::new());
    let again = document(&world, &["--undo"]);
    assert_eq!(
        (again.exit, again.json["error"]["kind"].is_null()),
        (5, false)
    );
}

#[test]
fn what_asks_is_offered_and_made_by_its_name_alone() {
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    world.damage("acme_queue/datadog_checks/acme_queue/__about__.py", |t| {
        t.replace("1.0.0", "0.9.0").into_bytes()
    });
    world.damage("acme_queue/pyproject.toml", |t| {
        t.replace(">=37.42.0", ">=4.0").into_bytes()
    });
    let damaged = world.files();
    let run = document(&world, &["--no-ddev", "--fix=base-version"]);
    assert_eq!(
        fixes(&run, "applied"),
        BTreeSet::from(["base-version".to_owned()])
    );
    assert_eq!(
        fixes(&run, "offered"),
        BTreeSet::from(["version".to_owned()])
    );
    assert_eq!(run.json["findings"][0]["fix"], "version");
    assert_eq!(run.exit, 1);
    let run = document(&world, &["--no-ddev", "--fix=version"]);
    assert_eq!((run.exit, fixes(&run, "offered")), (0, BTreeSet::new()));
    // One after the other, the last one first.
    document(&world, &["--undo", "--no-ddev"]);
    assert!(
        world
            .read("acme_queue/datadog_checks/acme_queue/__about__.py")
            .contains("0.9.0")
    );
    assert!(
        world
            .read("acme_queue/pyproject.toml")
            .contains(">=37.42.0")
    );
    document(&world, &["--undo", "--no-ddev"]);
    assert_eq!(different(&damaged, &world.files()), BTreeSet::new());
}

#[test]
fn an_edit_since_is_never_lost_and_a_link_is_never_followed() {
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    world.damage("acme_queue/pyproject.toml", |t| {
        t.replace(">=37.42.0", ">=4.0").into_bytes()
    });
    assert_eq!(document(&world, &["--no-ddev", "--fix"]).exit, 0);
    world.damage("acme_queue/pyproject.toml", |t| {
        format!("{t}# mine\n").into_bytes()
    });
    let edited = world.files();
    let run = document(&world, &["--undo"]);
    assert_eq!(run.exit, 5, "{:#}", run.json);
    assert!(run.error().contains("pyproject.toml"), "{}", run.error());
    assert_eq!(different(&edited, &world.files()), BTreeSet::new());

    // The file lies elsewhere: what is there is not ours to write.
    let elsewhere = world.dir.path().join("elsewhere.toml");
    let text = world
        .read("acme_queue/pyproject.toml")
        .replace(">=37.42.0", ">=4.0");
    fs::write(&elsewhere, &text).unwrap();
    let at = world.clone.join("acme_queue/pyproject.toml");
    fs::remove_file(&at).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &at).unwrap();
    document(&world, &["--no-ddev", "--fix"]);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), text);
    assert!(at.is_symlink());
}

#[test]
fn people_see_the_diff_and_how_to_take_it_back() {
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    world.damage("acme_queue/pyproject.toml", |t| {
        t.replace(">=37.42.0", ">=4.0").into_bytes()
    });
    let output = check(&world, &["--no-ddev", "--fix"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "fixed: Require datadog-checks-base>=37.42.0 [base-version]\n",
        "--- a/acme_queue/pyproject.toml\n+++ b/acme_queue/pyproject.toml\n",
        "-    \"datadog-checks-base>=4.0\",\n+    \"datadog-checks-base>=37.42.0\",\n",
        "`ddint-tui check acme_queue --undo`",
        "acme_queue: 0 errors",
    ] {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    let output = check(&world, &["--undo"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "acme_queue/pyproject.toml: as it was before the repairs\n"
    );
}
