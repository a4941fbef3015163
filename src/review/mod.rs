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

use crate::core::finding::Finding;
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

/// What a reviewer would flag in an integration, by file and line; the same input always gives the same findings.
#[must_use]
pub fn review(tree: &Tree, facts: &Facts) -> Vec<Finding> {
    let look = Look::new(tree, facts);
    let mut out = vec![];
    for rule in rules() {
        let mut findings = Findings::new(rule, tree.folder());
        (rule.check)(&look, &mut findings);
        out.extend(findings.told(TOLD));
    }
    out.sort_by(|a, b| {
        let key = |f: &Finding| (f.severity, f.file.clone(), f.line);
        key(a).cmp(&key(b))
    });
    out
}
