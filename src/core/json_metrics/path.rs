//! Paths into a JSON document: `queues[].depth`. `[]` is each item of a list; a key that holds `.`, `[`,
//! `]`, `"` or a space, or is empty, is written as a JSON string in brackets: `nodes["a.b"].load`.

use serde_json::Value;
use std::fmt;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    Key(String),
    /// Each item of a list.
    Each,
}

/// A path; empty is the document itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// One sentence that names the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |at: &str, why: &str| Err(format!("The path {text:?} {why} at {at:?}."));
        let mut steps = vec![];
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("[]") {
                steps.push(Step::Each);
                rest = after;
            } else if rest.starts_with("[\"") {
                let mut stream =
                    serde_json::Deserializer::from_str(&rest[1..]).into_iter::<String>();
                let Some(Ok(key)) = stream.next() else {
                    return wrong(rest, "has a quoted key that does not end");
                };
                let Some(after) = rest[1 + stream.byte_offset()..].strip_prefix(']') else {
                    return wrong(rest, "has a quoted key without its bracket");
                };
                steps.push(Step::Key(key));
                rest = after;
            } else {
                let key = if steps.is_empty() {
                    rest
                } else {
                    rest.strip_prefix('.').unwrap_or("")
                };
                let end = key.find(['.', '[']).unwrap_or(key.len());
                if end == 0 || !is_bare(&key[..end]) {
                    return wrong(rest, "needs a key, [] or [\"a quoted key\"]");
                }
                steps.push(Step::Key(key[..end].to_owned()));
                rest = &key[end..];
                if rest == "." {
                    return wrong(rest, "ends with a dot");
                }
            }
        }
        Ok(Self(steps))
    }

    /// The path with one more step.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The part up to and with the last `[]`.
    #[must_use]
    pub fn lists(&self) -> &[Step] {
        let end = self
            .0
            .iter()
            .rposition(|s| *s == Step::Each)
            .map_or(0, |n| n + 1);
        &self.0[..end]
    }

    /// Every value at the path.
    #[must_use]
    pub fn values<'v>(&self, document: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![document];
        for step in &self.0 {
            found = found
                .into_iter()
                .flat_map(|value| match (step, value) {
                    (Step::Key(key), Value::Object(map)) => map.get(key).into_iter().collect(),
                    (Step::Each, Value::Array(items)) => items.iter().collect(),
                    _ => vec![],
                })
                .collect();
        }
        found
    }
}

fn is_bare(key: &str) -> bool {
    !key.is_empty()
        && !key.contains(|c: char| {
            matches!(c, '.' | '[' | ']' | '"') || c.is_whitespace() || c.is_control()
        })
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Step::Each => f.write_str("[]")?,
                Step::Key(key) if is_bare(key) => {
                    let dot = if n == 0 { "" } else { "." };
                    write!(f, "{dot}{key}")?;
                }
                Step::Key(key) => write!(f, "[{}]", Value::String(key.clone()))?,
            }
        }
        Ok(())
    }
}
