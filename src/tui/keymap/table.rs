//! The table itself. Letters stand only where nothing is typed; a test holds it to that.

#![allow(clippy::enum_glob_use)] // Two hundred lines of names, each of them from one of these two.

use super::action::Action::{self, *};
use super::context::Context::{self, *};
use super::context::When;

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub context: Context,
    /// Any of these; the first is the one shown.
    pub keys: &'static [&'static str],
    pub action: Action,
    /// What the key does, in a word or two.
    pub label: &'static str,
    pub when: When,
    /// Its place in the footer, the lower the earlier; 0 keeps it out.
    pub footer: u8,
}

impl Row {
    pub(super) const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    pub(super) const fn foot(mut self, place: u8) -> Self {
        self.footer = place;
        self
    }
}

pub(super) const fn row(
    context: Context,
    keys: &'static [&'static str],
    action: Action,
    label: &'static str,
) -> Row {
    Row {
        context,
        keys,
        action,
        label,
        when: When::Always,
        footer: 0,
    }
}

const FOUND: Context = Context::Findings;

/// All keys but those of Pull request and Maintain.
pub const ROWS: &[Row] = &[
    // Everywhere.
    row(Global, &["ctrl-p"], Action::Palette, "commands").foot(90),
    row(Global, &["f1"], Action::Help, "help").foot(91),
    row(Global, &["ctrl-c"], Leave, "cancel or leave"),
    row(Global, &["ctrl-z"], Suspend, "suspend"),
    row(Global, &["esc"], Back, "back")
        .foot(89)
        .when(When::Back),
    // In an open workflow.
    row(Workflow, &["ctrl-s"], Save, "save now"),
    row(Workflow, &["ctrl-u"], Undo, "undo").when(When::Undo),
    row(Workflow, &["ctrl-r"], Redo, "redo").when(When::Redo),
    row(Workflow, &["ctrl-e"], Editor, "open in your editor"),
    row(Workflow, &["f8"], NextFinding, "next finding").when(When::Findings),
    row(Workflow, &["shift-f8"], PreviousFinding, "previous finding").when(When::Findings),
    row(Workflow, &["f7"], Action::Findings, "all findings"),
    row(Jump, &["ctrl-g 1", "alt-1"], Step(1), "go to Set up"),
    row(Jump, &["ctrl-g 2", "alt-2"], Step(2), "go to Prototype"),
    row(Jump, &["ctrl-g 3", "alt-3"], Step(3), "go to Framework"),
    row(Jump, &["ctrl-g 4", "alt-4"], Step(4), "go to Test"),
    row(Jump, &["ctrl-g 5", "alt-5"], Step(5), "go to Commit"),
    row(Jump, &["ctrl-g 6", "alt-6"], Step(6), "go to Pull request"),
    row(Jump, &["ctrl-g 7", "alt-7"], Step(7), "go to Maintain"),
    row(Jump, &["ctrl-g 0", "alt-0"], Action::Home, "go to Home"),
    row(Workflow, &["ctrl-n"], NextPage, "next section"),
    row(Workflow, &["ctrl-b"], PreviousPage, "section before"),
    row(Workflow, &["tab"], Next, "next"),
    row(Workflow, &["shift-tab"], Previous, "previous"),
    // Where nothing is typed.
    row(Plain, &["?"], Action::Help, "help"),
    row(Plain, &["]"], NextFinding, "next finding").when(When::Findings),
    row(Plain, &["["], PreviousFinding, "previous finding").when(When::Findings),
    row(Plain, &["!"], Action::Findings, "all findings"),
    row(Plain, &["left"], Action::Rail, "steps").when(When::Wide),
    // Rows.
    row(List, &["up"], Up, "up"),
    row(List, &["down"], Down, "down"),
    row(List, &["pageup"], PageUp, "page up"),
    row(List, &["pagedown"], PageDown, "page down"),
    row(List, &["home"], First, "first"),
    row(List, &["end"], Last, "last"),
    // The list of steps.
    row(Steps, &["enter", "right"], Main, "go in").foot(1),
    row(Steps, &["up"], Up, "up").foot(2),
    row(Steps, &["down"], Down, "down").foot(3),
    row(Steps, &["esc"], Action::Home, "Home").foot(4),
    // Typing.
    row(Line, &["enter"], Take, "take").foot(1),
    row(Line, &["down"], Next, "next field"),
    row(Line, &["up"], Previous, "previous field"),
    row(Line, &["left"], CursorLeft, "left"),
    row(Line, &["right"], CursorRight, "right"),
    row(Line, &["ctrl-left", "alt-left"], WordLeft, "word left"),
    row(Line, &["ctrl-right", "alt-right"], WordRight, "word right"),
    row(Line, &["home", "ctrl-a"], LineStart, "start of line"),
    row(Line, &["end"], LineEnd, "end of line"),
    row(
        Line,
        &["ctrl-w", "alt-backspace"],
        DeleteWord,
        "delete word",
    ),
    row(Line, &["ctrl-d"], DropDraft, "discard what I typed"),
    row(Text, &["esc"], TakeText, "take and leave").foot(1),
    row(Text, &["left"], CursorLeft, "left"),
    row(Text, &["right"], CursorRight, "right"),
    row(Text, &["up"], CursorUp, "up"),
    row(Text, &["down"], CursorDown, "down"),
    row(Text, &["ctrl-left", "alt-left"], WordLeft, "word left"),
    row(Text, &["ctrl-right", "alt-right"], WordRight, "word right"),
    row(Text, &["home", "ctrl-a"], LineStart, "start of line"),
    row(Text, &["end"], LineEnd, "end of line"),
    row(
        Text,
        &["ctrl-w", "alt-backspace"],
        DeleteWord,
        "delete word",
    ),
    row(Text, &["ctrl-d"], DropDraft, "discard what I typed"),
    // Home.
    row(Context::Home, &["enter"], Open, "open")
        .foot(1)
        .when(When::Rows),
    row(Context::Home, &["n"], New, "new").foot(2),
    row(Context::Home, &["b"], Bring, "bring a check").foot(3),
    row(Context::Home, &["o"], OpenExisting, "open one that exists").foot(6),
    row(Context::Home, &["d", "delete"], Delete, "delete")
        .foot(4)
        .when(When::Rows),
    row(
        Context::Home,
        &["i"],
        Action::About,
        "custom check or integration?",
    )
    .foot(5),
    row(Context::About, &["up"], Up, "up"),
    row(Context::About, &["down"], Down, "down"),
    row(Context::About, &["pageup"], PageUp, "page up"),
    row(
        Context::About,
        &["pagedown", "space"],
        PageDown,
        "page down",
    ),
    row(Context::About, &["n"], New, "new").foot(1),
    // Set up.
    row(Setup, &["enter"], Repair, "repair")
        .foot(1)
        .when(When::Repair),
    row(Setup, &["r"], CheckAgain, "look again").foot(2),
    row(Setup, &["c"], UseClone, "name a clone").foot(3),
    row(Setup, &["f"], Fetch, "fetch the base")
        .foot(4)
        .when(When::Clone),
    // Forms.
    row(Form, &["enter"], Open, "edit").foot(1).when(When::Rows),
    row(Form, &["space"], Toggle, "toggle"),
    // Prototype.
    row(Prototype, &["w"], Write, "write the check").foot(3),
    row(Prototype, &["r"], Run, "run").foot(4).when(When::Runs),
    row(Prototype, &["e"], EditCheck, "edit the check")
        .foot(5)
        .when(When::Check),
    row(Prototype, &["c"], EditConf, "edit the configuration").when(When::Check),
    row(Prototype, &["t"], Trust, "agree to run it")
        .foot(2)
        .when(When::Untrusted),
    row(Shown, &["enter"], TakeShown, "take it").foot(1),
    row(Prototype, &["y"], TakeShown, "take what was found")
        .foot(2)
        .when(When::Shown),
    row(Prototype, &["k"], KeepKind, "keep it as it is")
        .foot(2)
        .when(When::Shown),
    row(Prototype, &["o"], OpenError, "open the failing line")
        .foot(2)
        .when(When::Error),
    row(Check, &["enter"], EditCheck, "edit here")
        .foot(1)
        .when(When::Check),
    row(Emitted, &["enter"], Open, "look")
        .foot(1)
        .when(When::Rows),
    row(Emitted, &["g"], GiveType, "give it a type")
        .foot(3)
        .when(When::Offer),
    row(Emitted, &["G"], GiveTypes, "give all a type")
        .foot(5)
        .when(When::Offers),
    row(Emitted, &["x"], Runtime, "runtime families in or out")
        .foot(6)
        .when(When::Runtime),
    row(Emitted, &["d"], Compare, "differences to the run before").foot(6),
    // Framework.
    row(Framework, &["p"], Preview, "preview the files").foot(8),
    row(Options, &["a"], AddOption, "add an option").foot(2),
    row(Options, &["x", "delete"], RemoveOption, "remove")
        .foot(3)
        .when(When::Rows),
    row(Checks, &["+"], AddCheck, "add a service check")
        .foot(2)
        .when(When::Existing),
    row(Checks, &["x", "delete"], RemoveCheck, "remove")
        .foot(3)
        .when(When::Removable),
    row(Dashboard, &["space"], Toggle, "choose or drop")
        .foot(1)
        .when(When::Monitor),
    row(Dashboard, &["enter"], Open, "look or edit")
        .foot(2)
        .when(When::Rows),
    row(Dashboard, &["t"], Threshold, "threshold")
        .foot(3)
        .when(When::Monitor),
    row(Dashboard, &["d"], DashboardSwitch, "dashboard on or off").foot(4),
    row(Metrics, &["enter"], Open, "edit")
        .foot(1)
        .when(When::Rows),
    row(Metrics, &["space"], Mark, "mark")
        .foot(2)
        .when(When::Rows),
    row(Metrics, &["a"], MarkAll, "mark all or none").when(When::Rows),
    row(Metrics, &["/"], Filter, "filter").foot(3),
    row(Metrics, &["u"], Unit, "unit").foot(4).when(When::Rows),
    row(Metrics, &["o"], Orientation, "orientation")
        .foot(5)
        .when(When::Rows),
    row(Metrics, &["d"], Describe, "description")
        .foot(6)
        .when(When::Rows),
    row(Metrics, &["v"], PerUnit, "per unit").when(When::Rows),
    row(Metrics, &["n"], ShortName, "short name").when(When::Rows),
    row(Metrics, &["t"], Suggestion, "take the suggestion").when(When::Findings),
    row(Metrics, &["k"], Seen, "guesses are right")
        .foot(7)
        .when(When::Guess),
    row(Metrics, &["s"], Sort, "sort"),
    row(Metrics, &["+"], AddMetric, "add a metric")
        .foot(8)
        .when(When::Existing),
    row(Metrics, &["x", "delete"], RemoveMetric, "remove")
        .foot(9)
        .when(When::Removable),
    row(Files, &["enter"], Open, "look")
        .foot(1)
        .when(When::Rows),
    row(Files, &["a"], Apply, "apply").foot(2).when(When::Plan),
    row(Files, &["m"], TakeOurs, "take the wizard's")
        .foot(3)
        .when(When::Choice),
    row(Files, &["k"], KeepYours, "keep yours")
        .foot(4)
        .when(When::Choice),
    row(Files, &["u"], UndoApply, "take it back")
        .foot(5)
        .when(When::Applied),
    row(Files, &["/"], Filter, "filter"),
    row(Files, &["r"], Resync, "make ddev's files again")
        .foot(6)
        .when(When::Existing),
    // Test.
    row(Test, &["a"], TestAll, "run all").foot(1),
    row(Test, &["f"], TestFailed, "run the failed")
        .foot(2)
        .when(When::Failed),
    row(Test, &["r"], TestOne, "run this one")
        .foot(3)
        .when(When::Rows),
    row(Test, &["w"], TestsOnSave, "tests on save").foot(6),
    row(Test, &["enter"], Open, "go to it")
        .foot(4)
        .when(When::Rows),
    row(Test, &["l"], Log, "output").foot(5).when(When::Rows),
    // Commit.
    row(Context::Commit, &["c"], Action::Commit, "commit").foot(2),
    row(Context::Commit, &["a"], Amend, "amend the last commit")
        .foot(4)
        .when(When::Committed),
    row(Context::Commit, &["d"], Differences, "look at the changes").foot(3),
    row(Context::Commit, &["r"], CheckAgain, "look again").foot(6),
    row(Context::Commit, &["l"], Log, "output of hooks").foot(5),
    // Layers.
    row(Picker, &["enter"], Take, "take").foot(1),
    row(Picker, &["space"], Mark, "mark")
        .foot(2)
        .when(When::Rows),
    row(Picker, &["ctrl-d"], DropDraft, "discard what I chose"),
    row(Picker, &["up"], Up, "up"),
    row(Picker, &["down"], Down, "down"),
    row(Picker, &["pageup"], PageUp, "page up"),
    row(Picker, &["pagedown"], PageDown, "page down"),
    row(Context::Palette, &["enter"], Take, "do it").foot(1),
    row(Context::Palette, &["up"], Up, "up"),
    row(Context::Palette, &["down"], Down, "down"),
    row(Context::Palette, &["pageup"], PageUp, "page up"),
    row(Context::Palette, &["pagedown"], PageDown, "page down"),
    row(Context::Help, &["up"], Up, "up"),
    row(Context::Help, &["down"], Down, "down"),
    row(Context::Help, &["pageup"], PageUp, "page up"),
    row(Context::Help, &["pagedown", "space"], PageDown, "page down"),
    row(Confirm, &["y"], Yes, "yes").foot(1),
    row(Confirm, &["n"], No, "no").foot(2),
    row(FOUND, &["enter"], Open, "go to it")
        .foot(1)
        .when(When::Findings),
    row(FOUND, &["f"], Action::Fix, "fix it")
        .foot(2)
        .when(When::Fix),
    row(FOUND, &["F"], FixSafe, "fix all safe ones")
        .foot(3)
        .when(When::SafeFix),
    row(FOUND, &["u"], TakeFixBack, "take the fix back")
        .foot(4)
        .when(When::LastFix),
    row(FOUND, &["ctrl-u"], Undo, "undo an answer").when(When::Undo),
    row(FOUND, &["ctrl-r"], Redo, "redo it").when(When::Redo),
    row(FOUND, &["ctrl-e"], Editor, "open the file")
        .foot(7)
        .when(When::Findings),
    row(FOUND, &["/"], Filter, "filter")
        .foot(6)
        .when(When::Findings),
    row(FOUND, &["s"], Silence, "silence it here")
        .foot(5)
        .when(When::Remark),
    row(FOUND, &["down", "]", "f8"], Down, "down"),
    row(FOUND, &["up", "[", "shift-f8"], Up, "up"),
    row(FOUND, &["pageup"], PageUp, "page up"),
    row(FOUND, &["pagedown", "space"], PageDown, "page down"),
    row(FOUND, &["home"], First, "first"),
    row(FOUND, &["end"], Last, "last"),
    row(FOUND, &["f7", "!"], Action::Findings, "close"),
    row(Context::Fix, &["enter"], ApplyFix, "apply")
        .foot(1)
        .when(When::FixReady),
    row(Context::Fix, &["r"], FixAgain, "look again")
        .foot(2)
        .when(When::FixFailed),
    row(Pager, &["up"], Up, "up"),
    row(Pager, &["down"], Down, "down"),
    row(Pager, &["pageup"], PageUp, "page up").foot(4),
    row(Pager, &["pagedown", "space"], PageDown, "page down").foot(3),
    row(Pager, &["home"], First, "start"),
    row(Pager, &["end"], Last, "end").foot(5),
    row(Pager, &["m"], TakeOurs, "take the wizard's")
        .foot(1)
        .when(When::Choice),
    row(Pager, &["k"], KeepYours, "keep yours")
        .foot(2)
        .when(When::Choice),
    row(Pager, &["b"], TakeBoth, "take both")
        .foot(2)
        .when(When::Hunks),
    row(Pager, &["n"], NextHunk, "next conflict")
        .foot(2)
        .when(When::Hunks),
    row(Pager, &["p"], PreviousHunk, "conflict before")
        .foot(3)
        .when(When::Hunks),
];
