//! The fields of Prototype: what there is to read.

use super::{Field, Input};
use crate::core::answers::{Format, Kind, Sql};
use crate::core::drivers;
use crate::core::wizard::Wizard;

pub(super) fn source(wizard: &Wizard) -> Vec<Field> {
    let kinds = Kind::AVAILABLE
        .iter()
        .map(|k| k.name().to_owned())
        .collect();
    let mut out = vec![
        super::shown::field(&wizard.state.answers),
        Field::new(
            "integration.display_name",
            "Product",
            "Your product's name as its makers write it. Folder, check, and metric names follow from it.",
            Input::Line,
        )
        .required(),
        Field::new(
            "integration.kind",
            "Kind",
            "How the Agent reads it. It follows from what you show; choose it where you know better. Answers for \
             another kind stay.",
            Input::Choice(kinds),
        )
        .required(),
    ];
    match wizard.state.answers.integration.kind {
        Some(Kind::Openmetrics) => out.extend(openmetrics(wizard)),
        Some(Kind::Http) => out.extend(http()),
        Some(Kind::Command) => out.extend(command()),
        Some(Kind::Sql) => out.extend(sql(wizard)),
        Some(Kind::Jmx) => out.extend(super::logs::jmx()),
        Some(Kind::Logs) => out.extend(super::logs::logs(&wizard.state.answers)),
        Some(_) => out.extend(blank()),
        None => {}
    }
    if wizard.state.answers.is_written() {
        out.extend(super::signals::fields(&wizard.state.answers));
    }
    if wizard.state.answers.integration.kind.is_some() {
        out.extend(super::logs::beside(&wizard.state.answers));
    }
    out
}

fn openmetrics(wizard: &Wizard) -> Vec<Field> {
    let source = wizard.state.answers.source.openmetrics.as_ref();
    let endpoint = Field::new(
        "source.openmetrics.endpoint",
        "Endpoint",
        "The URL of the metrics page, for example http://localhost:9100/metrics.",
        Input::Line,
    );
    let endpoint = if source.is_none_or(|s| s.sample.is_empty()) {
        // Without a saved page there is nothing else to read.
        endpoint.required()
    } else {
        endpoint
    };
    vec![
        endpoint,
        Field::new(
            "source.openmetrics.sample",
            "Sample pages",
            "Files that hold a page each, separated by commas. Several pages count as one: error counters \
             appear only after the first error. A sample wins over the endpoint.",
            Input::Line,
        ),
        Field::new(
            "source.openmetrics.raw_prefix",
            "Raw prefix",
            "What every name on the page begins with, to be left out. Found by itself when empty.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.exclude",
            "Leave out",
            "Regular expressions of raw names to leave out, separated by commas, for example ^go_, ^process_.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.runtime",
            "Runtime families",
            "Whether to collect what every program of its language tells of itself: go_, process_, python_, jvm_, and \
             others. No leaves all of them out.",
            Input::Choice(vec!["yes".into(), "no".into()]),
        )
        .more(),
        Field::new(
            "source.openmetrics.types",
            "Types",
            "A type for families that have no # TYPE line, for example acme_up=gauge, acme_jobs=counter.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.names",
            "Names",
            "Names of your own for families of the page, for example acme_q_len=queue.depth. The metric prefix and what \
             the type adds (.count, .sum) come by themselves.",
            Input::Line,
        )
        .more(),
        Field::new(
            "source.openmetrics.rename_labels",
            "Rename labels",
            "Labels to rename, for example host=acme_host. Datadog reserves host, service, version, and others.",
            Input::Line,
        )
        .more(),
        super::shown::headers("openmetrics"),
    ]
}

fn http() -> Vec<Field> {
    vec![
        Field::new(
            "source.http.base_url",
            "Base URL",
            "Scheme, host, and port of the API, for example http://localhost:8080.",
            Input::Line,
        )
        .required(),
        Field::new(
            "source.http.paths",
            "Paths",
            "The paths to read, separated by commas, for example /api/stats, /api/queues. Every number in the \
             answers becomes a gauge; lists become one series for each element.",
            Input::Line,
        )
        .required(),
        super::shown::sample(),
        super::shown::headers("http"),
    ]
}

fn command() -> Vec<Field> {
    let formats = [Format::Json, Format::Lines].map(|f| f.name().to_owned());
    vec![
        Field::new(
            "source.command.argv",
            "Command",
            "The program and its arguments, for example acmectl stats --json. No shell reads it: no pipes, no \
             variables. You are asked before it runs here.",
            Input::Line,
        )
        .required(),
        Field::new(
            "source.command.format",
            "Format",
            "What it prints: JSON, or lines such as depth: 3. Found by itself when empty.",
            Input::Choice(formats.into()),
        ),
        Field::new(
            "source.command.sample",
            "Sample output",
            "A file that holds what the command prints. It wins: the command is not run then.",
            Input::Line,
        ),
    ]
}

fn sql(wizard: &Wizard) -> Vec<Field> {
    let source = wizard.state.answers.source.sql.as_ref();
    let sample = Field::new(
        "source.sql.sample",
        "Sample",
        "A .sql file that makes the tables your queries read, with a few rows. It wins over the live database, and \
         is needed for every driver but sqlite3.",
        Input::Line,
    );
    let sample = if source.is_none_or(Sql::is_file) {
        sample
    } else {
        sample.required()
    };
    vec![
        Field::new(
            "source.sql.driver",
            "Driver",
            "The Python module that connects. sqlite3, when empty, is built in.",
            Input::Choice(drivers::names().map(str::to_owned).collect()),
        ),
        Field::new(
            "source.sql.connect",
            "Connect with",
            "What the driver connects with, for example database=/var/lib/acme.db, or host=localhost user=datadog \
             password=$ACME_PASSWORD. A secret is the name of an environment variable, after a $.",
            Input::Line,
        )
        .required(),
        Field::new(
            "source.sql.queries",
            "Queries",
            "Each ended by a semicolon; a name and a colon may stand before it, for example queues: SELECT name, depth \
             FROM queues; A column of numbers becomes a gauge, a column of texts becomes a tag.",
            Input::Text,
        )
        .required(),
        sample,
    ]
}

fn blank() -> Vec<Field> {
    vec![
        Field::new(
            "prototype.check",
            "Existing check",
            "The path of a custom check to bring along. Empty: begin with a small example that works.",
            Input::Line,
        ),
        Field::new(
            "prototype.conf",
            "Its configuration",
            "The path of its conf.yaml. Empty: one instance without options.",
            Input::Line,
        ),
    ]
}
