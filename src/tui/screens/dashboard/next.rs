//! What to do next on the page: a threshold that is missing, else the way on.

use super::super::next::said::{Next, say};
use crate::core::form::{self, Section};
use crate::core::status;
use crate::core::wizard::Wizard;
use crate::tui::app::App;
use crate::tui::keymap::Action;
use std::cmp::Ordering;

/// The first threshold that is missing; the list stands in an order of its own.
pub fn next(app: &App, w: &Wizard) -> Next {
    if w.state.files.existing {
        return say(
            Action::NextPage,
            "Nothing to answer. Go on to the next section.",
        );
    }
    if w.derived.metrics.is_empty() && w.derived.service_checks.is_empty() {
        return say(Action::Step(2), "Run the custom check first.");
    }
    let open = status::open_fields(w, Section::Dashboard);
    let ids = super::super::ids(app);
    let at = |id: &String| ids.iter().position(|i| i == id);
    let Some(first) = open.iter().min_by_key(|id| at(id)) else {
        let text = if w.state.answers.monitors.is_empty() {
            "Choose monitors where you know a threshold; then go on."
        } else {
            "Complete. Go on to the next section."
        };
        return say(Action::NextPage, text);
    };
    let metric = form::monitor::part_of(first).map_or("", |(metric, _)| metric);
    match at(&w.state.ui.focus).cmp(&at(first)) {
        Ordering::Equal => say(Action::Open, format!("Type the threshold of {metric}.")),
        Ordering::Less => say(
            Action::Down,
            format!("Go to {metric}; it needs a threshold."),
        ),
        Ordering::Greater => say(Action::Up, format!("Go to {metric}; it needs a threshold.")),
    }
}
