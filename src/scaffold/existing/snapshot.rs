//! The files of an integration that answers are read from and written to, as they were at one moment.

use super::{nodes::Node, spec, table::Table};
use crate::core::finding::{Finding, Source};
use crate::scaffold::safety::{self, Refusal};
use crate::scaffold::tree::{self, Held};
use crate::scaffold::{codeowners, decision, eol, overrides};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Texts by path relative to the repository's root, and what is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub folder: String,
    /// Line ends are LF.
    pub files: BTreeMap<String, String>,
    /// One for each file that can't be read, or that is named and absent.
    pub findings: Vec<Finding>,
    broken: BTreeSet<String>,
}

/// What a file must be.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Csv,
    Yaml,
    Toml,
    Text,
}

impl Snapshot {
    /// The integration in a clone's folder.
    ///
    /// # Errors
    /// A symbolic link on the way to a file; a file that the system does not let be read.
    pub fn take(clone: &Path, folder: &str) -> Result<Self, Refusal> {
        let held = |path: &str| tree::held(clone, folder, path);
        let mut it = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let manifest = it.own("manifest.json");
        it.put(&manifest, held(&manifest)?, Form::Json, false);
        for (path, form, wanted) in it.named() {
            it.put(&path, held(&path)?, form, wanted);
        }
        let generated = |path: &String| decision::is_generated(path, folder);
        let package = it.package();
        for path in tree::files(clone, &package, &mut |_| true).unwrap_or_default() {
            if generated(&path)
                && let Held::Text(text) = held(&path)?
            {
                it.files.insert(path, eol::to_lf(&text));
            }
        }
        if let Held::Text(text) = held(safety::CODEOWNERS)?
            && codeowners::owners_of(&text, folder).is_some()
        {
            it.files
                .insert(safety::CODEOWNERS.into(), eol::to_lf(&text));
        }
        if let Held::Text(text) = held(safety::DDEV_CONFIG)?
            && overrides::of(&text, folder).is_ok_and(|o| o != overrides::Overrides::default())
        {
            it.files
                .insert(safety::DDEV_CONFIG.into(), eol::to_lf(&text));
        }
        Ok(it)
    }

    /// A snapshot of texts that were taken before.
    #[must_use]
    pub fn of(folder: &str, files: BTreeMap<String, String>) -> Self {
        let mut it = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let manifest = it.own("manifest.json");
        let text = |path: &str| {
            files
                .get(path)
                .map_or(Held::Absent, |t| Held::Text(t.clone()))
        };
        it.put(&manifest, text(&manifest), Form::Json, false);
        for (path, form, wanted) in it.named() {
            it.put(&path, text(&path), form, wanted);
        }
        for (path, text) in files {
            it.files.entry(path).or_insert(text);
        }
        it
    }

    /// Takes in what can be read now and could not be before; the paths.
    pub fn adopt(&mut self, now: &Self) -> Vec<String> {
        let mut new = vec![];
        for (path, text) in &now.files {
            if self.text(path).is_none() && now.text(path).is_some() {
                self.files.insert(path.clone(), text.clone());
                self.broken.remove(path);
                new.push(path.clone());
            }
        }
        new
    }

    /// A path below the integration's folder, from the repository's root.
    #[must_use]
    pub fn own(&self, rest: &str) -> String {
        format!("{}/{rest}", self.folder)
    }

    /// The folder of the Python package.
    #[must_use]
    pub fn package(&self) -> String {
        format!(
            "{}/datadog_checks/{}",
            self.folder,
            self.folder.replace('-', "_")
        )
    }

