//! Dashboard: choosing monitors, typing their thresholds, looking into a group.

use super::super::App;
use super::super::layers::PagerSource;
use crate::core::event::Event;
use crate::core::form::monitor;

impl App {
    /// Space: what is focused turns over; a monitor does so from each of its fields.
    pub(in super::super) fn toggle(&mut self) {
        let focus = self.focused();
        let Some((metric, _)) = monitor::part_of(&focus) else {
            if !focus.starts_with("board.") {
                self.fill_in(&focus);
            }
            return;
        };
        let id = format!("monitors.{metric}.on");
        self.fill_in(&id);
        self.focus(id);
    }

    /// The dashboard is made, or left out.
    pub(in super::super) fn switch_dashboard(&mut self) {
        let existing = |s: &crate::tui::app::session::Session| s.wizard.state.files.existing;
        if !self.session.as_ref().is_some_and(existing) {
            self.fill_in("dashboard.make");
        }
    }

    /// Types the threshold of the focused monitor, choosing it first.
    pub(in super::super) fn threshold(&mut self) {
        let focus = self.focused();
        let Some((metric, _)) = monitor::part_of(&focus) else {
            return;
        };
        let chosen = self
            .session
            .as_ref()
            .is_some_and(|s| s.wizard.state.answers.monitor(metric).is_some());
        if !chosen {
            self.send(Event::Set {
                values: vec![(format!("monitors.{metric}.on"), "yes".into())],
            });
        }
        self.begin(&format!("monitors.{metric}.threshold"));
    }

    /// A group's widgets with their metrics.
    pub(in super::super) fn look_at_group(&mut self, focus: &str) {
        let text = self.session.as_ref().and_then(|s| {
            let group = focus.strip_prefix("board.")?.parse().ok()?;
            s.view.known.dashboard.as_ref()?.1.text(group)
        });
        if let Some((title, lines)) = text {
            self.pager(&title, PagerSource::Text(lines), Some(0));
        }
    }
}
