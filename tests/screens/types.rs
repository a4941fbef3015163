//! What it emits: a type for what was left out, and the runtime's families as one choice.

use crate::acme::acme;
use crate::world::{app, frame, press};
use ddint_tui::core::answers::OpenMetrics;
use ddint_tui::core::capture::Dropped;
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;

fn source(app: &App) -> &OpenMetrics {
    let answers = &app.session.as_ref().unwrap().wizard.state.answers;
    answers.source.openmetrics.as_ref().unwrap()
}

#[test]
fn one_key_gives_a_type_and_another_gives_all() {
    let mut wizard = acme();
    for name in ["acme_a", "acme_b"] {
        wizard.notes.dropped.push(Dropped {
            name: name.into(),
            reason: "no # TYPE line: give it a type".into(),
            give: Some((name.into(), "counter".into())),
        });
    }
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Prototype, "emitted");
    // On a metric there is nothing to give.
    press(&mut app, &["home", "g"]);
    assert!(source(&app).types.is_empty());
    press(&mut app, &["end", "g"]);
    assert_eq!(source(&app).types["acme_b"], "counter");
    assert_eq!(source(&app).types.len(), 1);
    assert!(frame(&mut app, 120, 36).contains("acme_b is a counter. Write the check again"));
    press(&mut app, &["G"]);
    let types = &source(&app).types;
    assert_eq!(
        (
            types["acme_up"].as_str(),
            types["acme_a"].as_str(),
            types.len()
        ),
        ("gauge", "counter", 3)
    );
    press(&mut app, &["ctrl-u"]);
    assert_eq!(source(&app).types.len(), 1, "undo takes one step back");
}

#[test]
fn one_key_leaves_the_runtime_out_and_takes_it_in() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Prototype, "emitted");
    press(&mut app, &["x"]);
    assert_eq!(
        source(&app).runtime,
        None,
        "there is no family of a runtime"
    );
    app.session
        .as_mut()
        .unwrap()
        .wizard
        .notes
        .runtime
        .push("go_threads".into());
    press(&mut app, &["x"]);
    assert_eq!(source(&app).runtime, Some(false));
    assert!(frame(&mut app, 120, 36).contains("are left out"));
    press(&mut app, &["x"]);
    assert_eq!(source(&app).runtime, None);
}
