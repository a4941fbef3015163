//! Rules and samples that can't be used: each is told with its file and line, and leaves no workspace.

use super::lab::{assert_refused, assert_same, everything, from, good, run, step, world};

const GOOD: &str = "jmx_metrics:\n  - include:\n      domain: acme\n      bean: 'acme:type=A'\n      attribute:\n        \
    Depth: {alias: acme_queue.depth}\n";

#[test]
fn rules_that_can_not_be_used() {
    let world = world();
    let before = everything(&world.clone);
    let twice = format!(
        "{GOOD}{}",
        GOOD.replace("jmx_metrics:\n", "")
            .replace(".depth", ".other")
    );
    let cases: [(String, &[&str]); 8] = [
        (
            "jmx_metrics: [\n".into(),
            &["rules.yaml:", "not valid YAML"],
        ),
        (
            String::new(),
            &["rules.yaml", "no jmx_metrics", "Begin with jmx_metrics:"],
        ),
        ("init_config: {}\n".into(), &["no jmx_metrics"]),
        (
            twice,
            &["rules.yaml:11:", "acme:type=A", "Depth twice", "Keep one"],
        ),
        (
            GOOD.replace("include", "exclude"),
            &["rules.yaml:2:", "Rule 1 has no include"],
        ),
        (
            GOOD.replace("alias: acme_queue.depth", ""),
            &["rules.yaml:6:", "Depth has no alias", "acme_queue.depth"],
        ),
        (
            GOOD.replace("acme_queue.depth", "other.depth"),
            &["must begin with acme_queue."],
        ),
        (
            GOOD.replace("depth}", "depth, metric_type: speed}"),
            &["metric_type", "monotonic_count"],
        ),
    ];
    for (rules, words) in cases {
        world.write("rules.yaml", &rules);
        let run = run(
            &world,
            &from("jmx", "source: { jmx: { metrics: rules.yaml } }\n"),
            "framework",
        );
        assert_refused(&run, 2, words);
        assert!(!world.workspace().exists(), "left a workspace:\n{rules}");
    }
    for source in ["", "source: { jmx: { metrics: '' } }\n"] {
        let run = run(&world, &from("jmx", source), "framework");
        assert_refused(&run, 2, &["source.jmx.metrics", "metrics.yaml"]);
    }
    assert_same(&before, &world.clone);
}

#[test]
fn log_sources_that_can_not_be_used() {
    let world = world();
    let before = everything(&world.clone);
    world.write("empty.log", " \n\n");
    world.write("acme.log", "one\ntwo\n");
    let cases: [(&str, &[&str]); 8] = [
        ("", &["source.logs.path", "source.logs.sample"]),
        (
            "{ path: '', sample: acme.log }",
            &["source.logs.path", "/var/log"],
        ),
        (
            "{ path: /x.log }",
            &["source.logs.sample", "where an entry begins"],
        ),
        (
            "{ path: /x.log, sample: missing.log }",
            &["missing.log", "No such file"],
        ),
        (
            "{ path: /x.log, sample: empty.log }",
            &["empty.log", "holds no line"],
        ),
        (
            "{ path: x.log, sample: acme.log }",
            &["source.logs.path", "relative"],
        ),
        ("{ path: /x/, sample: acme.log }", &["names a folder"]),
        (
            "{ path: /x.log, sample: acme.log, source: A b }",
            &["source.logs.source", "lower-case"],
        ),
    ];
    for (logs, words) in cases {
        let source = match logs {
            "" => String::new(),
            logs => format!("source: {{ logs: {logs} }}\n"),
        };
        let run = run(&world, &from("logs", &source), "framework");
        assert_refused(&run, 2, words);
        assert!(!world.workspace().exists(), "left a workspace: {logs}");
    }
    let beside = format!("{}logs: [{{ source: acme }}]\n", good());
    assert_refused(
        &run(&world, &beside, "framework"),
        2,
        &["logs[0].path", "has no path"],
    );
    assert_same(&before, &world.clone);
}

#[test]
fn options_that_nobody_would_read() {
    let world = world();
    world.write("rules.yaml", GOOD);
    let source = "source: { jmx: { metrics: rules.yaml } }\noptions: [{ name: limit }]\n";
    assert_refused(
        &run(&world, &from("jmx", source), "prototype"),
        2,
        &["options", "JMXFetch"],
    );
}

#[test]
fn another_kind_in_the_same_workspace_takes_nothing_over() {
    let world = world();
    world.write("rules.yaml", GOOD);
    world.write("acme.log", "one\ntwo\n");
    let jmx = from("jmx", "source: { jmx: { metrics: rules.yaml } }\n");
    let logs = from(
        "logs",
        "source: { logs: { path: /x.log, sample: acme.log } }\n",
    );
    let there = |path: &str| world.workspace().join(path).exists();
    for _ in 0..2 {
        for (text, main) in [
            (&jmx, "conf.d/custom_acme_queue.d/metrics.yaml"),
            (&logs, "samples/custom_acme_queue.log"),
            (&good(), "checks.d/custom_acme_queue.py"),
        ] {
            let run = run(&world, text, "prototype");
            assert_eq!(
                (run.exit, step(&run, "prototype")),
                (0, "done"),
                "{:#}",
                run.json
            );
            let all = [
                "conf.d/custom_acme_queue.d/metrics.yaml",
                "samples/custom_acme_queue.log",
                "checks.d/custom_acme_queue.py",
            ];
            for path in all {
                assert_eq!(there(path), path == main, "{path}");
            }
        }
    }
}
