//! A finding about a file opens it in the contributor's editor, at its line.

use crate::common::offline;
use crate::place::LARGE;
use crate::pty::Pty;
use crate::seeded::{arguments, folder, place, stands, to_framework, verdicts};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Notes what it was asked to open.
const EDITOR: &str = "#!/bin/sh\nfor a; do echo \"$a\"; done > \"$0.asked\"\n";

#[test]
fn a_finding_about_a_file_opens_it_at_its_line_as_each_editor_wants_it() {
    if offline() {
        return;
    }
    let place = place();
    let file = folder(&place).join("tests/by_hand.json");
    fs::write(&file, "{\n  \"a\": 1,\n  \"b\": [,]\n}\n").unwrap();
    let path = file.display().to_string();
    let cases = [
        ("vim", vec!["+3".to_owned(), path.clone()]),
        ("code", vec!["--goto".into(), format!("{path}:3")]),
        ("plain", vec![path]),
    ];
    for (name, expected) in cases {
        let editor = place.world.write(&format!("my editors/{name}"), EDITOR);
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
        let all = arguments(&place.world.workspace());
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let mut program = place.program(&all);
        program.env("EDITOR", format!("'{}'", editor.display()));
        let mut pty = Pty::start(&program, LARGE);
        if name == "vim" {
            to_framework(&mut pty);
        }
        verdicts(&mut pty, 0);
        pty.press(&["!", "/", "by_hand", "enter"]);
        pty.until("the file", |shot| {
            stands(shot).contains("by_hand.json:3").then_some(())
        });
        pty.press(&["enter"]);
        let asked = editor.with_file_name(format!("{name}.asked"));
        pty.until("the editor was there, and the screen is back", |shot| {
            let back = shot.screen.alternate_screen() && shot.has(&["F1 help", "● saved"]);
            (back && fs::read_to_string(&asked).is_ok_and(|t| !t.is_empty())).then_some(())
        });
        let asked = fs::read_to_string(&asked).unwrap();
        assert_eq!(asked.lines().collect::<Vec<_>>(), expected, "{name}");
        pty.kill();
        place.deserted();
    }
}
