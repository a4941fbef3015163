//! Reading an answer by its field's path, and whether a text may replace it.

use super::argv::typed;
use super::{check as rules, spec, sql};
use crate::core::answers::{Answers, MetricAnswer, OwnOption, ServiceCheckAnswer, Track};
use crate::core::pull_request;
use crate::core::setup;
use crate::core::silence;
use crate::core::wizard::Wizard;
use std::collections::BTreeMap;

/// The answer as text; what is derived shows in its place when nothing was said.
#[must_use]
pub fn value(wizard: &Wizard, id: &str) -> String {
    let answers = &wizard.state.answers;
    if let Some(rest) = id.strip_prefix("metrics.") {
        return metric_value(wizard, rest);
    }
    if let Some(rest) = id.strip_prefix("service_checks.") {
        return service_check_value(wizard, rest);
    }
    if let Some((option, part)) = option_of(answers, id) {
        return option_value(option, part);
    }
    if let Some((metric, part)) = super::monitor::part_of(id) {
        return super::monitor::value(wizard, metric, part);
    }
    match id {
        "git.title" => answers.title(),
        "git.further_title" => answers.further_title(),
        "git.branch" => answers.branch(),
        "git.body" | "git.further_body" => wizard.message(),
        "pull_request.what" => pull_request::said_what(wizard),
        "pull_request.why" => pull_request::said_why(wizard),
        // One that is no clone is shown again, to be corrected.
        setup::CLONE_FIELD if wizard.setup.as_ref().is_some_and(|s| s.clone.is_none()) => {
            wizard.state.files.clone.clone().unwrap_or_default()
        }
        setup::IDENTITY_FIELD => wizard.state.git.typed_author().unwrap_or_default(),
        _ => plain(answers, id),
    }
}

/// What goes into the pull request, and what comes back from it.
fn request(answers: &Answers, id: &str) -> Option<String> {
    let own = &answers.pull_request;
    Some(match id {
        "pull_request.what" => own.what.clone().unwrap_or_default(),
        "pull_request.why" => own.why.clone().unwrap_or_default(),
        "pull_request.notes" => own.notes.clone(),
        "maintainer.accepts" => yes(answers.maintainer.accepts),
        "maintainer.remarks" => answers.maintainer.remarks.clone(),
        _ => return None,
    })
}

fn plain(answers: &Answers, id: &str) -> String {
    let apart = super::logs::value(answers, id)
        .or_else(|| spec::value(answers, id))
        .or_else(|| super::e2e::value(answers, id))
        .or_else(|| super::shown::value(answers, id))
        .or_else(|| super::signals::value(answers, id))
        .or_else(|| request(answers, id))
        .or_else(|| super::whole::value(answers, id));
    apart.unwrap_or_else(|| of_one(answers, id))
}

