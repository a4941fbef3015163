//! What a check says beside its metrics, as one types it: the rows as they stand in an answers file, and the path of
//! a host's name.

use super::{Field, Input};
use crate::core::answers::{Answers, Command, Http, Kind, OpenMetrics, Request};
use crate::core::{answers_file, validate};
use serde::Serialize;

/// Rows as YAML, each with the key of the answers file that holds them.
const LISTS: [(&str, &str); 3] = [
    ("signals.service_checks", "service_checks"),
    ("signals.events", "events"),
    ("signals.version", "version"),
];

/// The paths of hosts.
const HOSTS: [&str; 3] = [
    "source.openmetrics.hostname_label",
    "source.http.hostnames",
    "source.command.hostname",
];

/// The fields of a kind whose check the wizard writes.
pub(super) fn fields(answers: &Answers) -> Vec<Field> {
    let field =
        |id: &str, label: &str, help: &str, input| Field::new(id, label, help, input).more();
    let prefix = answers.integration.prefix();
    let (from, version) = match answers.integration.kind {
        Some(Kind::Http) => (
            "{request: /api/nodes, path: \"nodes[].state\", tags: {node: \"nodes[].name\"}}",
            "{request: /api/info, path: version}",
        ),
        Some(Kind::Command) => (
            "{path: \"nodes[].state\", tags: {node: \"nodes[].name\"}}",
            "{path: version}, or {line: Version} where lines are printed",
        ),
        Some(Kind::Sql) => (
            "{query: nodes, column: state}",
            "{query: SELECT version FROM settings}",
        ),
        _ => (
            "{metric: acme_up}",
            "{metric: acme_build_info, label: version}",
        ),
    };
    let values = match answers.integration.kind {
        Some(Kind::Openmetrics) => "ok: [1], critical: [0]",
        _ => "ok: [running], warning: [starting], critical: [failed]",
    };
    let mut out = vec![field(
        "signals.service_checks",
        "Status checks",
        &format!(
            "A service check for a value that says how something is, one in a line: - {{name: {prefix}node.status, from: \
             {from}, {values}}}. Any other value is UNKNOWN."
        ),
        Input::Text,
    )];
    let host = |id: &str, help: &str| field(id, "Hostname", help, Input::Line);
    match answers.integration.kind {
        Some(Kind::Http) => out.push(host(
            "source.http.hostnames",
            "Where the name of the host stands that a list's values are of, by request: /api/nodes=nodes[].host. Empty: \
             the Agent's own host.",
        )),
        Some(Kind::Command) => out.push(host(
            "source.command.hostname",
            "Where the name of the host stands that a list's values are of: nodes[].host. Empty: the Agent's own host.",
        )),
        Some(Kind::Openmetrics) => out.push(host(
            "source.openmetrics.hostname_label",
            "The label that names the host a series is of. Empty: the Agent's own host.",
        )),
        _ => {}
    }
    if let Some(Kind::Http | Kind::Command) = answers.integration.kind {
        let request = match answers.integration.kind {
            Some(Kind::Http) => "request: /api/alarms, ",
            _ => "",
        };
        out.push(field(
            "signals.events",
            "Events",
            &format!(
                "Lists whose items are events, each sent once: - {{{request}key: \"alarms[].id\", title: \
                 \"alarms[].title\", text: \"alarms[].text\"}}. May have alert_type, aggregation_key, and tags."
            ),
            Input::Text,
        ));
    }
    out.push(field(
        "signals.version",
        "Version",
        &format!(
            "Where the product's version stands: {version}. Datadog shows it beside the host."
        ),
        Input::Line,
    ));
    out
}

/// An answer of these fields as text.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    let source = &answers.source;
    Some(match id {
        "signals.service_checks" => {
            let told = answers.service_checks.iter().filter(|c| c.from.is_some());
            lines(told)
        }
        "signals.events" => lines(answers.events.iter()),
        "signals.version" => answers.version.as_ref().map(flow).unwrap_or_default(),
        "source.openmetrics.hostname_label" => {
            let label = source.openmetrics.as_ref();
            label
                .and_then(|s| s.hostname_label.clone())
                .unwrap_or_default()
        }
        "source.command.hostname" => {
            let path = source.command.as_ref();
            path.and_then(|s| s.hostname.clone()).unwrap_or_default()
        }
        "source.http.hostnames" => {
            let all = source.http.iter().flat_map(|h| &h.requests);
            let all = all.filter_map(|r| Some(format!("{}={}", r.path, r.hostname.as_ref()?)));
            all.collect::<Vec<_>>().join(", ")
        }
        _ => return None,
    })
}

