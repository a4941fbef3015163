//! What can be said of one field while it is typed: each function takes the text and returns one
//! sentence that names the problem and the way out. Whether files are right is ddev's to say, not ours.

mod all;
mod command;
mod declared;
pub mod options;
pub mod packages;
mod said;
mod signals;
mod sql;

pub use super::credential::is_credential;
pub(crate) use all::secret;
pub use all::{Known, answers};
pub use command::command;
pub use sql::{driver, query, select};

use super::nearest::hint;

pub use super::names::{
    check_display_name as display_name, check_folder_name as folder_name,
    check_metric_prefix as metric_prefix,
};

/// The longest `tile.description` of the manifest, in characters.
pub const MAX_DESCRIPTION: usize = 80;

/// The systems a manifest can name.
pub const SYSTEMS: [&str; 3] = ["Linux", "macOS", "Windows"];

/// Words that can't be a Python variable, and therefore no option of a model that ddev generates.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The tile's description: one line of plain ASCII, at most 80 characters.
pub fn description(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("A description is required: one sentence about what is monitored.".into());
    }
    one_line(text, "description")?;
    if let Some(bad) = text.chars().find(|c| !c.is_ascii()) {
        return Err(format!(
            "The description holds {bad:?}. Use plain ASCII letters and signs."
        ));
    }
    let count = text.chars().count();
    if count > MAX_DESCRIPTION {
        return Err(format!(
            "The description has {count} characters; the tile shows at most {MAX_DESCRIPTION}. Shorten it by {}.",
            count - MAX_DESCRIPTION
        ));
    }
    Ok(())
}

/// The overview: prose for the README.
pub fn overview(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(
            "An overview is required: what the product does, what is monitored and why, for whom."
                .into(),
        );
    }
    if text
        .lines()
        .any(|l| l.starts_with("# ") || l.starts_with("## "))
    {
        return Err(
            "The overview holds a heading of level 1 or 2, which the README sets itself. Use ### or none.".into(),
        );
    }
    Ok(())
}

/// The maintainer's name.
pub fn author_name(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("The author's name is required: a person or a company.".into());
    }
    one_line(text, "author's name")
}

/// An e-mail address.
pub fn email(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("An e-mail address is required, for example support@acme.example.".into());
    }
    let wrong = |why: &str| Err(format!("The e-mail address {text:?} {why}."));
    let Some((user, host)) = text.rsplit_once('@') else {
        return wrong("has no @");
    };
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\".contains(c)) {
        return wrong("holds a sign that addresses can't have");
    }
    if user.is_empty() || user.contains('@') {
        return wrong("needs one name before one @");
    }
    if !host.contains('.') || !is_host(host) {
        return wrong("needs a host such as acme.example after the @");
    }
    Ok(())
}

/// A GitHub handle or `org/team`, without `@`.
pub fn github(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err(
            "A GitHub handle is required: CODEOWNERS names who is asked for reviews.".into(),
        );
    }
    if let Some(rest) = text.strip_prefix('@') {
        return Err(format!("Write the GitHub handle without the @: {rest}."));
    }
    if text.contains("://") || text.starts_with("github.com/") {
        let handle = text
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        return Err(format!(
            "Write the GitHub handle alone, not its address: {handle}."
        ));
    }
    let (owner, team) = text
        .split_once('/')
        .map_or((text, None), |(o, t)| (o, Some(t)));
    let slug = |t: &str| {
        !t.is_empty()
            && t.chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let handle = owner.len() <= 39
        && !owner.is_empty()
        && owner.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !owner.starts_with('-')
        && !owner.ends_with('-')
        && !owner.contains("--");
    if handle && team.is_none_or(slug) {
        Ok(())
    } else {
        Err(format!(
            "{text:?} is neither a GitHub handle (acmeco) nor a team (acme/integrations)."
        ))
    }
}

/// An `http` or `https` address with a host and without a password.
pub fn url(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("An address is required, for example http://localhost:9090/metrics.".into());
    }
    let wrong = |why: &str| Err(format!("The address {text:?} {why}."));
    let Some(rest) = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"))
    else {
        return wrong("must begin with http:// or https://");
    };
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return wrong("holds a space or a line break");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once('@') {
        Some((user, _)) if user.contains(':') => {
            return Err(
                "The address holds a password. Send it as a header whose value is { env: NAME }."
                    .into(),
            );
        }
        Some((_, host)) => host,
        None => authority,
    };
    let (host, port) = split_port(host);
    if !port.is_none_or(|p| p.parse::<u16>().is_ok_and(|p| p > 0)) {
        return wrong("has a port that is no number from 1 to 65535");
    }
    if !is_host(host) {
        return wrong("has no valid host");
    }
    query_of(rest.split_once('?').map_or("", |(_, q)| q))
}

