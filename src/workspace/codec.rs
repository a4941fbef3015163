//! The document as text: the only file that names the YAML crate, and where its schema is added and checked.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

/// The schema that this version writes.
pub(super) const SCHEMA: u64 = 1;

const KEY: &str = "schema:";

/// Why a text is not a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    Newer {
        found: u64,
        known: u64,
    },
    Damaged {
        /// Line and column, from 1.
        place: Option<(usize, usize)>,
        message: String,
    },
}

fn damaged(place: Option<(usize, usize)>, message: impl Into<String>) -> Broken {
    Broken::Damaged {
        place,
        message: message.into(),
    }
}

impl From<serde_yaml::Error> for Broken {
    fn from(error: serde_yaml::Error) -> Self {
        let place = error.location().map(|at| (at.line(), at.column()));
        let text = error.to_string();
        // The place is told on its own.
        let text = match text.rfind(" at line ") {
            Some(at) if place.is_some() => &text[..at],
            _ => text.as_str(),
        };
        damaged(place, text.trim_end_matches('.'))
    }
}

/// The document with its schema at the top.
///
/// # Errors
/// A document that is not a mapping.
pub(super) fn encode<T: Serialize>(document: &T) -> Result<String, String> {
    let body = serde_yaml::to_string(document).map_err(|error| error.to_string())?;
    let head = format!("{KEY} {SCHEMA}\n");
    match body.as_str() {
        "{}\n" => Ok(head),
        text if text.starts_with(['-', '[', '{', '"', '\'', '|']) => {
            Err("it is not a mapping".to_owned())
        }
        text => Ok(head + text),
    }
}

/// Reads a document.
///
/// # Errors
/// A newer schema, or where and how the text is damaged.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Broken> {
    #[derive(Deserialize)]
    struct Head {
        schema: Option<serde_yaml::Value>,
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        damaged(Some(end_of(&good)), "it is not UTF-8 text")
    })?;
    if text.trim().is_empty() {
        return Err(damaged(Some((1, 1)), "it is empty"));
    }
    if let Some(at) = text.find('\0') {
        return Err(damaged(
            Some(end_of(&text[..at])),
            "it holds a NUL character",
        ));
    }
    // The usual case is read once. What it refuses is read again below, to say why.
    if let Some(body) = current(text)
        && let Ok(document) = serde_yaml::from_str(body)
    {
        return Ok(document);
    }
    // Read whole once, so that damage anywhere is damage, and not a missing schema.
    let _: IgnoredAny = serde_yaml::from_str(text)?;
    let head: Head = serde_yaml::from_str(text)?;
    let line = text.lines().position(|line| line.starts_with(KEY));
    let place = Some((line.map_or(1, |line| line + 1), 1));
    let found = match head.schema {
        None => return Err(damaged(Some((1, 1)), "it does not begin with its schema")),
        Some(value) => value
            .as_u64()
            .filter(|number| *number > 0)
            .ok_or_else(|| damaged(place, "its schema is not a number"))?,
    };
    if found > SCHEMA {
        return Err(Broken::Newer {
            found,
            known: SCHEMA,
        });
    }
    Ok(serde_yaml::from_str(&without_schema(text))?)
}

/// What follows the schema of this version, in a text as [`encode`] writes it: the schema first, and once.
fn current(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(KEY)?;
    let (number, body) = rest.split_once('\n')?;
    let known = number.strip_prefix(' ')?.parse() == Ok(SCHEMA);
    let again = body.starts_with(KEY) || body.contains("\nschema:");
    (known && !again && !body.trim().is_empty()).then_some(body)
}

/// The text with the schema's line made a comment of the same length, so that the document may forbid unknown
/// keys and places stay true. At column 1 nothing but a top key can begin so.
fn without_schema(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut only = true;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix('s') {
            Some(rest) if line.starts_with(KEY) => {
                out.push('#');
                out.push_str(rest);
            }
            _ => {
                only &= line.trim().is_empty() || line.starts_with('#');
                out.push_str(line);
            }
        }
    }
    if only { "{}".to_owned() } else { out }
}

