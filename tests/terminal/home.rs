//! Home: what is saved, deleting, a second program, a damaged workflow.

use crate::place::{LARGE, Place};
use crate::pty::Pty;
use ddint_tui::core::answers::Kind;
use ddint_tui::core::step::StepId;
use std::fs;

fn seed(place: &Place, name: &str, title: &str) {
    place.seed(name, |state| {
        state.answers.integration.display_name = title.into();
        state.answers.integration.kind = Some(Kind::Openmetrics);
        state.ui.step = StepId::Framework;
        state.ui.section = "author".into();
    });
}

#[test]
fn saved_workflows_are_listed_with_what_is_left_and_resumed() {
    let place = Place::new();
    seed(&place, "acme", "Acme Queue");
    seed(&place, "zebra", "Zebra");
    let mut pty = place.start(&[]);
    let shot = pty.sees(&["Acme Queue", "Zebra"]);
    let line = shot.line("Acme Queue").unwrap();
    for word in ["Framework", "Say what", "just now"] {
        assert!(line.contains(word), "{word}: {line}");
    }
    // The one that the mark stands on is the one that opens.
    let marked = shot.line("▸").unwrap();
    let (first, other) = if marked.contains("Zebra") {
        ("Zebra", "Acme Queue")
    } else {
        ("Acme Queue", "Zebra")
    };
    pty.press(&["down", "enter"]);
    pty.sees(&["Framework › Author", other]);
    pty.press(&["ctrl-g", "0"]);
    pty.sees(&["Your workflows", first, other]);
}

#[test]
fn deleting_asks_and_only_a_yes_deletes() {
    let place = Place::new();
    seed(&place, "acme", "Acme Queue");
    let folder = place.workflow("acme");
    let mut pty = place.start(&[]);
    pty.sees(&["Acme Queue"]);
    for no in ["n", "esc"] {
        pty.press(&["d"]);
        pty.sees(&["Delete the workflow Acme Queue?"]);
        pty.press(&[no]);
        pty.loses("Delete the workflow");
        assert!(folder.join("workflow.yaml").exists());
    }
    pty.press(&["d"]);
    pty.sees(&["Delete the workflow Acme Queue?"]);
    pty.press(&["y"]);
    pty.sees(&["Nothing here yet"]);
    assert!(!folder.exists());
    assert!(place.world.clone.join(".git").exists(), "the clone stays");
}

#[test]
fn a_second_program_is_refused_and_told_who_has_it() {
    let place = Place::new();
    seed(&place, "acme", "Acme Queue");
    let mut first = place.start(&["resume", "acme"]);
    first.sees(&["Framework › Author"]);
    let holder = first.pid.to_string();
    let mut second = place.start(&[]);
    second.sees(&["Acme Queue"]);
    second.press(&["enter"]);
    second.sees(&["is open in process", &holder, "Your workflows"]);
    // It can't be deleted under the first one's hands either.
    second.press(&["d"]);
    second.sees(&["Delete the workflow"]);
    second.press(&["y"]);
    second.sees(&["is open in process", &holder]);
    assert!(place.workflow("acme").join("workflow.yaml").exists());
    // From the command line the same.
    let mut third = Pty::start(&place.program(&["resume", "acme"]), LARGE);
    third.sees(&["is open in process", &holder]);
    // The first one noticed nothing, and when it is gone the second one may.
    first.press(&["ctrl-g", "0"]);
    first.sees(&["Your workflows"]);
    second.press(&["enter"]);
    second.sees(&["Framework › Author"]);
}

#[test]
fn a_killed_program_leaves_no_lock() {
    let place = Place::new();
    seed(&place, "acme", "Acme Queue");
    let mut first = place.start(&["resume", "acme"]);
    first.sees(&["Framework › Author"]);
    first.kill();
    let mut second = place.start(&["resume", "acme"]);
    second.sees(&["Framework › Author"]);
}

#[test]
fn a_damaged_workflow_offers_the_version_before() {
    let place = Place::new();
    seed(&place, "acme", "Acme Before");
    seed(&place, "acme", "Acme Queue");
    let file = place.workflow("acme").join("workflow.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("integration:", "integration: [", 1)).unwrap();
    let mut pty = place.start(&[]);
    pty.sees(&["acme", "damaged"]);
    pty.press(&["enter"]);
    pty.sees(&["Use the backup?", "line"]);
    pty.press(&["n"]);
    pty.loses("Use the backup?");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("integration: [")
    );
    pty.press(&["enter"]);
    pty.sees(&["Use the backup?"]);
    pty.press(&["y"]);
    pty.sees(&["Acme Before"]);
    pty.press(&["enter"]);
    pty.sees(&["Framework › Author", "Acme Before"]);
    // The damaged one is kept for whoever wants to repair it by hand.
    let kept = fs::read_dir(place.workflow("acme")).unwrap();
    let kept = kept.filter(|e| {
        let name = e.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("damaged")
    });
    assert_eq!(kept.count(), 1);
}

#[test]
fn a_newer_workflow_is_left_alone() {
    let place = Place::new();
    seed(&place, "acme", "Acme Queue");
    let file = place.workflow("acme").join("workflow.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let newer = text.replacen("schema: 1", "schema: 999", 1);
    fs::write(&file, &newer).unwrap();
    let mut pty = place.start(&[]);
    pty.sees(&["acme"]);
    pty.press(&["enter"]);
    pty.sees(&["999", "newer"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}
