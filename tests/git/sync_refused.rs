//! What forbids an update: it says what, names the way out, and not a byte of the clone changes.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, differences, git_command, git_in, write};
use super::sync_lab::{
    again, applied, back, base_moves, committed, lab, look, owners, request, update,
};
use ddint_tui::git::sync;
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;
use std::os::unix::fs::symlink;

/// Refused with these words in the message and in the way out, and nothing differs.
fn refused(lab: &Lab, message: &str, hint: &str) {
    let before = lab.everything();
    let problem = look(lab).and_then(|_| update(lab)).unwrap_err();
    assert!(problem.message.contains(message), "{message}: {problem}");
    assert!(problem.hint.contains(hint), "{hint}: {problem}");
    let changed = differences(&before, &lab.everything());
    assert!(changed.is_empty(), "{message}: {changed:#?}");
}

/// A branch with a commit, and a base that goes on.
fn begun() -> Lab {
    let lab = committed();
    base_moves(&lab);
    lab
}

#[test]
fn files_that_would_be_lost_are_named() {
    let lab = begun();
    lab.write("ably/README.md", "changed here too\n");
    refused(&lab, "ably/README.md", "git stash push -- ably/README.md");
    lab.git(&["add", "ably/README.md"]);
    refused(&lab, "ably/README.md", "git stash push -- ably/README.md");
    lab.git(&["restore", "--staged", "--worktree", "ably/README.md"]);
    fs::remove_file(lab.root.join("ably/README.md")).unwrap();
    refused(&lab, "ably/README.md", "git stash push");
    lab.git(&["restore", "ably/README.md"]);
    lab.write("acme/manifest.json", "untracked\n");
    refused(&lab, "acme/manifest.json", "mv acme/manifest.json");
    lab.write(".git/info/exclude", "acme\n");
    refused(&lab, "acme/manifest.json", "mv acme/manifest.json");
    fs::remove_dir_all(lab.root.join("acme")).unwrap();
    lab.write("acme", "a file where a folder comes\n");
    refused(&lab, "lies that git does not know: acme.", "mv acme ");
    fs::remove_file(lab.root.join("acme")).unwrap();
    symlink(lab.scratch(), lab.root.join("acme")).unwrap();
    refused(&lab, "lies that git does not know: acme.", "mv acme ");
    fs::remove_file(lab.root.join("acme")).unwrap();
    lab.git(&["update-index", "--assume-unchanged", "ably/README.md"]);
    refused(
        &lab,
        "ably/README.md",
        "--no-assume-unchanged ably/README.md",
    );
    lab.git(&["update-index", "--no-assume-unchanged", "ably/README.md"]);
    // The shared file has more than the integration's line.
    let text = owners(&["ably", "zenduty"]).replace("@ably", "@ably @somebody");
    lab.write(OWNERS, &text);
    refused(&lab, OWNERS, "Commit them first");
    lab.git(&["restore", OWNERS]);
    // The very file that the base brings is no loss.
    lab.write("acme/manifest.json", "{}\n");
    update(&lab).unwrap();
    assert_eq!(lab.git(&["status", "--porcelain"]), "");
}

#[test]
fn conflicts_are_named_with_the_command_that_settles_them() {
    let lab = committed();
    lab.write("ably/README.md", "# ably\n\nOurs.\n");
    lab.git(&["commit", "-q", "-am", "Mend ably"]);
    base_moves(&lab);
    let rebase = format!("git rebase upstream/master {BRANCH}");
    refused(&lab, "ably/README.md", &rebase);
    let problem = look(&lab).unwrap_err();
    assert!(problem.message.contains("(Mend ably)"), "{problem}");
    // A shared file in which more than ours was changed.
    let lab = committed();
    let text = fs::read_to_string(lab.root.join(OWNERS)).unwrap();
    lab.write(OWNERS, &text.replace("@zenduty", "@zenduty @else"));
    lab.git(&["commit", "-q", "-am", "Mend owners"]);
    base_moves(&lab);
    lab.upstream_moves(OWNERS, &owners(&["ably"]));
    refused(&lab, OWNERS, &rebase);
}

