//! What to do next: one sentence with its key.

mod handing_over;
pub mod said;

use self::said::{Next, say};
use crate::core::answers::Kind;
use crate::core::form::{self, Field, Section};
use crate::core::setup::{Health, Item};
use crate::core::state::State;
use crate::core::status;
use crate::core::step::{Status, StepId};
use crate::core::wizard::Wizard;
use crate::tui::app::App;
use crate::tui::app::page::Page;
use crate::tui::app::session::Known;
use crate::tui::keymap::{Action, When};
use crate::tui::theme::Glyph;
use crate::tui::widgets::text;
use ratatui::text::{Line, Span};
use std::cmp::Ordering;

/// Where files go, and what tests them.
const NO_CLONE: &str = "Name your clone of integrations-extras under Set up.";

/// `Next  r  Run the custom check.`
pub fn line(app: &App, width: usize) -> Vec<Line<'static>> {
    let Some((action, sentence)) = next(app) else {
        return vec![];
    };
    let theme = app.theme;
    let mut spans = vec![Span::styled("Next ", theme.dim())];
    if let Some(key) = action.and_then(|a| app.key(a)) {
        spans.push(Span::styled(format!(" {key} "), theme.selected()));
    }
    spans.push(Span::raw(" "));
    let used: usize = spans.iter().map(|s| text::width(&s.content)).sum();
    let room = width.saturating_sub(used);
    // Whoever types needs the lines more than the sentence.
    let types = app
        .session
        .as_ref()
        .is_some_and(|s| s.view.editor.is_some());
    let most = if types && app.size.1 <= 20 { 1 } else { 2 };
    let mut wrapped = text::wrap(&sentence, room);
    if wrapped.len() > most {
        let rest = wrapped.split_off(most - 1).join(" ");
        wrapped.push(text::cut(&rest, room, theme.glyph(Glyph::More)));
    }
    let mut wrapped = wrapped.into_iter();
    spans.push(Span::raw(wrapped.next().unwrap_or_default()));
    let mut out = vec![Line::from(spans)];
    out.extend(wrapped.map(|l| Line::raw(format!("{}{l}", " ".repeat(used)))));
    out
}

fn next(app: &App) -> Next {
    let session = app.session.as_ref()?;
    let (w, known) = (&session.wizard, &session.view.known);
    if let Some(editor) = &session.view.editor {
        let action = if editor.one_line {
            Action::Take
        } else {
            Action::TakeText
        };
        return say(
            action,
            "Type; then take it. What you typed is kept either way.",
        );
    }
    if session.view.filter.is_some() {
        return say(Action::Take, "Type a part of a name; the list follows.");
    }
    if session.view.rail {
        return say(Action::Main, "Go into the page shown.");
    }
    if let Some(next) = super::shown::next(app, w, session.page()) {
        return Some(next);
    }
    if session.view.walk.told
        && session.finding().is_some()
        && matches!(session.page(), Page::Form(_) | Page::Metrics)
    {
        let here = "Change it here; then preview again.";
        return again(known).or_else(|| say(Action::Open, here));
    }
    match session.page() {
        Page::Setup => setup(app, w),
        Page::Source => source(known, w),
        Page::Check if w.state.answers.is_declared() => declared(known, w),
        Page::Check => match w.state.prototype.check {
            None => say(Action::Write, "Write the custom check from the source."),
            Some(_) => rewrite(w).or_else(|| say(Action::Run, "Run the custom check.")),
        },
        Page::Emitted => emitted(known, w),
        Page::End => say(
            Action::Step(3),
            "Go on to an integration; or stop here, this is complete.",
        ),
        Page::Form(Section::Dashboard) => super::dashboard::next(app, w),
        Page::Form(section) => form(known, w, section),
        Page::Metrics => metrics(app, known, w),
        Page::Files => files(known, w, &w.state),
        Page::Test => test(w),
        Page::Commit => handing_over::commit(app, known, w),
        Page::PullRequest => handing_over::pull_request(w),
        Page::Maintain => handing_over::maintain(w),
    }
}

/// The key that is right for a field: edit it, or go to it first. What was typed and left comes before what goes on
/// without it.
fn fill_in(w: &Wizard, section: Section) -> Next {
    let open = status::open_fields(w, section);
    let fields = form::fields(w, section);
    let asks = |f: &Field| w.is_left(&f.id) || open.contains(&f.id);
    let first = fields.iter().position(asks)?;
    let Field { id, label, .. } = &fields[first];
    let left = w.is_left(id);
    let here = fields.iter().position(|f| f.id == w.state.ui.focus);
    let why = if left {
        "what you left there is not taken"
    } else {
        "it needs an answer"
    };
    match here.cmp(&Some(first)) {
        Ordering::Equal if left => say(
            Action::Open,
            format!("{label}: take what you left here, or drop it."),
        ),
        Ordering::Equal => say(Action::Open, format!("Fill in {label}.")),
        Ordering::Less => say(Action::Down, format!("Go to {label}; {why}.")),
        Ordering::Greater => say(Action::Up, format!("Go to {label}; {why}.")),
    }
}

