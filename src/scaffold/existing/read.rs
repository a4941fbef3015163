//! Answers, read back from the files of an integration.

mod kind;

use super::{Snapshot, changelog, packaging, prose, rows, spec};
use crate::core::answers::{Answers, Author, Integration, LogSource, Readme, Release, Track};
use crate::core::existing::Existing;
use crate::core::state::Ids;
use crate::scaffold::{codeowners, overrides, safety};
use serde_json::Value;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    pub existing: Existing,
    pub ids: Ids,
}

/// Reads what can be read; what can't is among the findings of the snapshot.
///
/// `code`: the Python files of the check, which tell its kind.
#[must_use]
pub fn read(snapshot: &Snapshot, code: &str) -> Read {
    let manifest = snapshot.manifest();
    let folder = &snapshot.folder;
    let readme = snapshot
        .text(&snapshot.own("README.md"))
        .unwrap_or_default();
    let document = snapshot
        .text(&snapshot.spec())
        .and_then(|t| spec::parse(t).ok());
    let document = document.unwrap_or_default();
    let pyproject = snapshot
        .text(&snapshot.own("pyproject.toml"))
        .unwrap_or_default();
    let (named, display) = of_config(snapshot);
    let text = |pointer: &str| {
        let value = manifest.pointer(pointer).and_then(Value::as_str);
        value
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    let prefix = text("/assets/integration/metrics/prefix").or(named);
    let metrics = snapshot.text(&snapshot.metadata()).map(rows::metric_rows);
    let integration = Integration {
        display_name: text("/assets/integration/source_type_name")
            .or_else(|| text("/tile/title"))
            .or(display)
            .or_else(|| document["name"].as_str().map(str::to_owned))
            .unwrap_or_else(|| folder.clone()),
        name: Some(folder.clone()),
        kind: Some(kind::of(&document, code)),
        description: text("/tile/description").unwrap_or_default(),
        overview: prose::section(readme, "Overview", None)
            .unwrap_or_default()
            .to_owned(),
        homepage: String::new(),
        metric_prefix: prefix.filter(|p| *p != format!("{folder}.")),
        categories: tagged(&manifest, "Category::"),
        supported_os: tagged(&manifest, "Supported OS::"),
        public: manifest["display_on_public_website"]
            .as_bool()
            .unwrap_or(true),
    };
    let section = |title: &str, inside: Option<&str>| {
        prose::section(readme, title, inside).map(str::to_owned)
    };
    let answers = Answers {
        track: if manifest.is_null() {
            Track::Partner
        } else {
            Track::Community
        },
        integration,
        author: author(snapshot, &manifest, pyproject),
        options: spec::options(&document),
        templates: spec::templates(&document)
            .into_iter()
            .map(Into::into)
            .collect(),
        logs: spec::logs(&document).iter().map(log).collect(),
        dependencies: packaging::dependencies(pyproject),
        readme: Readme {
            overview: None,
            installation: section("Installation", Some("Setup")),
            configuration: section("Configuration", Some("Setup")),
            validation: section("Validation", Some("Setup")),
            troubleshooting: section("Troubleshooting", None).or_else(|| section("Support", None)),
        },
        ..Answers::default()
    };
    let checks = snapshot.text(&snapshot.service_checks());
    let changelog = snapshot.text(&snapshot.own("CHANGELOG.md"));
    let release = changelog.and_then(changelog::newest).unwrap_or_default();
    Read {
        existing: Existing {
            answers,
            metrics: metrics.unwrap_or_default(),
            service_checks: checks.map(rows::service_check_rows).unwrap_or_default(),
            version: version(snapshot, &release),
            release,
            findings: snapshot.findings.clone(),
        },
        ids: Ids {
            app_uuid: text("/app_uuid").unwrap_or_default(),
            source_type_id: manifest["assets"]["integration"]["source_type_id"]
                .as_u64()
                .unwrap_or_default(),
            created: String::new(),
        },
    }
}

fn version(snapshot: &Snapshot, newest: &Release) -> String {
    let about = snapshot
        .text(&snapshot.about())
        .and_then(packaging::version);
    about.unwrap_or(&newest.version).to_owned()
}

/// Metrics prefix and display name, as `.ddev/config.toml` has them where there is no manifest.
fn of_config(snapshot: &Snapshot) -> (Option<String>, Option<String>) {
    let text = snapshot.text(safety::DDEV_CONFIG);
    let found = text.and_then(|t| overrides::of(t, &snapshot.folder).ok());
    found.map_or((None, None), |o| (o.metrics_prefix, o.display_name))
}

fn tagged(manifest: &Value, prefix: &str) -> Vec<String> {
    let tags = manifest["tile"]["classifier_tags"].as_array();
    let all = tags.into_iter().flatten().filter_map(Value::as_str);
    all.filter_map(|t| t.strip_prefix(prefix).map(str::to_owned))
        .collect()
}

fn author(snapshot: &Snapshot, manifest: &Value, pyproject: &str) -> Author {
    let of = &manifest["author"];
    let (name, email) = packaging::author(pyproject);
    let owners = snapshot.text(safety::CODEOWNERS);
    let owners = owners.and_then(|t| codeowners::owners_of(t, &snapshot.folder));
    let owners = owners.unwrap_or_default();
    let handle = owners
        .split_whitespace()
        .filter_map(|o| o.strip_prefix('@'))
        .find(|o| !o.starts_with("DataDog/"));
    let text = |key: &str| {
        of[key]
            .as_str()
            .map(str::to_owned)
            .filter(|t| !t.is_empty())
    };
    let support_email = text("support_email").unwrap_or(email);
    Author {
        name: text("name").unwrap_or(name),
        github: handle.unwrap_or_default().to_owned(),
        sales_email: text("sales_email").filter(|s| *s != support_email),
        support_email,
        homepage: text("homepage").unwrap_or_default(),
    }
}

fn log(example: &Value) -> LogSource {
    let text = |key: &str| example[key].as_str().unwrap_or_default().to_owned();
    LogSource {
        path: text("path"),
        source: text("source"),
        service: text("service"),
        ..LogSource::default()
    }
}
