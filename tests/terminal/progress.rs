//! How far a check is: one line that is drawn again on a terminal, and lines without any control elsewhere.

use crate::common::{World, program};
use crate::pty::Pty;
use std::fs;
use std::process::Command;

const REDRAWN: &str = "\r\u{1b}[K";

/// A clone with integrations whose names are longer than a narrow terminal.
fn clone() -> (World, usize) {
    let world = World::new();
    for n in 0..7 {
        let name = format!("acme_queue_with_quite_a_long_name_{n}");
        let folder = world.clone.join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("README.md"), "# Acme\n").unwrap();
    }
    let entries = fs::read_dir(&world.clone).unwrap().flatten();
    let number = entries
        .filter(|e| e.path().join("README.md").is_file())
        .count();
    (world, number)
}

fn all(world: &World) -> Command {
    let mut command = program(world.path());
    command.env("TERM", "xterm-256color");
    command
        .args(["check", "--all", "--no-ddev", "--repo"])
        .arg(&world.clone);
    command
}

#[test]
fn one_line_is_drawn_again_and_taken_back_at_the_end() {
    let (world, number) = clone();
    for size in [(100, 60), (24, 200)] {
        let mut pty = Pty::start(&all(&world), size);
        let (exit, signal) = pty.end();
        assert_eq!(signal, None);
        assert!(exit <= 1, "{exit}");
        let raw = String::from_utf8(pty.raw()).unwrap();
        for n in 1..=number {
            let line = format!("{REDRAWN}[{n}/{number}] ");
            assert!(raw.contains(&line), "{size:?} {n}: {raw:?}");
        }
        // No line of it broke, which nothing could take back, and the last one is gone.
        let drawn = raw.split(REDRAWN).skip(1);
        for text in drawn.filter(|text| text.starts_with('[')) {
            assert!(text.chars().count() < usize::from(size.0), "{text:?}");
            assert!(!text.contains('\n'), "{text:?}");
        }
        let screen = pty.now().text;
        assert!(
            !screen.contains(&format!("[{number}/{number}]")),
            "{screen}"
        );
    }
}

#[test]
fn where_nothing_can_be_drawn_again_each_is_a_line() {
    let (world, number) = clone();
    let output = all(&world).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains(['\r', '\u{1b}']), "{text:?}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), number, "{text}");
    for (n, line) in (1..).zip(lines) {
        assert!(line.starts_with(&format!("[{n}/{number}] ")), "{line}");
    }
    // A terminal that can't, says so.
    let mut command = all(&world);
    command.env("TERM", "dumb");
    let mut pty = Pty::start(&command, (100, 60));
    pty.end();
    let raw = String::from_utf8(pty.raw()).unwrap();
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
    assert!(raw.contains(&format!("[1/{number}] ")), "{raw:?}");
}
