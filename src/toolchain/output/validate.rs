//! `ddev validate`: errors are told by their color, because wording differs from one to the next.

use super::{Context, crash};
use crate::core::finding::{Finding, Severity, Source};
use crate::jobs::text;

/// Nobody reads more findings of one validation than this; how many more there are is told.
const MOST: usize = 500;

/// What one validation says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validation {
    /// About our integration, or about the repository as a whole.
    pub findings: Vec<Finding>,
    /// How many errors are about other integrations.
    pub foreign: usize,
    /// The last line of ddev's traceback, when ddev itself failed.
    pub crashed: Option<String>,
}

/// Reads the output of `ddev validate NAME`; `exit` is ddev's own.
#[must_use]
pub fn validation(name: &str, output: &str, exit: Option<i32>, context: &Context) -> Validation {
    if exit != Some(0)
        && let Some(last) = crash(output)
    {
        let message = format!("ddev itself failed while reading this integration: {last}");
        return Validation {
            findings: vec![place(
                Finding::error(Source::Ddev, name, message),
                &last,
                name,
                context,
            )],
            foreign: 0,
            crashed: Some(last),
        };
    }
    let mut reader = Reader {
        name,
        context,
        about: None,
        file: None,
        import: None,
        found: Validation::default(),
    };
    for line in output.lines() {
        reader.line(line);
    }
    let mut found = reader.found;
    if exit == Some(0) {
        found.findings = found.findings.into_iter().map(Finding::warning).collect();
    } else if found.foreign == 0 && !found.findings.iter().any(is_error) {
        found.findings.push(unexplained(name, output, exit));
    }
    cut(name, &mut found.findings);
    found
}

/// Errors come first where not all can stay.
fn cut(name: &str, findings: &mut Vec<Finding>) {
    if findings.len() <= MOST {
        return;
    }
    findings.sort_by_key(|f| !is_error(f));
    let more = findings.split_off(MOST);
    if let Some(first) = more.first() {
        let message = format!("ddev reports {} more like these.", more.len());
        let mut rest = Finding::error(Source::Ddev, name, message);
        rest.severity = first.severity;
        rest.file.clone_from(&first.file);
        findings.push(rest);
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn unexplained(name: &str, output: &str, exit: Option<i32>) -> Finding {
    let plain = text::plain(output);
    let last = plain.lines().rev().find(|l| !l.trim().is_empty());
    let said = last.map_or("it prints nothing", str::trim);
    let status = exit.map_or("no exit status".into(), |e| format!("exit status {e}"));
    let message = format!("`ddev validate {name}` failed with {status}: {said}");
    Finding::error(Source::Ddev, name, message)
}

struct Reader<'a> {
    name: &'a str,
    context: &'a Context<'a>,
    /// The integration that the last header named.
    about: Option<String>,
    /// The file that the last header named.
    file: Option<String>,
    /// The place of the import that the next line shows.
    import: Option<(String, Option<u32>)>,
    found: Validation,
}

impl Reader<'_> {
    fn line(&mut self, raw: &str) {
        let plain = text::plain(raw);
        let plain = plain.trim_matches(|c: char| c.is_whitespace() || "└├─│".contains(c));
        if plain.is_empty() || is_total(plain) {
            return;
        }
        if let Some((file, line)) = self.import.take() {
            let message = format!("`{plain}` imports what this package does not declare.");
            let finding = Finding::error(Source::Ddev, self.name, message);
            self.found.findings.push(finding.at(file, line));
            return;
        }
        if let (Some(shown), Some(last)) = (plain.strip_prefix('|'), self.found.findings.last_mut())
        {
            // The text that is meant, and marks below it.
            if !shown.trim_matches(['^', ' ']).is_empty() {
                last.message = format!("{}\n{}", last.message, shown.trim());
            }
            return;
        }
        if let Some(found) = pattern!(r"^(.+): line # (\d+)$").captures(plain) {
            let file = self.context.relative(&found[1]);
            self.import = file.map(|file| (file, found[2].parse().ok()));
            return;
        }
        let severity = severity(raw);
        if let Some(name) = failed(plain) {
            self.about = Some(name.to_owned());
            self.file = None;
            return;
        }
        if (severity.is_none() || plain.ends_with(':'))
            && let Some(header) = header(plain)
        {
            self.about = Some(header);
            self.file = None;
            return;
        }
        if is_path(plain) {
            self.file = Some(plain.to_owned());
            return;
        }
        let Some(severity) = severity else {
            return;
        };
        // Elsewhere what stands before a colon is a word: `image: ...`.
        let (subject, line, message) = match self.name {
            "metadata" | "config" | "models" => split(plain),
            _ => (None, None, plain.to_owned()),
        };
        let about = named(plain)
            .or(subject.as_deref())
            .or(self.about.as_deref());
        let ours = self.context.folder;
        // There a stray folder can have any name.
        let is_folder = |about: &str| self.name == "codeowners" || is_folder_name(about);
        let foreign = |about: &str| !ours.is_empty() && about != ours && is_folder(about);
        if about.is_some_and(foreign) {
            self.found.foreign += usize::from(severity == Severity::Error);
            return;
        }
        let message = message.replace(&format!("{}/", self.context.root), "");
        let mut finding = Finding::error(Source::Ddev, self.name, message);
        finding.severity = severity;
        finding = match &self.file {
            Some(file) => finding.at(file.clone(), line),
            None => place(finding, plain, self.name, self.context),
        };
        finding.line = finding.line.or(line);
        finding.fix = fix(self.name, plain).map(str::to_owned);
        self.found.findings.push(finding);
    }
}

