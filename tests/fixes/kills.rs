//! `check --fix` killed while it looks and while it writes: each file is as before or as after, nothing else of the
//! clone changes, and `--undo` brings every byte back.

use crate::common::{Run, program};
use crate::toolchain_support;
use crate::world::{FOLDER, Files, World};
use ddint_tui::toolchain::Toolchain;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Files that one repair each changes, so that writing takes a while.
const MANY: usize = 60;

fn damaged(toolchain: &Toolchain) -> World {
    let world = World::new(toolchain);
    for n in 0..MANY {
        let text = format!("# Page {n}\r\n\r\nText.\r\n");
        let at = world.clone.join(FOLDER).join(format!("docs/{n}.md"));
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    world.damage("acme_queue/pyproject.toml", |t| {
        t.replace(">=37.42.0", ">=4.0").into_bytes()
    });
    world.damage("acme_queue/metadata.csv", |t| {
        t.replace(",byte,", ",Bytes,").into_bytes()
    });
    world.damage(".github/CODEOWNERS", |t| {
        t.replace("/acme_queue/", "acme_queue/").into_bytes()
    });
    world
}

fn check(world: &World, args: &[&str]) -> Command {
    let mut command = program(world.dir.path());
    command
        .args(["check", FOLDER, "--repo"])
        .arg(&world.clone)
        .args(args)
        .args(["--format", "json"]);
    command
}

fn run(world: &World, args: &[&str]) -> Run {
    Run::of(&check(world, args).output().unwrap())
}

/// What git holds: the index, the refs, the objects, the configuration.
fn git(world: &World) -> Vec<(PathBuf, Vec<u8>)> {
    crate::common::snapshot(&world.clone.join(".git"), &|_| false)
}

/// When it is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    After(Duration),
    /// So many looks after its journal began to be there: it writes.
    Writing(u32),
}

/// Whether a journal of repairs is on disk that was not there before.
fn journals(world: &World) -> BTreeSet<PathBuf> {
    let mut out = BTreeSet::new();
    let kept = world.dir.path().join("data/fixes");
    for folder in fs::read_dir(kept).into_iter().flatten().flatten() {
        let all = fs::read_dir(folder.path().join("undo"));
        let all = all.into_iter().flatten().flatten().map(|e| e.path());
        // One that is still being written counts for nothing yet.
        out.extend(all.filter(|path| path.extension().is_none()));
    }
    out
}

/// Starts repairs and kills them; whether it was in time.
fn killed(world: &World, args: &[&str], moment: Moment) -> bool {
    let before = journals(world);
    let mut child = check(world, args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    match moment {
        Moment::After(time) => {
            let (_open, never) = channel::<()>();
            let _ = never.recv_timeout(time);
        }
        Moment::Writing(looks) => {
            let is_new = || journals(world).difference(&before).next().is_some();
            while !is_new() && child.try_wait().unwrap().is_none() {}
            for _ in 0..looks {
                let _ = is_new();
            }
        }
    }
    let in_time = child.try_wait().unwrap().is_none();
    // Nothing is to be done where it ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
    in_time
}

fn at<'a>(files: &'a Files, path: &Path) -> Option<&'a Vec<u8>> {
    files.get(path)
}

/// Kills repairs `times` times; `share` tells the next moment from the time that they take. How often some files were
/// written and others not.
fn kills(
    toolchain: &Toolchain,
    args: &[&str],
    times: u64,
    share: impl Fn(u64, Duration) -> Moment,
) -> u64 {
    let world = damaged(toolchain);
    let (before, repository) = (world.files(), git(&world));
    let started = Instant::now();
    let whole = run(&world, args);
    let takes = started.elapsed();
    let after = world.files();
    assert_ne!(before, after, "{:#}", whole.json);
    assert_eq!(run(&world, &["--undo"]).exit, 0);
    assert!(world.files() == before);
    let (mut cut, mut halves) = (0, 0);
    for n in 0..times {
        let moment = share(n, takes);
        let in_time = killed(&world, args, moment);
        cut += u64::from(in_time);
        let now = world.files();
        let (mut old, mut new) = (0, 0);
        for path in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let held = at(&now, path);
            assert!(
                held == at(&before, path) || held == at(&after, path),
                "{moment:?}: {} is neither",
                path.display()
            );
            if at(&before, path) != at(&after, path) {
                *(if held == at(&before, path) {
                    &mut old
                } else {
                    &mut new
                }) += 1;
            }
        }
        halves += u64::from(old > 0 && new > 0);
        assert!(git(&world) == repository, "{moment:?}: git's own files");
        // What comes next is either of both.
        if n % 2 == 0 {
            let again = run(&world, args);
            assert_eq!(again.exit, whole.exit, "{moment:?}: {:#}", again.json);
            assert!(
                world.files() == after,
                "{moment:?}: not repaired to the end"
            );
            assert_eq!(run(&world, &["--undo"]).exit, 0);
        } else {
            let undone = run(&world, &["--undo"]);
            let nothing = undone.exit == 5 && undone.error().contains("no repairs");
            assert!(undone.exit == 0 || nothing, "{moment:?}: {:#}", undone.json);
            assert!(
                !nothing || old > 0 && new == 0,
                "{moment:?}: the journal knows nothing"
            );
        }
        assert!(world.files() == before, "{moment:?}: not as it was");
        assert!(git(&world) == repository, "{moment:?}: git's own files");
    }
    println!("{cut} of {times} were cut, {halves} with some files written and others not");
    assert!(cut > 0, "none was killed in time");
    halves
}

/// Numbers that look random, from `DDINT_TEST_SEED`.
fn number(n: u64) -> u64 {
    let seed = std::env::var("DDINT_TEST_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let mut x: u64 = seed.unwrap_or(20_261_123) ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..4 {
        x = x
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
    }
    x >> 33
}

fn anywhere(n: u64, takes: Duration) -> Moment {
    if number(n).is_multiple_of(3) {
        let part = u32::try_from(number(n + 1000) % 100).unwrap();
        Moment::After(takes * part / 100)
    } else {
        Moment::Writing(u32::try_from(number(n + 2000) % 1500).unwrap())
    }
}

#[test]
fn a_kill_leaves_each_file_before_or_after_and_undo_brings_it_back() {
    let toolchain = toolchain_or_return!();
    kills(toolchain, &["--no-ddev", "--fix"], 4, |n, takes| match n {
        0 => Moment::After(takes / 2),
        1 => Moment::Writing(0),
        2 => Moment::Writing(40),
        _ => anywhere(n, takes),
    });
}

#[test]
#[ignore = "exhaustive: 80 kills"]
fn kills_at_random_moments_while_it_works_and_writes() {
    let toolchain = toolchain_or_return!();
    let halves = kills(toolchain, &["--no-ddev", "--fix"], 80, anywhere);
    assert!(halves > 0, "none was killed between two files");
}

#[test]
#[ignore = "exhaustive: kills of a run with the real ddev"]
fn kills_at_random_moments_with_the_real_ddev() {
    let toolchain = toolchain_or_return!();
    kills(toolchain, &["--fix"], 6, |n, takes| match n % 2 {
        0 => Moment::After(takes * u32::try_from(number(n) % 100).unwrap() / 100),
        _ => anywhere(n, takes),
    });
}
