//! CODEOWNERS, which decides who is asked for a review.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "log-owners",
        why: "A log pipeline is reviewed by another team, which CODEOWNERS asks.",
        source: "CODEOWNERS: a frequent repair",
        check: owners,
    },
    Rule {
        name: "owners-order",
        why: "In a list of hundreds of lines, people look where the alphabet says.",
        source: "CODEOWNERS: one line, alphabetically under `# Community partners`",
        check: order,
    },
];

const FILE: &str = ".github/CODEOWNERS";

fn owners(look: &Look<'_>, out: &mut Findings) {
    let Some(owners) = &look.facts.codeowners else {
        return;
    };
    let folder = look.tree.folder();
    let line = format!("/{folder}/assets/logs/");
    if look.tree.has_folder("assets/logs") && !owners.lines().any(|l| l.starts_with(&line)) {
        out.warn(
            FILE,
            format!("No line asks the reviewers of log pipelines for {line}."),
            format!("Add `{line} @DataDog/logs-integrations-reviewers` beside the integration's own line."),
        );
    }
}

fn order(look: &Look<'_>, out: &mut Findings) {
    let text = look.facts.codeowners.as_deref().unwrap_or_default();
    let lines: Vec<(u32, &str)> = section(text);
    let own = |(_, name): &(u32, &str)| *name == look.tree.folder();
    let Some(at) = lines.iter().position(own) else {
        return;
    };
    let before = at.checked_sub(1).and_then(|i| lines.get(i));
    let (Some((_, before)), Some((_, after))) = (before, lines.get(at + 1)) else {
        return;
    };
    let (line, name) = lines[at];
    // Where the neighbors are out of order themselves, nobody can tell.
    if before <= after && (name < *before || *after < name) {
        out.note(
            (FILE, line),
            format!("The line of {name} stands between {before} and {after}."),
            "Move it to where the alphabet has it.",
        );
    }
}

/// The folders of the section for community partners, with their lines.
fn section(text: &str) -> Vec<(u32, &str)> {
    let lines = crate::review::tree::numbered(text);
    let lines = lines
        .skip_while(|(_, l)| l.trim() != "# Community partners")
        .skip(1);
    let lines = lines.take_while(|(_, l)| !l.trim_start().starts_with('#'));
    lines
        .filter_map(|(n, line)| {
            let word = line.split_whitespace().next()?;
            let name = word.strip_prefix('/')?.strip_suffix('/')?;
            (!name.contains('/')).then_some((n, name))
        })
        .collect()
}
