//! The rendered files: what they hold, and that no text of a contributor's breaks them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod rendering;

use rendering::{NASTY, all, blank, http, openmetrics};

/// Writes every sample under `DDINT_RENDER_DIR`, a clone, to try real ddev on.
#[test]
#[ignore = "writes files for ddev by hand"]
fn samples_written_for_ddev() {
    let dir = std::env::var("DDINT_RENDER_DIR").unwrap();
    let mut samples = all("");
    samples.push(openmetrics(
        "zebra",
        ddint_tui::core::answers::Track::Community,
    ));
    samples.push(http("a", ddint_tui::core::answers::Track::Community));
    samples.push(blank(
        "My.Product-2 with a name of forty chars1",
        ddint_tui::core::answers::Track::Community,
    ));
    for sample in all(" Nasty") {
        samples.push(sample.with_text(NASTY));
    }
    for sample in samples {
        for (path, text) in sample.render().unwrap() {
            let path = std::path::Path::new(&dir).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

use ddint_tui::core::answers::{Kind, Track};
use ddint_tui::scaffold::promote::Promoted;
use ddint_tui::scaffold::render::RenderError;
use rendering::Sample;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn folder(sample: &Sample) -> String {
    sample.answers.integration.folder()
}

fn json(files: &BTreeMap<String, String>, path: &str) -> Value {
    serde_json::from_str(&files[path]).unwrap()
}

/// The metric names that a dashboard's queries use.
fn queried(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(query)) = map.get("query") {
                let metric = query.split_once(':').unwrap().1.split('{').next().unwrap();
                out.insert(metric.to_owned());
            }
            map.values().for_each(|v| queried(v, out));
        }
        Value::Array(items) => items.iter().for_each(|v| queried(v, out)),
        _ => {}
    }
}

#[test]
fn the_two_tracks_differ_in_what_the_developer_platform_holds() {
    for sample in all("") {
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let community = sample.answers.track == Track::Community;
        for path in [
            "manifest.json".to_owned(),
            "assets/dataflows.yaml".to_owned(),
            format!("assets/dashboards/{name}_overview.json"),
        ] {
            assert_eq!(
                files.contains_key(&format!("{name}/{path}")),
                community,
                "{name}/{path}"
            );
        }
        let pyproject = &files[&format!("{name}/pyproject.toml")];
        assert_eq!(pyproject.contains("/manifest.json"), community);
        for path in [
            "metadata.csv",
            "assets/service_checks.json",
            "assets/configuration/spec.yaml",
            "README.md",
            "CHANGELOG.md",
            "hatch.toml",
            "datadog_checks/__init__.py",
            "tests/__init__.py",
            "tests/conftest.py",
            "tests/common.py",
            "tests/test_unit.py",
        ] {
            assert!(
                files.contains_key(&format!("{name}/{path}")),
                "{name}/{path}"
            );
        }
        for path in files.keys() {
            assert!(path.starts_with(&format!("{name}/")), "{path}");
            assert!(
                !path.contains("changelog.d")
                    && !path.contains("images/")
                    && !path.contains("monitors")
            );
        }
        assert!(files[&format!("{name}/hatch.toml")].contains("e2e-env = false"));
    }
}

#[test]
fn nothing_is_left_over_or_false() {
    for sample in all("") {
        for (path, text) in sample.render().unwrap() {
            for bad in [
                "FILL IN",
                "TODO",
                "integrations-core",
                "check-types",
                "included in the",
                "{{",
                "{%",
                "null,\n",
            ] {
                assert!(!text.contains(bad), "{path} holds {bad}");
            }
            assert!(
                text.is_empty() || text.ends_with('\n') || path.contains("/fixtures/"),
                "{path}"
            );
            assert!(
                !text.contains("mq7.internal"),
                "{path} holds a private host"
            );
            assert!(!text.contains("s3cret-value"), "{path} holds a secret");
        }
    }
}

