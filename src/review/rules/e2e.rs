//! End-to-end tests, and containers that stay what they are.

use crate::review::look::Look;
use crate::review::python::Python;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, numbered};

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
];

/// What replaces something within the test's own process.
const MOCKS: [&str; 9] = [
    "mocker",
    "mock.patch",
    "monkeypatch",
    "mock_http_response",
    "requests_mock",
    "MagicMock",
    "@patch",
    "responses.activate",
    "httpretty",
];

fn e2e_mock(look: &Look<'_>, out: &mut Findings) {
    let fixtures = mocking_fixtures(look);
    for file in look.tests() {
        let named = file.path.ends_with("test_e2e.py");
        let patches = file.code.contains("import patch") || file.code.contains("mock import");
        let mut told = None;
        for (line, text, function) in marked(file) {
            let words = || text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let mocks = MOCKS.iter().any(|m| text.contains(m))
                || (patches && words().any(|word| word == "patch") && text.contains('('))
                || words().any(|word| fixtures.iter().any(|f| f == word));
            // Once for each function.
            if mocks && (named || function.is_some()) && told != Some(function.unwrap_or(0)) {
                told = Some(function.unwrap_or(0));
                out.error(
                    (file.path, line),
                    "The end-to-end test mocks, and the check runs in another process.",
                    "Let the check ask a real product in a container, or make it a unit test.",
                );
            }
        }
    }
}

/// The code lines of a file, and the function that is marked as end-to-end which they belong to, by its line.
fn marked<'a>(file: &'a Python<'_>) -> Vec<(u32, &'a str, Option<u32>)> {
    let whole = file
        .lines()
        .any(|(_, l)| l.starts_with("pytestmark") && l.contains("mark.e2e"));
    let (mut mark, mut of_class, mut function) = (false, false, None);
    let mut out = vec![];
    for (number, text) in file.lines() {
        let begin = text.trim_start();
        let outer = begin.len() == text.len();
        if begin.starts_with("@pytest.mark.e2e") {
            mark = true;
        } else if outer && text.starts_with("class ") {
            (of_class, mark, function) = (mark, false, None);
        } else if begin.starts_with("def ") || begin.starts_with("async def ") {
            of_class &= !outer;
            // What starts the environment runs for end-to-end tests alone.
            let starts = begin.starts_with("def dd_environment");
            let is_e2e = mark || of_class || starts || (whole && begin.starts_with("def test_"));
            function = is_e2e.then_some(number);
            mark = false;
        } else if outer && !begin.is_empty() && !begin.starts_with([')', '@']) {
            function = None;
        }
        out.push((number, text, function));
    }
    out
}

/// Fixtures of the tests that mock, by name.
fn mocking_fixtures(look: &Look<'_>) -> Vec<String> {
    let mut out = vec![];
    for file in look.tests() {
        let mut fixture = false;
        for (number, text) in file.lines() {
            if text.starts_with("@pytest.fixture") {
                fixture = true;
            } else if let Some(rest) = text.strip_prefix("def ") {
                let block = file.block(number);
                let mocks = MOCKS.iter().any(|m| rest.contains(m) || block.contains(m));
                let name = rest.split('(').next().unwrap_or_default();
                if std::mem::take(&mut fixture) && mocks && name != "dd_environment" {
                    out.push(name.to_owned());
                }
            }
        }
    }
    out
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
    let tested = look
        .tests()
        .any(|file| file.code.contains("dd_agent_check"));
    let starts = look
        .tests()
        .any(|file| file.code.contains("def dd_environment"));
    if !off && tested && !starts {
        out.error(
            "hatch.toml",
            "The end-to-end test is on, and no fixture `dd_environment` starts what it needs.",
            "Add it to tests/conftest.py, with `docker_run`; or add `e2e-env = false` below `[envs.default]`.",
        );
        return;
    }
    let unmarked = look
        .tests()
        .filter(|file| file.path.ends_with("test_e2e.py"));
    for file in unmarked.filter(|file| file.code.contains("dd_agent_check")) {
        if !file.code.contains("mark.e2e") {
            out.error(
                file.path,
                "The end-to-end test has no mark, and runs as a unit test, where it fails.",
                "Write `@pytest.mark.e2e` above it.",
            );
        }
    }
    // Where there are no tests at all, this is not the place to say so.
    if !off && look.compose_files().is_empty() && !begun && look.tests().next().is_some() {
        out.error(
            "hatch.toml",
            "The end-to-end test is on, and nothing makes an environment for it.",
            "Add `e2e-env = false` below `[envs.default]`, or a compose file with a `dd_environment`.",
        );
    }
}

/// Tags that stand for another image every day.
const MOVING: [&str; 9] = [
    "latest", "main", "master", "nightly", "edge", "dev", "develop", "canary", "snapshot",
];

/// Whether an image is the same tomorrow.
fn is_pinned(look: &Look<'_>, image: &str) -> bool {
    if image.contains("@sha256:") {
        return true;
    }
    // A port of a registry is no tag, and a default has a colon of its own.
    let head = image.find("${").unwrap_or(image.len());
    let slash = image[..head].rfind('/').map_or(0, |i| i + 1);
    let Some((_, tag)) = image[slash..].split_once(':') else {
        // The whole name may come from a variable.
        return image.starts_with("${") && is_set(look, image);
    };
    match tag.split_once(":-") {
        Some((_, default)) => !MOVING.contains(&default.trim_end_matches('}')),
        None if tag.starts_with("${") => is_set(look, tag),
        None => !MOVING.contains(&tag.to_lowercase().as_str()),
    }
}

/// Whether something of the tests gives a variable its value.
fn is_set(look: &Look<'_>, variable: &str) -> bool {
    let name = variable
        .trim_start_matches("${")
        .split(['}', ':'])
        .next()
        .unwrap_or_default();
    let says = |path: &str| {
        path == "hatch.toml" || (path.starts_with("tests/") && extension(path) == "py")
    };
    look.tree
        .texts()
        .any(|(path, text)| says(path) && text.contains(name))
}

/// The images of Dockerfiles of the tests, with their lines.
fn built_on<'a>(look: &Look<'a>) -> Vec<(&'a str, u32, &'a str)> {
    let mut out = vec![];
    for (path, text) in look.tree.texts() {
        let name = path.rsplit('/').next().unwrap_or(path);
        if !path.starts_with("tests/") || !name.starts_with("Dockerfile") {
            continue;
        }
        let mut stages = vec!["scratch"];
        for (line, text) in numbered(text) {
            let mut words = text.split_whitespace();
            if !words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("FROM"))
            {
                continue;
            }
            let mut words = words.filter(|word| !word.starts_with("--"));
            let image = words.next().unwrap_or_default();
            if !stages.contains(&image) && !image.contains('$') {
                out.push((path, line, image));
            }
            stages.extend(words.nth(1));
        }
    }
    out
}

fn images(look: &Look<'_>, out: &mut Findings) {
    for (path, line, image) in built_on(look) {
        if !is_pinned(look, image) {
            let message = format!("The image {image} has no fixed version.");
            out.warn((path, line), message, "Name a version.");
        }
    }
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
            if !image.is_empty() && !is_pinned(look, image) && !made.iter().any(|m| m == image) {
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
