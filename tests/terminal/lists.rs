//! Killed while something is picked, filtered or asked for at Home: the next start is in the middle of
//! it, and the next key goes on.

use crate::common::{offline, toolchain};
use crate::place::Place;
use crate::pty::{Pty, Shot};
use ddint_tui::core::answers::{Kind, OpenMetrics};
use ddint_tui::core::capture::{Capture, Metric, Submission};
use ddint_tui::core::state::{Run, State};
use ddint_tui::core::step::StepId;
use std::fs;

/// Blocks until the screen shows the first and the saved workflow holds the others, then kills the program.
fn kill_at(place: &Place, pty: &mut Pty, shows: &str, holds: &[&str]) -> Shot {
    let what = format!("{shows:?} on the screen and {holds:?} in the file");
    let shot = pty.until(&what, |shot| {
        let saved = place.saved("acme_queue");
        (holds.iter().all(|h| saved.contains(h)) && shot.has(&[shows])).then(|| shot.clone())
    });
    pty.kill();
    shot
}

/// The list below the page, from its title on.
fn sheet(shot: &Shot, title: &str) -> Vec<String> {
    let lines = shot.text.lines().skip_while(|l| !l.contains(title));
    let middle = |l: &str| {
        l.split('│')
            .nth(1)
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    lines.take(11).map(middle).collect()
}

#[test]
fn a_prompt_of_home_and_the_list_of_kinds_are_back_after_a_kill() {
    let place = Place::new();
    let file = place.world.path().join("data/home.json");
    let mut pty = place.start(&[]);
    pty.sees(&["Nothing here yet"]);
    pty.press(&["n"]);
    pty.sees(&["What is your product called?"]);
    pty.press(&["Acme Quue", "left", "left"]);
    pty.until("the cursor in the file", |shot| {
        let kept = fs::read_to_string(&file).unwrap_or_default();
        (kept.contains("Acme Quue") && kept.contains("[0,7]") && shot.has(&["● saved"]))
            .then_some(())
    });
    pty.kill();
    let mut pty = place.start(&[]);
    pty.sees(&["What is your product called?", "Acme Quue"]);
    pty.press(&["e"]);
    pty.sees(&["Acme Queue", "folder acme_queue/"]);
    pty.press(&["enter"]);
    pty.until("the prompt is taken", |shot| {
        (shot.has(&["▸ What can you show?"]) && !file.exists()).then_some(())
    });
    pty.press(&["down", "down"]);
    pty.sees(&["▸ Kind"]);
    pty.press(&["enter"]);
    pty.sees(&["openmetrics", "▸   "]);
    pty.press(&["t", "down"]);
    let before = kill_at(
        &place,
        &mut pty,
        "▸   openmetrics",
        &["text: t", "at: openmetrics"],
    );
    let mut pty = place.start(&["resume"]);
    let title = "Kind   t";
    pty.until("the same list", |shot| {
        (shot.has(&[title]) && sheet(shot, title) == sheet(&before, title)).then_some(())
    });
    pty.press(&["enter"]);
    pty.sees(&["Acme Queue · openmetrics", "● saved"]);
    let saved = place.saved("acme_queue");
    assert!(
        !saved.contains("picks") && !saved.contains("lists"),
        "{saved}"
    );
}

/// A workflow with a run on record, at its metrics.
fn measured(state: &mut State) -> Capture {
    state.answers.integration.display_name = "Acme Queue".into();
    state.answers.integration.kind = Some(Kind::Openmetrics);
    state.answers.source.openmetrics = Some(OpenMetrics::default());
    state.ui.step = StepId::Framework;
    state.ui.section = "metrics".into();
    state.runs.push(Run {
        file: "captures/1.json".into(),
        ok: true,
        ..Run::default()
    });
    let metric = |name: &str| Metric {
        name: format!("acme_queue.{name}"),
        submission: Submission::Gauge,
        value: Some(1.0),
        tags: vec![],
        hostname: String::new(),
        run: 1,
        scene: 0,
    };
    Capture {
        metrics: ["alpha", "beta", "gamma"].map(metric).to_vec(),
        runs: 1,
        ..Capture::default()
    }
}

#[test]
fn a_filter_and_one_unit_for_all_marked_metrics_are_back_after_a_kill() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let mut capture = Capture::default();
    place.seed("acme_queue", |state| capture = measured(state));
    let folder = place.workflow("acme_queue").join("captures");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("1.json"),
        serde_json::to_string(&capture).unwrap(),
    )
    .unwrap();

    let mut pty = place.start(&["resume"]);
    pty.sees(&["acme_queue.alpha", "acme_queue.gamma", "● saved"]);
    pty.press(&["/", "aa", "left"]);
    pty.sees(&["/ aa", "0 shown"]);
    kill_at(&place, &mut pty, "0 shown", &["filter: aa", "filtering: 1"]);
    let mut pty = place.start(&["resume"]);
    pty.sees(&["/ aa", "0 shown"]);
    // The cursor is between the two letters.
    pty.press(&["mm"]);
    pty.sees(&["/ amma", "1 shown", "acme_queue.gamma"]);
    pty.press(&["esc"]);
    pty.sees(&["Space mark"]);
    pty.press(&["esc"]);
    pty.sees(&["acme_queue.alpha", "acme_queue.beta"]);

    pty.press(&["home", "space", "space"]);
    pty.sees(&["2 marked"]);
    pty.loses("cancels");
    pty.press(&["u"]);
    pty.sees(&["Unit of 2 metrics"]);
    pty.press(&["sec", "down"]);
    let before = kill_at(&place, &mut pty, "▸   sector", &["text: sec", "at: sector"]);
    let mut pty = place.start(&["resume"]);
    let title = "Unit of 2 metrics";
    pty.until("the same list", |shot| {
        (shot.has(&[title]) && sheet(shot, title) == sheet(&before, title)).then_some(())
    });
    pty.press(&["enter"]);
    pty.until("two units", |shot| {
        (shot.text.matches("gauge sector").count() == 2).then_some(())
    });
    assert!(pty.now().has(&["2 marked"]));
}
