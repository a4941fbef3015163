//! What README.md says: true sentences, whole sections.

use crate::review::look::Look;
use crate::review::markdown::Markdown;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{line_at, numbered};

pub const RULES: &[Rule] = &[
    Rule {
        name: "included-in-agent",
        why: "Community integrations are installed by a command; a sentence that says they come with the Agent sends users astray.",
        source: "what reviewers say again and again; the README of ddev create",
        check: included,
    },
    Rule {
        name: "readme-sections",
        why: "Users find their way by the same sections in every integration.",
        source: "the README reference",
        check: sections,
    },
    Rule {
        name: "readme-contradiction",
        why: "The README must say what the files beside it say.",
        source: "reviewers' remarks on wording",
        check: contradiction,
    },
    Rule {
        name: "readme-names",
        why: "Users copy the commands and the paths: they must be those of this integration.",
        source: "README steps that don't match the integration",
        check: names,
    },
    Rule {
        name: "overview",
        why: "The overview says what the product does, what is monitored, and why it is of value.",
        source: "what does the product do: asked by reviewers again and again",
        check: overview,
    },
];

const INCLUDED: [&str; 6] = [
    "included in the",
    "included with the",
    "packaged with the",
    "bundled with the",
    "shipped with the",
    "comes with the",
];

fn included(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    for (begin, paragraph) in paragraphs(page.text) {
        for at in INCLUDED
            .iter()
            .flat_map(|phrase| paragraph.match_indices(phrase))
        {
            let (at, phrase) = at;
            let what = paragraph[at + phrase.len()..].trim_start_matches([' ', '\n', '[']);
            let agent = what.starts_with("datadog agent")
                || what.starts_with("datadog\nagent")
                || what.starts_with("agent");
            let sentence = paragraph[..at].rsplit(". ").next().unwrap_or_default();
            let denied = ["not ", "not\n", "n't ", "n't\n", "never "];
            if agent && !denied.iter().any(|no| sentence.contains(no)) {
                let line = begin + line_at(&paragraph, at) - 1;
                out.error(
                    (page.path, line),
                    "The README says that the integration comes with the Agent. Those of integrations-extras don't.",
                    "Describe the installation: `datadog-agent integration install -t datadog-<name>==<INTEGRATION_VERSION>`.",
                );
            }
        }
    }
}

/// Lines that no empty one parts, in lower case, with the number of the first.
fn paragraphs(text: &str) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = vec![];
    let mut open = false;
    for (line, text) in numbered(text) {
        if text.trim().is_empty() {
            open = false;
            continue;
        }
        if !open {
            out.push((line, String::new()));
        }
        open = true;
        if let Some((_, paragraph)) = out.last_mut() {
            paragraph.push_str(&text.trim_end().to_lowercase());
            paragraph.push('\n');
        }
    }
    out
}

fn sections(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let has = |names: &[&str]| {
        let one = |title: &str| names.iter().any(|n| title.eq_ignore_ascii_case(n));
        page.headings.iter().any(|(_, title, _)| one(title))
    };
    let mut wanted: Vec<&[&str]> = vec![&["Troubleshooting", "Support"]];
    if collects(look) {
        wanted.push(&["Data Collected"]);
    }
    if look.runs_on_agent() {
        wanted.push(&["Installation"]);
        wanted.push(&["Configuration"]);
        wanted.push(&["Validation"]);
    }
    for names in wanted {
        if !has(names) {
            let message = format!("There is no section \"{}\".", names[0]);
            out.warn(
                page.path,
                message,
                format!("Add a heading \"{}\" and what belongs below it.", names[0]),
            );
        }
    }
}

/// Whether any file says that data reach Datadog: a tile that only links to a product has none to describe.
fn collects(look: &Look<'_>) -> bool {
    let tagged = look.manifest.as_ref().is_some_and(|manifest| {
        let tags = manifest.at("/tile/classifier_tags").as_array();
        let sends = |tag: &serde_json::Value| {
            tag.as_str()
                .is_some_and(|t| t.starts_with("Submitted Data Type::"))
        };
        tags.is_some_and(|tags| tags.iter().any(sends))
    });
    let flows = look.tree.has("assets/dataflows.yaml");
    tagged
        || flows
        || !look.metrics.is_empty()
        || look.checks().next().is_some()
        || look.runs_on_agent()
}

fn contradiction(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let checks = look.checks().count();
    let kinds = [
        ("metrics", "Metrics", look.metrics.len(), "metadata.csv"),
        (
            "service checks",
            "Service Checks",
            checks,
            "assets/service_checks.json",
        ),
    ];
    for (what, title, number, file) in kinds {
        let Some((line, prose)) = page.section(title) else {
            continue;
        };
        let prose = prose.to_lowercase();
        let denies = [
            "does not include any",
            "doesn't include any",
            "does not collect any",
            "does not provide any",
            "no ",
        ]
        .iter()
        .any(|no| prose.contains(&format!("{no} {what}").replace("  ", " ")));
        if denies && number > 0 {
            let message =
                format!("The README says that there are no {what}, and {file} lists {number}.");
            out.error(
                (page.path, line),
                message,
                format!(
                    "Write: See [{file}][N] for a list of {what} provided by this integration."
                ),
            );
        } else if !denies && number == 0 && mentions(page, line, file) {
            let message = format!("The README refers to {file}, which lists no {what}.");
            out.warn(
                (page.path, line),
                message,
                format!("Write that the integration does not include any {what}."),
            );
        }
    }
}

/// Whether the section that begins at a line names a file.
fn mentions(page: &Markdown<'_>, from: u32, file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let after = page.headings.iter().map(|h| h.2).find(|n| *n > from);
    let lines = numbered(page.text).filter(|(n, _)| *n > from && after.is_none_or(|end| *n < end));
    let found = lines.filter(|(_, text)| text.contains(name));
    found.count() > 0
}

fn names(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let folder = look.tree.folder();
    let package = crate::core::names::package_name(folder);
    let same = |a: &str, b: &str| {
        let plain = |s: &str| s.to_lowercase().replace(['-', '_', '.'], "");
        plain(a) == plain(b)
    };
    for (line, text) in numbered(page.text) {
        for word in text.split(|c: char| c.is_whitespace() || "`[](){}\"'<>".contains(c)) {
            if let Some((name, _)) = word.split_once("==")
                && name.starts_with("datadog-")
                && !same(name, &package)
            {
                out.error(
                    (page.path, line),
                    format!("The command installs `{name}`, and this package is `{package}`."),
                    format!("Write `{package}`."),
                );
            }
            if let Some(at) = word.find(".d/conf.yaml") {
                let name = word[..at].rsplit('/').next().unwrap_or_default();
                let plain = !name.is_empty() && !name.contains(['$', '*', '%']);
                if plain && !same(name, folder) && look.tree.has("pyproject.toml") {
                    out.warn(
                        (page.path, line),
                        format!("`{name}.d/conf.yaml` is not this integration's configuration."),
                        format!("Write `{folder}.d/conf.yaml`."),
                    );
                }
            }
        }
    }
}

fn overview(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else { return };
    let Some((line, prose)) = page.section("Overview") else {
        return;
    };
    let words = prose.split_whitespace().count();
    if words < 12 {
        out.warn(
            (page.path, line),
            format!("The overview has {words} words."),
            "Say what the product does, what is monitored, and whom it helps with what.",
        );
    }
}
