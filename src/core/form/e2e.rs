//! The fields of end-to-end tests.

use super::{Field, Input, argv};
use crate::core::answers::{Answers, E2e, E2eService};
use crate::core::e2e;
use crate::core::wizard::Wizard;
use serde_json::Value;
use std::collections::BTreeMap;

/// The container's fields; an integration that exists keeps its own tests.
pub(super) fn fields(wizard: &Wizard) -> Vec<Field> {
    let answers = &wizard.state.answers;
    if wizard.state.files.existing || e2e::impossible(answers).is_some() {
        return vec![];
    }
    let line = |part: &str, label: &str, help: &str| {
        Field::new(format!("e2e.{part}"), label, help, Input::Line)
    };
    let image = line(
        "image",
        "Image",
        "The Docker image of your product, with its version, for example acme/queue:1.4.2. Empty: no end-to-end test.",
    );
    if answers.e2e.image.is_empty() {
        return vec![image];
    }
    let port = line(
        "port",
        "Port",
        "What the container listens on. That of the source when empty.",
    );
    let port = if e2e::port(answers).is_none() {
        port.required()
    } else {
        port
    };
    let instance = line(
        "instance",
        "Instance",
        "Options that differ in the container, for example user=datadog password=test. Everybody can read them.",
    );
    let instance = if e2e::secrets(answers).is_empty() {
        instance.more()
    } else {
        instance.required()
    };
    vec![
        image,
        port,
        line(
            "env",
            "Variables",
            "Of the container's environment, for example ACME_MODE=test \"ACME_NAME=a b\".",
        ),
        instance,
        line(
            "optional",
            "May be absent",
            "Metrics that a fresh container does not send, separated by commas, for example acme.errors.count.",
        ),
        line(
            "command",
            "Arguments",
            "Of the container, in place of the image's own.",
        )
        .more(),
        line(
            "health",
            "Healthy when",
            "A shell command that succeeds inside the container, for example curl -f http://localhost:9100/health.",
        )
        .more(),
        line(
            "ready",
            "Logs when ready",
            "A regular expression of a line that the container logs, for example Server started.",
        )
        .more(),
        Field::new(
            "e2e.services",
            "Beside it",
            "Containers that the product needs, one a line: a name, an image, variables. For example db postgres:16.4 \
             POSTGRES_PASSWORD=test.",
            Input::Text,
        )
        .more(),
    ]
}

/// An answer of these fields as text.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    let e2e = &answers.e2e;
    Some(match id.strip_prefix("e2e.")? {
        "image" => e2e.image.clone(),
        "port" => e2e.port.map(|p| p.to_string()).unwrap_or_default(),
        "env" => variables(&e2e.env),
        "command" => argv::typed(&e2e.command),
        "health" => e2e.health.clone(),
        "ready" => e2e.ready.clone(),
        "instance" => {
            let shown = e2e.instance.iter().map(|(k, v)| (k.clone(), shown(v)));
            variables(&shown.collect())
        }
        "optional" => e2e.optional.join(", "),
        "services" => e2e
            .services
            .iter()
            .map(service)
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    })
}

/// Writes an answer of these fields; `false` when the field is another's.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    let Some(part) = id.strip_prefix("e2e.") else {
        return false;
    };
    let e2e: &mut E2e = &mut answers.e2e;
    match part {
        "image" => text.clone_into(&mut e2e.image),
        "port" => e2e.port = text.parse().ok(),
        "env" => e2e.env = pairs(text).unwrap_or_default(),
        "command" => e2e.command = argv::words(text).unwrap_or_default(),
        "health" => text.clone_into(&mut e2e.health),
        "ready" => text.clone_into(&mut e2e.ready),
        "instance" => {
            let typed = pairs(text).unwrap_or_default().into_iter();
            e2e.instance = typed.map(|(k, v)| (k, read(&v))).collect();
        }
        "optional" => e2e.optional = super::list(text),
        "services" => {
            let before = std::mem::take(&mut e2e.services);
            let lines = text.lines().filter(|l| !l.trim().is_empty());
            let services = lines.filter_map(|l| typed_service(l, &before).ok());
            e2e.services = services.collect();
        }
        _ => {}
    }
    true
}

