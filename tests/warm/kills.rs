//! Whatever ends a child or the server: the next verdict is right, and no process stays.

use crate::lab::{Lab, OURS, ask, children, difference, is_alive, kill, trapped, wait_until};
use ddint_tui::jobs::cancel::CancelToken;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const README: [&str; 3] = ["validate", "readmes", OURS];

#[test]
fn a_cancelled_request_ends_its_child_and_no_other() {
    let Some(lab) = Lab::new() else { return };
    let trap = lab.trap("README.md");
    let ddev = lab.ddev();
    let cancel = CancelToken::new();
    std::thread::scope(|scope| {
        let asked = cancel.clone();
        let stuck = scope.spawn(|| ddev.run(&README, &cancel, &mut |_| {}));
        let (server, child) = trapped(&lab.warm);
        // The other one does not wait for it.
        let other = ask(&ddev, &["validate", "metadata", OURS]);
        assert_eq!(other.exit, Some(0), "{}", other.text);
        assert!(is_alive(child) && !stuck.is_finished());
        asked.cancel();
        let out = stuck.join().unwrap();
        assert!(out.cancelled && out.findings.is_empty() && !out.is_green());
        assert!(!is_alive(child));
        assert_eq!(lab.warm.pid(), Some(server));
    });
    trap.disarm();
    assert!(ask(&ddev, &README).is_green());
    assert_eq!(lab.warm.starts(), 1);
}

#[test]
fn a_request_has_a_time_limit() {
    let Some(lab) = Lab::new() else { return };
    let _trap = lab.trap("README.md");
    lab.warm.prepare();
    wait_until("the server", || lab.warm.pid());
    let mut spec = lab.ddev().spec(&README);
    spec.time_limit = Some(Duration::from_millis(300));
    let ended = lab
        .warm
        .run(&README, &spec, &CancelToken::new(), &mut |_| {});
    let ended = ended.unwrap();
    assert!(ended.timed_out && !ended.cancelled && ended.code.is_none());
    assert!(children(lab.warm.pid().unwrap()).is_empty());
}

#[test]
fn what_kills_a_child_or_the_server_changes_no_verdict() {
    let Some(lab) = Lab::new() else { return };
    let (ddev, right) = (lab.ddev(), ask(&lab.plain(), &README));
    for victim in ["child", "server"] {
        let trap = lab.trap("README.md");
        std::thread::scope(|scope| {
            let stuck = scope.spawn(|| ask(&ddev, &README));
            let (server, child) = trapped(&lab.warm);
            trap.disarm();
            kill(if victim == "child" { child } else { server });
            let out = stuck.join().unwrap();
            assert_eq!(difference(&out, &right), None, "{victim}");
            wait_until("the child ends", || (!is_alive(child)).then_some(()));
            assert_eq!(is_alive(server), victim == "child");
        });
    }
    assert_eq!(lab.warm.starts(), 2);
    assert_eq!(lab.warm.complaint(), None);
}

#[test]
fn what_is_killed_twice_gets_its_verdict_from_plain_ddev() {
    let Some(lab) = Lab::new() else { return };
    let right = ask(&lab.plain(), &README);
    let ddev = lab.ddev();
    let trap = lab.trap("README.md");
    std::thread::scope(|scope| {
        let stuck = scope.spawn(|| ask(&ddev, &README));
        let (server, first) = trapped(&lab.warm);
        kill(first);
        let second = wait_until("another child", || {
            children(server).into_iter().find(|pid| *pid != first)
        });
        // Nobody gets caught any more.
        trap.disarm();
        kill(second);
        let out = stuck.join().unwrap();
        assert_eq!(difference(&out, &right), None);
    });
    // It is said, once.
    let said = lab.warm.complaint().unwrap();
    assert!(
        said.contains("signal 9") && said.contains("readmes"),
        "{said}"
    );
    assert_eq!(lab.warm.complaint(), None);
    // The next one comes from the server again.
    assert_eq!(difference(&ask(&ddev, &README), &right), None);
    assert_eq!(lab.warm.starts(), 1);
}

