//! Of what ddev and the review say of the files: the answer that the place in the file was made from.

use super::super::{between, plain, words};
use super::{Fix, lists, one, set, shapes, types};
use crate::core::finding::{Finding, Source};
use crate::core::form;
use crate::core::place::Place;
use crate::core::wizard::Wizard;

/// The repair of a finding that leads to a place.
pub(super) fn of(w: &Wizard, place: &Place, finding: &Finding) -> Option<Fix> {
    let said = finding.message.as_str();
    if finding.source == Source::Review {
        match finding.rule.as_str() {
            "tag-reserved" => return label(w, said),
            "metric-total" | "metric-name" => return family(w, finding),
            "product-name" if said.starts_with("The name is ") => {
                let written = between(said, "and \"", "\" in other files")?;
                let id = "integration.display_name";
                return Some(one(w, "product-name", id, written, false));
            }
            _ => {}
        }
    }
    let id = place.focus()?;
    let old = form::value(w, id);
    let part = id.rsplit('.').next().unwrap_or_default();
    let fix = |name, text: String, safe| Some(one(w, name, id, text, safe));
    match finding.source {
        Source::Review => match finding.rule.as_str() {
            "product-name" => {
                let wrong = between(said, "\"", "\"")?;
                let right = between(said, "whose name is \"", "\"")?;
                fix("product-name", renamed(&old, wrong, right), false)
            }
            "metric-description" | "check-description" if part == "description" => {
                fix("description", words::sentence(&old)?, false)
            }
            "metric-orientation" => {
                let right = finding.fix.as_deref()?.strip_prefix("Write ")?;
                let right = right.split(',').next()?;
                fix("orientation", right.to_owned(), false)
            }
            "metric-unit" if part == "unit" => {
                let right = finding.fix.as_deref()?.strip_prefix("Write ")?;
                let right = right.split([',', '.']).next()?;
                fix("unit", right.to_owned(), false)
            }
            "manifest-tags" => tag(w, id, said, finding.fix.as_deref()),
            "readme-names" => {
                let wrong = between(said, "`", "`")?;
                let right = between(finding.fix.as_deref()?, "`", "`")?;
                let wrong = wrong.trim_end_matches(".d/conf.yaml");
                let right = right.trim_end_matches(".d/conf.yaml");
                fix("package-in-readme", old.replace(wrong, right), true)
            }
            "option-secret" => fix("secret", "yes".into(), false),
            _ => shapes::of(w, id),
        },
        Source::Ddev => match part {
            "unit" | "per_unit" => unit(w, id, part, said),
            "description" if said.contains("a `|`") => {
                let text = old.replace(" | ", " or ").replace('|', "/");
                fix("description", text, false)
            }
            "type" => types::option_type(w, id),
            _ if said.contains("unicode characters") || said.contains("non-ASCII") => {
                fix("plain-text", plain(&old, 128)?, true)
            }
            "curated" if said.contains("duplicate curated_metric") => {
                fix("curated", once(&old), true)
            }
            _ => shapes::of(w, id),
        },
        _ => None,
    }
}

/// A unit that ddev does not know, one that is a fraction of two, and a time per a time.
fn unit(w: &Wizard, id: &str, part: &str, said: &str) -> Option<Fix> {
    let metric = id.strip_prefix("metrics.")?.rsplit_once('.')?.0;
    let field = |part: &str| format!("metrics.{metric}.{part}");
    let both = |unit: &str, per: &str, safe| {
        let title = if per.is_empty() {
            format!("Answer the unit of {metric} with {unit}")
        } else {
            format!("Answer the unit of {metric} with {unit} per {per}")
        };
        let values = vec![
            (field("unit"), unit.to_owned()),
            (field("per_unit"), per.to_owned()),
        ];
        set("unit", title, safe, values)
    };
    if said.contains("use the fraction unit") {
        let known = w.facts.units.iter().any(|unit| unit == "fraction");
        return known.then(|| both("fraction", "", false));
    }
    let wrong = between(said, "`", "`")?;
    let units = &w.facts.units;
    if part == "unit"
        && form::value(w, &field("per_unit")).is_empty()
        && let Some((unit, per)) = wrong.split_once('/').or_else(|| wrong.split_once(" per "))
    {
        let (unit, _) = words::unit(unit, units)?;
        let (per, _) = words::unit(per, units)?;
        return Some(both(unit, per, false));
    }
    let (right, same) = words::unit(wrong, units)?;
    Some(one(w, "unit", id, right, same))
}

