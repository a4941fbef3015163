//! The fields of Prototype: what there is to read.

use super::{Field, Input};
use crate::core::answers::Kind;
use crate::core::wizard::Wizard;

pub(super) fn source(wizard: &Wizard) -> Vec<Field> {
    let kinds = Kind::AVAILABLE
        .iter()
        .map(|k| k.name().to_owned())
        .collect();
    let mut out = vec![
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
            "What can you show? A page of lines like name{label=\"x\"} 1: openmetrics. JSON over HTTP: http. \
             Beans of a JVM: jmx. Only log files: logs. Anything else, or a check that exists: blank.",
            Input::Choice(kinds),
        )
        .required(),
    ];
    match wizard.state.answers.integration.kind {
        Some(Kind::Openmetrics) => out.extend(openmetrics(wizard)),
        Some(Kind::Http) => out.extend(http()),
        Some(Kind::Jmx) => out.extend(super::logs::jmx()),
        Some(Kind::Logs) => out.extend(super::logs::logs()),
        Some(_) => out.extend(blank()),
        None => {}
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
            "source.openmetrics.types",
            "Types",
            "A type for families that have no # TYPE line, for example acme_up=gauge, acme_jobs=counter.",
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
