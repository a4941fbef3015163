//! The rendered files: what they hold, and that no text of a contributor's breaks them.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod rendering;

#[path = "render/assets.rs"]
mod assets;
#[path = "render/dashboard.rs"]
mod dashboard;
#[path = "render/inputs.rs"]
mod inputs;
#[path = "render/layout.rs"]
mod layout;
#[path = "render/monitors.rs"]
mod monitors;

#[path = "render/varied.rs"]
mod varied;

use rendering::{NASTY, all, blank, http, openmetrics};

/// Writes every sample under `DDINT_RENDER_DIR`, a clone, to try real ddev on.
#[test]
#[ignore = "writes files for ddev by hand"]
fn samples_written_for_ddev() {
    let Some(dir) = std::env::var_os("DDINT_RENDER_DIR") else {
        return;
    };
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
use std::collections::BTreeMap;

fn folder(sample: &Sample) -> String {
    sample.answers.integration.folder()
}

fn json(files: &BTreeMap<String, String>, path: &str) -> Value {
    serde_json::from_str(&files[path]).unwrap()
}

#[test]
fn the_two_tracks_differ_in_what_the_developer_platform_holds() {
    for sample in all("") {
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let community = sample.answers.track == Track::Community;
        let kind = sample.answers.integration.kind.unwrap();
        for (path, made) in [
            ("manifest.json".to_owned(), true),
            ("assets/dataflows.yaml".to_owned(), true),
            // Without metrics there is nothing to draw.
            (
                format!("assets/dashboards/{name}_overview.json"),
                kind != Kind::Logs,
            ),
        ] {
            assert_eq!(
                files.contains_key(&format!("{name}/{path}")),
                community && made,
                "{name}/{path}"
            );
        }
        let pyproject = &files[&format!("{name}/pyproject.toml")];
        assert_eq!(pyproject.contains("/manifest.json"), community);
        let table = files.contains_key(&format!("{name}/metadata.csv"));
        assert_eq!(table, kind != Kind::Logs);
        for path in [
            "assets/service_checks.json",
            "assets/configuration/spec.yaml",
            "README.md",
            "CHANGELOG.md",
            "hatch.toml",
            "datadog_checks/__init__.py",
            "tests/__init__.py",
        ] {
            assert!(
                files.contains_key(&format!("{name}/{path}")),
                "{name}/{path}"
            );
        }
        let tests: &[&str] = match kind {
            Kind::Jmx => &["test_unit.py"],
            Kind::Logs => &["test_logs.py"],
            _ => &["conftest.py", "common.py", "test_unit.py"],
        };
        for path in tests {
            assert!(
                files.contains_key(&format!("{name}/tests/{path}")),
                "{path}"
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
fn texts_that_look_like_syntax_come_back_as_they_were() {
    for sample in all("") {
        let sample = sample.with_text(NASTY);
        let files = sample.render().unwrap();
        let name = folder(&sample);
        let table = files.get(&format!("{name}/metadata.csv"));
        let mut reader = csv::Reader::from_reader(table.map_or("", String::as_str).as_bytes());
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
        let instance = spec["files"][0]["options"][1]["options"].as_sequence();
        if let Some(queue) = instance.and_then(|i| i.iter().find(|o| o["name"] == "queue")) {
            assert_eq!(queue["value"]["example"].as_str().unwrap(), NASTY);
            let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(queue["description"].as_str().unwrap()), words(NASTY));
        }
    }
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
    sample.answers.integration.name = Some("../x".into());
    assert!(matches!(sample.render(), Err(RenderError::Name(_))));
}

#[test]
fn every_file_of_every_kind_on_the_community_track() {
    for sample in all("").iter().take(7) {
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
