//! The page: families from lines, by the same rules as the parsers behind the Agent's base class. Which
//! samples belong to a family depends on the last `# TYPE`; any other sample is a family without a type.

use super::{Broken, Family, Format, MAX_BROKEN, Page, Parts, Type, line};
use std::collections::HashMap;

/// Reads a page.
///
/// `content_type` is the response's header, absent for a file.
///
/// # Errors
/// One sentence when the text is no such page at all: HTML, JSON, or nothing.
pub fn parse(text: &str, content_type: Option<&str>) -> Result<Page, String> {
    refuse(text)?;
    let format = Format::of(text, content_type);
    let mut parser = Parser::new(format);
    let text = if let Some(rest) = text.strip_prefix('\u{feff}') {
        parser.broken(
            1,
            "\u{feff}",
            "the page begins with a byte order mark, which the base class can't read",
        );
        rest
    } else {
        text
    };
    let mut ended = false;
    for (n, raw) in text.lines().enumerate() {
        let number = n + 1;
        parser.page.lines = number;
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        if format == Format::OpenMetrics {
            ended = parser.strict(number, raw, ended);
        }
        parser.line(number, raw);
    }
    if format == Format::OpenMetrics && !ended {
        parser.broken(
            parser.page.lines,
            "",
            "an OpenMetrics page must end with # EOF",
        );
    }
    parser.close();
    let page = parser.page;
    if page.families.is_empty() && page.broken.is_empty() {
        return Err(
            "There is no metric on the page, only comments. Is the product doing anything yet?"
                .into(),
        );
    }
    if page.samples == 0 && page.broken_count > 0 {
        return Err(format!(
            "This is no page of metrics: no line reads like name{{label=\"x\"}} 1. Line {}: {}.",
            page.broken[0].line, page.broken[0].reason
        ));
    }
    Ok(page)
}

/// What is no page of metrics, said in a way that helps.
fn refuse(text: &str) -> Result<(), String> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.is_empty() {
        return Err("The page is empty.".into());
    }
    let head: String = start.chars().take(200).collect::<String>().to_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"];
    if tags.iter().any(|t| head.starts_with(t)) {
        return Err(
            "This is an HTML page, not a page of metrics. A login page or an overview? Look for a path such as /metrics."
                .into(),
        );
    }
    if start.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok()
    {
        return Err("This is JSON, not a page of metrics. Choose the kind http for it.".into());
    }
    Ok(())
}

struct Parser<'a> {
    page: Page,
    /// Key to index; a borrowed name avoids an allocation for each line.
    by_key: HashMap<String, usize>,
    /// Names of samples seen to the family that took them, for pages without order.
    last: Option<(&'a str, usize)>,
    current: Option<Current<'a>>,
}

/// What the last comments announced.
struct Current<'a> {
    name: &'a str,
    kind: Type,
    typed: bool,
    help: &'a str,
    unit: &'a str,
    family: Option<usize>,
    line: usize,
}

impl<'a> Parser<'a> {
    fn new(format: Format) -> Self {
        Self {
            page: Page {
                format,
                families: vec![],
                broken: vec![],
                broken_count: 0,
                lines: 0,
                samples: 0,
            },
            by_key: HashMap::new(),
            last: None,
            current: None,
        }
    }

    fn broken(&mut self, line: usize, text: &str, reason: &str) {
        self.page.broken_count += 1;
        if self.page.broken.len() < MAX_BROKEN {
            let text = text.chars().take(120).collect();
            self.page.broken.push(Broken {
                line,
                text,
                reason: reason.into(),
            });
        }
    }

    /// What only the stricter parser refuses, and it refuses the whole page. Returns whether `# EOF` was seen.
    fn strict(&mut self, number: usize, raw: &str, ended: bool) -> bool {
        if ended {
            self.broken(number, raw, "there is a line after # EOF");
        } else if raw.is_empty() {
            self.broken(number, raw, "an OpenMetrics page can't have an empty line");
        }
        ended || raw == "# EOF"
    }

