//! Descriptions where the page has no HELP: a sentence from the name, the type, and the unit.

use super::text::{LONGEST, cut, finish, plain};
use super::{units, words};
use crate::core::mapping::Part;

/// Words at the end of a name that are true or not.
const STATES: &[&str] = &[
    "up", "healthy", "enabled", "ok", "alive", "ready", "online", "running", "active",
];

/// What a sentence is made from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The name without the prefix.
    pub name: &'a str,
    pub metric_type: &'a str,
    pub unit: &'a str,
    pub product: &'a str,
    pub part: Part,
    /// Submitted as a rate: per second.
    pub rate: bool,
}

/// The sentence.
pub fn from_name(facts: Facts<'_>) -> String {
    let (name, of) = (what(facts), format!("of {}", facts.product));
    let subject = words::prose(&name);
    let unit = spoken(facts.unit);
    let run = "since the previous check run";
    let text = match (facts.part, facts.metric_type) {
        (Part::Count, _) => format!("Number of observations of {subject} {of} {run}"),
        (Part::Sum, _) => format!("Sum of the observed {subject} {of} {run}{unit}"),
        (Part::Bucket, _) => {
            format!("Number of observations of {subject} {of} up to each upper bound {run}")
        }
        (Part::Quantile, _) => format!("Value of {subject} {of} at each quantile{unit}"),
        (Part::Whole, "count") => counted(&name, &of, run, &unit),
        (Part::Whole, "rate") => format!("Rate of {subject} {of} per second"),
        (Part::Whole, _) if facts.rate => format!("{subject} {of} per second"),
        (Part::Whole, _) => current(&name, facts, &unit),
    };
    finish(&cut(&plain(&text), LONGEST - 1))
}

/// The sentence of the gauge beside a counter that tells when it began.
pub fn began(name: &str, product: &str) -> String {
    let mut what = words::split(name);
    what.retain(|w| w != "created" && units::measure(w).is_none());
    let text = format!(
        "Unix time at which counting {} of {product} began, in seconds",
        words::prose(&what)
    );
    finish(&cut(&plain(&text), LONGEST - 1))
}

/// The sentence of one aggregate that the Agent makes of a histogram: `average`, `95th percentile`.
pub fn aggregate(facts: Facts<'_>, which: &str) -> String {
    let subject = words::prose(&what(facts));
    let unit = spoken(facts.unit);
    let text = format!(
        "{which} {subject} of {} between flushes of the Agent{unit}",
        facts.product
    );
    finish(&cut(&plain(&text), LONGEST - 1))
}

/// The sentence of a histogram's count.
pub fn observations(facts: Facts<'_>) -> String {
    let subject = words::prose(&what(facts));
    let text = format!(
        "Number of observations of {subject} of {} per second",
        facts.product
    );
    finish(&cut(&plain(&text), LONGEST - 1))
}

/// The words that say what it is: without the type's suffix, and without the unit at the end.
fn what(facts: Facts<'_>) -> Vec<String> {
    let mut what = words::split(facts.name);
    let suffix = match facts.part {
        Part::Whole => facts.metric_type == "count" && what.last().is_some_and(|w| w == "count"),
        _ => true,
    };
    if suffix && what.len() > 1 {
        what.pop();
    }
    bare(&mut what, facts);
    if facts.metric_type == "count" && what.len() > 1 && what.last().is_some_and(|w| w == "total") {
        what.pop();
    }
    adjust(&mut what);
    bare(&mut what, facts);
    what
}

/// The words without the unit at their end, which the sentence names.
fn bare(what: &mut Vec<String>, facts: Facts<'_>) {
    // What is counted has the unit of the distribution in its name, and none of its own.
    let observed = matches!(facts.part, Part::Count | Part::Bucket);
    let named =
        |w: &String| units::measures(w, facts.unit) || (observed && units::measure(w).is_some());
    while what.len() > 1 && what.last().is_some_and(named) {
        what.pop();
    }
}

