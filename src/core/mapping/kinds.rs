//! The type of a family: the page's, the answered one, or why there is none.

use super::Why;
use super::propose::{Families, TYPES};
use crate::core::answers::OpenMetrics;
use crate::core::openmetrics::{Family, Type};

/// The type a family is collected as, and whether it must be said in the map.
pub fn kind(
    family: &Family,
    answers: &OpenMetrics,
    all: &Families,
    untyped_page: bool,
) -> Result<(String, Option<String>), (Why, String)> {
    if family.samples == 0 {
        return Err((Why::NoSample, no_sample(family, all)));
    }
    if let Some(given) = given(family, answers, all) {
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
fn given<'a>(family: &Family, answers: &'a OpenMetrics, all: &Families) -> Option<&'a str> {
    let direct = answers
        .types
        .get(&family.raw)
        .or_else(|| answers.types.get(&family.key));
    let declared = || {
        let base = family.key.strip_suffix("_total")?;
        let shadow = family.kind == Type::Unknown && is_shadow(&all.get(base)?.1);
        shadow.then(|| answers.types.get(base)).flatten()
    };
    direct.or_else(declared).map(String::as_str)
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
