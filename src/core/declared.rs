//! Kinds that have nothing to run here: what the Agent would collect is read from the rules (`jmx`) or from
//! a sample (`logs`), and takes the place of a run, marked as *not run*.

use super::answers::{Answers, Kind};
use super::capture::{Capture, Frame, LogLine, Metric, RunError, ServiceCheck};
use super::finding::{Finding, Severity, Source};
use super::mapping::Help;
use super::notes::Notes;
use super::{jmx, logs, names};

/// Entries of a sample that are shown.
const SHOWN: usize = 50;

/// What reading told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What the Agent would collect; with an error when the files can't be used.
    pub capture: Capture,
    pub notes: Notes,
    /// `12 metrics and 1 service check in 3 rules`.
    pub summary: String,
}

impl Reading {
    /// Whether the files are filled in and without an error.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.capture.error.is_none()
    }
}

/// The prototype's first file, relative to the workspace: the check, the rules, or the sample.
#[must_use]
pub fn main_path(answers: &Answers) -> String {
    let name = names::prototype_name(&answers.integration.folder());
    match answers.integration.kind {
        Some(Kind::Jmx) => format!("conf.d/{name}.d/{}", jmx::FILE),
        Some(Kind::Logs) => format!("samples/{name}.log"),
        _ => format!("checks.d/{name}.py"),
    }
}

/// What to begin with where nothing was brought along.
#[must_use]
pub fn example(answers: &Answers) -> String {
    match answers.integration.kind {
        Some(Kind::Jmx) => jmx::example(&answers.integration.prefix()),
        _ => String::new(),
    }
}

/// Reads the rules or the sample, and the configuration.
#[must_use]
pub fn read(answers: &Answers, main: &str, conf: &str) -> Reading {
    let mut reading = match answers.integration.kind {
        Some(Kind::Jmx) => rules(answers, main, conf),
        _ => sample(answers, main),
    };
    reading.capture.check = names::prototype_name(&answers.integration.folder());
    reading
}

/// Errors of a file that answers name, before it is copied anywhere.
#[must_use]
pub fn problems(answers: &Answers, main: &str) -> Vec<Finding> {
    match answers.integration.kind {
        Some(Kind::Jmx) => jmx::read(main, &answers.integration.prefix())
            .findings
            .into_iter()
            .filter(|f| f.severity == Severity::Error)
            .collect(),
        Some(Kind::Logs) if main.trim().is_empty() => vec![empty()],
        _ => vec![],
    }
}

fn empty() -> Finding {
    Finding::error(
        Source::Form,
        "source.logs.sample",
        "The sample holds no line.",
    )
    .fix("Put some lines of the log into it, best with an error that takes several lines.")
}

fn rules(answers: &Answers, text: &str, conf: &str) -> Reading {
    let prefix = answers.integration.prefix();
    let folder = answers.integration.folder();
    let found = jmx::read(text, &prefix);
    let mut reading = Reading::default();
    let (mut errors, told): (Vec<_>, Vec<_>) = found
        .findings
        .into_iter()
        .partition(|f| f.severity == Severity::Error);
    if text == jmx::example(&prefix) {
        let finding = Finding::error(
            Source::Form,
            "jmx",
            "These are still the rules to begin with.",
        );
        errors.push(
            finding
                .at(jmx::FILE, Some(5))
                .fix("Name the beans and attributes of your product."),
        );
    }
    reading.notes.messages = told.iter().map(ToString::to_string).collect();
    let (host, port) = instance(conf).unwrap_or_else(|finding| {
        errors.push(finding);
        (jmx::HOST.into(), jmx::PORT.into())
    });
    let capture = &mut reading.capture;
    capture.instance = serde_json::json!({"host": host, "port": port});
    for metric in &found.metrics {
        capture.metrics.push(Metric {
            name: metric.alias.clone(),
            submission: metric.submission,
            value: None,
            tags: vec![],
            hostname: String::new(),
            run: 1,
            scene: 0,
        });
        let help = Help {
            raw: format!("{} of {}", metric.attribute, metric.bean),
            ..Help::default()
        };
        reading.notes.help.insert(metric.alias.clone(), help);
    }
    let name = format!("{folder}.can_connect");
    // `JMXFetch` warns where it connects and finds nothing to collect.
    capture.service_checks = [0, 1, 2].map(|status| reached(&name, status)).into();
    reading.notes.dropped.extend(found.dropped);
    let (metrics, rules) = (capture.metric_names().len(), found.count);
    reading.summary = format!(
        "{} and 1 service check in {}",
        plural(metrics, "metric"),
        plural(rules, "rule")
    );
    reading.notes.summary.clone_from(&reading.summary);
    capture.error = error(&errors, "Rules", &main_path(answers), text);
    reading
}

fn reached(name: &str, status: u8) -> ServiceCheck {
    ServiceCheck {
        name: name.to_owned(),
        status,
        tags: vec!["instance:".into(), "jmx_server:".into()],
        message: String::new(),
        hostname: String::new(),
        run: 1,
    }
}

