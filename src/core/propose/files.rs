//! Files with a shape of their own: rules and configurations in YAML, SQL, tables of commas, HTML, access logs.

use super::Found;
use regex::Regex;
use serde_yaml::Value;
use std::sync::LazyLock;

static TABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?im)^\s*create\s+(?:temp\w*\s+|unlogged\s+)?table\b").ok());

static INSERT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?im)^\s*insert\s+into\b").ok());

static ACCESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^\S+ \S+ .{1,40}?\[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2}.{0,8}\] "[^"]*" \d{3} "#,
    )
    .ok()
});

fn hits(regex: &LazyLock<Option<Regex>>, text: &str) -> usize {
    regex.iter().map(|r| r.find_iter(text).count()).sum()
}

/// A line of an access log.
pub(super) fn is_access(line: &str) -> bool {
    hits(&ACCESS, line) > 0
}

/// The title of an HTML page; none when the text is none.
pub(super) fn html(start: &str) -> Option<String> {
    let head: String = start.chars().take(4000).collect();
    let lower = head.to_ascii_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<!--",
        "<div",
        "<script",
    ];
    let page = lower.starts_with('<') && lower.contains("<html");
    if !page && !tags.iter().any(|t| lower.starts_with(t)) {
        return None;
    }
    let title = lower.find("<title").and_then(|at| {
        let from = at + lower[at..].find('>')? + 1;
        let to = from + lower[from..].find('<')?;
        head.get(from..to)
    });
    Some(super::quoted(title.unwrap_or_default(), 40))
}

/// Rules of `JMXFetch`, or a configuration of the Agent.
pub(super) fn configuration(text: &str) -> Option<Found> {
    let keys = ["jmx_metrics:", "instances:", "init_config:", "logs:"];
    if !text.lines().any(|l| keys.iter().any(|k| l.starts_with(k))) {
        return None;
    }
    let value: Value = serde_yaml::from_str(text).ok()?;
    if let Some(rules) = value.get("jmx_metrics").and_then(Value::as_sequence) {
        return Some(Found::Rules { rules: rules.len() });
    }
    let first = |key: &str| value.get(key)?.as_sequence()?.first();
    let text = |value: Option<&Value>, keys: &[&str]| {
        let found = keys.iter().find_map(|k| value?.get(*k)?.as_str());
        found.map(str::to_owned)
    };
    Some(Found::Conf {
        endpoint: text(
            first("instances"),
            &["openmetrics_endpoint", "prometheus_url"],
        ),
        log: text(first("logs"), &["path"]),
    })
}

/// SQL that makes tables.
pub(super) fn sql(text: &str, name: &str) -> Option<Found> {
    let tables = hits(&TABLE, text);
    let ending = name
        .rsplit_once('.')
        .is_some_and(|(_, e)| e.eq_ignore_ascii_case("sql"));
    (ending || tables > 0 || hits(&INSERT, text) > 0).then_some(Found::Sql { tables })
}

/// How many columns a table of commas, semicolons or tabs has.
pub(super) fn csv(text: &str, name: &str) -> Option<usize> {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, e)| e)
        .to_ascii_lowercase();
    let named = ending == "csv" || ending == "tsv";
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(20)
        .collect();
    let header = lines.first()?;
    for sign in [',', ';', '\t'] {
        let columns = header.split(sign).count();
        let same = lines.iter().all(|l| l.split(sign).count() == columns);
        // Words without a number above them: a log's lines hold commas too.
        let words = header.split(sign).all(|w| {
            !w.trim().is_empty() && w.len() < 40 && !w.starts_with(|c: char| c.is_ascii_digit())
        });
        let enough = if sign == '\t' { 1 } else { 2 };
        if columns > 1 && (named || same && words && lines.len() > enough && !header.contains(": "))
        {
            return Some(columns);
        }
    }
    None
}
