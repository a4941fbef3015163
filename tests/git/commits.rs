//! What a commit holds, and that everything else stays byte-identical.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, differences};
use ddint_tui::git::CommitErrorKind;
use ddint_tui::git::commit::commit;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const FILES: [&str; 7] = [
    OWNERS,
    TEST_ALL,
    "acme_queue/assets/a b é.txt",
    "acme_queue/datadog_checks/acme_queue/check.py",
    "acme_queue/manifest.json",
    "acme_queue/metadata.csv",
    "acme_queue/run.sh",
];

#[test]
fn exactly_the_scope_is_committed_on_a_branch_from_the_base() {
    let lab = Lab::busy();
    let before = lab.others();
    let report = lab.commit().unwrap();
    assert!(report.made);
    assert_eq!(report.branch, BRANCH);
    assert_eq!(report.files, FILES);
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());

    assert_eq!(lab.git(&["rev-parse", BRANCH]).trim(), report.commit);
    assert_eq!(lab.git(&["symbolic-ref", "--short", "HEAD"]).trim(), BRANCH);
    let names = lab.git(&[
        "-c",
        "core.quotePath=false",
        "diff",
        "--name-only",
        "upstream/master",
        BRANCH,
    ]);
    assert_eq!(names.lines().collect::<Vec<_>>(), FILES);
    assert_eq!(
        lab.git(&["log", "-1", "--format=%P %an <%ae> %cn <%ce>%n%B"]),
        format!(
            "{} Acme Co <dev@acme.example> Acme Co <dev@acme.example>\nAdd Acme Queue integration\n\n",
            lab.git(&["rev-parse", "upstream/master"]).trim()
        )
    );
    assert!(
        lab.git(&["ls-tree", BRANCH, "acme_queue/run.sh"])
            .starts_with("100755")
    );
    assert_eq!(lab.scope_status(), "");
    lab.fsck();
}

#[test]
fn the_logs_read_as_if_git_had_done_it() {
    let lab = Lab::busy();
    lab.commit().unwrap();
    let log = |name: &str| lab.git(&["reflog", "show", "--format=%gs %gn <%ge>", name]);
    assert_eq!(
        log(BRANCH),
        "commit: Add Acme Queue integration Acme Co <dev@acme.example>\n\
         branch: Created from upstream/master Acme Co <dev@acme.example>\n"
    );
    let head: Vec<String> = log("HEAD").lines().take(2).map(str::to_owned).collect();
    assert_eq!(
        head,
        [
            "commit: Add Acme Queue integration Acme Co <dev@acme.example>",
            "checkout: moving from master to acmeco/acme_queue Acme Co <dev@acme.example>"
        ]
    );
}

#[test]
fn a_rerun_with_nothing_to_change_writes_nothing() {
    let lab = Lab::busy();
    let first = lab.commit().unwrap();
    let before = lab.everything();
    for last in [Some(first.commit.as_str()), None] {
        let mut request = lab.request();
        request.last_commit = last.map(str::to_owned);
        // Without `last_commit` we were killed before it was saved; the branch is recognised by its content.
        let again = commit(&lab.root, &request).unwrap();
        assert!(!again.made);
        assert_eq!(again.commit, first.commit);
        assert!(again.files.is_empty());
    }
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

#[test]
fn a_fix_becomes_a_further_commit_with_additions_deletions_and_modes() {
    let lab = Lab::busy();
    let first = lab.commit().unwrap();
    let before = lab.others();
    fs::remove_file(lab.root.join("acme_queue/metadata.csv")).unwrap();
    lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
    lab.executable("acme_queue/manifest.json");
    lab.write("acme_queue/tests/test_unit.py", "def test(): pass\n");
    let second = lab.commit_after(&first.commit).unwrap();
    assert_eq!(
        second.files,
        [
            "acme_queue/manifest.json",
            "acme_queue/metadata.csv",
            "acme_queue/tests/test_unit.py"
        ]
    );
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]).trim(), first.commit);
    assert!(!lab.try_git(&["cat-file", "-e", "HEAD:acme_queue/metadata.csv"]));
    assert!(
        lab.git(&["ls-tree", "HEAD", "acme_queue/manifest.json"])
            .starts_with("100755")
    );
    assert_eq!(lab.scope_status(), "");
    let gone = |diff: &String| !diff.starts_with("worktree acme_queue/");
    let changed: Vec<_> = differences(&before, &lab.others())
        .into_iter()
        .filter(gone)
        .collect();
    assert_eq!(changed, Vec::<String>::new());
    lab.fsck();
}

