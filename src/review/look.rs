//! What the rules look at: the files, each read once.

use super::facts::{self, Base, Facts};
use super::json::Json;
use super::markdown::Markdown;
use super::python::Python;
use super::table::{self, Row};
use super::tree::{Tree, extension};
use crate::core::{names, templates};

/// One option of the specification, own ones only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    pub name: String,
    pub secret: bool,
    /// Whether it is one of `instances` (and not of `init_config`).
    pub instance: bool,
    pub line: Option<u32>,
}

/// `assets/configuration/spec.yaml`, as far as rules need it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spec {
    /// Templates in use, for example `instances/http`.
    pub templates: Vec<String>,
    pub options: Vec<OptionSpec>,
    /// Values of `source` in examples of logs.
    pub log_sources: Vec<String>,
}

/// An integration, read.
pub struct Look<'a> {
    pub tree: &'a Tree,
    pub facts: &'a Facts,
    pub manifest: Option<Json<'a>>,
    pub metrics: Vec<Row>,
    pub service_checks: Option<Json<'a>>,
    pub readme: Option<Markdown<'a>>,
    pub dashboards: Vec<Json<'a>>,
    pub monitors: Vec<Json<'a>>,
    /// All Python files but those that ddev makes.
    pub python: Vec<Python<'a>>,
    pub spec: Option<Spec>,
}

impl Spec {
    /// Whether one of the templates in use has an option.
    #[must_use]
    pub fn brings(&self, option: &str) -> bool {
        let has = |path: &String| has_option(path, option);
        self.templates.iter().any(has)
    }

    /// Whether ddev is known to have every template in use.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let sections = ["init_config", "instances", "logs", "ad_identifiers"];
        let known = |path: &String| {
            let template = path.split('.').next().unwrap_or_default();
            sections.contains(&template) || templates::embedded().contains_key(template)
        };
        self.templates.iter().all(known)
    }
}

/// Whether a template has an option, for example `instances/http`.
#[must_use]
pub fn has_option(template: &str, option: &str) -> bool {
    templates::options(templates::embedded(), template).contains_key(option)
}

/// Where the specification lies.
pub const SPEC: &str = "assets/configuration/spec.yaml";

impl<'a> Look<'a> {
    #[must_use]
    pub fn new(tree: &'a Tree, facts: &'a Facts) -> Self {
        let json = |path: &'a str| Json::read(path, tree.text(path)?);
        let all = |folder: &str| -> Vec<Json<'a>> {
            let mine = |path: &&str| path.starts_with(folder) && extension(path) == "json";
            let paths = tree.files().map(|(path, _)| path).filter(mine);
            paths.filter_map(json).collect()
        };
        let python = tree
            .texts()
            .filter(|(path, _)| extension(path) == "py" && !is_generated(path))
            .map(|(path, text)| Python::read(path, text));
        Self {
            tree,
            facts,
            manifest: json("manifest.json").filter(|manifest| manifest.value.is_object()),
            metrics: tree
                .text("metadata.csv")
                .map(table::rows)
                .unwrap_or_default(),
            service_checks: json("assets/service_checks.json"),
            readme: tree
                .text("README.md")
                .filter(|text| !text.trim().is_empty())
                .map(|text| Markdown::read("README.md", text)),
            dashboards: all("assets/dashboards/"),
            monitors: all("assets/monitors/"),
            python: python.collect(),
            spec: tree.text(SPEC).and_then(spec),
        }
    }

    /// The product's display name; empty when no file says it.
    #[must_use]
    pub fn display_name(&self) -> &str {
        let title = self.manifest.as_ref().map(|m| m.str("/tile/title"));
        let typed = self
            .manifest
            .as_ref()
            .map(|m| m.str("/assets/integration/source_type_name"));
        [typed, title, self.facts.display_name.as_deref()]
            .into_iter()
            .flatten()
            .map(str::trim)
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }

    /// The app id; where the manifest has none, or one that it can't keep: what it would be.
    #[must_use]
    pub fn app_id(&self) -> String {
        let own = self.manifest.as_ref().map(|m| m.str("/app_id"));
        let taken = |id: &str| {
            self.facts
                .taken
                .get("app_id")
                .is_some_and(|of| of.contains_key(id))
        };
        let derived = names::app_id(self.tree.folder());
        match own.filter(|id| is_kebab(id) && !taken(id)) {
            // What everything else agrees on is right.
            Some(id) if id != derived && self.is_tagged(&derived) => derived,
            Some(id) => id.to_owned(),
            None => derived,
        }
    }

    /// Whether there are monitors, and all have the tag of this app id.
    fn is_tagged(&self, app: &str) -> bool {
        let mut tags = self.monitors.iter().flat_map(|monitor| {
            let lists = ["/tags", "/definition/tags"].map(|pointer| monitor.at(pointer).as_array());
            let tags = lists.into_iter().flatten().flatten();
            tags.filter_map(|tag| tag.as_str()?.strip_prefix("integration:"))
        });
        tags.next().is_some_and(|first| first == app) && tags.all(|tag| tag == app)
    }

    /// What the names of the metrics begin with, with the dot.
    #[must_use]
    pub fn prefix(&self) -> String {
        let own = self
            .manifest
            .as_ref()
            .map(|m| m.str("/assets/integration/metrics/prefix"));
        let own = own.filter(|p| !p.is_empty());
        own.or(self.facts.metrics_prefix.as_deref())
            .map_or_else(|| format!("{}.", self.tree.folder()), str::to_owned)
    }

    #[must_use]
    pub fn has_metric(&self, name: &str) -> bool {
        self.metrics.iter().any(|row| row.name == name)
    }

    /// The names of the service checks that `service_checks.json` lists.
    pub fn checks(&self) -> impl Iterator<Item = &str> {
        let list = self
            .service_checks
            .as_ref()
            .and_then(|j| j.value.as_array());
        list.into_iter()
            .flatten()
            .filter_map(|check| check["check"].as_str())
    }

    /// The Python files of the check itself.
    pub fn code(&self) -> impl Iterator<Item = &Python<'a>> {
        self.python.iter().filter(|p| p.is_check())
    }

    /// The Python files of the tests.
    pub fn tests(&self) -> impl Iterator<Item = &Python<'a>> {
        self.python.iter().filter(|p| p.path.starts_with("tests/"))
    }

    /// Whether a file that the manifest names can be expected to be there: a partial clone has none of a folder at all,
    /// anywhere. What the manifest of the base does not name yet is there all the same.
    #[must_use]
    pub fn expects(&self, folder: &str, file: &str) -> bool {
        let folders = &self.facts.folders;
        let added = match &self.facts.base {
            Base::Unknown => false,
            Base::New => true,
            Base::Has(manifest) => !facts::names(manifest, file),
        };
        added || folders.is_empty() || folders.contains(folder) || self.tree.has_folder(folder)
    }

    /// Whether something in the integration runs on an Agent: a check, or a configuration for one.
    #[must_use]
    pub fn runs_on_agent(&self) -> bool {
        self.tree.has("pyproject.toml") || self.tree.has(SPEC)
    }

    /// Whether a file makes containers for the end-to-end test.
    #[must_use]
    pub fn compose_files(&self) -> Vec<&'a str> {
        let paths = self.tree.files().map(|(path, _)| path);
        paths.filter(|path| is_compose(path)).collect()
    }
}

