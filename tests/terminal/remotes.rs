//! Set up's remotes by keys: what is missing is added, shown before, and nothing else of the clone's
//! configuration changes.

use crate::common::git;
use crate::place::{LARGE, Place};
use crate::pty::{Pty, Shot};
use crate::setup::{says, squashed};
use std::fs;

const DATADOG: &str = "https://github.com/DataDog/integrations-extras.git";

/// What git itself writes for a remote.
fn section(name: &str, url: &str) -> String {
    format!("[remote \"{name}\"]\n\turl = {url}\n\tfetch = +refs/heads/*:refs/remotes/{name}/*\n")
}

fn config(place: &Place) -> String {
    fs::read_to_string(place.world.clone.join(".git/config")).unwrap()
}

/// Text that a program could lose: a comment, odd spacing, no line feed at the end.
fn oddities(place: &Place) -> String {
    let path = place.world.clone.join(".git/config");
    let mirror = place.world.path().join("upstream.git");
    let text = format!(
        "{}; mine\n[Alias]\n  St   =  status  # short\n[url \"{}\"]\n\tinsteadOf = {DATADOG}",
        config(place),
        mirror.display(),
    );
    fs::write(path, &text).unwrap();
    text
}

/// Set up with the line of the remotes in focus.
fn at_remotes(place: &Place) -> Pty {
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
    });
    let mut pty = place.start(&["resume", "acme"]);
    pty.press(&["ctrl-g", "1"]);
    pty.sees(&["Remotes", "Free disk"]);
    pty.loses("cancels");
    pty.press(&["home"]);
    pty.sees(&["▸ ✓ git"]);
    for _ in 0..20 {
        let before = pty.now().text;
        if before.contains("▸ ▲ Remotes") {
            return pty;
        }
        pty.press(&["down"]);
        pty.until("another line in focus", |shot: &Shot| {
            (shot.text != before).then_some(())
        });
    }
    panic!("{}", pty.now().text);
}

#[test]
fn datadogs_repository_is_added_by_the_key_and_fetched_by_the_next() {
    let place = Place::new();
    git(&place.world.clone, &["remote", "remove", "upstream"]);
    let before = oddities(&place);
    let mut pty = at_remotes(&place);
    says(
        &mut pty,
        &[
            "origin only; no remote for Datadog's repository",
            "add Datadog's repository as upstream",
            "✓ Base ready origin/master",
        ],
    );
    pty.press(&["enter"]);
    let whole = [
        "Add the remote upstream to your clone?",
        "Only this is added to your clone's .git/config:",
        "[remote \"upstream\"]",
        &format!("url = {DATADOG}"),
        "fetch = +refs/heads/*:refs/remotes/upstream/*",
    ];
    says(&mut pty, &whole);
    // The question is whole in the smallest window too, where the page has no other column.
    pty.resize((50, 15));
    pty.until("the whole question", |shot| {
        let text = squashed(&shot.text);
        whole
            .iter()
            .all(|t| text.contains(&squashed(t)))
            .then_some(())
    });
    pty.resize(LARGE);
    says(&mut pty, &whole);
    pty.press(&["esc"]);
    pty.loses("[remote");
    assert_eq!(config(&place), before);

    pty.press(&["enter"]);
    pty.sees(&["[remote \"upstream\"]"]);
    pty.press(&["y"]);
    says(
        &mut pty,
        &[
            "✓ Remotes ready upstream = Datadog's, origin = your fork",
            "▲ Base note origin/master; upstream was never fetched",
        ],
    );
    let after = config(&place);
    assert_eq!(after, format!("{before}\n{}", section("upstream", DATADOG)));

    pty.press(&["f"]);
    says(&mut pty, &["✓ Base ready upstream/master"]);
    assert_eq!(config(&place), after);
}

#[test]
fn a_fork_is_typed_and_survives_a_kill_before_it_is_added() {
    let place = Place::new();
    git(&place.world.clone, &["remote", "remove", "origin"]);
    let before = oddities(&place);
    let fork = format!("file://{}", place.world.path().join("fork.git").display());
    let fork = fork.replace(' ', "%20");
    let mut pty = at_remotes(&place);
    says(
        &mut pty,
        &["upstream only; no fork to push to", "type your fork's URL"],
    );
    pty.press(&["enter"]);
    says(&mut pty, &["Your fork's URL on GitHub."]);
    pty.press(&[DATADOG, "enter"]);
    says(&mut pty, &["This is Datadog's own repository"]);
    for _ in DATADOG.chars() {
        pty.press(&["backspace"]);
    }
    pty.press(&[&fork]);
    pty.sees(&["fork.git", "● saved"]);
    pty.loses("This is Datadog");
    pty.until("the draft on the disk", |_| {
        let draft = place.workflow("acme").join("drafts/setup.remotes.yaml");
        let draft = fs::read_to_string(draft).unwrap_or_default();
        draft.contains(&fork).then_some(())
    });
    pty.kill();
    assert_eq!(config(&place), before);

    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["fork.git", "Your fork's URL"]);
    pty.loses("cancels");
    pty.press(&["enter"]);
    pty.sees(&[
        "Add the remote origin to your clone?",
        "[remote \"origin\"]",
    ]);
    pty.press(&["n"]);
    says(&mut pty, &["Typed, not in use: file://"]);
    assert_eq!(config(&place), before);
    pty.press(&["enter"]);
    says(&mut pty, &["Your fork's URL on GitHub."]);
    pty.press(&["enter"]);
    pty.sees(&["[remote \"origin\"]"]);
    pty.press(&["y"]);
    says(
        &mut pty,
        &["✓ Remotes ready upstream = Datadog's, origin = your fork"],
    );
    pty.sees(&["● saved"]);
    assert_eq!(
        config(&place),
        format!("{before}\n{}", section("origin", &fork))
    );
    let drafts = place.workflow("acme").join("drafts");
    assert_eq!(fs::read_dir(drafts).unwrap().count(), 0);
}

#[test]
fn a_remote_that_has_the_name_keeps_its_address() {
    let place = Place::new();
    let theirs = "https://github.com/acmeco/integrations-extras.git";
    git(
        &place.world.clone,
        &["remote", "set-url", "upstream", theirs],
    );
    let before = config(&place);
    let mut pty = at_remotes(&place);
    says(
        &mut pty,
        &["upstream is acmeco's repository, not Datadog's"],
    );
    pty.press(&["enter"]);
    pty.sees(&["Add the remote datadog to your clone?"]);
    // Somebody else takes the name while the question stands.
    git(
        &place.world.clone,
        &["remote", "add", "datadog", "../fork.git"],
    );
    let taken = config(&place);
    pty.press(&["y"]);
    pty.sees(&["The remote datadog exists, with another address."]);
    assert_eq!(config(&place), taken);
    // The key that looks again finds another name.
    git(&place.world.clone, &["remote", "remove", "datadog"]);
    assert_eq!(config(&place), before);
    pty.press(&["enter"]);
    pty.sees(&["Add the remote datadog to your clone?"]);
    pty.press(&["y"]);
    says(
        &mut pty,
        &["✓ Remotes ready datadog = Datadog's, origin = your fork"],
    );
    assert_eq!(
        config(&place),
        format!("{before}{}", section("datadog", DATADOG))
    );
}
