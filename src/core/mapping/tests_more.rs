//! Names of one's own, the runtime as one choice, types by pattern, and names in quotes.

use super::*;
use crate::core::answers::OpenMetrics;
use crate::core::openmetrics::parse;

fn map(text: &str, answers: &OpenMetrics) -> Mapping {
    propose(&[parse(text, None).unwrap()], answers, "acme", "acme.")
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    pairs.iter().map(own).collect()
}

fn emitted(m: &Mapping) -> Vec<&str> {
    m.help.keys().map(String::as_str).collect()
}

#[test]
fn names_that_were_answered_win_with_or_without_prefix_and_suffix() {
    let text = "# TYPE acme_a_total counter\nacme_a_total 1\n# TYPE acme_b gauge\nacme_b 1\n# TYPE acme_c summary\nacme_c_sum 1\nacme_c_count 1\n";
    let answers = OpenMetrics {
        names: texts(&[
            ("acme_a_total", "acme.first.count"),
            ("acme_b", "a"),
            ("acme_c", "took"),
        ]),
        ..OpenMetrics::default()
    };
    let m = map(text, &answers);
    assert_eq!(
        emitted(&m),
        [
            "acme.a",
            "acme.first.count",
            "acme.took.count",
            "acme.took.sum"
        ]
    );
    assert!(m.findings.is_empty(), "{:?}", m.findings);
    // The key of a counter is as good as its name.
    let key = OpenMetrics {
        names: texts(&[("acme_a", "first")]),
        ..OpenMetrics::default()
    };
    assert!(emitted(&map(text, &key)).contains(&"acme.first.count"));
}

#[test]
fn a_name_given_twice_is_shared_and_a_proposed_one_makes_way() {
    let text = "# TYPE acme_x gauge\nacme_x 1\n# TYPE acme_y gauge\nacme_y 1\n# TYPE acme_z gauge\nacme_z 1\n";
    let answers = OpenMetrics {
        names: texts(&[("acme_y", "x"), ("acme_z", "x")]),
        ..OpenMetrics::default()
    };
    let m = map(text, &answers);
    let value = |key: &str| {
        m.entries
            .iter()
            .find(|e| e.key == key)
            .unwrap()
            .value
            .clone()
    };
    assert_eq!((value("acme_y"), value("acme_z")), ("x".into(), "x".into()));
    assert_ne!(value("acme_x"), "x");
}

#[test]
fn a_name_for_nothing_and_a_name_that_is_none_are_findings() {
    let text = "# TYPE acme_depth gauge\nacme_depth 1\n";
    for (raw, name, said) in [
        ("acme_dept", "x", "\"acme_depth\""),
        ("acme_depth", "a..b", "a..b"),
        ("acme_depth", "1a", "1a"),
    ] {
        let answers = OpenMetrics {
            names: texts(&[(raw, name)]),
            ..OpenMetrics::default()
        };
        let m = map(text, &answers);
        assert_eq!(m.findings.len(), 1);
        assert!(
            m.findings[0].message.contains(said),
            "{}",
            m.findings[0].message
        );
    }
}

#[test]
fn the_runtime_is_one_choice() {
    let text = "# TYPE acme_x gauge\nacme_x 1\n# TYPE go_threads gauge\ngo_threads 1\n# TYPE dotnet_x gauge\ndotnet_x 1\n# TYPE nodejs_x gauge\nnodejs_x 1\n# TYPE ruby_x gauge\nruby_x 1\n";
    assert_eq!(map(text, &OpenMetrics::default()).entries.len(), 5);
    let without = OpenMetrics {
        runtime: Some(false),
        ..OpenMetrics::default()
    };
    let m = map(text, &without);
    assert_eq!(emitted(&m), ["acme.x"]);
    assert!(m.dropped.iter().all(|d| d.why == Why::Runtime));
    assert_eq!(m.summary(), "1 collected, 4 of the runtime left out");
}

