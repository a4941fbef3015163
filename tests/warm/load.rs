//! A server under load: killed at random, and asked ten thousand times.

use crate::lab::{Lab, OURS, ask, children, difference, is_alive, wait_until};
use ddint_tui::jobs::cancel::CancelToken;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Another number each time, the same row for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok().and_then(|v| v.parse().ok());
    given.unwrap_or(otherwise)
}

#[test]
#[ignore = "exhaustive"]
fn random_kills_under_load_change_no_verdict() {
    let Some(lab) = Lab::new() else { return };
    let seed = number("DDINT_TEST_SEED", u64::from(std::process::id()));
    println!("DDINT_TEST_SEED={seed}");
    let rounds = usize::try_from(number("DDINT_TEST_SHARE", 100)).unwrap() * 3;
    std::fs::write(lab.path("README.md"), "# Acme Queue\n").unwrap();
    let names = ["readmes", "metadata", "package", "imports", "config"];
    let plain = lab.plain();
    let right: Vec<_> = names
        .iter()
        .map(|name| ask(&plain, &["validate", name, OURS]))
        .collect();
    assert_eq!(right[0].exit, Some(1));
    let ddev = lab.ddev();
    let (over, asked, kills) = (
        AtomicBool::new(false),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    let mut victims = vec![];
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3)
            .map(|worker| {
                let (ddev, right) = (&ddev, &right);
                let asked = &asked;
                scope.spawn(move || {
                    let mut random = Random(seed ^ worker);
                    while asked.fetch_add(1, Ordering::Relaxed) < rounds {
                        let pick = random.below(names.len());
                        let args = ["validate", names[pick], OURS];
                        // What is killed twice comes from plain ddev.
                        let out = ask(ddev, &args);
                        assert_eq!(difference(&out, &right[pick]), None, "{args:?}");
                    }
                })
            })
            .collect();
        let killer = scope.spawn(|| {
            let mut random = Random(!seed);
            let mut victims = vec![];
            while !over.load(Ordering::Relaxed) {
                let pause = u64::try_from(random.below(120)).unwrap();
                let _ = CancelToken::new().wait(Duration::from_millis(pause));
                let Some(server) = lab.warm.pid() else {
                    continue;
                };
                let all = children(server);
                // The server one time in eight.
                let victim = if random.below(8) == 0 || all.is_empty() {
                    server
                } else {
                    all[random.below(all.len())]
                };
                victims.extend(all);
                victims.push(server);
                let _ = Command::new("kill")
                    .args(["-9", &victim.to_string()])
                    .output();
                kills.fetch_add(1, Ordering::Relaxed);
            }
            victims
        });
        for worker in workers {
            worker.join().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        victims = killer.join().unwrap();
    });
    println!(
        "{rounds} verdicts, {} kills, {} servers; {:?}",
        kills.load(Ordering::Relaxed),
        lab.warm.starts(),
        lab.warm.complaint()
    );
    assert_eq!(
        difference(&ask(&ddev, &["validate", "readmes", OURS]), &right[0]),
        None
    );
    assert!(lab.warm.starts() > 1);
    let last = lab.warm.pid();
    victims.sort_unstable();
    victims.dedup();
    wait_until("every process of before ends", || {
        let mut left = victims.iter().filter(|pid| Some(**pid) != last);
        (!left.any(|pid| is_alive(*pid))).then_some(())
    });
}

/// Resident kilobytes.
fn memory(pid: u32) -> usize {
    let output = Command::new("ps")
        .args(["-o", "rss=", "-p", &pid.to_string()])
        .output();
    String::from_utf8_lossy(&output.unwrap().stdout)
        .trim()
        .parse()
        .unwrap()
}

#[test]
#[ignore = "exhaustive"]
fn ten_thousand_requests_leave_memory_where_it_was() {
    let Some(lab) = Lab::new() else { return };
    let all = usize::try_from(number("DDINT_TEST_SHARE", 100)).unwrap() * 100;
    let ddev = lab.ddev();
    // A verdict now and then; what costs memory is the same for all.
    let (verdict, cheap): (&[&str], &[&str]) =
        (&["validate", "legacy-signature", OURS], &["--version"]);
    let spec = ddev.spec(verdict);
    let many = |count: usize| {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        if place >= count {
                            return;
                        }
                        let args = if place.is_multiple_of(20) {
                            verdict
                        } else {
                            cheap
                        };
                        let never = CancelToken::new();
                        let ended = lab.warm.run(args, &spec, &never, &mut |_| {}).unwrap();
                        assert_eq!(ended.code, Some(0), "{}", ended.output);
                    }
                });
            }
        });
    };
    many(all / 20);
    let (server, own) = (lab.warm.pid().unwrap(), std::process::id());
    let files = |pid: u32| std::fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, Iterator::count);
    let before = (memory(server), memory(own), files(server), files(own));
    many(all);
    let after = (memory(server), memory(own), files(server), files(own));
    println!("{all} requests: server and program, KB and files: {before:?}, then {after:?}");
    assert_eq!((lab.warm.pid(), lab.warm.starts()), (Some(server), 1));
    assert!(children(server).is_empty());
    assert!(
        after.0 < before.0 + 1024 && after.1 < before.1 + 2048,
        "{before:?} {after:?}"
    );
    assert_eq!((after.2, after.3), (before.2, before.3));
}
