//! Applying, undoing and recovering: all old or all new, whatever fails and wherever.
#![allow(clippy::unwrap_used, reason = "tests")]

mod scaffold_lab;

use ddint_tui::core::plan::{Choice, FileState, Plan};
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::{Disk, Fault};

use ddint_tui::scaffold::recover::{DriveError, Recovered, recover, recover_on};
use ddint_tui::scaffold::safety::Refusal;
use ddint_tui::scaffold::shadow::Shadow;
use ddint_tui::scaffold::undo::{UndoError, latest, undo, undo_on};
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

/// A disk that never fails, and does not wait.
fn quick() -> Disk {
    Disk::failing(usize::MAX, Fault::Dead)
}

/// The next start.
fn finish(lab: &Lab) -> Result<Recovered, DriveError> {
    recover_on(&quick(), &lab.workspace())
}

/// The clone and the base, to compare.
fn both(lab: &Lab) -> BTreeMap<String, String> {
    let base = lab.base();
    let base = base
        .into_iter()
        .map(|(p, what)| (format!("rendered/{p}"), what));
    lab.snapshot().into_iter().chain(base).collect()
}

#[track_caller]
fn assert_same(now: &BTreeMap<String, String>, then: &BTreeMap<String, String>, at: usize) {
    let found = difference(now, then);
    assert!(found.is_empty(), "step {at}: {found:#?}");
}

/// The state before and after the second application, and its steps.
fn sides() -> (
    Lab,
    Shadow,
    Plan,
    BTreeMap<String, String>,
    BTreeMap<String, String>,
) {
    let (lab, shadow, plan) = second();
    let old = both(&lab);
    let other = lab.copy();
    other.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    let new = both(&other);
    (lab, shadow, plan, old, new)
}

#[test]
fn a_full_disk_at_any_step_leaves_everything_as_it_was() {
    let (start, shadow, plan, old, _) = sides();
    let mut at = 0;
    loop {
        let lab = start.copy();
        let disk = Disk::failing(at, Fault::Once);
        match lab.apply_on(&disk, &shadow, &plan) {
            // A step whose failure does no harm, or no such step any more.
            Ok(_) if disk.steps() <= at => break,
            Ok(_) => {}
            Err(e) => {
                assert!(matches!(e, ApplyError::RolledBack { .. }), "step {at}: {e}");
                assert!(e.to_string().contains("disk is full"), "{e}");
                assert_same(&both(&lab), &old, at);
                no_temporaries(&lab);
                // And nothing is left for the next start to finish.
                assert_eq!(finish(&lab).unwrap(), Recovered::default());
                assert_same(&both(&lab), &old, at);
                assert_eq!(latest(&lab.workspace()).unwrap(), Some(1));
            }
        }
        at += 1;
    }
    assert!(at > 50, "{at} steps");
}

#[test]
fn a_kill_at_any_step_ends_all_old_or_all_new() {
    let (start, shadow, plan, old, new) = sides();
    let (mut at, mut olds, mut news) = (0, 0, 0);
    loop {
        let lab = start.copy();
        let killed = lab.apply_on(&Disk::failing(at, Fault::Dead), &shadow, &plan);
        if killed.is_ok() {
            break;
        }
        let recovered = finish(&lab).unwrap();
        assert!(recovered.left.is_empty(), "step {at}: {recovered:?}");
        let now = both(&lab);
        if latest(&lab.workspace()).unwrap() == Some(1) {
            olds += 1;
            assert_same(&now, &old, at);
        } else {
            news += 1;
            assert_same(&now, &new, at);
            undo_on(&quick(), &lab.workspace(), 2, false).unwrap();
            assert_same(&both(&lab), &old, at);
        }
        no_temporaries(&lab);
        assert_eq!(finish(&lab).unwrap(), Recovered::default());
        at += 1;
    }
    assert!(olds > 10 && news > 30, "{olds} {news}");
}

#[test]
fn a_kill_during_recovery_is_recovered_from() {
    let (start, shadow, plan, _, new) = sides();
    let mut first = 0;
    // Killed while applying, as soon as the journal counts.
    let killed = loop {
        let lab = start.copy();
        lab.apply_on(&Disk::failing(first, Fault::Dead), &shadow, &plan)
            .unwrap_err();
        if lab.workspace().join("undo/2").is_dir() {
            break lab;
        }
        first += 1;
    };
    // (The record names the clone, so each try is a kill of its own.)
    drop(killed);
    let mut at = 0;
    loop {
        let lab = start.copy();
        lab.apply_on(&Disk::failing(first, Fault::Dead), &shadow, &plan)
            .unwrap_err();
        let again = recover_on(&Disk::failing(at, Fault::Dead), &lab.workspace());
        finish(&lab).unwrap();
        assert_same(&both(&lab), &new, at);
        no_temporaries(&lab);
        if again.is_ok() {
            break;
        }
        at += 1;
    }
    assert!(at > 30, "{at}");
}

