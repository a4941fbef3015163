//! The terminal is given back after every way to end, and around a suspension and an editor.

use crate::term::{Term, until};
use rustix::process::Signal;
use std::os::unix::fs::PermissionsExt;

fn home() -> (tempfile::TempDir, Term) {
    let data = tempfile::tempdir().unwrap();
    let mut term = Term::start(data.path(), &[], (80, 24), &[]);
    term.see("Your workflows");
    assert!(term.screen().alternate_screen());
    assert!(term.screen().bracketed_paste());
    (data, term)
}

#[test]
fn leaving_asks_and_gives_the_terminal_back() {
    let (_data, mut term) = home();
    term.send("\x03");
    term.see("Leave ddint-tui?");
    term.send("n");
    term.until(
        "the question is gone",
        std::time::Duration::from_secs(30),
        |t| !t.text().contains("Leave ddint-tui?"),
    );
    term.send("\x03");
    term.see("Leave ddint-tui?");
    term.send("y");
    assert_eq!(term.end(), 0);
    term.assert_given_back();
}

#[test]
fn signals_end_it_with_their_own_status() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let (_data, mut term) = home();
        term.signal(signal);
        assert_eq!(term.end(), status);
        term.assert_given_back();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_z_suspends_and_goes_on() {
    let (_data, mut term) = home();
    let pid = term.pid();
    let state = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(") ").next().unwrap().chars().next().unwrap()
    };
    term.send("\x1a");
    until("the process is stopped", || state() == 'T');
    term.until(
        "the terminal is given back",
        std::time::Duration::from_secs(30),
        |t| !t.screen().alternate_screen(),
    );
    term.assert_given_back();
    term.signal(Signal::CONT);
    term.until(
        "the screen is back",
        std::time::Duration::from_secs(30),
        |t| t.screen().alternate_screen() && t.text().contains("Your workflows"),
    );
    term.send("i");
    term.see("Custom check or integration?");
}

#[test]
fn any_size_at_any_time() {
    let (_data, mut term) = home();
    term.resize(49, 15);
    term.see("needs 50x15");
    term.resize(120, 36);
    term.see("What this makes");
    term.send("nAcme");
    term.see("metrics acme.*");
    term.resize(60, 20);
    term.see("metrics acme.*");
}

#[test]
fn without_a_terminal_it_says_what_to_run_instead() {
    let data = tempfile::tempdir().unwrap();
    let output = crate::common::program(data.path()).output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("ddint-tui run --answers"), "{text}");
}

/// The editor gets every key: the program doesn't read while it runs.
#[test]
fn an_editor_has_the_terminal_to_itself() {
    let data = tempfile::tempdir().unwrap();
    let script = data.path().join("editor.sh");
    std::fs::write(
        &script,
        "#!/bin/sh\nprintf 'EDITOR READY'\nread -r line\nprintf '%s' \"$line\" > \"$1\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    let editor = script.display().to_string();
    let mut term = Term::start(
        data.path(),
        &["new", "Acme Queue"],
        (180, 30),
        &[("VISUAL", &editor)],
    );
    term.see("Prototype › Source");
    term.send("\x073");
    term.see("Framework › Identity");
    term.see("Fill in Description");
    term.send("\x05");
    term.see("EDITOR READY");
    assert!(!term.screen().alternate_screen());
    let typed = "every single key, q?]/ and all";
    term.send(typed);
    term.send("\r");
    term.until(
        "the field holds it",
        std::time::Duration::from_secs(60),
        |t| t.screen().alternate_screen() && t.text().contains(typed),
    );
}

/// Nothing happens while nothing happens: no thread of the program is woken.
#[cfg(target_os = "linux")]
#[test]
fn idle_is_idle() {
    let (_data, mut term) = home();
    let pid = term.pid();
    let switches = || -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        tasks
            .filter_map(|t| std::fs::read_to_string(t.unwrap().path().join("status")).ok())
            .flat_map(|status| {
                let counts = status.lines().filter(|l| l.contains("ctxt_switches"));
                let numbers = counts.filter_map(|l| l.split_whitespace().last()?.parse().ok());
                numbers.collect::<Vec<u64>>()
            })
            .sum()
    };
    term.listen(std::time::Duration::from_secs(1));
    let before = switches();
    let bytes = term.listen(std::time::Duration::from_secs(3));
    assert_eq!(bytes, 0, "something was drawn");
    assert_eq!(switches() - before, 0, "something woke up");
}

#[test]
fn ascii_without_a_utf8_locale_and_no_color_on_request() {
    let data = tempfile::tempdir().unwrap();
    let env = [("LANG", "C"), ("NO_COLOR", "1")];
    let mut term = Term::start(data.path(), &["new", "Acme"], (120, 36), &env);
    term.see("Prototype > Source");
    term.see("* saved");
    assert!(term.text().is_ascii(), "{}", term.text());
    for row in 0..36 {
        for column in 0..120 {
            let cell = term.screen().cell(row, column).unwrap();
            assert_eq!(cell.fgcolor(), vt100::Color::Default);
            assert_eq!(cell.bgcolor(), vt100::Color::Default);
        }
    }
}
