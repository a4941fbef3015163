//! Options, templates, packages, containers and log sources by keys, with what is wrong while it is typed.

use crate::acme::acme;
use crate::pages::SIZES;
use crate::world::{app, frame, press};
use ddint_tui::core::answers::{Answers, Kind};
use ddint_tui::core::step::StepId;
use ddint_tui::tui::app::App;
use serde_json::json;

fn answers(app: &App) -> &Answers {
    &app.session.as_ref().unwrap().wizard.state.answers
}

/// Down to a field, past those that fold open on the way.
fn reach(app: &mut App, id: &str) {
    press(app, &["home"]);
    for _ in 0..80 {
        let focus = app.session.as_ref().unwrap().wizard.state.ui.focus.clone();
        if focus == id {
            return;
        }
        if focus == "more" && !app.session.as_ref().unwrap().view.more {
            press(app, &["enter"]);
        }
        press(app, &["down"]);
    }
    panic!("{id} can't be reached:\n{}", frame(app, 120, 60));
}

fn take(app: &mut App, id: &str, keys: &[&str]) {
    reach(app, id);
    press(app, &["enter"]);
    press(app, keys);
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
}

#[test]
fn an_option_of_every_kind_is_made_by_keys() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "options");
    press(&mut app, &["a"]);
    press(&mut app, &["esc"]);
    take(&mut app, "options.0.name", &["class"]);
    assert!(frame(&mut app, 120, 36).contains("Python keyword"));
    press(
        &mut app,
        &[
            "ctrl-k",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
        ],
    );
    press(&mut app, &["timeout"]);
    assert!(frame(&mut app, 120, 36).contains("an option of the template"));
    shoot("options_taken", &mut app);
    press(&mut app, &["s", "enter"]);
    assert_eq!(answers(&app).options[0].name, "timeouts");
    take(&mut app, "options.0.type", &["array", "enter"]);
    take(&mut app, "options.0.items", &["strng"]);
    assert!(
        frame(&mut app, 120, 36).contains("\"string\""),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(
        &mut app,
        &[
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "{type: integer, minimum: 1}",
            "enter",
        ],
    );
    take(
        &mut app,
        "options.0.description",
        &["Seconds for each queue.", "enter"],
    );
    take(&mut app, "options.0.example", &["[1, 0]"]);
    assert!(
        frame(&mut app, 120, 36).contains("timeouts[1] is 0, below"),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(&mut app, &["backspace", "backspace", "5]", "enter"]);
    take(
        &mut app,
        "options.0.more",
        &["minItems: 2", "enter", "hiden: true"],
    );
    assert!(
        frame(&mut app, 120, 36).contains("\"hidden\""),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(
        &mut app,
        &[
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "backspace",
        ],
    );
    press(
        &mut app,
        &[
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "enabled: true",
            "esc",
        ],
    );
    let option = serde_json::to_value(&answers(&app).options[0]).unwrap();
    assert_eq!(
        option,
        json!({"name": "timeouts", "in": "instance", "type": "array", "items": {"type": "integer", "minimum": 1},
            "required": false, "secret": false, "description": "Seconds for each queue.", "example": [1, 5],
            "minItems": 2, "enabled": true})
    );
    shoot("options_filled", &mut app);
    press(&mut app, &["ctrl-u"]);
    assert!(
        answers(&app).options[0].more.is_empty(),
        "undo takes one answer back"
    );
}

#[test]
fn templates_packages_and_containers_are_answered_by_keys() {
    let (mut app, _) = app(Some(acme()));
    app.visit(StepId::Framework, "options");
    take(&mut app, "templates", &["htpp"]);
    assert!(frame(&mut app, 120, 36).contains("Nothing matches"));
    press(
        &mut app,
        &["backspace", "backspace", "backspace", "backspace"],
    );
    press(
        &mut app,
        &[
            "db",
            "space",
            "backspace",
            "backspace",
            "http",
            "space",
            "enter",
        ],
    );
    let names: Vec<&str> = answers(&app)
        .templates
        .iter()
        .map(|t| t.name.as_str())
        .collect();
    assert_eq!(names, ["db", "http"]);
    take(
        &mut app,
        "templates.http.overrides",
        &["timeout.value.example: soon"],
    );
    assert!(
        frame(&mut app, 120, 36).contains("must be a number"),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(
        &mut app,
        &[
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "30",
            "esc",
        ],
    );
    assert_eq!(
        answers(&app).templates[1].overrides["timeout.value.example"],
        30
    );
    take(&mut app, "dependencies", &["acme-client"]);
    assert!(
        frame(&mut app, 120, 36).contains("has no bound"),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(&mut app, &[">=1.2,<2", "enter", "tomli>=2", "esc"]);
    assert_eq!(
        answers(&app).dependencies,
        ["acme-client>=1.2,<2", "tomli>=2"]
    );
    take(&mut app, "auto_conf.ad_identifiers", &["acme, Acme"]);
    assert!(
        frame(&mut app, 120, 36).contains("holds 'A'"),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(
        &mut app,
        &[
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            "web",
            "enter",
        ],
    );
    take(&mut app, "auto_conf.instance", &["api_key: hunter2"]);
    assert!(
        frame(&mut app, 120, 36).contains("looks like a credential"),
        "{}",
        frame(&mut app, 120, 36)
    );
    for _ in 0.."hunter2".len() {
        press(&mut app, &["backspace"]);
    }
    press(&mut app, &["\"%%env_ACME_KEY%%\"", "esc"]);
    let conf = answers(&app).auto_conf.clone().unwrap();
    assert_eq!(conf.ad_identifiers, ["acme", "web"]);
    assert_eq!(conf.instances[0]["api_key"], "%%env_ACME_KEY%%");
    reach(&mut app, "auto_conf.instance");
    shoot("options_beside", &mut app);
    take(&mut app, "auto_conf.ad_identifiers", &[]);
    for _ in 0.."acme, web".len() {
        press(&mut app, &["backspace"]);
    }
    press(&mut app, &["enter"]);
    assert_eq!(
        answers(&app).auto_conf,
        None,
        "without an image there is none"
    );
}

#[test]
fn a_log_of_another_type_asks_for_what_it_needs() {
    let mut wizard = acme();
    wizard.state.answers.integration.kind = Some(Kind::Logs);
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Prototype, "source");
    take(&mut app, "source.logs.type", &["tcp", "enter"]);
    take(&mut app, "source.logs.port", &["70000"]);
    assert!(
        frame(&mut app, 120, 36).contains("from 1 to 65535"),
        "{}",
        frame(&mut app, 120, 36)
    );
    press(&mut app, &["backspace", "enter"]);
    take(
        &mut app,
        "source.logs.more",
        &["idle_timeout: 60", "enter", "encoding: utf-8"],
    );
    assert!(
        frame(&mut app, 120, 36).contains("for file only"),
        "{}",
        frame(&mut app, 120, 36)
    );
    for _ in 0.."encoding: utf-8".len() {
        press(&mut app, &["backspace"]);
    }
    press(&mut app, &["esc"]);
    let log = serde_json::to_value(answers(&app).source.logs.clone().unwrap()).unwrap();
    assert_eq!(
        (&log["type"], &log["port"], &log["idle_timeout"]),
        (&json!("tcp"), &json!(7000), &json!(60))
    );
    reach(&mut app, "source.logs.port");
    shoot("logs_of_a_port", &mut app);
}

/// Two hundred options fold into as many words as one.
#[test]
fn many_options_do_not_flood_the_page() {
    let mut wizard = acme();
    let all: Vec<_> = (0..200)
        .map(|n| json!({"name": format!("option_{n}"), "description": "It's: \"{{ x }}\" #1"}))
        .collect();
    wizard.state.answers.options = serde_json::from_value(json!(all)).unwrap();
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Framework, "options");
    press(&mut app, &["end"]);
    let shot = frame(&mut app, 120, 36);
    assert!(
        shot.contains("more: default, in, more, Templates, Python"),
        "{shot}"
    );
}
