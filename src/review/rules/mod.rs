//! The rules, a family a file. A new one: a file here, its `RULES` below, and its two cases in `tests/review`.

mod capitals;
mod checks;
mod classifier;
mod code;
mod dashboards;
mod depends;
mod endpoint;
mod fixtures;
mod flows;
mod images;
mod leftovers;
mod links;
mod manifest;
mod metadata;
mod monitors;
mod options;
mod others;
mod owners;
mod packaging;
mod parse;
mod paths;
mod placeholders;
mod queries;
mod readme;
mod secrets;
mod steps;
mod tags;
mod tests;

use super::rule::Rule;

/// What does not parse first: other rules can't see into it.
pub(super) const FAMILIES: &[&[Rule]] = &[
    parse::RULES,
    paths::RULES,
    secrets::RULES,
    placeholders::RULES,
    readme::RULES,
    links::RULES,
    capitals::RULES,
    steps::RULES,
    manifest::RULES,
    classifier::RULES,
    images::RULES,
    flows::RULES,
    metadata::RULES,
    checks::RULES,
    options::RULES,
    code::RULES,
    tags::RULES,
    endpoint::RULES,
    leftovers::RULES,
    depends::RULES,
    dashboards::RULES,
    monitors::RULES,
    tests::RULES,
    fixtures::RULES,
    packaging::RULES,
    others::RULES,
    owners::RULES,
];
