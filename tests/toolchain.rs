//! The real toolchain: found, made, and used, with the real ddev and the Agent's own base class.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::{self, Toolchain, make, python};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn folder() -> PathBuf {
    std::env::var_os("DDINT_TUI_TOOLCHAIN_DIR").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).join("toolchain"),
        PathBuf::from,
    )
}

/// The shared toolchain; `None` without a network only when that was said.
fn shared() -> Option<&'static Toolchain> {
    static SHARED: OnceLock<Option<Toolchain>> = OnceLock::new();
    SHARED
        .get_or_init(|| {
            let offline = std::env::var_os("DDINT_TEST_OFFLINE").is_some_and(|v| v == "1");
            if offline && toolchain::current_in(&folder()).is_none() {
                eprintln!("skipped: it needs Python 3.13 and the package index");
                return None;
            }
            let python = python::find(None).ok();
            let made = make::make_in(&folder(), python.as_ref(), &CancelToken::new(), &mut |_| {});
            Some(made.unwrap())
        })
        .as_ref()
}

macro_rules! toolchain_or_return {
    () => {
        match shared() {
            Some(toolchain) => toolchain,
            None => return,
        }
    };
}

#[test]
fn the_toolchain_is_made_once_and_found_again_without_a_process() {
    let toolchain = toolchain_or_return!();
    assert_eq!(toolchain.ddev_version, make::DDEV_VERSION);
    assert_eq!(
        toolchain.facts.base_version.as_deref(),
        Some(make::BASE_VERSION)
    );
    assert!(toolchain.units.len() > 200 && toolchain.units.contains(&"byte".to_owned()));
    assert!(toolchain.facts.time_units.contains(&"second".to_owned()));
    assert!(toolchain.ruff.is_file() && toolchain.ddev.is_file());
    assert_eq!(toolchain::current_in(&folder()).as_ref(), Some(toolchain));
    let again = make::make_in(&folder(), None, &CancelToken::new(), &mut |line| {
        panic!("made again: {line}")
    });
    assert_eq!(&again.unwrap(), toolchain);
}

#[test]
fn a_half_made_environment_is_no_toolchain_and_a_cancelled_one_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let Ok(python) = python::find(None) else {
        return;
    };
    let half = dir.path().join(format!(
        "ddev-{}-base-{}",
        make::DDEV_VERSION,
        make::BASE_VERSION
    ));
    std::fs::create_dir_all(half.join("bin")).unwrap();
    std::fs::write(half.join("bin/ddev"), "half").unwrap();
    std::fs::write(
        dir.path().join("current"),
        half.file_name().unwrap().to_str().unwrap(),
    )
    .unwrap();
    assert_eq!(toolchain::current_in(dir.path()), None);

    let cancel = CancelToken::new();
    let asked = cancel.clone();
    let mut lines = 0;
    let made = make::make_in(dir.path(), Some(&python), &cancel, &mut |_| {
        lines += 1;
        asked.cancel();
    });
    assert!(matches!(made, Err(make::MakeError::Cancelled)), "{made:?}");
    assert!(lines > 0 && !half.exists());
}

#[test]
fn a_damaged_current_leads_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    for text in ["", "../../etc", "/", "..", "nothing-here", "\0"] {
        std::fs::write(dir.path().join("current"), text).unwrap();
        assert_eq!(toolchain::current_in(dir.path()), None, "{text:?}");
    }
}

#[test]
fn what_cannot_install_says_why_and_how_to_do_it_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = make::make_in(&file.join("sub"), None, &CancelToken::new(), &mut |_| {});
    let error = error.unwrap_err();
    assert!(error.hint().contains("DDINT_TUI_TOOLCHAIN_DIR"), "{error}");
}

#[test]
fn another_ddev_is_taken_or_refused_with_the_reason() {
    let toolchain = toolchain_or_return!();
    let other = Toolchain::with_ddev_in(&toolchain.ddev, &folder()).unwrap();
    assert_eq!(other.ddev_version, toolchain.ddev_version);
    assert_ne!(other.state, toolchain.state);
    for bad in ["/no/such/ddev", "/bin/sh", "/"] {
        let error = Toolchain::with_ddev_in(Path::new(bad), &folder()).unwrap_err();
        assert!(error.to_string().contains(bad), "{error}");
        assert!(error.hint().contains("--ddev"));
    }
}
