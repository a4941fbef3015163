//! The terminal is given back whole, however the program ends.

use crate::place::Place;
use crate::pty::{Pty, modes};
use rustix::process::Signal;

/// What the terminal was set to before the program, and is to be set to after it.
struct Before(String);

fn open(place: &Place) -> (Pty, Before) {
    // A program that waits for a line tells what a terminal is like that nobody has changed.
    let mut plain = std::process::Command::new("cat");
    plain.current_dir(place.home());
    let mut untouched = Pty::start(&plain, crate::place::LARGE);
    let before = Before(untouched.modes());
    untouched.kill();
    let mut pty = place.begin("Acme Queue");
    pty.loses("cancels");
    // In the middle of typing, with a draft that nobody has taken.
    pty.press(&["down", "enter", " and more"]);
    pty.sees(&["Acme Queue and more"]);
    let shot = pty.now();
    assert!(shot.screen.alternate_screen());
    assert!(shot.screen.bracketed_paste());
    assert!(pty.modes().contains("-icanon"), "{}", pty.modes());
    (pty, before)
}

fn given_back(pty: &Pty, before: &Before) {
    let shot = pty.now();
    assert!(
        !shot.screen.alternate_screen(),
        "the alternate screen is on"
    );
    assert!(!shot.screen.hide_cursor(), "the cursor is hidden");
    assert!(!shot.screen.bracketed_paste(), "bracketed paste is on");
    assert_eq!(
        shot.screen.mouse_protocol_mode(),
        vt100::MouseProtocolMode::None
    );
    assert_eq!(modes(&pty.tty), before.0);
    let left = shot.text.split("<end of").next().unwrap_or_default();
    assert_eq!(left.trim(), "", "something is left on the screen");
}

fn saved(place: &Place) {
    let saved = place.saved("acme_queue");
    assert!(saved.contains("Acme Queue and more"), "{saved}");
}

#[test]
fn after_ctrl_c_twice() {
    let place = Place::new();
    let (mut pty, before) = open(&place);
    pty.press(&["ctrl-c"]);
    pty.sees(&["Leave ddint-tui?"]);
    pty.press(&["ctrl-c"]);
    assert_eq!(pty.end(), (0, None));
    given_back(&pty, &before);
    saved(&place);
}

#[test]
fn after_leaving_when_asked() {
    let place = Place::new();
    let (mut pty, before) = open(&place);
    pty.press(&["ctrl-c"]);
    pty.sees(&["Leave ddint-tui?"]);
    pty.press(&["n"]);
    pty.loses("Leave ddint-tui?");
    pty.press(&["ctrl-c"]);
    pty.sees(&["Leave ddint-tui?"]);
    pty.press(&["y"]);
    assert_eq!(pty.end(), (0, None));
    given_back(&pty, &before);
    saved(&place);
}

#[test]
fn after_each_signal_with_its_own_exit_status() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let place = Place::new();
        let (mut pty, before) = open(&place);
        pty.signal(signal);
        assert_eq!(pty.end(), (status, None), "{signal:?}");
        given_back(&pty, &before);
        saved(&place);
    }
}

/// What the next test runs in a terminal: the same guard and hook as the program's, and a panic.
#[test]
fn a_panic_while_the_terminal_is_taken() {
    if std::env::var_os("DDINT_TEST_PANIC").is_none() {
        return;
    }
    ddint_tui::tui::terminal::hook_panics();
    let _guard = ddint_tui::tui::terminal::Guard::take().unwrap();
    let mut screen = ddint_tui::tui::terminal::screen().unwrap();
    screen
        .draw(|frame| frame.render_widget("drawn-before", frame.area()))
        .unwrap();
    // A job's panic is no reason to leave the screen.
    let job = std::thread::spawn(|| panic!("a job's panic"));
    assert!(job.join().is_err());
    assert!(modes(std::path::Path::new("/dev/tty")).contains("-icanon"));
    panic!("the reason of the panic");
}

#[test]
fn after_a_panic_whose_message_can_be_read() {
    let place = Place::new();
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "--nocapture"])
        .arg("given_back::a_panic_while_the_terminal_is_taken")
        .env("DDINT_TEST_PANIC", "1")
        .env("RUST_BACKTRACE", "0");
    let mut plain = std::process::Command::new("cat");
    plain.current_dir(place.home());
    let mut untouched = Pty::start(&plain, crate::place::LARGE);
    let before = untouched.modes();
    untouched.kill();
    let mut pty = Pty::start(&command, crate::place::LARGE);
    assert_eq!(pty.end(), (101, None));
    let shot = pty.now();
    assert!(shot.has(&["the reason of the panic"]), "{}", shot.text);
    assert!(!shot.has(&["a job's panic"]), "{}", shot.text);
    assert!(!shot.screen.alternate_screen() && !shot.screen.hide_cursor());
    assert!(!shot.screen.bracketed_paste());
    assert_eq!(modes(&pty.tty), before);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(raw.contains("drawn-before"), "it was never taken");
}
