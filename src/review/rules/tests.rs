//! Tests that test, and containers that stay what they are.

use crate::review::look::Look;
use crate::review::python::Python;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::numbered;

pub const RULES: &[Rule] = &[
    Rule {
        name: "e2e-mock",
        why: "The end-to-end test runs the check inside of an Agent's container, which a mock in the test's process can't reach.",
        source: "an e2e test that mocks: what reviewers say again and again",
        check: e2e_mock,
    },
    Rule {
        name: "e2e-environment",
        why: "CI runs the end-to-end test of every integration that does not switch it off.",
        source: "e2e switched on without a compose file or dd_environment",
        check: environment,
    },
    Rule {
        name: "image-tag",
        why: "A test that runs on whatever image is newest fails one day without a change.",
        source: "images untagged or `latest`: reviewers' remarks on tests",
        check: images,
    },
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
        name: "test-critical",
        why: "The one status that wakes people up is the one that is never seen while all is well.",
        source: "no CRITICAL case: reviewers' remarks on tests",
        check: critical,
    },
];

fn e2e_mock(look: &Look<'_>, out: &mut Findings) {
    for file in look.tests() {
        let named = file.path.ends_with("test_e2e.py");
        for (line, text) in file.lines() {
            let mocks = [
                "mocker",
                "mock.patch",
                "monkeypatch",
                "mock_http_response",
                "requests_mock",
                "MagicMock",
                "@patch",
                "responses.activate",
            ]
            .iter()
            .any(|m| text.contains(m));
            if mocks && (named || in_e2e(file, line)) {
                out.error(
                    (file.path, line),
                    "The end-to-end test mocks, and the check runs in another process.",
                    "Let the check ask a real product in a container, or make it a unit test.",
                );
            }
        }
    }
}

/// Whether a line is in a function that is marked as end-to-end.
fn in_e2e(file: &Python<'_>, line: u32) -> bool {
    let mut marked = false;
    let mut inside = false;
    for (n, text) in file.lines() {
        if text.starts_with("@pytest.mark.e2e") {
            marked = true;
        } else if text.starts_with("def ") {
            inside = marked;
            marked = false;
        } else if text.starts_with("class ") {
            inside = false;
        }
        if n == line {
            return inside;
        }
    }
    false
}

fn environment(look: &Look<'_>, out: &mut Findings) {
    let Some(text) = look.tree.text("hatch.toml") else {
        return;
    };
    let Ok(hatch) = text.parse::<toml::Table>() else {
        return;
    };
    let envs = hatch.get("envs").and_then(|e| e.get("default"));
    let off = envs
        .and_then(|e| e.get("e2e-env"))
        .and_then(toml::Value::as_bool)
        == Some(false);
    let begun = look.tests().any(|file| {
        file.code.contains("def dd_environment")
            && (file.code.contains("docker_run") || file.code.contains("yield"))
    });
    // Where there are no tests at all, this is not the place to say so.
    if !off && look.compose_files().is_empty() && !begun && look.tests().next().is_some() {
        out.error(
            "hatch.toml",
            "The end-to-end test is on, and nothing makes an environment for it.",
            "Add `e2e-env = false` below `[envs.default]`, or a compose file with a `dd_environment`.",
        );
    }
}

fn images(look: &Look<'_>, out: &mut Findings) {
    for path in look.compose_files() {
        let Some(text) = look.tree.text(path) else {
            continue;
        };
        let made = built(text);
        for (line, text) in numbered(text) {
            let Some(image) = text.trim().strip_prefix("image:") else {
                continue;
            };
            let image = image.trim().trim_matches(['"', '\'']);
            let image = image.split(" #").next().unwrap_or_default().trim();
            let name = image.rsplit('/').next().unwrap_or_default();
            let tag = name.split_once(':').map(|(_, tag)| tag);
            let pinned = image.contains("@sha256:")
                || image.contains("${") && !image.contains(":-latest}")
                || tag.is_some_and(|t| t != "latest" && !t.starts_with("${"));
            if !image.is_empty() && !pinned && !made.iter().any(|m| m == image) {
                out.warn(
                    (path, line),
                    format!("The image {image} has no fixed version."),
                    "Name a version, for example with a default: `${PRODUCT_VERSION:-1.2.3}`.",
                );
            }
        }
    }
}

/// The images that the file itself builds: their names are those that the result gets.
fn built(compose: &str) -> Vec<String> {
    let root: serde_yaml::Value = serde_yaml::from_str(compose).unwrap_or_default();
    let services = root.get("services").and_then(|s| s.as_mapping());
    let image = |service: &serde_yaml::Value| {
        service.get("build")?;
        Some(service.get("image")?.as_str()?.to_owned())
    };
    services
        .into_iter()
        .flat_map(|services| services.values())
        .filter_map(image)
        .collect()
}

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
    } else if sends && !uses("check_symmetric_inclusion") {
        out.note(
            first.path,
            "The tests compare the metrics with metadata.csv one way only.",
            "Add `check_symmetric_inclusion=True`.",
        );
    }
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
