//! A false sentence of many READMEs: that the check comes with the Agent.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{line_at, numbered};

pub const RULES: &[Rule] = &[Rule {
    name: "included-in-agent",
    why: "Community integrations are installed by a command; a sentence that says they come with the Agent sends users astray.",
    source: "what reviewers say again and again; the README of ddev create",
    check: included,
}];

/// What says that something else, which is named next, brings the check along.
const INCLUDED: [&str; 14] = [
    "included in",
    "included with",
    "packaged with",
    "packaged in",
    "bundled with",
    "bundled in",
    "shipped with",
    "ships with",
    "comes with",
    "built into",
    "distributed with",
    "installed with",
    "part of",
    "provided with",
];

/// What says of the Agent, which is named before, that it does.
const INCLUDES: [&str; 5] = [
    "already includes",
    "includes the",
    "ships with",
    "comes with",
    "bundles",
];

/// What says the same without naming it.
const NEEDLESS: [&str; 4] = [
    "no additional installation is needed",
    "no additional installation is required",
    "no installation is needed",
    "no installation is required",
];

fn included(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    for (begin, paragraph) in paragraphs(page.text) {
        let Some(at) = claims(&paragraph, look.runs_on_agent()) else {
            continue;
        };
        let line = begin + line_at(&paragraph, at) - 1;
        out.error(
            (page.path, line),
            "The README says that the integration comes with the Agent. Those of integrations-extras don't.",
            "Describe the installation: `datadog-agent integration install -t datadog-<name>==<INTEGRATION_VERSION>`.",
        );
    }
}

/// Where a paragraph in lower case says that the check comes with the Agent.
fn claims(paragraph: &str, installs: bool) -> Option<usize> {
    let marks = |c: char| c.is_whitespace() || "[*_`".contains(c);
    let agent = |text: &str| {
        let mut text = text.trim_start_matches(marks);
        for word in ["the", "your", "every", "each", "all", "datadog"] {
            let rest = text
                .strip_prefix(word)
                .filter(|rest| rest.starts_with(marks));
            text = rest.map_or(text, |rest| rest.trim_start_matches(marks));
        }
        text.starts_with("agent")
    };
    let denied = |at: usize| {
        let sentence = paragraph[..at].rsplit(". ").next().unwrap_or_default();
        let no = ["not ", "not\n", "n't ", "n't\n", "never "];
        no.iter().any(|no| sentence.contains(no))
    };
    let found = |phrases: &[&str], fits: &dyn Fn(usize, &str) -> bool| {
        let mut all = phrases
            .iter()
            .flat_map(|phrase| paragraph.match_indices(phrase));
        all.find(|(at, phrase)| fits(*at, phrase) && !denied(*at))
            .map(|(at, _)| at)
    };
    let before = |at: usize| {
        let text = paragraph[..at].trim_end();
        // The end of a link: `[Agent][2] already includes`.
        let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || "[]*_`".contains(c));
        text.ends_with("agent")
    };
    found(&INCLUDED, &|at, phrase| {
        agent(&paragraph[at + phrase.len()..])
    })
    .or_else(|| found(&INCLUDES, &|at, _| before(at)))
    .or_else(|| found(&NEEDLESS, &|_, _| installs))
}

/// Lines that no empty one parts, in lower case, with the number of the first.
fn paragraphs(text: &str) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = vec![];
    let mut open = false;
    for (line, text) in numbered(text) {
        if text.trim().is_empty() {
            open = false;
            continue;
        }
        if !open {
            out.push((line, String::new()));
        }
        open = true;
        if let Some((_, paragraph)) = out.last_mut() {
            paragraph.push_str(&text.trim_end().to_lowercase());
            paragraph.push('\n');
        }
    }
    out
}
