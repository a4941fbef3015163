//! What `ddev validate ci` makes of one integration. It reads all of them, and fails on a broken one that is not ours:
//! then it is asked about a tree that holds no other.

use super::shadow::{Ran, mirror};
use super::{ci, safety, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The two generated workflows, by path.
pub type Workflows = BTreeMap<&'static str, String>;

/// Which integrations a throw-away tree holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    All,
    None,
}

/// The workflows of a tree; one that is not there, or no text, is left out.
#[must_use]
pub fn workflows(root: &Path) -> Workflows {
    let paths = [safety::CI, safety::CI_WINDOWS].into_iter();
    let read = |path| Some((path, fs::read_to_string(root.join(path)).ok()?));
    paths.filter_map(read).collect()
}

/// The workflows that `ci --sync` makes in a copy of a tree, which itself is only read. `None` where it fails.
///
/// # Arguments
/// `at`: a folder that this may replace; `sync`: runs `ddev validate ci --sync` on it, and tells how it exits.
///
/// # Errors
/// A file can't be read or written, or ddev can't be started.
pub fn synced(
    root: &Path,
    folder: &str,
    beside: Beside,
    at: &Path,
    sync: &mut dyn FnMut(&Path) -> io::Result<Option<i32>>,
) -> io::Result<Option<Workflows>> {
    make(at, root, folder, beside)?;
    let exit = sync(at)?;
    let made = (exit == Some(0)).then(|| workflows(at));
    mirror::remove(at)?;
    Ok(made)
}

/// Runs `ci --sync` on a throw-away tree. Where another integration makes it fail, this integration's jobs are taken
/// from a tree that does not have it.
///
/// # Errors
/// A file can't be read or written, or ddev can't be started.
pub fn sync(
    root: &Path,
    folder: &str,
    ddev: &mut dyn FnMut(&Path, &[&str]) -> io::Result<Ran>,
) -> io::Result<Ran> {
    const SYNC: [&str; 3] = ["validate", "ci", "--sync"];
    let mut ran = ddev(root, &SYNC)?;
    // Nobody looks there, and it goes with the tree.
    let at = root.join(".git").join("alone");
    if ran.exit != Some(1) {
        return Ok(ran);
    }
    let made = synced(root, folder, Beside::None, &at, &mut |at| {
        Ok(ddev(at, &SYNC)?.exit)
    })?;
    for (path, text) in made.into_iter().flatten() {
        let current = fs::read_to_string(root.join(path)).ok();
        let taken = ci::take(current.as_deref(), &text, folder, &[]);
        mirror::put(root, path, taken.text.as_bytes())?;
        ran.exit = Some(0);
    }
    Ok(ran)
}

fn make(at: &Path, root: &Path, folder: &str, beside: Beside) -> io::Result<()> {
    mirror::remove(at)?;
    // ddev's newer commands want a repository.
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("master").external_template(false);
    git2::Repository::init_opts(at, &options).map_err(io::Error::other)?;
    let mut left = vec![];
    if beside == Beside::None {
        for entry in fs::read_dir(root)? {
            let name = entry?.file_name().into_string();
            left.extend(name.ok().filter(|name| !name.starts_with('.')));
        }
    }
    mirror::root(at, root, folder, &left)?;
    for path in tree::own_files(root, folder)? {
        mirror::put(at, &path, &fs::read(root.join(&path))?)?;
    }
    Ok(())
}
