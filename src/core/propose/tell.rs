//! From what was found to a proposal: the kind that reads it, why, and the answers that follow.

use super::database::jmx;
use super::sqlite::sqlite;
use super::{Confidence, Evidence, Found, Origin, Proposal, join, plural, sniff};
use crate::core::answers::Kind;
use crate::core::{form, logs, validate};
use Confidence::{Likely, Sure};

/// The kind that reads what was found, the sentence that says why, and the answers to fill in.
#[must_use]
pub fn propose(evidence: &Evidence) -> Proposal {
    let found = sniff(evidence);
    let mut made = told(&found, evidence);
    if let Some(tried) = &evidence.tried {
        let paths = tried.paths.join(", ");
        let note = if tried.found {
            let (_, path) = join(evidence.origin.name());
            format!(
                "The address itself answers with {}. Tried {paths}: {path} has this.",
                tried.answer
            )
        } else {
            format!("Tried {paths}: nothing to read.")
        };
        let said = format!("{note} {}", made.note);
        said.trim_end().clone_into(&mut made.note);
    }
    if made.name.is_none() {
        made.name = match &evidence.origin {
            Origin::File { path, .. } => super::name_of(path),
            Origin::Command { argv } => argv.first().and_then(|p| super::name_of(p)),
            _ => None,
        };
    }
    made
}

fn told(found: &Found, evidence: &Evidence) -> Proposal {
    let origin = &evidence.origin;
    let more = if evidence.whole { "" } else { "More than " };
    let many = |n: usize, what: &str| format!("{more}{}", plural(n, what));
    match found {
        Found::Page {
            lines,
            example,
            plain,
        } => {
            let seen = format!("{} like {example}", many(*lines, "line"));
            page(&seen, *plain, evidence)
        }
        Found::Json { numbers, lists } => json(*numbers, *lists, evidence),
        Found::JsonLines { lines, log } => json_lines(&many(*lines, "line"), *log, origin),
        Found::Lines { lines, example } => {
            let seen = format!("{} like {example}", many(*lines, "line"));
            lines_of(&seen, origin)
        }
        Found::Log { entries, access } => {
            let what = if *access { "An access log" } else { "A log" };
            let many = if *entries == 1 { "entry" } else { "entries" };
            log(&format!("{what} with {entries} {many}"), origin)
        }
        Found::Check { class, base } => {
            check(&format!("Python: {class} derives from {base}"), evidence)
        }
        Found::Python => Proposal::unknown(
            "it is Python, but no class in it derives from AgentCheck",
            "If it prints numbers, show it as a command: python3 and its whole path. Or choose blank.",
        ),
        Found::Rules { rules } => {
            let made = Proposal::of(
                Kind::Jmx,
                Sure,
                &format!("{} of JMXFetch", plural(*rules, "rule")),
            );
            match origin {
                Origin::File { path, .. } => made.fill("source.jmx.metrics", path),
                _ => made,
            }
        }
        Found::Conf { endpoint, log } => configuration(endpoint.as_deref(), log.as_deref()),
        Found::Sql { tables } => sql(*tables, origin),
        Found::Sqlite => sqlite(evidence),
        Found::Program => Proposal::unknown(
            "it is a program's own file, and this system can't run it",
            "Show what it prints: a command on PATH, or a file with its output.",
        ),
        Found::Binary(name) => binary(name),
        Found::Html { title } => {
            let title = if title.is_empty() {
                String::new()
            } else {
                format!(" ({title})")
            };
            Proposal::unknown(
                &format!("it is an HTML page{title}, made for people"),
                "Does the product's documentation name an address for metrics, or for JSON? Show that.",
            )
        }
        Found::Xml => Proposal::unknown(
            "it is XML, which no kind reads by itself",
            "Is there the same as JSON? Or choose blank, and write a check that reads it.",
        ),
        Found::Csv { columns } => Proposal::unknown(
            &format!(
                "it is a table with {} separated by signs (CSV)",
                plural(*columns, "column")
            ),
            "Show a command that prints lines such as depth: 3, or a database that holds it. Or choose blank.",
        ),
        Found::Empty => Proposal::unknown(
            "nothing is in it",
            "Is the product running, and doing something? Then show it again.",
        ),
        Found::Text { first } => Proposal::unknown(
            &format!(
                "it is text that begins with {first:?}, and no line of it is a name with a number"
            ),
            "Choose the kind below, or show something else.",
        ),
    }
}

