//! Kinds that have nothing to run: rules and samples on the screen, told as not run.

use crate::acme::acme;
use crate::pages::SIZES;
use crate::world::{app, frame, press};
use ddint_tui::core::answers::{Jmx, Kind, LogSource};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Outcome};
use ddint_tui::core::state::Run;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::core::{declared, jmx, pull_request, status};
use ddint_tui::tui::app::App;

const CONF: &str = "init_config:\ninstances:\n  - host: localhost\n    port: 9999\n";
const RULES: &str = "jmx_metrics:\n  - include:\n      domain: acme\n      attribute:\n        \
    Depth: {alias: acme_queue.depth}\n        Lag: {alias: acme_queue.$name.lag}\n";
const LOG: &str = "2026-09-01 10:00:00 ERROR x\n  at y\n2026-09-01 10:00:01 INFO z\n";

/// Acme Queue as this kind, with its first file read.
fn read(kind: Kind, main: &str) -> Wizard {
    let mut w = acme();
    let a = &mut w.state.answers;
    a.integration.kind = Some(kind);
    a.source.openmetrics = None;
    a.source.jmx = (kind == Kind::Jmx).then(Jmx::default);
    a.source.logs = (kind == Kind::Logs).then(|| LogSource {
        path: "/var/log/acme/*.log".into(),
        ..LogSource::default()
    });
    let reading = declared::read(a, main, CONF);
    let good = reading.is_good();
    w.state.prototype.generated_from = Some(w.source_inputs());
    w.state.runs.clear();
    w.renames.clear();
    w.notes = reading.notes;
    let run = Run {
        at: crate::world::NOW - 300,
        inputs: w.run_inputs(),
        ok: good,
        metrics: reading.capture.metric_names().len(),
        service_checks: 1,
        error: reading.capture.error.as_ref().map(|e| e.message.clone()),
        declared: Some(reading.summary),
        ..Run::default()
    };
    w.state.runs.push(run);
    w.previous = None;
    w.capture = Some(reading.capture.into());
    w
}

fn at(w: Wizard, section: &str) -> App {
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Prototype, section);
    app.session.as_mut().unwrap().wizard.jobs.clear();
    app
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
}

#[test]
fn pages_of_rules_and_samples() {
    let jmx = read(Kind::Jmx, RULES);
    let logs = read(Kind::Logs, LOG);
    for (name, wizard) in [("jmx", jmx), ("logs", logs)] {
        for section in ["source", "emitted", "end"] {
            shoot(
                &format!("{name}_{section}"),
                &mut at(wizard.clone(), section),
            );
        }
    }
    let example = read(Kind::Jmx, &jmx::example("acme_queue."));
    shoot("jmx_example", &mut at(example, "emitted"));
}

#[test]
fn nothing_is_run_and_everything_says_so() {
    for (kind, main) in [(Kind::Jmx, RULES), (Kind::Logs, LOG)] {
        let w = read(kind, main);
        let told = status::status(&w, StepId::Prototype);
        assert!(
            told.is_done() && told.detail().starts_with("not run: "),
            "{told:?}"
        );
        assert!(pull_request::body(&w).contains("Not run: "));
        let (mut app, asked) = app(Some(w));
        app.visit(StepId::Prototype, "emitted");
        app.session.as_mut().unwrap().wizard.jobs.clear();
        asked.borrow_mut().effects.clear();
        press(&mut app, &["r"]);
        let runs = |e: &Effect| {
            matches!(
                e,
                Effect::Start {
                    work: Work::RunPrototype,
                    ..
                }
            )
        };
        assert!(!asked.borrow().effects.iter().any(runs));
        let shot = frame(&mut app, 120, 36);
        assert!(shot.contains("not run"), "{shot}");
    }
}

#[test]
fn the_rules_to_begin_with_are_not_filled_in() {
    let w = read(Kind::Jmx, &jmx::example("acme_queue."));
    let told = status::status(&w, StepId::Prototype);
    assert!(
        !told.is_done() && told.detail().contains("still the rules"),
        "{told:?}"
    );
    assert!(!read(Kind::Logs, "\n").state.runs[0].ok);
}

#[test]
fn an_edit_is_read_at_once() {
    let mut w = read(Kind::Jmx, RULES);
    w.jobs.clear();
    let event = Event::PrototypeChanged {
        check: Some("new".into()),
        conf: w.state.prototype.conf.clone(),
    };
    let effects = w.handle(event);
    let job = effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::WritePrototype { replace: false },
        } => Some(*job),
        _ => None,
    });
    let written = Outcome::Prototype {
        prototype: Box::new(w.state.prototype.clone()),
        notes: ddint_tui::core::event::Notes::default(),
    };
    let effects = w.handle(Event::Finished {
        job: job.unwrap(),
        outcome: Ok(Box::new(written)),
    });
    let reads = |e: &Effect| {
        matches!(
            e,
            Effect::Start {
                work: Work::RunPrototype,
                ..
            }
        )
    };
    assert!(effects.iter().any(reads), "{effects:?}");
}
