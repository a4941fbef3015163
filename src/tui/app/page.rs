//! The pages of the steps, and where a finding leads.

use crate::core::answers::Kind;
use crate::core::finding::{Finding, Source};
use crate::core::findings;
use crate::core::form::Section;
use crate::core::state::Ui;
use crate::core::step::StepId;
use crate::core::testing::{Task, TaskResult};
use crate::core::wizard::Wizard;
use std::collections::HashSet;

/// What the middle of the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    Setup,
    Source,
    Check,
    Emitted,
    /// Stopping with a plain custom check.
    End,
    Form(Section),
    Metrics,
    Files,
    Test,
    Commit,
    PullRequest,
    Maintain,
}

impl Page {
    /// The page at a place of the saved state.
    #[must_use]
    pub fn of(ui: &Ui) -> Self {
        let pages = Self::within(ui.step);
        pages
            .iter()
            .find(|p| p.section() == ui.section)
            .or(pages.first())
            .copied()
            .unwrap_or(Self::Setup)
    }

    /// The pages of a step, in order.
    #[must_use]
    pub fn within(step: StepId) -> Vec<Self> {
        match step {
            StepId::Setup => vec![Self::Setup],
            StepId::Prototype => vec![Self::Source, Self::Check, Self::Emitted, Self::End],
            StepId::Framework => Section::FRAMEWORK
                .iter()
                .map(|s| match s {
                    Section::Metrics => Self::Metrics,
                    Section::Files => Self::Files,
                    other => Self::Form(*other),
                })
                .collect(),
            StepId::Test => vec![Self::Test],
            StepId::Commit => vec![Self::Commit],
            StepId::PullRequest => vec![Self::PullRequest],
            StepId::Maintain => vec![Self::Maintain],
        }
    }

    /// The name in the workspace file.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Check => "check",
            Self::Emitted => "emitted",
            Self::End => "end",
            Self::Form(section) => section.name(),
            Self::Metrics => Section::Metrics.name(),
            Self::Files => Section::Files.name(),
            Self::Setup | Self::Test | Self::Commit | Self::PullRequest | Self::Maintain => "",
        }
    }

    /// The name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Source => "Source",
            Self::Check => "Custom check",
            Self::Emitted => "What it emits",
            Self::End => "Stop here?",
            Self::Form(section) => section.title(),
            Self::Metrics => "Metrics",
            Self::Files => "Files",
            Self::Setup => StepId::Setup.title(),
            Self::Test => StepId::Test.title(),
            Self::Commit => StepId::Commit.title(),
            Self::PullRequest => StepId::PullRequest.title(),
            Self::Maintain => StepId::Maintain.title(),
        }
    }

    /// The name on the screen for a kind: where there is no check, the page is of what takes its place.
    #[must_use]
    pub fn named(self, kind: Option<Kind>) -> &'static str {
        match (self, kind) {
            (Self::Check, Some(Kind::Jmx)) => "Rules",
            (Self::Check, Some(Kind::Logs)) => "Sample",
            (Self::Emitted, Some(kind)) if kind.is_declared() => "What it tells",
            _ => self.title(),
        }
    }

    /// The form on the page.
    #[must_use]
    pub fn form(self) -> Option<Section> {
        match self {
            Self::Source => Some(Section::Source),
            Self::Form(section) => Some(section),
            Self::Commit => Some(Section::Message),
            Self::PullRequest => Some(Section::Request),
            Self::Maintain => Some(Section::Remarks),
            _ => None,
        }
    }

    /// Whether its rows are laid out as a table, by index.
    #[must_use]
    pub fn is_table(self) -> bool {
        matches!(self, Self::Metrics | Self::Files | Self::Emitted)
    }
}

pub use crate::core::place::{Place, place, section_of};

/// Everything found so far: the forms, the derivation, the shadow tree while editing or else the preview, and the tests.
/// What several of them say is told once.
#[must_use]
pub fn findings(w: &Wizard) -> Vec<Finding> {
    // What is rendered while editing is newer than the last preview.
    let live = w.live.is_about_files();
    let applied = w.state.files.applied.as_ref();
    // Of answers that are not applied yet, the tests know nothing.
    let pending = live && applied.is_some_and(|a| !w.is_made_from(&a.inputs));
    let planned = w.plan_findings.iter().filter(|_| !live);
    let shadow = w.live.findings();
    let of_shadow = planned.chain(shadow).filter(|f| !is_derived_anew(f));
    let test = &w.state.steps.test;
    // What the tests say after a save is newer than what they said in the Test step.
    let rerun = w.live.fast.result();
    let is_old = |t: &&TaskResult| match t.task {
        Task::Validate(_) => pending,
        Task::Unit => rerun.is_some(),
        _ => false,
    };
    let tasks = test.tasks.iter().filter(|t| !is_old(t)).chain(rerun);
    let review = test.review.iter().filter(|_| !pending);
    // Of the same message in the same file, the line in the shadow tree is the newer one.
    let place = |f: &Finding| (f.source, f.rule.clone(), f.file.clone(), f.message.clone());
    let newer: HashSet<_> = w.live.findings().map(place).collect();
    let tested = tasks.flat_map(|t| &t.findings).chain(review);
    let tested = tested.filter(|f| !newer.contains(&place(f)));
    let mut out = findings::of_forms(w);
    out.extend(w.derived.findings.iter().cloned());
    out.extend(of_shadow.chain(tested).cloned());
    out.extend(w.state.git.remarks.iter().cloned());
    let mut seen = HashSet::new();
    out.retain(|finding| seen.insert(finding.clone()));
    w.told(out)
}

/// A plan repeats what was derived from the answers as they were then.
fn is_derived_anew(finding: &Finding) -> bool {
    let head = finding.rule.split('.').next().unwrap_or_default();
    finding.source == Source::Form && ["metrics", "service_checks", "monitors"].contains(&head)
}
