//! Log sources, and what a kind without a check can't have.

use super::said::All;
use crate::core::answers::{Answers, Kind, LogSource};
use crate::core::logs;

pub(super) fn check(all: &mut All, a: &Answers) {
    if let Some(log) = &a.source.logs {
        source(all, "source.logs", log);
    }
    for (n, log) in a.logs.iter().enumerate() {
        let rule = format!("logs[{n}]");
        source(all, &rule, log);
        if let Some((key, said)) = logs::absent(log) {
            all.say(format!("{rule}.{key}"), Err(said));
        }
    }
    if a.is_declared() && !a.options.is_empty() {
        let reader = match a.integration.kind {
            Some(Kind::Jmx) => "JMXFetch reads its own options only",
            _ => "a log integration has no instance",
        };
        let said = format!("Nobody would read these options: {reader}. Leave options out.");
        all.say("options", Err(said));
    }
}

fn source(all: &mut All, rule: &str, log: &LogSource) {
    for (key, message) in logs::problems(log) {
        all.say(format!("{rule}.{key}"), Err(message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Known, answers};
    use super::*;
    use crate::core::answers::OwnOption;

    #[test]
    fn log_sources_are_checked_wherever_they_stand() {
        let mut a = Answers::default();
        let bad = LogSource {
            path: "acme.log".into(),
            source: "Acme".into(),
            service: "a b".into(),
            ..LogSource::default()
        };
        a.source.logs = Some(bad.clone());
        a.logs = vec![LogSource::default(), bad];
        let found = answers(&a, Known::default());
        let rules: Vec<&str> = found.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(
            rules,
            [
                "source.logs.path",
                "source.logs.source",
                "source.logs.service",
                "logs[0].path",
                "logs[1].path",
                "logs[1].source",
                "logs[1].service"
            ]
        );
    }

    #[test]
    fn options_that_nobody_reads_are_refused() {
        let option = OwnOption {
            name: "limit".into(),
            kind: "integer".into(),
            ..OwnOption::default()
        };
        let mut a = Answers {
            options: vec![option],
            ..Answers::default()
        };
        for (kind, word) in [(Kind::Jmx, "JMXFetch"), (Kind::Logs, "no instance")] {
            a.integration.kind = Some(kind);
            let found = answers(&a, Known::default());
            assert_eq!(found.len(), 1);
            assert!(found[0].message.contains(word), "{found:?}");
        }
        a.integration.kind = Some(Kind::Blank);
        assert_eq!(answers(&a, Known::default()), []);
    }
}
