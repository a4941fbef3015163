//! End-to-end tests: made from an image, green in everything that runs without an engine, and real: against a
//! served product they pass, against another one they fail.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test says where it can't go on, and what it skips.

mod common;

use common::{Endpoint, Run, World, offline, toolchain, toolchain_dir};
use serde_yaml::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const PAGE: &str = include_str!("../assets/demo/metrics.txt");
const TEXT: &str = "text/plain; version=0.0.4";

/// In place of the Agent, which runs in a container: what it would do with the check and the configuration.
const STAND_IN: &str = include_str!("end_to_end/standin.py");

const HOSTILE: &str = r#"it's "x" $HOME {{ y }} #1: \ %"#;

fn answers(kind: &str, rest: &str) -> String {
    format!(
        "schema: 1\nintegration:\n  display_name: Acme\n  kind: {kind}\n  description: Depth of its queues.\n  \
         overview: Acme is a broker. Operators see a growing backlog.\nauthor:\n  name: Acme\n  github: acme\n  \
         support_email: support@acme.example\n{rest}"
    )
}

/// Everything that CI runs and this machine can is green, and e2e is left to CI.
fn green(world: &World, kind: &str, rest: &str) -> Run {
    let run = world.run(&answers(kind, rest), "test");
    run.assert_green();
    let hatch = fs::read_to_string(world.clone.join("acme/hatch.toml")).unwrap();
    assert!(!hatch.contains("e2e-env"), "{hatch}");
    let jobs = fs::read_to_string(world.clone.join(".github/workflows/test-all.yml")).unwrap();
    assert!(jobs.contains("target: acme\n"), "{jobs}");
    assert_eq!(run.json["tests"]["skipped"], 1, "{:#}", run.json["tests"]);
    shape(&compose(world));
    run
}

