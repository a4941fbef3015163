//! Reading single values of git's configuration.

use git2::Repository;

/// A text value; `None` when unset or empty.
pub(super) fn text(repo: &Repository, key: &str) -> Option<String> {
    let config = repo.config().ok()?.snapshot().ok()?;
    let value = config.get_string(key).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// A boolean value; `unset` when there is none.
pub(super) fn flag(repo: &Repository, key: &str, unset: bool) -> bool {
    repo.config()
        .and_then(|config| config.get_bool(key))
        .unwrap_or(unset)
}
