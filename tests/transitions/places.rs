//! What the real ddev printed of an integration that was damaged in one place, and where that leads. `said/` holds the
//! outputs: the validation and its exit status in the first line, then what it printed.

use crate::world::answered;
use ddint_tui::core::answers::{OwnOption, Template};
use ddint_tui::core::finding::Finding;
use ddint_tui::core::metadata::{MetricRow, ServiceCheckRow};
use ddint_tui::core::place::{Place, Places};
use ddint_tui::core::plan::{FileState, Plan, PlannedFile};
use ddint_tui::core::wizard::Wizard;
use ddint_tui::toolchain::output::{Context, validation};

const METADATA: &str = "metric_name,metric_type,interval,unit_name,per_unit_name,description,orientation,integration,short_name,curated_metric
acme_queue.consumer.lag.seconds,gauge,,second,,Age of the oldest message.,-1,acme_queue,lag,
acme_queue.depth,gauge,,message,,Messages waiting.,0,acme_queue,depth,
";
const README: &str = "# Acme Queue

## Overview

Acme Queue is a message broker – really.

## Setup

### Configuration

Edit the file.

![x](https://raw.githubusercontent.com/DataDog/integrations-extras/master/acme_queue/images/x.png)

## Data Collected
";
const MANIFEST: &str = "{
  \"display_on_public_website\": true,
  \"tile\": {
    \"description\": \"Depth.\",
    \"title\": \"Acme Queue\",
    \"classifier_tags\": [
      \"Supported OS::Linux\",
      \"Category::Metrics\"
    ]
  },
  \"author\": {
    \"support_email\": \"support@acme.example\",
    \"name\": \"Acme\"
  },
  \"assets\": {}
}
";
const CHECK: &str = "import os\n\n\nclass AcmeQueueCheck(AgentCheck):\n    pass\n";

pub fn planned(path: &str, new: &str) -> PlannedFile {
    PlannedFile {
        path: format!("acme_queue/{path}"),
        state: FileState::Unchanged,
        replaces_edit: false,
        from: None,
        old: Some(new.into()),
        new: new.into(),
        hunks: vec![],
    }
}

/// An integration that was made here and applied.
pub fn made() -> Wizard {
    let mut w = Wizard::new(answered());
    let answers = &mut w.state.answers;
    answers.options = vec![OwnOption {
        name: "queues".into(),
        kind: "array".into(),
        description: "Queues to watch.".into(),
        ..OwnOption::default()
    }];
    let mut http = Template::from("http".to_owned());
    http.overrides
        .insert("timeout.value.example".into(), 30.into());
    answers.templates = vec![http];
    w.state.prototype.check = Some("c0".into());
    let row = |name: &str| MetricRow {
        name: name.into(),
        ..MetricRow::default()
    };
    let rows = ["acme_queue.consumer.lag.seconds", "acme_queue.depth"].map(row);
    w.derived.metrics = rows.to_vec();
    w.derived.service_checks = vec![ServiceCheckRow {
        check: "acme_queue.openmetrics.health".into(),
        name: "Acme Queue OpenMetrics Health".into(),
        ..ServiceCheckRow::default()
    }];
    w.plan = Some(Plan {
        files: vec![
            planned("metadata.csv", METADATA),
            planned("README.md", README),
            planned("manifest.json", MANIFEST),
            planned("datadog_checks/acme_queue/check.py", CHECK),
        ],
        ..Plan::default()
    });
    w
}

/// The same, opened from the clone.
pub fn opened() -> Wizard {
    let mut w = made();
    w.state.files.existing = true;
    w.state.prototype.check = None;
    w
}

fn context() -> Context<'static> {
    Context {
        folder: "acme_queue",
        root: "/home/dev/extras",
    }
}

