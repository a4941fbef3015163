//! What the contributor has answered: one shape for `workflow.yaml` and for an answers file.
//!
//! Plain structs. An unknown key is an error; a missing one has a default, and what is required is
//! told by [`crate::core::required`].

mod declared;
mod e2e;
mod kind;
mod log;
mod monitor;
mod option;
mod release;
mod signal;
mod silence;
mod source;

pub use e2e::{E2e, E2eService};
pub use kind::Kind;
pub use log::LogSource;
pub use monitor::{Comparison, Dashboard, Monitor};
pub use option::{AutoConf, OwnOption, Template};
pub use release::Release;
pub use signal::{AlertMap, AlertType, EventAnswer, Origin, VersionAnswer};
pub use silence::Silence;
pub use source::{
    Command, EnvRef, Format, Http, Jmx, JsonMetric, OpenMetrics, Request, Source, Sql, Value,
};

use crate::core::names;
use crate::core::shared::Rows;
use serde::{Deserialize, Serialize};

/// Which review the pull request goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// Everything in the pull request, `manifest.json` included.
    #[default]
    Community,
    /// Partner Network: no manifest; tile and media live on the Developer Platform.
    Partner,
}

/// All answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    pub track: Track,
    pub integration: Integration,
    pub author: Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prototype: Option<PrototypeFiles>,
    pub source: Source,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OwnOption>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_conf: Option<AutoConf>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub logs: Vec<LogSource>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Rows<MetricAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_checks: Vec<ServiceCheckAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionAnswer>,
    #[serde(skip_serializing_if = "Dashboard::is_default")]
    pub dashboard: Dashboard,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monitors: Vec<Monitor>,
    #[serde(skip_serializing_if = "E2e::is_empty")]
    pub e2e: E2e,
    pub readme: Readme,
    /// Remarks of the review that are told to be no faults here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub silenced: Vec<Silence>,
    #[serde(skip_serializing_if = "Release::is_empty")]
    pub release: Release,
    pub git: Git,
    #[serde(skip_serializing_if = "PullRequest::is_default")]
    pub pull_request: PullRequest,
    pub maintainer: Maintainer,
}

/// What the integration is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Integration {
    pub display_name: String,
    /// Folder and check name; derived from the display name when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// At most 80 characters: `tile.description`.
    pub description: String,
    /// Prose: what the product does, what is monitored and why, for whom.
    pub overview: String,
    pub homepage: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_prefix: Option<String>,
    pub categories: Vec<String>,
    pub supported_os: Vec<String>,
    /// `display_on_public_website`.
    pub public: bool,
}

impl Default for Integration {
    fn default() -> Self {
        Self {
            display_name: String::new(),
            name: None,
            kind: None,
            description: String::new(),
            overview: String::new(),
            homepage: String::new(),
            metric_prefix: None,
            categories: vec!["Metrics".into()],
            supported_os: vec!["Linux".into(), "macOS".into(), "Windows".into()],
            public: true,
        }
    }
}

impl Integration {
    /// The folder and check name.
    #[must_use]
    pub fn folder(&self) -> String {
        self.name
            .clone()
            .unwrap_or_else(|| names::folder_name(&self.display_name))
    }

    /// The metric prefix, with its final dot.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.metric_prefix
            .clone()
            .unwrap_or_else(|| format!("{}.", self.folder()))
    }

    /// The metric prefix without its final dot: `__NAMESPACE__`.
    #[must_use]
    pub fn namespace(&self) -> String {
        self.prefix().trim_end_matches('.').to_owned()
    }
}

/// Who maintains it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Author {
    pub name: String,
    /// The GitHub handle or `org/team`, without `@`, for CODEOWNERS.
    pub github: String,
    pub support_email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_email: Option<String>,
    pub homepage: String,
}

/// An existing custom check; paths are relative to the answers file, in the workspace to its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrototypeFiles {
    pub check: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conf: Option<String>,
}

