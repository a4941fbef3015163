//! End-to-end tests: the compose file, what waits for the container, and the test that an Agent runs.

use super::input::Input;
use super::{instance, local::Local, options};
use crate::core::answers::{E2eService, Kind};
use crate::core::{e2e, names};
use crate::scaffold::filters;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What the templates read as `e2e`; null where there is none.
pub fn context(input: &Input<'_>, local: &Local) -> Value {
    let answered = &input.answers.e2e;
    if answered.image.is_empty() || e2e::impossible(input.answers).is_some() {
        return Value::Null;
    }
    let port = port(input, local);
    let instance = instance(input, local, port);
    let endpoints = endpoints(input, &instance);
    let on_host = |e: &String| python(&json!(e)).starts_with('f');
    let jmx = input.kind() == Kind::Jmx;
    json!({
        "jmx": jmx,
        "instance": instance,
        "port": port,
        "host": endpoints.is_empty() || endpoints.iter().any(on_host),
        "endpoints": endpoints,
        "ready": answered.ready,
        "optional": optional(input),
        "service_checks": service_checks(input),
        "services": services(input, port),
    })
}

/// The answered port, that of the captured address, else that of the source.
fn port(input: &Input<'_>, local: &Local) -> u16 {
    let captured = match input.kind() {
        Kind::Openmetrics => e2e::port_of(&options::endpoint(input, local)),
        Kind::Jmx => options::jvm(input)
            .1
            .as_u64()
            .and_then(|p| p.try_into().ok()),
        _ => None,
    };
    let answered = input.answers.e2e.port;
    let found = answered.or(captured).or_else(|| e2e::port(input.answers));
    // Without one the answers are refused before anything is rendered.
    found.unwrap_or(80)
}

/// The tested instance, led to the container. What is secret and has no value for the test is left out.
fn instance(input: &Input<'_>, local: &Local, port: u16) -> Map<String, Value> {
    let mut map = match instance::whole_instance(input, local) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let number = |old: Option<&Value>| match old {
        Some(Value::String(_)) => port.to_string().into(),
        _ => Value::from(port),
    };
    match input.kind() {
        Kind::Openmetrics => lead(&mut map, "openmetrics_endpoint", port),
        Kind::Http => lead(&mut map, "base_url", port),
        Kind::Jmx => {
            map.insert("host".into(), "localhost".into());
            map.insert("port".into(), port.into());
        }
        Kind::Sql => {
            for host in ["host", "server"] {
                if map.contains_key(host) {
                    map.insert(host.into(), "localhost".into());
                }
            }
            if let Some(old) = map.get("port") {
                let new = number(Some(old));
                map.insert("port".into(), new);
            }
        }
        _ => {}
    }
    map.retain(|_, value| !value.to_string().contains("********"));
    map.extend(input.answers.e2e.instance.clone());
    map
}

/// The address under `key`, at the port of the container on this host.
fn lead(map: &mut Map<String, Value>, key: &str, port: u16) {
    let Some(url) = map.get(key).and_then(Value::as_str) else {
        return;
    };
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    let led = format!("{scheme}://localhost:{port}{path}");
    map.insert(key.into(), led.into());
}

/// What answers without a header once the product is up; none: the port is waited for.
fn endpoints(input: &Input<'_>, instance: &Map<String, Value>) -> Vec<String> {
    let text = |key: &str| instance.get(key).and_then(Value::as_str);
    let guarded = [
        "headers",
        "extra_headers",
        "username",
        "password",
        "auth_token",
    ];
    if guarded.iter().any(|key| instance.contains_key(*key)) {
        return vec![];
    }
    let source = &input.answers.source;
    match input.kind() {
        Kind::Openmetrics => text("openmetrics_endpoint")
            .map(str::to_owned)
            .into_iter()
            .collect(),
        Kind::Http => {
            let requests = source.http.iter().flat_map(|h| &h.requests);
            let base = text("base_url").unwrap_or_default().trim_end_matches('/');
            requests.map(|r| format!("{base}{}", r.path)).collect()
        }
        _ => vec![],
    }
}

