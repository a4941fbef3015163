//! How far the check is, on standard error: one line that is drawn again on a terminal, a line each elsewhere.

use crate::jobs::text;
use std::io::{IsTerminal, Write};

/// What is said meanwhile. Dropping it leaves the terminal's line empty.
#[derive(Debug)]
pub(super) struct Progress {
    /// How many integrations there are.
    total: usize,
    at: usize,
    redrawn: bool,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            total,
            at: 0,
            redrawn: std::io::stderr().is_terminal() && !dumb,
        }
    }

    /// The next integration begins.
    pub(super) fn next(&mut self, name: &str) {
        self.at += 1;
        self.say(name);
    }

    /// What stays on the screen.
    pub(super) fn remark(&self, what: &str) {
        let begin = if self.redrawn { "\r\x1b[K" } else { "" };
        let _ = writeln!(std::io::stderr(), "{begin}{}", text::plain(what));
    }

    /// What goes on with it.
    pub(super) fn say(&self, what: &str) {
        let columns = crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns));
        let line = line(self.at, self.total, what);
        let mut out = std::io::stderr().lock();
        let _ = if self.redrawn {
            write!(out, "\r\x1b[K{}", cut(&line, columns))
        } else {
            writeln!(out, "{line}")
        };
        let _ = out.flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.redrawn {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\x1b[K");
            let _ = out.flush();
        }
    }
}

/// The name of a folder may hold anything.
fn line(at: usize, total: usize, what: &str) -> String {
    let plain: String = text::plain(what)
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    if total > 1 {
        format!("[{at}/{total}] {plain}")
    } else {
        plain
    }
}

/// A line that breaks is not taken back by the next one.
fn cut(line: &str, columns: usize) -> String {
    line.chars().take(columns.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is_and_fits() {
        assert_eq!(
            line(3, 125, "acme: ddev validate ci"),
            "[3/125] acme: ddev validate ci"
        );
        assert_eq!(line(1, 1, "ac\x1b[2Jme\n"), "acme");
        assert_eq!(cut("[3/125] acme", 8), "[3/125]");
        assert_eq!(cut("", 0), "");
    }
}