    fn line(&mut self, number: usize, raw: &'a str) {
        let text = raw.trim();
        if text.is_empty() {
        } else if text.starts_with('#') {
            if let Some((word, name, rest)) = line::comment(text) {
                self.comment(number, raw, word, name, rest);
            }
        } else {
            self.sample(number, text);
        }
    }

    fn comment(&mut self, number: usize, raw: &str, word: &str, name: &'a str, rest: &'a str) {
        let openmetrics = self.page.format == Format::OpenMetrics;
        let known = matches!(word, "HELP" | "TYPE") || (openmetrics && word == "UNIT");
        if !known {
            return;
        }
        if !line::is_name(name) && !is_quoted(raw) {
            return self.broken(number, raw, "the name holds a sign that names can't have");
        }
        if self.current.as_ref().is_none_or(|c| c.name != name) {
            self.close();
            self.current = Some(Current {
                name,
                kind: Type::Unknown,
                typed: false,
                help: "",
                unit: "",
                family: None,
                line: number,
            });
        }
        let Some(current) = self.current.as_mut() else {
            return;
        };
        match word {
            "HELP" => current.help = rest,
            "UNIT" => current.unit = rest,
            _ => {
                let kind = type_of(rest.trim(), openmetrics);
                current.typed = true;
                current.kind = kind.unwrap_or(Type::Unknown);
                if kind.is_none() {
                    let reason =
                        "the base class does not know this type and refuses the whole page";
                    self.broken(number, raw, reason);
                }
            }
        }
    }

    fn sample(&mut self, number: usize, text: &'a str) {
        let openmetrics = self.page.format == Format::OpenMetrics;
        let mut keys: [&str; 32] = [""; 32];
        let mut count = 0;
        let mut infinite = false;
        let read = line::sample(text, openmetrics, &mut |key, value| {
            infinite |= key == "le" && value.trim_start_matches('+').eq_ignore_ascii_case("inf");
            if let Some(slot) = keys.get_mut(count) {
                *slot = key;
                count += 1;
            }
        });
        let sample = match read {
            Ok(sample) => sample,
            Err(reason) => return self.broken(number, text, reason),
        };
        self.page.samples += 1;
        let (index, created) = self.family_of(sample.name, number);
        let typed = self
            .current
            .as_ref()
            .is_some_and(|c| c.kind != Type::Unknown);
        let family = &mut self.page.families[index];
        if created {
            family.created = true;
            return;
        }
        if sample.quoted {
            family.quoted += 1;
        } else if sample.finite {
            family.samples += 1;
            family.typed += usize::from(typed);
            family.parts.see(family.kind, sample.name, infinite);
        } else {
            family.not_finite += 1;
        }
        let bounds = match family.kind {
            Type::Histogram => "le",
            Type::Summary => "quantile",
            _ => "",
        };
        for key in &keys[..count] {
            if *key != bounds && !family.labels.iter().any(|l| l == key) {
                family.labels.push((*key).to_owned());
            }
        }
    }

    /// The family that a sample belongs to, and whether it is a counter's `_created`.
    fn family_of(&mut self, name: &'a str, number: usize) -> (usize, bool) {
        let openmetrics = self.page.format == Format::OpenMetrics;
        if let Some(current) = self.current.as_mut()
            && let Some(suffix) = name.strip_prefix(current.name)
            && allowed(current.kind, openmetrics, suffix)
        {
            let created = current.kind == Type::Counter && suffix == "_created";
            if let Some(index) = current.family {
                return (index, created);
            }
            let index = self.open();
            return (index, created);
        }
        if let Some((last, index)) = self.last
            && last == name
        {
            return (index, false);
        }
        self.close();
        self.current = None;
        let index = self.find_or_make(name, name, Type::Unknown, number);
        self.last = Some((name, index));
        (index, false)
    }

