//! The proposal itself: several pages joined, answers applied.

use super::kinds::{Families, TYPES, Types, is_pattern, is_shadow, kind, offer};
use super::{
    Dropped, Entry, Help, Mapping, Part, RESERVED_TAGS, RUNTIME, Why, emits, named, names, prefix,
};
use crate::core::answers::OpenMetrics;
use crate::core::finding::{Finding, Source};
use crate::core::nearest::hint;
use crate::core::openmetrics::{Family, Format, Page, Type};
use regex::Regex;
use std::collections::{BTreeMap, HashSet};

/// Proposes a map for what is on the pages.
///
/// `folder` names renamed labels, `metric_prefix` (with its dot) the emitted metrics.
#[must_use]
pub fn propose(
    pages: &[Page],
    answers: &OpenMetrics,
    folder: &str,
    metric_prefix: &str,
) -> Mapping {
    let mut mapping = Mapping::default();
    let families = union(pages);
    let exclude = patterns(&answers.exclude, &mut mapping.findings);
    let types = Types::new(answers);
    check_types(answers, &families, &mut mapping.findings);
    named::check(answers, &families, &mut mapping.findings);
    broken(pages, &mut mapping.findings);
    mapping.untyped_page =
        !families.is_empty() && families.values().all(|(_, f)| f.kind == Type::Unknown);

    let mut kept = vec![];
    for (page, family) in families.values() {
        if exclude
            .iter()
            .any(|p| p.is_match(&family.raw) || p.is_match(&family.key))
        {
            mapping.dropped.push(dropped(
                family,
                Why::Excluded,
                "excluded by your answers".into(),
            ));
            continue;
        }
        if answers.runtime == Some(false) && is_runtime(&family.key) {
            let reason = "a family of the runtime, which your answers leave out".into();
            mapping.dropped.push(dropped(family, Why::Runtime, reason));
            continue;
        }
        match kind(family, &types, &families, mapping.untyped_page) {
            Ok((kind, over)) => kept.push((*page, family, kind, over)),
            Err((why, reason)) => mapping.dropped.push(Dropped {
                give: offer(family, why, &families),
                ..dropped(family, why, reason)
            }),
        }
    }
    filter_quoted(&families, &mut mapping.line_filters);
    drop_shadows(&families, &mut mapping.dropped);
    filter_created(&mut kept, &mut mapping);
    mapping.raw_prefix = raw_prefix(answers, &kept, folder);

    let namespace = metric_prefix.trim_end_matches('.');
    let mut taken = HashSet::new();
    // Names that were answered are taken first.
    kept.sort_by_key(|(_, family, ..)| named::given(answers, family).is_none());
    for (page, family, kind, over) in kept {
        let mut entry = entry(page, family, kind, over);
        let counter = entry.kind == "counter";
        let raw = family
            .key
            .strip_suffix("_total")
            .filter(|_| counter)
            .unwrap_or(&family.key);
        let wanted = names::name(raw, &mapping.raw_prefix, namespace);
        // `build` of an info family says nothing: its samples are named `build_info`.
        let info = matches!(family.kind, Type::Other("info")) && !wanted.ends_with("info");
        let wanted = if info {
            format!("{wanted}.info")
        } else {
            wanted
        };
        match named::given(answers, family) {
            Some(name) => named::take(&mut entry, name, metric_prefix, &mut taken),
            None => names::settle(&mut entry, &wanted, metric_prefix, &mut taken),
        }
        let parts = emits(&entry.kind).iter().map(|(_, part)| *part);
        let emitted = std::mem::take(&mut entry.emitted).into_iter().zip(parts);
        for (name, part) in emitted.filter(|(_, part)| seen(family, *part)) {
            let (text, unit, raw) = (entry.help.clone(), entry.unit.clone(), entry.raw.clone());
            mapping.help.insert(
                name.clone(),
                Help {
                    text,
                    unit,
                    raw,
                    part,
                },
            );
            entry.emitted.push(name);
        }
        mapping.entries.push(entry);
    }
    mapping.entries.sort_by(|a, b| a.key.cmp(&b.key));
    mapping.rename_labels = renames(&mapping.entries, answers, folder);
    mapping
}

