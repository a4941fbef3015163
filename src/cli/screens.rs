//! Opening the screens from the command line.

use super::args::Common;
use super::print;

/// Opens the screens.
pub(super) fn open(common: &Common, start: crate::tui::Start) -> i32 {
    let options = crate::tui::Options {
        workspace: common.workspace.clone(),
        start,
        ascii: common.ascii,
        engine: common.engine(common.config.repository.clone()),
        config: common.config.clone(),
    };
    match crate::tui::run(options) {
        Ok(status) => status,
        Err(error) => {
            print::error(&format!("{error:#}"));
            70
        }
    }
}
