//! The manifest and the README.

use crate::rendering::{NASTY, all, openmetrics};
use crate::{folder, json};
use ddint_tui::core::answers::{Kind, Track};

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
        let logs_alone = sample.answers.integration.kind == Some(Kind::Logs);
        if logs_alone {
            assert!(integration["metrics"].is_null());
        } else {
            let csv = &files[&format!("{name}/metadata.csv")];
            let check = integration["metrics"]["check"].as_str().unwrap();
            assert!(csv.contains(&format!("\n{check},")), "{check}");
        }
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
        let dashboards = manifest["assets"]["dashboards"].as_object();
        assert_eq!(dashboards.is_none(), logs_alone);
        for path in dashboards.into_iter().flat_map(|d| d.values()) {
            assert!(files.contains_key(&format!("{name}/{}", path.as_str().unwrap())));
        }
        let tags = manifest["tile"]["classifier_tags"].as_array().unwrap();
        let logs = !sample.answers.log_sources().is_empty();
        for (tag, there) in [
            ("Supported OS::Linux", true),
            ("Offering::Integration", true),
            ("Category::Metrics", !logs_alone),
            ("Submitted Data Type::Metrics", !logs_alone),
            ("Category::Log Collection", logs),
            ("Submitted Data Type::Logs", logs),
        ] {
            assert_eq!(tags.contains(&tag.into()), there, "{tag}");
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
