//! Each step of applying, undoing and recovering fails once: with a full disk, and by a kill.

use super::scaffold_lab::*;
use super::{no_temporaries, second};
use ddint_tui::core::plan::Plan;
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::{Disk, Fault};
use ddint_tui::scaffold::recover::{DriveError, Recovered, recover_on};
use ddint_tui::scaffold::shadow::Shadow;
use ddint_tui::scaffold::undo::{latest, undo_on};
use std::collections::BTreeMap;

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
