//! The field that takes whatever there is to show, and what looking at it may fill in besides: headers of an
//! address, the sample of a response.

use super::{Field, Input, typed};
use crate::core::answers::{Answers, Http, Kind, OpenMetrics, Request, Value};
use crate::core::propose::{self, FIELD};
use std::collections::BTreeMap;

/// What there is to show.
pub(super) fn field(answers: &Answers) -> Field {
    let (label, help) = if answers.integration.kind.is_none() {
        (
            "What can you show?",
            "A URL, a file, a folder, a command, or a database. It is looked at, and the kind follows. A command runs \
             only after you agree.",
        )
    } else {
        (
            "Shown",
            "What can you show? Something else than this is looked at as well, and you see what follows from it before \
             it counts.",
        )
    };
    Field::new(FIELD, label, help, Input::Line)
}

/// Headers, beside an address.
pub(super) fn headers(kind: &str) -> Field {
    Field::new(
        format!("source.{kind}.headers"),
        "Headers",
        "What the address wants to be sent, for example Authorization=$ACME_TOKEN. A secret is the name of an \
         environment variable, after a $.",
        Input::Line,
    )
    .more()
}

/// A file with the first path's answer.
pub(super) fn sample() -> Field {
    Field::new(
        "source.http.sample",
        "Sample",
        "A file that holds what the first path answers with. It wins: the address is not read then.",
        Input::Line,
    )
    .more()
}

fn headers_of<'a>(answers: &'a Answers, id: &str) -> Option<&'a BTreeMap<String, Value>> {
    match id {
        "source.openmetrics.headers" => answers.source.openmetrics.as_ref().map(|s| &s.headers),
        _ => answers.source.http.as_ref().map(|s| &s.headers),
    }
}

/// An answer of these fields as text; none when the field is another's.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    let http = answers.source.http.as_ref();
    Some(match id {
        FIELD => shown(answers),
        "source.openmetrics.headers" | "source.http.headers" => headers_of(answers, id)
            .map(propose::typed_headers)
            .unwrap_or_default(),
        "source.http.sample" => {
            let first = http.and_then(|h| h.requests.first());
            first.and_then(|r| r.sample.clone()).unwrap_or_default()
        }
        _ => return None,
    })
}

/// What was shown, as the answers have it by now.
fn shown(answers: &Answers) -> String {
    let source = &answers.source;
    if let Some(prototype) = &answers.prototype {
        return prototype.check.clone();
    }
    let text = match answers.integration.kind {
        Some(Kind::Openmetrics) => source.openmetrics.as_ref().map(|s| match s.sample.last() {
            Some(sample) if s.endpoint.is_empty() => sample.clone(),
            _ => s.endpoint.clone(),
        }),
        Some(Kind::Http) => source.http.as_ref().map(|s| {
            let path = s.requests.first().map_or("", |r| r.path.as_str());
            if s.base_url.is_empty() {
                String::new()
            } else {
                format!(
                    "{}/{}",
                    s.base_url.trim_end_matches('/'),
                    path.trim_start_matches('/')
                )
            }
        }),
        Some(Kind::Command) => source.command.as_ref().map(|s| typed(&s.argv)),
        Some(Kind::Sql) => source
            .sql
            .as_ref()
            .and_then(|s| match s.connect.get("database") {
                Some(Value::Text(path)) if s.is_file() => Some(path.clone()),
                _ => None,
            }),
        Some(Kind::Jmx) => source.jmx.as_ref().map(|s| s.metrics.clone()),
        Some(Kind::Logs) => source.logs.as_ref().map(|s| s.path.clone()),
        Some(Kind::Blank) | None => None,
    };
    text.unwrap_or_default()
}

/// Writes an answer of these fields; `false` when the field is another's.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    let headers = || propose::headers(text).unwrap_or_default();
    let source = &mut answers.source;
    match id {
        // It is what the others are found by, and no answer itself.
        FIELD => {}
        "source.openmetrics.headers" => {
            source
                .openmetrics
                .get_or_insert_with(OpenMetrics::default)
                .headers = headers();
        }
        "source.http.headers" => {
            source.http.get_or_insert_with(Http::default).headers = headers();
        }
        "source.http.sample" => {
            let http = source.http.get_or_insert_with(Http::default);
            if http.requests.is_empty() && !text.is_empty() {
                http.requests.push(Request::default());
            }
            if let Some(first) = http.requests.first_mut() {
                first.sample = (!text.is_empty()).then(|| text.to_owned());
            }
            // Neither a path nor a sample: no request.
            http.requests.retain(|r| *r != Request::default());
        }
        _ => return false,
    }
    true
}

/// Whether a typed line of headers can be read, and holds no secret.
///
/// # Errors
/// The word that is wrong.
pub(super) fn check_headers(text: &str) -> Result<(), String> {
    propose::headers(text).map(|_| ())
}
