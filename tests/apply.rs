//! Applying, undoing and recovering: all old or all new, whatever fails and wherever.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "apply/faults.rs"]
mod faults;
#[path = "apply/renaming.rs"]
mod renaming;
mod scaffold_lab;
#[path = "apply/undoing.rs"]
mod undoing;

use ddint_tui::core::plan::{Choice, FileState, Plan};
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::{Disk, Fault};

use ddint_tui::scaffold::plan;
use ddint_tui::scaffold::recover::recover;
use ddint_tui::scaffold::safety::Refusal;
use ddint_tui::scaffold::shadow::Shadow;
use ddint_tui::scaffold::undo::undo;
use scaffold_lab::*;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

/// A second application over hand edits: something new, changed, merged, removed and generated.
fn second() -> (Lab, Shadow, Plan) {
    let mut lab = Lab::new();
    lab.render("acme/tests/old/page.txt", "page\n");
    lab.apply();
    lab.write(README, "# Acme, mine\n\none\n\ntwo\n\nthree\n");
    lab.write("acme/mine.txt", "mine\n");
    lab.render(README, "# Acme\n\none\n\ntwo\n\nthree, ours\n");
    lab.render(SPEC, "name: other\n");
    lab.render("acme/tests/new/deep/page.txt", "page\n");
    lab.rendered.remove("acme/tests/old/page.txt");
    let (shadow, plan) = lab.plan();
    let states: Vec<FileState> = plan.files.iter().map(|f| f.state).collect();
    for state in [
        FileState::New,
        FileState::Changed,
        FileState::Merged,
        FileState::Removed,
        FileState::Generated,
    ] {
        assert!(states.contains(&state), "{state:?}");
    }
    (lab, shadow, plan)
}

fn no_temporaries(lab: &Lab) {
    for path in lab.snapshot().keys() {
        assert!(!path.contains("ddint-tui"), "{path} was left behind");
    }
}

#[test]
fn applying_writes_the_plan_and_nothing_else() {
    let mut lab = Lab::new();
    let before = lab.snapshot();
    let applied = lab.apply();
    assert_eq!(applied.number, Some(1));
    let after = lab.snapshot();
    for (path, what) in &before {
        let shared = [CODEOWNERS, CI].contains(&path.as_str());
        assert!(shared || after.get(path) == Some(what), "{path} changed");
    }
    for path in after.keys().filter(|p| !before.contains_key(*p)) {
        assert!(path.starts_with("acme"), "{path} came to be");
    }
    for path in &applied.written {
        assert!(path.starts_with("acme/") || [CODEOWNERS, CI].contains(&path.as_str()));
    }
    no_temporaries(&lab);
}

#[test]
fn applying_twice_writes_nothing() {
    let mut lab = Lab::new();
    lab.apply();
    let times = |lab: &Lab| -> BTreeMap<String, std::time::SystemTime> {
        lab.snapshot()
            .into_keys()
            .map(|p| {
                (
                    p.clone(),
                    fs::metadata(lab.clone().join(p))
                        .unwrap()
                        .modified()
                        .unwrap(),
                )
            })
            .collect()
    };
    let before = times(&lab);
    let again = lab.apply();
    assert_eq!((again.number, again.written.len()), (None, 0));
    assert_eq!(times(&lab), before);
}

#[test]
fn after_applying_the_plan_says_how_the_files_stand() {
    let (lab, shadow, plan) = second();
    lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    let after = plan::after(&lab.workspace(), &lab.clone(), "acme", &shadow).unwrap();
    let mut lab = lab;
    let (_, again) = lab.plan();
    assert_eq!(after, again, "as planning again would say");
    assert!(!after.writes());
    let state = |path: &str| after.files.iter().find(|f| f.path == path).unwrap().state;
    assert_eq!(state(README), FileState::Yours);
    assert_eq!(state(SPEC), FileState::Unchanged);
}

#[test]
fn modes_are_kept() {
    let (lab, shadow, plan) = second();
    let at = lab.clone().join(README);
    fs::set_permissions(&at, fs::Permissions::from_mode(0o750)).unwrap();
    lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    assert_eq!(
        fs::metadata(&at).unwrap().permissions().mode() & 0o777,
        0o750
    );
    let removed = lab.clone().join("acme/tests/old");
    assert!(!removed.exists());
    undo(&lab.workspace(), 2, false).unwrap();
    assert_eq!(
        fs::metadata(&at).unwrap().permissions().mode() & 0o777,
        0o750
    );
}