fn end_of(text: &str) -> (usize, usize) {
    let line = text.matches('\n').count() + 1;
    let last = text.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
    #[serde(default, deny_unknown_fields)]
    struct Sample {
        text: String,
        list: Vec<String>,
        map: BTreeMap<String, String>,
        maybe: Option<String>,
        value: serde_json::Value,
        deep: Vec<BTreeMap<String, Vec<String>>>,
    }

    fn sample(text: &str) -> Sample {
        Sample {
            text: text.to_owned(),
            list: vec![text.to_owned(), "after".to_owned(), text.to_owned()],
            map: BTreeMap::from([(text.to_owned(), text.to_owned())]),
            maybe: Some(text.to_owned()),
            value: serde_json::json!({ "inner": [text] }),
            deep: vec![BTreeMap::from([("k".to_owned(), vec![text.to_owned()])])],
        }
    }

    fn round(document: &Sample) {
        let text = encode(document).unwrap();
        let back: Sample = decode(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
        assert_eq!(&back, document, "\n{text}");
    }

    #[test]
    fn texts_that_yaml_could_retype_stay_texts() {
        let texts = [
            "",
            " ",
            "no",
            "No",
            "on",
            "off",
            "y",
            "n",
            "yes",
            "true",
            "null",
            "~",
            "=",
            "<<",
            "1e3",
            "0x1f",
            "0o17",
            "012",
            "1_000",
            ".inf",
            "-.INF",
            ".nan",
            "12:30:45",
            "2026-11-23",
            "1.0",
            "-",
            "--- a",
            "---",
            "...",
            "- a",
            "? a",
            ": a",
            "a: b",
            "a #b",
            "#",
            "a:",
            "{{ x }}",
            "{a",
            "[a",
            "&a",
            "*a",
            "!a",
            "!!str a",
            "%a",
            "@a",
            "`a",
            "'",
            "\"",
            "\\",
            "|",
            ">",
            "|-",
            " lead",
            "trail ",
            "\ttab",
            "a\tb",
            "line\nline",
            "line\n",
            "\nline",
            "\n",
            "\n\n",
            " \n",
            "a\n\n\n",
            "a\n ",
            " a\nb",
            "a\n  b\n",
            "\r",
            "a\r\nb",
            "a\rb",
            "\u{85}",
            "a\u{85}b",
            "\u{2028}",
            "a\u{2029}",
            "\u{feff}",
            "\u{feff}a",
            "\0",
            "\u{1}",
            "\u{1b}[31m",
            "\u{7f}",
            "\u{9f}",
            "😀",
            "a😀\n😀",
            "é",
            "\u{10ffff}",
            "\u{fffe}",
            "schema: 2",
            "\nschema: 2\n",
            "key: |\n  schema: 2\nschema: 3",
            "a\nschema: 9\nb",
        ];
        for text in texts {
            round(&sample(text));
        }
        round(&Sample::default());
    }

    proptest! {
        #[test]
        fn any_text_comes_back(texts in prop::collection::vec(any::<String>(), 1..4)) {
            for text in &texts {
                round(&sample(text));
            }
        }

        #[test]
        fn any_text_of_awkward_characters_comes_back(
            text in "[ \\t\\r\\n:#'\"\\\\|>{}\\[\\]&*!%@`,?=~\\-a0\u{85}\u{2028}\u{feff}\u{1f600}\\x00\\x1b]{0,40}"
        ) {
            round(&sample(&text));
        }

        #[test]
        fn damage_is_an_error_and_never_a_panic(
            at in 0_usize..400, with in any::<u8>(), cut in any::<bool>()
        ) {
            let mut bytes = encode(&sample("a: b\nc")).unwrap().into_bytes();
            let at = at % bytes.len();
            if cut { bytes.truncate(at) } else { bytes[at] = with }
            let _ = decode::<Sample>(&bytes);
        }
    }

    #[test]
    fn the_schema_stands_first_and_is_checked() {
        let text = encode(&sample("x")).unwrap();
        assert!(text.starts_with("schema: 1\ntext: x\n"), "{text}");
        let read = |text: &str| decode::<Sample>(text.as_bytes());
        assert_eq!(
            read("text: x\nschema: 7\nfuture: {}\n"),
            Err(Broken::Newer { found: 7, known: 1 })
        );
        assert_eq!(read("schema: 1\n"), Ok(Sample::default()));
        assert_eq!(
            encode(&BTreeMap::<String, String>::new()).unwrap(),
            "schema: 1\n"
        );
        for bad in [
            "text: x\n",
            "schema: one\n",
            "schema: 0\n",
            "schema: -1\n",
            "schema:\n",
            "- a\n",
            "x",
            "",
            " \n",
        ] {
            assert!(matches!(read(bad), Err(Broken::Damaged { .. })), "{bad:?}");
        }
        assert!(encode(&vec![1]).is_err());
    }

    #[test]
    fn a_second_schema_is_damage_and_never_skipped() {
        let read = |text: &str| decode::<Sample>(text.as_bytes());
        assert!(matches!(
            read("schema: 1\ntext: x\nschema: 1\n"),
            Err(Broken::Damaged { .. })
        ));
        assert!(matches!(
            read("schema: 1\nschema: 2\n"),
            Err(Broken::Damaged { .. })
        ));
        assert_eq!(read("schema: 1\n# text\n"), Ok(Sample::default()));
    }

    #[test]
    fn damage_is_told_with_its_place() {
        let place = |bytes: &[u8]| match decode::<Sample>(bytes) {
            Err(Broken::Damaged { place, message }) => (place.unwrap(), message),
            other => panic!("{other:?}"),
        };
        let (at, message) = place(b"schema: 1\ntext: x\nunknown: 1\n");
        assert_eq!(at.0, 3, "{message}");
        assert!(message.contains("unknown"), "{message}");
        assert!(!message.contains(" at line "), "{message}");
        assert_eq!(place(b"schema: 1\ntext: \"x\n").0.0, 3);
        assert_eq!(place(b"schema: 1\ntext: \xc3\x28\n").0, (2, 7));
        assert_eq!(place(b"schema: 1\nte\0xt: x\n").0, (2, 3));
        assert_eq!(place(b"schema: 1\ntext: [a]\n").0.0, 2);
    }
}
