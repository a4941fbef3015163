//! SIGKILL in the middle: what was saved reads well, and the same command ends green with nothing
//! half-written.

use crate::common::{World, git, offline, program};
use crate::lab::{command, good, run, world};
use crate::signals::signal;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Runs until a line of progress holds `text`, or `after` has passed, and kills it. Whether it was killed.
fn killed(world: &World, until: &str, text: Option<&str>, after: Duration) -> bool {
    let mut child = command(world, until)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let end = Instant::now() + after;
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) if text.is_some_and(|t| line.contains(t)) => break,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => {
                child.wait().unwrap();
                return false;
            }
        }
    }
    signal(child.id(), "KILL");
    child.wait().unwrap();
    true
}

/// What was saved can be read, without the lock of the dead.
fn assert_readable(world: &World) {
    let mut status = program(world.path());
    status
        .args(["status", "--format", "json", "--workspace"])
        .arg(world.workspace());
    let output = status.output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let early = json["error"]["message"]
        .as_str()
        .is_some_and(|m| m.contains("holds no workflow"));
    assert!(output.status.success() || early, "{json:#}");
}

/// The same command again is green; once more changes nothing; no scrap is left in the clone.
fn assert_goes_on(world: &World, until: &str) {
    let green = run(world, &good(), until);
    assert_eq!(green.exit, 0, "{:#}\n{}", green.json, green.stderr);
    let tree = |clone: &Path| crate::common::snapshot(clone, &|p| p.starts_with(".git"));
    let before = tree(&world.clone);
    let again = run(world, &good(), until);
    assert_eq!(again.exit, 0, "{:#}", again.json);
    assert!(
        again.files().iter().all(|(_, s)| s == "unchanged"),
        "{:?}",
        again.files()
    );
    assert_eq!(before, tree(&world.clone));
    let planned = again.files();
    let status = git(
        &world.clone,
        &["status", "--porcelain", "-uall", "--ignored"],
    );
    for line in status.lines() {
        let path = line[3..].trim_matches('"');
        let tool = [
            ".ruff_cache",
            "__pycache__",
            ".pytest_cache",
            ".coverage",
            ".hatch",
            "egg-info",
        ];
        let known = planned.iter().any(|(p, _)| p == path) || tool.iter().any(|t| path.contains(t));
        assert!(known, "{path} was left behind");
    }
    git(&world.clone, &["fsck", "--strict"]);
}

#[test]
fn at_each_stage() {
    if offline() {
        return;
    }
    let world = world();
    world.write("answers.yaml", &good());
    let long = Duration::from_secs(120);
    for stage in [
        "Running the check",
        "Rendering",
        "ddev: configuration",
        "Applying",
    ] {
        assert!(
            killed(&world, "framework", Some(stage), long),
            "{stage} was not reached"
        );
        assert_readable(&world);
    }
    assert_goes_on(&world, "framework");
    // What was running at the kill is never green.
    assert!(killed(&world, "test", Some("passed ("), long));
    assert_readable(&world);
    let left = program(world.path())
        .args(["status", "--format", "json", "--workspace"])
        .arg(world.workspace())
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&left.stdout).unwrap();
    let test = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["step"] == "test")
        .unwrap();
    assert_ne!(test["status"], "done");
}

/// `DDINT_TEST_SHARE` percent of 100 kills, seeded by `DDINT_TEST_SEED`.
#[test]
#[ignore = "exhaustive"]
fn at_random_moments() {
    if offline() {
        return;
    }
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .ok()
            .and_then(|v| v.parse().ok())
            .unwrap_or(otherwise)
    };
    let mut seed = number("DDINT_TEST_SEED", u64::from(std::process::id()));
    println!("DDINT_TEST_SEED={seed}");
    let rounds = (100 * number("DDINT_TEST_SHARE", 100)).div_ceil(100);
    let mut random = move |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut world = world();
    world.write("answers.yaml", &good());
    for round in 0..rounds {
        let until =
            ["prototype", "framework", "framework", "commit"][usize::try_from(random(4)).unwrap()];
        let longest = if until == "commit" { 60_000 } else { 8_000 };
        let after = Duration::from_millis(random(longest));
        println!("round {round}: --until {until}, killed after {after:?}");
        let was = killed(&world, until, None, after);
        assert_readable(&world);
        if !was || round % 5 == 4 {
            assert_goes_on(
                &world,
                if until == "prototype" {
                    "framework"
                } else {
                    until
                },
            );
            world = crate::lab::world();
            world.write("answers.yaml", &good());
        }
    }
}
