//! An update that is killed at each of its points: what is there afterwards is the state before or the state after, once
//! the next run has looked, and it says which.

use super::fixture::{Lab, differences, tree};
use super::sync_lab::{again, base_moves, committed, look, request, update};
use ddint_tui::core::sync::SyncRequest;
use ddint_tui::git::sync;
use ddint_tui::jobs::cancel::CancelToken;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Not a test of its own: what the others start, and what kills itself at the point that they name.
#[test]
#[ignore = "started by another test"]
fn child_that_updates() {
    let (Ok(request), Ok(root), Ok(point)) = (
        env::var("LAB_REQUEST"),
        env::var("LAB_ROOT"),
        env::var("LAB_POINT"),
    ) else {
        return;
    };
    let request: SyncRequest = serde_json::from_str(&request).unwrap();
    let mut left: usize = point.parse().unwrap();
    let (root, cancel) = (Path::new(&root), CancelToken::new());
    let plan = sync::look(root, &request, &again, &cancel).unwrap();
    sync::update(root, &request, &plan, &again, &cancel, &mut |_| {
        left -= 1;
        if left == 0 {
            let me = std::process::id().to_string();
            let _ = Command::new("kill").args(["-9", &me]).status();
        }
    })
    .unwrap();
}

/// Updates in a process of its own, which is killed at this point; whether it was.
pub fn killed_at(lab: &Lab, point: usize) -> bool {
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "sync_kills::child_that_updates", "--ignored"])
        .env("LAB_ROOT", &lab.root)
        .env("LAB_POINT", point.to_string())
        .env("LAB_REQUEST", serde_json::to_string(&request(lab)).unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    status.signal() == Some(9)
}

/// A branch with commits, other work of the contributor's, and a base that goes on: files come, change, and go.
pub fn begun() -> Lab {
    let lab = committed();
    let seed = lab.above().join("seed");
    fs::remove_file(seed.join("zenduty/manifest.json")).unwrap();
    base_moves(&lab);
    lab.write("buddy/README.md", "staged\n");
    lab.git(&["add", "buddy/README.md"]);
    lab.write("buddy/README.md", "staged\nand more\n");
    lab.write("acme_queue/notes.md", "not committed\n");
    lab.write("notes/todo.txt", "untracked\n");
    lab
}

fn worktree(lab: &Lab) -> BTreeMap<String, String> {
    tree(&lab.root, &[".git"])
}

/// Everything that git says of the state.
fn told(lab: &Lab) -> [String; 4] {
    [
        lab.git(&["rev-parse", "HEAD^{tree}"]),
        lab.git(&["ls-files", "--stage"]),
        lab.git(&["status", "--porcelain"]),
        lab.git(&["symbolic-ref", "HEAD"]),
    ]
}

#[test]
fn a_kill_at_any_point_leaves_the_old_or_the_new_state() {
    let whole = begun();
    update(&whole).unwrap();
    let after = (worktree(&whole), told(&whole));
    let (mut taken_back, mut completed, mut quiet) = (0, 0, 0);
    for point in 1.. {
        let lab = begun();
        let before = (worktree(&lab), told(&lab));
        if !killed_at(&lab, point) {
            assert!(point > 10, "only {point} points");
            break;
        }
        let said = sync::recover(&lab.root).unwrap();
        let now = (worktree(&lab), told(&lab));
        let is_new = lab.git(&["rev-parse", "HEAD^"]) == lab.git(&["rev-parse", "upstream/master"]);
        let wanted = if is_new { &after } else { &before };
        assert_eq!(
            differences(&wanted.0, &now.0),
            Vec::<String>::new(),
            "point {point}"
        );
        assert_eq!(wanted.1, now.1, "point {point}");
        match &said {
            Some(said) if said.contains("taken back") && !is_new => taken_back += 1,
            Some(said) if said.contains("complete now") && is_new => completed += 1,
            None => quiet += 1,
            other => panic!("point {point}: {other:?}"),
        }
        for left in ["index.lock", "ddint-tui"] {
            assert!(
                !lab.root.join(".git").join(left).exists(),
                "point {point}: {left}"
            );
        }
        assert_eq!(sync::recover(&lab.root).unwrap(), None, "point {point}");
        if !is_new {
            update(&lab).unwrap();
        }
        assert_eq!(
            differences(&after.0, &worktree(&lab)),
            Vec::<String>::new(),
            "point {point}"
        );
        assert_eq!(after.1, told(&lab), "point {point}");
        lab.fsck();
    }
    assert!(
        taken_back >= 5 && completed >= 1 && quiet >= 2,
        "{taken_back} {completed} {quiet}"
    );
}

