//! The verdicts while editing, at the right end of the footer, and in words under help.

use super::parts::hanging;
use crate::core::live::{Count, Fast, Live, Progress, Rerun};
use crate::core::step::StepId;
use crate::core::testing::TaskState;
use crate::tui::app::App;
use crate::tui::keymap::Action;
use crate::tui::theme::{Glyph, Theme};
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The open workflow's, where there is something to say on this step.
fn live(app: &App) -> Option<&Live> {
    let wizard = &app.session.as_ref()?.wizard;
    let here = wizard.state.ui.step == StepId::Framework;
    (here && wizard.live.progress != Progress::Never).then_some(&wizard.live)
}

/// What stands in the footer at a width; nothing on steps that have no verdicts.
#[must_use]
pub fn footer(app: &App, width: usize) -> Vec<Span<'static>> {
    let Some(live) = live(app) else {
        return tests(app, width);
    };
    let theme = app.theme;
    let said = |text: &str, style: Style| (text.to_owned(), style);
    let (narrow, wide) = (width < 80, width >= 100);
    let mut parts = match &live.progress {
        Progress::Never => return vec![],
        Progress::Changed if narrow => vec![said(theme.glyph(Glyph::Progress), theme.dim())],
        Progress::Changed => vec![said("checking", theme.dim())],
        Progress::Not { .. } if narrow => vec![said(theme.glyph(Glyph::Todo), theme.dim())],
        Progress::Not { .. } if wide => vec![said("not possible yet", theme.dim())],
        Progress::Not { .. } => vec![said("not yet", theme.dim())],
        Progress::Checking | Progress::Done => counts(live.count(), theme, wide),
    };
    if let (Progress::Done, Some(ms), true) = (&live.progress, live.ms, wide) {
        parts.push((format!(" {}", took(ms)), theme.dim()));
    }
    let mut out = all_of_them(app, width);
    out.push(Span::raw(" "));
    if !narrow {
        out.push(Span::styled("ddev", theme.dim()));
    }
    for (text, style) in parts {
        out.push(Span::raw(" "));
        out.push(Span::styled(text, style));
    }
    out.push(Span::raw(" "));
    out
}

/// What the tests said after the last save, on the steps where they are looked at.
fn tests(app: &App, width: usize) -> Vec<Span<'static>> {
    let Some(fast) = rerun(app) else {
        return vec![];
    };
    let theme = app.theme;
    let (narrow, wide) = (width < 80, width >= 100);
    let mut parts = match &fast.last {
        _ if !fast.on => vec![("off".to_owned(), theme.dim())],
        Rerun::Never => return vec![],
        Rerun::Running if narrow => vec![(theme.glyph(Glyph::Progress).to_owned(), theme.dim())],
        Rerun::Running => vec![("runs".to_owned(), theme.dim())],
        Rerun::Not(_) => vec![("not yet".to_owned(), theme.dim())],
        Rerun::Done(result) => {
            let cases = |outcomes: &[&str]| {
                let cases = result.cases.iter();
                cases
                    .filter(|c| outcomes.contains(&c.outcome.as_str()))
                    .count()
            };
            let mut count = Count {
                failed: cases(&["failed", "error"]),
                passed: cases(&["passed"]),
                ..Count::default()
            };
            // Nothing was collected: that is a failure too.
            count.failed += usize::from(result.state != TaskState::Passed && count.failed == 0);
            counts(count, theme, wide)
        }
    };
    if let (Some(result), true) = (fast.result(), wide) {
        parts.push((format!(" {}", took(result.ms)), theme.dim()));
    }
    let mut out = all_of_them(app, width);
    out.push(Span::styled(" pytest", theme.dim()));
    for (text, style) in parts {
        out.push(Span::styled(format!(" {text}"), style));
    }
    out.push(Span::raw(" "));
    out
}

/// The key to the list, where something is in it: counts alone do not say where to look.
fn all_of_them(app: &App, width: usize) -> Vec<Span<'static>> {
    let theme = app.theme;
    let listed = app
        .session
        .as_ref()
        .map_or(0, |s| s.view.known.listed.len());
    let contexts = app.contexts();
    let key = app.keymap.key_of(&contexts, Action::Findings, theme);
    match key.filter(|_| listed > 0 && width >= 80 && app.layers.is_empty()) {
        Some(key) => vec![
            Span::styled(format!(" {key} "), theme.accent()),
            Span::styled(format!("{} ", text::plural(listed, "finding")), theme.dim()),
        ],
        None => vec![],
    }
}

