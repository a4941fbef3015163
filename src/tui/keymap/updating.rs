//! The keys of bringing the work up to date with the base: wherever one sees how far behind it is, and in the layer that
//! shows what that does.

use super::action::Action::{ApplyUpdate, GoBack, Update};
use super::context::{Context, When};
use super::table::{Row, row};

/// The rows, beside those of the table.
pub const ROWS: &[Row] = &[
    row(Context::Setup, &["u"], Update, "bring up to date")
        .foot(5)
        .when(When::Clone),
    row(Context::Commit, &["u"], Update, "bring up to date").foot(4),
    row(Context::PullRequest, &["u"], Update, "bring up to date")
        .foot(7)
        .when(When::Clone),
    row(Context::Maintain, &["u"], Update, "bring up to date")
        .foot(6)
        .when(When::Clone),
    row(Context::Setup, &["b"], GoBack, "back to before the update")
        .foot(6)
        .when(When::WayBack),
    row(Context::Commit, &["b"], GoBack, "back to before the update")
        .foot(7)
        .when(When::WayBack),
    row(
        Context::PullRequest,
        &["b"],
        GoBack,
        "back to before the update",
    )
    .foot(8)
    .when(When::WayBack),
    row(
        Context::Maintain,
        &["b"],
        GoBack,
        "back to before the update",
    )
    .foot(7)
    .when(When::WayBack),
    row(Context::Update, &["enter"], ApplyUpdate, "update")
        .foot(1)
        .when(When::UpdateReady),
    row(Context::Update, &["r"], Update, "look again")
        .foot(2)
        .when(When::UpdateFailed),
    row(Context::Update, &["b"], GoBack, "back to before the update")
        .foot(2)
        .when(When::Updated),
];
