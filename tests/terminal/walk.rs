//! The whole path, step by step, by keys. Between the steps the program may be killed and started
//! again; what is on the screen must be the same either way.

use crate::common::git;
use crate::gate::Gate;
use crate::place::Place;
use crate::pty::{Pty, Shot};
use std::path::PathBuf;
use std::time::Duration;

const QUEUES: &str = r#"{"uptime": 12.5, "healthy": true, "queues": [
  {"name": "orders", "depth": 42, "consumers": {"active": 3}},
  {"name": "invoices \"x\" #1", "depth": 7, "consumers": {"active": 1}}]}"#;

/// How long the tools may take on a busy machine.
pub const LONG: Duration = Duration::from_secs(240);

pub struct Walk {
    pub place: Place,
    pub pty: Pty,
    pub gate: Gate,
    /// Kill the program wherever the walk allows it.
    kills: bool,
    pub killed: usize,
}

impl Walk {
    /// From an empty Home to a new workflow.
    pub fn begin(kills: bool) -> Self {
        let place = Place::new();
        let pty = place.begin("Acme Queue");
        Self {
            place,
            pty,
            gate: Gate::new(QUEUES),
            kills,
            killed: 0,
        }
    }

    fn clone(&self) -> PathBuf {
        self.place.world.clone.clone()
    }

    /// Blocks until no job runs.
    fn idle(&mut self) {
        self.pty.loses("cancels");
    }

    /// Everything is saved; then the program is killed and resumed, and shows the same.
    fn again(&mut self, texts: &[&str]) {
        let all = [texts, &["● saved"]].concat();
        self.pty.sees(&all);
        if self.kills {
            self.restart();
            self.pty.sees(&all);
            self.idle();
        }
    }

    /// `kill -9`, nobody left behind, `ddint-tui resume`.
    fn restart(&mut self) {
        self.pty.kill();
        self.place.deserted();
        self.pty = self.place.start(&["resume"]);
        self.killed += 1;
    }

    /// Types into the focused field; the program is killed in the middle of it.
    fn fill_in(&mut self, field: &str, text: &str, done: &str) {
        self.pty.press(&["enter"]);
        let before = self.pty.sees(&["take"]);
        let half = text.char_indices().nth(text.chars().count() / 2).unwrap().0;
        let typed = text[..half].trim();
        // A short text stands elsewhere on the screen too: it must be there once more than before.
        let count = |shot: &Shot| shot.text.matches(typed).count();
        let old = count(&before);
        self.pty.press(&[&text[..half]]);
        self.pty
            .until(typed, |shot| (count(shot) > old).then_some(()));
        self.again(&[field, typed]);
        self.pty.press(&[&text[half..]]);
        self.pty.sees(&[field]);
        self.pty.press(&[done]);
    }

    /// Set up: the clone is not found, so its path is typed in.
    pub fn set_up(&mut self) {
        self.pty.press(&["ctrl-g", "1"]);
        self.pty.sees(&["Set up", "none found"]);
        self.idle();
        self.pty.press(&["c"]);
        self.pty.sees(&["The folder of your clone"]);
        let path = self.clone().display().to_string();
        let half = path.find("rld").unwrap();
        self.pty.press(&[&path[..half]]);
        self.again(&["The folder of your clone", &path[..half]]);
        self.pty.press(&[&path[half..], "enter"]);
        self.pty.sees(&["✓ 1 Set up", "upstream/master"]);
        self.again(&["✓ 1 Set up", "upstream/master"]);
    }

    /// Prototype: kind, address, write, run, look.
    pub fn prototype(&mut self) {
        self.pty.press(&["ctrl-g", "2"]);
        self.pty
            .sees(&["Prototype › Source", "▸ What can you show?"]);
        self.pty.press(&["down", "down"]);
        self.pty.sees(&["▸ Kind"]);
        self.pty.press(&["enter"]);
        self.pty.sees(&["openmetrics", "▸   "]);
        self.pty.press(&["http", "enter"]);
        self.pty.sees(&["▸ Base URL", "to answer"]);
        let url = self.gate.url.clone();
        self.fill_in("▸ Base URL", &url, "enter");
        self.pty.sees(&["▸ Paths", "to answer"]);
        self.fill_in("▸ Paths", "/api/stats", "enter");
        self.pty.sees(&["Write the custom check"]);
        if self.kills {
            self.gate.hold();
            self.pty.press(&["w"]);
            self.gate.asked();
            self.pty.sees(&["Custom check", "cancels", "● saved"]);
            self.restart();
            self.gate.open();
            let shot = self
                .pty
                .sees(&["Interrupted", "prototype", "not written yet"]);
            assert!(!shot.has(&["as generated"]), "{}", shot.text);
        }
        self.pty.press(&["w"]);
        self.pty.sees(&["custom_acme_queue.py", "as generated"]);
        self.again(&["custom_acme_queue.py", "as generated"]);
        self.pty.press(&["r"]);
        let emitted = ["What it emits", "acme_queue.uptime", "12.5", "can_connect"];
        self.pty.sees_within(LONG, &emitted);
        self.again(&["✓ 2 Prototype", "acme_queue.uptime", "12.5", "can_connect"]);
    }

