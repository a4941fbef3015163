//! The fields of a monitor: `monitors.<metric or service check>.<part>`. It exists as long as its part `on` is yes.

use super::{Field, Input};
use crate::core::answers::{Answers, Comparison, Monitor};
use crate::core::monitors::{self, Spec};
use crate::core::wizard::Wizard;

/// What one monitor asks for, in order.
pub const PARTS: [&str; 8] = [
    "on",
    "threshold",
    "warning",
    "comparison",
    "window",
    "by",
    "title",
    "message",
];

/// The metric and the part that a field's id is about.
#[must_use]
pub fn part_of(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("monitors.")?.rsplit_once('.')
}

/// One part of a monitor.
#[must_use]
pub fn monitor_field(wizard: &Wizard, metric: &str, part: &str) -> Field {
    let choice = |all: &[&str]| Input::Choice(all.iter().map(|t| (*t).to_owned()).collect());
    let check = wizard
        .derived
        .service_checks
        .iter()
        .any(|c| c.check == metric);
    let field = |label: &str, help: &str, input| {
        Field::new(format!("monitors.{metric}.{part}"), label, help, input)
    };
    match part {
        "on" => field(
            "Monitor",
            "Offered for users to turn on. Choose it only if you know a threshold that means trouble.",
            Input::Bool,
        ),
        "threshold" if check => field(
            "Runs in a row",
            "How many runs in a row are critical before it alerts: 1 to 5.",
            Input::Line,
        )
        .required(),
        "threshold" => field(
            "Threshold",
            "Where it alerts, in the metric's unit. A number that you would want to be woken for; reviewers ask \
             why this one.",
            Input::Line,
        )
        .required(),
        "warning" => field(
            "Warning",
            "Where it warns before that. May stay empty.",
            Input::Line,
        )
        .more(),
        "comparison" => field(
            "Alert when",
            "On which side of the threshold there is trouble.",
            choice(&["above", "below"]),
        )
        .more(),
        "window" => field(
            "Over the last",
            "The time that is looked at: m is minutes, h hours, d a day.",
            choice(&Monitor::WINDOWS),
        )
        .more(),
        "by" => field(
            "An alert for each",
            "Tags, separated by commas; none for one alert for all.",
            Input::Line,
        )
        .more(),
        "title" => field(
            "Title",
            "Object and verb, without variables: Consumer lag is high.",
            Input::Line,
        )
        .more(),
        _ => field(
            "Message",
            "What the notification says. {{tag.name}} works for the tags that there is an alert for each of.",
            Input::Text,
        )
        .more(),
    }
}

/// The fields of all chosen monitors that can need an answer or hold a wrong one.
pub(super) fn fields(wizard: &Wizard) -> Vec<Field> {
    let chosen = wizard.state.answers.monitors.iter();
    let answers = &wizard.state.answers;
    let said = |metric: &str, part: &str| {
        matches!(part, "on" | "threshold") || !answered(answers, metric, part).is_empty()
    };
    chosen
        .flat_map(|m| {
            let parts = PARTS.iter().filter(|part| said(&m.metric, part));
            parts.map(|part| monitor_field(wizard, &m.metric, part))
        })
        .collect()
}

/// The answer. What is derived where nothing was said is [`proposed`], which costs more than a look.
pub(super) fn value(wizard: &Wizard, metric: &str, part: &str) -> String {
    let said = answered(&wizard.state.answers, metric, part);
    let monitor = wizard.state.answers.monitor(metric);
    match (part, monitor) {
        ("by", _) if said == "=" => "none".into(),
        ("by", _) => said.trim_start_matches('=').to_owned(),
        ("window", Some(monitor)) => monitor.window().to_owned(),
        ("comparison", Some(monitor)) => monitor.comparison.name().to_owned(),
        _ => said,
    }
}

/// What a part will be where nothing was said of it: the text that typing begins with.
#[must_use]
pub fn proposed(wizard: &Wizard, metric: &str, part: &str) -> Option<String> {
    let monitor = wizard.state.answers.monitor(metric)?;
    if !matches!(part, "by" | "title" | "message") || !value(wizard, metric, part).is_empty() {
        return None;
    }
    let spec = wizard.with_source(|source| {
        let offered = monitors::candidates(source);
        monitors::spec(source, &offered, monitor)
    })?;
    Some(said_of(&spec, part))
}

