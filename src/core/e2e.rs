//! What an end-to-end test needs: an image that stays what it is, and a check that reads its target over the
//! network, since the Agent runs in a container of its own.

use super::answers::{Answers, E2e, Kind, Sql, Value};
use super::{drivers, validate};
use std::collections::{BTreeMap, BTreeSet};

/// First words of tags that move although they hold a digit.
const MOVING: [&str; 6] = ["latest", "edge", "nightly", "snapshot", "main", "master"];

/// Why there can't be an end-to-end test of this kind, whatever the image.
#[must_use]
pub fn impossible(answers: &Answers) -> Option<String> {
    let why = match answers.integration.kind? {
        Kind::Command => {
            let argv = answers.source.command.as_ref().map(|c| &c.argv);
            let program = argv.and_then(|a| a.first()).map_or("a program", |p| p);
            format!(
                "The check runs {program} where the Agent runs, and the Agent's container in an end-to-end test does \
                 not have it."
            )
        }
        Kind::Sql if answers.source.sql.as_ref().is_none_or(Sql::is_file) => {
            "The check reads a SQLite file on the Agent's own host, which no container offers."
                .into()
        }
        Kind::Logs => "A log integration has no check that an end-to-end test could run.".into(),
        _ => return None,
    };
    Some(format!(
        "{why} Leave e2e out: the unit tests replay what was recorded."
    ))
}

/// A Docker image that means the same tomorrow.
///
/// # Errors
/// No tag, one that moves, or a sign that image names can't have.
pub fn image(text: &str) -> Result<(), String> {
    let (named, digest) = match text.split_once('@') {
        Some((named, digest)) => (named, Some(digest)),
        None => (text, None),
    };
    let path = named.rsplit('/').next().unwrap_or_default();
    let (name, tag) = match path.split_once(':') {
        Some((_, tag)) => (&named[..named.len() - tag.len() - 1], Some(tag)),
        None => (named, None),
    };
    let example = "for example acme/queue:1.4.2";
    if name.contains("://") {
        return Err(format!(
            "{text:?} is an address. Write the image's name, {example}."
        ));
    }
    if !is_name(name) {
        return Err(format!(
            "{text:?} is no image's name: lower-case letters, digits, and . _ - between slashes, {example}."
        ));
    }
    let word = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if let Some(tag) = tag.filter(|t| t.is_empty() || t.len() > 128 || !t.chars().all(word)) {
        return Err(format!(
            "{tag:?} is no tag. Write {name} and its version, {example}."
        ));
    }
    if let Some(digest) = digest {
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        let whole = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        return whole
            .then_some(())
            .ok_or_else(|| format!("{digest:?} is no digest: sha256: and 64 hexadecimal digits."));
    }
    let Some(tag) = tag else {
        return Err(format!(
            "{text} has no tag, so it means another image every day, and tests fail that nobody touched. Name a \
             version, {example}."
        ));
    };
    let first = tag.split(['-', '.', '_']).next().unwrap_or_default();
    let moving = MOVING.iter().any(|m| first.eq_ignore_ascii_case(m));
    if moving || !tag.contains(|c: char| c.is_ascii_digit()) {
        return Err(format!(
            "The tag {tag} moves: tests fail one day that nobody touched. Name a version, {example}."
        ));
    }
    Ok(())
}

/// `[host[:port]/]part/part`.
fn is_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &str| {
        let edge =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        edge(part.chars().next()) && edge(part.chars().last()) && part.chars().all(sign)
    };
    let host = |part: &str| {
        let (host, port) = part.split_once(':').unwrap_or((part, "1"));
        plain(host) && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())
    };
    match parts.as_slice() {
        [] => false,
        [only] => plain(only),
        [first, rest @ ..] => host(first) && rest.iter().all(|p| plain(p)),
    }
}

/// The port that the check connects to, as far as the answers tell.
#[must_use]
pub fn port(answers: &Answers) -> Option<u16> {
    let source = &answers.source;
    answers
        .e2e
        .port
        .or_else(|| match answers.integration.kind? {
            Kind::Openmetrics => source
                .openmetrics
                .as_ref()
                .and_then(|o| port_of(&o.endpoint)),
            Kind::Http => source.http.as_ref().and_then(|h| port_of(&h.base_url)),
            Kind::Sql => {
                let sql = source.sql.as_ref()?;
                match sql.connect.get("port") {
                    Some(Value::Text(text)) => text.parse().ok(),
                    _ => drivers::port(sql.module()),
                }
            }
            Kind::Jmx => Some(super::jmx::PORT),
            _ => None,
        })
}

