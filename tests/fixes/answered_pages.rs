//! Repairs of what a check is written from: a page's names and labels. What was found is gone once it is written again.

use crate::answers::Desk;
use crate::rendering::{self, Sample};
use ddint_tui::core::answers::{OpenMetrics, Track};
use ddint_tui::core::capture::Submission;
use ddint_tui::core::event::Event;
use ddint_tui::core::finding::Finding;
use ddint_tui::core::fix::answers;
use ddint_tui::core::mapping::{self, Mapping};
use ddint_tui::core::openmetrics;

const PAGE: &str = "# TYPE acme_jobs_total counter\nacme_jobs_total{host=\"a\"} 1\n# TYPE acme_LAG gauge\nacme_LAG 2\n\
                    # TYPE acme_queue_size gauge\nacme_queue_size 3\n";

/// What is emitted of a page with these answers, in place of what the sample emits.
fn paged(answers: &OpenMetrics, label: Option<&str>) -> (Sample, Mapping) {
    let page = openmetrics::parse(PAGE, None).unwrap();
    let mapping = mapping::propose(&[page], answers, "acme_queue", "acme_queue.");
    let mut sample = rendering::openmetrics("Acme Queue", Track::Community);
    let first = sample.capture.metrics[0].clone();
    let mut metrics = vec![];
    for entry in &mapping.entries {
        for name in &entry.emitted {
            let mut metric = first.clone();
            metric.name.clone_from(name);
            if entry.kind == "counter" {
                metric.submission = Submission::MonotonicCount;
            }
            metrics.push(metric);
        }
    }
    sample.capture.metrics = metrics;
    sample.pages[0].text = PAGE.into();
    if let Some(label) = label {
        let renames = format!("'rename_labels': {{'host': '{label}'}}, 'metrics'");
        sample.check.check = sample.check.check.replace("'metrics'", &renames);
    }
    (sample, mapping)
}

/// The desk after the check was written from the answers and run.
fn run(answers: &OpenMetrics, label: Option<&str>) -> Desk {
    let (sample, mapping) = paged(answers, label);
    let mut desk = Desk::with(sample, |a| a.source.openmetrics = Some(answers.clone()));
    desk.w.notes.help = mapping.help;
    desk
}

#[test]
fn names_and_labels_of_a_page_are_answered_and_gone_once_the_check_is_written_again() {
    let named = |pairs: &[(&str, &str)]| OpenMetrics {
        endpoint: "http://localhost:9100/metrics".into(),
        names: pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
        ..OpenMetrics::default()
    };
    for (before, about, wanted) in [
        (
            named(&[("acme_jobs_total", "jobs_total")]),
            "metric-total acme_queue.jobs_total.count",
            "acme_jobs_total=jobs",
        ),
        (
            named(&[("acme_LAG", "Lag")]),
            "metric-name acme_queue.Lag has capital letters",
            "acme_LAG=lag",
        ),
        (
            named(&[("acme_queue_size", "acme_queue_size")]),
            "metric-name acme_queue.acme_queue_size repeats the prefix",
            "acme_queue_size=size",
        ),
    ] {
        let desk = run(&before, Some("x"));
        let told = |f: &&Finding| format!("{} {}", f.rule, f.message).contains(about);
        let all = desk.found();
        let finding = all.iter().find(told);
        let finding = finding.unwrap_or_else(|| panic!("{about:?} is not among {all:#?}"));
        let fix = answers::offer(&desk.w, finding).unwrap();
        assert!(!fix.safe);
        let [(label, _, after)] = &answers::rows(&desk.w, &fix)[..] else {
            panic!("{fix:#?}")
        };
        assert_eq!((label.as_str(), after.as_str()), ("Names", wanted));
        let mut w = desk.w.clone();
        w.handle(answers::event(&fix).unwrap());
        let source = w.state.answers.source.openmetrics.clone().unwrap();
        assert!(
            run(&source, Some("x")).found().iter().find(told).is_none(),
            "{about}"
        );
        w.handle(Event::Undo);
        assert_eq!(w.state.answers, desk.w.state.answers);
    }

    let desk = run(&named(&[]), None);
    let all = desk.found();
    let finding = all.iter().find(|f| f.rule == "tag-reserved").unwrap();
    let fix = answers::offer(&desk.w, finding).unwrap();
    let mut w = desk.w.clone();
    w.handle(answers::event(&fix).unwrap());
    let source = w.state.answers.source.openmetrics.clone().unwrap();
    let (_, mapping) = paged(&source, None);
    let label = mapping.rename_labels["host"].clone();
    assert_eq!(label, "acme_queue_host");
    let after = run(&source, Some(&label)).found();
    assert!(
        !after.iter().any(|f| f.rule == "tag-reserved"),
        "{after:#?}"
    );
    w.handle(Event::Undo);
    assert_eq!(w.state.answers, desk.w.state.answers);
}
