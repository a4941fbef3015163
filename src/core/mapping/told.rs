//! Families that the base class sends as something else than a metric: a service check, the version, the host.

use super::propose::renames;
use super::{Mapping, RESERVED_TAGS};
use crate::core::answers::Answers;
use crate::core::finding::{Finding, Source};
use crate::core::nearest::hint;
use crate::core::openmetrics::{Family, Page};
use crate::core::signals::condition::{self, Condition};
use serde_json::Value;

/// A gauge whose value is a status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gauge {
    pub key: String,
    /// Without the prefix.
    pub name: String,
    /// Value and status.
    pub statuses: Vec<(Value, &'static str)>,
}

/// What is sent beside the metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub service_checks: Vec<Gauge>,
    /// Key of a family, and the label whose value is the version.
    pub version: Option<(String, String)>,
    pub hostname_label: Option<String>,
    /// Labels that are no tag: a reserved one that names the host.
    pub exclude_labels: Vec<String>,
}

/// Takes out of the map what the answers say is no metric, and finds the label that names the host.
pub fn tell(mapping: &mut Mapping, pages: &[Page], answers: &Answers) {
    let prefix = answers.integration.prefix();
    let mut told = Told::default();
    for check in answers.told_checks() {
        let metric = check.from.as_ref().map_or("", |f| f.metric.as_str());
        let rule = format!("service_checks.{}", check.name);
        let Some(family) = family(mapping, pages, &rule, &check.name, metric) else {
            continue;
        };
        if !family.labels.is_empty() {
            let said = format!(
                "{}: {} has series for {}, and the base class sends a service check without them: the last one of a \
                 page stays.",
                check.name,
                family.raw,
                family.labels.join(", ")
            );
            let finding = Finding::error(Source::Form, rule, said).warning();
            mapping.findings.push(finding);
        }
        let statuses = condition::good_first(check).into_iter();
        let statuses = statuses.filter_map(|(condition, status)| match condition {
            Condition::Is(value) => Some((value, status)),
            Condition::Beyond(..) => None,
        });
        told.service_checks.push(Gauge {
            name: check
                .name
                .strip_prefix(&prefix)
                .unwrap_or(&check.name)
                .to_owned(),
            statuses: statuses.collect(),
            key: take(mapping, family),
        });
    }
    if let Some(version) = answers.version.as_ref().filter(|_| answers.is_written())
        && let Some(family) = family(mapping, pages, "version", "version", &version.metric)
    {
        if family.labels.contains(&version.label) {
            told.version = Some((take(mapping, family), version.label.clone()));
        } else {
            let near = hint(&version.label, family.labels.iter().map(String::as_str));
            let said = format!(
                "version: {} has no label {:?}.{near}",
                family.raw, version.label
            );
            mapping
                .findings
                .push(Finding::error(Source::Form, "version.label", said));
        }
    }
    let source = answers.source.openmetrics.clone().unwrap_or_default();
    mapping.rename_labels = renames(&mapping.entries, &source, &answers.integration.folder());
    if let Some(label) = &source.hostname_label {
        let mut known: Vec<&str> = mapping
            .entries
            .iter()
            .flat_map(|e| e.labels.iter().map(String::as_str))
            .collect();
        known.sort_unstable();
        if !known.contains(&label.as_str()) {
            let near = hint(label, known);
            let said =
                format!("hostname_label: no collected family has the label {label:?}.{near}");
            let rule = "source.openmetrics.hostname_label";
            mapping
                .findings
                .push(Finding::error(Source::Form, rule, said));
        }
        // As a tag it would say again what the host says, under a name that is reserved for it.
        if RESERVED_TAGS.contains(&label.as_str()) && !source.rename_labels.contains_key(label) {
            mapping.rename_labels.remove(label);
            told.exclude_labels.push(label.clone());
        }
        told.hostname_label = Some(label.clone());
    }
    mapping.told = told;
}

