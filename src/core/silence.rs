//! Remarks of the review that the contributor silences: each at one place, and with a reason that reviewers read.
//!
//! What ddev, the tests, and the forms say can't be silenced: it keeps a pull request from being merged.

use super::answers::Answers;
pub use super::answers::Silence;
use super::finding::{Finding, Severity, Source};

/// What is left to say of findings after some were silenced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub findings: Vec<Finding>,
    /// What is silent, each with the place of its silence in the list.
    pub silenced: Vec<(usize, Finding)>,
    /// Silences that silence nothing.
    pub idle: Vec<usize>,
}

/// What is silenced, as a field: one change of it is taken back like any other's.
pub const FIELD: &str = "silenced";

/// The field's text; empty where nothing is silenced.
#[must_use]
pub fn written(silences: &[Silence]) -> String {
    if silences.is_empty() {
        return String::new();
    }
    serde_json::to_string(silences).unwrap_or_default()
}

/// What a text of [`written`] holds.
#[must_use]
pub fn read(text: &str) -> Vec<Silence> {
    serde_json::from_str(text).unwrap_or_default()
}

/// How the last finding of a file begins when a rule finds more there than it tells.
pub const MORE: &str = "And more like this: ";

impl Silence {
    /// The silence that fits one finding as narrowly as can be; none when it is nothing that can be silenced.
    #[must_use]
    pub fn of(finding: &Finding, reason: &str) -> Option<Self> {
        if finding.source != Source::Review || finding.message.starts_with(MORE) {
            return None;
        }
        let what = if finding.text().is_empty() {
            &finding.message
        } else {
            finding.text()
        };
        Some(Self {
            rule: finding.rule.clone(),
            file: finding.file.clone()?,
            what: what.to_owned(),
            reason: reason.trim().to_owned(),
        })
    }

    /// Whether it silences a finding of the integration `folder`.
    #[must_use]
    pub fn silences(&self, finding: &Finding, folder: &str) -> bool {
        finding.source == Source::Review
            && finding.rule == self.rule
            && finding
                .file
                .as_deref()
                .is_some_and(|f| self.is_in(f, folder))
            && (self.what.trim().is_empty()
                || holds(&finding.message, self.what.trim())
                || holds(finding.text(), self.what.trim()))
    }

    fn is_in(&self, file: &str, folder: &str) -> bool {
        let own = self.file.trim().trim_start_matches("./");
        own == file || self.path(folder) == file
    }

    /// The file, relative to the repository's root.
    fn path(&self, folder: &str) -> String {
        let own = self.file.trim().trim_start_matches("./");
        let whole = own.starts_with('.') || own.starts_with(&format!("{folder}/"));
        if whole {
            own.to_owned()
        } else {
            format!("{folder}/{own}")
        }
    }
}

/// Whether a text holds another one, whole words only: `acme.depth` is not in `acme.depth.max`.
fn holds(text: &str, what: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(what).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut rest = text[at + what.len()..].chars();
        let after = rest.next();
        let joined = |c: Option<char>| c.is_some_and(part);
        let goes_on = joined(after) || after == Some('.') && joined(rest.next());
        let begins = what.chars().next().is_some_and(part);
        let ends = what.chars().next_back().is_some_and(part);
        !(begins && (joined(before) || before == Some('.')) || ends && goes_on)
    })
}

/// Takes the silenced ones out of the findings of the integration `folder`.
#[must_use]
pub fn apply(findings: Vec<Finding>, silences: &[Silence], folder: &str) -> Told {
    let mut out = Told::default();
    let mut idle: Vec<bool> = vec![true; silences.len()];
    for finding in findings {
        let at = silences.iter().position(|s| s.silences(&finding, folder));
        // Beyond what is told, the one that is meant may well be.
        if finding.message.starts_with(MORE) {
            let file = finding.file.as_deref().unwrap_or_default();
            for (silence, idle) in silences.iter().zip(&mut idle) {
                *idle &= !(silence.rule == finding.rule && silence.is_in(file, folder));
            }
        }
        match at {
            Some(at) => {
                idle[at] = false;
                out.silenced.push((at, finding));
            }
            None => out.findings.push(finding),
        }
    }
    let all = idle.iter().enumerate();
    out.idle = all.filter(|(_, idle)| **idle).map(|(n, _)| n).collect();
    out
}

