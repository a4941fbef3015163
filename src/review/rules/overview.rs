//! What the overview of the README must say.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[Rule {
    name: "overview",
    why: "The overview says what the product does, what is monitored, and why it is of value.",
    source: "what does the product do: asked by reviewers again and again",
    check: overview,
}];

fn overview(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let Some((line, prose)) = page.section("Overview") else {
        return;
    };
    let words = prose.split_whitespace().count();
    if words < 12 {
        out.warn(
            (page.path, line),
            format!("The overview has {words} words."),
            "Say what the product does, what is monitored, and whom it helps with what.",
        );
        return;
    }
    let prose = prose.to_lowercase();
    let says = |stems: &[&str]| {
        let mut words = prose.split(|c: char| !c.is_alphanumeric());
        words.any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    };
    if !says(&MONITORED) {
        out.warn(
            (page.path, line),
            "The overview does not say what is monitored.",
            "Name the most important things that the integration collects.",
        );
    } else if !says(&VALUE) {
        out.note(
            (page.path, line),
            "The overview does not say who needs the integration, or for what.",
            "Say whom it helps with what.",
        );
    }
}

/// Beginnings of words that tell what is looked at.
const MONITORED: [&str; 30] = [
    "show",
    "watch",
    "learn",
    "tell",
    "monitor",
    "metric",
    "collect",
    "track",
    "observ",
    "visib",
    "log",
    "event",
    "alert",
    "dashboard",
    "insight",
    "health",
    "performan",
    "trace",
    "report",
    "measure",
    "data",
    "status",
    "send",
    "stream",
    "notif",
    "incident",
    "cost",
    "view",
    "visual",
    "audit",
];

/// Beginnings of words that tell who needs it, or for what.
const VALUE: [&str; 48] = [
    "you",
    "user",
    "team",
    "customer",
    "engineer",
    "developer",
    "operator",
    "admin",
    "organi",
    "compan",
    "business",
    "enterprise",
    "help",
    "allow",
    "enabl",
    "ensur",
    "let",
    "so",
    "detect",
    "identif",
    "understand",
    "improv",
    "optimi",
    "troubleshoot",
    "reduc",
    "prevent",
    "correlat",
    "alert",
    "insight",
    "gain",
    "find",
    "see",
    "investigat",
    "analy",
    "diagnos",
    "resolv",
    "respon",
    "control",
    "manag",
    "sre",
    "devops",
    "avoid",
    "visib",
    "know",
    "discover",
    "before",
    "order",
    "everyone",
];
