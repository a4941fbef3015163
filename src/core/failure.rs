//! Why something did not work, whose turn it is, and the way out.

/// Whose turn it is when something did not work; each has its own exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// Findings, failed tests, a prototype that ran and failed: 1.
    Findings,
    /// Answers that are wrong or missing: 2.
    Answers,
    /// A command line that lacks something: 2.
    Usage,
    /// Toolchain, clone, network or target unavailable: 3.
    Unavailable,
    /// Another program holds the workspace: 4.
    Locked,
    /// A conflict or a question needs a person: 5.
    Question,
    /// Our own fault or I/O: 70.
    Io,
    Cancelled,
}

/// Why a job did not work, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
    pub hint: String,
}

impl FailureKind {
    /// What there is to do when nothing more is known.
    #[must_use]
    pub fn way_out(self) -> &'static str {
        match self {
            Self::Findings | Self::Question => "Look at it, and run again.",
            Self::Answers => "Correct the answers, and run again.",
            Self::Usage => "See ddint-tui --help.",
            Self::Unavailable => "See what is missing: ddint-tui doctor",
            Self::Locked => "Leave the other program first.",
            Self::Io => "Look at the path and the free space, and run again. Nothing was lost.",
            Self::Cancelled => "Run again to go on.",
        }
    }
}

/// What the way out says where something may not run before the contributor agreed.
pub const AGREE: &str = "Read it, and agree to run it";

impl Failure {
    /// Whether it asks for a yes to running something here.
    #[must_use]
    pub fn asks_to_run(&self) -> bool {
        self.kind == FailureKind::Question && self.hint.starts_with(AGREE)
    }

    /// From one text whose sentences after the first are the way out.
    #[must_use]
    pub fn saying(kind: FailureKind, text: &str) -> Self {
        let ends = |(at, _): &(usize, &str)| {
            text[at + 2..].starts_with(|c: char| c.is_uppercase() || c == '`')
        };
        let end = text.match_indices(". ").find(ends);
        let (said, hint) = end.map_or((text, ""), |(at, _)| (&text[..=at], text[at + 2..].trim()));
        let mut message: String = said.trim_end().to_owned();
        if !message.ends_with(['.', '!', '?']) {
            message.push('.');
        }
        let hint = if hint.is_empty() {
            kind.way_out()
        } else {
            hint
        };
        Self::new(kind, message, hint)
    }

    #[must_use]
    pub fn new(kind: FailureKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: hint.into(),
        }
    }
}