/// What ddev said of a damage, as findings.
pub fn said(damage: &str) -> Vec<Finding> {
    let path = format!(
        "{}/tests/transitions/said/{damage}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let (head, output) = text.split_once('\n').unwrap();
    let (name, exit) = head.split_once(' ').unwrap();
    validation(name, output, exit.parse().ok(), &context()).findings
}

/// A place in one line: `metrics metrics.acme.depth.unit`, or `file README.md:3`.
pub fn told(place: &Place) -> String {
    match place {
        Place::Field { section, focus, .. } => format!("{section} {focus}"),
        Place::Check { text } => format!("check {}", text.as_deref().unwrap_or_default()),
        Place::File { path, line } => {
            let line = line.map_or(String::new(), |l| format!(":{l}"));
            format!("file {path}{line}")
        }
        Place::Nowhere => "nowhere".into(),
    }
}

/// The first finding of each damage, and where it leads: in an integration made here, and in one that was opened.
pub const SAID: &[(&str, &str, &str)] = &[
    ("unit", "metrics metrics.acme_queue.depth.unit", "="),
    ("per_unit", "metrics metrics.acme_queue.depth.per_unit", "="),
    (
        "type",
        "metrics metrics.acme_queue.depth",
        "file acme_queue/metadata.csv:3",
    ),
    (
        "orientation",
        "metrics metrics.acme_queue.depth.orientation",
        "=",
    ),
    (
        "time_per_time",
        "metrics metrics.acme_queue.depth.per_unit",
        "=",
    ),
    ("pipe", "metrics metrics.acme_queue.depth.description", "="),
    (
        "unicode",
        "metrics metrics.acme_queue.depth.description",
        "=",
    ),
    ("long", "metrics metrics.acme_queue.depth.description", "="),
    ("interval", "file acme_queue/metadata.csv:3", "="),
    ("curated", "metrics metrics.acme_queue.depth.curated", "="),
    ("integration", "file acme_queue/metadata.csv:3", "="),
    ("prefix", "identity integration.metric_prefix", "="),
    (
        "duplicate",
        "metrics metrics.acme_queue.depth",
        "file acme_queue/metadata.csv:10",
    ),
    ("columns", "file acme_queue/metadata.csv:3", "="),
    ("missing_column", "file acme_queue/metadata.csv:1", "="),
    ("unknown_column", "file acme_queue/metadata.csv:1", "="),
    ("bom", "file acme_queue/metadata.csv:1", "="),
    ("no_curated", "file acme_queue/metadata.csv", "="),
    ("bytes", "file acme_queue/metadata.csv", "="),
    ("empty_type", "file acme_queue/metadata.csv", "="),
    ("no_prefix", "identity integration.metric_prefix", "="),
    (
        "spec_yaml",
        "file acme_queue/assets/configuration/spec.yaml",
        "=",
    ),
    ("spec_description", "options options.0.description", "="),
    ("spec_type", "options options.0.type", "="),
    (
        "spec_unknown",
        "options templates",
        "file acme_queue/assets/configuration/spec.yaml",
    ),
    (
        "spec_override",
        "options templates",
        "file acme_queue/assets/configuration/spec.yaml",
    ),
    ("long_line", "options options.0.description", "="),
    (
        "example_sync",
        "files acme_queue/datadog_checks/acme_queue/data/conf.yaml.example",
        "=",
    ),
    (
        "no_spec",
        "file acme_queue/assets/configuration/spec.yaml",
        "=",
    ),
    (
        "models_sync",
        "files acme_queue/datadog_checks/acme_queue/config_models/instance.py",
        "=",
    ),
    ("models_spec", "options options.0.type", "="),
    ("readme_section", "identity integration.overview", "="),
    ("readme_empty", "readme readme.installation", "="),
    ("readme_image", "readme readme.configuration", "="),
    ("readme_unicode", "identity integration.overview", "="),
    ("readme_missing", "file acme_queue/README.md", "="),
    ("package_name", "file acme_queue/pyproject.toml", "="),
    ("package_email", "author author.support_email", "="),
    ("package_toml", "file acme_queue/pyproject.toml:7", "="),
    (
        "sc_status",
        "checks service_checks.acme_queue.openmetrics.health.title",
        "file acme_queue/assets/service_checks.json",
    ),
    (
        "sc_description",
        "checks service_checks.acme_queue.openmetrics.health.description",
        "=",
    ),
    (
        "sc_name",
        "checks service_checks.acme_queue.openmetrics.health.title",
        "=",
    ),
    (
        "sc_json",
        "file acme_queue/assets/service_checks.json:18",
        "=",
    ),
    ("owner_none", "author author.github", "="),
    ("owner_empty", "author author.github", "="),
    ("owner_plain", "author author.github", "="),
    ("ci_job", "files .github/workflows/test-all.yml", "="),
    (
        "import",
        "check import os",
        "file acme_queue/datadog_checks/acme_queue/check.py:1",
    ),
    ("dash_json", "dashboard ", "file acme_queue/manifest.json:1"),
    (
        "dash_missing",
        "dashboard ",
        "file acme_queue/manifest.json",
    ),
];

#[test]
fn what_ddev_says_leads_to_its_field_or_its_line() {
    let (made, opened) = (made(), opened());
    let mut wrong = vec![];
    for (damage, here, there) in SAID {
        let found = said(damage);
        let Some(first) = found.first() else {
            wrong.push(format!("{damage}: nothing was read"));
            continue;
        };
        for (w, wanted) in [
            (&made, here),
            (&opened, if *there == "=" { here } else { there }),
        ] {
            let place = told(&Places::new(w).of(first));
            if place != **wanted {
                wrong.push(format!("{damage}: {place}, wanted {wanted}: {first}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
