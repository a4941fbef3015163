//! The real binary in a terminal: its first frame, how quiet it is when idle, what it weighs.

use crate::lab::product::Product;
use crate::lab::{clone, saved};
use crate::session::Session;
use crate::stats::Times;
use crate::table::Row;
use crate::{BINARY, process};
use ddint_tui::toolchain::dirs;
use portable_pty::CommandBuilder;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Half of gitui's start on the machine that the budget was set on.
const HALF_OF_GITUI: f64 = 17.5;
const STARTS: usize = 15;
const QUIET: Duration = Duration::from_millis(1500);
const IDLE: Duration = Duration::from_secs(10);

/// A saved workflow, its clone, and nothing of this user's.
pub struct Home {
    pub dir: tempfile::TempDir,
}

impl Home {
    /// With a workflow of so many metrics.
    pub fn new(metrics: usize) -> Self {
        let home = Self {
            dir: tempfile::tempdir().expect("a folder"),
        };
        clone::make(&home.clone());
        let product = Product::new(metrics);
        let state = saved::state(&product, &home.clone());
        let workflows = home.dir.path().join("data/workflows");
        saved::write(&workflows.join(saved::NAME), &product, &state);
        home
    }

    pub fn clone(&self) -> PathBuf {
        self.dir.path().join("integrations-extras")
    }

    /// A program with this home and nothing else of this user's environment.
    pub fn command(&self, program: impl AsRef<Path>, args: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program.as_ref());
        command.args(args);
        command.cwd(self.clone());
        command.env_clear();
        let home = self.dir.path();
        command.env("HOME", home);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("DDINT_TUI_DATA_DIR", home.join("data"));
        command.env("DDINT_TUI_CONFIG_DIR", home.join("config"));
        command.env("DDINT_TUI_TOOLCHAIN_DIR", dirs::toolchain_dir());
        command
    }

    pub fn resume(&self) -> Session {
        Session::start(self.command(BINARY, &["resume", saved::NAME]))
    }
}

pub fn rows() -> Vec<Row> {
    let home = Home::new(200);
    let mut rows = vec![];
    let resume = starts(|| {
        let mut session = home.resume();
        let time = session.first(&["Acme Queue", "Framework", "help"]);
        session.settle(Duration::from_millis(300));
        time
    });
    let list = starts(|| {
        let mut session = Session::start(home.command(BINARY, &[]));
        let time = session.first(&["Acme Queue", "help"]);
        session.settle(Duration::from_millis(50));
        time
    });
    let gitui = which::which("gitui").ok().map(|gitui| {
        starts(|| {
            let mut session = Session::start(home.command(&gitui, &[]));
            session.first(&["Status", "Log"])
        })
    });
    let half = gitui.as_ref().map_or(HALF_OF_GITUI, |g| g.median() / 2.0);
    let detail = |t: &Times| format!("median of {}, best {:.1}", t.count(), t.best());
    let what = format!("start to first frame, workflow, {} folders", clone::FOLDERS);
    rows.push(Row::under(what, resume.median(), half, "ms").with(&detail(&resume)));
    rows.push(
        Row::under("start to first frame, Home", list.median(), half, "ms").with(&detail(&list)),
    );
    rows.push(match gitui {
        Some(times) => Row::told(
            "start of gitui, same clone",
            format!("{:.1} ms", times.median()),
            "compared",
        ),
        None => Row::told(
            "start of gitui, same clone",
            "gitui not installed",
            "35 ms where the budget was set",
        ),
    });
    rows.push(Row::under(
        "start against a Textual wizard (900 ms)",
        resume.median(),
        45.0,
        "ms",
    ));
    if process::readable() {
        rows.extend(idle(&home));
    } else {
        rows.push(Row::told(
            "idle, memory",
            "not measured",
            "needs Linux's /proc",
        ));
    }
    rows
}

fn starts(mut one: impl FnMut() -> Duration) -> Times {
    // The first one finds the files outside the page cache.
    one();
    Times::new((0..STARTS).map(|_| one()).collect())
}

fn idle(home: &Home) -> Vec<Row> {
    let mut session = home.resume();
    session.first(&["Acme Queue", "help"]);
    session.settle(QUIET);
    let pid = session.pid();
    let before = (process::switches(pid), process::ticks(pid));
    let drawn = session.leave_alone(IDLE);
    let after = (process::switches(pid), process::ticks(pid));
    let difference = |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(f64::NAN, |(a, b)| b - a);
    let switches = difference(before.0, after.0);
    let ticks = difference(before.1, after.1);
    let mut rows = vec![
        Row::fact(
            "idle for 10 s: context switches",
            format!("{switches:.0}"),
            "0 (gitui: 12 a second)",
            switches == 0.0,
        ),
        Row::fact(
            "idle for 10 s: processor time",
            format!("{:.0} ms, {drawn} bytes drawn", ticks * 10.0),
            "0",
            ticks == 0.0,
        ),
    ];
    if let Some((all, own)) = process::resident(pid) {
        let row = Row::under("resident, workflow of 200 metrics open", all, 20.0, "MB");
        rows.push(row.with(&format!("{own:.1} its own, the rest pages of files")));
    }
    rows
}
