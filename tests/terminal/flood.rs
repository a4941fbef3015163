//! A check that never ends and prints what would break a terminal.

use crate::common::{offline, toolchain};
use crate::place::{Place, wait_for_end};
use crate::pty::Pty;
use ddint_tui::core::answers::Kind;
use ddint_tui::core::hash;
use ddint_tui::core::step::StepId;
use std::fs;
use std::time::Duration;

/// Clears the screen, leaves the alternate one, sets the title, asks for the cursor's place, hides it;
/// again and again, and a child of its own does the same.
const CHECK: &str = r"import os
import subprocess
import sys

from datadog_checks.base import AgentCheck


class AcmeCheck(AgentCheck):
    def check(self, instance):
        subprocess.Popen(['sh', '-c', 'while :; do echo from the child; done'])
        while True:
            os.write(1, b'\x1b[2J\x1b[H\x1b]0;evil title\x07\x1b[?1049l\x1b[6n\x1b[?25h\x9b31m\x0e\x1b(0 flooding\r\n' * 50)
";

fn started(place: &Place) -> Pty {
    place.seed("acme", |state| {
        state.answers.integration.display_name = "Acme".into();
        state.answers.integration.kind = Some(Kind::Blank);
        state.prototype.check = Some(hash::text(CHECK));
        state.prototype.brought = true;
        state.ui.step = StepId::Prototype;
        state.ui.section = "check".into();
    });
    let folder = place.workflow("acme");
    let conf = "init_config:\n\ninstances:\n  - {}\n";
    for (file, text) in [
        ("checks.d/custom_acme.py", CHECK),
        ("conf.d/custom_acme.d/conf.yaml", conf),
    ] {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut pty = place.start(&["resume", "acme"]);
    pty.sees(&["▸ custom_acme.py"]);
    pty.loses("cancels");
    // It came with the workspace: nothing runs before the contributor agrees.
    pty.press(&["r"]);
    pty.sees(&["agree to run it"]);
    pty.press(&["t"]);
    pty.sees(&["Run it now"]);
    pty.press(&["r"]);
    pty.until_within(Duration::from_secs(60), "the flood", |shot| {
        let job = shot.line("cancels")?;
        let flows = job.contains("flooding") || job.contains("from the child");
        flows.then_some(())
    });
    pty
}

#[test]
fn a_flood_of_control_codes_changes_nothing_and_ctrl_c_ends_it() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let mut pty = started(&place);
    // What validates while editing starts only with the form, and stays: it is none of the flood.
    let flood = place.workers(&[pty.pid]);
    assert!(flood.len() > 1, "a check and its child: {flood:?}");
    // Keys are handled at once meanwhile.
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description", "cancels"]);
    pty.press(&["enter", "typed in the flood"]);
    let shot = pty.sees(&["typed in the flood", "cancels"]);
    assert!(shot.screen.alternate_screen() && shot.screen.hide_cursor());
    pty.press(&["ctrl-c"]);
    pty.loses("cancels");
    pty.sees(&["typed in the flood", "Canceled"]);
    wait_for_end(flood);
    let raw = pty.raw();
    let text = String::from_utf8_lossy(&raw);
    for evil in [
        "evil title",
        "\x1b[2J\x1b[H\x1b]",
        "\x1b[6n",
        "\x1b(0",
        "\x1b[?1049l",
    ] {
        assert!(!text.contains(evil), "{evil:?} reached the terminal");
    }
    // The program stays, and nothing runs that Ctrl+C could cancel.
    pty.leave();
    place.deserted();
}

#[test]
fn a_kill_in_the_flood_leaves_no_child_and_resumes_as_interrupted() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let mut pty = started(&place);
    pty.sees(&["● saved"]);
    pty.kill();
    place.deserted();
    let mut pty = place.start(&["resume"]);
    let shot = pty.sees(&["Interrupted", "What it emits"]);
    assert!(!shot.has(&["✓ 2 Prototype"]), "{}", shot.text);
}
