//! Set up's clone by keys: a path that is wrong and one that is right, a URL that fails, one that
//! hangs until it is canceled, and one that works.

use crate::common::git;
use crate::gate::Gate;
use crate::place::Place;
use crate::pty::Pty;
use crate::setup::{page, says, set_up, squashed};
use std::fs;

/// What every folder that is no clone is answered with.
const WAY_OUT: &str =
    "Type the folder of your clone of integrations-extras; or your fork's URL, to clone it from.";

/// Opens the line, takes away what it holds, and types this.
fn type_clone(pty: &mut Pty, held: &str, text: &str) {
    pty.press(&["c"]);
    says(
        pty,
        &[
            "The folder of your clone of integrations-extras; or",
            tail(held),
        ],
    );
    for _ in held.chars() {
        pty.press(&["backspace"]);
    }
    pty.press(&[text]);
    says(pty, &[tail(text)]);
    pty.press(&["enter"]);
}

/// What is surely on the screen of a text that may be wider than its field.
fn tail(text: &str) -> &str {
    text.char_indices()
        .nth_back(15)
        .map_or(text, |(at, _)| &text[at..])
}

#[test]
fn a_wrong_path_says_what_it_is_and_a_right_one_is_taken() {
    let place = Place::new();
    let here = place.world.path().to_owned();
    let mut pty = set_up(&place.program(&[]));
    says(&mut pty, &["✗ Clone missing none found", WAY_OUT]);
    assert!(
        !pty.now().has(&["fetch the base"]),
        "there is nothing to fetch"
    );

    let other = here.join("ein ändres");
    fs::create_dir(&other).unwrap();
    git(&other, &["init", "-q"]);
    let plain = place.home();
    let mut held = String::new();
    for (folder, why) in [
        (here.join("nirgends"), "does not exist."),
        (plain, "is not in a git repository."),
        (
            other,
            "is a git repository, but not integrations-extras: it lacks .github/CODEOWNERS.",
        ),
    ] {
        let folder = folder.display().to_string();
        type_clone(&mut pty, &held, &folder);
        says(&mut pty, &["✗ Clone", &format!("{folder} {why}"), WAY_OUT]);
        assert!(!page(&pty.now()).contains(&squashed("Remotes")));
        held = folder;
    }
    let clone = place.world.clone.display().to_string();
    assert!(clone.contains(' ') && !clone.is_ascii(), "{clone}");
    type_clone(&mut pty, &held, &clone);
    says(&mut pty, &["✓ Clone ready", &clone]);
    says(
        &mut pty,
        &[
            "✓ Remotes ready",
            "upstream = Datadog's, origin = your fork",
            "✓ Base ready upstream/master",
        ],
    );
    pty.sees(&["clone ⎇ master", "● saved"]);
    assert!(place.saved("acme").contains(&clone));
}

#[test]
fn a_clone_from_a_url_that_fails_then_hangs_then_arrives() {
    let place = Place::new();
    let here = place.world.path().display().to_string();
    let dest = place.home().join("dd");
    let mut command = place.program(&[]);
    command
        .env("no_proxy", "127.0.0.1")
        .env("NO_PROXY", "127.0.0.1");
    let mut pty = set_up(&command);

    let none = format!("file://{here}/none.git");
    type_clone(&mut pty, "", &none);
    let why = [
        "✗ Clone failed",
        "leads to no repository that you may see",
        "fatal:",
    ];
    says(&mut pty, &why);
    says(&mut pty, &[&format!("Typed, not in use: {none}")]);
    assert!(!dest.exists(), "something is left of a clone that failed");

    let gate = Gate::new("{}");
    gate.hold();
    let slow = format!("{}/acme/integrations-extras.git", gate.url);
    type_clone(&mut pty, &none, &slow);
    gate.asked();
    says(
        &mut pty,
        &["▸ ◐ Clone cloning", "Goes on in the background"],
    );
    pty.press(&["ctrl-c"]);
    says(&mut pty, &["▲ Clone canceled none found", "was canceled."]);
    place.deserted_but(&[pty.pid]);
    assert!(
        !dest.exists(),
        "something is left of a clone that was canceled"
    );

    let url = format!("file://{here}/fork.git");
    type_clone(&mut pty, &slow, &url);
    let clone = dest.join("integrations-extras");
    says(&mut pty, &["✓ Clone ready", &clone.display().to_string()]);
    says(
        &mut pty,
        &["▲ Remotes note", "no remote for Datadog's repository"],
    );
    says(&mut pty, &["✓ Base ready origin/master"]);
    assert_eq!(git(&clone, &["remote", "get-url", "origin"]), url);
    assert_eq!(git(&clone, &["status", "--porcelain"]), "");
    pty.sees(&["● saved"]);
    let saved = place.saved("acme");
    assert!(saved.contains(&clone.display().to_string()), "{saved}");
    assert!(
        !saved.contains("fork.git"),
        "the draft is done with: {saved}"
    );
}
