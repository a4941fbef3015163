//! Checks run on the Agent's own base class: what they emit, what is read, and how they fail.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::capture::Submission;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::runner::{Request, run};
use std::path::Path;
use std::time::{Duration, Instant};

#[macro_use]
mod toolchain_support;
#[path = "runner/signals.rs"]
mod signals;
use toolchain_support::prototype::{EMPTY, Prototype, error};

#[test]
fn everything_a_check_submits_is_captured() {
    let toolchain = toolchain_or_return!();
    let prototype = Prototype::body(
        "self.gauge('g', 1.5, tags=['queue:orders'])\n\
         self.rate('r', 2)\n\
         self.count('c', 3)\n\
         self.monotonic_count('m', 4)\n\
         self.histogram('h', 5)\n\
         self.historate('hr', 6)\n\
         self.increment('i')\n\
         self.gauge('none', None)\n\
         self.gauge('nan', float('nan'))\n\
         self.gauge('bad-name', 1)\n\
         self.gauge('tagged', 1, tags=['host:x'])\n\
         self.service_check('can_connect', AgentCheck.CRITICAL, message='no', tags=['a:b'])\n\
         self.event({'msg_title': 'T', 'msg_text': 'X', 'tags': ['t:1']})\n\
         self.log.info('hello %s', 'there')\n\
         self.log.debug('\\x1b[2Jdebug')\n\
         self.warning('careful')\n\
         print('printed')",
        EMPTY,
    );
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    assert!(capture.is_good());
    assert_eq!((capture.check.as_str(), capture.runs), ("custom_acme", 2));
    let types: Vec<(&str, Submission, u32)> = capture
        .metrics
        .iter()
        .filter(|m| m.run == 2)
        .map(|m| (m.name.as_str(), m.submission, m.scene))
        .collect();
    assert_eq!(
        types,
        [
            ("acme.g", Submission::Gauge, 0),
            ("acme.r", Submission::Rate, 0),
            ("acme.c", Submission::Count, 0),
            ("acme.m", Submission::MonotonicCount, 0),
            ("acme.h", Submission::Histogram, 0),
            ("acme.hr", Submission::Historate, 0),
            ("acme.i", Submission::Counter, 0),
            ("acme.nan", Submission::Gauge, 0),
            ("acme.bad-name", Submission::Gauge, 0),
            ("acme.tagged", Submission::Gauge, 0),
        ]
    );
    assert_eq!(capture.metrics.len(), 20);
    assert_eq!(capture.metrics[0].value, Some(1.5));
    assert_eq!(capture.metrics[0].tags, ["queue:orders"]);
    assert_eq!(capture.metrics[7].value, None);
    let dropped: Vec<&str> = capture.dropped.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(dropped, ["acme.none", "acme.nan", "acme.bad-name"]);
    assert!(capture.dropped[2].reason.contains("acme.bad_name"));
    let check = &capture.service_checks[0];
    assert_eq!(
        (check.name.as_str(), check.status, check.message.as_str()),
        ("acme.can_connect", 2, "no")
    );
    assert_eq!(capture.service_checks.len(), 2);
    assert_eq!(capture.events[0].title, "T");
    let line = |level: &str, message: &str| {
        let found =
            |l: &ddint_tui::core::capture::LogLine| l.level == level && l.message == message;
        assert!(
            capture.log_lines.iter().any(found),
            "{message}: {:?}",
            capture.log_lines
        );
    };
    line("info", "hello there");
    line("debug", "debug");
    line("output", "printed");
    assert!(capture.warnings.iter().any(|w| w == "careful"));
    assert!(capture.warnings.iter().any(|w| w.contains("'host'")));
    assert!(capture.duration_ms > 0.0);
}

