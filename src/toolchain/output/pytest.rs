//! `ddev test`: pytest's cases, and its failures with their place in the integration.

use super::{Context, regex};
use crate::core::finding::{Finding, Source};
use crate::core::testing::Case;
use crate::jobs::text;
use std::collections::BTreeMap;

/// What a run of pytest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tests {
    pub cases: Vec<Case>,
    pub findings: Vec<Finding>,
}

/// Of a failure's message, this many lines are shown.
const MESSAGE_LINES: usize = 4;

/// Reads the output of `ddev test` (`pytest -vv --tb short`).
#[must_use]
pub fn tests(output: &str, context: &Context) -> Tests {
    let plain = text::plain(output);
    let mut cases = cases(&plain);
    for (id, ms) in durations(&plain) {
        if let Some(case) = cases.iter_mut().find(|case| case.id == id) {
            case.ms = ms;
        }
    }
    let findings = failures(&plain, &cases, context);
    Tests { cases, findings }
}

fn cases(plain: &str) -> Vec<Case> {
    let line = regex(r"^(\S.*?::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b");
    let mut cases: Vec<Case> = vec![];
    for found in plain.lines().filter_map(|l| line.captures(l)) {
        let outcome = match &found[2] {
            "PASSED" | "XPASS" => "passed",
            "FAILED" => "failed",
            "ERROR" => "error",
            _ => "skipped",
        };
        // An error while tearing down comes after the test's own outcome and overrules it.
        match cases.iter_mut().find(|case| case.id == found[1]) {
            Some(case) => outcome.clone_into(&mut case.outcome),
            None => cases.push(Case {
                id: found[1].to_owned(),
                outcome: outcome.to_owned(),
                ms: 0,
            }),
        }
    }
    cases
}

/// Milliseconds by test, of the lines that `--durations=0` prints.
fn durations(plain: &str) -> BTreeMap<String, u64> {
    let line = regex(r"^(\d+)\.(\d\d)s (call|setup|teardown) +(\S.*::.+)$");
    let mut all = BTreeMap::new();
    for found in plain.lines().filter_map(|l| line.captures(l)) {
        let number = |i: usize| found[i].parse::<u64>().unwrap_or(0);
        *all.entry(found[4].to_owned()).or_insert(0) += number(1) * 1000 + number(2) * 10;
    }
    all
}

/// One failure while it is read.
#[derive(Debug, Default)]
struct Failure {
    title: String,
    place: Option<(String, u32)>,
    message: Vec<String>,
}

fn failures(plain: &str, cases: &[Case], context: &Context) -> Vec<Finding> {
    let title = regex(r"^_{3,} (.+?) _{3,}$|^_+ (ERROR .+?|\S+) _+$");
    let conftest = regex(r"^ImportError while loading conftest '(.+)'\.$");
    let frame = regex(r"^(.+?):(\d+): in .+$");
    let bare = regex(r"^(\S+\.py):(\d+): \S+$");
    let mut open: Option<Failure> = None;
    let mut all = vec![];
    for line in plain.lines() {
        if let Some(found) = title.captures(line) {
            let name = found.get(1).or(found.get(2)).map_or("", |m| m.as_str());
            all.extend(open.replace(Failure {
                title: name.to_owned(),
                ..Failure::default()
            }));
        } else if let Some(found) = conftest.captures(line) {
            all.extend(open.replace(Failure {
                title: found[1].to_owned(),
                ..Failure::default()
            }));
        } else if line.starts_with("===") || line.starts_with("--- Captured") {
            all.extend(open.take());
        } else if let Some(failure) = &mut open {
            if let Some(text) = line.strip_prefix("E   ") {
                failure.message.push(text.trim_end().to_owned());
            } else if let Some(found) = frame.captures(line).or_else(|| bare.captures(line))
                && let Some(file) = context.relative(&found[1])
            {
                // The innermost frame inside the integration is the one to look at.
                failure.place = Some((file, found[2].parse().unwrap_or(1)));
            }
        }
    }
    all.extend(open);
    let mut findings: Vec<Finding> = all
        .into_iter()
        .map(|failure| finding(failure, cases, context))
        .collect();
    findings.extend(refusal(plain));
    findings
}