/// Whether the page holds what this part is made of.
fn seen(family: &Family, part: Part) -> bool {
    match part {
        Part::Whole => true,
        Part::Count => family.parts.count,
        Part::Sum => family.parts.sum,
        Part::Bucket => family.parts.bucket,
        Part::Quantile => family.parts.quantile,
    }
}

type Kept<'a> = Vec<(usize, &'a Family, String, Option<String>)>;

/// Each family once, in order of key: typed where any page gives a type, with every label seen.
fn union(pages: &[Page]) -> Families {
    let mut all: Families = BTreeMap::new();
    for (n, page) in pages.iter().enumerate() {
        for family in &page.families {
            let Some((_, known)) = all.get_mut(&family.key) else {
                all.insert(family.key.clone(), (n, family.clone()));
                continue;
            };
            if known.kind == Type::Unknown && family.kind != Type::Unknown {
                known.kind = family.kind;
                known.raw.clone_from(&family.raw);
            }
            if known.help.is_empty() {
                known.help.clone_from(&family.help);
            }
            if known.unit.is_empty() {
                known.unit.clone_from(&family.unit);
            }
            known.samples += family.samples;
            known.quoted += family.quoted;
            known.typed += family.typed;
            known.not_finite += family.not_finite;
            known.created |= family.created;
            known.parts.count |= family.parts.count;
            known.parts.sum |= family.parts.sum;
            known.parts.bucket |= family.parts.bucket;
            known.parts.quantile |= family.parts.quantile;
            for label in &family.labels {
                if !known.labels.contains(label) {
                    known.labels.push(label.clone());
                }
            }
        }
    }
    all
}

/// A declaration whose samples were told under their own name needs no second line.
fn drop_shadows(all: &Families, dropped: &mut Vec<Dropped>) {
    dropped.retain(|d| {
        let shadow = all.get(&d.raw).is_some_and(|(_, f)| is_shadow(f));
        !(shadow && all.contains_key(&format!("{}_total", d.raw)))
    });
}

/// The base class submits a counter's `_created` (a time) to its count: such lines are filtered out, and with
/// them any family that is named so.
fn filter_created(kept: &mut Kept<'_>, mapping: &mut Mapping) {
    if !kept.iter().any(|(_, f, ..)| f.created) {
        return;
    }
    mapping.line_filters.push(r"^[^\s{]+_created[\s{]".into());
    kept.retain(|(_, family, ..)| {
        let named_so = family.key.ends_with("_created");
        if named_so {
            let reason =
                "filtered out with the counters' _created lines, which would falsify their counts";
            mapping
                .dropped
                .push(dropped(family, Why::Impossible, reason.into()));
        }
        !named_so
    });
}

fn raw_prefix(answers: &OpenMetrics, kept: &Kept<'_>, folder: &str) -> String {
    match &answers.raw_prefix {
        Some(given) if given.is_empty() || given.ends_with(['_', ':']) => given.clone(),
        Some(given) => format!("{given}_"),
        None => {
            let raws: Vec<&str> = kept
                .iter()
                .map(|(_, f, ..)| f.key.as_str())
                .filter(|k| !is_runtime(k))
                .collect();
            prefix::find(&raws, folder)
        }
    }
}

fn entry(page: usize, family: &Family, kind: String, type_override: Option<String>) -> Entry {
    Entry {
        key: family.key.clone(),
        value: String::new(),
        type_override,
        raw: family.raw.clone(),
        kind,
        help: family.help.clone(),
        unit: family.unit.clone(),
        labels: family.labels.clone(),
        runtime: is_runtime(&family.key),
        emitted: vec![],
        page,
        line: family.line,
    }
}

fn is_runtime(key: &str) -> bool {
    RUNTIME.iter().any(|p| key.starts_with(p))
}

