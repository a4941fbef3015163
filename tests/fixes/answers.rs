//! Repairs of answers: bad ones, what is found of them in what is rendered from them, the repair, and that nothing is
//! found any more; one undo brings them back exactly.

use crate::answered::{CASES, metric};
use crate::rendering::{self, Sample};
use crate::rounds::judged;
use crate::toolchain_support;
use crate::world::World;
use ddint_tui::core::answers::{Answers, Track};
use ddint_tui::core::event::Event;
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::findings::of_forms;
use ddint_tui::core::fix::{What, answers};
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Context, Options};
use ddint_tui::review::facts::Facts;
use ddint_tui::review::review;
use ddint_tui::review::tree::Tree;
use serde_json::json;
use std::collections::BTreeMap;

/// Answers, what a run emitted, and what is rendered from both.
pub struct Desk {
    sample: Sample,
    pub w: Wizard,
    files: BTreeMap<String, String>,
}

impl Desk {
    pub fn with(sample: Sample, change: impl Fn(&mut Answers)) -> Self {
        let mut state = State {
            answers: sample.answers.clone(),
            ..State::default()
        };
        change(&mut state.answers);
        let mut w = Wizard::new(state);
        w.capture = Some(sample.capture.clone().into());
        let units = [
            "byte",
            "fraction",
            "message",
            "millisecond",
            "operation",
            "second",
        ];
        w.facts.units = units.map(str::to_owned).to_vec();
        let categories = ["Metrics", "Message Queues", "Log Collection"];
        w.facts.categories = categories.map(str::to_owned).to_vec();
        let mut desk = Self {
            sample,
            w,
            files: BTreeMap::new(),
        };
        // What was answered is answered again, so that everything is derived from it.
        let overview = desk.w.state.answers.integration.overview.clone();
        desk.w.handle(Event::Set {
            values: vec![("integration.overview".into(), overview)],
        });
        desk.render();
        desk
    }

    pub fn of(change: impl Fn(&mut Answers)) -> Self {
        Self::with(
            rendering::openmetrics("Acme Queue", Track::Community),
            change,
        )
    }

    fn answers(&self) -> &Answers {
        &self.w.state.answers
    }

    /// What would be written.
    fn render(&mut self) {
        self.sample.answers = self.answers().clone();
        self.sample.metrics = self.w.derived.metrics.clone();
        self.sample.service_checks = self.w.derived.service_checks.clone();
        self.sample.options = self.w.derived.options.clone();
        self.files = self.sample.render().unwrap();
        let planned = self.files.iter().map(|(path, new)| PlannedFile {
            path: path.clone(),
            state: FileState::New,
            replaces_edit: false,
            from: None,
            old: None,
            new: new.clone(),
            hunks: vec![],
        });
        self.w.plan = Some(Plan {
            files: planned.collect(),
            ..Plan::default()
        });
    }

    /// Everything that the forms, the derivation, and the review say.
    pub fn found(&self) -> Vec<Finding> {
        let mut facts = Facts::default();
        for n in 0..20 {
            let tags = json!([
                "Category::Metrics",
                "Category::Message Queues",
                "Offering::Integration",
                "Supported OS::Linux",
                "Supported OS::macOS",
                "Supported OS::Windows"
            ]);
            facts.learn(
                &format!("other{n}"),
                &json!({"tile": {"classifier_tags": tags}}),
            );
        }
        let files = self.files.iter();
        let files = files.map(|(path, text)| {
            let (_, inside) = path.split_once('/').unwrap();
            (inside.to_owned(), text.clone().into_bytes())
        });
        let folder = self.answers().integration.folder();
        let mut out = review(&Tree::new(folder, files), &facts);
        out.extend(of_forms(&self.w));
        out.extend(self.w.derived.findings.iter().cloned());
        out
    }

    /// Repairs the finding that says so, by the repair of this name; what is answered is told by `answered`.
    fn repaired(&mut self, say: impl Fn(&Desk) -> Vec<Finding>, about: &str, fix: (&str, bool)) {
        let told = |f: &&Finding| format!("{} {}", f.rule, f.message).contains(about);
        let all = say(self);
        let finding = all.iter().find(told).cloned();
        let finding = finding.unwrap_or_else(|| panic!("{about:?} is not among {all:#?}"));
        let offered = answers::offer(&self.w, &finding);
        let offered = offered.unwrap_or_else(|| panic!("nothing is offered for {finding:#?}"));
        assert_eq!((offered.name, offered.safe), fix, "{offered:#?}");
        let rows = answers::rows(&self.w, &offered);
        assert!(!rows.is_empty(), "{offered:#?}");
        for (label, before, after) in &rows {
            assert!(!label.is_empty() && before != after, "{rows:#?}");
        }
        let (before, steps) = (self.answers().clone(), self.w.state.undo.len());
        self.w.handle(answers::event(&offered).unwrap());
        let after = self.answers().clone();
        assert_ne!(before, after);
        self.render();
        let left = say(self);
        let left = left.iter().find(|f| {
            (f.source, &f.rule, &f.message) == (finding.source, &finding.rule, &finding.message)
        });
        assert_eq!(left, None, "{about}: {rows:#?}");
        self.w.handle(Event::Undo);
        assert_eq!(
            *self.answers(),
            before,
            "{about}: an undo brings all of it back"
        );
        assert_eq!(self.w.state.undo.len(), steps);
        self.w.handle(Event::Redo);
        assert_eq!(*self.answers(), after);
    }
}

#[test]
fn bad_answers_are_repaired_and_one_undo_brings_them_back() {
    for (change, about, fix, answered, wanted) in CASES {
        let mut desk = Desk::of(change);
        desk.repaired(Desk::found, about, *fix);
        assert_eq!(answered(desk.answers()), *wanted, "{about}");
    }
}

