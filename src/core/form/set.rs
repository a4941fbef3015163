//! Writing an answer by its field's path.

use super::sql;
use crate::core::answers::{
    Answers, Command, Format, Http, Kind, MetricAnswer, OpenMetrics, PrototypeFiles, Request,
    ServiceCheckAnswer, Sql, Track,
};
use crate::core::silence;
use std::collections::BTreeMap;

/// Writes a checked text into the answers.
pub fn set(answers: &mut Answers, id: &str, text: &str) {
    let apart = super::logs::set(answers, id, text)
        || super::spec::set(answers, id, text)
        || super::e2e::set(answers, id, text)
        || super::shown::set(answers, id, text)
        || super::signals::set(answers, id, text)
        || super::whole::set(answers, id, text);
    if apart {
        return;
    }
    if let Some((name, part)) = id.strip_prefix("metrics.").and_then(|r| r.rsplit_once('.')) {
        set_metric(answers.metric_mut(name), part, text);
    } else if let Some((name, part)) = id
        .strip_prefix("service_checks.")
        .and_then(|r| r.rsplit_once('.'))
    {
        set_service_check(answers, name, part, text);
    } else if let Some((metric, part)) = super::monitor::part_of(id) {
        super::monitor::set(answers, metric, part, text);
    } else if let Some((index, part)) = id.strip_prefix("options.").and_then(|r| r.split_once('.'))
    {
        if let Some(option) = index
            .parse::<usize>()
            .ok()
            .and_then(|i| answers.options.get_mut(i))
        {
            // Checked before: what can't be read leaves the option as it is.
            let _ = super::spec::write(option, part, text);
        }
    } else if let Some(rest) = id.strip_prefix("source.") {
        set_source(answers, rest, text);
    } else {
        set_plain(answers, id, text);
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The values of a text that holds several, separated by commas.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect()
}

fn set_plain(answers: &mut Answers, id: &str, text: &str) {
    let a = answers;
    match id {
        "track" => {
            a.track = if text == "partner" {
                Track::Partner
            } else {
                Track::Community
            }
        }
        "integration.display_name" => a.integration.display_name = text.into(),
        "integration.name" => a.integration.name = some(text),
        "integration.kind" => {
            a.integration.kind = Kind::AVAILABLE.into_iter().find(|k| k.name() == text);
        }
        "integration.description" => a.integration.description = text.into(),
        "integration.overview" => a.integration.overview = text.into(),
        "integration.homepage" => a.integration.homepage = text.into(),
        "integration.metric_prefix" => a.integration.metric_prefix = some(text),
        "integration.categories" => a.integration.categories = list(text),
        "integration.supported_os" => a.integration.supported_os = list(text),
        "integration.public" => a.integration.public = text == "yes",
        "author.name" => a.author.name = text.into(),
        "author.github" => a.author.github = text.trim_start_matches('@').into(),
        "author.support_email" => a.author.support_email = text.into(),
        "author.sales_email" => a.author.sales_email = some(text),
        "author.homepage" => a.author.homepage = text.into(),
        "prototype.check" => {
            let conf = a.prototype.take().and_then(|p| p.conf);
            a.prototype = some(text).map(|check| PrototypeFiles { check, conf });
        }
        "prototype.conf" => {
            if let Some(prototype) = &mut a.prototype {
                prototype.conf = some(text);
            }
        }
        "dashboard.make" => a.dashboard.make = text == "yes",
        "readme.overview" => a.readme.overview = some(text),
        "readme.installation" => a.readme.installation = some(text),
        "readme.configuration" => a.readme.configuration = some(text),
        "readme.validation" => a.readme.validation = some(text),
        "readme.troubleshooting" => a.readme.troubleshooting = some(text),
        "release.version" => a.release.version = text.into(),
        "release.change" => a.release.change = text.into(),
        "release.notes" => a.release.notes = text.into(),
        "git.title" => a.git.title = some(text),
        "git.branch" => a.git.branch = some(text),
        "git.base" => a.git.base = some(text),
        "git.body" => a.git.body = some(text),
        "git.further_title" => a.git.further_title = some(text),
        "git.further_body" => a.git.further_body = some(text),
        "git.sign_off" => a.git.sign_off = text == "yes",
        "pull_request.what" => a.pull_request.what = some(text),
        "pull_request.why" => a.pull_request.why = some(text),
        "pull_request.notes" => a.pull_request.notes = text.into(),
        "maintainer.remarks" => a.maintainer.remarks = text.into(),
        "maintainer.accepts" => a.maintainer.accepts = text == "yes",
        silence::FIELD => a.silenced = silence::read(text),
        _ => {}
    }
}

fn set_source(answers: &mut Answers, rest: &str, text: &str) {
    if let Some(part) = rest.strip_prefix("openmetrics.") {
        let om = answers
            .source
            .openmetrics
            .get_or_insert_with(OpenMetrics::default);
        match part {
            "endpoint" => om.endpoint = text.into(),
            "sample" => om.sample = list(text),
            "raw_prefix" => om.raw_prefix = some(text),
            "exclude" => om.exclude = list(text),
            "types" => om.types = map(text),
            "names" => om.names = map(text),
            // Collecting everything is what an answers file without a word says.
            "runtime" => om.runtime = (text == "no").then_some(false),
            "rename_labels" => om.rename_labels = map(text),
            _ => {}
        }
    } else if let Some(part) = rest.strip_prefix("http.") {
        let http = answers.source.http.get_or_insert_with(Http::default);
        match part {
            "base_url" => http.base_url = text.into(),
            "paths" => {
                let mut old = std::mem::take(&mut http.requests);
                http.requests = list(text)
                    .into_iter()
                    .map(|path| {
                        // A sample that was shown before its path was known is of the first path.
                        let kept = old.iter().position(|r| r.path == path || r.path.is_empty());
                        let kept = kept.map(|at| old.remove(at)).unwrap_or_default();
                        Request { path, ..kept }
                    })
                    .collect();
                let nameless = |r: &Request| r.path.is_empty() && r.sample.is_some();
                if http.requests.is_empty() {
                    http.requests.extend(old.into_iter().find(nameless));
                }
            }
            _ => {}
        }
    } else if let Some(part) = rest.strip_prefix("command.") {
        let command = answers.source.command.get_or_insert_with(Command::default);
        match part {
            "argv" => command.argv = super::argv::words(text).unwrap_or_default(),
            "format" => {
                let all = [Format::Json, Format::Lines];
                command.format = all.into_iter().find(|f| f.name() == text);
            }
            "sample" => command.sample = some(text),
            _ => {}
        }
    } else if let Some(part) = rest.strip_prefix("sql.") {
        let source = answers.source.sql.get_or_insert_with(Sql::default);
        match part {
            "driver" => source.driver = text.into(),
            "connect" => source.connect = sql::connect(text),
            "queries" => source.queries = sql::queries(text, &source.queries),
            "sample" => source.sample = some(text),
            _ => {}
        }
    }
}

fn map(text: &str) -> BTreeMap<String, String> {
    list(text)
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()))
        .collect()
}

