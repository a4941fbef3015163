//! Signals in the middle of a run: it ends in order, with a document, without children.

use crate::common::{Run, World, offline};
use crate::lab::{assert_document, command, from, good, run, world};
use crate::server::Server;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn begin(world: &World, until: &str) -> Child {
    command(world, until)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

pub fn signal(pid: u32, name: &str) {
    let done = std::process::Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status();
    assert!(done.unwrap().success());
}

/// Whether any process has this text among its arguments.
pub fn alive(text: &str) -> bool {
    std::fs::read_dir("/proc").is_ok_and(|all| {
        all.flatten()
            .filter_map(|e| std::fs::read(e.path().join("cmdline")).ok())
            .any(|line| String::from_utf8_lossy(&line).contains(text))
    })
}

fn ended(mut child: Child, name: &str, status: i32) -> Run {
    let started = Instant::now();
    signal(child.id(), name);
    let mut stdout = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut stdout)
        .unwrap();
    let exit = child.wait().unwrap().code().unwrap();
    assert_eq!(exit, status, "{stdout}");
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{name} took {:?}",
        started.elapsed()
    );
    let run = Run {
        exit,
        json: serde_json::from_str(&stdout).unwrap(),
        stderr: String::new(),
    };
    assert_document(&run);
    assert_eq!(run.json["error"]["kind"], "signal");
    run
}

#[test]
fn while_an_endpoint_is_read() {
    let world = world();
    for (name, status) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let silent = Server::new(|_, stream| {
            let _ = stream.read_to_end(&mut vec![]);
        });
        let source = format!(
            "source:\n  openmetrics: {{ endpoint: \"{}/m\" }}\n",
            silent.url
        );
        world.write("answers.yaml", &from("openmetrics", &source));
        let started = Instant::now();
        let child = begin(&world, "prototype");
        silent.heads.recv().unwrap();
        ended(child, name, status);
        assert!(
            started.elapsed() < Duration::from_secs(14),
            "it waited for the endpoint"
        );
    }
}

#[test]
fn while_the_check_runs() {
    if offline() {
        return;
    }
    let world = world();
    let mark = format!("ddint-mark-{}", std::process::id());
    let called = Server::fixed("200 OK", "", "x");
    // It says that it runs, and has a child of its own.
    world.write("mine.py", &format!(
        "import subprocess\nimport urllib.request\nfrom datadog_checks.base import AgentCheck\n\n\nclass Mine(AgentCheck):\n    def check(self, instance):\n        \
         child = subprocess.Popen(['sh', '-c', 'sleep 600; : {mark}'])\n        urllib.request.urlopen('{}').read()\n        child.wait()\n", called.url));
    world.write(
        "answers.yaml",
        &from("blank", "prototype: { check: mine.py }\n"),
    );
    for (name, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let child = begin(&world, "prototype");
        called.heads.recv().unwrap();
        assert!(alive(&mark));
        ended(child, name, status);
        assert!(!alive(&mark), "{name} left a child behind");
    }
    // The same command goes on.
    let rerun = run(&world, &good(), "prototype");
    assert_eq!(rerun.exit, 0, "{:#}", rerun.json);
}

#[test]
fn while_tests_run() {
    if offline() {
        return;
    }
    let world = world();
    world.write("answers.yaml", &good());
    let mut child = begin(&world, "test");
    let stderr = BufReader::new(child.stderr.take().unwrap());
    // The first validation has ended: others run.
    let line = stderr
        .lines()
        .map_while(Result::ok)
        .find(|l| l.contains("passed ("));
    assert!(line.is_some());
    let run = ended(child, "TERM", 143);
    let tests = run.json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["step"] == "test")
        .unwrap();
    assert_ne!(tests["status"], "done");
    assert!(run.json["commit"].is_null());
    assert!(
        !alive(&world.workspace().display().to_string()),
        "children stayed"
    );
}
