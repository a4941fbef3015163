//! What README.md says: true sentences, whole sections.

use crate::review::look::Look;
use crate::review::markdown::Markdown;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::numbered;

pub const RULES: &[Rule] = &[
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
];

fn sections(look: &Look<'_>, out: &mut Findings) {
    let Some(page) = &look.readme else {
        let text = look.tree.text("README.md");
        if text.is_some_and(|text| text.trim().is_empty()) {
            let fix = "Write the sections Overview, Setup, Data Collected, and Troubleshooting.";
            out.error("README.md", "The README is empty.", fix);
        }
        return;
    };
    for (level, title, line) in &page.headings {
        let empty = |prose: &str| prose.trim().is_empty();
        let below = |(l, _, n): &&(usize, String, u32)| n > line && l > level;
        let next = page.headings.iter().find(|(_, _, n)| n > line);
        let own = page.below(*line);
        // What stands in a block of code below it is content too.
        if *level > 1 && !next.as_ref().is_some_and(below) && empty(&own) {
            out.warn(
                (page.path, *line),
                format!("The section \"{title}\" is empty."),
                "Say what belongs there, or take the heading away.",
            );
        }
    }
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
        // What can't be read, or is missing and named elsewhere, is told by that.
        if number == 0 && told_elsewhere(look, file) {
            continue;
        }
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

/// Whether another rule says of a list that it is not what it must be.
fn told_elsewhere(look: &Look<'_>, file: &str) -> bool {
    let absent = look.tree.text(file).is_none();
    let manifest = look.manifest.as_ref();
    if file == "metadata.csv" {
        let check = manifest.map(|m| m.at("/assets/integration/metrics/check"));
        let named = check
            .is_some_and(|check| check.as_str().is_some_and(|c| !c.is_empty()) || check.is_array());
        return absent && look.tree.has(file) || named;
    }
    let sends = look
        .code()
        .any(|code| !code.calls("self.service_check").is_empty());
    let named = manifest.is_some_and(|m| crate::review::facts::names(&m.value, file));
    sends || absent && (named || look.tree.has(file)) || !absent && look.service_checks.is_none()
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
        let installs = text.contains("integration install") && text.contains("==");
        let third = [" -t", "--third-party", " -w", "--local-wheel"];
        if installs && !third.iter().any(|flag| text.contains(flag)) {
            out.error(
                (page.path, line),
                "The command installs an integration of integrations-core: it has no `-t`.",
                format!(
                    "Write `datadog-agent integration install -t {package}==<INTEGRATION_VERSION>`."
                ),
            );
        }
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
