//! The forms that hardly anybody needs, filled in by keys alone from an empty one: service checks with their
//! condition, events, version, hosts, options of every type, log sources, packages, containers. What follows is
//! looked at in the files that are previewed, and the real ddev finds nothing.

use crate::common::{offline, toolchain};
use crate::gate::Gate;
use crate::place::Place;
use crate::pty::{Pty, Shot};
use crate::seeded::{stands, verdicts};
use crate::walk::LONG;
use serde_json::{Value, json};
use std::fs;

const NODES: &str = r#"{"version": "4.2.0",
  "nodes": [{"name": "a", "state": "running", "load": 0.5}, {"name": "b", "state": "failed", "load": 0.7}],
  "alarms": [{"id": "7", "title": "Disk", "text": "The disk is full."}]}"#;
const PAGE: &str = "# HELP acme_up Whether it works.\n# TYPE acme_up gauge\nacme_up{node=\"a\"} 1\nacme_up{node=\"b\"} 0\n\
                    # HELP acme_build_info About the build.\n# TYPE acme_build_info gauge\n\
                    acme_build_info{version=\"4.2.0\"} 1\n# HELP acme_depth Messages.\n# TYPE acme_depth gauge\n\
                    acme_depth{node=\"a\"} 42\n";

/// Whether a row is this field's.
fn is(row: &str, label: &str) -> bool {
    let rest = row.strip_prefix("▸ ").and_then(|r| r.strip_prefix(label));
    rest.is_some_and(|r| r.is_empty() || r.starts_with(' '))
}

/// Whether nothing is being typed.
fn rests(shot: &Shot) -> bool {
    let footer = shot.text.lines().last().unwrap_or_default();
    !footer.contains("take")
}

/// Down to a field, past those that fold open on the way.
fn reach(pty: &mut Pty, label: &str) {
    let mut last = String::new();
    for _ in 0..120 {
        let row = pty.until(
            &format!("a row after {last:?} on the way to {label}"),
            |shot| {
                let row = stands(shot);
                (rests(shot) && !row.is_empty() && row != last).then_some(row)
            },
        );
        if is(&row, label) {
            return;
        }
        if row.starts_with("▸ more") {
            pty.press(&["enter"]);
            pty.until("what folds open", |shot| {
                stands(shot).starts_with("▸ less").then_some(())
            });
            last = stands(&pty.now());
        } else {
            last = row;
        }
        pty.press(&["down"]);
    }
    panic!("{label} can't be reached:\n{}", pty.now().text);
}

/// Types into a field of one line or of several, which `end` takes.
fn fill(pty: &mut Pty, label: &str, text: &str, end: &str) {
    reach(pty, label);
    pty.press(&["enter"]);
    pty.until("it can be typed into", |shot| (!rests(shot)).then_some(()));
    pty.press(&[text, end]);
    taken(pty, label);
}

fn taken(pty: &mut Pty, label: &str) {
    pty.until(&format!("{label} is taken"), |shot| {
        rests(shot).then_some(())
    });
}

fn choose(pty: &mut Pty, label: &str, option: &str) {
    reach(pty, label);
    pty.press(&["enter"]);
    pty.until("the choices", |shot| (!rests(shot)).then_some(()));
    pty.press(&[option]);
    pty.sees(&[&format!("▸   {option}")]);
    pty.press(&["enter"]);
    taken(pty, label);
}

fn say_yes(pty: &mut Pty, label: &str) {
    reach(pty, label);
    pty.press(&["space"]);
    pty.until("yes", |shot| stands(shot).ends_with("yes").then_some(()));
}

/// The clone, then the kind, on an empty form.
fn source(place: &Place, pty: &mut Pty, kind: &str) {
    pty.press(&["ctrl-g", "1"]);
    pty.sees(&["Set up", "none found"]);
    pty.loses("cancels");
    pty.press(&["c"]);
    pty.sees(&["The folder of your clone"]);
    pty.press(&[&place.world.clone.display().to_string(), "enter"]);
    pty.sees(&["✓ 1 Set up", "upstream/master"]);
    pty.loses("cancels");
    pty.press(&["ctrl-g", "2"]);
    pty.sees(&["Prototype › Source", "▸ What can you show?"]);
    choose(pty, "Kind", kind);
}

/// The check is written and run, and emits this.
fn run(pty: &mut Pty, emits: &[&str]) {
    pty.press(&["w"]);
    pty.sees(&["custom_acme_queue.py", "as generated"]);
    pty.press(&["r"]);
    pty.sees_within(LONG, &[&["What it emits"], emits].concat());
    pty.loses("cancels");
}

