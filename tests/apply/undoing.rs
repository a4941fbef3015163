//! Taking applications back.

use super::scaffold_lab::*;
use super::second;
use ddint_tui::scaffold::disk::Disk;
use ddint_tui::scaffold::journal;
use ddint_tui::scaffold::prune::KEPT;
use ddint_tui::scaffold::undo::{UndoError, latest, undo};
use std::fs;

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

/// Applies once more, with other files.
fn again(lab: &mut Lab, n: usize) -> u32 {
    lab.render(README, &format!("# {n}\n"));
    lab.apply().number.unwrap()
}

fn numbers(lab: &Lab) -> Vec<u32> {
    journal::numbers(&lab.workspace()).unwrap()
}

#[test]
fn the_last_applications_are_kept_and_nothing_that_is_still_needed_goes() {
    let mut lab = Lab::new();
    for n in 0..KEPT {
        again(&mut lab, n);
    }
    let before = lab.snapshot();
    assert_eq!(numbers(&lab).first(), Some(&1), "as many as are kept");
    // One that a start would have to finish stays, however old.
    fs::remove_file(lab.workspace().join("undo/2/done")).unwrap();
    for n in 100..103 {
        again(&mut lab, n);
    }
    let kept: Vec<u32> = (4..=23).collect();
    assert_eq!(numbers(&lab), [vec![2], kept].concat());
    // Each of those kept can still be taken back, byte for byte.
    for number in [23, 22, 21] {
        assert_eq!(latest(&lab.workspace()).unwrap(), Some(number));
        undo(&lab.workspace(), number, false).unwrap();
    }
    assert_eq!(lab.snapshot(), before);
}

#[test]
fn the_application_that_undo_would_take_back_is_kept_however_old() {
    let mut lab = Lab::new();
    again(&mut lab, 0);
    again(&mut lab, 1);
    for n in 100..100 + KEPT {
        let number = again(&mut lab, n);
        undo(&lab.workspace(), number, false).unwrap();
    }
    // Each was what an undo would use while it was new; now it is the second application again.
    assert_eq!(latest(&lab.workspace()).unwrap(), Some(2));
    undo(&lab.workspace(), 2, false).unwrap();
    assert_eq!(lab.read(README), "# 0\n");
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
