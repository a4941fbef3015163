//! The keys of Pull request and Maintain.

#![allow(clippy::enum_glob_use)] // As in the table.

use super::action::Action::*;
use super::context::Context::*;
use super::context::When;
use super::table::{Row, row};

/// All of them.
pub const ROWS: &[Row] = &[
    row(PullRequest, &["p"], Push, "push to your fork")
        .foot(2)
        .when(When::Committed),
    row(PullRequest, &["f"], Overwrite, "overwrite it on your fork")
        .foot(3)
        .when(When::InTheWay),
    row(PullRequest, &["o"], OpenPage, "open the page")
        .foot(3)
        .when(When::Pushed),
    row(PullRequest, &["g"], HandToGh, "make it with gh")
        .foot(4)
        .when(When::Pushed),
    row(PullRequest, &["y"], CopyText, "copy the text")
        .foot(5)
        .when(When::Committed),
    row(PullRequest, &["s"], SaveText, "save the text")
        .foot(6)
        .when(When::Committed),
    row(PullRequest, &["l"], Log, "output of the push").foot(7),
    row(Maintain, &["s"], NextStage, "next stage")
        .foot(2)
        .when(When::Review),
    row(Maintain, &["S"], PreviousStage, "stage before").when(When::Review),
    row(Maintain, &["t"], Wrote, "I wrote there today")
        .foot(3)
        .when(When::Review),
    row(Maintain, &["m"], Merged, "it is merged")
        .foot(4)
        .when(When::Review),
    row(Maintain, &["x"], Closed, "it is closed")
        .foot(5)
        .when(When::Review),
    row(Maintain, &["o"], Reopen, "it is open again")
        .foot(3)
        .when(When::Finished),
    row(Maintain, &["a"], Accept, "accept, or not").foot(6),
];
