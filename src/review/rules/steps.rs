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

fn windows(look: &Look<'_>, out: &mut Findings) {
    let (Some(page), Some(manifest)) = (&look.readme, &look.manifest) else {
        return;
    };
    let tags = manifest.at("/tile/classifier_tags").to_string();
    if tags.contains("Windows") || !tags.contains("Supported OS::") || !look.runs_on_agent() {
        return;
    }
    for (line, text) in numbered(page.text) {
        let lower = text.to_lowercase();
        if lower.contains("powershell")
            || lower.contains("c:\\programdata\\datadog")
            || lower.contains("agent.exe")
        {
            out.warn(
                (page.path, line),
                "The README has a step for Windows, which the manifest's tags do not name.",
                "Add the tag Supported OS::Windows, or take the step away.",
            );
        }
    }
}
