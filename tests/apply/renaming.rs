//! Another name: what was applied under the old one moves, and nothing of the contributor's is lost.

use crate::scaffold_lab::*;
use ddint_tui::core::answers::Track;
use ddint_tui::core::plan::{Choice, FileState, Plan};
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::{Disk, Fault};
use ddint_tui::scaffold::plan;
use ddint_tui::scaffold::recover::recover;
use ddint_tui::scaffold::undo::undo;
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn state(plan: &Plan, path: &str) -> FileState {
    let found = plan.files.iter().find(|f| f.path == path);
    found
        .unwrap_or_else(|| panic!("{path} is not in {plan:#?}"))
        .state
}

fn applied() -> Lab {
    let mut lab = Lab::new();
    lab.apply();
    lab
}

#[test]
fn what_was_not_edited_is_removed_with_its_line_and_its_job() {
    let mut lab = applied();
    lab.rename("brand");
    let before = lab.snapshot();
    let (shadow, plan) = lab.plan();
    assert_eq!(lab.snapshot(), before, "a plan writes nothing");
    assert_eq!(state(&plan, README), FileState::Removed);
    assert_eq!(state(&plan, "brand/README.md"), FileState::Moved);
    assert_eq!(plan.choices().count(), 0, "{plan:#?}");
    assert_eq!(plan.foreign_ci, Vec::<String>::new());
    let number = lab
        .apply_on(&Disk::default(), &shadow, &plan)
        .unwrap()
        .number;
    let mut fresh = Lab::new();
    fresh.rename("brand");
    fresh.apply();
    assert_eq!(difference(&lab.snapshot(), &fresh.snapshot()), [""; 0]);
    assert_eq!(difference(&lab.base(), &fresh.base()), [""; 0]);
    let after = plan::after(&lab.workspace(), &lab.clone(), "brand", &shadow).unwrap();
    assert!(!after.writes() && after.files.iter().all(|f| f.from.is_none()));
    assert!(lab.apply().number.is_none(), "a second one changes nothing");
    undo(&lab.workspace(), number.unwrap(), false).unwrap();
    assert_eq!(difference(&lab.snapshot(), &before), [""; 0]);
}

#[test]
fn edits_and_own_files_move_along_byte_for_byte() {
    let mut lab = applied();
    lab.write(README, "# Acme, mine\n\none\n\ntwo\n\nthree\n");
    lab.write(VALIDATORS, "def mine(): pass\n");
    lab.write("acme/tests/test_mine.py", "import acme\r\n");
    lab.write_bytes("acme/images/a.png", b"\x89PNG\0\xff");
    lab.write("acme/run.sh", "#!/bin/sh\n");
    let script = lab.clone().join("acme/run.sh");
    fs::set_permissions(script, fs::Permissions::from_mode(0o755)).unwrap();
    let owners = lab.read(CODEOWNERS).replace("@dev", "@dev @friend");
    lab.write(CODEOWNERS, &owners);
    lab.rename("brand");
    lab.render("brand/README.md", "# Acme\n\none\n\ntwo\n\nthree brands\n");
    let before = lab.snapshot();
    let (shadow, plan) = lab.plan();
    assert_eq!(state(&plan, "brand/README.md"), FileState::Merged);
    assert_eq!(state(&plan, "brand/tests/test_mine.py"), FileState::Moved);
    assert_eq!(state(&plan, "acme/tests/test_mine.py"), FileState::Removed);
    assert_eq!(plan.choices().count(), 0, "{plan:#?}");
    let applied = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap();
    assert!(!lab.exists("acme"), "{:?}", lab.snapshot().keys());
    assert_eq!(
        lab.read("brand/README.md"),
        "# Acme, mine\n\none\n\ntwo\n\nthree brands\n"
    );
    assert_eq!(lab.read("brand/tests/test_mine.py"), "import acme\r\n");
    assert_eq!(
        lab.read(&VALIDATORS.replace("acme", "brand")),
        "def mine(): pass\n"
    );
    let image = fs::read(lab.clone().join("brand/images/a.png")).unwrap();
    assert_eq!(image, b"\x89PNG\0\xff");
    let mode = fs::metadata(lab.clone().join("brand/run.sh")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o755);
    let owners = lab.read(CODEOWNERS);
    assert!(!owners.contains("/acme/"), "{owners}");
    let line = owners.lines().find(|l| l.starts_with("/brand/")).unwrap();
    assert!(line.ends_with("@dev @friend"), "{line}");
    assert!(lab.apply().number.is_none(), "a second one changes nothing");
    undo(&lab.workspace(), applied.number.unwrap(), false).unwrap();
    assert_eq!(difference(&lab.snapshot(), &before), [""; 0]);
}

#[test]
fn an_edit_where_the_name_stands_is_a_conflict() {
    let mut lab = applied();
    lab.render(README, "# acme\n\none\n");
    lab.apply();
    lab.write(README, "# acme, mine\n\none\n");
    lab.rename("brand");
    let before = lab.snapshot();
    let (shadow, plan) = lab.plan();
    assert_eq!(state(&plan, "brand/README.md"), FileState::Conflict);
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(matches!(&error, ApplyError::Unresolved(p) if p == &["brand/README.md"]));
    assert_eq!(lab.snapshot(), before);
    lab.choices.insert("brand/README.md".into(), Choice::Yours);
    let number = lab.apply().number.unwrap();
    assert_eq!(lab.read("brand/README.md"), "# acme, mine\n\none\n");
    assert!(!lab.exists("acme"));
    undo(&lab.workspace(), number, false).unwrap();
    lab.choices.insert("brand/README.md".into(), Choice::Ours);
    lab.apply();
    assert_eq!(lab.read("brand/README.md"), "# brand\n\none\n");
}

