//! What is read of the clone, and that reading writes nothing.

use super::fixture::{FOLDER, Lab, OWNERS, TEST_ALL, differences};
use ddint_tui::core::repo::{Ahead, Change};
use ddint_tui::git::hash::scope_hash;
use ddint_tui::git::state::read;
use std::fs;

fn root_files() -> Vec<String> {
    vec![OWNERS.into(), TEST_ALL.into()]
}

fn lines(changes: &[Change]) -> Vec<String> {
    let line = |c: &Change| {
        format!(
            "{} {}{}",
            c.path,
            c.kind,
            if c.staged { " staged" } else { "" }
        )
    };
    let mut lines: Vec<_> = changes.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn changes_are_split_into_scope_and_others() {
    let lab = Lab::busy();
    let before = lab.everything();
    let state = read(&lab.root, FOLDER, &root_files(), None).unwrap();
    assert_eq!(
        lines(&state.scope),
        [
            ".github/CODEOWNERS modified",
            ".github/workflows/test-all.yml modified",
            "acme_queue/assets/a b é.txt new",
            "acme_queue/datadog_checks/acme_queue/check.py new",
            "acme_queue/manifest.json new",
            "acme_queue/metadata.csv new",
            "acme_queue/run.sh new",
        ]
    );
    assert_eq!(
        lines(&state.others),
        [
            "ably/README.md modified",
            "ably/README.md modified staged",
            "ably/new.txt new staged",
            "acme_queue_notes.txt new",
            "buddy/README.md modified",
            "buddy/later.txt modified",
            "buddy/later.txt new staged",
            "notes/ new",
            "zenduty/README.md deleted staged",
            "zenduty/README.md new",
            "zenduty/manifest.json deleted",
        ]
    );
    assert_eq!(state.head_branch.as_deref(), Some("master"));
    assert_eq!(state.base.as_deref(), Some("upstream/master"));
    assert_eq!(state.head, state.base_commit);
    assert_eq!((state.behind, state.refusal), (0, None));
    assert_eq!(
        state.identity.as_deref(),
        Some("Acme Co <dev@acme.example>")
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

#[test]
fn behind_counts_the_bases_commits() {
    let lab = Lab::new();
    lab.upstream_moves("buddy/1", "1");
    lab.upstream_moves("buddy/2", "2");
    let state = read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!(state.behind, 2);
    let fork = read(&lab.root, FOLDER, &[], Some("origin/master")).unwrap();
    assert_eq!(
        (fork.base.as_deref(), fork.behind),
        (Some("origin/master"), 0)
    );
    let none = read(&lab.root, FOLDER, &[], Some("origin/none")).unwrap();
    assert_eq!((none.base, none.base_commit), (None, None));
}

#[test]
fn what_the_branch_has_and_the_bases_template() {
    let lab = Lab::new();
    assert_eq!(read(&lab.root, FOLDER, &[], None).unwrap().template, None);
    let path = ".github/pull_request_template.md";
    lab.upstream_moves(path, "### What?\n");
    lab.write(path, "not the base's");
    let state = read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!(state.template.as_deref(), Some("### What?\n"));
    assert_eq!(state.ahead, Ahead::default());
    fs::remove_file(lab.root.join(path)).unwrap();
    lab.integration();
    let report = lab.commit().unwrap();
    let state = read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!((state.ahead.commits, state.ahead.merges), (1, 0));
    assert_eq!(state.ahead.files, report.files);
    lab.git(&["switch", "-qc", "side", "HEAD~"]);
    lab.git(&["commit", "-q", "--allow-empty", "-m", "Side"]);
    lab.git(&["switch", "-q", "-"]);
    lab.git(&["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
    let state = read(&lab.root, FOLDER, &[], None).unwrap();
    assert_eq!((state.ahead.commits, state.ahead.merges), (3, 1));
    assert_eq!(state.ahead.files, report.files);
}

#[test]
fn without_a_folder_everything_is_the_contributors() {
    let lab = Lab::busy();
    let state = read(&lab.root, "", &[], None).unwrap();
    assert!(state.scope.is_empty());
    assert!(lines(&state.others).contains(&"acme_queue/ new".to_owned()));
    // Set up looks at a clone before there is a name, and so does doctor.
    assert_eq!(scope_hash(&lab.root, "", &[]).unwrap(), "");
}

#[test]
fn the_hash_follows_content_and_mode_and_nothing_else() {
    let lab = Lab::busy();
    let hash = || scope_hash(&lab.root, FOLDER, &root_files()).unwrap();
    let first = hash();
    lab.git(&["add", FOLDER]);
    lab.write("acme_queue/__pycache__/more.pyc", "ignored");
    lab.write("ably/README.md", "not in scope");
    assert_eq!(hash(), first, "staged, ignored or elsewhere");
    lab.git(&["reset", "-q", "--", FOLDER]);
    lab.commit().unwrap();
    assert_eq!(hash(), first, "committed");

    let path = "acme_queue/manifest.json";
    let mut seen = vec![first.clone()];
    let mut differs = |what: &str| {
        let now = hash();
        assert!(!seen.contains(&now), "{what}");
        seen.push(now);
    };
    lab.write(path, "{\"a\": 2}\n");
    differs("content");
    lab.executable(path);
    differs("executable bit");
    fs::remove_file(lab.root.join(path)).unwrap();
    differs("removed");
    lab.write(OWNERS, "x\n");
    differs("root file");
    lab.integration();
    fs::set_permissions(
        lab.root.join(path),
        std::os::unix::fs::PermissionsExt::from_mode(0o644),
    )
    .unwrap();
    assert_eq!(hash(), first, "identical content is the same again");
}

#[test]
fn a_rename_of_the_contributors_is_listed_and_stays_as_it_is() {
    let lab = Lab::new();
    lab.integration();
    lab.git(&["mv", "ably/README.md", "ably/READ.md"]);
    let state = read(&lab.root, FOLDER, &root_files(), None).unwrap();
    let others = lines(&state.others);
    assert_eq!(
        others,
        ["ably/READ.md new staged", "ably/README.md deleted staged"]
    );
    let before = lab.others();
    lab.commit().unwrap();
    assert_eq!(
        super::fixture::differences(&before, &lab.others()),
        Vec::<String>::new()
    );
}
