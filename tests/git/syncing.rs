//! Bringing a branch up to date with its base: the same as git makes of it, and everything else stays as it was.

use super::fixture::{
    BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, differences, git_command, git_in, write,
};
use ddint_tui::core::sync::{How, SyncPlan, SyncRequest, Synced};
use ddint_tui::git::{Problem, sync};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::remake::remake;
use std::fs;

/// A workflow of CI with a job for each of these.
pub fn ci(targets: &[&str]) -> String {
    let job = |t: &&str| {
        format!(
            "  j_{t}:\n    uses: ./.github/workflows/test-target.yml\n    with:\n      job-name: {t}\n      target: {t}\n"
        )
    };
    let jobs: String = targets.iter().map(job).collect();
    format!("name: Test all\n\non:\n  workflow_call:\n\njobs:\n{jobs}")
}

/// Owners of each of these, in a block as the repository's own.
pub fn owners(names: &[&str]) -> String {
    let line = |n: &&str| format!("{:<41}@{n}\n", format!("/{n}/"));
    let lines: String = names.iter().map(line).collect();
    format!("# All\n*  @datadog\n\n# Community partners\n{lines}\n# Logs\n**/assets/logs/  @logs\n")
}

/// A lab whose shared files look as the repository's do.
pub fn lab() -> Lab {
    let lab = Lab::new();
    lab.upstream_moves(OWNERS, &owners(&["ably", "zenduty"]));
    lab.upstream_moves(TEST_ALL, &ci(&["ably", "zenduty"]));
    lab.git(&["merge", "-q", "--ff-only", "upstream/master"]);
    lab
}

/// The integration's files, not committed.
pub fn applied(lab: &Lab) {
    lab.integration();
    lab.write(OWNERS, &owners(&["ably", "acme_queue", "zenduty"]));
    lab.write(TEST_ALL, &ci(&["ably", "acme_queue", "zenduty"]));
}

/// The same, committed on the branch, which is checked out.
pub fn committed() -> Lab {
    let lab = lab();
    applied(&lab);
    lab.commit().unwrap();
    lab
}

/// The base goes on: another integration, with its lines beside ours.
pub fn base_moves(lab: &Lab) {
    lab.upstream_moves("acme/manifest.json", "{}\n");
    lab.upstream_moves(OWNERS, &owners(&["ably", "acme", "buddy", "zenduty"]));
    lab.upstream_moves(TEST_ALL, &ci(&["ably", "acme", "buddy", "zenduty"]));
    lab.upstream_moves("ably/README.md", "# ably\n\nOther text.\n");
}

pub fn request(lab: &Lab) -> SyncRequest {
    let head = |name: &str| {
        let ok = lab.try_git(&["rev-parse", "-q", "--verify", name]);
        ok.then(|| lab.git(&["rev-parse", name]).trim().to_owned())
    };
    SyncRequest {
        branch: BRANCH.into(),
        base: "upstream/master".into(),
        folder: FOLDER.into(),
        root_files: vec![OWNERS.into(), TEST_ALL.into()],
        author: None,
        last_commit: head(BRANCH),
    }
}

pub fn again(path: &str, from: &str, mine: &str, onto: &str) -> Option<String> {
    remake(path, FOLDER, from, mine, onto)
}

pub fn look(lab: &Lab) -> Result<SyncPlan, Problem> {
    sync::look(&lab.root, &request(lab), &again, &CancelToken::new())
}

pub fn update(lab: &Lab) -> Result<Synced, Problem> {
    let plan = look(lab)?;
    let cancel = CancelToken::new();
    sync::update(
        &lab.root,
        &request(lab),
        &plan,
        &again,
        &cancel,
        &mut |_| {},
    )
}

pub fn back(lab: &Lab, done: &Synced) -> Result<(), Problem> {
    let cancel = CancelToken::new();
    sync::back(&lab.root, &request(lab), done, &again, &cancel, &mut |_| {})
}

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

