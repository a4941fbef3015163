//! Every field of the answers at once: the same rules as while typing, for a file.

use super::said::All;
use crate::core::answers::{Answers, Value};
use crate::core::finding::Finding;
use crate::core::templates::{self, Catalog};

/// Lists that come from outside: an empty one means that nothing is refused by it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Units of the installed ddev.
    pub units: &'a [String],
    /// Categories of the manifest.
    pub categories: &'a [String],
    /// Templates of the installed ddev.
    pub templates: Option<&'a Catalog>,
}

impl<'a> Known<'a> {
    fn templates(self) -> &'a Catalog {
        match self.templates {
            Some(told) => templates::known(told),
            None => templates::embedded(),
        }
    }
}

/// What is wrong with the answers that were given; absent ones are [`crate::core::required`]'s.
#[must_use]
pub fn answers(answers: &Answers, known: Known<'_>) -> Vec<Finding> {
    let mut all = All(vec![]);
    all.identity(answers, known);
    all.source(answers);
    super::declared::check(&mut all, answers);
    super::signals::check(&mut all, answers);
    all.program(answers);
    super::packages::check(&mut all, answers);
    super::options::check(&mut all, answers, known.templates());
    all.rows(answers, known);
    all.git(answers);
    for (rule, message) in crate::core::monitors::answered(answers) {
        all.say(rule, Err(message));
    }
    for (rule, message) in crate::core::e2e::problems(answers) {
        all.say(rule, Err(message));
    }
    for (rule, message) in crate::core::silence::problems(answers) {
        all.say(rule, Err(message));
    }
    all.0
}

impl All {
    fn identity(&mut self, a: &Answers, known: Known<'_>) {
        let i = &a.integration;
        self.text(
            "integration.display_name",
            &i.display_name,
            super::display_name,
        );
        if let Some(name) = &i.name {
            self.say("integration.name", super::folder_name(name));
        }
        self.text(
            "integration.description",
            &i.description,
            super::description,
        );
        self.text("integration.overview", &i.overview, super::overview);
        self.text("integration.homepage", &i.homepage, super::url);
        if let Some(prefix) = &i.metric_prefix {
            self.say("integration.metric_prefix", super::metric_prefix(prefix));
        }
        for category in &i.categories {
            self.say(
                "integration.categories",
                super::category(category, known.categories),
            );
        }
        for system in &i.supported_os {
            self.say("integration.supported_os", super::system(system));
        }
        if i.supported_os.is_empty() {
            self.say(
                "integration.supported_os",
                Err("Name at least one system: Linux, macOS, Windows.".into()),
            );
        }
        self.text("author.name", &a.author.name, super::author_name);
        self.text("author.github", &a.author.github, super::github);
        self.text(
            "author.support_email",
            &a.author.support_email,
            super::email,
        );
        self.text("author.homepage", &a.author.homepage, super::url);
        if let Some(email) = &a.author.sales_email {
            self.say("author.sales_email", super::email(email));
        }
    }

    fn source(&mut self, a: &Answers) {
        if let Some(om) = &a.source.openmetrics {
            self.text("source.openmetrics.endpoint", &om.endpoint, super::url);
            for pattern in &om.exclude {
                let said = regex::Regex::new(pattern)
                    .map(|_| ())
                    .map_err(|_| format!("{pattern:?} is not a regular expression."));
                self.say("source.openmetrics.exclude", said);
            }
            self.headers("source.openmetrics.headers", &om.headers);
        }
        if let Some(http) = &a.source.http {
            self.text("source.http.base_url", &http.base_url, super::url);
            self.headers("source.http.headers", &http.headers);
            for (n, request) in http.requests.iter().enumerate() {
                if let Some((_, query)) = request.path.split_once('?') {
                    let said = super::query_of(query);
                    self.say(format!("source.http.requests[{n}].path"), said);
                }
                if request
                    .path
                    .contains(|c: char| c.is_whitespace() || c.is_control())
                {
                    let said =
                        format!("The path {:?} holds a space or a line break.", request.path);
                    self.say(format!("source.http.requests[{n}].path"), Err(said));
                }
            }
        }
    }

