//! Handing the pull request over.

use super::Wizard;
use crate::core::effect::{Effect, Work};
use crate::core::pull_request::{self, Way};

impl Wizard {
    /// The work that hands over; or what is done instead.
    pub(super) fn hand_over(&mut self, way: Way) -> Result<Work, Vec<Effect>> {
        let needs_branch = matches!(way, Way::Gh | Way::Page);
        let Some(request) = pull_request::request(self) else {
            self.notice = Some("Commit first; then there is something to hand over.".into());
            return Err(vec![]);
        };
        if needs_branch && !pull_request::is_pushed(self) {
            self.notice = Some("Push first; GitHub must know the branch.".into());
            return Err(vec![]);
        }
        if way == Way::Copy {
            self.notice = Some(
                "The text is copied, where your terminal allows it. Else save it as a file.".into(),
            );
            return Err(self.handed(way, Some(request.body)));
        }
        Ok(Work::HandOver { way, request })
    }

    /// Remembers it; what is not pushed yet is not handed over.
    pub(super) fn handed(&mut self, way: Way, copy: Option<String>) -> Vec<Effect> {
        if pull_request::is_pushed(self) {
            self.state.git.handed = Some(way);
        }
        let copy = copy.map(|text| Effect::Copy { text });
        copy.into_iter().chain([Effect::Save]).collect()
    }
}