fn second_commit(lab: &Lab) {
    lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
    lab.write("buddy/extra.txt", "the contributor's own\n");
    lab.git(&["add", "buddy/extra.txt", "acme_queue/manifest.json"]);
    let author = "Ops <ops@acme.example>";
    let made = git_command(
        &lab.root,
        &["commit", "-q", "-m", "Second\n\nBody.", "--author", author],
    )
    .args(["--date", "2024-02-03T04:05:06+0700"])
    .output()
    .unwrap();
    assert!(made.status.success(), "{made:?}");
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

#[test]
fn a_merged_contribution_goes_on_from_the_base() {
    let lab = committed();
    second_commit(&lab);
    // Only what is the integration's is merged, so the other file goes first.
    lab.git(&["rm", "-q", "buddy/extra.txt"]);
    lab.git(&["commit", "-q", "--amend", "--no-edit"]);
    // Datadog squashes both into one, and goes on from there.
    let seed = lab.above().join("seed");
    git_in(&seed, &["fetch", "-q", "../clone", BRANCH]);
    git_in(&seed, &["merge", "-q", "--squash", "FETCH_HEAD"]);
    git_in(&seed, &["commit", "-q", "-m", "Add Acme Queue (#1)"]);
    lab.upstream_moves("acme_queue/manifest.json", "{\"a\": 9}\n");
    let plan = look(&lab).unwrap();
    assert_eq!((plan.merged.len(), plan.replayed.len()), (2, 0), "{plan:?}");
    // What comes weeks later is made again on top.
    lab.write("acme_queue/later.txt", "later\n");
    lab.git(&["add", "acme_queue/later.txt"]);
    lab.git(&["commit", "-q", "-m", "Later"]);
    let plan = look(&lab).unwrap();
    assert_eq!((plan.merged.len(), plan.replayed.len()), (2, 1), "{plan:?}");
    update(&lab).unwrap();
    assert_eq!(
        lab.git(&["log", "--format=%s", "upstream/master..HEAD"]),
        "Later\n"
    );
    assert_eq!(
        fs::read_to_string(lab.root.join("acme_queue/manifest.json")).unwrap(),
        "{\"a\": 9}\n"
    );
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
    lab.fsck();
}

#[test]
fn commits_of_a_base_that_was_rewritten_are_not_taken_for_ours() {
    let lab = lab();
    lab.upstream_moves("ably/wrong.txt", "a mistake\n");
    lab.git(&["merge", "-q", "--ff-only", "upstream/master"]);
    applied(&lab);
    lab.commit().unwrap();
    let seed = lab.above().join("seed");
    git_in(&seed, &["reset", "-q", "--hard", "HEAD^"]);
    write(&seed, "ably/right.txt", "right\n");
    git_in(&seed, &["add", "-A"]);
    git_in(&seed, &["commit", "-q", "-m", "Rewritten"]);
    git_in(
        &seed,
        &["push", "-q", "--force", "../upstream.git", "master"],
    );
    lab.git(&["fetch", "-q", "upstream"]);
    let plan = look(&lab).unwrap();
    assert_eq!((plan.gone.len(), plan.replayed.len()), (1, 1), "{plan:?}");
    update(&lab).unwrap();
    assert!(!lab.root.join("ably/wrong.txt").exists());
    assert!(lab.root.join("ably/right.txt").exists());
    assert_eq!(
        lab.git(&["rev-list", "--count", "upstream/master..HEAD"]),
        "1\n"
    );
    lab.fsck();
}

#[test]
fn ways_back_never_take_each_others_place() {
    let lab = committed();
    for n in 1..=3 {
        lab.upstream_moves("ably/n.txt", &format!("{n}\n"));
        let done = update(&lab).unwrap();
        assert_eq!(done.kept, format!("refs/ddint-tui/before/{n}/{BRANCH}"));
    }
    let kept = lab.git(&["for-each-ref", "--format=%(objectname)", "refs/ddint-tui"]);
    assert_eq!(
        kept.lines()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        3
    );
}

#[test]
fn a_pushed_branch_is_told_and_the_lease_works_on_it() {
    let lab = committed();
    lab.git(&["push", "-q", "-u", "origin", BRANCH]);
    let there = lab.git(&["rev-parse", BRANCH]).trim().to_owned();
    base_moves(&lab);
    assert_eq!(
        look(&lab).unwrap().published,
        Some(format!("origin/{BRANCH}"))
    );
    update(&lab).unwrap();
    let cancel = CancelToken::new();
    let to = |over| ddint_tui::git::push::To {
        remote: "origin",
        branch: BRANCH,
        over,
    };
    let push = |over| ddint_tui::git::push::push(&lab.root, to(over), &cancel, &mut |_| {});
    assert!(push(None).is_err());
    push(Some(&there)).unwrap();
    let fork = lab.above().join("fork.git");
    assert_eq!(
        git_in(&fork, &["rev-parse", BRANCH]),
        lab.git(&["rev-parse", BRANCH])
    );
}

#[test]
fn what_became_of_our_commit_is_found_without_a_record() {
    let lab = committed();
    let last = lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let became = || sync::became(&lab.root, BRANCH, "upstream/master", &last);
    assert_eq!(became(), None);
    assert_eq!(
        sync::last_update(&lab.root, BRANCH, "upstream/master"),
        None
    );
    base_moves(&lab);
    let done = update(&lab).unwrap();
    assert_eq!(became(), done.became);
    // The way back too, as long as nothing else happened to the branch.
    let found = sync::last_update(&lab.root, BRANCH, "upstream/master").unwrap();
    assert_eq!(
        (found.before, found.after, found.kept),
        (done.before, done.after, done.kept)
    );
    second_commit(&lab);
    assert_eq!(became(), done.became);
    assert_eq!(
        sync::last_update(&lab.root, BRANCH, "upstream/master"),
        None
    );
    // By hand it is the same.
    lab.upstream_moves("buddy/README.md", "# buddy\n");
    lab.git(&["rebase", "-q", "upstream/master"]);
    assert_eq!(
        became().as_deref(),
        Some(lab.git(&["rev-parse", "HEAD^"]).trim())
    );
}
