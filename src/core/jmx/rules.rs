//! From the text of `metrics.yaml` to metrics, and what is wrong with it.

use super::{FILE, LIMIT};
use crate::core::answers_file::{Part, line};
use crate::core::capture::{Dropped, Submission};
use crate::core::finding::{Finding, Source};
use serde_yaml::Value;
use std::collections::BTreeMap;

/// One attribute that is sent under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    pub alias: String,
    pub submission: Submission,
    pub attribute: String,
    /// The bean, or the domain where a rule names none.
    pub bean: String,
}

/// What the rules say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// In the order of the file.
    pub metrics: Vec<Metric>,
    /// How many rules there are.
    pub count: usize,
    /// Aliases that depend on the bean, so that no table can list them.
    pub dropped: Vec<Dropped>,
    /// Errors, with their lines; a warning where `JMXFetch` would stop short.
    pub findings: Vec<Finding>,
}

/// Reads rules. `prefix` is what every alias begins with.
#[must_use]
pub fn read(text: &str, prefix: &str) -> Rules {
    let mut reader = Reader {
        text,
        prefix,
        rules: Rules::default(),
        seen: BTreeMap::new(),
        types: BTreeMap::new(),
    };
    match serde_yaml::from_str::<Value>(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(value) => reader.document(&value),
        Err(error) => {
            let line = error.location().and_then(|l| u32::try_from(l.line()).ok());
            let finding = wrong(
                line,
                format!("The rules are not valid YAML: {error}."),
                "Indent with spaces; texts with ':' or '#' need quotes; name each key once.",
            );
            reader.rules.findings.push(finding);
        }
    }
    reader.rules
}

fn wrong(line: Option<u32>, message: impl Into<String>, fix: &str) -> Finding {
    Finding::error(Source::Form, "jmx", message)
        .at(FILE, line)
        .fix(fix)
}

struct Reader<'a> {
    text: &'a str,
    prefix: &'a str,
    rules: Rules,
    /// Bean and attribute, and the rule that named them first, from 1.
    seen: BTreeMap<(String, String), usize>,
    /// Type of each alias.
    types: BTreeMap<String, Submission>,
}

