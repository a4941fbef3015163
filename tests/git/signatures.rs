//! Signed commits, with keys that are thrown away: good by `git verify-commit`, or refused with nothing changed.

use super::fixture::{BRANCH, Lab, differences};
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const EMAIL: &str = "dev@acme.example";

/// Whether a program is there; says so when it is not.
fn has(program: &str) -> bool {
    let found = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).exists()));
    if !found {
        println!("skipped: {program} is not installed here");
    }
    found
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    output
}

/// A clone whose commits are signed by an ssh key with this passphrase.
fn with_ssh_key(passphrase: &str) -> (Lab, PathBuf) {
    let lab = Lab::busy();
    let key = lab.scratch().join("signing key");
    run(Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-C", EMAIL, "-N", passphrase, "-f"])
        .arg(&key));
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    let allowed = lab.scratch().join("allowed signers");
    fs::write(&allowed, format!("{EMAIL} {public}")).unwrap();
    for (name, value) in [
        ("commit.gpgsign", "true"),
        ("gpg.format", "ssh"),
        ("user.signingkey", key.to_str().unwrap()),
        ("gpg.ssh.allowedSignersFile", allowed.to_str().unwrap()),
    ] {
        lab.git(&["config", name, value]);
    }
    (lab, key)
}

/// A refusal names the reason and the way out, and nothing of the clone has changed by it.
fn is_refused(lab: &Lab, reason: &str, way_out: &str) {
    let before = lab.everything();
    let error = lab.commit().unwrap_err();
    assert!(error.message.contains("could not be signed"), "{error}");
    assert!(
        error
            .message
            .to_lowercase()
            .contains(&reason.to_lowercase()),
        "{error}"
    );
    assert!(error.hint.contains(way_out), "{error}");
    assert!(
        error.hint.contains("git config commit.gpgsign false"),
        "{error}"
    );
    let changed = differences(&before, &lab.everything());
    assert_eq!(changed, Vec::<String>::new());
}

#[test]
fn a_commit_signed_with_an_ssh_key_verifies() {
    if !has("ssh-keygen") {
        return;
    }
    let (lab, _) = with_ssh_key("");
    let others = lab.others();
    let report = lab.commit().unwrap();
    lab.git(&["verify-commit", &report.commit]);
    assert_eq!(lab.git(&["log", "-1", "--format=%G?", BRANCH]), "G\n");
    assert_eq!(differences(&others, &lab.others()), Vec::<String>::new());
    lab.fsck();
}

#[test]
fn a_missing_or_locked_ssh_key_is_told_and_changes_nothing() {
    if !has("ssh-keygen") {
        return;
    }
    let (lab, key) = with_ssh_key("");
    let elsewhere = key.with_file_name("elsewhere");
    fs::rename(&key, &elsewhere).unwrap();
    fs::remove_file(key.with_extension("pub")).unwrap();
    is_refused(&lab, "No such file", "Name one that is");
    // No key is named at all.
    lab.git(&["config", "--unset", "user.signingkey"]);
    is_refused(&lab, "user.signingkey", "Name your signing key");
    // A key that asks for its passphrase, where nobody can be asked.
    let (lab, key) = with_ssh_key("a phrase that nobody types");
    is_refused(
        &lab,
        "passphrase",
        &format!("ssh-add {}", key.to_str().unwrap()),
    );
}

/// A folder of gpg's own with one key; its agent ends with it.
struct Ring {
    home: TempDir,
}

impl Ring {
    fn new(passphrase: &str) -> Self {
        // A short path: the agent's socket lies in it.
        let home = tempfile::Builder::new()
            .prefix("gpg")
            .tempdir_in("/tmp")
            .unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let ring = Self { home };
        let user = format!("Acme Co <{EMAIL}>");
        let mut make = ring.gpg("gpg");
        make.args(["--batch", "--pinentry-mode", "loopback", "--passphrase"])
            .args([passphrase, "--quick-generate-key"])
            .args([user.as_str(), "ed25519", "sign", "never"]);
        run(&mut make);
        ring
    }

    fn gpg(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("GNUPGHOME", self.home.path());
        command
    }

    /// Forgets the passphrase that made the key.
    fn lock(&self) {
        run(self.gpg("gpgconf").args(["--kill", "gpg-agent"]));
    }

    /// A program for `gpg.program`: git, and we, run in this process's environment, which names no folder.
    fn program(&self, at: &Path) -> PathBuf {
        let path = at.join("gpg here");
        let home = self.home.path().display();
        fs::write(
            &path,
            format!("#!/bin/sh\nGNUPGHOME='{home}' exec gpg \"$@\"\n"),
        )
        .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn lab(&self) -> Lab {
        let lab = Lab::busy();
        let program = self.program(lab.scratch());
        for (name, value) in [
            ("commit.gpgsign", "true"),
            ("user.signingkey", EMAIL),
            ("gpg.program", program.to_str().unwrap()),
        ] {
            lab.git(&["config", name, value]);
        }
        lab
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        let _ = self.gpg("gpgconf").args(["--kill", "gpg-agent"]).output();
    }
}

#[test]
fn a_commit_signed_with_a_gpg_key_verifies() {
    if !has("gpg") || !has("gpgconf") {
        return;
    }
    let ring = Ring::new("");
    let lab = ring.lab();
    let others = lab.others();
    let report = lab.commit().unwrap();
    lab.git(&["verify-commit", &report.commit]);
    let good = lab.git(&["log", "-1", "--format=%G?", BRANCH]);
    assert!(["G\n", "U\n"].contains(&good.as_str()), "{good}");
    assert_eq!(differences(&others, &lab.others()), Vec::<String>::new());
    lab.fsck();
}

#[test]
fn a_missing_or_locked_gpg_key_is_told_and_changes_nothing() {
    if !has("gpg") || !has("gpgconf") {
        return;
    }
    let ring = Ring::new("a phrase that nobody types");
    ring.lock();
    let lab = ring.lab();
    is_refused(&lab, "signing failed", "gpg --sign");
    lab.git(&["config", "user.signingkey", "nobody@acme.example"]);
    is_refused(&lab, "No secret key", "Name one that is");
}

#[test]
fn what_the_message_is_written_in_does_not_depend_on_the_signature() {
    if !has("ssh-keygen") {
        return;
    }
    let (lab, _) = with_ssh_key("");
    lab.git(&["config", "i18n.commitEncoding", "ISO-8859-1"]);
    let mut request = lab.request();
    request.message = "Añade Acme Queue\n".into();
    ddint_tui::git::commit::commit(&lab.root, &request).unwrap();
    let shown = lab.git(&[
        "-c",
        "i18n.logOutputEncoding=UTF-8",
        "log",
        "-1",
        "--format=%s",
    ]);
    assert_eq!(shown, "Añade Acme Queue\n");
    lab.git(&["verify-commit", BRANCH]);
}
