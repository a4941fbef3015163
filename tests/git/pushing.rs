//! Pushing with the real git: to repositories on disk, over HTTP, and to where nobody answers.

use super::fixture::{BRANCH, Lab, differences, git_in, write};
use super::served::Served;
use ddint_tui::git::push::{Pushed, To, push, theirs};
use ddint_tui::git::refused::Cause;
use ddint_tui::git::remote::Failed;
use ddint_tui::jobs::cancel::CancelToken;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

pub struct Pushing {
    pub lab: Lab,
    pub commit: String,
}

impl Pushing {
    /// A clone with a commit on the branch, nothing pushed.
    pub fn new() -> Self {
        let lab = Lab::new();
        lab.integration();
        let commit = lab.commit().unwrap().commit;
        Self { lab, commit }
    }

    pub fn push(&self, over: Option<&str>) -> Result<Pushed, Failed> {
        let to = To {
            remote: "origin",
            branch: BRANCH,
            over,
        };
        push(&self.lab.root, to, &CancelToken::new(), &mut |_| {})
    }

    pub fn fork(&self) -> PathBuf {
        self.lab.above().join("fork.git")
    }

    pub fn there(&self) -> Option<String> {
        let refs = git_in(
            &self.fork(),
            &["for-each-ref", "--format=%(refname) %(objectname)"],
        );
        let name = format!("refs/heads/{BRANCH} ");
        refs.lines()
            .find_map(|l| l.strip_prefix(&name))
            .map(str::to_owned)
    }

