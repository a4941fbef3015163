//! Commit: the changes that one looks at, the hooks' output, and amending.

use crate::acme::{acme, with_commit};
use crate::pages::at;
use crate::world::{Asked, app, frame, press};
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::repo::{Amend, CommitRequest, Difference, Side};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use std::cell::RefCell;
use std::rc::Rc;

fn side(mode: u32, text: &str) -> Side {
    Side {
        mode,
        bytes: text.len(),
        text: Some(text.into()),
    }
}

fn binary(bytes: usize) -> Side {
    Side {
        mode: 0o100_644,
        bytes,
        text: None,
    }
}

/// Every kind of change at once.
fn changes() -> Vec<Difference> {
    let change = |path: &str, old, new| Difference {
        path: path.into(),
        old,
        new,
    };
    let plain = |text| Some(side(0o100_644, text));
    vec![
        change(
            ".github/CODEOWNERS",
            plain("/ably/  @ably\n/zebra/  @zebra\n"),
            plain("/ably/  @ably\n/acme_queue/  @acmeco\n/zebra/  @zebra\n"),
        ),
        change(
            "acme_queue/README.md",
            None,
            plain("# Acme Queue\n\n\u{1b}[2Jno command\n"),
        ),
        change("acme_queue/empty", None, plain("")),
        change("acme_queue/images/new.png", None, Some(binary(1))),
        change(
            "acme_queue/images/one.png",
            Some(binary(1_200)),
            Some(binary(3_400)),
        ),
        change(
            "acme_queue/link",
            plain("x\n"),
            Some(side(0o120_000, "README.md")),
        ),
        change("acme_queue/old.txt", plain("gone\n"), None),
        change(
            "acme_queue/run.sh",
            plain("#!/bin/sh\n"),
            Some(side(0o100_755, "#!/bin/sh\n")),
        ),
    ]
}

fn on_commit(w: Wizard) -> (App, Rc<RefCell<Asked>>) {
    let (mut app, asked) = app(Some(w));
    app.session.as_mut().unwrap().wizard.state.ui.step = StepId::Commit;
    press(&mut app, &["home"]);
    asked.borrow_mut().effects.clear();
    (app, asked)
}

/// The requests of the jobs that were started.
fn asked_for(asked: &Rc<RefCell<Asked>>) -> Vec<(&'static str, CommitRequest)> {
    let effects = asked.borrow().effects.clone();
    let works = effects.into_iter().filter_map(|effect| match effect {
        Effect::Start { work, .. } => Some(work),
        _ => None,
    });
    works
        .filter_map(|work| match work {
            Work::Differences { request } => Some(("look", request)),
            Work::Commit { request } => Some(("commit", request)),
            _ => None,
        })
        .collect()
}

fn report(app: &mut App, all: Vec<Difference>) {
    let jobs = &app.session.as_ref().unwrap().wizard.jobs;
    let job = jobs.iter().find(|j| j.name == "differences").unwrap().id;
    app.send(Event::Finished {
        job,
        outcome: Ok(Box::new(Outcome::Differences(all))),
    });
}

#[test]
fn a_key_shows_all_that_would_be_committed() {
    let (mut app, asked) = on_commit(acme());
    press(&mut app, &["d"]);
    assert!(frame(&mut app, 120, 36).contains("Reading the clone."));
    assert_eq!(asked_for(&asked).len(), 1);
    assert_eq!(asked_for(&asked)[0].0, "look");
    report(&mut app, changes());
    for (name, width, height) in [("wide", 120, 60), ("usual", 80, 24), ("small", 50, 15)] {
        insta::assert_snapshot!(
            format!("commit_changes_{name}"),
            frame(&mut app, width, height)
        );
    }
    app.theme.ascii = true;
    // What stands for a control character is the text's own.
    assert!(frame(&mut app, 120, 60).replace('\u{fffd}', "").is_ascii());
    // Looked at again, it is read again.
    press(&mut app, &["esc", "d"]);
    assert!(frame(&mut app, 120, 36).contains("Reading the clone."));
    report(&mut app, vec![]);
    assert!(frame(&mut app, 120, 36).contains("Nothing would be committed."));
}

