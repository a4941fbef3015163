//! The fields of log sources and of rules.

use super::{Field, Input, spec};
use crate::core::answers::{Answers, Jmx, LogSource};
use crate::core::logs::problems;
use serde_json::{Map, Value as Json};

pub(super) fn jmx() -> Vec<Field> {
    vec![Field::new(
        "source.jmx.metrics",
        "Rules",
        "The path of a metrics.yaml: a list jmx_metrics of rules, each with include: domain, bean, and attribute, \
         and for each attribute an alias and a metric_type. Empty: begin with an example to fill in.",
        Input::Line,
    )]
}

/// The fields of the kind `logs`.
pub(super) fn logs(answers: &Answers) -> Vec<Field> {
    let none = LogSource::default();
    let log = answers.source.logs.as_ref().unwrap_or(&none);
    let mut out: Vec<Field> = place(log)
        .into_iter()
        .map(|(part, label, help)| {
            Field::new(format!("source.logs.{part}"), label, help, Input::Line).required()
        })
        .collect();
    out.extend([
        Field::new(
            "source.logs.sample",
            "Sample",
            "A file with some lines of the log, best with an error that takes several lines. It shows where an \
             entry begins, and becomes a fixture, without secrets. Empty: paste lines into the file that is written.",
            Input::Line,
        ),
        Field::new(
            "source.logs.source",
            "Source",
            "What Datadog chooses the log pipeline by. The check name when empty.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.logs.service",
            "Service",
            "What the logs are of, beside metrics and traces. The check name when empty.",
            Input::Line,
        )
        .more(),
        Field::new("source.logs.type", "Log type", TYPE, types()).more(),
        Field::new("source.logs.more", "Log settings", MORE, Input::Text).more(),
    ]);
    out
}

const TYPE: &str =
    "Where the Agent collects it from. Hardly anybody needs anything else than file.";
const MORE: &str = "What else the Agent reads of it, one on a line: encoding: utf-16-le, exclude_paths: [/var/log/acme/old.log], \
                    include_units: [acme.service], tags: [env:prod], log_processing_rules: [{type: exclude_at_match, \
                    name: no_debug, pattern: DEBUG}].";

fn types() -> Input {
    Input::Choice(LogSource::TYPES.map(str::to_owned).to_vec())
}

/// What says where a log is, by its type: part, label, and help.
fn place(log: &LogSource) -> Option<(&'static str, &'static str, &'static str)> {
    match log.kind() {
        "file" => Some((
            "path",
            "Log path",
            "The files on the Agent's host, for example /var/log/acme/*.log.",
        )),
        "tcp" | "udp" => Some((
            "port",
            "Log port",
            "The Agent listens on it, and the product sends its log to it.",
        )),
        "windows_event" => Some((
            "channel_path",
            "Log channel",
            "The channel of Windows events, such as Application.",
        )),
        _ => None,
    }
}

/// The fields of log sources beside metrics, with room for one more.
pub(super) fn beside(answers: &Answers) -> Vec<Field> {
    let mut out = vec![];
    for n in 0..=answers.logs.len() {
        let number = if n == 0 {
            String::new()
        } else {
            format!(" {}", n + 1)
        };
        let field = |part: &str, label: &str, help: &str, input| {
            let label = format!("{label}{number}");
            Field::new(format!("logs.{n}.{part}"), &label, help, input).more()
        };
        let Some(log) = answers.logs.get(n) else {
            let help =
                "Files of a log to collect beside, for example /var/log/acme/*.log. Empty: none.";
            out.push(field("path", "Logs, too", help, Input::Line));
            continue;
        };
        match place(log) {
            Some(("path", ..)) => {
                let help = "Files of a log to collect beside, for example /var/log/acme/*.log. Empty: none.";
                out.push(field("path", "Logs, too", help, Input::Line));
            }
            Some((part, label, help)) => out.push(field(part, label, help, Input::Line)),
            None => {}
        }
        out.push(field(
            "sample",
            "Log sample",
            "A file with some lines of the log: it shows where an entry begins. May stay empty.",
            Input::Line,
        ));
        out.push(field(
            "source",
            "Log source",
            "What Datadog chooses the log pipeline by. The check name when empty.",
            Input::Line,
        ));
        out.push(field(
            "service",
            "Log service",
            "What the logs are of. The check name when empty.",
            Input::Line,
        ));
        out.push(field("type", "Log type", TYPE, types()));
        out.push(field("more", "Log settings", MORE, Input::Text));
    }
    out
}

/// An answer of these fields as text.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    if id == "source.jmx.metrics" {
        let jmx = answers.source.jmx.as_ref();
        return Some(jmx.map(|j| j.metrics.clone()).unwrap_or_default());
    }
    let (log, part) = if let Some(part) = id.strip_prefix("source.logs.") {
        (answers.source.logs.as_ref(), part)
    } else {
        let (n, part) = id.strip_prefix("logs.")?.split_once('.')?;
        (answers.logs.get(n.parse::<usize>().ok()?), part)
    };
    Some(log.map(|l| read(l, part)).unwrap_or_default())
}

