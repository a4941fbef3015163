//! What a key asks the screens to do.

/// An intention. Names are for the configuration file, so they never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Help,
    Palette,
    Leave,
    Suspend,
    Save,
    Undo,
    Redo,
    Editor,
    NextFinding,
    PreviousFinding,
    /// The list of all findings.
    Findings,
    Silence,
    /// Look at what the fix of a finding does.
    Fix,
    FixSafe,
    FixAgain,
    ApplyFix,
    TakeFixBack,
    /// Jump to the step with this digit.
    Step(u8),
    Home,
    Guide,
    Back,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Next,
    Previous,
    NextPage,
    PreviousPage,
    Rail,
    Main,
    Open,
    Take,
    TakeText,
    DropDraft,
    CursorLeft,
    CursorRight,
    CursorUp,
    CursorDown,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    DeleteWord,
    New,
    Delete,
    Bring,
    OpenExisting,
    About,
    Mark,
    MarkAll,
    Filter,
    Sort,
    Toggle,
    Repair,
    CheckAgain,
    UseClone,
    Fetch,
    Write,
    Run,
    EditCheck,
    EditConf,
    OpenError,
    Trust,
    TakeShown,
    KeepKind,
    Compare,
    GiveType,
    GiveTypes,
    Runtime,
    AddOption,
    RemoveOption,
    AddMetric,
    RemoveMetric,
    AddCheck,
    RemoveCheck,
    Resync,
    Threshold,
    DashboardSwitch,
    Unit,
    PerUnit,
    Orientation,
    Describe,
    ShortName,
    Suggestion,
    Seen,
    Preview,
    Apply,
    UndoApply,
    TakeOurs,
    KeepYours,
    TakeBoth,
    NextHunk,
    PreviousHunk,
    TestAll,
    TestFailed,
    TestOne,
    TestsOnSave,
    Log,
    Commit,
    Amend,
    Differences,
    /// Look at what an update from the base does.
    Update,
    ApplyUpdate,
    /// Go back to before the last update.
    GoBack,
    Push,
    Overwrite,
    HandToGh,
    OpenPage,
    CopyText,
    SaveText,
    Accept,
    Wrote,
    NextStage,
    PreviousStage,
    Reopen,
    Merged,
    Closed,
    Yes,
    No,
}

impl Action {
    /// The name in the configuration file.
    #[must_use]
    pub fn name(self) -> String {
        let debug = format!("{self:?}");
        let mut out = String::new();
        for c in debug.chars() {
            match c {
                'A'..='Z' => {
                    if !out.is_empty() {
                        out.push('-');
                    }
                    out.push(c.to_ascii_lowercase());
                }
                '(' => out.push('-'),
                ')' => {}
                _ => out.push(c),
            }
        }
        out
    }
}
