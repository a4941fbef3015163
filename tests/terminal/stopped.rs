//! Killed, suspended, and resized while verdicts come.

use crate::common::offline;
use crate::place::{LARGE, Place, child_of, state_of};
use crate::pty::Pty;
use crate::seeded::{arguments, open, place, resume, to_framework, told, verdicts};
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::Wizard;

/// Goes to the description, which many files hold, and adds to it.
fn edit(pty: &mut Pty, text: &str) {
    pty.sees(&["Framework › Identity"]);
    pty.press(&["home", "down"]);
    pty.sees(&["▸ Description"]);
    pty.press(&["enter"]);
    pty.sees(&["take"]);
    pty.press(&[text, "enter"]);
}

/// What the files are to be made from, by what is saved.
fn description(place: &Place) -> String {
    let state: State = ddint_tui::workspace::read(&place.world.workspace()).unwrap();
    Wizard::new(state)
        .as_typed()
        .state
        .answers
        .integration
        .description
}

#[test]
fn a_kill_while_verdicts_come_leaves_nobody_and_resumes_right() {
    if offline() {
        return;
    }
    let place = place();
    let mut pty = open(&place);
    for round in ["One", "Two", "Three", "Four"] {
        edit(&mut pty, &format!(" {round}."));
        // While it rests, is rendered, or is validated; half of the times once it was saved.
        let saved = round == "Two" || round == "Four";
        pty.until("the verdicts are on their way", |shot| {
            let kept = !saved || description(&place).ends_with(&format!("{round}."));
            (kept && (saved || told(shot).is_none())).then_some(())
        });
        pty.kill();
        place.deserted();
        pty = resume(&place);
        let shot = pty.sees(&["Framework › Identity"]);
        assert!(!shot.has(&["Interrupted"]), "{}", shot.text);
        verdicts(&mut pty, 0);
        let expected = description(&place);
        assert!(
            !saved || expected.ends_with(&format!("{round}.")),
            "{expected}"
        );
        // What is rendered is what is answered.
        let manifest = place.world.workspace().join("shadow/acme/manifest.json");
        let manifest = std::fs::read_to_string(manifest).unwrap();
        assert!(manifest.contains(&expected), "{expected}\n{manifest}");
        if pty.now().has(&["take"]) {
            pty.press(&["enter"]);
            pty.loses("take");
        }
    }
    pty.leave();
    place.deserted();
}

#[test]
fn a_window_of_any_size_shows_the_verdicts_as_they_come() {
    if offline() {
        return;
    }
    let place = place();
    let mut pty = open(&place);
    for (n, size) in [(100, 30), (80, 24), (50, 15), (120, 36)]
        .into_iter()
        .enumerate()
    {
        pty.resize(LARGE);
        pty.sees(&["Framework › Identity", "Why"]);
        edit(&mut pty, &format!(" {n}."));
        pty.resize(size);
        let width = usize::from(size.0);
        pty.until_within(crate::walk::LONG, "the verdicts at this width", |shot| {
            let footer = shot.text.lines().last()?.trim_end().to_owned();
            let fits =
                footer.chars().count() <= width && footer.ends_with(|c: char| !c.is_whitespace());
            let all = if width < 100 {
                footer.ends_with("✓13")
            } else {
                told(shot).is_some()
            };
            (fits && all && footer.contains("F1 help") && shot.has(&["Description"])).then_some(())
        });
    }
}

fn in_a_shell(place: &Place) -> (Pty, i32) {
    let all = arguments(&place.world.workspace());
    let line = "\"$PROGRAM\" resume --workspace \"$WORKSPACE\"";
    let mut pty = place.shell(&[("WORKSPACE", &all[2])], line);
    to_framework(&mut pty);
    let pid = child_of(pty.pid);
    (pty, pid)
}

#[test]
fn suspended_while_the_warm_ddev_works_it_goes_on_where_it_was() {
    if offline() {
        return;
    }
    let place = place();
    let (mut pty, pid) = in_a_shell(&place);
    verdicts(&mut pty, 0);
    for round in ["One", "Two"] {
        edit(&mut pty, &format!(" {round}."));
        pty.until("it is being looked at", |shot| {
            (told(shot).is_none() && shot.has(&[round])).then_some(())
        });
        pty.press(&["ctrl-z"]);
        pty.until("the shell's prompt", |shot| {
            let last = shot.text.trim_end().lines().last()?.trim_end() == "shell>";
            (last && !shot.screen.alternate_screen()).then_some(())
        });
        assert_eq!(state_of(pid), "T");
        pty.press(&["fg", "enter"]);
        pty.sees(&["Framework › Identity", round, "F1 help"]);
        let shot = verdicts(&mut pty, 0);
        assert!(shot.screen.alternate_screen());
    }
    pty.press(&["ctrl-c"]);
    pty.sees(&["Leave ddint-tui?"]);
    pty.press(&["y"]);
    pty.until("the shell again", |shot| {
        let last = shot.text.trim_end().lines().last()?.trim_end() == "shell>";
        (last && !shot.screen.alternate_screen()).then_some(())
    });
    // Of all that worked there only the shell is left.
    place.deserted_but(&[pty.pid]);
}
