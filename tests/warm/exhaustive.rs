//! Every damage of every file, every integration of a clone, and a server under load.

use crate::damages::{self, Damaged};
use crate::lab::{Lab, OURS, VALIDATIONS, ask, command, difference};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What each validation reads.
const READS: &[(&str, &[&str])] = &[
    ("metadata.csv", &["metadata"]),
    ("README.md", &["readmes"]),
    (
        "manifest.json",
        &["metadata", "dashboards", "service-checks", "ci", "readmes"],
    ),
    ("pyproject.toml", &["package", "ci"]),
    ("hatch.toml", &["ci"]),
    ("assets/configuration/spec.yaml", &["config", "models"]),
    ("assets/service_checks.json", &["service-checks"]),
    (
        "assets/dashboards/acme_queue_overview.json",
        &["dashboards"],
    ),
    (
        "datadog_checks/acme_queue/__about__.py",
        &["config", "package", "imports"],
    ),
    (
        "datadog_checks/acme_queue/check.py",
        &["imports", "integration-style", "legacy-signature"],
    ),
    (
        "datadog_checks/acme_queue/data/conf.yaml.example",
        &["config", "jmx-metrics"],
    ),
    (
        "datadog_checks/acme_queue/config_models/instance.py",
        &["models"],
    ),
    (".github/CODEOWNERS", &["codeowners"]),
    (".github/workflows/test-all.yml", &["ci"]),
    (".ddev/config.toml", &["metadata", "ci"]),
];

/// Runs `each` on `count` items, two at a time, and collects what it says.
fn side_by_side<T>(items: &[T], each: impl Fn(&T) -> Vec<String> + Sync) -> Vec<String>
where
    T: Sync,
{
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || {
            let mut out = vec![];
            while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                out.extend(each(item));
            }
            out
        };
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().unwrap())
            .collect()
    })
}

#[test]
#[ignore = "exhaustive"]
fn every_damage_has_the_verdict_of_plain_ddev() {
    let Some(lab) = Lab::new() else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut damaged, mut verdicts, mut different) = (0, 0, vec![]);
    for (file, validations) in READS {
        let path = if file.starts_with('.') {
            lab.clone.join(file)
        } else {
            lab.path(file)
        };
        for (what, damage) in damages::of(file) {
            let Some(_damaged) = Damaged::new(&path, damage) else {
                println!("nothing to damage: {file} {what}");
                continue;
            };
            damaged += 1;
            let found = side_by_side(validations, |validation| {
                let args = command(validation, OURS);
                let right = ask(&lab.plain().about(OURS), &args);
                let out = ask(&lab.ddev().about(OURS), &args);
                let kind = format!("exit {:?} crash {}", right.exit, right.crashed.is_some());
                let mut out: Vec<String> = difference(&out, &right)
                    .into_iter()
                    .map(|d| format!("!{file} {what} {validation}: {d}"))
                    .collect();
                out.push(kind);
                out
            });
            for line in found {
                if line.starts_with('!') {
                    different.push(line);
                } else {
                    verdicts += 1;
                    *counts.entry(line).or_default() += 1;
                }
            }
        }
    }
    println!(
        "{damaged} damages, {verdicts} verdicts, {} differences; {counts:?}",
        different.len()
    );
    assert!(different.is_empty(), "{different:#?}");
    assert!(
        damaged >= 200 && verdicts >= 300,
        "{damaged} damages, {verdicts} verdicts"
    );
    assert!(counts.len() >= 3, "{counts:?}");
}

/// Every integration of the clone that `DDINT_TEST_CLONE` names, by every validation.
#[test]
#[ignore = "exhaustive"]
fn every_integration_of_a_clone_has_the_verdict_of_plain_ddev() {
    let Some(clone) = std::env::var_os("DDINT_TEST_CLONE").map(PathBuf::from) else {
        println!("skipped: DDINT_TEST_CLONE names no clone of integrations-extras");
        return;
    };
    let Some(lab) = Lab::of(&clone.canonicalize().unwrap()) else {
        return;
    };
    let folders = ddint_tui::engine::existing::integrations(&lab.clone);
    let (plain, warm) = (lab.plain(), lab.ddev());
    let mut asked: Vec<(&str, &str)> = vec![("ci", ""), ("codeowners", "")];
    for folder in &folders {
        let named = VALIDATIONS.iter().filter(|v| command(v, folder).len() == 3);
        asked.extend(named.map(|v| (*v, folder.as_str())));
    }
    let different = side_by_side(&asked, |(validation, folder)| {
        let args = command(validation, folder);
        let right = ask(&plain.about(folder), &args);
        let out = ask(&warm.about(folder), &args);
        difference(&out, &right)
            .map(|d| format!("{args:?}: {d}"))
            .into_iter()
            .collect()
    });
    println!(
        "{} integrations, {} verdicts, {} differences, {} server(s)",
        folders.len(),
        asked.len(),
        different.len(),
        lab.warm.starts()
    );
    assert!(different.is_empty(), "{different:#?}");
    assert_eq!(lab.warm.starts(), 1);
}
