//! What is the contributor's own stays byte for byte: other files, index, branches, stash, git's
//! configuration and ddev's, after runs that fail and after one that commits.

use crate::common::{World, git, offline, snapshot};
use crate::lab::{assert_refused, command, end, good, run, world};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Files = Vec<(PathBuf, Vec<u8>)>;

/// Edits of every sort in the clone, outside of the integration.
fn busy(world: &World) {
    let clone = &world.clone;
    let file = |path: &str, text: &str| {
        let path = clone.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    git(clone, &["branch", "mine/other"]);
    git(clone, &["tag", "v0"]);
    fs::write(clone.join("README.md"), "stashed\n").unwrap();
    git(clone, &["stash", "push", "-q"]);
    file(".git/info/exclude", "*.ignored\n");
    file("README.md", "modified, not staged\n");
    file("staged.txt", "staged\n");
    git(clone, &["add", "staged.txt"]);
    file("staged.txt", "staged, then modified\n");
    file("half/new.txt", "intent to add\n");
    git(clone, &["add", "-N", "half/new.txt"]);
    file("my notes/untracked.txt", "untracked\n");
    file("x.ignored", "ignored\n");
    git(clone, &["config", "alias.mine", "status"]);
}

/// Everything in the clone that is not the integration's, and what git says of it.
fn theirs(clone: &Path) -> (Files, Vec<String>) {
    let ours = |p: &Path| {
        p.starts_with("acme_queue")
            || p.starts_with(".git")
            || p == Path::new(".github/CODEOWNERS")
            || p.starts_with(".github/workflows")
    };
    let out = |args: &[&str]| git(clone, args);
    let said = vec![
        fs::read_to_string(clone.join(".git/config")).unwrap(),
        fs::read_to_string(clone.join(".git/info/exclude")).unwrap(),
        out(&["stash", "list", "--format=%H"]),
        out(&[
            "for-each-ref",
            "--format=%(refname) %(objectname)",
            "refs/tags",
            "refs/remotes",
            "refs/heads/master",
            "refs/heads/mine",
        ]),
        out(&["ls-files", "--stage", "--", ":!acme_queue", ":!.github"]),
        out(&["diff", "--cached", "--", ":!acme_queue", ":!.github"]),
        out(&["diff", "--", ":!acme_queue", ":!.github"]),
    ];
    (snapshot(clone, &ours), said)
}

/// A home with everything that ddev and hatch would read or write.
fn home(world: &World) -> PathBuf {
    let home = world.path().join("home");
    for (path, text) in [
        (
            ".config/ddev/config.toml",
            "repo = \"core\"\n[repos]\ncore = \"~/dd/integrations-core\"\n",
        ),
        (".local/share/ddev/config.toml", "repo = \"marketplace\"\n"),
        (".ddev.toml", "[orgs.default]\napi_key = \"mine\"\n"),
        (".config/hatch/config.toml", "mode = \"project\"\n"),
        (".local/share/hatch/mine", "mine"),
        (".cache/mine", "mine"),
        (
            ".gitconfig",
            "[user]\n\tname = Me\n\temail = me@acme.example\n",
        ),
    ] {
        let path = home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

fn at_home(mut command: Command, home: &Path) -> Command {
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join(".config"))
        .env("XDG_DATA_HOME", home.join(".local/share"))
        .env("XDG_CACHE_HOME", home.join(".cache"))
        .env("XDG_STATE_HOME", home.join(".local/state"))
        .env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"));
    command
}

fn all(home: &Path) -> Files {
    snapshot(home, &|_| false)
}

#[test]
fn after_a_commit() {
    if offline() {
        return;
    }
    let world = world();
    busy(&world);
    let home = home(&world);
    let (before, at_first) = (theirs(&world.clone), all(&home));
    world.write("answers.yaml", &good());
    let green = end(at_home(command(&world, "commit"), &home));
    assert_eq!(green.exit, 0, "{:#}\n{}", green.json, green.stderr);
    let after = theirs(&world.clone);
    assert_eq!(before.1, after.1);
    assert_eq!(before.0, after.0);
    assert_eq!(at_first, all(&home), "something in the home folder changed");
    let commit = green.json["commit"].as_str().unwrap();
    let names = git(&world.clone, &["show", "--format=", "--name-only", commit]);
    assert!(
        names
            .lines()
            .all(|n| n.starts_with("acme_queue/") || n.starts_with(".github/")),
        "{names}"
    );
}

#[test]
fn after_runs_that_fail() {
    if offline() {
        return;
    }
    let world = world();
    busy(&world);
    let home = home(&world);
    fs::create_dir(world.clone.join("acme_queue")).unwrap();
    fs::write(world.clone.join("acme_queue/README.md"), "# Mine\n").unwrap();
    let (before, at_first) = (theirs(&world.clone), all(&home));
    world.write("answers.yaml", &good());
    let conflict = end(at_home(command(&world, "commit"), &home));
    assert_refused(&conflict, 5, &["acme_queue/README.md"]);
    assert_eq!(
        fs::read(world.clone.join("acme_queue/README.md")).unwrap(),
        b"# Mine\n"
    );
    assert_eq!(
        fs::read_dir(world.clone.join("acme_queue"))
            .unwrap()
            .count(),
        1
    );
    fs::remove_dir_all(world.clone.join("acme_queue")).unwrap();
    assert_eq!(before, theirs(&world.clone));
    assert_eq!(at_first, all(&home));
    assert_eq!(git(&world.clone, &["diff", "--stat", ".github"]), "");
}

#[test]
fn states_of_git_in_which_nothing_can_be_committed() {
    if offline() {
        return;
    }
    let world = world();
    let clone = &world.clone;
    assert_eq!(run(&world, &good(), "test").exit, 0);
    let refused = |words: &[&str]| {
        let refs = git(clone, &["for-each-ref"]);
        let index = fs::read(clone.join(".git/index")).unwrap();
        let run = run(&world, &good(), "commit");
        assert_refused(&run, 5, words);
        assert_eq!(git(clone, &["for-each-ref"]), refs);
        assert_eq!(fs::read(clone.join(".git/index")).unwrap(), index);
        assert!(run.json["commit"].is_null());
    };
    git(clone, &["checkout", "-q", "--detach"]);
    refused(&["detached", "git switch"]);
    git(clone, &["checkout", "-q", "master"]);

    fs::write(
        clone.join(".git/MERGE_HEAD"),
        format!("{}\n", git(clone, &["rev-parse", "HEAD"])),
    )
    .unwrap();
    refused(&["merge is in progress", "git merge --abort"]);
    fs::remove_file(clone.join(".git/MERGE_HEAD")).unwrap();

    fs::write(clone.join(".git/index.lock"), "").unwrap();
    refused(&["index.lock"]);
    fs::remove_file(clone.join(".git/index.lock")).unwrap();

    // The branch's name is taken by other work.
    git(clone, &["branch", "acme/acme_queue", "master"]);
    git(clone, &["checkout", "-q", "acme/acme_queue"]);
    git(
        clone,
        &[
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@b.example",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "other",
        ],
    );
    git(clone, &["checkout", "-q", "master"]);
    refused(&["acme/acme_queue"]);
    git(clone, &["branch", "-q", "-D", "acme/acme_queue"]);

    // No author: the others' configuration is not guessed.
    fs::remove_file(world.path().join("gitconfig")).unwrap();
    git(clone, &["config", "--unset", "user.name"]);
    git(clone, &["config", "--unset", "user.email"]);
    let run1 = run(&world, &good(), "commit");
    assert_refused(&run1, 3, &["git config --global user.name"]);
    git(clone, &["config", "user.name", "Me"]);
    git(clone, &["config", "user.email", "me@acme.example"]);
    let green = run(&world, &good(), "commit");
    assert_eq!(green.exit, 0, "{:#}", green.json);
}
