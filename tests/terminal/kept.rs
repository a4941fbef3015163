//! What was typed and where its cursor stood survive a kill; and while nothing happens, nothing happens.

use crate::place::{LARGE, Place};
use crate::pty::Pty;

#[test]
fn text_being_typed_and_its_cursor_are_back_after_a_kill() {
    let place = Place::new();
    let mut pty = place.begin("Acme");
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description"]);
    pty.press(&["down", "enter"]);
    pty.sees(&["▸ Overview", "take and leave"]);
    pty.press(&["First line", "enter", "Secnd", "left", "left"]);
    pty.until("the cursor in the file", |shot| {
        let file = place
            .workflow("acme")
            .join("drafts/integration.overview.yaml");
        let saved = std::fs::read_to_string(file).unwrap_or_default();
        let saved: String = saved.split_whitespace().collect();
        (shot.has(&["Secnd", "● saved"]) && saved.contains("cursor:-1-3")).then_some(())
    });
    pty.kill();
    let mut again = place.start(&["resume"]);
    again.sees(&["Framework › Identity", "First line", "take and leave"]);
    // The cursor is where it was: between c and n.
    again.press(&["o"]);
    again.sees(&["Second"]);
    // A key at a time, each undone by its own, here as before the kill.
    again.press(&["backspace"]);
    again.sees(&["Secnd"]);
}

#[test]
fn without_a_terminal_it_says_what_to_run_instead() {
    let place = Place::new();
    let output = place.program(&[]).output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("ddint-tui run --answers"), "{text}");
}

/// No thread of the program is woken, and nothing is drawn.
#[cfg(target_os = "linux")]
#[test]
fn idle_is_idle() {
    let place = Place::new();
    let mut pty = Pty::start(&place.program(&[]), LARGE);
    pty.sees(&["Nothing here yet"]);
    let pid = pty.pid;
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
    // What the start still had to do is over when nothing came for a second.
    pty.listen(std::time::Duration::from_secs(1));
    let before = switches();
    let bytes = pty.listen(std::time::Duration::from_secs(3));
    assert_eq!(bytes, 0, "something was drawn");
    assert_eq!(switches() - before, 0, "something woke up");
}
