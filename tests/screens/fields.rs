//! Every field that a form shows is known by its name: whether it takes one line, several, or a choice is decided
//! by that, not by where it stands.

use crate::acme::{acme, with_plan};
use crate::world::{app, press};
use ddint_tui::core::answers::{self, Kind, OwnOption};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::form::{self, Input, Section};
use ddint_tui::core::place::{Place, place};
use ddint_tui::core::step::StepId;

#[test]
fn a_field_of_several_lines_is_typed_in_several_lines_wherever_it_stands() {
    for kind in Kind::AVAILABLE {
        let mut w = with_plan(acme());
        w.state.answers.integration.kind = Some(kind);
        w.state.answers.options.push(OwnOption::default());
        let all = [Section::Source, Section::Message].into_iter();
        let fields: Vec<_> = all
            .chain(Section::FRAMEWORK)
            .flat_map(|s| form::fields(&w, s))
            .collect();
        assert!(fields.len() > 20, "{kind:?}");
        let (app, _) = app(Some(w));
        let session = app.session.as_ref().unwrap();
        for field in fields {
            let found = session.field(&field.id).map(|f| f.input);
            assert_eq!(found.as_ref(), Some(&field.input), "{kind:?} {}", field.id);
            let one = field.input != Input::Text;
            assert_eq!(session.is_one_line(&field.id), one, "{kind:?} {}", field.id);
        }
    }
}

#[test]
fn rows_of_events_and_states_are_typed_line_by_line() {
    let mut w = acme();
    w.state.answers.integration.kind = Some(Kind::Command);
    w.state.answers.source = answers::Source::default();
    let (mut app, _) = app(Some(w));
    app.visit(StepId::Prototype, "source");
    let focus = "signals.events".to_owned();
    app.report(ddint_tui::core::event::Event::Focus { focus });
    let row = |name: &str| {
        format!("- {{key: \"{name}[].id\", title: \"{name}[].t\", text: \"{name}[].x\"}}")
    };
    press(
        &mut app,
        &["enter", &row("alarms"), "enter", &row("notes"), "esc"],
    );
    let given = &app.session.as_ref().unwrap().wizard.state.answers;
    let keys: Vec<&str> = given.events.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["alarms[].id", "notes[].id"]);
}

#[test]
fn what_is_wrong_with_them_leads_to_them() {
    for (rule, field) in [
        ("service_checks[1]", "signals.service_checks"),
        ("events[0]", "signals.events"),
        ("version", "signals.version"),
    ] {
        let found = place(&acme(), &Finding::error(Source::Form, rule, "It is wrong."));
        let Place::Field {
            step,
            section,
            focus,
        } = found
        else {
            panic!("{rule}: {found:?}");
        };
        assert_eq!(
            (step, section, focus.as_str()),
            (StepId::Prototype, "source", field)
        );
    }
}
