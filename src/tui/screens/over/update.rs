//! What an update from the base does, before it is done; and what it did.

use super::super::parts::{hanging, message, prose};
use crate::core::sync::{How, Preview, SyncPlan, Synced, Told, UPDATE, short};
use crate::core::wizard::update_sentence;
use crate::tui::app::App;
use crate::tui::keymap::Action;
use crate::tui::theme::Glyph;
use crate::tui::widgets::text;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// How many commits of a kind are named.
const NAMED: usize = 12;

/// The lines of the layer.
pub fn lines(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some(session) = &app.session else {
        return vec![];
    };
    let w = &session.wizard;
    match &w.update {
        Preview::None => vec![],
        Preview::Looking => prose(
            &format!(
                "{} is being fetched; then the update is tried in memory. Nothing of yours changes.",
                w.base()
            ),
            0,
            width,
            app.theme.dim(),
        ),
        Preview::Failed(failure) => message(app, &failure.message, &failure.hint, width),
        Preview::Ready(plan) => {
            let page = Sheet { app, width };
            page.planned(plan, w.runs(UPDATE))
        }
        Preview::Done(done) => Sheet { app, width }.done(done),
    }
}

struct Sheet<'a> {
    app: &'a App,
    width: usize,
}

type Lines = Vec<Line<'static>>;

impl Sheet<'_> {
    fn planned(&self, plan: &SyncPlan, runs: bool) -> Lines {
        let theme = self.app.theme;
        let mut out = prose(&update_sentence(plan), 0, self.width, theme.title());
        if plan.how == How::Nothing {
            out.extend(prose(
                "There is nothing to do. Esc goes back.",
                0,
                self.width,
                Style::new(),
            ));
            return out;
        }
        out.extend(self.key(
            Action::ApplyUpdate,
            if runs { None } else { Some(doing(plan)) },
        ));
        out.push(Line::default());
        out.extend(self.warnings(plan));
        let kept = format!("{} stays in {}", short(&plan.from), plan.kept);
        out.extend(self.fact("before", &kept));
        out.extend(self.fact("files", &files(plan)));
        out.extend(self.commits("Made again, in this order", &plan.replayed));
        out.extend(self.remade(&plan.remade));
        let base = &plan.base;
        out.extend(self.commits(&format!("In {base} already, so they go"), &plan.merged));
        let gone = format!("Of an earlier {base}, which was rewritten, so they go");
        out.extend(self.commits(&gone, &plan.gone));
        out
    }

    fn warnings(&self, plan: &SyncPlan) -> Lines {
        let theme = self.app.theme;
        let mut out = vec![];
        if let Some(place) = &plan.published {
            let said = format!(
                "{place} has your commits as they are now: the next push must replace them there, and asks for the \
                 branch's name first."
            );
            let sign = theme.glyph(Glyph::Warning);
            out.extend(hanging(sign, &said, 0, self.width, theme.warn()));
        }
        if !plan.ours {
            let said = format!(
                "Your own branch does not exist yet; it will begin here. {} is checked out, and only moves forward.",
                plan.branch
            );
            let sign = theme.glyph(Glyph::Dot);
            out.extend(hanging(sign, &said, 0, self.width, Style::new()));
        }
        if !out.is_empty() {
            out.push(Line::default());
        }
        out
    }

    fn done(&self, done: &Synced) -> Lines {
        let theme = self.app.theme;
        let said = format!("{} is up to date with {}.", done.branch, done.base);
        let sign = theme.glyph(Glyph::Done);
        let mut out = hanging(sign, &said, 0, self.width, theme.good());
        out.extend(self.key(
            Action::GoBack,
            Some("takes it back, as long as nothing else moves the branch".into()),
        ));
        let (test, push) = (Action::Step(4), Action::Step(6));
        if done.last.is_some()
            && let (Some(test), Some(push)) = (self.app.key(test), self.app.key(push))
        {
            let said = format!("Esc goes on: run the tests again ({test}), then push ({push}).");
            out.extend(prose(&said, 0, self.width, Style::new()));
        }
        out.push(Line::default());
        out.extend(self.fact("now", short(&done.after)));
        let kept = format!("{} stays in {}", short(&done.before), done.kept);
        out.extend(self.fact("before", &kept));
        out.extend(self.fact(
            "commits",
            &match done.replayed {
                0 => "none of yours had to be made again".to_owned(),
                1 => "1 of yours was made again".to_owned(),
                n => format!("{n} of yours were made again"),
            },
        ));
        out.extend(self.remade(&done.remade));
        let hooks = done.hooks.trim_end();
        if !hooks.is_empty() {
            out.push(Line::default());
            out.push(Line::from(Span::styled("Your hooks said", theme.title())));
            out.extend(
                hooks
                    .lines()
                    .flat_map(|l| prose(l, 2, self.width, Style::new())),
            );
        }
        out
    }

    /// A key and what it does.
    fn key(&self, action: Action, does: Option<String>) -> Lines {
        let accent = self.app.theme.accent();
        let Some(does) = does else {
            return prose("It is being done.", 0, self.width, accent);
        };
        let key = self.app.key(action).unwrap_or_default();
        prose(&format!("{key} {does}."), 0, self.width, accent)
    }

    fn fact(&self, name: &str, value: &str) -> Lines {
        let mut lines = hanging(&text::fit(name, 8, ""), value, 0, self.width, Style::new());
        if let Some(first) = lines.first_mut() {
            first.spans[0].style = self.app.theme.dim();
        }
        lines
    }

    /// Shared files, the integration's part of which is made again.
    fn remade(&self, paths: &[String]) -> Lines {
        if paths.is_empty() {
            return vec![];
        }
        let theme = self.app.theme;
        let mut out = vec![Line::default()];
        let head = "Your lines made again in the base's version of";
        out.extend(prose(head, 0, self.width, theme.title()));
        out.extend(
            paths
                .iter()
                .flat_map(|path| prose(path, 2, self.width, Style::new())),
        );
        out
    }

    fn commits(&self, head: &str, commits: &[Told]) -> Lines {
        let theme = self.app.theme;
        if commits.is_empty() {
            return vec![];
        }
        let mut out = vec![Line::default()];
        out.extend(prose(head, 0, self.width, theme.title()));
        for told in commits.iter().take(NAMED) {
            let said = format!("{} {} ({})", short(&told.commit), told.title, told.author);
            let more = theme.glyph(Glyph::More);
            let said = text::cut(&said, self.width.saturating_sub(3), more);
            out.push(Line::from(format!("  {said}")));
        }
        if commits.len() > NAMED {
            let rest = format!("  and {} more", commits.len() - NAMED);
            out.push(Line::from(Span::styled(rest, theme.dim())));
        }
        out
    }
}

fn doing(plan: &SyncPlan) -> String {
    let what = match plan.how {
        How::Forward => "moves it forward",
        _ => "brings it up to date",
    };
    format!("{what}. Esc changes nothing")
}

fn files(plan: &SyncPlan) -> String {
    if !plan.checked_out {
        return "none change: the branch is not checked out, so it moves alone".into();
    }
    let other = if plan.remade.is_empty() { "" } else { "else " };
    match plan.files {
        0 => "none of your clone change".into(),
        n => format!(
            "{} of your clone change; what {other}you did not commit stays as it is",
            text::plural(n, "file")
        ),
    }
}
