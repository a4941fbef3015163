//! F1: the guide where it has no column of its own, then every key that works on the page.

use super::super::{guide, verdicts};
use crate::tui::app::App;
use crate::tui::app::layers::Layer;
use crate::tui::keymap::Context;
use crate::tui::widgets::text;
use ratatui::text::{Line, Span};

/// The guide of the page and its keys.
pub fn lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut out = verdicts::lines(app, width);
    if app.size.0 < 100 {
        out.extend(guide::lines(guide::source(app), width, theme));
        out.push(Line::default());
    }
    let list = |l: &Layer| matches!(l, Layer::Findings(_));
    let read = [Context::Fix, Context::Update];
    let read = read
        .into_iter()
        .find(|own| app.layers.iter().any(|l| l.context() == *own));
    let page = if let Some(own) = read {
        vec![own, Context::Pager]
    } else if app.layers.iter().any(|l| matches!(l, Layer::Prompt(_))) {
        vec![Context::Line]
    } else if app.layers.iter().any(list) {
        vec![Context::Findings]
    } else {
        app.beneath()
    };
    let own: Vec<Context> = page
        .into_iter()
        .filter(|c| {
            !matches!(
                c,
                Context::Global
                    | Context::Workflow
                    | Context::Jump
                    | Context::Plain
                    | Context::List
            )
        })
        .collect();
    let mut groups = vec![("Keys on this page", own)];
    if app.session.is_some() {
        groups.push((
            "Keys in every workflow",
            vec![Context::Workflow, Context::Jump],
        ));
        groups.push(("Keys while typing", vec![Context::Line]));
    }
    let everywhere = vec![Context::List, Context::Plain, Context::Global];
    groups.push(("Keys everywhere", everywhere));
    for (title, contexts) in groups {
        let rows = app.keymap.active(&contexts, &|_| true);
        if rows.is_empty() {
            continue;
        }
        out.push(Line::from(Span::styled(title, theme.title())));
        for row in rows {
            let keys: Vec<String> = row.chords.iter().map(|c| c.show(theme)).collect();
            let keys = text::fit(&keys.join(", "), 16, "");
            out.push(Line::from(vec![
                Span::styled(format!("  {keys}"), theme.accent()),
                Span::raw(app.label(row.row)),
            ]));
        }
        out.push(Line::default());
    }
    out
}
