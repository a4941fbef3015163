//! Rendering: all files of an integration from the answers and the capture, before ddev's own syncs
//! (`conf.yaml.example`, `config_models/`, the CI files) and before ruff.
//!
//! JSON and CSV come from serializers, everything else from `templates/integration/`, where every
//! inserted value passes a filter.

mod auto_conf;
mod context;
mod dashboard;
mod e2e;
mod fixtures;
mod links;
mod local;
mod logs;
mod manifest;
mod monitors;
mod options;
mod public;
mod table;
mod tests;
pub mod text;

pub use manifest::metadata_name;

use super::filters;
use super::ids::Ids;
use super::promote::Promoted;
use crate::core::answers::{Answers, Kind, OwnOption, Track};
use crate::core::capture::Capture;
use crate::core::metadata::{MetricRow, ServiceCheckRow};
use crate::core::names;
use std::collections::BTreeMap;

/// The oldest `datadog-checks-base` a rendered integration declares; `ddev test --compat` runs on it.
pub const BASE_FLOOR: &str = "37.42.0";

/// The first release.
pub const VERSION: &str = "1.0.0";

/// One page of an `OpenMetrics` endpoint and the Content-Type that it was served with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SamplePage {
    pub text: String,
    pub content_type: String,
}

/// Everything that the files are made of. Names are the promoted ones ([`super::promote::Renames`]).
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub answers: &'a Answers,
    pub ids: &'a Ids,
    pub metrics: &'a [MetricRow],
    pub service_checks: &'a [ServiceCheckRow],
    /// Own options, derived and answered.
    pub options: &'a [OwnOption],
    pub capture: &'a Capture,
    pub check: &'a Promoted,
    /// Samples, in the order of the capture's scenes; empty: the capture's own exchanges.
    pub pages: &'a [SamplePage],
    /// A sample of each log source, in the order of [`Answers::log_sources`]; empty where there is none.
    pub log_samples: &'a [String],
    /// The oldest `datadog-checks-base`, [`BASE_FLOOR`] unless the engine knows better.
    pub base_floor: &'a str,
}

impl Input<'_> {
    fn folder(&self) -> String {
        self.answers.integration.folder()
    }

    fn class(&self) -> String {
        names::class_name(&self.folder())
    }

    fn community(&self) -> bool {
        self.answers.track == Track::Community
    }

    fn source(&self) -> crate::core::dashboard::Source<'_> {
        crate::core::dashboard::Source {
            answers: self.answers,
            metrics: self.metrics,
            service_checks: self.service_checks,
            capture: self.capture,
        }
    }

    fn kind(&self) -> Kind {
        self.answers.integration.kind.unwrap_or(Kind::Blank)
    }

    /// Whether the code is the wizard's own, so that its behavior on failure is known.
    fn generated(&self) -> bool {
        self.answers.prototype.is_none() && self.kind() != Kind::Blank && !self.declared()
    }

    /// Whether it sends events, also where there was none to send when it ran.
    fn has_events(&self) -> bool {
        !self.capture.events.is_empty() || (self.generated() && !self.answers.events.is_empty())
    }

    /// Whether there is no check: the Agent's own `JMXFetch` or log collection does the work.
    fn declared(&self) -> bool {
        self.kind().is_declared()
    }
}

/// Why nothing was rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A name that no Python package can have; the text says which.
    #[error("{0}")]
    Name(String),
    /// A character that Datadog's documentation site refuses and that has no ASCII form.
    #[error(
        "{field} holds {character:?}, which the repository's files can't: they are ASCII. Replace it."
    )]
    Character { field: String, character: char },
    /// The tests need a page, and neither a sample nor a recorded response is there.
    #[error("No page of the endpoint is on record. Run the prototype, or name a sample.")]
    NoPage,
    /// A template failed: our own fault.
    #[error("the template {name} failed: {cause}")]
    Template { name: String, cause: String },
    /// A serializer failed: our own fault.
    #[error("{0} could not be written: {1}")]
    Serialize(&'static str, String),
}

