//! What people who review integrations flag and no tool of the repository checks: one rule, or one family, a file.
//!
//! Everything here is pure: the rules read the text of an integration's files ([`tree::Tree`]) and what is known of
//! the rest of the clone ([`facts::Facts`]), and give findings. Nothing here reads a disk or starts a program.

pub mod facts;
pub mod json;
pub mod look;
pub mod markdown;
pub mod python;
pub mod rule;
mod rules;
pub mod table;
pub mod tree;
mod words;

use crate::core::finding::{Finding, Source};
use crate::core::nearest;
use crate::core::silence::Silence;
use facts::Facts;
use look::Look;
use rule::{Findings, Rule};
use tree::Tree;

/// Of one rule in one file, this many are told in full; a number says how many more there are.
const TOLD: usize = 20;

/// Every rule, in the order in which the findings are told.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::FAMILIES.iter().copied().flatten()
}

/// Longer lines are known by their beginning.
const KNOWN_BY: usize = 160;

/// The finding with what stands on its line; a credential is not repeated.
fn with_text(tree: &Tree, finding: Finding) -> Finding {
    let inside = finding.file.as_deref().and_then(|file| {
        let path = file.strip_prefix(tree.folder())?.strip_prefix('/')?;
        tree.text(path)
    });
    let line = finding
        .line
        .and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
    let (Some(text), Some(line)) = (inside.filter(|_| finding.rule != "secret"), line) else {
        return finding;
    };
    let line = text.lines().nth(line).unwrap_or_default().trim();
    let text: String = line.chars().take(KNOWN_BY).collect();
    finding.on(text.trim_end())
}

/// What is wrong with silences: rules that do not exist, each with the nearest that does.
#[must_use]
pub fn unknown(silences: &[Silence]) -> Vec<Finding> {
    let known = || rules().map(|rule| rule.name);
    let wrong = silences.iter().enumerate();
    let wrong = wrong.filter(|(_, s)| !s.rule.is_empty() && !known().any(|k| k == s.rule));
    wrong
        .map(|(n, silence)| {
            let name = &silence.rule;
            let near = nearest::hint(name, known());
            let message = format!("There is no rule {name:?}.{near}");
            Finding::error(Source::Form, format!("silenced[{n}].rule"), message)
                .fix("`ddint-tui check` tells each rule's name in brackets.")
        })
        .collect()
}

/// What a reviewer would flag in an integration, by file and line; the same input always gives the same findings.
#[must_use]
pub fn review(tree: &Tree, facts: &Facts) -> Vec<Finding> {
    let look = Look::new(tree, facts);
    let mut out = vec![];
    for rule in rules() {
        let mut findings = Findings::new(rule, tree.folder());
        (rule.check)(&look, &mut findings);
        let told = findings.told(TOLD);
        out.extend(told.into_iter().map(|finding| with_text(tree, finding)));
    }
    out.sort_by(|a, b| {
        let key = |f: &Finding| (f.severity, f.file.clone(), f.line);
        key(a).cmp(&key(b))
    });
    out
}
