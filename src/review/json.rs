//! A JSON file with the line of each of its values.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A JSON file that parses.
#[derive(Debug, Clone)]
pub struct Json<'a> {
    pub path: &'a str,
    pub value: Value,
    lines: BTreeMap<String, u32>,
}

impl<'a> Json<'a> {
    /// Reads a file; none when it does not parse, which a rule of its own says.
    #[must_use]
    pub fn read(path: &'a str, text: &str) -> Option<Self> {
        let value = serde_json::from_str(text).ok()?;
        let (lines, _) = lines(text);
        Some(Self { path, value, lines })
    }

    /// The value at a pointer such as `/tile/title`; null where there is none.
    #[must_use]
    pub fn at(&self, pointer: &str) -> &Value {
        self.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The text at a pointer; empty where there is none.
    #[must_use]
    pub fn str(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    /// The file and the line of the value at a pointer; of the nearest above it where there is none.
    #[must_use]
    pub fn place(&self, pointer: &str) -> (&'a str, Option<u32>) {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return (self.path, Some(*line));
            }
            match pointer.rsplit_once('/') {
                Some((above, _)) => pointer = above,
                None => return (self.path, None),
            }
        }
    }

    /// Calls `each` with the pointer of every value and the value.
    pub fn walk(&self, each: &mut dyn FnMut(&str, &Value)) {
        walk(&self.value, "", each);
    }
}

fn walk(value: &Value, pointer: &str, each: &mut dyn FnMut(&str, &Value)) {
    each(pointer, value);
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                walk(value, &format!("{pointer}/{}", escape(key)), each);
            }
        }
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                walk(value, &format!("{pointer}/{i}"), each);
            }
        }
        _ => {}
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What is open: a list with the next index, or an object with the key that was read last.
enum Open {
    List(usize),
    Object(Option<String>),
}

/// The keys that stand twice in one map, with the line of the second; the text is known to parse.
#[must_use]
pub fn doubles(text: &str) -> Vec<(String, u32)> {
    lines(text).1
}

/// The line of every value, by pointer, and the keys that stand twice. The text is known to parse.
fn lines(text: &str) -> (BTreeMap<String, u32>, Vec<(String, u32)>) {
    let mut out = BTreeMap::new();
    let (mut keys, mut doubles) = (BTreeSet::new(), vec![]);
    let mut open: Vec<(Open, String)> = vec![];
    let mut line = 1;
    let mut rest = text.char_indices().peekable();
    // The pointer of a value that begins here.
    let pointer = |open: &[(Open, String)]| match open.last() {
        None => String::new(),
        Some((Open::List(i), at)) => format!("{at}/{i}"),
        Some((Open::Object(key), at)) => format!("{at}/{}", key.as_deref().unwrap_or_default()),
    };
    while let Some((start, c)) = rest.next() {
        match c {
            '\n' => line += 1,
            ',' => match open.last_mut() {
                Some((Open::List(i), _)) => *i += 1,
                Some((Open::Object(key), _)) => *key = None,
                None => {}
            },
            '{' | '[' => {
                let at = pointer(&open);
                out.insert(at.clone(), line);
                let new = if c == '{' {
                    Open::Object(None)
                } else {
                    Open::List(0)
                };
                open.push((new, at));
            }
            '}' | ']' => {
                open.pop();
            }
            '"' => {
                let mut end = start;
                while let Some((i, c)) = rest.next() {
                    end = i;
                    match c {
                        '\\' => {
                            rest.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
                let is_key = matches!(open.last(), Some((Open::Object(None), _)));
                if is_key {
                    let key = serde_json::from_str::<String>(&text[start..=end]);
                    let key = key.unwrap_or_default();
                    if let Some((Open::Object(name), at)) = open.last_mut() {
                        *name = Some(escape(&key));
                        if !keys.insert(format!("{at}/{}", escape(&key))) {
                            doubles.push((key, line));
                        }
                    }
                } else {
                    out.insert(pointer(&open), line);
                }
            }
            c if c.is_whitespace() || c == ':' => {}
            _ => {
                out.entry(pointer(&open)).or_insert(line);
            }
        }
    }
    (out, doubles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_line() {
        let text = "{\n \"a\": {\n  \"b/c\": [1,\n   \"x, }\\\"\",\n   {\"d\": null}]\n },\n \"e\": true\n}";
        let json = Json::read("x.json", text).unwrap();
        let line = |pointer| json.place(pointer).1.unwrap();
        assert_eq!(line(""), 1);
        assert_eq!(line("/a"), 2);
        assert_eq!(line("/a/b~1c"), 3);
        assert_eq!(line("/a/b~1c/1"), 4);
        assert_eq!(line("/a/b~1c/2/d"), 5);
        assert_eq!(line("/e"), 7);
        assert_eq!(line("/e/absent"), 7);
        assert_eq!(json.at("/a/b~1c/2/d"), &Value::Null);
    }
}