/// What stands behind the question mark of an address: everybody may read it.
fn query_of(query: &str) -> Result<(), String> {
    for pair in query.split('&') {
        if let Some((key, value)) = pair.split_once('=')
            && is_credential(key)
            && !value.is_empty()
        {
            return Err(format!(
                "The address holds a secret ({key}=...). Send it as a header whose value is {{ env: NAME }}."
            ));
        }
    }
    Ok(())
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    if host.starts_with('[') {
        return host.rsplit_once("]:").map_or((host, None), |(_, port)| {
            (&host[..host.len() - port.len() - 1], Some(port))
        });
    }
    host.rsplit_once(':')
        .map_or((host, None), |(h, p)| (h, Some(p)))
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    !host.is_empty() && host.split('.').all(label)
}

/// The name of an environment variable that holds a secret.
pub fn env_name(text: &str) -> Result<(), String> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Ok(())
    } else {
        Err(format!(
            "{text:?} is no name of an environment variable, such as ACME_TOKEN."
        ))
    }
}

/// A branch name: git's own rules (`git check-ref-format --branch`).
pub fn branch(text: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("The branch name {text:?} {why}."));
    if text.is_empty() {
        return Err("A branch name is required, for example acmeco/acme_queue.".into());
    }
    if matches!(text, "master" | "main" | "HEAD" | "@") {
        return wrong("is taken: work on a branch of its own, for example acmeco/acme_queue");
    }
    if let Some(bad) = text
        .chars()
        .find(|c| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(*c))
    {
        return wrong(&format!("holds {bad:?}, which git does not allow"));
    }
    if text.contains("..") || text.contains("@{") || text.contains("//") {
        return wrong("holds \"..\", \"@{\" or \"//\", which git does not allow");
    }
    if text.starts_with(['-', '/']) || text.ends_with(['/', '.']) {
        return wrong("begins with '-' or '/', or ends with '/' or '.'");
    }
    let part = |p: &str| p.starts_with('.') || p.to_ascii_lowercase().ends_with(".lock");
    if text.split('/').any(part) {
        return wrong("has a part that begins with '.' or ends with .lock");
    }
    Ok(())
}

/// The commit's and pull request's title.
pub fn title(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("A title is required, for example \"Add Acme Queue integration\".".into());
    }
    one_line(text, "title")?;
    let count = text.chars().count();
    if count > 100 {
        return Err(format!(
            "The title has {count} characters. Use at most 100, better 50."
        ));
    }
    Ok(())
}

/// One category of the manifest; `known` are the accepted ones, none means that they are not known.
pub fn category(text: &str, known: &[String]) -> Result<(), String> {
    one_of(text, "category", known.iter().map(String::as_str))
}

/// One supported system.
pub fn system(text: &str) -> Result<(), String> {
    one_of(text, "system", SYSTEMS)
}

/// A unit; empty is none. `known` comes from the installed ddev.
pub fn unit(text: &str, known: &[String]) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    one_of(text, "unit", known.iter().map(String::as_str))
}

fn one_of<'a>(
    text: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Result<(), String> {
    let mut any = known.clone().into_iter().peekable();
    if any.peek().is_none() || any.any(|k| k == text) {
        return Ok(());
    }
    Err(format!(
        "{text:?} is not a known {what}.{}",
        hint(text, known)
    ))
}

/// Whether more is worse (-1), neither (0) or better (1).
pub fn orientation(text: &str) -> Result<i8, String> {
    match text {
        "-1" | "-" => Ok(-1),
        "0" => Ok(0),
        "1" | "+" | "+1" => Ok(1),
        _ => Err(format!(
            "{text:?} is no orientation. Use -1 (more is worse), 0 (neither) or 1 (more is better)."
        )),
    }
}

/// An option of the check: a Python identifier in lower case that is no keyword.
pub fn option_name(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("An option needs a name, for example queues.".into());
    }
    if KEYWORDS.contains(&text) {
        return Err(format!(
            "{text:?} is a Python keyword, which ddev's models can't hold. Add a word."
        ));
    }
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!(
            "The option name {text:?} must begin with a letter and hold only letters, digits and '_'."
        ));
    }
    Ok(())
}

fn one_line(text: &str, what: &str) -> Result<(), String> {
    if text.contains(|c: char| c.is_control()) {
        return Err(format!(
            "The {what} holds a line break, tab or control character. Type it on one line."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
