//! Python packages that the check needs beside the Agent's own, and the containers that it is run against.

use super::said::All;
use crate::core::answers::{Answers, AutoConf, Kind};
use crate::core::credential::is_credential;
use serde_json::{Map, Value as Json};

pub(super) fn check(all: &mut All, a: &Answers) {
    for (n, text) in a.dependencies.iter().enumerate() {
        let rule = format!("dependencies[{n}]");
        let said = dependency(text);
        if said.is_ok()
            && a.dependencies[..n]
                .iter()
                .any(|other| name(other) == name(text))
        {
            let said = format!(
                "The package {} is named twice. Put all bounds into one: {text},<4.",
                name(text)
            );
            all.say(rule, Err(said));
        } else {
            all.say(rule, said);
        }
    }
    if let Some(conf) = &a.auto_conf {
        automatic(all, conf, a.integration.kind);
    }
}

/// The name that the package index knows a requirement's package by.
fn name(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let bare = &text[..end.unwrap_or(text.len())];
    bare.to_ascii_lowercase().replace(['_', '.'], "-")
}

/// A requirement as PEP 508 writes it, with at least one bound: `acme-client>=1.2,<2`.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn dependency(text: &str) -> Result<(), String> {
    let example = "Write it like acme-client>=1.2,<2.";
    let wrong = |why: &str| Err(format!("The dependency {text:?} {why}. {example}"));
    if text.trim() != text || text.contains(|c: char| c.is_control()) || !text.is_ascii() {
        return wrong("holds a space at an end, a line break, or a character that is not ASCII");
    }
    if text.contains('@') || text.contains("://") {
        return wrong("names a place; a release can only need packages of the index");
    }
    let (requirement, marker) = text
        .split_once(';')
        .map_or((text, None), |(r, m)| (r, Some(m)));
    if marker.is_some_and(|m| !is_marker(m)) {
        return wrong("has a marker that can't be read");
    }
    let end = requirement.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let (package, rest) = requirement.split_at(end.unwrap_or(requirement.len()));
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if !edge(package.chars().next()) || !edge(package.chars().next_back()) {
        return wrong("does not begin with the name of a package");
    }
    if name(package).starts_with("datadog-checks-base") {
        return wrong("is the base of every check, which the project needs already");
    }
    let rest = rest.trim();
    let rest = match rest.strip_prefix('[') {
        Some(inner) => match inner.split_once(']') {
            Some((extras, rest)) if extras.split(',').all(|e| is_word(e.trim())) => rest.trim(),
            _ => return wrong("has extras that can't be read"),
        },
        None => rest,
    };
    let rest = rest
        .strip_prefix('(')
        .and_then(|r| r.strip_suffix(')'))
        .unwrap_or(rest);
    if rest.is_empty() {
        return wrong("has no bound, so a release of it that the check can't use would be taken");
    }
    match rest.split(',').find(|bound| !is_bound(bound.trim())) {
        Some(bad) => wrong(&format!(
            "has the bound {:?}, which can't be read",
            bad.trim()
        )),
        None => Ok(()),
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn is_bound(text: &str) -> bool {
    let operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];
    let Some(operator) = operators.iter().find(|o| text.starts_with(**o)) else {
        return false;
    };
    let version = text[operator.len()..].trim();
    let (version, any) = version
        .strip_suffix(".*")
        .map_or((version, false), |v| (v, true));
    let parts = version.split(['.', '-', '+', '!']);
    let numbered = version.starts_with(|c: char| c.is_ascii_digit());
    let long_enough = *operator != "~=" || version.contains('.');
    numbered
        && long_enough
        && (!any || ["==", "!="].contains(operator))
        && parts
            .into_iter()
            .all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// `python_version < "3.13" and sys_platform != "win32"`: a word, a comparison, a text in quotes.
fn is_marker(text: &str) -> bool {
    let one = |part: &str| {
        let part = part.trim().trim_matches(['(', ')']).trim();
        let pattern = r#"^[a-z_]+ ?(===?|~=|!=|<=?|>=?| in | not in ) ?("[^"]*"|'[^']*')$"#;
        regex::Regex::new(pattern).is_ok_and(|p| p.is_match(part))
    };
    text.split(" and ").flat_map(|p| p.split(" or ")).all(one)
}

fn automatic(all: &mut All, conf: &AutoConf, kind: Option<Kind>) {
    if kind == Some(Kind::Logs) {
        let said = "A log integration has no instance that the Agent could configure. Leave auto_conf out.";
        return all.say("auto_conf", Err(said.into()));
    }
    if conf.ad_identifiers.is_empty() {
        let said = "auto_conf needs ad_identifiers: the short names of the images that the check is run against, such as [acme].";
        all.say("auto_conf.ad_identifiers", Err(said.into()));
    }
    for (n, one) in conf.ad_identifiers.iter().enumerate() {
        let rule = format!("auto_conf.ad_identifiers[{n}]");
        all.say(&rule, identifier(one));
        if conf.ad_identifiers[..n].contains(one) {
            all.say(
                rule,
                Err(format!(
                    "The identifier {one} is named twice. Keep one of them."
                )),
            );
        }
    }
    if conf.instances.len() > 1 {
        let said = "auto_conf has one instance for each container. Keep one of them.";
        all.say("auto_conf.instances", Err(said.into()));
    }
    values(all, "auto_conf.init_config", &conf.init_config);
    for instance in &conf.instances {
        values(all, "auto_conf.instances[0]", instance);
    }
}

fn values(all: &mut All, rule: &str, map: &Map<String, Json>) {
    for (key, value) in map {
        let rule = format!("{rule}.{key}");
        all.say(&rule, super::option_name(key));
        all.say(rule, literal(key, value));
    }
}

/// Whether `auto_conf.yaml`, which everybody reads, would hold a secret.
///
/// # Errors
/// The key, and how the Agent finds the secret instead.
pub fn public(map: &Map<String, Json>) -> Result<(), String> {
    map.iter().try_for_each(|(key, value)| literal(key, value))
}

fn literal(key: &str, value: &Json) -> Result<(), String> {
    let literal = value
        .as_str()
        .is_some_and(|t| !t.is_empty() && !t.contains("%%") && !t.starts_with("ENC["));
    if literal && is_credential(key) {
        return Err(format!(
            "{key} looks like a credential, and everybody reads auto_conf.yaml. Write %%env_ACME_TOKEN%%, or leave it out."
        ));
    }
    Ok(())
}

/// What the Agent knows a container by: the short name of its image, or a label's value.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn identifier(text: &str) -> Result<(), String> {
    let wrong = |why: &str| {
        Err(format!(
            "The identifier {text:?} {why}. Write the short name of an image, such as acme."
        ))
    };
    if text.is_empty() {
        return wrong("is empty");
    }
    if let Some((_, tag)) = text.rsplit_once(':') {
        return wrong(&format!(
            "has a tag ({tag}), which the Agent does not compare"
        ));
    }
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
    match text.chars().find(|c| !good(*c)) {
        Some(bad) => wrong(&format!("holds {bad:?}")),
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "packages_tests.rs"]
mod tests;