/// The family that an answer names by its raw name or its key.
fn family<'p>(
    mapping: &mut Mapping,
    pages: &'p [Page],
    rule: &str,
    what: &str,
    name: &str,
) -> Option<&'p Family> {
    let mut all = pages.iter().flat_map(|p| &p.families);
    let found = all.find(|f| f.raw == name || f.key == name);
    if found.is_none() {
        let mut known: Vec<&str> = pages
            .iter()
            .flat_map(|p| p.families.iter().map(|f| f.raw.as_str()))
            .collect();
        known.sort_unstable();
        let said = format!(
            "{what}: no page has a family {name:?}.{}",
            hint(name, known)
        );
        mapping
            .findings
            .push(Finding::error(Source::Form, rule, said));
    }
    found
}

/// The family's key, which is in the map no more.
fn take(mapping: &mut Mapping, family: &Family) -> String {
    if let Some(at) = mapping.entries.iter().position(|e| e.key == family.key) {
        for name in &mapping.entries.remove(at).emitted {
            mapping.help.remove(name);
        }
    }
    mapping.dropped.retain(|d| d.raw != family.raw);
    family.key.clone()
}

#[cfg(test)]
mod tests {
    use super::super::propose;
    use super::*;
    use crate::core::answers::{Kind, OpenMetrics};
    use crate::core::{answers_file, openmetrics};

    const PAGE: &str = "# TYPE acme_up gauge\nacme_up 1\n# TYPE acme_build_info gauge\n\
        acme_build_info{version=\"1.2.3\"} 1\n# TYPE acme_load gauge\nacme_load{host=\"a\"} 1\nacme_state 2\n";

    fn told(rest: &str) -> Mapping {
        let text =
            format!("schema: 1\nintegration: {{display_name: Acme, kind: openmetrics}}\n{rest}");
        let answers = answers_file::parse(&text).unwrap();
        assert_eq!(answers.integration.kind, Some(Kind::Openmetrics));
        let pages = [openmetrics::parse(PAGE, None).unwrap()];
        let source: OpenMetrics = answers.source.openmetrics.clone().unwrap_or_default();
        let mut mapping = propose(&pages, &source, "acme", "acme.");
        tell(&mut mapping, &pages, &answers);
        mapping
    }

    #[test]
    fn what_is_told_is_no_metric() {
        let m = told(
            "service_checks:\n  - {name: acme.up, from: {metric: acme_up}, ok: [1], critical: [0]}\n  \
             - {name: acme.state, from: {metric: acme_state}, ok: [2], warning: [1]}\n\
             version: {metric: acme_build_info, label: version}\n\
             source: {openmetrics: {hostname_label: host}}\n",
        );
        assert_eq!(m.findings, []);
        let keys: Vec<&str> = m.entries.iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["acme_load"]);
        assert_eq!(m.help.len(), 1);
        assert_eq!(m.dropped, []);
        let up = &m.told.service_checks[0];
        assert_eq!((up.key.as_str(), up.name.as_str()), ("acme_up", "up"));
        assert_eq!(up.statuses, [(1.into(), "ok"), (0.into(), "critical")]);
        let version = Some(("acme_build_info".to_owned(), "version".to_owned()));
        assert_eq!(m.told.version, version);
        // The version's label went with its family, and the host's is none of the tags.
        assert_eq!(m.rename_labels, [].into());
        assert_eq!(m.told.exclude_labels, ["host"]);
    }

    #[test]
    fn what_is_not_on_the_page_is_said_with_the_nearest() {
        for (rest, words) in [
            (
                "service_checks: [{name: acme.up, from: {metric: acme_op}, ok: [1]}]",
                "Did you mean \"acme_up\"?",
            ),
            (
                "version: {metric: acme_build_info, label: versoin}",
                "\"version\"?",
            ),
            ("source: {openmetrics: {hostname_label: hots}}", "\"host\"?"),
            (
                "service_checks: [{name: acme.load, from: {metric: acme_load}, ok: [1]}]",
                "the last one of a page stays",
            ),
        ] {
            let m = told(rest);
            assert!(m.findings[0].message.contains(words), "{:?}", m.findings);
        }
    }
}
