//! The overview dashboard as data: which groups and widgets it has, and which metrics each shows. The renderer
//! writes it as Datadog's JSON, the screen sketches it; neither decides anything about it.
//!
//! Datadog's guidelines: groups About and Overview first, group titles in title case, widget titles in sentence
//! case, timeseries at least four columns wide, about a dozen widgets to a group.

mod board;
mod families;
mod overview;
mod place;
mod tags;
mod titles;
mod widgets;

pub use board::{board, title};
pub use place::Place;
pub use tags::{Tags, keys_of};
pub(crate) use titles::{heading, last, sentence, stem};

use super::answers::Answers;
use super::capture::Capture;
use super::metadata::{MetricRow, ServiceCheckRow};

/// What a dashboard is made from. Names are the integration's.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub answers: &'a Answers,
    pub metrics: &'a [MetricRow],
    pub service_checks: &'a [ServiceCheckRow],
    pub capture: &'a Capture,
}

/// The whole dashboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    pub title: String,
    pub description: String,
    /// Tag keys that a viewer can choose by, `host` first.
    pub variables: Vec<String>,
    pub groups: Vec<Group>,
}

/// Widgets under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub title: String,
    pub widgets: Vec<Widget>,
    pub place: Place,
}

/// One widget; its place is within its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widget {
    pub title: String,
    pub show: Show,
    pub place: Place,
}

/// What a widget shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    /// What the product is, where to read more, how to use the dashboard.
    About,
    /// The state of a service check.
    Status(String),
    /// One number.
    Value(Graph),
    Lines(Graph),
    Bars(Graph),
    /// The highest of a tag with too many values for lines.
    Top(Graph),
}

impl Show {
    /// The graph, for those that draw metrics.
    #[must_use]
    pub fn graph(&self) -> Option<&Graph> {
        match self {
            Self::About | Self::Status(_) => None,
            Self::Value(g) | Self::Lines(g) | Self::Bars(g) | Self::Top(g) => Some(g),
        }
    }
}

/// What is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    pub series: Vec<Series>,
    /// One line or row for each value of this tag.
    pub by: Option<String>,
    pub range: Range,
    /// Every metric that this widget stands for; buckets are drawn by their sum and count.
    pub metrics: Vec<String>,
}

/// One query, and what it is called in the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub label: String,
    pub metric: String,
    pub how: How,
    /// The variables whose tag the metric has.
    pub scope: Vec<String>,
}

/// How points become a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    Average,
    Highest,
    Lowest,
    /// How many there were in an interval.
    Count,
    /// How many there were each second.
    Rate,
    /// What one observation was on average: a sum divided by this count.
    Mean(String),
}

/// The ends of the axis, where they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Range {
    #[default]
    Open,
    /// From 0 to 1.
    Fraction,
    /// From 0 to 100.
    Percent,
}
