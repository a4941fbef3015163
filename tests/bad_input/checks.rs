//! Checks that never end, flood, leave, or emit what can't be kept.

use crate::common::{Run, World, offline};
use crate::lab::{assert_refused, command, end, from, step, world};
use std::fs;
use std::time::{Duration, Instant};

const HEAD: &str = "from datadog_checks.base import AgentCheck\n\n\nclass Mine(AgentCheck):\n    def check(self, instance):\n";

/// Runs a check whose `check` method is this.
fn method(world: &World, body: &str) -> Run {
    let body: String = body.lines().map(|l| format!("        {l}\n")).collect();
    file(world, &format!("{HEAD}{body}"))
}

/// Runs a check of this text.
fn file(world: &World, text: &str) -> Run {
    world.write("mine.py", text);
    world.write(
        "answers.yaml",
        &from("blank", "prototype: { check: mine.py }\n"),
    );
    let mut command = command(world, "prototype");
    command.env("DDINT_TUI_RUN_LIMIT", "20");
    end(command)
}

#[test]
fn a_check_that_can_not_be_run() {
    if offline() {
        return;
    }
    let world = world();
    for (text, words) in [
        ("def broken(:\n", &["SyntaxError", "line 1"] as &[&str]),
        (
            "import no_such_module_here\n",
            &["no_such_module_here", "line 1"],
        ),
        ("x = 1\n", &["AgentCheck"]),
        ("", &["AgentCheck"]),
        ("import os\nos._exit(0)\n", &["ended"]),
        ("raise SystemExit(3)\n", &["SystemExit"]),
    ] {
        let run = file(&world, text);
        assert_refused(&run, 1, words);
        assert_refused(&run, 1, &["Correct the check"]);
        assert_eq!(step(&run, "prototype"), "in_progress", "{:#}", run.json);
    }
}

#[test]
fn a_check_that_fails() {
    if offline() {
        return;
    }
    let world = world();
    for (body, words) in [
        (
            "raise ValueError('queue \\x1b[31mred\\x07 is gone')",
            &["ValueError: queue red is gone", "line 6"] as &[&str],
        ),
        (
            "import os\nos._exit(0)",
            &["ended before the check returned"],
        ),
        ("import os\nos._exit(7)", &["exit status 7", "Agent"]),
        ("import sys\nsys.exit(2)", &["sys.exit(2)", "Agent"]),
        ("import os\nos.kill(os.getpid(), 9)", &["signal 9"]),
        ("import os\nos.killpg(0, 9)", &["ended", "check"]),
        ("def f():\n    f()\nf()", &["RecursionError"]),
        ("pass", &["emitted nothing"]),
        ("self.gauge('acme.x', None)", &["emitted nothing"]),
        ("self.gauge('acme.x', 'many')", &["many"]),
        ("instance['missing']", &["KeyError", "missing"]),
        (
            "import sys\nsys.stdin.readline() or 1 / 0",
            &["ZeroDivisionError"],
        ),
    ] {
        let run = method(&world, body);
        assert_refused(&run, 1, words);
    }
}

#[test]
fn a_check_that_never_ends() {
    if offline() {
        return;
    }
    let world = world();
    for body in [
        "while True:\n    pass",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True:\n    pass",
    ] {
        let body: String = body.lines().map(|l| format!("        {l}\n")).collect();
        world.write("mine.py", &format!("{HEAD}{body}"));
        world.write(
            "answers.yaml",
            &from("blank", "prototype: { check: mine.py }\n"),
        );
        let mut command = command(&world, "prototype");
        command.args(["--run-limit", "3"]);
        let started = Instant::now();
        let run = end(command);
        assert_refused(
            &run,
            1,
            &["Timeout", "did not end within 3 s", "time limit"],
        );
        assert!(started.elapsed() < Duration::from_secs(40));
    }
}

#[test]
fn a_check_that_floods() {
    if offline() {
        return;
    }
    let world = world();
    let run = method(
        &world,
        "import sys\nline = '\\x1b[2J\\x1b]0;title\\x07\\x1b[31mx\\x9b' + 'y' * 900 + '\\n'\n\
         for n in range(32 * 1024):\n    sys.stdout.write(line)\n\
         sys.stdout.write('z' * (32 << 20))\nself.gauge('acme_queue.x', 1)",
    );
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(
        !run.stderr.contains(['\u{1b}', '\u{7}', '\u{9b}']),
        "control codes"
    );
    assert!(run.stderr.len() < 4 << 20);
    let captures = world.workspace().join("captures");
    for entry in fs::read_dir(captures).unwrap() {
        assert!(entry.unwrap().metadata().unwrap().len() < 1 << 20);
    }
    let many = method(
        &world,
        "for n in range(10000):\n    self.gauge('acme_queue.m%d' % n, n, tags=['köln:größe %d' % n])",
    );
    assert_eq!(many.exit, 0, "{:#}", many.json);
    assert_eq!(many.json["metrics"], 10_000);
}

#[test]
fn a_check_with_odd_values() {
    if offline() {
        return;
    }
    let world = world();
    let run = method(
        &world,
        "self.gauge('acme_queue.nan', float('nan'))\nself.gauge('acme_queue.inf', float('inf'))\n\
         self.gauge('acme_queue.ok', 1, tags=['host:me', 'größe:\u{1F600}', 'x:\\ud800'])\n\
         self.log.error('\\x1b[2Jcleared')",
    );
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let capture = fs::read_dir(world.workspace().join("captures"))
        .unwrap()
        .next()
        .unwrap();
    let text = fs::read_to_string(capture.unwrap().path()).unwrap();
    let capture: serde_json::Value = serde_json::from_str(&text).unwrap();
    let dropped = capture["dropped"].to_string();
    assert!(
        dropped.contains("nan, which Datadog does not store"),
        "{dropped}"
    );
    assert!(
        text.contains("which Datadog reserves") && !text.contains("\\u001b"),
        "{text}"
    );
}

#[test]
fn a_check_that_leaves_a_daemon_behind() {
    if offline() {
        return;
    }
    let world = world();
    let started = Instant::now();
    let run = method(
        &world,
        "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n    os._exit(0)\nself.gauge('acme_queue.x', 1)",
    );
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "it held the pipe"
    );
}

#[test]
fn names_outside_of_the_prefix_are_told_before_anything_is_written() {
    if offline() {
        return;
    }
    let world = world();
    let before = crate::lab::everything(&world.clone);
    let body =
        "        self.gauge('acme_queue.x', 1)\n        self.gauge('other.%s' % 'xyz'[1], 1)\n";
    world.write("mine.py", &format!("{HEAD}{body}"));
    let run = crate::lab::run(
        &world,
        &from("blank", "prototype: { check: mine.py }\n"),
        "framework",
    );
    assert_refused(&run, 1, &["other.y", "acme_queue.", "prefix"]);
    crate::lab::assert_same(&before, &world.clone);
}
