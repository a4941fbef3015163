use super::*;

fn page(text: &str) -> Page {
    parse(text, None).unwrap()
}

fn family<'a>(page: &'a Page, key: &str) -> &'a Family {
    page.families
        .iter()
        .find(|f| f.key == key)
        .unwrap_or_else(|| panic!("no family {key}"))
}

#[test]
fn the_content_type_decides_and_a_file_tells_by_its_end() {
    let text = "# TYPE a counter\na_total 1\n# EOF\n";
    assert_eq!(Format::of(text, None), Format::OpenMetrics);
    assert_eq!(
        Format::of(text, Some("text/plain; version=0.0.4")),
        Format::Prometheus
    );
    assert_eq!(
        Format::of("a 1\n", Some("application/openmetrics-text; version=1.0.0")),
        Format::OpenMetrics
    );
    assert_eq!(Format::of("a 1\n", None), Format::Prometheus);
}

#[test]
fn families_of_the_prometheus_format() {
    let p = page(
        "# HELP a_total Things \\\\ done.\\nReally\n# TYPE a_total counter\na_total{x=\"1\",} 5\na_total{x=\"2\",y=\"}\\\"\"} 6 1700000000\n\
         # TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 1.5\nh_count 2\n\
         # TYPE s summary\ns{quantile=\"0.5\",z=\"1\"} NaN\ns_sum 1\ns_count 1\ns_max 4\n\nbare 1\nbare 2\n# a comment\n# TYPE n:x gauge\nn:x -Inf\n",
    );
    let keys: Vec<_> = p
        .families
        .iter()
        .map(|f| (f.key.as_str(), f.kind.name(), f.samples))
        .collect();
    assert_eq!(
        keys,
        [
            ("a", "counter", 2),
            ("h", "histogram", 4),
            ("s", "summary", 2),
            ("s_max", "unknown", 1),
            ("bare", "unknown", 2),
            ("n:x", "gauge", 0),
        ]
    );
    let a = family(&p, "a");
    assert_eq!(
        (a.raw.as_str(), a.help.as_str(), a.line),
        ("a_total", "Things \\ done.\nReally", 1)
    );
    assert_eq!(a.labels, ["x", "y"]);
    assert_eq!(family(&p, "h").labels, Vec::<String>::new());
    assert_eq!(family(&p, "s").labels, ["z"]);
    assert_eq!(
        (family(&p, "s").not_finite, family(&p, "n:x").not_finite),
        (1, 1)
    );
    assert_eq!((p.broken_count, p.samples), (0, 13));
}

#[test]
fn a_counter_named_without_total_loses_its_samples_in_text_plain_only() {
    let text = "# TYPE a counter\na_total 5\n";
    let p = page(text);
    assert_eq!(
        (family(&p, "a").samples, family(&p, "a_total").kind),
        (0, Type::Unknown)
    );
    let p = page(&format!("{text}# EOF\n"));
    assert_eq!(p.families.len(), 1);
    assert_eq!(
        (family(&p, "a").samples, family(&p, "a").kind),
        (1, Type::Counter)
    );
}

#[test]
fn openmetrics_knows_units_exemplars_created_and_info() {
    let p = page(
        "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds A \\\"b\\\".\na_seconds_total 1 # {trace=\"x\"} 0.5 1\na_seconds_created 1.7e9\n\
         # TYPE i info\ni_info{version=\"1\"} 1\n# TYPE u unknown\nu 1 1700000000.5\n# EOF\n",
    );
    let a = family(&p, "a_seconds");
    assert_eq!(
        (a.unit.as_str(), a.help.as_str(), a.samples, a.created),
        ("seconds", "A \"b\".", 1, true)
    );
    assert_eq!(family(&p, "i").kind, Type::Other("info"));
    assert_eq!(p.broken_count, 0, "{:?}", p.broken);
}

#[test]
fn broken_lines_are_named_and_the_rest_is_read() {
    let p = page(
        "# TYPE a gauge\na 1\na abc\na{x=1} 2\na{x=\"1} 2\n1a 2\na 1 x\na 1 # {y=\"1\"} 2\na\n# TYPE b meter\nb 1\na{x=\"1\" 3\n",
    );
    let lines: Vec<_> = p.broken.iter().map(|b| b.line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10, 12]);
    assert_eq!(family(&p, "a").samples, 1);
    assert!(p.broken[0].reason.contains("not a number"));
    let many: String = (0..100).map(|_| "x y\n").collect();
    let p = page(&format!("a 1\n{many}"));
    assert_eq!((p.broken.len(), p.broken_count), (MAX_BROKEN, 100));
}

#[test]
fn openmetrics_is_strict_about_its_frame() {
    let reasons = |text: &str| -> Vec<String> {
        let p = parse(text, Some("application/openmetrics-text")).unwrap();
        p.broken.into_iter().map(|b| b.reason).collect()
    };
    assert!(reasons("a 1\n")[0].contains("# EOF"));
    assert!(reasons("a 1\n\nb 1\n# EOF\n")[0].contains("empty line"));
    assert!(reasons("a 1\n# EOF\nb 1\n")[0].contains("after # EOF"));
}

#[test]
fn a_mark_of_byte_order_and_crlf_are_tolerated() {
    let p = page("\u{feff}# TYPE a gauge\r\na 1\r\n");
    assert_eq!(family(&p, "a").kind, Type::Gauge);
    assert!(p.broken[0].reason.contains("byte order mark"));
}

#[test]
fn what_is_no_page_is_said() {
    for (text, word) in [
        ("", "empty"),
        (" \n\n", "empty"),
        ("<!DOCTYPE html><html></html>", "HTML"),
        ("\n <html>\n<body>a 1</body>", "HTML"),
        ("{\"a\": 1}", "JSON"),
        ("[1]", "JSON"),
        ("# only comments\n", "only comments"),
        ("Not found\n", "no page of metrics"),
    ] {
        let said = parse(text, Some("text/plain")).unwrap_err();
        assert!(said.contains(word), "{text:?}: {said}");
    }
}

#[test]
fn a_page_without_order_joins_the_lines_of_a_family() {
    let p = page("# TYPE a gauge\na 1\nb 1\na 2\nb 2\n# HELP a A.\na 3\n");
    assert_eq!(p.families.len(), 2);
    assert_eq!(
        (family(&p, "a").kind, family(&p, "a").samples),
        (Type::Gauge, 3)
    );
    assert_eq!(family(&p, "b").samples, 2);
}

#[test]
fn a_million_lines_keep_few_families() {
    let mut text = String::from("# TYPE a gauge\n");
    for n in 0..1_000_000 {
        use std::fmt::Write as _;
        writeln!(text, "a{{queue=\"orders-{n}\",shard=\"{}\"}} {n}.5", n % 16).unwrap();
    }
    let p = page(&text);
    assert_eq!((p.families.len(), p.samples), (1, 1_000_000));
    assert_eq!(p.families[0].labels, ["queue", "shard"]);
}