#[test]
fn where_a_file_is_in_the_way_both_are_kept_unless_chosen() {
    let mut lab = applied();
    lab.write("acme/notes.txt", "mine\n");
    lab.write("acme/same.txt", "same\n");
    lab.write("brand/notes.txt", "other\n");
    lab.write("brand/same.txt", "same\n");
    lab.rename("brand");
    let (_, plan) = lab.plan();
    assert_eq!(state(&plan, "acme/notes.txt"), FileState::Conflict);
    assert_eq!(state(&plan, "acme/same.txt"), FileState::Removed);
    lab.choices.insert("acme/notes.txt".into(), Choice::Yours);
    let number = lab.apply().number.unwrap();
    assert_eq!(lab.read("acme/notes.txt"), "mine\n");
    assert_eq!(lab.read("brand/notes.txt"), "other\n");
    assert!(!lab.exists("acme/same.txt") && !lab.exists(README));
    undo(&lab.workspace(), number, false).unwrap();
    lab.choices.insert("acme/notes.txt".into(), Choice::Ours);
    lab.apply();
    assert!(!lab.exists("acme"));
}

#[test]
fn what_ddev_could_not_make_again_is_not_lost() {
    let mut lab = applied();
    lab.write(EXAMPLE, "edited\n");
    lab.rename("brand");
    lab.tools.fail = Some("validate");
    let (_, plan) = lab.plan();
    assert_eq!(state(&plan, EXAMPLE), FileState::Conflict);
    assert_eq!(state(&plan, MODEL), FileState::Removed);
}

#[test]
fn what_git_ignores_stays() {
    let mut lab = applied();
    lab.write("acme/run.log", "log\n");
    lab.rename("brand");
    lab.apply();
    assert_eq!(lab.read("acme/run.log"), "log\n");
    assert!(!lab.exists(README) && !lab.exists("brand/run.log"));
}

#[test]
fn a_folder_of_the_base_moves_only_when_asked() {
    for choice in [Choice::Yours, Choice::Ours] {
        let mut lab = applied();
        lab.upstream = vec!["acme".into()];
        lab.write("acme/notes.txt", "mine\n");
        lab.rename("brand");
        let before = lab.snapshot();
        let (shadow, plan) = lab.plan();
        let asked: Vec<&str> = plan.choices().map(|f| f.path.as_str()).collect();
        assert_eq!(asked, ["acme/"]);
        assert!(plan.files.iter().all(|f| f.state != FileState::Removed));
        let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
        assert!(matches!(&error, ApplyError::Unresolved(p) if p == &["acme/"]));
        lab.choices.insert("acme/".into(), choice);
        let early = lab.apply_on(&Disk::default(), &shadow, &plan);
        let moves = choice == Choice::Ours;
        if moves {
            // What would go is shown first.
            assert!(matches!(early, Err(ApplyError::Replan(p)) if p == ["acme/"]));
            assert_eq!(lab.snapshot(), before);
        } else {
            early.unwrap();
        }
        lab.apply();
        assert_eq!(lab.exists("acme"), !moves);
        assert_eq!(lab.exists("brand/notes.txt"), moves);
        assert_eq!(lab.read(CODEOWNERS).contains("/acme/"), !moves);
        assert_eq!(lab.read(CI).contains("target: acme\n"), !moves);
        lab.choices.clear();
        assert!(lab.apply().number.is_none(), "it asks once");
    }
}

#[test]
fn overrides_follow_the_name() {
    let mut lab = Lab::new();
    lab.track = Track::Partner;
    lab.apply();
    assert!(lab.read(CONFIG).contains("acme = "));
    lab.rename("brand");
    let number = lab.apply().number.unwrap();
    let config = lab.read(CONFIG);
    assert!(
        !config.contains("acme = ") && config.contains("brand = "),
        "{config}"
    );
    undo(&lab.workspace(), number, false).unwrap();
    assert!(lab.read(CONFIG).contains("acme = "));
    // And with the other track, they go.
    lab.track = Track::Community;
    lab.apply();
    assert_eq!(lab.read(CONFIG), "[overrides.display-name]\nzzz = \"Z\"\n");
}

#[test]
fn there_and_back_is_where_it_was() {
    let mut lab = applied();
    lab.write("acme/notes.txt", "mine\n");
    let before = lab.snapshot();
    lab.rename("brand");
    lab.apply();
    lab.rename("acme");
    lab.apply();
    assert_eq!(difference(&lab.snapshot(), &before), [""; 0]);
}

#[test]
fn a_file_that_appears_after_the_plan_is_not_left_behind() {
    let mut lab = applied();
    lab.rename("brand");
    let (shadow, plan) = lab.plan();
    lab.write("acme/late.txt", "late\n");
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(
        matches!(&error, ApplyError::Stale(p) if p == &["acme/late.txt"]),
        "{error}"
    );
}

#[test]
fn a_kill_at_any_step_is_all_old_or_all_new() {
    let mut lab = applied();
    lab.write(README, "# Acme, mine\n\none\n\ntwo\n\nthree\n");
    lab.write("acme/notes.txt", "mine\n");
    lab.rename("brand");
    let (shadow, plan) = lab.plan();
    let old = lab.snapshot();
    let whole = lab.copy();
    let disk = Disk::failing(usize::MAX, Fault::Dead);
    whole.apply_on(&disk, &shadow, &plan).unwrap();
    let new = whole.snapshot();
    let steps = disk.steps();
    for at in (0..steps).step_by(7) {
        let lab = lab.copy();
        let _ = lab.apply_on(&Disk::failing(at, Fault::Dead), &shadow, &plan);
        recover(&lab.workspace()).unwrap();
        let now = lab.snapshot();
        assert!(now == old || now == new, "step {at}");
    }
}
