//! Units of measure: words and symbols that stand for one wherever they are.

/// Abbreviations and plurals of units of measure.
const MEASURES: &[(&str, &str)] = &[
    ("seconds", "second"),
    ("second", "second"),
    ("secs", "second"),
    ("sec", "second"),
    ("millis", "millisecond"),
    ("milliseconds", "millisecond"),
    ("millisecond", "millisecond"),
    ("ms", "millisecond"),
    ("msec", "millisecond"),
    ("msecs", "millisecond"),
    ("micros", "microsecond"),
    ("microseconds", "microsecond"),
    ("microsecond", "microsecond"),
    ("usec", "microsecond"),
    ("usecs", "microsecond"),
    ("us", "microsecond"),
    ("nanos", "nanosecond"),
    ("nanoseconds", "nanosecond"),
    ("nanosecond", "nanosecond"),
    ("nsec", "nanosecond"),
    ("nsecs", "nanosecond"),
    ("ns", "nanosecond"),
    ("minutes", "minute"),
    ("hours", "hour"),
    ("days", "day"),
    ("weeks", "week"),
    ("bytes", "byte"),
    ("byte", "byte"),
    ("octets", "byte"),
    ("kb", "kilobyte"),
    ("kbytes", "kilobyte"),
    ("kilobytes", "kilobyte"),
    ("kib", "kibibyte"),
    ("kibibytes", "kibibyte"),
    ("mb", "megabyte"),
    ("mbytes", "megabyte"),
    ("megabytes", "megabyte"),
    ("mib", "mebibyte"),
    ("mebibytes", "mebibyte"),
    ("gb", "gigabyte"),
    ("gbytes", "gigabyte"),
    ("gigabytes", "gigabyte"),
    ("gib", "gibibyte"),
    ("gibibytes", "gibibyte"),
    ("tb", "terabyte"),
    ("terabytes", "terabyte"),
    ("tib", "tebibyte"),
    ("bits", "bit"),
    ("percent", "percent"),
    ("percentage", "percent"),
    ("pct", "percent"),
    ("perc", "percent"),
    ("ratio", "fraction"),
    ("fraction", "fraction"),
    ("celsius", "degree celsius"),
    ("fahrenheit", "degree fahrenheit"),
    ("hertz", "hertz"),
    ("hz", "hertz"),
    ("khz", "kilohertz"),
    ("kilohertz", "kilohertz"),
    ("mhz", "megahertz"),
    ("megahertz", "megahertz"),
    ("ghz", "gigahertz"),
    ("gigahertz", "gigahertz"),
    ("volts", "volt"),
    ("millivolts", "millivolt"),
    ("amperes", "ampere"),
    ("amps", "ampere"),
    ("milliamperes", "milliampere"),
    ("milliamps", "milliampere"),
    ("watts", "watt"),
    ("milliwatts", "milliwatt"),
    ("kilowatts", "kilowatt"),
    ("joules", "joule"),
    ("millijoules", "millijoule"),
    ("millicores", "millicore"),
    ("nanocores", "nanocore"),
    ("cores", "core"),
    ("cpus", "cpu"),
    ("dbm", "decibel-milliwatt"),
    ("kwh", "kilowatt-hour"),
    ("watt", "watt"),
    ("volt", "volt"),
    ("joule", "joule"),
    ("ampere", "ampere"),
    ("watthour", "watt-hour"),
    ("watthours", "watt-hour"),
    ("dollars", "dollar"),
    ("usd", "dollar"),
];

/// Words that are another thing anywhere but at the end of a name: a region, a namespace.
const LAST_ONLY: &[&str] = &[
    "us", "ns", "sec", "second", "mb", "gb", "tb", "kb", "cores", "cpus",
];

