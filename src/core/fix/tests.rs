//! From findings to fixes; what a fix does is tried with the real ddev elsewhere.

use super::{Clues, Fix, What, of};
use crate::core::finding::{Finding, Source};
use std::collections::BTreeMap;

fn offered(source: Source, rule: &str, message: &str) -> Option<Fix> {
    let csv = "metric_name,metric_type,unit_name,orientation\nacme.a-b,gauge,msgs,\n";
    let files = BTreeMap::from([
        ("acme/metadata.csv".to_owned(), csv.to_owned()),
        ("acme/check.py".to_owned(), "# acme.a-b\n".to_owned()),
        (
            ".github/CODEOWNERS".to_owned(),
            "/other/ @other\n".to_owned(),
        ),
    ]);
    let units = ["byte", "message", "second"].map(str::to_owned);
    let columns = ["metric_name", "metric_type", "unit_name", "orientation"].map(str::to_owned);
    let clues = Clues {
        folder: "acme",
        files: &files,
        units: &units,
        columns: &columns,
        owner: Some("acme-co"),
    };
    let finding = Finding::error(source, rule, message).at("acme/metadata.csv", Some(2));
    of(&finding, &clues)
}

#[test]
fn what_is_decided_is_never_safe() {
    let unit = |wrong: &str| {
        let said = format!("`{wrong}` is an invalid unit_name.");
        offered(Source::Ddev, "metadata", &said)
    };
    assert!(unit("Bytes").unwrap().safe);
    assert!(!unit("msgs").unwrap().safe);
    assert!(!unit("secnd").unwrap().safe);
    assert_eq!(unit("qqqq"), None);
    // Another file names the metric: renaming it here alone may be wrong.
    let said = "Metric name 'acme.a-b' is not valid, it should be normalized as acme.a_b.";
    assert!(!offered(Source::Ddev, "metadata", said).unwrap().safe);
    let said = "acme: orientation is empty in 1 rows.";
    assert!(!offered(Source::Ddev, "metadata", said).unwrap().safe);
    let said = "Integration acme does not have a valid `CODEOWNERS` entry.";
    assert!(!offered(Source::Ddev, "codeowners", said).unwrap().safe);
}

#[test]
fn what_nobody_can_repair_is_not_offered() {
    for (source, rule, said) in [
        (
            Source::Ddev,
            "metadata",
            "description exceeds the max length: 400 for descriptions.",
        ),
        (Source::Ddev, "config", "acme.yaml: something else is wrong"),
        (Source::Pytest, "test_unit.py::test", "assert 1 == 2"),
        (Source::Review, "encoding", "The file is a picture."),
    ] {
        assert_eq!(offered(source, rule, said), None, "{said}");
    }
}

#[test]
fn what_can_be_read_comes_before_what_stands_in_it_and_that_before_what_is_made_of_it() {
    let rank = |source, rule, said| offered(source, rule, said).unwrap().rank();
    let ranks = [
        rank(
            Source::Review,
            "encoding",
            "The file begins with a byte order mark.",
        ),
        rank(
            Source::Ddev,
            "metadata",
            "acme.x has the wrong number of columns.",
        ),
        rank(Source::Ddev, "metadata", "`Bytes` is an invalid unit_name."),
        rank(
            Source::Ddev,
            "config",
            "File `conf.yaml.example` is not in sync, run \"ddev validate config acme -s\"",
        ),
        rank(
            Source::Ddev,
            "models",
            "File `instance.py` is not in sync, run \"ddev validate models acme -s\"",
        ),
    ];
    assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    let tool = offered(
        Source::Ddev,
        "ci",
        "CI is not in sync, try the `--sync` flag",
    )
    .unwrap();
    assert!(matches!(tool.what, What::Tool(_)) && tool.safe);
}

/// What is offered for a remark of the review on a line of a file.
fn on_line(rule: &str, path: &str, text: &str, said: &str, todo: &str) -> Option<(Fix, String)> {
    let files = BTreeMap::from([(path.to_owned(), text.to_owned())]);
    let clues = Clues {
        folder: "acme",
        files: &files,
        units: &[],
        columns: &[],
        owner: None,
    };
    let finding = Finding::error(Source::Review, rule, said).at(path, Some(2));
    let fix = of(&finding.fix(todo), &clues)?;
    let What::Edit { edit, .. } = &fix.what else {
        return None;
    };
    let after = format!("{edit:?}");
    Some((fix, after))
}

#[test]
fn a_tag_that_nobody_uses_and_a_secret_that_is_none_are_repaired_on_their_lines() {
    let manifest = "[\n  \"Category::metrics\",\n";
    let tag = |said: &str, todo: &str| {
        on_line("manifest-tags", "acme/manifest.json", manifest, said, todo)
    };
    let said = "No other integration uses the classifier tag \"Category::metrics\".";
    let (fix, edit) = tag(said, "Is \"Category::Metrics\" meant?").unwrap();
    assert!(
        fix.safe && edit.contains("\\\"Category::Metrics\\\""),
        "{edit}"
    );
    let (fix, _) = tag(said, "Is \"Category::Network\" meant?").unwrap();
    assert!(!fix.safe);
    assert!(tag(said, "Take one that other manifests use.").is_none());

    let spec = "options:\n  - name: token\n    description: x\n";
    let secret = |text: &str| {
        let said = "The option `token` holds a credential, and is not marked as secret.";
        let path = "acme/assets/configuration/spec.yaml";
        on_line(
            "option-secret",
            path,
            text,
            said,
            "Add `secret: true` below its name.",
        )
    };
    let (fix, edit) = secret(spec).unwrap();
    assert!(
        !fix.safe && edit.contains("- name: token\\n    secret: true"),
        "{edit}"
    );
    // In two places: which of them is meant can't be told by the line alone.
    assert!(secret(&spec.repeat(2)).is_none());
}
