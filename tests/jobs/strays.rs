//! Daemons: a double fork into sessions of their own, which no signal to the job's group reaches.

use super::{is_alive, read, sh, wait_until};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::run;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Leaves a daemon that does not heed TERM; its number is in the file. `then`: what the job does next.
fn script(then: &str) -> String {
    format!(
        "(setsid sh -c '(setsid sh -c \"trap : TERM; echo \\$\\$ > \\\"$STRAY.new\\\"; \
         mv \\\"$STRAY.new\\\" \\\"$STRAY\\\"; while :; do sleep 1; done\" > /dev/null 2>&1 &)' &); \
         until [ -e \"$STRAY\" ]; do sleep 0.05; done; {then}"
    )
}

fn helper(mode: &str, file: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "strays::helper_that_leaves_a_daemon"])
        .args(["--ignored", "--nocapture"])
        .env("DDINT_TUI_EXE", env!("CARGO_BIN_EXE_ddint-tui"))
        .env("HELPER_MODE", mode)
        .env("HELPER_FILE", file)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "started by the other tests"]
fn helper_that_leaves_a_daemon() {
    let (Some(file), Ok(mode)) = (
        std::env::var_os("HELPER_FILE"),
        std::env::var("HELPER_MODE"),
    ) else {
        return;
    };
    let then = match mode.as_str() {
        "ends" => "exit 3",
        "deaf" => "trap : TERM; while :; do sleep 1; done",
        _ => "wait; sleep 300",
    };
    let path = Path::new(&file).to_owned();
    let mut spec = sh(&script(then)).env("STRAY", &file);
    spec.supervised = true;
    let token = CancelToken::new();
    if ["deaf", "canceled"].contains(&mode.as_str()) {
        let asked = token.clone();
        std::thread::spawn(move || {
            wait_until("the daemon runs", || read(&path).ends_with('\n'));
            asked.cancel();
        });
    }
    let end = run(&spec, &token, &mut |_| {}).unwrap();
    let stray = read(Path::new(&file)).trim().to_owned();
    assert!(!is_alive(&stray), "the daemon {stray} outlived its job");
    if mode == "ends" {
        assert_eq!(end.code, Some(3), "{end:?}");
    } else {
        assert!(end.cancelled && end.ms < 10_000, "{end:?}");
    }
}

#[test]
fn a_daemon_ends_with_its_job() {
    for mode in ["ends", "canceled", "deaf"] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("stray");
        let status = helper(mode, &file).wait().unwrap();
        let stray = read(&file).trim().to_owned();
        let alive = is_alive(&stray);
        if alive {
            // Nothing of a failing test may stay on the machine.
            let _ = Command::new("kill").args(["-9", &stray]).status();
        }
        assert!(status.success() && !alive && !stray.is_empty(), "{mode}");
    }
}

#[test]
fn a_daemon_ends_when_the_program_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("stray");
    let mut program = helper("killed", &file);
    wait_until("the daemon runs", || read(&file).ends_with('\n'));
    let stray = read(&file).trim().to_owned();
    assert!(is_alive(&stray));
    let _ = program.try_wait().unwrap();
    program.kill().unwrap();
    program.wait().unwrap();
    let limit = std::time::Instant::now() + Duration::from_secs(20);
    let never = CancelToken::new();
    while is_alive(&stray) && std::time::Instant::now() < limit {
        let _ = never.wait(Duration::from_millis(10));
    }
    let alive = is_alive(&stray);
    if alive {
        let _ = Command::new("kill").args(["-9", &stray]).status();
    }
    assert!(!alive, "the daemon {stray} outlived the program");
}
