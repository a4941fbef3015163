//! What the tests of the whole program share: a repository with an upstream and a fork, an endpoint,
//! the program's own folders, and the real toolchain, made once by the program itself.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::event::{Action, Event};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Engine, Options};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc::channel;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Whether parts that need Python 3.13 or the package index are to be skipped.
pub fn offline() -> bool {
    let offline = std::env::var("DDINT_TEST_OFFLINE").is_ok_and(|v| v == "1");
    if offline {
        println!("skipped: DDINT_TEST_OFFLINE=1, and this needs the package index or Python 3.13");
    }
    offline
}

/// The toolchain that all tests share, below the target folder.
pub fn toolchain_dir() -> PathBuf {
    std::env::var_os("DDINT_TUI_TOOLCHAIN_DIR").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).join("toolchain"),
        PathBuf::from,
    )
}

/// Makes the toolchain through the program's own command, once for each test process.
pub fn toolchain() {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let output = program(home.path())
            .args(["doctor", "--fix"])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("ddev "),
            "{text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    });
}

/// The program with folders of its own and an environment in which CI variables do not count.
pub fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ddint-tui"));
    for name in [
        "CI",
        "GITHUB_ACTIONS",
        "DDEV_ROOT",
        "NO_COLOR",
        "DDINT_TUI_DDEV",
    ] {
        command.env_remove(name);
    }
    command
        .env("DDINT_TUI_DATA_DIR", data.join("data"))
        .env("DDINT_TUI_CONFIG_DIR", data.join("config"))
        .env("DDINT_TUI_TOOLCHAIN_DIR", toolchain_dir())
        .env("GIT_CONFIG_GLOBAL", data.join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("TZ", "UTC")
        .stdin(std::process::Stdio::null());
    command
}

/// The demo with its files applied, below `dir`, which is the program's own place too; its clone.
pub fn demo(dir: &Path) -> PathBuf {
    let demo = program(dir)
        .args(["demo", "--until", "framework", "--dir"])
        .arg(dir)
        .output()
        .unwrap();
    assert!(demo.status.success(), "{demo:?}");
    dir.join("integrations-extras")
}

/// A small repository with one commit.
fn seed(dir: &Path) -> PathBuf {
    let seed = dir.join("seed");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/repo"),
        &seed,
    );
    git(&seed, &["init", "-q", "-b", "master"]);
    git(&seed, &["add", "-A", "-f"]);
    git(
        &seed,
        &[
            "-c",
            "user.name=Upstream",
            "-c",
            "user.email=up@acme.example",
            "commit",
            "-qm",
            "Begin",
        ],
    );
    seed
}

/// A temporary world: a clone with remotes, answers, the program's data.
pub struct World {
    pub dir: tempfile::TempDir,
    pub clone: PathBuf,
}

impl World {
    /// A fresh fork of a small repository, in a folder whose name is a trap.
    pub fn new() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("ddint wörld ")
            .tempdir()
            .unwrap();
        // A real clone may take the place of the small repository.
        let real = std::env::var_os("DDINT_TEST_CLONE").map(PathBuf::from);
        let from = real.clone().unwrap_or_else(|| seed(dir.path()));
        let from = from.to_string_lossy();
        for bare in ["upstream.git", "fork.git"] {
            git(dir.path(), &["clone", "-q", "--bare", &from, bare]);
        }
        git(dir.path(), &["clone", "-q", "fork.git", "clone"]);
        let clone = dir.path().join("clone");
        git(&clone, &["remote", "add", "upstream", "../upstream.git"]);
        git(&clone, &["fetch", "-q", "upstream"]);
        git(&clone, &["config", "user.name", "Acme"]);
        git(&clone, &["config", "user.email", "support@acme.example"]);
        if real.is_none() {
            fs::remove_dir_all(dir.path().join("seed")).unwrap();
        }
        // Git's own configuration of this user: known before any clone is.
        let who = "[user]\n\tname = Acme\n\temail = support@acme.example\n";
        fs::write(dir.path().join("gitconfig"), who).unwrap();
        Self { dir, clone }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn workspace(&self) -> PathBuf {
        self.path().join("work space")
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// `ddint-tui run` with these answers, as JSON.
    pub fn run(&self, answers: &str, until: &str) -> Run {
        let file = self.write("answers.yaml", answers);
        let output = program(self.path())
            .arg("run")
            .arg("--answers")
            .arg(file)
            .arg("--repo")
            .arg(&self.clone)
            .arg("--workspace")
            .arg(self.workspace())
            .args(["--until", until, "--format", "json"])
            .output()
            .unwrap();
        Run::of(&output)
    }
}

/// What reviewers would say of an integration that was made here: nothing.
pub fn assert_reviewed(world: &World, run: &Run) {
    let found = reviewed(world, run);
    assert!(found.is_empty(), "{found:#?}");
}

/// What they would say.
pub fn reviewed(world: &World, run: &Run) -> Vec<Value> {
    let output = program(world.path())
        .args(["check", run.json["workflow"].as_str().unwrap(), "--no-ddev"])
        .args(["--strict", "--format", "json", "--repo"])
        .arg(&world.clone)
        .output()
        .unwrap();
    let checked = Run::of(&output);
    assert!(checked.json["error"].is_null(), "{:#}", checked.json);
    checked.json["findings"].as_array().unwrap().clone()
}

/// How a headless run ended.
#[derive(Debug)]
pub struct Run {
    pub exit: i32,
    pub json: Value,
    pub stderr: String,
}

impl Run {
    pub fn of(output: &Output) -> Self {
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let json = serde_json::from_str(&stdout).unwrap_or_else(|e| {
            panic!("standard output is not one JSON document ({e}):\n{stdout}\n{stderr}")
        });
        Self {
            exit: output.status.code().unwrap_or(-1),
            json,
            stderr,
        }
    }

