//! The table: what, measured, budget, verdict.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a row comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Missed,
    /// No budget, or not measurable here.
    None,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Row {
    what: String,
    measured: String,
    budget: String,
    verdict: Verdict,
}

impl Row {
    /// A number that must be under its budget.
    pub fn under(what: impl Into<String>, measured: f64, budget: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            measured: format!("{} {unit}", number(measured)),
            budget: format!("under {} {unit}", number(budget)),
            verdict: if measured < budget {
                Verdict::Met
            } else {
                Verdict::Missed
            },
        }
    }

    /// A fact beside a budget that is told in words.
    pub fn fact(
        what: impl Into<String>,
        measured: impl Into<String>,
        budget: impl Into<String>,
        met: bool,
    ) -> Self {
        Self {
            what: what.into(),
            measured: measured.into(),
            budget: budget.into(),
            verdict: if met { Verdict::Met } else { Verdict::Missed },
        }
    }

    /// A number that has no budget of its own.
    pub fn told(what: impl Into<String>, measured: impl Into<String>, why: &str) -> Self {
        Self {
            what: what.into(),
            measured: measured.into(),
            budget: why.into(),
            verdict: Verdict::None,
        }
    }

    /// More about how it was measured.
    pub fn with(mut self, detail: &str) -> Self {
        self.measured = format!("{} ({detail})", self.measured);
        self
    }
}

/// Three digits that matter.
fn number(value: f64) -> String {
    match value {
        v if v >= 100.0 || v.fract() == 0.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// All rows.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds the rows of a part; a part that breaks is a row that says so. With words on the command line, only the
    /// parts whose names hold one of them.
    pub fn part(&mut self, name: &str, measure: impl FnOnce() -> Vec<Row>) {
        let mut words = std::env::args().skip(1).filter(|a| !a.starts_with('-'));
        let first = words.next();
        if first.is_some_and(|word| !name.contains(&word) && words.all(|w| !name.contains(&w))) {
            return;
        }
        match catch_unwind(AssertUnwindSafe(measure)) {
            Ok(rows) => self.rows.extend(rows),
            Err(cause) => {
                let text = cause
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| cause.downcast_ref::<&str>().copied())
                    .unwrap_or("it panicked");
                let first = text.lines().next().unwrap_or_default();
                self.rows.push(Row::told(name, "not measured", first));
            }
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["what", "measured", "budget", "verdict"].map(String::from);
        let mut lines = vec![heads];
        lines.extend(self.rows.iter().map(|r| {
            let verdict = match r.verdict {
                Verdict::Met => "ok",
                Verdict::Missed => "missed",
                Verdict::None => "-",
            };
            [
                r.what.clone(),
                r.measured.clone(),
                r.budget.clone(),
                verdict.into(),
            ]
        }));
        let width = |c: usize| {
            lines
                .iter()
                .map(|l| l[c].chars().count())
                .max()
                .unwrap_or(0)
        };
        let (a, b, c) = (width(0), width(1), width(2));
        for [what, measured, budget, verdict] in &lines {
            writeln!(f, "{what:a$} | {measured:b$} | {budget:c$} | {verdict}")?;
        }
        Ok(())
    }
}