fn of_one(answers: &Answers, id: &str) -> String {
    let a = answers;
    let text = |o: &Option<String>| o.clone().unwrap_or_default();
    let om = a.source.openmetrics.as_ref();
    let http = a.source.http.as_ref();
    let command = a.source.command.as_ref();
    let database = a.source.sql.as_ref();
    match id {
        "track" => if a.track == Track::Partner {
            "partner"
        } else {
            "community"
        }
        .into(),
        "integration.display_name" => a.integration.display_name.clone(),
        "integration.name" => text(&a.integration.name),
        "integration.kind" => a
            .integration
            .kind
            .map(|k| k.name().to_owned())
            .unwrap_or_default(),
        "integration.description" => a.integration.description.clone(),
        "integration.overview" => a.integration.overview.clone(),
        "integration.homepage" => a.integration.homepage.clone(),
        "integration.metric_prefix" => text(&a.integration.metric_prefix),
        "integration.categories" => a.integration.categories.join(", "),
        "integration.supported_os" => a.integration.supported_os.join(", "),
        "integration.public" => yes(a.integration.public),
        "author.name" => a.author.name.clone(),
        "author.github" => a.author.github.clone(),
        "author.support_email" => a.author.support_email.clone(),
        "author.sales_email" => text(&a.author.sales_email),
        "author.homepage" => a.author.homepage.clone(),
        "prototype.check" => a
            .prototype
            .as_ref()
            .map(|p| p.check.clone())
            .unwrap_or_default(),
        "prototype.conf" => a
            .prototype
            .as_ref()
            .and_then(|p| p.conf.clone())
            .unwrap_or_default(),
        "source.openmetrics.endpoint" => om.map(|s| s.endpoint.clone()).unwrap_or_default(),
        "source.openmetrics.sample" => om.map(|s| s.sample.join(", ")).unwrap_or_default(),
        "source.openmetrics.raw_prefix" => om.map(|s| text(&s.raw_prefix)).unwrap_or_default(),
        "source.openmetrics.exclude" => om.map(|s| s.exclude.join(", ")).unwrap_or_default(),
        "source.openmetrics.types" => om.map(|s| pairs(&s.types)).unwrap_or_default(),
        "source.openmetrics.names" => om.map(|s| pairs(&s.names)).unwrap_or_default(),
        "source.openmetrics.runtime" => yes(om.is_none_or(|s| s.runtime != Some(false))),
        "source.openmetrics.rename_labels" => {
            om.map(|s| pairs(&s.rename_labels)).unwrap_or_default()
        }
        "source.http.base_url" => http.map(|s| s.base_url.clone()).unwrap_or_default(),
        "source.http.paths" => http
            .map(|s| {
                s.requests
                    .iter()
                    .map(|r| r.path.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            })
            .unwrap_or_default(),
        "source.sql.driver" => database.map(|s| s.driver.clone()).unwrap_or_default(),
        "source.sql.connect" => database.map(|s| sql::typed(&s.connect)).unwrap_or_default(),
        "source.sql.queries" => database
            .map(|s| sql::typed_queries(&s.queries))
            .unwrap_or_default(),
        "source.sql.sample" => database.map(|s| text(&s.sample)).unwrap_or_default(),
        "source.command.argv" => command.map(|c| typed(&c.argv)).unwrap_or_default(),
        "source.command.format" => command
            .and_then(|c| c.format)
            .map(|f| f.name().to_owned())
            .unwrap_or_default(),
        "source.command.sample" => command.map(|c| text(&c.sample)).unwrap_or_default(),
        "dashboard.make" => yes(a.dashboard.make),
        "readme.overview" => text(&a.readme.overview),
        "readme.installation" => text(&a.readme.installation),
        "readme.configuration" => text(&a.readme.configuration),
        "readme.validation" => text(&a.readme.validation),
        "readme.troubleshooting" => text(&a.readme.troubleshooting),
        "release.version" => a.release.version.clone(),
        "release.change" => a.release.change.clone(),
        "release.notes" => a.release.notes.clone(),
        "git.title" => text(&a.git.title),
        "git.branch" => text(&a.git.branch),
        "git.base" => text(&a.git.base),
        "git.body" => text(&a.git.body),
        "git.further_title" => text(&a.git.further_title),
        "git.further_body" => text(&a.git.further_body),
        "git.sign_off" => yes(a.git.sign_off),
        silence::FIELD => silence::written(&a.silenced),
        _ => String::new(),
    }
}

/// What was answered, without what is derived: the value that undo puts back.
#[must_use]
pub(crate) fn answered(answers: &Answers, id: &str) -> String {
    if let Some((name, part)) = id.strip_prefix("metrics.").and_then(|r| r.rsplit_once('.')) {
        let metric = answers.metric(name);
        return metric.map_or_else(String::new, |m| metric_answer(m, part));
    }
    if let Some((name, part)) = id
        .strip_prefix("service_checks.")
        .and_then(|r| r.rsplit_once('.'))
    {
        let row = answers.service_checks.iter().find(|c| c.name == name);
        let field = |c: &ServiceCheckAnswer| match part {
            "title" => c.title.clone(),
            "statuses" => c.statuses.as_ref().map(|s| s.join(", ")),
            "remove" => Some(removed(c.remove)),
            _ => c.description.clone(),
        };
        return row.and_then(field).unwrap_or_default();
    }
    if let Some((metric, part)) = super::monitor::part_of(id) {
        return super::monitor::answered(answers, metric, part);
    }
    option_of(answers, id).map_or_else(|| plain(answers, id), |(o, part)| option_value(o, part))
}

/// What was said of a metric's part.
pub(super) fn metric_answer(metric: &MetricAnswer, part: &str) -> String {
    let text = |o: &Option<String>| o.clone().unwrap_or_default();
    let said = |o: &Option<String>| o.as_ref().map(|u| format!("={u}")).unwrap_or_default();
    match part {
        "unit" => said(&metric.unit),
        "per_unit" => said(&metric.per_unit),
        "orientation" => metric
            .orientation
            .map(|o| o.to_string())
            .unwrap_or_default(),
        "curated" => said(&metric.curated),
        "short_name" => text(&metric.short_name),
        "type" => text(&metric.kind),
        "remove" => removed(metric.remove),
        _ => text(&metric.description),
    }
}

/// Empty where nobody asked for it, so that undo takes the answer back.
fn removed(value: bool) -> String {
    if value { "yes" } else { "" }.into()
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.into()
}

fn pairs(map: &BTreeMap<String, String>) -> String {
    map.iter()
        .map(|(k, v)| format!("{k}={v}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn metric_value(wizard: &Wizard, rest: &str) -> String {
    let Some((name, part)) = rest.rsplit_once('.') else {
        return String::new();
    };
    let Some(at) = wizard.derived.position(name) else {
        return String::new();
    };
    let row = &wizard.derived.metrics[at];
    match part {
        "unit" => row.unit.clone(),
        "per_unit" => row.per_unit.clone(),
        "orientation" => row.orientation.to_string(),
        "short_name" => row.short_name.clone(),
        "curated" => row.curated.clone(),
        _ => row.description.clone(),
    }
}

fn service_check_value(wizard: &Wizard, rest: &str) -> String {
    let Some((name, part)) = rest.rsplit_once('.') else {
        return String::new();
    };
    let row = wizard
        .derived
        .service_checks
        .iter()
        .find(|c| c.check == name);
    row.map(|r| {
        if part == "title" {
            r.name.clone()
        } else {
            r.description.clone()
        }
    })
    .unwrap_or_default()
}

fn option_of<'a, 'b>(answers: &'a Answers, id: &'b str) -> Option<(&'a OwnOption, &'b str)> {
    let (index, part) = id.strip_prefix("options.")?.split_once('.')?;
    Some((answers.options.get(index.parse::<usize>().ok()?)?, part))
}

fn option_value(option: &OwnOption, part: &str) -> String {
    match part {
        "name" => option.name.clone(),
        "type" => option.kind.clone(),
        "description" => option.description.clone(),
        "in" => option.r#in.clone(),
        "items" => option.items.as_ref().map(spec::shown).unwrap_or_default(),
        "example" => option.example.as_ref().map(spec::shown).unwrap_or_default(),
        "default" => option.default.as_ref().map(spec::shown).unwrap_or_default(),
        "more" => spec::typed(&option.more),
        "required" => yes(option.required),
        "secret" => yes(option.secret),
        _ => String::new(),
    }
}

/// Whether a text may become the answer.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn check(wizard: &Wizard, id: &str, text: &str) -> Result<(), String> {
    if id == "integration.display_name" || id == "integration.name" {
        taken(wizard, id, text)?;
    }
    if let Some((metric, part)) = super::monitor::part_of(id) {
        return wizard
            .with_source(|source| crate::core::monitors::field(source, metric, part, text));
    }
    if let ("release.version", false, Some(existing)) = (id, text.is_empty(), &wizard.existing) {
        return crate::core::version::next(&existing.version, text);
    }
    let answers = &wizard.state.answers;
    let checked = super::logs::check(answers, id, text);
    if let Some(checked) = checked
        .or_else(|| spec::check(wizard, id, text))
        .or_else(|| super::signals::check(answers, id, text))
    {
        return checked;
    }
    rules::field(id, text, &wizard.facts)?;
    if let Some((folder, own)) = agents_own(wizard, id, text) {
        let why = crate::core::names::why_agents_own(&folder, own);
        return Err(format!(
            "{why} Is yours about something else? Enter asks before it is taken."
        ));
    }
    Ok(())
}

/// The folder that a name makes and the Agent's own integration that it stands for, when that needs a yes.
#[must_use]
pub fn agents_own(wizard: &Wizard, id: &str, text: &str) -> Option<(String, &'static str)> {
    let folder = match id {
        "integration.name" => text.to_owned(),
        // A name of its own decides.
        "integration.display_name" if wizard.state.answers.integration.name.is_none() => {
            crate::core::names::folder_name(text)
        }
        _ => return None,
    };
    let own = wizard.agents_own(&folder)?;
    Some((folder, own))
}

/// A name that the clone already holds is refused, unless we made it.
fn taken(wizard: &Wizard, id: &str, text: &str) -> Result<(), String> {
    let folder = if id == "integration.name" {
        text.to_owned()
    } else {
        crate::core::names::folder_name(text)
    };
    let files = &wizard.state.files;
    let ours = (files.applied.is_some() || files.existing)
        && wizard.state.answers.integration.folder() == folder;
    if !ours && wizard.facts.integrations.contains(&folder) {
        return Err(format!(
            "integrations-extras already has {folder}/. Choose another name, or open that integration instead."
        ));
    }
    Ok(())
}