#[test]
fn the_manifest_names_a_metric_of_every_run_and_an_anchor_that_exists() {
    for sample in all("")
        .into_iter()
        .filter(|s| s.answers.track == Track::Community)
    {
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let manifest = json(&files, &format!("{name}/manifest.json"));
        let integration = &manifest["assets"]["integration"];
        let check = integration["metrics"]["check"].as_str().unwrap();
        let csv = &files[&format!("{name}/metadata.csv")];
        assert!(csv.contains(&format!("\n{check},")), "{check}");
        let readme = &files[&format!("{name}/README.md")];
        for (key, level) in [("overview", 2), ("configuration", 2), ("support", 2)] {
            let anchor = manifest["tile"][key]
                .as_str()
                .unwrap()
                .split_once('#')
                .unwrap()
                .1;
            let heading = format!("\n{} {anchor}\n", "#".repeat(level));
            assert!(readme.contains(&heading), "{anchor}");
        }
        for path in manifest["assets"]["dashboards"]
            .as_object()
            .unwrap()
            .values()
        {
            assert!(files.contains_key(&format!("{name}/{}", path.as_str().unwrap())));
        }
        for tag in [
            "Supported OS::Linux",
            "Category::Metrics",
            "Offering::Integration",
            "Submitted Data Type::Metrics",
        ] {
            assert!(
                manifest["tile"]["classifier_tags"]
                    .as_array()
                    .unwrap()
                    .contains(&tag.into())
            );
        }
    }
}

#[test]
fn the_dashboard_shows_metrics_of_metadata_csv_alone_and_has_no_ids() {
    for sample in all("")
        .into_iter()
        .filter(|s| s.answers.track == Track::Community)
    {
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let path = format!("{name}/assets/dashboards/{name}_overview.json");
        let dashboard = json(&files, &path);
        assert!(
            dashboard["title"]
                .as_str()
                .unwrap()
                .contains(&sample.answers.integration.display_name)
        );
        let mut names = BTreeSet::new();
        queried(&dashboard["widgets"], &mut names);
        assert!(!names.is_empty());
        for metric in &names {
            assert!(sample.metrics.iter().any(|r| r.name == *metric), "{metric}");
        }
        assert!(!files[&path].contains("\"id\""));
        let groups = dashboard["widgets"].as_array().unwrap();
        let titles: Vec<_> = groups
            .iter()
            .map(|g| g["definition"]["title"].as_str().unwrap())
            .collect();
        assert_eq!(titles, ["About", "Overview"]);
        for group in groups {
            let inner = group["definition"]["widgets"].as_array().unwrap();
            let mut cells = BTreeSet::new();
            for widget in inner {
                let at = |k: &str| widget["layout"][k].as_u64().unwrap();
                if widget["definition"]["type"] == "timeseries" {
                    assert!(at("width") >= 4);
                }
                assert!(at("x") + at("width") <= 12);
                assert!(at("y") + at("height") < group["layout"]["height"].as_u64().unwrap());
                for x in at("x")..at("x") + at("width") {
                    for y in at("y")..at("y") + at("height") {
                        assert!(cells.insert((x, y)), "widgets overlap at {x},{y}");
                    }
                }
            }
        }
    }
}

#[test]
fn readme_links_are_numbered_each_used_and_ascii() {
    for sample in all("")
        .into_iter()
        .chain(all("").into_iter().map(|s| s.with_text(NASTY)))
    {
        let files = sample.render().unwrap();
        let readme = &files[&format!("{}/README.md", folder(&sample))];
        assert!(readme.is_ascii());
        let body = readme.split("\n[1]: ").next().unwrap();
        let defined: Vec<&str> = readme
            .lines()
            .filter(|l| l.starts_with('[') && l.contains("]: "))
            .collect();
        assert!(!defined.is_empty());
        for (i, _) in defined.iter().enumerate() {
            assert!(
                body.contains(&format!("][{}]", i + 1)),
                "link {} is not used",
                i + 1
            );
        }
        assert!(!body.contains(&format!("][{}]", defined.len() + 1)));
        assert!(body.contains("datadog-agent integration install -t datadog-"));
    }
}