/// A unit may be answered as *none*: `=` before the text tells that from *not answered*.
pub(super) fn set_metric(metric: &mut MetricAnswer, part: &str, text: &str) {
    let said = |t: &str| Some(t.strip_prefix('=').unwrap_or(t).to_owned());
    match part {
        "unit" => metric.unit = said(text),
        "per_unit" => metric.per_unit = said(text),
        "orientation" => metric.orientation = text.parse().ok(),
        "curated" => metric.curated = said(text),
        "short_name" => metric.short_name = some(text),
        "type" => metric.kind = some(text),
        "remove" => metric.remove = text == "yes",
        _ => metric.description = some(text),
    }
}

/// Takes an answer about a metric back, so that the derived value shows again.
pub(super) fn unset_metric(metric: &mut MetricAnswer, part: &str) {
    match part {
        "unit" => metric.unit = None,
        "per_unit" => metric.per_unit = None,
        "orientation" => metric.orientation = None,
        "curated" => metric.curated = None,
        "short_name" => metric.short_name = None,
        "type" => metric.kind = None,
        "remove" => metric.remove = false,
        _ => metric.description = None,
    }
}

fn set_service_check(answers: &mut Answers, name: &str, part: &str, text: &str) {
    let at = answers
        .service_checks
        .iter()
        .position(|c| c.name == name)
        .unwrap_or_else(|| {
            answers.service_checks.push(ServiceCheckAnswer {
                name: name.into(),
                ..Default::default()
            });
            answers.service_checks.len() - 1
        });
    let row = &mut answers.service_checks[at];
    match part {
        "title" => row.title = some(text),
        "statuses" => row.statuses = some(text).map(|t| list(&t)),
        "remove" => row.remove = text == "yes",
        _ => row.description = some(text),
    }
    // Nothing is said of it any more.
    let empty = ServiceCheckAnswer {
        name: name.into(),
        ..Default::default()
    };
    answers.service_checks.retain(|c| *c != empty);
}
