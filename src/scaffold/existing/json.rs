//! Changing one value of a JSON text and nothing else of it: order, indentation and spacing stay as they are.

use super::nodes::{Kind, Node};
use serde_json::Value;

/// One step of the way to a value.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Sets the value at a path; an absent last key is added at the end of its object.
///
/// # Errors
/// The text is no JSON, or there is nothing at the path's beginning.
pub fn set(text: &str, path: &[Step], value: &Value) -> Result<String, String> {
    let root = Node::parse(text)?;
    if let Some(node) = find(&root, path) {
        if is(text, node, value) {
            return Ok(text.to_owned());
        }
        let indent = line_indent(text, node.span.start);
        let new = Style::of(text, &root, Some(node)).written(value, &indent);
        return Ok(splice(text, node.span.clone(), &new));
    }
    let Some((Step::Key(key), parent)) = path.split_last() else {
        return Err(absent(path));
    };
    let object = find(&root, parent).ok_or_else(|| absent(path))?;
    if !matches!(object.kind, Kind::Object(_)) {
        return Err(absent(path));
    }
    let key = Value::from(*key).to_string();
    Ok(insert(text, &root, object, Some(&key), value))
}

/// Adds an element at the end of the array at a path.
///
/// # Errors
/// The text is no JSON, or no array is there.
pub fn push(text: &str, path: &[Step], value: &Value) -> Result<String, String> {
    let root = Node::parse(text)?;
    match find(&root, path) {
        Some(array) if matches!(array.kind, Kind::Array(_)) => {
            Ok(insert(text, &root, array, None, value))
        }
        _ => Err(absent(path)),
    }
}

/// Removes the array's element at a path that ends with its index.
///
/// # Errors
/// The text is no JSON, or no such element is there.
pub fn remove(text: &str, path: &[Step]) -> Result<String, String> {
    let root = Node::parse(text)?;
    let Some((Step::Index(at), parent)) = path.split_last() else {
        return Err(absent(path));
    };
    let array = find(&root, parent).ok_or_else(|| absent(path))?;
    let children = array.children();
    let node = children.get(*at).ok_or_else(|| absent(path))?;
    let before = at.checked_sub(1).map(|i| children[i]);
    let range = match (before, children.get(at + 1)) {
        // The first of its line: what follows on the line takes its place.
        (Some(before), Some(after))
            if text[before.span.end..node.span.start].contains('\n')
                && !text[node.span.end..after.span.start].contains('\n') =>
        {
            node.span.start..after.span.start
        }
        (Some(before), _) => before.span.end..node.span.end,
        (None, Some(after)) => node.span.start..after.span.start,
        (None, None) => array.span.start + 1..array.span.end - 1,
    };
    Ok(splice(text, range, ""))
}

fn find<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter()
        .try_fold(root, |node, step| match (step, &node.kind) {
            // Of a key that is there twice, readers take the last.
            (Step::Key(key), Kind::Object(members)) => {
                let member = members.iter().rev().find(|m| m.key == *key);
                member.map(|m| &m.value)
            }
            (Step::Index(at), Kind::Array(items)) => items.get(*at),
            _ => None,
        })
}

fn is(text: &str, node: &Node, value: &Value) -> bool {
    serde_json::from_str::<Value>(&text[node.span.clone()]).is_ok_and(|v| v == *value)
}

/// Puts a member or an element behind the last one, spaced and broken as its neighbors are.
fn insert(text: &str, root: &Node, holder: &Node, key: Option<&str>, value: &Value) -> String {
    let style = Style::of(text, root, holder.children().last().copied());
    let entry = |indent: &str| {
        let value = style.written(value, indent);
        key.map_or(value.clone(), |key| format!("{key}: {value}"))
    };
    if let (Some(first), Some(last)) = (holder.first(), holder.last_end()) {
        let lead = &text[holder.span.start + 1..first];
        let new = match lead.rfind('\n') {
            Some(at) => {
                let indent = &lead[at + 1..];
                format!(",\n{indent}{}", entry(indent))
            }
            None => format!(", {}", entry(&line_indent(text, holder.span.start))),
        };
        return splice(text, last..last, &new);
    }
    let outer = line_indent(text, holder.span.start);
    let inner = format!("{outer}{}", style.unit);
    let new = format!("\n{inner}{}\n{outer}", entry(&inner));
    splice(text, holder.span.start + 1..holder.span.end - 1, &new)
}

/// How the file breaks its lines.
struct Style {
    /// What one level is indented by.
    unit: String,
    /// Lists of plain values stand on one line.
    flat: bool,
}

