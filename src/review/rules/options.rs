//! The options: what the specification says, and what the code reads.

use crate::core::credential::is_credential;
use crate::core::templates;
use crate::review::look::{Look, SPEC, has_option};
use crate::review::python::Python;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::line_at;
use std::collections::BTreeSet;

pub const RULES: &[Rule] = &[
    Rule {
        name: "option-secret",
        why: "An option that is marked as secret is kept out of what the Agent shows.",
        source: "a secret-looking option without `secret: true`",
        check: secret,
    },
    Rule {
        name: "option-template",
        why: "The templates' options come with their descriptions, and the base class acts on them.",
        source: "an own option that a template already has",
        check: template,
    },
    Rule {
        name: "option-unlisted",
        why: "An option that the specification does not have is in no example, and no user finds it.",
        source: "options read in code but not in the spec, and the reverse",
        check: unlisted,
    },
];

fn secret(look: &Look<'_>, out: &mut Findings) {
    let Some(spec) = &look.spec else { return };
    for option in &spec.options {
        if holds_secret(&option.name) && !option.secret {
            out.error(
                (SPEC, option.line),
                format!(
                    "The option `{}` holds a credential, and is not marked as secret.",
                    option.name
                ),
                "Add `secret: true` below its name.",
            );
        }
    }
}

/// Whether an option of this name holds a credential. An address to connect with has one in it.
fn holds_secret(name: &str) -> bool {
    let address = name.ends_with("connection_string") || matches!(name, "dsn" | "pass" | "pwd");
    let short = ["_pass", "_pwd", "_dsn"]
        .iter()
        .any(|end| name.ends_with(end));
    (is_credential(name) || address || short) && !is_path(name)
}

/// Names of files and switches hold no secret themselves.
fn is_path(name: &str) -> bool {
    let ends = [
        "_path",
        "_file",
        "_dir",
        "_enabled",
        "_type",
        "_name",
        "_header",
        "_url",
        "_endpoint",
    ];
    ends.iter().any(|end| name.ends_with(end))
        || ["use_", "enable_", "disable_", "has_"]
            .iter()
            .any(|b| name.starts_with(b))
}

fn template(look: &Look<'_>, out: &mut Findings) {
    let Some(spec) = &look.spec else { return };
    let jmx = spec.templates.iter().any(|t| t.ends_with("/jmx"));
    for option in spec.options.iter().filter(|o| o.instance && !jmx) {
        if spec.brings(&option.name) {
            out.warn(
                (SPEC, option.line),
                format!("A template has the option `{}` already.", option.name),
                "Take it away; change its example or description with `overrides`.",
            );
        } else if is_http(look) && has_option("instances/http", &option.name) {
            out.warn(
                (SPEC, option.line),
                format!(
                    "The option `{}` is one that the template instances/http has.",
                    option.name
                ),
                "Use the template; `self.http` acts on all of its options.",
            );
        }
    }
}

/// Whether a template for any check has the option: the base class reads it by itself. Those for JMX and for Windows
/// counters are read by other programs.
fn is_of_ddev(name: &str) -> bool {
    let others = ["/jmx", "/pdh_legacy", "/perf_counters", "/service"];
    templates::embedded()
        .keys()
        .filter(|template| !others.iter().any(|end| template.ends_with(end)))
        .any(|template| has_option(template, name))
}

/// Whether the check asks over HTTP.
fn is_http(look: &Look<'_>) -> bool {
    look.code().any(|file| file.code.contains("self.http"))
}

fn unlisted(look: &Look<'_>, out: &mut Findings) {
    let Some(spec) = &look.spec else { return };
    let known: BTreeSet<&str> = spec.options.iter().map(|o| o.name.as_str()).collect();
    let code: Vec<_> = look.code().collect();
    if code.is_empty() {
        return;
    }
    for file in &code {
        for (name, at) in reads(file) {
            let given = known.contains(name) || spec.brings(name) || is_of_ddev(name);
            if !given {
                out.warn(
                    (file.path, line_at(file.text, at)),
                    format!("The check reads the option `{name}`, which the specification does not have."),
                    format!("Add it to {SPEC}, then run `ddev validate config --sync` and `ddev validate models --sync`."),
                );
            }
        }
    }
    let jmx = spec.templates.iter().any(|t| t.ends_with("/jmx"));
    // What is told for another reason is not told twice.
    let told = |option: &crate::review::look::OptionSpec| {
        let secret = holds_secret(&option.name) && !option.secret;
        let of_template = option.instance && spec.brings(&option.name);
        let of_http =
            option.instance && is_http(look) && has_option("instances/http", &option.name);
        secret || of_template || of_http
    };
    for option in spec.options.iter().filter(|option| !jmx && !told(option)) {
        let word = |file: &&&Python<'_>| {
            file.says(&option.name) || file.text.contains(&format!(".{}", option.name))
        };
        if !code.iter().any(|file| word(&file)) {
            out.warn(
                (SPEC, option.line),
                format!("No code reads the option `{}`.", option.name),
                "Read it in the check, or take it away.",
            );
        }
    }
}

/// `instance.get('x')`, `instance['x']`, `self.instance.get("x")`: option and place.
fn reads<'a>(file: &Python<'a>) -> Vec<(&'a str, usize)> {
    let text = file.text;
    let mut out = vec![];
    for begin in [
        "instance.get(",
        "instance[",
        "init_config.get(",
        "init_config[",
    ] {
        for (at, _) in text.match_indices(begin) {
            // Not in a comment, nor in a string.
            if file.code.as_bytes().get(at) == Some(&b' ') {
                continue;
            }
            let before = text[..at].bytes().next_back();
            if before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
                continue;
            }
            let rest = text[at + begin.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
                continue;
            };
            if let Some(name) = rest[1..].split(quote).next() {
                out.push((name, at));
            }
        }
    }
    out
}
