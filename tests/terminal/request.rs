//! The pull request by keys: pushed, and handed over to a browser, to `gh`, to the clipboard, and as a file.

use crate::common::git;
use crate::place::{LARGE, Place};
use crate::pty::Pty;
use crate::pushes::committed;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const FORK: &str = "https://github.com/acmeco/integrations-extras.git";
const TEMPLATE: &str = "### What does this PR do?\n\nDescribe it.\n\n### Review checklist\n\n- [ ] It has a title\n\n### Extra questions\n\nWho asked?\n";

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A clone of a fork on GitHub, whose pushes go to a folder, with a commit on a branch.
fn forked(place: &Place) -> String {
    let clone = &place.world.clone;
    fs::write(clone.join(".github/PULL_REQUEST_TEMPLATE.md"), TEMPLATE).unwrap();
    git(clone, &["add", "-f", ".github/PULL_REQUEST_TEMPLATE.md"]);
    git(clone, &["commit", "-qm", "Ask"]);
    git(clone, &["push", "-q", "upstream", "master"]);
    git(clone, &["remote", "set-url", "origin", FORK]);
    let fork = place.world.path().join("fork.git");
    let key = format!("url.{}.pushInsteadOf", fork.display());
    git(clone, &["config", &key, FORK]);
    committed(place, |state| {
        let i = &mut state.answers.integration;
        i.description = "Depth & lag of Acme.".into();
        i.overview = "Acme is a broker.".into();
        state.answers.author.github = "acmeco".into();
    })
}

fn start(place: &Place, browser: &str) -> Pty {
    let bin = place.world.path().join("bin");
    let mut command = place.program(&["resume", "acme"]);
    let path = std::env::var("PATH").unwrap();
    command
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("BROWSER", browser)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WSL_DISTRO_NAME")
        .env_remove("TMUX");
    Pty::start(&command, LARGE)
}

#[test]
fn it_is_pushed_and_handed_over_by_keys() {
    let place = Place::new();
    let commit = forked(&place);
    let out = place.world.path().join("out");
    fs::create_dir(&out).unwrap();
    let bin = place.world.path().join("bin");
    let to = |name: &str| format!("'{}'", out.join(name).display());
    script(
        &bin.join("browse"),
        &format!("printf %s \"$1\" > {}\n", to("url")),
    );
    script(
        &bin.join("gh"),
        &format!(
            "[ \"$1\" = auth ] && exit 0\nprintf '%s\\n' \"$@\" > {}\ncat > {}\n\
             echo https://github.com/DataDog/integrations-extras/pull/4321\n",
            to("arguments"),
            to("body")
        ),
    );
    let mut pty = start(&place, "browse");
    pty.sees(&["acmeco/acme, ", "origin, not pushed yet"]);
    // Before the push there is nothing that GitHub could show.
    pty.press(&["p"]);
    pty.sees(&["origin ✓ pushed", "not handed over yet"]);
    let fork = place.world.path().join("fork.git");
    let pushed = git(&fork, &["rev-parse", "acmeco/acme"]);
    assert_eq!(pushed.trim(), commit);
    pty.press(&["o"]);
    pty.sees(&["The page is open in your browser."]);
    let url = fs::read_to_string(out.join("url")).unwrap();
    assert!(
        url.starts_with(
            "https://github.com/DataDog/integrations-extras/compare/master...acmeco:acmeco/acme?expand=1&title=Add%20Acme%20integration&body=%23%23%23%20What"
        ) && url.contains("Depth%20%26%20lag"),
        "{url}"
    );
    pty.press(&["g"]);
    pty.sees(&["The pull request is made", "pull/4321"]);
    let arguments = fs::read_to_string(out.join("arguments")).unwrap();
    assert_eq!(
        arguments,
        "pr\ncreate\n--repo\nDataDog/integrations-extras\n--base\nmaster\n--head\nacmeco:acmeco/acme\n\
         --title\nAdd Acme integration\n--body-file\n-\n"
    );
    let body = fs::read_to_string(out.join("body")).unwrap();
    assert!(
        body.contains("- [x] It has a title") && body.contains("Who asked?"),
        "{body}"
    );
    assert!(!body.contains("Passed"), "nothing was tested: {body}");
    // Once there is one, it is edited.
    pty.press(&["g"]);
    pty.sees(&["The pull request is updated"]);
    let arguments = fs::read_to_string(out.join("arguments")).unwrap();
    assert!(
        arguments
            .starts_with("pr\nedit\nhttps://github.com/DataDog/integrations-extras/pull/4321\n"),
        "{arguments}"
    );
    pty.press(&["y"]);
    pty.sees(&["The text is copied"]);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    // `### What d`
    assert!(raw.contains("\x1b]52;c;IyMjIFdoYXQgZ"), "OSC 52");
    pty.press(&["s"]);
    pty.sees(&["Saved as"]);
    let saved = fs::read_to_string(place.workflow("acme").join("pull-request.md")).unwrap();
    assert_eq!(saved, format!("Add Acme integration\n\n{body}"));
}

#[test]
fn without_a_browser_and_without_gh_the_way_out_is_told() {
    let place = Place::new();
    forked(&place);
    let bin = place.world.path().join("bin");
    script(&bin.join("gh"), "[ \"$1\" = auth ] && exit 1\nexit 9\n");
    script(&bin.join("broken"), "exit 3\n");
    let mut pty = start(&place, "broken:none-of-this-name");
    pty.sees(&["origin, not pushed yet"]);
    pty.press(&["p"]);
    pty.sees(&["origin ✓ pushed"]);
    pty.press(&["g"]);
    pty.sees(&["gh is not logged in to GitHub."]);
    pty.press(&["o"]);
    pty.sees(&["No browser here", "handed over ✓"]);
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    // `https://github.com/DataDog/`
    assert!(raw.contains("\x1b]52;c;aHR0cHM6Ly9naXRodWIuY29tL0RhdGFEb2cv"));
}

#[test]
fn a_pasted_log_leads_to_the_file_and_survives_a_kill() {
    let place = Place::new();
    forked(&place);
    let mut pty = start(&place, "");
    pty.sees(&["origin, not pushed yet"]);
    pty.press(&["ctrl-g", "7"]);
    pty.sees(&["What a maintainer takes on", "▸ Remarks"]);
    pty.press(&["enter"]);
    let log = "Run ddev validate readmes acme\nacme:\n    README.md is missing the section Support\n\
               Error: Process completed with exit code 1.\n";
    pty.send(format!("\x1b[200~{log}\x1b[201~").as_bytes());
    pty.sees(&["Process completed"]);
    pty.press(&["esc"]);
    pty.sees(&["1 finding in it."]);
    pty.sees(&["● saved"]);
    pty.kill();
    let mut pty = start(&place, "");
    pty.sees(&["What a maintainer takes on", "1 remark"]);
    pty.press(&["f7"]);
    pty.sees(&[
        "▸ ✗ README.md",
        "README.md is missing the section",
        "opens the file",
    ]);
}
