//! Which integrations a check is about, and where they lie.

use crate::cli::args::{CheckArgs, Common};
use crate::core::event::{Failure, FailureKind};
use crate::engine::existing;
use crate::git;
use std::path::{Path, PathBuf};

/// The clone and the folder of each integration that is asked for.
pub(super) fn all(common: &Common, asked: &CheckArgs) -> Result<Vec<(PathBuf, String)>, Failure> {
    let repo = asked.repo.as_deref().map(root).transpose()?;
    if asked.all {
        let root = repo.map_or_else(|| usual(common), Ok)?;
        let folders = existing::integrations(&root);
        if folders.is_empty() {
            return Err(Failure::new(
                FailureKind::Unavailable,
                format!("{} holds no integration.", root.display()),
                "Name a clone of integrations-extras with --repo.",
            ));
        }
        return Ok(folders
            .into_iter()
            .map(|folder| (root.clone(), folder))
            .collect());
    }
    let mut out = vec![];
    for target in &asked.targets {
        let name = target.to_string_lossy();
        let is_path = name.contains('/') || name == "." || name == "..";
        // A name is of the clone; a folder of the current one where no clone is named.
        let found = match &repo {
            Some(root) if !is_path => (root.clone(), existing::folder(root, &name)?),
            None if !is_path && !looks_like_one(target) => {
                let root = usual(common)?;
                let folder = existing::folder(&root, &name)?;
                (root, folder)
            }
            _ => beside(target)?,
        };
        if !out.contains(&found) {
            out.push(found);
        }
    }
    Ok(out)
}

fn looks_like_one(path: &Path) -> bool {
    ["manifest.json", "pyproject.toml", "metadata.csv"]
        .iter()
        .any(|file| path.join(file).is_file())
}

/// The folder that holds an integration, and its name there.
fn beside(path: &Path) -> Result<(PathBuf, String), Failure> {
    let refused = |why: String| {
        Failure::new(
            FailureKind::Answers,
            format!("{} is no integration: {why}.", path.display()),
            "Name the folder of one: it has a README.md, a manifest.json, or a pyproject.toml.",
        )
    };
    let real = path.canonicalize().map_err(|e| refused(e.to_string()))?;
    if !real.is_dir() {
        return Err(refused("it is no folder".into()));
    }
    if !looks_like_one(&real) && !real.join("README.md").is_file() {
        return Err(refused("it has none of their files".into()));
    }
    let name = real.file_name().and_then(|n| n.to_str());
    let (Some(parent), Some(name)) = (real.parent(), name) else {
        return Err(refused("its name is no text".into()));
    };
    Ok((parent.to_owned(), name.to_owned()))
}

/// An existing folder, without links.
fn root(path: &Path) -> Result<PathBuf, Failure> {
    let found = path.canonicalize().ok().filter(|p| p.is_dir());
    found.ok_or_else(|| {
        Failure::new(
            FailureKind::Unavailable,
            format!("{} is no folder.", path.display()),
            "Name a clone of integrations-extras with --repo.",
        )
    })
}

/// The clone that the configuration names, or the usual one.
fn usual(common: &Common) -> Result<PathBuf, Failure> {
    let configured = common.config.repository.as_deref();
    // The clone that one stands in is meant before any other.
    let here = std::env::current_dir().ok();
    let here = here.and_then(|dir| git::clone::recognise(&dir).ok());
    let mut others = git::clone::candidates(configured).into_iter();
    let found = here.or_else(|| others.find_map(|path| git::clone::recognise(&path).ok()));
    found.map(|clone| clone.root).ok_or_else(|| {
        Failure::new(
            FailureKind::Unavailable,
            "There is no clone of integrations-extras here.",
            "Name it with --repo, or name an integration by its folder.",
        )
    })
}
