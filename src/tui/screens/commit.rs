//! Commit: the message, exactly the files in scope, and the contributor's other changes, untouched.

use super::form;
use super::parts::{hanging, prose, sign, wrapped};
use crate::core::form::{Section, fields};
use crate::core::repo::Change;
use crate::core::sync::short;
use crate::tui::app::App;
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The page.
pub fn blocks(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    let mut out = form::blocks(app, &fields(w, Section::Message), width);
    out.push(Block::gap());
    let Some(repo) = &w.repo else {
        out.push(Block::text(prose(
            "Reading the clone.",
            0,
            width,
            theme.dim(),
        )));
        return out;
    };
    // Git's own comes first, as it does in the commit.
    let author = repo.identity.clone().or_else(|| w.state.git.typed_author());
    let base = repo.base.clone().unwrap_or_else(|| "no base found".into());
    let behind = match repo.behind {
        0 => String::new(),
        n => {
            let key = app.key(Action::Update).unwrap_or_default();
            format!(", {n} behind ({key} updates)")
        }
    };
    let fact = |name: &str, value: String, style: Style| {
        let mut lines = hanging(&text::fit(name, 8, ""), &value, 2, width, style);
        if let Some(first) = lines.first_mut() {
            first.spans[0].style = theme.dim();
        }
        lines
    };
    let author = author.unwrap_or_else(|| "git has none: Set up, Identity".into());
    let mut facts = fact("author", author, Style::new());
    facts.extend(fact("from", format!("{base}{behind}"), Style::new()));
    if let Some(last) = &w.state.git.last {
        let short = last.commit.get(..9).unwrap_or(&last.commit);
        facts.extend(fact(
            "last",
            format!("{short} on {}", last.branch),
            theme.good(),
        ));
    }
    if let Some(done) = w.last_update() {
        let key = app.key(Action::GoBack).unwrap_or_default();
        let back = match w.way_back() {
            Some(_) => format!(" ({key} goes back)"),
            None => String::new(),
        };
        let kept = format!("{} stays in {}{back}", short(&done.before), done.kept);
        facts.extend(fact("before", kept, Style::new()));
    }
    for folder in &repo.set_aside {
        let text = format!(
            "{folder}/old holds files as they were before an update that was cut off. Compare them with yours, then remove \
             {folder}."
        );
        facts.extend(fact("aside", text, theme.warn()));
    }
    facts.push(Line::default());
    out.push(Block::text(facts));
    let title = |text: String| Block::text(wrapped(&text, width, theme.title()));
    out.push(title(match repo.scope.len() {
        0 => "No file of the integration differs from the branch.".into(),
        n => format!("In this commit: {}", text::plural(n, "file")),
    }));
    out.extend(repo.scope.iter().map(|c| change(app, c, width)));
    if !repo.others.is_empty() {
        out.push(Block::gap());
        let n = text::plural(repo.others.len(), "other change");
        out.push(title(format!("Yours, left as they are: {n}")));
        let lines = repo.others.iter().take(50).map(|c| {
            let shown = text::cut(&c.path, width.saturating_sub(14), theme.glyph(Glyph::More));
            Line::from(Span::styled(
                format!("    {} {shown}", text::fit(&c.kind, 9, "")),
                theme.dim(),
            ))
        });
        out.push(Block::text(lines.collect()));
    }
    out
}

fn change(app: &App, change: &Change, width: usize) -> Block {
    let id = format!("change.{}", change.path);
    let style = match change.kind.as_str() {
        "new" => app.theme.good(),
        "deleted" | "conflicted" => app.theme.bad(),
        _ => app.theme.accent(),
    };
    let room = width.saturating_sub(14);
    let path = text::fit_end(&change.path, room, app.theme.glyph(Glyph::More));
    Block::row(
        id.clone(),
        vec![Line::from(vec![
            sign(app, &id),
            Span::styled(format!("  {} ", text::fit(&change.kind, 9, "")), style),
            Span::raw(path),
        ])],
    )
}
