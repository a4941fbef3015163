//! A rename: what was applied under an earlier folder name is looked at as if it had the present one, so
//! that the merge, the shadow tree and the choices are those of any other change.

use super::safety::{self, Refusal};
use super::tree::{self, Held};
use super::{base, codeowners, eol, overrides};
use crate::core::plan::{Choice, FileState, PlannedFile};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Folders that were applied under another name than the present one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Their files move to the present name.
    pub moved: Vec<String>,
    /// They exist in the base too: nothing of them moves before the contributor says so.
    pub asked: Vec<String>,
}

impl Earlier {
    /// Reads them from `rendered/`.
    ///
    /// # Arguments
    /// `choices`: hold the answer for a folder under its [`row`]; `upstream`: whether the base has a
    /// folder.
    ///
    /// # Errors
    /// `rendered/` cannot be read.
    pub fn of(
        workspace: &Path,
        folder: &str,
        choices: &BTreeMap<String, Choice>,
        upstream: impl Fn(&str) -> bool,
    ) -> io::Result<Self> {
        let mut out = Self::default();
        for name in base::folders(workspace)? {
            if name == folder {
                continue;
            }
            let asked = upstream(&name);
            if !asked || choices.get(&row(&name)) == Some(&Choice::Ours) {
                out.moved.push(name.clone());
            }
            if asked {
                out.asked.push(name);
            }
        }
        Ok(out)
    }
}

/// The plan's row that asks about a whole folder.
#[must_use]
pub fn row(folder: &str) -> String {
    format!("{folder}/")
}

/// The question about a folder that the base has too.
#[must_use]
pub fn question(folder: &str) -> PlannedFile {
    PlannedFile {
        path: row(folder),
        state: FileState::Conflict,
        replaces_edit: false,
        from: None,
        old: None,
        new: String::new(),
        hunks: Vec::new(),
    }
}

/// A path under its new folder name: the folder, the package, and the dashboard carry it.
#[must_use]
pub fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?.strip_prefix('/')?;
    let moved = |under: &str, end: &str| {
        let own = format!("{under}{from}{end}");
        rest.strip_prefix(own.as_str())
            .map(|rest| format!("{under}{to}{end}{rest}"))
    };
    let rest = moved("datadog_checks/", "/")
        .or_else(|| moved("assets/dashboards/", "_overview.json"))
        .unwrap_or_else(|| rest.to_owned());
    Some(format!("{to}/{rest}"))
}

/// The clone as if the earlier folders had the present name.
#[derive(Debug)]
pub struct View<'a> {
    clone: &'a Path,
    folder: &'a str,
    earlier: &'a [String],
    /// Where the content of a path of the present name is.
    sources: BTreeMap<String, String>,
    /// Every file of the earlier folders, and the path it belongs at.
    old: BTreeMap<String, String>,
}

impl<'a> View<'a> {
    /// Looks at the earlier folders; what git ignores stays where it is.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub fn of(clone: &'a Path, folder: &'a str, earlier: &'a [String]) -> io::Result<Self> {
        let mut out = Self {
            clone,
            folder,
            earlier,
            sources: BTreeMap::new(),
            old: BTreeMap::new(),
        };
        for name in earlier {
            for path in tree::own_files(clone, name)? {
                let Some(to) = renamed(&path, name, folder) else {
                    continue;
                };
                let taken = fs::symlink_metadata(clone.join(&to)).is_ok();
                if !taken && !out.sources.contains_key(&to) {
                    out.sources.insert(to.clone(), path.clone());
                }
                out.old.insert(path, to);
            }
        }
        Ok(out)
    }

    /// The present name.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.folder
    }

    /// Where the content of `path` is under an earlier name; `None`: at `path` itself, or nowhere.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<&str> {
        self.sources.get(path).map(String::as_str)
    }

    /// The paths whose content is still under an earlier name.
    pub fn sources(&self) -> impl Iterator<Item = &String> {
        self.sources.keys()
    }

    /// Every file of the earlier folders, and the path it belongs at.
    pub fn old(&self) -> impl Iterator<Item = (&String, &String)> {
        self.old.iter()
    }

    /// What a path of the present name holds.
    ///
    /// # Errors
    /// See [`tree::held`].
    pub fn held(&self, path: &str) -> Result<Held, Refusal> {
        let at = self.source(path).unwrap_or(path);
        let folder = owner(at, self.folder, self.earlier);
        tree::held(self.clone, folder, at)
    }

    /// A shared file's text with the earlier folders' line, or overrides, under the present name.
    ///
    /// # Errors
    /// `.ddev/config.toml` is not TOML.
    pub fn shared(&self, path: &str, text: &str) -> Result<String, String> {
        shared(path, text, self.folder, self.earlier)
    }

    /// What was applied last, under the present name.
    ///
    /// # Errors
    /// `rendered/` cannot be read.
    pub fn base(&self, workspace: &Path) -> io::Result<BTreeMap<String, String>> {
        let mut out = base::read(workspace, self.clone, self.folder)?;
        for name in self.earlier {
            let before = base::read(workspace, self.clone, name)?;
            for (path, text) in before {
                if let Some(to) = renamed(&path, name, self.folder) {
                    // Where the present name holds a file of its own, the earlier one is no base for it.
                    let own = fs::symlink_metadata(self.clone.join(&to)).is_ok();
                    if !own {
                        out.entry(to).or_insert(text);
                    }
                } else {
                    let renamed = self.shared(&path, &text).unwrap_or(text);
                    out.entry(path).or_insert(renamed);
                }
            }
        }
        Ok(out)
    }
}

