//! Running the tasks of the Test step, and turning what they print into findings and cases.

pub use super::selection::{selected, tasks};

use super::ddev::{Ddev, Output};
use super::output::{self, Context};
use crate::core::finding::{Finding, Severity, Source};
use crate::core::testing::{Task, TaskResult, TaskState};
use crate::jobs::cancel::CancelToken;
use crate::jobs::text;
use std::collections::HashSet;
use std::path::PathBuf;

/// ddev's arguments for a task; none for what only CI runs.
#[must_use]
pub fn arguments<'a>(task: &'a Task, folder: &'a str) -> Vec<&'a str> {
    match task {
        // These two look at the whole repository, and refuse a name.
        Task::Validate(name) if matches!(name.as_str(), "ci" | "codeowners") => {
            vec!["validate", name]
        }
        Task::Validate(name) => vec!["validate", name, folder],
        Task::Lint => vec!["test", "--lint", folder],
        Task::Unit => vec!["test", folder],
        Task::Oldest => vec!["test", "--compat", "--recreate", folder],
        Task::E2e => vec!["env", "test", "--dev", folder],
        Task::CiOnly(_) => vec![],
    }
}

/// Runs a task to its end, with its complete output in `log`. `on_line` gets each line as it comes.
pub fn run_task(
    task: &Task,
    ddev: &Ddev,
    folder: &str,
    log: PathBuf,
    cancel: &CancelToken,
    on_line: &mut dyn FnMut(&str),
) -> TaskResult {
    let mut args = arguments(task, folder);
    let mut result = TaskResult::waiting(task.clone());
    if args.is_empty() {
        return result;
    }
    let mut calm = Calm::default();
    let mut each = |line: &str| {
        if calm.is_news(line) {
            on_line(line);
        }
    };
    let ddev = ddev.about(folder);
    let mut out = ddev.run_logged(&args, Some(log.clone()), cancel, &mut each);
    if *task == Task::Unit && is_half_made(&out, folder) {
        args.insert(1, "--recreate");
        out = ddev.run_logged(&args, Some(log), cancel, &mut each);
    }
    result.command = format!("ddev {}", args.join(" "));
    result.exit = out.exit;
    result.ms = out.ms;
    let root = ddev.repo().to_string_lossy();
    let context = Context {
        folder,
        root: &root,
    };
    judge(&mut result, out, &context);
    result
}

/// Whether the environment is one that was once begun and never got the integration: hatch takes it for a whole one
/// ever after. It comes about where a dependency could not be found, or the making was cut off.
fn is_half_made(out: &Output, folder: &str) -> bool {
    let missing = format!("No module named 'datadog_checks.{folder}'");
    !out.cancelled && out.exit != Some(0) && text::plain(&out.text).contains(&missing)
}

pub(super) fn judge(result: &mut TaskResult, out: Output, context: &Context) {
    if out.cancelled {
        result.state = TaskState::Cancelled;
        return;
    }
    let validates = matches!(result.task, Task::Validate(_));
    let green = if validates {
        out.is_green()
    } else {
        out.exit == Some(0)
    };
    result.findings = out.findings;
    if validates {
        result.findings.extend(others(out.foreign, &result.task));
    } else if result.task == Task::Lint {
        result.findings.extend(output::lint(&out.text, context));
    } else {
        let tests = output::tests(&out.text, context);
        result.cases = tests.cases;
        result.findings.extend(tests.findings);
    }
    if !validates && !green && !result.findings.iter().any(is_error) {
        result
            .findings
            .push(unexplained(&result.command, out.exit, &out.text));
    }
    result.state = match (green, &out.crashed) {
        (true, _) => TaskState::Passed,
        // A crash of a tool while nothing of ours was found is not the contributor's doing.
        (false, Some(_)) if result.cases.is_empty() => TaskState::Crashed,
        (false, _) => TaskState::Failed,
    };
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn others(count: usize, task: &Task) -> Option<Finding> {
    let Task::Validate(name) = task else {
        return None;
    };
    (count > 0).then(|| {
        let message = format!(
            "ddev also reports {count} error(s) of other integrations. They were there before, and are not yours."
        );
        let mut finding = Finding::error(Source::Ddev, name, message);
        finding.severity = Severity::Note;
        finding
    })
}

/// A failure before the first test: most often the environment could not be made.
fn unexplained(command: &str, exit: Option<i32>, output: &str) -> Finding {
    let plain = text::plain(output);
    let lines = || plain.lines().map(str::trim).filter(|l| !l.is_empty());
    let says_error = |l: &&str| {
        let lower = l.to_ascii_lowercase();
        lower.starts_with("error") || l.starts_with(['×', '╰'])
    };
    let said = lines().find(says_error).or_else(|| lines().next_back());
    let status = exit.map_or("no exit status".into(), |e| format!("exit status {e}"));
    let message = format!(
        "`{command}` failed with {status}: {}",
        said.unwrap_or("it prints nothing")
    );
    Finding::error(Source::Ddev, "test", message)
        .fix("Read the log: the cause stands above the last lines.")
}

/// hatch redraws its spinner as new lines; each state is worth showing once.
#[derive(Debug, Default)]
struct Calm {
    seen: HashSet<String>,
}

impl Calm {
    fn is_news(&mut self, line: &str) -> bool {
        let plain = text::plain(line);
        let spins = plain.len() > 4 && plain.chars().take(3).all(|c| c == '.' || c == ' ');
        let state = plain.trim_start_matches(['.', ' ']);
        let verb = [
            "Creating ",
            "Installing ",
            "Syncing ",
            "Running ",
            "Checking ",
            "Removing ",
        ];
        if !spins || !verb.iter().any(|v| state.starts_with(v)) {
            return true;
        }
        self.seen.insert(state.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines_are_those_of_ci() {
        let line = |task: Task| arguments(&task, "acme").join(" ");
        assert_eq!(line(Task::Validate("ci".into())), "validate ci");
        assert_eq!(
            line(Task::Validate("codeowners".into())),
            "validate codeowners"
        );
        assert_eq!(
            line(Task::Validate("models".into())),
            "validate models acme"
        );
        assert_eq!(line(Task::Lint), "test --lint acme");
        assert_eq!(line(Task::Unit), "test acme");
        assert_eq!(line(Task::Oldest), "test --compat --recreate acme");
        assert_eq!(line(Task::CiOnly("x".into())), "");
    }

    #[test]
    fn a_spinner_is_shown_once_for_each_state() {
        let mut calm = Calm::default();
        let lines = [
            ".   Creating environment: py3.13",
            "..  Creating environment: py3.13",
            "... Syncing dependencies",
            "tests/a.py::test_x PASSED",
            "tests/a.py::test_x PASSED",
            "",
            "",
        ];
        let shown: Vec<bool> = lines.iter().map(|l| calm.is_news(l)).collect();
        assert_eq!(shown, [true, false, true, true, true, true, true]);
    }

    #[test]
    fn an_environment_that_cannot_be_made_is_said() {
        let text = "Creating environment\n  error: no network\nhelp\n";
        let found = unexplained("ddev test a", Some(1), text);
        assert!(found.message.contains("error: no network"), "{found:?}");
    }
}