#[test]
fn an_instance_is_masked_by_the_same_table() {
    let toolchain = toolchain_or_return!();
    let table = include_str!("credentials.txt").lines().enumerate();
    let rows: Vec<(usize, &str, &str)> = table
        .filter_map(|(n, line)| line.split_once(' ').map(|(w, key)| (n, w, key)))
        .collect();
    let lines: Vec<String> = rows
        .iter()
        .map(|(n, _, key)| format!("    {key}: value-{n}-of-many\n"))
        .collect();
    let conf = format!("init_config:\ninstances:\n  - first: 1\n{}", lines.concat());
    let capture = Prototype::body("self.gauge('g', 1)", &conf).run(toolchain);
    for (n, wanted, key) in rows {
        let masked = capture.instance[key] == "********";
        assert_eq!(masked, wanted == "yes", "{key}: {n}");
    }
}

#[test]
fn the_source_is_inspected_and_secrets_are_masked_everywhere() {
    let toolchain = toolchain_or_return!();
    let code = "import requests\nimport yaml as y\nimport json\nfrom datadog_checks.base import AgentCheck, is_affirmative\n\
        import helper\n\n\nclass AcmeCheck(AgentCheck):\n    __NAMESPACE__ = 'acme'\n\n    def check(self, instance):\n        \
        url = instance['url']\n        deep = is_affirmative(self.instance.get('deep', False))\n        \
        queues = self.instance.get('queues', ['a'])\n        token = instance['headers']['Authorization']\n        \
        self.log.info('token %s at %s %s', token, url, deep)\n        print('printing', token)\n        \
        self.gauge('queues', len(queues) + helper.ONE, tags=['t:' + token])\n        raise ValueError('no access with ' + token)\n";
    let conf = "init_config:\ninstances:\n  - url: http://x\n    headers:\n      Authorization: Bearer s3cr3t-value-1234\n    password: hunter22\n";
    let prototype = Prototype::new(code, conf);
    std::fs::write(prototype.dir.path().join("helper.py"), "ONE = 1\n").unwrap();
    let capture = prototype.run(toolchain);
    let inspection = &capture.inspection;
    assert_eq!(inspection.class, "AcmeCheck");
    assert_eq!(inspection.namespace.as_deref(), Some("acme"));
    assert_eq!(inspection.imports, ["requests", "yaml"]);
    let options: Vec<(&str, bool, String)> = inspection
        .options
        .iter()
        .map(|o| {
            let default = o
                .default
                .as_ref()
                .map_or(String::new(), ToString::to_string);
            (o.name.as_str(), o.required, default)
        })
        .collect();
    for wanted in [
        ("url", true, ""),
        ("headers", true, ""),
        ("deep", false, "false"),
        ("queues", false, "[\"a\"]"),
    ] {
        assert!(
            options.iter().any(|o| (o.0, o.1, o.2.as_str()) == wanted),
            "{wanted:?}: {options:?}"
        );
    }
    assert_eq!(options.len(), 4);
    let text = serde_json::to_string(&capture).unwrap();
    assert!(
        !text.contains("s3cr3t") && !text.contains("hunter22"),
        "{text}"
    );
    assert_eq!(capture.instance["url"], "http://x");
    assert_eq!(capture.instance["password"], "********");
    let (kind, message) = error(&capture);
    assert_eq!((kind, message), ("ValueError", "no access with ********"));
    let frames = &capture.error.as_ref().unwrap().frames;
    assert_eq!(frames.len(), 1);
    assert_eq!(Path::new(&frames[0].file), prototype.file());
    assert_eq!(frames[0].line, 19);
    assert!(frames[0].text.starts_with("raise ValueError"));
}

