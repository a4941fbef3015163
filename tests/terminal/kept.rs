//! What was typed, and the place on the screen, survive a kill at any moment.

use crate::term::Term;

#[test]
fn text_being_typed_and_its_cursor_are_back_after_a_kill() {
    let data = tempfile::tempdir().unwrap();
    let mut term = Term::start(data.path(), &["new", "Acme Queue"], (100, 30), &[]);
    term.see("Prototype › Source");
    term.send("\x073");
    term.see("Fill in Description");
    term.send("\x1b[B\r");
    term.see("take and leave");
    term.send("First line\rSecnd\x1b[D\x1b[D");
    term.see("Secnd");
    term.see("● saved");
    term.kill();
    drop(term);

    let mut again = Term::start(data.path(), &["resume"], (100, 30), &[]);
    again.see("Framework › Identity");
    again.see("take and leave");
    // The cursor is where it was: between c and n.
    again.send("o");
    again.see("Second");
    again.send("\x1b");
    again.see("Overview");
    again.see("● saved");
}

#[test]
fn home_lists_it_opens_it_and_deletes_it_when_asked() {
    let data = tempfile::tempdir().unwrap();
    let mut term = Term::start(data.path(), &["new", "Acme Queue"], (100, 30), &[]);
    term.see("Prototype › Source");
    term.send("\x070");
    term.see("Your workflows");
    term.see("Acme Queue");
    term.send("\r");
    term.see("Prototype › Source");
    term.send("\x070");
    term.see("Your workflows");
    term.send("d");
    term.see("Delete the workflow Acme Queue?");
    term.send("y");
    term.see("Begin with a product's name");
    let left = std::fs::read_dir(data.path().join("data/workflows")).unwrap();
    assert_eq!(left.count(), 0);
}

#[test]
fn two_programs_on_one_workflow() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Term::start(data.path(), &["new", "Acme Queue"], (100, 30), &[]);
    first.see("● saved");
    let mut second = Term::start(data.path(), &[], (100, 30), &[]);
    second.see("Acme Queue");
    second.send("\r");
    second.see(&first.pid().to_string());
}