#[test]
fn a_merge_driver_of_their_own_is_left_to_git() {
    let lab = committed();
    lab.write("ably/README.md", "Ours.\n\n# ably\n");
    lab.git(&["commit", "-q", "-am", "Mend ably"]);
    base_moves(&lab);
    lab.write(".git/info/attributes", "*.md merge=notes\n");
    // Named, and nowhere said what runs: git takes its own, and so it is here.
    look(&lab).unwrap_err();
    lab.git(&["config", "merge.notes.driver", "cp %B %A"]);
    let rebase = format!("git rebase upstream/master {BRANCH}");
    refused(&lab, "merge driver \"notes\"", &rebase);
    lab.write(".git/info/attributes", "*.txt merge=notes\n");
    refused(&lab, "can't be put together", &rebase);
    lab.git(&["config", "merge.default", "notes"]);
    refused(&lab, "merge driver \"notes\"", &rebase);
    // Files that only one side changed need no driver.
    let lab = committed();
    base_moves(&lab);
    lab.write(".git/info/attributes", "*.json merge=notes\n");
    lab.git(&["config", "merge.notes.driver", "false"]);
    update(&lab).unwrap();
}

#[test]
fn merges_and_other_histories_are_left_to_git() {
    let lab = committed();
    lab.upstream_moves("ably/one.txt", "1\n");
    lab.git(&["merge", "-q", "--no-edit", "upstream/master"]);
    lab.upstream_moves("ably/two.txt", "2\n");
    refused(
        &lab,
        "is a merge",
        "git rebase --rebase-merges upstream/master",
    );

    let lab = committed();
    let tree = lab.git(&["rev-parse", "HEAD^{tree}"]);
    let orphan = lab.git(&["commit-tree", tree.trim(), "-m", "Orphan"]);
    lab.git(&["update-ref", &format!("refs/heads/{BRANCH}"), orphan.trim()]);
    refused(&lab, "no common past", "git switch --merge");
}

#[test]
fn a_shallow_clone_says_that_it_does_not_know() {
    let lab = committed();
    for n in 0..3 {
        lab.upstream_moves("ably/n.txt", &format!("{n}\n"));
    }
    let base = lab.git(&["rev-parse", "upstream/master"]);
    lab.write(".git/shallow", &base);
    refused(&lab, "shallow", "git fetch --unshallow upstream");
}

#[test]
fn commits_of_another_branch_are_not_made_again_before_ours_exists() {
    let lab = lab();
    lab.git(&["switch", "-q", "-c", "mine"]);
    lab.git(&["commit", "-q", "--allow-empty", "-m", "Mine"]);
    applied(&lab);
    base_moves(&lab);
    refused(
        &lab,
        "mine is checked out and has 1 commit",
        &format!("git switch --merge --no-track -c {BRANCH} upstream/master"),
    );
}

#[test]
fn states_of_the_clone_are_refused_as_for_a_commit() {
    let lab = begun();
    let head = lab.git(&["rev-parse", "HEAD"]);
    lab.write(".git/MERGE_HEAD", &head);
    refused(&lab, "A merge is in progress", "git merge --continue");
    fs::remove_file(lab.root.join(".git/MERGE_HEAD")).unwrap();
    lab.write(".git/index.lock", "");
    refused(&lab, "index's lock", "rm \"");
    fs::remove_file(lab.root.join(".git/index.lock")).unwrap();
    lab.git(&["config", "core.sparseCheckout", "true"]);
    refused(&lab, "sparse", "git sparse-checkout disable");
    lab.git(&["config", "--unset", "core.sparseCheckout"]);
    lab.git(&["checkout", "-q", "--detach"]);
    refused(&lab, "detached", "git switch");
    lab.git(&["switch", "-q", "master"]);
    lab.git(&["worktree", "add", "-q", "../aside", BRANCH]);
    refused(&lab, "another worktree", "Work in that worktree");
    lab.git(&["switch", "-q", "--orphan", "void"]);
    refused(&lab, "no commit yet", "git switch");
    // In the linked worktree itself it works.
    let aside = lab.above().join("aside");
    let (wanted, cancel) = (request(&lab), CancelToken::new());
    let plan = sync::look(&aside, &wanted, &again, &cancel).unwrap();
    assert!(plan.checked_out);
    sync::update(&aside, &wanted, &plan, &again, &cancel, &mut |_| {}).unwrap();
    assert_eq!(git_in(&aside, &["status", "--porcelain"]), "");
    assert!(aside.join("acme/manifest.json").exists());
}

