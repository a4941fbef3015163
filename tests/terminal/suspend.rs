//! Ctrl+Z gives the terminal to the shell, and `fg` brings everything back.

use crate::place::{Place, child_of, state_of};
use crate::pty::{Pty, Shot};
use rustix::process::{Pid, Signal, kill_process};

/// A shell with job control in which the program runs, with a text half typed; the program's process.
fn in_a_shell(place: &Place) -> (Pty, i32) {
    let mut pty = place.shell(&[], "\"$PROGRAM\" new 'Acme Queue'");
    pty.sees(&["Prototype", "▸ What can you show?"]);
    pty.loses("cancels");
    pty.press(&["down", "enter", " half ty"]);
    pty.sees(&["Acme Queue half ty"]);
    let pid = child_of(pty.pid);
    (pty, pid)
}

/// Blocks until the shell waits for a command and its screen is as told.
fn prompt(pty: &mut Pty, holds: impl Fn(&str) -> bool) -> Shot {
    pty.until("the shell's prompt", |shot| {
        let shells = !shot.screen.alternate_screen();
        let last = shot.text.trim_end().lines().last()?.trim_end() == "shell>";
        (shells && last && holds(&shot.text)).then(|| shot.clone())
    })
}

fn goes_on(pty: &mut Pty) {
    pty.press(&["fg", "enter"]);
    // The modes come back before the frame does, so what the shell wrote may stand between for a moment.
    let shot = pty.until("the screen drawn again", |shot| {
        let drawn = shot.has(&["Acme Queue half ty", "Prototype", "F1 help"]);
        (drawn && !shot.has(&["shell>"])).then(|| shot.clone())
    });
    assert!(shot.screen.alternate_screen() && shot.screen.bracketed_paste());
    // Keys arrive one by one again, without an Enter and without an echo.
    pty.press(&["ped"]);
    pty.sees(&["Acme Queue half typed"]);
    pty.press(&["ctrl-c"]);
    pty.sees(&["Leave ddint-tui?"]);
    pty.press(&["y"]);
    prompt(pty, |_| true);
    pty.press(&["echo \"status $? jobs $(jobs | wc -l)\"", "enter"]);
    pty.sees(&["status 0 jobs 0"]);
}

#[test]
fn ctrl_z_stops_and_fg_goes_on_where_it_was() {
    let place = Place::new();
    let (mut pty, pid) = in_a_shell(&place);
    for times in 1..=2 {
        pty.press(&["ctrl-z"]);
        let shot = prompt(&mut pty, |text| text.matches("Stopped").count() == times);
        assert_eq!(state_of(pid), "T");
        assert!(!shot.screen.alternate_screen());
        assert!(!shot.screen.hide_cursor(), "the cursor is hidden");
        pty.press(&["fg", "enter"]);
        pty.sees(&["Acme Queue half ty", "F1 help"]);
    }
    pty.press(&["ctrl-z"]);
    prompt(&mut pty, |text| text.matches("Stopped").count() == 3);
    // The shell can be worked in meanwhile, in a window of another size.
    pty.press(&["clear; echo mean; echo while", "enter"]);
    prompt(&mut pty, |text| text.contains("mean\nwhile"));
    pty.resize((100, 30));
    goes_on(&mut pty);
}

#[test]
fn a_stop_from_outside_that_nobody_announces_is_repaired_by_fg() {
    let place = Place::new();
    let (mut pty, pid) = in_a_shell(&place);
    kill_process(Pid::from_raw(pid).unwrap(), Signal::STOP).unwrap();
    pty.shell_writes = true;
    pty.until("the shell has the terminal", |shot| {
        shot.text.contains("Stopped").then_some(())
    });
    pty.shell_writes = false;
    assert_eq!(state_of(pid), "T");
    goes_on(&mut pty);
}
