//! What is still unanswered. A wrong answer is [`super::validate`]'s; this is about absent ones.

use super::answers::{Answers, Kind, Sql};
use super::finding::{Finding, Source};

/// One finding of source form for each required answer that is absent; the rule is the field's id.
///
/// `has_prototype`: whether the workspace already holds a check, so that no source is needed.
#[must_use]
pub fn missing(answers: &Answers, has_prototype: bool) -> Vec<Finding> {
    let i = &answers.integration;
    let author = &answers.author;
    let fields = [
        (
            "integration.display_name",
            &i.display_name,
            "The integration needs a display name, for example Acme Queue.",
        ),
        (
            "integration.description",
            &i.description,
            "One sentence for the tile is missing: what is monitored.",
        ),
        (
            "integration.overview",
            &i.overview,
            "The overview is missing: what the product does, what is monitored and why.",
        ),
        (
            "author.name",
            &author.name,
            "Who maintains this? The author's name is missing.",
        ),
        (
            "author.github",
            &author.github,
            "The GitHub handle is missing: CODEOWNERS names who is asked for reviews.",
        ),
        (
            "author.support_email",
            &author.support_email,
            "The support address is missing: users write there.",
        ),
    ];
    let mut found: Vec<Finding> = fields
        .into_iter()
        .filter(|(_, text, _)| text.trim().is_empty())
        .map(|(rule, _, message)| absent(rule, message))
        .collect();
    let open = answers.monitors.iter().filter(|m| m.threshold.is_none());
    found.extend(open.map(|m| {
        let message = format!(
            "The monitor of {} needs a threshold that you chose.",
            m.metric
        );
        absent(&format!("monitors.{}.threshold", m.metric), &message)
    }));
    match i.kind {
        None => found.push(absent("integration.kind", &undecided(answers))),
        Some(kind) if kind.is_declared() => found.extend(declared(answers, kind, has_prototype)),
        Some(_) if has_prototype || answers.prototype.is_some() => {}
        Some(kind) => found.extend(source(answers, kind)),
    }
    found
}

/// Why the kind is open: nothing names one, or several are named.
fn undecided(answers: &Answers) -> String {
    match &answers.kinds_named()[..] {
        [] | [_] => format!("Where do the numbers come from? Choose {}.", Kind::all()),
        several => {
            let names: Vec<&str> = several.iter().map(|k| k.name()).collect();
            format!("source names {}. Which of them is it?", names.join(" and "))
        }
    }
}

fn source(answers: &Answers, kind: Kind) -> Vec<Finding> {
    let source = &answers.source;
    match kind {
        Kind::Openmetrics => match &source.openmetrics {
            Some(om) if !om.endpoint.is_empty() || !om.sample.is_empty() => vec![],
            _ => vec![absent(
                "source.openmetrics.endpoint",
                "Where is the page? Give its address, a saved page, or a check of your own.",
            )],
        },
        Kind::Http => {
            let http = source.http.as_ref();
            let mut found = vec![];
            if http.is_none_or(|h| h.base_url.is_empty()) {
                found.push(absent(
                    "source.http.base_url",
                    "Where is the API? Its base address is missing.",
                ));
            }
            if http.is_none_or(|h| h.requests.is_empty()) {
                found.push(absent(
                    "source.http.requests",
                    "Name at least one request, for example path: /api/stats.",
                ));
            }
            found
        }
        Kind::Blank => vec![absent(
            "prototype.check",
            "A blank integration needs a check: the path of a custom check to begin from.",
        )],
        Kind::Command => match &source.command {
            Some(command) if !command.argv.is_empty() => vec![],
            _ => vec![absent(
                "source.command.argv",
                "Which command prints the numbers? Name the program and its arguments.",
            )],
        },
        Kind::Sql => sql(source.sql.as_ref()),
        Kind::Jmx | Kind::Logs => declared(answers, kind, false),
    }
}

