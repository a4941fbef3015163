//! Pushing over ssh, to a real server with keys that exist only for the test.

use super::fixture::git_in;
use super::pushing::Pushing;
use super::sshd::Sshd;
use ddint_tui::git::push::Pushed;
use ddint_tui::git::refused::Cause;
use std::net::TcpListener;

/// A clone whose fork is reached over ssh.
struct Remote {
    p: Pushing,
    server: Sshd,
}

impl Remote {
    /// None where there is no sshd; the key of that name is offered, to a host that is known.
    fn new(key: &str) -> Option<Self> {
        let p = Pushing::new();
        let server = Sshd::new(&p.lab.scratch().join("ssh"))?;
        p.origin(&server.url(&p.fork()));
        server.known("host");
        let remote = Self { p, server };
        remote.client(key, "");
        Some(remote)
    }

    fn client(&self, key: &str, options: &str) {
        let command = self.server.client(key, options);
        self.p.lab.git(&["config", "core.sshCommand", &command]);
    }
}

#[test]
fn over_ssh_a_branch_arrives_and_every_refusal_is_told() {
    let Some(r) = Remote::new("open") else { return };
    let p = &r.p;
    assert_eq!(p.push(None).unwrap(), Pushed::Sent);
    assert_eq!(p.there().as_ref(), Some(&p.commit));
    assert_eq!(p.push(None).unwrap(), Pushed::UpToDate);
    p.somebody_pushes("x");
    p.lab.git(&["commit", "-q", "--amend", "-m", "Mine"]);
    p.fails(
        None,
        Cause::Behind,
        &["holds commits that yours lacks", "with f"],
    );
    p.hook(
        "pre-receive",
        "echo 'acme: no tabs in README.md' >&2\nexit 1\n",
    );
    let there = p.there().unwrap();
    p.fails(
        Some(&there),
        Cause::Hook,
        &["a hook of origin declined it", "acme: no tabs in README.md"],
    );
    p.hook("pre-receive", "exit 0\n");
    p.origin(&r.server.url(&p.lab.scratch().join("gone.git")));
    p.fails(None, Cause::Missing, &["origin leads to no repository"]);
    git_in(&p.fork(), &["fsck", "--strict"]);
}

#[test]
fn a_key_that_is_not_known_there_is_told_with_the_next_step() {
    let Some(r) = Remote::new("stranger") else {
        return;
    };
    r.p.fails(
        None,
        Cause::Key,
        &["origin takes none of your ssh keys", "ssh-add"],
    );
}

#[test]
fn without_anybody_to_ask_a_locked_key_and_an_unknown_host_are_told() {
    let Some(r) = Remote::new("locked") else {
        return;
    };
    r.p.fails(
        None,
        Cause::Key,
        &["takes none of your ssh keys", "ssh-add"],
    );
    std::fs::remove_file(r.p.lab.scratch().join("ssh/known")).unwrap();
    r.p.fails(
        None,
        Cause::UnknownHost,
        &[
            "does not know the host of origin",
            "Compare the fingerprint",
        ],
    );
    assert!(!r.server.remembers());
}

#[test]
fn a_host_with_another_key_than_before_is_never_written_to() {
    let Some(r) = Remote::new("open") else { return };
    r.server.known("stranger");
    r.p.fails(
        None,
        Cause::ChangedHost,
        &["shows another key than before", "ssh-keygen -R"],
    );
}

#[test]
fn a_port_where_nobody_listens_is_told() {
    let Some(r) = Remote::new("open") else { return };
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port();
    drop(held);
    let url = r.server.url(&r.p.fork());
    let elsewhere = url.replace(&format!(":{}", r.server.port), &format!(":{port}"));
    r.p.origin(&elsewhere);
    r.p.fails(
        None,
        Cause::Unreachable,
        &["nobody answers at origin's address", "firewall"],
    );
}
