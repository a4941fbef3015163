//! A clone with one integration that passes everything and some that do not, and both ways to ask ddev about it.

use crate::{common, toolchain_support};
use ddint_tui::core::finding::Finding;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::Toolchain;
use ddint_tui::toolchain::ddev::{Ddev, Output};
use ddint_tui::toolchain::warm::Warm;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// The integration that the demo makes.
pub const OURS: &str = "acme_queue";
/// Every validation that takes a name, and the two that take none.
pub const VALIDATIONS: [&str; 13] = [
    "ci",
    "codeowners",
    "config",
    "dashboards",
    "imports",
    "integration-style",
    "jmx-metrics",
    "legacy-signature",
    "metadata",
    "models",
    "package",
    "readmes",
    "service-checks",
];

/// A clone of one test's own.
pub struct Lab {
    dir: tempfile::TempDir,
    pub toolchain: &'static Toolchain,
    pub clone: PathBuf,
    pub warm: Arc<Warm>,
}

/// The demo's clone after its files were applied, with the fixtures beside it; made once.
fn original() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let dir = MADE.get_or_init(|| {
        common::toolchain();
        let dir = tempfile::tempdir().unwrap();
        let clone = common::demo(dir.path());
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/existing/fixtures");
        common::copy(&fixtures, &clone);
        dir
    });
    dir.path()
}

impl Lab {
    /// `None` where there is no toolchain and that was said.
    pub fn new() -> Option<Self> {
        let toolchain = toolchain_support::shared()?;
        let dir = tempfile::Builder::new().prefix("wärm ").tempdir().unwrap();
        let clone = dir.path().join("clone");
        common::copy(&original().join("integrations-extras"), &clone);
        Some(Self {
            clone: clone.canonicalize().unwrap(),
            dir,
            toolchain,
            warm: Arc::new(Warm::new(toolchain)),
        })
    }

    /// On a clone that is there.
    pub fn of(clone: &Path) -> Option<Self> {
        let toolchain = toolchain_support::shared()?;
        Some(Self {
            dir: tempfile::tempdir().unwrap(),
            toolchain,
            clone: clone.to_owned(),
            warm: Arc::new(Warm::new(toolchain)),
        })
    }

    pub fn plain(&self) -> Ddev {
        plain(
            self.toolchain,
            &self.clone,
            &self.dir.path().join("scratch"),
        )
    }

    pub fn ddev(&self) -> Ddev {
        self.plain().warm(Arc::clone(&self.warm))
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.clone.join(OURS).join(inside)
    }

    /// A named pipe in the place of a file of ours: whoever reads it waits.
    pub fn trap(&self, inside: &str) -> Trap {
        let path = self.path(inside);
        let text = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let made = Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        Trap { path, text }
    }
}

pub struct Trap {
    path: PathBuf,
    text: Vec<u8>,
}

impl Trap {
    /// The file is as it was, for who opens it from now on.
    pub fn disarm(&self) {
        let new = self.path.with_extension("new");
        std::fs::write(&new, &self.text).unwrap();
        std::fs::rename(new, &self.path).unwrap();
    }
}

pub fn plain(toolchain: &Toolchain, clone: &Path, scratch: &Path) -> Ddev {
    Ddev::new(toolchain, clone, scratch).unwrap()
}

pub fn ask(ddev: &Ddev, args: &[&str]) -> Output {
    ddev.run(args, &CancelToken::new(), &mut |_| {})
}

/// The command of a validation of an integration.
pub fn command<'a>(validation: &'a str, folder: &'a str) -> Vec<&'a str> {
    match validation {
        "ci" | "codeowners" => vec!["validate", validation],
        _ => vec!["validate", validation, folder],
    }
}

/// Words of each line, and lines, in order: ddev prints sets, whose order is another in each process.
fn unordered(text: &str) -> Vec<Vec<&str>> {
    let mut lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| {
            let mut words: Vec<&str> = line
                .split(|c: char| c.is_whitespace() || ",[]{}()'\"`".contains(c))
                .filter(|word| !word.is_empty())
                .collect();
            words.sort_unstable();
            words
        })
        .collect();
    lines.sort();
    lines
}

/// How two verdicts differ, if they do.
pub fn difference(one: &Output, other: &Output) -> Option<String> {
    let facts = |o: &Output| (o.exit, o.crashed.is_some(), o.foreign, o.findings.len());
    if facts(one) != facts(other) || one.is_green() != other.is_green() {
        return Some(format!("{one:#?}\n{other:#?}"));
    }
    let said = |o: &Output| -> String {
        let line = |f: &Finding| {
            format!(
                "{:?} {} {:?} {:?} {} {:?}\n",
                f.severity, f.rule, f.file, f.line, f.message, f.fix
            )
        };
        o.findings.iter().map(line).collect()
    };
    for (a, b) in [
        (said(one), said(other)),
        (one.text.clone(), other.text.clone()),
    ] {
        if a != b && unordered(&a) != unordered(&b) {
            return Some(format!("{a}\n=== and ===\n{b}"));
        }
    }
    None
}

/// Every living process: its number and its parent's.
fn processes() -> Vec<(u32, u32)> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,stat="])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut all = vec![];
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [pid, parent, state] = words[..]
            && !state.starts_with('Z')
        {
            all.push((pid.parse().unwrap(), parent.parse().unwrap()));
        }
    }
    all
}

pub fn children(of: u32) -> Vec<u32> {
    let all = processes().into_iter();
    all.filter(|(_, parent)| *parent == of)
        .map(|(pid, _)| pid)
        .collect()
}

pub fn is_alive(pid: u32) -> bool {
    processes().iter().any(|(own, _)| *own == pid)
}

pub fn kill(pid: u32) {
    let status = Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(status.unwrap().success());
}

pub fn wait_until<T>(what: &str, mut holds: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(60);
    let never = CancelToken::new();
    loop {
        if let Some(found) = holds() {
            return found;
        }
        assert!(Instant::now() < until, "waited in vain: {what}");
        let _ = never.wait(Duration::from_millis(10));
    }
}

/// The server, once it runs a child that waits in a trap.
pub fn trapped(warm: &Warm) -> (u32, u32) {
    wait_until("a child runs", || {
        let server = warm.pid()?;
        let child = children(server).first().copied()?;
        Some((server, child))
    })
}
