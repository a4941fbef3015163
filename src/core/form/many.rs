//! Answers to many fields at once: each metric is looked up, not looked for.

use super::set::{set_metric, unset_metric};
use super::values::metric_answer;
use super::{answered, set};
use crate::core::answers::{Answers, MetricAnswer};
use std::collections::HashMap;

/// Reads and writes several answers of the same document.
pub(crate) struct Many<'a> {
    answers: &'a mut Answers,
    /// Where each metric's answer is; not worth making for one.
    at: Option<HashMap<String, usize>>,
}

impl<'a> Many<'a> {
    /// For so many fields.
    pub fn of(answers: &'a mut Answers, fields: usize) -> Self {
        let mut at = (fields > 1).then(HashMap::new);
        if let Some(at) = &mut at {
            for (i, metric) in answers.metrics.iter().enumerate() {
                // Of several answers for one metric the first counts.
                at.entry(metric.name.clone()).or_insert(i);
            }
        }
        Self { answers, at }
    }

    /// What was answered, without what is derived.
    pub fn answered(&self, id: &str) -> String {
        match (metric_part(id), &self.at) {
            (Some((name, part)), Some(at)) => at.get(name).map_or_else(String::new, |i| {
                metric_answer(&self.answers.metrics[*i], part)
            }),
            _ => answered(self.answers, id),
        }
    }

    /// Writes a checked text.
    pub fn set(&mut self, id: &str, text: &str) {
        match metric_part(id) {
            Some((name, part)) => set_metric(self.metric(name), part, text),
            None => set(self.answers, id, text),
        }
    }

    /// Takes answers about metrics back, so that the derived values show again. The last thing done: rows move.
    pub fn unset<'i>(mut self, ids: impl Iterator<Item = &'i str>) {
        let mut any = false;
        for (name, part) in ids.filter_map(metric_part) {
            unset_metric(self.metric(name), part);
            any = true;
        }
        if any {
            let said = |m: &MetricAnswer| {
                *m != MetricAnswer {
                    name: m.name.clone(),
                    ..MetricAnswer::default()
                }
            };
            self.answers.metrics.retain(|m| said(m));
        }
    }

    fn metric(&mut self, name: &str) -> &mut MetricAnswer {
        let Some(at) = &mut self.at else {
            return self.answers.metric_mut(name);
        };
        let at = if let Some(at) = at.get(name) {
            *at
        } else {
            let new = self.answers.add_metric(name);
            at.insert(name.to_owned(), new);
            new
        };
        &mut self.answers.metrics[at]
    }
}

/// The metric and the part of it that a field is about.
fn metric_part(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("metrics.")?.rsplit_once('.')
}
