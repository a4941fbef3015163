//! The server by itself: what it takes, what it answers, and that nothing but answers comes from it.

use crate::lab::{Lab, OURS};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SOURCE: &str = include_str!("../../assets/ddev_server.py");

struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(lab: &Lab, source: &str) -> Self {
        let spec = lab.plain().spec(&["validate", "ci"]);
        let mut command = Command::new(&lab.toolchain.python);
        command.args(["-P", "-s", "-c", source]).current_dir("/");
        for (name, value) in &spec.env {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn say(&mut self, line: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line).unwrap();
        input.write_all(b"\n").unwrap();
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line:?}"))
    }

    fn answer(&mut self, request: &Value) -> Value {
        self.say(request.to_string().as_bytes());
        self.hear()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn what_is_no_request_is_answered_and_changes_nothing() {
    let Some(lab) = Lab::new() else { return };
    let mut server = Server::start(&lab, SOURCE);
    assert_eq!(server.hear()["ready"], true);
    let long = vec![b'x'; 3 << 20];
    let bad: [&[u8]; 12] = [
        b"hello",
        b"[]",
        b"3",
        b"{}",
        b"\xff\xfe",
        b"{\"id\": {}, \"argv\": []}",
        b"{\"id\": 1}",
        b"{\"id\": 1, \"argv\": \"validate\"}",
        b"{\"id\": 1, \"argv\": [null]}",
        b"{\"id\": 1, \"argv\": [], \"env\": {\"A\": 1}}",
        b"{\"cancel\": {}}",
        &long,
    ];
    for line in bad {
        server.say(line);
        let said = server.hear();
        assert!(said["error"].is_string(), "{said}");
    }
    // Nobody waits for this one.
    server.say(b"{\"cancel\": 99}");
    let config = lab.plain().spec(&["validate", "ci"]);
    let value = |name: &str| {
        let found = config.env.iter().find(|(n, _)| n == name);
        found.unwrap().1.clone().unwrap().into_string().unwrap()
    };
    let ask = |id: u64, argv: &[&str]| json!({"id": id, "argv": argv, "cwd": config.cwd, "env": {"DDEV_CONFIG": value("DDEV_CONFIG")}});
    let good = server.answer(&ask(7, &["validate", "metadata", OURS]));
    assert_eq!(
        (&good["id"], &good["exit"]),
        (&json!(7), &json!(0)),
        "{good}"
    );
    assert!(
        good["output"].as_str().unwrap().contains('\u{1b}'),
        "{good}"
    );
    // An option that is not there is the user's error, not the server's.
    let usage = server.answer(&ask(8, &["validate", "metadata", "--no-such-option"]));
    assert_eq!(usage["exit"], 2, "{usage}");
    assert!(usage["output"].as_str().unwrap().contains("no-such-option"));
}

#[test]
fn a_ddev_that_cannot_be_loaded_says_why() {
    let Some(lab) = Lab::new() else { return };
    let broken = SOURCE.replace(
        "from ddev.cli import main",
        "from ddev.cli import nothing_of_this_name",
    );
    assert_ne!(broken, SOURCE);
    let mut server = Server::start(&lab, &broken);
    let said = server.hear();
    assert_eq!(said["ready"], false);
    assert!(
        said["error"]
            .as_str()
            .unwrap()
            .contains("nothing_of_this_name"),
        "{said}"
    );
    server.input = None;
    assert_eq!(server.child.wait().unwrap().code(), Some(3));
    std::mem::forget(server);
}
