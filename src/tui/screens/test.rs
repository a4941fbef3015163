//! Test: what CI will run, how each task went, what it found, and the output while it runs.

use super::{prose, sign};
use crate::core::testing::{TaskResult, TaskState};
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::{log, text};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::time::Duration;

/// How many lines of output are shown below a running task.
const TAIL: usize = 4;

/// Tasks, their findings, and the tail of what runs.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    if w.tasks.is_empty() && w.state.steps.test.tasks.is_empty() {
        let text = "The tasks are read from your clone's own CI. They appear once Set up knows the clone and \
                    files were applied.";
        return vec![Block::text(prose(text, 0, width, theme.dim()))];
    }
    let results = &w.state.steps.test.tasks;
    let mut shown: Vec<TaskResult> = w
        .tasks
        .iter()
        .map(|t| {
            let known = results.iter().find(|r| r.task == *t).cloned();
            known.unwrap_or_else(|| TaskResult::waiting(t.clone()))
        })
        .collect();
    if shown.is_empty() {
        shown.clone_from(results);
    }
    let slowest = shown.iter().map(|r| r.ms).max().unwrap_or(0);
    let findings = &session.view.known.findings;
    let mut out = vec![];
    for result in &shown {
        let label = result.task.label();
        let id = format!("task.{label}");
        let stale = result.state == TaskState::Passed
            && w.state.steps.test.inputs.get(&label) != Some(&w.test_inputs);
        out.push(Block::row(
            id.clone(),
            vec![row(app, &id, result, stale, slowest, width)],
        ));
        for finding in &result.findings {
            let at = findings.iter().position(|f| f == finding);
            let id = format!("finding.{}", at.unwrap_or(usize::MAX));
            out.push(Block::row(
                id.clone(),
                finding_lines(app, &id, finding, width),
            ));
        }
        if result.state == TaskState::Running {
            let tail = app.host.output(&label, TAIL);
            let lines = tail.iter().map(|l| {
                let mut line = log::line(&text::cut(l, width * 2, ""), theme.color);
                line.spans.insert(0, Span::raw("      "));
                line
            });
            out.push(Block::text(lines.collect()));
        }
    }
    out
}

fn row(
    app: &App,
    id: &str,
    result: &TaskResult,
    outdated: bool,
    slowest: u64,
    width: usize,
) -> Line<'static> {
    let theme = app.theme;
    let (glyph, word, style) = if outdated {
        (theme.glyph(Glyph::Stale), "changed since", theme.warn())
    } else {
        theme.task(result.state)
    };
    let focused = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.ui.focus == id);
    let room = width.saturating_sub(29);
    let label = room.clamp(14, 30);
    let name = text::fit(&result.task.label(), label, theme.glyph(Glyph::More));
    let mut spans = vec![
        sign(app, id),
        Span::styled(format!("{glyph} "), style),
        Span::styled(
            name + " ",
            if focused {
                theme.selected()
            } else {
                Style::new()
            },
        ),
        Span::styled(text::fit(word, 15, ""), style),
    ];
    if result.ms > 0 {
        spans.push(Span::styled(
            format!("{:>9} ", text::duration(Duration::from_millis(result.ms))),
            theme.dim(),
        ));
        let most = room.saturating_sub(label).min(8) as u64;
        let bar = usize::try_from(result.ms * most / slowest.max(1)).unwrap_or(0);
        spans.push(Span::styled(
            theme.glyph(Glyph::Bar).repeat(bar),
            theme.dim(),
        ));
    }
    let passed = result
        .cases
        .iter()
        .filter(|c| c.outcome == "passed")
        .count();
    if !result.cases.is_empty() {
        let n = result.cases.len();
        spans.push(Span::styled(format!(" {passed} of {n} tests"), theme.dim()));
    }
    Line::from(spans)
}

fn finding_lines(
    app: &App,
    id: &str,
    finding: &crate::core::finding::Finding,
    width: usize,
) -> Vec<Line<'static>> {
    let theme = app.theme;
    let (glyph, _, style) = theme.severity(finding.severity);
    let focused = app
        .session
        .as_ref()
        .is_some_and(|s| s.wizard.state.ui.focus == id);
    let place = match (&finding.file, finding.line) {
        (Some(file), Some(line)) => format!("{file}:{line}  "),
        (Some(file), None) => format!("{file}  "),
        _ => String::new(),
    };
    let text = format!("{glyph} {place}{}", finding.message);
    let mut lines = if focused {
        prose(&text, 6, width, style)
    } else {
        let cut = text::cut(&text, width.saturating_sub(6), theme.glyph(Glyph::More));
        vec![Line::from(vec![
            Span::raw("      "),
            Span::styled(cut, style),
        ])]
    };
    if let Some(first) = lines.first_mut() {
        let mut spans = vec![Span::raw("  "), sign(app, id), Span::raw("  ")];
        spans.extend(first.spans.drain(1..));
        first.spans = spans;
    }
    if let Some(fix) = finding.fix.as_ref().filter(|_| focused) {
        lines.extend(prose(
            &format!("{} {fix}", theme.glyph(Glyph::Arrow)),
            6,
            width,
            Style::new(),
        ));
    }
    lines
}
