//! A running job in one line: a bar where the total is known, a spinner and the time where it isn't.

use super::text;
use crate::core::wizard::Job;
use crate::jobs::text::plain;
use crate::tui::theme::{Glyph, Theme};
use ratatui::text::{Line, Span};
use std::time::Duration;

/// How long a job runs already. `now` in Unix seconds.
#[must_use]
pub fn elapsed(job: &Job, now: u64) -> String {
    text::duration(Duration::from_secs(now.saturating_sub(job.started)))
}

/// The line of a job. `now` in Unix seconds, `tick` turns the spinner, `cancel` is the key that cancels.
#[must_use]
pub fn line(
    job: &Job,
    now: u64,
    tick: u64,
    cells: usize,
    cancel: &str,
    theme: Theme,
) -> Line<'static> {
    let elapsed = elapsed(job, now);
    let mut spans = vec![
        Span::styled(format!(" {} ", theme.spinner(tick)), theme.accent()),
        Span::styled(job.name.to_owned(), theme.title()),
    ];
    if let Some((done, total)) = job.progress.of
        && total > 0
    {
        let full = usize::try_from(done.min(total) * 12 / total).unwrap_or(0);
        spans.push(Span::raw("  "));
        spans.push(Span::styled(
            theme.glyph(Glyph::Bar).repeat(full),
            theme.accent(),
        ));
        spans.push(Span::styled(
            theme.glyph(Glyph::BarRest).repeat(12 - full),
            theme.dim(),
        ));
        spans.push(Span::raw(format!(" {done} of {total}")));
    }
    spans.push(Span::styled(format!("  {elapsed}  "), theme.dim()));
    let end = if job.cancelling {
        "ending ".to_owned()
    } else {
        format!("{cancel} cancels ")
    };
    let used: usize = spans.iter().map(|s| text::width(&s.content)).sum();
    let room = cells.saturating_sub(used + text::width(&end) + 1);
    spans.push(Span::styled(
        text::fit(&plain(&job.progress.line), room, theme.glyph(Glyph::More)) + " ",
        theme.dim(),
    ));
    spans.push(Span::styled(end, theme.accent()));
    Line::from(spans)
}
