//! What ddev and reviewers say while one types: the footer counts and times it, the list leads to the field, and it
//! goes with its cause.

use crate::common::offline;
use crate::pty::Pty;
use crate::seeded::{self, open, place, saved, stands, to_metrics, told, verdicts};
use crate::walk::LONG;

/// Metrics come sorted by what is open first: the row of this metric.
fn to_row(pty: &mut Pty, metric: &str) {
    pty.press(&["/", metric, "enter"]);
    pty.until(metric, |shot| {
        (stands(shot).contains(metric) && shot.has(&["1 shown"])).then_some(())
    });
}

/// How many findings the footer tells, where any are.
fn count(pty: &mut Pty, n: &str) {
    pty.until_within(LONG, &format!("{n} in the footer"), |shot| {
        let footer = shot.text.lines().last()?.to_owned();
        (footer.contains(n) && told(shot).is_some()).then_some(())
    });
}

/// A time per a time as the unit of the lag.
fn wrong_unit(pty: &mut Pty) {
    to_row(pty, "lag.seconds");
    pty.press(&["v"]);
    pty.sees(&["a time is a fraction", "(none)"]);
    pty.press(&["second"]);
    pty.sees(&["▸   second"]);
    pty.press(&["enter"]);
}

#[test]
fn a_wrong_unit_is_counted_listed_and_led_to_and_goes_when_repaired() {
    if offline() {
        return;
    }
    let place = place();
    let mut pty = open(&place);
    to_metrics(&mut pty);
    wrong_unit(&mut pty);
    let shot = verdicts(&mut pty, 1);
    let (_, _, time) = told(&shot).unwrap();
    assert!(time.ends_with("ms") || time.ends_with('s'), "{time}");
    assert!(
        shot.has(&["✗ `second/second` unit is invalid"]),
        "{}",
        shot.text
    );
    pty.press(&["!"]);
    let shot = pty.sees(&[
        "Findings",
        "✗ 1 error",
        "ddev metadata",
        "acme/metadata.csv:",
    ]);
    let row = stands(&shot);
    assert!(row.contains("· Per unit"), "{row}");
    // In full beside it.
    assert!(shot.has(&["│ lag.seconds · Per unit"]), "{}", shot.text);
    pty.press(&["enter"]);
    pty.until("the field", |shot| {
        (stands(shot).contains("lag.seconds") && shot.has(&["▸ Per unit", "1 of 2"])).then_some(())
    });
    // The field that it leads to is the one that the next key edits.
    pty.press(&["enter"]);
    pty.sees(&["a time is a fraction", "▸ ● second"]);
    pty.press(&["(none"]);
    pty.sees(&["▸   (none)"]);
    pty.press(&["enter"]);
    let shot = verdicts(&mut pty, 0);
    assert!(!shot.has(&["second/second"]), "{}", shot.text);
    pty.press(&["f7"]);
    let shot = pty.sees(&["Findings", "▲ 1 warning"]);
    assert!(!shot.has(&["error"]), "{}", shot.text);
    let metadata = place.world.workspace().join("shadow/acme/metadata.csv");
    let metadata = std::fs::read_to_string(metadata).unwrap();
    assert!(!metadata.contains("second,second"), "{metadata}");
}

#[test]
fn what_is_wrong_with_a_text_is_told_before_it_is_taken() {
    if offline() {
        return;
    }
    let place = place();
    let mut pty = open(&place);
    count(&mut pty, "1 finding ");
    to_metrics(&mut pty);
    to_row(&mut pty, "lag.seconds");
    pty.press(&["d"]);
    pty.sees(&["▸ Description", "take"]);
    // No sentence: it ends in the middle of one.
    pty.press(&["backspace", " and"]);
    count(&mut pty, "2 findings");
    assert!(!saved(&place).contains("oldest message and"));
    pty.press(&["backspace", "backspace", "backspace", "backspace", "."]);
    count(&mut pty, "1 finding ");
    // Left without being taken, it is a draft and no more.
    pty.press(&[".", " and"]);
    count(&mut pty, "2 findings");
    pty.press(&["esc"]);
    count(&mut pty, "1 finding ");
}

#[test]
fn the_walk_goes_over_pages_and_a_silenced_remark_stays_away() {
    if offline() {
        return;
    }
    let place = place();
    let mut pty = open(&place);
    to_metrics(&mut pty);
    wrong_unit(&mut pty);
    verdicts(&mut pty, 1);
    // From the metric to the overview on another page, and around.
    for (key, page, at) in [
        ("f8", "Framework › Metrics", "1 of 2"),
        ("]", "Framework › Identity", "2 of 2"),
        ("]", "Framework › Metrics", "1 of 2"),
        ("[", "Framework › Identity", "2 of 2"),
        ("shift-f8", "Framework › Metrics", "1 of 2"),
    ] {
        pty.press(&[key]);
        pty.sees(&[page, at]);
    }
    pty.press(&["f8"]);
    pty.sees(&["Framework › Identity", "▸ Overview", "2 of 2"]);

    pty.press(&["!"]);
    pty.until("the remark", |shot| {
        stands(shot).contains("Overview").then_some(())
    });
    pty.press(&["s"]);
    pty.sees(&["Why does this remark"]);
    pty.press(&["The product is as small as that.", "enter"]);
    pty.until("one finding", |shot| {
        let gone = shot.has(&["Findings", "✗ 1 error"]) && !shot.text.contains("warning");
        (gone && shot.has(&["● saved"])).then_some(())
    });
    assert!(saved(&place).contains("as small as that"));
    pty.kill();
    place.deserted();

    let mut pty = seeded::resume(&place);
    pty.sees(&["Framework › Identity"]);
    verdicts(&mut pty, 1);
    count(&mut pty, "1 finding ");
    pty.press(&["!"]);
    pty.sees(&["Findings", "✗ 1 error"]);
    pty.press(&["esc"]);
    pty.loses("Findings");
    pty.press(&["ctrl-u"]);
    count(&mut pty, "2 findings");
    pty.press(&["!"]);
    pty.sees(&["✗ 1 error", "Overview"]);
}
