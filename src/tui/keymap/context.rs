//! Where a key works, and under which condition.

/// A part of the screen with keys of its own. The active ones are stacked, most specific first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere: no printable key may be bound here.
    Global,
    /// Everywhere in an open workflow: no printable key may be bound here.
    Workflow,
    /// Everywhere in an open workflow, and over its layers too.
    Jump,
    /// Where nothing is typed.
    Plain,
    /// A field of one line.
    Line,
    /// A field of several lines.
    Text,
    /// The list of steps.
    Steps,
    /// Anything with rows.
    List,
    Home,
    About,
    Setup,
    Form,
    /// Where something was proposed.
    Shown,
    Prototype,
    Check,
    Emitted,
    Framework,
    Options,
    Checks,
    Dashboard,
    Metrics,
    Files,
    Test,
    Commit,
    PullRequest,
    Maintain,
    Picker,
    Palette,
    Help,
    Confirm,
    Pager,
    Findings,
    /// What a fix does.
    Fix,
    /// What an update from the base does.
    Update,
}

impl Context {
    /// The name in the configuration file and in the list of keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "everywhere",
            Self::Workflow => "workflow",
            Self::Jump => "jump",
            Self::Plain => "plain",
            Self::Line => "line",
            Self::Text => "text",
            Self::Steps => "steps",
            Self::List => "list",
            Self::Home => "home",
            Self::About => "about",
            Self::Setup => "setup",
            Self::Form => "form",
            Self::Shown => "shown",
            Self::Prototype => "prototype",
            Self::Check => "check",
            Self::Emitted => "emitted",
            Self::Framework => "framework",
            Self::Options => "options",
            Self::Checks => "checks",
            Self::Dashboard => "dashboard",
            Self::Metrics => "metrics",
            Self::Files => "files",
            Self::Test => "test",
            Self::Commit => "commit",
            Self::PullRequest => "pull-request",
            Self::Maintain => "maintain",
            Self::Picker => "picker",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Confirm => "question",
            Self::Pager => "pager",
            Self::Findings => "findings",
            Self::Fix => "fix",
            Self::Update => "update",
        }
    }

    /// Whether text is typed here, so that no printable key may be a command.
    #[must_use]
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Global
                | Self::Workflow
                | Self::Jump
                | Self::Line
                | Self::Text
                | Self::Palette
                | Self::Picker
        )
    }
}

/// What must hold for a key to work now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    Always,
    /// A job runs.
    Job,
    Undo,
    Redo,
    Findings,
    /// The finding in the list is a remark of the review.
    Remark,
    /// The finding in the list has a fix.
    Fix,
    /// Some finding has a safe one.
    SafeFix,
    /// It is known what the fix does.
    FixReady,
    /// It could not be found out, or not be written.
    FixFailed,
    /// The last change of the clone was a fix.
    LastFix,
    /// The list has rows.
    Rows,
    /// The focused row offers a repair.
    Repair,
    /// The clone is known.
    Clone,
    /// A custom check is written.
    Check,
    /// A custom check is written that can be run here.
    Runs,
    /// The custom check came from elsewhere and was not agreed to yet.
    Untrusted,
    /// The focused row was left out for want of a type.
    Offer,
    /// Some row was.
    Offers,
    /// The page has families of a runtime.
    Runtime,
    /// What was shown has a kind that can be taken.
    Shown,
    /// The last run failed at a line of the check.
    Error,
    /// There is a preview.
    Plan,
    /// The focused file needs a choice.
    Choice,
    /// The file's conflict is settled place by place.
    Hunks,
    /// Files were applied.
    Applied,
    /// The integration was there before the workflow.
    Existing,
    /// The focused row can be taken out of the integration.
    Removable,
    /// The focused row has guesses.
    Guess,
    /// The focus is on a monitor.
    Monitor,
    /// Tests failed.
    Failed,
    /// A commit exists.
    Committed,
    /// The last commit is on the fork.
    Pushed,
    /// The pull request is in review: something was pushed, and it is not finished.
    Review,
    /// It is merged or closed.
    Finished,
    /// The fork's branch holds what the last push would have lost.
    InTheWay,
    /// It is known what an update does, and there is something to do.
    UpdateReady,
    /// It could not be found out, or not be done.
    UpdateFailed,
    /// It was just done.
    Updated,
    /// There is an update to go back from.
    WayBack,
    /// The question can be answered with no.
    Typing,
    /// There is a level to go back to.
    Back,
    /// The list of steps is on the screen.
    Wide,
}
