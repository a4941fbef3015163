//! What an update from the base does, before and after it is done, and the way back.

use crate::acme::{acme, with_commit};
use crate::pages::{SIZES, at};
use crate::world::{app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Event, Failure, FailureKind, Outcome};
use ddint_tui::core::repo::RepoState;
use ddint_tui::core::step::StepId;
use ddint_tui::core::sync::{How, SyncPlan, Synced, Told};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;

const KEPT: &str = "refs/ddint-tui/before/1/acmeco/acme_queue";

fn told(commit: &str, title: &str) -> Told {
    Told {
        commit: commit.into(),
        title: title.into(),
        author: "Acme Co".into(),
    }
}

fn plan() -> SyncPlan {
    SyncPlan {
        branch: "acmeco/acme_queue".into(),
        ours: true,
        checked_out: true,
        base: "upstream/master".into(),
        from: "4f1c2d3e5a6b7c8d9e0f".into(),
        onto: "9a8b7c6d5e4f3a2b1c0d".into(),
        how: How::Replay,
        new: 12,
        replayed: vec![
            told("1a2b3c4d5e6f7a8b9c0d", "Add Acme Queue integration"),
            told(
                "4f1c2d3e5a6b7c8d9e0f",
                "Name the units of consumer lag as the reviewers asked for it",
            ),
        ],
        remade: vec![
            ".github/CODEOWNERS".into(),
            ".github/workflows/test-all.yml".into(),
        ],
        files: 31,
        kept: KEPT.into(),
        published: Some("origin/acmeco/acme_queue".into()),
        ..SyncPlan::default()
    }
}

fn done() -> Synced {
    Synced {
        branch: "acmeco/acme_queue".into(),
        base: "upstream/master".into(),
        before: "4f1c2d3e5a6b7c8d9e0f".into(),
        after: "0d1e2f3a4b5c6d7e8f90".into(),
        kept: KEPT.into(),
        replayed: 2,
        remade: vec![".github/CODEOWNERS".into()],
        hooks: "post-rewrite: 2 commits\n".into(),
        ..Synced::default()
    }
}

/// A commit, and a base that went on.
fn behind() -> Wizard {
    let mut w = with_commit(acme());
    let repo = w.repo.get_or_insert_with(RepoState::default);
    repo.behind = 12;
    w
}

fn on_commit(w: Wizard) -> App {
    at(w, StepId::Commit, "")
}

fn end(app: &mut App, name: &str, outcome: Result<Outcome, Failure>) {
    let jobs = &app.session.as_ref().unwrap().wizard.jobs;
    let job = jobs.iter().find(|j| j.name == name).unwrap().id;
    let outcome = outcome.map(Box::new);
    app.send(Event::Finished { job, outcome });
    // What is read anew afterwards says nothing here.
    app.session.as_mut().unwrap().wizard.jobs.clear();
}

fn looked(w: Wizard, plan: SyncPlan) -> App {
    let mut app = on_commit(w);
    press(&mut app, &["u"]);
    end(&mut app, "base", Ok(Outcome::BaseSeen(Box::new(plan))));
    app
}

fn shoot(name: &str, app: &mut App) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("update_{name}_{width}x{height}"), shot);
    }
}

#[test]
fn how_far_behind_the_branch_is_stands_beside_the_key() {
    let mut app = on_commit(behind());
    let shown = frame(&mut app, 120, 36);
    assert!(
        shown.contains("upstream/master, 12 behind (u updates)"),
        "{shown}"
    );
    assert!(shown.contains("u bring up to date"), "{shown}");
}

#[test]
fn what_will_be_done_is_shown_before() {
    let mut app = on_commit(behind());
    press(&mut app, &["u"]);
    let shown = frame(&mut app, 100, 30);
    assert!(
        shown.contains("upstream/master is being fetched"),
        "{shown}"
    );
    end(&mut app, "base", Ok(Outcome::BaseSeen(Box::new(plan()))));
    shoot("plan", &mut app);
    app.theme.ascii = true;
    assert!(frame(&mut app, 120, 36).is_ascii());
}

