//! Without color, and with ASCII only: looked at in the bytes that the terminal gets.

use crate::place::{LARGE, Place};
use crate::pty::Pty;
use std::process::Command;

/// Home, its page on integrations, and every step, with help and palette over one.
fn look_around(command: &Command) -> Vec<u8> {
    let mut pty = Pty::start(command, LARGE);
    pty.sees(&["Nothing here yet"]);
    pty.press(&["i"]);
    pty.loses("Nothing here yet");
    pty.press(&["esc"]);
    pty.sees(&["Nothing here yet"]);
    pty.press(&["n"]);
    pty.sees(&["What is your product called?"]);
    // An error, too.
    pty.press(&["9lives"]);
    pty.sees(&["digit"]);
    pty.press(&["ctrl-w", "Acme Queue", "enter"]);
    pty.sees(&["Prototype", "Kind"]);
    pty.loses("cancels");
    for (digit, word) in [
        ("1", "Toolchain"),
        ("3", "Description"),
        ("4", "Test"),
        ("5", "Commit"),
        ("6", "Pull request"),
        ("7", "Maintain"),
        ("2", "Kind"),
    ] {
        pty.press(&["ctrl-g", digit]);
        pty.sees(&[word]);
    }
    pty.press(&["f1"]);
    pty.sees(&["Keys on this page"]);
    pty.press(&["esc"]);
    pty.loses("Keys on this page");
    pty.press(&["ctrl-p"]);
    pty.press(&["go to"]);
    pty.sees(&["go to Commit"]);
    pty.press(&["esc"]);
    pty.loses("go to Commit");
    pty.press(&["enter"]);
    pty.sees(&["openmetrics", "http", "blank"]);
    pty.raw()
}

/// The parameters of every SGR sequence.
fn colors(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sgr = regex::Regex::new("\x1b\\[([0-9;:]*)m").unwrap();
    let mut out = vec![];
    for found in sgr.captures_iter(&text) {
        let colored = found[1].split([';', ':']).any(|n| {
            let n: u16 = n.parse().unwrap_or(0);
            // 39, 49 and 59 take a color back.
            matches!(n, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
        });
        if colored {
            out.push(found[0].to_owned());
        }
    }
    out
}

#[test]
fn no_color_means_none_at_all() {
    let place = Place::new();
    let colored = look_around(&place.program(&[]));
    assert!(!colors(&colored).is_empty(), "there is color to leave out");
    let place = Place::new();
    let plain = look_around(place.program(&[]).env("NO_COLOR", "1"));
    assert_eq!(colors(&plain), Vec::<String>::new());
    // An empty value counts as unset.
    let place = Place::new();
    let colored = look_around(place.program(&[]).env("NO_COLOR", ""));
    assert!(!colors(&colored).is_empty());
}

#[test]
fn ascii_by_option_and_by_locale() {
    let odd = |raw: &[u8]| {
        let text = String::from_utf8_lossy(raw).into_owned();
        text.chars().filter(|c| !c.is_ascii()).collect::<String>()
    };
    let place = Place::new();
    assert_ne!(odd(&look_around(&place.program(&[]))), "");
    let place = Place::new();
    assert_eq!(odd(&look_around(&place.program(&["--ascii"]))), "");
    let place = Place::new();
    assert_eq!(odd(&look_around(place.program(&[]).env("LANG", "C"))), "");
    let place = Place::new();
    let mut command = place.program(&[]);
    command.env("LC_ALL", "POSIX");
    assert_eq!(odd(&look_around(&command)), "", "LC_ALL wins over LANG");
}