#[test]
fn what_a_rename_removed_goes_with_the_commit_and_nothing_else_does() {
    let lab = Lab::busy();
    let first = lab.commit().unwrap();
    let (old, new) = (lab.root.join("acme_queue"), lab.root.join("brand"));
    fs::create_dir(&new).unwrap();
    fs::rename(old.join("manifest.json"), new.join("manifest.json")).unwrap();
    fs::remove_file(old.join("metadata.csv")).unwrap();
    let mut request = lab.request();
    request.folder = "brand".into();
    request.root_files.push("acme_queue/manifest.json".into());
    request.last_commit = Some(first.commit);
    let second = commit(&lab.root, &request).unwrap();
    assert_eq!(
        second.files,
        ["acme_queue/manifest.json", "brand/manifest.json"]
    );
    // The removal that was not ours is the contributor's other work.
    assert!(lab.try_git(&["cat-file", "-e", "HEAD:acme_queue/metadata.csv"]));
    lab.fsck();
}

#[test]
fn what_was_staged_in_scope_gives_way_to_the_worktree() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["add", FOLDER]);
    lab.write("acme_queue/manifest.json", "{\"a\": 3}\n");
    lab.git(&["add", "-f", "acme_queue/debug.log"]);
    fs::remove_file(lab.root.join("acme_queue/metadata.csv")).unwrap();
    let report = lab.commit().unwrap();
    assert_eq!(
        lab.git(&["show", "HEAD:acme_queue/manifest.json"]),
        "{\"a\": 3}\n"
    );
    assert!(
        report.files.contains(&"acme_queue/debug.log".to_owned()),
        "forced by hand"
    );
    assert!(!report.files.contains(&"acme_queue/metadata.csv".to_owned()));
    assert_eq!(lab.scope_status(), "");
}

#[test]
fn a_file_where_a_folder_was_and_a_folder_where_a_file_was() {
    let lab = Lab::new();
    lab.integration();
    let first = lab.commit().unwrap();
    fs::remove_dir_all(lab.root.join("acme_queue/assets")).unwrap();
    lab.write("acme_queue/assets", "a file now\n");
    fs::remove_file(lab.root.join("acme_queue/metadata.csv")).unwrap();
    lab.write("acme_queue/metadata.csv/inside", "a folder now\n");
    lab.commit_after(&first.commit).unwrap();
    assert_eq!(lab.git(&["show", "HEAD:acme_queue/assets"]), "a file now\n");
    assert_eq!(
        lab.git(&["show", "HEAD:acme_queue/metadata.csv/inside"]),
        "a folder now\n"
    );
    assert_eq!(lab.scope_status(), "");
    lab.fsck();
}

#[test]
fn edits_made_in_the_same_instant_stay_visible() {
    let lab = Lab::new();
    lab.integration();
    // The same size as what is staged, right after staging: git must look at the content.
    lab.write("ably/README.md", "aaaa\n");
    lab.git(&["add", "ably/README.md"]);
    lab.write("ably/README.md", "bbbb\n");
    lab.commit().unwrap();
    lab.write("acme_queue/manifest.json", "{\"a\": 9}\n");
    let status = lab.git(&["status", "--porcelain"]);
    assert_eq!(status, "MM ably/README.md\n M acme_queue/manifest.json\n");
}

