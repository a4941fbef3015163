//! Rows of metadata.csv.

use super::sentence::{self, Facts};
use super::{Derived, orientation, text, units, words};
use crate::core::answers::{Answers, MetricAnswer};
use crate::core::capture::{Capture, Submission};
use crate::core::finding::{Finding, Source};
use crate::core::mapping::{Help, Part};
use crate::core::metadata::MetricRow;
use crate::core::nearest::hint;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What the Agent makes of a histogram beside its count: its default aggregates and percentile.
const AGGREGATES: [(&str, &str); 4] = [
    ("avg", "average"),
    ("max", "maximum"),
    ("median", "median"),
    ("95percentile", "95th percentile"),
];

/// One row for each metric, in order of name, with what was answered of it. `help` is the pages' by emitted
/// name, `units` ddev's list.
///
/// Findings: a metric submitted by methods of differing types, an answer for a metric that nothing emits.
#[must_use]
pub fn metric_rows(
    capture: &Capture,
    help: &BTreeMap<String, Help>,
    answers: &Answers,
    units: &[String],
) -> Derived<MetricRow> {
    let mut derived = guessed_rows(capture, help, answers, units);
    overlay(&mut derived.rows, answers);
    derived
}

/// The same without what was answered; rows that an answer changes are replaced by [`overlay`].
pub(crate) fn guessed_rows(
    capture: &Capture,
    help: &BTreeMap<String, Help>,
    answers: &Answers,
    units: &[String],
) -> Derived<MetricRow> {
    let mut submitted: BTreeMap<String, BTreeSet<Submission>> = BTreeMap::new();
    for metric in &capture.metrics {
        submitted
            .entry(normalize(&metric.name))
            .or_default()
            .insert(metric.submission);
    }
    let mut derived = Derived {
        rows: vec![],
        findings: vec![],
    };
    let context = Context {
        openmetrics: capture.inspection.openmetrics,
        names: submitted.keys().cloned().collect(),
        answers,
        help,
        units,
    };
    for (name, methods) in &submitted {
        let Some(method) = methods.first() else {
            continue;
        };
        if name.is_empty() || name.ends_with('.') {
            derived.findings.extend(nameless(capture, name));
            continue;
        }
        let types: BTreeSet<&str> = methods.iter().map(|m| m.metadata_type()).collect();
        if types.len() > 1 {
            derived.findings.push(differing(name, methods));
        }
        match method {
            Submission::Histogram | Submission::Historate => {
                derived.rows.extend(context.aggregates(name, *method));
            }
            _ => derived.rows.push(context.row(name, *method)),
        }
    }
    derived.rows.sort_by(|a, b| a.name.cmp(&b.name));
    derived.rows.dedup_by(|a, b| a.name == b.name);
    context.unknown(&mut derived);
    derived
}

/// Puts the answers over the rows, which stand in order of name; returns the rows that they replaced.
pub(crate) fn overlay(rows: &mut [MetricRow], answers: &Answers) -> BTreeMap<String, MetricRow> {
    let mut guesses = BTreeMap::new();
    for answer in answers.metrics.iter() {
        let found = rows.binary_search_by(|r| r.name.as_str().cmp(&answer.name));
        // Of several answers for one metric the first counts.
        if let Ok(at) = found
            && !guesses.contains_key(&answer.name)
        {
            let guess = rows[at].clone();
            rows[at] = answered(guess.clone(), answer);
            guesses.insert(answer.name.clone(), guess);
        }
    }
    guesses
}