fn compose(world: &World) -> Value {
    let path = world.clone.join("acme/tests/docker/docker-compose.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What the compose specification has in a service that is made here, and nothing else.
fn shape(file: &Value) {
    let keys = |v: &Value| -> Vec<String> {
        let map = v.as_mapping().unwrap();
        map.keys().map(|k| k.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(file), ["services"]);
    let services = file["services"].as_mapping().unwrap();
    for (name, service) in services {
        assert!(name.is_string());
        for key in keys(service) {
            let value = &service[key.as_str()];
            match key.as_str() {
                "image" => {
                    let (_, tag) = value.as_str().unwrap().rsplit_once(':').unwrap();
                    assert!(tag.contains(|c: char| c.is_ascii_digit()), "{tag}");
                }
                "command" => assert!(value.as_sequence().unwrap().iter().all(Value::is_string)),
                "environment" => {
                    let map = value.as_mapping().unwrap();
                    assert!(map.iter().all(|(k, v)| k.is_string() && v.is_string()));
                }
                "ports" => {
                    for port in value.as_sequence().unwrap() {
                        let (host, container) = port.as_str().unwrap().split_once(':').unwrap();
                        assert!(host.parse::<u16>().is_ok() && container.parse::<u16>().is_ok());
                    }
                }
                "depends_on" => {
                    for (other, how) in value.as_mapping().unwrap() {
                        assert!(services.contains_key(other), "{other:?}");
                        let healthy = how["condition"] == "service_healthy";
                        let checked = services[other].get("healthcheck").is_some();
                        assert_eq!(healthy, checked);
                    }
                }
                "healthcheck" => assert_eq!(value["test"][0], "CMD-SHELL"),
                other => panic!("{other}"),
            }
        }
    }
}

/// The e2e test alone, with the stand-in for the Agent: exit status and output.
fn e2e(world: &World) -> (i32, String) {
    let folder: PathBuf = world.clone.join("acme");
    fs::write(folder.join("conftest.py"), STAND_IN).unwrap();
    let python = ddint_tui::toolchain::current_in(&toolchain_dir())
        .unwrap()
        .python;
    let output = Command::new(python)
        .args([
            "-B",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "e2e",
            "tests",
        ])
        .current_dir(&folder)
        .env("PYTHONPATH", &folder)
        .env("CHECK", "acme")
        .env_remove("DOCKER_HOST")
        .output()
        .unwrap();
    fs::remove_file(folder.join("conftest.py")).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

fn port(endpoint: &Endpoint) -> &str {
    endpoint.url.rsplit(':').next().unwrap()
}

/// Asks the container's port for a page, passes on the product's and fails on every other one.
fn real(
    world: &World,
    kind: &str,
    rest: &dyn Fn(&str) -> String,
    good: &[(&str, &str, &str)],
    bad: &[(&str, &str, &str)],
) {
    let product = Endpoint::new(good);
    let run = world.run(&answers(kind, &rest(port(&product))), "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let (exit, text) = e2e(world);
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("1 passed"), "{text}");
    for page in bad {
        let other = Endpoint::new(&[*page]);
        let run = world.run(&answers(kind, &rest(port(&other))), "framework");
        assert_eq!(run.exit, 0, "{:#}", run.json);
        let (exit, text) = e2e(world);
        assert_eq!(exit, 1, "{page:?} passes: {text}");
        assert!(text.contains("1 failed"), "{text}");
    }
}

fn openmetrics(port: &str) -> String {
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    format!(
        "source:\n  openmetrics: {{ endpoint: \"http://localhost:9100/metrics\", sample: page.txt }}\n\
         e2e:\n  image: acme/queue:1.4.2\n  port: {port}\n  env: {{ ACME_NOTE: {quoted} }}\n  \
         command: [serve, {quoted}]\n  health: {quoted}\n  ready: \"Server \\\"started\\\" in \\\\d+\"\n  \
         services:\n    - {{ name: db, image: \"postgres:16.4\", env: {{ POSTGRES_PASSWORD: test }}, health: pg_isready }}\n    \
         - {{ name: cache, image: \"redis:7.2\" }}\n"
    )
}

#[test]
fn of_openmetrics() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    let run = green(&world, "openmetrics", &openmetrics("9100"));
    let tests = run.json["steps"][3]["detail"].as_str().unwrap();
    assert!(tests.contains("green"), "{tests}");
    let file = compose(&world);
    let own = &file["services"]["acme"];
    // Compose reads a dollar as the beginning of a variable unless it stands twice.
    let read = own["environment"]["ACME_NOTE"].as_str().unwrap();
    assert_eq!(read.replace("$$", "$"), HOSTILE);
    assert_eq!(
        own["command"][1].as_str().unwrap().replace("$$", "$"),
        HOSTILE
    );
    assert_eq!(own["ports"][0], "9100:9100");
    assert_eq!(file["services"].as_mapping().unwrap().len(), 3);
    let less = PAGE.replace("acme_queue_depth{", "acme_queue_other{");
    real(
        &world,
        "openmetrics",
        &openmetrics,
        &[("/metrics", TEXT, PAGE)],
        &[
            ("/metrics", TEXT, &less),
            ("/metrics", "text/html", "<html>"),
            ("/other", TEXT, PAGE),
        ],
    );
}

fn http(port: &str) -> String {
    format!(
        "source:\n  http:\n    base_url: \"http://localhost:8080\"\n    requests:\n      \
         - {{ path: \"/api/stats?all=1\", sample: stats.json }}\n\
         e2e: {{ image: \"acme/api:2.0\", port: {port}, optional: [acme.spare] }}\n"
    )
}

#[test]
fn of_http_where_one_metric_may_be_absent() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    let whole = r#"{"depth": 3, "spare": 1, "queues": [{"name": "a", "lag": 2}]}"#;
    world.write("stats.json", whole);
    let path = "/api/stats?all=1";
    let json = "application/json";
    real(
        &world,
        "http",
        &http,
        &[(
            path,
            json,
            r#"{"depth": 4, "queues": [{"name": "b", "lag": 1}]}"#,
        )],
        &[
            (path, json, r#"{"depth": 3, "spare": 1, "queues": []}"#),
            ("/api/stats", json, whole),
        ],
    );
}

#[test]
#[ignore = "exhaustive"]
fn of_http_with_all_tasks() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("stats.json", r#"{"depth": 3, "spare": 1}"#);
    green(&world, "http", &http("8080"));
}

#[test]
#[ignore = "exhaustive"]
fn of_jmx() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write(
        "rules.yaml",
        "jmx_metrics:\n  - include:\n      domain: acme\n      bean: \"acme:type=Queue\"\n      attribute:\n        \
         Depth: {alias: acme.depth, metric_type: gauge}\n        Wait: {alias: acme.wait, metric_type: histogram}\n",
    );
    let rest =
        "source:\n  jmx: { metrics: rules.yaml }\ne2e: { image: \"acme/jvm:3.1\", port: 7199 }\n";
    green(&world, "jmx", rest);
    let conftest = fs::read_to_string(world.clone.join("acme/tests/conftest.py")).unwrap();
    assert!(conftest.contains("{'use_jmx': True}"), "{conftest}");
}

#[test]
#[ignore = "exhaustive"]
fn of_a_database_with_a_password_of_the_test() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write(
        "tables.sql",
        "CREATE TABLE queues (name TEXT, depth INT);\nINSERT INTO queues VALUES ('a', 3);\n",
    );
    let source = "source:\n  sql:\n    driver: pymysql\n    connect: { host: db7.corp, user: ann, password: { env: DDINT_TUI_TOOLCHAIN_DIR } }\n    \
                  sample: tables.sql\n    queries: [{ query: \"SELECT name, depth FROM queues\" }]\n";
    let rest =
        format!("{source}e2e: {{ image: \"mysql:8.4\", env: {{ MYSQL_ROOT_PASSWORD: test }} }}\n");
    let run = world.run(&answers("sql", &rest), "test");
    assert_eq!(run.exit, 2, "{:#}", run.json);
    assert!(run.error().contains("e2e.instance"), "{}", run.error());
    let rest = format!(
        "{source}e2e: {{ image: \"mysql:8.4\", env: {{ MYSQL_ROOT_PASSWORD: test }}, instance: {{ user: root, password: test }} }}\n"
    );
    green(&world, "sql", &rest);
    let common = fs::read_to_string(world.clone.join("acme/tests/common.py")).unwrap();
    assert!(
        common.contains("'host': HOST") && common.contains("'password': 'test'"),
        "{common}"
    );
    assert_eq!(compose(&world)["services"]["acme"]["ports"][0], "3306:3306");
}

#[test]
#[ignore = "exhaustive"]
fn of_an_own_check() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write(
        "check.py",
        "from datadog_checks.base import AgentCheck\n\n\nclass Own(AgentCheck):\n    def check(self, instance):\n        \
         self.gauge('custom_acme.depth', self.init_config['depth'], tags=['host_port:%s' % instance['address']])\n        \
         self.service_check('custom_acme.up', AgentCheck.OK)\n",
    );
    world.write(
        "conf.yaml",
        "init_config:\n  depth: 3\ninstances:\n  - address: localhost:7000\n",
    );
    let rest = "prototype: { check: check.py, conf: conf.yaml }\ne2e: { image: \"acme/own:3.1\", port: 7000 }\n";
    green(&world, "blank", rest);
    let common = fs::read_to_string(world.clone.join("acme/tests/common.py")).unwrap();
    assert!(common.contains("f'{HOST}:7000'"), "{common}");
    let (exit, text) = e2e(&world);
    assert_eq!(exit, 0, "{text}");
}