fn setup(app: &App, w: &Wizard) -> Next {
    let Some(report) = &w.setup else {
        return Some((None, "Looking at this machine.".into()));
    };
    let bad = |i: &Item| report.line(*i).is_some_and(|l| l.health == Health::Bad);
    let working = |i: &Item| super::setup::job(w, *i).is_some();
    let Some(first) = Item::ALL.into_iter().find(|i| bad(i) && !working(i)) else {
        let rest = Item::ALL.into_iter().find(|i| bad(i));
        if rest.is_none() {
            return onwards(w);
        }
        return say(
            Action::Step(2),
            match rest {
                Some(Item::Toolchain) => {
                    "The toolchain is being made. Go on to Prototype meanwhile."
                }
                _ => "The clone is on its way. Go on to Prototype meanwhile.",
            },
        );
    };
    let title = first.title();
    let repair = report.line(first).and_then(|l| l.repair.as_ref());
    match app.setup_item().cmp(&Some(first)) {
        Ordering::Equal => {
            let deed = repair.map_or_else(|| format!("repair {title}"), super::setup::deed);
            say(Action::Repair, format!("{title}: {deed}."))
        }
        Ordering::Less => say(Action::Down, format!("Go to {title}; it is missing.")),
        Ordering::Greater => say(Action::Up, format!("Go to {title}; it is missing.")),
    }
}

/// To the first step that is not done yet.
fn onwards(w: &Wizard) -> Next {
    let mut steps = (1..).zip(StepId::ALL).skip(1);
    let open = steps.find(|(_, step)| !status::status(w, *step).is_done());
    let (n, step) = open.unwrap_or((7, StepId::Maintain));
    let sentence = format!("Everything is ready. Go on to {}.", step.title());
    say(Action::Step(n), sentence)
}

fn source(known: &Known, w: &Wizard) -> Next {
    let open = fill_in(w, Section::Source);
    if open.is_some() {
        return open;
    }
    if rewrite(w).is_some() {
        return rewrite(w);
    }
    let written = &w.state.prototype;
    if written.check.is_none() || written.generated_from.is_none() {
        let text = if w.state.answers.is_declared() {
            "Write the files from this source; there is nothing to run."
        } else {
            "Write the custom check from this source."
        };
        return say(Action::Write, text);
    }
    emitted(known, w)
}

/// A check that was written from another source, or under another name: running it tells nothing of this one.
fn rewrite(w: &Wizard) -> Next {
    let p = &w.state.prototype;
    let from = p.generated_from.as_ref().filter(|_| p.check.is_some())?;
    let what = if w.state.answers.is_declared() {
        "files again: their"
    } else {
        "custom check again: its"
    };
    let text = format!("Write the {what} name or source changed.");
    (*from != w.source_inputs()).then_some((Some(Action::Write), text))
}

/// Files to fill in instead of a check to run.
fn declared(known: &Known, w: &Wizard) -> Next {
    if w.state.prototype.check.is_none() {
        return say(Action::Write, "Write the files from the source.");
    }
    if known.status(StepId::Prototype).is_done() {
        return say(Action::Step(3), "Filled in, not run. Go on to Framework.");
    }
    match w.state.answers.integration.kind {
        Some(Kind::Jmx) => say(
            Action::EditCheck,
            "Fill in the rules: your product's beans and attributes.",
        ),
        _ => say(
            Action::EditCheck,
            "Fill in the sample: paste some lines of the log.",
        ),
    }
}

fn emitted(known: &Known, w: &Wizard) -> Next {
    if w.state.answers.is_declared() {
        return declared(known, w);
    }
    if w.state.prototype.check.is_none() {
        return say(Action::Write, "Write the custom check.");
    }
    if let Some(next) = rewrite(w) {
        return Some(next);
    }
    match known.status(StepId::Prototype) {
        s if s.is_done() => say(Action::Step(3), "It works. Go on to Framework."),
        _ if w.capture.as_ref().is_some_and(|c| c.error.is_some()) => say(
            Action::OpenError,
            "Open the line that failed, then run again.",
        ),
        _ => say(Action::Run, "Run the custom check."),
    }
}

