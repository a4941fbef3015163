//! An empty list of findings: what was looked at, and what was not yet.

use super::super::parts::prose;
use crate::core::testing::TaskState;
use crate::review;
use crate::tui::app::session::Session;
use crate::tui::theme::{Glyph, Theme};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// What was looked at, and that nothing was found.
pub fn lines(session: &Session, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let w = &session.wizard;
    let test = &w.state.steps.test;
    let ran = |s: TaskState| {
        matches!(
            s,
            TaskState::Passed | TaskState::Failed | TaskState::Crashed
        )
    };
    let did = test.tasks.iter().filter(|t| ran(t.state));
    let tasks = did.clone().count();
    let outdated = did.filter(|t| test.inputs.get(&t.task.label()) != Some(&w.test_inputs));
    let outdated = outdated.count();
    let rules = review::rules().count();
    let mut out = vec![
        Line::from(Span::styled(
            format!("{} Nothing was found.", theme.glyph(Glyph::Done)),
            theme.good(),
        )),
        Line::default(),
    ];
    let mut say = |looked: bool, text: String| {
        let (glyph, style) = if looked {
            (Glyph::Done, theme.good())
        } else {
            (Glyph::Todo, theme.dim())
        };
        let mut lines = prose(
            &text,
            2,
            width,
            if looked { Style::new() } else { theme.dim() },
        );
        if let Some(first) = lines.first_mut() {
            first.spans[0] = Span::styled(format!("{} ", theme.glyph(glyph)), style);
        }
        out.extend(lines);
    };
    say(true, "Your answers: none is wrong, none is missing.".into());
    let live = &w.live;
    if w.plan.is_some() || tasks > 0 || live.is_about_files() {
        say(true, format!("{rules} rules of what reviewers say."));
    } else {
        say(
            false,
            "What reviewers say: read once the files can be made.".into(),
        );
    }
    let passed = live.count().passed;
    if passed > 0 {
        let of = live.verdicts().count();
        say(
            true,
            format!("ddev, on what is answered now: {passed} of {of} validations passed."),
        );
    }
    let rest = match passed {
        0 => "ddev, ruff, and pytest: they run under Test.",
        _ => "ruff and pytest: they run under Test.",
    };
    let all = w.tasks.len().max(test.tasks.len());
    if outdated > 0 {
        let of = format!("{outdated} of {all} tasks ran before files changed");
        say(
            false,
            format!("ddev, ruff, and pytest: {of}. Run them again under Test."),
        );
    } else if tasks > 0 {
        say(
            true,
            format!("ddev, ruff, and pytest: {tasks} of {all} tasks ran."),
        );
    } else {
        say(false, rest.into());
    }
    out
}