/// `heap used` is the used heap, `requests total` all requests, `queues depth` the depth of a queue.
fn adjust(what: &mut Vec<String>) {
    const FRONT: &[&str] = &["used", "free", "available", "total", "max", "min", "avg"];
    // `no.of.keys` is the number of keys, which the sentence says anyway.
    for number in [
        &["no", "of"][..],
        &["number", "of"],
        &["num", "of"],
        &["num"],
    ] {
        let found = what.windows(number.len()).position(|w| w.iter().eq(number));
        if let Some(at) = found.filter(|at| at + number.len() < what.len()) {
            what.drain(at..at + number.len());
        }
    }
    if let Some(at) = what.windows(2).position(|w| w[0] == "per" && w[1] == "sec") {
        "second".clone_into(&mut what[at + 1]);
    }
    if what.len() < 2 {
        return;
    }
    let at = what.len() - 1;
    if FRONT.contains(&what[at].as_str()) {
        let word = what.remove(at);
        what.insert(0, word);
    }
    for word in what.iter_mut().filter(|w| w.len() == 3) {
        match word.as_str() {
            "max" => "maximum".clone_into(word),
            "min" => "minimum".clone_into(word),
            "avg" => "average".clone_into(word),
            _ => {}
        }
    }
    let last = what.last().cloned().unwrap_or_default();
    let verb = last.ends_with("ed") || last == "done" || STATES.contains(&last.as_str());
    if !verb {
        let per = what.iter().position(|w| w == "per");
        let end = per.unwrap_or(what.len()).saturating_sub(1);
        for word in &mut what[..end] {
            *word = words::singular(word);
        }
    }
}

/// `, in seconds` after a quantity; nothing where the unit only counts.
fn spoken(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "fraction" => ", as a fraction".into(),
        "percent" => ", in percent".into(),
        "hertz" | "megahertz" | "gigahertz" => format!(", in {unit}"),
        "degree celsius" => ", in degrees Celsius".into(),
        "degree fahrenheit" => ", in degrees Fahrenheit".into(),
        unit if units::is_measure(unit) => format!(", in {unit}s"),
        _ => String::new(),
    }
}

fn counted(name: &[String], of: &str, run: &str, unit: &str) -> String {
    let subject = words::prose(name);
    let plural = name.iter().any(|w| words::is_plural(w));
    match name {
        [one] if one.ends_with("ed") => format!("Number of {subject} items {of} {run}"),
        _ if unit.is_empty() && plural => format!("Number of {subject} {of} {run}"),
        _ => format!("Increase of {subject} {of} {run}{unit}"),
    }
}

fn current(name: &[String], facts: Facts<'_>, unit: &str) -> String {
    let product = facts.product;
    let subject = words::prose(name);
    let Some((last, rest)) = name.split_last() else {
        return format!("Current value of {product}");
    };
    let about = words::prose(rest);
    if last == "info" {
        let about = if rest.is_empty() {
            product.to_owned()
        } else {
            format!("the {about} of {product}")
        };
        return format!("Facts about {about} in the tags; the value is always 1");
    }
    let several = rest.last().is_some_and(|w| words::is_plural(w));
    let counted = !facts.unit.is_empty() && !units::is_measure(facts.unit);
    if counted && !rest.is_empty() && STATES.contains(&last.as_str()) {
        return format!("Current number of {last} {about} of {product}");
    }
    if STATES.contains(&last.as_str()) && !several {
        let about = if rest.is_empty() {
            product.to_owned()
        } else {
            format!("the {about} of {product}")
        };
        return format!("Whether {about} is {last}: 1 if so, otherwise 0");
    }
    let extreme = ["maximum", "minimum", "average", "median"].contains(&name[0].as_str());
    if unit.is_empty() && (several || words::is_plural(last)) {
        if extreme {
            let of = words::prose(&name[1..]);
            return format!("{} number of {of} of {product}", name[0]);
        }
        return format!("Current number of {subject} of {product}");
    }
    let current = if extreme || name[0] == "total" {
        ""
    } else {
        "Current "
    };
    format!("{current}{subject} of {product}{unit}")
}
