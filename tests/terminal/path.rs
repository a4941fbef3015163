//! Home to commit by keys alone, with the real ddev and a real endpoint; killed and resumed at every step.

use crate::common::{Endpoint, World, git, offline, toolchain};
use crate::term::Term;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(400);
const PAGE: &str = include_str!("../../assets/demo/metrics.txt");

struct Walk {
    world: World,
    term: Term,
    /// Kill and resume between the steps.
    kill: bool,
}

impl Walk {
    fn begin(kill: bool) -> Self {
        toolchain();
        let world = World::new();
        let term = Term::start(world.path(), &[], (120, 36), &[]);
        Self { world, term, kill }
    }

    /// Kills the program once everything is saved, and comes back to the same page.
    fn interrupt(&mut self, place: &str) {
        if !self.kill {
            return;
        }
        self.term.gone("cancels", LONG);
        self.term.see("● saved");
        self.term.kill();
        self.term = Term::start(self.world.path(), &["resume"], (120, 36), &[]);
        self.term.see(place);
        self.term.gone("cancels", LONG);
    }

    fn walk(&mut self, endpoint: &str) {
        self.term.see("Your workflows");
        self.term.send("nAcme Queue");
        self.term.see("folder acme_queue/");
        self.term.send("\r");
        self.term.see("Fill in Kind");
        self.interrupt("Prototype › Source");
        self.prototype(endpoint);
        self.set_up();
        self.framework();
        self.test_and_commit();
    }

    fn prototype(&mut self, endpoint: &str) {
        let term = &mut self.term;
        term.see("Fill in Kind");
        term.send("\r");
        term.see("openmetrics");
        term.send("\r");
        term.see("Fill in Endpoint");
        term.send("\r");
        term.see("Type; then take it");
        term.send(endpoint);
        term.send("\r");
        term.see("Write the custom check");
        term.send("w");
        term.see("as generated");
        term.see("Run the custom check");
        self.interrupt("Prototype › Custom check");
        let term = &mut self.term;
        term.send("r");
        term.see_within("It works. Go on to Framework.", LONG);
        self.interrupt("Prototype › What it emits");
    }

    fn set_up(&mut self) {
        let clone = self.world.clone.display().to_string();
        let term = &mut self.term;
        term.send("\x071");
        term.see("Repair: Clone.");
        term.send("\r");
        term.see("Type; then take it");
        term.send(&clone);
        term.send("\r");
        term.see("Everything is ready");
        self.interrupt("Everything is ready");
    }

    fn framework(&mut self) {
        let term = &mut self.term;
        term.send("\x073");
        term.see("Fill in Description");
        term.send("\r");
        term.see("Type; then take it");
        term.send("Depth and lag of Acme Queue brokers.\r");
        term.see("Fill in Overview");
        term.send("\r");
        term.see("take and leave");
        term.send("Acme Queue is a message broker. This integration shows operators a growing backlog.\x1b");
        term.see("Complete. Go on");
        term.send("\x0e");
        term.see("Fill in Author");
        // Tab goes on typing in the next field.
        term.send("\rAcme\tacme\tsupport@acme.example\r");
        term.see("Complete. Go on");
        self.interrupt("Framework › Author");
        let term = &mut self.term;
        term.send("p");
        term.see_within("Write these files into your clone.", LONG);
        term.send("a");
        term.see("Write these files into your clone?");
        term.send("y");
        term.see_within("The files are in your clone", LONG);
        self.interrupt("Framework › Files");
    }

    fn test_and_commit(&mut self) {
        let term = &mut self.term;
        term.send("\x074");
        term.see("validate metadata");
        term.gone("cancels", LONG);
        term.send("a");
        term.see_within("Everything that runs here is green", LONG);
        self.interrupt("Everything that runs here is green");
        let term = &mut self.term;
        term.send("\x075");
        term.see("Commit these files.");
        term.send("c");
        term.see("Committed. Go on");
        self.interrupt("Committed. Go on");
        let term = &mut self.term;
        term.send("\x076");
        term.see("git push");
        term.send("\x03");
        term.see("Leave ddint-tui?");
        term.send("y");
        assert_eq!(term.end(), 0);
        term.assert_given_back();
        let clone = &self.world.clone;
        assert_eq!(
            git(clone, &["log", "-1", "--format=%s"]).trim(),
            "Add Acme Queue integration"
        );
        assert_eq!(git(clone, &["status", "--porcelain"]).trim(), "");
    }
}

#[test]
fn home_to_commit_by_keys_alone() {
    if offline() {
        return;
    }
    let endpoint = Endpoint::new(&[("/metrics", "text/plain", PAGE)]);
    Walk::begin(false).walk(&format!("{}/metrics", endpoint.url));
}

#[test]
fn home_to_commit_killed_and_resumed_at_every_step() {
    if offline() {
        return;
    }
    let endpoint = Endpoint::new(&[("/metrics", "text/plain", PAGE)]);
    Walk::begin(true).walk(&format!("{}/metrics", endpoint.url));
}