/// Files that were applied, and are no longer what the answers make: nothing else is left on this page.
fn again(known: &Known) -> Next {
    let stale = matches!(known.status(StepId::Framework), Status::Stale(_));
    (stale && known.unanswered() == 0).then_some((
        Some(Action::Preview),
        "The files follow from answers that changed: preview them again.".into(),
    ))
}

fn form(known: &Known, w: &Wizard, section: Section) -> Next {
    fill_in(w, section)
        .or_else(|| again(known))
        .or_else(|| say(Action::NextPage, "Complete. Go on to the next section."))
}

fn metrics(app: &App, known: &Known, w: &Wizard) -> Next {
    match known.guessed() {
        _ if w.derived.metrics.is_empty() => say(Action::Step(2), "Run the custom check first."),
        0 => again(known).or_else(|| {
            say(
                Action::NextPage,
                "Every row was looked at. Go on to the next section.",
            )
        }),
        n if app.holds(When::Guess) => {
            let all = app.key(Action::MarkAll).filter(|_| n > 5);
            let text = match all {
                Some(all) => format!("{n} rows: right as guessed? {all} marks all."),
                None => format!("{} to look at: right as guessed?", text::plural(n, "row")),
            };
            say(Action::Seen, text)
        }
        n => say(
            Action::Down,
            format!("Go to a row with a question mark; {n} are left."),
        ),
    }
}

fn files(known: &Known, w: &Wizard, state: &State) -> Next {
    if w.runs("plan") || w.runs("apply") {
        return Some((None, "Working. The line below says on what.".into()));
    }
    if known.status(StepId::Framework).is_done() {
        return say(
            Action::Step(4),
            "The files are in your clone. Go on to Test.",
        );
    }
    if w.setup.as_ref().is_some_and(|s| s.clone.is_none()) {
        return say(Action::Step(1), NO_CLONE);
    }
    let Some(plan) = &w.plan else {
        return match known.unanswered() {
            0 => say(
                Action::Preview,
                "Make the files and preview them; nothing is written yet.",
            ),
            n => {
                let missing = text::plural(n, "answer");
                say(
                    Action::Step(3),
                    format!("{missing} to give before: go to the first."),
                )
            }
        };
    };
    let open = w.open_choices().count();
    if open > 0 {
        let n = text::plural(open, "conflict");
        let focus = &state.ui.focus;
        let here = w.open_choices().any(|f| f.path == *focus);
        return if here {
            say(
                Action::Open,
                format!("{n}: look at this one, then choose a version."),
            )
        } else {
            say(Action::Up, format!("{n} above: each needs a choice."))
        };
    }
    if !w.is_made_from(&w.plan_inputs) {
        return say(
            Action::Preview,
            "Answers changed since this preview. Preview again.",
        );
    }
    if plan.writes() {
        return say(
            Action::Apply,
            "Write these files into your clone. It can be taken back.",
        );
    }
    if matches!(known.status(StepId::Framework), Status::Stale(_)) {
        return say(
            Action::Apply,
            "The clone holds exactly these files: settle it.",
        );
    }
    say(
        Action::Step(4),
        "The clone holds exactly these files. Go on to Test.",
    )
}

fn test(w: &Wizard) -> Next {
    use crate::core::testing::{TaskResult, TaskState as T};
    if w.setup.as_ref().is_some_and(|s| s.clone.is_none()) {
        return say(Action::Step(1), NO_CLONE);
    }
    let tasks = &w.state.steps.test.tasks;
    let ran = |t: &TaskResult| matches!(t.state, T::Passed | T::Failed | T::Crashed);
    if w.state.files.applied.is_none() && !w.state.files.existing && !tasks.iter().any(ran) {
        return say(
            Action::Step(3),
            "Apply the files first: these run on your clone.",
        );
    }
    if w.runs("test") {
        return say(
            Action::Log,
            "Running. Look at the output of a task meanwhile.",
        );
    }
    let failed = tasks
        .iter()
        .any(|t| matches!(t.state, T::Failed | T::Crashed));
    if status::is_current(w) {
        return say(
            Action::Step(5),
            "Everything that runs here is green. Go on to Commit.",
        );
    }
    if failed {
        return say(
            Action::NextFinding,
            "Go to what failed; repair it; then run the failed again.",
        );
    }
    if matches!(status::status(w, StepId::Test), Status::Stale(_)) {
        return say(
            Action::TestAll,
            "These passed before files changed. Run all again, or one.",
        );
    }
    say(Action::TestAll, "Run what the repository's CI will run.")
}
