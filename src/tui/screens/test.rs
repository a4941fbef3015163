//! Test: what CI will run, how each task went, what it found, and the output while it runs.

use super::parts::{prose, sign};
use crate::core::finding::Severity;
use crate::core::testing::{TaskResult, TaskState};
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::{log, text};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::time::Duration;

/// How many lines of output are shown below a running task.
/// What a row needs beside its label: signs, and the longest of the states.
const LEAST: usize = 19;
/// How much of a finding is shown before one goes to it.
const UNFOCUSED: usize = 3;
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
    let labels = shown.iter().map(|r| text::width(&r.task.label()));
    let labels = labels.max().unwrap_or(0).min(30);
    let findings = &session.view.known.listed;
    let mut out = vec![];
    for result in &shown {
        let label = result.task.label();
        let id = format!("task.{label}");
        let stale = result.state == TaskState::Passed
            && w.state.steps.test.inputs.get(&label) != Some(&w.test_inputs);
        out.push(Block::row(
            id.clone(),
            vec![row(app, &id, result, stale, slowest, labels, width)],
        ));
        for finding in &result.findings {
            let listed = findings.iter().find(|l| l.tells(finding));
            let id = format!("finding.{}", listed.map_or("", |l| &l.id));
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
    out.extend(review(app, width));
    out
}

/// What reviewers would say of the same files: no task of CI, so that it turns nothing red.
fn review(app: &App, width: usize) -> Vec<Block> {
    let theme = app.theme;
    let Some(session) = &app.session else {
        return vec![];
    };
    let found = &session.wizard.state.steps.test.review;
    if found.is_empty() {
        return vec![];
    }
    let count = |severity| found.iter().filter(|f| f.severity == severity).count();
    let all = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (s, count(s)));
    let said = all.iter().filter(|(_, n)| *n > 0).map(|(severity, n)| {
        let (_, word, _) = theme.severity(*severity);
        text::plural(*n, word)
    });
    let said = said.collect::<Vec<_>>().join(", ");
    let head = vec![
        Span::styled("  Reviewers would say", theme.title()),
        Span::styled(format!("  {said}"), theme.dim()),
    ];
    let mut out = vec![Block::gap(), Block::text(vec![Line::from(head)])];
    for finding in found {
        let listed = session.view.known.listed.iter().find(|l| l.tells(finding));
        let id = format!("finding.{}", listed.map_or("", |l| &l.id));
        out.push(Block::row(
            id.clone(),
            finding_lines(app, &id, finding, width),
        ));
    }
    out
}

fn row(
    app: &App,
    id: &str,
    result: &TaskResult,
    outdated: bool,
    slowest: u64,
    labels: usize,
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
    let label = labels.min(width.saturating_sub(LEAST)).max(14);
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
    ];
    // The state, how long it took, and a bar; the later ones where there is room for them.
    let mut room = width.saturating_sub(label + 5);
    let states = if room >= 25 {
        15
    } else {
        text::width(word) + 1
    };
    spans.push(Span::styled(text::fit(word, states, ""), style));
    room = room.saturating_sub(states);
    let took = text::duration(Duration::from_millis(result.ms));
    if result.ms > 0 && text::width(&took) < room {
        // Narrow rows differ in what is before the time; at the right edge it lines up all the same.
        let place = if states == 15 { 9 } else { room - 1 };
        spans.push(Span::styled(format!("{took:>place$} "), theme.dim()));
        let most = room.saturating_sub(place + 1).min(8) as u64;
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
    let used: usize = spans.iter().map(|s| text::width(&s.content)).sum();
    let n = result.cases.len();
    // How many passed is of the files as they were.
    if n > 0 && !outdated && used + 15 <= width {
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
    let mut lines = prose(&text, 6, width, style);
    if !focused && lines.len() > UNFOCUSED {
        lines.truncate(UNFOCUSED);
        if let Some(last) = lines.last_mut() {
            last.push_span(Span::styled(theme.glyph(Glyph::More), style));
        }
    }
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
