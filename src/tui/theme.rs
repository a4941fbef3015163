//! How things look: one accent color, glyphs with an ASCII form of each, and styles that stay
//! legible without color.

use crate::core::finding::Severity;
use crate::core::plan::FileState;
use crate::core::setup::Health;
use crate::core::step::Status;
use crate::core::testing::TaskState;
use ratatui::style::{Color, Modifier, Style};

/// The look of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Only ASCII is drawn.
    pub ascii: bool,
    /// `NO_COLOR` is not set.
    pub color: bool,
}

/// A sign with an ASCII form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Done,
    Progress,
    Blocked,
    Stale,
    Todo,
    Error,
    Warning,
    Note,
    Cursor,
    Mark,
    Unmarked,
    Saved,
    Saving,
    Branch,
    Dot,
    Enter,
    Rule,
    Column,
    More,
    Arrow,
    Bar,
    BarRest,
    Guess,
    Under,
    Up,
    Down,
}

impl Theme {
    /// The look that the environment asks for: ASCII where the locale isn't UTF-8, no color with `NO_COLOR`.
    #[must_use]
    pub fn from_env(ascii: bool) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let locale = set("LC_ALL")
            .or_else(|| set("LC_CTYPE"))
            .or_else(|| set("LANG"))
            .unwrap_or_default()
            .to_lowercase();
        Self {
            ascii: ascii || !(locale.contains("utf-8") || locale.contains("utf8")),
            color: set("NO_COLOR").is_none(),
        }
    }

    /// The sign as it is drawn here.
    #[must_use]
    pub fn glyph(self, glyph: Glyph) -> &'static str {
        let (plain, ascii) = match glyph {
            Glyph::Done => ("✓", "+"),
            Glyph::Progress => ("◐", "~"),
            Glyph::Blocked | Glyph::Error => ("✗", "x"),
            Glyph::Stale => ("↻", "%"),
            Glyph::Todo => ("○", "."),
            Glyph::Warning => ("▲", "!"),
            Glyph::Note | Glyph::Dot => ("·", "-"),
            Glyph::Cursor => ("▸", ">"),
            Glyph::Unmarked => (" ", " "),
            Glyph::Mark | Glyph::Saved => ("●", "*"),
            Glyph::Saving => ("◌", "o"),
            Glyph::Branch => ("⎇", "on"),
            Glyph::Enter => ("↵", "Enter"),
            Glyph::Rule => ("─", "-"),
            Glyph::Column => ("│", "|"),
            Glyph::More => ("…", "~"),
            Glyph::Arrow => ("→", "->"),
            Glyph::Bar => ("█", "#"),
            Glyph::BarRest => ("░", "."),
            Glyph::Guess => ("?", "?"),
            Glyph::Under => ("╌", "_"),
            Glyph::Up => ("↑", "Up"),
            Glyph::Down => ("↓", "Down"),
        };
        if self.ascii { ascii } else { plain }
    }

    /// One frame of the spinner; `tick` counts up while a job runs.
    #[must_use]
    pub fn spinner(self, tick: u64) -> &'static str {
        const DOTS: [&str; 8] = ["⣾", "⣽", "⣻", "⢿", "⡿", "⣟", "⣯", "⣷"];
        const LINES: [&str; 4] = ["|", "/", "-", "\\"];
        let at = |n: usize| usize::try_from(tick % n as u64).unwrap_or(0);
        if self.ascii {
            LINES[at(LINES.len())]
        } else {
            DOTS[at(DOTS.len())]
        }
    }

    fn colored(self, color: Color) -> Style {
        if self.color {
            Style::new().fg(color)
        } else {
            Style::new()
        }
    }

    /// The one accent: focus, keys, the product's name.
    #[must_use]
    pub fn accent(self) -> Style {
        if self.color {
            Style::new().fg(Color::Cyan)
        } else {
            Style::new().add_modifier(Modifier::BOLD)
        }
    }

    #[must_use]
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What may be skipped at first glance.
    #[must_use]
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    #[must_use]
    pub fn good(self) -> Style {
        self.colored(Color::Green)
    }

    #[must_use]
    pub fn warn(self) -> Style {
        self.colored(Color::Yellow)
    }

    #[must_use]
    pub fn bad(self) -> Style {
        self.colored(Color::Red)
    }

    /// The row or field that the next key acts on.
    #[must_use]
    pub fn selected(self) -> Style {
        self.accent().add_modifier(Modifier::BOLD)
    }

    /// The block cursor of a text field.
    #[must_use]
    pub fn cursor(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A step's sign, word and style.
    #[must_use]
    pub fn status(self, status: &Status) -> (&'static str, &'static str, Style) {
        match status {
            Status::NotStarted => (self.glyph(Glyph::Todo), "not started", self.dim()),
            Status::InProgress(_) => (self.glyph(Glyph::Progress), "in progress", self.accent()),
            Status::Blocked(_) => (self.glyph(Glyph::Blocked), "blocked", self.bad()),
            Status::Done(_) => (self.glyph(Glyph::Done), "done", self.good()),
            Status::Stale(_) => (self.glyph(Glyph::Stale), "changed since", self.warn()),
        }
    }

    /// A Set up line's sign, word and style.
    #[must_use]
    pub fn health(self, health: Health) -> (&'static str, &'static str, Style) {
        match health {
            Health::Good => (self.glyph(Glyph::Done), "ready", self.good()),
            Health::Note => (self.glyph(Glyph::Warning), "note", self.warn()),
            Health::Bad => (self.glyph(Glyph::Error), "missing", self.bad()),
        }
    }

    /// A task's sign, word and style.
    #[must_use]
    pub fn task(self, state: TaskState) -> (&'static str, &'static str, Style) {
        match state {
            TaskState::Waiting => (self.glyph(Glyph::Todo), "not run", self.dim()),
            TaskState::Running => (self.glyph(Glyph::Progress), "running", self.accent()),
            TaskState::Passed => (self.glyph(Glyph::Done), "passed", self.good()),
            TaskState::Failed => (self.glyph(Glyph::Error), "failed", self.bad()),
            TaskState::Crashed => (self.glyph(Glyph::Error), "ddev crashed", self.bad()),
            TaskState::Cancelled => (self.glyph(Glyph::Warning), "canceled", self.warn()),
            TaskState::Interrupted => (self.glyph(Glyph::Warning), "interrupted", self.warn()),
            TaskState::CiWillRun => (self.glyph(Glyph::Note), "CI will run it", self.dim()),
        }
    }

    /// A finding's sign, word and style.
    #[must_use]
    pub fn severity(self, severity: Severity) -> (&'static str, &'static str, Style) {
        match severity {
            Severity::Error => (self.glyph(Glyph::Error), "error", self.bad()),
            Severity::Warning => (self.glyph(Glyph::Warning), "warning", self.warn()),
            Severity::Note => (self.glyph(Glyph::Note), "note", self.dim()),
        }
    }

    /// A planned file's sign and style; its word is [`FileState::name`].
    #[must_use]
    pub fn file(self, state: FileState) -> (&'static str, Style) {
        match state {
            FileState::New => ("+", self.good()),
            FileState::Changed | FileState::Merged | FileState::Moved => ("~", self.accent()),
            FileState::Generated => ("~", self.dim()),
            FileState::Unchanged | FileState::Yours => ("=", self.dim()),
            FileState::Removed => ("-", self.warn()),
            FileState::Conflict => (self.glyph(Glyph::Error), self.bad()),
        }
    }
}
