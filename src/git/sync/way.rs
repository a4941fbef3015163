//! Files that stand in the way of an update, and the way out.

use super::some;
use crate::git::problem::Problem;

/// Why files stand in the way.
#[derive(Default)]
pub(super) struct InTheWay {
    pub changed: Vec<String>,
    pub lying: Vec<String>,
    pub unlooked: Vec<String>,
}

impl InTheWay {
    /// # Errors
    /// The files that would be lost, with the way out.
    pub fn judge(&self, by: &str, folder: &str, roots: &[String]) -> Result<(), Problem> {
        if !self.unlooked.is_empty() {
            return Err(Problem::new(
                format!(
                    "{} changed in {by}, and git was told not to look at it here.",
                    some(&self.unlooked)
                ),
                format!(
                    "Let git look again: git update-index --no-skip-worktree {0} && git update-index --no-assume-unchanged {0}",
                    quoted(&self.unlooked)
                ),
            ));
        }
        if !self.changed.is_empty() {
            let ours = format!("{folder}/");
            let scope = |p: &String| p.starts_with(&ours) || roots.contains(p);
            let first = if self.changed.iter().all(scope) {
                "Commit them first; then they are made again on top of it. Or set them aside"
            } else {
                "Set them aside, and take them back afterwards with git stash pop"
            };
            return Err(Problem::new(
                format!(
                    "You changed {} and did not commit it, and it changed in {by} too. Nothing was changed.",
                    some(&self.changed)
                ),
                format!("{first}: git stash push -- {}", quoted(&self.changed)),
            ));
        }
        if !self.lying.is_empty() {
            return Err(Problem::new(
                format!(
                    "{by} has a file where yours lies that git does not know: {}. Nothing was changed.",
                    some(&self.lying)
                ),
                format!(
                    "Move it away or rename it: mv {0} {0}.mine",
                    quoted(&self.lying[..1])
                ),
            ));
        }
        Ok(())
    }
}

/// Paths for a shell.
fn quoted(paths: &[String]) -> String {
    let each = paths.iter().map(|path| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        if path.chars().all(plain) {
            path.clone()
        } else {
            format!("'{}'", path.replace('\'', "'\\''"))
        }
    });
    each.collect::<Vec<_>>().join(" ")
}
