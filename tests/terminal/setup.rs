//! Set up by keys: the toolchain from nothing, canceled and made again; a second start that waits for
//! nobody; the author, and fetching the base.

use crate::common::{self, git, offline};
use crate::place::{LARGE, Place};
use crate::pty::{Pty, Shot};
use crate::walk::LONG;
use ddint_tui::toolchain::{current_in, make};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The page's own column without what wrapping adds, so that a sentence is found wherever it breaks.
pub fn page(shot: &Shot) -> String {
    let own = |line: &str| line.split('│').nth(1).map(str::to_owned);
    squashed(&shot.text.lines().filter_map(own).collect::<String>())
}

pub fn squashed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Blocks until the page says all of this.
pub fn says(pty: &mut Pty, texts: &[&str]) -> Shot {
    pty.until(&format!("{texts:?}"), |shot| {
        let page = page(shot);
        let all = texts.iter().all(|t| page.contains(&squashed(t)));
        all.then(|| shot.clone())
    })
}

/// From Home into a new workflow's Set up, which has looked.
pub fn set_up(command: &Command) -> Pty {
    let mut pty = Pty::start(command, LARGE);
    pty.sees(&["Nothing here yet"]);
    pty.press(&["n"]);
    pty.sees(&["What is your product called?"]);
    pty.press(&["Acme", "enter"]);
    pty.sees(&["Prototype", "Kind"]);
    pty.press(&["ctrl-g", "1"]);
    pty.sees(&["Toolchain", "Free disk", "● saved"]);
    pty.loses("cancels");
    pty
}

/// A folder of programs: what the PATH of somebody without Python holds.
fn programs(place: &Place) -> PathBuf {
    let bin = place.world.path().join("bin");
    fs::create_dir(&bin).unwrap();
    symlink(which::which("git").unwrap(), bin.join("git")).unwrap();
    // An engine that does not answer: nobody may wait for it.
    let pipe = place.world.path().join("silence");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let text = format!("exec /bin/cat '{}'", pipe.display());
    script(&bin.join("docker"), &text);
    bin
}

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_toolchain_by_one_key_canceled_made_again_and_there_at_once_without_a_network() {
    if offline() {
        return;
    }
    common::toolchain();
    let place = Place::new();
    let folder = place.world.path().join("tools");
    let env = folder.join(format!(
        "ddev-{}-base-{}",
        make::DDEV_VERSION,
        make::BASE_VERSION
    ));
    let command = |args: &[&str]| {
        let mut command = place.program(args);
        // Downloads are shared; what is made of them is not.
        let cache = common::toolchain_dir().join("uv-cache");
        command
            .env("DDINT_TUI_TOOLCHAIN_DIR", &folder)
            .env("UV_CACHE_DIR", cache);
        command
    };
    let mut pty = set_up(&command(&[]));
    let shot = says(&mut pty, &["missing not made yet", "make the toolchain"]);
    assert!(shot.has(&["▸ ✗ Toolchain"]), "{}", shot.text);

    pty.press(&["enter"]);
    let mut seen = vec![];
    pty.until_within(LONG, "progress up to the packages", |shot| {
        let mut rows = shot
            .text
            .lines()
            .skip_while(|l| !l.contains("▸ ◐ Toolchain  making"));
        let last = rows.nth(1)?.split('│').nth(1)?.trim().to_owned();
        seen.push(last.clone());
        let told = shot.has(&["cancels", "toolchain  "]) && last.contains("Installing ddev");
        (told && env.join("bin/python").exists()).then_some(())
    });
    seen.dedup();
    assert!(seen.len() > 1, "only {seen:?}");
    assert!(page(&pty.now()).contains("Goesoninthebackground"));
    pty.press(&["ctrl-c"]);
    let canceled = ["canceled not made yet", "Making the toolchain was canceled"];
    says(&mut pty, &canceled);
    place.deserted_but(&[pty.pid]);
    assert_eq!(current_in(&folder), None);
    assert!(!env.exists(), "half an environment is left");

    pty.press(&["enter"]);
    let green = format!("✓ Toolchain  ready    ddev {}", make::DDEV_VERSION);
    let shot = pty.sees_within(LONG, &[&green, "✓ Python"]);
    assert!(!shot.has(&["canceled"]), "{}", shot.text);
    pty.press(&["ctrl-s"]);
    pty.sees(&["● saved"]);
    pty.kill();
    place.deserted();

    // Started again without a network, without a Python to be found, beside an engine that hangs.
    let asked = place.world.path().join("asked");
    let trap = place.world.path().join("pyenv/versions/3.13.99/bin");
    script(
        &trap.join("python3.13"),
        &format!("echo > '{}'", asked.display()),
    );
    let mut again = command(&["resume"]);
    again
        .env("PATH", programs(&place))
        .env("PYENV_ROOT", place.world.path().join("pyenv"));
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:9");
        again.env(name.to_lowercase(), "http://127.0.0.1:9");
    }
    for name in ["PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"] {
        again.env(name, "http://127.0.0.1:9/simple");
    }
    let mut pty = Pty::start(&again, LARGE);
    // All of it while the engine is still being waited for.
    let shot = pty.sees(&[&green, "✓ Python", "asking its engine"]);
    assert!(!shot.has(&["✗ Toolchain"]), "{}", shot.text);
    says(&mut pty, &["engine does not answer"]);
    assert!(!asked.exists(), "a Python was searched for");
    pty.kill();
    place.deserted();
}

