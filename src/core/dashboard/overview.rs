//! The groups: About, Overview, and one for each first segment of the names.

use super::families::{Family, Kind, is_runtime, telling};
use super::titles::{Titles, heading, title_case, together};
use super::widgets::Maker;
use super::{Group, Place, Show, Source, Widget, place};
use std::collections::BTreeMap;

/// More widgets than these in a group slow it down, which reviewers send back. The format knows no group that
/// is closed at first, so a larger one is divided.
const MOST: usize = 12;

/// Numbers in the overview.
const VALUES: usize = 4;

/// Service checks in the overview.
const CHECKS: usize = 4;

/// The group that says what the dashboard is about.
pub fn about() -> Group {
    let about = Widget {
        title: String::new(),
        show: Show::About,
        place: Place {
            x: 0,
            y: 0,
            width: place::COLUMNS,
            height: 3,
        },
    };
    Group {
        title: "About".into(),
        widgets: vec![about],
        place: Place::default(),
    }
}

/// The state of the service checks, and the numbers that tell most; one of each segment before a second.
pub fn overview(source: &Source<'_>, families: &[Family<'_>], maker: &Maker<'_>) -> Option<Group> {
    let mut titles = Titles::default();
    let mut widgets: Vec<Widget> = vec![];
    for row in source.service_checks.iter().take(CHECKS) {
        let title = titles.of(&row.name, &row.check);
        widgets.push(widget(title, Show::Status(row.check.clone())));
    }
    let mut ranked: Vec<&Family<'_>> = families.iter().collect();
    ranked.sort_by_cached_key(|f| std::cmp::Reverse(telling(f)));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, &Family<'_>)> = vec![];
    for family in ranked {
        let turn = seen.entry(&family.segment).or_default();
        turns.push((*turn, family));
        *turn += 1;
    }
    turns.sort_by_cached_key(|(turn, family)| (telling(family) < 0, *turn));
    for (_, family) in turns.into_iter().take(VALUES) {
        if let Some((title, show)) = maker.value(family) {
            let title = titles.of(&title, "");
            widgets.push(widget(title, show));
        }
    }
    (!widgets.is_empty()).then(|| group("Overview".into(), widgets))
}

/// A group for each first segment that has several widgets; the rest is in *Other*.
pub fn segments(families: Vec<Family<'_>>, maker: &Maker<'_>) -> Vec<Group> {
    let mut by: BTreeMap<String, Vec<Family<'_>>> = BTreeMap::new();
    for family in families {
        by.entry(family.segment.clone()).or_default().push(family);
    }
    let mut other: Vec<Family<'_>> = vec![];
    let mut named: Vec<(String, Vec<Family<'_>>)> = vec![];
    for (segment, families) in by {
        if families.len() > 1 {
            named.push((segment, families));
        } else {
            other.extend(families);
        }
    }
    // What tells most comes first, the language's runtime last; equals stay in the order of their names.
    let best = |all: &[Family<'_>]| all.iter().map(telling).max().unwrap_or(0);
    named.sort_by_cached_key(|(segment, all)| (is_runtime(segment), std::cmp::Reverse(best(all))));
    let mut titles = Titles::default();
    let mut out = vec![];
    let alone = named.is_empty();
    let rest = if alone { "Metrics" } else { "Other" };
    // The headings that are there anyway, whatever a segment is called.
    let mut headings = Titles::default();
    for own in ["About", "Overview", rest] {
        headings.of(own, "");
    }
    for (segment, families) in named {
        let title = headings.of(&title_case(&segment), "Metrics");
        out.extend(divided(&title, families, maker, &mut titles));
    }
    out.extend(divided(rest, other, maker, &mut titles));
    out
}

/// One group, or several when there is too much for one.
fn divided(
    title: &str,
    mut families: Vec<Family<'_>>,
    maker: &Maker<'_>,
    titles: &mut Titles,
) -> Vec<Group> {
    families.sort_by_cached_key(|f| std::cmp::Reverse(telling(f)));
    let n = families.len().div_ceil(MOST);
    let parts = families.chunks(MOST).enumerate();
    parts
        .map(|(i, part)| {
            let graphs = part.iter().map(|family| {
                let (unit, kind) = (family.drawn.first())
                    .map_or(("", ""), |r| (r.unit.as_str(), r.metric_type.as_str()));
                let unit_of_title = if family.kind == Kind::Facts { "" } else { unit };
                let what = match (unit, kind) {
                    ("", "gauge") => "",
                    ("", kind) => kind,
                    (unit, _) => unit,
                };
                let inside = format!("{}.", family.stem);
                let parts = family.drawn.iter().filter_map(|r| {
                    let own = super::stem(&r.name, &maker.prefix);
                    own.strip_prefix(&inside)
                });
                let title = together(&family.stem, &parts.collect::<Vec<_>>(), unit)
                    .unwrap_or_else(|| heading(&family.stem, unit_of_title));
                let title = titles.of(&title, what);
                widget(title, maker.graph(family))
            });
            let title = match n {
                1 => title.to_owned(),
                _ => format!("{title} ({} of {n})", i + 1),
            };
            group(title, graphs.collect())
        })
        .collect()
}

fn widget(title: String, show: Show) -> Widget {
    Widget {
        title,
        show,
        place: Place::default(),
    }
}

fn group(title: String, mut widgets: Vec<Widget>) -> Group {
    place::lay_out(&mut widgets);
    Group {
        title,
        widgets,
        place: Place::default(),
    }
}
