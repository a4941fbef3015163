//! What was typed: an address, a path, a command, a database, a query, or the text itself. Whether a file of that
//! name exists is asked elsewhere, and comes first.

use super::{Origin, Proposal, Target, database};
use crate::core::answers::{EnvRef, Kind, Value};
use crate::core::form;
use crate::core::validate;
use std::collections::BTreeMap;

/// Reads what was typed.
///
/// # Errors
/// One sentence that names the problem and the way out: a password in an address, a pipe.
pub fn read(text: &str) -> Result<Target, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type a URL, a file, a folder, a command, or a database.".into());
    }
    if text.contains(char::is_control) {
        return Err("What you typed holds a control character. Type it on one line.".into());
    }
    if let Some(told) = query(text) {
        return Ok(Target::Told(Box::new(told)));
    }
    if text.starts_with(['{', '[']) && !text.starts_with("[::") {
        return Ok(Target::Text(text.to_owned()));
    }
    let words = form::words(text)?;
    let Some(first) = words.first() else {
        return Err("Type a URL, a file, a folder, a command, or a database.".into());
    };
    if let Some(target) = database::target(text, &words) {
        return target;
    }
    if first == "curl"
        && let Some((url, headers)) = curl(&words[1..])?
    {
        return address(&url, headers, false);
    }
    if let Some(path) = first.strip_prefix("file://") {
        return Ok(Target::Path(path.to_owned()));
    }
    if is_url(first) {
        let headers = pairs(&words[1..])?;
        return address(first, headers, false);
    }
    if words.len() == 1 && text.contains("://") {
        return Err(format!(
            "Nothing here speaks {}. Type a URL that begins with http://, or what a command prints.",
            text.split("://").next().unwrap_or_default()
        ));
    }
    if words.iter().skip(1).all(|w| w.contains('=')) && is_address(first) {
        let headers = pairs(&words[1..])?;
        return address(&format!("http://{first}"), headers, true);
    }
    if text.starts_with(['/', '~', '.']) && words.len() == 1 {
        return Ok(Target::Path(text.to_owned()));
    }
    let is_name = |w: &str| w.contains('/') || w.contains('*') || has_ending(w);
    if words.len() == 1 && is_name(first) {
        return Ok(Target::Path(first.clone()));
    }
    validate::command(&words)?;
    Ok(Target::Command(words))
}

/// Whether what was typed can be looked at.
///
/// # Errors
/// As [`read`].
pub fn check(text: &str) -> Result<(), String> {
    read(text).map(|_| ())
}

fn address(url: &str, headers: BTreeMap<String, Value>, guessed: bool) -> Result<Target, String> {
    validate::url(url)?;
    let url = url.to_owned();
    Ok(Target::Url {
        url,
        headers,
        guessed,
    })
}

