//! Which failure the tests bring about, and which service check tells of it.

use crate::scaffold::render::Input;

/// How the test makes the check fail: `strict`, `tolerant`, `files`, `commands`; `command` where the code is the
/// wizard's own.
pub fn critical(input: &Input<'_>, responses: bool, commands: bool) -> Option<&'static str> {
    let source = &input.check.check;
    // An edited check may have lost what the wizard wrote.
    if responses && input.generated() && source.contains("raise_for_status()") {
        return Some("strict");
    }
    if commands && input.generated() && source.contains("ended with exit status") {
        return Some("command");
    }
    if !critical_on_failure(source) {
        return None;
    }
    if responses {
        Some("tolerant")
    } else if !input.capture.files.is_empty() {
        Some("files")
    } else {
        commands.then_some("commands")
    }
}

/// Whether the source sends CRITICAL where it handles an exception: then a failure must show it.
fn critical_on_failure(source: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut handler = None;
    source.lines().filter(|l| !l.trim().is_empty()).any(|line| {
        if handler.is_some_and(|at| indent(line) <= at) {
            handler = None;
        }
        if handler.is_none() && line.trim_start().starts_with("except") {
            handler = Some(indent(line));
        }
        handler.is_some() && line.contains("CRITICAL") && !line.trim_start().starts_with('#')
    })
}

/// The one service check that can be critical; with several, nobody knows which a failure touches.
pub fn critical_check<'a>(input: &Input<'a>) -> Option<&'a str> {
    let can = |name: &&str| name.ends_with(".can_connect") || name.ends_with(".can_run");
    let names: Vec<&str> = input
        .service_checks
        .iter()
        .filter(|r| r.statuses.iter().any(|s| s == "critical"))
        .map(|r| r.check.as_str())
        .collect();
    match names.as_slice() {
        [one] => Some(one),
        many => many.iter().copied().find(|n| can(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_counts_where_an_exception_is_handled() {
        let handled = "try:\n    x()\nexcept OSError:\n    self.service_check('a', self.CRITICAL)\n    raise\n";
        assert!(critical_on_failure(handled));
        let elsewhere = "try:\n    x()\nexcept OSError:\n    raise\nif low:\n    self.service_check('a', self.CRITICAL)\n";
        assert!(!critical_on_failure(elsewhere));
        assert!(!critical_on_failure(
            "except OSError:\n    # CRITICAL\n    pass\n"
        ));
    }
}
