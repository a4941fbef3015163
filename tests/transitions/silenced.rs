//! What the contributor silences: what the pull request says of it, and what is told when it silences nothing.

use crate::world::*;
use ddint_tui::core::answers_file;
use ddint_tui::core::event::{Action, Event, Outcome};
use ddint_tui::core::finding::{Finding, Source};
use ddint_tui::core::plan::Plan;
use ddint_tui::core::pull_request;
use ddint_tui::core::wizard::Wizard;

const HEADING: &str = "### Remarks of the review that do not apply";

const ANSWERS: &str = "schema: 1
silenced:
- rule: metric-unit
  file: metadata.csv
  what: acme_queue.depth
  reason: |
    The product counts
    messages in batches.
- rule: product-name
  file: README.md
  what: Start `ACME` first
  reason: So its own command writes it.
- rule: metric-name
  file: metadata.csv
  reason: The names are those of the product.
";

fn remark(rule: &str, file: &str, message: &str) -> Finding {
    Finding::error(Source::Review, rule, message)
        .at(format!("acme_queue/{file}"), Some(3))
        .warning()
}

/// A wizard with these answers' silences, after a review that remarked these.
fn reviewed(answers: &str, findings: Vec<Finding>) -> Wizard {
    let mut w = prototyped();
    w.state.answers.silenced = answers_file::parse(answers).unwrap().silenced;
    w.handle(Event::Do(Action::Plan));
    let (inputs, ids) = (w.framework_inputs(), w.state.files.ids.clone());
    finish(
        &mut w,
        Outcome::Planned {
            plan: Plan::default(),
            findings,
            ids,
            inputs,
        },
    );
    w
}

fn remarks() -> Vec<Finding> {
    vec![
        remark(
            "metric-unit",
            "metadata.csv",
            "acme_queue.depth says bytes, and `unit_name` says message.",
        ),
        remark(
            "product-name",
            "README.md",
            "\"ACME\" stands for the product.",
        )
        .on("Start `ACME` first"),
    ]
}

#[test]
fn the_pull_request_names_what_is_silenced_and_why() {
    let body = pull_request::body(&reviewed(ANSWERS, remarks()));
    let (before, told) = body.split_once(HEADING).unwrap_or_else(|| panic!("{body}"));
    assert!(before.contains("### Additional Notes"), "{body}");
    let lines: Vec<&str> = told.lines().filter(|line| !line.is_empty()).collect();
    // One line each, whatever was typed; what is remarked no longer is left out.
    assert_eq!(
        lines,
        [
            "- `metric-unit` in `metadata.csv` (`acme_queue.depth`): The product counts messages in batches.",
            "- `product-name` in `README.md` (`Start 'ACME' first`): So its own command writes it.",
        ]
    );
}

#[test]
fn without_a_silence_there_is_no_heading() {
    let body = pull_request::body(&reviewed("schema: 1\n", remarks()));
    assert!(!body.contains(HEADING), "{body}");
    // None of them is remarked any more.
    let body = pull_request::body(&reviewed(ANSWERS, vec![]));
    assert!(!body.contains(HEADING), "{body}");
}

#[test]
fn what_is_left_is_told_and_so_is_a_silence_without_effect() {
    let w = reviewed(ANSWERS, remarks());
    let told = w.told(w.plan_findings.clone());
    let rules: Vec<&str> = told.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["silenced"], "{told:#?}");
    assert!(
        told[0].message.contains("metric-name"),
        "{}",
        told[0].message
    );
    assert_eq!(told[0].file.as_deref(), Some("acme_queue/metadata.csv"));
    assert!(
        told[0]
            .fix
            .as_deref()
            .is_some_and(|f| f.contains("silenced"))
    );
    // Another remark of the same rule at the same place is told.
    let mut more = remarks();
    more.push(remark(
        "metric-unit",
        "metadata.csv",
        "acme_queue.depth.max says bytes, and `unit_name` says message.",
    ));
    let w = reviewed(ANSWERS, more);
    let left: Vec<String> = w
        .told(w.plan_findings.clone())
        .iter()
        .map(|f| f.rule.clone())
        .collect();
    assert_eq!(left, ["metric-unit", "silenced"]);
}
