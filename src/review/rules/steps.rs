//! The README's steps, beside the specification and the tags of the manifest.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::numbered;

pub const RULES: &[Rule] = &[
    Rule {
        name: "readme-options",
        why: "Users copy the example: an option that the specification does not have does nothing.",
        source: "README steps that don't match the spec",
        check: options,
    },
    Rule {
        name: "readme-windows",
        why: "Commands for a system that the tags do not name make users try in vain.",
        source: "commands for an OS not supported",
        check: windows,
    },
    Rule {
        name: "readme-system",
        why: "Commands for a system that the tags do not name make users try in vain.",
        source: "commands for an OS not supported",
        check: others,
    },
];

fn options(look: &Look<'_>, out: &mut Findings) {
    let (Some(page), Some(spec)) = (&look.readme, &look.spec) else {
        return;
    };
    // What an unknown template has is unknown here.
    if !spec.is_known() || spec.templates.is_empty() {
        return;
    }
    for (line, block) in blocks(page.text) {
        let Ok(root) = serde_yaml::from_str::<serde_yaml::Value>(&block) else {
            continue;
        };
        let instances = root.get("instances").and_then(|i| i.as_sequence());
        for instance in instances.into_iter().flatten() {
            let keys = instance.as_mapping().into_iter().flat_map(|m| m.keys());
            for key in keys.filter_map(|k| k.as_str()) {
                let listed = spec.options.iter().any(|o| o.name == key);
                if !listed && !spec.brings(key) {
                    out.warn(
                        (page.path, line),
                        format!("The example has the option `{key}`, which the specification does not have."),
                        "Correct its name, or add it to assets/configuration/spec.yaml.",
                    );
                }
            }
        }
    }
}

/// The blocks of YAML of a page, their indentation taken off, with the line of their fence.
fn blocks(text: &str) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = vec![];
    let mut open: Option<(u32, usize, String)> = None;
    for (line, text) in numbered(text) {
        let begin = text.trim_start();
        if let Some((from, indent, block)) = &mut open {
            if begin.starts_with("```") {
                out.push((*from, std::mem::take(block)));
                open = None;
            } else {
                let spaces = text.len() - begin.len();
                block.push_str(&text[spaces.min(*indent)..]);
                block.push('\n');
            }
        } else if begin.starts_with("```y") {
            open = Some((line, text.len() - begin.len(), String::new()));
        }
    }
    out
}

/// A system by its tag, and what only its commands hold; in lower case.
const SYSTEMS: [(&str, &[&str]); 3] = [
    (
        "Windows",
        &["powershell", "c:\\programdata\\datadog", "agent.exe"],
    ),
    (
        "Linux",
        &[
            "systemctl ",
            "apt-get ",
            "yum install",
            "sudo -u dd-agent",
            "sudo service ",
        ],
    ),
    ("macOS", &["launchctl ", "brew install", "brew services"]),
];

fn windows(look: &Look<'_>, out: &mut Findings) {
    systems(look, &SYSTEMS[..1], out);
}

fn others(look: &Look<'_>, out: &mut Findings) {
    systems(look, &SYSTEMS[1..], out);
}

fn systems(look: &Look<'_>, of: &[(&str, &[&str])], out: &mut Findings) {
    let (Some(page), Some(manifest)) = (&look.readme, &look.manifest) else {
        return;
    };
    let tags = manifest.at("/tile/classifier_tags").to_string();
    if !tags.contains("Supported OS::") || !look.runs_on_agent() {
        return;
    }
    for (system, signs) in of {
        let tag = format!("Supported OS::{system}");
        let sign = |text: &str| signs.iter().any(|sign| text.to_lowercase().contains(sign));
        // `sudo` and `brew` run on the other one, too.
        let other = *system == "macOS" && tags.contains("Linux");
        if tags.contains(&tag) || other {
            continue;
        }
        if let Some((line, _)) = numbered(page.text).find(|(_, text)| sign(text)) {
            out.warn(
                (page.path, line),
                format!(
                    "The README has a step for {system}, which the manifest's tags do not name."
                ),
                format!("Add the tag {tag}, or take the step away."),
            );
        }
    }
}