#[test]
fn what_cannot_run_says_what_and_where() {
    let toolchain = toolchain_or_return!();
    let capture = Prototype::new("import os\ndef (\n", EMPTY).run(toolchain);
    assert_eq!(error(&capture).0, "Import");
    assert!(error(&capture).1.starts_with("SyntaxError"));
    assert_eq!(capture.error.unwrap().frames[0].line, 2);

    let capture = Prototype::new("\nimport nothing_like_it\n", EMPTY).run(toolchain);
    assert_eq!(error(&capture).0, "Import");
    assert!(error(&capture).1.contains("nothing_like_it"));
    assert_eq!(capture.error.unwrap().frames[0].line, 2);

    let capture = Prototype::new(
        "from datadog_checks.base import AgentCheck\nclass A: pass\n",
        EMPTY,
    )
    .run(toolchain);
    assert_eq!(error(&capture).0, "NoCheck");
    assert!(error(&capture).1.contains("AgentCheck"));

    for (conf, wanted) in [
        ("a: [\n", "not valid YAML"),
        ("[]", "no mapping"),
        ("init_config:\n", "no list of instances"),
        ("instances:\n  - 3\n", "not a mapping"),
    ] {
        let capture = Prototype::body("pass", conf).run(toolchain);
        assert_eq!(error(&capture).0, "Configuration", "{conf}");
        assert!(error(&capture).1.contains(wanted), "{:?}", error(&capture));
    }

    let missing = Prototype::body("pass", EMPTY);
    std::fs::remove_file(missing.file()).unwrap();
    let capture = missing.run(toolchain);
    assert_eq!(error(&capture).0, "Output");
    assert!(error(&capture).1.contains("custom_acme.py"));
}

#[test]
fn a_check_that_ends_its_process_is_named() {
    let toolchain = toolchain_or_return!();
    for (body, kind, wanted) in [
        ("sys.exit(3)", "SystemExit", "sys.exit(3)"),
        ("os._exit(7)", "Killed", "exit status 7"),
        ("os.kill(os.getpid(), 9)", "Killed", "signal 9"),
        ("os.kill(os.getpid(), 11)", "Killed", "signal 11"),
        ("raise KeyboardInterrupt()", "KeyboardInterrupt", ""),
        (
            "self.gauge('x', 'not a number')",
            "ValueError",
            "non float value",
        ),
    ] {
        let capture = Prototype::body(body, EMPTY).run(toolchain);
        let (got, message) = error(&capture);
        assert_eq!(got, kind, "{body}: {message}");
        assert!(message.contains(wanted), "{body}: {message}");
    }
}

#[test]
fn a_check_that_never_ends_is_ended_and_its_line_is_known() {
    let toolchain = toolchain_or_return!();
    let mut prototype = Prototype::body(
        "self.gauge('before', 1)\nwhile True:\n    time.sleep(0.01)",
        EMPTY,
    );
    prototype.limit = Duration::from_secs(4);
    let capture = prototype.run(toolchain);
    assert_eq!(error(&capture).0, "Timeout");
    assert!(error(&capture).1.contains("4 s"));
    assert_eq!(
        capture.metric_names().into_iter().collect::<Vec<_>>(),
        ["acme.before"]
    );
    let frames = &capture.error.as_ref().unwrap().frames;
    assert!(
        frames.iter().any(|f| f.line == 10 || f.line == 11),
        "{frames:?}"
    );

    // One that does not even listen to being asked.
    let mut prototype = Prototype::body(
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        EMPTY,
    );
    prototype.limit = Duration::from_secs(3);
    assert_eq!(error(&prototype.run(toolchain)).0, "Timeout");
}