fn read(log: &LogSource, part: &str) -> String {
    match part {
        "path" => log.path.clone(),
        "source" => log.source.clone(),
        "service" => log.service.clone(),
        "type" => log.kind().to_owned(),
        "port" | "channel_path" => log.said(part).map(spec::shown).unwrap_or_default(),
        "more" => {
            let shown = |k: &str| !["port", "channel_path"].contains(&k);
            let rest = log.more.iter().filter(|(k, _)| shown(k));
            spec::typed(&rest.map(|(k, v)| (k.clone(), v.clone())).collect())
        }
        _ => log.sample.clone().unwrap_or_default(),
    }
}

/// Writes an answer of these fields; `false` when the field is another's.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    if id == "source.jmx.metrics" {
        let jmx = answers.source.jmx.get_or_insert_with(Jmx::default);
        text.clone_into(&mut jmx.metrics);
        return true;
    }
    if let Some(part) = id.strip_prefix("source.logs.") {
        write(answers.source.logs.get_or_insert_default(), part, text);
        return true;
    }
    let Some((n, part)) = id.strip_prefix("logs.").and_then(|r| r.split_once('.')) else {
        return false;
    };
    let Ok(n) = n.parse::<usize>() else {
        return false;
    };
    if n >= answers.logs.len() && !text.is_empty() {
        answers.logs.push(LogSource::default());
    }
    let at = n.min(answers.logs.len().saturating_sub(1));
    if let Some(log) = answers.logs.get_mut(at) {
        write(log, part, text);
        // Without any word it is no source.
        if *log == LogSource::default() {
            answers.logs.remove(at);
        }
    }
    true
}

/// Whether a text may become the answer; none when the field is another's.
pub(super) fn check(answers: &Answers, id: &str, text: &str) -> Option<Result<(), String>> {
    let (log, part) = if let Some(part) = id.strip_prefix("source.logs.") {
        (answers.source.logs.as_ref(), part)
    } else {
        let (n, part) = id.strip_prefix("logs.")?.split_once('.')?;
        (answers.logs.get(n.parse::<usize>().ok()?), part)
    };
    if text.is_empty() || part == "sample" {
        return Some(Ok(()));
    }
    if part == "more" {
        let unknown = |map: &Map<String, Json>| {
            map.keys()
                .find(|k| !LogSource::MORE.contains(&k.as_str()))
                .cloned()
        };
        match spec::mapping(text) {
            Err(why) => return Some(Err(why)),
            Ok(map) => {
                if let Some(key) = unknown(&map) {
                    let near = crate::core::nearest::hint(&key, LogSource::MORE);
                    return Some(Err(format!("There is no key {key:?} here.{near}")));
                }
            }
        }
    }
    let mut log = log.cloned().unwrap_or_default();
    write(&mut log, part, text);
    let own = |key: &str| {
        if part == "more" {
            LogSource::MORE.contains(&key)
        } else {
            key == part
        }
    };
    let found = problems(&log).into_iter().find(|(key, _)| own(key));
    Some(found.map_or(Ok(()), |(_, message)| Err(message)))
}

fn write(log: &mut LogSource, part: &str, text: &str) {
    match part {
        "path" => text.clone_into(&mut log.path),
        "source" => text.clone_into(&mut log.source),
        "service" => text.clone_into(&mut log.service),
        "type" => {
            log.kind = if text == "file" {
                String::new()
            } else {
                text.to_owned()
            };
            // What another type reads would be refused.
            let read = place(log).map(|(part, ..)| part);
            if read != Some("path") {
                log.path.clear();
            }
            log.more.retain(|k, _| {
                !["port", "channel_path"].contains(&k.as_str()) || read == Some(k.as_str())
            });
        }
        "port" | "channel_path" if text.is_empty() => drop(log.more.shift_remove(part)),
        "port" => {
            let number = text.parse::<u64>().map_or_else(|_| text.into(), Json::from);
            log.more.insert(part.into(), number);
        }
        "channel_path" => drop(log.more.insert(part.into(), text.into())),
        "more" => {
            let place = ["port", "channel_path"];
            log.more.retain(|k, _| place.contains(&k.as_str()));
            log.more.extend(spec::mapping(text).unwrap_or_default());
        }
        _ => log.sample = (!text.is_empty()).then(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_sources_come_with_their_first_word_and_go_with_their_last() {
        let mut a = Answers::default();
        assert!(set(&mut a, "logs.0.path", "/a.log"));
        assert!(set(&mut a, "logs.1.path", "/b.log"));
        assert!(set(&mut a, "logs.1.sample", "b.log"));
        assert_eq!(value(&a, "logs.1.sample").as_deref(), Some("b.log"));
        assert_eq!(beside(&a).len(), 13);
        set(&mut a, "logs.0.path", "");
        assert_eq!(a.logs.len(), 1);
        assert_eq!(value(&a, "logs.0.path").as_deref(), Some("/b.log"));
        set(&mut a, "logs.1.path", "");
        assert_eq!(a.logs.len(), 1);
        assert!(!set(&mut a, "author.name", "x"));
        assert_eq!(value(&a, "author.name"), None);
        set(&mut a, "source.logs.source", "x");
        set(&mut a, "source.jmx.metrics", "m.yaml");
        assert_eq!(value(&a, "source.logs.source").as_deref(), Some("x"));
        assert_eq!(value(&a, "source.jmx.metrics").as_deref(), Some("m.yaml"));
    }
}
