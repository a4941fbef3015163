//! Promotion: the prototype's source becomes `check.py`, and what it emitted takes its new names.
//!
//! The source is read by Python's own parser (`assets/promote.py`), which keeps comments and formatting; the
//! names are a pure function, so that the metadata follows without a run.

use crate::core::answers::Answers;
use crate::core::capture::Capture;
use crate::core::names;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

const SCRIPT: &str = include_str!("../../assets/promote.py");

/// The files that a prototype's source became.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promoted {
    /// `check.py`; for `jmx` the rules, which are used as they are.
    pub check: String,
    /// `metrics.py`, for a check with a literal map of metrics.
    #[serde(default)]
    pub metrics: Option<String>,
}

/// Why a source was not promoted.
#[derive(Debug, thiserror::Error)]
pub enum PromoteError {
    /// The source itself; `line` counts from 1.
    #[error("The check can't become check.py: {message}{}.", .line.map_or_else(String::new, |l| format!(" (line {l})")))]
    Source { message: String, line: Option<u32> },
    /// Python could not be run.
    #[error(
        "Python at {python} could not read the check: {cause}. Make the toolchain again in Set up."
    )]
    Python { python: String, cause: String },
}

/// How names change from the prototype to the integration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    prefix: String,
    /// Emitted prefix of the prototype's own name, and what it becomes.
    own: Option<(String, String)>,
    /// Emitted prefix of the class's namespace.
    namespace: Option<String>,
    /// Whether the class gets the namespace that it lacks.
    insert: bool,
    /// Names written out in the source that lack the prefix, and with it.
    single: BTreeMap<String, String>,
    /// Names that lack the prefix and that promotion can't change: the check must.
    pub unresolved: Vec<String>,
}

impl Renames {
    /// The renames of a prototype.
    ///
    /// # Arguments
    /// - `source`: the prototype's source.
    /// - `stem`: its file's stem, which is the name that it ran under.
    /// - `capture`: what it emitted.
    #[must_use]
    pub fn of(source: &str, stem: &str, capture: &Capture, answers: &Answers) -> Self {
        let integration = &answers.integration;
        let prefix = integration.prefix();
        let mut renames = Self {
            prefix: prefix.clone(),
            ..Self::default()
        };
        let emitted: BTreeSet<&str> = capture
            .metrics
            .iter()
            .map(|m| m.name.as_str())
            .chain(capture.service_checks.iter().map(|s| s.name.as_str()))
            .collect();
        let configured = capture.instance["namespace"].as_str();
        let namespace = capture
            .inspection
            .namespace
            .as_deref()
            .or_else(|| configured.filter(|_| capture.inspection.openmetrics));
        if let Some(namespace) = namespace {
            renames.namespace = Some(format!("{namespace}."));
        } else {
            let own = format!("{stem}.");
            if own != prefix && emitted.iter().any(|n| n.starts_with(&own)) {
                if written_out(source, stem) {
                    renames.own = Some((own, prefix.clone()));
                } else if !source.contains(&format!("'{stem}")) {
                    // Made of `self.name`, which is the folder's name from now on.
                    renames.own = Some((own, format!("{}.", integration.folder())));
                }
            }
            let new: Vec<String> = emitted.iter().map(|n| renames.rename(n)).collect();
            renames.insert = capture.inspection.openmetrics
                || (!new.is_empty() && new.iter().all(|n| !n.starts_with(&prefix)));
        }
        for name in emitted {
            let new = renames.rename(name);
            if new.starts_with(&prefix) {
                continue;
            }
            if [format!("'{name}'"), format!("\"{name}\"")]
                .iter()
                .any(|l| source.contains(l))
            {
                renames
                    .single
                    .insert(name.to_owned(), format!("{prefix}{name}"));
            } else {
                renames.unresolved.push(name.to_owned());
            }
        }
        renames
    }

    /// The name in the integration of what the prototype emits as `name`.
    #[must_use]
    pub fn rename(&self, name: &str) -> String {
        if let Some(single) = self.single.get(name) {
            return single.clone();
        }
        if let Some(rest) = self
            .namespace
            .as_ref()
            .and_then(|n| name.strip_prefix(n.as_str()))
        {
            return format!("{}{rest}", self.prefix);
        }
        let own = self.own.as_ref();
        let own =
            own.and_then(|(old, new)| name.strip_prefix(old.as_str()).map(|r| format!("{new}{r}")));
        let name = own.unwrap_or_else(|| name.to_owned());
        if self.insert {
            format!("{}{name}", self.prefix)
        } else {
            name
        }
    }