#[test]
fn cancelling_a_run_ends_it_soon() {
    let toolchain = toolchain_or_return!();
    let prototype = Prototype::body("print('up', flush=True)\ntime.sleep(300)", EMPTY);
    let cancel = CancelToken::new();
    let asked = cancel.clone();
    let started = Instant::now();
    let capture = prototype.run_with(toolchain, &cancel, &mut |line| {
        if line.contains("up") {
            asked.cancel();
        }
    });
    assert_eq!(error(&capture).0, "Canceled");
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_flood_of_output_with_control_codes_does_no_harm() {
    let toolchain = toolchain_or_return!();
    let prototype = Prototype::body(
        "sys.stdout.write('\\x1b[2J\\x1b]0;x\\x07line\\n' * 50000)\nos.write(1, b'\\xff\\xfe\\n')\nself.gauge('x', 1)",
        EMPTY,
    );
    let mut lines = 0;
    let capture = prototype.run_with(toolchain, &CancelToken::new(), &mut |line| {
        lines += 1;
        assert!(!line.contains("\x1b[2J"));
    });
    assert_eq!(capture.error, None);
    assert_eq!(lines, 100_002);
    assert!(capture.log_lines.len() < 3000);
    assert!(!serde_json::to_string(&capture).unwrap().contains("\\u001b"));
}

#[test]
fn commands_are_recorded() {
    let toolchain = toolchain_or_return!();
    let body = "from datadog_checks.base.utils.subprocess_output import get_subprocess_output\n\
        out, err, code = get_subprocess_output(['sh', '-c', 'echo depth=3; echo careful >&2'], self.log)\n\
        self.gauge('depth', int(out.strip().split('=')[1]))";
    let capture = Prototype::body(body, EMPTY).run(toolchain);
    assert_eq!(capture.error, None);
    assert_eq!(capture.commands.len(), 1);
    let command = &capture.commands[0];
    assert_eq!(command.argv, ["sh", "-c", "echo depth=3; echo careful >&2"]);
    assert_eq!(
        (command.stdout.as_str(), command.stderr.as_str()),
        ("depth=3\n", "careful\n")
    );
}

#[test]
fn every_instance_runs_and_an_import_of_the_package_works() {
    let toolchain = toolchain_or_return!();
    let prototype = Prototype::body(
        "self.gauge('x', instance['n'])",
        "init_config:\ninstances:\n  - n: 1\n  - n: 2\n",
    );
    let capture = prototype.run(toolchain);
    let values: Vec<Option<f64>> = capture.metrics.iter().map(|m| m.value).collect();
    assert_eq!(values, [Some(1.0), Some(2.0), Some(1.0), Some(2.0)]);

    let package = prototype.dir.path().join("datadog_checks/acme");
    std::fs::create_dir_all(&package).unwrap();
    std::fs::write(package.join("__init__.py"), "").unwrap();
    std::fs::write(package.join("names.py"), "NAME = 'inside'\n").unwrap();
    let code = "from datadog_checks.base import AgentCheck\nfrom .names import NAME\n\n\n\
        class AcmeCheck(AgentCheck):\n    def check(self, _):\n        self.gauge(NAME, 1)\n";
    std::fs::write(package.join("check.py"), code).unwrap();
    let request = Request {
        check: &package.join("check.py"),
        conf: &prototype.dir.path().join("conf.yaml"),
        class: Some("AcmeCheck"),
        name: "acme",
        scenes: vec![],
        stand_in: None,
        database: None,
        time_limit: Duration::from_secs(60),
    };
    let capture = run(toolchain, &request, &CancelToken::new(), &mut |_| {});
    assert_eq!(capture.error, None);
    assert!(capture.metric_names().contains("inside"));
}

/// The tests of an integration need what the instance names, and nothing else of this machine.
#[test]
fn a_file_that_the_check_reads_is_kept_and_a_secret_one_is_not() {
    let toolchain = toolchain_or_return!();
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (stats, key) = (file("stats.txt", "depth 3\n"), file("id.pem", "private"));
    let key_file = file("id.key", "private, too");
    let other = file("other.txt", "not named");
    let prototype = Prototype::body(
        &format!(
            "from pathlib import Path\n\
             for path in (instance['stats'], instance['tls_private_key'], instance['Key_File'], {other:?}):\n\
             \x20   Path(path).read_text()\n\
             self.gauge('depth', 3)"
        ),
        &format!(
            "init_config:\n  region: eu\n\ninstances:\n  - stats: {stats}\n    tls_private_key: {key}\n    Key_File: {key_file}\n  - stats: {stats}\n    tls_private_key: {key}\n    Key_File: {key_file}\n    tags: [second]\n"
        ),
    );
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    assert_eq!(capture.files.len(), 1, "{:?}", capture.files);
    assert_eq!(
        (
            capture.files[0].path.as_str(),
            capture.files[0].text.as_str()
        ),
        (stats.as_str(), "depth 3\n")
    );
    assert_eq!(capture.init_config["region"], "eu");
    assert_eq!(capture.instances.len(), 2);
    assert_eq!(capture.instance, capture.instances[0]);
}
