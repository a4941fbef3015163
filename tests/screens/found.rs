//! What a made-up run emitted, and what Set up found.

use ddint_tui::core::capture::{Capture, Metric, ServiceCheck, Submission};
use ddint_tui::core::metadata::MetricRow;
use ddint_tui::core::setup::{Health, Item, Line, Repair, SetupReport};

fn metric(name: &str, submission: Submission, value: f64, tags: &[&str], run: u32) -> Metric {
    Metric {
        name: name.into(),
        submission,
        value: Some(value),
        tags: tags.iter().map(|t| (*t).into()).collect(),
        hostname: String::new(),
        run,
        scene: 0,
    }
}

pub fn capture() -> Capture {
    let tags = ["endpoint:http://localhost:9100/metrics", "queue:orders"];
    let mut capture = Capture {
        check: "custom_acme_queue".into(),
        runs: 2,
        ..Capture::default()
    };
    for run in 1..=2 {
        let n = f64::from(run);
        capture.metrics.extend([
            metric("acme_queue.depth", Submission::Gauge, 40.0 + n, &tags, run),
            metric(
                "acme_queue.depth",
                Submission::Gauge,
                2.0,
                &["queue:mail"],
                run,
            ),
            metric(
                "acme_queue.consumer.lag",
                Submission::Gauge,
                7.5 * n,
                &tags,
                run,
            ),
            metric(
                "acme_queue.published.count",
                Submission::MonotonicCount,
                100.0 * n,
                &tags,
                run,
            ),
        ]);
    }
    capture.service_checks.push(ServiceCheck {
        name: "acme_queue.openmetrics.health".into(),
        status: 0,
        tags: vec![tags[0].into()],
        message: String::new(),
        hostname: String::new(),
        run: 2,
    });
    capture
}

fn row(
    name: &str,
    kind: &str,
    unit: &str,
    orientation: i8,
    description: &str,
    guessed: &[&str],
) -> MetricRow {
    MetricRow {
        name: name.into(),
        metric_type: kind.into(),
        unit: unit.into(),
        orientation,
        description: description.into(),
        guessed: guessed.iter().map(|g| (*g).into()).collect(),
        ..MetricRow::default()
    }
}

pub fn rows() -> Vec<MetricRow> {
    vec![
        row(
            "acme_queue.consumer.lag",
            "gauge",
            "",
            0,
            "Messages a consumer group has not yet read.",
            &["unit", "orientation"],
        ),
        row(
            "acme_queue.depth",
            "gauge",
            "message",
            0,
            "Messages that wait in the queue.",
            &["unit"],
        ),
        row(
            "acme_queue.published.count",
            "count",
            "message",
            1,
            "",
            &["orientation", "description"],
        ),
    ]
}

fn line(item: Item, health: Health, found: &str, meaning: &str, repair: Option<Repair>) -> Line {
    Line {
        item,
        health,
        found: found.into(),
        meaning: meaning.into(),
        repair,
    }
}

pub fn setup() -> SetupReport {
    SetupReport {
        lines: vec![
            line(
                Item::Git,
                Health::Good,
                "git 2.47.1",
                "Makes the commit and pushes it.",
                None,
            ),
            line(
                Item::Identity,
                Health::Bad,
                "git has no name and e-mail",
                "Every commit carries its author.",
                Some(Repair::AskIdentity),
            ),
            line(
                Item::Python,
                Health::Good,
                "3.13.5",
                "ddev needs 3.13 or newer.",
                None,
            ),
            line(
                Item::Toolchain,
                Health::Bad,
                "not made yet",
                "ddev in an environment of its own; yours is not touched.",
                Some(Repair::MakeToolchain),
            ),
            line(
                Item::Clone,
                Health::Good,
                "/home/dev/dd/integrations-extras",
                "Your copy of the repository.",
                None,
            ),
            line(
                Item::Remotes,
                Health::Good,
                "origin is your fork, upstream is Datadog's",
                "Your fork receives the branch; Datadog's is never written.",
                None,
            ),
            line(
                Item::Base,
                Health::Note,
                "upstream/master, 3 commits behind",
                "The branch begins here.",
                Some(Repair::Fetch {
                    remote: "upstream".into(),
                }),
            ),
            line(
                Item::Docker,
                Health::Note,
                "not found",
                "Only for end-to-end tests; CI runs them anyway.",
                None,
            ),
            line(
                Item::Disk,
                Health::Good,
                "41 GB free",
                "The toolchain takes about 300 MB.",
                None,
            ),
        ],
        clone: Some("/home/dev/dd/integrations-extras".into()),
        base: Some("upstream/master".into()),
        fork: Some("origin".into()),
        ..SetupReport::default()
    }
}