fn finding(failure: Failure, cases: &[Case], context: &Context) -> Finding {
    let collecting = failure.title.strip_prefix("ERROR collecting ");
    let wanted = ["ERROR at setup of ", "ERROR at teardown of "]
        .iter()
        .find_map(|start| failure.title.strip_prefix(start))
        .or(collecting)
        .unwrap_or(&failure.title);
    // pytest titles a method `TestX.test_y`, and its case ends with `TestX::test_y`.
    let (name, parameters) = match wanted.split_once('[') {
        Some((name, rest)) => (name.replace('.', "::"), format!("[{rest}")),
        None => (wanted.replace('.', "::"), String::new()),
    };
    let suffix = format!("::{name}{parameters}");
    let case = cases.iter().find(|case| case.id.ends_with(&suffix));
    let rule = case.map_or_else(|| wanted.to_owned(), |case| case.id.clone());
    let rule = context.relative(&rule).map_or(rule, |path| {
        let prefix = format!("{}/", context.folder);
        path.strip_prefix(&prefix).unwrap_or(&path).to_owned()
    });
    let shown: Vec<String> = failure.message.into_iter().take(MESSAGE_LINES).collect();
    let message = if shown.is_empty() {
        "The test failed without a message; its log has the rest.".to_owned()
    } else {
        shown.join("\n")
    };
    let mut finding = Finding::error(Source::Pytest, rule, message);
    if let Some((file, line)) = failure.place {
        finding = finding.at(file, Some(line));
    } else if let Some(path) = collecting.and_then(|path| context.relative(path)) {
        finding = finding.at(path, None);
    }
    finding
}

/// What pytest says when it does not get to a test.
fn refusal(plain: &str) -> Option<Finding> {
    if plain.lines().any(|line| line.contains(" no tests ran in ")) {
        let message =
            "pytest found no test. A test is a function test_* in a file tests/test_*.py.";
        return Some(Finding::error(Source::Pytest, "collect", message));
    }
    let usage = plain
        .lines()
        .find_map(|line| line.strip_prefix("ERROR: "))?;
    Some(Finding::error(Source::Pytest, "usage", usage.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::CONTEXT;
    use super::tests as read;
    use super::*;

    #[test]
    fn every_case_is_read_with_its_outcome() {
        let found = read(include_str!("fixtures/pytest.txt"), &CONTEXT);
        let cases: Vec<(&str, &str)> = found
            .cases
            .iter()
            .map(|c| {
                (
                    c.id.trim_start_matches("tests/test_unit.py::"),
                    c.outcome.as_str(),
                )
            })
            .collect();
        assert_eq!(
            cases,
            [
                ("test_ok", "passed"),
                ("test_bad_value", "failed"),
                ("test_helper[1]", "failed"),
                ("test_helper[2]", "passed"),
                ("test_helper[a b]", "failed"),
                ("test_skipped", "skipped"),
                ("test_error", "error"),
            ]
        );
    }

    #[test]
    fn failures_lead_to_the_innermost_line_of_the_integration() {
        let found = read(include_str!("fixtures/pytest.txt"), &CONTEXT).findings;
        let places: Vec<(&str, Option<u32>)> =
            found.iter().map(|f| (f.rule.as_str(), f.line)).collect();
        assert_eq!(
            places,
            [
                ("tests/test_unit.py::test_error", Some(34)),
                ("tests/test_unit.py::test_bad_value", Some(19)),
                ("tests/test_unit.py::test_helper[1]", Some(7)),
                ("tests/test_unit.py::test_helper[a b]", Some(7)),
            ]
        );
        assert!(
            found
                .iter()
                .all(|f| f.file.as_deref() == Some("acme_queue/tests/test_unit.py"))
        );
        assert_eq!(found[0].message, "RuntimeError: no fixture");
        assert!(
            found[1]
                .message
                .starts_with("AssertionError: Needed at least 1 candidates")
        );
        assert!(found[1].message.lines().count() <= MESSAGE_LINES);
    }

    #[test]
    fn what_cannot_be_imported_is_a_finding_at_its_line() {
        for (text, file) in [
            (
                include_str!("fixtures/pytest_collect.txt"),
                "acme_queue/tests/test_unit.py",
            ),
            (
                include_str!("fixtures/pytest_conftest.txt"),
                "acme_queue/tests/conftest.py",
            ),
        ] {
            let found = read(text, &CONTEXT).findings;
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].file.as_deref(), Some(file));
            assert_eq!(found[0].line, Some(1));
            assert_eq!(
                found[0].message,
                "ModuleNotFoundError: No module named 'nothing_like_it'"
            );
        }
    }

    #[test]
    fn durations_are_added_up() {
        let text = "tests/a.py::test_x PASSED [1%]\n0.02s setup    tests/a.py::test_x\n1.50s call     tests/a.py::test_x\n";
        assert_eq!(read(text, &CONTEXT).cases[0].ms, 1520);
    }

    #[test]
    fn no_test_at_all_is_a_finding() {
        let found = read("=== no tests ran in 0.01s ===", &CONTEXT).findings;
        assert!(found[0].message.contains("found no test"));
        let found = read("ERROR: usage: pytest [options]\n", &CONTEXT).findings;
        assert_eq!(found[0].rule, "usage");
    }
}
