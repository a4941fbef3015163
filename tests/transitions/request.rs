//! The pull request's text tells only what holds, and is handed over only when there is something.

use crate::world::*;
use ddint_tui::core::answers::PullRequest;
use ddint_tui::core::effect::{Effect, Work};
use ddint_tui::core::event::{Action, Event, Failure, FailureKind, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::pull_request::{Way, body};
use ddint_tui::core::remarks::RULE;
use ddint_tui::core::repo::{Ahead, CommitReport, RepoState, Theirs};
use ddint_tui::core::status;
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::{Case, Task, TaskState};
use ddint_tui::core::wizard::Wizard;

const TEMPLATE: &str = "### What does this PR do?\n\nTell.\n\n### Checklist\n\n- [ ] meaningful title\n\
                        - [ ] Feature or bugfix has tests\n- [ ] Git history is clean\n- [ ] docs team\n";

fn repo(scope: &str, inputs: &str, merges: usize) -> Outcome {
    let Outcome::Repo { tasks, .. } = repo_outcome(scope, inputs) else {
        unreachable!()
    };
    Outcome::Repo {
        repo: RepoState {
            head: Some("c1".into()),
            template: Some(TEMPLATE.into()),
            ahead: Ahead {
                commits: 1,
                merges,
                files: [
                    "acme_queue/manifest.json",
                    "acme_queue/a.csv",
                    ".github/CODEOWNERS",
                ]
                .map(str::to_owned)
                .into(),
            },
            ..RepoState::default()
        },
        scope: scope.into(),
        inputs: inputs.into(),
        tasks,
    }
}

/// Tested, and committed.
fn committed() -> Wizard {
    let mut w = tested();
    let unit = |t: &&mut ddint_tui::core::testing::TaskResult| t.task == Task::Unit;
    let case = |outcome: &str| Case {
        id: "tests/test_unit.py::test".into(),
        outcome: outcome.into(),
        ms: 1,
    };
    let unit = w.state.steps.test.tasks.iter_mut().find(unit).unwrap();
    unit.cases = vec![case("passed"), case("passed"), case("skipped")];
    w.handle(Event::Do(Action::Commit));
    finish(
        &mut w,
        Outcome::Committed {
            report: CommitReport {
                branch: "acme/acme_queue".into(),
                commit: "c1".into(),
                made: true,
                files: vec!["acme_queue/manifest.json".into()],
                hooks: String::new(),
            },
            scope: "s1".into(),
        },
    );
    finish(&mut w, repo("s1", "t1", 0));
    w
}

fn read(w: &mut Wizard, outcome: Outcome) {
    w.handle(Event::Do(Action::ReadRepo));
    finish(w, outcome);
}

#[test]
fn what_was_measured_is_told_while_it_holds() {
    let mut w = committed();
    let text = body(&w);
    for fact in [
        "- Passed locally with ddev 20.1.0: 1 validation, `ddev test` (2 tests).\n",
        "- Not run locally, left to CI: end-to-end tests.\n",
        "- Changes 3 files: `.github/CODEOWNERS`, `acme_queue/`.\n",
        "- 2 metrics, 1 service check, from a run of the check.\n",
        "- [x] meaningful title\n- [x] Feature or bugfix has tests\n- [x] Git history is clean\n- [ ] docs team\n",
    ] {
        assert!(text.contains(fact), "{fact}\n{text}");
    }
    assert!(
        !text.contains("I will maintain"),
        "not promised yet: {text}"
    );
    // A file changed since: the tests are of other files than the commit's.
    read(&mut w, repo("s2", "t2", 1));
    let text = body(&w);
    for gone in ["Passed", "[x] Feature", "[x] Git history"] {
        assert!(!text.contains(gone), "{gone}\n{text}");
    }
    read(&mut w, repo("s1", "t1", 0));
    assert!(body(&w).contains("Passed"));
    // A test that failed on these files.
    let tasks = &mut w.state.steps.test.tasks;
    tasks
        .iter_mut()
        .find(|t| t.task == Task::Unit)
        .unwrap()
        .state = TaskState::Failed;
    let text = body(&w);
    assert!(
        !text.contains("Passed") && !text.contains("[x] Feature"),
        "{text}"
    );
}

#[test]
fn own_words_replace_what_was_derived_and_never_what_was_measured() {
    let mut w = committed();
    w.handle(Event::Set {
        values: vec![
            ("pull_request.what".into(), "Our words.".into()),
            ("pull_request.why".into(), "Our reason.".into()),
            ("pull_request.notes".into(), "By the way.".into()),
        ],
    });
    let text = body(&w);
    assert!(
        text.starts_with(
            "### What does this PR do?\n\nOur words.\n\n### Motivation\n\nOur reason.\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("By the way.\n\n- 2 metrics") && text.contains("Passed"),
        "{text}"
    );
    assert!(!text.contains("Tell."), "{text}");
    w.handle(Event::Undo);
    assert_eq!(w.state.answers.pull_request, PullRequest::default());
    w.handle(Event::Redo);
    assert_eq!(body(&w), text);
    // Nothing of the files depends on these words.
    assert!(status::status(&w, StepId::Commit).is_done());
    assert!(status::status(&w, StepId::Test).is_done());
}

#[test]
fn what_is_not_pushed_is_not_handed_over() {
    let mut w = committed();
    for way in [Way::Gh, Way::Page] {
        assert_eq!(w.handle(Event::Do(Action::HandOver(way))), vec![]);
        assert!(w.notice.as_ref().unwrap().contains("Push first"));
    }
    let copied = w.handle(Event::Do(Action::HandOver(Way::Copy)));
    assert!(matches!(&copied[0], Effect::Copy { text } if *text == body(&w)));
    assert_eq!(w.state.git.handed, None);
    w.handle(Event::Do(Action::Push));
    finish(
        &mut w,
        Outcome::Pushed {
            commit: "c1".into(),
            url: None,
            already: false,
        },
    );
    assert!(!status::status(&w, StepId::PullRequest).is_done());
    let effects = w.handle(Event::Do(Action::HandOver(Way::File)));
    assert!(matches!(
        started(&effects)[..],
        [Work::HandOver { way: Way::File, .. }]
    ));
    finish(
        &mut w,
        Outcome::HandedOver {
            way: Way::File,
            made: None,
            said: "Saved.".into(),
            copy: None,
        },
    );
    assert!(status::status(&w, StepId::PullRequest).is_done());
}

fn paste(w: &mut Wizard, text: &str) -> Vec<Effect> {
    w.handle(Event::Set {
        values: vec![("maintainer.remarks".into(), text.into())],
    })
}

fn remark(source: Source, rule: &str) -> Finding {
    Finding::error(source, rule, "Say it better.").at("acme_queue/README.md", Some(3))
}

#[test]
fn what_is_pasted_is_read_listed_and_gone_with_the_next_push() {
    let mut w = committed();
    w.handle(Event::Clock { now: 1000 });
    w.handle(Event::Do(Action::Push));
    let pushed = |commit: &str| Outcome::Pushed {
        commit: commit.into(),
        url: None,
        already: false,
    };
    finish(&mut w, pushed("c1"));
    let effects = paste(&mut w, "red");
    assert_eq!(started(&effects), [&Work::ReadRemarks]);
    let (log, said) = (
        remark(Source::Ddev, "readmes"),
        remark(Source::Review, RULE),
    );
    finish(
        &mut w,
        Outcome::Remarked {
            findings: vec![log, said.clone()],
        },
    );
    assert_eq!(
        w.notice.as_deref(),
        Some("2 findings in it. F7 leads to them.")
    );
    assert_eq!(status::status(&w, StepId::Maintain).detail(), "2 remarks");
    // The same text again is no news.
    assert_eq!(started(&paste(&mut w, "red")), Vec::<&Work>::new());
    // A fix-up on the fork: the log was of the commit before.
    w.handle(Event::Clock { now: 9000 });
    w.handle(Event::Do(Action::Push));
    finish(&mut w, pushed("c2"));
    assert_eq!(w.state.git.remarks, [said]);
    assert_eq!(w.state.git.active, Some(9000));
    let effects = w.handle(Event::Undo);
    assert_eq!(started(&effects), [&Work::ReadRemarks]);
    finish(&mut w, Outcome::Remarked { findings: vec![] });
    assert_eq!(w.state.git.remarks, []);
}

#[test]
fn the_clock_begins_with_the_push_and_a_comment_sets_it_back() {
    const DAY: u64 = 24 * 60 * 60;
    let mut w = committed();
    w.handle(Event::Clock { now: 1000 });
    w.handle(Event::Do(Action::Push));
    finish(
        &mut w,
        Outcome::Pushed {
            commit: "c1".into(),
            url: None,
            already: false,
        },
    );
    w.state.git.handed = Some(Way::File);
    w.handle(Event::Clock {
        now: 1000 + 20 * DAY,
    });
    assert_eq!(
        status::next_action(&w),
        "Waiting for the review: stale in 1 day."
    );
    w.handle(Event::Do(Action::Heard(None)));
    assert_eq!(
        status::next_action(&w),
        "Waiting for the review: stale in 21 days."
    );
}

#[test]
fn only_what_was_seen_on_the_fork_is_overwritten_and_only_by_the_typed_name() {
    let mut w = committed();
    let overwrite = |typed: &str| {
        Event::Do(Action::Overwrite {
            typed: typed.into(),
        })
    };
    let theirs = |branch: &str| Theirs {
        branch: branch.into(),
        commit: "c9".into(),
        commits: 1,
        told: vec!["c9 Fix (Somebody)".into()],
    };
    assert_eq!(w.handle(overwrite("acme/acme_queue")), vec![]);
    assert!(w.notice.as_ref().unwrap().contains("Push first"));
    let refused = |w: &mut Wizard, theirs: Theirs| {
        let effects = w.handle(Event::Do(Action::Push));
        assert!(matches!(
            started(&effects)[..],
            [Work::Push { over: None, .. }]
        ));
        let job = w.jobs.last().unwrap().id;
        w.handle(Event::InTheWay { job, theirs });
        let failure = Failure::new(FailureKind::Question, "Refused.", "Look.");
        w.handle(Event::Finished {
            job,
            outcome: Err(failure),
        });
    };
    // Of another branch: the last commit's was never looked at.
    refused(&mut w, theirs("acme/other"));
    assert_eq!(w.overwritable(), None);
    refused(&mut w, theirs("acme/acme_queue"));
    for wrong in ["", "acme", "acme/acme_queue2", "ACME/ACME_QUEUE", "y"] {
        assert_eq!(w.handle(overwrite(wrong)), vec![], "{wrong}");
        assert!(
            w.notice
                .as_ref()
                .unwrap()
                .contains("Nothing was overwritten")
        );
    }
    let effects = w.handle(overwrite("acme/acme_queue"));
    let [Work::Push { over, remote, .. }] = started(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((over.as_deref(), remote.as_str()), (Some("c9"), "origin"));
    finish(
        &mut w,
        Outcome::Pushed {
            commit: "c1".into(),
            url: None,
            already: false,
        },
    );
    // What was confirmed once is not confirmed for ever.
    assert_eq!(w.handle(overwrite("acme/acme_queue")), vec![]);
    assert_eq!(w.overwritable(), None);
}
