//! Guessing the unit. Only units that ddev knows are given, in its singular names. Where nothing states one there
//! is none: a wrong unit is worse.

mod help;
mod measures;
mod nouns;
mod tells;

pub use measures::{is_measure, is_time, measure, measures};

use super::words;
use crate::core::mapping::Part;

/// Families of names that are known.
const KNOWN: &[(&str, &str)] = &[
    ("go.goroutines", "thread"),
    ("go.threads", "thread"),
    ("goroutines", "thread"),
    ("open.fds", "file"),
    ("max.fds", "file"),
    ("used.memory", "byte"),
    ("maxmemory", "byte"),
    ("iops", "operation"),
    ("qps", "query"),
    ("rps", "request"),
    ("tps", "transaction"),
];

/// Those of them that are per second.
const RATES: &[&str] = &["iops", "qps", "rps", "tps"];

/// Words at the end of a name that say what something is or when, not how much.
const STATES: &[&str] = &[
    "info",
    "state",
    "status",
    "enabled",
    "up",
    "version",
    "id",
    "build",
    "mode",
    "flag",
    "leader",
    "phase",
    "condition",
    "healthy",
];

/// Words of a share, which a range from 0 to 1 makes a fraction.
const SHARES: &[&str] = &[
    "usage",
    "utilization",
    "load",
    "share",
    "saturation",
    "probability",
];

/// What a guess is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clues<'a> {
    /// The name without the prefix.
    pub name: &'a str,
    /// The family's name on the page; empty without one.
    pub raw: &'a str,
    /// UNIT of the page.
    pub unit: &'a str,
    pub help: &'a str,
    pub part: Part,
    /// Submitted as a rate: per second.
    pub rate: bool,
    /// Submitted as a count.
    pub counter: bool,
    /// The time at which another metric began, under that metric's HELP.
    pub created: bool,
}

/// The unit and the per unit; empty where nothing speaks for one.
pub fn guess(clues: Clues<'_>, known: &[String]) -> (String, String) {
    let is_unit = |u: &str| known.is_empty() || known.iter().any(|k| k == u);
    let mut all = words::split(clues.name);
    // What the base class appends to a counter.
    if clues.counter
        && clues.part == Part::Whole
        && all.len() > 1
        && all.last().is_some_and(|w| w == "count")
    {
        all.pop();
    }
    words::join_scales(&mut all);
    let (all, per) = per(&all, known);
    let help = help::read(clues.help, known);
    let unit = match clues.part {
        _ if clues.created => Some("second".to_owned()),
        _ if is_load(&all) => None,
        Part::Count | Part::Bucket => nouns::observed(&all, known),
        _ => quantity(clues, &all, &help, known, &is_unit),
    };
    let unit = unit.filter(|u| is_unit(u)).unwrap_or_default();
    let known_rate = RATES.iter().any(|r| all.last().is_some_and(|w| w == r));
    let said = !clues.counter && (known_rate || help.per_second);
    let said =
        said && !matches!(clues.part, Part::Count | Part::Bucket) && tells::allows_per(&unit);
    let per = per.or_else(|| (clues.rate || said).then(|| "second".to_owned()));
    let per = per.filter(|p| {
        let times = is_time(&unit) && is_time(p);
        is_unit(p) && !unit.is_empty() && *p != unit && !times
    });
    (unit, per.unwrap_or_default())
}

/// The unit of a value, by what speaks most plainly first.
fn quantity(
    clues: Clues<'_>,
    all: &[String],
    help: &help::Reading,
    known: &[String],
    is_unit: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let declared = (!clues.unit.is_empty())
        .then(|| measure(clues.unit).map_or_else(|| words::singular(clues.unit), str::to_owned));
    // `x_seconds_count` counts what took so long.
    let counted = clues.raw.ends_with("_count") || clues.raw.ends_with("_bucket");
    let of_name = measures::of_name(all, &words::is_transparent)
        .filter(|u| !(counted && is_time(u)))
        .map(|unit| scale(unit, help));
    let plain = [declared, by_name(clues.name), of_name.map(str::to_owned)];
    if let Some(unit) = plain.into_iter().flatten().find(|u| is_unit(u)) {
        return Some(unit);
    }
    let last = all.last().map(String::as_str).unwrap_or_default();
    if help.state || (STATES.contains(&last) && !help.number) {
        return None;
    }
    if help.to_one && help.explicit.is_none() && all.iter().any(|w| SHARES.contains(&w.as_str())) {
        return Some("fraction".to_owned());
    }
    if let Some(unit) = help.explicit {
        return Some(unit.to_owned());
    }
    let whole = clues.part == Part::Whole;
    let head = nouns::head(all, clues.counter, known).filter(|_| whole && !help.extent);
    let (plain, end, inner) = match head {
        Some(head) if head.outcome => (Some(head.unit), None, None),
        // Where HELP counts something else, an abbreviation or a singular may stand for anything.
        Some(head) if head.last => {
            let sure = head.plain || !help.number || says(clues.help, &head.unit);
            (None, Some(head.unit).filter(|_| sure), None)
        }
        head => (
            None,
            None,
            head.map(|h| h.unit)
                .filter(|unit| !help.number || says(clues.help, unit)),
        ),
    };
    let mentioned = help.mentioned.map(str::to_owned);
    plain
        .or_else(|| help.counted.clone())
        .or(end)
        .or(mentioned)
        .or(inner)
}

/// Whether HELP has this word, alone or in its plural.
fn says(help: &str, unit: &str) -> bool {
    let mut words = help.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|w| words::singular(&w.to_lowercase()) == unit)
}

/// The load average of a machine, which is a number of nothing.
fn is_load(all: &[String]) -> bool {
    let average = all.iter().any(|w| w == "average" || w == "avg");
    all.iter().any(|w| w == "load") && average
}

/// `cache_hit_ratio` whose HELP speaks of a percentage is one; a percentage from 0 to 1 is none.
fn scale(unit: &'static str, help: &help::Reading) -> &'static str {
    let percent = help.explicit == Some("percent") || help.mentioned == Some("percent");
    match unit {
        "percent" if help.to_one => "fraction",
        "fraction" if percent && !help.to_one => "percent",
        _ => unit,
    }
}

/// The words before `per second` and what it is per.
fn per(words: &[String], known: &[String]) -> (Vec<String>, Option<String>) {
    let at = words.windows(2).position(|w| w[0] == "per");
    let Some(at) = at else {
        return (words.to_vec(), None);
    };
    let unit = match words[at + 1].as_str() {
        "sec" | "second" | "s" => Some("second".to_owned()),
        "min" | "minute" => Some("minute".to_owned()),
        "hour" => Some("hour".to_owned()),
        other => nouns::one(other, known),
    };
    (words[..at].to_vec(), unit)
}

fn by_name(name: &str) -> Option<String> {
    let name = name.replace('_', ".");
    let ends = |known: &str| {
        name == known
            || name
                .strip_suffix(known)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    let found = KNOWN.iter().find(|(n, _)| ends(n));
    found.map(|(_, u)| (*u).to_owned())
}
