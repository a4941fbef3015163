//! Rendering: all files of an integration from the answers and the capture, before ddev's own syncs
//! (`conf.yaml.example`, `config_models/`, the CI files) and before ruff.
//!
//! JSON and CSV come from serializers, everything else from `templates/integration/`, where every
//! inserted value passes a filter.

mod auto_conf;
mod context;
mod dashboard;
mod e2e;
mod files;
mod fixtures;
mod input;
mod instance;
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

pub use input::{BASE_FLOOR, Input, RenderError, SamplePage, VERSION};
pub use manifest::metadata_name;

use crate::core::answers::Kind;
use crate::core::names;
use files::{Files, cause};
use std::collections::BTreeMap;

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
