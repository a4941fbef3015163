//! A damaged integration, repaired by keys: the list, what the fix does, the fix, the finding gone, and all of it back.

use crate::common::{copy, git, offline, toolchain};
use crate::place::Place;
use crate::walk::LONG;
use std::fs;
use std::path::Path;

#[test]
fn a_wrong_unit_is_found_fixed_taken_back_and_fixed_again() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let clone = &place.world.clone;
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/acme_queue");
    copy(&sample, &clone.join("acme_queue"));
    git(clone, &["add", "-A"]);
    git(clone, &["commit", "-qm", "Acme Queue"]);
    let file = clone.join("acme_queue/metadata.csv");
    let good = fs::read_to_string(&file).unwrap();
    let damaged = good.replacen(",message,", ",msgs,", 1);
    assert_ne!(good, damaged);
    fs::write(&file, &damaged).unwrap();

    let repo = clone.display().to_string();
    let mut pty = place.start(&["new", "--from", "acme_queue", "--repo", &repo]);
    // The real ddev's verdicts stand in the footer.
    pty.sees_within(LONG, &["Framework › Identity", "ddev ✗"]);
    pty.press(&["!", "/", "msgs", "enter"]);
    pty.sees_within(LONG, &["1 shown", "f fix it", "needs your eye"]);
    pty.press(&["f"]);
    pty.sees_within(
        LONG,
        &["Look first", "writes 1 file", "metadata.csv  changed"],
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    // Esc leaves everything as it was.
    pty.press(&["esc"]);
    pty.sees(&["1 shown", "f fix it"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    for _ in 0..2 {
        pty.press(&["f"]);
        pty.sees_within(LONG, &["writes 1 file", "↵ apply"]);
        pty.press(&["enter"]);
        // It was looked at again.
        pty.sees_within(LONG, &["0 shown", "Nothing matches", "u take the fix back"]);
        let fixed = fs::read_to_string(&file).unwrap();
        assert_ne!(fixed, damaged);
        assert!(!fixed.contains("msgs"), "{fixed}");
        pty.loses("cancels");
        pty.press(&["u"]);
        pty.sees_within(LONG, &["1 shown", "f fix it"]);
        pty.loses("cancels");
        assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    }
    // Back to the page that it was opened from, with nothing lost.
    pty.press(&["esc"]);
    pty.sees(&["test-all.yml", "F fix all safe ones"]);
    pty.press(&["esc"]);
    pty.sees(&["Framework › Identity"]);
    pty.press(&["ctrl-c", "y"]);
    assert_eq!(pty.end().0, 0);
    place.deserted();
}
