use super::*;
use crate::toolchain::output::tests::CONTEXT;

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
    let text = include_str!("../fixtures/metadata.txt");
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
    let text = include_str!("../fixtures/config_without_spec.txt");
    let found = validation("config", text, Some(0), &CONTEXT);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].severity, Severity::Warning);
    let file = "acme_queue/assets/configuration/spec.yaml";
    assert_eq!(found.findings[0].file.as_deref(), Some(file));
    assert!(!found.findings[0].message.contains("/home"), "{found:?}");
}

#[test]
fn readme_errors_lead_to_the_readme() {
    let text = include_str!("../fixtures/readmes.txt");
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
    let ours = include_str!("../fixtures/codeowners.txt");
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
fn a_stray_folder_beside_ours_is_not_ours_whatever_its_name() {
    let line = |name| {
        format!("\x1b[1;31mIntegration {name} does not have a valid `CODEOWNERS` entry.\x1b[0m\n")
    };
    let text = ["x.y", "_build", "acme_queue", "two words"]
        .map(line)
        .concat();
    let found = validation("codeowners", &text, Some(1), &CONTEXT);
    assert_eq!((found.findings.len(), found.foreign), (1, 3));
    assert!(found.findings[0].message.contains("acme_queue"));
}

#[test]
fn findings_that_nobody_can_read_are_counted() {
    let line = |n| format!("\x1b[1;31macme_queue:{n} `x{n}` is an invalid unit_name.\x1b[0m\n");
    let text: String = (2..100_002).map(line).collect();
    let found = validation("metadata", &text, Some(1), &CONTEXT).findings;
    assert_eq!(found.len(), MOST + 1);
    assert_eq!((found[0].line, found[MOST - 1].line), (Some(2), Some(501)));
    let last = &found[MOST];
    assert!(
        is_error(last) && last.message.contains("99500 more"),
        "{last:?}"
    );
    assert_eq!(last.file.as_deref(), Some("acme_queue/metadata.csv"));
}

#[test]
fn a_crash_is_told_apart_from_a_failure() {
    let text = include_str!("../fixtures/package_crash.txt");
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
    let text = "\x1b[1;31mCI configuration is not in sync, try again with the `--sync` flag\x1b[0m";
    let found = validation("ci", text, Some(1), &CONTEXT);
    assert_eq!(found.findings[0].fix.as_deref(), Some("ci --sync"));
}
