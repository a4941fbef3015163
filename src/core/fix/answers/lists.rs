//! Answers about something that is not there by that name: they move to what was meant. And answers that say otherwise
//! than what was measured: they go.

use super::super::between;
use super::{Fix, Values, one, set};
use crate::core::answers::Answers;
use crate::core::derive;
use crate::core::finding::Finding;
use crate::core::form;
use crate::core::nearest::nearest;
use crate::core::wizard::Wizard;
use serde_json::Value;

/// The repair of what the forms hold against what the check emits.
pub(super) fn of(w: &Wizard, finding: &Finding) -> Option<Fix> {
    let said = finding.message.as_str();
    let emits_none = said.starts_with("The check emits no ");
    let (head, name) = finding.rule.split_once('.')?;
    let rows = || w.derived.metrics.iter().map(|row| row.name.as_str());
    let checks = || w.derived.service_checks.iter().map(|c| c.check.as_str());
    match head {
        "metrics" if emits_none => metric(w, name, &rows().collect::<Vec<_>>()),
        "metrics" => contradicted(w, name, said),
        "service_checks" if emits_none => {
            let to = nearest(name, checks())?;
            let free = |a: &Answers| a.service_checks.iter().all(|c| c.name != to);
            moved(w, "service_checks", name, to, false, free, |a| {
                let known = a.service_checks.iter_mut().find(|c| c.name == name);
                known.map(|c| to.clone_into(&mut c.name))
            })
        }
        "e2e" if name == "optional" && emits_none => optional(w, said, &rows().collect::<Vec<_>>()),
        "monitors" => {
            let (metric, part) = name.rsplit_once('.')?;
            match part {
                "on" if emits_none => {
                    let to = nearest(metric, rows().chain(checks()))?;
                    let free = |a: &Answers| a.monitor(to).is_none();
                    moved(w, "monitors", metric, to, false, free, |a| {
                        let known = a.monitors.iter_mut().find(|m| m.metric == metric);
                        known.map(|m| to.clone_into(&mut m.metric))
                    })
                }
                "of" if emits_none => {
                    let old = form::value(w, &finding.rule);
                    let near = nearest(&old, rows())?;
                    Some(one(w, "metric-name", &finding.rule, near, false))
                }
                "by" => {
                    let wrong = between(said, "has no tag \"", "\"")?;
                    let near = between(said, "Did you mean \"", "\"")?;
                    let text = swapped(&form::value(w, &finding.rule), wrong, near);
                    Some(one(w, "tag", &finding.rule, text, false))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// What was said of a metric under a name that Datadog does not store, or that is misspelled.
fn metric(w: &Wizard, name: &str, rows: &[&str]) -> Option<Fix> {
    let stored = derive::normalize(name);
    let same = rows.iter().find(|row| **row == stored);
    let to = match same {
        Some(same) => same,
        None => nearest(name, rows.iter().copied())?,
    };
    let free = |a: &Answers| a.metric(to).is_none();
    moved(w, "metrics", name, to, same.is_some(), free, |a| {
        let at = a.metrics.iter().position(|m| m.name == name)?;
        to.clone_into(&mut a.metrics[at].name);
        Some(())
    })
}

/// Moves what was said of `from` to `to`, where nothing is said of that yet.
fn moved(
    w: &Wizard,
    list: &'static str,
    from: &str,
    to: &str,
    safe: bool,
    free: impl Fn(&Answers) -> bool,
    rename: impl Fn(&mut Answers) -> Option<()>,
) -> Option<Fix> {
    let mut answers = w.state.answers.clone();
    if !free(&answers) {
        return None;
    }
    rename(&mut answers)?;
    let values: Values = vec![(list.to_owned(), form::answered(&answers, list))];
    let title = format!("Say of {to} what is said of {from}");
    Some(set("metric-name", title, safe, values))
}

/// A run measured otherwise than what was answered: the answer goes.
fn contradicted(w: &Wizard, name: &str, said: &str) -> Option<Fix> {
    let (part, text, title) = if said.ends_with("so its row can't go.") {
        ("remove", "no", format!("Keep the row of {name}"))
    } else if said.starts_with("The run measured ") {
        ("type", "", format!("Leave out the type of {name}"))
    } else {
        return None;
    };
    w.state.answers.metric(name)?;
    let values = vec![(format!("metrics.{name}.{part}"), text.to_owned())];
    Some(set("measured", title, false, values))
}

fn optional(w: &Wizard, said: &str, rows: &[&str]) -> Option<Fix> {
    let wrong = between(said, "emits no metric \"", "\"")?;
    let near = nearest(wrong, rows.iter().copied())?;
    let text = swapped(&form::value(w, "e2e.optional"), wrong, near);
    Some(one(w, "metric-name", "e2e.optional", text, false))
}

/// A list with another word in the place of one; each word once.
pub(super) fn swapped(text: &str, from: &str, to: &str) -> String {
    let mut out: Vec<String> = vec![];
    for word in form::list(text) {
        let word = if word == from { to.to_owned() } else { word };
        if !out.contains(&word) {
            out.push(word);
        }
    }
    out.join(", ")
}

/// What differs between two texts of a list as a whole, entry by entry: what it is about, before, and after. None for a
/// field of its own.
pub(super) fn differences(
    id: &str,
    before: &str,
    after: &str,
) -> Option<Vec<(String, String, String)>> {
    if id.contains('.') || !["metrics", "service_checks", "monitors", "options"].contains(&id) {
        return None;
    }
    let read = |text: &str| serde_json::from_str::<Vec<Value>>(text).ok();
    let (before, after) = (read(before)?, read(after)?);
    let shown = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let mut out = vec![];
    for (old, new) in before.iter().zip(&after) {
        let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
            continue;
        };
        let name = shown(old.get("name").or_else(|| old.get("metric")));
        let keys = old
            .keys()
            .chain(new.keys().filter(|k| !old.contains_key(*k)));
        for key in keys.filter(|key| old.get(*key) != new.get(*key)) {
            let what = format!("{name} · {key}");
            out.push((what, shown(old.get(key)), shown(new.get(key))));
        }
    }
    Some(out)
}
