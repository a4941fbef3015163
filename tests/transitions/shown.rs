//! What can you show: typed, looked at, proposed, taken or not; nothing answered before is lost.

use crate::world::*;
use ddint_tui::core::answers::{Kind, OpenMetrics, PrototypeFiles};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Outcome};
use ddint_tui::core::failure::AGREE;
use ddint_tui::core::form;
use ddint_tui::core::propose::{Evidence, FIELD, Origin, Proposal, propose};
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::{What, Wizard};

const PAGE: &str = "# TYPE acme_depth gauge\nacme_depth{queue=\"a\"} 3\n";
const JSON: &str = "{\"queues\": [{\"depth\": 3}]}";

fn url(url: &str, text: &str) -> Proposal {
    let origin = Origin::Url {
        url: url.into(),
        headers: String::new(),
    };
    propose(&Evidence::of(origin, "", text))
}

fn show(w: &mut Wizard, text: &str) -> Vec<Effect> {
    let typed = Event::DraftEdited {
        field: FIELD.into(),
        text: text.into(),
        cursor: (0, 0),
    };
    w.handle(typed);
    w.handle(Event::LeftField);
    w.handle(Event::Do(Action::Show {
        field: FIELD.into(),
        text: text.into(),
        agreed: false,
    }))
}

fn looked(w: &mut Wizard, field: &str, proposal: Proposal) -> Vec<Effect> {
    finish(
        w,
        Outcome::Shown {
            field: field.into(),
            proposal: Box::new(proposal),
        },
    )
}

#[test]
fn a_proposal_counts_only_when_it_is_taken() {
    let mut w = Wizard::new(State::default());
    let at = "http://localhost:9100/metrics";
    let effects = show(&mut w, at);
    assert_eq!(
        started(&effects),
        [&Work::Show {
            field: FIELD.into(),
            text: at.into(),
            agreed: false
        }]
    );
    // A kill here finds the draft, and nothing to call interrupted.
    assert_eq!(w.state.drafts[FIELD].text, at);
    assert!(w.state.steps.running.is_empty());
    looked(&mut w, FIELD, url(at, PAGE));
    assert_eq!(w.state.answers.integration.kind, None);
    assert!(w.proposed().is_some());
    let effects = w.handle(Event::Do(Action::TakeShown));
    assert_eq!(effects, [Effect::Save]);
    assert_eq!(w.state.answers.integration.kind, Some(Kind::Openmetrics));
    assert_eq!(form::value(&w, "source.openmetrics.endpoint"), at);
    assert!(w.shown.is_none() && !w.state.drafts.contains_key(FIELD));
    assert_eq!(form::value(&w, FIELD), at, "what was shown is shown");
    w.handle(Event::Undo);
    assert_eq!(w.state.answers.integration.kind, None);
    assert_eq!(form::value(&w, "source.openmetrics.endpoint"), "");
    w.handle(Event::Redo);
    assert_eq!(w.state.answers.integration.kind, Some(Kind::Openmetrics));
}

#[test]
fn other_text_makes_a_proposal_void_and_so_does_another_kind() {
    let mut w = Wizard::new(State::default());
    show(&mut w, "localhost:9100");
    looked(&mut w, FIELD, url("http://localhost:9100", PAGE));
    w.handle(Event::DraftEdited {
        field: FIELD.into(),
        text: "localhost:91".into(),
        cursor: (0, 0),
    });
    assert!(w.shown.is_none());
    w.handle(Event::Do(Action::TakeShown));
    assert_eq!(
        w.state.answers.integration.kind, None,
        "nothing is left to take"
    );
    // Kept as it is, the draft stays for another look.
    show(&mut w, "localhost:9100");
    looked(&mut w, FIELD, url("http://localhost:9100", PAGE));
    w.handle(Event::Do(Action::KeepKind));
    assert!(w.shown.is_none() && w.state.drafts.contains_key(FIELD));
    // One look at a time; the running one is told.
    show(&mut w, "localhost:9100");
    assert_eq!(
        started(&show(&mut w, "localhost:9101")),
        Vec::<&Work>::new()
    );
    assert!(w.notice.as_ref().unwrap().contains("show is running"));
    // What is not wanted any more may be canceled.
    let effects = w.handle(Event::Do(Action::Cancel));
    assert!(
        matches!(effects[..], [Effect::Cancel { .. }]),
        "{effects:?}"
    );
    fail(&mut w, FailureKind::Cancelled);
    assert_eq!(w.state.drafts[FIELD].text, "localhost:9101");
}

#[test]
fn a_command_waits_for_a_yes_and_runs_by_it() {
    let mut w = Wizard::new(State::default());
    show(&mut w, "acmectl stats");
    let job = w.jobs.last().unwrap().id;
    let question = Failure::new(
        FailureKind::Question,
        "This runs a command here: acmectl stats",
        AGREE,
    );
    w.handle(Event::Finished {
        job,
        outcome: Err(question),
    });
    assert!(w.failure.as_ref().unwrap().1.asks_to_run());
    let effects = w.handle(Event::Do(Action::Trust));
    assert_eq!(
        started(&effects),
        [&Work::Show {
            field: FIELD.into(),
            text: "acmectl stats".into(),
            agreed: true
        }]
    );
    assert!(w.failure.is_none());
    // Without a question it is the check on the disk that is agreed to.
    fail(&mut w, FailureKind::Unavailable);
    assert_eq!(started(&w.handle(Event::Do(Action::Trust))), [&Work::Trust]);
}