#[test]
fn enter_does_it_and_the_way_back_is_a_key() {
    let (mut app, asked) = app(Some(behind()));
    app.visit(StepId::Commit, "");
    app.session.as_mut().unwrap().wizard.jobs.clear();
    press(&mut app, &["u"]);
    end(&mut app, "base", Ok(Outcome::BaseSeen(Box::new(plan()))));
    asked.borrow_mut().effects.clear();
    press(&mut app, &["enter"]);
    let started = asked.borrow().effects.iter().any(
        |e| matches!(e, Effect::Start { work: Work::Update { plan: p, .. }, .. } if **p == plan()),
    );
    assert!(started);
    assert!(frame(&mut app, 100, 30).contains("It is being done."));
    let outcome = Outcome::Updated {
        done: Box::new(done()),
        was: String::new(),
        scope: String::new(),
    };
    end(&mut app, "update", Ok(outcome));
    shoot("done", &mut app);
    press(&mut app, &["esc"]);
    let shown = frame(&mut app, 120, 36);
    for said in ["before   4f1c2d3e5 stays in", KEPT, "(b goes back)"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    press(&mut app, &["b"]);
    let shown = frame(&mut app, 100, 30);
    assert!(shown.contains("Go back to 4f1c2d3e5?"), "{shown}");
    press(&mut app, &["y"]);
    let started = asked.borrow().effects.iter().any(
        |e| matches!(e, Effect::Start { work: Work::GoBack { done: d, .. }, .. } if **d == done()),
    );
    assert!(started);
}

#[test]
fn what_it_did_is_read_from_its_beginning_and_says_what_is_next() {
    let mut app = looked(behind(), plan());
    frame(&mut app, 50, 15);
    for _ in 0..4 {
        press(&mut app, &["down"]);
        frame(&mut app, 50, 15);
    }
    assert!(!frame(&mut app, 50, 15).contains("brings it up to date"));
    press(&mut app, &["enter"]);
    let last = Some("4f1c2d3e5a6b7c8d9e0f".into());
    let outcome = Outcome::Updated {
        done: Box::new(Synced { last, ..done() }),
        was: String::new(),
        scope: String::new(),
    };
    end(&mut app, "update", Ok(outcome));
    let shown = frame(&mut app, 50, 15);
    for said in ["is up to date with", "run the tests again (^G 4)"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[test]
fn what_moves_where_there_is_no_branch_yet() {
    let mut app = looked(
        acme(),
        SyncPlan {
            branch: "master".into(),
            ours: false,
            how: How::Forward,
            replayed: vec![],
            published: None,
            ..plan()
        },
    );
    shoot("forward", &mut app);
}

#[test]
fn nothing_to_do_has_no_key_that_does_it() {
    let mut app = looked(
        behind(),
        SyncPlan {
            how: How::Nothing,
            ..plan()
        },
    );
    let shown = frame(&mut app, 100, 30);
    assert!(
        shown.contains("acmeco/acme_queue has all of upstream/master."),
        "{shown}"
    );
    assert!(
        !shown.contains("enter update") && !shown.contains("↵ update"),
        "{shown}"
    );
}

#[test]
fn what_goes_is_named() {
    let mut app = looked(
        behind(),
        SyncPlan {
            checked_out: false,
            merged: vec![told("1a2b3c4d5e6f7a8b9c0d", "Add Acme Queue integration")],
            gone: vec![told("7777777777777777", "A mistake")],
            published: None,
            ..plan()
        },
    );
    let shown = frame(&mut app, 120, 36);
    for said in [
        "In upstream/master already, so they go",
        "Of an earlier upstream/master, which was rewritten, so they go",
        "the branch is not checked out, so it moves alone",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[test]
fn a_conflict_names_the_file_and_the_way_out() {
    let mut app = on_commit(behind());
    press(&mut app, &["u"]);
    let failure = Failure::new(
        FailureKind::Question,
        "ably/README.md changed in upstream/master and in your commit 1a2b3c4d5 (Mend ably), and the two can't be put \
         together without you. Nothing was changed.",
        "Do it with git, which stops for you to edit the file: git rebase upstream/master acmeco/acme_queue",
    );
    end(&mut app, "base", Err(failure));
    shoot("conflict", &mut app);
    press(&mut app, &["r"]);
    assert!(frame(&mut app, 100, 30).contains("is being fetched"));
    // Left, nothing of it stays on the page.
    press(&mut app, &["esc"]);
    assert!(!frame(&mut app, 100, 30).contains("is being fetched"));
}

#[test]
fn what_is_set_aside_stands_on_commit_until_it_is_gone() {
    let mut w = behind();
    let repo = w.repo.get_or_insert_with(RepoState::default);
    repo.set_aside = vec![".git/ddint-tui/left-1".into()];
    let mut app = on_commit(w);
    for (width, height) in [(120, 36), (50, 40)] {
        let shown = frame(&mut app, width, height);
        assert!(
            shown.contains("aside    .git/ddint-tui/left-1/old"),
            "{shown}"
        );
        assert!(shown.contains("then remove"), "{shown}");
    }
}