#[test]
fn what_somebody_saved_after_the_kill_is_left_and_named() {
    let lab = begun();
    assert_eq!(sync::set_aside(&lab.root), Vec::<PathBuf>::new());
    let was = fs::read(lab.root.join("ably/README.md")).unwrap();
    // Late enough that each file lies in its place, and before the branch moves.
    let mut point = 1;
    while {
        let lab = begun();
        killed_at(&lab, point) && !lab.root.join(".git/ddint-tui/update/index").exists()
    } {
        point += 1;
    }
    assert!(killed_at(&lab, point));
    lab.write("ably/README.md", "mine, typed since\n");
    let problem = sync::recover(&lab.root).unwrap_err();
    assert!(problem.message.contains("ably/README.md"), "{problem}");
    assert_eq!(
        fs::read_to_string(lab.root.join("ably/README.md")).unwrap(),
        "mine, typed since\n"
    );
    let aside = lab.root.join(".git/ddint-tui/left-1");
    assert!(problem.hint.contains("left-1"), "{problem}");
    assert_eq!(fs::read(aside.join("old/ably/README.md")).unwrap(), was);
    assert_eq!(
        lab.git(&["status", "--porcelain", "ably"]),
        " M ably/README.md\n"
    );
    assert!(!lab.root.join("acme").exists());

    // It stays, and neither stands in the way of the next nor is taken for it.
    assert_eq!(sync::recover(&lab.root).unwrap(), None);
    lab.git(&["checkout", "-q", "--", "ably/README.md"]);
    assert!(killed_at(&lab, point));
    lab.write("ably/README.md", "mine again\n");
    let problem = sync::recover(&lab.root).unwrap_err();
    assert!(problem.hint.contains("left-2"), "{problem}");
    let second = lab.root.join(".git/ddint-tui/left-2");
    assert_eq!(sync::set_aside(&lab.root), [aside, second.clone()]);
    lab.git(&["checkout", "-q", "--", "ably/README.md"]);
    update(&lab).unwrap();
    assert_eq!(fs::read(second.join("old/ably/README.md")).unwrap(), was);
}

#[test]
fn a_branch_that_moved_since_a_kill_is_left_and_the_replaced_files_set_aside() {
    let mut set_aside = 0;
    for point in 1.. {
        let lab = begun();
        if !killed_at(&lab, point) {
            break;
        }
        let cut_off = lab.root.join(".git/ddint-tui/update/move.json").exists();
        let _ = fs::remove_file(lab.root.join(".git/index.lock"));
        lab.git(&["commit", "-qam", "Their own"]);
        let before = (worktree(&lab), told(&lab));
        let said = sync::recover(&lab.root);
        assert_eq!(before, (worktree(&lab), told(&lab)), "point {point}");
        if cut_off {
            let problem = said.unwrap_err();
            assert!(problem.message.contains("moved since"), "{problem}");
            assert!(problem.hint.contains("left-1"), "{problem}");
            assert_eq!(sync::recover(&lab.root).unwrap(), None, "point {point}");
            set_aside += 1;
        }
    }
    assert!(set_aside > 5, "{set_aside}");
}

#[test]
fn a_cancel_takes_everything_back() {
    for point in 1..=8 {
        let lab = begun();
        let before = lab.everything();
        let plan = look(&lab).unwrap();
        let (cancel, mut left) = (CancelToken::new(), point);
        let done = sync::update(
            &lab.root,
            &request(&lab),
            &plan,
            &again,
            &cancel,
            &mut |_| {
                left -= 1;
                if left == 0 {
                    cancel.cancel();
                }
            },
        );
        if let Err(problem) = done {
            assert!(problem.message.contains("canceled"), "{problem}");
            let changed = differences(&before, &lab.everything());
            assert!(changed.is_empty(), "point {point}: {changed:#?}");
        } else {
            assert!(point > 6, "point {point}: it was not heard");
        }
    }
}
