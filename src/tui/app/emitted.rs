//! What the last run emitted, as rows: each metric once, beside what the run before said.

use crate::core::capture::Capture;
use crate::core::wizard::Wizard;
use std::collections::BTreeMap;

/// A row of *What it emits*.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Emitted {
    /// `metric`, `service check`, `event`, `log`, `warning`, `left out`.
    pub what: &'static str,
    pub name: String,
    /// `gauge`, `count`, `rate`; `check`, `event`, `log`, `warning`, `left out`.
    pub kind: String,
    /// The method that sent it, for metrics.
    pub method: String,
    pub value: String,
    pub tags: String,
    /// `new`, `gone`, `was 3`, or empty.
    pub change: String,
    /// Said in full when focused.
    pub detail: String,
    /// The name and the type that would collect what was left out.
    pub give: Option<(String, String)>,
    /// The values of the runs, oldest first, for a small chart.
    pub series: Vec<Option<f64>>,
}

impl Emitted {
    /// A row in full, for the pager.
    pub fn in_full(&self) -> Vec<String> {
        [
            ("Name", &self.name),
            ("Sent as", &self.method),
            ("Value", &self.value),
            ("Tags", &self.tags),
            ("Change", &self.change),
            ("Note", &self.detail),
        ]
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .flat_map(|(k, v)| {
            v.lines()
                .enumerate()
                .map(move |(i, l)| format!("{:<9}{l}", if i == 0 { k } else { "" }))
                .collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Everything the last run emitted or left out, as rows.
#[must_use]
pub fn rows(w: &Wizard) -> Vec<Emitted> {
    let Some(capture) = &w.capture else {
        return vec![];
    };
    let before = w.previous.as_deref().map(totals);
    let mut out = metrics(capture, before.as_ref());
    if let Some(before) = &before {
        let now = capture.metric_names();
        for name in before.keys().filter(|n| !now.contains(n.as_str())) {
            out.push(Emitted {
                what: "metric",
                name: name.clone(),
                change: "gone".into(),
                detail: "The run before emitted it; this one did not.".into(),
                ..Emitted::default()
            });
        }
    }
    for row in &mut out {
        if let Some(raw) = w.notes.help.get(&row.name).map(|h| &h.raw) {
            let place = if w.state.answers.is_declared() {
                ""
            } else {
                " on the page"
            };
            row.detail = format!("{raw}{place} becomes {}.", row.name);
        }
    }
    let declared = w.state.answers.is_declared();
    if declared {
        // Nothing ran, so there is no value.
        for row in out.iter_mut().filter(|r| r.change != "gone") {
            row.value = "not run".into();
        }
    }
    for check in &capture.service_checks {
        let state = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
        let row = Emitted {
            what: "service check",
            name: check.name.clone(),
            kind: "check".into(),
            value: if declared {
                "not run".into()
            } else {
                let word = state.get(usize::from(check.status));
                (*word.unwrap_or(&"UNKNOWN")).to_owned()
            },
            tags: check.tags.join(" "),
            detail: check.message.clone(),
            ..Emitted::default()
        };
        if !out.contains(&row) {
            out.push(row);
        }
    }
    for event in &capture.events {
        out.push(Emitted {
            what: "event",
            name: event.title.clone(),
            kind: "event".into(),
            tags: event.tags.join(" "),
            detail: event.text.clone(),
            ..Emitted::default()
        });
    }
    for line in &capture.log_lines {
        out.push(Emitted {
            what: "log",
            name: line.message.clone(),
            kind: "log".into(),
            value: line.level.to_lowercase(),
            detail: line.message.clone(),
            ..Emitted::default()
        });
    }
    for warning in &capture.warnings {
        out.push(Emitted {
            what: "warning",
            name: warning.clone(),
            kind: "warning".into(),
            detail: warning.clone(),
            ..Emitted::default()
        });
    }
    for dropped in w.left_out() {
        out.push(Emitted {
            what: "left out",
            name: dropped.name.clone(),
            kind: if declared { "not listed" } else { "left out" }.into(),
            value: dropped.reason.clone(),
            detail: dropped.reason.clone(),
            give: dropped.give.clone(),
            ..Emitted::default()
        });
    }
    out
}

/// The last value of each metric, summed over its series.
fn totals(capture: &Capture) -> BTreeMap<String, f64> {
    let last = capture.metrics.iter().map(|m| m.run).max().unwrap_or(0);
    let mut out: BTreeMap<String, f64> = BTreeMap::new();
    for metric in &capture.metrics {
        let total = out.entry(metric.name.clone()).or_default();
        if metric.run == last {
            *total += metric.value.unwrap_or(0.0);
        }
    }
    out
}

fn metrics(capture: &Capture, before: Option<&BTreeMap<String, f64>>) -> Vec<Emitted> {
    let mut groups: BTreeMap<&str, Vec<&crate::core::capture::Metric>> = BTreeMap::new();
    for metric in &capture.metrics {
        groups.entry(&metric.name).or_default().push(metric);
    }
    let last = capture.metrics.iter().map(|m| m.run).max().unwrap_or(0);
    groups
        .into_iter()
        .map(|(name, points)| {
            let now: Vec<_> = points.iter().filter(|p| p.run == last).collect();
            let shown = now.first().copied().unwrap_or(&points[0]);
            let total: f64 = now.iter().filter_map(|p| p.value).sum();
            let series = now.len().max(1);
            let change = before.map_or(String::new(), |b| match b.get(name) {
                None => "new".into(),
                Some(old) if (old - total).abs() > f64::EPSILON => format!("was {}", number(*old)),
                Some(_) => String::new(),
            });
            let mut keys: Vec<&str> = points
                .iter()
                .flat_map(|p| &p.tags)
                .map(|t| t.split(':').next().unwrap_or(t))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            let runs = points.iter().map(|p| p.run).max().unwrap_or(0);
            Emitted {
                what: "metric",
                name: name.to_owned(),
                kind: shown.submission.metadata_type().to_owned(),
                method: shown.submission.method().to_owned(),
                value: if series == 1 {
                    shown.value.map_or_else(|| "not a number".into(), number)
                } else {
                    format!("{} in {series} series", number(total))
                },
                tags: keys.join(" "),
                change,
                detail: if shown.tags.is_empty() {
                    String::new()
                } else {
                    format!("For example {}", shown.tags.join(" "))
                },
                give: None,
                series: (1..=runs)
                    .map(|run| {
                        let mut values = points.iter().filter(|p| p.run == run).peekable();
                        values.peek()?;
                        Some(values.filter_map(|p| p.value).sum())
                    })
                    .collect(),
            }
        })
        .collect()
}

/// A value with at most three decimals.
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
