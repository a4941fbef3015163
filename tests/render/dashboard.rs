//! The dashboard: everything of metadata.csv and nothing else is on it, laid out as Datadog asks for.

use crate::layout::{forbidden, layout};
use crate::rendering::{NASTY, Sample, all, openmetrics};
use crate::{folder, json};
use ddint_tui::core::answers::Track;
use ddint_tui::core::capture::{Metric, Submission};
use ddint_tui::core::dashboard::{Show, board};
use ddint_tui::core::metadata::MetricRow;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A sample with these metrics: name below the prefix, type, unit, tags.
fn with(metrics: &[(String, &str, &str, Vec<String>)]) -> Sample {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.metrics.clear();
    sample.capture.metrics.clear();
    for (name, kind, unit, tags) in metrics {
        let name = format!("acme_queue.{name}");
        let submission = match *kind {
            "count" => Submission::MonotonicCount,
            "rate" => Submission::Historate,
            _ => Submission::Gauge,
        };
        sample.capture.metrics.push(Metric {
            name: name.clone(),
            submission,
            value: Some(1.0),
            tags: tags.clone(),
            hostname: String::new(),
            run: 1,
            scene: 0,
        });
        sample.metrics.push(MetricRow {
            name,
            metric_type: (*kind).into(),
            unit: (*unit).into(),
            description: "A number.".into(),
            ..MetricRow::default()
        });
    }
    sample.metrics.sort_by(|a, b| a.name.cmp(&b.name));
    sample.metrics.dedup_by(|a, b| a.name == b.name);
    sample
}

fn gauge(name: &str, tags: &[&str]) -> (String, &'static str, &'static str, Vec<String>) {
    let tags = tags.iter().map(|t| (*t).to_owned()).collect();
    (name.to_owned(), "gauge", "", tags)
}

fn part(
    name: &str,
    kind: &'static str,
    unit: &'static str,
) -> (String, &'static str, &'static str, Vec<String>) {
    (name.to_owned(), kind, unit, vec!["queue:a".into()])
}

fn rendered(sample: &Sample) -> Value {
    let files = sample.render().unwrap();
    let name = folder(sample);
    json(
        &files,
        &format!("{name}/assets/dashboards/{name}_overview.json"),
    )
}

/// The texts of all queries below a value.
fn queries(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("query").and_then(Value::as_str).map(str::to_owned);
            own.into_iter()
                .chain(map.values().flat_map(queries))
                .collect()
        }
        Value::Array(items) => items.iter().flat_map(queries).collect(),
        _ => vec![],
    }
}

fn metric_of(query: &str) -> &str {
    query.split_once(':').unwrap().1.split('{').next().unwrap()
}