#[test]
fn enter_on_a_file_shows_that_file_alone() {
    let (mut app, asked) = on_commit(acme());
    press(&mut app, &["end", "enter"]);
    report(
        &mut app,
        vec![
            Difference {
                path: "acme_queue/metadata.csv".into(),
                old: None,
                new: Some(side(0o100_644, "acme.depth\n")),
            },
            Difference {
                path: "acme_queue/manifest.json".into(),
                old: None,
                new: Some(side(0o100_644, "{}\n")),
            },
        ],
    );
    let shown = frame(&mut app, 100, 30);
    assert!(shown.contains("+ acme.depth"), "{shown}");
    assert!(!shown.contains("+ {}"), "{shown}");
    // Its text opens in the editor, as before.
    press(&mut app, &["esc", "ctrl-e"]);
    let opened = asked.borrow().effects.iter().any(|effect| {
        matches!(effect, Effect::OpenFile { path, .. } if path == "acme_queue/metadata.csv")
    });
    assert!(opened || app.ask.is_some());
}

#[test]
fn what_hooks_print_can_be_read_while_they_run() {
    let (mut app, _) = on_commit(acme());
    press(&mut app, &["l"]);
    assert!(frame(&mut app, 100, 30).contains("commit line 30"));
}

#[test]
fn amending_asks_before_a_pushed_commit_is_replaced() {
    let mut w = with_commit(acme());
    w.state.git.pushed = w.state.git.last.as_ref().map(|l| l.commit.clone());
    let (mut app, asked) = on_commit(w);
    press(&mut app, &["a"]);
    insta::assert_snapshot!("commit_amend_pushed", frame(&mut app, 100, 30));
    assert_eq!(asked_for(&asked), []);
    press(&mut app, &["n"]);
    assert_eq!(asked_for(&asked), []);
    press(&mut app, &["a", "y"]);
    let (_, request) = asked_for(&asked).pop().unwrap();
    let w = &app.session.as_ref().unwrap().wizard;
    assert_eq!(
        request.amend,
        Some(Amend {
            pushed: true,
            confirmed: true
        })
    );
    assert_eq!(
        request.last_commit,
        w.state.git.last.as_ref().map(|l| l.commit.clone())
    );
}

#[test]
fn amending_what_nobody_has_is_not_confirmed_as_pushed() {
    let (mut app, asked) = on_commit(with_commit(acme()));
    // The made-up tests are not green, which is asked about as for a commit.
    press(&mut app, &["a"]);
    assert!(frame(&mut app, 100, 30).contains("Amend although tests are not green?"));
    press(&mut app, &["y"]);
    let (_, request) = asked_for(&asked).pop().unwrap();
    assert_eq!(request.amend, Some(Amend::default()));
    // A branch that tracks the remote's and holds the commit counts as pushed.
    let mut w = with_commit(acme());
    let last = w.state.git.last.as_ref().unwrap().commit.clone();
    let repo = w.repo.as_mut().unwrap();
    (repo.head, repo.published) = (Some(last), Some("origin/acmeco/acme_queue".into()));
    let (mut app, _) = on_commit(w);
    press(&mut app, &["a"]);
    assert!(frame(&mut app, 120, 36).contains("is on origin/acmeco/acme_queue."));
}

#[test]
fn before_the_first_commit_there_is_nothing_to_amend() {
    let (mut app, asked) = on_commit(acme());
    press(&mut app, &["a"]);
    assert_eq!(asked_for(&asked), []);
    assert!(!frame(&mut app, 100, 30).contains("amend"));
    app.send(Event::Do(Action::Commit));
    let (_, request) = asked_for(&asked).pop().unwrap();
    assert_eq!(request.amend, None);
}

#[test]
fn a_commit_page_after_the_first_commit() {
    let mut app = at(with_commit(acme()), StepId::Commit, "");
    insta::assert_snapshot!("commit_again", frame(&mut app, 120, 36));
}