/// The name as the backend stores it, which is the one that metadata.csv must have: the rule of the stub's
/// `backend_normalize_metric_name`.
pub(crate) fn normalize(name: &str) -> String {
    let start = name
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(name.len());
    let mut out = String::with_capacity(name.len());
    let mut odd = false;
    for c in name[start..].chars() {
        let good = c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        match c {
            '.' => {
                out.truncate(out.trim_end_matches('_').len());
                out.push('.');
            }
            '_' if out.ends_with('.') => {}
            c if good => out.push(c),
            // A run of other signs is one underscore.
            _ if odd || out.ends_with('.') => {}
            _ => out.push('_'),
        }
        odd = !good;
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

struct Context<'a> {
    /// The base class names the parts of a histogram.
    openmetrics: bool,
    names: BTreeSet<String>,
    answers: &'a Answers,
    help: &'a BTreeMap<String, Help>,
    units: &'a [String],
}

impl Context<'_> {
    fn row(&self, name: &str, method: Submission) -> MetricRow {
        let none = Help {
            part: self.part(name),
            ..Help::default()
        };
        let help = self.help.get(name).unwrap_or(&none);
        let metric_type = method.metadata_type();
        let short = self.short(name);
        let clues = units::Clues {
            name: short,
            raw: &help.raw,
            unit: &help.unit,
            help: &help.text,
            part: help.part,
            rate: matches!(method, Submission::Rate | Submission::Counter),
            counter: metric_type == "count",
            created: self.is_created(help),
        };
        let (unit, per_unit) = units::guess(clues, self.units);
        let described = if clues.created {
            Some(sentence::began(
                short,
                &self.answers.integration.display_name,
            ))
        } else {
            text::from_help(text::Described {
                help: &help.text,
                raw: &help.raw,
                metric_type,
                part: help.part,
            })
        };
        let facts = self.facts(name, method, &unit, help.part);
        let mut guessed = vec![];
        if help.unit.is_empty() {
            guessed.push("unit".to_owned());
        }
        guessed.push("orientation".to_owned());
        if described.is_none() {
            guessed.push("description".to_owned());
        }
        MetricRow {
            name: name.to_owned(),
            metric_type: metric_type.to_owned(),
            description: described.unwrap_or_else(|| sentence::from_name(facts)),
            orientation: orientation::guess(orientation::Clues {
                name: short,
                help: &help.text,
                unit: &unit,
                part: help.part,
                counter: metric_type == "count",
                created: clues.created,
            }),
            short_name: brief(short, metric_type, help.part),
            unit,
            per_unit,
            curated: String::new(),
            guessed,
        }
    }

    /// The gauge that some libraries put beside a counter or a distribution: when it began, in seconds.
    fn is_created(&self, help: &Help) -> bool {
        let Some(stem) = help
            .raw
            .strip_suffix("_created")
            .filter(|_| !help.text.is_empty())
        else {
            return false;
        };
        let sibling = |h: &Help| {
            h.raw.strip_suffix("_total").unwrap_or(&h.raw) == stem && h.text == help.text
        };
        self.help.values().any(sibling)
    }

    /// The part of a histogram or summary, by its siblings' names: for a page that is not at hand.
    fn part(&self, name: &str) -> Part {
        let Some((stem, end)) = name.rsplit_once('.').filter(|_| self.openmetrics) else {
            return Part::Whole;
        };
        let has = |sibling: &str| self.names.contains(&format!("{stem}.{sibling}"));
        match end {
            "bucket" if has("count") => Part::Bucket,
            "quantile" if has("count") => Part::Quantile,
            "sum" if has("count") => Part::Sum,
            "count" if has("sum") => Part::Count,
            _ => Part::Whole,
        }
    }

    fn facts<'n>(
        &'n self,
        name: &'n str,
        method: Submission,
        unit: &'n str,
        part: Part,
    ) -> Facts<'n> {
        Facts {
            name: self.short(name),
            metric_type: method.metadata_type(),
            unit,
            product: &self.answers.integration.display_name,
            part,
            rate: method == Submission::Rate,
        }
    }

    /// The rows of a histogram; the stub submits its count alone.
    fn aggregates(&self, name: &str, method: Submission) -> Vec<MetricRow> {
        let base = self.row(name, method);
        let facts = self.facts(name, method, &base.unit, Part::Whole);
        let with = |suffix: &str, metric_type: &str, unit: &str, description: String| MetricRow {
            name: format!("{name}.{suffix}"),
            metric_type: metric_type.to_owned(),
            unit: unit.to_owned(),
            per_unit: String::new(),
            description,
            orientation: if suffix == "count" {
                0
            } else {
                base.orientation
            },
            short_name: format!("{} {suffix}", base.short_name),
            curated: String::new(),
            guessed: vec!["unit".into(), "orientation".into(), "description".into()],
        };
        let mut rows = vec![with("count", "rate", "", sentence::observations(facts))];
        rows.extend(AGGREGATES.iter().map(|(suffix, what)| {
            with(
                suffix,
                "gauge",
                &base.unit,
                sentence::aggregate(facts, what),
            )
        }));
        rows
    }

    /// The name without the integration's prefix.
    fn short<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(&self.answers.integration.prefix())
            .unwrap_or(name)
    }

    fn unknown(&self, derived: &mut Derived<MetricRow>) {
        let names: HashSet<&str> = derived.rows.iter().map(|r| r.name.as_str()).collect();
        let unknown = self
            .answers
            .metrics
            .iter()
            .filter(|a| !names.contains(a.name.as_str()));
        let unknown = unknown.map(|a| (format!("metrics.{}", a.name), a.name.as_str()));
        let optional = self.answers.e2e.optional.iter().map(String::as_str);
        let optional = optional.filter(|name| !names.contains(name));
        let optional = optional.map(|name| ("e2e.optional".to_owned(), name));
        let findings: Vec<Finding> = unknown
            .chain(optional)
            .map(|(field, name)| {
                let near = hint(name, derived.rows.iter().map(|r| r.name.as_str()));
                let message = format!("The check emits no metric {name:?}.{near}");
                Finding::error(Source::Form, field, message)
            })
            .collect();
        derived.findings.extend(findings);
    }
}

