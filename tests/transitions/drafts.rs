//! What is typed, ticked or highlighted and not taken yet: it stays until it is taken or thrown away.

use crate::world::*;
use ddint_tui::core::effect::Effect;
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::state::{COMMANDS, Draft, Pick, State};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;

fn pick(filter: &str, ticked: Option<&[&str]>, at: &str) -> Pick {
    Pick {
        filter: Draft {
            text: filter.into(),
            cursor: (0, filter.chars().count()),
        },
        ticked: ticked.map(|t| t.iter().map(|s| (*s).into()).collect()),
        at: at.into(),
    }
}

fn lists(open: &[(&str, &Pick)]) -> Event {
    Event::Lists {
        open: open
            .iter()
            .map(|(f, p)| ((*f).into(), (*p).clone()))
            .collect(),
    }
}

const KIND: &str = "integration.kind";
const OS: &str = "integration.supported_os";

#[test]
fn an_open_list_is_saved_with_its_filter_its_boxes_and_its_mark() {
    let mut w = Wizard::new(answered());
    let half = pick("Li", Some(&["Linux", "macOS"]), "Linux");
    assert_eq!(w.handle(lists(&[(OS, &half)])), [Effect::Save]);
    assert_eq!(w.state.ui.lists, [OS]);
    assert_eq!(w.state.picks[OS], half);
    let commands = pick("re", None, "run");
    w.handle(lists(&[(OS, &half), (COMMANDS, &commands)]));
    assert_eq!(w.state.ui.lists, [OS, COMMANDS], "the top one last");
    // Closed, the list of commands has nothing that anybody misses.
    w.handle(lists(&[(OS, &half)]));
    assert_eq!(w.state.ui.lists, [OS]);
    assert!(!w.state.picks.contains_key(COMMANDS));
}

#[test]
fn leaving_a_list_keeps_what_was_typed_or_ticked_and_nothing_else() {
    let all: &[&str] = &["Linux", "Windows", "macOS"];
    for (field, left, kept) in [
        (KIND, pick("", None, "sql"), false),
        (KIND, pick("sq", None, "sql"), true),
        (OS, pick("", Some(all), "Windows"), false),
        (OS, pick("", Some(&all[..2]), "Linux"), true),
        (OS, pick("", Some(&[]), "Linux"), true),
        (OS, pick("mac", Some(all), "macOS"), true),
    ] {
        let mut w = Wizard::new(answered());
        w.handle(lists(&[(field, &left)]));
        w.handle(lists(&[]));
        assert!(w.state.ui.lists.is_empty());
        assert_eq!(w.state.picks.get(field), kept.then_some(&left), "{left:?}");
        assert_eq!(w.state.answers, answered().answers, "nothing was taken");
    }
}

#[test]
fn taking_a_choice_ends_its_list_in_one_step() {
    let mut w = prototyped();
    let rows = [
        "metrics.acme_queue.depth.unit",
        "metrics.acme_queue.lag.unit",
    ];
    w.handle(lists(&[(rows[0], &pick("sec", None, "second"))]));
    let values = rows.map(|r| (r.to_owned(), "second".to_owned())).to_vec();
    w.handle(Event::Set { values });
    assert!(w.state.ui.lists.is_empty() && w.state.picks.is_empty());
    let lag = w.state.answers.metric("acme_queue.lag").unwrap();
    assert_eq!(lag.unit.as_deref(), Some("second"));
}

#[test]
fn a_choice_thrown_away_is_gone_and_the_answer_stays() {
    let mut w = Wizard::new(answered());
    w.handle(lists(&[(OS, &pick("Li", Some(&[]), "Linux"))]));
    let field = OS.to_owned();
    w.handle(Event::DraftDropped { field });
    assert!(w.state.picks.is_empty());
    assert_eq!(w.state.answers, answered().answers);
}

#[test]
fn a_filter_says_whether_it_is_being_typed_and_belongs_to_its_page() {
    let mut w = prototyped();
    let filter = |text: &str, cursor| Event::Filter {
        text: text.into(),
        cursor,
    };
    assert_eq!(w.handle(filter("lag", Some(2))), [Effect::Save]);
    assert_eq!(
        (w.state.ui.filter.as_str(), w.state.ui.filtering),
        ("lag", Some(2))
    );
    w.handle(filter("lag", None));
    assert_eq!(
        (w.state.ui.filter.as_str(), w.state.ui.filtering),
        ("lag", None)
    );
    for away in [
        Event::Section {
            section: "files".into(),
        },
        Event::Visit { step: StepId::Test },
    ] {
        w.handle(filter("lag", Some(2)));
        w.handle(away);
        assert_eq!(
            (w.state.ui.filter.as_str(), w.state.ui.filtering),
            ("", None)
        );
    }
}

