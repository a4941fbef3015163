//! The filters that every value inserted by a template passes: nothing that a contributor typed may
//! end a string, open a tag or become syntax.
//!
//! | Filter | Makes |
//! |---|---|
//! | `py` | a Python literal; strings in single quotes |
//! | `toml` | a TOML value; strings as basic strings |
//! | `yaml` | a YAML flow value; strings as JSON strings that `PyYAML` reads back unchanged |
//! | `md` | one line of text that Markdown shows as it was typed |
//! | `prose` | Markdown that the contributor wrote, with line ends and shortcodes made harmless |
//! | `ident` | the same text, an error unless it is a (dotted) Python identifier |
//! | `word` | the same text, an error unless it is letters, digits, `_`, `-` and `.` |

use serde_json::Value as Json;
use std::fmt::Write as _;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// An engine with the filters registered and automatic HTML escaping off.
#[must_use]
pub fn engine() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<&str>::new());
    register(&mut tera);
    tera
}

/// Registers the filters.
pub fn register(tera: &mut Tera) {
    tera.register_filter("py", |v: &Value, _: Kwargs, _: &State<'_>| {
        json(v).map(|j| py(&j))
    });
    tera.register_filter("toml", |v: &Value, _: Kwargs, _: &State<'_>| {
        json(v).and_then(|j| toml(&j).map_err(Error::message))
    });
    tera.register_filter("yaml", |v: &Value, _: Kwargs, _: &State<'_>| {
        json(v).map(|j| yaml(&j))
    });
    tera.register_filter("md", |v: &str, _: Kwargs, _: &State<'_>| md(v));
    tera.register_filter("prose", |v: &str, _: Kwargs, _: &State<'_>| prose(v));
    tera.register_filter("ident", |v: &str, _: Kwargs, _: &State<'_>| {
        ident(v).map_err(Error::message)
    });
    tera.register_filter("word", |v: &str, _: Kwargs, _: &State<'_>| {
        word(v).map_err(Error::message)
    });
}

/// The inserted value as JSON, an error when there is none.
pub fn json(value: &Value) -> TeraResult<Json> {
    // An undefined variable would otherwise become `null` without a word.
    if value.is_undefined() {
        return Err(Error::message("the inserted value is not defined"));
    }
    serde_json::to_value(value).map_err(|e| Error::chain("the inserted value has no JSON form", e))
}

/// A Python literal. Strings stand in single quotes, since the repository's ruff keeps quotes as they are.
#[must_use]
pub fn py(value: &Json) -> String {
    match value {
        Json::Null => "None".into(),
        Json::Bool(true) => "True".into(),
        Json::Bool(false) => "False".into(),
        Json::Number(n) => n.to_string(),
        Json::String(s) => py_str(s),
        Json::Array(items) => format!("[{}]", join(items.iter().map(py))),
        Json::Object(map) => {
            let items = map.iter().map(|(k, v)| format!("{}: {}", py_str(k), py(v)));
            format!("{{{}}}", join(items))
        }
    }
}

