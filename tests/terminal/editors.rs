//! Ctrl+E: the contributor's editor has the terminal to itself, and everything is back afterwards.

use crate::place::Place;
use crate::pty::Pty;
use ddint_tui::core::hash;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// An editor that notes what the terminal is like, reads a line from it, and adds it to the file.
const EDITOR: &str = r#"#!/bin/sh
here=$(dirname "$0")
stty -a > "$here/modes"
echo "$@" > "$here/arguments"
for file; do :; done
cp "$file" "$here/before"
stat -c %a "$file" > "$here/mode" 2>/dev/null || stat -f %Lp "$file" > "$here/mode"
echo >> "$here/count"
printf 'EDITOR %d: ' "$(wc -l < "$here/count")"
read -r line
printf '\n%s\r\n' "$line" >> "$file"
"#;

fn editor(place: &Place) -> PathBuf {
    let path = place.world.write("my editors/ed it.sh", EDITOR);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn note(place: &Place, name: &str) -> String {
    fs::read_to_string(place.world.path().join("my editors").join(name)).unwrap()
}

fn start(place: &Place, variable: &str, command: &str) -> Pty {
    let mut program = place.program(&["new", "Acme"]);
    program.env(variable, command);
    let mut pty = Pty::start(&program, crate::place::LARGE);
    pty.sees(&["Prototype", "▸ What can you show?"]);
    pty.loses("cancels");
    pty
}

#[test]
fn a_field_that_is_only_focused_goes_there_too() {
    let place = Place::new();
    let command = format!("'{}'", editor(&place).display());
    let mut pty = start(&place, "VISUAL", &command);
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description"]);
    pty.press(&["ctrl-e"]);
    pty.sees(&["EDITOR 1:"]);
    pty.press(&["every key, q?]/ and all", "enter"]);
    pty.sees(&["▸ Description", "every key, q?]/ and all", "take"]);
}

fn at_overview(pty: &mut Pty) {
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description"]);
    pty.press(&["down"]);
    pty.sees(&["▸ Overview"]);
    pty.press(&["enter"]);
    pty.sees(&["take and leave"]);
    pty.press(&["First line."]);
    pty.sees(&["First line."]);
}

#[test]
fn a_field_goes_to_the_editor_and_comes_back() {
    let place = Place::new();
    let command = format!("'{}' --wait", editor(&place).display());
    let mut pty = start(&place, "EDITOR", &command);
    at_overview(&mut pty);
    let raw = pty.modes();
    for (n, round) in [(1, "one"), (2, "two")] {
        // The keys behind Ctrl+E are the editor's.
        pty.press(&["ctrl-e"]);
        let shot = pty.sees(&[&format!("EDITOR {n}:")]);
        assert!(!shot.screen.alternate_screen() && !shot.screen.hide_cursor());
        assert!(!shot.screen.bracketed_paste());
        pty.press(&["Second ", round, " ctrl.", "enter"]);
        // The keys behind the editor's are the program's.
        pty.sees(&["First line.", &format!("Second {round} ctrl."), "F1 help"]);
        assert!(pty.now().screen.alternate_screen());
        assert_eq!(pty.modes(), raw);
    }
    let modes = note(&place, "modes");
    assert!(
        modes.contains(" icanon") && modes.contains(" echo"),
        "{modes}"
    );
    assert!(note(&place, "arguments").starts_with("--wait /"));
    assert_eq!(note(&place, "mode").trim(), "600", "others can read it");
    pty.press(&["end", "!"]);
    pty.sees(&["!"]);
    pty.press(&["esc"]);
    pty.sees(&["Identity", "1 to answer", "● saved"]);
    let state: ddint_tui::core::state::State =
        ddint_tui::workspace::read(&place.workflow("acme")).unwrap();
    let overview = state.answers.integration.overview;
    assert_eq!(overview, "First line.!\nSecond one ctrl.\nSecond two ctrl.");
}

#[test]
fn the_check_is_opened_as_the_file_it_is() {
    let place = Place::new();
    let editor = editor(&place);
    let folder = place.workflow("acme");
    let text = "from datadog_checks.base import AgentCheck\n";
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
        state.answers.integration.kind = Some(ddint_tui::core::answers::Kind::Blank);
        state.prototype.check = Some(hash::text(text));
        state.ui.step = ddint_tui::core::step::StepId::Prototype;
        state.ui.section = "check".into();
    });
    let file = folder.join("checks.d/custom_acme.py");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, text).unwrap();
    let mut program = place.program(&["resume", "acme"]);
    // VISUAL wins.
    program.env("EDITOR", "false");
    program.env("VISUAL", format!("'{}'", editor.display()));
    let mut pty = Pty::start(&program, crate::place::LARGE);
    pty.sees(&["▸ custom_acme.py", "import AgentCheck"]);
    pty.loses("cancels");
    pty.press(&["ctrl-e"]);
    pty.sees(&["EDITOR 1:"]);
    pty.press(&["# from outside", "enter"]);
    pty.sees(&["# from outside", "F1 help"]);
    assert!(note(&place, "arguments").trim().ends_with("custom_acme.py"));
    let now = fs::read_to_string(&file).unwrap();
    assert_eq!(now, format!("{text}\n# from outside\r\n"));
}

#[test]
fn an_editor_that_fails_or_is_missing_is_told_and_nothing_is_lost() {
    for (command, says) in [
        ("false", "false ended with"),
        ("/no/such/editor", "could not be started"),
        ("'unbalanced", "can't be read as a command"),
        ("sh -c 'kill -9 $$'", "sh ended with signal"),
    ] {
        let place = Place::new();
        let mut pty = start(&place, "EDITOR", command);
        at_overview(&mut pty);
        pty.press(&["ctrl-e"]);
        let shot = pty.sees(&[says, "First line."]);
        assert!(shot.screen.alternate_screen());
        pty.press(&[" And on."]);
        pty.sees(&["First line. And on."]);
    }
}
