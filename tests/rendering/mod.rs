//! Sample integrations of every kind, as the wizard would hand them to the renderer.
// Each test file uses a part; a sample is one long list of facts.
#![allow(dead_code, clippy::too_many_lines, clippy::needless_pass_by_value)]

use ddint_tui::core::answers::{Answers, Kind, OwnOption, Track};
use ddint_tui::core::capture::{Capture, Metric, ServiceCheck, Submission};
use ddint_tui::core::metadata::{MetricRow, ServiceCheckRow};
use ddint_tui::scaffold::ids::Ids;
use ddint_tui::scaffold::promote::{Promoted, Renames, promote};
use ddint_tui::scaffold::render::{BASE_FLOOR, Input, RenderError, SamplePage, integration};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

mod blank;
mod command;
mod declared;
mod http;
mod openmetrics;
mod sql;
pub mod varied;

pub use blank::blank;
pub use command::command;
pub use declared::{jmx, logs};
pub use http::http;
pub use openmetrics::openmetrics;
pub use sql::sql;

/// Texts that end strings, open tags and mean something to YAML, TOML, Markdown, CSV.
pub const NASTY: &str = "It's \"quoted\", 100% {{ x }} {% y %} # : | & <b> \\ `c` - *s* _u_ [l](https://l.example) caf\u{e9} \u{2014} end.";

/// Everything an [`Input`] borrows.
pub struct Sample {
    pub answers: Answers,
    pub ids: Ids,
    pub metrics: Vec<MetricRow>,
    pub service_checks: Vec<ServiceCheckRow>,
    pub options: Vec<OwnOption>,
    pub capture: Capture,
    pub check: Promoted,
    pub pages: Vec<SamplePage>,
    pub log_samples: Vec<String>,
}

impl Sample {
    pub fn input(&self) -> Input<'_> {
        Input {
            answers: &self.answers,
            ids: &self.ids,
            metrics: &self.metrics,
            service_checks: &self.service_checks,
            options: &self.options,
            capture: &self.capture,
            check: &self.check,
            pages: &self.pages,
            log_samples: &self.log_samples,
            base_floor: BASE_FLOOR,
        }
    }

    pub fn render(&self) -> Result<BTreeMap<String, String>, RenderError> {
        integration(&self.input())
    }

    /// The sample with one text for everything that a contributor types.
    pub fn with_text(mut self, text: &str) -> Self {
        self.answers.integration.description = text.chars().take(80).collect();
        self.answers.integration.overview = format!("{text}\n\n- {text}");
        self.answers.author.name = text.chars().take(40).collect();
        for row in &mut self.metrics {
            row.description = text.into();
        }
        for row in &mut self.service_checks {
            row.description = text.into();
        }
        for option in &mut self.options {
            option.description = text.into();
            if option.kind == "string" {
                option.example = Some(text.into());
            }
        }
        self
    }
}

pub fn python() -> PathBuf {
    which::which("python3").expect("Python 3 is needed to promote a prototype")
}

pub fn answers(display: &str, kind: Kind, track: Track) -> Answers {
    let mut a = Answers {
        track,
        ..Answers::default()
    };
    a.integration.display_name = display.into();
    a.integration.kind = Some(kind);
    a.integration.description = "Depth, throughput, and consumer lag of brokers.".into();
    a.integration.overview = "Acme Queue is a message broker for small teams. This integration shows how full its \
                              queues are, so that operators see a stuck consumer before their users do."
        .into();
    a.integration.homepage = "https://acme.example/queue".into();
    a.integration.categories = vec!["Metrics".into(), "Message Queues".into()];
    a.author.name = "Acme Co".into();
    a.author.github = "acmeco".into();
    a.author.support_email = "dev@acme.example".into();
    a.author.homepage = "https://acme.example".into();
    a
}

pub fn ids() -> Ids {
    Ids {
        app_uuid: "5f2c7d1e-8a4b-4c3d-9e6f-0123456789ab".into(),
        source_type_id: 89_000_000,
        created: "2026-09-10".into(),
    }
}

fn point(name: &str, submission: Submission, value: f64, tags: &[&str], run: u32) -> Metric {
    Metric {
        name: name.into(),
        submission,
        value: Some(value),
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        hostname: String::new(),
        run,
        scene: 0,
    }
}

fn row(name: &str, kind: &str, unit: &str) -> MetricRow {
    MetricRow {
        name: name.into(),
        metric_type: kind.into(),
        unit: unit.into(),
        description: "Messages that wait, counted now.".into(),
        short_name: "messages".into(),
        ..MetricRow::default()
    }
}

fn check_row(check: &str, name: &str, groups: &[&str]) -> ServiceCheckRow {
    ServiceCheckRow {
        check: check.into(),
        name: name.into(),
        description: "Returns `CRITICAL` if the Agent can't reach the product, otherwise `OK`."
            .into(),
        statuses: vec!["ok".into(), "critical".into()],
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
    }
}

fn service_check(name: &str, tags: &[&str]) -> ServiceCheck {
    ServiceCheck {
        name: name.into(),
        status: 0,
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        message: String::new(),
        hostname: String::new(),
        run: 1,
    }
}

fn option(name: &str, kind: &str, required: bool, example: Value) -> OwnOption {
    OwnOption {
        name: name.into(),
        r#in: "instance".into(),
        kind: kind.into(),
        items: (kind == "array").then(|| "string".into()),
        required,
        secret: false,
        description: "What to look at, in words that are long enough to need a second line in the example that ddev makes of it, and see https://acme.example/a/very/long/address/that/nobody/can/break/because/it/is/one/word/and/longer/than/a/line.".into(),
        example: Some(example),
        ..OwnOption::default()
    }
}

#[allow(clippy::too_many_arguments)]
fn finish(
    answers: Answers,
    source: &str,
    stem: &str,
    capture: Capture,
    metrics: Vec<MetricRow>,
    service_checks: Vec<ServiceCheckRow>,
    options: Vec<OwnOption>,
    pages: Vec<SamplePage>,
) -> Sample {
    let renames = Renames::of(source, stem, &capture, &answers);
    assert_eq!(renames.unresolved, Vec::<String>::new());
    let check =
        promote(&python(), source, stem, &capture, &answers).expect("the sample is a check");
    Sample {
        capture: renames.capture(&capture),
        answers,
        ids: ids(),
        metrics,
        service_checks,
        options,
        check,
        pages,
        log_samples: vec![],
    }
}

/// Name and sample of every kind on both tracks.
pub fn all(suffix: &str) -> Vec<Sample> {
    let mut out = Vec::new();
    for (track, word) in [(Track::Community, "Open"), (Track::Partner, "Partner")] {
        out.push(openmetrics(&format!("{word} Metrics{suffix}"), track));
        out.push(http(&format!("{word} Http{suffix}"), track));
        out.push(blank(&format!("{word} Blank{suffix}"), track));
        out.push(command(&format!("{word} Command{suffix}"), track));
        out.push(sql(&format!("{word} Sql{suffix}"), track));
        out.push(jmx(&format!("{word} Jmx{suffix}"), track));
        out.push(logs(&format!("{word} Logs{suffix}"), track));
    }
    out
}