impl Style {
    /// As the neighbor has it, else as the first line inside of the outermost value.
    fn of(text: &str, root: &Node, neighbor: Option<&Node>) -> Self {
        let lead = |node: &Node| {
            let lead = &text[node.span.start + 1..node.first()?];
            lead.rsplit_once('\n').map(|(_, indent)| indent)
        };
        let own = neighbor.and_then(|node| {
            let outer = line_indent(text, node.span.start);
            lead(node)?.strip_prefix(outer.as_str())
        });
        let unit = own.or_else(|| lead(root)).filter(|unit| !unit.is_empty());
        let lists = neighbor.map_or(vec![], Node::values);
        let mut lists = lists
            .into_iter()
            .filter(|n| matches!(n.kind, Kind::Array(_)) && n.first().is_some());
        Self {
            unit: unit.unwrap_or("    ").to_owned(),
            flat: lists.next().is_some_and(|n| lead(n).is_none()),
        }
    }

    /// The value over several lines, its later lines behind `indent`.
    fn written(&self, value: &Value, indent: &str) -> String {
        let inner = format!("{indent}{}", self.unit);
        let broken = |open: char, items: Vec<String>, close: char| {
            let items = items.join(&format!(",\n{inner}"));
            format!("{open}\n{inner}{items}\n{indent}{close}")
        };
        match value {
            Value::Array(items) if !items.is_empty() => {
                let plain = items.iter().all(|i| !i.is_array() && !i.is_object());
                let items: Vec<String> = items.iter().map(|i| self.written(i, &inner)).collect();
                if self.flat && plain {
                    return format!("[{}]", items.join(", "));
                }
                broken('[', items, ']')
            }
            Value::Object(members) if !members.is_empty() => {
                let member = |(key, value): (&String, &Value)| {
                    let key = Value::from(key.as_str());
                    format!("{key}: {}", self.written(value, &inner))
                };
                broken('{', members.iter().map(member).collect(), '}')
            }
            other => other.to_string(),
        }
    }
}

fn line_indent(text: &str, at: usize) -> String {
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let rest = &text[line..];
    let width = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[..width].to_owned()
}

fn splice(text: &str, range: std::ops::Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

fn absent(path: &[Step]) -> String {
    let parts: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Index(at) => format!("[{at}]"),
        })
        .collect();
    format!("There is no {}.", parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::Step::{Index, Key};
    use super::*;
    use serde_json::json;

    const TEXT: &str = "{\n\t\"a\" : {\"b\":1,\"c\":[\"x\", \"y\"]},\n\t\"t\": [\n\t\t\"one\",\n\t\t\"two\"\n\t],\n\t\"e\": []\n}";

    #[test]
    fn one_value_changes_and_the_rest_stays() {
        let new = set(TEXT, &[Key("a"), Key("b")], &json!("q\"")).unwrap();
        assert_eq!(new, TEXT.replace("\"b\":1", "\"b\":\"q\\\"\""));
        assert_eq!(set(TEXT, &[Key("a"), Key("b")], &json!(1)).unwrap(), TEXT);
        let new = set(TEXT, &[Key("a"), Key("d")], &json!(true)).unwrap();
        assert_eq!(new, TEXT.replace("\"y\"]}", "\"y\"], \"d\": true}"));
        let new = set(TEXT, &[Key("z")], &json!({"k": 1})).unwrap();
        assert!(
            new.ends_with("\"e\": [],\n\t\"z\": {\n\t\t\"k\": 1\n\t}\n}"),
            "{new}"
        );
        assert!(set(TEXT, &[Key("no"), Key("b")], &json!(1)).is_err());
        assert!(set("{", &[Key("a")], &json!(1)).is_err());
    }

    #[test]
    fn elements_come_and_go() {
        let new = push(TEXT, &[Key("t")], &json!("three")).unwrap();
        assert_eq!(new, TEXT.replace("\"two\"", "\"two\",\n\t\t\"three\""));
        let new = push(TEXT, &[Key("e")], &json!({"k": 1})).unwrap();
        assert!(
            new.contains("\"e\": [\n\t\t{\n\t\t\t\"k\": 1\n\t\t}\n\t]"),
            "{new}"
        );
        let new = push(TEXT, &[Key("a"), Key("c")], &json!("z")).unwrap();
        assert!(new.contains("[\"x\", \"y\", \"z\"]"), "{new}");
        let first = remove(TEXT, &[Key("t"), Index(0)]).unwrap();
        assert_eq!(first, TEXT.replace("\"one\",\n\t\t", ""));
        let last = remove(TEXT, &[Key("t"), Index(1)]).unwrap();
        assert_eq!(last, TEXT.replace(",\n\t\t\"two\"", ""));
        let none = remove(&last, &[Key("t"), Index(0)]).unwrap();
        assert!(none.contains("\"t\": []"), "{none}");
    }

    #[test]
    fn the_last_of_two_equal_keys_counts_and_escapes_are_read() {
        let new = set("{\"a\": 1, \"a\": 2}", &[Key("a")], &json!(3)).unwrap();
        assert_eq!(new, "{\"a\": 1, \"a\": 3}");
        let new = set(r#"{"\u0061": "}\"]"}"#, &[Key("a")], &json!(3)).unwrap();
        assert_eq!(new, r#"{"\u0061": 3}"#);
    }
}
