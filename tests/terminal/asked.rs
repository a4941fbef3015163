//! What git asks while it pushes is asked on the screen: a real server wants a name and a password.

use crate::common::{git, snapshot};
use crate::place::Place;
use crate::pty::Pty;
use crate::pushes::committed;
use crate::served::Served;
use std::fs;
use std::os::unix::net::UnixStream;
use std::path::Path;

const BRANCH: &str = "acmeco/acme";
const WORD: &str = "s3cret-word";

/// The page that pushes to a server with a password.
fn at_server(place: &Place) -> (Served, String) {
    let commit = committed(place, |_| {});
    let served = Served::new(place.world.path());
    let fork = place.world.path().join("fork.git");
    git(&fork, &["config", "http.receivepack", "true"]);
    let url = served.url("", "fork.git");
    git(&place.world.clone, &["remote", "set-url", "origin", &url]);
    (served, commit)
}

pub fn start(place: &Place) -> Pty {
    let tmp = place.world.path().join("tmp");
    fs::create_dir_all(&tmp).unwrap();
    let mut command = place.program(&["resume", "acme"]);
    // Whatever answers for the contributor elsewhere must not answer here.
    command.env("TMPDIR", tmp);
    for name in ["GIT_ASKPASS", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE"] {
        command.env_remove(name);
    }
    let mut pty = Pty::start(&command, crate::place::LARGE);
    pty.sees(&["origin, not pushed yet"]);
    pty
}

/// Every file of the place that holds the password.
fn holders(place: &Place) -> Vec<String> {
    // A socket has no content.
    let socket = |path: &Path| path.file_name().is_some_and(|name| name == "socket");
    let all = snapshot(place.world.path(), &socket);
    let holds = |bytes: &[u8]| bytes.windows(WORD.len()).any(|w| w == WORD.as_bytes());
    let held = all.into_iter().filter(|(_, bytes)| holds(bytes));
    held.map(|(path, _)| path.display().to_string()).collect()
}

fn doors(place: &Place) -> usize {
    let tmp = fs::read_dir(place.world.path().join("tmp")).unwrap();
    let names = tmp.map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("ddint-")).count()
}

#[test]
fn name_and_password_are_typed_in_a_layer_and_kept_nowhere() {
    let place = Place::new();
    let (served, commit) = at_server(&place);
    let mut pty = start(&place);
    pty.press(&["p"]);
    pty.sees(&[
        &format!(
            "Username for '{}'",
            served.url("", "").trim_end_matches('/')
        ),
        "Your answer goes to git alone",
    ]);
    pty.press(&["ann"]);
    pty.sees(&["▸ ann"]);
    pty.press(&["enter"]);
    pty.sees(&["Password for 'http://ann@127.0.0.1"]);
    pty.press(&[WORD]);
    pty.sees(&[&format!("▸ {}", "*".repeat(WORD.len()))]);
    // Before it is given, too; nothing is being written while the question waits.
    pty.sees(&["● saved"]);
    assert_eq!(holders(&place), Vec::<String>::new());
    pty.press(&["enter"]);
    pty.sees(&["origin ✓ pushed", "● saved"]);
    let fork = place.world.path().join("fork.git");
    assert_eq!(git(&fork, &["rev-parse", BRANCH]).trim(), commit);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!raw.contains(WORD), "it was on the screen");
    pty.leave();
    assert_eq!(holders(&place), Vec::<String>::new());
    assert_eq!(doors(&place), 0);
}

#[test]
fn a_wrong_password_is_told_and_esc_ends_the_push_unanswered() {
    let place = Place::new();
    let (_served, _) = at_server(&place);
    let fork = place.world.path().join("fork.git");
    let before = git(&fork, &["for-each-ref"]);
    let mut pty = start(&place);
    pty.press(&["p"]);
    pty.sees(&["Username for"]);
    pty.press(&["ann", "enter"]);
    pty.sees(&["Password for"]);
    pty.press(&["wrong", "enter"]);
    pty.sees(&[
        "neither this user name nor this password",
        "Authentication failed",
    ]);
    pty.press(&["p"]);
    pty.sees(&["Username for"]);
    pty.press(&["ann"]);
    pty.sees(&["▸ ann"]);
    pty.press(&["esc"]);
    pty.sees(&["Canceled: push.", "origin, not pushed yet"]);
    // What git said of it may stay; the question goes.
    pty.loses("Your answer goes to git alone");
    assert_eq!(git(&fork, &["for-each-ref"]), before);
    // Ctrl+C ends the push from within the question, and the question with it.
    pty.press(&["p"]);
    pty.sees(&["Username for", "Your answer goes to git alone"]);
    assert_eq!(doors(&place), 1);
    pty.press(&["ctrl-c"]);
    pty.loses("Your answer goes to git alone");
    pty.sees(&["Canceled: push."]);
    assert_eq!(doors(&place), 0);
    assert_eq!(git(&fork, &["for-each-ref"]), before);
}

#[test]
fn the_helper_alone_answers_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let helper = dir.path().join("ddint-tui-ask");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_ddint-tui"), &helper).unwrap();
    assert!(UnixStream::connect(dir.path().join("socket")).is_err());
    let output = std::process::Command::new(&helper)
        .arg("Password: ")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
}

/// Where there is no sshd either: git's own `core.sshCommand` stands in for ssh, and asks the way ssh does.
#[test]
fn a_host_key_is_agreed_to_in_words_and_a_passphrase_is_hidden() {
    let place = Place::new();
    let commit = committed(&place, |_| {});
    let out = place.world.path().join("answers");
    let ssh = place.world.path().join("ssh.sh");
    let asks = "[ \"$SSH_ASKPASS_REQUIRE\" = force ] || exit 9\n\
                known=$(\"$SSH_ASKPASS\" \"The authenticity of host 'fork.example' can't be established.\n\
                ED25519 key fingerprint is SHA256:abc.\n\
                Are you sure you want to continue connecting (yes/no/[fingerprint])? \") || exit 1\n\
                word=$(\"$SSH_ASKPASS\" \"Enter passphrase for key '/acme/id': \") || exit 1\n";
    let script = format!(
        "#!/bin/sh\n{asks}printf '%s %s' \"$known\" \"${{#word}}\" > '{}'\nfor last; do :; done\neval \"$last\"\n",
        out.display()
    );
    fs::write(&ssh, script).unwrap();
    let clone = &place.world.clone;
    let command = format!("sh '{}'", ssh.display());
    git(clone, &["config", "core.sshCommand", &command]);
    git(clone, &["config", "ssh.variant", "simple"]);
    let fork = place.world.path().join("fork.git");
    let url = format!("fork.example:{}", fork.display());
    git(clone, &["remote", "set-url", "origin", &url]);
    let mut pty = start(&place);
    pty.press(&["p"]);
    pty.sees(&["The authenticity of host", "SHA256:abc", "(yes/no/"]);
    pty.press(&["yes"]);
    pty.sees(&["▸ yes"]);
    pty.press(&["enter"]);
    pty.sees(&["Enter passphrase for key"]);
    pty.press(&[WORD]);
    pty.sees(&[&format!("▸ {}", "*".repeat(WORD.len()))]);
    pty.press(&["enter"]);
    pty.sees(&["origin ✓ pushed"]);
    assert_eq!(git(&fork, &["rev-parse", BRANCH]).trim(), commit);
    let told = fs::read_to_string(out).unwrap();
    assert_eq!(told, format!("yes {}", WORD.len()));
    assert_eq!(holders(&place), Vec::<String>::new());
}
