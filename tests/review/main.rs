//! What reviewers flag: every rule fires on what it is made for, and is silent on what only looks like it. A whole
//! integration that nothing is wrong with is silent under all of them.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::semicolon_if_nothing_returned,
    clippy::format_collect,
    clippy::type_complexity
)] // A test says where it can't go on, and what it skips.

mod assets;
mod boards;
mod code;
#[path = "../common/mod.rs"]
mod common;
mod encodings;
mod files;
mod github;
mod hostile;
mod manifests;
mod metrics;
mod package;
mod paths;
mod program;
mod prose;
mod shapes;
mod shared;
mod silenced;
mod tables;
mod targets;
mod testing;
mod wording;
mod world;

use ddint_tui::core::finding::Finding;
use std::collections::BTreeSet;
use world::{Case, World};

fn cases() -> impl Iterator<Item = &'static Case> {
    let families = [
        prose::CASES,
        files::CASES,
        metrics::CASES,
        package::CASES,
        assets::CASES,
        code::CASES,
        testing::CASES,
        shared::CASES,
        paths::CASES,
        boards::CASES,
        manifests::CASES,
        shapes::CASES,
        tables::CASES,
        wording::CASES,
    ];
    families.into_iter().flatten()
}

#[test]
fn nothing_is_wrong_with_a_good_integration() {
    let found = World::new().found();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_rule_fires_on_what_it_is_made_for() {
    for case in cases() {
        for (i, change) in case.fires.iter().enumerate() {
            let mut world = World::new();
            change(&mut world);
            let found = world.by(case.rule);
            assert!(
                !found.is_empty(),
                "{} is silent on case {i}: {:#?}",
                case.rule,
                world.found()
            );
            for finding in found {
                assert!(finding.message.ends_with('.'), "{finding}");
                assert!(
                    finding.fix.is_some_and(|f| f.ends_with(['.', '?'])),
                    "{}",
                    finding.message
                );
            }
        }
    }
}

#[test]
fn no_rule_fires_on_what_only_looks_like_it() {
    for case in cases() {
        for (i, change) in case.silent.iter().enumerate() {
            let mut world = World::new();
            change(&mut world);
            let found = world.by(case.rule);
            assert!(
                found.is_empty(),
                "{} fires on case {i}: {found:#?}",
                case.rule
            );
        }
    }
}

#[test]
fn every_rule_has_its_cases_a_reason_and_a_source() {
    let mut names = BTreeSet::new();
    for rule in ddint_tui::review::rules() {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        assert!(
            rule.why.ends_with('.') && !rule.source.is_empty(),
            "{}",
            rule.name
        );
        let own: Vec<_> = cases().filter(|case| case.rule == rule.name).collect();
        assert!(
            own.iter().any(|c| !c.fires.is_empty()),
            "{} has no case that fires",
            rule.name
        );
        assert!(
            own.iter().any(|c| !c.silent.is_empty()),
            "{} has no case that must not",
            rule.name
        );
    }
    for case in cases() {
        assert!(names.contains(case.rule), "there is no rule {}", case.rule);
    }
}

#[test]
fn a_finding_names_its_line() {
    let mut world = World::new();
    world.edit(
        "manifest.json",
        "\"title\": \"Acme Queue\"",
        "\"title\": \"\"",
    );
    let found = world.by("manifest-length");
    assert_eq!(found[0].file.as_deref(), Some("acme_queue/manifest.json"));
    assert_eq!(found[0].line, Some(13));
}

#[test]
fn a_finding_knows_its_line_unless_that_is_a_secret() {
    let mut world = World::new();
    world.append("README.md", "\nStart ACME queue first. <FILL IN>\n");
    let found = world.by("placeholder");
    assert_eq!(found[0].text(), "Start ACME queue first. <FILL IN>");
    world.append(
        "README.md",
        "\nexport TOKEN=ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n",
    );
    let found = world.by("secret");
    assert_eq!((found.len(), found[0].text()), (1, ""));
}

#[test]
fn many_of_a_kind_are_told_in_short() {
    let mut world = World::new();
    let rows: String = (0..50)
        .map(|i| format!("acme_queue.x{i},gauge,,,,no sentence,0,acme_queue,,\n"))
        .collect();
    let text = world.text("metadata.csv") + &rows;
    world.put("metadata.csv", &text);
    let found = world.by("metric-description");
    assert_eq!(found.len(), 21);
    let told = |f: &&Finding| {
        f.message
            .starts_with("And more like this: 30, for example: ")
    };
    assert_eq!(found.iter().filter(told).count(), 1, "{found:#?}");
}

#[test]
fn anything_is_reviewed_without_a_panic() {
    let damages: [fn(&[u8]) -> Vec<u8>; 5] = [
        |b| b[..b.len() / 2].to_vec(),
        |_| vec![],
        |b| b.iter().map(|c| c ^ 0x80).collect(),
        |b| {
            String::from_utf8_lossy(b)
                .replace(['"', '\''], "ü")
                .into_bytes()
        },
        |b| {
            String::from_utf8_lossy(b)
                .replace(['{', '[', '('], "")
                .into_bytes()
        },
    ];
    for path in World::new().paths() {
        for damage in damages {
            let mut world = World::new();
            let bytes = damage(world.tree.bytes(&path).unwrap());
            world.tree.put(path.clone(), bytes);
            let _ = world.found();
        }
    }
}