/// The port of an address, that of its scheme when it names none.
#[must_use]
pub fn port_of(url: &str) -> Option<u16> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    match host.rsplit_once(':') {
        Some((_, port)) if !port.ends_with(']') => port.parse().ok(),
        _ if scheme == "https" => Some(443),
        _ => Some(80),
    }
}

/// Options of the instance that hold a secret, which the container's own must take the place of.
#[must_use]
pub fn secrets(answers: &Answers) -> BTreeSet<String> {
    let source = &answers.source;
    let env = |map: &BTreeMap<String, Value>| map.values().any(|v| matches!(v, Value::Env(_)));
    let mut out = BTreeSet::new();
    match answers.integration.kind {
        Some(Kind::Openmetrics) if source.openmetrics.as_ref().is_some_and(|o| env(&o.headers)) => {
            out.insert("extra_headers".into());
        }
        Some(Kind::Http) if source.http.as_ref().is_some_and(|h| env(&h.headers)) => {
            out.insert("extra_headers".into());
        }
        Some(Kind::Sql) => {
            let connect = source.sql.iter().flat_map(|s| &s.connect);
            let held = connect.filter(|(_, v)| matches!(v, Value::Env(_)));
            out.extend(held.map(|(k, _)| k.clone()));
        }
        _ => {}
    }
    let own = answers.options.iter();
    let own = own.filter(|o| o.secret && o.required && o.r#in == "instance");
    out.extend(own.map(|o| o.name.clone()));
    out
}

/// Everything that is wrong with the answers on the container: the field and a sentence.
#[must_use]
pub fn problems(answers: &Answers) -> Vec<(String, String)> {
    let e2e = &answers.e2e;
    if e2e.is_empty() {
        return vec![];
    }
    if let Some(why) = impossible(answers) {
        return vec![("e2e".into(), why)];
    }
    let mut all = Problems(vec![]);
    if e2e.image.is_empty() {
        let said = "The container has no image. Name one with its version, or leave e2e out.";
        all.say("e2e.image", Err(said.into()));
    } else {
        all.say("e2e.image", image(&e2e.image));
    }
    all.env("e2e.env", &e2e.env);
    if port(answers).is_none() && answers.integration.kind.is_some() {
        let said =
            "Which port does the check connect to? Name the one that the container listens on.";
        all.say("e2e.port", Err(said.into()));
    }
    all.say("e2e.ready", pattern(&e2e.ready));
    for name in secrets(answers) {
        if !e2e.instance.contains_key(&name) {
            let said = format!(
                "The check needs {name}, which is secret. Write what the test's own container takes, a value made for \
                 it: everybody can read it."
            );
            all.say("e2e.instance", Err(said));
        }
    }
    for name in e2e.instance.keys() {
        all.say("e2e.instance", validate::option_name(name));
    }
    all.services(e2e, &answers.integration.folder());
    all.0
}

/// A regular expression of the container's log.
///
/// # Errors
/// It is none.
pub fn pattern(text: &str) -> Result<(), String> {
    regex::Regex::new(text)
        .map(|_| ())
        .map_err(|_| format!("{text:?} is not a regular expression."))
}

struct Problems(Vec<(String, String)>);

impl Problems {
    fn say(&mut self, rule: &str, said: Result<(), String>) {
        if let Err(message) = said {
            self.0.push((rule.to_owned(), message));
        }
    }

    fn env(&mut self, rule: &str, env: &BTreeMap<String, String>) {
        for name in env.keys() {
            self.say(rule, variable(name));
        }
    }

    fn services(&mut self, e2e: &E2e, folder: &str) {
        let mut taken = BTreeSet::from([folder]);
        for (n, service) in e2e.services.iter().enumerate() {
            let rule = |part: &str| format!("e2e.services[{n}].{part}");
            self.say(&rule("name"), service_name(&service.name));
            if !taken.insert(&service.name) {
                let said = format!("There is a container {:?} already.", service.name);
                self.say(&rule("name"), Err(said));
            }
            self.say(&rule("image"), image(&service.image));
            self.env(&rule("env"), &service.env);
        }
    }
}

/// A variable of a container: images read `discovery.type`, too.
fn variable(name: &str) -> Result<(), String> {
    let odd = |c: char| c == '=' || c.is_whitespace() || c.is_control();
    (!name.is_empty() && !name.contains(odd))
        .then_some(())
        .ok_or_else(|| format!("{name:?} is no name of a variable, such as ACME_MODE."))
}

/// A name that other containers can find it by.
fn service_name(name: &str) -> Result<(), String> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    let good = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(sign);
    good.then_some(()).ok_or_else(|| {
        format!("{name:?} is no name of a container: lower-case letters, digits, - and _, a letter first.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::{E2eService, OpenMetrics};

    #[test]
    fn an_image_has_a_tag_that_stays() {
        let digest = format!("acme/queue@sha256:{}", "a".repeat(64));
        for good in [
            "acme/queue:1.4.2",
            "redis:7",
            "registry.acme.example:5000/a/b_c:v2.1-alpine",
            digest.as_str(),
        ] {
            assert_eq!(image(good), Ok(()), "{good}");
        }
        for (bad, word) in [
            ("acme/queue", "has no tag"),
            ("registry.acme.example:5000/acme", "has no tag"),
            ("acme/queue:latest", "moves"),
            ("acme/queue:stable", "moves"),
            ("acme/queue:latest-3", "moves"),
            ("redis:alpine", "moves"),
            ("acme/queue:", "no tag"),
            ("Acme/Queue:1", "no image's name"),
            ("acme/queue 1:2", "no image's name"),
            ("https://acme.example/queue:1", "address"),
            ("acme/${NAME}:1", "no image's name"),
            ("a:1@sha256:ab", "digest"),
            ("", "no image's name"),
        ] {
            let said = image(bad).unwrap_err();
            assert!(said.contains(word), "{bad}: {said}");
        }
    }

    fn answers(kind: Kind) -> Answers {
        let mut a = Answers::default();
        a.integration.kind = Some(kind);
        a.integration.name = Some("acme".into());
        a.e2e.image = "acme/queue:1.4.2".into();
        a
    }

    fn rules(a: &Answers) -> Vec<String> {
        problems(a).into_iter().map(|(rule, _)| rule).collect()
    }

    #[test]
    fn the_port_is_that_of_the_source() {
        let mut a = answers(Kind::Openmetrics);
        a.source.openmetrics = Some(OpenMetrics {
            endpoint: "http://[::1]:9100/metrics".into(),
            ..OpenMetrics::default()
        });
        assert_eq!(port(&a), Some(9100));
        assert_eq!(port_of("https://u:p@acme.example/x"), Some(443));
        assert_eq!(port_of("http://[::1]/x"), Some(80));
        a.e2e.port = Some(1);
        assert_eq!(port(&a), Some(1));
        let mut a = answers(Kind::Sql);
        a.source.sql = Some(Sql {
            driver: "psycopg".into(),
            ..Sql::default()
        });
        assert_eq!(port(&a), Some(5432));
        assert_eq!(rules(&answers(Kind::Blank)), ["e2e.port"]);
    }

    #[test]
    fn kinds_without_a_network_say_why() {
        for (kind, word) in [
            (Kind::Command, "program"),
            (Kind::Sql, "SQLite"),
            (Kind::Logs, "no check"),
        ] {
            let found = problems(&answers(kind));
            assert_eq!(found.len(), 1);
            assert!(found[0].1.contains(word), "{found:?}");
        }
        assert_eq!(problems(&Answers::default()), []);
    }

    #[test]
    fn each_wrong_part_is_named_and_no_secret_is_left_open() {
        let mut a = answers(Kind::Sql);
        let env = crate::core::answers::EnvRef { env: "P".into() };
        a.source.sql = Some(Sql {
            driver: "pymysql".into(),
            connect: [("password".to_owned(), Value::Env(env))].into(),
            ..Sql::default()
        });
        a.e2e.ready = "(".into();
        a.e2e.env = [("A B".to_owned(), "x".to_owned())].into();
        let service = |name: &str| E2eService {
            name: name.into(),
            image: "redis".into(),
            ..E2eService::default()
        };
        a.e2e.services = vec![service("acme"), service("A")];
        assert_eq!(
            rules(&a),
            [
                "e2e.env",
                "e2e.ready",
                "e2e.instance",
                "e2e.services[0].name",
                "e2e.services[0].image",
                "e2e.services[1].name",
                "e2e.services[1].image"
            ]
        );
        a.e2e = E2e {
            image: "mysql:8.4".into(),
            instance: [("password".to_owned(), "x".into())].into(),
            ..E2e::default()
        };
        assert_eq!(problems(&a), []);
    }
}
