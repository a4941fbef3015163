//! What the files are made of, and why there are none.

use crate::core::answers::{Answers, Kind, OwnOption, Track};
use crate::core::capture::Capture;
use crate::core::metadata::{MetricRow, ServiceCheckRow};
use crate::core::names;
use crate::scaffold::ids::Ids;
use crate::scaffold::promote::Promoted;

/// The oldest `datadog-checks-base` a rendered integration declares; `ddev test --compat` runs on it.
pub const BASE_FLOOR: &str = "37.42.0";

/// The first release.
pub const VERSION: &str = "1.0.0";

/// One page of an `OpenMetrics` endpoint and the Content-Type that it was served with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SamplePage {
    pub text: String,
    pub content_type: String,
}

/// Everything that the files are made of. Names are the promoted ones ([`crate::scaffold::promote::Renames`]).
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub answers: &'a Answers,
    pub ids: &'a Ids,
    pub metrics: &'a [MetricRow],
    pub service_checks: &'a [ServiceCheckRow],
    /// Own options, derived and answered.
    pub options: &'a [OwnOption],
    pub capture: &'a Capture,
    pub check: &'a Promoted,
    /// Samples, in the order of the capture's scenes; empty: the capture's own exchanges.
    pub pages: &'a [SamplePage],
    /// A sample of each log source, in the order of [`Answers::log_sources`]; empty where there is none.
    pub log_samples: &'a [String],
    /// The oldest `datadog-checks-base`, [`BASE_FLOOR`] unless the engine knows better.
    pub base_floor: &'a str,
}

impl Input<'_> {
    pub(super) fn folder(&self) -> String {
        self.answers.integration.folder()
    }

    pub(super) fn class(&self) -> String {
        names::class_name(&self.folder())
    }

    pub(super) fn community(&self) -> bool {
        self.answers.track == Track::Community
    }

    pub(super) fn source(&self) -> crate::core::dashboard::Source<'_> {
        crate::core::dashboard::Source {
            answers: self.answers,
            metrics: self.metrics,
            service_checks: self.service_checks,
            capture: self.capture,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.answers.integration.kind.unwrap_or(Kind::Blank)
    }

    /// Whether the code is the wizard's own, so that its behavior on failure is known.
    pub(super) fn generated(&self) -> bool {
        self.answers.prototype.is_none() && self.kind() != Kind::Blank && !self.declared()
    }

    /// Whether it sends events, also where there was none to send when it ran.
    pub(super) fn has_events(&self) -> bool {
        !self.capture.events.is_empty() || (self.generated() && !self.answers.events.is_empty())
    }

    /// Whether there is no check: the Agent's own `JMXFetch` or log collection does the work.
    pub(super) fn declared(&self) -> bool {
        self.kind().is_declared()
    }
}

/// Why nothing was rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A name that no Python package can have; the text says which.
    #[error("{0}")]
    Name(String),
    /// A character that Datadog's documentation site refuses and that has no ASCII form.
    #[error(
        "{field} holds {character:?}, which the repository's files can't: they are ASCII. Replace it."
    )]
    Character { field: String, character: char },
    /// The tests need a page, and neither a sample nor a recorded response is there.
    #[error("No page of the endpoint is on record. Run the prototype, or name a sample.")]
    NoPage,
    /// A template failed: our own fault.
    #[error("the template {name} failed: {cause}")]
    Template { name: String, cause: String },
    /// A serializer failed: our own fault.
    #[error("{0} could not be written: {1}")]
    Serialize(&'static str, String),
}