/// The fast loop, on the steps where the check is worked on.
fn rerun(app: &App) -> Option<&Fast> {
    let wizard = &app.session.as_ref()?.wizard;
    let here = matches!(wizard.state.ui.step, StepId::Prototype | StepId::Test);
    let fast = &wizard.live.fast;
    // That nothing runs is told where one turns it on.
    let off = wizard.live.on && !fast.on && wizard.state.ui.step == StepId::Test;
    (here && (off || fast.on && fast.last != Rerun::Never)).then_some(fast)
}

/// The same in words.
fn rerun_lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some(fast) = rerun(app) else {
        return vec![];
    };
    let theme = app.theme;
    let mut out = vec![Line::from(Span::styled(
        "Tests after a save",
        theme.title(),
    ))];
    if let Rerun::Not(why) = &fast.last {
        out.extend(hanging(
            theme.glyph(Glyph::Todo),
            why,
            2,
            width,
            Style::new(),
        ));
    }
    if !fast.on {
        let key = app.key(Action::TestsOnSave).unwrap_or_default();
        let said = format!("Off. {key} under Test turns them on.");
        out.extend(super::parts::prose(said.trim(), 2, width, Style::new()));
    }
    let about =
        "They run by themselves in ddev's environment. Only `ddev test` turns the Test step green.";
    out.extend(super::parts::prose(about, 2, width, theme.dim()));
    out.push(Line::default());
    out
}

/// `✗1 ✓10`, and in ASCII where there is room for it `1 failed 10 passed`.
fn counts(count: Count, theme: Theme, wide: bool) -> Vec<(String, Style)> {
    let rows = [
        (count.failed, Glyph::Error, "failed", theme.bad()),
        (count.crashed, Glyph::Warning, "crashed", theme.warn()),
        (count.passed, Glyph::Done, "passed", theme.good()),
        (count.waiting, Glyph::Progress, "to come", theme.dim()),
    ];
    let rows = rows.into_iter().filter(|(n, ..)| *n > 0);
    rows.map(|(n, glyph, word, style)| {
        let text = if theme.ascii && wide {
            format!("{n} {word}")
        } else {
            format!("{}{n}", theme.glyph(glyph))
        };
        (text, style)
    })
    .collect()
}

fn took(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

/// The same in words, for help.
#[must_use]
pub fn lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some(live) = live(app) else {
        return rerun_lines(app, width);
    };
    let theme = app.theme;
    let mut out = vec![Line::from(Span::styled(
        "Verdicts while editing",
        theme.title(),
    ))];
    let mut say = |glyph: Glyph, style: Style, text: &str| {
        out.extend(hanging(theme.glyph(glyph), text, 2, width, style));
    };
    match &live.progress {
        Progress::Not { why, hint } => {
            let first = why.lines().next().unwrap_or_default();
            say(
                Glyph::Todo,
                Style::new(),
                &format!("Not possible yet: {first} {hint}"),
            );
        }
        Progress::Changed => say(Glyph::Progress, Style::new(), "An edit is being checked."),
        _ => {
            for (name, verdict) in live.verdicts() {
                match verdict.map(|v| v.state) {
                    Some(TaskState::Passed) => {}
                    Some(TaskState::Crashed) => {
                        say(
                            Glyph::Warning,
                            theme.warn(),
                            &format!("{name}: ddev itself failed"),
                        );
                    }
                    Some(_) => say(Glyph::Error, theme.bad(), &format!("{name} fails")),
                    None => say(Glyph::Progress, theme.dim(), &format!("{name} runs")),
                }
            }
            let passed = live.count().passed;
            say(
                Glyph::Done,
                theme.good(),
                &format!("{passed} of ddev's validations pass"),
            );
        }
    }
    let about =
        "ddev judges the files as they would be after applying. The Test step is about your clone.";
    out.extend(
        text::wrap(about, width.saturating_sub(3))
            .into_iter()
            .map(|l| Line::from(vec![Span::raw("  "), Span::styled(l, theme.dim())])),
    );
    out.push(Line::default());
    out
}