/// What can't be is refused, with the reason.
#[test]
fn images_that_move_and_kinds_without_a_network_are_refused() {
    let world = World::new();
    world.write("page.txt", PAGE);
    world.write("out.txt", "depth: 3\n");
    let page = "source:\n  openmetrics: { sample: page.txt }\n";
    let command = "source:\n  command: { argv: [acmectl], sample: out.txt }\n";
    for (kind, source, e2e, rule, word) in [
        (
            "openmetrics",
            page,
            "{ image: \"acme/queue:latest\" }",
            "e2e.image",
            "moves",
        ),
        (
            "openmetrics",
            page,
            "{ image: acme/queue }",
            "e2e.image",
            "has no tag",
        ),
        (
            "openmetrics",
            page,
            "{ port: 9100 }",
            "e2e.image",
            "no image",
        ),
        (
            "openmetrics",
            page,
            "{ image: \"a:1\", port: 70000 }",
            "e2e.port",
            "65535",
        ),
        (
            "openmetrics",
            page,
            "{ imag: \"a:1\" }",
            "e2e.imag",
            "image",
        ),
        ("command", command, "{ image: \"a:1\" }", "e2e", "acmectl"),
    ] {
        let run = world.run(
            &answers(kind, &format!("{source}e2e: {e2e}\n")),
            "framework",
        );
        assert_eq!(run.exit, 2, "{e2e}: {:#}", run.json);
        let said = run.error();
        assert!(said.contains(rule) && said.contains(word), "{e2e}: {said}");
    }
}