/// All that must hold of any dashboard.
fn check(sample: &Sample) {
    let dashboard = rendered(sample);
    let names: BTreeSet<&str> = sample.metrics.iter().map(|r| r.name.as_str()).collect();
    let variables: BTreeSet<String> = dashboard["template_variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["name"].as_str().unwrap().to_owned())
        .collect();
    for query in queries(&dashboard) {
        assert!(names.contains(metric_of(&query)), "{query}");
        let scope = query.split_once('{').unwrap().1.split('}').next().unwrap();
        for key in scope.split(',') {
            let known = variables.contains(key.trim_start_matches('$'));
            assert!(known && key.starts_with('$'), "{query}");
        }
    }
    let tags = |key: &str| {
        let tag = format!("{key}:");
        let points = &sample.capture.metrics;
        points
            .iter()
            .flat_map(|m| &m.tags)
            .any(|t| t.starts_with(&tag))
    };
    assert!(
        variables.iter().all(|k| k == "host" || tags(k)),
        "{variables:?}"
    );

    // Each metric stands in exactly one graph; the numbers of the overview repeat some.
    let source = sample.input();
    let board = board(&ddint_tui::core::dashboard::Source {
        answers: source.answers,
        metrics: source.metrics,
        service_checks: source.service_checks,
        capture: source.capture,
    });
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for widget in board.groups.iter().flat_map(|g| &g.widgets) {
        if let Show::Lines(g) | Show::Bars(g) | Show::Top(g) = &widget.show {
            for metric in &g.metrics {
                *shown.entry(metric).or_default() += 1;
            }
        }
    }
    assert_eq!(shown.keys().copied().collect::<BTreeSet<_>>(), names);
    assert!(shown.values().all(|n| *n == 1), "{shown:?}");
    layout(&dashboard);
    forbidden(&dashboard);
}

#[test]
fn every_metric_is_on_it_and_nothing_else() {
    for sample in all("")
        .into_iter()
        .filter(|s| s.answers.track == Track::Community && !s.metrics.is_empty())
    {
        check(&sample);
        check(&sample.with_text(NASTY));
    }
}

#[test]
fn one_metric_none_and_two_thousand() {
    check(&with(&[gauge("up", &[])]));
    let many: Vec<_> = (0..2000)
        .map(|n| {
            gauge(
                &format!("part_{}.thing_{}.value_{n}", n % 23, n % 7),
                &["queue:a"],
            )
        })
        .collect();
    check(&with(&many));
    let flat: Vec<_> = (0..60)
        .map(|n| gauge(&format!("http_{n}_seen"), &[]))
        .collect();
    check(&with(&flat));
    // Without a metric there are still the service checks.
    let sample = with(&[]);
    let groups = rendered(&sample)["widgets"].as_array().unwrap().len();
    assert_eq!(groups, 2);
    check(&sample);
    let mut nothing = with(&[]);
    nothing.service_checks.clear();
    let files = nothing.render().unwrap();
    assert!(!files.keys().any(|p| p.contains("dashboards")));
    assert!(!files["acme_queue/manifest.json"].contains("dashboards"));
}

#[test]
fn the_type_decides_how_it_is_drawn() {
    let ids: Vec<_> = (0..30)
        .map(|n| gauge("sessions.open", &[&format!("user:u{n}")]))
        .collect();
    let mut metrics = vec![
        gauge("pool.depth", &["queue:a"]),
        part("wait.sum", "count", "second"),
        part("wait.count", "count", ""),
        part("wait.bucket", "count", ""),
        part("size.quantile", "gauge", "byte"),
        part("size.sum", "count", "byte"),
        part("size.count", "count", ""),
        part("served.count", "count", "request"),
        part("load.ratio", "gauge", "fraction"),
        part("disk.used", "gauge", "percent"),
    ];
    metrics.extend(ids);
    metrics.push(gauge("build.info", &["release_version:1.2", "queue:a"]));
    let sample = with(&metrics);
    check(&sample);
    let dashboard = rendered(&sample);
    let all: Vec<&Value> = dashboard["widgets"]
        .as_array()
        .unwrap()
        .iter()
        .skip(2)
        .flat_map(|g| g["definition"]["widgets"].as_array().unwrap())
        .map(|w| &w["definition"])
        .collect();
    let of = |metric: &str| {
        let used = |w: &&&Value| {
            queries(w)
                .iter()
                .any(|q| metric_of(q) == format!("acme_queue.{metric}"))
        };
        *all.iter().find(used).unwrap()
    };
    assert_eq!(
        queries(of("pool.depth")),
        ["avg:acme_queue.pool.depth{$host,$queue} by {queue}"]
    );
    let wait = of("wait.sum");
    assert_eq!(
        wait["requests"][0]["formulas"][0]["formula"],
        "query1 / query2"
    );
    assert!(
        queries(wait)[1].starts_with("sum:acme_queue.wait.count{")
            && queries(wait)[1].ends_with(".as_count()")
    );
    let size = of("size.quantile");
    assert!(queries(size)[0].ends_with(" by {quantile}"));
    assert_eq!(
        size["requests"][1]["formulas"][0],
        serde_json::json!({"formula": "query2 / query3", "alias": "Mean"})
    );
    let served = of("served.count");
    assert_eq!(served["requests"][0]["display_type"], "bars");
    assert!(queries(served)[0].ends_with("by {queue}.as_count()"));
    assert_eq!(of("load.ratio")["yaxis"]["max"], "1");
    assert_eq!(of("disk.used")["yaxis"]["max"], "100");
    assert!(of("pool.depth").get("yaxis").is_none());
    let sessions = of("sessions.open");
    assert_eq!(sessions["type"], "toplist");
    assert!(queries(sessions)[0].ends_with("by {user}"));
    assert!(queries(of("build.info"))[0].ends_with("by {release_version}"));
    let note = dashboard["widgets"][0]["definition"]["widgets"][0]["definition"]["content"]
        .as_str()
        .unwrap();
    assert!(note.contains("integrations-extras/blob/master/acme_queue/README.md"));
}

#[test]
fn ids_and_addresses_are_no_variables() {
    let uuid = |n: u32| format!("job:0000000{n}-aaaa-bbbb-cccc-0123456789ab");
    let tags = |n: u32| {
        [
            uuid(n),
            format!("task_id:{n}"),
            format!("peer:10.0.0.{n}"),
            "zone:eu".to_owned(),
        ]
    };
    let metrics: Vec<_> = (1..5)
        .map(|n| ("jobs.open".to_owned(), "gauge", "", tags(n).to_vec()))
        .collect();
    let dashboard = rendered(&with(&metrics));
    let names: Vec<&str> = dashboard["template_variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["host", "zone"]);
}

#[test]
fn groups_follow_the_first_segment_and_small_ones_join() {
    let metrics = [
        "http.open",
        "http.seen_total",
        "rpc.a.b",
        "rpc.c.d",
        "lonely.x",
        "single",
    ]
    .map(|n| gauge(n, &[]));
    let dashboard = rendered(&with(&metrics));
    let titles: Vec<&str> = dashboard["widgets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["definition"]["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["About", "Overview", "RPC", "Other"]);
    assert_eq!(dashboard["title"], "Acme Queue Overview");
}

#[test]
fn it_can_be_left_out_and_the_partner_track_uploads_it() {
    let mut sample = openmetrics("Acme Queue", Track::Community);
    sample.answers.dashboard.make = false;
    let files = sample.render().unwrap();
    assert!(!files.keys().any(|p| p.contains("dashboards")));
    assert!(!files["acme_queue/manifest.json"].contains("dashboards"));
    let community = openmetrics("Acme Queue", Track::Community);
    let render = |s: &Sample| ddint_tui::scaffold::render::uploads(&s.input()).unwrap();
    assert!(render(&community).is_empty());
    let partner = openmetrics("Acme Queue", Track::Partner);
    let uploads = render(&partner);
    let path = "acme_queue/assets/dashboards/acme_queue_overview.json";
    assert_eq!(
        uploads["dashboards/acme_queue_overview.json"],
        community.render().unwrap()[path]
    );
    assert!(!partner.render().unwrap().contains_key(path));
}
