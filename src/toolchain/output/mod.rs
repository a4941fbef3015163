//! Reading what ddev, ruff and pytest print: pure functions from text to findings and cases.
//! Nothing here starts a process or looks at a file.

/// A pattern that is compiled once: lines come by the hundred thousand.
macro_rules! pattern {
    ($text:expr $(,)?) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| super::regex($text));
        &*PATTERN
    }};
}

mod log;
mod pytest;
mod ruff;
mod validate;

pub use log::log;
pub use pytest::{Tests, tests};
pub use ruff::lint;
pub use validate::{Validation, validation};

use crate::jobs::text;
use regex::Regex;

/// Whose output is read: the integration's folder and the repository's root, to make paths relative.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub folder: &'a str,
    /// Absolute.
    pub root: &'a str,
}

impl Context<'_> {
    /// A path as a tool prints it, relative to the repository's root; `None` when it lies outside.
    fn relative(&self, path: &str) -> Option<String> {
        let path = path.strip_prefix("./").unwrap_or(path);
        if let Some(inside) = path.strip_prefix(self.root) {
            return Some(inside.trim_start_matches('/').to_owned());
        }
        let outside = path.starts_with(['/', '<']) || path.starts_with("..");
        (!outside).then(|| format!("{}/{path}", self.folder))
    }
}

/// The message of a crash: what ddev, or a tool it runs, says last after its boxed traceback.
#[must_use]
pub fn crash(output: &str) -> Option<String> {
    let plain = text::plain(output);
    let (_, after) = plain.rsplit_once("Traceback (most recent call last)")?;
    // Another kind of traceback belongs to the output of a test.
    let boxed = after.lines().any(|line| line.starts_with('╰'));
    let last = after.lines().rev().find(|line| !line.trim().is_empty())?;
    let plain_box = after.trim_start().starts_with('─') || boxed;
    plain_box.then(|| last.trim().to_owned())
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a literal and tried by the tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const CONTEXT: Context = Context {
        folder: "acme_queue",
        root: "/home/dev/extras",
    };

    #[test]
    fn paths_become_relative_to_the_root_or_nothing() {
        let relative = |path| CONTEXT.relative(path);
        assert_eq!(
            relative("tests/a.py").as_deref(),
            Some("acme_queue/tests/a.py")
        );
        assert_eq!(
            relative("/home/dev/extras/x/a.py").as_deref(),
            Some("x/a.py")
        );
        assert_eq!(relative("/usr/lib/a.py"), None);
        assert_eq!(relative("<frozen importlib>"), None);
    }

    #[test]
    fn a_crash_is_told_by_its_last_line() {
        let text = include_str!("fixtures/package_crash.txt");
        let last = "TOMLDecodeError: Expected ']' at the end of a table declaration (at line 27, column 8)";
        assert_eq!(crash(text).as_deref(), Some(last));
        assert_eq!(crash("all good"), None);
    }
}