#[test]
fn behind_the_base_is_no_obstacle_when_nothing_in_scope_moved() {
    let lab = Lab::busy();
    let head = lab.git(&["rev-parse", "HEAD"]);
    lab.upstream_moves("buddy/added.txt", "new\n");
    let before = lab.others();
    lab.commit().unwrap();
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]), head);
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
    assert_eq!(lab.scope_status(), "");
}

#[test]
fn coming_back_to_the_branch_from_another_one() {
    let lab = Lab::new();
    lab.integration();
    let first = lab.commit().unwrap();
    // Back on master with the integration's files in the worktree, as after `git switch` and applying again.
    lab.git(&["switch", "-q", "master"]);
    lab.integration();
    lab.write("acme_queue/manifest.json", "{\"a\": 4}\n");
    let second = lab.commit_after(&first.commit).unwrap();
    assert_eq!(second.files, ["acme_queue/manifest.json"]);
    assert_eq!(lab.git(&["rev-parse", "HEAD^"]).trim(), first.commit);
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_identity_that_was_asked_for_and_the_sign_off() {
    let lab = Lab::new();
    lab.integration();
    for key in ["user.name", "user.email"] {
        lab.git(&["config", key, ""]);
    }
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert_eq!(error.kind, CommitErrorKind::Question);
    assert!(error.message.contains("name and e-mail address"), "{error}");
    assert!(
        error.hint.contains("git config --global user.name"),
        "{error}"
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );

    let mut request = lab.request();
    request.author = Some(("Zoë Bö".into(), "zoe@acme.example".into()));
    request.sign_off = true;
    commit(&lab.root, &request).unwrap();
    let shown = lab.git(&["log", "-1", "--format=%an <%ae>%n%cn%n%B"]);
    assert_eq!(
        shown,
        "Zoë Bö <zoe@acme.example>\nZoë Bö\nAdd Acme Queue integration\n\n\
         Signed-off-by: Zoë Bö <zoe@acme.example>\n\n"
    );
    let log = lab.git(&["reflog", "show", "--format=%gn", BRANCH]);
    assert_eq!(log, "Zoë Bö\nZoë Bö\n");
}

#[test]
fn a_signature_is_made_by_git_with_the_contributors_program() {
    let lab = Lab::new();
    lab.integration();
    let gpg = lab.scratch().join("gpg");
    fs::write(
        &gpg,
        "#!/bin/sh\ncat >/dev/null\necho '-----BEGIN PGP SIGNATURE-----'\necho fake\n\
         echo '-----END PGP SIGNATURE-----'\nprintf '\\n[GNUPG:] SIG_CREATED x\\n' >&2\n",
    )
    .unwrap();
    lab.git(&["config", "gpg.program", gpg.to_str().unwrap()]);
    lab.git(&["config", "commit.gpgsign", "true"]);
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("could not be signed"), "{error}");
    assert!(error.hint.contains("commit.gpgsign"), "{error}");
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );

    fs::set_permissions(&gpg, fs::Permissions::from_mode(0o755)).unwrap();
    lab.commit().unwrap();
    let raw = lab.git(&["cat-file", "commit", "HEAD"]);
    assert!(
        raw.contains("gpgsig -----BEGIN PGP SIGNATURE-----"),
        "{raw}"
    );
    assert!(raw.contains("author Acme Co <dev@acme.example>"), "{raw}");
    assert!(raw.ends_with("\n\nAdd Acme Queue integration\n"), "{raw}");
    assert_eq!(lab.scope_status(), "");
}

/// As after a kill between index and branch: the branch is checked out and the scope staged.
#[test]
fn a_scope_left_staged_on_the_branch_is_completed() {
    let lab = Lab::busy();
    lab.start();
    lab.git(&["add", FOLDER, OWNERS, TEST_ALL]);
    let before = lab.others();
    let report = lab.commit().unwrap();
    assert!(report.made);
    assert_eq!(report.files, FILES);
    assert_eq!(lab.scope_status(), "");
    assert_eq!(differences(&before, &lab.others()), Vec::<String>::new());
}
