//! Units, orientation and words guessed on pages of well-known kinds of exporters.
#![allow(clippy::unwrap_used)] // A test says where it can't go on.

use ddint_tui::core::answers::{Answers, Kind, OpenMetrics};
use ddint_tui::core::capture::{Capture, Inspection, Metric, Submission};
use ddint_tui::core::mapping::{self, Mapping, Part};
use ddint_tui::core::{derive, metadata, openmetrics};

fn captured(mapping: &Mapping) -> Capture {
    let metrics = mapping.help.iter().map(|(name, help)| {
        let entry = mapping.entries.iter().find(|e| e.raw == help.raw).unwrap();
        let gauge = entry.kind == "gauge" || help.part == Part::Quantile;
        Metric {
            name: name.clone(),
            submission: if gauge {
                Submission::Gauge
            } else {
                Submission::MonotonicCount
            },
            value: Some(1.0),
            tags: vec![],
            hostname: String::new(),
            run: 1,
            scene: 0,
        }
    });
    Capture {
        metrics: metrics.collect(),
        inspection: Inspection {
            openmetrics: true,
            ..Inspection::default()
        },
        ..Capture::default()
    }
}

fn rows(page: &str) -> (Mapping, Vec<metadata::MetricRow>) {
    let units: Vec<String> = include_str!("units.txt")
        .lines()
        .map(str::to_owned)
        .collect();
    let page = openmetrics::parse(page, None).unwrap();
    let mapping = mapping::propose(&[page], &OpenMetrics::default(), "acme", "acme.");
    let mut answers = Answers::default();
    answers.integration.kind = Some(Kind::Openmetrics);
    answers.integration.display_name = "Acme".into();
    let rows = derive::metric_rows(&captured(&mapping), &mapping.help, &answers, &units).rows;
    (mapping, rows)
}

/// Every guess was looked at; a change of one is to be looked at again.
fn look(name: &str, page: &str) {
    let (_, rows) = rows(page);
    let line = |r: &metadata::MetricRow| {
        let per = if r.per_unit.is_empty() {
            String::new()
        } else {
            format!("/{}", r.per_unit)
        };
        format!(
            "{} | {} | {}{per} | {} | {}",
            r.name, r.metric_type, r.unit, r.orientation, r.description
        )
    };
    let all: Vec<String> = rows.iter().map(line).collect();
    insta::assert_snapshot!(name, all.join("\n"));
    for row in &rows {
        let d = &row.description;
        assert!(
            d.is_ascii() && d.ends_with('.') && d.len() <= 400 && !d.contains('|'),
            "{d}"
        );
        assert!(!d.to_lowercase().contains("number of number of"), "{d}");
    }
}

#[test]
fn a_machine() {
    look("machine", include_str!("pages/machine.txt"));
}

#[test]
fn databases() {
    look("database", include_str!("pages/database.txt"));
}

#[test]
fn brokers() {
    look("broker", include_str!("pages/broker.txt"));
}

#[test]
fn a_cluster() {
    look("cluster", include_str!("pages/cluster.txt"));
}

#[test]
fn a_java_virtual_machine() {
    look("jvm", include_str!("pages/jvm.txt"));
}

#[test]
fn proxies() {
    look("proxy", include_str!("pages/proxy.txt"));
}

#[test]
fn hardware() {
    look("hardware", include_str!("pages/hardware.txt"));
}

/// Suffixes of the Prometheus conventions, whatever stands before them: each has one unit, and no other.
#[test]
fn a_unit_at_the_end_of_a_name_is_the_unit() {
    let suffixes = [
        ("seconds", "second"),
        ("milliseconds", "millisecond"),
        ("bytes", "byte"),
        ("ratio", "fraction"),
        ("percent", "percent"),
        ("celsius", "degree celsius"),
        ("volts", "volt"),
        ("amperes", "ampere"),
        ("joules", "joule"),
        ("watts", "watt"),
        ("hertz", "hertz"),
    ];
    for (suffix, unit) in suffixes {
        for stem in [
            "acme_queue",
            "acme_jobs_user",
            "acme_requests_thread",
            "acme_x",
        ] {
            let (_, rows) = rows(&format!(
                "# TYPE {stem}_{suffix} gauge\n{stem}_{suffix} 1\n# TYPE acme_up gauge\nacme_up 1\n"
            ));
            let row = rows.iter().find(|r| r.name.ends_with(suffix)).unwrap();
            assert_eq!(row.unit, unit, "{stem}_{suffix}");
            let (_, rows) = self::rows(&format!(
                "# TYPE {stem}_{suffix}_total counter\n{stem}_{suffix}_total 1\n"
            ));
            assert_eq!(rows[0].unit, unit, "{stem}_{suffix}_total");
        }
    }
}

/// What looks like a unit and is none.
#[test]
fn a_word_that_is_no_unit_of_the_value_gives_none() {
    for (name, help) in [
        (
            "acme_jobs_segment_reuploads",
            "Number of segment reuploads.",
        ),
        (
            "acme_certificate_serial",
            "The least significant 4 bytes of the serial number.",
        ),
        (
            "acme_free_space_alert",
            "Alert indicator, where: 0 = OK, 1 = Low.",
        ),
        (
            "acme_container_resource_requests",
            "The number of requested request resource by a container.",
        ),
        (
            "acme_uptime_ticks",
            "The time (in hundredths of a second) since the start.",
        ),
        ("acme_last_error", "Value of the last error."),
        ("acme_region_us_east_depth", ""),
        ("acme_load_average_5m", "Number of runnable entities."),
        (
            "acme_slow_calls",
            "Number of calls that took more than 5 seconds.",
        ),
        (
            "acme_calls",
            "Number of calls slower than a limit in milliseconds.",
        ),
        ("acme_switches_second", ""),
        ("acme_leader", "Whether this node holds the lock, 1 if so."),
    ] {
        let (_, rows) = rows(&format!(
            "# HELP {name} {help}\n# TYPE {name} gauge\n{name} 1\n"
        ));
        assert_eq!(rows[0].unit, "", "{name} {help}");
    }
}
