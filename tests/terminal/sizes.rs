//! A window of any size at any time: nothing typed is lost.

use crate::place::Place;

const SIZES: [(u16, u16); 5] = [(100, 30), (80, 24), (50, 15), (40, 10), (120, 36)];

#[test]
fn resizing_while_typing_loses_nothing() {
    let place = Place::new();
    let mut pty = place.begin("Acme");
    pty.loses("cancels");
    pty.press(&["down", "enter"]);
    pty.sees(&["take"]);
    let mut typed = "Acme".to_owned();
    for (n, size) in SIZES.into_iter().cycle().take(10).enumerate() {
        pty.resize(size);
        if size == (40, 10) {
            pty.sees(&["50", "15", "40", "10"]);
        } else {
            pty.sees(&[&typed]);
        }
        let more = format!(" {n}");
        pty.press(&[&more]);
        typed.push_str(&more);
        if size != (40, 10) {
            pty.sees(&[&typed]);
        }
    }
    assert_eq!(typed, "Acme 0 1 2 3 4 5 6 7 8 9");
    pty.press(&["enter"]);
    pty.sees(&[&typed, "● saved"]);
    let saved = place.saved("acme");
    assert!(saved.contains(&typed), "{saved}");
}

#[test]
fn it_starts_in_a_window_that_is_too_small() {
    let place = Place::new();
    let mut pty = crate::pty::Pty::start(&place.program(&[]), (20, 5));
    pty.sees(&["50"]);
    pty.resize((80, 24));
    pty.sees(&["Nothing here yet"]);
    // Many sizes at once, as a mouse makes them; the last one counts.
    for columns in 10..100 {
        pty.resize((columns, columns / 3));
    }
    pty.resize((100, 30));
    pty.until("a frame of the last size", |shot| {
        let last = shot.text.lines().last()?;
        (last.contains("F1 help") && last.chars().count() > 90).then_some(())
    });
}