/// A part of a monitor as it will be, as text.
#[must_use]
pub fn said_of(spec: &Spec, part: &str) -> String {
    match part {
        "by" if spec.by.is_empty() => "none".into(),
        "by" => spec.by.join(", "),
        "title" => spec.title.clone(),
        _ => spec.message.clone(),
    }
}

/// What was answered: the value that undo puts back. A list of tags stands behind `=`, so that an empty one is
/// not the same as none said.
pub(super) fn answered(answers: &Answers, metric: &str, part: &str) -> String {
    let Some(m) = answers.monitor(metric) else {
        return if part == "on" { "no" } else { "" }.into();
    };
    let number = |n: Option<f64>| n.map(monitors::number).unwrap_or_default();
    match part {
        "on" => "yes".into(),
        "of" => m.of.clone().unwrap_or_default(),
        "threshold" => number(m.threshold),
        "warning" => number(m.warning),
        "comparison" if m.comparison == Comparison::default() => String::new(),
        "comparison" => m.comparison.name().into(),
        "window" => m.window.clone().unwrap_or_default(),
        "by" => {
            m.by.as_ref()
                .map(|by| format!("={}", by.join(", ")))
                .unwrap_or_default()
        }
        "title" => m.title.clone().unwrap_or_default(),
        "message" => m.message.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Writes a checked text. Saying something of a monitor that there is none of makes it.
pub(super) fn set(answers: &mut Answers, metric: &str, part: &str, text: &str) {
    if part == "on" && text == "no" {
        answers.monitors.retain(|m| m.metric != metric);
        return;
    }
    let at = answers.monitors.iter().position(|m| m.metric == metric);
    let at = match at {
        Some(at) => at,
        None if text.is_empty() => return,
        None => {
            // By name, so that dropping one and taking that back leaves the answers as they were.
            let at = answers
                .monitors
                .partition_point(|m| m.metric.as_str() < metric);
            let monitor = Monitor {
                metric: metric.to_owned(),
                ..Monitor::default()
            };
            answers.monitors.insert(at, monitor);
            at
        }
    };
    let monitor = &mut answers.monitors[at];
    let some = || (!text.is_empty()).then(|| text.to_owned());
    match part {
        "of" => monitor.of = some(),
        "threshold" => monitor.threshold = text.trim().parse().ok(),
        "warning" => monitor.warning = text.trim().parse().ok(),
        "comparison" if text == "below" => monitor.comparison = Comparison::Below,
        "comparison" => monitor.comparison = Comparison::Above,
        "window" => monitor.window = some(),
        "by" => {
            let keys = text.trim_start_matches('=').split(',').map(str::trim);
            let keys = keys.filter(|k| !k.is_empty() && *k != "none");
            monitor.by = some().map(|_| keys.map(str::to_owned).collect());
        }
        "title" => monitor.title = some(),
        "message" => monitor.message = some(),
        _ => {}
    }
}

/// The values that belong together: what is chosen comes with what was offered of it, and dropping one lets
/// go of every part, so that one undo brings all of it back.
pub(crate) fn together(wizard: &Wizard, values: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut out = vec![];
    for (id, text) in values {
        let here = part_of(&id).filter(|(_, part)| *part == "on");
        let Some(metric) = here.map(|(metric, _)| metric.to_owned()) else {
            out.push((id, text));
            continue;
        };
        let part = |part: &str, text: &str| (format!("monitors.{metric}.{part}"), text.to_owned());
        if text == "no" {
            out.push((id, text));
            out.push(part("of", ""));
            out.extend(PARTS[1..].iter().map(|p| part(p, "")));
            continue;
        }
        out.push((id, text));
        if wizard.state.answers.monitor(&metric).is_some() {
            continue;
        }
        if let Some(offered) = wizard.with_source(|s| monitors::candidate(s, &metric)) {
            out.push(part("comparison", offered.comparison.name()));
            out.push(part("of", &offered.of.unwrap_or_default()));
            out.push(part("by", &format!("={}", offered.by.join(", "))));
        }
    }
    out
}