    /// Somebody else adds a commit to the branch on the fork.
    pub fn somebody_pushes(&self, file: &str) -> String {
        let other = self.lab.scratch().join(file);
        let fork = self.fork();
        let to = other.to_str().unwrap();
        git_in(
            self.lab.above(),
            &["clone", "-q", "-b", BRANCH, fork.to_str().unwrap(), to],
        );
        write(&other, "acme_queue/theirs.txt", file);
        git_in(&other, &["add", "-A"]);
        git_in(&other, &["commit", "-q", "-m", &format!("Fix {file}")]);
        git_in(&other, &["push", "-q", "origin", BRANCH]);
        git_in(&other, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    pub fn hook(&self, name: &str, text: &str) {
        let path = self.fork().join("hooks").join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub fn origin(&self, url: &str) {
        self.lab.git(&["remote", "set-url", "origin", url]);
    }

    /// A push that fails so, tells this, and changes neither the fork nor the clone.
    pub fn fails(&self, over: Option<&str>, cause: Cause, told: &[&str]) {
        let (there, before) = (self.there(), self.lab.everything());
        let failed = self.push(over).unwrap_err();
        assert_eq!(failed.cause, cause, "{failed}");
        for text in told {
            assert!(failed.to_string().contains(text), "{failed}");
        }
        assert_eq!(self.there(), there);
        assert_eq!(
            differences(&before, &self.lab.everything()),
            Vec::<String>::new()
        );
    }
}

#[test]
fn a_new_branch_arrives_tracked_and_a_second_push_says_so() {
    let p = Pushing::new();
    let before = p.lab.others();
    assert_eq!(p.push(None).unwrap(), Pushed::Sent);
    assert_eq!(p.there().as_ref(), Some(&p.commit));
    assert_eq!(p.push(None).unwrap(), Pushed::UpToDate);
    let tracked = p.lab.git(&[
        "rev-parse",
        "--abbrev-ref",
        &format!("{BRANCH}@{{upstream}}"),
    ]);
    assert_eq!(tracked.trim(), format!("origin/{BRANCH}"));
    let mut changed = differences(&before, &p.lab.others());
    changed
        .retain(|line| !line.starts_with("config") && !line.contains(&format!("origin/{BRANCH}")));
    assert_eq!(changed, Vec::<String>::new());
}

#[test]
fn it_is_understood_in_every_language_of_the_contributor() {
    let p = Pushing::new();
    p.push(None).unwrap();
    p.somebody_pushes("x");
    p.lab.git(&["commit", "-q", "--amend", "-m", "Mine"]);
    // git has no variable of its own for the language; what it is given is seen by a hook.
    p.lab.hook(
        "pre-push",
        &format!(
            "#!/bin/sh\necho \"$LC_ALL\" > '{}'\n",
            p.lab.scratch().join("lang").display()
        ),
    );
    p.fails(None, Cause::Behind, &["holds commits that yours lacks"]);
    assert_eq!(
        fs::read_to_string(p.lab.scratch().join("lang")).unwrap(),
        "C\n"
    );
}

#[test]
fn what_somebody_pushed_is_shown_and_only_that_can_be_overwritten() {
    let p = Pushing::new();
    p.push(None).unwrap();
    let first = p.somebody_pushes("one");
    p.lab.git(&["commit", "-q", "--amend", "-m", "Mine"]);
    let mine = p.lab.git(&["rev-parse", "HEAD"]).trim().to_owned();
    p.fails(
        None,
        Cause::Behind,
        &["Somebody, or another clone of yours", "with f"],
    );

    let seen = theirs(
        &p.lab.root,
        "origin",
        BRANCH,
        &CancelToken::new(),
        &mut |_| {},
    )
    .unwrap();
    assert_eq!((seen.commit.as_str(), seen.commits), (first.as_str(), 2));
    assert_eq!(seen.told.len(), 2);
    assert!(seen.told[0].ends_with("Fix one (Up Stream)"), "{seen:?}");
    assert_eq!(
        p.lab.git(&["rev-parse", BRANCH]).trim(),
        mine,
        "looking moves nothing"
    );

    // Another commit arrives after the look: it was never seen, so it stays.
    let second = p.somebody_pushes("two");
    p.fails(
        Some(&first),
        Cause::Moved,
        &["changed since it was looked at"],
    );
    assert_eq!(p.there().as_ref(), Some(&second));
    for nothing in ["", "HEAD", &second[..12]] {
        p.fails(Some(nothing), Cause::Other, &["nothing is overwritten"]);
    }
    assert_eq!(p.push(Some(&second)).unwrap(), Pushed::Sent);
    assert_eq!(p.there().as_ref(), Some(&mine));
}

#[test]
fn nothing_ever_goes_to_datadog() {
    let p = Pushing::new();
    let datadog = "https://github.com/DataDog/integrations-extras.git";
    let told = ["Datadog's own repository"];
    let to = To {
        remote: "upstream",
        branch: BRANCH,
        over: Some(&p.commit),
    };
    let failed = push(&p.lab.root, to, &CancelToken::new(), &mut |_| {}).unwrap_err();
    assert!(failed.to_string().contains(told[0]), "{failed}");
    p.lab
        .git(&["remote", "set-url", "--push", "origin", datadog]);
    p.fails(None, Cause::Other, &told);
    p.fails(Some(&p.commit), Cause::Other, &told);
    p.lab.git(&["config", "--unset", "remote.origin.pushurl"]);
    p.origin("git@github.com:DataDog/integrations-extras.git");
    p.fails(Some(&p.commit), Cause::Other, &told);
}

#[test]
fn hooks_that_decline_are_quoted() {
    let p = Pushing::new();
    p.hook("update", "echo 'acme: no tabs in README.md' >&2\nexit 1\n");
    p.fails(
        None,
        Cause::Hook,
        &["a hook of origin declined it", "acme: no tabs in README.md"],
    );
    p.hook("update", "exit 0\n");
    p.hook(
        "pre-receive",
        "echo 'error: GH006: Protected branch update failed' >&2\nexit 1\n",
    );
    p.fails(
        None,
        Cause::Protected,
        &["origin protects this branch", "GH006"],
    );
    p.hook("pre-receive", "exit 0\n");
    p.lab.hook(
        "pre-push",
        "#!/bin/sh\necho 'run the tests first'\nexit 1\n",
    );
    p.fails(
        None,
        Cause::OwnHook,
        &["the pre-push hook of your clone", "run the tests first"],
    );
}

#[test]
fn a_repository_that_is_no_fork_is_named() {
    let p = Pushing::new();
    let other = p.lab.scratch().join("other");
    git_in(
        p.lab.above(),
        &[
            "clone",
            "-q",
            p.fork().to_str().unwrap(),
            other.to_str().unwrap(),
        ],
    );
    git_in(&other, &["switch", "-q", "-c", BRANCH]);
    p.origin(other.to_str().unwrap());
    p.fails(None, Cause::CheckedOut, &["checked out in origin"]);
    p.origin(p.lab.scratch().join("gone.git").to_str().unwrap());
    p.fails(
        None,
        Cause::Missing,
        &["origin leads to no repository", "gone.git"],
    );
}

#[test]
fn over_http_a_password_decides() {
    let p = Pushing::new();
    let served = Served::new(p.lab.above());
    git_in(&p.fork(), &["config", "http.receivepack", "true"]);
    p.origin(&served.url("", "fork.git"));
    p.fails(
        None,
        Cause::Unanswered,
        &["nobody answered", "gh auth setup-git"],
    );
    p.origin(&served.url("ann:wrong@", "fork.git"));
    p.fails(
        None,
        Cause::Password,
        &["takes neither this user name nor this password"],
    );
    p.origin(&served.url("guest:guest@", "fork.git"));
    p.fails(
        None,
        Cause::Permission,
        &["you may not write to origin", "403"],
    );
    p.origin(&served.url("ann:s3cret-word@", "gone.git"));
    p.fails(None, Cause::Missing, &["origin leads to no repository"]);
    p.origin(&served.url("ann:s3cret-word@", "fork.git"));
    p.hook("update", "echo 'acme: no tabs in README.md' >&2\nexit 1\n");
    p.fails(None, Cause::Hook, &["declined it", "no tabs in README.md"]);
    p.hook("update", "exit 0\n");
    assert_eq!(p.push(None).unwrap(), Pushed::Sent);
    assert_eq!(p.there().as_ref(), Some(&p.commit));
    assert_eq!(p.push(None).unwrap(), Pushed::UpToDate);
    p.somebody_pushes("x");
    p.lab.git(&["commit", "-q", "--amend", "-m", "Mine"]);
    p.fails(None, Cause::Behind, &["holds commits that yours lacks"]);
}

#[test]
fn where_nobody_answers_it_says_so() {
    let p = Pushing::new();
    // A port that was free a moment ago, and that nobody may take meanwhile.
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port();
    drop(held);
    p.origin(&format!("http://127.0.0.1:{port}/fork.git"));
    p.fails(
        None,
        Cause::Unreachable,
        &["nobody answers at origin's address"],
    );
    p.origin("http://nowhere.invalid/fork.git");
    p.fails(
        None,
        Cause::Name,
        &["the name of origin's host leads nowhere"],
    );
    p.origin(&format!("ssh://git@127.0.0.1:{port}/fork.git"));
    p.fails(
        None,
        Cause::Unreachable,
        &["nobody answers at origin's address"],
    );
}

#[test]
fn a_push_that_is_killed_changes_nothing_here_and_is_made_again() {
    let pushing = Pushing::new();
    pushing.lab.other_work();
    let before = pushing.lab.everything();
    // Killed here, before it sends, and over there, in the middle of what it receives.
    let hook = pushing.lab.root.join(".git/hooks/pre-push");
    fs::write(&hook, "#!/bin/sh\nkill -9 $PPID\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    pushing.push(None).unwrap_err();
    fs::remove_file(&hook).unwrap();
    pushing.hook("pre-receive", "kill -9 $PPID\n");
    pushing.push(None).unwrap_err();
    assert_eq!(pushing.there(), None);
    let changed = differences(&before, &pushing.lab.everything());
    assert_eq!(changed, Vec::<String>::new());
    fs::remove_file(pushing.fork().join("hooks/pre-receive")).unwrap();
    pushing.push(None).unwrap();
    assert_eq!(pushing.there().as_deref(), Some(pushing.commit.as_str()));
}
