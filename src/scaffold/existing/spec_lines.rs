//! Blocks of a YAML text by their indentation. Nothing here is certain: what comes out is read again by a YAML
//! reader, and thrown away when it means anything else than what was wanted.

use serde_json::Value;
use std::ops::Range;

/// The lines of one entry of a list, from its `-` on.
#[derive(Debug, Clone)]
pub struct Block {
    lines: Range<usize>,
    /// How far its keys are indented.
    indent: usize,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// From a line to the next that is indented no further; blank lines at its end are not its own.
fn reach(lines: &[&str], from: usize, depth: usize) -> usize {
    let deeper = |l: &&&str| l.trim().is_empty() || indent(l) > depth;
    let mut end = from + 1 + lines[from + 1..].iter().take_while(deeper).count();
    while end > from + 1 && lines[end - 1].trim().is_empty() {
        end -= 1;
    }
    end
}

/// The entries that begin with `- name: <name>`.
pub fn blocks(text: &str, name: &str) -> Vec<Block> {
    let lines = split(text);
    let begins = |line: &str| {
        let rest = line.trim().strip_prefix('-')?;
        let value = rest.trim_start().strip_prefix("name:")?.trim();
        let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
        let dash = indent(line);
        (value == name).then(|| dash + 1 + (rest.len() - rest.trim_start().len()))
    };
    let found = lines.iter().enumerate();
    found
        .filter_map(|(at, line)| {
            let keys = begins(line)?;
            let end = reach(&lines, at, indent(line));
            Some(Block {
                lines: at..end,
                indent: keys,
            })
        })
        .collect()
}

/// The text without a block.
pub fn without(text: &str, block: &Block) -> String {
    let lines = split(text);
    [&lines[..block.lines.start], &lines[block.lines.end..]]
        .concat()
        .concat()
}

/// The text with one key of a block set, or without it. `None` when the way to the key is absent.
pub fn with_key(text: &str, block: &Block, path: &[&str], value: Option<&Value>) -> Option<String> {
    let lines = split(text);
    let (mut range, mut depth) = (block.lines.clone(), block.indent);
    let (key, parents) = path.split_last()?;
    for parent in parents {
        let at = key_at(&lines, &range, depth, parent)?;
        let end = reach(&lines, at, depth).min(range.end);
        range = at + 1..end;
        let first = lines[range.clone()].iter().find(|l| !l.trim().is_empty())?;
        depth = indent(first);
    }
    let at = key_at(&lines, &range, depth, key);
    let old = match at {
        // The first key stands behind the dash; a name never changes here.
        Some(at) if at == block.lines.start => return None,
        Some(at) => at..list_reach(&lines, at, depth).min(range.end),
        None => range.end..range.end,
    };
    let new = value.map_or(String::new(), |value| pair(key, value, depth));
    let mut out = lines[..old.start].concat();
    if !new.is_empty() && !out.ends_with('\n') && !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&new);
    out.push_str(&lines[old.end..].concat());
    Some(out)
}

/// As [`reach`]; a list may stand as deep as its key.
fn list_reach(lines: &[&str], from: usize, depth: usize) -> usize {
    let mut end = reach(lines, from, depth);
    while lines
        .get(end)
        .is_some_and(|l| indent(l) == depth && l.trim_start().starts_with("- "))
    {
        end = reach(lines, end, depth);
    }
    end
}

fn key_at(lines: &[&str], range: &Range<usize>, depth: usize, key: &str) -> Option<usize> {
    range.clone().find(|at| {
        let line = lines[*at];
        let begins = indent(line) == depth
            && line
                .trim_start()
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'));
        // The block's first line has the key behind the dash.
        begins
            || (line.len() > depth && line[..depth].trim() == "-" && {
                line[depth..]
                    .strip_prefix(key)
                    .is_some_and(|rest| rest.starts_with(':'))
            })
    })
}

/// Every line before which an entry of a list could begin, and how far it would be indented.
pub fn places(text: &str) -> Vec<(usize, usize)> {
    let lines = split(text);
    let mut out = vec![];
    for (at, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("- ") {
            out.push((at, indent(line)));
            let end = reach(&lines, at, indent(line));
            out.push((end, indent(line)));
        }
    }
    out
}

/// The text with an entry before a line.
pub fn with_entry(text: &str, line: usize, depth: usize, entry: &Value) -> String {
    let lines = split(text);
    let mut out = lines[..line].concat();
    if !out.ends_with('\n') {
        out.push('\n');
    }
    let keys = depth + 2;
    let body: String = entry
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| pair(key, value, keys))
        .collect();
    out.push_str(&" ".repeat(depth));
    out.push_str("- ");
    out.push_str(body.trim_start());
    out.push_str(&lines[line..].concat());
    out
}

/// `key: value` at a depth, its later lines deeper.
fn pair(key: &str, value: &Value, depth: usize) -> String {
    let pad = " ".repeat(depth);
    match value {
        Value::String(text) if text.ends_with('\n') && is_plain_block(text) => {
            let lines: String = text
                .lines()
                .map(|l| {
                    if l.is_empty() {
                        "\n".into()
                    } else {
                        format!("{pad}  {l}\n")
                    }
                })
                .collect();
            format!("{pad}{key}: |\n{lines}")
        }
        Value::Object(map) if !map.is_empty() => {
            let inner: String = map.iter().map(|(k, v)| pair(k, v, depth + 2)).collect();
            format!("{pad}{key}:\n{inner}")
        }
        // JSON is YAML: what it holds means the same there.
        other => format!("{pad}{key}: {}\n", scalar(other)),
    }
}

/// Words that need no quotes stay without.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(s) if is_word(s) => s.clone(),
        other => other.to_string(),
    }
}

fn is_word(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&word.as_str())
}

fn is_plain_block(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    !first.is_empty()
        && !text.lines().any(|l| l.starts_with(' '))
        && !text.trim_end_matches('\n').is_empty()
        && !text.ends_with("\n\n")
        && !text.contains(['\t', '\r'])
}