/// The severity that the first color of the line tells: ddev prints errors red, warnings yellow.
fn severity(raw: &str) -> Option<Severity> {
    let sgr = pattern!("\x1b\\[([0-9;]*)m");
    sgr.captures_iter(raw).find_map(|found| {
        found[1].split(';').find_map(|code| match code {
            "31" | "91" => Some(Severity::Error),
            "33" | "93" => Some(Severity::Warning),
            _ => None,
        })
    })
}

/// `Errors: 1`, `Files with errors: 2`, `1 valid files` count; they find nothing.
fn is_total(plain: &str) -> bool {
    pattern!(r"^([A-Za-z][A-Za-z ]*: (\d+|\{.*\})|\d+ (in)?valid .*|\d+ .* files?)$")
        .is_match(plain)
}

/// `acme_queue... FAILED` and `acme_queue/service_checks.json... FAILED`: what follows is about it.
fn failed(plain: &str) -> Option<&str> {
    let (name, rest) = plain.split_once("...")?;
    let name = name.split('/').next()?;
    (rest.trim() == "FAILED" && is_folder_name(name)).then_some(name)
}

/// `acme_queue:` or `acme_queue` alone.
fn header(plain: &str) -> Option<String> {
    let name = plain.strip_suffix(':').unwrap_or(plain);
    is_folder_name(name).then(|| name.to_owned())
}

fn is_folder_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !name.contains('.')
}

fn is_path(plain: &str) -> bool {
    plain.contains('/') && !plain.contains([' ', ':', '`']) && !plain.starts_with('/')
}

/// `acme_queue:2 text` and `acme_queue: text`, as the metadata validation writes them.
fn split(plain: &str) -> (Option<String>, Option<u32>, String) {
    let found = pattern!(r"^([A-Za-z0-9_-]+):(\d*) (.+)$").captures(plain);
    match found {
        Some(found) => (
            Some(found[1].to_owned()),
            found[2].parse().ok(),
            found[3].to_owned(),
        ),
        None => (None, None, plain.to_owned()),
    }
}

/// `Integration acme_queue does not have ...`, `Unsupported check: acme_queue ...`, `/acme_queue/assets/logs/ is not
/// owned by ...`.
fn named(plain: &str) -> Option<&str> {
    if let Some((folder, _)) = plain.split_once("/assets/logs/ is not owned by") {
        return Some(folder.trim_start_matches('/'));
    }
    let rest = ["Integration ", "Unsupported check: ", "Check "]
        .iter()
        .find_map(|start| plain.strip_prefix(start))?;
    let word = rest.split(' ').next()?;
    Some(word.trim_matches(['`', '\'', '"', ',']))
}

/// Where the finding is: a path in its text, else the file that the validation reads.
fn place(finding: Finding, plain: &str, name: &str, context: &Context) -> Finding {
    let line = pattern!(r"\bline (\d+)").captures(plain);
    let line = line.and_then(|found| found[1].parse().ok());
    let folder = context.folder;
    let absolute = format!("{}/", context.root);
    let inside = format!("{folder}/");
    let written = plain
        .split([' ', '`', '\'', '"', ',', ':', '(', ')'])
        .map(|word| word.trim_start_matches(&absolute))
        .find(|word| word.starts_with(&inside) && word.len() > inside.len());
    let file = written.map(str::to_owned).or_else(|| read_by(name, folder));
    Finding {
        file,
        line,
        ..finding
    }
}

fn read_by(name: &str, folder: &str) -> Option<String> {
    let inside = match name {
        "ci" => return Some(".github/workflows/test-all.yml".into()),
        "codeowners" => return Some(".github/CODEOWNERS".into()),
        "metadata" => "metadata.csv",
        "readmes" => "README.md",
        "config" | "models" => "assets/configuration/spec.yaml",
        "package" => "pyproject.toml",
        "service-checks" => "assets/service_checks.json",
        "dashboards" | "manifest" => "manifest.json",
        _ => return None,
    };
    Some(format!("{folder}/{inside}"))
}

/// The automatic repair, by the name of ddev's own option.
fn fix(name: &str, plain: &str) -> Option<&'static str> {
    match name {
        "ci" if plain.contains("--sync") => Some("ci --sync"),
        "config" if plain.contains("--sync") || plain.contains("in sync") => Some("config --sync"),
        "models" if plain.contains("--sync") || plain.contains("in sync") => Some("models --sync"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