/// What every integration needs.
fn identity(pty: &mut Pty) {
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["▸ Description"]);
    fill(pty, "Description", "Depth of Acme queues.", "enter");
    fill(
        pty,
        "Overview",
        "Acme Queue is a broker. This shows how full its queues are.",
        "esc",
    );
    pty.press(&["ctrl-n"]);
    pty.sees(&["▸ Author"]);
    for (label, text) in [
        ("Author", "Acme"),
        ("GitHub handle", "acme"),
        ("Support e-mail", "support@acme.example"),
    ] {
        fill(pty, label, text, "enter");
    }
    pty.sees(&["Author", "complete"]);
    pty.press(&["ctrl-n", "ctrl-n"]);
    pty.sees(&["Framework › Options"]);
}

/// What the preview would write: a file of the integration.
fn file(place: &Place, path: &str) -> String {
    let shadow = place.workflow("acme_queue").join("shadow/acme_queue");
    fs::read_to_string(shadow.join(path)).unwrap()
}

fn preview(pty: &mut Pty) {
    pty.press(&["p"]);
    pty.sees_within(LONG, &["CODEOWNERS", "generated", "Write these files"]);
    verdicts(pty, 0);
}

/// The options of the specification below `init_config` or `instances`, by name.
fn options(place: &Place, of: &str) -> Vec<Value> {
    let spec: Value = serde_yaml::from_str(&file(place, "assets/configuration/spec.yaml")).unwrap();
    let files = spec["files"].as_array().unwrap().iter();
    let all = files.flat_map(|f| f["options"].as_array().cloned().unwrap_or_default());
    let of = all.filter(|o| o["template"] == of);
    of.flat_map(|o| o["options"].as_array().cloned().unwrap_or_default())
        .collect()
}

fn option(place: &Place, of: &str, name: &str) -> Value {
    let all = options(place, of);
    let found = all.iter().find(|o| o["name"] == name);
    found
        .unwrap_or_else(|| panic!("{name} is not in {all:#?}"))
        .clone()
}

