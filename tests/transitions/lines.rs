//! Where the review, ruff and a file that is not applied yet lead: by the line that they name.

use crate::places::{made, opened, planned, told};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::place::Places;
use ddint_tui::core::plan::FileState;

#[test]
fn what_the_review_says_leads_by_its_line() {
    let (made, opened) = (made(), opened());
    let cases = [
        (
            "metric-orientation",
            "metadata.csv",
            3,
            "acme_queue.depth has no orientation.",
            "metrics metrics.acme_queue.depth.orientation",
        ),
        (
            "metric-description",
            "metadata.csv",
            2,
            "x",
            "metrics metrics.acme_queue.consumer.lag.seconds.description",
        ),
        (
            "manifest-length",
            "manifest.json",
            4,
            "The tile's description has 99 characters.",
            "identity integration.description",
        ),
        (
            "manifest-tags",
            "manifest.json",
            8,
            "The tag is in no other.",
            "tags integration.categories",
        ),
        (
            "manifest-tags",
            "manifest.json",
            7,
            "The tag is in no other.",
            "tags integration.supported_os",
        ),
        (
            "manifest-author",
            "manifest.json",
            12,
            "No address.",
            "author author.support_email",
        ),
        (
            "overview",
            "README.md",
            3,
            "The overview has 3 words.",
            "identity integration.overview",
        ),
        (
            "readme-options",
            "README.md",
            11,
            "x",
            "readme readme.configuration",
        ),
        (
            "readme-sections",
            "README.md",
            0,
            "There is no section \"Validation\".",
            "readme readme.validation",
        ),
        (
            "dependency-undeclared",
            "pyproject.toml",
            9,
            "x",
            "options dependencies",
        ),
        (
            "code-timeout",
            "datadog_checks/acme_queue/check.py",
            4,
            "x",
            "check class AcmeQueueCheck(AgentCheck):",
        ),
        (
            "test-weak",
            "tests/test_unit.py",
            4,
            "x",
            "file acme_queue/tests/test_unit.py:4",
        ),
        (
            "manifest-empty",
            "manifest.json",
            15,
            "x",
            "file acme_queue/manifest.json:15",
        ),
    ];
    for (rule, file, line, text, wanted) in cases {
        let line = Some(line).filter(|l| *l > 0);
        let finding =
            Finding::error(Source::Review, rule, text).at(format!("acme_queue/{file}"), line);
        assert_eq!(told(&Places::new(&made).of(&finding)), wanted, "{rule}");
    }
    // No form of an integration that was opened holds its check.
    let code = Finding::error(Source::Review, "code-timeout", "x")
        .at("acme_queue/datadog_checks/acme_queue/check.py", Some(4));
    let place = told(&Places::new(&opened).of(&code));
    assert_eq!(
        place,
        "file acme_queue/datadog_checks/acme_queue/check.py:4"
    );
}

#[test]
fn a_check_that_was_edited_in_the_clone_is_edited_there() {
    let mut w = made();
    let ruff = Finding::error(Source::Ruff, "F401", "`os` imported but unused")
        .at("acme_queue/datadog_checks/acme_queue/check.py", Some(1));
    assert_eq!(told(&Places::new(&w).of(&ruff)), "check import os");
    w.plan.as_mut().unwrap().files[3].state = FileState::Yours;
    let place = told(&Places::new(&w).of(&ruff));
    assert_eq!(
        place,
        "file acme_queue/datadog_checks/acme_queue/check.py:1"
    );
}

#[test]
fn a_file_that_is_not_applied_yet_is_looked_at_among_the_planned_ones() {
    let mut w = made();
    let mut file = planned("hatch.toml", "x");
    (file.state, file.old) = (FileState::New, None);
    w.plan.as_mut().unwrap().files.push(file);
    let finding = Finding::error(Source::Review, "hatch", "x").at("acme_queue/hatch.toml", Some(1));
    assert_eq!(
        told(&Places::new(&w).of(&finding)),
        "files acme_queue/hatch.toml"
    );
}