    fn program(&mut self, a: &Answers) {
        if let Some(command) = a.source.command.as_ref().filter(|c| !c.argv.is_empty()) {
            self.say("source.command.argv", super::command(&command.argv));
        }
        let Some(sql) = &a.source.sql else { return };
        self.text("source.sql.driver", &sql.driver, super::driver);
        self.headers("source.sql.connect", &sql.connect);
        for key in sql.connect.keys() {
            self.say(format!("source.sql.connect.{key}"), super::option_name(key));
        }
        for (n, query) in sql.queries.iter().enumerate() {
            self.say(format!("source.sql.queries[{n}]"), super::query(query));
        }
    }

    fn headers(&mut self, rule: &str, headers: &std::collections::BTreeMap<String, Value>) {
        for (key, value) in headers {
            let said = match value {
                Value::Env(reference) => super::env_name(&reference.env),
                Value::Text(_) if super::is_credential(key) => Err(secret(key)),
                Value::Text(text) => super::one_line(text, "value"),
            };
            self.say(format!("{rule}.{key}"), said);
        }
    }

    fn rows(&mut self, a: &Answers, known: Known<'_>) {
        for (n, metric) in a.metrics.iter().enumerate() {
            for (field, unit) in [("unit", &metric.unit), ("per_unit", &metric.per_unit)] {
                if let Some(unit) = unit {
                    self.say(
                        format!("metrics[{n}].{field}"),
                        super::unit(unit, known.units),
                    );
                }
            }
            if metric.orientation.is_some_and(|o| !(-1..=1).contains(&o)) {
                let said = "The orientation must be -1 (more is worse), 0 (neither) or 1 (more is better).";
                self.say(format!("metrics[{n}].orientation"), Err(said.into()));
            }
        }
    }

    fn git(&mut self, a: &Answers) {
        if let Some(branch) = &a.git.branch {
            self.say("git.branch", super::branch(branch));
        }
        if let Some(title) = &a.git.title {
            self.say("git.title", super::title(title));
        }
        if let Some(title) = &a.git.further_title {
            self.say("git.further_title", super::title(title));
        }
    }
}

/// Why a literal under a credential-looking key is refused.
pub(crate) fn secret(key: &str) -> String {
    format!(
        "{key} looks like a credential. Keep it out of this file: write {{ env: NAME }} and set NAME in the environment."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::{Git, Http, MetricAnswer, OpenMetrics, Request};

    #[test]
    fn each_wrong_field_is_named() {
        let mut a = Answers::default();
        a.integration.display_name = "-x".into();
        a.integration.supported_os = vec!["Linx".into()];
        a.author.github = "@x".into();
        a.source.openmetrics = Some(OpenMetrics {
            exclude: vec!["(".into()],
            ..OpenMetrics::default()
        });
        a.source.http = Some(Http {
            base_url: "x".into(),
            headers: [("X-Token".to_owned(), Value::Text("abc".into()))].into(),
            requests: vec![Request {
                path: "/a b".into(),
                ..Request::default()
            }],
        });
        a.metrics = [MetricAnswer {
            unit: Some("secnds".into()),
            orientation: Some(3),
            ..MetricAnswer::default()
        }]
        .into_iter()
        .collect();
        a.git = Git {
            branch: Some("a b".into()),
            ..Git::default()
        };
        let units = ["second".to_owned()];
        let found = answers(
            &a,
            Known {
                units: &units,
                ..Known::default()
            },
        );
        let rules: Vec<&str> = found.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(
            rules,
            [
                "integration.display_name",
                "integration.supported_os",
                "author.github",
                "source.openmetrics.exclude",
                "source.http.base_url",
                "source.http.headers.X-Token",
                "source.http.requests[0].path",
                "metrics[0].unit",
                "metrics[0].orientation",
                "git.branch",
            ]
        );
        assert!(
            !found.iter().any(|f| f.message.contains("abc")),
            "a secret is never repeated"
        );
    }

    #[test]
    fn defaults_have_nothing_wrong() {
        assert_eq!(answers(&Answers::default(), Known::default()), []);
    }
}
