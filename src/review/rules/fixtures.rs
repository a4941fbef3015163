//! Recorded answers: small, each once, and nobody's secrets.

use crate::core::private::{self, Private};
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, numbered};
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[
    Rule {
        name: "fixture-twice",
        why: "A second copy of a fixture is changed one day, and the first is not.",
        source: "the same fixture twice: what reviewers say again and again",
        check: twice,
    },
    Rule {
        name: "fixture-size",
        why: "Everyone who clones the repository downloads it, for ever.",
        source: "fixtures over 200 KB: reviewers' remarks on tests",
        check: size,
    },
    Rule {
        name: "fixture-private",
        why: "What is merged is public: hosts, addresses, and e-mails of real people do not belong there.",
        source: "fixtures with private hosts, addresses, e-mails",
        check: private,
    },
];

fn fixtures<'a>(look: &'a Look<'_>) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let is = |path: &str| path.starts_with("tests/") && extension(path) != "py";
    look.tree.files().filter(move |(path, _)| is(path))
}

fn twice(look: &Look<'_>, out: &mut Findings) {
    let mut seen: BTreeMap<Vec<u8>, &str> = BTreeMap::new();
    for (path, bytes) in fixtures(look) {
        let plain = plain(path, bytes);
        // Two empty answers are no copies.
        if plain.len() < 20 {
            continue;
        }
        match seen.get(&plain) {
            Some(first) => out.warn(
                path,
                format!("The file has the same content as {first}."),
                "Keep one of them.",
            ),
            None => {
                seen.insert(plain, path);
            }
        }
    }
}

/// What a file says, however it is laid out.
fn plain(path: &str, bytes: &[u8]) -> Vec<u8> {
    let parsed =
        (extension(path) == "json").then(|| serde_json::from_slice::<serde_json::Value>(bytes));
    match parsed {
        Some(Ok(mut value)) => {
            value.sort_all_objects();
            value.to_string().into_bytes()
        }
        _ => bytes.trim_ascii().to_vec(),
    }
}

fn size(look: &Look<'_>, out: &mut Findings) {
    for (path, bytes) in fixtures(look) {
        let kilobytes = bytes.len() / 1024;
        if bytes.len() > 200 * 1024 {
            out.warn(
                path,
                format!("The fixture has {kilobytes} KB."),
                "Keep one or two of each kind of item; 200 KB are enough.",
            );
        }
    }
}

fn private(look: &Look<'_>, out: &mut Findings) {
    for (path, bytes) in fixtures(look) {
        let skip = ["yaml", "yml", "conf", "cfg", "sh", "toml", "pem", "crt"];
        if skip.contains(&extension(path).as_str()) {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        for (line, text) in numbered(text) {
            for found in found(text) {
                out.warn(
                    (path, line),
                    format!("The fixture holds {found}."),
                    "Write something made up in its place, for example host1.example.com or 192.0.2.1.",
                );
            }
        }
    }
}

/// Private addresses and hosts, and e-mail addresses of people, in a line.
fn found(line: &str) -> Vec<String> {
    let told = |(kind, word)| match kind {
        Private::Email => format!("the e-mail address {word}"),
        Private::Address => format!("the private address {word}"),
        Private::Host => format!("the private host {word}"),
    };
    private::words(line).map(told).collect()
}