#[test]
fn an_author_is_typed_where_git_has_none_and_the_base_is_fetched_by_its_key() {
    let place = Place::new();
    let clone = place.world.clone.clone();
    let config = place.world.path().join("gitconfig");
    fs::write(&config, "").unwrap();
    for name in ["user.name", "user.email"] {
        git(&clone, &["config", "--unset", name]);
    }
    place.seed("acme", |_| {});
    let mut command = place.program(&["resume", "acme"]);
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"] {
        command.env_remove(name);
    }
    let before = fs::read(clone.join(".git/config")).unwrap();
    let mut pty = Pty::start(&command, LARGE);
    pty.press(&["ctrl-g", "1"]);
    pty.sees(&["▸ ✗ Identity   missing", "✓ Base", "upstream/master"]);
    pty.loses("cancels");

    // What git itself would not take is refused while it is typed.
    pty.press(&["enter"]);
    says(&mut pty, &["Git's configuration is not changed"]);
    pty.press(&["Acme Söhne", "enter"]);
    says(
        &mut pty,
        &["Type it as git does: Acme Co <dev@acme.example>."],
    );
    pty.press(&[" <ops@acme.example>", "enter"]);
    let who = "Acme Söhne <ops@acme.example>";
    says(&mut pty, &["✓ Identity ready", who, "Typed here."]);
    pty.sees(&["● saved"]);
    // A slip is corrected by the same key.
    pty.press(&["enter", "backspace", "s>", "enter"]);
    says(&mut pty, &["Acme Söhne <ops@acme.examples>", "Typed here."]);
    pty.sees(&["● saved"]);
    assert!(place.saved("acme").contains("ops@acme.examples"));
    assert_eq!(fs::read(clone.join(".git/config")).unwrap(), before);
    assert_eq!(fs::read_to_string(&config).unwrap(), "");

    // Datadog's branch moves on; one key learns of it, and nothing of the contributor's moves.
    let other = place.world.path().join("other");
    git(
        place.world.path(),
        &["clone", "-q", "upstream.git", "other"],
    );
    let author = ["-c", "user.name=Up", "-c", "user.email=up@acme.example"];
    let commit = ["commit", "-q", "--allow-empty", "-m", "More"];
    git(&other, &[&author[..], &commit].concat());
    git(&other, &["push", "-q"]);
    let heads = git(&clone, &["for-each-ref", "refs/heads"]);
    assert!(pty.now().has(&["f fetch the base"]));
    pty.press(&["f"]);
    says(
        &mut pty,
        &[
            "▲ Base note",
            "upstream/master; your clone is 1 commit behind",
        ],
    );
    says(
        &mut pty,
        &["Nothing is blocked", "git merge --ff-only upstream/master"],
    );
    let theirs = git(&other, &["rev-parse", "HEAD"]);
    assert_eq!(git(&clone, &["rev-parse", "upstream/master"]), theirs);
    assert_eq!(git(&clone, &["for-each-ref", "refs/heads"]), heads);
}
