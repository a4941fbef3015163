//! CHANGELOG.md, and the version that it is about.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::numbered;
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "changelog",
        why: "The release is made from the version, and its notes from the changelog: they must agree.",
        source: "README, changelog, wording: a frequent repair",
        check: changelog,
    },
    Rule {
        name: "changelog-folder",
        why: "integrations-extras has no changelog.d: its files are never turned into a changelog.",
        source: "changelog.d of ddev create",
        check: folder,
    },
];

fn changelog(look: &Look<'_>, out: &mut Findings) {
    let path = "CHANGELOG.md";
    let Some(text) = look.tree.text(path) else {
        // One that can't be read is told by that.
        if look.tree.has(path) {
            return;
        }
        out.warn(
            path,
            "There is no changelog.",
            "Add it: `## 1.0.0 / YYYY-MM-DD`, `***Added***:`, a bullet.",
        );
        return;
    };
    let heads: Vec<(u32, &str)> = numbered(text)
        .filter_map(|(n, l)| Some((n, l.strip_prefix("## ")?.trim())))
        .collect();
    let Some((line, head)) = heads
        .iter()
        .find(|(_, h)| !h.eq_ignore_ascii_case("unreleased"))
    else {
        let line = heads.first().map(|(line, _)| *line);
        out.warn(
            (path, line),
            "The changelog has no version.",
            "Add it: `## 1.0.0 / YYYY-MM-DD`, `***Added***:`, a bullet.",
        );
        return;
    };
    entries(text, (*line, head), out);
    let (version, date) = head
        .split_once('/')
        .map_or((*head, None), |(v, d)| (v.trim(), Some(d.trim())));
    if date.is_none_or(|d| !words::is_date(d)) {
        out.warn(
            (path, *line),
            format!("\"{head}\" is no version with its date."),
            "Write it as `## 1.0.0 / YYYY-MM-DD`.",
        );
    }
    let semantic = |v: &str| {
        let parts: Vec<&str> = v.split('.').collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|p| p.starts_with(|c: char| c.is_ascii_digit()))
    };
    if !semantic(version) && date.is_some_and(words::is_date) {
        out.warn(
            (path, *line),
            format!("The version {version} has not three numbers."),
            "Write it as 1.0.0, here and in __about__.py.",
        );
    }
    let about = look
        .tree
        .texts()
        .find(|(p, _)| p.starts_with("datadog_checks/") && p.ends_with("/__about__.py"));
    let declared = about.and_then(|(_, text)| {
        let line = text.lines().find_map(|l| l.strip_prefix("__version__"))?;
        Some(
            line.trim_start_matches([' ', '='])
                .trim()
                .trim_matches(['"', '\'']),
        )
    });
    if let (Some(declared), Some((about, _))) = (declared, about)
        && declared != version
    {
        let known = heads
            .iter()
            .any(|(_, h)| h.split('/').next().map(str::trim) == Some(declared));
        let message = format!("The newest version here is {version}, and {about} says {declared}.");
        let fix = if known {
            format!("Write {version} there.")
        } else {
            format!("Add an entry for {declared}, or write {version} there.")
        };
        out.error((path, *line), message, fix);
    }
}

/// What an entry says: a kind of change, and bullets below it.
fn entries(text: &str, (line, head): (u32, &str), out: &mut Findings) {
    let own = numbered(text).filter(|(n, _)| *n > line);
    let own: Vec<&str> = own
        .map(|(_, l)| l.trim())
        .take_while(|l| !l.starts_with("## "))
        .collect();
    let bullets = own
        .iter()
        .any(|l| l.starts_with("* ") || l.starts_with("- "));
    // Older ones are bullets alone: `* [Added] ...`.
    let kind = |l: &&str| {
        l.starts_with(['*', '_', '#']) && l.contains("**")
            || l.contains('[')
            || l.starts_with("###")
    };
    let fix = "Write `***Added***:` below it, an empty line, and a bullet for each change.";
    let place = ("CHANGELOG.md", line);
    if !bullets {
        out.warn(
            place,
            format!("The first entry, {head:?}, does not say what changed."),
            fix,
        );
    } else if !own.iter().any(kind) {
        out.note(
            place,
            format!("The first entry, {head:?}, does not say which kind of change it is."),
            fix,
        );
    }
}

fn folder(look: &Look<'_>, out: &mut Findings) {
    let below = look
        .tree
        .files()
        .find(|(path, _)| path.starts_with("changelog.d/"));
    if let Some((path, _)) = below {
        out.error(
            path,
            "integrations-extras has no changelog.d.",
            "Delete the folder, and write the entry in CHANGELOG.md.",
        );
    }
}