#[test]
fn what_lacks_a_type_offers_the_one_that_collects_it() {
    let text = "# TYPE acme_up gauge\nacme_up 1\nacme_jobs_total 1\nacme_depth 1\n# TYPE acme_lat_total counter\nacme_lat 1\n";
    let m = map(text, &OpenMetrics::default());
    let offers: BTreeMap<String, String> =
        m.dropped.iter().filter_map(|d| d.give.clone()).collect();
    assert_eq!(
        offers,
        texts(&[
            ("acme_depth", "gauge"),
            ("acme_jobs_total", "counter"),
            ("acme_lat", "counter")
        ])
    );
    let answers = OpenMetrics {
        types: offers,
        ..OpenMetrics::default()
    };
    let m = map(text, &answers);
    assert!(
        m.dropped.is_empty() && m.findings.is_empty(),
        "{:?} {:?}",
        m.dropped,
        m.findings
    );
    assert_eq!(
        emitted(&m),
        ["acme.depth", "acme.jobs.count", "acme.lat.count", "acme.up"]
    );
    // So do the types that the base class emits nothing for.
    let text = "# TYPE a info\na_info{v=\"1\"} 1\n# TYPE b stateset\nb{b=\"on\"} 1\n# TYPE c gaugehistogram\nc_bucket{le=\"+Inf\"} 1\nc_gcount 1\nc_gsum 1\n# EOF\n";
    let m = map(text, &OpenMetrics::default());
    let offers: BTreeMap<String, String> =
        m.dropped.iter().filter_map(|d| d.give.clone()).collect();
    assert_eq!(
        offers,
        texts(&[("a", "gauge"), ("b", "gauge"), ("c", "gauge")])
    );
    let m = map(
        text,
        &OpenMetrics {
            types: offers,
            ..OpenMetrics::default()
        },
    );
    assert_eq!(emitted(&m), ["acme.a.info", "acme.b", "acme.c"]);
}

#[test]
fn a_type_may_be_given_to_all_names_that_a_pattern_matches() {
    let text = "# TYPE acme_up gauge\nacme_up 1\nacme_a 1\nacme_b 2\nother 1\n# TYPE acme_c_total counter\nacme_c_total 1\n";
    let types = |pattern: &str, kind: &str| OpenMetrics {
        types: texts(&[(pattern, kind)]),
        ..OpenMetrics::default()
    };
    let m = map(text, &types("^acme_", "gauge"));
    // A counter stays one.
    assert_eq!(emitted(&m), ["acme.a", "acme.b", "acme.c.count", "acme.up"]);
    assert_eq!(map(text, &types("^acme_(", "gauge")).findings.len(), 1);
    assert_eq!(map(text, &types("^acme_", "meter")).findings.len(), 1);
}

#[test]
fn a_name_in_quotes_is_left_out_and_does_not_take_the_page_with_it() {
    let text = "# HELP \"a.b\" What.\n# TYPE \"a.b\" gauge\n{\"a.b\",x=\"y\"} 1\n# TYPE c gauge\nc{\"k.l\"=\"1\",\"host\"=\"h\"} 1\n";
    let m = map(text, &OpenMetrics::default());
    assert_eq!(emitted(&m), ["acme.c"]);
    assert_eq!((m.dropped.len(), m.dropped[0].raw.as_str()), (1, "a.b"));
    assert!(m.dropped[0].reason.contains("quoted"));
    assert!(m.findings.is_empty(), "{:?}", m.findings);
    // The filter takes the lines that name it, and no others.
    let filter = regex::Regex::new(&m.line_filters[0]).unwrap();
    let gone: Vec<bool> = text.lines().map(|l| filter.is_match(l)).collect();
    assert_eq!(gone, [true, true, true, false, false]);
    let renamed = [
        ("\"k.l\"", "k_l"),
        ("k.l", "k_l"),
        ("\"host\"", "acme_host"),
        ("host", "acme_host"),
    ];
    assert_eq!(m.rename_labels, texts(&renamed));
}

#[test]
fn a_total_in_capitals_goes_as_well() {
    let text = "# TYPE ACME_A_TOTAL counter\nACME_A_TOTAL 1\n# TYPE ACME_B_TOTAL gauge\nACME_B_TOTAL 1\n\
        # TYPE ACME_TOTAL counter\nACME_TOTAL 1\n";
    let m = map(text, &OpenMetrics::default());
    assert_eq!(
        emitted(&m),
        ["acme.a.count", "acme.b.total", "acme.total.count"]
    );
}