/// Whether a text may become the answer.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(part: &str, text: &str) -> Result<(), String> {
    match part {
        "image" => e2e::image(text),
        "port" => match text.parse::<u16>() {
            Ok(1..) => Ok(()),
            _ => Err(format!("{text:?} is no port: a number from 1 to 65535.")),
        },
        "env" => pairs(text).map(drop),
        "instance" => {
            let pairs = pairs(text)?;
            pairs
                .keys()
                .try_for_each(|k| crate::core::validate::option_name(k))
        }
        "command" => argv::words(text).map(drop),
        "ready" => e2e::pattern(text),
        "services" => {
            let lines = text.lines().filter(|l| !l.trim().is_empty());
            let mut lines = lines.map(|l| typed_service(l, &[]));
            lines.try_for_each(|s| s.and_then(|s| e2e::image(&s.image)))
        }
        _ => Ok(()),
    }
}

/// `A=b "C=d e"`.
fn pairs(text: &str) -> Result<BTreeMap<String, String>, String> {
    let pair = |word: String| match word.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!(
            "{word:?} has no value. Write it like ACME_MODE=test."
        )),
    };
    argv::words(text)?.into_iter().map(pair).collect()
}

fn variables(env: &BTreeMap<String, String>) -> String {
    let one = |(name, value): (&String, &String)| {
        let value = if value.is_empty() {
            String::new()
        } else {
            argv::typed(std::slice::from_ref(value))
        };
        format!("{name}={value}")
    };
    env.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A value as YAML would take it: a number, a list, a mapping; else a text.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// The same value, typed: a text that would be taken for something else keeps its quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if read(text) == *value => text.clone(),
        other => other.to_string(),
    }
}

fn service(service: &E2eService) -> String {
    let named = argv::typed(&[service.name.clone(), service.image.clone()]);
    format!("{named} {}", variables(&service.env))
        .trim_end()
        .to_owned()
}

/// `db postgres:16.4 POSTGRES_PASSWORD=test`; what else was answered of a container of this name stays.
fn typed_service(line: &str, before: &[E2eService]) -> Result<E2eService, String> {
    let mut words = argv::words(line)?.into_iter();
    let (Some(name), Some(image)) = (words.next(), words.next()) else {
        return Err(format!(
            "{line:?} names no image. Write it like db postgres:16.4 POSTGRES_PASSWORD=test."
        ));
    };
    let rest: Vec<String> = words.collect();
    let known = before.iter().find(|s| s.name == name).cloned();
    Ok(E2eService {
        env: pairs(&argv::typed(&rest))?,
        image,
        name,
        ..known.unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back() {
        let mut a = Answers::default();
        for (part, text) in [
            ("image", "acme/queue:1.4.2"),
            ("port", "9100"),
            ("env", "ACME_MODE=test ACME_NAME='a b' EMPTY="),
            ("command", "serve --port 9100"),
            ("health", "curl -f localhost"),
            ("ready", "Server started"),
            ("instance", "limit=3 password='\"7\"' user=datadog"),
            ("optional", "acme.errors.count, acme.lag"),
            (
                "services",
                "db postgres:16.4 POSTGRES_PASSWORD=test\ncache redis:7.2",
            ),
        ] {
            let id = format!("e2e.{part}");
            assert_eq!(check(part, text), Ok(()), "{part}");
            assert!(set(&mut a, &id, text));
            assert_eq!(value(&a, &id).as_deref(), Some(text));
        }
        assert_eq!(a.e2e.instance["limit"], 3);
        assert_eq!(a.e2e.instance["password"], "7");
        a.e2e.services[0].health = "pg_isready".into();
        set(&mut a, "e2e.services", "db postgres:17.1");
        assert_eq!(a.e2e.services[0].health, "pg_isready");
        assert!(a.e2e.services[0].env.is_empty());
        for (part, text) in [
            ("port", "0"),
            ("port", "http"),
            ("env", "A"),
            ("image", "redis"),
            ("services", "db"),
            ("services", "db postgres"),
            ("instance", "a-b=1"),
        ] {
            assert!(check(part, text).is_err(), "{part} {text}");
        }
    }
}
