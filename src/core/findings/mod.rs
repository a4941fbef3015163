//! All findings as one list: what several say is told once, errors come before warnings before notes, and within each
//! they stand by step, page and field, as one would go through them.

mod forms;
mod same;

pub use forms::of_forms;

use super::finding::{Finding, Severity, Source};
use super::form::{self, Section};
use super::hash;
use super::place::{Place, Places};
use super::step::StepId;
use super::wizard::Wizard;
use std::collections::HashMap;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub finding: Finding,
    /// The worst that any of them says.
    pub severity: Severity,
    /// Others that say the same.
    pub also: Vec<Finding>,
    pub place: Place,
    /// The step and the page that it is grouped under.
    pub step: StepId,
    pub section: &'static str,
    /// The field, or the file and its line.
    pub label: String,
    /// Names it as long as it says the same.
    pub id: String,
}

impl Listed {
    /// What to do, by whoever says it.
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        let mut all = std::iter::once(&self.finding).chain(&self.also);
        all.find_map(|f| f.fix.as_deref())
    }

    /// The file and the line, by whoever names them.
    #[must_use]
    pub fn file(&self) -> Option<(&str, Option<u32>)> {
        let file = self.finding.file.as_deref();
        let mut also = self.also.iter().filter(|f| f.file.is_some());
        let other = |f: &Finding| {
            f.line
                .filter(|_| file.is_none() || f.file.as_deref() == file)
        };
        let line = self
            .finding
            .line
            .or_else(|| self.also.iter().find_map(other));
        match file {
            Some(file) => Some((file, line)),
            None => also.next().and_then(|f| Some((f.file.as_deref()?, f.line))),
        }
    }

    /// Whether it says what `finding` says.
    #[must_use]
    pub fn tells(&self, finding: &Finding) -> bool {
        self.finding == *finding || self.also.contains(finding)
    }
}

/// The list of what was found, in the order in which it is gone through.
#[must_use]
pub fn list(w: &Wizard, found: Vec<Finding>) -> Vec<Listed> {
    let places = Places::new(w);
    let mut out: Vec<Listed> = vec![];
    let mut known: HashMap<same::Key, usize> = HashMap::new();
    let mut found = found;
    // Of several that say the same, the first of these is told.
    found.sort_by_key(|f| f.source);
    for finding in found {
        let place = places.of(&finding);
        let keys = same::keys(&finding, &place);
        if let Some(at) = keys.iter().find_map(|key| known.get(key)).copied() {
            let listed = &mut out[at];
            listed.severity = listed.severity.min(finding.severity);
            if !listed.tells(&finding) {
                listed.also.push(finding);
            }
            for key in keys {
                known.entry(key).or_insert(at);
            }
            continue;
        }
        for key in keys {
            known.entry(key).or_insert(out.len());
        }
        let (step, section) = group(&finding, &place);
        out.push(Listed {
            severity: finding.severity,
            label: label(&places, w, &finding, &place),
            id: id(&finding),
            also: vec![],
            step,
            section,
            place,
            finding,
        });
    }
    out.sort_by_cached_key(|l| {
        let place = (l.step, rank_of_page(l.section), rank(&places, w, &l.place));
        let file = (l.finding.file.clone(), l.finding.line);
        (l.severity, place, file, l.finding.message.clone())
    });
    out
}

/// A name that other findings, coming and going, do not change.
fn id(finding: &Finding) -> String {
    let mut id = hash::value(finding);
    id.truncate(12);
    id
}

/// The step and page of a place; a file is one of those that Framework makes, or what a test of Test stopped at.
fn group(finding: &Finding, place: &Place) -> (StepId, &'static str) {
    let runs = matches!(finding.source, Source::Pytest | Source::Ruff);
    match place {
        Place::Field { step, section, .. } => (*step, section),
        Place::Check { .. } => (StepId::Prototype, super::place::CHECK),
        Place::File { .. } if !runs => (StepId::Framework, Section::Files.name()),
        Place::File { .. } | Place::Nowhere => (StepId::Test, ""),
    }
}

/// Pages in the order of the path.
fn rank_of_page(section: &str) -> usize {
    let forms = Section::FRAMEWORK.iter().map(|s| s.name());
    let mut all = ["", "source", "check", "emitted", "end"]
        .into_iter()
        .chain(forms);
    all.position(|name| name == section).unwrap_or(usize::MAX)
}

/// The parts of a metric, in the order of the panel below the table.
const PARTS: [&str; 6] = [
    "unit",
    "per_unit",
    "orientation",
    "description",
    "short_name",
    "curated",
];

/// The metric and the part of it that an id such as `metrics.acme.depth.unit` names.
fn metric<'a>(w: &Wizard, id: &'a str) -> Option<(usize, &'a str, &'a str)> {
    let rest = id.strip_prefix("metrics.")?;
    if let Some(at) = w.derived.position(rest) {
        return Some((at, rest, ""));
    }
    let (name, part) = rest.rsplit_once('.')?;
    Some((w.derived.position(name)?, name, part))
}

/// Fields in the order of their page.
fn rank(places: &Places<'_>, w: &Wizard, place: &Place) -> (usize, usize) {
    let Some(focus) = place.focus() else {
        return (usize::MAX, 0);
    };
    if let Some((row, _, part)) = metric(w, focus) {
        let part = PARTS.iter().position(|p| *p == part).map_or(0, |n| n + 1);
        return (row, part);
    }
    let at = super::place::section_of(focus).and_then(|section| {
        let fields = places.fields(section);
        fields.iter().position(|(id, _)| id == focus)
    });
    (at.unwrap_or(usize::MAX - 1), 0)
}

fn label(places: &Places<'_>, w: &Wizard, finding: &Finding, place: &Place) -> String {
    let folder = format!("{}/", w.state.answers.integration.folder());
    let short = |path: &str| path.strip_prefix(&folder).unwrap_or(path).to_owned();
    match place {
        Place::Field { focus, .. } if focus.is_empty() => match &finding.file {
            Some(file) => short(file),
            None => finding.rule.clone(),
        },
        Place::Field { focus, .. } => {
            if let Some((_, name, part)) = metric(w, focus) {
                // All of them begin alike.
                let prefix = w.state.answers.integration.prefix();
                let short = name.strip_prefix(&prefix).unwrap_or(name);
                return match part {
                    "" => short.to_owned(),
                    part => format!("{short} · {}", form::metric_field(w, name, part).label),
                };
            }
            let field = super::place::section_of(focus).and_then(|section| {
                let fields = places.fields(section);
                let field = fields.iter().find(|(id, _)| id == focus);
                field.map(|(_, label)| label.clone())
            });
            let named = |rest: &str| rest.to_owned();
            field
                .or_else(|| focus.strip_prefix("monitors.").map(named))
                .or_else(|| focus.strip_prefix("metrics.").map(named))
                .unwrap_or_else(|| short(focus))
        }
        Place::Check { .. } => finding.file.as_deref().map_or_else(String::new, short),
        Place::File { path, line } => {
            let line = line.map_or(String::new(), |l| format!(":{l}"));
            format!("{}{line}", short(path))
        }
        Place::Nowhere => finding.rule.clone(),
    }
}
