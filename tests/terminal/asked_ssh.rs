//! What ssh asks while a real server is pushed to is asked on the screen.

use crate::asked::start;
use crate::common::git;
use crate::place::Place;
use crate::pty::Pty;
use crate::pushes::committed;
use crate::sshd::{PASSPHRASE, Sshd};

const BRANCH: &str = "acmeco/acme";

/// The page that pushes to a server, with the key of that name.
struct Asked {
    place: Place,
    server: Sshd,
    commit: String,
}

impl Asked {
    /// None where there is no sshd.
    fn new(key: &str) -> Option<Self> {
        let place = Place::new();
        let server = Sshd::new(&place.world.path().join("ssh"))?;
        let commit = committed(&place, |_| {});
        let clone = &place.world.clone;
        let url = server.url(&place.world.path().join("fork.git"));
        git(clone, &["remote", "set-url", "origin", &url]);
        let client = server.client(key, "");
        git(clone, &["config", "core.sshCommand", &client]);
        Some(Self {
            place,
            server,
            commit,
        })
    }

    fn there(&self) -> String {
        let fork = self.place.world.path().join("fork.git");
        git(
            &fork,
            &[
                "for-each-ref",
                "--format=%(objectname)",
                &format!("refs/heads/{BRANCH}"),
            ],
        )
    }
}

/// Answers a question that must not be seen, once it is asked for the time so much later than `after`.
fn hidden(pty: &mut Pty, word: &str) {
    pty.sees(&["Enter passphrase for key"]);
    pty.press(&[word]);
    pty.sees(&[&format!("▸ {}", "*".repeat(word.len()))]);
    pty.press(&["enter"]);
    // The field is empty again, or gone.
    pty.loses(&format!("▸ {}", "*".repeat(word.len())));
}

#[test]
fn a_passphrase_is_hidden_and_asked_again_when_it_was_wrong() {
    let Some(asked) = Asked::new("locked") else {
        return;
    };
    asked.server.known("host");
    let mut pty = start(&asked.place);
    // ssh asks three times before it gives up.
    pty.press(&["p"]);
    for wrong in ["one", "two", "three"] {
        hidden(&mut pty, wrong);
    }
    pty.sees(&["none of your ssh keys", "(publickey)", "If it asked for a"]);
    assert_eq!(asked.there(), "");
    pty.press(&["p"]);
    hidden(&mut pty, "wrong");
    hidden(&mut pty, PASSPHRASE);
    pty.sees(&["origin ✓ pushed"]);
    assert_eq!(asked.there().trim(), asked.commit);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!raw.contains(PASSPHRASE), "it was on the screen");
}

#[test]
fn an_unknown_host_is_remembered_only_when_agreed_to() {
    let Some(asked) = Asked::new("open") else {
        return;
    };
    let mut pty = start(&asked.place);
    pty.press(&["p"]);
    pty.sees(&["The authenticity of host", "SHA256:", "(yes/no/"]);
    pty.press(&["no"]);
    pty.sees(&["▸ no"]);
    pty.press(&["enter"]);
    pty.sees(&["know the host of origin", "Compare the fingerprint"]);
    assert_eq!(asked.there(), "");
    assert!(!asked.server.remembers());
    pty.press(&["p"]);
    pty.sees(&["The authenticity of host"]);
    pty.press(&["yes"]);
    pty.sees(&["▸ yes"]);
    pty.press(&["enter"]);
    pty.sees(&["origin ✓ pushed"]);
    assert_eq!(asked.there().trim(), asked.commit);
    assert!(asked.server.remembers());
}