#[test]
fn a_server_that_is_killed_twice_costs_no_verdict() {
    let Some(lab) = Lab::new() else { return };
    let right = ask(&lab.plain(), &README);
    let ddev = lab.ddev();
    let trap = lab.trap("README.md");
    std::thread::scope(|scope| {
        let stuck = scope.spawn(|| ask(&ddev, &README));
        let (first, _) = trapped(&lab.warm);
        kill(first);
        let second = wait_until("another server's child", || {
            let server = lab.warm.pid().filter(|pid| *pid != first)?;
            children(server).first().map(|_| server)
        });
        trap.disarm();
        kill(second);
        assert_eq!(difference(&stuck.join().unwrap(), &right), None);
    });
    assert!(lab.warm.complaint().is_some());
    assert_eq!(difference(&ask(&ddev, &README), &right), None);
}

#[test]
fn a_server_that_is_stopped_is_replaced() {
    let Some(lab) = Lab::new() else { return };
    let right = ask(&lab.plain(), &README);
    let ddev = lab.ddev();
    ask(&ddev, &README);
    let server = lab.warm.pid().unwrap();
    let stop = Command::new("kill")
        .args(["-STOP", &server.to_string()])
        .status();
    assert!(stop.unwrap().success());
    let out = ask(&ddev, &README);
    assert_eq!(difference(&out, &right), None);
    assert!(out.ms < 60_000, "{} ms", out.ms);
    assert_eq!((lab.warm.starts(), lab.warm.complaint()), (2, None));
    wait_until("the stopped one ends", || (!is_alive(server)).then_some(()));
}

#[test]
fn a_server_that_is_dropped_ends_and_takes_its_children_with_it() {
    let Some(lab) = Lab::new() else { return };
    let _trap = lab.trap("README.md");
    let cancel = CancelToken::new();
    let (server, child) = std::thread::scope(|scope| {
        let ddev = lab.ddev();
        let asked = cancel.clone();
        scope.spawn(move || ddev.run(&README, &asked, &mut |_| {}));
        let found = trapped(&lab.warm);
        cancel.cancel();
        found
    });
    drop(lab);
    wait_until("both end", || {
        (!is_alive(server) && !is_alive(child)).then_some(())
    });
}

#[test]
fn a_server_ends_with_a_program_that_is_killed() {
    let Some(lab) = Lab::new() else { return };
    let _trap = lab.trap("README.md");
    let file = lab.clone.with_file_name("pids");
    let mut helper = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::helper_that_is_killed"])
        .args(["--ignored", "--nocapture"])
        .env("DDINT_TUI_EXE", env!("CARGO_BIN_EXE_ddint-tui"))
        .env("HELPER_CLONE", &lab.clone)
        .env("HELPER_FILE", &file)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let pids: Vec<u32> = wait_until("the helper's child", || {
        let text = std::fs::read_to_string(&file).ok()?;
        let numbers = text.strip_suffix('\n')?.split(' ');
        Some(numbers.map(|n| n.parse().unwrap()).collect())
    });
    assert!(pids.iter().all(|pid| is_alive(*pid)));
    kill(helper.id());
    helper.wait().unwrap();
    wait_until("both end", || {
        (!pids.iter().any(|pid| is_alive(*pid))).then_some(())
    });
}

#[test]
#[ignore = "started by another test"]
fn helper_that_is_killed() {
    let (Some(clone), Some(file)) = (
        std::env::var_os("HELPER_CLONE"),
        std::env::var_os("HELPER_FILE"),
    ) else {
        return;
    };
    let lab = Lab::of(Path::new(&clone)).unwrap();
    let ddev = lab.ddev();
    std::thread::scope(|scope| {
        scope.spawn(|| ask(&ddev, &README));
        let (server, child) = trapped(&lab.warm);
        let new = Path::new(&file).with_extension("new");
        std::fs::write(&new, format!("{server} {child}\n")).unwrap();
        std::fs::rename(new, file).unwrap();
    });
}
