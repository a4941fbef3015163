//! A log of the repository's CI, as it is copied from its page or downloaded: what ddev, pytest, and ruff said in it.

use super::{Context, lint, pytest, validation};
use crate::core::finding::Finding;
use crate::jobs::text;

/// Where GitHub's runners check out.
const RUNNER: &str = "/home/runner/work/integrations-extras/integrations-extras";

/// What a part of a log is the output of.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Validate(String),
    Lint,
    Test,
    Other,
}

struct Part<'a> {
    command: Command,
    lines: Vec<&'a str>,
    /// The exit status that the runner told.
    exit: Option<i32>,
}

/// What a log says of the integration; none where it is no log.
#[must_use]
pub fn log(text: &str, folder: &str) -> Vec<Finding> {
    let root = root(text);
    let context = Context {
        folder,
        root: &root,
    };
    let mut found: Vec<Finding> = vec![];
    let parts = parts(text);
    let told = parts.iter().any(|part| part.exit.is_some_and(|e| e != 0));
    for part in parts {
        let output = part.lines.join("\n");
        let new = match &part.command {
            // Green is what the runner saw end well; what it says nothing of is, where it tells what is not.
            _ if part.exit.map_or(told, |e| e == 0) => vec![],
            Command::Validate(name) => {
                let exit = part.exit.or(Some(1));
                validation(name, &colored(&output), exit, &context).findings
            }
            Command::Lint => lint(&output, &context),
            Command::Test => pytest::tests(&output, &context).findings,
            Command::Other => {
                let mut both = lint(&output, &context);
                both.extend(pytest::tests(&output, &context).findings);
                both
            }
        };
        for finding in new {
            if !found.contains(&finding) {
                found.push(finding);
            }
        }
    }
    found
}

/// The folder of the checkout on the runner, which paths begin with.
fn root(text: &str) -> String {
    let path = pattern!(r"/[A-Za-z0-9_./-]*/integrations-extras/integrations-extras");
    let found = path.find(text).map(|found| found.as_str().to_owned());
    found.unwrap_or_else(|| RUNNER.into())
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let stamp = pattern!(r"^\u{feff}?\d{4}-\d\d-\d\dT[0-9:.]+Z ");
    // `gh run view --log` puts the job and the step before each line.
    let prefix = pattern!(r"^[^\t\n]*\t[^\t\n]*\t\u{feff}?");
    let run = pattern!(r"^(?:##\[group\])?Run (.*ddev .*)$|^\$ (ddev .*)$");
    let ended = pattern!(
        r"^##\[error\]Process completed with exit code (\d+)|^Error: Process completed with exit code (\d+)",
    );
    let mut parts = vec![Part {
        command: Command::Other,
        lines: vec![],
        exit: None,
    }];
    // What a step runs is told before what it says.
    let (mut told, mut group) = (String::new(), false);
    for raw in text.lines() {
        let line = prefix.find(raw).map_or(raw, |m| &raw[m.end()..]);
        let line = stamp.find(line).map_or(line, |m| &line[m.end()..]);
        let plain = text::plain(line);
        let plain = plain.trim();
        if let Some(command) = run.captures(plain) {
            let command = command.get(1).or(command.get(2)).map_or("", |m| m.as_str());
            // The step before ended, and nothing bad was told of it.
            if let Some(last) = parts.last_mut()
                && last.command != Command::Other
            {
                last.exit = last.exit.or(Some(0));
            }
            parts.push(Part {
                command: command_of(command),
                lines: vec![],
                exit: None,
            });
            command.clone_into(&mut told);
            group = plain.starts_with("##[group]");
        } else if plain == "##[endgroup]" {
            group = false;
        } else if let Some(last) = parts.last_mut()
            && !group
            && plain != told
        {
            if let Some(found) = ended.captures(plain) {
                let status = found.get(1).or(found.get(2));
                last.exit = status.and_then(|s| s.as_str().parse().ok());
            } else if !is_frame(plain) {
                last.lines.push(line);
            }
        }
    }
    parts
}

/// What the runner prints around a step.
fn is_frame(plain: &str) -> bool {
    plain.starts_with("##[") || plain.starts_with("shell: ") || plain.starts_with("env:")
}

fn command_of(command: &str) -> Command {
    let validate = pattern!(r"\bddev (?:-\S+ )*validate ([a-z-]+)");
    if let Some(found) = validate.captures(command) {
        return Command::Validate(found[1].to_owned());
    }
    let words: Vec<&str> = command.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    if !has("test") {
        Command::Other
    } else if has("--lint") || has("-s") || has("-fs") {
        Command::Lint
    } else {
        Command::Test
    }
}

