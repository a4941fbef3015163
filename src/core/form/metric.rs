//! The fields of a metric's row.

use super::{Field, Input};
use crate::core::wizard::Wizard;

/// One part of a metric's row: `unit`, `per_unit`, `orientation`, `description`, `short_name` or
/// `curated`.
#[must_use]
pub fn metric_field(wizard: &Wizard, metric: &str, part: &str) -> Field {
    let units = || {
        let mut units = vec![String::new()];
        units.extend(wizard.facts.units.iter().cloned());
        units
    };
    let id = format!("metrics.{metric}.{part}");
    match part {
        "unit" => Field::new(
            id,
            "Unit",
            "What is counted, singular, from Datadog's list; empty when nothing fits.",
            Input::Choice(units()),
        ),
        "per_unit" => Field::new(
            id,
            "Per unit",
            "The unit's denominator, for example second. A time per a time is a fraction.",
            Input::Choice(units()),
        ),
        "orientation" => Field::new(
            id,
            "Orientation",
            "1: more is better. -1: more is worse. 0: neither.",
            Input::Choice(vec!["-1".into(), "0".into(), "1".into()]),
        ),
        "curated" => Field::new(
            id,
            "Curated",
            "cpu or memory, when this is the metric to watch for it.",
            Input::Choice(vec![String::new(), "cpu".into(), "memory".into()]),
        )
        .more(),
        "short_name" => Field::new(
            id,
            "Short name",
            "A few words for small charts.",
            Input::Line,
        )
        .more(),
        _ => Field::new(
            id,
            "Description",
            "A sentence that ends with a full stop; up to 400 characters.",
            Input::Line,
        ),
    }
}