/// What a file fills in as a sample.
fn sampled(made: Proposal, origin: &Origin, field: &str) -> Proposal {
    match origin {
        // Samples are separated by commas.
        Origin::File { path, .. } if path.contains(',') && field.contains("openmetrics") => made,
        Origin::File { path, .. } => made.fill(field, path),
        _ => made,
    }
}

fn page(seen: &str, plain: bool, evidence: &Evidence) -> Proposal {
    let confidence = if plain { Likely } else { Sure };
    let open = evidence
        .content_type
        .contains("application/openmetrics-text");
    match &evidence.origin {
        Origin::Url { url, headers } => {
            let made = Proposal::of(Kind::Openmetrics, confidence, seen)
                .fill("source.openmetrics.endpoint", url);
            let made = if headers.is_empty() {
                made
            } else {
                made.fill("source.openmetrics.headers", headers)
            };
            made.note(if evidence.is_endless() {
                "It did not end in time: is it a stream? The Agent needs a page that ends."
            } else if open {
                "Served as OpenMetrics (application/openmetrics-text)."
            } else if evidence.content_type.starts_with("text/plain") {
                "Served as Prometheus text (text/plain)."
            } else {
                "Its Content-Type names no text format; the Agent reads it as Prometheus text."
            })
        }
        Origin::Command { .. } if plain => lines_of(seen, &evidence.origin),
        Origin::Command { .. } => Proposal::of(Kind::Openmetrics, Likely, seen).note(
            "The Agent reads such a page from an address, not from a program. Which URL has it?",
        ),
        Origin::File { .. } if plain => {
            // Names and numbers: a saved page, or what a program prints.
            let made = Proposal::of(Kind::Openmetrics, Likely, seen)
                .note("Without # TYPE or labels it may also be what a program prints: then choose command.");
            sampled(made, &evidence.origin, "source.openmetrics.sample")
        }
        origin => {
            let made = Proposal::of(Kind::Openmetrics, confidence, seen);
            sampled(made, origin, "source.openmetrics.sample")
                .note("The sample is enough to go on; an Agent needs the URL, too.")
        }
    }
}

fn json(numbers: usize, lists: usize, evidence: &Evidence) -> Proposal {
    let more = if evidence.whole { "" } else { "more than " };
    let seen = match (numbers, lists) {
        (0, _) => "JSON without a number".to_owned(),
        (n, 0) => format!("JSON, {more}{}", plural(n, "number")),
        (n, l) => format!(
            "JSON, {more}{} in {}",
            plural(n, "number"),
            plural(l, "list")
        ),
    };
    let confidence = if numbers == 0 { Likely } else { Sure };
    let silent = "Every metric is a number: is there another path that has some?";
    let made = |kind, confidence| {
        let made = Proposal::of(kind, confidence, &seen);
        if numbers == 0 {
            made.note(silent)
        } else {
            made
        }
    };
    match &evidence.origin {
        Origin::Url { url, headers } => {
            let (base, path) = join(url);
            // A comma separates paths.
            let path = path.replace(',', "%2C");
            let out = made(Kind::Http, confidence)
                .fill("source.http.base_url", base)
                .fill("source.http.paths", path);
            if headers.is_empty() {
                out
            } else {
                out.fill("source.http.headers", headers)
            }
        }
        Origin::Command { argv } => {
            made(Kind::Command, confidence).fill("source.command.argv", form::typed(argv))
        }
        Origin::File { path, .. } => made(Kind::Http, Likely)
            .fill("source.http.sample", path)
            .note("Which URL answers with it? If a program prints it, choose command instead."),
        Origin::Typed => made(Kind::Http, Likely)
            .note("Which URL answers with it? If a program prints it, choose command instead."),
    }
}

fn json_lines(lines: &str, log: bool, origin: &Origin) -> Proposal {
    let ending = origin.name().rsplit_once('.').map_or("", |(_, e)| e);
    let named = matches!(ending, "log" | "jsonl" | "ndjson");
    let seen = format!("{lines}, each a JSON document");
    match origin {
        Origin::File { .. } if log || named => log_of(&format!("{seen} with times"), origin),
        Origin::Command { .. } if log => log_of(&format!("{seen} with times"), origin),
        _ => Proposal::unknown(
            &format!("{seen}, and http and command read one document"),
            "Is there an option or a path that gives one array? Show that. Or choose blank.",
        ),
    }
}