/// Whether an app id has the form that identifiers have: small letters and digits, words joined by `-`.
#[must_use]
pub fn is_kebab(id: &str) -> bool {
    let word = |w: &str| {
        !w.is_empty()
            && w.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split('-').all(word)
}

/// What `ddev validate models --sync` makes; `validators.py` is the contributor's.
#[must_use]
pub fn is_generated(path: &str) -> bool {
    path.contains("/config_models/") && !path.ends_with("/validators.py")
}

fn is_compose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let yaml = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
    path.starts_with("tests/") && yaml && name.contains("compose")
}

fn spec(text: &str) -> Option<Spec> {
    let root: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    let mut out = Spec::default();
    let files = root.get("files").and_then(|f| f.as_sequence());
    for file in files.into_iter().flatten() {
        options(file, "", text, &mut out);
    }
    Some(out)
}

/// The options of a file or a section; those of `auto_conf.yaml` repeat them and add nothing.
fn options(of: &serde_yaml::Value, section: &str, text: &str, out: &mut Spec) {
    let list = of.get("options").and_then(|o| o.as_sequence());
    for option in list.into_iter().flatten() {
        let word = |key: &str| option.get(key).and_then(|v| v.as_str());
        if let Some(template) = word("template") {
            out.templates.push(template.to_owned());
            if template == "logs" {
                sources(option, out);
            }
            options(option, template, text, out);
        } else if let Some(name) = word("name") {
            if option.get("options").is_some() {
                options(option, section, text, out);
                continue;
            }
            out.options.push(OptionSpec {
                name: name.to_owned(),
                secret: option.get("secret").and_then(serde_yaml::Value::as_bool) == Some(true),
                instance: section.starts_with("instances"),
                line: line_of(text, name),
            });
        }
    }
}

fn sources(logs: &serde_yaml::Value, out: &mut Spec) {
    let list = logs.get("example").and_then(|e| e.as_sequence());
    for entry in list.into_iter().flatten() {
        if let Some(source) = entry.get("source").and_then(|s| s.as_str()) {
            out.log_sources.push(source.to_owned());
        }
    }
}

/// The line that names an option.
fn line_of(text: &str, name: &str) -> Option<u32> {
    let named = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ");
        let value = line.strip_prefix("name:").map(str::trim);
        value.map(|v| v.trim_matches(['"', '\''])) == Some(name)
    };
    super::tree::numbered(text)
        .find(|(_, line)| named(line))
        .map(|(n, _)| n)
}
