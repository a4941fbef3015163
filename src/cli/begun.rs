//! What every way to begin a workflow shares: what was given, its folder, and opening it.

use super::args::Common;
use super::screens;
use super::surroundings::{interactive, is_json, workspace_dir};
use super::{beforehand, print};
use crate::core::answers::Kind;
use crate::core::event::{Failure, FailureKind};
use crate::core::names;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What `new` was given beside a name.
pub(super) struct Given<'a> {
    pub check: Option<&'a Path>,
    pub show: Option<&'a str>,
    pub conf: Option<&'a Path>,
    pub repo: Option<&'a Path>,
    /// The Agent's own integration whose name may be used.
    pub allowed: Option<&'a str>,
}

/// Opens a workflow that was begun, or says where it is.
pub(super) fn opened(
    common: &Common,
    begun: Result<PathBuf, Failure>,
    told: &str,
    kind: Option<Kind>,
) -> i32 {
    match begun {
        Ok(dir) if interactive() && !is_json(common) => {
            screens::open(common, crate::tui::Start::Resume(dir))
        }
        Ok(dir) if is_json(common) => {
            print::json(&serde_json::json!({
                "schema": 1, "exit": 0, "error": null, "workspace": dir.display().to_string(),
                "kind": kind.map(Kind::name),
                "workflow": dir.file_name().map(|n| n.to_string_lossy().into_owned()),
            }));
            0
        }
        Ok(dir) => print::text(&format!(
            "{told} {}. Go on with: ddint-tui --workspace {} resume",
            dir.display(),
            dir.display()
        )),
        Err(failure) => print::failure(common, &failure),
    }
}

/// The folder of a workflow of this name, which must not exist yet.
pub(super) fn folder(common: &Common, display: &str, given: &Given) -> Result<PathBuf, Failure> {
    let hint = "Name it: ddint-tui new NAME, and the rest of the command.";
    names::check_display_name(display).map_err(|m| Failure::new(FailureKind::Answers, m, hint))?;
    let folder = names::folder_name(display);
    let dir = workspace_dir(common, &folder);
    if dir.join("workflow.yaml").exists() {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("A workflow is in {} already.", dir.display()),
            "Resume it, delete it, or choose another name.",
        ));
    }
    // The screens ask themselves.
    if !interactive() || is_json(common) {
        beforehand::name(&folder, &BTreeSet::new(), given.allowed)?;
    }
    Ok(dir)
}
