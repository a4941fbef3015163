//! `kill -9` while saving, at moments decided by how many bytes the child has told so far.

use super::fixture::{Document, child, given, open};
use ddint_tui::workspace::store::{Report, Store};
use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

/// Not a test of its own: saves until it is killed, and tells each save that is on the disk.
#[test]
#[ignore = "started by another test"]
fn child_that_saves_for_ever() {
    let Some(dir) = given() else { return };
    let (store, found) = Store::<Document>::open_with(&dir, |report| {
        if let Report::Saved(number) = report {
            let mut out = std::io::stdout();
            let _ = writeln!(out, "saved {number}").and_then(|()| out.flush());
        }
    })
    .unwrap();
    let first = found.map_or(0, |document| document.count);
    // The test harness has begun a line of its own.
    println!("\nfrom {first}");
    for count in 1.. {
        store.save(Document::new(first + count));
        if count % 3 == 0 {
            store.flush().unwrap();
        }
    }
}

/// A small generator, so that a failing seed can be run again.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn kill_once(dir: &std::path::Path, bytes: usize) -> (u64, u64) {
    let mut running = child("kills::child_that_saves_for_ever", dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = running.stdout.take().unwrap();
    let mut told = vec![0; bytes];
    out.read_exact(&mut told).unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    out.read_to_end(&mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    // The last line may be cut, and a number cut short would be a smaller one.
    let whole = &told[..=told.rfind('\n').unwrap()];
    let last = |word: &str| {
        let found = whole.lines().rev().find_map(|line| line.strip_prefix(word));
        found.map_or(0, |number| number.parse().unwrap())
    };
    (last("from "), last("saved "))
}

fn survive(kills: u64, mut seed: u64) {
    println!("seed {seed}");
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("workflow");
    let mut before = 0;
    for _ in 0..kills {
        let bytes = 60 + usize::try_from(next(&mut seed) % 900).unwrap();
        let (from, told) = kill_once(&dir, bytes);
        assert_eq!(from, before, "the child began where the last one was found");
        let (store, document) = open(&dir);
        let document = document.expect("a document is always there");
        assert_eq!(document, Document::new(document.count), "whole");
        assert!(
            document.count >= from + told,
            "{} < {from} + {told}",
            document.count
        );
        drop(store);
        let mut names: Vec<_> = fs::read_dir(&dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(
            names,
            ["lock", "workflow.yaml", "workflow.yaml.1"],
            "nothing half-written stays"
        );
        before = document.count;
    }
}

#[test]
fn a_kill_while_saving_loses_nothing_that_was_told_as_saved() {
    survive(12, 0x5eed);
}

#[test]
#[ignore = "exhaustive"]
fn hundreds_of_kills() {
    let seed = std::env::var("LAB_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    survive(300, seed.unwrap_or(0xdd1));
}
