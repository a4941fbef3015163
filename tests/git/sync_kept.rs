//! What is the contributor's stays theirs, whatever happens around an update: their own commits, saves, and switches.

use super::fixture::{BRANCH, Lab, OWNERS, TEST_ALL, differences, git_in, tree};
use super::sync_kills::{begun, killed_at};
use super::sync_lab::{again, back, base_moves, ci, committed, lab, look, owners, request, update};
use ddint_tui::git::sync;
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_commit_of_their_own_is_no_update_to_go_back_from() {
    let lab = committed();
    base_moves(&lab);
    let done = update(&lab).unwrap();
    let known = || sync::last_update(&lab.root, BRANCH, "upstream/master");
    assert!(known().is_some());
    lab.git(&["reset", "-q", "--keep", &done.kept]);
    assert!(known().is_none(), "a reset is theirs");
    lab.write("acme_queue/manifest.json", "{\"later\": 1}\n");
    lab.git(&["commit", "-qam", "Later"]);
    assert!(known().is_none(), "a commit is theirs");
    lab.git(&["commit", "-q", "--amend", "-m", "Later still"]);
    assert!(known().is_none(), "an amended commit is theirs");
    let before = lab.everything();
    back(&lab, &done).unwrap_err();
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

#[test]
fn another_branch_that_was_checked_out_since_is_left_alone_by_what_a_kill_left() {
    for point in 1.. {
        let lab = begun();
        if !killed_at(&lab, point) {
            break;
        }
        let _ = fs::remove_file(lab.root.join(".git/index.lock"));
        lab.git(&["reset", "-q", "--hard"]);
        lab.git(&["clean", "-qfd"]);
        lab.git(&["switch", "-q", "master"]);
        lab.git(&["merge", "-q", "--ff-only", "upstream/master"]);
        let files = tree(&lab.root, &[".git"]);
        let status = lab.git(&["status", "--porcelain"]);
        if let Err(problem) = sync::recover(&lab.root) {
            assert!(problem.message.contains("another branch"), "{problem}");
        }
        let now = tree(&lab.root, &[".git"]);
        assert_eq!(differences(&files, &now), Vec::<String>::new(), "{point}");
        assert_eq!(lab.git(&["status", "--porcelain"]), status, "{point}");
    }
}

#[test]
fn a_branch_that_a_hook_switches_to_is_not_touched() {
    let lab = committed();
    base_moves(&lab);
    lab.hook("pre-rebase", "#!/bin/sh\ngit switch -q master\n");
    let plan = look(&lab).unwrap();
    let cancel = CancelToken::new();
    let tip = lab.git(&["rev-parse", BRANCH]);
    let made = sync::update(
        &lab.root,
        &request(&lab),
        &plan,
        &again,
        &cancel,
        &mut |_| {},
    );
    assert!(made.unwrap_err().message.contains("Another branch"));
    assert_eq!(lab.git(&["rev-parse", BRANCH]), tip);
    assert_eq!(
        lab.git(&["status", "--porcelain", "--branch"]),
        "## master...origin/master [ahead 2]\n"
    );
}

#[test]
fn a_rebase_that_waits_in_another_worktree_keeps_its_branch() {
    let lab = committed();
    base_moves(&lab);
    lab.git(&["switch", "-q", "master"]);
    let other = lab.above().join("other");
    lab.git(&[
        "worktree",
        "add",
        "-q",
        &other.display().to_string(),
        BRANCH,
    ]);
    let stop = [
        "-c",
        "sequence.editor=sed -i 1s/pick/edit/",
        "rebase",
        "-q",
        "-i",
        "HEAD~",
    ];
    git_in(&other, &stop);
    let tip = lab.git(&["rev-parse", BRANCH]);
    let problem = look(&lab).and_then(|_| update(&lab)).unwrap_err();
    assert!(problem.message.contains("another worktree"), "{problem}");
    assert_eq!(lab.git(&["rev-parse", BRANCH]), tip);
    git_in(&other, &["rebase", "--continue"]);
}

#[test]
fn an_uncommitted_line_that_the_base_brought_too_comes_back() {
    let lab = lab();
    lab.git(&["switch", "-q", "--no-track", "-c", BRANCH]);
    let mine = owners(&["ably", "acme_queue", "zenduty"]);
    lab.write(OWNERS, &mine);
    lab.upstream_moves(OWNERS, &owners(&["ably", "acme_queue", "buddy", "zenduty"]));
    let done = update(&lab).unwrap();
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    back(&lab, &done).unwrap();
    assert_eq!(fs::read_to_string(lab.root.join(OWNERS)).unwrap(), mine);
}

/// Lines of their own in shared files, in places where nobody else would put them, and a base that changes those files.
fn uncommitted() -> (Lab, [(&'static str, String); 2]) {
    let lab = lab();
    lab.git(&["switch", "-q", "--no-track", "-c", BRANCH]);
    let mine = [
        (OWNERS, owners(&["ably", "zenduty", "acme_queue"])),
        (TEST_ALL, ci(&["ably", "zenduty", "acme_queue"])),
    ];
    for (path, text) in &mine {
        lab.write(path, text);
    }
    base_moves(&lab);
    (lab, mine)
}

#[test]
fn uncommitted_lines_come_back_byte_for_byte_after_a_kill_and_after_git_cleaned_up() {
    let mut went_back = 0;
    for point in 1.. {
        let (lab, mine) = uncommitted();
        let before = lab.git(&["status", "--porcelain"]);
        if !killed_at(&lab, point) {
            assert!(point > 10, "only {point} points");
            break;
        }
        sync::recover(&lab.root).unwrap();
        let done = sync::last_update(&lab.root, BRANCH, "upstream/master");
        if let Some(done) = done {
            lab.git(&["gc", "-q", "--prune=now"]);
            lab.fsck();
            let same = |(path, text): &(&str, String)| lab.read(path) == *text;
            assert!(!mine.iter().any(same), "point {point}");
            back(&lab, &done).unwrap();
            went_back += 1;
        }
        for (path, text) in &mine {
            assert_eq!(lab.read(path), *text, "point {point}: {path}");
        }
        assert_eq!(lab.git(&["status", "--porcelain"]), before, "point {point}");
        let kept = lab.git(&["for-each-ref", "refs/ddint-tui/files"]);
        assert_eq!(kept, "", "point {point}");
    }
    assert!(went_back > 0);
}

#[test]
fn each_update_keeps_what_was_not_committed_beside_its_own_way_back() {
    let (lab, mine) = uncommitted();
    let first = update(&lab).unwrap();
    // Git takes the branch back by itself, and their lines are typed again in another way.
    lab.git(&["checkout", "-q", "--", "."]);
    lab.git(&["reset", "-q", "--keep", &first.kept]);
    let again = owners(&["acme_queue", "ably", "zenduty"]);
    lab.write(OWNERS, &again);
    let second = update(&lab).unwrap();
    assert_ne!(first.kept, second.kept);
    let known = sync::last_update(&lab.root, BRANCH, "upstream/master").unwrap();
    assert_eq!(known.kept, second.kept);
    let of_first = first.kept.replace("/before/", "/files/");
    let text = lab.git(&["show", &format!("{of_first}:before/{OWNERS}")]);
    assert_eq!(text, mine[0].1);
    back(&lab, &second).unwrap();
    assert_eq!(lab.read(OWNERS), again);
}

#[test]
fn what_was_staged_or_lay_there_as_the_base_has_it_is_so_again() {
    let lab = committed();
    let seed = lab.above().join("seed");
    fs::remove_file(seed.join("zenduty/manifest.json")).unwrap();
    base_moves(&lab);
    lab.upstream_moves("acme/more.txt", "1\n");
    // The same as the base does: a change and a deletion that are staged, and files that git does not know.
    lab.write("ably/README.md", "# ably\n\nOther text.\n");
    lab.git(&["add", "ably/README.md"]);
    lab.git(&["rm", "-q", "zenduty/manifest.json"]);
    lab.write("acme/manifest.json", "{}\n");
    lab.write("acme/more.txt", "1\n");
    lab.git(&["add", "acme/more.txt"]);
    lab.write("acme/more.txt", "1\nand more\n");
    let files = tree(&lab.root, &[".git"]);
    let status = lab.git(&["status", "--porcelain"]);
    let done = update(&lab).unwrap();
    assert_eq!(lab.git(&["status", "--porcelain"]), " M acme/more.txt\n");
    back(&lab, &done).unwrap();
    let now = tree(&lab.root, &[".git"]);
    assert_eq!(differences(&files, &now), Vec::<String>::new());
    assert_eq!(lab.git(&["status", "--porcelain"]), status);
    assert_eq!(status.lines().count(), 4, "{status}");
}

#[test]
fn a_shared_file_that_was_made_executable_is_not_made_again() {
    let lab = lab();
    lab.git(&["switch", "-q", "--no-track", "-c", BRANCH]);
    let at = lab.root.join(OWNERS);
    fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
    lab.upstream_moves(OWNERS, &owners(&["ably", "buddy", "zenduty"]));
    let problem = look(&lab).and_then(|_| update(&lab)).unwrap_err();
    assert!(problem.message.contains(OWNERS), "{problem}");
    assert_eq!(
        fs::metadata(&at).unwrap().permissions().mode() & 0o777,
        0o755
    );
}

#[test]
fn a_file_that_is_only_intended_stays_so() {
    let lab: Lab = committed();
    base_moves(&lab);
    lab.write("acme/manifest.json", "");
    lab.git(&["add", "-N", "acme/manifest.json"]);
    let before = lab.everything();
    let problem = look(&lab).and_then(|_| update(&lab)).unwrap_err();
    assert!(problem.message.contains("acme/manifest.json"), "{problem}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

#[test]
fn what_only_git_writes_is_left_to_git() {
    let lab = committed();
    lab.upstream_moves(".gitattributes", "*.txt text eol=crlf\n");
    lab.upstream_moves("ably/new.txt", "one\ntwo\n");
    let before = lab.everything();
    let problem = look(&lab).unwrap_err();
    assert!(problem.message.contains(".gitattributes"), "{problem}");
    assert!(
        problem.hint.contains("git rebase upstream/master"),
        "{problem}"
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );

    // A file that becomes a folder is written; the way back is git's.
    let lab = committed();
    lab.upstream_moves("ably/thing", "a file\n");
    update(&lab).unwrap();
    std::fs::remove_file(lab.above().join("seed/ably/thing")).unwrap();
    lab.upstream_moves("ably/thing/deep.txt", "a folder\n");
    let done = update(&lab).unwrap();
    assert!(lab.root.join("ably/thing/deep.txt").exists());
    let before = lab.everything();
    let problem = back(&lab, &done).unwrap_err();
    assert!(
        problem.message.contains("The folder ably/thing"),
        "{problem}"
    );
    assert_eq!(problem.hint, format!("Run: git reset --keep {}", done.kept));
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
    lab.git(&["reset", "-q", "--keep", &done.kept]);
    assert!(lab.root.join("ably/thing").is_file());

    let lab = committed();
    lab.upstream_moves("ably/thing", "a file\n");
    fs::create_dir(lab.root.join("ably/thing")).unwrap();
    let problem = look(&lab).and_then(|_| update(&lab)).unwrap_err();
    assert!(problem.message.contains("ably/thing"), "{problem}");
}

#[test]
fn what_was_staged_since_a_kill_stays_staged() {
    for point in 1.. {
        let lab = begun();
        if !killed_at(&lab, point) {
            break;
        }
        let _ = fs::remove_file(lab.root.join(".git/index.lock"));
        lab.write("ably/README.md", "staged since\n");
        lab.git(&["add", "ably/README.md"]);
        let _ = sync::recover(&lab.root);
        let staged = lab.git(&["show", ":ably/README.md"]);
        assert_eq!(staged, "staged since\n", "point {point}");
        let text = fs::read_to_string(lab.root.join("ably/README.md")).unwrap();
        assert_eq!(text, "staged since\n", "point {point}");
    }
}

#[test]
fn what_is_saved_at_any_point_of_an_update_stays() {
    for point in 1.. {
        let lab = begun();
        let plan = look(&lab).unwrap();
        let at = lab.root.join("ably/README.md");
        let (cancel, mut count) = (CancelToken::new(), 0);
        let _ = sync::update(
            &lab.root,
            &request(&lab),
            &plan,
            &again,
            &cancel,
            &mut |_| {
                count += 1;
                if count == point {
                    fs::write(&at, "saved meanwhile\n").unwrap();
                }
            },
        );
        if count < point {
            assert!(point > 10, "only {point} points");
            break;
        }
        let text = fs::read_to_string(&at).unwrap();
        assert_eq!(text, "saved meanwhile\n", "point {point}");
        let status = lab.git(&["status", "--porcelain", "ably/README.md"]);
        assert_eq!(status, " M ably/README.md\n", "point {point}");
    }
}

#[test]
fn a_file_that_lies_there_since_a_kill_is_not_taken_for_the_updates() {
    let older = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for point in 1.. {
        let lab = begun();
        if !killed_at(&lab, point) {
            break;
        }
        let text = lab.scratch().join("backup.md");
        fs::write(&text, "a backup, put back\n").unwrap();
        fs::File::options()
            .write(true)
            .open(&text)
            .unwrap()
            .set_modified(older)
            .unwrap();
        fs::rename(&text, lab.root.join("ably/README.md")).unwrap();
        let _ = sync::recover(&lab.root);
        let _ = fs::remove_file(lab.root.join(".git/index.lock"));
        let status = lab.git(&["status", "--porcelain", "ably/README.md"]);
        assert_eq!(status, " M ably/README.md\n", "point {point}");
    }
}