/// All files of `<folder>/`, by path relative to the repository's root.
///
/// # Errors
/// [`RenderError`], whose text names the field and the way out.
pub fn integration(input: &Input<'_>) -> Result<BTreeMap<String, String>, RenderError> {
    let kind = input.kind();
    let folder = input.folder();
    names::check_folder_name(&folder).map_err(RenderError::Name)?;
    let local = local::Local::of(input);
    let recordings = public::Recordings::of(input, &local)
        .map_err(|e| RenderError::Serialize("The capture", e.to_string()))?;
    let input = &recordings.as_ref().map_or(*input, |r| r.within(input));
    let context = context::shared(input, &local)?;
    let mut files = Files {
        engine: table::engine().map_err(|e| RenderError::Template {
            name: "(all)".into(),
            cause: cause(&e),
        })?,
        folder: folder.clone(),
        by_path: BTreeMap::new(),
    };

    for name in ["CHANGELOG.md", "hatch.toml", "pyproject.toml"] {
        files.template(&format!("common/{name}"), name, &context)?;
    }
    let spec = "assets/configuration/spec.yaml";
    files.template(&format!("common/{spec}"), spec, &context)?;
    files.template(
        "common/datadog_checks/__init__.py",
        "datadog_checks/__init__.py",
        &context,
    )?;
    for name in ["__init__.py", "__about__.py"] {
        let target = format!("datadog_checks/{folder}/{name}");
        files.template(
            &format!("common/datadog_checks/check/{name}"),
            &target,
            &context,
        )?;
    }
    files.readme(&context)?;

    match kind {
        Kind::Logs => {}
        Kind::Jmx => files.put(
            &format!("datadog_checks/{folder}/data/metrics.yaml"),
            text::tidy(&input.check.check),
        ),
        _ => files.put(
            &format!("datadog_checks/{folder}/check.py"),
            input.check.check.clone(),
        ),
    }
    if let Some(metrics) = &input.check.metrics {
        files.put(
            &format!("datadog_checks/{folder}/metrics.py"),
            metrics.clone(),
        );
    }

    // ddev wants a metric prefix beside every metadata.csv, which a log does not have.
    if kind != Kind::Logs {
        files.put("metadata.csv", manifest::metadata_csv(input)?);
    }
    let checks = manifest::service_checks(input)?;
    files.json("assets/service_checks.json", &checks)?;
    if input.community() {
        files.json("manifest.json", &manifest::manifest(input))?;
        if !context::signals(input).is_empty() {
            let name = "assets/dataflows.yaml";
            files.template(&format!("common/{name}"), name, &context)?;
        }
        extras(input, &mut files)?;
    }

    tests::add(input, &local, &mut files)?;
    Ok(files.by_path)
}

/// What the partner track uploads to the Developer Platform instead of having it in the pull request: the
/// dashboard and the monitors, by path relative to the folder they are saved in.
///
/// # Errors
/// [`RenderError`], whose text names the field and the way out.
pub fn uploads(input: &Input<'_>) -> Result<BTreeMap<String, String>, RenderError> {
    let mut files = Files {
        engine: tera::Tera::default(),
        folder: String::new(),
        by_path: BTreeMap::new(),
    };
    if !input.community() {
        extras(input, &mut files)?;
    }
    let path = |p: String| p.trim_start_matches("/assets/").to_owned();
    Ok(files
        .by_path
        .into_iter()
        .map(|(p, t)| (path(p), t))
        .collect())
}

/// The dashboard and the monitors.
fn extras(input: &Input<'_>, files: &mut Files) -> Result<(), RenderError> {
    if dashboard::is_made(input) {
        files.json(&dashboard::path(input), &dashboard::dashboard(input))?;
    }
    for made in monitors::monitors(input) {
        files.json(&made.path, &made.json)?;
    }
    Ok(())
}

/// The files so far.
struct Files {
    engine: tera::Tera,
    folder: String,
    by_path: BTreeMap<String, String>,
}

impl Files {
    fn put(&mut self, path: &str, text: String) {
        self.by_path.insert(format!("{}/{path}", self.folder), text);
    }

    fn json(&mut self, path: &str, value: &serde_json::Value) -> Result<(), RenderError> {
        let mut text = Vec::new();
        let indent = serde_json::ser::PrettyFormatter::with_indent(b"    ");
        let mut writer = serde_json::Serializer::with_formatter(&mut text, indent);
        serde::Serialize::serialize(value, &mut writer)
            .map_err(|e| RenderError::Serialize("JSON", e.to_string()))?;
        text.push(b'\n');
        let text =
            String::from_utf8(text).map_err(|e| RenderError::Serialize("JSON", e.to_string()))?;
        self.put(path, text);
        Ok(())
    }

    fn render(&self, name: &str, context: &serde_json::Value) -> Result<String, RenderError> {
        let failed = |e: &tera::Error| RenderError::Template {
            name: name.into(),
            cause: cause(e),
        };
        let context = tera::Context::from_serialize(context).map_err(|e| failed(&e))?;
        let text = self.engine.render(name, &context).map_err(|e| failed(&e))?;
        Ok(text::tidy(&text))
    }

    fn template(
        &mut self,
        name: &str,
        path: &str,
        context: &serde_json::Value,
    ) -> Result<(), RenderError> {
        let text = self.render(name, context)?;
        self.put(path, text);
        Ok(())
    }

    /// The README: ASCII, and its links numbered in the order they are met.
    fn readme(&mut self, context: &serde_json::Value) -> Result<(), RenderError> {
        let text = links::number(&self.render("common/README.md", context)?);
        let text = text::ascii("README.md", &text)?;
        self.put("README.md", text);
        Ok(())
    }
}

/// The whole chain of an engine's error: its first line alone says nothing.
fn cause(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
