//! The pages of the steps, and where a finding leads.

use crate::core::answers::Kind;
use crate::core::finding::{Finding, Source};
use crate::core::form::Section;
use crate::core::state::Ui;
use crate::core::step::StepId;
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
            _ => None,
        }
    }

    /// Whether its rows are laid out as a table, by index.
    #[must_use]
    pub fn is_table(self) -> bool {
        matches!(self, Self::Metrics | Self::Files | Self::Emitted)
    }
}

/// Everything found so far that has a place: the form, the derivation, the preview, the shadow tree while editing,
/// the tests. What several of them say is told once.
#[must_use]
pub fn findings(w: &Wizard) -> Vec<Finding> {
    let mut out: Vec<Finding> = w.derived.findings.clone();
    let mut known: HashSet<Finding> = out.iter().cloned().collect();
    for finding in w.plan_findings.iter().chain(w.live.findings()) {
        if known.insert(finding.clone()) {
            out.push(finding.clone());
        }
    }
    // Of the same message in the same file, the line in the shadow tree is the newer one.
    let place = |f: &Finding| (f.source, f.rule.clone(), f.file.clone(), f.message.clone());
    let newer: HashSet<_> = w.live.findings().map(place).collect();
    for finding in w.state.steps.test.tasks.iter().flat_map(|t| &t.findings) {
        if !newer.contains(&place(finding)) && known.insert(finding.clone()) {
            out.push(finding.clone());
        }
    }
    out
}

/// Where a finding leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A field or row.
    Field {
        step: StepId,
        section: &'static str,
        focus: String,
    },
    /// A file at a line, in the editor.
    File {
        path: String,
        line: Option<u32>,
    },
    Nowhere,
}

/// The field that a finding is about, else its file.
#[must_use]
pub fn place(w: &Wizard, finding: &Finding) -> Place {
    let framework = |section: Section, focus: String| Place::Field {
        step: StepId::Framework,
        section: section.name(),
        focus,
    };
    if finding.source == Source::Form || finding.file.is_none() {
        if let Some(section) = section_of(&finding.rule) {
            return match section {
                Section::Source => Place::Field {
                    step: StepId::Prototype,
                    section: section.name(),
                    focus: finding.rule.clone(),
                },
                Section::Message => Place::Field {
                    step: StepId::Commit,
                    section: "",
                    focus: finding.rule.clone(),
                },
                _ => framework(section, finding.rule.clone()),
            };
        }
        return Place::Nowhere;
    }
    let Some(path) = finding.file.clone() else {
        return Place::Nowhere;
    };
    let name = path.rsplit('/').next().unwrap_or(&path);
    match name {
        "metadata.csv" => {
            let row = finding
                .line
                .and_then(|l| usize::try_from(l).ok()?.checked_sub(2))
                .and_then(|i| w.derived.metrics.get(i));
            framework(
                Section::Metrics,
                row.map_or_else(String::new, |r| format!("metrics.{}", r.name)),
            )
        }
        "service_checks.json" => framework(Section::Checks, String::new()),
        "spec.yaml" => framework(Section::Options, String::new()),
        "README.md" => framework(Section::Readme, String::new()),
        "manifest.json" => framework(Section::Identity, String::new()),
        "CODEOWNERS" => framework(Section::Author, "author.github".into()),
        _ => Place::File {
            path,
            line: finding.line,
        },
    }
}

/// The section that a field belongs to.
#[must_use]
pub fn section_of(field: &str) -> Option<Section> {
    let head = field.split('.').next()?;
    Some(match head {
        "metrics" => Section::Metrics,
        "service_checks" => Section::Checks,
        "options" | "templates" | "dependencies" | "auto_conf" => Section::Options,
        "author" | "track" => Section::Author,
        "readme" => Section::Readme,
        "dashboard" | "monitors" => Section::Dashboard,
        "e2e" => Section::Tests,
        "git" => Section::Message,
        "source" | "prototype" | "logs" => Section::Source,
        "integration" => match field {
            "integration.categories" | "integration.supported_os" => Section::Tags,
            "integration.kind" => Section::Source,
            _ => Section::Identity,
        },
        _ => return None,
    })
}