    /// The text of a file that can be read and written.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let sound = !self.broken.contains(path);
        self.files.get(path).filter(|_| sound).map(String::as_str)
    }

    /// The manifest; null when there is none that can be read.
    #[must_use]
    pub fn manifest(&self) -> Value {
        let text = self.text(&self.own("manifest.json"));
        text.and_then(|t| serde_json::from_str(t).ok())
            .unwrap_or_default()
    }

    #[must_use]
    pub fn metadata(&self) -> String {
        self.named_in("/assets/integration/metrics/metadata_path", "metadata.csv")
    }

    #[must_use]
    pub fn service_checks(&self) -> String {
        let at = "/assets/integration/service_checks/metadata_path";
        self.named_in(at, "assets/service_checks.json")
    }

    #[must_use]
    pub fn spec(&self) -> String {
        let at = "/assets/integration/configuration/spec";
        self.named_in(at, "assets/configuration/spec.yaml")
    }

    #[must_use]
    pub fn about(&self) -> String {
        format!("{}/__about__.py", self.package())
    }

    /// The file that the manifest names, where it names one that lies in the folder.
    fn named_in(&self, pointer: &str, default: &str) -> String {
        let manifest = self.manifest();
        let named = manifest.pointer(pointer).and_then(Value::as_str);
        let path = named.map(|n| self.own(n.trim_start_matches("./")));
        path.filter(|p| safety::in_scope(p, &self.folder))
            .unwrap_or_else(|| self.own(default))
    }

    /// The files to look at, and whether each has to be there: what the manifest names, and what a package needs.
    fn named(&self) -> Vec<(String, Form, bool)> {
        let manifest = self.manifest();
        let says = |pointer: &str| {
            let named = manifest.pointer(pointer).and_then(Value::as_str);
            named.is_some_and(|n| !n.is_empty())
        };
        let integration = "/assets/integration";
        vec![
            (
                self.metadata(),
                Form::Csv,
                says(&format!("{integration}/metrics/metadata_path")),
            ),
            (
                self.service_checks(),
                Form::Json,
                says(&format!("{integration}/service_checks/metadata_path")),
            ),
            (
                self.spec(),
                Form::Yaml,
                says(&format!("{integration}/configuration/spec")),
            ),
            (self.own("README.md"), Form::Text, true),
            (self.own("CHANGELOG.md"), Form::Text, true),
            (self.own("pyproject.toml"), Form::Toml, false),
            (self.about(), Form::Text, false),
        ]
    }

    fn put(&mut self, path: &str, held: Held, form: Form, wanted: bool) {
        let text = match held {
            Held::Absent => {
                if wanted {
                    let said = "The file is absent, and the integration needs it.";
                    self.findings.push(
                        found(path, None, said)
                            .warning()
                            .fix("Restore it, for example from the base's branch."),
                    );
                }
                return;
            }
            Held::Binary(_) => {
                self.broken.insert(path.to_owned());
                let said = "The file is not UTF-8 text. It is left as it is.";
                let finding = found(path, None, said).fix("Save it as UTF-8.");
                return self.findings.push(finding);
            }
            Held::Text(text) => eol::to_lf(&text),
        };
        if let Err((line, message)) = sound(&text, form) {
            self.broken.insert(path.to_owned());
            let said = format!("{message} The file is left as it is.");
            let finding = found(path, line, &said).fix("Correct it in your editor.");
            self.findings.push(finding);
        }
        self.files.insert(path.to_owned(), text);
    }
}

fn found(path: &str, line: Option<u32>, message: &str) -> Finding {
    Finding::error(Source::Review, "readable", message).at(path, line)
}

/// Whether a text is what its name says; else the line and why not.
fn sound(text: &str, form: Form) -> Result<(), (Option<u32>, String)> {
    if text.starts_with('\u{feff}') {
        let said = "The file begins with a byte order mark, which ddev can't read.";
        return Err((Some(1), said.into()));
    }
    let line = |at: usize| u32::try_from(at).ok().filter(|l| *l > 0);
    match form {
        Form::Json => match serde_json::from_str::<Value>(text) {
            Err(e) => Err((line(e.line()), format!("The file is not valid JSON: {e}."))),
            Ok(_) => Node::parse(text).map(|_| ()).map_err(|e| (None, e)),
        },
        Form::Csv => match Table::parse(text) {
            Err((line, e)) => Err((Some(line), e)),
            Ok(table) if table.column("metric_name").is_none() => {
                Err((Some(1), "The header has no column metric_name.".into()))
            }
            Ok(_) => Ok(()),
        },
        Form::Yaml => spec::parse(text)
            .map(|_| ())
            .map_err(|e| (None, format!("The file is not valid YAML: {e}."))),
        Form::Toml => text
            .parse::<toml_edit::DocumentMut>()
            .map(|_| ())
            .map_err(|e| {
                (
                    None,
                    format!("The file is not valid TOML: {}.", e.message()),
                )
            }),
        Form::Text => Ok(()),
    }
}
