//! A product that gets another name after its metrics were looked at.

use crate::world::*;
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::state::Run;
use ddint_tui::core::status::guessed;
use ddint_tui::core::wizard::Wizard;
use std::collections::BTreeMap;

fn run(w: &mut Wizard, names: &[&str]) {
    let mut capture = capture();
    let one = capture.metrics[0].clone();
    capture.metrics = names
        .iter()
        .map(|name| ddint_tui::core::capture::Metric {
            name: (*name).into(),
            ..one.clone()
        })
        .collect();
    w.handle(Event::Do(Action::RunPrototype));
    let run = Run {
        ok: true,
        metrics: names.len(),
        inputs: w.run_inputs(),
        ..Run::default()
    };
    finish(
        w,
        Outcome::Captured {
            run,
            capture: Box::new(capture),
            renames: BTreeMap::new(),
        },
    );
}

fn set(w: &mut Wizard, id: &str, text: &str) {
    w.handle(Event::Set {
        values: vec![(id.into(), text.into())],
    });
}

#[test]
fn what_was_said_and_seen_of_metrics_goes_along_with_a_new_name() {
    let mut w = prototyped();
    set(
        &mut w,
        "metrics.acme_queue.depth.description",
        "Messages that wait.",
    );
    let keys = ["metrics.acme_queue.depth", "metrics.acme_queue.lag"];
    w.handle(Event::Seen {
        keys: keys.map(String::from).to_vec(),
    });
    w.handle(Event::Focus {
        focus: "metrics.acme_queue.lag".into(),
    });
    assert_eq!(guessed(&w), 0);
    set(&mut w, "integration.display_name", "Zebra");
    run(&mut w, &["zebra.depth", "zebra.lag"]);
    assert_eq!(guessed(&w), 0, "{:?}", w.state.files.seen);
    assert_eq!(w.state.ui.focus, "metrics.zebra.lag");
    let depth = w.state.answers.metric("zebra.depth").unwrap();
    assert_eq!(depth.description.as_deref(), Some("Messages that wait."));
    assert!(w.state.answers.metric("acme_queue.depth").is_none());
    let row = &w.derived.metrics[w.derived.position("zebra.depth").unwrap()];
    assert_eq!(row.description, "Messages that wait.");
    assert!(w.derived.findings.iter().all(|f| !f.rule.contains("acme")));
    // A new one is asked about as ever.
    run(&mut w, &["zebra.depth", "zebra.lag", "zebra.fresh"]);
    assert_eq!(guessed(&w), 1);
}

#[test]
fn the_same_name_in_another_place_is_another_metric() {
    let mut w = prototyped();
    set(
        &mut w,
        "metrics.acme_queue.depth.description",
        "Messages that wait.",
    );
    run(&mut w, &["acme_queue.lag", "acme_queue.consumer.depth"]);
    assert!(w.state.answers.metric("acme_queue.depth").is_some());
    assert!(
        w.state
            .answers
            .metric("acme_queue.consumer.depth")
            .is_none()
    );
}

#[test]
fn nobody_stays_on_a_row_of_the_old_names() {
    let focus = "metric.acme_queue.lag";
    let after = |names: &[&str]| {
        let mut w = prototyped();
        w.handle(Event::Focus {
            focus: focus.into(),
        });
        run(&mut w, names);
        w.state.ui.focus
    };
    assert_eq!(after(&["zebra.depth", "zebra.lag"]), "");
    // One that is gone alone is worth a look.
    assert_eq!(after(&["acme_queue.depth"]), focus);
}
