//! Pastes: one event each, with nothing in them that is a command.

use crate::keys::paste;
use crate::place::Place;
use crate::pty::Pty;
use ddint_tui::core::state::State;
use std::fmt::Write;
use std::time::Duration;

const NASTY: &str = "one\r\ntwo\tthree\rfour\x07\x08\x7f\u{9b}\u{85} fünf\x03\x1a";

fn draft(place: &Place, field: &str) -> String {
    let state: State = ddint_tui::workspace::read(&place.workflow("acme")).unwrap();
    state.drafts[field].text.clone()
}

fn at_description(place: &Place) -> Pty {
    let mut pty = place.begin("Acme");
    pty.loses("cancels");
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description"]);
    pty.press(&["enter"]);
    pty.sees(&["take"]);
    pty
}

fn at_overview(place: &Place) -> Pty {
    let mut pty = at_description(place);
    pty.press(&["down"]);
    pty.sees(&["▸ Overview", "take and leave"]);
    pty
}

#[test]
fn into_one_line() {
    let place = Place::new();
    let mut pty = at_description(&place);
    pty.send(&paste(NASTY));
    pty.sees(&["one two three four fünf"]);
    // Nothing in it was a command: the field is still open.
    pty.press(&["!"]);
    pty.sees(&["one two three four fünf!"]);
    pty.leave();
    let text = draft(&place, "integration.description");
    assert_eq!(text, "one two three four fünf!");
}

#[test]
fn into_several_lines() {
    let place = Place::new();
    let mut pty = at_overview(&place);
    pty.send(&paste(NASTY));
    pty.sees(&["fünf"]);
    pty.press(&["!"]);
    pty.sees(&["fünf!"]);
    pty.leave();
    let text = draft(&place, "integration.overview");
    assert_eq!(text, "one\ntwo\tthree\nfour fünf!");
}

#[test]
fn a_hundred_kilobytes() {
    let mut text = String::new();
    for n in 0..2_000 {
        writeln!(text, "line {n} of a text that is rather long, ünd so on").unwrap();
    }
    assert!(text.len() > 100_000);
    let place = Place::new();
    let mut pty = at_overview(&place);
    pty.send(&paste(&text));
    pty.press(&["the end"]);
    pty.sees_within(Duration::from_secs(60), &["line 1999", "the end"]);
    pty.leave();
    let saved = draft(&place, "integration.overview");
    assert_eq!(saved, format!("{text}the end"));
}

#[test]
fn where_nothing_is_typed_a_paste_does_nothing() {
    let place = Place::new();
    let mut pty = at_description(&place);
    pty.press(&["esc"]);
    pty.sees(&["edit", "preview the files"]);
    pty.send(&paste("pqxn\ra"));
    // The next key is handled after it.
    pty.press(&["?"]);
    pty.sees(&["Keys on this page"]);
    pty.press(&["esc"]);
    pty.loses("Keys on this page");
    pty.sees(&["▸ Description", "to answer"]);
}