impl Reader<'_> {
    fn say(&mut self, path: &[Part], message: impl Into<String>, fix: &str) {
        let line = line(self.text, path);
        self.rules.findings.push(wrong(line, message, fix));
    }

    fn document(&mut self, value: &Value) {
        let shape = "Begin with jmx_metrics:, and below it a list of rules.";
        let Some(rules) = value.get("jmx_metrics") else {
            return self.say(&[], format!("{FILE} has no jmx_metrics."), shape);
        };
        let Some(rules) = rules.as_sequence().filter(|r| !r.is_empty()) else {
            let at = [Part::Key("jmx_metrics".into())];
            return self.say(&at, "jmx_metrics holds no rule.", shape);
        };
        self.rules.count = rules.len();
        for (n, rule) in rules.iter().enumerate() {
            self.rule(n, rule);
        }
        let count = self.rules.metrics.len();
        if self.rules.findings.is_empty() && count == 0 {
            // All that is left are names that depend on the bean.
            let message = "No rule gives a metric a name that metadata.csv can list.";
            let fix = "Write a rule for each bean, with an alias of its own.";
            self.say(&[], message, fix);
        }
        if count > LIMIT {
            let message = format!(
                "The rules name {count} metrics; JMXFetch sends {LIMIT} from an instance unless \
                 max_returned_metrics says otherwise."
            );
            let fix = "Leave out what nobody needs.";
            self.rules
                .findings
                .push(wrong(None, message, fix).warning());
        }
    }

    fn rule(&mut self, n: usize, rule: &Value) {
        let at = [Part::Key("jmx_metrics".into()), Part::Item(n)];
        let number = n + 1;
        let Some(include) = rule.get("include").and_then(Value::as_mapping) else {
            let message = format!("Rule {number} has no include.");
            return self.say(
                &at,
                message,
                "A rule says what to include: domain, bean, attribute.",
            );
        };
        let text = |key: &str| include.get(key).and_then(Value::as_str).unwrap_or_default();
        let domain = [text("domain"), text("domain_regex")]
            .into_iter()
            .find(|t| !t.is_empty());
        let beans = texts(include.get("bean"));
        if domain.is_none() && beans.is_empty() {
            // Without it, `JMXFetch` would look at every bean of the JVM.
            let message =
                format!("Rule {number} names neither a domain, a domain_regex, nor a bean.");
            self.say(
                &at,
                message,
                "Name at least the domain, which is what stands before the ':' of a bean.",
            );
        }
        let place = beans.first().cloned().or(domain.map(str::to_owned));
        let mut path = at.to_vec();
        path.extend([Part::Key("include".into()), Part::Key("attribute".into())]);
        match include.get("attribute") {
            Some(Value::Mapping(attributes)) if !attributes.is_empty() => {
                for (key, value) in attributes {
                    let key = name(key);
                    path.push(Part::Key(key.clone()));
                    self.once(number, &beans, &key, &path);
                    self.attribute(&key, value, place.as_deref().unwrap_or_default(), &path);
                    path.pop();
                }
            }
            _ => self.say(
                &at,
                format!("Rule {number} gives no attribute a name, so JMXFetch would make up names that no table lists."),
                "Write each attribute as a key, and below it alias: and metric_type:.",
            ),
        }
    }

    /// The rule of `ddev validate jmx-metrics`: no bean names an attribute twice.
    fn once(&mut self, number: usize, beans: &[String], attribute: &str, path: &[Part]) {
        for bean in beans {
            let key = (bean.clone(), attribute.to_owned());
            if let Some(first) = self.seen.get(&key) {
                let message = format!(
                    "The bean {bean} names the attribute {attribute} twice, in rule {first} and rule {number}."
                );
                self.say(path, message, "Keep one of them.");
            } else {
                self.seen.insert(key, number);
            }
        }
    }

    fn attribute(&mut self, attribute: &str, value: &Value, bean: &str, path: &[Part]) {
        let alias = value
            .get("alias")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if alias.is_empty() {
            let fix = format!("Write alias: {}{} below it.", self.prefix, snake(attribute));
            return self.say(
                path,
                format!("The attribute {attribute} has no alias."),
                &fix,
            );
        }
        if alias.contains('$') {
            self.rules.dropped.push(Dropped {
                name: alias.to_owned(),
                reason: "the name depends on the bean".into(),
                ..Dropped::default()
            });
            return;
        }
        let bare = alias.strip_prefix(self.prefix).unwrap_or_default();
        if !is_name(bare) {
            let words = snake(alias.rsplit('.').next().unwrap_or(alias));
            let message = format!(
                "The alias {alias:?} must begin with {} and go on with lower-case words, '.' and '_'.",
                self.prefix
            );
            return self.say(
                path,
                message,
                &format!("For example {}{words}.", self.prefix),
            );
        }
        let Some(submission) = submission(value) else {
            let message = format!("{alias} has a metric_type that JMXFetch does not have.");
            return self.say(
                path,
                message,
                "Use gauge, counter, rate, monotonic_count, or histogram.",
            );
        };
        match self.types.insert(alias.to_owned(), submission) {
            Some(before) if before.metadata_type() != submission.metadata_type() => {
                let message = format!(
                    "{alias} is sent as {} and as {}.",
                    before.method(),
                    submission.method()
                );
                self.say(path, message, "Use one type, or an alias for each.");
            }
            _ => self.rules.metrics.push(Metric {
                alias: alias.to_owned(),
                submission,
                attribute: attribute.to_owned(),
                bean: bean.to_owned(),
            }),
        }
    }
}

/// How `JMXFetch` sends a type: a counter is a rate per second, sent as a gauge; a monotonic count its
/// increase. Without a type it sends a gauge.
fn submission(value: &Value) -> Option<Submission> {
    match value.get("metric_type") {
        None | Some(Value::Null) => Some(Submission::Gauge),
        Some(kind) => Some(match kind.as_str()? {
            "gauge" => Submission::Gauge,
            "counter" | "rate" => Submission::Rate,
            "monotonic_count" => Submission::MonotonicCount,
            "histogram" => Submission::Histogram,
            _ => return None,
        }),
    }
}

/// A name that the backend stores unchanged.
fn is_name(text: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    !text.is_empty()
        && text.chars().all(good)
        && text
            .split('.')
            .all(|w| !w.is_empty() && !w.starts_with('_') && !w.ends_with('_'))
}

/// `QueueSize` as one writes it in a name: `queue_size`.
fn snake(text: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for c in text.chars() {
        if c.is_ascii_uppercase() && small {
            out.push('_');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    match out.trim_matches('_') {
        "" => "value".into(),
        words => words.to_owned(),
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let all: Vec<&str> = match value {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Sequence(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    all.into_iter()
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect()
}

fn name(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other)
            .unwrap_or_default()
            .trim()
            .to_owned(),
    }
}
