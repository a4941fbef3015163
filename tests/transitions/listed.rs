//! The list of all findings: each thing once, and in the order in which it is gone through.

use crate::places::{SAID, made, said};
use ddint_tui::core::finding::{Finding, Severity, Source};
use ddint_tui::core::findings;
use ddint_tui::core::step::StepId;

#[test]
fn a_damage_is_told_once() {
    let w = made();
    for (damage, ..) in SAID {
        let n = findings::list(&w, said(damage)).len();
        let wanted = match *damage {
            // The column that is missing, and the one that took its place.
            "unknown_column" => 2,
            // Without a specification ddev reads the example by itself.
            "no_spec" => 17,
            _ => 1,
        };
        assert_eq!(
            n,
            wanted,
            "{damage}: {:#?}",
            findings::list(&w, said(damage))
        );
    }
}

#[test]
fn what_ddev_and_a_rule_both_say_is_told_once_by_ddev() {
    let w = made();
    let review = |rule: &str, file: &str, line, text: &str| {
        let mut f = Finding::error(Source::Review, rule, text).at(file, line);
        f.fix = Some("Do it.".into());
        f
    };
    let csv = "acme_queue/metadata.csv";
    let checks = "acme_queue/assets/service_checks.json";
    for (damage, other) in [
        (
            "bom",
            review(
                "encoding",
                csv,
                Some(1),
                "The file begins with a byte order mark.",
            ),
        ),
        (
            "bytes",
            review(
                "encoding",
                csv,
                Some(9),
                "The file holds bytes that are no UTF-8.",
            ),
        ),
        (
            "sc_json",
            review("syntax", checks, Some(18), "The file is no valid JSON."),
        ),
        (
            "sc_description",
            review(
                "check-description",
                checks,
                Some(3),
                "acme_queue.openmetrics.health has no description.",
            ),
        ),
    ] {
        let mut found = vec![other];
        found.extend(said(damage));
        let list = findings::list(&w, found);
        assert_eq!(list.len(), 1, "{damage}: {list:#?}");
        assert_eq!(list[0].finding.source, Source::Ddev);
        assert_eq!(list[0].fix(), Some("Do it."));
    }
    let form = Finding::error(
        Source::Form,
        "metrics.acme_queue.depth.unit",
        "msgs is no unit.",
    );
    let mut found = said("unit");
    found.push(form.fix("message"));
    let list = findings::list(&w, found);
    assert_eq!((list.len(), list[0].also.len()), (1, 1));
    // What is said of another part of the row is another thing.
    let mut found = said("unit");
    found.extend(said("pipe"));
    assert_eq!(findings::list(&w, found).len(), 2);
}

#[test]
fn errors_come_first_and_then_pages_and_fields_in_their_order() {
    let w = made();
    let at = |rule: &str| Finding::error(Source::Form, rule, rule);
    let file = Finding::error(Source::Pytest, "tests/test_unit.py::test_x", "No.")
        .at("acme_queue/tests/test_unit.py", Some(3));
    let mut note = at("author.github");
    note.severity = Severity::Note;
    let found = vec![
        file,
        note,
        at("readme.overview").warning(),
        at("metrics.acme_queue.depth.unit"),
        at("metrics.acme_queue.consumer.lag.seconds.description"),
        at("metrics.acme_queue.consumer.lag.seconds.unit"),
        at("integration.description"),
        at("integration.display_name"),
        at("source.openmetrics.endpoint"),
    ];
    let list = findings::list(&w, found);
    let rules: Vec<&str> = list.iter().map(|l| l.finding.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "source.openmetrics.endpoint",
            "integration.display_name",
            "integration.description",
            "metrics.acme_queue.consumer.lag.seconds.unit",
            "metrics.acme_queue.consumer.lag.seconds.description",
            "metrics.acme_queue.depth.unit",
            "tests/test_unit.py::test_x",
            "readme.overview",
            "author.github",
        ]
    );
    assert_eq!(list[5].label, "depth · Unit");
    assert_eq!(
        (list[6].step, list[6].label.as_str()),
        (StepId::Test, "tests/test_unit.py:3")
    );
}