fn is_url(word: &str) -> bool {
    let scheme = word.split("://").next().unwrap_or_default();
    word.contains("://") && ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// `host:port`, `localhost/path`, `10.0.0.1:9100/metrics`.
fn is_address(word: &str) -> bool {
    let authority = word.split('/').next().unwrap_or_default();
    let port = match authority.rsplit_once(':') {
        Some((_, port)) => port.parse::<u16>().is_ok_and(|p| p > 0),
        None => authority == "localhost" || is_ip(authority),
    };
    port && validate::url(&format!("http://{word}")).is_ok()
}

fn is_ip(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}

/// An ending that programs on `PATH` do not have.
fn has_ending(word: &str) -> bool {
    let ending = word.rsplit_once('.').map_or("", |(_, e)| e);
    [
        "py", "txt", "json", "jsonl", "ndjson", "log", "db", "sqlite", "sqlite3", "sql", "yaml",
        "yml", "csv", "tsv", "prom", "html", "gz", "xml", "jar",
    ]
    .contains(&ending.to_ascii_lowercase().as_str())
}

/// `Authorization=$ACME_TOKEN` words as headers.
fn pairs(words: &[String]) -> Result<BTreeMap<String, Value>, String> {
    words.iter().map(|word| header(word)).collect()
}

/// Headers as one types them: `Authorization=$ACME_TOKEN`.
///
/// # Errors
/// The word that is wrong.
pub fn headers(text: &str) -> Result<BTreeMap<String, Value>, String> {
    pairs(&form::words(text)?)
}

/// One header.
///
/// # Errors
/// It is none, or holds a secret.
pub fn header(word: &str) -> Result<(String, Value), String> {
    let name_is =
        |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let Some((name, value)) = word.split_once('=').filter(|(n, _)| name_is(n)) else {
        return Err(format!(
            "{word:?} is no header. Write headers after the address, like Authorization=$ACME_TOKEN."
        ));
    };
    let value = match value.strip_prefix('$') {
        Some(env) => {
            validate::env_name(env)?;
            Value::Env(EnvRef {
                env: env.to_owned(),
            })
        }
        None if validate::is_credential(name) => {
            return Err(format!(
                "{name} looks like a credential. Write {name}=$NAME, and set NAME in the environment before you \
                 start."
            ));
        }
        None => Value::Text(value.to_owned()),
    };
    Ok((name.to_owned(), value))
}

/// Headers as one would type them.
#[must_use]
pub fn typed_headers(headers: &BTreeMap<String, Value>) -> String {
    let word = |(name, value): (&String, &Value)| match value {
        Value::Text(text) => form::pair(name, text),
        Value::Env(reference) => format!("{name}=${}", reference.env),
    };
    headers.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The address of a `curl` that only reads it; none when it does more.
#[allow(clippy::type_complexity)] // An address and its headers, once.
fn curl(words: &[String]) -> Result<Option<(String, BTreeMap<String, Value>)>, String> {
    let (mut url, mut headers) = (None, BTreeMap::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "-H" || word == "--header" {
            let Some((name, value)) = words.next().and_then(|h| h.split_once(':')) else {
                return Ok(None);
            };
            let value = value.trim();
            let (name, value) = header(&format!("{name}={value}"))?;
            headers.insert(name, value);
        } else if let Some(flags) = word.strip_prefix('-').filter(|f| !f.starts_with('-')) {
            if !flags.chars().all(|c| "sSkLfivgN".contains(c)) {
                return Ok(None);
            }
        } else if word.starts_with("--") {
            let plain = [
                "--silent",
                "--show-error",
                "--insecure",
                "--location",
                "--fail",
                "--include",
                "--compressed",
                "--verbose",
            ];
            if !plain.contains(&word.as_str()) {
                return Ok(None);
            }
        } else if url.replace(word.clone()).is_some() {
            return Ok(None);
        }
    }
    let whole = |url: String| {
        if is_url(&url) {
            url
        } else {
            format!("http://{url}")
        }
    };
    Ok(url.map(|url| (whole(url), headers)))
}

/// A query that reads is one of a database.
fn query(text: &str) -> Option<Proposal> {
    let head = text.split_whitespace().next()?.to_ascii_uppercase();
    if head != "SELECT" && head != "WITH" {
        return None;
    }
    let query = format!("{};", text.trim_end_matches([';', ' ']));
    let made = Proposal::of(Kind::Sql, super::Confidence::Sure, "A query");
    let made = made.note("Say which database it is for under Connect with.");
    Some(made.fill("source.sql.queries", query))
}

/// Base and path of an address: what an `http` source has as its base URL, and the rest.
#[must_use]
pub fn join(url: &str) -> (&str, &str) {
    let after = url.find("://").map_or(0, |n| n + 3);
    let end = url[after..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |n| after + n);
    let (base, path) = url.split_at(end);
    (base, if path.is_empty() { "/" } else { path })
}

impl Origin {
    /// What it is of, for a sentence: a file's name, a program, an address.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Url { url, .. } => url,
            Self::File { path, .. } => path,
            Self::Command { argv } => argv.first().map_or("", String::as_str),
            Self::Typed => "",
        }
    }
}
