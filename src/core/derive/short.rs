//! HELP of two or three words: `Idle connections` names things, and a sentence says how many there are.

use super::words;

/// Words that are no things to count, although they end like several.
const NOT_COUNTED: &[&str] = &[
    "bytes",
    "details",
    "info",
    "metrics",
    "milliseconds",
    "seconds",
    "statistics",
    "stats",
    "units",
];

/// Words before things that are counted already, or that say something else of them.
const SAYS_MORE: &[&str] = &[
    "amount",
    "average",
    "count",
    "last",
    "mean",
    "number",
    "percentage",
    "rate",
    "size",
    "sum",
    "time",
    "whether",
];

/// `Idle connections` as `Number of idle connections`, `Max connections` as `Maximum number of connections`; any other
/// text as it is. A `count` is an increase: its number is no total.
pub fn several(text: &str, metric_type: &str) -> String {
    let all: Vec<&str> = text.split(' ').collect();
    let plain = |w: &&str| w.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return text.to_owned();
    };
    let known = first.to_ascii_lowercase();
    let things = (2..=3).contains(&all.len())
        && all.iter().all(plain)
        && words::is_plural(&last.to_ascii_lowercase())
        && !NOT_COUNTED.contains(&last.to_ascii_lowercase().as_str())
        && !all
            .iter()
            .any(|w| SAYS_MORE.contains(&w.to_ascii_lowercase().as_str()));
    if !things {
        return text.to_owned();
    }
    let rest = all[1..].join(" ");
    match known.as_str() {
        "max" | "maximum" => format!("Maximum number of {rest}"),
        "min" | "minimum" => format!("Minimum number of {rest}"),
        "total" if metric_type == "count" => format!("Number of {rest}"),
        "total" => format!("Total number of {rest}"),
        // A word that begins with one capital is not a name.
        _ if first.chars().skip(1).all(|c| c.is_ascii_lowercase()) => {
            format!("Number of {known} {rest}")
        }
        _ => format!("Number of {text}"),
    }
}

/// `Connection timeout total count` as a number of things.
pub fn number(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let Some(rest) = lower.strip_suffix(" total count").map(|r| &text[..r.len()]) else {
        return text.to_owned();
    };
    let mut words: Vec<&str> = rest.split(' ').collect();
    let last = words.pop().unwrap_or_default();
    let first = words.first().map_or(last, |w| *w);
    let several = if last.ends_with('s') {
        last.to_owned()
    } else {
        format!("{last}s")
    };
    words.push(&several);
    let all = words.join(" ");
    // A word that begins with one capital is not a name.
    let plain = first.chars().skip(1).all(|c| c.is_ascii_lowercase());
    let mut chars = all.chars();
    let head = chars
        .next()
        .map(|c| if plain { c.to_ascii_lowercase() } else { c });
    format!(
        "Number of {}{}",
        head.into_iter().collect::<String>(),
        chars.as_str()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_counted_and_other_texts_stay() {
        for (text, wanted) in [
            ("Idle connections", "Number of idle connections"),
            ("Max connections", "Maximum number of connections"),
            ("total HTTP requests", "Total number of HTTP requests"),
            ("HTTP requests", "Number of HTTP requests"),
            (
                "Active client connections",
                "Number of active client connections",
            ),
            ("Pending threads", "Number of pending threads"),
            ("Scrape status", "Scrape status"),
            ("Memory statistics", "Memory statistics"),
            ("Bytes sent", "Bytes sent"),
            ("CPU seconds", "CPU seconds"),
            ("Number of keys", "Number of keys"),
            (
                "Requests in flight over all nodes",
                "Requests in flight over all nodes",
            ),
        ] {
            assert_eq!(several(text, "gauge"), wanted);
        }
    }
}