#[test]
fn a_kill_while_undoing_ends_all_old_or_all_new() {
    let (start, shadow, plan, old, new) = sides();
    let mut at = 0;
    loop {
        let lab = start.copy();
        lab.apply_on(&quick(), &shadow, &plan).unwrap();
        let killed = undo_on(&Disk::failing(at, Fault::Dead), &lab.workspace(), 2, false);
        finish(&lab).unwrap();
        let still = latest(&lab.workspace()).unwrap() == Some(2);
        assert_same(&both(&lab), if still { &new } else { &old }, at);
        no_temporaries(&lab);
        if killed.is_ok() {
            assert!(!still);
            break;
        }
        at += 1;
    }
    assert!(at > 20, "{at}");
}

#[test]
fn a_full_disk_while_undoing_keeps_the_application() {
    let (start, shadow, plan, old, new) = sides();
    let mut at = 0;
    loop {
        let lab = start.copy();
        lab.apply_on(&quick(), &shadow, &plan).unwrap();
        let disk = Disk::failing(at, Fault::Once);
        let undone = undo_on(&disk, &lab.workspace(), 2, false);
        if undone.is_ok() && disk.steps() <= at {
            break;
        }
        finish(&lab).unwrap();
        let still = latest(&lab.workspace()).unwrap() == Some(2);
        assert_same(&both(&lab), if still { &new } else { &old }, at);
        no_temporaries(&lab);
        at += 1;
    }
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
fn undo_restores_files_base_and_folders() {
    let mut lab = Lab::new();
    let (before, base) = (lab.snapshot(), lab.base());
    lab.apply();
    assert_eq!(latest(&lab.workspace()).unwrap(), Some(1));
    let mut restored = undo(&lab.workspace(), 1, false).unwrap();
    restored.sort();
    assert_eq!(restored[0], CODEOWNERS);
    assert_eq!((lab.snapshot(), lab.base()), (before, base));
    assert_eq!(latest(&lab.workspace()).unwrap(), None);
    assert!(matches!(
        undo(&lab.workspace(), 1, false),
        Err(UndoError::Already(1))
    ));
    assert!(matches!(
        undo(&lab.workspace(), 7, false),
        Err(UndoError::Missing(7))
    ));
    // And it can be applied again.
    assert_eq!(lab.apply().number, Some(2));
}

#[test]
fn undo_keeps_folders_that_hold_something_else() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write("acme/tests/mine.py", "mine\n");
    undo(&lab.workspace(), 1, false).unwrap();
    assert_eq!(lab.read("acme/tests/mine.py"), "mine\n");
    assert!(!lab.exists("acme/assets"));
}

#[test]
fn undo_refuses_what_changed_unless_told_and_keeps_it_then() {
    let (lab, shadow, plan) = second();
    let before = lab.snapshot();
    lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    lab.write(README, "edited since\n");
    lab.remove(SPEC);
    let now = lab.snapshot();
    let error = undo(&lab.workspace(), 2, false).unwrap_err();
    let UndoError::Changed(mut paths) = error else {
        panic!("{error}")
    };
    paths.sort();
    assert_eq!(paths, [README, SPEC]);
    assert_eq!(lab.snapshot(), now);
    // Removed since: told, it comes back; edited since: told, it is kept beside.
    undo(&lab.workspace(), 2, true).unwrap();
    assert_eq!(lab.snapshot(), before);
    let mut kept: Vec<String> = fs::read_dir(lab.workspace().join("undo/2/replaced"))
        .unwrap()
        .map(|e| fs::read_to_string(e.unwrap().path()).unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["", "edited since\n"]);
}

#[test]
fn an_older_application_is_undone_only_where_it_still_stands() {
    let (lab, shadow, plan) = second();
    lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    let base = lab.base();
    assert!(matches!(
        undo(&lab.workspace(), 1, false),
        Err(UndoError::Changed(_))
    ));
    assert_eq!(lab.base(), base);
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