#[test]
fn an_http_integration_with_everything_that_can_be_said_of_it() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let gate = Gate::new(NODES);
    let mut pty = place.begin("Acme Queue");
    source(&place, &mut pty, "http");
    let url = gate.url.clone();
    fill(&mut pty, "Base URL", &url, "enter");
    fill(&mut pty, "Paths", "/api/nodes", "enter");
    let status = "- {name: acme_queue.node.status, from: {request: /api/nodes, path: \"nodes[].state\", tags: {node: \
                  \"nodes[].name\"}}, ok: [running], warning: [starting], critical: [failed]}";
    fill(&mut pty, "Status checks", status, "esc");
    let events = "- {request: /api/nodes, key: \"alarms[].id\", title: \"alarms[].title\", text: \"alarms[].text\", \
                  alert_type: error}";
    fill(&mut pty, "Events", events, "esc");
    fill(
        &mut pty,
        "Version",
        "{request: /api/nodes, path: version}",
        "enter",
    );
    fill(&mut pty, "Logs, too", "/var/log/acme/*.log", "enter");
    fill(&mut pty, "Log service", "acme-broker", "enter");
    fill(&mut pty, "Logs, too 2", "/var/log/acme/audit.log", "enter");
    run(
        &mut pty,
        &["acme_queue.nodes.load", "acme_queue.node.status", "Disk"],
    );

    identity(&mut pty);
    let plain = [
        ("region", "string", "eu-1"),
        ("tries", "integer", "3"),
        ("ratio", "number", "0.5"),
        ("loud", "boolean", "true"),
        ("queues", "array", "[orders, mail]"),
        ("limits", "object", "{depth: 5}"),
        ("shared", "string", "all"),
        ("pin", "string", "<PIN>"),
    ];
    for (name, kind, example) in plain {
        pty.press(&["a"]);
        pty.sees(&["New option · name", "take"]);
        pty.press(&[name, "enter"]);
        taken(&mut pty, name);
        let of = |part: &str| format!("{name} · {part}");
        if kind != "string" {
            choose(&mut pty, &of("type"), kind);
        }
        if kind == "array" {
            fill(&mut pty, &of("items"), "string", "enter");
        }
        fill(
            &mut pty,
            &of("description"),
            &format!("What {name} means."),
            "enter",
        );
        fill(&mut pty, &of("example"), example, "enter");
        match name {
            "region" => say_yes(&mut pty, &of("required")),
            "pin" => say_yes(&mut pty, &of("secret")),
            "tries" => {
                fill(&mut pty, &of("default"), "2", "enter");
                fill(&mut pty, &of("more"), "minimum: 1", "esc");
            }
            "limits" => fill(
                &mut pty,
                &of("more"),
                "properties: [{name: depth, type: integer}]",
                "esc",
            ),
            "shared" => choose(&mut pty, &of("in"), "init_config"),
            _ => {}
        }
    }
    fill(&mut pty, "Python packages", "acme-client>=1.2,<2", "esc");
    fill(&mut pty, "Containers", "acme", "enter");
    preview(&mut pty);

    let value = |name: &str| option(&place, "instances", name)["value"].clone();
    assert_eq!(option(&place, "instances", "region")["required"], true);
    assert_eq!(
        value("region"),
        json!({"type": "string", "example": "eu-1"})
    );
    let tries = value("tries");
    assert_eq!(
        (&tries["type"], &tries["minimum"]),
        (&json!("integer"), &json!(1))
    );
    assert!(tries.to_string().contains('2'), "the default: {tries}");
    assert_eq!(value("ratio")["example"], 0.5);
    let loud = value("loud");
    assert_eq!(
        (&loud["type"], &loud["example"]),
        (&json!("boolean"), &json!(true))
    );
    let queues = value("queues");
    assert_eq!(queues["items"], json!({"type": "string"}));
    assert_eq!(queues["example"], json!(["orders", "mail"]));
    let limits = value("limits");
    assert_eq!(
        limits["properties"],
        json!([{"name": "depth", "type": "integer"}])
    );
    assert_eq!(
        option(&place, "init_config", "shared")["value"]["example"],
        "all"
    );
    assert_eq!(option(&place, "instances", "pin")["secret"], true);
    let example = file(&place, "datadog_checks/acme_queue/data/conf.yaml.example");
    for line in [
        "## @param region - string - required",
        "    region: eu-1\n",
        "# shared: all",
        "path: /var/log/acme/audit.log",
    ] {
        assert!(example.contains(line), "{line}\n{example}");
    }
    assert!(example.contains("service: acme-broker"), "{example}");
    let checks: Value = serde_json::from_str(&file(&place, "assets/service_checks.json")).unwrap();
    let status = checks
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["check"] == "acme_queue.node.status");
    let statuses = &status.unwrap()["statuses"];
    for state in ["ok", "warning", "critical", "unknown"] {
        assert!(
            statuses.as_array().unwrap().contains(&json!(state)),
            "{statuses}"
        );
    }
    let check = file(&place, "datadog_checks/acme_queue/check.py");
    for text in [
        "self.event(",
        "alarms",
        "self.set_metadata('version'",
        "node.status",
    ] {
        assert!(check.contains(text), "{text}\n{check}");
    }
    assert!(file(&place, "pyproject.toml").contains("acme-client>=1.2,<2"));
    let containers = file(&place, "datadog_checks/acme_queue/data/auto_conf.yaml");
    assert!(containers.contains("- acme\n"), "{containers}");
    // What is kept is what was typed: a kill and the next start show it.
    pty.sees(&["● saved"]);
    pty.kill();
    place.deserted();
    let mut pty = place.start(&["resume"]);
    pty.sees(&["Framework"]);
    let saved = place.saved("acme_queue");
    for (name, ..) in plain {
        assert!(saved.contains(&format!("name: {name}")), "{name}\n{saved}");
    }
}

#[test]
fn a_page_of_metrics_with_a_state_a_version_and_a_host() {
    if offline() {
        return;
    }
    toolchain();
    let place = Place::new();
    let gate = Gate::serving(PAGE, "text/plain; version=0.0.4");
    let mut pty = place.begin("Acme Queue");
    source(&place, &mut pty, "openmetrics");
    let url = format!("{}/metrics", gate.url);
    fill(&mut pty, "Endpoint", &url, "enter");
    let status =
        "- {name: acme_queue.node.status, from: {metric: acme_up}, ok: [1], critical: [0]}";
    fill(&mut pty, "Status checks", status, "esc");
    fill(&mut pty, "Hostname", "node", "enter");
    fill(
        &mut pty,
        "Version",
        "{metric: acme_build_info, label: version}",
        "enter",
    );
    run(&mut pty, &["acme_queue.depth", "acme_queue.node.status"]);
    identity(&mut pty);
    preview(&mut pty);
    let checks = file(&place, "assets/service_checks.json");
    assert!(checks.contains("acme_queue.node.status"), "{checks}");
    let folder = "datadog_checks/acme_queue";
    let check = file(&place, &format!("{folder}/check.py"))
        + &file(&place, &format!("{folder}/metrics.py"));
    for text in [
        "service_check",
        "hostname_label",
        "acme_build_info",
        "acme_up",
    ] {
        assert!(check.contains(text), "{text}\n{check}");
    }
}
