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
    "xx",
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

/// `nano_seconds` is one word.
pub fn join_scales(words: &mut Vec<String>) {
    let scale = |w: &str| matches!(w, "milli" | "micro" | "nano");
    let at = words
        .windows(2)
        .position(|w| scale(&w[0]) && w[1] == "seconds");
    if let Some(at) = at {
        let second = words.remove(at + 1);
        words[at].push_str(&second);
    }
}

/// Words that are written otherwise than in lower case.
const WRITTEN: &[(&str, &str)] = &[
    ("api", "API"),
    ("conn", "connection"),
    ("conns", "connections"),
    ("cpu", "CPU"),
    ("cx", "connections"),
    ("db", "DB"),
    ("dns", "DNS"),
    ("fd", "file descriptor"),
    ("fds", "file descriptors"),
    ("gc", "GC"),
    ("gpu", "GPU"),
    ("grpc", "gRPC"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("id", "ID"),
    ("io", "I/O"),
    ("ip", "IP"),
    ("json", "JSON"),
    ("jvm", "JVM"),
    ("mem", "memory"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("ops", "operations"),
    ("os", "OS"),
    ("ram", "RAM"),
    ("req", "requests"),
    ("reqs", "requests"),
    ("rest", "REST"),
    ("rpc", "RPC"),
    ("rq", "requests"),
    ("rss", "RSS"),
    ("sql", "SQL"),
    ("ssl", "SSL"),
    ("tcp", "TCP"),
    ("tls", "TLS"),
    ("ttl", "TTL"),
    ("udp", "UDP"),
    ("url", "URL"),
    ("wal", "WAL"),
];

/// The word as a reader expects it: `CPU` for `cpu`.
pub fn written(word: &str) -> String {
    let found = WRITTEN.iter().find(|(w, _)| *w == word);
    found.map_or(word, |(_, written)| *written).to_owned()
}

/// The words as prose.
pub fn prose(words: &[String]) -> String {
    let all: Vec<String> = words.iter().map(|w| written(w)).collect();
    all.join(" ")
}

/// Whether a word names several things.
pub fn is_plural(word: &str) -> bool {
    singular(word) != word && word.len() > 3
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
        "hertz" | "celsius" | "success" | "process" | "status" | "https" | "dns" | "rss" => {
            Some(word)
        }
        "op" | "ops" => Some("operation"),
        "req" | "reqs" => Some("request"),
        "err" | "errs" => Some("error"),
        "apis" => Some("api"),
        "docs" => Some("document"),
        "pkts" => Some("packet"),
        "txns" => Some("transaction"),
        "conn" | "conns" => Some("connection"),
        "msg" | "msgs" => Some("message"),
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
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
