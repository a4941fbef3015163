//! Bringing the work up to date with the base: what that does is looked at in a layer, and the way back is asked about.

use super::super::App;
use super::super::layers::{Layer, Pager, PagerSource, Yes};
use crate::core::event::{Action as Deed, Event};
use crate::core::sync::{Preview, short};
use crate::tui::keymap::Context;

impl App {
    /// Fetches the base, and shows what an update does.
    pub(in super::super) fn look_at_base(&mut self) {
        self.send(Event::Do(Deed::LookAtBase));
        let looks = self.session.as_ref().map(|s| &s.wizard.update);
        let open = |layer: &Layer| layer.context() == Context::Update;
        // Another job runs: the notice says so.
        if looks != Some(&Preview::Looking) || self.layers.iter().any(open) {
            return;
        }
        self.layers.push(Layer::Pager(Pager {
            title: "Update from the base".into(),
            source: PagerSource::Update,
            offset: Some(0),
            height: 0,
            total: 0,
        }));
    }

    /// Asks before the branch goes back to where it was.
    pub(in super::super) fn ask_to_go_back(&mut self) {
        let session = self.session.as_ref();
        let Some(done) = session.and_then(|s| s.wizard.way_back().cloned()) else {
            self.refuse("There was no update to go back from.");
            return;
        };
        let mut detail = vec![
            format!("{} moves back to where it was before the update.", done.branch),
            "Its files go back with it; what you did not commit stays. Refused where the branch moved since.".into(),
        ];
        let pushed = session.and_then(|s| s.wizard.state.git.pushed.clone());
        if pushed.is_some_and(|pushed| pushed == done.after) {
            detail
                .push("It is on your fork already: the next push must overwrite it there.".into());
        }
        let question = format!("Go back to {}?", short(&done.before));
        self.layers
            .retain(|layer| layer.context() != Context::Update);
        self.confirm(&question, detail, Yes::Do(Deed::GoBack));
    }
}