#[test]
fn what_libgit2_cannot_write_is_left_to_git() {
    let lab = begun();
    lab.write(".git/info/attributes", "*.md filter=lfs\n");
    refused(
        &lab,
        "ably/README.md, which has the attribute \"filter\"",
        "git rebase",
    );
    fs::remove_file(lab.root.join(".git/info/attributes")).unwrap();
    let seed = lab.above().join("seed");
    let head = git_in(&seed, &["rev-parse", "HEAD"]);
    let entry = format!("160000,{},vendor/sub", head.trim());
    git_in(&seed, &["update-index", "--add", "--cacheinfo", &entry]);
    git_in(&seed, &["commit", "-q", "-m", "Submodule"]);
    git_in(&seed, &["push", "-q", "../upstream.git", "master"]);
    lab.git(&["fetch", "-q", "upstream"]);
    refused(&lab, "vendor/sub", "git rebase");
}

#[test]
fn a_base_that_is_not_there_is_named() {
    let lab = begun();
    lab.git(&["update-ref", "-d", "refs/remotes/upstream/master"]);
    refused(
        &lab,
        "upstream/master is not in this clone",
        "git fetch upstream",
    );
    let fetch = |lab: &Lab| {
        let cancel = CancelToken::new();
        ddint_tui::git::remote::fetch_base(&lab.root, "upstream/master", &cancel, &mut |_| {})
    };
    fetch(&lab).unwrap();
    look(&lab).unwrap();
    let upstream = lab.above().join("upstream.git");
    git_in(&upstream, &["branch", "-q", "-m", "master", "main"]);
    let failed = fetch(&lab).unwrap_err();
    assert!(
        failed.problem.message.contains("no branch master any more"),
        "{failed}"
    );
    fs::rename(&upstream, lab.above().join("gone")).unwrap();
    let failed = fetch(&lab).unwrap_err();
    assert!(!failed.problem.hint.is_empty(), "{failed}");
}

#[test]
fn what_was_shown_is_done_and_nothing_else() {
    let lab = begun();
    let plan = look(&lab).unwrap();
    lab.upstream_moves("ably/more.txt", "more\n");
    let before = lab.everything();
    let (wanted, cancel) = (request(&lab), CancelToken::new());
    let problem =
        sync::update(&lab.root, &wanted, &plan, &again, &cancel, &mut |_| {}).unwrap_err();
    assert!(
        problem.message.contains("moved since this was shown"),
        "{problem}"
    );
    assert_eq!(
        differences(&before, &lab.everything()),
        Vec::<String>::new()
    );
}

