//! The configuration of kinds that have no check: what `JMXFetch` or the Agent's log collection reads.

use super::table::template;
use crate::core::answers::{Answers, Kind};
use crate::core::{jmx, logs};
use crate::scaffold::block;
use serde_json::{Value as Json, json};
use tera::Context;

const NO_INSTANCE: &str = "init_config:\n\ninstances:\n  - {}\n";

/// `conf.yaml` for an Agent.
///
/// # Arguments
/// `sample`: the text of the log's sample; it tells where an entry begins.
///
/// # Errors
/// A template that fails: our own fault.
pub fn conf(answers: &Answers, sample: &str) -> Result<String, String> {
    let mut context = Context::new();
    match answers.integration.kind {
        Some(Kind::Jmx) => {
            context.insert("host", jmx::HOST);
            context.insert("port", &jmx::PORT);
            template("jmx/conf.yaml", &context)
        }
        Some(Kind::Logs) => {
            let all = answers.log_sources().into_iter().enumerate();
            let all =
                all.map(|(n, l)| log(&logs::log(l, answers, if n == 0 { sample } else { "" })));
            context.insert("logs", &all.collect::<Vec<Json>>());
            template("logs/conf.yaml", &context)
        }
        _ => Ok(NO_INSTANCE.into()),
    }
}

/// A log source as templates read it: its type, and its lines in a list.
#[must_use]
pub fn log(log: &logs::Log) -> Json {
    let config = Json::Object(log.config.clone());
    json!({"type": log.config["type"], "lines": block::item(&config)})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::LogSource;

    fn read(answers: &Answers, sample: &str) -> Json {
        serde_yaml::from_str(&conf(answers, sample).unwrap()).unwrap()
    }

    #[test]
    fn the_agent_would_read_what_was_meant() {
        let mut a = Answers::default();
        a.integration.display_name = "Acme".into();
        a.integration.kind = Some(Kind::Jmx);
        let conf = read(&a, "");
        assert_eq!(conf["init_config"]["is_jmx"], true);
        assert_eq!(conf["init_config"]["collect_default_metrics"], true);
        assert_eq!(conf["instances"][0]["port"], 9999);

        a.integration.kind = Some(Kind::Logs);
        a.source.logs = Some(LogSource {
            path: r#"/var/log/a "b": #1\*.log"#.into(),
            service: "web".into(),
            ..LogSource::default()
        });
        let conf = read(&a, "2026-09-01 10:00:00 a\n  b\n");
        let log = &conf["logs"][0];
        assert_eq!(log["path"], r#"/var/log/a "b": #1\*.log"#);
        assert_eq!(
            (&log["source"], &log["service"]),
            (&json!("acme"), &json!("web"))
        );
        let rule = &log["log_processing_rules"][0];
        assert_eq!(rule["type"], "multi_line");
        assert_eq!(rule["pattern"], r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}");
        assert!(read(&a, "one\ntwo\n")["logs"][0]["log_processing_rules"].is_null());
    }
}