    /// The capture as the integration would give it.
    #[must_use]
    pub fn capture(&self, capture: &Capture) -> Capture {
        let mut out = capture.clone();
        for metric in &mut out.metrics {
            metric.name = self.rename(&metric.name);
        }
        for check in &mut out.service_checks {
            check.name = self.rename(&check.name);
        }
        if let Some((old, new)) = &self.own {
            // Promotion changes the prototype's name in every text of the source.
            let (old, new) = (old.trim_end_matches('.'), new.trim_end_matches('.'));
            for event in &mut out.events {
                let texts = [
                    &mut event.title,
                    &mut event.text,
                    &mut event.aggregation_key,
                ];
                for text in texts.into_iter().chain(&mut event.tags) {
                    *text = text.replace(old, new);
                }
            }
        }
        out
    }
}

/// Whether the prototype's name stands in a string of the source, in the way that promotion replaces.
fn written_out(source: &str, stem: &str) -> bool {
    let word = regex::escape(stem);
    let pattern = if stem.starts_with("custom_") {
        format!(r"['\x22][^'\x22\n]*\b{word}\b")
    } else {
        format!(r"['\x22]{word}\.")
    };
    Regex::new(&pattern).is_ok_and(|p| p.is_match(source))
}

#[derive(Serialize)]
struct Request<'a> {
    source: &'a str,
    old_class: &'a str,
    class: &'a str,
    stem: &'a str,
    stem_to: Option<&'a str>,
    names: &'a BTreeMap<String, String>,
    namespace: Option<&'a str>,
    openmetrics: bool,
}

#[derive(Deserialize)]
struct Reply {
    check: Option<String>,
    metrics: Option<String>,
    error: Option<String>,
    line: Option<u32>,
}

/// Promotes a source.
///
/// # Arguments
/// - `python`: any Python 3.9 or newer; the toolchain's. Nothing of the source runs.
/// - `stem`: the prototype's file stem.
///
/// # Errors
/// [`PromoteError`]: a source that is not Python 3, holds no check, or has the class's name for something else.
pub fn promote(
    python: &Path,
    source: &str,
    stem: &str,
    capture: &Capture,
    answers: &Answers,
) -> Result<Promoted, PromoteError> {
    let renames = Renames::of(source, stem, capture, answers);
    let folder = answers.integration.folder();
    let namespace = answers.integration.namespace();
    let class = names::class_name(&folder);
    let own = renames
        .own
        .as_ref()
        .map(|(_, new)| new.trim_end_matches('.'));
    let custom = (stem == names::prototype_name(&folder)).then_some(namespace.as_str());
    let request = Request {
        source,
        old_class: &capture.inspection.class,
        class: &class,
        stem,
        stem_to: own.or(custom),
        names: &renames.single,
        namespace: (renames.insert || renames.namespace.is_some()).then_some(namespace.as_str()),
        openmetrics: capture.inspection.openmetrics,
    };
    let reply = run(python, &request).map_err(|cause| PromoteError::Python {
        python: python.display().to_string(),
        cause,
    })?;
    match (reply.check, reply.error) {
        (Some(check), None) => Ok(Promoted {
            check,
            metrics: reply.metrics,
        }),
        (_, error) => Err(PromoteError::Source {
            message: error.unwrap_or_else(|| "no answer".into()),
            line: reply.line,
        }),
    }
}

/// What the last source became: it is promoted again with each edit of an answer, and most change nothing here.
static LAST: Mutex<Option<Asked>> = Mutex::new(None);

struct Asked {
    python: PathBuf,
    input: Vec<u8>,
    said: Vec<u8>,
}

fn run(python: &Path, request: &Request<'_>) -> Result<Reply, String> {
    let input = serde_json::to_vec(request).map_err(|e| e.to_string())?;
    let known = LAST.lock().ok().and_then(|last| {
        let last = last.as_ref()?;
        (last.python == python && last.input == input).then(|| last.said.clone())
    });
    let said = match known {
        Some(said) => said,
        None => ask(python, &input)?,
    };
    let reply = serde_json::from_slice(&said).map_err(|e| e.to_string())?;
    if let Ok(mut last) = LAST.lock() {
        let python = python.to_owned();
        *last = Some(Asked {
            python,
            input,
            said,
        });
    }
    Ok(reply)
}

fn ask(python: &Path, input: &[u8]) -> Result<Vec<u8>, String> {
    let mut child = Command::new(python)
        .args(["-I", "-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    // The script reads to the end before it writes, so neither side waits for the other.
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.lines().last().unwrap_or("no output").to_owned());
    }
    if let Some(Err(e)) = written {
        return Err(e.to_string());
    }
    Ok(output.stdout)
}
