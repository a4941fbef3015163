//! `ddev test --lint`: ruff's format diff and ruff's rules.

use super::{Context, regex};
use crate::core::finding::{Finding, Source};
use crate::jobs::text;

/// Reads the output of `ddev test --lint`.
#[must_use]
pub fn lint(output: &str, context: &Context) -> Vec<Finding> {
    let plain = text::plain(output);
    let fix = format!("ddev test --fmt {}", context.folder);
    let rule = regex(r"^([^\s:][^:]*):(\d+):(\d+): (?:([A-Z]+\d+) )?(\[\*\] )?(.+)$");
    let syntax = regex(r"^error: Failed to parse ([^:]+):(\d+):\d+: (.+)$");
    let mut findings: Vec<Finding> = vec![];
    let mut diff: Option<String> = None;
    for line in plain.lines() {
        if let Some(file) = line.strip_prefix("--- ") {
            diff = context.relative(file.trim());
        } else if let (Some(file), Some(hunk)) = (&diff, line.strip_prefix("@@ -")) {
            let start = hunk.split([',', ' ']).next().and_then(|n| n.parse().ok());
            let message = "The file is not formatted as ruff formats it.";
            let finding = Finding::error(Source::Ruff, "format", message);
            findings.push(finding.at(file.clone(), start).fix(fix.clone()));
            diff = None;
        } else if let Some(found) = syntax.captures(line) {
            let Some(file) = context.relative(&found[1]) else {
                continue;
            };
            let finding = Finding::error(Source::Ruff, "syntax", &found[3]);
            findings.push(finding.at(file, found[2].parse().ok()));
        } else if let Some(found) = rule.captures(line) {
            let Some(file) = context.relative(&found[1]) else {
                continue;
            };
            let code = found.get(4).map_or("syntax", |code| code.as_str());
            let mut finding = Finding::error(Source::Ruff, code, &found[6]);
            if found.get(5).is_some() {
                finding = finding.fix(fix.clone());
            }
            findings.push(finding.at(file, found[2].parse().ok()));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::CONTEXT;
    use super::*;

    #[test]
    fn rules_have_code_file_line_and_repair() {
        let found = lint(include_str!("fixtures/ruff_check.txt"), &CONTEXT);
        let file = "acme_queue/datadog_checks/acme_queue/check.py";
        let codes: Vec<&str> = found.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(codes, ["I001", "F401"]);
        assert!(
            found
                .iter()
                .all(|f| f.file.as_deref() == Some(file) && f.line == Some(1))
        );
        assert_eq!(found[1].message, "`os` imported but unused");
        assert_eq!(found[0].fix.as_deref(), Some("ddev test --fmt acme_queue"));
        assert_eq!(found[1].fix, None);
    }

    #[test]
    fn a_format_diff_is_one_finding_for_each_file() {
        let found = lint(include_str!("fixtures/ruff_format.txt"), &CONTEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file.as_deref(), Some("acme_queue/tests/ugly.py"));
        assert_eq!((found[0].rule.as_str(), found[0].line), ("format", Some(1)));
    }

    #[test]
    fn broken_syntax_is_found_at_its_line() {
        let found = lint(include_str!("fixtures/ruff_syntax.txt"), &CONTEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "Expected an identifier");
        assert_eq!(found[0].line, Some(1));
    }
}
