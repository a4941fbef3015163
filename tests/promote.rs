//! Promotion of prototypes in every style.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

mod rendering;

use ddint_tui::core::answers::{Answers, Kind, Track};
use ddint_tui::core::capture::{Capture, Inspection, Metric, ServiceCheck, Submission};
use ddint_tui::scaffold::promote::{PromoteError, Promoted, Renames, promote};
use rendering::{answers, python};

fn capture(class: &str, namespace: Option<&str>, names: &[&str]) -> Capture {
    Capture {
        metrics: names
            .iter()
            .map(|n| Metric {
                name: (*n).into(),
                submission: Submission::Gauge,
                value: Some(1.0),
                tags: vec![],
                hostname: String::new(),
                run: 1,
                scene: 0,
            })
            .collect(),
        inspection: Inspection {
            class: class.into(),
            namespace: namespace.map(Into::into),
            ..Inspection::default()
        },
        ..Capture::default()
    }
}

fn acme() -> Answers {
    answers("Acme Queue", Kind::Blank, Track::Community)
}

fn go(source: &str, stem: &str, capture: &Capture) -> (Result<Promoted, PromoteError>, Renames) {
    let renames = Renames::of(source, stem, capture, &acme());
    (promote(&python(), source, stem, capture, &acme()), renames)
}

#[test]
fn final_code_stays_byte_for_byte() {
    let source = "from datadog_checks.base import AgentCheck\n\n\nclass AcmeQueueCheck(AgentCheck):\n    __NAMESPACE__ = 'acme_queue'\n\n    def check(self, instance):\n        self.gauge('depth', 1)  # now\n";
    let capture = capture("AcmeQueueCheck", Some("acme_queue"), &["acme_queue.depth"]);
    let (promoted, renames) = go(source, "custom_acme_queue", &capture);
    assert_eq!(promoted.unwrap().check, source);
    assert_eq!(renames.rename("acme_queue.depth"), "acme_queue.depth");
}

#[test]
fn the_prototypes_own_name_becomes_the_prefix() {
    let source = "from datadog_checks.base import AgentCheck\nclass C(AgentCheck):\n\tdef check(self, i):\n\t\tself.gauge(f\"custom_acme_queue.{i['k']}\", 1)\n\t\tself.gauge('custom_acme_queue.b', 1) # custom_acme_queue\n\t\tself.gauge('not_custom_acme_queue', 1)\n";
    let capture = capture("C", None, &["custom_acme_queue.a", "custom_acme_queue.b"]);
    let (promoted, renames) = go(source, "custom_acme_queue", &capture);
    let check = promoted.unwrap().check;
    assert!(check.contains("f\"acme_queue.{i['k']}\""), "{check}");
    assert!(
        check.contains("'acme_queue.b', 1) # acme_queue\n"),
        "{check}"
    );
    assert!(check.contains("'not_custom_acme_queue'") && check.contains("\tdef check"));
    assert!(
        check.contains("class AcmeQueueCheck(AgentCheck):") && !check.contains("__NAMESPACE__")
    );
    assert_eq!(renames.rename("custom_acme_queue.a"), "acme_queue.a");
}

#[test]
fn names_without_the_prefix_get_a_namespace() {
    let source = "from datadog_checks.base import AgentCheck\r\n\r\n\r\nclass Stats(AgentCheck):\r\n    \"\"\"Reads stats.\"\"\"\r\n\r\n    def check(self, instance):\r\n        super(Stats, self)\r\n        self.gauge('depth', 1)\r\n";
    let capture = capture("Stats", None, &["depth"]);
    let (promoted, renames) = go(source, "stats", &capture);
    let check = promoted.unwrap().check;
    assert!(!check.contains('\r'));
    assert!(
        check.contains(
            "    \"\"\"Reads stats.\"\"\"\n\n    __NAMESPACE__ = 'acme_queue'\n\n    def check"
        ),
        "{check}"
    );
    assert!(check.contains("super(AcmeQueueCheck, self)"));
    assert_eq!(renames.rename("depth"), "acme_queue.depth");
}

#[test]
fn another_namespace_is_rewritten() {
    let source = "from datadog_checks.base import AgentCheck\nclass S(AgentCheck):\n    __NAMESPACE__ = \"acmeq\"  # ours\n    def check(self, i): self.gauge('depth', 1)\n";
    let capture = capture("S", Some("acmeq"), &["acmeq.depth"]);
    let (promoted, renames) = go(source, "acmeq", &capture);
    assert!(
        promoted
            .unwrap()
            .check
            .contains("__NAMESPACE__ = 'acme_queue'  # ours")
    );
    assert_eq!(renames.rename("acmeq.depth"), "acme_queue.depth");
}

#[test]
fn a_single_name_without_the_prefix_is_written_with_it() {
    let source = "from datadog_checks.base import AgentCheck\nclass S(AgentCheck):\n    def check(self, i):\n        self.gauge('acme_queue.depth', 1)\n        self.gauge(\"lag\", 1)\n        self.gauge('x' + 'y', 1)\n";
    let capture = capture("S", None, &["acme_queue.depth", "lag", "xy"]);
    let (promoted, renames) = go(source, "s", &capture);
    assert!(
        promoted
            .unwrap()
            .check
            .contains("self.gauge(\"acme_queue.lag\", 1)")
    );
    assert_eq!(renames.rename("lag"), "acme_queue.lag");
    assert_eq!(renames.unresolved, ["xy"]);
}

