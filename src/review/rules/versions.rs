//! Versions that the package asks for: of Python, and of the base.

use super::packaging::{PROJECT, place, project};
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "base-version",
        why: "CI runs the tests with the oldest base that is declared, on Python 3.13, where older ones fail.",
        source: "Python and base version: a frequent repair",
        check: base,
    },
    Rule {
        name: "python-version",
        why: "The Agent runs Python 3.13, and installs no package that leaves it out.",
        source: "Python and base version: a frequent repair",
        check: python,
    },
];

/// The Python of the Agent, its second number.
const MINOR: u32 = 13;

fn python(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let Some(project) = project.get("project") else {
        return;
    };
    let key = "requires-python";
    if let Some(asked) = project.get(key).and_then(toml::Value::as_str) {
        let place = place(look, PROJECT, key);
        let fix = "Write `requires-python = \">=3.13\"`.";
        if !admits(asked, MINOR) {
            let message =
                format!("`{key}` is \"{asked}\", which leaves out Python 3.13, the Agent's.");
            out.error(place, message, fix);
        } else if asked.contains("2.") || admits(asked, 0) {
            let message = format!(
                "`{key}` is \"{asked}\", which admits versions that no Agent has any more."
            );
            out.warn(place, message, fix);
        }
    }
    let classifiers = project.get("classifiers").and_then(toml::Value::as_array);
    let versions: Vec<&str> = classifiers
        .into_iter()
        .flatten()
        .filter_map(|c| {
            c.as_str()?
                .strip_prefix("Programming Language :: Python :: ")
        })
        .filter(|version| version.contains('.'))
        .collect();
    if let Some(first) = versions.first()
        && !versions.contains(&"3.13")
    {
        out.warn(
            place(look, PROJECT, &format!("Python :: {first}")),
            format!(
                "The classifiers name Python {}, and not 3.13, the Agent's.",
                versions.join(", ")
            ),
            "Write \"Programming Language :: Python :: 3.13\".",
        );
    } else if let Some(old) = versions.iter().find(|v| v.starts_with("2.")) {
        out.warn(
            place(look, PROJECT, &format!("Python :: {old}")),
            format!("The classifiers name Python {old}, which no Agent has any more."),
            "Take the line away.",
        );
    }
}

/// Whether a specifier such as `>=3.9,<3.13` admits Python 3.`minor`.
fn admits(specifier: &str, minor: u32) -> bool {
    specifier.split(',').all(|clause| {
        let clause = clause.trim();
        let at = clause
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(clause.len());
        let (sign, version) = clause.split_at(at);
        let mut numbers = version.split('.').map(|n| n.parse::<u32>().ok());
        let major = numbers.next().flatten().unwrap_or(3);
        let asked = numbers.next();
        let part = numbers.next().flatten();
        let asked = (major, asked.flatten());
        let (own, of) = ((3, minor), (asked.0, asked.1.unwrap_or(0)));
        match sign.trim() {
            ">=" => own >= of,
            ">" => own > of || own == of && part.is_some(),
            // A patch of the same minor is above `<3.13`, and below `<3.13.5`.
            "<" => own < of || own == of && part.is_some_and(|p| p > 0),
            "<=" => own <= of,
            "==" | "===" => major == 3 && asked.1.is_none_or(|m| m == minor),
            "!=" => major != 3 || asked.1 != Some(minor),
            // `~=3.9` is any 3.x from there, `~=3.9.1` only 3.9.
            "~=" => own >= of && (part.is_none() && major == 3 || own == of),
            _ => true,
        }
    })
}

/// The oldest base that works on Python 3.13.
const BASE: [u32; 3] = [37, 42, 0];

fn base(look: &Look<'_>, out: &mut Findings) {
    let Some(project) = project(look) else { return };
    let list = project
        .get("project")
        .and_then(|p| p.get("dependencies"))
        .and_then(toml::Value::as_array);
    let list: Vec<&str> = list
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
        .collect();
    let Some(base) = list
        .iter()
        .find(|d| d.starts_with("datadog-checks-base") || d.starts_with("datadog_checks_base"))
    else {
        if look.code().any(|f| f.code.contains("datadog_checks")) {
            out.error(
                place(look, PROJECT, "dependencies"),
                "The package does not depend on datadog-checks-base.",
                "Add \"datadog-checks-base>=37.42.0\" to its dependencies.",
            );
        }
        return;
    };
    let version = base
        .split_once(">=")
        .map(|(_, v)| v.split([',', ';', ' ']).next().unwrap_or_default());
    let numbers: Option<Vec<u32>> =
        version.map(|v| v.trim().split('.').map_while(|n| n.parse().ok()).collect());
    if numbers.is_none_or(|n| n.as_slice() < BASE.as_slice()) {
        out.warn(
            place(look, PROJECT, base),
            format!("`{base}` allows versions of the base that fail on Python 3.13."),
            "Write \"datadog-checks-base>=37.42.0\".",
        );
    }
}
