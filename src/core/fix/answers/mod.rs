//! Repairs of answers, for integrations whose files follow from them: what a form would have taken in place of what it
//! refuses, and what the files need to have answered otherwise.
//!
//! [`offer`] tells the repair of a finding, [`rows`] what it changes, to be looked at before, and [`event`] carries it
//! out: one step, which one undo takes back. Only what a form takes is offered, so that a repair never brings another
//! finding of it. A text that is too long is never cut: only its author knows what can go.

mod lists;
mod said;
mod shapes;
mod types;

use super::{Fix, What};
use crate::core::event::Event;
use crate::core::finding::{Finding, Source};
use crate::core::form::{self, Section};
use crate::core::place::{Places, section_of};
use crate::core::wizard::Wizard;

/// What a repair writes: fields and their texts.
type Values = Vec<(String, String)>;

/// The repair of a finding by other answers; none where the answers are not the cause, or only a person can tell.
#[must_use]
pub fn offer(w: &Wizard, finding: &Finding) -> Option<Fix> {
    offered(w, &Places::new(w), finding)
}

/// The repairs of several findings, in their order.
#[must_use]
pub fn offers(w: &Wizard, findings: &[Finding]) -> Vec<Option<Fix>> {
    let places = Places::new(w);
    let all = findings.iter();
    all.map(|finding| offered(w, &places, finding)).collect()
}

/// All repairs of these findings that are safe, as one: one step, one undo. None where there are none.
#[must_use]
pub fn all_safe(w: &Wizard, findings: &[Finding]) -> Option<Fix> {
    let mut now = w.clone();
    // Nothing is run or verified for answers that are not given yet.
    now.live.on = false;
    let (mut values, mut titles): (Values, Vec<String>) = (vec![], vec![]);
    for finding in findings {
        // What was repaired for an earlier one may be its repair as well, or another one by now.
        let Some(fix) = offer(&now, finding).filter(|fix| fix.safe) else {
            continue;
        };
        let What::Set(set) = &fix.what else { continue };
        for (id, text) in set {
            values.retain(|(known, _)| known != id);
            values.push((id.clone(), text.clone()));
        }
        titles.push(fix.title.clone());
        if let Some(event) = event(&fix) {
            now.handle(event);
        }
    }
    let title = match &titles[..] {
        [] => return None,
        [one] => one.clone(),
        several => format!("Make {} safe changes of answers", several.len()),
    };
    Some(set("answers", title, true, values))
}

/// What a repair changes, to be shown before it is made: the field's label, what is answered, and what would be.
#[must_use]
pub fn rows(w: &Wizard, fix: &Fix) -> Vec<(String, String, String)> {
    let What::Set(values) = &fix.what else {
        return vec![];
    };
    let row = |(id, text): &(String, String)| {
        // What is no field of a form shows no value of its own.
        let hidden = matches!(shapes::ends(id), Some(("metrics", "remove" | "type")));
        let before = if hidden {
            form::answered(&w.state.answers, id)
        } else {
            form::value(w, id)
        };
        match lists::differences(id, &before, text) {
            Some(rows) => rows,
            None => vec![(label(w, id), before, text.clone())],
        }
    };
    values.iter().flat_map(row).collect()
}

/// Carries a repair out; none for one that is no change of answers.
#[must_use]
pub fn event(fix: &Fix) -> Option<Event> {
    match &fix.what {
        What::Set(values) => Some(Event::Set {
            values: values.clone(),
        }),
        _ => None,
    }
}

fn offered(w: &Wizard, places: &Places<'_>, finding: &Finding) -> Option<Fix> {
    let fix = match finding.source {
        Source::Form => shapes::of(w, &finding.rule).or_else(|| lists::of(w, finding))?,
        Source::Ddev | Source::Review => said::of(w, &places.of(finding), finding)?,
        Source::Pytest | Source::Ruff => return None,
    };
    let What::Set(values) = &fix.what else {
        return None;
    };
    let taken = |(id, text): &(String, String)| form::check(w, id, text).is_ok();
    let changes = |(id, text): &(String, String)| form::value(w, id) != *text;
    (values.iter().all(taken) && values.iter().any(changes)).then_some(fix)
}

fn set(name: &'static str, title: impl Into<String>, safe: bool, values: Values) -> Fix {
    Fix {
        name,
        title: title.into(),
        safe,
        what: What::Set(values),
    }
}

/// A repair of one field.
fn one(w: &Wizard, name: &'static str, id: &str, text: impl Into<String>, safe: bool) -> Fix {
    let text = text.into();
    let title = format!("Answer {} with {:?}", label(w, id), short(&text));
    set(name, title, safe, vec![(id.to_owned(), text)])
}

/// What is said of a field wherever its page is not: `consumer.lag · Unit`.
#[must_use]
pub fn label(w: &Wizard, id: &str) -> String {
    if let Some((metric, part)) = id.strip_prefix("metrics.").and_then(|r| r.rsplit_once('.')) {
        let prefix = w.state.answers.integration.prefix();
        let short = metric.strip_prefix(&prefix).unwrap_or(metric);
        let field = form::metric_field(w, metric, part).label;
        return match part {
            "remove" => format!("{short} · Remove"),
            "type" => format!("{short} · Type"),
            _ => format!("{short} · {field}"),
        };
    }
    if let Some((metric, part)) = form::monitor::part_of(id) {
        let field = form::monitor_field(w, metric, part).label;
        return format!("{metric} · {field}");
    }
    let sections = [section_of(id), Some(Section::Source)];
    let mut fields = sections
        .into_iter()
        .flatten()
        .flat_map(|s| form::fields(w, s));
    let field = fields.find(|field| field.id == id);
    field.map_or_else(|| id.to_owned(), |field| field.label)
}

/// A text as a title shows it.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    let cut: String = line.chars().take(57).collect();
    format!("{}...", cut.trim_end())
}
