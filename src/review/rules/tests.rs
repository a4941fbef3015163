//! Tests that test.

use crate::review::look::Look;
use crate::review::python::Python;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "test-weak",
        why: "A test that can't fail shows nothing.",
        source: "tests that assert nothing: reviewers' remarks on tests",
        check: weak,
    },
    Rule {
        name: "test-symmetry",
        why: "Only a comparison both ways shows that metadata.csv lists what the check sends, and nothing else.",
        source: "no symmetric inclusion: reviewers' remarks on tests",
        check: symmetry,
    },
    Rule {
        name: "test-files",
        why: "A test that reads a file which is not in the pull request fails everywhere but here.",
        source: "tests, e2e, docker: a frequent repair",
        check: absent,
    },
    Rule {
        name: "test-critical",
        why: "The one status that wakes people up is the one that is never seen while all is well.",
        source: "no CRITICAL case: reviewers' remarks on tests",
        check: critical,
    },
];

/// Lines with an assertion below something else in a block of `pytest.raises`: what raises ends the block before it.
fn unreached(file: &Python<'_>) -> Vec<u32> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = vec![];
    for (number, head) in file.lines() {
        let begins = head.trim_start();
        let raises = begins.starts_with("with ") && begins.contains("raises(");
        // A failed assertion may be what is expected.
        if !raises || !begins.trim_end().ends_with(':') || begins.contains("AssertionError") {
            continue;
        }
        let block = file.lines().skip_while(|(n, _)| *n <= number);
        let block = block.filter(|(_, line)| !line.trim().is_empty());
        let mut block = block.take_while(|(_, line)| indent(line) > indent(head));
        let Some((_, first)) = block.next() else {
            continue;
        };
        let asserts = |line: &str| {
            let line = line.trim_start();
            line.starts_with("assert ") || line.contains(".assert_")
        };
        if !asserts(first) && !first.trim_start().starts_with("with ") {
            out.extend(block.find(|(_, line)| asserts(line)).map(|(n, _)| n));
        }
    }
    out
}

fn weak(look: &Look<'_>, out: &mut Findings) {
    for file in look.tests() {
        for line in unreached(file) {
            out.warn(
                (file.path, line),
                "The assertion stands behind what raises, and is never reached.",
                "Move it below the block of `pytest.raises`.",
            );
        }
        for (line, text) in file.lines() {
            let mark = text.trim_start();
            if mark.starts_with("@pytest.mark.skip") && !mark.contains("skipif")
                || mark.starts_with("@pytest.mark.xfail")
            {
                out.warn(
                    (file.path, line),
                    "The test is skipped, or may fail: it shows nothing.",
                    "Let it run and pass, or delete it.",
                );
            }
            if text.replace(' ', "").contains("at_least=0") {
                out.warn(
                    (file.path, line),
                    "`at_least=0` passes when nothing is sent.",
                    "Assert a count, or leave the argument out.",
                );
            }
            let Some(name) = text.trim_start().strip_prefix("def test_") else {
                continue;
            };
            let name = name.split('(').next().unwrap_or_default();
            let block = file.block(line);
            let trivial =
                |l: &str| ["assert True", "assert 1", "assert not False"].contains(&l.trim());
            let told: Vec<&str> = block.lines().filter(|l| !trivial(l)).collect();
            let block = told.join("\n");
            // A helper with a name that says so may assert in its place.
            let asserts = [
                "assert",
                "raises",
                "warns",
                "expect",
                "verify",
                "check_",
                "benchmark",
                "validate",
            ]
            .iter()
            .any(|a| block.contains(a));
            if !asserts {
                out.warn(
                    (file.path, line),
                    format!("test_{name} asserts nothing."),
                    "Assert what the check sends, or the error that it raises.",
                );
            }
        }
    }
}

fn unit_tests<'a>(look: &'a Look<'_>) -> impl Iterator<Item = &'a Python<'a>> {
    look.tests().filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        name.starts_with("test_") && !name.contains("e2e")
    })
}

fn symmetry(look: &Look<'_>, out: &mut Findings) {
    if look.metrics.is_empty() || look.code().next().is_none() {
        return;
    }
    let files: Vec<_> = unit_tests(look).collect();
    let Some(first) = files.first() else {
        if look.code().any(|file| file.code.contains("class ")) {
            out.warn(
                "tests",
                "There is no unit test.",
                "Add tests/test_unit.py, with a recorded answer as its fixture.",
            );
        }
        return;
    };
    let uses = |word: &str| files.iter().any(|file| file.code.contains(word));
    let sends = look.code().any(|file| file.code.contains("class "));
    if sends && !uses("assert_metrics_using_metadata") {
        out.warn(
            first.path,
            "No test compares the metrics with metadata.csv.",
            "Call `aggregator.assert_metrics_using_metadata(get_metadata_metrics(), check_submission_type=True, check_symmetric_inclusion=True)`.",
        );
    } else if sends
        && !files.iter().any(|f| {
            f.code
                .replace(' ', "")
                .contains("check_symmetric_inclusion=True")
        })
    {
        out.note(
            first.path,
            "The tests compare the metrics with metadata.csv one way only.",
            "Add `check_symmetric_inclusion=True`.",
        );
    }
}

/// What a file name in the tests may end with.
const DATA: [&str; 7] = [".json", ".txt", ".yaml", ".yml", ".xml", ".csv", ".prom"];

fn absent(look: &Look<'_>, out: &mut Findings) {
    for file in look.tests() {
        for string in file.strings.iter().filter(|s| !s.formatted) {
            let name = string.text.as_str();
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
            let is_name = name.chars().all(plain) && !name.starts_with(['/', '.']);
            if !is_name || !DATA.iter().any(|end| name.ends_with(end)) || !opens(file, string.start)
            {
                continue;
            }
            let end = format!("/{}", name.rsplit('/').next().unwrap_or(name));
            if !look
                .tree
                .paths()
                .any(|path| path.ends_with(&end) || path == name)
            {
                out.warn(
                    (file.path, string.line),
                    format!("The tests name {name}, which does not exist."),
                    "Add the file, or correct its name.",
                );
            }
        }
    }
}

/// Whether a name stands where a file is opened, or among recorded answers.
fn opens(file: &Python<'_>, start: usize) -> bool {
    let before = &file.code[..start];
    let line = before
        .rfind('\n')
        .map_or(before, |i| &before[i..])
        .to_lowercase();
    let above: String = before
        .lines()
        .rev()
        .take(4)
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    ["path", "file", "fixture", "open("]
        .iter()
        .any(|word| line.contains(word))
        || ["responses = [", "pages = ["]
            .iter()
            .any(|list| above.contains(list))
}

fn critical(look: &Look<'_>, out: &mut Findings) {
    let sends = look.code().any(|file| {
        let calls = file.calls("self.service_check");
        calls.iter().any(|call| call.code.contains("CRITICAL"))
    });
    let files: Vec<_> = unit_tests(look).collect();
    if let (true, Some(first)) = (sends, files.first())
        && !look.tests().any(|file| file.code.contains("CRITICAL"))
    {
        out.warn(
            first.path,
            "No test sees the service check CRITICAL.",
            "Let the product be away in a test, and assert the status.",
        );
    }
}