fn lines<'a, T: Serialize + 'a>(rows: impl Iterator<Item = &'a T>) -> String {
    rows.map(|row| format!("- {}", flow(row)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// JSON on one line, which is YAML, too.
fn flow(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default()
}

/// Writes a checked text; `false` when the field is another's.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    let some = || (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let source = &mut answers.source;
    match id {
        "source.openmetrics.hostname_label" => {
            let om = source.openmetrics.get_or_insert_with(OpenMetrics::default);
            om.hostname_label = some();
        }
        "source.command.hostname" => {
            let command = source.command.get_or_insert_with(Command::default);
            command.hostname = some();
        }
        "source.http.hostnames" => {
            let http = source.http.get_or_insert_with(Http::default);
            let pairs = pairs(text);
            let named = |r: &Request| {
                let mut all = pairs
                    .iter()
                    .filter(|(p, _)| Answers::same_request(p, &r.path));
                all.next().map(|(_, path)| path.clone())
            };
            for request in &mut http.requests {
                request.hostname = named(request);
            }
        }
        _ => {
            let Some((_, key)) = LISTS.iter().find(|(list, _)| *list == id) else {
                return false;
            };
            if let Ok(read) = read(key, text) {
                replace(answers, key, read);
            }
        }
    }
    true
}

/// The rows that a text holds, and what else was said of service checks.
fn replace(answers: &mut Answers, key: &str, read: Answers) {
    match key {
        "service_checks" => {
            let said = |name: &str| read.service_checks.iter().any(|c| c.name == name);
            answers
                .service_checks
                .retain(|c| c.from.is_none() && !said(&c.name));
            answers.service_checks.extend(read.service_checks);
        }
        "events" => answers.events = read.events,
        _ => answers.version = read.version,
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(request, path)| (request.trim().to_owned(), path.trim().to_owned()))
        .collect()
}

/// A part of an answers file.
fn read(key: &str, text: &str) -> Result<Answers, String> {
    let text: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    let text = format!("schema: 1\n{key}:\n{}\n", text.join("\n"));
    answers_file::parse(&text).map_err(|found| {
        let first = found.into_iter().next();
        let said = first.map_or_else(String::new, |f| f.message);
        said.replace(
            "The answers file is not valid YAML",
            "This is not valid YAML",
        )
    })
}

/// Whether a typed text can be read and fits the other answers; none where the field is another's.
pub(super) fn check(answers: &Answers, id: &str, text: &str) -> Option<Result<(), String>> {
    let list = LISTS.iter().find(|(list, _)| *list == id);
    if list.is_none() && !HOSTS.contains(&id) {
        return None;
    }
    if text.trim().is_empty() {
        return Some(Ok(()));
    }
    let mut changed = answers.clone();
    let mine = if let Some((_, key)) = list {
        match read(key, text) {
            Ok(read) => replace(&mut changed, key, read),
            Err(said) => return Some(Err(said)),
        }
        *key
    } else {
        if id == "source.http.hostnames" {
            let known = answers.source.http.iter().flat_map(|h| &h.requests);
            let known: Vec<&str> = known.map(|r| r.path.as_str()).collect();
            let of = |path: &str| known.iter().any(|k| Answers::same_request(k, path));
            let pairs = pairs(text);
            let wrong = pairs.iter().find(|(path, _)| !of(path));
            if let Some((path, _)) = wrong {
                let near = crate::core::nearest::hint(path, known);
                return Some(Err(format!("{path} is not among the paths.{near}")));
            }
            if pairs.is_empty() {
                let said =
                    "Write a path, =, and where the host's name stands: /api/nodes=nodes[].host.";
                return Some(Err(said.into()));
            }
        }
        set(&mut changed, id, text);
        "source."
    };
    let found = validate::answers(&changed, validate::Known::default());
    let wrong = found
        .into_iter()
        .find(|f| f.rule.starts_with(mine) && (mine != "source." || f.rule.ends_with(".hostname")));
    Some(wrong.map_or(Ok(()), |f| Err(f.message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Answers {
        let mut a = Answers::default();
        a.integration.display_name = "Acme".into();
        a.integration.kind = Some(Kind::Http);
        let path = |p: &str| Request {
            path: p.into(),
            ..Request::default()
        };
        a.source.http = Some(Http {
            requests: vec![path("/api/nodes"), path("/info")],
            ..Http::default()
        });
        a
    }

    #[test]
    fn what_is_typed_comes_back_and_goes_with_its_text() {
        let before = answers();
        let mut a = before.clone();
        for (id, text) in [
            (
                "signals.service_checks",
                "- {name: acme.node.status, from: {request: /api/nodes, path: \"nodes[].state\"}, ok: [up, 1]}",
            ),
            (
                "signals.events",
                "- {request: /api/nodes, key: \"a[].id\", title: \"a[].t\", text: \"a[].x\", alert_type: error}",
            ),
            ("signals.version", "{request: /info, path: version}"),
            ("source.http.hostnames", "/api/nodes=nodes[].host"),
        ] {
            assert_eq!(check(&a, id, text), Some(Ok(())), "{id}");
            assert!(set(&mut a, id, text));
            let shown = value(&a, id).unwrap();
            let again = a.clone();
            assert!(set(&mut a, id, &shown) && a == again, "{id}: {shown}");
        }
        assert_eq!(a.events.len(), 1);
        assert_eq!(a.version.as_ref().unwrap().path, "version");
        for field in fields(&a) {
            assert!(set(&mut a, &field.id, ""));
        }
        assert_eq!(a, before);
        assert!(!set(&mut a, "author.name", "x") && check(&a, "author.name", "x").is_none());
    }

    #[test]
    fn what_does_not_fit_is_said_while_it_is_typed() {
        for (id, text, words) in [
            ("signals.service_checks", "- {name: [", "not valid YAML"),
            (
                "signals.service_checks",
                "- {name: acme.a, form: {}}",
                "\"from\"",
            ),
            (
                "signals.service_checks",
                "- {name: acme.a, from: {request: /api/node, path: x}, ok: [1]}",
                "\"/api/nodes\"",
            ),
            (
                "signals.version",
                "{request: /info, path: \"v[]\"}",
                "one version",
            ),
            ("source.http.hostnames", "/api/node=x", "\"/api/nodes\""),
            ("source.http.hostnames", "nodes[].host", "Write a path"),
            ("source.http.hostnames", "/info=a..b", "needs a key"),
        ] {
            let said = check(&answers(), id, text).unwrap().unwrap_err();
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