#[test]
fn own_readme_sections_take_the_place_of_the_derived_ones() {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.readme.installation =
        Some("## Installation\n\nGet it [here][1].\n\n[1]: https://one.example".into());
    sample.answers.readme.troubleshooting = Some("Ask [us][1].\n\n[1]: https://two.example".into());
    let files = sample.render().unwrap();
    let readme = &files["acme_queue/README.md"];
    assert!(
        readme.contains("### Installation\n\nGet it [here]["),
        "{readme}"
    );
    assert!(!readme.contains("integration install"));
    let number = |url: &str| {
        let line = readme.lines().find(|l| l.ends_with(url)).unwrap();
        line.split(']')
            .next()
            .unwrap()
            .trim_start_matches('[')
            .to_owned()
    };
    assert!(readme.contains(&format!("[here][{}]", number("https://one.example"))));
    assert!(readme.contains(&format!("[us][{}]", number("https://two.example"))));
}

#[test]
fn texts_that_look_like_syntax_come_back_as_they_were() {
    for sample in all("") {
        let sample = sample.with_text(NASTY);
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let mut reader =
            csv::Reader::from_reader(files[&format!("{name}/metadata.csv")].as_bytes());
        for record in reader.records() {
            let record = record.unwrap();
            assert_eq!(record.len(), 10);
            assert!(record[5].is_ascii() && !record[5].contains('|'));
            assert!(record[5].starts_with("It's \"quoted\", 100% {{ x }} {% y %} #"));
        }
        let pyproject: toml::Value =
            toml::from_str(&files[&format!("{name}/pyproject.toml")]).unwrap();
        let author = pyproject["project"]["authors"][0]["name"].as_str().unwrap();
        assert_eq!(author, sample.answers.author.name);
        let spec: serde_yaml::Value =
            serde_yaml::from_str(&files[&format!("{name}/assets/configuration/spec.yaml")])
                .unwrap();
        let instance = spec["files"][0]["options"][1]["options"]
            .as_sequence()
            .unwrap();
        if let Some(queue) = instance.iter().find(|o| o["name"] == "queue") {
            assert_eq!(queue["value"]["example"].as_str().unwrap(), NASTY);
            let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(queue["description"].as_str().unwrap()), words(NASTY));
        }
    }
}

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

#[test]
fn what_can_not_be_rendered_is_refused_by_name() {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.integration.overview = "\u{65e5}\u{672c}".into();
    assert!(
        sample
            .render()
            .unwrap_err()
            .to_string()
            .contains("integration.overview")
    );
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.metrics[0].description = "\u{65e5}".into();
    assert!(
        sample
            .render()
            .unwrap_err()
            .to_string()
            .contains("acme_queue.depth")
    );
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.integration.kind = Some(Kind::Sql);
    assert!(matches!(sample.render(), Err(RenderError::Kind("sql"))));
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.integration.name = Some("../x".into());
    assert!(matches!(sample.render(), Err(RenderError::Name(_))));
}

#[test]
fn every_file_of_every_kind_on_the_community_track() {
    for sample in all("").iter().take(3) {
        let files = sample.render().unwrap();
        let mut text = String::new();
        for (path, body) in &files {
            text.extend(["=== ", path.as_str(), "\n", body.as_str()]);
        }
        insta::assert_snapshot!(sample.answers.integration.kind.unwrap().name(), text);
    }
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for (a, b) in all("").iter().zip(all("")) {
        assert_eq!(a.render().unwrap(), b.render().unwrap());
    }
}

#[test]
fn the_openmetrics_map_moves_to_its_own_module() {
    let sample = openmetrics("Acme Queue", Track::Community);
    let Promoted { check, metrics } = &sample.check;
    assert!(check.contains("from .metrics import METRICS\n"), "{check}");
    assert!(!check.contains("'acme_depth'"));
    assert_eq!(
        metrics.as_deref().unwrap().lines().next(),
        Some("# Raw name to Datadog name.")
    );
}
