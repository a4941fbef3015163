//! The fast loop: a save in the clone runs the tests by themselves, and only ddev turns the step green.

use crate::common::offline;
use crate::pty::Pty;
use crate::seeded::{folder, place, resume, stands};
use crate::walk::LONG;
use std::fs;

/// What the footer says of the tests.
fn pytest(pty: &mut Pty, says: &str) {
    pty.until_within(LONG, &format!("{says:?} in the footer"), |shot| {
        let footer = shot.text.lines().last()?.to_owned();
        let told = footer.rsplit_once("pytest")?.1;
        told.trim().starts_with(says).then_some(())
    });
}

#[test]
fn a_save_runs_the_tests_until_they_are_turned_off() {
    if offline() {
        return;
    }
    let place = place();
    let tests = folder(&place).join("tests");
    let ran = place.world.path().join("ran");
    let file = |n: usize| {
        tests.join(format!(
            "test_saved_{}.py",
            if n == 3 { "third" } else { "here" }
        ))
    };
    let save = |n: usize, holds: bool| {
        let path = ran.display();
        let text = format!(
            "def test_saved():\n    with open('{path}', 'a') as f:\n        f.write('{n}')\n    assert {n} == {}\n",
            if holds { n } else { n + 1 }
        );
        fs::write(file(n), text).unwrap();
    };
    let mut pty = resume(&place);
    pty.sees(&["Set up", "● saved"]);
    pty.press(&["ctrl-g", "4"]);
    pty.sees(&["validate ci", "not run", "w tests on save"]);
    pty.loses("cancels");
    // Without ddev's environment there is nothing to run them in, and that is said.
    save(0, true);
    pytest(&mut pty, "not yet");
    pty.press(&["f1"]);
    pty.sees(&["ddev made no environment for the tests yet"]);
    pty.press(&["esc"]);
    pty.loses("ddev made no environment");
    pty.press(&["end", "up", "up"]);
    pty.until("the row of the tests", |shot| {
        let at = stands(shot);
        (at.contains(" test ") && !at.contains("--")).then_some(())
    });
    pty.press(&["r"]);
    pty.until_within(LONG, "ddev's own run", |shot| {
        let row = stands(shot);
        (row.contains("passed") && !shot.has(&["cancels"])).then_some(())
    });

    save(1, false);
    pytest(&mut pty, "✗1 ✓");
    let shot = pty.sees(&["4 Test"]);
    assert!(!shot.has(&["✓ 4 Test"]), "{}", shot.text);
    pty.press(&["!"]);
    pty.sees(&["Findings", "test_saved_here.py", "pytest"]);
    pty.press(&["esc"]);
    save(2, true);
    pytest(&mut pty, "✓");
    let shot = pty.sees(&["4 Test"]);
    assert!(!shot.has(&["✓ 4 Test"]), "{}", shot.text);

    pty.press(&["w"]);
    pty.sees(&["Tests no longer run after a save."]);
    pytest(&mut pty, "off");
    save(3, true);
    // That it was saved is noticed; that nothing ran is told by what no test wrote.
    pty.press(&["ctrl-g", "5"]);
    pty.sees(&["In this commit"]);
    fs::write(folder(&place).join("AAA.txt"), "saved after it\n").unwrap();
    pty.sees(&["acme/AAA.txt"]);
    fs::remove_file(file(3)).unwrap();
    fs::remove_file(folder(&place).join("AAA.txt")).unwrap();
    pty.loses("acme/AAA.txt");
    pty.press(&["ctrl-g", "4"]);
    pty.sees(&["validate ci"]);
    pytest(&mut pty, "off");
    pty.press(&["w"]);
    pty.sees(&["Tests run after each save"]);
    save(4, true);
    pytest(&mut pty, "✓");
    let ran = fs::read_to_string(ran).unwrap();
    assert!(ran.contains('4') && !ran.contains('3'), "{ran}");
}