    /// Framework: the required fields, and one unit for two metrics.
    pub fn answer(&mut self) {
        self.pty.press(&["ctrl-g", "3"]);
        self.pty.sees(&["▸ Description"]);
        self.fill_in("▸ Description", "Depth of \"Acme\" queues: #1.", "enter");
        self.pty.sees(&["▸ Overview"]);
        self.fill_in("▸ Overview", "Acme Queue is a {{ broker }}.", "esc");
        self.pty.sees(&["Identity", "complete"]);
        self.pty.press(&["ctrl-n"]);
        self.pty.sees(&["▸ Author"]);
        for (field, text) in [
            ("▸ Author", "Acme & Söhne"),
            ("▸ GitHub handle", "acme"),
            ("▸ Support e-mail", "support@acme.example"),
        ] {
            self.pty.sees(&[field]);
            self.fill_in(field, text, "enter");
        }
        self.pty.sees(&["Author", "complete"]);
        self.pty.press(&["ctrl-n", "ctrl-n", "ctrl-n"]);
        self.pty.sees(&["Framework › Metrics", "4 guessed"]);
        self.pty.press(&["space", "space"]);
        self.again(&["2 marked"]);
        self.pty.press(&["u"]);
        self.pty.sees(&["Unit of 2 metrics"]);
        self.pty.press(&["second", "enter"]);
        let shot = self.pty.until("two units", |shot| {
            (shot.text.matches("gauge second").count() == 2).then(|| shot.text.clone())
        });
        assert!(shot.contains("2 marked"), "{shot}");
        self.again(&["2 marked", "gauge second"]);
        self.pty.press(&["k"]);
        self.pty.sees(&["2 guessed"]);
    }

    /// Files: preview, look, apply. The clone is as it was until then.
    pub fn apply(&mut self) {
        self.pty.press(&["p"]);
        if self.kills {
            self.pty.sees_within(LONG, &["plan", "cancels", "● saved"]);
            self.restart();
            let shot = self.pty.sees(&["Framework › Files", "Interrupted", "plan"]);
            assert!(!shot.has(&["✓ 3 Framework"]), "{}", shot.text);
            self.idle();
            self.pty.press(&["p"]);
        }
        let planned = ["CODEOWNERS", "generated", "Write these files"];
        self.pty.sees_within(LONG, &planned);
        assert_eq!(git(&self.clone(), &["status", "--porcelain"]), "");
        self.pty.press(&["enter"]);
        self.pty.sees(&["+ /acme_queue/", "lines"]);
        self.pty.press(&["esc"]);
        self.pty.sees(&planned);
        self.pty.press(&["a"]);
        self.pty.sees(&["Write these files into your clone?"]);
        self.pty.press(&["y"]);
        self.pty.sees_within(LONG, &["✓ 3 Framework", "● saved"]);
        self.again(&["✓ 3 Framework", "Framework › Files"]);
    }

    /// Test: all that CI would run and this machine can.
    pub fn test(&mut self) {
        self.pty.press(&["ctrl-g", "4"]);
        self.pty.sees(&["validate ci", "not run"]);
        self.idle();
        self.pty.press(&["a"]);
        let mut again = "a";
        if self.kills {
            self.pty
                .until_within(LONG, "one passed, one running", |shot| {
                    let one = shot.line("validate ci")?.contains("passed");
                    let other = shot.text.contains("running") && shot.text.contains("● saved");
                    (one && other).then_some(())
                });
            self.restart();
            let shot = self
                .pty
                .sees(&["validate ci", "interrupted", "Interrupted"]);
            assert!(!shot.has(&["✓ 4 Test"]), "{}", shot.text);
            assert!(!shot.has(&["running"]), "{}", shot.text);
            self.idle();
            let passed = |shot: &Shot| shot.line("validate ci").unwrap().contains("passed");
            assert!(passed(&self.pty.now()), "what passed stays passed");
            again = "f";
            self.pty.press(&[again]);
        }
        self.pty
            .until_within(LONG, &format!("all green after {again}"), |shot| {
                assert!(!shot.text.contains('✗'), "{}", shot.text);
                shot.has(&["✓ 4 Test", "16 green"]).then_some(())
            });
        self.again(&["✓ 4 Test", "green"]);
    }

    /// Commit, with a title of one's own.
    pub fn commit(&mut self) {
        self.pty.press(&["ctrl-g", "5"]);
        self.pty.sees(&["▸ Title", "In this commit"]);
        self.fill_in("▸ Title", " for \"brokers\"", "enter");
        self.pty.sees(&["\"brokers\"", "acme/acme_queue"]);
        self.again(&["\"brokers\"", "In this commit", "✓ 4 Test"]);
        self.pty.press(&["c"]);
        self.pty.sees_within(LONG, &["✓ 5 Commit", "● saved"]);
        self.again(&["✓ 5 Commit", "✓ 4 Test", "✓ 3 Framework"]);
        let status = ["status", "--porcelain", "--branch", "--untracked-files=all"];
        assert_eq!(git(&self.clone(), &status), "## acme/acme_queue");
    }

    /// The commit holds exactly the integration and its lines in the shared files, on a branch from the
    /// base; the paths in it.
    pub fn committed(&self) -> Vec<String> {
        let clone = self.clone();
        let base = git(&clone, &["rev-parse", "upstream/master"]);
        let parents = git(&clone, &["log", "-1", "--format=%P", "acme/acme_queue"]);
        assert_eq!(parents, base);
        let line = git(&clone, &["log", "-1", "--format=%an <%ae> %s"]);
        let title = "Add Acme Queue integration for \"brokers\"";
        assert_eq!(line, format!("Acme <support@acme.example> {title}"));
        let names = git(&clone, &["diff", "--name-only", "upstream/master", "HEAD"]);
        let metadata = git(&clone, &["show", "HEAD:acme_queue/metadata.csv"]);
        let seconds = metadata.lines().filter(|l| l.contains(",second,")).count();
        assert_eq!(seconds, 2, "{metadata}");
        let manifest = git(&clone, &["show", "HEAD:acme_queue/manifest.json"]);
        assert!(manifest.contains("Acme & Söhne"), "{manifest}");
        git(&clone, &["fsck", "--strict"]);
        names.lines().map(str::to_owned).collect()
    }
}