    pub fn error(&self) -> String {
        self.json["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The states of the planned files, by path.
    pub fn files(&self) -> Vec<(String, String)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let files = self.json["files"].as_array().cloned().unwrap_or_default();
        files
            .iter()
            .map(|f| (text(&f["path"]), text(&f["state"])))
            .collect()
    }

    /// Asserts that everything CI names passed, with the findings when it did not.
    pub fn assert_green(&self) {
        assert_eq!(self.exit, 0, "{:#}\n{}", self.json, self.stderr);
        assert_eq!(self.json["exit"], 0);
        assert!(self.json["error"].is_null());
        let validations = self.json["validations"].as_array().unwrap();
        assert!(validations.len() >= 11, "{validations:?}");
        for v in validations {
            assert_eq!(v["exit"], 0, "{v}");
            assert_eq!(v["crashed"], false, "{v}");
        }
        assert!(
            self.json["tests"]["passed"].as_u64().unwrap() >= 2,
            "{}",
            self.json["tests"]
        );
        assert_eq!(self.json["tests"]["failed"], 0);
        // A note tells what the source shows and the check does not send: nothing is to be done about it.
        let found = self.json["findings"].as_array().unwrap();
        let wrong: Vec<_> = found.iter().filter(|f| f["severity"] != "note").collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// A loopback endpoint that answers by path until it is dropped.
pub struct Endpoint {
    pub url: String,
    server: std::sync::Arc<tiny_http::Server>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Endpoint {
    /// `pages`: path, Content-Type, body.
    pub fn new(pages: &[(&str, &str, &str)]) -> Self {
        let pages: Vec<(String, String, String)> = pages
            .iter()
            .map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into()))
            .collect();
        let server = std::sync::Arc::new(tiny_http::Server::http("127.0.0.1:0").unwrap());
        let url = format!("http://{}", server.server_addr().to_ip().unwrap());
        let listening = std::sync::Arc::clone(&server);
        let thread = std::thread::spawn(move || {
            for request in listening.incoming_requests() {
                let page = pages.iter().find(|p| p.0 == request.url());
                let _ = match page {
                    Some((_, kind, body)) => {
                        let header =
                            tiny_http::Header::from_bytes("Content-Type", kind.as_str()).unwrap();
                        request.respond(tiny_http::Response::from_string(body).with_header(header))
                    }
                    None => request.respond(tiny_http::Response::empty(404)),
                };
            }
        });
        Self {
            url,
            server,
            thread: Some(thread),
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

pub fn git(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(args)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {args:?}: {error}");
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with its bytes, and where symbolic links lead.
pub fn snapshot(dir: &Path, skip: &dyn Fn(&Path) -> bool) -> Vec<(PathBuf, Vec<u8>)> {
    let mut out = vec![];
    let mut todo = vec![dir.to_owned()];
    while let Some(at) = todo.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(dir).unwrap().to_owned();
            if skip(&relative) {
                continue;
            }
            if path.is_symlink() {
                out.push((
                    relative,
                    fs::read_link(&path)
                        .unwrap()
                        .into_os_string()
                        .into_encoded_bytes(),
                ));
            } else if path.is_dir() {
                todo.push(path);
            } else {
                out.push((relative, fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Takes the last application back, as the key under Files does.
pub fn take_back(workspace: &Path) {
    let (sender, receiver) = channel();
    let options = Options {
        ddev: None,
        python: None,
        clone: None,
        run_limit: Duration::from_secs(60),
        fetch_limit: Duration::from_secs(15),
        desk: None,
    };
    let sink = Arc::new(move |event| sender.send(event).unwrap());
    let (mut engine, state) = Engine::open(workspace.to_owned(), options, sink).unwrap();
    let mut wizard = Wizard::new(state);
    let mut next = Event::Do(Action::UndoApply);
    loop {
        for effect in wizard.handle(next) {
            engine.perform(effect, &wizard);
        }
        if wizard.jobs.is_empty() {
            break;
        }
        next = receiver.recv().unwrap();
    }
    engine.flush().unwrap();
}
