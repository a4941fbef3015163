//! What CI's lint says: it runs `ddev test --lint` beside the validations.

use super::fixing::Fixed;
use super::{At, Checked};
use crate::core::event::Failure;
use crate::core::finding::{Finding, Source};
use crate::engine::fixing::lint;

/// Adds it to what was found of an integration that has a package.
///
/// # Errors
/// ruff can't be started.
pub(super) fn add(at: &At, ddev: bool, checked: &mut Checked) -> Result<(), Failure> {
    let looked = checked.fixed.as_ref().is_some_and(Fixed::is_all);
    let package = at.root.join(at.folder).join("pyproject.toml").is_file();
    let Some(toolchain) = at.toolchain.filter(|_| ddev && package && !looked) else {
        return Ok(());
    };
    let broken: Vec<Option<String>> = checked
        .findings
        .iter()
        .filter(|f| f.rule == "syntax" || f.rule == "encoding")
        .map(|f| f.file.clone())
        .collect();
    // Of a file that is no Python, Python itself said so.
    let told = |f: &Finding| f.source == Source::Ruff && broken.contains(&f.file);
    let found = lint(toolchain, at.root, at.folder, at.cancel)?;
    checked
        .findings
        .extend(found.into_iter().filter(|f| !told(f)));
    Ok(())
}
