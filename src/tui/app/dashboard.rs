//! What the Dashboard page shows: the dashboard itself, what the last run would put on it, and the monitors on
//! offer. Made again only when an answer or the run changes.

use crate::core::answers::{Integration, Monitor};
use crate::core::capture::Capture;
use crate::core::dashboard::{self, Board, Graph, How, Series, Show, Source};
use crate::core::event::Derived;
use crate::core::monitors::{self, Candidate, Spec};
use crate::core::shared::Shared;
use crate::core::wizard::Wizard;
use std::collections::BTreeMap;

/// Monitors that are shown without having been chosen; further ones can be named in an answers file.
const OFFERED: usize = 60;

/// The page's content.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    made_from: Option<MadeFrom>,
    pub board: Board,
    /// Everything that could be offered.
    offered: Vec<Candidate>,
    /// Chosen and offered, in one order that choosing does not change.
    pub monitors: Vec<Candidate>,
    /// How many more could be offered.
    pub left_out: usize,
    /// The chosen ones as they will be, by metric.
    pub specs: BTreeMap<String, Spec>,
    values: BTreeMap<String, Vec<f64>>,
    /// The last status of each service check: 0 OK to 3 UNKNOWN.
    pub statuses: BTreeMap<String, u8>,
}

/// What all but the choices follows from.
#[derive(Debug, Clone)]
struct MadeFrom {
    integration: Integration,
    derived: Shared<Derived>,
    capture: Option<Shared<Capture>>,
}

impl MadeFrom {
    fn of(w: &Wizard) -> Self {
        Self {
            integration: w.state.answers.integration.clone(),
            derived: w.derived.clone(),
            capture: w.capture.clone(),
        }
    }

    fn holds(&self, w: &Wizard) -> bool {
        let captures = match (&self.capture, &w.capture) {
            (Some(a), Some(b)) => a.same(b),
            (a, b) => a.is_none() && b.is_none(),
        };
        captures && self.derived.same(&w.derived) && self.integration == w.state.answers.integration
    }
}

impl Shown {
    /// What there is to show; of `before` what no answer has changed.
    #[must_use]
    pub fn of(w: &Wizard, before: Option<Self>) -> Self {
        w.with_source(|source| {
            let kept = before.filter(|b| b.made_from.as_ref().is_some_and(|m| m.holds(w)));
            let mut shown = kept.unwrap_or_else(|| Self {
                made_from: Some(MadeFrom::of(w)),
                board: dashboard::board(source),
                offered: monitors::candidates(source),
                values: values(source.capture),
                statuses: (source.capture.service_checks.iter())
                    .map(|c| (c.name.clone(), c.status))
                    .collect(),
                ..Self::default()
            });
            shown.choose(source);
            shown
        })
    }

    /// Puts what was chosen among what is offered.
    fn choose(&mut self, source: &Source<'_>) {
        let answers = source.answers;
        self.monitors.clear();
        for candidate in &self.offered {
            if self.monitors.len() < OFFERED || answers.monitor(&candidate.metric).is_some() {
                self.monitors.push(candidate.clone());
            }
        }
        self.left_out = self.offered.len() - self.monitors.len();
        let offered = |m: &&Monitor| self.offered.iter().any(|c| c.metric == m.metric);
        let own = answers.monitors.iter().filter(|m| !offered(m));
        let own: Vec<Candidate> = own.map(|m| monitors::own(source, m)).collect();
        self.monitors.extend(own);
        self.specs = answers
            .monitors
            .iter()
            .filter_map(|m| Some((m.metric.clone(), monitors::spec(source, &self.offered, m)?)))
            .collect();
    }

    /// Every value that a graph's first series had in the run, in the order of time.
    #[must_use]
    pub fn points(&self, graph: &Graph) -> &[f64] {
        let first = graph.series.first();
        first.map_or(&[], |s| self.of_metric(&s.metric))
    }

    fn of_metric(&self, metric: &str) -> &[f64] {
        // An aggregate such as wait.max was not emitted by the check itself.
        let whole = || self.values.get(metric.rsplit_once('.')?.0);
        self.values
            .get(metric)
            .or_else(whole)
            .map_or(&[], Vec::as_slice)
    }

    /// The number that a value widget would have shown.
    #[must_use]
    pub fn number(&self, series: &Series) -> Option<f64> {
        let all = self.of_metric(&series.metric);
        let sum: f64 = all.iter().sum();
        #[allow(clippy::cast_precision_loss)] // A run has few points.
        let count = all.len() as f64;
        if all.is_empty() {
            return None;
        }
        Some(match &series.how {
            How::Highest => all.iter().copied().fold(f64::MIN, f64::max),
            How::Lowest => all.iter().copied().fold(f64::MAX, f64::min),
            How::Average | How::Rate => sum / count,
            How::Count => all.last().copied()?,
            How::Mean(count) => {
                let observed: f64 = self.of_metric(count).iter().sum();
                if observed == 0.0 {
                    return None;
                }
                sum / observed
            }
        })
    }

    /// A group's widgets and what each shows, in full.
    #[must_use]
    pub fn text(&self, group: usize) -> Option<(String, Vec<String>)> {
        let group = self.board.groups.get(group)?;
        let mut out = vec![];
        for widget in &group.widgets {
            if !out.is_empty() {
                out.push(String::new());
            }
            let title = if widget.title.is_empty() {
                "Note"
            } else {
                &widget.title
            };
            let (kind, about) = match &widget.show {
                Show::About => (
                    "text",
                    vec![
                        "What the product is, how to use the dashboard, where to read more.".into(),
                    ],
                ),
                Show::Status(check) => ("service check", vec![check.clone()]),
                Show::Value(graph) => ("number", lines(graph)),
                Show::Lines(graph) => ("lines", lines(graph)),
                Show::Bars(graph) => ("bars", lines(graph)),
                Show::Top(graph) => ("top list", lines(graph)),
            };
            out.push(format!("{title}: {kind}"));
            out.extend(about.into_iter().map(|l: String| format!("  {l}")));
        }
        Some((group.title.clone(), out))
    }
}

fn lines(graph: &Graph) -> Vec<String> {
    let mut out = graph.metrics.clone();
    if let Some(by) = &graph.by {
        out.push(format!("for each {by}"));
    }
    out
}

fn values(capture: &Capture) -> BTreeMap<String, Vec<f64>> {
    let mut out: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for metric in &capture.metrics {
        if let Some(value) = metric.value {
            out.entry(metric.name.clone()).or_default().push(value);
        }
    }
    out
}
