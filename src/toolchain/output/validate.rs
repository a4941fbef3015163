//! `ddev validate`: errors are told by their color, because wording differs from one to the next.

use super::{Context, crash, regex};
use crate::core::finding::{Finding, Severity, Source};
use crate::jobs::text;

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
    found
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
        if let Some(found) = regex(r"^(.+): line # (\d+)$").captures(plain) {
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
        let foreign = |about: &str| !ours.is_empty() && about != ours && is_folder_name(about);
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
    let sgr = regex("\x1b\\[([0-9;]*)m");
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
    regex(r"^([A-Za-z][A-Za-z ]*: (\d+|\{.*\})|\d+ (in)?valid .*|\d+ .* files?)$").is_match(plain)
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
    let found = regex(r"^([A-Za-z0-9_-]+):(\d*) (.+)$").captures(plain);
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
    let line = regex(r"\bline (\d+)").captures(plain);
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
mod tests {
    use super::super::tests::CONTEXT;
    use super::*;

    fn places(found: &Validation) -> Vec<(&str, Option<u32>, &str)> {
        let place = |f: &'_ Finding| f.file.clone().unwrap_or_default();
        let files: Vec<String> = found.findings.iter().map(place).collect();
        let leak = |s: String| -> &'static str { Box::leak(s.into_boxed_str()) };
        found
            .findings
            .iter()
            .zip(files)
            .map(|(f, file)| (leak(file) as &str, f.line, f.message.as_str()))
            .collect()
    }

    #[test]
    fn metadata_errors_have_their_file_and_line() {
        let text = include_str!("fixtures/metadata.txt");
        let found = validation("metadata", text, Some(1), &CONTEXT);
        let file = "acme_queue/metadata.csv";
        assert_eq!(
            places(&found),
            [
                (
                    file,
                    None,
                    "metric_prefix does not exist in manifest or overrides."
                ),
                (file, Some(2), "`msgs` is an invalid unit_name."),
                (file, Some(3), "`gauges` is an invalid metric_type."),
            ]
        );
        assert!(found.findings.iter().all(is_error));
    }

    #[test]
    fn red_lines_of_an_exit_of_zero_are_warnings() {
        let text = include_str!("fixtures/config_without_spec.txt");
        let found = validation("config", text, Some(0), &CONTEXT);
        assert_eq!(found.findings.len(), 1);
        assert_eq!(found.findings[0].severity, Severity::Warning);
        let file = "acme_queue/assets/configuration/spec.yaml";
        assert_eq!(found.findings[0].file.as_deref(), Some(file));
        assert!(!found.findings[0].message.contains("/home"), "{found:?}");
    }

    #[test]
    fn readme_errors_lead_to_the_readme() {
        let text = include_str!("fixtures/readmes.txt");
        let found = validation("readmes", text, Some(1), &CONTEXT);
        assert_eq!(found.findings.len(), 2, "{found:?}");
        assert_eq!(
            found.findings[0].file.as_deref(),
            Some("acme_queue/README.md")
        );
        assert_eq!(
            found.findings[0].message,
            "readme is missing a Overview H2 (##) section"
        );
    }

    #[test]
    fn other_integrations_are_counted_and_not_reported() {
        let ours = include_str!("fixtures/codeowners.txt");
        let theirs = ours.replace("acme_queue", "zebra");
        let found = validation("codeowners", &(theirs.clone() + ours), Some(1), &CONTEXT);
        assert_eq!((found.findings.len(), found.foreign), (1, 1));
        assert_eq!(
            found.findings[0].file.as_deref(),
            Some(".github/CODEOWNERS")
        );
        let found = validation("codeowners", &theirs, Some(1), &CONTEXT);
        assert_eq!((found.findings.len(), found.foreign), (0, 1));
        let table = "\x1b[1mzebra:\x1b[0m\n\x1b[31m  bad\x1b[0m\n\x1b[1macme_queue:\x1b[0m\n\x1b[31m  worse\x1b[0m\n";
        let found = validation("readmes", table, Some(1), &CONTEXT);
        assert_eq!(found.findings[0].message, "worse");
        assert_eq!(found.foreign, 1);
    }

    #[test]
    fn a_crash_is_told_apart_from_a_failure() {
        let text = include_str!("fixtures/package_crash.txt");
        let found = validation("package", text, Some(1), &CONTEXT);
        assert!(found.crashed.unwrap().starts_with("TOMLDecodeError"));
        assert_eq!(
            found.findings[0].file.as_deref(),
            Some("acme_queue/pyproject.toml")
        );
        assert_eq!(found.findings[0].line, Some(27));
    }

    #[test]
    fn a_failure_without_a_red_line_is_still_a_finding() {
        let found = validation(
            "ci",
            "Usage: ddev\nError: no such option\n",
            Some(2),
            &CONTEXT,
        );
        assert!(
            found.findings[0].message.contains("no such option"),
            "{found:?}"
        );
        assert!(!validation("ci", "", None, &CONTEXT).findings.is_empty());
        assert!(
            validation("ci", "all good", Some(0), &CONTEXT)
                .findings
                .is_empty()
        );
    }

    #[test]
    fn a_repair_is_named_where_ddev_has_one() {
        let text =
            "\x1b[1;31mCI configuration is not in sync, try again with the `--sync` flag\x1b[0m";
        let found = validation("ci", text, Some(1), &CONTEXT);
        assert_eq!(found.findings[0].fix.as_deref(), Some("ci --sync"));
    }
}