    /// The current family, made now that it is needed.
    fn open(&mut self) -> usize {
        let Some(c) = self.current.take() else {
            return 0;
        };
        let openmetrics = self.page.format == Format::OpenMetrics;
        let key = match c.kind {
            Type::Counter if !openmetrics => c.name.strip_suffix("_total").unwrap_or(c.name),
            _ => c.name,
        };
        let index = self.find_or_make(key, c.name, c.kind, c.line);
        let family = &mut self.page.families[index];
        if family.help.is_empty() && !c.help.is_empty() {
            family.help = line::unescape(c.help);
        }
        if family.unit.is_empty() {
            c.unit.clone_into(&mut family.unit);
        }
        self.last = None;
        self.current = Some(Current {
            family: Some(index),
            ..c
        });
        index
    }

    /// A family that was announced and has no samples is kept, so that it can be told.
    fn close(&mut self) {
        if self
            .current
            .as_ref()
            .is_some_and(|c| c.typed && c.family.is_none())
        {
            self.open();
        }
        self.last = None;
    }

    fn find_or_make(&mut self, key: &str, raw: &str, kind: Type, line: usize) -> usize {
        if let Some(&index) = self.by_key.get(key) {
            let family = &mut self.page.families[index];
            if family.kind == Type::Unknown && kind != Type::Unknown {
                family.kind = kind;
                raw.clone_into(&mut family.raw);
            }
            return index;
        }
        let index = self.page.families.len();
        self.by_key.insert(key.to_owned(), index);
        self.page.families.push(Family {
            key: key.to_owned(),
            raw: raw.to_owned(),
            kind,
            help: String::new(),
            unit: String::new(),
            labels: vec![],
            samples: 0,
            typed: 0,
            not_finite: 0,
            quoted: 0,
            created: false,
            parts: Parts::default(),
            line,
        });
        index
    }
}

/// Whether a comment names its family in quotes.
fn is_quoted(raw: &str) -> bool {
    raw.split_ascii_whitespace()
        .nth(2)
        .is_some_and(|w| w.starts_with('"'))
}

fn type_of(text: &str, openmetrics: bool) -> Option<Type> {
    Some(match text {
        "counter" => Type::Counter,
        "gauge" => Type::Gauge,
        "histogram" => Type::Histogram,
        "summary" => Type::Summary,
        "unknown" => Type::Unknown,
        "untyped" if !openmetrics => Type::Unknown,
        "info" => Type::Other("info"),
        "stateset" => Type::Other("stateset"),
        "gaugehistogram" => Type::Other("gaugehistogram"),
        _ => return None,
    })
}

/// Whether a sample named like the family plus `suffix` belongs to it.
fn allowed(kind: Type, openmetrics: bool, suffix: &str) -> bool {
    let common = match kind {
        Type::Histogram => matches!(suffix, "_count" | "_sum" | "_bucket"),
        Type::Summary => matches!(suffix, "_count" | "_sum" | ""),
        Type::Counter if openmetrics => suffix == "_total",
        Type::Other("info") if openmetrics => suffix == "_info",
        Type::Other("gaugehistogram") if openmetrics => {
            matches!(suffix, "_gcount" | "_gsum" | "_bucket")
        }
        _ => suffix.is_empty(),
    };
    let created = openmetrics && suffix == "_created";
    common || (created && matches!(kind, Type::Histogram | Type::Summary | Type::Counter))
}

impl Parts {
    /// Notes a sample of a family of this kind.
    fn see(&mut self, kind: Type, name: &str, infinite: bool) {
        if !matches!(kind, Type::Histogram | Type::Summary) {
        } else if name.ends_with("_count") {
            self.count = true;
        } else if name.ends_with("_sum") {
            self.sum = true;
        } else if kind == Type::Summary {
            self.quantile = true;
        } else if name.ends_with("_bucket") {
            self.bucket |= !infinite;
        }
    }
}
