//! Bringing a branch up to date with its base: the same as git makes of it, and everything else stays as it was.

use super::fixture::{BRANCH, Lab, OWNERS, TEST_ALL, differences, git_command, git_in};
use super::sync_lab::{
    applied, back, base_moves, ci, committed, lab, look, owners, second_commit, update,
};
use ddint_tui::core::sync::How;
use std::fs;

/// A twin of the clone, for git to do the same in.
fn twin(lab: &Lab) -> std::path::PathBuf {
    let at = lab.above().join("twin");
    let status = std::process::Command::new("cp")
        .args(["-a"])
        .arg(&lab.root)
        .arg(&at)
        .status()
        .unwrap();
    assert!(status.success());
    at
}

/// Everything but git's own bookkeeping: what a person calls the state of a clone.
fn state(at: &std::path::Path) -> Vec<String> {
    let log = "--format=%T %an <%ae> %ad %cn <%ce>%n%B";
    vec![
        git_in(at, &["log", "--date=raw", log, BRANCH]),
        git_in(at, &["ls-files", "--stage", "-v", "-f"]),
        git_in(at, &["status", "--porcelain", "--ignored"]),
        git_in(at, &["symbolic-ref", "HEAD"]),
        git_in(at, &["stash", "list"]),
        git_in(at, &["diff-files", "--raw"]),
    ]
}

fn files(at: &std::path::Path) -> std::collections::BTreeMap<String, String> {
    super::fixture::tree(at, &[".git"])
}

#[test]
fn commits_are_made_again_as_git_does_it() {
    let lab = committed();
    second_commit(&lab);
    lab.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "Empty from the start",
    ]);
    lab.upstream_moves("ably/README.md", "# ably\n\nOther text.\n");
    lab.upstream_moves("zenduty/deep/er/new.txt", "new\n");
    let seed = lab.above().join("seed");
    fs::remove_file(seed.join("zenduty/manifest.json")).unwrap();
    lab.upstream_moves("buddy/README.md", "# buddy\n\nMoved.\n");
    let before = lab.git(&["rev-parse", BRANCH]);
    let twin = twin(&lab);

    let plan = look(&lab).unwrap();
    assert_eq!(plan.how, How::Replay);
    assert_eq!(
        (plan.new, plan.replayed.len(), plan.files),
        (3, 3, 4),
        "{plan:?}"
    );
    assert_eq!(plan.replayed[1].title, "Second");
    assert_eq!(plan.published, None);
    assert_eq!(plan.kept, format!("refs/ddint-tui/before/1/{BRANCH}"));
    // Looking has changed nothing, and kept nothing.
    assert_eq!(lab.git(&["rev-parse", BRANCH]), before);
    let unseen = lab.git(&["count-objects", "-v"]);
    look(&lab).unwrap();
    assert_eq!(lab.git(&["count-objects", "-v"]), unseen);

    let done = update(&lab).unwrap();
    let rebase = git_command(&twin, &["rebase", "-q", "upstream/master"])
        .env("GIT_COMMITTER_NAME", "Acme Co")
        .env("GIT_COMMITTER_EMAIL", "dev@acme.example")
        .output()
        .unwrap();
    assert!(rebase.status.success(), "{rebase:?}");
    assert_eq!(state(&lab.root), state(&twin));
    assert_eq!(
        differences(&files(&twin), &files(&lab.root)),
        Vec::<String>::new()
    );
    assert_eq!(lab.git(&["rev-parse", &done.kept]), before);
    assert_eq!(
        done.became.as_deref(),
        Some(lab.git(&["rev-parse", "HEAD"]).trim())
    );
    let log = lab.git(&["log", "-g", "-1", "--format=%gs", BRANCH]);
    assert!(
        log.starts_with("rebase (finish): refs/heads/acmeco/acme_queue onto "),
        "{log}"
    );
    assert!(!lab.root.join(".git/ddint-tui").exists());
    assert!(!lab.root.join(".git/index.lock").exists());
    lab.fsck();
    // A second time there is nothing to do.
    assert_eq!(look(&lab).unwrap().how, How::Nothing);
}

#[test]
fn shared_files_are_made_again_where_git_stops() {
    let lab = committed();
    base_moves(&lab);
    let twin = twin(&lab);
    assert!(
        !git_command(&twin, &["rebase", "-q", "upstream/master"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let plan = look(&lab).unwrap();
    assert_eq!(plan.remade, [OWNERS, TEST_ALL]);
    let done = update(&lab).unwrap();
    assert_eq!(done.remade, [OWNERS, TEST_ALL]);
    let text = |path: &str| fs::read_to_string(lab.root.join(path)).unwrap();
    assert_eq!(
        text(OWNERS),
        owners(&["ably", "acme", "acme_queue", "buddy", "zenduty"])
    );
    assert_eq!(
        text(TEST_ALL),
        ci(&["ably", "acme", "acme_queue", "buddy", "zenduty"])
    );
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    lab.fsck();
    let base = lab.git(&["rev-parse", "upstream/master"]);
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]), base);
}