#[test]
fn a_url_stays_a_draft_until_the_clone_is_there() {
    let field = "setup.clone";
    let url = "https://acme.example/x.git";
    let cloning = || {
        let mut w = Wizard::new(State::default());
        w.handle(Event::DraftEdited {
            field: field.into(),
            text: url.into(),
            cursor: (0, url.len()),
        });
        w.handle(Event::LeftField);
        w.handle(Event::Do(Action::CloneRepo {
            url: url.into(),
            dest: "/clone".into(),
        }));
        assert_eq!(w.state.drafts[field].text, url);
        w
    };
    let mut w = cloning();
    fail(&mut w, ddint_tui::core::event::FailureKind::Unavailable);
    assert_eq!(w.state.drafts[field].text, url);
    let mut w = cloning();
    let path = "/clone".into();
    finish(&mut w, Outcome::Cloned { path });
    assert!(w.state.drafts.is_empty());
}

/// Fields of own options are named by where they stand: what was typed into the later ones moves with them.
#[test]
fn removing_an_option_moves_what_belongs_to_the_later_ones() {
    let mut w = Wizard::new(State::default());
    for (n, name) in ["first", "second", "third", "fourth"].iter().enumerate() {
        w.handle(Event::AddOption);
        let set = |part: &str, text: &str| (format!("options.{n}.{part}"), text.to_owned());
        w.handle(Event::Set {
            values: vec![set("name", name)],
        });
        w.handle(Event::Set {
            values: vec![set("description", &format!("About {name}."))],
        });
        w.handle(Event::DraftEdited {
            field: format!("options.{n}.example"),
            text: format!("typed into {name}"),
            cursor: (0, n),
        });
        w.handle(Event::LeftField);
        let pick = ddint_tui::core::state::Pick {
            at: (*name).to_owned(),
            filter: ddint_tui::core::state::Draft {
                text: (*name).to_owned(),
                cursor: (0, 0),
            },
            ticked: None,
        };
        w.state.picks.insert(format!("options.{n}.type"), pick);
    }
    // One change to two options, and one that is already undone.
    w.handle(Event::Set {
        values: vec![
            ("options.1.secret".into(), "yes".into()),
            ("options.2.secret".into(), "yes".into()),
        ],
    });
    w.handle(Event::Set {
        values: vec![("options.3.required".into(), "yes".into())],
    });
    w.handle(Event::Undo);
    let focus = "options.2.example".to_owned();
    w.handle(Event::Focus { focus });

    w.handle(Event::RemoveOption { index: 1 });
    let names = |w: &Wizard| -> Vec<String> {
        let options = w.state.answers.options.iter();
        options.map(|o| o.name.clone()).collect()
    };
    assert_eq!(names(&w), ["first", "third", "fourth"]);
    let drafts: Vec<_> = w
        .state
        .drafts
        .iter()
        .map(|(k, d)| (&**k, &*d.text))
        .collect();
    assert_eq!(
        drafts,
        [
            ("options.0.example", "typed into first"),
            ("options.1.example", "typed into third"),
            ("options.2.example", "typed into fourth"),
        ]
    );
    let picks: Vec<_> = w.state.picks.iter().map(|(k, p)| (&**k, &*p.at)).collect();
    assert_eq!(
        picks,
        [
            ("options.0.type", "first"),
            ("options.1.type", "third"),
            ("options.2.type", "fourth"),
        ]
    );
    assert_eq!(w.state.ui.focus, "options.1.example");
    let seen = |key: &str| w.state.files.seen.contains(key);
    assert!(seen("options.2.name") && !seen("options.3.name"));

    // Redo and undo reach the options that they were about.
    w.handle(Event::Redo);
    let required: Vec<bool> = w.state.answers.options.iter().map(|o| o.required).collect();
    assert_eq!(required, [false, false, true]);
    w.handle(Event::Undo);
    w.handle(Event::Undo);
    assert!(
        w.state
            .answers
            .options
            .iter()
            .all(|o| !o.secret && !o.required)
    );
    w.handle(Event::Undo);
    assert_eq!(names(&w), ["first", "third", "fourth"]);
    let said: Vec<_> = w
        .state
        .answers
        .options
        .iter()
        .map(|o| &*o.description)
        .collect();
    assert_eq!(said, ["About first.", "About third.", ""]);
    w.handle(Event::Undo);
    assert_eq!(names(&w), ["first", "third", ""]);

    // The one that is being typed into.
    w.handle(Event::DraftEdited {
        field: "options.2.example".into(),
        text: "x".into(),
        cursor: (0, 1),
    });
    w.handle(Event::RemoveOption { index: 2 });
    assert!(!w.state.ui.editing);
    assert!(!w.state.drafts.contains_key("options.2.example"));
    w.handle(Event::RemoveOption { index: 9 });
    assert_eq!(names(&w), ["first", "third"]);
}