#[test]
fn a_conflict_without_a_choice_names_the_files() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write(README, "# mine\n\none\n\ntwo\n\nthree, mine\n");
    lab.write(EXAMPLE, "edited\n");
    lab.render(README, "# ours\n\none\n\ntwo\n\nthree\n");
    let before = lab.snapshot();
    let (shadow, plan) = lab.plan();
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(
        matches!(&error, ApplyError::Unresolved(p) if p == &[README, EXAMPLE]),
        "{error}"
    );
    assert_eq!(lab.snapshot(), before);
    // Yours: untouched. Ours: ours where both changed; the other edit stays.
    lab.choices.insert(README.into(), Choice::Yours);
    lab.choices.insert(EXAMPLE.into(), Choice::Yours);
    let applied = lab.apply();
    assert!(applied.written.is_empty(), "{applied:?}");
    assert_eq!(lab.snapshot(), before);
    assert_eq!(lab.state(README), FileState::Yours);
    undo(&lab.workspace(), applied.number.unwrap(), false).unwrap();
    lab.choices.insert(README.into(), Choice::Ours);
    lab.choices.insert(EXAMPLE.into(), Choice::Ours);
    lab.apply();
    assert_eq!(lab.read(README), "# ours\n\none\n\ntwo\n\nthree, mine\n");
    assert_ne!(lab.read(EXAMPLE), "edited\n");
}

#[test]
fn hunks_are_chosen_one_by_one() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write(README, "# mine\n\none\n\ntwo\n\nthree, mine\n");
    lab.render(README, "# ours\n\none\n\ntwo\n\nthree, ours\n");
    lab.hunks
        .insert(README.into(), vec![Choice::Ours, Choice::Yours]);
    lab.apply();
    assert_eq!(lab.read(README), "# ours\n\none\n\ntwo\n\nthree, mine\n");
}

#[test]
fn a_file_deleted_by_hand_stays_deleted_or_comes_back_by_choice() {
    let mut lab = Lab::new();
    lab.apply();
    lab.remove(README);
    assert_eq!(lab.state(README), FileState::Yours);
    assert!(lab.apply().written.is_empty());
    assert!(!lab.exists(README));
    lab.render(README, "# Other\n");
    assert_eq!(lab.state(README), FileState::Conflict);
    lab.choices.insert(README.into(), Choice::Ours);
    lab.apply();
    assert_eq!(lab.read(README), "# Other\n");
}

#[test]
fn binary_files_are_left_unless_chosen() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write_bytes(README, b"\xff\xfe\0");
    assert_eq!(lab.state(README), FileState::Yours);
    lab.render(README, "# Other\n");
    assert_eq!(lab.state(README), FileState::Conflict);
    lab.choices.insert(README.into(), Choice::Yours);
    lab.apply();
    assert_eq!(fs::read(lab.clone().join(README)).unwrap(), b"\xff\xfe\0");
    lab.render(README, "# Third\n");
    lab.choices.insert(README.into(), Choice::Ours);
    let number = lab.apply().number.unwrap();
    assert_eq!(lab.read(README), "# Third\n");
    undo(&lab.workspace(), number, false).unwrap();
    assert_eq!(fs::read(lab.clone().join(README)).unwrap(), b"\xff\xfe\0");
}

#[test]
fn a_plan_that_is_older_than_the_files_is_refused() {
    let (lab, shadow, plan) = second();
    for path in [README, CHECK, CODEOWNERS] {
        let text = lab.read(path);
        lab.write(path, "saved meanwhile\n");
        let before = lab.snapshot();
        let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
        assert!(
            matches!(&error, ApplyError::Stale(p) if p == &[path]),
            "{error}"
        );
        assert_eq!(lab.snapshot(), before);
        lab.write(path, &text);
    }
    let other = Shadow::of(BTreeMap::new(), std::collections::BTreeSet::new());
    let error = lab.apply_on(&Disk::default(), &other, &plan).unwrap_err();
    assert!(matches!(error, ApplyError::Stale(_)));
}

