//! The rules, a family a file. A new one: a file here, its `RULES` below, and its two cases in `tests/review`.

mod capitals;
mod changelog;
mod checks;
mod classifier;
mod code;
mod dashboards;
mod depends;
mod e2e;
mod endpoint;
mod fixtures;
mod flows;
mod groups;
mod images;
mod included;
mod leftovers;
mod links;
mod manifest;
mod manifest_keys;
mod metadata;
mod monitors;
mod options;
mod others;
mod overview;
mod owners;
mod packaging;
mod parse;
mod paths;
mod placeholders;
mod queries;
mod readme;
mod secrets;
mod steps;
mod submissions;
mod tags;
mod targets;
mod tests;
mod thresholds;
mod units;
mod versions;

use super::rule::Rule;

/// What does not parse first: other rules can't see into it.
pub(super) const FAMILIES: &[&[Rule]] = &[
    parse::RULES,
    paths::RULES,
    secrets::RULES,
    placeholders::RULES,
    included::RULES,
    readme::RULES,
    overview::RULES,
    links::RULES,
    targets::RULES,
    capitals::RULES,
    steps::RULES,
    manifest::RULES,
    manifest_keys::RULES,
    classifier::RULES,
    images::RULES,
    flows::RULES,
    metadata::RULES,
    units::RULES,
    checks::RULES,
    options::RULES,
    code::RULES,
    submissions::RULES,
    tags::RULES,
    endpoint::RULES,
    leftovers::RULES,
    depends::RULES,
    dashboards::RULES,
    groups::RULES,
    monitors::RULES,
    thresholds::RULES,
    e2e::RULES,
    tests::RULES,
    fixtures::RULES,
    versions::RULES,
    packaging::RULES,
    changelog::RULES,
    others::RULES,
    owners::RULES,
];
