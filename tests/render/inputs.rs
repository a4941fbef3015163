//! What options and samples become.

use crate::rendering::{blank, http, openmetrics};
use ddint_tui::core::answers::{EnvRef, Kind, Track, Value};
use ddint_tui::core::capture::{Exchange, FileRead};
use ddint_tui::scaffold::render::RenderError;
use serde_json::json;

#[test]
fn options_keep_to_the_template_and_secrets_have_placeholders() {
    let sample = blank("Acme Queue", Track::Community);
    let files = sample.render().unwrap();
    let spec: serde_yaml::Value =
        serde_yaml::from_str(&files["acme_queue/assets/configuration/spec.yaml"]).unwrap();
    let sections = spec["files"][0]["options"].as_sequence().unwrap();
    let names = |i: usize| -> Vec<String> {
        let options = sections[i]["options"].as_sequence().unwrap();
        options
            .iter()
            .filter_map(|o| o["name"].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(names(0), ["shared_limit"]);
    assert_eq!(names(1)[0], "queue", "the required option stands first");
    let options = sections[1]["options"].as_sequence().unwrap();
    let secret = options
        .iter()
        .find(|o| o["name"] == "license_code")
        .unwrap();
    assert_eq!(secret["secret"], true);
    assert_eq!(secret["value"]["example"], "<LICENSE_CODE>");
    assert_eq!(sections[2]["template"], "logs");

    let mut sample = http("Acme Api", Track::Community);
    sample.options = blank("x", Track::Community).options;
    let files = sample.render().unwrap();
    let spec = &files["acme_api/assets/configuration/spec.yaml"];
    assert!(spec.contains("template: instances/http"));
    assert!(!spec.contains("\"timeout\""), "the http template has it");
    assert!(spec.contains("\"base_url\""));
}

#[test]
fn one_page_gives_one_fixture_and_several_their_union() {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.pages.push(sample.pages[0].clone());
    let mut other = sample.pages[0].clone();
    other.text.push_str("# EOF\n");
    other.content_type = String::new();
    sample.pages.push(other);
    let files = sample.render().unwrap();
    let fixtures: Vec<_> = files.keys().filter(|p| p.contains("/fixtures/")).collect();
    assert_eq!(
        fixtures,
        [
            "acme_queue/tests/fixtures/metrics.txt",
            "acme_queue/tests/fixtures/metrics_2.txt"
        ]
    );
    let common = &files["acme_queue/tests/common.py"];
    assert!(common.contains("('metrics_2.txt', 'application/openmetrics-text;"));
    for name in sample.capture.metric_names() {
        assert!(common.contains(&format!("'{name}',")), "{name}");
    }
    sample.pages.clear();
    assert!(matches!(sample.render(), Err(RenderError::NoPage)));
    sample.capture.exchanges = http("x", Track::Community).capture.exchanges;
    let files = sample.render().unwrap();
    assert!(files["acme_queue/tests/common.py"].contains("application/json"));
}

/// A page's metrics are asserted with values and tags: two that were swapped fail.
#[test]
fn points_of_a_page_have_values_and_tags() {
    let sample = openmetrics("Acme", Track::Community);
    let files = sample.render().unwrap();
    let common = &files["acme/tests/common.py"];
    assert!(
        common.contains("('acme.depth', 'gauge', 3, ['queue:orders'])"),
        "{common}"
    );
    assert!(files["acme/tests/test_unit.py"].contains("value=value, tags=tags"));
}

/// ddev refuses an option that two templates bring.
#[test]
fn templates_that_share_options_stand_once() {
    let spec = |kind: Kind, templates: &[&str]| {
        let mut sample = match kind {
            Kind::Blank => blank("Acme", Track::Community),
            Kind::Http => http("Acme", Track::Community),
            _ => openmetrics("Acme", Track::Community),
        };
        sample.answers.templates = templates.iter().map(|t| (*t).into()).collect();
        let files = sample.render().unwrap();
        let text = &files["acme/assets/configuration/spec.yaml"];
        let names = text
            .lines()
            .filter_map(|l| l.trim().strip_prefix("- template: "));
        names
            .filter(|n| n.contains('/'))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    // Of `tls`, only what `http` lacks.
    let http_and_rest = [
        "init_config/http",
        "init_config/default",
        "instances/tls.tls_private_key_password",
        "instances/tls.tls_validate_hostname",
        "instances/http",
        "instances/default",
    ];
    assert_eq!(spec(Kind::Blank, &["http", "tls"]), http_and_rest);
    assert_eq!(
        spec(Kind::Http, &["instances/tls", "default"]),
        http_and_rest
    );
    assert_eq!(
        spec(Kind::Blank, &["tls", "db"]),
        [
            "init_config/db",
            "init_config/default",
            "instances/tls",
            "instances/db",
            "instances/default"
        ]
    );
    assert_eq!(
        spec(Kind::Openmetrics, &["http", "tls"]),
        [
            "init_config/openmetrics",
            "instances/tls.tls_private_key_password",
            "instances/tls.tls_validate_hostname",
            "instances/openmetrics"
        ]
    );
}

/// The README shows that a header is needed, never what it holds.
#[test]
fn headers_from_the_environment_are_placeholders() {
    let mut sample = http("Acme", Track::Community);
    let source = sample.answers.source.http.as_mut().unwrap();
    let env = EnvRef {
        env: "ACME_TOKEN".into(),
    };
    source.headers = [("X-Need".to_owned(), Value::Env(env))].into();
    let files = sample.render().unwrap();
    let readme = &files["acme/README.md"];
    assert!(
        readme.contains("       extra_headers:\n         X-Need: <X_NEED>\n"),
        "{readme}"
    );
}

/// A file that the check read is a fixture, and the tests name no file of this machine.
#[test]
fn a_file_of_the_instance_is_a_fixture() {
    let mut sample = blank("Acme", Track::Community);
    sample.capture.commands.clear();
    sample.capture.instance = json!({"queue": "orders", "path": "/home/dev/stats.txt"});
    sample.capture.files = vec![FileRead {
        path: "/home/dev/stats.txt".into(),
        text: "depth 3\n".into(),
    }];
    let files = sample.render().unwrap();
    assert_eq!(files["acme/tests/fixtures/stats.txt"], "depth 3\n");
    let common = &files["acme/tests/common.py"];
    assert!(!common.contains("/home/dev"), "{common}");
    assert!(common.ends_with("\n\n\nINSTANCE['path'] = get_fixture_path('stats.txt')\n"));
}

/// Each instance becomes a check of its own, as the Agent makes them.
#[test]
fn several_instances_are_all_run() {
    let mut sample = http("Acme", Track::Community);
    let first = sample.capture.instance.clone();
    let second = json!({"base_url": "http://localhost:8080", "tags": ["second:yes"]});
    sample.capture.instances = vec![first, second];
    sample.capture.init_config = json!({"timeout": 3});
    let files = sample.render().unwrap();
    assert!(files["acme/tests/common.py"].contains("'second:yes'"));
    assert!(files["acme/tests/conftest.py"].contains("[INSTANCE, *OTHER_INSTANCES]"));
    let test = &files["acme/tests/test_unit.py"];
    assert!(
        test.contains("INIT_CONFIG, [instance]) for instance in instances"),
        "{test}"
    );
}

/// A handler that sends CRITICAL is tested by making the request fail; without one nothing is promised.
#[test]
fn failures_are_tested_where_the_check_handles_them() {
    let mut sample = blank("Acme", Track::Community);
    sample.service_checks.truncate(1);
    sample.capture.exchanges = vec![Exchange {
        method: "GET".into(),
        url: "http://localhost/x".into(),
        status: 200,
        content_type: "text/plain".into(),
        body: "1".into(),
        truncated: false,
        scene: 0,
    }];
    let tests = |sample: &crate::rendering::Sample| {
        sample.render().unwrap()["acme/tests/test_unit.py"].clone()
    };
    assert!(!tests(&sample).contains("test_critical"));
    sample.check.check += "\n        try:\n            pass\n        except OSError:\n            self.service_check('up', self.CRITICAL)\n";
    assert!(tests(&sample).contains("'error': requests.exceptions.ConnectionError"));
    sample.capture.exchanges.clear();
    assert!(tests(&sample).contains("replay_commands.side_effect"));
}
