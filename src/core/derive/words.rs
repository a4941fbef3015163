//! Words of a metric's name.

/// Words that say which number of something it is, not of what.
const TRANSPARENT: &[&str] = &[
    "total",
    "count",
    "counter",
    "sum",
    "max",
    "min",
    "avg",
    "mean",
    "median",
    "bucket",
    "quantile",
    "current",
    "last",
    "value",
    "num",
    "number",
    "rate",
    "limit",
    "peak",
    "average",
    "95percentile",
    "p50",
    "p75",
    "p90",
    "p95",
    "p99",
    "p999",
    "1m",
    "5m",
    "15m",
];

/// The words of a name, without the prefix: split at dots, underscores and humps.
pub fn split(name: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word = String::new();
    let mut low = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (low && c.is_ascii_uppercase()) {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        low = c.is_ascii_lowercase();
    }
    words.push(word);
    words.retain(|w| !w.is_empty());
    words
}

/// Whether a word only says which number it is.
pub fn is_transparent(word: &str) -> bool {
    TRANSPARENT.contains(&word)
}

/// The singular, as units are named.
pub fn singular(word: &str) -> String {
    let fixed = match word {
        "queries" => Some("query"),
        "indices" | "indexes" => Some("index"),
        "processes" => Some("process"),
        "caches" => Some("cache"),
        "hertz" | "celsius" | "success" | "process" | "status" => Some(word),
        "successes" => Some("success"),
        "misses" => Some("miss"),
        "flushes" => Some("flush"),
        "fetches" => Some("fetch"),
        "refreshes" => Some("refresh"),
        "entries" => Some("entry"),
        "retries" => Some("retry"),
        _ => None,
    };
    if let Some(fixed) = fixed {
        return fixed.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !stem.ends_with('u') => {
            stem.to_owned()
        }
        _ => word.to_owned(),
    }
}
