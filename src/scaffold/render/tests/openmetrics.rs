//! The context of the tests of a page: the samples as they were served, and a point of each metric.

use super::trim::{self, Series};
use super::{alike, replay, signals};
use crate::core::capture::Metric;
use crate::scaffold::render::fixtures::Fixtures;
use crate::scaffold::render::input::{Input, RenderError, SamplePage};
use crate::scaffold::render::instance::{fill, instance, shared, words};
use crate::scaffold::render::{local::Local, options};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The Content-Type of a page that was read from a file.
const TEXT_PLAIN: &str = "text/plain; version=0.0.4; charset=utf-8";
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What a page escapes in label values: the oldest base reads it otherwise than the newest.
const ESCAPED: [char; 3] = ['\\', '"', '\n'];

/// What `openmetrics/tests/*` read.
pub fn context(
    input: &Input<'_>,
    local: &Local,
    fixtures: &mut Fixtures,
) -> Result<Value, RenderError> {
    let mut pages = Vec::new();
    let samples = sample_pages(input);
    let endpoint = options::endpoint(input, local);
    let mut instance = instance(input, local, &input.capture.instance);
    let own = fill(input, local, "instance", &mut instance, |_| false);
    let mut init_config = shared(input, local);
    let required_init = fill(input, local, "init_config", &mut init_config, |_| false);
    let own = own.iter().filter(|name| *name != "openmetrics_endpoint");
    let (points, needed) = page_points(input, local, &endpoint, &instance);
    for page in &samples {
        let content_type = if page.content_type.is_empty() {
            let end = page.text.trim_end().ends_with("# EOF");
            if end { OPENMETRICS } else { TEXT_PLAIN }.to_owned()
        } else {
            page.content_type.clone()
        };
        let text = trim::page(&local.text(&page.text), &needed);
        let file = fixtures.add("metrics", "txt", &text);
        let entry = json!({"file": file, "content_type": content_type});
        if !pages.contains(&entry) {
            pages.push(entry);
        }
    }
    if pages.is_empty() {
        return Err(RenderError::NoPage);
    }
    let same = alike::same(&points);
    let alike = alike::alike(input, &samples, &same);
    Ok(json!({
        "name": input.folder(),
        "class": input.class(),
        "endpoint": endpoint,
        "instance": instance,
        "init_config": init_config.as_object().filter(|o| !o.is_empty()),
        "required": words(own),
        "required_init": words(&required_init),
        "pages": pages,
        "kept": crate::scaffold::render::instance::kept(input),
        "service_checks": told(input, local),
        "hosts": signals::has_hosts(input),
        "metadata": signals::metadata(input, true),
        "points": points,
        "alike": alike,
        "health": format!("{}.openmetrics.health", input.answers.integration.namespace()),
    }))
}

/// What pages tell by a service check; the tags of all of them are the instance's and the endpoint's.
fn told(input: &Input<'_>, local: &Local) -> Vec<Value> {
    let told = || input.answers.told_checks();
    let mut all = signals::service_checks(input, local, true);
    all.retain(|c| told().any(|t| c["name"] == t.name.as_str()));
    all
}

/// One point of each metric, with its value and tags: two metrics that are swapped differ in one of them.
/// Of the first run alone, whose page is the fixture. And the label values of their series.
fn page_points(
    input: &Input<'_>,
    local: &Local,
    endpoint: &str,
    instance: &Value,
) -> (Vec<Value>, BTreeSet<Series>) {
    let own = format!("endpoint:{endpoint}");
    let mut chosen: BTreeMap<&str, (u8, &Metric, Vec<String>)> = BTreeMap::new();
    for metric in input.capture.metrics.iter().filter(|m| m.run <= 1) {
        let mut tags: Vec<String> = metric.tags.iter().map(|t| local.text(t)).collect();
        tags.sort();
        // Other instances' points are not of the fixture; a page may have a label of this name, too.
        if tags.iter().any(|t| t.starts_with("endpoint:")) && !tags.contains(&own) {
            continue;
        }
        // A value of its own tells more than a zero or a one; tags that can't be asserted tell less.
        let telling = match metric.value {
            Some(value) if value.abs() > 1.0 => 2,
            Some(value) if value != 0.0 => 1,
            _ => 0,
        } + 3 * u8::from(!tags.iter().any(|t| t.contains(ESCAPED)));
        let known = chosen.get(metric.name.as_str());
        if known.is_none_or(|(best, ..)| telling > *best) {
            chosen.insert(&metric.name, (telling, metric, tags));
        }
    }
    let added = instance["tags"].as_array().into_iter().flatten();
    let added: Vec<&str> = added.filter_map(Value::as_str).collect();
    let of_page = |tag: &&String| **tag != own && !added.contains(&tag.as_str());
    let series = chosen
        .values()
        .map(|(.., tags)| trim::of_tags(tags.iter().filter(of_page).map(String::as_str)));
    let needed = series.collect();
    let point = |(name, (_, metric, tags)): (&str, (u8, &Metric, Vec<String>))| {
        // The endpoint's tag is the same for all, and stands in the test.
        let tags: Vec<String> = tags.into_iter().filter(|t| *t != own).collect();
        // A line of 120 can't hold it, and ruff can't break it.
        let long = tags.iter().any(|t| t.len() > 100);
        let apart = tags.iter().any(|t| t.contains(ESCAPED));
        json!({
            "name": name,
            "method": metric.submission.method(),
            "value": metric.value.map_or(Value::Null, replay::number),
            "tags": (!long && !apart).then_some(tags),
            "hostname": signals::hostname(input, local, metric, true),
        })
    };
    (chosen.into_iter().map(point).collect(), needed)
}

/// The samples, else the pages that the check was served.
fn sample_pages(input: &Input<'_>) -> Vec<SamplePage> {
    if !input.pages.is_empty() {
        return input.pages.to_vec();
    }
    let endpoint = input.capture.instance["openmetrics_endpoint"].as_str();
    let plain = |url: &str| url.trim_end_matches('/').to_owned();
    let good = || input.capture.exchanges.iter().filter(|e| e.status == 200);
    // An address with a redirect or odd characters is recorded in another form.
    let named = good().any(|e| endpoint.is_some_and(|u| plain(u) == plain(&e.url)));
    let served = good().filter(|e| !named || endpoint.is_some_and(|u| plain(u) == plain(&e.url)));
    let mut pages: Vec<SamplePage> = Vec::new();
    let mut scenes = Vec::new();
    for exchange in served {
        // Two runs of one scene differ in values alone: one page of it is enough.
        if !scenes.contains(&exchange.scene) {
            scenes.push(exchange.scene);
            pages.push(SamplePage {
                text: exchange.body.clone(),
                content_type: exchange.content_type.clone(),
            });
        }
    }
    pages
}
