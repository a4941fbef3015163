//! What bytes are, by what stands in them.

use super::{Evidence, Found, code, files, json, page};
use crate::core::line_metrics;
use crate::core::logs;

/// How files begin that are no text. Sources: the formats' own specifications.
const MAGIC: [(&[u8], &str); 16] = [
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xca\xfe\xba\xbe\0\0\0", "a Java class"),
    (b"\xac\xed\0\x05", "serialized Java objects"),
    (b"PAR1", "Parquet"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture"),
    (b"PGDMP", "a PostgreSQL archive"),
];

/// Reads evidence.
#[must_use]
pub fn sniff(evidence: &Evidence) -> Found {
    let bytes = &evidence.head;
    if bytes.starts_with(b"SQLite format 3\0") {
        return Found::Sqlite;
    }
    let programs: [&[u8]; 4] = [
        b"\x7fELF",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"MZ\x90",
    ];
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Found::Binary(name);
    }
    if programs.iter().any(|magic| bytes.starts_with(magic)) {
        return Found::Program;
    }
    let Some(text) = text(bytes, evidence.whole) else {
        let protobuf = evidence.content_type.contains("protobuf");
        return Found::Binary(match (protobuf, bytes.contains(&0)) {
            (true, _) => "metrics as Protobuf",
            (_, true) => "binary data",
            _ => "text that is not UTF-8",
        });
    };
    of_text(text, evidence)
}

/// The text, without a character or a line that the limit cut in two.
fn text(bytes: &[u8], whole: bool) -> Option<&str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) if !whole && e.error_len().is_none() => {
            std::str::from_utf8(&bytes[..e.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    if text.contains('\0') {
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let end = text.rfind('\n').filter(|_| !whole).unwrap_or(text.len());
    Some(&text[..end])
}

fn of_text(text: &str, evidence: &Evidence) -> Found {
    let start = text.trim_start();
    if start.is_empty() {
        return Found::Empty;
    }
    if let Some(title) = files::html(start) {
        return Found::Html { title };
    }
    if start.starts_with("<?xml") {
        return Found::Xml;
    }
    if start.starts_with(['{', '['])
        && let Some(found) = json::read(start, evidence.whole)
    {
        return found;
    }
    let name = evidence.origin.name();
    if let Some(found) = code::read(text, name) {
        return found;
    }
    if let Some(found) = files::configuration(text).or_else(|| files::sql(text, name)) {
        return found;
    }
    if let Some(found) = page::read(text, &evidence.content_type) {
        return found;
    }
    if let Some(columns) = files::csv(text, name) {
        return Found::Csv { columns };
    }
    // What begins like a document is none of lines.
    let lines = || lines(text).filter(|_| !start.starts_with('{'));
    log(text).or_else(lines).unwrap_or_else(|| Found::Text {
        first: super::quoted(start.lines().next().unwrap_or_default(), 60),
    })
}

/// Most lines, or the first of several entries, begin as entries of a log do.
fn log(text: &str) -> Option<Found> {
    let format = logs::begin(text);
    format.pattern()?;
    let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
    let entries = format.entries(text);
    if entries * 10 < lines && entries < 3 {
        return None;
    }
    // Address, identity, user, [time], "request", status: the common log format.
    let access = text
        .lines()
        .take(20)
        .filter(|l| files::is_access(l))
        .count();
    Some(Found::Log {
        entries,
        access: access > 0,
    })
}

/// Enough lines that hold one number each.
fn lines(text: &str) -> Option<Found> {
    let mut example = None;
    let (mut read, mut all) = (0, 0);
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        all += 1;
        if line_metrics::read(line).is_some() {
            read += 1;
            example.get_or_insert_with(|| super::quoted(line, 40));
        }
    }
    (read * 3 >= all).then_some(())?;
    Some(Found::Lines {
        lines: read,
        example: example?,
    })
}
