//! Choosing monitors: what comes with a choice, what is missing then, and that undo brings all of it back.

use crate::world::*;
use ddint_tui::core::answers::{Comparison, Monitor};
use ddint_tui::core::event::Event;
use ddint_tui::core::form::{self, Section};
use ddint_tui::core::status;
use ddint_tui::core::wizard::Wizard;

const LAG: &str = "acme_queue.lag";

fn set(w: &mut Wizard, values: &[(&str, &str)]) {
    let values = values
        .iter()
        .map(|(part, text)| (format!("monitors.{LAG}.{part}"), (*text).to_owned()))
        .collect();
    w.handle(Event::Set { values });
}

fn open(w: &Wizard) -> usize {
    let sections = status::sections(w);
    let found = sections.iter().find(|s| s.section == Section::Dashboard);
    found.unwrap().open
}

fn check(w: &Wizard, part: &str, text: &str) -> Result<(), String> {
    form::check(w, &format!("monitors.{LAG}.{part}"), text)
}

#[test]
fn a_choice_needs_a_threshold_and_counts_until_it_has_one() {
    let mut w = prototyped();
    assert_eq!(open(&w), 0);
    let before = w.framework_inputs();
    set(&mut w, &[("on", "yes")]);
    let expected = Monitor {
        metric: LAG.into(),
        by: Some(vec!["queue".into()]),
        ..Monitor::default()
    };
    assert_eq!(w.state.answers.monitors, [expected]);
    assert_eq!(open(&w), 1);
    assert_ne!(w.framework_inputs(), before);
    set(&mut w, &[("threshold", "100"), ("warning", "80")]);
    assert_eq!(open(&w), 0);
    let monitor = w.state.answers.monitor(LAG).unwrap();
    assert_eq!(
        (monitor.threshold, monitor.warning),
        (Some(100.0), Some(80.0))
    );
    assert!(
        w.derived
            .findings
            .iter()
            .all(|f| !f.rule.starts_with("monitors."))
    );
}

#[test]
fn dropping_one_and_taking_that_back_loses_nothing() {
    let mut w = prototyped();
    let chosen = [
        ("on", "yes"),
        ("threshold", "5"),
        ("warning", "9"),
        ("comparison", "below"),
    ];
    for one in chosen {
        set(&mut w, &[one]);
    }
    set(
        &mut w,
        &[
            ("title", "Lag is odd"),
            ("message", "Look.\n{{queue.name}}"),
            ("by", "none"),
            ("window", "1h"),
        ],
    );
    let whole = w.state.answers.clone();
    assert_eq!(whole.monitors[0].comparison, Comparison::Below);
    assert_eq!(whole.monitors[0].by, Some(vec![]));
    set(&mut w, &[("on", "no")]);
    assert!(w.state.answers.monitors.is_empty());
    w.handle(Event::Undo);
    assert_eq!(w.state.answers, whole);
    w.handle(Event::Redo);
    assert!(w.state.answers.monitors.is_empty());
    for _ in 0..6 {
        w.handle(Event::Undo);
    }
    assert!(w.state.answers.monitors.is_empty());
    for _ in 0..5 {
        w.handle(Event::Redo);
    }
    assert_eq!(w.state.answers, whole);
}

#[test]
fn a_wrong_text_is_refused_with_the_way_out() {
    let mut w = prototyped();
    set(&mut w, &[("on", "yes"), ("threshold", "100")]);
    assert!(
        check(&w, "threshold", "many")
            .unwrap_err()
            .contains("no number")
    );
    assert!(check(&w, "threshold", "NaN").is_err() && check(&w, "threshold", "inf").is_err());
    assert!(
        check(&w, "warning", "120")
            .unwrap_err()
            .contains("below the threshold")
    );
    assert_eq!(check(&w, "warning", "99.5"), Ok(()));
    assert!(check(&w, "by", "queu").unwrap_err().contains("\"queue\""));
    assert_eq!(check(&w, "by", "queue, host"), Ok(()));
    assert!(
        check(&w, "title", "{{queue.name}} is high")
            .unwrap_err()
            .contains("variables")
    );
    assert!(
        check(&w, "message", "{{endpoint.name}}")
            .unwrap_err()
            .contains("endpoint")
    );
    let health = "monitors.acme_queue.openmetrics.health";
    assert!(form::check(&w, &format!("{health}.threshold"), "9").is_err());
    assert_eq!(form::check(&w, &format!("{health}.threshold"), "3"), Ok(()));
    assert!(form::check(&w, &format!("{health}.warning"), "1").is_err());
}

#[test]
fn an_answer_about_nothing_is_a_finding_until_it_is_gone() {
    let mut state = answered();
    state.answers.monitors = vec![Monitor {
        metric: "acme_queue.lagg".into(),
        threshold: Some(1.0),
        ..Monitor::default()
    }];
    let mut w = prototyped();
    w.state.answers.monitors.clone_from(&state.answers.monitors);
    set(&mut w, &[("on", "yes"), ("threshold", "1")]);
    let found = |w: &Wizard| {
        let all = w.derived.findings.iter();
        all.filter(|f| f.rule.starts_with("monitors."))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&w).len(), 1);
    assert!(
        found(&w)[0].message.contains("\"acme_queue.lag\""),
        "{:?}",
        found(&w)
    );
    let off = ("monitors.acme_queue.lagg.on".to_owned(), "no".to_owned());
    w.handle(Event::Set { values: vec![off] });
    assert_eq!(found(&w), []);
}
