//! Pages of metrics: how many lines, and one that shows what they are of.

use super::{Found, quoted};
use crate::core::openmetrics;

/// Families that runtimes add to every page; an example of the product's own says more.
const RUNTIME: [&str; 7] = [
    "go_",
    "process_",
    "python_",
    "jvm_",
    "promhttp_",
    "nodejs_",
    "dotnet_",
];

/// How many lines are counted; of a longer page the beginning tells as much.
const MOST: usize = 200_000;

/// A page of metrics, when the text is one.
pub(super) fn read(text: &str, content_type: &str) -> Option<Found> {
    let page = openmetrics::parse(text, None).ok()?;
    // Some lines may be broken; a page of which most are is something else.
    if page.samples == 0 || page.broken_count > page.samples {
        return None;
    }
    let typed = text
        .lines()
        .take(MOST)
        .any(|l| l.starts_with("# TYPE ") || l.starts_with("# HELP "));
    let labeled = |l: &str| !l.starts_with('#') && l.contains('{') && l.contains("=\"");
    let served = content_type.contains("openmetrics") || content_type.contains("version=0.0.4");
    let samples = || {
        text.lines()
            .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
    };
    let own = |l: &&str| !RUNTIME.iter().any(|r| l.starts_with(r));
    let example = samples().find(own).or_else(|| samples().next())?;
    let plain = !typed && !served && !text.lines().take(MOST).any(labeled);
    // `depth: 3` could be a name that ends in a colon; nobody means that.
    let key = |l: &str| {
        l.split_whitespace()
            .next()
            .is_some_and(|n| n.ends_with(':'))
    };
    if plain && (page.broken_count > 0 || samples().any(key)) {
        return None;
    }
    Some(Found::Page {
        lines: page.samples,
        example: quoted(&without_time(example), 60),
        plain,
    })
}

/// A sample line without its timestamp and exemplar.
fn without_time(line: &str) -> String {
    let line = line.split(" # ").next().unwrap_or(line);
    let end = line.rfind('}').map_or(0, |at| at + 1);
    let (name, rest) = if end > 0 {
        line.split_at(end)
    } else {
        line.split_at(line.find([' ', '\t']).unwrap_or(line.len()))
    };
    let value = rest.split_whitespace().next().unwrap_or_default();
    format!("{name} {value}")
}