/// A classifier tag that no other integration has.
fn tag(w: &Wizard, id: &str, said: &str, fix: Option<&str>) -> Option<Fix> {
    let old = form::value(w, id);
    let (_, wrong) = said.split_once('"')?.1.split_once("::")?;
    let wrong = wrong.split('"').next()?;
    let near = between(fix?, "Is \"", "\" meant?")?.split_once("::")?.1;
    let same = near.eq_ignore_ascii_case(wrong.trim());
    let text = lists::swapped(&old, wrong, near);
    Some(one(w, "category", id, text, same))
}

/// A label of the page that is a reserved tag.
fn label(w: &Wizard, said: &str) -> Option<Fix> {
    let label = between(said, "has the label `", "`")?;
    let answers = &w.state.answers;
    // A check that was brought along renames it itself.
    if answers.prototype.is_some() || answers.source.openmetrics.is_none() {
        return None;
    }
    let id = "source.openmetrics.rename_labels";
    let name = format!("{}_{label}", answers.integration.folder());
    let text = pair(&form::value(w, id), label, &name);
    let title = format!("Rename the label {label} to {name}; then write the check and run it");
    Some(set("rename-label", title, false, vec![(id.into(), text)]))
}

/// A metric of a page whose name keeps `total`, has capital letters, or repeats the prefix.
fn family(w: &Wizard, finding: &Finding) -> Option<Fix> {
    let metric = finding.message.split(' ').next()?;
    let answers = &w.state.answers;
    if answers.prototype.is_some() || answers.source.openmetrics.is_none() {
        return None;
    }
    let raw = &w.notes.help.get(metric)?.raw;
    let prefix = answers.integration.prefix();
    let rest = metric.strip_prefix(&prefix)?;
    let name = if finding.rule == "metric-total" {
        let base = rest.strip_suffix(".count").unwrap_or(rest);
        let base = base
            .strip_suffix("_total")
            .or_else(|| base.strip_suffix(".total"))?;
        base.to_owned()
    } else if finding.message.ends_with("repeats the prefix.") {
        let own = prefix.trim_end_matches('.');
        let bare = rest.strip_prefix(own)?;
        without_suffix(bare.trim_start_matches(['.', '_']))
    } else {
        without_suffix(&rest.to_lowercase())
    };
    let taken = format!("{prefix}{name}");
    let is_free = |full: &str| w.derived.position(full).is_none();
    if name.is_empty() || !is_free(&taken) || !is_free(&format!("{taken}.count")) {
        return None;
    }
    let id = "source.openmetrics.names";
    let text = pair(&form::value(w, id), raw, &name);
    let title = format!("Name the family {raw} {name}; then write the check and run it");
    Some(set("metric-name", title, false, vec![(id.into(), text)]))
}

/// A name without what its type adds by itself.
fn without_suffix(name: &str) -> String {
    let ends = [".count", ".sum", ".bucket", ".quantile"];
    let short = ends.iter().find_map(|end| name.strip_suffix(end));
    short.unwrap_or(name).to_owned()
}

/// `a=b, c=d` with one more pair, or another value of it.
fn pair(text: &str, key: &str, value: &str) -> String {
    let mut pairs: Vec<String> = form::list(text);
    pairs.retain(|pair| pair.split('=').next().map(str::trim) != Some(key));
    pairs.push(format!("{key}={value}"));
    pairs.sort();
    pairs.join(", ")
}

fn once(text: &str) -> String {
    let mut out: Vec<&str> = vec![];
    for one in text.split('|').filter(|one| !one.is_empty()) {
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out.join("|")
}

/// The text with the product's name as it is written elsewhere: where it stands by itself, outside of code.
fn renamed(text: &str, wrong: &str, right: &str) -> String {
    let joins =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_-/@\\{}=<>~#&?%".contains(c));
    let mut out = String::with_capacity(text.len());
    for (n, part) in text.split('`').enumerate() {
        if n > 0 {
            out.push('`');
        }
        if n % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let mut from = 0;
        for (at, _) in part.match_indices(wrong) {
            let end = at + wrong.len();
            let mut after = part[end..].chars();
            let next = after.next();
            // A full stop or a colon joins only what follows at once: acme.example.
            let dotted = matches!(next, Some('.' | ':')) && joins(after.next());
            let alone = !joins(part[..at].chars().next_back()) && !joins(next) && !dotted;
            let before = part[..at].ends_with(['.', ':']) && at > 1;
            out.push_str(&part[from..at]);
            out.push_str(if alone && !before { right } else { wrong });
            from = end;
        }
        out.push_str(&part[from..]);
    }
    out
}
