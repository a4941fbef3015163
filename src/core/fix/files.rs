//! Repairs of files as such: their bytes, their place, their owner.

use super::{Clues, Edit, Fix};
use crate::core::finding::Finding;

/// Of what the rules about files say.
pub(super) fn review(finding: &Finding, _: &Clues) -> Option<Fix> {
    let path = finding.file.clone()?;
    let said = finding.message.as_str();
    let fix = |name, title: String, edit| Some(Fix::edit(name, title, path.clone(), edit));
    match finding.rule.as_str() {
        "encoding" if said.contains("byte order mark") || said.contains("UTF-16") => {
            let title = format!("Save {path} as UTF-8 without a byte order mark");
            fix("encoding", title, Edit::Utf8)
        }
        "encoding" if said.contains("no UTF-8") => {
            let title = format!("Read the bytes of {path} that are no UTF-8 as Windows-1252");
            fix("encoding", title, Edit::Windows1252).map(Fix::asks)
        }
        "syntax" if said.starts_with("The file is no valid JSON: trailing comma") => {
            let title = format!("Take commas before a closing bracket out of {path}");
            fix("trailing-comma", title, Edit::Commas)
        }
        "stray-file" => {
            let title = format!("Delete {path}");
            fix("stray-file", title, Edit::Delete).map(Fix::asks)
        }
        "line-ends" => {
            let title = format!("End the lines of {path} as Unix does");
            fix("line-ends", title, Edit::UnixLines)
        }
        _ => None,
    }
}

const OWNERS: &str = ".github/CODEOWNERS";

/// Of what `ddev validate codeowners` says.
pub(super) fn codeowners(finding: &Finding, clues: &Clues) -> Option<Fix> {
    if !finding.message.contains("CODEOWNERS") && !finding.message.contains("codeowner") {
        return None;
    }
    let fix = |title: String, owners: String| {
        Fix::edit("codeowners", title, OWNERS.into(), Edit::Owners(owners))
    };
    // A line that only lacks its form says the owner itself: a tab, a missing slash.
    if let Some(owners) = written(clues.text(OWNERS)?, clues.folder) {
        let title = format!(
            "Write the line of /{}/ in its form and in its place",
            clues.folder
        );
        return Some(fix(title, owners));
    }
    let owner = clues.owner?.trim().trim_start_matches('@');
    let title = format!(
        "Add the line of /{}/ with @{owner} as its owner",
        clues.folder
    );
    (!owner.is_empty()).then(|| fix(title, format!("@{owner}")).asks())
}

/// The owners of a line that is about the folder, in whatever form.
fn written(text: &str, folder: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let about = words.next()?.trim_matches('/') == folder;
        let owners: Vec<&str> = words.collect();
        let named = owners.first().is_some_and(|o| o.starts_with('@'));
        (about && named).then(|| owners.join(" "))
    })
}