/// Reserved tag keys found among the labels, and what was answered.
pub(super) fn renames(
    entries: &[Entry],
    answers: &OpenMetrics,
    folder: &str,
) -> BTreeMap<String, String> {
    let mut renames = answers.rename_labels.clone();
    let labels: HashSet<&str> = entries
        .iter()
        .flat_map(|e| e.labels.iter().map(String::as_str))
        .collect();
    for label in RESERVED_TAGS {
        if labels.contains(label) && !renames.contains_key(label) {
            renames.insert(label.into(), format!("{folder}_{label}"));
        }
    }
    // A quoted key arrives with its quotes from newer versions of the base class, and without from older ones: one
    // tag key for both.
    for label in labels.iter().filter(|l| l.starts_with('"')) {
        let bare = label.trim_matches('"');
        let tag = bare.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let reserved = RESERVED_TAGS.contains(&tag.as_str());
        let tag = if reserved {
            format!("{folder}_{tag}")
        } else {
            tag
        };
        for key in [label, bare] {
            renames.entry(key.to_owned()).or_insert_with(|| tag.clone());
        }
    }
    renames
}

fn dropped(family: &Family, why: Why, reason: String) -> Dropped {
    Dropped {
        raw: family.raw.clone(),
        reason,
        why,
        give: None,
    }
}

/// One line with a quoted name makes the base class refuse the whole page, so such lines are filtered out.
fn filter_quoted(all: &Families, filters: &mut Vec<String>) {
    if all.values().any(|(_, f)| f.quoted > 0) {
        filters.push(r#"^\s*(\{\s*"|#\s*(HELP|TYPE|UNIT)\s+")"#.into());
    }
}

fn patterns(texts: &[String], findings: &mut Vec<Finding>) -> Vec<Regex> {
    let mut all = vec![];
    for text in texts {
        match Regex::new(text) {
            Ok(pattern) => all.push(pattern),
            Err(_) => findings.push(Finding::error(
                Source::Form,
                "source.openmetrics.exclude",
                format!("{text:?} is not a regular expression."),
            )),
        }
    }
    all
}

/// A type for a family that is on no page is a slip of the pen.
fn check_types(answers: &OpenMetrics, all: &Families, findings: &mut Vec<Finding>) {
    let names: HashSet<&str> = all
        .values()
        .flat_map(|(_, f)| [f.raw.as_str(), f.key.as_str()])
        .collect();
    for (name, kind) in &answers.types {
        let rule = format!("source.openmetrics.types.{name}");
        if is_pattern(name) {
            let reason = match Regex::new(name) {
                Err(_) => Some(format!("{name:?} is not a regular expression.")),
                Ok(_) if !TYPES.contains(&kind.as_str()) => Some(format!(
                    "{kind:?} is not a type; use one of {}.",
                    TYPES.join(", ")
                )),
                Ok(_) => None,
            };
            findings.extend(reason.map(|r| Finding::error(Source::Form, rule, r)));
        } else if !all.is_empty() && !names.contains(name.as_str()) {
            let mut near: Vec<&str> = names.iter().copied().collect();
            near.sort_unstable();
            let message = format!("No page has a family {name:?}.{}", hint(name, near));
            findings.push(Finding::error(Source::Form, rule, message));
        } else if !TYPES.contains(&kind.as_str()) {
            let near = hint(kind, TYPES.iter().copied());
            let message = format!(
                "{kind:?} is not a type; use one of {}.{near}",
                TYPES.join(", ")
            );
            findings.push(Finding::error(Source::Form, rule, message));
        }
    }
}

fn broken(pages: &[Page], findings: &mut Vec<Finding>) {
    for (n, page) in pages.iter().enumerate() {
        for broken in &page.broken {
            let whole = page.format == Format::OpenMetrics;
            let weight = if whole {
                " An OpenMetrics page is then refused as a whole."
            } else {
                ""
            };
            let message = format!(
                "Page {}, line {}: {}.{weight}",
                n + 1,
                broken.line,
                broken.reason
            );
            let mut finding =
                Finding::error(Source::Form, "source.openmetrics.sample", message).warning();
            finding.line = u32::try_from(broken.line).ok();
            findings.push(finding);
        }
    }
}
