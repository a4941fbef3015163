//! The shape of what a generated check says beside its metrics.

use super::kinds::Shape::{self, ChoiceOr, Map, Text, TextMap, Values};
use crate::core::answers::AlertType;

/// Where a service check's value stands.
pub const ORIGIN: Shape = Map(&[
    ("request", Text),
    ("path", Text),
    ("line", Text),
    ("tags", TextMap),
    ("query", Text),
    ("column", Text),
    ("metric", Text),
]);

/// The same for all events, or told by a value.
pub const ALERT_TYPE: Shape = ChoiceOr(
    &AlertType::ALL,
    &Map(&[
        ("path", Text),
        ("error", Values),
        ("warning", Values),
        ("success", Values),
    ]),
);

/// Where the version stands.
pub const VERSION: Shape = Map(&[
    ("request", Text),
    ("path", Text),
    ("line", Text),
    ("query", Text),
    ("metric", Text),
    ("label", Text),
]);