/// The answered ones, and what was not on each of several samples: an error counter waits for its error.
fn optional(input: &Input<'_>) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = input.answers.e2e.optional.iter().cloned().collect();
    let all = &input.capture.metrics;
    let scenes: BTreeSet<u32> = all.iter().map(|m| m.scene).collect();
    for row in input.metrics {
        let of_row = |name: &str| {
            let rest = row.name.strip_prefix(name);
            rest.is_some_and(|r| r.is_empty() || r.starts_with('.'))
        };
        let seen: BTreeSet<u32> = all
            .iter()
            .filter(|m| of_row(&m.name))
            .map(|m| m.scene)
            .collect();
        if seen.len() < scenes.len() {
            out.insert(row.name.clone());
        }
    }
    let known = |name: &String| input.metrics.iter().any(|r| r.name == *name);
    out.retain(known);
    out
}

/// Those that were OK.
fn service_checks(input: &Input<'_>) -> BTreeSet<String> {
    if input.kind() == Kind::Jmx {
        return BTreeSet::from([format!("{}.can_connect", input.folder())]);
    }
    let ok = input
        .capture
        .service_checks
        .iter()
        .filter(|c| c.status == 0);
    ok.map(|c| c.name.clone()).collect()
}

/// The product's container and those that it needs.
fn services(input: &Input<'_>, port: u16) -> Vec<Value> {
    let answered = &input.answers.e2e;
    let own = E2eService {
        name: names::folder_name(&input.folder()),
        image: answered.image.clone(),
        env: answered.env.clone(),
        command: answered.command.clone(),
        health: answered.health.clone(),
    };
    let after: Vec<Value> = answered
        .services
        .iter()
        .map(|s| {
            let healthy = !s.health.is_empty();
            let condition = if healthy {
                "service_healthy"
            } else {
                "service_started"
            };
            json!({"name": s.name, "condition": condition})
        })
        .collect();
    let mut first = service(&own);
    first["port"] = format!("{port}:{port}").into();
    first["after"] = after.into();
    let others = answered.services.iter().map(service);
    std::iter::once(first).chain(others).collect()
}

fn service(of: &E2eService) -> Value {
    // Compose takes a dollar for the beginning of a variable.
    let plain = |text: &str| text.replace('$', "$$");
    let env = of.env.iter();
    let env = env.map(|(name, value)| json!({"name": name, "value": plain(value)}));
    let health = (!of.health.is_empty()).then(|| json!(["CMD-SHELL", plain(&of.health)]));
    json!({
        "name": of.name,
        "image": of.image,
        "env": env.collect::<Vec<_>>(),
        "command": of.command.iter().map(|w| plain(w)).collect::<Vec<_>>(),
        "health": health,
        "port": Value::Null,
        "after": [],
    })
}

/// A Python expression in which `HOST` stands for this machine, wherever a text names it as a host.
pub fn python(value: &Value) -> String {
    match value {
        Value::String(text) => text_at_host(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(python).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let item = |(k, v): (&String, &Value)| format!("{}: {}", filters::py_str(k), python(v));
            let items: Vec<String> = map.iter().map(item).collect();
            format!("{{{}}}", items.join(", "))
        }
        other => filters::py(other),
    }
}

fn text_at_host(text: &str) -> String {
    for host in ["localhost", "127.0.0.1"] {
        if text == host {
            return "HOST".into();
        }
        let begin = text.find("://").map_or(0, |at| at + 3);
        let Some(rest) = text[begin..].strip_prefix(host) else {
            continue;
        };
        if !rest.is_empty() && !rest.starts_with([':', '/', '?', '#']) {
            continue;
        }
        let part = |text: &str| {
            let quoted = filters::py_str(text).replace('{', "{{").replace('}', "}}");
            quoted[1..quoted.len() - 1].to_owned()
        };
        return format!("f'{}{{HOST}}{}'", part(&text[..begin]), part(rest));
    }
    filters::py_str(text)
}

#[cfg(test)]
mod tests_of_hosts {
    use super::*;

    #[test]
    fn this_machine_is_where_docker_is() {
        for (value, wanted) in [
            (json!("localhost"), "HOST"),
            (
                json!("http://localhost:80/{x}'"),
                r"f'http://{HOST}:80/{{x}}\''",
            ),
            (json!("127.0.0.1:9092"), "f'{HOST}:9092'"),
            (json!("localhosts"), "'localhosts'"),
            (json!("http://acme.example"), "'http://acme.example'"),
            (
                json!({"a": ["localhost", 1, true]}),
                "{'a': [HOST, 1, True]}",
            ),
        ] {
            assert_eq!(python(&value), wanted);
        }
    }
}
