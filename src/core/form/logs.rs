//! The fields of log sources and of rules.

use super::{Field, Input};
use crate::core::answers::{Answers, Jmx, LogSource};

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
pub(super) fn logs() -> Vec<Field> {
    vec![
        Field::new(
            "source.logs.path",
            "Log path",
            "The files on the Agent's host, for example /var/log/acme/*.log.",
            Input::Line,
        )
        .required(),
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
    ]
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
        let field = |part: &str, label: &str, help: &str| {
            Field::new(
                format!("logs.{n}.{part}"),
                &format!("{label}{number}"),
                help,
                Input::Line,
            )
            .more()
        };
        out.push(field(
            "path",
            "Logs, too",
            "Files of a log to collect beside, for example /var/log/acme/*.log. Empty: none.",
        ));
        if n < answers.logs.len() {
            out.push(field(
                "sample",
                "Log sample",
                "A file with some lines of the log: it shows where an entry begins. May stay empty.",
            ));
            out.push(field(
                "source",
                "Log source",
                "What Datadog chooses the log pipeline by. The check name when empty.",
            ));
            out.push(field(
                "service",
                "Log service",
                "What the logs are of. The check name when empty.",
            ));
        }
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

fn write(log: &mut LogSource, part: &str, text: &str) {
    match part {
        "path" => text.clone_into(&mut log.path),
        "source" => text.clone_into(&mut log.source),
        "service" => text.clone_into(&mut log.service),
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
        assert_eq!(beside(&a).len(), 9);
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
