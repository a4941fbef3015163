//! Which failure the tests bring about, and which service check tells of it.

use crate::scaffold::render::input::Input;

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

/// What a failure surely leads to, where the one handler of a check tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Four facts that have nothing to do with each other.
pub struct Handler {
    /// The exception goes on after the service check.
    pub raises: bool,
    /// A refused request ends there, too.
    pub refused: bool,
    /// The service check says why.
    pub message: bool,
    /// It has the tags that it has when all is well.
    pub same_tags: bool,
}

/// The handler that sends `check` as CRITICAL; none where there are several handlers, so that nobody knows which one a
/// failure meets.
pub fn handler(source: &str, check: &str) -> Option<Handler> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = source.lines().filter(|l| !l.trim().is_empty()).collect();
    let begins = |l: &&str| l.trim_start().starts_with("except");
    let at = lines.iter().position(begins)?;
    if lines.iter().filter(|l| begins(l)).count() != 1 {
        return None;
    }
    let name = check.rsplit('.').next()?;
    let body: Vec<&str> = lines[at + 1..]
        .iter()
        .copied()
        .take_while(|l| indent(l) > indent(lines[at]))
        .collect();
    let sends = |l: &&&str| l.contains("service_check(") && l.contains(name);
    let critical = body.iter().find(sends).filter(|l| l.contains("CRITICAL"))?;
    let tags = |line: &str| {
        let rest = line.split_once("tags=")?.1;
        rest.split([',', ')']).next().map(str::to_owned)
    };
    let ok = lines.iter().filter(|l| l.contains("OK")).find(sends);
    let all = ["RequestException", "HTTPError", "Exception", "except:"];
    Some(Handler {
        raises: body.iter().any(|l| l.trim() == "raise"),
        refused: source.contains("raise_for_status(") && all.iter().any(|e| lines[at].contains(e)),
        message: critical.contains("message="),
        same_tags: tags(critical).is_some() && ok.is_some_and(|ok| tags(ok) == tags(critical)),
    })
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
    fn one_handler_tells_what_a_failure_leads_to() {
        let source = "try:\n    r = self.http.get(u)\n    r.raise_for_status()\nexcept RequestException as e:\n    \
                      self.service_check('up', self.CRITICAL, tags=tags, message=str(e))\n    raise\n\
                      self.service_check('up', self.OK, tags=tags)\n";
        let all = Handler {
            raises: true,
            refused: true,
            message: true,
            same_tags: true,
        };
        assert_eq!(handler(source, "acme.up"), Some(all));
        let less = source
            .replace("r.raise_for_status()", "pass")
            .replace("tags=tags, message", "message");
        let some = handler(&less, "acme.up").unwrap();
        assert!(!some.refused && !some.same_tags && some.raises);
        assert_eq!(handler(source, "acme.other"), None);
        assert_eq!(handler(&source.repeat(2), "acme.up"), None);
    }

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