/// Symbols as a sentence writes them after `in` or in parentheses; case decides.
const SYMBOLS: &[(&str, &str)] = &[
    ("%", "percent"),
    ("W", "watt"),
    ("mW", "milliwatt"),
    ("kW", "kilowatt"),
    ("V", "volt"),
    ("mV", "millivolt"),
    ("A", "ampere"),
    ("mA", "milliampere"),
    ("J", "joule"),
    ("mJ", "millijoule"),
    ("C", "degree celsius"),
    ("\u{b0}C", "degree celsius"),
    ("F", "degree fahrenheit"),
    ("\u{b0}F", "degree fahrenheit"),
    ("Hz", "hertz"),
    ("kHz", "kilohertz"),
    ("MHz", "megahertz"),
    ("GHz", "gigahertz"),
    ("dBm", "decibel-milliwatt"),
    ("s", "second"),
    ("ms", "millisecond"),
    ("us", "microsecond"),
    ("\u{b5}s", "microsecond"),
    ("\u{3bc}s", "microsecond"),
    ("ns", "nanosecond"),
    ("B", "byte"),
    ("KB", "kilobyte"),
    ("kB", "kilobyte"),
    ("KiB", "kibibyte"),
    ("MB", "megabyte"),
    ("MiB", "mebibyte"),
    ("GB", "gigabyte"),
    ("GiB", "gibibyte"),
    ("TB", "terabyte"),
    ("TiB", "tebibyte"),
];

/// Units of time: never one per another.
const TIMES: &[&str] = &[
    "nanosecond",
    "microsecond",
    "millisecond",
    "second",
    "minute",
    "hour",
    "day",
    "week",
];

/// Whether a word only names the unit: `bytes` of `memory.bytes`.
pub fn measures(word: &str, unit: &str) -> bool {
    measure(word).is_some_and(|u| u == unit)
}

/// The unit of measure that a word of a name stands for.
pub fn measure(word: &str) -> Option<&'static str> {
    find(MEASURES, word)
}

/// The same for a symbol, whose case counts: `mJ` is no `MJ`.
pub fn symbol(text: &str) -> Option<&'static str> {
    find(SYMBOLS, text)
}

fn find(table: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    table.iter().find(|(w, _)| *w == text).map(|(_, u)| *u)
}

/// Whether a unit measures, rather than counts things.
pub fn is_measure(unit: &str) -> bool {
    MEASURES.iter().any(|(_, u)| *u == unit)
}

/// Whether a unit is one of time.
pub fn is_time(unit: &str) -> bool {
    TIMES.contains(&unit)
}

/// The measure that a name states: its last one, where it is no part of something else.
pub fn of_name(words: &[String], is_last: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let end = words.iter().rposition(|w| !is_last(w))?;
    let (at, unit) = words.iter().enumerate().rev().find_map(|(n, w)| {
        let alone = n == end || !LAST_ONLY.contains(&w.as_str());
        let stated = alone && !is_window(words, n) && !is_each(words, n);
        Some((n, measure(w).filter(|_| stated)?))
    })?;
    // `byte_seconds` is neither, and `seconds_count` counts what took so long.
    let product =
        at > 0 && measure(&words[at - 1]).is_some_and(|u| u != unit && is_time(u) != is_time(unit));
    let counted = is_time(unit)
        && words[at + 1..]
            .iter()
            .any(|w| w == "count" || w == "bucket");
    (!product && !counted).then_some(unit)
}

/// `last_5_minutes`, `5_seconds`: a span, not what is measured.
fn is_window(words: &[String], at: usize) -> bool {
    let before = at.checked_sub(1).map(|n| words[n].as_str());
    before.is_some_and(|w| is_span(w) && measure(&words[at]).is_some_and(is_time))
}

/// `reads_second` is per second; `latency_second` is one.
fn is_each(words: &[String], at: usize) -> bool {
    const LENGTHS: &[&str] = &[
        "time", "duration", "latency", "delay", "age", "lag", "interval", "elapsed", "wait",
    ];
    let before = at.checked_sub(1).map(|n| words[n].as_str());
    matches!(words[at].as_str(), "second" | "sec") && before.is_none_or(|w| !LENGTHS.contains(&w))
}

/// What stands before a span of time: a number, `last`, `every`.
pub fn is_span(word: &str) -> bool {
    const SPANS: &[&str] = &[
        "last", "past", "every", "each", "per", "few", "next", "previous", "recent", "two", "five",
        "ten",
    ];
    SPANS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}
