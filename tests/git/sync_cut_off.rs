//! Ways out of what a kill has left, and of what an update can't do as git does it.

use super::fixture::{BRANCH, differences, tree};
use super::sync_kills::{begun, killed_at};
use super::sync_lab::{again, back, base_moves, committed, look, request, update};
use ddint_tui::git::sync;
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_branch_that_was_renamed_or_deleted_since_a_kill_is_no_dead_end() {
    for deleted in [false, true] {
        let mut cut_off = 0;
        for point in 1.. {
            let lab = begun();
            if !killed_at(&lab, point) {
                break;
            }
            let journal = lab.root.join(".git/ddint-tui/update/move.json").exists();
            let _ = fs::remove_file(lab.root.join(".git/index.lock"));
            if deleted {
                lab.git(&["switch", "-q", "--detach"]);
                lab.git(&["branch", "-q", "-D", BRANCH]);
            } else {
                lab.git(&["branch", "-m", "theirs"]);
            }
            let files = tree(&lab.root, &[".git"]);
            let said = sync::recover(&lab.root);
            let now = tree(&lab.root, &[".git"]);
            assert_eq!(differences(&files, &now), Vec::<String>::new(), "{point}");
            if journal {
                let problem = said.unwrap_err();
                assert!(problem.message.contains("is gone since"), "{problem}");
                assert!(problem.hint.contains("left-1"), "{problem}");
                cut_off += 1;
            }
            assert_eq!(sync::recover(&lab.root).unwrap(), None, "{point}");
        }
        assert!(cut_off > 5, "{cut_off}");
    }
}

#[test]
fn an_index_that_is_a_link_is_left_one() {
    let lab = committed();
    base_moves(&lab);
    let (index, other) = (lab.root.join(".git/index"), lab.above().join("index"));
    let link = || {
        fs::rename(&index, &other).unwrap();
        symlink(&other, &index).unwrap();
    };
    link();
    let before = lab.everything();
    let problem = look(&lab).unwrap_err();
    assert!(problem.message.contains("symbolic link"), "{problem}");
    assert!(problem.hint.contains("git rebase"), "{problem}");
    let changed = differences(&before, &lab.everything());
    assert_eq!(changed, Vec::<String>::new());

    fs::rename(&other, &index).unwrap();
    let done = update(&lab).unwrap();
    link();
    let before = lab.everything();
    let problem = back(&lab, &done).unwrap_err();
    assert!(problem.hint.contains("git reset --keep"), "{problem}");
    let changed = differences(&before, &lab.everything());
    assert_eq!(changed, Vec::<String>::new());
}

/// Where `.git` is on another file system, a file is copied beside its place first.
#[test]
fn what_a_kill_left_of_a_copy_goes_and_a_folder_like_it_stays() {
    let mut swept = 0;
    for point in 1.. {
        let lab = begun();
        let files = tree(&lab.root, &[".git"]);
        if !killed_at(&lab, point) {
            break;
        }
        let master = lab.git(&["rev-parse", "upstream/master"]);
        if !lab.root.join(".git/ddint-tui/update/move.json").exists()
            || lab.git(&["rev-parse", "HEAD^"]) == master
        {
            continue;
        }
        lab.write("ably/.ddint-tui-Ab12cd/file", "half a co");
        lab.write("ably/.ddint-tui-mine/file", "theirs");
        lab.write("ably/.ddint-tui-Ab12ce/other", "theirs");
        sync::recover(&lab.root).unwrap();
        let now = tree(&lab.root, &[".git"]);
        let [one, two] = &differences(&files, &now)[..] else {
            panic!("{point}: {:#?}", differences(&files, &now));
        };
        assert!(one.contains("Ab12ce/other"), "{one}");
        assert!(two.contains("mine/file"), "{two}");
        swept += 1;
    }
    assert!(swept > 5, "{swept}");
}

#[test]
fn a_recovery_that_was_killed_while_it_wrote_the_index_is_gone_on_with() {
    let mut completed = 0;
    for point in 1.. {
        let lab = begun();
        if !killed_at(&lab, point) {
            break;
        }
        let desk = lab.root.join(".git/ddint-tui/update");
        if !desk.join("move.json").exists() {
            continue;
        }
        fs::write(desk.join("index.lock"), "half").unwrap();
        let said = sync::recover(&lab.root).unwrap().unwrap();
        assert_eq!(
            lab.git(&["diff", "--cached", "--name-only"]),
            "buddy/README.md\n"
        );
        completed += usize::from(said.contains("complete now"));
        assert!(!desk.exists(), "{point}");
    }
    assert!(completed >= 1, "{completed}");
}

/// Between the branch's move and the index's nobody may commit: that would take the base's changes back.
#[test]
fn an_index_that_cannot_be_put_in_place_stays_locked_until_it_can() {
    let lab = committed();
    base_moves(&lab);
    let plan = look(&lab).unwrap();
    let (index, aside) = (lab.root.join(".git/index"), lab.scratch().join("index"));
    let in_the_way = index.join("in the way");
    let problem = sync::update(
        &lab.root,
        &request(&lab),
        &plan,
        &again,
        &CancelToken::new(),
        &mut |line| {
            if line == "The branch is moved" {
                fs::rename(&index, &aside).unwrap();
                fs::create_dir_all(&in_the_way).unwrap();
            }
        },
    )
    .unwrap_err();
    assert!(problem.message.contains("index"), "{problem}");
    fs::remove_dir_all(&index).unwrap();
    fs::rename(&aside, &index).unwrap();
    assert!(!lab.try_git(&["commit", "-qm", "Too early", "--allow-empty"]));
    let said = sync::recover(&lab.root).unwrap().unwrap();
    assert!(said.contains("complete now"), "{said}");
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    assert!(lab.try_git(&["commit", "-qm", "In time", "--allow-empty"]));
}
