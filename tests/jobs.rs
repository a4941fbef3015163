//! Child processes, with real ones: drained, bounded, cancelled and ended as a group.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{Ended, Spec, run};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
#[path = "jobs/strays.rs"]
mod strays;
#[path = "jobs/talks.rs"]
mod talks;

fn sh(script: &str) -> Spec {
    Spec::new("/bin/sh", ["-c", script])
}

fn ended(spec: &Spec) -> Ended {
    run(spec, &CancelToken::new(), &mut |_| {}).unwrap()
}

/// Whether a process exists and is no zombie.
fn is_alive(pid: &str) -> bool {
    let out = Command::new("ps")
        .args(["-o", "stat=", "-p", pid])
        .output()
        .unwrap();
    let state = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    !state.is_empty() && !state.starts_with('Z')
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    let never = CancelToken::new();
    while !holds() {
        assert!(Instant::now() < until, "waited in vain: {what}");
        let _ = never.wait(Duration::from_millis(10));
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn output_of_both_pipes_arrives_in_order_with_the_status() {
    let mut lines = vec![];
    let end = run(
        &sh("echo one; echo two >&2; printf three; exit 3"),
        &CancelToken::new(),
        &mut |line| lines.push(line.to_owned()),
    )
    .unwrap();
    assert_eq!(lines, ["one", "two", "three"]);
    assert_eq!(end.output, "one\ntwo\nthree\n");
    assert_eq!((end.code, end.signal), (Some(3), None));
    assert!(!end.success() && !end.cancelled && !end.timed_out);
}

#[test]
fn a_child_has_its_own_session_no_terminal_and_no_input() {
    let end = ended(&sh(
        "cat; ps -o sid= -p $$ | tr -d ' '; echo $$; (: < /dev/tty) 2>/dev/null && echo terminal",
    ));
    let lines: Vec<&str> = end.output.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0], lines[1]);
}

#[test]
fn input_is_given_even_when_it_is_larger_than_a_pipe() {
    let mut spec = sh("wc -c");
    spec.stdin = Some(vec![b'x'; 3_000_000]);
    assert_eq!(ended(&spec).output.trim(), "3000000");
    spec.args[1] = "echo ignored".into();
    assert_eq!(ended(&spec).output, "ignored\n");
}

#[test]
fn the_environment_and_the_folder_are_the_specified_ones() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("with space é");
    std::fs::create_dir(&folder).unwrap();
    let mut spec = sh("basename \"$PWD\"; echo \"[$A][$HOME]\"")
        .env("A", "1")
        .cwd(&folder);
    spec.env.push(("HOME".into(), None));
    assert_eq!(ended(&spec).output, "with space é\n[1][]\n");
    spec.clear_env = true;
    spec.args[1] = "echo \"[$A][$HOME]\"; env | grep -c CARGO".into();
    assert_eq!(ended(&spec).output, "[1][]\n0\n");
}

#[test]
fn what_cannot_start_is_an_error_that_names_it() {
    let run = |spec: &Spec| run(spec, &CancelToken::new(), &mut |_| {}).unwrap_err();
    let error = run(&Spec::new("no-such-program-at-all", [""; 0]));
    assert!(
        error.to_string().contains("no-such-program-at-all"),
        "{error}"
    );
    let error = run(&sh("true").cwd("/no/such/folder"));
    assert!(error.to_string().contains("/no/such/folder"), "{error}");
    let dir = tempfile::tempdir().unwrap();
    let error = run(&Spec::new(dir.path(), [""; 0]));
    assert!(
        error
            .to_string()
            .contains(&dir.path().display().to_string()),
        "{error}"
    );
    let mut spec = sh("true");
    spec.log = Some("/proc/nowhere/x.log".into());
    assert!(run(&spec).to_string().contains("/proc/nowhere/x.log"));
}

#[test]
fn control_sequences_are_removed_and_bytes_that_are_no_text_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let mut spec = sh(r"printf '\033[2J\033[31mred\033[0m\007 \377\n\033]0;x\007t\n'");
    spec.log = Some(dir.path().join("a.log"));
    let end = ended(&spec);
    assert_eq!(end.output, "\x1b[31mred\x1b[0m \u{fffd}\nt\n");
    assert_eq!(read(&dir.path().join("a.log")), end.output);
}

#[test]
fn a_grandchild_that_holds_the_output_does_not_hold_the_job() {
    let started = Instant::now();
    let end = ended(&sh("sleep 300 & echo $!"));
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(end.code, Some(0));
    let pid = end.output.trim().to_owned();
    wait_until("the grandchild ends", || !is_alive(&pid));
}

#[test]
fn a_grandchild_in_another_session_cannot_hold_the_job_either() {
    if which::which("setsid").is_err() {
        return;
    }
    let started = Instant::now();
    let end = ended(&sh("setsid sleep 30 & sleep 0.2; echo done"));
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(end.output, "done\n");
}

#[test]
fn output_after_the_leaders_exit_is_still_read() {
    let end = ended(&sh("(sleep 0.2; echo late) & exit 0"));
    assert_eq!(end.output, "late\n");
}

