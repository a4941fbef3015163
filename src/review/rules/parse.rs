//! Files that do not parse: what was merged with such a fault broke the repository's builds.

use crate::review::json::doubles;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::table;
use crate::review::tree::{extension, line_at, numbered};

pub const RULES: &[Rule] = &[
    Rule {
        name: "encoding",
        why: "Tools read the files as UTF-8 without a byte order mark, and fail or crash on anything else.",
        source: "ddev crashes on invalid UTF-8, and fails on a byte order mark",
        check: encoding,
    },
    Rule {
        name: "syntax",
        why: "A file that does not parse is merged as it is, and breaks what reads it later.",
        source: "syntax errors that were merged",
        check: syntax,
    },
    Rule {
        name: "line-ends",
        why: "A carriage return is in no editor to be seen, becomes part of the last cell, and makes every later edit a change of the whole file.",
        source: "carriage returns in metadata.csv, seen by a reviewer: integrations-extras#1218, integrations-core#12119",
        check: line_ends,
    },
];

/// Extensions of files that people and tools read as text.
const TEXT: [&str; 12] = [
    "json", "yaml", "yml", "csv", "toml", "py", "md", "txt", "example", "cfg", "ini", "sh",
];

/// A recorded answer may be broken on purpose.
fn is_fixture(path: &str) -> bool {
    path.starts_with("tests/") && (path.contains("/fixtures/") || path.contains("/data/"))
}

fn encoding(look: &Look<'_>, out: &mut Findings) {
    for (path, bytes) in look.tree.files() {
        if is_fixture(path) || !TEXT.contains(&extension(path).as_str()) {
            continue;
        }
        if bytes.starts_with(b"\xef\xbb\xbf") {
            out.error(
                (path, 1),
                "The file begins with a byte order mark.",
                "Save it as UTF-8 without a byte order mark.",
            );
        } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            out.error((path, 1), "The file is UTF-16.", "Save it as UTF-8.");
        } else if let Err(error) = std::str::from_utf8(bytes) {
            let before = &bytes[..error.valid_up_to()];
            let line = before.split(|b| *b == b'\n').count();
            out.error(
                (path, u32::try_from(line).ok()),
                "The file holds bytes that are no UTF-8.",
                "Save it as UTF-8, or write the character on this line anew.",
            );
        }
    }
}

fn line_ends(look: &Look<'_>, out: &mut Findings) {
    for (path, text) in look.tree.texts() {
        // What a product answers with may well end its lines so.
        if is_fixture(path) || !TEXT.contains(&extension(path).as_str()) {
            continue;
        }
        if let Some(at) = text.find("\r\n") {
            out.warn(
                (path, line_at(text, at)),
                "Lines end with a carriage return, as on Windows.",
                "Save the file with the line ends of Unix.",
            );
        }
    }
}

fn syntax(look: &Look<'_>, out: &mut Findings) {
    for (path, text) in look.tree.texts() {
        if is_fixture(path) {
            continue;
        }
        // Of Python, its own parser says so.
        let marked = |(_, text): &(u32, &str)| text.starts_with("<<<<<<< ");
        let mark = numbered(text)
            .find(marked)
            .filter(|_| extension(path) != "py");
        if let Some((line, _)) = mark {
            out.error(
                (path, line),
                "The file holds the marks of a conflict of git.",
                "Take what belongs here, and delete the lines with `<<<<<<<`, `=======`, and `>>>>>>>`.",
            );
            continue;
        }
        let problem = match extension(path).as_str() {
            "json" => json(text),
            "yaml" | "yml" => yaml(text),
            "toml" => toml(text),
            "csv" => csv(text),
            "example" if path.ends_with(".yaml.example") => yaml(text),
            _ => None,
        };
        if problem.is_none() && extension(path) == "json" {
            for (key, line) in doubles(text) {
                out.warn(
                    (path, line),
                    format!("The key \"{key}\" is given twice, and only the last one counts."),
                    "Delete one of them.",
                );
            }
        }
        if let Some((line, message)) = problem {
            // Python's reader takes the last one, and so ddev says nothing.
            if message.contains("duplicate entry") {
                out.warn(
                    (path, line),
                    format!("A key is given twice, and only one of the values counts: {message}."),
                    "Delete one of them, or make them two entries of a list.",
                );
                continue;
            }
            let kind = extension(path).to_uppercase();
            let message = format!("The file is no valid {kind}: {message}.");
            out.error((path, line), message, "Correct the syntax on this line.");
        }
    }
}

type Problem = Option<(Option<u32>, String)>;

fn number(line: usize) -> Option<u32> {
    u32::try_from(line).ok().filter(|n| *n > 0)
}

fn json(text: &str) -> Problem {
    let error = serde_json::from_str::<serde_json::Value>(text).err()?;
    let message = error.to_string();
    let said = message.split(" at line ").next().unwrap_or_default();
    Some((number(error.line()), said.to_owned()))
}

fn yaml(text: &str) -> Problem {
    use serde::Deserialize;
    for document in serde_yaml::Deserializer::from_str(text) {
        if let Err(error) = serde_yaml::Value::deserialize(document) {
            let line = error.location().and_then(|l| number(l.line()));
            let message = error.to_string();
            let said = message.split(" at line ").next().unwrap_or_default();
            return Some((line, said.to_owned()));
        }
    }
    None
}

fn toml(text: &str) -> Problem {
    let error = text.parse::<toml::Table>().err()?;
    let line = error.span().map(|span| line_at(text, span.start));
    Some((line, error.message().trim_end_matches('.').to_owned()))
}

fn csv(text: &str) -> Problem {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    // Cells of a table hold no line ends: a quote that nobody closed takes the lines below it in.
    if let Some(line) = table::unclosed(text) {
        let message = "a quote is opened and not closed".to_owned();
        return Some((Some(line), message));
    }
    let columns = reader.headers().map_or(0, csv::StringRecord::len);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some((None, error.to_string())),
        };
        // The last columns may be left out.
        if record.len() > columns {
            let line = table::line_of(text, &record);
            let message = format!(
                "{} values for {columns} columns; a comma in a text needs quotes",
                record.len()
            );
            return Some((Some(line), message));
        }
    }
    None
}
