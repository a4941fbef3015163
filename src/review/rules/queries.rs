//! What the queries of dashboards and monitors ask for.

use crate::review::json::Json;
use crate::review::look::Look;

/// The metric names in a query: `avg:acme.depth{...}`, and bare names in front of a brace.
pub(super) fn metrics(query: &str) -> Vec<&str> {
    let mut out = vec![];
    for (at, _) in query.match_indices('{') {
        let before = &query[..at];
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let name = before.rsplit(|c: char| !part(c)).next().unwrap_or_default();
        // `{{x.name}}` and `by {queue}` name no metric.
        if name.contains('.')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !out.contains(&name)
        {
            out.push(name);
        }
    }
    out
}

/// The queries of a widget or a monitor, with their pointers.
pub(super) fn queries<'a>(file: &'a Json<'_>) -> Vec<(String, &'a str)> {
    let mut pointers = vec![];
    file.walk(&mut |pointer, value| {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        if matches!(key, "q" | "query") && value.is_string() {
            pointers.push(pointer.to_owned());
        }
    });
    let text = |p: String| {
        let query = file.value.pointer(&p)?.as_str()?;
        Some((p, query))
    };
    pointers.into_iter().filter_map(text).collect()
}

/// Names in a file that begin with the integration's prefix, or nearly so, and are in none of its lists; each once.
pub(super) fn unknown<'a>(look: &Look<'_>, file: &'a Json<'_>) -> Vec<(String, &'a str)> {
    let prefix = look.prefix();
    let mut out: Vec<(String, &str)> = vec![];
    // That nothing is listed at all is told by that alone.
    if look.metrics.is_empty() {
        return out;
    }
    for (pointer, query) in queries(file) {
        for name in metrics(query) {
            let own = name.starts_with(&prefix) || is_misnamed(look, name);
            let known = look.has_metric(name) || is_check(look, name) || is_made(look, name);
            if own && !known && !out.iter().any(|(_, told)| *told == name) {
                out.push((pointer.clone(), name));
            }
        }
    }
    out
}

/// Whether a metric is one of the integration's with another prefix that looks like its own: an older name.
fn is_misnamed(look: &Look<'_>, name: &str) -> bool {
    let prefix = look.prefix();
    let own = prefix.trim_end_matches('.');
    let Some((head, rest)) = name.split_once('.') else {
        return false;
    };
    let plain = |s: &str| s.to_lowercase().replace(['_', '-'], "");
    let (a, b) = (plain(head), plain(own));
    let alike = a.len() > 2 && (a.contains(&b) || b.contains(&a));
    head != own && alike && look.has_metric(&format!("{prefix}{rest}"))
}

/// A host that a query asks for by its name.
pub(super) fn fixed_host(query: &str) -> Option<&str> {
    let filters = query
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next());
    let mut tags = filters.flat_map(|filter| filter.split([',', ' ', '(']));
    let host = tags.find_map(|tag| tag.trim().strip_prefix("host:"))?;
    let plain = !host.is_empty() && !host.contains(['$', '*', '{']);
    plain.then_some(host)
}

/// `"acme.can_connect".over(...)`: the service check that a monitor watches.
pub(super) fn service_check(query: &str) -> Option<&str> {
    let (name, rest) = query.trim().strip_prefix('"')?.split_once('"')?;
    rest.starts_with(".over(").then_some(name)
}

fn is_check(look: &Look<'_>, name: &str) -> bool {
    look.checks().any(|check| check == name)
}

/// What Datadog makes of a metric that is listed by its base name.
fn is_made(look: &Look<'_>, name: &str) -> bool {
    let ends = [
        ".count",
        ".sum",
        ".bucket",
        ".avg",
        ".max",
        ".min",
        ".median",
        ".95percentile",
        ".quantile",
    ];
    ends.iter()
        .filter_map(|end| name.strip_suffix(end))
        .any(|base| look.has_metric(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_queries_of_every_shape() {
        assert_eq!(
            metrics("top(avg:a.b_c{$host,x:y.z} by {q}.as_count(), 10) / sum:a.d{*}"),
            ["a.b_c", "a.d"]
        );
        assert!(metrics("{{x.name}} by {queue}").is_empty());
        assert_eq!(service_check("\"a.up\".over(\"*\").last(2)"), Some("a.up"));
        assert_eq!(service_check("avg:a.b{*}"), None);
        assert_eq!(
            fixed_host("avg:a.b{env:x,host:ann-1} by {host}"),
            Some("ann-1")
        );
        assert_eq!(fixed_host("avg:a.b{$host,host:*}"), None);
    }
}