/// The contributor's other work, in files that the base leaves alone.
fn other_work(lab: &Lab) {
    lab.write("zenduty/README.md", "stashed\n");
    lab.git(&["stash", "push", "-q", "--", "zenduty/README.md"]);
    lab.write("buddy/README.md", "staged\n");
    lab.git(&["add", "buddy/README.md"]);
    lab.write("buddy/README.md", "staged\nand more\n");
    lab.write("buddy/new.txt", "new and staged\n");
    lab.git(&["add", "buddy/new.txt"]);
    lab.write("buddy/later.txt", "intended\n");
    lab.git(&["add", "-N", "buddy/later.txt"]);
    lab.git(&["rm", "-q", "--cached", "zenduty/README.md"]);
    fs::remove_file(lab.root.join("zenduty/manifest.json")).unwrap();
    lab.write("notes/todo.txt", "untracked\n");
    lab.write("acme_queue/notes.md", "in scope, and not committed\n");
    lab.write("acme_queue/manifest.json", "{\"a\": 3}\n");
}

#[test]
fn what_is_not_committed_stays_byte_for_byte_there_and_back() {
    let lab = committed();
    base_moves(&lab);
    other_work(&lab);
    let before = lab.everything();
    let status = lab.git(&["status", "--porcelain"]);
    let done = update(&lab).unwrap();
    assert_eq!(lab.git(&["status", "--porcelain"]), status);
    let moved: Vec<String> = differences(&before, &lab.everything())
        .into_iter()
        .map(|d| d.split(": ").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        moved,
        [
            ".git/index",
            ".git/logs/HEAD",
            ".git/logs/refs/heads/acmeco/acme_queue",
            ".git/refs/ddint-tui/before/1/acmeco/acme_queue",
            ".git/refs/heads/acmeco/acme_queue",
            OWNERS,
            TEST_ALL,
            "ably/README.md",
            "acme/manifest.json",
        ]
    );
    lab.fsck();
    back(&lab, &done).unwrap();
    let left: Vec<String> = differences(&before, &lab.everything())
        .into_iter()
        .map(|d| d.split(": ").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        left,
        [
            ".git/index",
            ".git/logs/HEAD",
            ".git/logs/refs/heads/acmeco/acme_queue"
        ]
    );
    assert_eq!(lab.git(&["status", "--porcelain"]), status);
    assert!(!lab.root.join("acme").exists());
    lab.fsck();
}

#[test]
fn before_the_branch_exists_what_is_checked_out_moves_forward() {
    let lab = lab();
    applied(&lab);
    // Their spacing is the contributor's own, and comes back when one goes back.
    let mine =
        owners(&["ably", "zenduty"]).replace("\n/zenduty", "\n/acme_queue/ @acmeco\n/zenduty");
    lab.write(OWNERS, &mine);
    base_moves(&lab);
    other_work(&lab);
    let before = files(&lab.root);
    let plan = look(&lab).unwrap();
    assert_eq!(
        (plan.how, plan.ours, plan.branch.as_str()),
        (How::Forward, false, "master")
    );
    assert_eq!(plan.remade, [OWNERS, TEST_ALL]);
    // Commit alone can't: the base changed the shared files.
    assert!(lab.commit().is_err());
    let done = update(&lab).unwrap();
    assert_eq!(done.remade, [OWNERS, TEST_ALL]);
    let base = lab.git(&["rev-parse", "upstream/master"]);
    assert_eq!(lab.git(&["rev-parse", "master"]), base);
    assert!(!lab.try_git(&["rev-parse", "-q", "--verify", BRANCH]));
    let text = |path: &str| fs::read_to_string(lab.root.join(path)).unwrap();
    assert_eq!(
        text(TEST_ALL),
        ci(&["ably", "acme", "acme_queue", "buddy", "zenduty"])
    );
    let changed = lab.git(&["diff", "--name-only", "--", OWNERS, TEST_ALL]);
    assert_eq!(changed, format!("{OWNERS}\n{TEST_ALL}\n"));
    back(&lab, &done).unwrap();
    assert_eq!(
        differences(&before, &files(&lab.root)),
        Vec::<String>::new()
    );
    // Once more, and the commit goes where it belongs.
    update(&lab).unwrap();
    lab.commit().unwrap();
    assert_eq!(lab.git(&["rev-parse", &format!("{BRANCH}^")]), base);
}

#[test]
fn a_branch_that_is_not_checked_out_moves_alone() {
    let lab = committed();
    lab.git(&["switch", "-q", "master"]);
    base_moves(&lab);
    lab.write("ably/README.md", "changed here, and in the base\n");
    let before = files(&lab.root);
    let index = lab.git(&["ls-files", "--stage", "-v", "-f"]);
    let plan = look(&lab).unwrap();
    assert!(!plan.checked_out);
    let done = update(&lab).unwrap();
    assert_eq!(
        lab.git(&["rev-parse", &format!("{BRANCH}^")]),
        lab.git(&["rev-parse", "upstream/master"])
    );
    assert_eq!(
        differences(&before, &files(&lab.root)),
        Vec::<String>::new()
    );
    assert_eq!(lab.git(&["ls-files", "--stage", "-v", "-f"]), index);
    assert_eq!(lab.git(&["symbolic-ref", "HEAD"]), "refs/heads/master\n");
    back(&lab, &done).unwrap();
    assert_eq!(lab.git(&["rev-parse", BRANCH]).trim(), done.before);
    lab.fsck();
}