/// What is said of a silence of the integration `folder` that silences nothing.
#[must_use]
pub fn idle(silence: &Silence, folder: &str) -> Finding {
    let of = if silence.what.is_empty() {
        String::new()
    } else {
        format!(" on \"{}\"", silence.what)
    };
    let message = format!(
        "The rule {} is silenced here{of}, and finds nothing.",
        silence.rule
    );
    let mut finding = Finding::error(Source::Form, "silenced", message)
        .at(silence.path(folder), None)
        .fix("Take its entry out of `silenced`.");
    finding.severity = Severity::Note;
    finding
}

/// What is wrong with the answers' silences, whichever rules there are: key and message.
#[must_use]
pub fn problems(answers: &Answers) -> Vec<(String, String)> {
    let mut out = vec![];
    for (n, silence) in answers.silenced.iter().enumerate() {
        let texts = [
            (
                "rule",
                &silence.rule,
                "Name a rule, for example metric-description.",
            ),
            (
                "file",
                &silence.file,
                "Name the file, for example metadata.csv.",
            ),
            (
                "reason",
                &silence.reason,
                "Say why, in a sentence: it appears in the pull request.",
            ),
        ];
        for (key, text, hint) in texts {
            if text.trim().is_empty() {
                let message = format!("A rule is silenced without a {key}. {hint}");
                out.push((format!("silenced[{n}].{key}"), message));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(message: &str, text: &str) -> Finding {
        Finding::error(Source::Review, "metric-unit", message)
            .at("acme/metadata.csv", Some(3))
            .on(text)
    }

    fn silence(file: &str, what: &str) -> Silence {
        Silence {
            rule: "metric-unit".into(),
            file: file.into(),
            what: what.into(),
            reason: "The product counts them so.".into(),
        }
    }

    #[test]
    fn a_place_is_a_rule_a_file_and_a_word_of_the_line() {
        let depth = finding(
            "acme.depth states its unit.",
            "acme.depth,gauge,,,,Messages.",
        );
        let silent = |s: &Silence| s.silences(&depth, "acme");
        assert!(silent(&silence("metadata.csv", "")));
        assert!(silent(&silence("acme/metadata.csv", "acme.depth")));
        assert!(silent(&silence("./metadata.csv", "gauge")));
        assert!(!silent(&silence("README.md", "")));
        assert!(!silent(&silence("metadata.csv", "acme.dep")));
        assert!(!silent(&silence("metadata.csv", "depth")));
        let max = finding("acme.depth.max states its unit.", "acme.depth.max,gauge");
        assert!(!silence("metadata.csv", "acme.depth").silences(&max, "acme"));
        assert!(!silence("metadata.csv", "").silences(&max, "other"));
    }

    #[test]
    fn ddev_is_never_silenced() {
        let mut said = finding("acme.depth is invalid.", "");
        said.source = Source::Ddev;
        assert!(!silence("metadata.csv", "").silences(&said, "acme"));
        assert_eq!(Silence::of(&said, "x"), None);
    }

    #[test]
    fn the_silence_of_a_finding_silences_it_and_not_its_neighbor() {
        let all = vec![
            finding("The check calls `print`.", "print(a)"),
            finding("The check calls `print`.", "print(b)"),
        ];
        let first = Silence::of(&all[0], " Only when debugging. ").unwrap();
        assert_eq!(first.reason, "Only when debugging.");
        let told = apply(all.clone(), &[first], "acme");
        assert_eq!(told.findings, all[1..]);
        assert_eq!(told.silenced, [(0, all[0].clone())]);
        assert!(told.idle.is_empty());
    }

    #[test]
    fn what_silences_nothing_is_told_unless_more_is_there_than_told() {
        let lag = silence("metadata.csv", "acme.lag");
        let told = apply(
            vec![finding("acme.depth is.", "")],
            std::slice::from_ref(&lag),
            "acme",
        );
        assert_eq!((told.findings.len(), told.idle), (1, vec![0]));
        assert!(idle(&lag, "acme").message.contains("acme.lag"));
        let more = finding(&format!("{MORE}12 more."), "");
        let told = apply(vec![more], std::slice::from_ref(&lag), "acme");
        assert_eq!((told.findings.len(), told.idle), (1, vec![]));
    }
}