#[test]
fn cancelling_ends_the_whole_group_even_one_that_ignores_term() {
    let token = CancelToken::new();
    let (tx, rx) = mpsc::channel();
    let asked = token.clone();
    let canceller = std::thread::spawn(move || {
        let pid: String = rx.recv().unwrap();
        asked.cancel();
        pid
    });
    let spec = sh(
        "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo $!; wait; while :; do sleep 1; done",
    );
    let end = run(&spec, &token, &mut |line| drop(tx.send(line.to_owned()))).unwrap();
    assert!(end.cancelled && !end.timed_out);
    assert_eq!((end.code, end.signal), (None, Some(9)));
    let pid = canceller.join().unwrap();
    wait_until("the grandchild ends", || !is_alive(&pid));
}

#[test]
fn a_child_that_ends_on_term_is_cancelled_at_once() {
    let token = CancelToken::new();
    let asked = token.clone();
    let started = Instant::now();
    let end = run(&sh("echo up; sleep 300"), &token, &mut |_| asked.cancel()).unwrap();
    assert!(end.cancelled);
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    let end = run(&sh("echo never"), &token, &mut |_| {}).unwrap();
    assert!(end.cancelled && end.output.is_empty());
}

#[test]
fn a_time_limit_ends_it() {
    let end = ended(&sh("sleep 300").time_limit(Duration::from_millis(200)));
    assert!(end.timed_out && !end.cancelled && !end.success());
    assert_eq!(end.signal, Some(15));
}

#[test]
fn a_million_lines_are_read_fast_and_kept_on_disk_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut spec = Spec::new("seq", ["1000000"]);
    spec.log = Some(dir.path().join("flood.log"));
    spec.keep = 10_000;
    let mut count = 0;
    let end = run(&spec, &CancelToken::new(), &mut |_| count += 1).unwrap();
    assert_eq!(count, 1_000_000);
    assert!(end.output.len() <= 10_000 && end.output.ends_with("\n1000000\n"));
    let log = read(&dir.path().join("flood.log"));
    assert_eq!(log.lines().count(), 1_000_000);
    assert!(end.ms < 60_000);
}

#[test]
fn a_flood_without_a_line_feed_is_bounded_and_can_be_cancelled() {
    let token = CancelToken::new();
    let asked = token.clone();
    let mut seen = 0;
    let end = run(&Spec::new("cat", ["/dev/zero"]), &token, &mut |line| {
        seen += 1;
        assert!(line.len() <= 256 * 1024);
        if seen == 100 {
            asked.cancel();
        }
    })
    .unwrap();
    assert!(end.cancelled && end.output.len() <= 1 << 20);
}

/// A job that survives SIGKILL of its parent only until the supervisor sees it. The helper process is
/// this test binary, which starts the job and is killed.
#[test]
fn sigkill_of_the_program_leaves_no_child_behind() {
    let dir = tempfile::tempdir().unwrap();
    let pid_file = dir.path().join("pid");
    let mut helper = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "helper_that_starts_a_supervised_job",
            "--ignored",
            "--nocapture",
        ])
        .env("DDINT_TUI_EXE", env!("CARGO_BIN_EXE_ddint-tui"))
        .env("HELPER_PID_FILE", &pid_file)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the job has started", || read(&pid_file).ends_with('\n'));
    let pid = read(&pid_file).trim().to_owned();
    assert!(is_alive(&pid));
    helper.kill().unwrap();
    helper.wait().unwrap();
    wait_until("the job ends", || !is_alive(&pid));
}

#[test]
#[ignore = "started by sigkill_of_the_program_leaves_no_child_behind"]
fn helper_that_starts_a_supervised_job() {
    let Some(file) = std::env::var_os("HELPER_PID_FILE") else {
        return;
    };
    let mut spec = sh(
        "(trap '' TERM; while :; do sleep 1; done) & echo $! > \"$HELPER_PID_FILE.new\"; mv \"$HELPER_PID_FILE.new\" \"$HELPER_PID_FILE\"; wait",
    );
    spec.supervised = true;
    spec = spec.env("HELPER_PID_FILE", file);
    ended(&spec);
}

#[test]
fn supervised_jobs_report_output_input_status_and_signal() {
    // The supervisor is found through the environment of a child of this test.
    let out = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "helper_that_checks_supervised_results",
            "--ignored",
            "--nocapture",
        ])
        .env("DDINT_TUI_EXE", env!("CARGO_BIN_EXE_ddint-tui"))
        .env("HELPER_CHECKS", "1")
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
}

#[test]
#[ignore = "started by supervised_jobs_report_output_input_status_and_signal"]
fn helper_that_checks_supervised_results() {
    if std::env::var_os("HELPER_CHECKS").is_none() {
        return;
    }
    assert!(ddint_tui::jobs::supervise::program().is_some());
    let supervised = |script: &str| {
        let mut spec = sh(script);
        spec.supervised = true;
        spec
    };
    let mut spec = supervised("cat; exit 7");
    spec.stdin = Some(b"hello\n".to_vec());
    let end = ended(&spec);
    assert_eq!((end.code, end.output.as_str()), (Some(7), "hello\n"));
    let end = ended(&supervised("cat; kill -9 $$"));
    assert_eq!((end.code, end.signal), (None, Some(9)));
    let end = ended(&supervised("sleep 300").time_limit(Duration::from_millis(300)));
    assert!(end.timed_out && end.ms < 2000, "{end:?}");
    let mut missing = Spec::new("/no/such/program", [""; 0]);
    missing.supervised = true;
    assert!(run(&missing, &CancelToken::new(), &mut |_| {}).is_err());
}
