//! Verdicts on a text that is still being typed: a rest after the last key, and nothing that was not taken becomes
//! an answer.

use crate::world::*;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Outcome};
use ddint_tui::core::job::JobId;
use ddint_tui::core::live::Progress;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;

const FIELD: &str = "integration.description";

/// Framework with all verdicts in.
fn settled() -> Wizard {
    let mut w = prototyped();
    w.live.on = true;
    let step = StepId::Framework;
    let effects = w.handle(Event::Visit { step });
    let token = rest(&effects).unwrap();
    end(&mut w, token);
    w
}

/// What follows a rest, to its end.
fn end(w: &mut Wizard, token: u64) {
    let job = verifying(&w.handle(Event::Elapsed { token })).expect("it is looked at");
    let outcome = Ok(Box::new(Outcome::Verified {
        ms: 41,
        remark: None,
    }));
    w.handle(Event::Finished { job, outcome });
    assert_eq!(w.live.progress, Progress::Done);
}

fn rest(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|e| match e {
        Effect::After { token, .. } => Some(*token),
        _ => None,
    })
}

fn verifying(effects: &[Effect]) -> Option<JobId> {
    effects.iter().find_map(|e| match e {
        Effect::Start {
            job,
            work: Work::Verify,
        } => Some(*job),
        _ => None,
    })
}

fn types(w: &mut Wizard, field: &str, text: &str) -> Option<u64> {
    let effects = w.handle(Event::DraftEdited {
        field: field.into(),
        text: text.into(),
        cursor: (0, text.len()),
    });
    rest(&effects)
}

fn seen(w: &Wizard) -> String {
    w.clone().as_typed().state.answers.integration.description
}

#[test]
fn the_last_key_counts_and_taking_it_asks_for_nothing_more() {
    let mut w = settled();
    let answer = w.state.answers.integration.description.clone();
    // Entering a field is no edit, and neither is moving in it.
    assert_eq!(types(&mut w, FIELD, &answer), None);
    assert_eq!(w.live.progress, Progress::Done);
    let first = types(&mut w, FIELD, "Depth of queue").unwrap();
    assert_eq!(w.live.progress, Progress::Changed);
    let last = types(&mut w, FIELD, "Depth of queues.").unwrap();
    assert_eq!(types(&mut w, FIELD, "Depth of queues."), None);
    assert_eq!(verifying(&w.handle(Event::Elapsed { token: first })), None);
    assert_eq!(seen(&w), "Depth of queues.");
    assert_eq!(w.state.answers.integration.description, answer);
    end(&mut w, last);
    let effects = w.handle(Event::Taken {
        field: FIELD.into(),
    });
    assert_eq!((rest(&effects), &w.live.progress), (None, &Progress::Done));
    assert_eq!(w.state.answers.integration.description, "Depth of queues.");
    // Another answer than what was typed is looked at.
    let effects = w.handle(Event::Undo);
    assert!(rest(&effects).is_some());
}

#[test]
fn a_key_ends_what_looks_at_the_one_before() {
    let mut w = settled();
    let token = types(&mut w, FIELD, "One.").unwrap();
    let job = verifying(&w.handle(Event::Elapsed { token })).unwrap();
    let effects = w.handle(Event::DraftEdited {
        field: FIELD.into(),
        text: "One. Two.".into(),
        cursor: (0, 9),
    });
    assert!(effects.contains(&Effect::Cancel { job }), "{effects:?}");
    assert!(rest(&effects).is_some());
}

#[test]
fn what_is_left_without_being_taken_no_longer_counts() {
    let mut w = settled();
    let answer = w.state.answers.integration.description.clone();
    let token = types(&mut w, FIELD, "Not yet.").unwrap();
    end(&mut w, token);
    let effects = w.handle(Event::LeftField);
    assert_eq!(w.state.drafts[FIELD].text, "Not yet.");
    assert_eq!(seen(&w), answer);
    end(&mut w, rest(&effects).unwrap());
    // Back in it, it is typed again.
    let token = types(&mut w, FIELD, "Not yet.").unwrap();
    end(&mut w, token);
    let effects = w.handle(Event::DraftDropped {
        field: FIELD.into(),
    });
    assert!(rest(&effects).is_some());
    assert_eq!(seen(&w), answer);
}

#[test]
fn what_may_not_become_the_answer_is_told_by_the_form_alone() {
    let mut w = settled();
    let long = "x".repeat(200);
    let cases = [
        (FIELD, long.as_str()),
        // Emptied to be typed anew.
        (FIELD, ""),
        ("author.support_email", "ann@"),
        // On the way to a name one types past those of others.
        ("integration.display_name", "Acme Queues"),
    ];
    for (field, text) in cases {
        assert_eq!(types(&mut w, field, text), None, "{field} {text}");
        assert_eq!(w.live.progress, Progress::Done, "{field} {text}");
        assert_eq!(w.clone().as_typed().state.answers, w.state.answers);
    }
    // Wrong after it was right: what was said of the text before is not left standing.
    let token = types(&mut w, FIELD, "Right.").unwrap();
    end(&mut w, token);
    assert!(types(&mut w, FIELD, &long).is_some());
    // Elsewhere nothing is looked at while typing.
    w.handle(Event::Visit {
        step: StepId::Commit,
    });
    assert_eq!(types(&mut w, "git.title", "Add Acme"), None);
}
