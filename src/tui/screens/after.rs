//! Pull request and Maintain: what to do next, with the exact commands and addresses.

use super::{hanging, prose};
use crate::tui::app::App;
use crate::tui::theme::Glyph;
use crate::tui::widgets::blocks::Block;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const UPSTREAM: &str = "https://github.com/DataDog/integrations-extras";

/// The maintainer's responsibilities.
const TAKES_ON: [&str; 2] = [
    "You are the active maintainer: you answer issues and review changes to your folder. There is no fixed time for it.",
    "Datadog supports integrations-extras on a best-effort basis.",
];

fn title(app: &App, text: &str) -> Block {
    Block::text(vec![Line::from(Span::styled(
        text.to_owned(),
        app.theme.title(),
    ))])
}

/// Push, open the page, fill in title and body.
pub fn pull_request(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    let theme = app.theme;
    let Some(last) = &w.state.git.last else {
        return vec![Block::text(prose(
            "There is no commit yet. The pull request is made from the commit on your fork.",
            0,
            width,
            theme.dim(),
        ))];
    };
    let fork = w
        .setup
        .as_ref()
        .and_then(|s| s.fork.clone())
        .unwrap_or_else(|| "origin".into());
    let base = w.base();
    let base = base.split_once('/').map_or(base.as_str(), |(_, b)| b);
    let owner = w
        .state
        .answers
        .author
        .github
        .split('/')
        .next()
        .unwrap_or("you");
    let mut out = vec![title(app, "1  Push your branch to your fork")];
    out.push(Block::text(prose(
        &format!("git push {fork} {}", last.branch),
        3,
        width,
        theme.accent(),
    )));
    if w.state.git.pushed.as_deref() == Some(last.commit.as_str()) {
        out.push(Block::text(prose(
            &format!("{} pushed", theme.glyph(Glyph::Done)),
            3,
            width,
            theme.good(),
        )));
    }
    out.push(Block::gap());
    out.push(title(app, "2  Open this address"));
    let compare = w.state.git.url.clone().unwrap_or_else(|| {
        format!(
            "{UPSTREAM}/compare/{base}...{owner}:{}?expand=1",
            last.branch
        )
    });
    out.push(Block::text(prose(&compare, 3, width, theme.accent())));
    out.push(Block::gap());
    out.push(title(app, "3  Title and text"));
    out.push(Block::text(prose(
        &w.state.answers.title(),
        3,
        width,
        theme.accent(),
    )));
    out.push(Block::gap());
    if !w.state.answers.maintainer.accepts {
        let text = "It doesn't say yet that you maintain the integration. Accept that under Maintain (^G 7).";
        out.push(Block::text(prose(text, 3, width, theme.warn())));
        out.push(Block::gap());
    }
    let body = crate::core::pull_request::body(w);
    out.push(Block::text(
        body.lines()
            .flat_map(|l| prose(l, 3, width, Style::new()))
            .collect(),
    ));
    out
}

/// What was promised, what happens now, and where to get help.
pub fn maintain(app: &App, width: usize) -> Vec<Block> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let theme = app.theme;
    let mut out = vec![];
    if let Some(how) = &session.wizard.state.git.finished {
        let text = format!("{} The pull request is {how}.", theme.glyph(Glyph::Done));
        out.push(Block::text(prose(&text, 0, width, theme.good())));
        out.push(Block::gap());
    }
    out.push(title(app, "What a maintainer takes on"));
    let (sign, style, said) = if session.wizard.state.answers.maintainer.accepts {
        let said = "You accepted this. The pull request says that you maintain the integration.";
        (Glyph::Done, theme.good(), said)
    } else {
        let said =
            "Not accepted yet. Only for those who can take care of it for the foreseeable future.";
        (Glyph::Todo, theme.warn(), said)
    };
    for point in TAKES_ON {
        let dot = theme.glyph(Glyph::Dot);
        out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
    }
    out.push(Block::text(hanging(
        theme.glyph(sign),
        said,
        2,
        width,
        style,
    )));
    out.push(Block::gap());
    for (heading, points) in [
        (
            "What happens now",
            &[
                "CI runs the tasks that you have seen green here.",
                "A documentation reviewer reads the README and the descriptions; an engineer reads the check.",
                "Remarks come as comments. Repair them in the step they belong to, test, and commit again: the same branch updates the pull request.",
            ][..],
        ),
        (
            "The clock",
            &[
                "After 21 days of silence the pull request is marked stale; 7 days later it is closed. A comment from you stops the clock.",
            ][..],
        ),
        (
            "Where to get help",
            &[
                "Questions are welcome in the pull request itself.",
                "Community Office Hours: see Datadog's documentation for times.",
            ][..],
        ),
    ] {
        out.push(title(app, heading));
        for point in points {
            let dot = theme.glyph(Glyph::Dot);
            out.push(Block::text(hanging(dot, point, 2, width, Style::new())));
        }
        out.push(Block::gap());
    }
    out
}
