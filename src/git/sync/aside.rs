//! What an update could not put back, because somebody changed it meanwhile: its folder is set aside under a number, and
//! stays until the contributor removes it.

use super::journal::Desk;
use super::some;
use crate::git::open;
use crate::git::problem::Problem;
use std::fs;
use std::path::{Path, PathBuf};

const LEFT: &str = "left-";

/// Sets the move's folder aside; returns where it lies now.
pub(super) fn set(desk: &Desk) -> PathBuf {
    let free = (1..).map(|n| desk.dir.with_file_name(format!("{LEFT}{n}")));
    for aside in free.take(9_999) {
        if fs::symlink_metadata(&aside).is_err() {
            return match fs::rename(&desk.dir, &aside) {
                Ok(()) => aside,
                Err(_) => desk.dir.clone(),
            };
        }
    }
    desk.dir.clone()
}

/// What to say where files were changed in the middle of a move.
pub(super) fn left_over(desk: &Desk, left: &[String]) -> Problem {
    let aside = set(desk);
    Problem::new(
        format!(
            "An update did not come to its end, and {} changed meanwhile. All else is as it was.",
            some(left)
        ),
        way_out(&aside),
    )
}

/// The way out of what was set aside.
pub(super) fn way_out(aside: &Path) -> String {
    format!(
        "What lay there before is in {}. Compare, then remove {}.",
        aside.join("old").display(),
        aside.display()
    )
}

/// The folders that are set aside in `clone`, the oldest first.
#[must_use]
pub fn set_aside(clone: &Path) -> Vec<PathBuf> {
    let Ok(repo) = open::open(clone) else {
        return vec![];
    };
    let Ok(entries) = fs::read_dir(repo.path().join("ddint-tui")) else {
        return vec![];
    };
    let number = |path: &Path| -> Option<u32> {
        let name = path.file_name()?.to_str()?;
        name.strip_prefix(LEFT)?.parse().ok()
    };
    let mut all: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((number(&entry.path())?, entry.path())))
        .collect();
    all.sort();
    all.into_iter().map(|(_, path)| path).collect()
}