fn shared(path: &str, text: &str, to: &str, earlier: &[String]) -> Result<String, String> {
    let mut out = text.to_owned();
    for from in earlier {
        if path == safety::CODEOWNERS {
            if let Some(owners) = codeowners::owners_of(&out, from) {
                out = codeowners::with_owners(&out, from, None);
                if codeowners::owners_of(&out, to).is_none() {
                    out = codeowners::with_owners(&out, to, Some(&owners));
                }
            }
        } else if path == safety::DDEV_CONFIG {
            let own = overrides::of(&out, from)?;
            if own != overrides::Overrides::default() {
                out = overrides::set(&out, from, &overrides::Overrides::default())?;
                if overrides::of(&out, to)? == overrides::Overrides::default() {
                    out = overrides::set(&out, to, &own)?;
                }
            }
        }
    }
    Ok(out)
}

/// The folder that a path is in the scope of.
#[must_use]
pub fn owner<'a>(path: &str, folder: &'a str, earlier: &'a [String]) -> &'a str {
    let holds = |name: &&String| {
        path.strip_prefix(name.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    };
    earlier.iter().find(holds).map_or(folder, String::as_str)
}

/// What becomes of one file of an earlier folder.
///
/// # Arguments
/// `to`: where it belongs now; `base`: as it was applied last; `moves`: the plan writes its content there.
///
/// # Errors
/// See [`tree::held`].
pub fn leaving(
    view: &View,
    path: &str,
    to: &str,
    base: Option<&str>,
    moves: bool,
) -> Result<PlannedFile, Refusal> {
    let theirs = tree::held(view.clone, owner(path, view.folder, view.earlier), path)?;
    let text = match &theirs {
        Held::Text(text) => Some(eol::to_lf(text)),
        _ => None,
    };
    let as_applied = text.is_some() && text == base.map(eol::to_lf);
    let there = || Ok(theirs == tree::held(view.clone, view.folder, to)?);
    let lost = !moves && !as_applied && !there()?;
    Ok(PlannedFile {
        path: path.to_owned(),
        // Another file is where this one belongs: only the contributor can say which to keep.
        state: if lost {
            FileState::Conflict
        } else {
            FileState::Removed
        },
        replaces_edit: false,
        from: None,
        old: theirs.shown(),
        new: String::new(),
        hunks: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_replaced_where_it_names_the_integration() {
        for (path, to) in [
            ("acme/README.md", "new/README.md"),
            (
                "acme/datadog_checks/acme/check.py",
                "new/datadog_checks/new/check.py",
            ),
            (
                "acme/datadog_checks/__init__.py",
                "new/datadog_checks/__init__.py",
            ),
            (
                "acme/assets/dashboards/acme_overview.json",
                "new/assets/dashboards/new_overview.json",
            ),
            (
                "acme/datadog_checks/acme2/x.py",
                "new/datadog_checks/acme2/x.py",
            ),
            ("acme/tests/acme.txt", "new/tests/acme.txt"),
        ] {
            assert_eq!(renamed(path, "acme", "new").as_deref(), Some(to));
        }
        assert_eq!(renamed("acme2/README.md", "acme", "new"), None);
        assert_eq!(renamed(safety::CODEOWNERS, "acme", "new"), None);
    }

    #[test]
    fn a_shared_line_takes_the_new_name_and_keeps_its_edit() {
        let earlier = ["old".to_owned()];
        let text = "# Community partners\n/old/  @me @friend\n/zzz/  @z\n";
        let out = shared(safety::CODEOWNERS, text, "new", &earlier).unwrap();
        assert_eq!(codeowners::owners_of(&out, "old"), None);
        assert_eq!(
            codeowners::owners_of(&out, "new").as_deref(),
            Some("@me @friend")
        );
        let text = "[overrides.display-name]\nold = \"Old\"\nzzz = \"Z\"\n";
        let out = shared(safety::DDEV_CONFIG, text, "new", &earlier).unwrap();
        assert_eq!(
            out,
            "[overrides.display-name]\nnew = \"Old\"\nzzz = \"Z\"\n"
        );
        assert_eq!(shared(safety::CI, "x", "new", &earlier), Ok("x".to_owned()));
    }
}
