//! A conflict, place by place.

use crate::acme::{acme, with_places};
use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::plan::{Choice, Plan};
use ddint_tui::core::state::{Ids, State};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::workspace::store::Store;

fn state(app: &App) -> &State {
    &app.session.as_ref().unwrap().wizard.state
}

#[test]
fn a_conflict_is_settled_place_by_place_and_saved() {
    let (mut app, asked) = app(Some(with_places(acme())));
    app.visit(StepId::Framework, "files");
    press(&mut app, &["enter", "k"]);
    let picks = |app: &App| state(app).files.hunks["acme_queue/README.md"].picks.clone();
    assert_eq!(picks(&app), [Some(Choice::Yours), None]);
    // One of two is not enough, and the next key is for the other.
    press(&mut app, &["esc", "a"]);
    assert!(app.layers.is_empty(), "a place was passed over");
    let shown = frame(&mut app, 180, 36);
    assert!(shown.contains("not all places chosen"), "{shown}");
    press(&mut app, &["enter"]);
    assert_eq!(app.hunks(), Some((1, 2)));
    press(&mut app, &["p", "m", "b"]);
    assert_eq!(picks(&app), [Some(Choice::Ours), Some(Choice::Both)]);
    let shown = frame(&mut app, 120, 36);
    assert!(shown.contains("< # Mine (left out)"), "{shown}");
    // As it is after a kill: what is on the disk, planned again.
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::<State>::open(dir.path()).unwrap();
    store.save(state(&app).clone());
    store.flush().unwrap();
    drop(store);
    let (_store, saved) = Store::<State>::open(dir.path()).unwrap();
    assert_eq!(&saved.unwrap().files.hunks, &state(&app).files.hunks);
    press(&mut app, &["esc", "a", "y"]);
    let hunks = asked.borrow().effects.iter().find_map(|e| match e {
        Effect::Start {
            work: Work::Apply { hunks, .. },
            ..
        } => Some(hunks.clone()),
        _ => None,
    });
    assert_eq!(
        hunks.unwrap()["acme_queue/README.md"],
        [Choice::Ours, Choice::Both]
    );
}

#[test]
fn choices_in_a_conflict_last_as_long_as_the_conflict() {
    let mut w = with_places(acme());
    let path = "acme_queue/README.md".to_owned();
    for at in 0..3 {
        let (path, choice) = (path.clone(), Choice::Both);
        w.handle(Event::ChooseHunk { path, at, choice });
    }
    assert_eq!(w.open_choices().count(), 0);
    let plan = |w: &mut Wizard, plan: Plan| {
        w.handle(Event::Do(Action::Plan));
        let job = w.jobs.last().unwrap().id;
        let outcome = Outcome::Planned {
            plan,
            findings: vec![],
            ids: Ids::default(),
            inputs: String::new(),
        };
        let outcome = Ok(Box::new(outcome));
        w.handle(Event::Finished { job, outcome });
    };
    let same = w.plan.clone().unwrap();
    plan(&mut w, same.clone());
    assert_eq!(w.open_choices().count(), 0, "planned again, the same");
    let mut other = same;
    for file in &mut other.files {
        file.hunks.truncate(1);
    }
    plan(&mut w, other);
    assert_eq!(w.open_choices().count(), 1, "another conflict");
    // The whole file at once takes the places back.
    let choice = Choice::Ours;
    w.handle(Event::Choose { path, choice });
    assert!(w.hunks().is_empty() && w.open_choices().count() == 0);
}