/// What was said of one metric; absent parts are derived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricAnswer {
    pub name: String,
    /// `gauge`, `count` or `rate`: a row of an existing integration that no run measured.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_unit: Option<String>,
    /// -1, 0 or 1: whether more is worse, neither, or better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orientation: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// `cpu`, `memory` or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curated: Option<String>,
    /// The row goes: of an existing integration, or of one that a run emitted and the next one does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
}

/// What was said of one service check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceCheckAnswer {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
    /// The entry goes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
    /// Where the generated check finds its value; absent for one that it sends anyway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// Values, or comparisons such as `>= 95`; any other value is UNKNOWN.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ok: Vec<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warning: Vec<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub critical: Vec<serde_json::Value>,
}

/// README sections in the contributor's own words; an absent one is derived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Readme {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub troubleshooting: Option<String>,
}

/// How it is committed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Git {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The same of a commit on top of our last one: the pull request keeps its own title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub further_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub further_body: Option<String>,
    pub sign_off: bool,
}

/// What the contributor says in the pull request, beside what was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PullRequest {
    /// What it does; from the description when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What it is for; from the overview when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl PullRequest {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The maintainer's promise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Maintainer {
    pub accepts: bool,
    /// A log of CI or remarks of reviewers, as pasted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remarks: String,
}

impl Answers {
    /// The branch to commit on: `<github>/<folder>` unless answered.
    #[must_use]
    pub fn branch(&self) -> String {
        self.git.branch.clone().unwrap_or_else(|| {
            let folder = self.integration.folder();
            let owner = self.author.github.rsplit('/').next().unwrap_or_default();
            if owner.is_empty() {
                format!("add/{folder}")
            } else {
                format!("{owner}/{folder}")
            }
        })
    }

    /// The commit's title, which becomes the squash commit.
    #[must_use]
    pub fn title(&self) -> String {
        self.git
            .title
            .clone()
            .unwrap_or_else(|| format!("Add {} integration", self.integration.display_name))
    }

    /// The title of a commit on top of our last one.
    #[must_use]
    pub fn further_title(&self) -> String {
        let own = self.git.further_title.clone();
        own.unwrap_or_else(|| format!("Update {} integration", self.integration.display_name))
    }

    /// The address for sales, the support address unless answered.
    #[must_use]
    pub fn sales_email(&self) -> &str {
        self.author
            .sales_email
            .as_deref()
            .unwrap_or(&self.author.support_email)
    }

    /// Whether both say the same of the files: how they are committed, and by whom they are kept, apart.
    #[must_use]
    pub fn same_files(&self, other: &Self) -> bool {
        let mut mine = self.clone();
        mine.git.clone_from(&other.git);
        mine.pull_request.clone_from(&other.pull_request);
        mine.maintainer.clone_from(&other.maintainer);
        mine.silenced.clone_from(&other.silenced);
        mine == *other
    }

    /// What the contributor said of the metric `name`.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<&MetricAnswer> {
        self.metrics.iter().map(|m| &**m).find(|m| m.name == name)
    }

    /// What the contributor said of the monitor of a metric or service check.
    #[must_use]
    pub fn monitor(&self, metric: &str) -> Option<&Monitor> {
        self.monitors.iter().find(|m| m.metric == metric)
    }

    /// The same, to be written to; made when absent.
    pub fn metric_mut(&mut self, name: &str) -> &mut MetricAnswer {
        let known = self.metrics.iter().position(|m| m.name == name);
        let at = known.unwrap_or_else(|| self.add_metric(name));
        &mut self.metrics[at]
    }

    /// Where a metric that nothing was said of stands from now on.
    pub(crate) fn add_metric(&mut self, name: &str) -> usize {
        let row = MetricAnswer {
            name: name.into(),
            ..MetricAnswer::default()
        };
        self.metrics.push(row.into());
        self.metrics.len() - 1
    }
}
