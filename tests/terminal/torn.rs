//! Killed while fixes are written into the clone: each file is as before or as after, the next start finishes what had
//! begun, and one key brings every byte back.

use crate::common::{copy, git, offline, snapshot, toolchain};
use crate::place::Place;
use crate::pty::Pty;
use crate::seeded::told;
use crate::walk::LONG;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that one fix each changes, so that writing takes a while.
const MANY: usize = 80;

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(clone: &Path) -> Files {
    let all = snapshot(&clone.join("acme_queue"), &|_| false);
    all.into_iter().collect()
}

fn damaged() -> Place {
    let place = Place::new();
    let clone = &place.world.clone;
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/acme_queue");
    copy(&sample, &clone.join("acme_queue"));
    git(clone, &["add", "-A"]);
    git(clone, &["commit", "-qm", "Acme Queue"]);
    let docs = clone.join("acme_queue/docs");
    fs::create_dir_all(&docs).unwrap();
    for n in 0..MANY {
        let text = format!("# Page {n}\r\n\r\nText.\r\n");
        fs::write(docs.join(format!("{n:02}.md")), text).unwrap();
    }
    place
}

/// On the page that was left, with all verdicts in.
fn looked(pty: &mut Pty) {
    pty.sees_within(LONG, &["Framework › Identity"]);
    pty.until_within(LONG, "all verdicts", |shot| told(shot).map(|_| ()));
}

/// Looks at all safe fixes, up to the key that writes them.
fn look(pty: &mut Pty) {
    pty.press(&["!"]);
    pty.sees_within(LONG, &["F fix all safe ones"]);
    pty.loses("cancels");
    pty.press(&["F"]);
    pty.sees_within(LONG, &["safe fixes", "↵ apply"]);
}

fn take_back(pty: &mut Pty, clone: &Path, before: &Files) {
    pty.sees_within(LONG, &["u take the fix back"]);
    pty.loses("cancels");
    pty.press(&["u"]);
    // The screen is drawn anew once they are.
    pty.until_within(LONG, "every byte as before", |_| {
        let folder = clone.join("acme_queue");
        let same = |(path, held): (&PathBuf, &Vec<u8>)| {
            fs::read(folder.join(path)).is_ok_and(|now| now == *held)
        };
        before.iter().all(same).then_some(())
    });
    pty.loses("cancels");
    assert!(files(clone) == *before, "something is left");
}

#[test]
fn a_kill_while_fixes_are_written_tears_no_file_and_the_next_start_goes_on() {
    if offline() {
        return;
    }
    toolchain();
    let place = damaged();
    let clone = place.world.clone.clone();
    let before = files(&clone);
    let repo = clone.display().to_string();
    let mut pty = place.start(&["new", "--from", "acme_queue", "--repo", &repo]);
    looked(&mut pty);
    look(&mut pty);
    assert!(files(&clone) == before, "it was only looked at");
    pty.press(&["enter"]);
    pty.sees_within(LONG, &["u take the fix back"]);
    let after = files(&clone);
    let changes: Vec<&PathBuf> = before
        .keys()
        .filter(|path| before.get(*path) != after.get(*path))
        .collect();
    assert!(changes.len() >= MANY, "{changes:?}");
    take_back(&mut pty, &clone, &before);
    pty.press(&["esc"]);

    let mut halves = 0;
    for round in 0..2 {
        look(&mut pty);
        pty.press(&["enter"]);
        // The first of them, then one in the middle.
        let watched = changes[round * changes.len() / 2];
        let at = clone.join("acme_queue").join(watched);
        while fs::read(&at).ok().as_ref() == before.get(watched) {
            assert!(!pty.has_ended(), "{}", pty.now().text);
        }
        pty.kill();
        place.deserted();
        let now = files(&clone);
        let (mut old, mut new) = (0, 0);
        // What was about to take a name is beside the file, until the next start.
        for path in before.keys() {
            let held = now.get(path);
            let (is_old, is_new) = (held == before.get(path), held == after.get(path));
            assert!(is_old || is_new, "{} is neither", path.display());
            old += usize::from(!is_new);
            new += usize::from(!is_old);
        }
        assert!(new > 0, "{watched:?} was seen to change");
        halves += usize::from(old > 0);
        pty = place.start(&["resume"]);
        looked(&mut pty);
        assert!(
            files(&clone) == after,
            "not written to the end, or something is left"
        );
        pty.press(&["!"]);
        take_back(&mut pty, &clone, &before);
        pty.press(&["esc"]);
        // A key that follows at once makes one of both.
        pty.loses("^E open the file");
    }
    println!("{halves} of 2 with some files written and others not");
    pty.leave();
    place.deserted();
}
