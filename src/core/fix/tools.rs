//! Repairs that ddev and ruff make themselves.

use super::{Clues, Fix, Tool, What};
use crate::core::finding::Finding;

impl Tool {
    /// As ddev's own option says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Imports => "imports --autofix",
            Self::ServiceChecks => "service-checks --sync",
            Self::Config => "config --sync",
            Self::Models => "models --sync",
            Self::Ci => "ci --sync",
            Self::Format => "test --fmt",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Imports => "Import from datadog_checks.base (ddev validate imports --autofix)",
            Self::ServiceChecks => "Name the integration in service_checks.json as ddev does",
            Self::Config => {
                "Make conf.yaml.example from spec.yaml again (ddev validate config --sync)"
            }
            Self::Models => "Make config_models from spec.yaml again (ddev validate models --sync)",
            Self::Ci => "Write this integration's CI job (ddev validate ci --sync)",
            Self::Format => "Format the Python files with ruff (ddev test --fmt)",
        }
    }

    /// The repair.
    #[must_use]
    pub fn fix(self) -> Fix {
        Fix {
            name: self.name(),
            title: self.title().into(),
            safe: true,
            what: What::Tool(self),
        }
    }
}

pub(super) fn ddev(finding: &Finding) -> Option<Fix> {
    let says = |text: &str| finding.message.contains(text);
    let out_of_sync = says("in sync") || says("--sync") || says(" -s\"");
    let tool = match finding.rule.as_str() {
        "config" if out_of_sync => Tool::Config,
        "models" if out_of_sync => Tool::Models,
        "ci" if out_of_sync => Tool::Ci,
        "imports" => Tool::Imports,
        "service-checks" if says("integration name `") && says("must match") => Tool::ServiceChecks,
        _ => return None,
    };
    Some(tool.fix())
}

pub(super) fn ruff(finding: &Finding, clues: &Clues) -> Option<Fix> {
    // ruff itself says which of its findings it repairs.
    let repairs = format!("ddev test --fmt {}", clues.folder);
    (finding.fix.as_deref() == Some(repairs.as_str())).then(|| Tool::Format.fix())
}