/// ddev tells errors by their color, which a copied page has lost: without any, what is no heading and no success is
/// taken for one.
fn colored(output: &str) -> String {
    if output.contains("\x1b[") {
        return output.to_owned();
    }
    let fine = pattern!(
        r"(?i)^(validating\b.*|[a-z -]+ validation|\d+ .*|.*\b(ok|passed|success|succeeded|valid)\b[.!]?)$|\.\.\.$|: *$|FAILED$",
    );
    let name = pattern!(r"^[└├─│ ]*[A-Za-z0-9_-]+$");
    // The first level of a tree is an integration, by its folder or its display name.
    let first = |line: &str| line.starts_with(['└', '├']);
    let lines = output.lines().map(|line| {
        let trimmed = line.trim();
        if trimmed.is_empty() || fine.is_match(trimmed) || name.is_match(trimmed) || first(line) {
            line.to_owned()
        } else {
            format!("\x1b[31m{line}\x1b[0m")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::CONTEXT;
    use super::*;

    const FOLDER: &str = "acme_queue";

    /// A step of a job as a runner writes it.
    fn step(command: &str, output: &str, exit: i32) -> String {
        let lines = output.lines().map(str::to_owned);
        let head = [
            format!("##[group]Run {command}"),
            command.to_owned(),
            "##[endgroup]".into(),
        ];
        let end = (exit != 0).then(|| format!("##[error]Process completed with exit code {exit}."));
        let lines = head.into_iter().chain(lines).chain(end);
        lines.fold(String::new(), |text, line| {
            text + "2026-11-20T10:11:12.1234567Z " + &line + "\n"
        })
    }

    /// What the program says of the same output here; the runner's checkout is elsewhere.
    fn here(name: &str, output: &str) -> Vec<Finding> {
        validation(name, output, Some(1), &CONTEXT).findings
    }

    const VALIDATIONS: [(&str, &str); 4] = [
        ("metadata", include_str!("fixtures/metadata.txt")),
        ("readmes", include_str!("fixtures/readmes.txt")),
        ("codeowners", include_str!("fixtures/codeowners.txt")),
        ("config", include_str!("fixtures/config_without_spec.txt")),
    ];

    #[test]
    fn a_downloaded_log_says_what_ddev_says_here() {
        for (name, output) in VALIDATIONS {
            let output = output.replace(CONTEXT.root, RUNNER);
            let text = step("ddev validate ci acme_queue", "all fine", 0)
                + &step(&format!("ddev validate {name} acme_queue"), &output, 1)
                + &step(
                    "ddev validate licenses",
                    "\x1b[31mnot ours to read\x1b[0m",
                    0,
                );
            let expected = here(name, &output.replace(RUNNER, CONTEXT.root));
            assert!(!expected.is_empty(), "{name}");
            assert_eq!(log(&text, FOLDER), expected, "{name}");
        }
    }

    #[test]
    fn a_copied_page_without_colors_says_the_same() {
        for (name, output) in VALIDATIONS {
            let command = format!("ddev validate {name} acme_queue");
            let copied = format!(
                "Run {command}\n{}\nError: Process completed with exit code 1.\n",
                text::plain(output).replace(CONTEXT.root, RUNNER)
            );
            let said = |found: Vec<Finding>| -> Vec<String> {
                found.into_iter().map(|f| f.message).collect()
            };
            assert_eq!(
                said(log(&copied, FOLDER)),
                said(here(name, output)),
                "{name}"
            );
        }
    }

    #[test]
    fn what_a_step_runs_and_whose_it_is_are_no_findings() {
        let said = "Metrics validation\n└── Acme Queue\n    └── acme_queue/metadata.csv\n        \n        \
                    acme_queue:2 `msgs` is an invalid unit_name.\n\nErrors: 1\n";
        let command = "ddev validate metadata acme_queue";
        let copied = format!(
            "Run {command}\n{command}\nshell: bash\n{said}Error: Process completed with exit code 1.\n"
        );
        for text in [copied, step(command, said, 1)] {
            let found = log(&text, FOLDER);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].file.as_deref(), Some("acme_queue/metadata.csv"));
        }
    }

    #[test]
    fn tests_and_lint_are_read_with_their_files_and_lines() {
        let red = include_str!("fixtures/pytest.txt");
        let ruff = include_str!("fixtures/ruff_check.txt");
        let text = step("ddev --no-interactive test acme_queue --lint", ruff, 1)
            + &step("ddev test --cov --junit acme_queue", red, 1);
        let mut expected = lint(ruff, &CONTEXT);
        expected.extend(pytest::tests(red, &CONTEXT).findings);
        assert!(expected.len() > 2);
        assert_eq!(log(&text, FOLDER), expected);
        // A part of it, without the command that printed it.
        assert_eq!(log(ruff, FOLDER), lint(ruff, &CONTEXT));
        assert_eq!(log("Could you rename it?\n", FOLDER), vec![]);
    }
}