/// The short name: the words, without the type's own suffix.
fn brief(short: &str, metric_type: &str, part: Part) -> String {
    let mut all = words::split(short);
    let suffix = part == Part::Whole && metric_type == "count" && all.len() > 1;
    if suffix && all.last().is_some_and(|w| w == "count") {
        all.pop();
    }
    all.join(" ")
}

/// The row with what the contributor answered, which wins.
pub(crate) fn answered(mut row: MetricRow, answer: &MetricAnswer) -> MetricRow {
    let mut seen: Vec<&str> = vec![];
    if let Some(unit) = &answer.unit {
        // Another unit than the guessed one makes the guessed per unit meaningless.
        if *unit != row.unit && answer.per_unit.is_none() {
            row.per_unit.clear();
        }
        row.unit.clone_from(unit);
        seen.push("unit");
    }
    if let Some(per_unit) = &answer.per_unit {
        row.per_unit.clone_from(per_unit);
    }
    if let Some(orientation) = answer.orientation {
        row.orientation = orientation;
        seen.push("orientation");
    }
    if let Some(description) = &answer.description {
        row.description.clone_from(description);
        seen.push("description");
    }
    if let Some(short_name) = &answer.short_name {
        row.short_name.clone_from(short_name);
    }
    if let Some(curated) = &answer.curated {
        row.curated.clone_from(curated);
    }
    row.guessed.retain(|g| !seen.contains(&g.as_str()));
    row
}

/// Metrics of whose names the backend keeps nothing: `acme.é` is stored as `acme.`, and so is every other of its kind.
fn nameless<'a>(capture: &'a Capture, stored: &'a str) -> impl Iterator<Item = Finding> + 'a {
    let names: BTreeSet<&str> = capture.metrics.iter().map(|m| m.name.as_str()).collect();
    let alike = names.into_iter().filter(move |n| normalize(n) == stored);
    alike.map(move |name| {
        let message = format!(
            "{name} has no name left in Datadog, which stores it as \"{stored}\". Name it with letters, digits, and \
             underscores after the last dot."
        );
        Finding::error(Source::Form, format!("metrics.{name}"), message)
    })
}

fn differing(name: &str, methods: &BTreeSet<Submission>) -> Finding {
    let list: Vec<&str> = methods.iter().map(|m| m.method()).collect();
    let message = format!(
        "{name} is submitted by {}, which are different types. Use one method, or a name for each.",
        list.join(" and ")
    );
    Finding::error(Source::Form, format!("metrics.{name}"), message)
}
