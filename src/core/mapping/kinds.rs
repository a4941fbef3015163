//! The type of a family: the page's, the answered one, or why there is none.

use super::Why;
use crate::core::answers::OpenMetrics;
use crate::core::openmetrics::{Family, Type};
use regex::Regex;
use std::collections::BTreeMap;

/// Types that can be given to a family; the base class's own names of transformers.
pub const TYPES: &[&str] = &[
    "gauge",
    "counter",
    "rate",
    "histogram",
    "summary",
    "counter_gauge",
    "time_elapsed",
];

pub type Families = BTreeMap<String, (usize, Family)>;

/// The types that were answered: by name, or for all names that a regular expression matches.
pub struct Types<'a> {
    answers: &'a OpenMetrics,
    patterns: Vec<(Regex, &'a str)>,
}

impl<'a> Types<'a> {
    pub fn new(answers: &'a OpenMetrics) -> Self {
        let patterns = answers.types.iter().filter(|(k, _)| is_pattern(k));
        let patterns = patterns.filter_map(|(k, v)| Some((Regex::new(k).ok()?, v.as_str())));
        Self {
            answers,
            patterns: patterns.collect(),
        }
    }

    fn of(&self, name: &str) -> Option<&'a str> {
        self.answers.types.get(name).map(String::as_str)
    }

    fn matching(&self, family: &Family) -> Option<&'a str> {
        let fits = |p: &Regex| p.is_match(&family.raw) || p.is_match(&family.key);
        self.patterns.iter().find(|(p, _)| fits(p)).map(|(_, t)| *t)
    }
}

/// Whether a key of `types` is no name of a family, and so a regular expression.
pub fn is_pattern(key: &str) -> bool {
    !key.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.'))
}

/// The type a family is collected as, and whether it must be said in the map.
pub fn kind(
    family: &Family,
    types: &Types<'_>,
    all: &Families,
    untyped_page: bool,
) -> Result<(String, Option<String>), (Why, String)> {
    if family.samples == 0 && family.quoted > 0 {
        return Err((Why::Impossible, QUOTED.into()));
    }
    if family.samples == 0 {
        return Err((Why::NoSample, no_sample(family, all)));
    }
    if let Some(given) = given(family, types, all) {
        if !TYPES.contains(&given) {
            return Err((
                Why::Impossible,
                format!("{given:?} is not a type; use one of {}", TYPES.join(", ")),
            ));
        }
        let grouped = matches!(given, "histogram" | "summary");
        if grouped && family.kind.name() != given {
            let reason = format!(
                "without `# TYPE {} {given}` on the page the base class sees no {given}",
                family.raw
            );
            return Err((Why::Impossible, reason));
        }
        let over = (given != family.kind.name() || !is_typed(family)).then(|| given.to_owned());
        return Ok((given.to_owned(), over));
    }
    match family.kind {
        Type::Unknown if untyped_page => {
            let kind = if family.raw.ends_with("_total") {
                "counter"
            } else {
                "gauge"
            };
            Ok((kind.into(), Some(kind.into())))
        }
        _ if !is_typed(family) => Err((Why::NoType, no_type(family, all))),
        Type::Other(name) => {
            let reason = format!(
                "the base class emits nothing for the type {name}; give it the type gauge to collect it"
            );
            Err((Why::Unsupported, reason))
        }
        kind => Ok((kind.name().into(), None)),
    }
}

/// The type that was answered, under the raw name, the key, or the counter's declared name.
fn given<'a>(family: &Family, types: &Types<'a>, all: &Families) -> Option<&'a str> {
    let direct = types.of(&family.raw).or_else(|| types.of(&family.key));
    let declared = || {
        let base = family.key.strip_suffix("_total")?;
        let shadow = family.kind == Type::Unknown && is_shadow(&all.get(base)?.1);
        shadow.then(|| types.of(base)).flatten()
    };
    // A pattern is for families that have no type of their own.
    let open = || !is_typed(family) || matches!(family.kind, Type::Other(_));
    let pattern = || open().then(|| types.matching(family)).flatten();
    direct.or_else(declared).or_else(pattern)
}

const QUOTED: &str = "its name is quoted (UTF-8), which the base class can't read, so its lines are filtered out; an \
                      Agent does not ask for such names, so the live page has it with underscores: save that page";

/// The name and the type that would collect a family: what the page declares, else what its name speaks for.
pub fn offer(family: &Family, why: Why, all: &Families) -> Option<(String, String)> {
    let kind = match why {
        Why::Unsupported => "gauge",
        Why::NoType => {
            let base = family
                .key
                .strip_suffix("_total")
                .and_then(|base| all.get(base));
            let declared = base.is_some_and(|(_, f)| is_shadow(f)) || family.kind == Type::Counter;
            let grows = ["_total", "_count", "_bucket"]
                .iter()
                .any(|s| family.key.ends_with(s));
            if declared || grows {
                "counter"
            } else {
                "gauge"
            }
        }
        _ => return None,
    };
    // A type declared under a longer name than the samples' is given to the samples.
    Some((family.key.clone(), kind.to_owned()))
}

/// Whether the base class sees the family's samples with its type.
fn is_typed(family: &Family) -> bool {
    family.kind != Type::Unknown && family.typed > 0
}

/// `# TYPE a counter` whose samples are named `a_total`, on a page served as `text/plain`.
pub fn is_shadow(family: &Family) -> bool {
    family.kind == Type::Counter
        && family.samples == 0
        && family.not_finite == 0
        && !family.raw.ends_with("_total")
}

fn no_type(family: &Family, all: &Families) -> String {
    let declared = family
        .key
        .strip_suffix("_total")
        .and_then(|base| all.get(base));
    if let Some((_, declared)) = declared.filter(|(_, f)| is_shadow(f)) {
        return format!(
            "the page declares `# TYPE {} counter` and is served as text/plain, where {} then counts as untyped: \
             give it the type counter, or serve the page as application/openmetrics-text",
            declared.raw, family.raw
        );
    }
    if family.kind != Type::Unknown {
        return format!(
            "the page declares `# TYPE {} {}`, and its samples are named {}: the base class reads them as untyped; give \
             {} the type {}",
            family.raw,
            family.kind.name(),
            family.key,
            family.key,
            family.kind.name()
        );
    }
    "no # TYPE line: give it a type".into()
}

fn no_sample(family: &Family, all: &Families) -> String {
    if is_shadow(family) && all.contains_key(&format!("{}_total", family.key)) {
        return format!("its samples are named {}_total, see there", family.key);
    }
    if family.not_finite > 0 {
        return "all of its values are NaN or infinite, which the base class skips".into();
    }
    "announced without a sample: add a page on which it has one".into()
}