/// `jmx` and `logs` have no check that could be brought along instead.
fn declared(answers: &Answers, kind: Kind, filled_in: bool) -> Vec<Finding> {
    let source = &answers.source;
    let empty = |text: Option<&String>| text.is_none_or(|t| t.trim().is_empty());
    // Typed into the workspace instead of brought along.
    if kind == Kind::Jmx {
        let rules = source.jmx.as_ref().map(|j| &j.metrics);
        let found = absent(
            "source.jmx.metrics",
            "Which beans are there to collect? Name a metrics.yaml with the rules.",
        );
        return (!filled_in && empty(rules))
            .then_some(found)
            .into_iter()
            .collect();
    }
    let logs = source.logs.clone().unwrap_or_default();
    let place = crate::core::logs::absent(&logs).map(|(key, said)| match key {
        "path" => (
            "source.logs.path".to_owned(),
            "Which files hold the log on the Agent's host? For example /var/log/acme/*.log."
                .to_owned(),
        ),
        key => (format!("source.logs.{key}"), said),
    });
    let mut found: Vec<Finding> = place
        .iter()
        .map(|(rule, said)| absent(rule, said))
        .collect();
    if !filled_in && empty(logs.sample.as_ref()) {
        found.push(absent(
            "source.logs.sample",
            "A sample is missing: a file with some lines of the log shows where an entry begins.",
        ));
    }
    found
}

fn sql(source: Option<&Sql>) -> Vec<Finding> {
    let none = Sql::default();
    let source = source.unwrap_or(&none);
    let mut found = vec![];
    if source.is_file() && !source.connect.contains_key("database") {
        found.push(absent(
            "source.sql.connect",
            "Which database file is it? Write database and its path.",
        ));
    } else if source.connect.is_empty() {
        found.push(absent(
            "source.sql.connect",
            "What does the driver connect with? Name host, user, and the like.",
        ));
    }
    if source.queries.is_empty() {
        found.push(absent(
            "source.sql.queries",
            "Name at least one query, for example SELECT name, depth FROM queues.",
        ));
    }
    if !source.is_file() && source.sample.is_none() {
        found.push(absent(
            "source.sql.sample",
            "Only SQLite files are read live. Give a .sql file that makes the tables your queries read, with a few rows.",
        ));
    }
    found
}

fn absent(rule: &str, message: &str) -> Finding {
    Finding::error(Source::Form, rule, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::{Command, Http, OpenMetrics, PrototypeFiles, Request, Value};

    fn rules(a: &Answers) -> Vec<String> {
        missing(a, false).into_iter().map(|f| f.rule).collect()
    }

    fn filled(kind: Kind) -> Answers {
        let mut a = Answers::default();
        a.integration.display_name = "Acme".into();
        a.integration.description = "d".into();
        a.integration.overview = "o".into();
        a.integration.kind = Some(kind);
        a.author.name = "Acme".into();
        a.author.github = "dev".into();
        a.author.support_email = "a@acme.example".into();
        a
    }

    #[test]
    fn everything_required_is_named_once() {
        assert_eq!(
            rules(&Answers::default()),
            [
                "integration.display_name",
                "integration.description",
                "integration.overview",
                "author.name",
                "author.github",
                "author.support_email",
                "integration.kind"
            ]
        );
    }

    #[test]
    fn each_kind_needs_its_source_or_a_prototype() {
        let mut a = filled(Kind::Openmetrics);
        assert_eq!(rules(&a), ["source.openmetrics.endpoint"]);
        assert_eq!(missing(&a, true), []);
        a.source.openmetrics = Some(OpenMetrics {
            sample: vec!["p.txt".into()],
            ..OpenMetrics::default()
        });
        assert_eq!(rules(&a), Vec::<String>::new());

        let mut a = filled(Kind::Http);
        assert_eq!(rules(&a), ["source.http.base_url", "source.http.requests"]);
        a.source.http = Some(Http {
            base_url: "http://x".into(),
            requests: vec![Request::default()],
            ..Http::default()
        });
        assert_eq!(rules(&a), Vec::<String>::new());

        let mut a = filled(Kind::Command);
        assert_eq!(rules(&a), ["source.command.argv"]);
        a.source.command = Some(Command {
            argv: vec!["acmectl".into()],
            ..Command::default()
        });
        assert_eq!(rules(&a), Vec::<String>::new());

        let mut a = filled(Kind::Sql);
        assert_eq!(rules(&a), ["source.sql.connect", "source.sql.queries"]);
        a.source.sql = Some(Sql {
            driver: "psycopg".into(),
            connect: [("host".to_owned(), Value::Text("x".into()))].into(),
            queries: vec!["SELECT 1".into()],
            sample: None,
        });
        assert_eq!(rules(&a), ["source.sql.sample"]);

        let mut a = filled(Kind::Blank);
        assert_eq!(rules(&a), ["prototype.check"]);
        a.prototype = Some(PrototypeFiles::default());
        assert_eq!(rules(&a), Vec::<String>::new());
    }
}