fn lines_of(seen: &str, origin: &Origin) -> Proposal {
    match origin {
        Origin::Command { argv } => Proposal::of(Kind::Command, Sure, seen)
            .fill("source.command.argv", form::typed(argv)),
        Origin::File { path, .. } => Proposal::of(Kind::Command, Likely, seen)
            .fill("source.command.sample", path)
            .note("Which command prints it?"),
        Origin::Url { .. } => Proposal::of(Kind::Blank, Likely, seen).note(
            "It is no JSON and no page of metrics, so a check of your own reads it. You begin with an example.",
        ),
        Origin::Typed => Proposal::of(Kind::Command, Likely, seen),
    }
}

fn log(seen: &str, origin: &Origin) -> Proposal {
    if matches!(origin, Origin::Url { .. }) {
        return Proposal::unknown(
            &format!(
                "it is {} over HTTP",
                super::quoted(&seen.replacen('A', "a", 1), 60)
            ),
            "The Agent reads log files where they are written. Show such a file.",
        );
    }
    log_of(seen, origin)
}

fn log_of(seen: &str, origin: &Origin) -> Proposal {
    let Origin::File { path, pattern } = origin else {
        return Proposal::of(Kind::Logs, Likely, seen)
            .note("The Agent reads logs from files. Where is it written?");
    };
    let made = Proposal::of(Kind::Logs, Sure, seen);
    let place = pattern.as_ref().unwrap_or(path);
    let made = if logs::check_path(place).is_ok() {
        made.fill("source.logs.path", place)
    } else {
        made.note("Say under Log path where it stands on the Agent's host.")
    };
    made.fill("source.logs.sample", path)
}

fn check(seen: &str, evidence: &Evidence) -> Proposal {
    let Origin::File { path, .. } = &evidence.origin else {
        return Proposal::unknown(
            &format!("{seen}, but it is no file here"),
            "Save it, read it, and show the file: it runs here then.",
        );
    };
    let made = Proposal::of(Kind::Blank, Sure, seen).fill("prototype.check", path);
    match &evidence.conf {
        Some(conf) => made.fill("prototype.conf", conf),
        None => made,
    }
    .named(path)
}

fn configuration(endpoint: Option<&str>, log: Option<&str>) -> Proposal {
    if let Some(endpoint) = endpoint.filter(|e| validate::url(e).is_ok()) {
        return Proposal::of(
            Kind::Openmetrics,
            Likely,
            "An Agent's configuration of an OpenMetrics endpoint",
        )
        .fill("source.openmetrics.endpoint", endpoint);
    }
    if let Some(path) = log.filter(|p| logs::check_path(p).is_ok()) {
        return Proposal::of(Kind::Logs, Likely, "An Agent's configuration of a log")
            .fill("source.logs.path", path);
    }
    Proposal::unknown(
        "it is a configuration of the Agent, not what the Agent reads",
        "Show the check that it is for, or the address, the file, or the command that it names.",
    )
}

fn sql(tables: usize, origin: &Origin) -> Proposal {
    let seen = match tables {
        0 => "SQL".to_owned(),
        n => format!("SQL that makes {}", plural(n, "table")),
    };
    let made = Proposal::of(Kind::Sql, Likely, &seen)
        .note("It is the sample; say what the database is, and which queries to run.");
    sampled(made, origin, "source.sql.sample")
}

fn binary(name: &str) -> Proposal {
    let way = match name {
        "gzip" | "bzip2" | "xz" | "zstd" | "a ZIP archive" => {
            "Unpack it, and show what is in it. A JAR is a program of Java: show the address of its beans, for example \
             localhost:9999."
        }
        "UTF-16 text" | "text that is not UTF-8" => "Save it as UTF-8, and show it again.",
        "metrics as Protobuf" => {
            "Show the address that answers with text; the Agent reads no Protobuf."
        }
        "serialized Java objects" | "a Java class" => {
            "Show the address of the JVM's beans, for example localhost:9999."
        }
        _ => "Show a text, a database, or an address.",
    };
    Proposal::unknown(&format!("it is {name}"), way)
}

impl Proposal {
    /// A folder in which several files, or none, say what it is of.
    #[must_use]
    pub fn folder(dir: &str, names: &[&str]) -> Self {
        let some = super::quoted(&names.join(", "), 80);
        match names.len() {
            0 => Self::unknown(
                &format!("{dir} holds no file"),
                "Show a file, a URL, or a command.",
            ),
            n => Self::unknown(
                &format!("{dir} holds {}: {some}", plural(n, "file")),
                "Show one of them, with its whole path.",
            ),
        }
    }

    /// A port at which Java's RMI answers.
    #[must_use]
    pub fn rmi(address: &str) -> Self {
        jmx(&format!("{address} speaks RMI, as a JVM's beans do"))
    }
}
