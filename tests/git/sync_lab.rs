//! A lab whose shared files look as the repository's do, and updates in it.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, git_command};
use ddint_tui::core::sync::{SyncPlan, SyncRequest, Synced};
use ddint_tui::git::{Problem, sync};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::remake::remake;

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

pub fn second_commit(lab: &Lab) {
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