#[test]
fn links_obstacles_and_paths_out_of_scope_are_refused() {
    let (lab, shadow, plan) = second();
    let before = lab.snapshot();
    let refused = |lab: &Lab, plan: &Plan| match lab.apply_on(&Disk::default(), &shadow, plan) {
        Err(ApplyError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    // A folder on the way becomes a link to another integration.
    fs::create_dir(lab.clone().join("elsewhere")).unwrap();
    symlink(
        lab.clone().join("elsewhere"),
        lab.clone().join("acme/tests/new"),
    )
    .unwrap();
    assert!(matches!(refused(&lab, &plan), Refusal::Link { link, .. } if link == "acme/tests/new"));
    assert!(
        fs::read_dir(lab.clone().join("elsewhere"))
            .unwrap()
            .next()
            .is_none()
    );
    lab.remove("acme/tests/new");
    fs::remove_dir(lab.clone().join("elsewhere")).unwrap();
    // The target itself becomes one.
    let text = lab.read(README);
    lab.remove(README);
    symlink(lab.clone().join("aaa/README.md"), lab.clone().join(README)).unwrap();
    assert!(matches!(refused(&lab, &plan), Refusal::Link { .. }));
    lab.remove(README);
    lab.write(README, &text);
    // A file where a folder must be.
    lab.write("acme/tests/new", "a file\n");
    assert!(matches!(refused(&lab, &plan), Refusal::NotAFolder { .. }));
    lab.remove("acme/tests/new");
    for bad in [
        "../outside",
        "zzz/README.md",
        "acme/../zzz/x",
        "acme/.git/config",
        "pyproject.toml",
    ] {
        let mut hostile = plan.clone();
        hostile.files[3].path = bad.into();
        assert!(
            matches!(refused(&lab, &hostile), Refusal::OutOfScope { .. }),
            "{bad}"
        );
    }
    assert_eq!(lab.snapshot(), before);
    no_temporaries(&lab);
}

#[test]
fn a_third_content_is_the_contributors() {
    let (lab, shadow, plan) = second();
    let mut at = 0;
    // The first step after which the journal counts.
    loop {
        let killed = lab.apply_on(&Disk::failing(at, Fault::Dead), &shadow, &plan);
        assert!(killed.is_err());
        if lab.workspace().join("undo/2").is_dir() {
            break;
        }
        fs::remove_dir_all(lab.workspace().join("undo/2.new")).ok();
        at += 1;
    }
    lab.write(README, "edited after the kill\n");
    let recovered = recover(&lab.workspace()).unwrap();
    assert_eq!(recovered.left, [README]);
    assert_eq!(lab.read(README), "edited after the kill\n");
    assert_eq!(lab.read(SPEC), "name: other\n", "the others are finished");
    let mut lab = lab;
    assert_eq!(lab.state(README), FileState::Yours);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_rolled_back() {
    let (lab, shadow, plan) = second();
    // A folder at the place of a temporary file: no permission is needed to be in the way.
    let obstacle = lab
        .clone()
        .join("acme/assets/configuration/.spec.yaml.ddint-tui-new");
    fs::create_dir(&obstacle).unwrap();
    let before = lab.snapshot();
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(
        matches!(&error, ApplyError::RolledBack { path, .. } if path == SPEC),
        "{error}"
    );
    assert!(
        error.to_string().contains("Every file is as it was"),
        "{error}"
    );
    assert_eq!(lab.snapshot(), before);
    fs::remove_dir(&obstacle).unwrap();
    // Where permissions bind (not for root), a read-only folder does the same.
    let folder = lab.clone().join("acme/assets/configuration");
    let mode = |bits| fs::set_permissions(&folder, fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    let bound = fs::write(folder.join("probe"), "").is_err();
    let before = lab.snapshot();
    if bound {
        let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
        assert!(error.to_string().contains("writable"), "{error}");
        assert_eq!(lab.snapshot(), before);
    }
    mode(0o755);
    fs::remove_file(folder.join("probe")).ok();
    lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
}

#[test]
fn crlf_clones_are_applied_undone_and_stay_crlf() {
    let mut lab = Lab::new();
    lab.apply();
    for path in lab.rendered.keys().cloned().collect::<Vec<_>>() {
        lab.write(&path, &lab.read(&path).replace('\n', "\r\n"));
    }
    let before = lab.snapshot();
    assert!(lab.apply().written.is_empty(), "line ends are no change");
    lab.render(README, "# Acme\n\none\n\ntwo\n\nfour\n");
    let number = lab.apply().number.unwrap();
    assert_eq!(
        lab.read(README),
        "# Acme\r\n\r\none\r\n\r\ntwo\r\n\r\nfour\r\n"
    );
    undo(&lab.workspace(), number, false).unwrap();
    assert_eq!(lab.snapshot(), before);
}
