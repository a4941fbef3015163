//! What refuses a run before it begins: nothing is made and nothing is run for an integration that
//! could not be accepted.

use crate::core::answers::Answers;
use crate::core::event::{Failure, FailureKind};
use crate::core::names;
use crate::core::state::State;
use crate::git;
use crate::scaffold::base;
use crate::workspace;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The clone at a path.
pub(super) fn clone(repo: &Path) -> Result<git::clone::Clone, Failure> {
    if repo.to_str().is_none() {
        return Err(Failure::new(
            FailureKind::Unavailable,
            format!("The path {} is not UTF-8.", repo.display()),
            "Rename the folder: workflow.yaml holds its path as text.",
        ));
    }
    git::clone::recognise(repo)
        .map_err(|e| Failure::new(FailureKind::Unavailable, e.message, e.hint))
}

/// Refuses names that are taken, and a workspace inside of the clone.
pub(super) fn refuse(
    answers: &Answers,
    dir: &Path,
    clone: Option<&git::clone::Clone>,
    allowed: Option<&str>,
) -> Result<(), Failure> {
    let folder = answers.integration.folder();
    if let Some(clone) = clone {
        outside(dir, clone)?;
        let from = answers.git.base.clone().or_else(|| clone.base.clone());
        let known = workspace::read::<State>(dir).ok();
        let applied = known.is_some_and(|s| s.files.applied.is_some());
        let ours = applied && base::applied(dir, &folder);
        let taken = from.and_then(|b| git::base::like(&clone.root, &b, &folder));
        if let Some(taken) = taken.filter(|_| !ours) {
            return Err(Failure::new(
                FailureKind::Answers,
                format!(
                    "integrations-extras already has {taken}/, and the name of this one becomes {folder}."
                ),
                "Choose another integration.display_name, or set integration.name.",
            ));
        }
    }
    let known = workspace::read::<State>(dir).map(|s| s.agreed);
    name(&folder, &known.unwrap_or_default(), allowed)
}

/// Refuses the name of one of the Agent's own integrations, unless somebody agreed to it.
///
/// # Arguments
/// `agreed`: what was agreed to before; `allowed`: on the command line now.
pub(super) fn name(
    folder: &str,
    agreed: &BTreeSet<String>,
    allowed: Option<&str>,
) -> Result<(), Failure> {
    let own = names::agents_own(folder);
    let Some(own) = own.filter(|own| !agreed.contains(*own) && allowed != Some(own)) else {
        return Ok(());
    };
    Err(Failure::new(
        FailureKind::Question,
        names::why_agents_own(folder, own),
        format!(
            "Is yours about something else? Set integration.name to another one, for example {folder}_cloud, or \
             go on with --allow-agent-name {own}."
        ),
    ))
}

/// Refuses a workspace inside of the clone.
pub(super) fn outside(dir: &Path, clone: &git::clone::Clone) -> Result<(), Failure> {
    if real(dir).starts_with(real(&clone.root)) {
        return Err(Failure::new(
            FailureKind::Answers,
            format!("The workspace {} lies inside of the clone.", dir.display()),
            "Name a folder outside of it with --workspace, or leave --workspace out.",
        ));
    }
    Ok(())
}

/// A path without symbolic links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return real.join(rest);
        }
    }
    path.to_path_buf()
}
