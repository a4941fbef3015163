//! `service_checks.json`, and what the code does with service checks.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "check-description",
        why: "The description tells whoever is woken up what the status means.",
        source: "the service_checks.json reference",
        check: descriptions,
    },
    Rule {
        name: "check-unsent",
        why: "A service check that nothing sends is shown in Datadog and never has a status.",
        source: "service checks: a frequent repair",
        check: unsent,
    },
    Rule {
        name: "check-unlisted",
        why: "Only service checks that service_checks.json lists can be found in Datadog.",
        source: "service checks: a frequent repair",
        check: unlisted,
    },
];

fn descriptions(look: &Look<'_>, out: &mut Findings) {
    let Some(file) = &look.service_checks else {
        return;
    };
    let list = file.value.as_array();
    for (i, check) in list.into_iter().flatten().enumerate() {
        let text = check["description"].as_str().unwrap_or_default();
        let name = check["check"].as_str().unwrap_or("A service check");
        let place = file.place(&format!("/{i}/description"));
        if text.trim().is_empty() {
            out.warn(
                place,
                format!("{name} has no description."),
                "Say when it returns `CRITICAL`, and when `OK`.",
            );
        } else if let Some(why) = words::unlike_sentence(text) {
            out.note(
                place,
                format!(
                    "The description of {name} {why}: \"{}\".",
                    words::short(text)
                ),
                "Begin with a capital letter and end with a full stop.",
            );
        }
    }
}

fn unlisted(look: &Look<'_>, out: &mut Findings) {
    if !is_readable(look) {
        return;
    }
    let listed: Vec<&str> = look.checks().collect();
    let namespace = look.prefix();
    health(look, &listed, out);
    let mut told: Vec<&str> = vec![];
    for file in look.code() {
        for call in file.calls("self.service_check") {
            let Some(name) = super::code::name_of(&call) else {
                continue;
            };
            let full = format!("{namespace}{name}");
            let own = format!("{}.{name}", look.tree.folder());
            let known = |check: &&str| [name, &full, &own].contains(check);
            // One finding for each name is enough.
            if !listed.iter().any(known) && !told.contains(&name) {
                told.push(name);
                out.error(
                    (file.path, call.line),
                    format!(
                        "The check sends the service check {name}, which assets/service_checks.json does not list."
                    ),
                    "Add it there, with what its statuses mean.",
                );
            }
        }
    }
}

/// Whether `service_checks.json` can be judged: one that does not parse, or that the manifest names in vain, is told.
fn is_readable(look: &Look<'_>) -> bool {
    let there = look.service_checks.is_some();
    let named = look.manifest.as_ref().is_some_and(|m| {
        !m.str("/assets/integration/service_checks/metadata_path")
            .is_empty()
    });
    there || (!look.tree.has(FILE) && !named)
}

/// Whether the code sends a service check, by its full name or without the prefix.
pub(super) fn is_sent(look: &Look<'_>, name: &str) -> bool {
    let prefix = look.prefix();
    let short = name.strip_prefix(&prefix).unwrap_or(name);
    let bare = name.rsplit('.').next().unwrap_or(name);
    look.code()
        .any(|file| [name, short, bare].iter().any(|word| file.says(word)))
}

fn unsent(look: &Look<'_>, out: &mut Findings) {
    let Some(file) = &look.service_checks else {
        return;
    };
    let mut calls = look
        .code()
        .flat_map(|file| file.calls("self.service_check"))
        .peekable();
    // A base class, or a name that is put together, may send any; one that is not listed is told by that.
    let listed = |name: &str| {
        look.checks()
            .any(|check| check == name || check.ends_with(&format!(".{name}")))
    };
    if calls.peek().is_none()
        || calls.any(|call| super::code::name_of(&call).is_none_or(|name| !listed(name)))
    {
        return;
    }
    let of_base = look
        .code()
        .any(|file| file.code.contains("OpenMetricsBaseCheck"));
    for (i, name) in look.checks().enumerate() {
        let base = of_base && name.ends_with(".health");
        if !base && !is_sent(look, name) {
            out.warn(
                file.place(&format!("/{i}/check")),
                format!("No code sends the service check {name}."),
                "Send it, or take its entry away.",
            );
        }
    }
}

const FILE: &str = "assets/service_checks.json";

/// The base class of `OpenMetrics` checks sends one of its own.
fn health(look: &Look<'_>, listed: &[&str], out: &mut Findings) {
    let class = |line: &str| line.starts_with("class ") && line.contains("OpenMetricsBaseCheckV2");
    for file in look.code() {
        let Some((line, _)) = file.lines().find(|(_, text)| class(text)) else {
            continue;
        };
        if !listed
            .iter()
            .any(|name| name.ends_with(".openmetrics.health"))
        {
            out.warn(
                (file.path, line),
                "The base class sends the service check openmetrics.health, which assets/service_checks.json does not list.",
                format!("Add {}openmetrics.health there, with the statuses ok and critical.", look.prefix()),
            );
            return;
        }
    }
}
