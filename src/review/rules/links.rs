//! Links that lead nowhere, or to another repository.

use crate::review::look::Look;
use crate::review::markdown::{Link, Markdown};
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, numbered};
use crate::review::words;

pub const RULES: &[Rule] = &[
    Rule {
        name: "link-core",
        why: "integrations-core holds the Agent's own integrations: links to this one's files there are dead.",
        source: "what reviewers say again and again; the links of ddev create",
        check: core,
    },
    Rule {
        name: "link-anchor",
        why: "An anchor that no heading has leads to the top of the page, or nowhere.",
        source: "dead README anchors; the manifest reference",
        check: anchors,
    },
    Rule {
        name: "link-number",
        why: "A number without an address shows as plain text; an address without a use is a leftover.",
        source: "reviewers' remarks on READMEs",
        check: labels,
    },
];

/// In lower case: GitHub takes the names of owners and repositories in any.
const CORE: &str = "datadog/integrations-core/";

fn core(look: &Look<'_>, out: &mut Findings) {
    let folder = look.tree.folder();
    for (path, text) in look.tree.texts() {
        if path.starts_with("tests/") || extension(path) == "py" || path == "CHANGELOG.md" {
            continue;
        }
        for (line, text) in numbered(text) {
            let Some(at) = text.to_ascii_lowercase().find(CORE) else {
                continue;
            };
            let rest = &text[at + CORE.len()..];
            let end = rest.find([')', ' ', '"', '>', '\'']).unwrap_or(rest.len());
            // blob/<branch>/<folder>/...; without the first of them for the content itself. Other files of that
            // repository may well be meant.
            let parts: Vec<&str> = rest[..end].split('/').collect();
            let kinds = ["blob", "tree", "raw", "edit"];
            let of = usize::from(kinds.contains(&parts[0])) + 1;
            if parts.get(of).is_some_and(|of| *of == folder) {
                out.error(
                    (path, line),
                    "The link leads to integrations-core, where this integration is not.",
                    "Write integrations-extras in place of integrations-core.",
                );
            }
        }
    }
    let source = look.tree.text("pyproject.toml").unwrap_or_default();
    for (line, text) in numbered(source) {
        let core = text
            .to_ascii_lowercase()
            .contains("datadog/integrations-core");
        if text.trim_start().starts_with("Source") && core {
            out.error(
                ("pyproject.toml", line),
                "`Source` names integrations-core.",
                "Write https://github.com/DataDog/integrations-extras.",
            );
        } else if text.starts_with("Source")
            && text.contains("://")
            && !text.contains("/integrations-extras")
        {
            out.warn(
                ("pyproject.toml", line),
                "`Source` does not name integrations-extras.",
                "Write https://github.com/DataDog/integrations-extras.",
            );
        }
    }
}

fn anchors(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let known = page.anchors();
    let mut check = |link: &Link| {
        let target = link.target.trim_start_matches("README.md");
        let Some(anchor) = target.strip_prefix('#') else {
            return;
        };
        if !anchor.is_empty() && !known.contains(&anchor.to_lowercase()) {
            let list: Vec<&str> = known.iter().map(String::as_str).collect();
            out.warn(
                (page.path, link.line),
                format!("No heading has the anchor #{anchor}."),
                nearest(anchor, &list),
            );
        }
    };
    page.links.iter().for_each(&mut check);
    page.definitions.values().for_each(&mut check);
    let Some(manifest) = &look.manifest else {
        return;
    };
    for key in ["overview", "configuration", "support"] {
        let pointer = format!("/tile/{key}");
        let value = manifest.str(&pointer);
        let (file, anchor) = value.split_once('#').unwrap_or((value, ""));
        // That there is nothing is told by another rule.
        if !file.is_empty() && (file != "README.md" || anchor.is_empty()) {
            out.warn(
                manifest.place(&pointer),
                format!("`{key}` leads to {value}, and not to a heading of README.md."),
                "Write it as README.md#Heading.",
            );
        }
        if file == "README.md" && !anchor.is_empty() && !known.contains(&anchor.to_lowercase()) {
            let list: Vec<&str> = known.iter().map(String::as_str).collect();
            let message =
                format!("`{key}` leads to README.md#{anchor}, and no heading has this anchor.");
            let fix = if key == "support" && known.contains("troubleshooting") {
                "Write README.md#Troubleshooting.".to_owned()
            } else {
                nearest(anchor, &list)
            };
            // Two thirds of what was merged has it: reviewers ask, and merge.
            out.warn(manifest.place(&pointer), message, fix);
        }
    }
}

fn nearest(anchor: &str, known: &[&str]) -> String {
    match words::near(&anchor.to_lowercase(), known.iter().copied()) {
        Some(near) => format!("Is #{near} meant?"),
        None => "Name a heading of the page.".into(),
    }
}

fn labels(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let told = |label: &String| is_number(label) || page.full.contains(label);
    let undefined: Vec<_> = page
        .uses
        .iter()
        .filter(|(label, _)| told(label) && !page.definitions.contains_key(label))
        .collect();
    let mut unused: Vec<_> = page
        .definitions
        .iter()
        .filter(|(label, _)| is_number(label) && !is_used(page, label))
        .collect();
    // One that is absent and one that is left over are the same fault.
    let swapped = match (&undefined[..], &unused[..]) {
        ([_], [(label, _)]) => Some((*label).clone()),
        _ => None,
    };
    for (label, line) in undefined {
        let fix = match &swapped {
            Some(other) => format!("Is [{other}] meant? Nothing refers to that one."),
            None => format!("Add a line `[{label}]: https://...`, or take the brackets away."),
        };
        out.error(
            (page.path, *line),
            format!("[{label}] has no address at the end of the page."),
            fix,
        );
    }
    unused.retain(|_| swapped.is_none());
    for (label, line) in &page.doubles {
        let same = page.definitions.get(label);
        let message = format!("[{label}] is defined twice; the first one counts.");
        let fix = match same {
            Some(first) => format!("Line {} has the other one. Delete one of them.", first.line),
            None => "Delete one of them.".into(),
        };
        out.warn((page.path, *line), message, fix);
    }
    for (label, link) in unused {
        out.warn(
            (page.path, link.line),
            format!("Nothing refers to [{label}]."),
            "Delete the line, or use the link where it belongs.",
        );
    }
}

fn is_number(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit())
}

/// Also inside of code, where a reader sees the number.
fn is_used(page: &Markdown<'_>, label: &str) -> bool {
    page.uses.iter().any(|(used, _)| used == label) || page.text.contains(&format!("][{label}]"))
}