#[test]
fn going_back_is_refused_where_something_came_since() {
    let lab = begun();
    let done = update(&lab).unwrap();
    lab.write("acme/manifest.json", "{\"mine\": 1}\n");
    let before = lab.everything();
    let problem = back(&lab, &done).unwrap_err();
    assert!(problem.message.contains("acme/manifest.json"), "{problem}");
    lab.git(&["restore", "acme/manifest.json"]);
    lab.git(&["commit", "-q", "--allow-empty", "-m", "Since"]);
    let problem = back(&lab, &done).unwrap_err();
    assert!(
        problem.message.contains("moved since the update"),
        "{problem}"
    );
    assert!(
        problem.hint.contains("git log refs/ddint-tui/before/1/"),
        "{problem}"
    );
    lab.git(&["reset", "-q", "--soft", "HEAD^"]);
    lab.git(&["update-ref", "-d", &done.kept]);
    let problem = back(&lab, &done).unwrap_err();
    assert!(problem.hint.contains("git reflog"), "{problem}");
    drop(before);
}

#[test]
fn hooks_run_as_git_runs_them_in_a_rebase() {
    let lab = begun();
    lab.hook(
        "pre-rebase",
        "#!/bin/sh\necho \"not on $2 onto $1\" >&2\nexit 1\n",
    );
    refused(
        &lab,
        &format!("not on {BRANCH} onto upstream/master"),
        "update again",
    );
    lab.hook("pre-rebase", "#!/bin/sh\nexit 0\n");
    let said = lab.scratch().join("said");
    let tell = format!(
        "#!/bin/sh\necho \"${{0##*/}} $*\" >> '{0}'\ncat >> '{0}'\nexit 1\n",
        said.display()
    );
    lab.hook("post-rewrite", &tell);
    lab.hook("post-checkout", &tell);
    let done = update(&lab).unwrap();
    let (before, after) = (&done.before, &done.after);
    assert_eq!(
        fs::read_to_string(said).unwrap(),
        format!("post-checkout {before} {after} 1\npost-rewrite rebase\n{before} {after}\n")
    );
    assert!(done.hooks.contains("post-rewrite"), "{}", done.hooks);
}

#[test]
fn commits_are_signed_again() {
    let lab = begun();
    let key = lab.scratch().join("key");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        println!("skipped: no ssh-keygen here");
        return;
    }
    let signers = lab.scratch().join("signers");
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    fs::write(&signers, format!("dev@acme.example {public}")).unwrap();
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("user.signingkey", &key.display().to_string()),
        ("gpg.ssh.allowedSignersFile", &signers.display().to_string()),
        ("commit.gpgsign", "true"),
    ] {
        lab.git(&["config", name, value]);
    }
    update(&lab).unwrap();
    let verified = git_command(&lab.root, &["verify-commit", "HEAD"])
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    // A key that is not there changes nothing.
    lab.upstream_moves("ably/more.txt", "more\n");
    lab.git(&["config", "user.signingkey", "/nowhere"]);
    refused(&lab, "could not be signed", "user.signingkey");
}

#[test]
fn line_ends_and_modes_are_those_of_a_checkout() {
    let lab = committed();
    lab.write(".git/info/attributes", "ably/*.txt text eol=crlf\n");
    let seed = lab.above().join("seed");
    write(&seed, "ably/tool.sh", "#!/bin/sh\n");
    git_in(&seed, &["add", "-A"]);
    git_in(&seed, &["update-index", "--chmod=+x", "ably/tool.sh"]);
    symlink("README.md", seed.join("ably/link")).unwrap();
    lab.upstream_moves("ably/dos.txt", "a\nb\n");
    let at = lab.above().join("twin");
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .arg(&lab.root)
        .arg(&at)
        .status();
    assert!(copied.unwrap().success());
    git_in(&at, &["rebase", "-q", "upstream/master"]);
    update(&lab).unwrap();
    let files = |at: &std::path::Path| super::fixture::tree(at, &[".git"]);
    assert_eq!(
        differences(&files(&at), &files(&lab.root)),
        Vec::<String>::new()
    );
    assert_eq!(
        fs::read(lab.root.join("ably/dos.txt")).unwrap(),
        b"a\r\nb\r\n"
    );
    assert_eq!(lab.git(&["diff-files", "--raw"]), "");
    assert!(lab.root.join(FOLDER).is_dir());
}
