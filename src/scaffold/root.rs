//! The files that everyone shares. Only the integration's own line or job in them is ours, so the
//! base that matters is the clone's file of now with the line that was applied last.

use super::decision::{self, Decision, Nature};
use super::tree::Held;
use super::{ci, codeowners, overrides, safety};
use crate::core::plan::FileState;

/// What becomes of a shared file.
///
/// # Arguments
/// As for [`decision::decide`], with the whole files; `folder`: the integration; `earlier`: names it had before.
///
/// # Errors
/// `.ddev/config.toml` is not TOML.
pub fn decide(
    path: &str,
    folder: &str,
    earlier: &[String],
    base: Option<&str>,
    theirs: &Held,
    ours: Option<&str>,
) -> Result<Option<Decision>, String> {
    let Some(ours) = ours else { return Ok(None) };
    let Held::Text(text) = theirs else {
        return Ok(decision::decide(Nature::Rendered, None, theirs, Some(ours)));
    };
    if path == safety::CI || path == safety::CI_WINDOWS {
        let edited = |name: &str| {
            let job = ci::jobs_of(text, name);
            let applied = base.map(|b| ci::jobs_of(b, name)).unwrap_or_default();
            !job.is_empty() && job != applied && job != ci::jobs_of(ours, name)
        };
        let edited = edited(folder) || earlier.iter().any(|name| edited(name));
        let mut decision = decision::decide(Nature::Generated, Some(text), theirs, Some(ours));
        if let Some(d) = decision
            .as_mut()
            .filter(|d| d.state == FileState::Generated)
        {
            d.replaces_edit = edited;
        }
        return Ok(decision);
    }
    let base = restored(path, folder, base, text)?;
    let here = match path {
        safety::CODEOWNERS => codeowners::owners_of(text, folder).is_some(),
        _ => overrides::of(text, folder)? != overrides::Overrides::default(),
    };
    // Not there (yet, or not any more): there is nothing of anyone's to merge with.
    let base = if here { base } else { Some(text.clone()) };
    Ok(decision::decide(
        Nature::Rendered,
        base.as_deref(),
        theirs,
        Some(ours),
    ))
}

/// The clone's file with the line that was applied last; `None` when none was.
///
/// # Errors
/// `.ddev/config.toml` is not TOML.
pub fn restored(
    path: &str,
    folder: &str,
    base: Option<&str>,
    theirs: &str,
) -> Result<Option<String>, String> {
    let Some(base) = base else { return Ok(None) };
    if path == safety::CODEOWNERS {
        let owners = codeowners::owners_of(base, folder);
        return Ok(owners.map(|o| codeowners::with_owners(theirs, folder, Some(&o))));
    }
    if path == safety::DDEV_CONFIG {
        let applied = overrides::of(base, folder)?;
        if applied == overrides::Overrides::default() {
            return Ok(None);
        }
        return overrides::set(theirs, folder, &applied).map(Some);
    }
    Ok(Some(base.to_owned()))
}