#[test]
fn old_imports_are_repaired_and_other_comments_stay() {
    let source = "# -*- coding: utf-8 -*-\n# Made by Zo\u{eb}\n# the following try/except block will make the check work with any Agent\ntry:\n    # first\n    from datadog_checks.base import AgentCheck\nexcept ImportError:\n    from checks import AgentCheck\n\n# content of the special variable __version__ will be shown\n__version__ = '1.0.0'\n\n\nclass S(AgentCheck):\n    def check(self, i):\n        self.gauge('acme_queue.\u{e9}', 1)\n";
    let (promoted, _) = go(source, "s", &capture("S", None, &["acme_queue.e"]));
    let check = promoted.unwrap().check;
    assert!(check.starts_with("# -*- coding: utf-8 -*-\n# Made by Zo\u{eb}\nfrom datadog_checks.base import AgentCheck\n"), "{check}");
    assert!(
        !check.contains("try:") && !check.contains("__version__"),
        "{check}"
    );

    let source = "\u{feff}from checks import AgentCheck\nclass S(AgentCheck):\n    def check(self, i): pass\n";
    let (promoted, _) = go(source, "s", &capture("S", None, &["acme_queue.e"]));
    assert!(
        promoted
            .unwrap()
            .check
            .starts_with("from datadog_checks.base import AgentCheck\n")
    );
}

#[test]
fn the_class_that_ran_is_renamed_among_several() {
    let source = "from datadog_checks.base import AgentCheck\n\n\nclass Base(AgentCheck):\n    pass\n\n\n@staticmethod\nclass Two(Base): x = 1\n\n\nclass Three(Base):\n    pass\n";
    let (promoted, _) = go(source, "s", &capture("Two", None, &["depth"]));
    let check = promoted.unwrap().check;
    assert!(
        check.contains(
            "class AcmeQueueCheck(Base): \n    __NAMESPACE__ = 'acme_queue'\n\n    x = 1"
        ),
        "{check}"
    );
    assert!(check.contains("class Base(AgentCheck)") && check.contains("class Three(Base)"));
}

#[test]
fn what_is_no_check_is_refused_with_its_line() {
    let (result, _) = go("print 'x'\n", "s", &capture("S", None, &[]));
    assert!(
        matches!(result, Err(PromoteError::Source { line: Some(1), .. })),
        "{result:?}"
    );
    let (result, _) = go("x = 1\n", "s", &capture("S", None, &[]));
    assert!(result.unwrap_err().to_string().contains("AgentCheck"));
    let source = "from datadog_checks.base import AgentCheck\nclass AcmeQueueCheck: pass\nclass S(AgentCheck): pass\n";
    let (result, _) = go(source, "s", &capture("S", None, &["acme_queue.a"]));
    assert!(
        matches!(result, Err(PromoteError::Source { line: Some(2), .. })),
        "{result:?}"
    );
    let python = std::path::Path::new("/nonexistent/python");
    let result = promote(python, "x", "s", &capture("S", None, &[]), &acme());
    assert!(matches!(result, Err(PromoteError::Python { .. })));
}

#[test]
fn the_capture_follows() {
    let mut capture = capture("S", None, &["custom_acme_queue.depth"]);
    capture.service_checks.push(ServiceCheck {
        name: "custom_acme_queue.up".into(),
        status: 0,
        tags: vec![],
        message: String::new(),
        hostname: String::new(),
        run: 1,
    });
    let source = "self.gauge('custom_acme_queue.depth'); 'custom_acme_queue.up'";
    let new = Renames::of(source, "custom_acme_queue", &capture, &acme()).capture(&capture);
    assert_eq!(new.metrics[0].name, "acme_queue.depth");
    assert_eq!(new.service_checks[0].name, "acme_queue.up");

    // Names made of `self.name`, which is the folder's name in the integration.
    let renames = Renames::of(
        "f'{self.name}.depth'",
        "custom_acme_queue",
        &capture,
        &acme(),
    );
    assert_eq!(
        renames.rename("custom_acme_queue.depth"),
        "acme_queue.depth"
    );
}

/// Without it the base class cuts off a page of more than 2000 lines.
#[test]
fn an_openmetrics_check_gets_no_limit_unless_it_has_one() {
    let source = |limit: &str| {
        format!(
            "from datadog_checks.base import OpenMetricsBaseCheckV2\n\n\nclass C(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = 'old'\n{limit}"
        )
    };
    let mut capture = capture("C", Some("old"), &["old.a"]);
    capture.inspection.openmetrics = true;
    let added = go(&source(""), "custom_acme_queue", &capture).0.unwrap();
    assert!(
        added
            .check
            .contains("    __NAMESPACE__ = 'acme_queue'\n    DEFAULT_METRIC_LIMIT = 0\n"),
        "{}",
        added.check
    );
    let own = source("    DEFAULT_METRIC_LIMIT = 50\n");
    let kept = go(&own, "custom_acme_queue", &capture).0.unwrap().check;
    assert_eq!(kept.matches("DEFAULT_METRIC_LIMIT").count(), 1, "{kept}");
}
