//! Where a finding leads: the field that says it, else the file at its line.
//!
//! Tools name a file and a line, or only a metric, an option or a heading; what is read here is what they print
//! (`toolchain/output`) and what the review says. A field is named only where the form has it, so that what an
//! integration that exists holds, and no form shows, leads to the file.

mod json;
mod metadata;
mod places;
mod readme;
mod spec;
mod texts;

pub use places::{Place, Places};

use super::finding::{Finding, Source};
use super::form::Section;
use super::plan::FileState;
use super::step::StepId;
use super::wizard::Wizard;
use places::words;

/// The page of the custom check within Prototype.
pub const CHECK: &str = "check";
/// The field of the custom check's text.
pub const CHECK_FILE: &str = "file.check";

impl Places<'_> {
    /// The place of a finding.
    #[must_use]
    pub fn of(&self, finding: &Finding) -> Place {
        if (finding.source == Source::Form || finding.file.is_none())
            && let Some(place) = of_field(&finding.rule)
        {
            return place;
        }
        let Some(path) = &finding.file else {
            return Place::Nowhere;
        };
        let found = match path.strip_prefix(&format!("{}/", self.folder)) {
            Some(inside) => self.inside(inside, path, finding),
            None => self.shared(path),
        };
        found.unwrap_or_else(|| self.at_file(finding))
    }

    /// A file of the repository's own.
    fn shared(&self, path: &str) -> Option<Place> {
        match path {
            ".github/CODEOWNERS" => self.field(Section::Author, "author.github"),
            // These are ddev's and ours: nobody types into them.
            path if path.starts_with(".github/") || path.starts_with(".ddev/") => {
                Some(Place::framework(Section::Files, path))
            }
            _ => None,
        }
    }

    /// A file of the integration.
    fn inside(&self, inside: &str, path: &str, finding: &Finding) -> Option<Place> {
        match inside {
            "metadata.csv" => metadata::place(self, finding),
            "README.md" => readme::place(self, finding),
            _ if finding.rule == "dashboards" && !self.existing() => {
                Some(Place::framework(Section::Dashboard, ""))
            }
            "manifest.json" => json::manifest(self, finding),
            "assets/service_checks.json" => json::service_checks(self, finding),
            "assets/configuration/spec.yaml" => spec::place(self, finding),
            "pyproject.toml" => self.package(finding),
            "CHANGELOG.md" => self.field(Section::Identity, "release.version"),
            _ if self.is_ddevs(inside) => Some(Place::framework(Section::Files, path)),
            _ if self.existing() => None,
            _ if inside.starts_with("assets/dashboards/") => Some(self.dashboard(finding)),
            _ if inside.starts_with("assets/monitors/") => Some(self.monitor(finding)),
            _ if self.is_made_from_the_check(inside, path) => Some(Place::Check {
                text: self.texts.line(path, finding.line?).map(str::to_owned),
            }),
            _ => None,
        }
    }

    /// Files that ddev writes, and that a `--sync` repairs.
    fn is_ddevs(&self, inside: &str) -> bool {
        let package = format!("datadog_checks/{}/", self.folder);
        inside.strip_prefix(&package).is_some_and(|rest| {
            rest == "data/conf.yaml.example"
                || rest.starts_with("config_models/") && !rest.ends_with("/validators.py")
        })
    }

    /// Whether the check is edited under Prototype: unless its copy in the clone was edited itself.
    fn is_made_from_the_check(&self, inside: &str, path: &str) -> bool {
        use FileState::{Conflict, Merged, Yours};
        let state = self.texts.planned(path).map(|f| f.state);
        inside == format!("datadog_checks/{}/check.py", self.folder)
            && !self.w.state.answers.is_declared()
            && self.w.state.prototype.check.is_some()
            && !matches!(state, Some(Yours | Merged | Conflict))
    }

    fn package(&self, finding: &Finding) -> Option<Place> {
        let said = finding.message.to_lowercase();
        if finding.rule.starts_with("dependency-") {
            return self.field(Section::Options, "dependencies");
        }
        if said.contains("email") || said.contains("e-mail") {
            return self.field(Section::Author, "author.support_email");
        }
        if finding.rule == "package-author" {
            return self.field(Section::Author, "author.name");
        }
        None
    }

    /// The dashboard's page, unless what is said is of the description, which its first widget shows.
    fn dashboard(&self, finding: &Finding) -> Place {
        let described = &self.w.state.answers.integration.description;
        let of_it = finding.rule == "product-name"
            && finding
                .message
                .split('"')
                .nth(1)
                .is_some_and(|said| described.contains(said));
        let field = of_it.then(|| self.field(Section::Identity, "integration.description"));
        let page = || Place::framework(Section::Dashboard, "");
        field.flatten().unwrap_or_else(page)
    }

    fn monitor(&self, finding: &Finding) -> Place {
        let monitors = &self.w.state.answers.monitors;
        let named = words(&finding.message).find(|w| monitors.iter().any(|m| m.metric == *w));
        let focus = named.map_or_else(String::new, |metric| format!("monitors.{metric}"));
        Place::framework(Section::Dashboard, focus)
    }

    /// The file itself; one that the clone does not hold yet is looked at among the planned ones.
    fn at_file(&self, finding: &Finding) -> Place {
        let place = Place::file(finding);
        if let Place::File { path, .. } = &place
            && self.texts.planned(path).is_some_and(|f| f.old.is_none())
        {
            return Place::framework(Section::Files, path.clone());
        }
        place
    }
}

/// What a form says of itself.
fn of_field(rule: &str) -> Option<Place> {
    // What the check emits against its prefix is put right in the check.
    if rule == "metric_prefix" {
        return Some(Place::Check { text: None });
    }
    let focus = match rule.split('[').next() {
        // Rows that are typed together.
        Some("service_checks") => "signals.service_checks",
        Some("events") => "signals.events",
        Some("version") => "signals.version",
        _ => rule,
    };
    let section = section_of(focus)?;
    let focus = focus.to_owned();
    Some(match section {
        Section::Source => Place::Field {
            step: StepId::Prototype,
            section: section.name(),
            focus,
        },
        Section::Message | Section::Request | Section::Remarks => Place::Field {
            step: match section {
                Section::Message => StepId::Commit,
                Section::Request => StepId::PullRequest,
                _ => StepId::Maintain,
            },
            section: "",
            focus,
        },
        _ => Place::framework(section, focus),
    })
}

/// Where one finding leads.
#[must_use]
pub fn place(w: &Wizard, finding: &Finding) -> Place {
    Places::new(w).of(finding)
}

/// The section that a field belongs to.
#[must_use]
pub fn section_of(field: &str) -> Option<Section> {
    let head = field.split('.').next()?;
    Some(match head {
        "metrics" => Section::Metrics,
        "service_checks" => Section::Checks,
        "options" | "templates" | "dependencies" | "auto_conf" => Section::Options,
        "author" | "track" => Section::Author,
        "readme" => Section::Readme,
        "dashboard" | "monitors" => Section::Dashboard,
        "e2e" => Section::Tests,
        "git" => Section::Message,
        "pull_request" => Section::Request,
        "maintainer" => Section::Remarks,
        "source" | "prototype" | "logs" | "signals" => Section::Source,
        "release" => Section::Identity,
        "integration" => match field {
            "integration.categories" | "integration.supported_os" => Section::Tags,
            "integration.kind" => Section::Source,
            _ => Section::Identity,
        },
        _ => return None,
    })
}