/// A Python string literal in single quotes.
#[must_use]
pub fn py_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if unprintable(c) => {
                let n = u32::from(c);
                // Writing to a String cannot fail.
                let _ = match n {
                    0..=0xff => write!(out, "\\x{n:02x}"),
                    0x100..=0xffff => write!(out, "\\u{n:04x}"),
                    _ => write!(out, "\\U{n:08x}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// A TOML value: basic strings, inline arrays and tables.
///
/// # Errors
/// TOML has no null.
pub fn toml(value: &Json) -> Result<String, String> {
    Ok(match value {
        Json::Null => return Err("TOML has no null: leave the key out".into()),
        Json::Bool(b) => b.to_string(),
        Json::Number(n) => n.to_string(),
        Json::String(s) => quoted(s, true),
        Json::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(toml).collect();
            format!("[{}]", items?.join(", "))
        }
        Json::Object(map) => {
            let mut items = Vec::with_capacity(map.len());
            for (k, v) in map {
                items.push(format!("{} = {}", quoted(k, true), toml(v)?));
            }
            format!("{{ {} }}", items.join(", "))
        }
    })
}

/// A YAML flow value that `PyYAML` (YAML 1.1) reads back as the same value: every string quoted.
#[must_use]
pub fn yaml(value: &Json) -> String {
    match value {
        Json::Null => "null".into(),
        Json::Bool(b) => b.to_string(),
        Json::Number(n) => yaml_number(&n.to_string()),
        Json::String(s) => quoted(s, false),
        Json::Array(items) => format!("[{}]", join(items.iter().map(yaml))),
        Json::Object(map) => {
            let items = map
                .iter()
                .map(|(k, v)| format!("{}: {}", quoted(k, false), yaml(v)));
            format!("{{{}}}", join(items))
        }
    }
}

/// YAML 1.1 reads `1e30` as a text: a float needs a point and a signed exponent.
fn yaml_number(text: &str) -> String {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text.to_owned();
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) {
        ""
    } else {
        "+"
    };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// A double-quoted string of JSON; TOML (`long`) alone knows `\UXXXXXXXX`.
fn quoted(text: &str, long: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if unprintable(c) && u32::from(c) <= 0xffff => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c if unprintable(c) && long => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What editors, `PyYAML` or reviewers trip over when it stands bare: controls, separators, marks of direction.
fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || (u32::from(c) > 0xffff && u32::from(c) & 0xfffe == 0xfffe)
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// One line of text that Markdown shows exactly as it was typed.
#[must_use]
pub fn md(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = line.chars().collect();
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    let mut out = String::with_capacity(line.len() + 8);
    for (i, &c) in chars.iter().enumerate() {
        // `1. ` at the beginning of a line starts a list.
        let list = i == digits && digits > 0 && matches!(c, '.' | ')');
        if list || special(&chars, i) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether Markdown would read the character at `i` as syntax. An underscore inside a word is none.
fn special(chars: &[char], i: usize) -> bool {
    let before = i.checked_sub(1).map(|p| chars[p]);
    let after = chars.get(i + 1).copied();
    let wordy = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match chars[i] {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => true,
        '_' => !(wordy(before) && wordy(after)),
        // `{{<` and `{{%` call a shortcode on the documentation site.
        c @ ('~' | '{') => before == Some(c) || after == Some(c),
        '&' => {
            let name = |c: &char| c.is_ascii_alphanumeric() || *c == '#';
            let length = chars[i + 1..].iter().take_while(|c| name(c)).count();
            length > 0 && chars.get(i + 1 + length) == Some(&';')
        }
        '#' | '-' | '+' | '=' => i == 0,
        _ => false,
    }
}

/// Markdown that the contributor wrote: kept, with `\n` line ends, no control characters, no trailing
/// spaces, no shortcode, one final newline left to the template.
#[must_use]
pub fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect();
    let text = text.replace("{{<", "{ {<").replace("{{%", "{ {%");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A Python identifier, or several joined by dots.
///
/// # Errors
/// Names the text that is none.
pub fn ident(text: &str) -> Result<String, String> {
    let good = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if text.split('.').all(good) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is not a Python identifier"))
    }
}

/// Letters, digits, `_`, `-` and `.`: a name of a package, a folder or a tag.
///
/// # Errors
/// Names the text that is none.
pub fn word(text: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !text.is_empty() && text.chars().all(good) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is not a plain word of letters, digits, '_', '-' and '.'"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NASTY: &str = "a 'b' \"c\" \\ {{ x }} {% y %} # : | \n\t\u{7f}\u{2028}é 😀 {{< z >}}";

    fn render(template: &str, value: &Json) -> Result<String, tera::Error> {
        let mut context = tera::Context::new();
        context.insert("x", value);
        let mut tera = engine();
        tera.add_raw_template("t", template)?;
        tera.render("t", &context)
    }

    #[test]
    fn python_literals_stand_in_single_quotes() {
        assert_eq!(
            render("{{ x | py }}", &json!("it's \\ \n")).unwrap(),
            r"'it\'s \\ \n'"
        );
        assert_eq!(
            render("{{ x | py }}", &json!("\u{7f}\u{2028}")).unwrap(),
            r"'\x7f\u2028'"
        );
        assert_eq!(
            render("{{ x | py }}", &json!({"b": [true, null, 1.5], "a": "<&>"})).unwrap(),
            "{'b': [True, None, 1.5], 'a': '<&>'}"
        );
    }

    #[test]
    fn toml_reads_back_what_was_inserted() {
        let value = json!({"k": NASTY, "l": [NASTY, 1, true], "😀 \"": 1.5});
        let text = format!("x = {}", toml(&value).unwrap());
        let back: toml::Value = ::toml::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&back["x"]).unwrap(), value);
        assert!(toml(&json!([null])).is_err());
    }

    #[test]
    fn yaml_reads_back_what_was_inserted() {
        let value =
            json!({"k": NASTY, "no": ["no", "on", "12:30:45", "=", "1e3", 1, true, null, 1e30]});
        let text = format!("x: {}", yaml(&value));
        let back: Json = serde_yaml::from_str(&text).unwrap();
        assert_eq!(back["x"], value);
        assert!(!text.contains('\u{7f}') && !text.contains('\u{2028}'));
        assert!(yaml(&json!(1e30)).contains("1.0e+30"));
    }

    #[test]
    fn markdown_shows_the_text_as_typed() {
        assert_eq!(
            md("1. acme_queue *is* <b>\n| {{% x %}}"),
            r"1\. acme_queue \*is\* \<b\> \| \{\{% x %}}"
        );
        assert_eq!(md("# AT&T &amp; _x_"), r"\# AT&T \&amp; \_x\_");
        assert_eq!(md("Version 1.5, a - b: c"), "Version 1.5, a - b: c");
    }

    #[test]
    fn prose_keeps_markdown_and_loses_shortcodes() {
        assert_eq!(
            prose("**A**  \r\nb\u{7}\n\n{{< x >}}\n\n"),
            "**A**\nb\n\n{ {< x >}}"
        );
    }

    #[test]
    fn names_are_refused_unless_plain() {
        assert_eq!(ident("a.b_1"), Ok("a.b_1".into()));
        for bad in ["", "a-b", "1a", "a..b", "a b", "é"] {
            assert!(ident(bad).is_err(), "{bad:?}");
        }
        assert_eq!(word("datadog-acme.q_1"), Ok("datadog-acme.q_1".into()));
        assert!(word("a b").is_err() && word("").is_err());
        assert!(render("class {{ x | ident }}", &json!("A: pass")).is_err());
    }

    #[test]
    fn an_undefined_value_is_an_error() {
        assert!(render("{{ y | py }}", &json!(1)).is_err());
    }
}
