//! From the saved run and the answers to the templates' files.

use super::job::Job;
use super::{declared, samples};
use crate::core::answers::Kind;
use crate::core::dashboard::Source as Seen;
use crate::core::event::{Failure, FailureKind};
use crate::core::finding::{Finding, Source};
use crate::core::state::Ids;
use crate::core::{derived, drift, monitors, names};
use crate::scaffold::ids;
use crate::scaffold::promote::{self, Promoted, Renames};
use crate::scaffold::render::{self, SamplePage};
use crate::toolchain::Toolchain;
use std::collections::BTreeMap;

/// The templates' files and what was found while deriving.
pub(super) fn files(
    job: &Job,
    toolchain: &Toolchain,
    ids: &Ids,
) -> Result<(BTreeMap<String, String>, Vec<Finding>), Failure> {
    let w = &job.wizard;
    let answers = &w.state.answers;
    let folder = answers.integration.folder();
    let capture = w.capture.clone().unwrap_or_default();
    let stem = names::prototype_name(&folder);
    let source = super::files::read(&job.context.main_file(answers))?.unwrap_or_default();
    let (check, renames) = if answers.is_declared() {
        let check = Promoted {
            check: source,
            metrics: None,
        };
        (check, Renames::default())
    } else {
        let renames = Renames::of(&source, &stem, &capture, answers);
        let check = promote::promote(&toolchain.python, &source, &stem, &capture, answers);
        let check = check.map_err(|e| {
            Failure::new(
                FailureKind::Findings,
                e.to_string(),
                "Correct the custom check.",
            )
        })?;
        (check, renames)
    };
    let capture = renames.capture(&capture);
    let mut derived = derived::all(&capture, &w.notes.help, answers, &w.facts.units);
    let prefix = w.applied_prefix();
    drift::hold(&mut derived, &w.applied_rows, prefix, answers);
    let mut findings = derived.findings.clone();
    findings.extend(monitors::findings(&Seen {
        answers,
        metrics: &derived.metrics,
        service_checks: &derived.service_checks,
        capture: &capture,
    }));
    findings.extend(renames.unresolved.iter().map(|name| {
        Finding::error(
            Source::Form,
            "metric_prefix",
            format!(
                "The check emits {name}, which does not begin with {}.",
                answers.integration.prefix()
            ),
        )
        .fix("Set __NAMESPACE__ in the class, or begin the name with the prefix.")
    }));
    let pages: Vec<SamplePage> = match answers.integration.kind {
        Some(Kind::Openmetrics) if answers.prototype.is_none() => samples::recorded(job)
            .into_iter()
            .map(|s| SamplePage {
                text: s.text,
                content_type: s.sample.content_type,
            })
            .collect(),
        _ => vec![],
    };
    let log_samples = declared::log_samples(job)?;
    let ids = ids::Ids {
        app_uuid: ids.app_uuid.clone(),
        source_type_id: ids.source_type_id,
        created: ids.created.clone(),
    };
    let input = render::Input {
        answers,
        ids: &ids,
        metrics: &derived.metrics,
        service_checks: &derived.service_checks,
        options: &derived.options,
        capture: &capture,
        check: &check,
        pages: &pages,
        log_samples: &log_samples,
        base_floor: render::BASE_FLOOR,
    };
    let failed = |e: render::RenderError| {
        let kind = match e {
            render::RenderError::Template { .. } | render::RenderError::Serialize(..) => {
                FailureKind::Io
            }
            render::RenderError::NoPage => FailureKind::Question,
            _ => FailureKind::Answers,
        };
        Failure::saying(kind, &e.to_string())
    };
    let files = render::integration(&input).map_err(failed)?;
    let uploads = render::uploads(&input).map_err(failed)?;
    super::uploads::save(&job.context.dir, &uploads)?;
    Ok((files, findings))
}