#[test]
fn what_was_answered_is_listed_before_it_is_replaced_dropped_or_unused() {
    let mut w = Wizard::new(answered());
    w.state.answers.prototype = Some(PrototypeFiles {
        check: "brought/check.py".into(),
        conf: Some("brought/conf.yaml".into()),
    });
    w.state.answers.metric_mut("acme_queue.depth").unit = Some("message".into());
    let before = w.state.answers.clone();
    show(&mut w, "localhost:8080/api");
    looked(&mut w, FIELD, url("http://localhost:8080/api", JSON));
    let proposal = w.shown.clone().unwrap().proposal;
    let said = w.consequences(&proposal);
    let of = |what| {
        let found = said.iter().filter(|c| c.what == what);
        found.map(|c| c.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(What::Fills), ["http://localhost:8080", "/api"]);
    assert_eq!(of(What::Drops), ["brought/check.py", "brought/conf.yaml"]);
    assert_eq!(of(What::Unused), ["http://localhost:9100/metrics"]);
    assert_eq!(of(What::Replaces), Vec::<&str>::new());
    w.handle(Event::Do(Action::TakeShown));
    let now = &w.state.answers;
    assert_eq!(now.integration.kind, Some(Kind::Http));
    assert_eq!(now.prototype, None);
    // What is of no use to the new kind is there when one comes back to the old one.
    assert_eq!(now.source.openmetrics, before.source.openmetrics);
    assert_eq!(now.metrics, before.metrics);
    w.handle(Event::Undo);
    assert_eq!(w.state.answers.integration.kind, before.integration.kind);
    assert_eq!(w.state.answers.prototype, before.prototype);
}

#[test]
fn the_same_kind_gets_more_of_the_same_and_a_live_address_wins() {
    let mut w = Wizard::new(answered());
    w.state.answers.source.openmetrics = Some(OpenMetrics {
        endpoint: "http://localhost:9100/metrics".into(),
        sample: vec!["idle.txt".into()],
        ..OpenMetrics::default()
    });
    let origin = Origin::File {
        path: "/tmp/busy.txt".into(),
        pattern: None,
    };
    show(&mut w, "/tmp/busy.txt");
    looked(&mut w, FIELD, propose(&Evidence::of(origin, "", PAGE)));
    w.handle(Event::Do(Action::TakeShown));
    // Several pages count as one.
    assert_eq!(
        form::value(&w, "source.openmetrics.sample"),
        "idle.txt, /tmp/busy.txt"
    );
    let elsewhere = "http://localhost:9200/metrics";
    show(&mut w, elsewhere);
    looked(&mut w, FIELD, url(elsewhere, PAGE));
    let proposal = w.shown.clone().unwrap().proposal;
    let whats: Vec<What> = w.consequences(&proposal).iter().map(|c| c.what).collect();
    assert_eq!(whats, [What::Drops, What::Fills, What::Replaces]);
    w.handle(Event::Do(Action::TakeShown));
    // A sample would win over the address that was shown.
    assert_eq!(form::value(&w, "source.openmetrics.sample"), "");
    assert_eq!(form::value(&w, "source.openmetrics.endpoint"), elsewhere);
    // The same again is nothing to take.
    show(&mut w, elsewhere);
    looked(&mut w, FIELD, url(elsewhere, PAGE));
    assert!(w.shown.is_none() && w.notice.is_some());
}

#[test]
fn another_path_of_the_same_address_is_added() {
    let mut w = Wizard::new(State::default());
    for path in ["/api/a", "/api/b", "/api/a"] {
        let at = format!("http://localhost:8080{path}");
        show(&mut w, &at);
        looked(&mut w, FIELD, url(&at, JSON));
        w.handle(Event::Do(Action::TakeShown));
    }
    assert_eq!(form::value(&w, "source.http.paths"), "/api/a, /api/b");
}

#[test]
fn an_endpoint_that_answers_with_another_kind_proposes_that() {
    let mut w = Wizard::new(answered());
    w.handle(Event::Do(Action::WritePrototype { replace: false }));
    let effects = fail(&mut w, FailureKind::Findings);
    let field = "source.openmetrics.endpoint";
    let at = "http://localhost:9100/metrics";
    assert_eq!(
        started(&effects),
        [&Work::Show {
            field: field.into(),
            text: at.into(),
            agreed: false
        }]
    );
    looked(&mut w, field, url(at, JSON));
    assert_eq!(
        w.failure.as_ref().unwrap().0,
        "prototype",
        "why it was not written stays"
    );
    w.handle(Event::Do(Action::TakeShown));
    assert_eq!(w.state.answers.integration.kind, Some(Kind::Http));
    assert!(w.failure.is_none());
    // The kind that is there already is no proposal, nor is what can't be told.
    for text in [PAGE, "a,b\nc,d\n"] {
        let mut w = Wizard::new(answered());
        w.handle(Event::Do(Action::WritePrototype { replace: false }));
        fail(&mut w, FailureKind::Findings);
        looked(&mut w, field, url(at, text));
        assert!(w.shown.is_none());
    }
    // What can't be reached is not asked again.
    for kind in [
        FailureKind::Unavailable,
        FailureKind::Cancelled,
        FailureKind::Question,
    ] {
        let mut w = Wizard::new(answered());
        w.handle(Event::Do(Action::WritePrototype { replace: false }));
        assert_eq!(
            started(&fail(&mut w, kind)),
            Vec::<&Work>::new(),
            "{kind:?}"
        );
    }
}
