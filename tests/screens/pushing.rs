//! What a push may show: what git and ssh ask, what stands in the way on the fork, and the end of the review.

use crate::acme::{acme, with_commit};
use crate::world::{app, frame, press};
use ddint_tui::core::event::{Failure, FailureKind};
use ddint_tui::core::repo::Theirs;
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::jobs::desk::Question;
use ddint_tui::tui::app::App;

const SIZES: [(u16, u16); 3] = [(50, 15), (80, 24), (100, 30)];

const HOST: &str = "The authenticity of host 'github.com (140.82.121.3)' can't be established.\n\
    ED25519 key fingerprint is SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU.\n\
    Are you sure you want to continue connecting (yes/no/[fingerprint])? ";

/// A snapshot at each size, and one in ASCII.
fn shots(app: &mut App, name: &str) {
    for (width, height) in SIZES {
        let shot = frame(app, width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shot);
    }
    app.theme.ascii = true;
    let shot = frame(app, 80, 24);
    assert!(shot.is_ascii(), "{shot}");
    insta::assert_snapshot!(format!("{name}_ascii"), shot);
    app.theme.ascii = false;
}

fn on(w: Wizard, step: StepId) -> App {
    let (mut app, _) = app(Some(w));
    app.visit(step, "");
    app
}

#[test]
fn what_git_and_ssh_ask_fits_every_window() {
    for (name, text, secret, typed) in [
        ("asked_host", HOST, false, "yes"),
        (
            "asked_secret",
            "Enter passphrase for key '/home/ann/.ssh/id_ed25519': ",
            true,
            "horse",
        ),
    ] {
        let (mut app, asked) = app(Some(with_commit(acme())));
        app.visit(StepId::PullRequest, "");
        asked.borrow_mut().question = Some(Question {
            id: 1,
            text: text.into(),
            secret,
        });
        app.settle_question();
        press(&mut app, &[typed]);
        shots(&mut app, name);
        assert_eq!(frame(&mut app, 100, 30).contains(typed), !secret);
    }
}

/// The fork's branch holds a commit that the clone lacks.
fn refused() -> Wizard {
    let mut w = with_commit(acme());
    let branch = w.state.git.last.as_ref().unwrap().branch.clone();
    w.state.answers.integration.overview = "Acme Queue is a broker.".into();
    w.setup.as_mut().unwrap().fork = Some("origin".into());
    w.in_the_way = Some(Theirs {
        branch,
        commit: "b".repeat(40),
        commits: 1,
        told: vec!["bbbbbbbbb Mend the tags (Somebody)".into()],
    });
    w
}

#[test]
fn what_stands_in_the_way_is_listed_with_the_way_out() {
    let message = "Pushing acmeco/acme_queue to origin failed: the branch on origin holds commits that yours lacks.";
    let hint = "Somebody, or another clone of yours, pushed them. Take them over, or overwrite them with f on the Pull \
                request page.";
    let mut app = on(refused(), StepId::PullRequest);
    let failure = Failure::new(FailureKind::Question, message, hint);
    app.session.as_mut().unwrap().wizard.failure = Some(("push", failure));
    shots(&mut app, "in_the_way");
    for (width, height) in SIZES {
        let shot = frame(&mut app, width, height);
        assert!(shot.contains("with f"), "{shot}");
    }
}

#[test]
fn what_is_overwritten_is_named_where_that_is_typed() {
    let mut app = on(refused(), StepId::PullRequest);
    press(&mut app, &["f"]);
    shots(&mut app, "overwrite");
    assert!(frame(&mut app, 50, 15).contains("Mend the tags"));
}

#[test]
fn the_stage_of_the_review_is_marked() {
    let mut w = with_commit(acme());
    w.state.git.pushed = w.state.git.last.as_ref().map(|l| l.commit.clone());
    w.state.answers.maintainer.accepts = true;
    let mut app = on(w, StepId::Maintain);
    press(&mut app, &["s", "s"]);
    shots(&mut app, "review");
    assert!(frame(&mut app, 120, 36).contains("in review: Engineering"));
    press(&mut app, &["S"]);
    assert!(frame(&mut app, 120, 36).contains("in review: Documentation"));
    press(&mut app, &["m", "y"]);
    assert!(frame(&mut app, 100, 30).contains("The pull request is merged."));
    // Said too early, it is taken back.
    press(&mut app, &["o", "y"]);
    assert!(frame(&mut app, 120, 36).contains("in review: Documentation"));
}

#[test]
fn text_below_the_last_row_is_read_line_by_line_and_back() {
    let mut app = on(with_commit(acme()), StepId::Maintain);
    let top = frame(&mut app, 80, 24);
    assert!(top.contains("more lines") && !top.contains("Where to get help"));
    for _ in 0..60 {
        press(&mut app, &["down"]);
        frame(&mut app, 80, 24);
    }
    let end = frame(&mut app, 80, 24);
    assert!(
        end.contains("Where to get help") && !end.contains("more lines"),
        "{end}"
    );
    // Beyond the end nothing moves, so the first key back is seen.
    press(&mut app, &["up"]);
    assert_ne!(frame(&mut app, 80, 24), end);
    press(&mut app, &["home"]);
    assert_eq!(frame(&mut app, 80, 24), top);
}
