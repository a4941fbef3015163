//! Credentials in files that become public.

use crate::core::credential::is_credential;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, numbered};

pub const RULES: &[Rule] = &[Rule {
    name: "secret",
    why: "What is pushed is public at once, and stays in the history even when a later commit deletes it.",
    source: "secrets in examples and fixtures",
    check: secrets,
}];

/// What the tokens of well-known services begin with, and how many characters follow at least.
const TOKENS: [(&str, usize); 14] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 30),
    ("gho_", 30),
    ("github_pat_", 30),
    ("glpat-", 18),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("AIza", 30),
    ("npm_", 30),
    ("dop_v1_", 40),
    ("hvs.", 20),
];

fn secrets(look: &Look<'_>, out: &mut Findings) {
    for (path, text) in look.tree.texts() {
        if matches!(extension(path).as_str(), "svg" | "pem" | "crt") {
            continue;
        }
        for (line, text) in numbered(text) {
            if let Some(what) = token(text).or_else(|| in_address(text)) {
                out.error(
                    (path, line),
                    format!("The line holds {what}."),
                    "Revoke it where it is from, then write something made up, such as <YOUR_TOKEN>.",
                );
            } else if let Some(key) = assigned(text) {
                out.warn(
                    (path, line),
                    format!("`{key}` has a value that looks like a real credential."),
                    "If it is real, revoke it. Write something made up in its place.",
                );
            }
        }
    }
}

/// A well-known token, or a private key.
fn token(line: &str) -> Option<String> {
    if line.contains("-----BEGIN ") && line.contains("PRIVATE KEY-----") {
        return Some("a private key".into());
    }
    if let Some((_, rest)) = line.split_once("hooks.slack.com/services/")
        && is_random(rest)
        && rest.matches('/').count() >= 2
    {
        return Some("the address of a webhook".into());
    }
    if let Some((_, rest)) = line.split_once("Bearer ") {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.+/=".contains(c)));
        let word = &rest[..end.unwrap_or(rest.len())];
        if word.len() >= 20 && is_random(word) && !is_example(word) {
            return Some("a bearer token".into());
        }
    }
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    line.split(|c: char| !part(c)).find_map(|word| {
        let known = TOKENS.iter().find(|(begin, length)| {
            let rest = word.strip_prefix(begin).unwrap_or_default();
            let rest: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                .collect();
            rest.len() >= *length && is_random(&rest)
        });
        let jwt = word.starts_with("eyJ") && word.matches('.').count() == 2 && word.len() > 60;
        match known {
            Some((begin, _)) => Some(format!("a token that begins with {begin}")),
            None => jwt.then(|| "a JSON web token".to_owned()),
        }
    })
}

/// `https://user:password@host`.
fn in_address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("://")?;
    let authority = rest.split(['/', ' ', '"', '\'', '`', ')']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    let (_, password) = user.split_once(':')?;
    let example = is_example(password);
    (!password.is_empty() && !example && is_random(password) && password.len() >= 8)
        .then(|| "an address with a password".to_owned())
}

/// `key: value`, `"key": "value"`, `key = 'value'` with a value that nobody types as an example.
fn assigned(line: &str) -> Option<String> {
    let (key, value) = line.split_once([':', '='])?;
    let key = key
        .rsplit(['"', '\'', ' ', '{', ',', '#', '-', '('])
        .find(|k| !k.is_empty())?;
    let value = value.trim().trim_end_matches([',', '}', ')']);
    let quoted = value.trim_matches(['"', '\'']);
    let plain = quoted
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_+/=".contains(&b));
    (is_credential(key) && plain && quoted.len() >= 20 && !is_example(quoted) && is_random(quoted))
        .then(|| key.to_owned())
}

/// Letters and digits mixed, without a long run of one: nothing that a person writes.
fn is_random(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let kinds: std::collections::BTreeSet<u8> = text.bytes().collect();
    digits >= 3 && letters >= 3 && kinds.len() >= 8
}

fn is_example(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = [
        "example",
        "your",
        "xxx",
        "***",
        "<",
        "${",
        "changeme",
        "dummy",
        "fake",
        "test",
        "sample",
        "placeholder",
        "0123456789",
        "123456",
        "abcdef",
        "redacted",
        "{{",
        "secret",
        "mock",
    ];
    words.iter().any(|word| lower.contains(word))
}