#[test]
fn orientation_and_unit_follow_the_name_where_the_review_says_so() {
    let with_errors = || {
        let mut sample = rendering::openmetrics("Acme Queue", Track::Community);
        let mut other = sample.capture.metrics[0].clone();
        other.name = "acme_queue.errors".into();
        sample.capture.metrics.push(other.clone());
        other.name = "acme_queue.age.ms".into();
        sample.capture.metrics.push(other);
        sample
    };
    let mut desk = Desk::with(with_errors(), |a| {
        let mut said = metric("acme_queue.errors");
        said.orientation = Some(1);
        a.metrics = [said].into_iter().collect();
    });
    desk.repaired(
        Desk::found,
        "metric-orientation acme_queue.errors",
        ("orientation", false),
    );
    assert_eq!(desk.answers().metrics[0].orientation, Some(-1));
    for wrong in ["", "second"] {
        let mut desk = Desk::with(with_errors(), |a| {
            let mut said = metric("acme_queue.age.ms");
            said.unit = Some(wrong.into());
            a.metrics = [said].into_iter().collect();
        });
        desk.repaired(
            Desk::found,
            "metric-unit acme_queue.age.ms",
            ("unit", false),
        );
        assert_eq!(
            desk.answers().metrics[0].unit.as_deref(),
            Some("millisecond")
        );
    }
}

#[test]
fn units_that_the_real_ddev_refuses_are_repaired() {
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    let scratch = world.dir.path().join("scratch");
    std::fs::create_dir_all(&scratch).unwrap();
    let context = Context::new(scratch, Options::default());
    let ddev = |desk: &Desk| {
        for path in ["acme_queue/metadata.csv", "acme_queue/manifest.json"] {
            std::fs::write(world.clone.join(path), &desk.files[path]).unwrap();
        }
        judged("metadata", toolchain, &world.clone, &context).unwrap()
    };
    for (unit, per_unit, fix, wanted) in [
        ("Bytes", "", ("unit", true), "byte "),
        ("millis", "", ("unit", false), "millisecond "),
        ("operation", "secs", ("unit", false), "operation second"),
        ("ops/s", "", ("unit", false), "operation second"),
        ("second", "second", ("unit", false), "fraction "),
    ] {
        let mut desk = Desk::of(|a| {
            let mut said = metric("acme_queue.depth");
            said.unit = Some(unit.into());
            said.per_unit = Some(per_unit.into());
            a.metrics = [said].into_iter().collect();
        });
        desk.w.facts.units.clone_from(&toolchain.facts.units);
        desk.repaired(ddev, "unit", fix);
        let said = &desk.answers().metrics[0];
        let got = format!(
            "{} {}",
            said.unit.clone().unwrap(),
            said.per_unit.clone().unwrap()
        );
        assert_eq!(got, wanted, "{unit} {per_unit}");
    }
}

#[test]
fn what_only_the_author_can_tell_is_not_offered() {
    for (change, about) in [
        (
            (|a| a.integration.description = "Depth ".repeat(20)) as fn(&mut Answers),
            "integration.description",
        ),
        (
            |a| a.integration.categories = vec!["Qqqqqq".into()],
            "integration.categories",
        ),
        (
            |a| a.author.support_email = "dev".into(),
            "author.support_email",
        ),
        (
            |a| a.author.homepage = "http://acme.example/a b".into(),
            "author.homepage",
        ),
        (
            |a| a.integration.homepage = "queue".into(),
            "integration.homepage",
        ),
        (|a| a.author.name = String::new(), "author.name"),
        (
            |a| {
                let both = ["acme_queue.dept", "acme_queue.depth"].map(|name| {
                    let mut said = metric(name);
                    said.orientation = Some(1);
                    said
                });
                a.metrics = both.into_iter().collect();
            },
            "metrics.acme_queue.dept",
        ),
    ] {
        let desk = Desk::of(change);
        let all = desk.found();
        let mut told = all
            .iter()
            .filter(|f| f.rule == about && f.source == Source::Form)
            .peekable();
        assert!(told.peek().is_some(), "{about} is not among {all:#?}");
        for finding in told {
            assert_eq!(answers::offer(&desk.w, finding), None, "{about}");
        }
    }
}

#[test]
fn all_safe_ones_are_one_step_even_where_they_meet_in_a_field() {
    let mut desk = Desk::of(|a| {
        a.author.support_email = "mailto:dev@acme.example".into();
        a.integration.categories =
            vec!["metrics".into(), "metrics".into(), "Message queues".into()];
        a.integration.description = " Depth \u{2014} of queues.".into();
        a.integration.homepage = "acme.example".into();
        a.integration.metric_prefix = Some("acme_queue".into());
    });
    let before = desk.answers().clone();
    let fix = answers::all_safe(&desk.w, &desk.found()).unwrap();
    assert!(fix.safe);
    let What::Set(values) = &fix.what else {
        panic!("{fix:#?}")
    };
    assert_eq!(values.len(), 4, "{values:#?}");
    assert_eq!(answers::rows(&desk.w, &fix).len(), 4);
    desk.w.handle(answers::event(&fix).unwrap());
    let a = desk.answers();
    assert_eq!(a.author.support_email, "dev@acme.example");
    assert_eq!(a.integration.categories, ["Metrics", "Message Queues"]);
    assert_eq!(a.integration.description, "Depth - of queues.");
    assert_eq!(a.integration.prefix(), "acme_queue.");
    assert_eq!(
        a.integration.homepage, "acme.example",
        "a scheme is a decision"
    );
    desk.render();
    assert_eq!(answers::all_safe(&desk.w, &desk.found()), None);
    desk.w.handle(Event::Undo);
    assert_eq!(*desk.answers(), before);
}