/// Host and port of the first instance; nothing else of it, since the rest may be secret.
fn instance(conf: &str) -> Result<(String, u64), Finding> {
    let wrong = |message: String, line| {
        Finding::error(Source::Form, "conf", message)
            .at("conf.yaml", line)
            .fix("Begin with init_config: and instances:, and give the instance a host and a port.")
    };
    let value: serde_yaml::Value = serde_yaml::from_str(conf).map_err(|e| {
        let line = e.location().and_then(|l| u32::try_from(l.line()).ok());
        wrong(format!("The configuration is not valid YAML: {e}."), line)
    })?;
    let first = value.get("instances").and_then(|i| i.get(0));
    let first = first.ok_or_else(|| wrong("The configuration has no instance.".into(), None))?;
    let host = first.get("host").and_then(serde_yaml::Value::as_str);
    let port = first.get("port").and_then(serde_yaml::Value::as_u64);
    match port {
        Some(port) if !(1..=65535).contains(&port) => {
            Err(wrong(format!("The port {port} does not exist."), None))
        }
        _ => Ok((
            host.unwrap_or(jmx::HOST).to_owned(),
            port.unwrap_or(jmx::PORT.into()),
        )),
    }
}

fn sample(answers: &Answers, text: &str) -> Reading {
    let mut reading = Reading::default();
    let Some(source) = answers.log_sources().first().copied() else {
        reading.capture.error = error(&[empty()], "Sample", &main_path(answers), text);
        return reading;
    };
    let log = logs::log(source, answers, text);
    if log.sample.is_empty() {
        reading.capture.error = error(&[empty()], "Sample", &main_path(answers), text);
        return reading;
    }
    let entries = log.format.entries(&log.sample);
    let lines = log.sample.lines();
    for line in lines.filter(|l| log.format.begins(l)).take(SHOWN) {
        reading.capture.log_lines.push(LogLine {
            level: "entry".into(),
            message: line.to_owned(),
        });
    }
    let says = match (&log.format, log.format.pattern()) {
        (logs::Format::Json, _) => "Each line of the sample is a JSON object.".to_owned(),
        (logs::Format::MultiLine(pattern), _) => format!(
            "Some entries of the sample have several lines; each begins with {pattern}. The configuration \
             joins them by that."
        ),
        (_, Some(pattern)) => {
            format!("Each line of the sample is an entry; it begins with {pattern}.")
        }
        (_, None) => "Each line of the sample is an entry.".to_owned(),
    };
    reading.notes.messages.push(says);
    if answers.integration.kind == Some(Kind::Logs) && log.source != answers.integration.folder() {
        reading.notes.messages.push(format!(
            "The source {} is not the integration's name; Datadog chooses a log pipeline by the source.",
            log.source
        ));
    }
    reading.summary = format!(
        "{} in a sample of {}, source {}",
        if entries == 1 {
            "1 entry".to_owned()
        } else {
            format!("{entries} entries")
        },
        log.place,
        log.source
    );
    reading.notes.summary.clone_from(&reading.summary);
    reading
}

fn error(found: &[Finding], kind: &str, file: &str, text: &str) -> Option<RunError> {
    let first = found.first()?;
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    let line = first.line.unwrap_or(1);
    let file = match &first.file {
        Some(name) => file
            .rsplit_once('/')
            .map_or(name.clone(), |(folder, _)| format!("{folder}/{name}")),
        None => file.to_owned(),
    };
    let at = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    Some(RunError {
        kind: kind.into(),
        message: lines.join("\n"),
        frames: vec![Frame {
            file,
            line,
            function: String::new(),
            text: text.lines().nth(at).unwrap_or_default().to_owned(),
        }],
    })
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::LogSource;

    fn answers(kind: Kind) -> Answers {
        let mut a = Answers::default();
        a.integration.display_name = "Acme Queue".into();
        a.integration.kind = Some(kind);
        a
    }

    const CONF: &str = "init_config:\n  is_jmx: true\ninstances:\n  - host: db7\n    port: 7199\n    password: s3cret\n";

    #[test]
    fn rules_stand_for_a_run_and_keep_no_secret() {
        let text = "jmx_metrics:\n  - include:\n      domain: acme\n      attribute:\n        Depth: {alias: acme_queue.depth}\n";
        let reading = read(&answers(Kind::Jmx), text, CONF);
        assert!(reading.is_good(), "{:?}", reading.capture.error);
        assert_eq!(reading.summary, "1 metric and 1 service check in 1 rule");
        assert_eq!(
            reading.capture.instance,
            serde_json::json!({"host": "db7", "port": 7199})
        );
        assert_eq!(reading.notes.help["acme_queue.depth"].raw, "Depth of acme");
        let checks: Vec<_> = reading
            .capture
            .service_checks
            .iter()
            .map(|c| &c.name)
            .collect();
        assert_eq!(checks, ["acme_queue.can_connect"; 3]);
    }

    #[test]
    fn files_that_are_not_filled_in_say_so() {
        let a = answers(Kind::Jmx);
        let reading = read(&a, &example(&a), CONF);
        let error = reading.capture.error.unwrap();
        assert!(error.message.contains("still the rules"), "{error:?}");
        assert_eq!(
            error.frames[0].file,
            "conf.d/custom_acme_queue.d/metrics.yaml"
        );
        for (conf, word) in [
            ("instances: [", "not valid YAML"),
            ("init_config:\n", "no instance"),
            ("instances:\n  - port: 70000\n", "70000"),
        ] {
            let error = read(&a, &example(&a), conf).capture.error.unwrap();
            assert!(error.message.contains(word), "{error:?}");
        }
        let mut a = answers(Kind::Logs);
        a.source.logs = Some(LogSource {
            path: "/var/log/acme.log".into(),
            ..LogSource::default()
        });
        assert!(read(&a, " \n", "").capture.error.is_some());
        let good = read(&a, "2026-09-01 10:00:00 a\n  b\n", "");
        assert!(good.is_good());
        assert_eq!(
            good.summary,
            "1 entry in a sample of /var/log/acme.log, source acme_queue"
        );
    }
}
