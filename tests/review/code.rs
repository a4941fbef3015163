//! The check and its tests.

use crate::world::{CHECK, Case};

const UNIT: &str = "tests/test_unit.py";
const CRITICAL: &str = "self.service_check('openmetrics.health', AgentCheck.CRITICAL, tags=tags";

const MAP: &str = "datadog_checks/acme_queue/metrics.py";
/// A family with a label that is a reserved tag.
const SERVICE: &str = "# TYPE acme_queue_up gauge\nacme_queue_up{service=\"a\"} 1\n";

/// A series for each of as many values of a label.
fn values(label: &str, number: usize) -> String {
    (0..number)
        .map(|n| format!("acme_queue_clients{{{label}=\"{n}\"}} 1\n"))
        .collect()
}

/// A series for each of as many addresses.
fn peers(number: usize) -> String {
    (1..=number)
        .map(|n| format!("acme_queue_clients{{peer=\"192.0.2.{n}:90{n}0\"}} 1\n"))
        .collect()
}

pub const CASES: &[Case] = &[
    Case {
        rule: "check-unlisted",
        fires: &[
            |w| w.check("self.service_check('up', AgentCheck.OK, tags=tags)"),
            |w| w.put("assets/service_checks.json", "[]"),
        ],
        silent: &[
            |w| w.check("self.service_check('openmetrics.health', AgentCheck.OK, tags=tags)"),
            |w| {
                w.check(
                    "self.service_check('acme_queue.openmetrics.health', AgentCheck.OK, tags=tags)",
                )
            },
            |w| w.check("self.service_check(name, AgentCheck.OK, tags=tags)"),
        ],
    },
    Case {
        rule: "code-forbidden",
        fires: &[
            |w| w.module("import requests", "requests.get('http://x', timeout=3)"),
            |w| w.module("from subprocess import run", "run(['x'])"),
            |w| {
                w.module(
                    "import threading",
                    "threading.Thread(target=tags.clear).start()",
                )
            },
            |w| w.module("import time", "time.sleep(3)"),
            |w| w.check("print('x')"),
            |w| w.check("eval(tags[0])"),
            |w| w.module("import urllib.request", "pass"),
            |w| w.check("run(['x'], shell = True)"),
        ],
        silent: &[
            |w| {
                w.module(
                    "import requests",
                    "try:\n    self.http.get('x')\nexcept requests.exceptions.Timeout:\n    raise",
                )
            },
            |w| {
                w.module("from requests.exceptions import (\n    HTTPError,\n    Timeout,\n)\nfrom urllib.parse import urljoin", "pass")
            },
            |w| w.check("# print('x')\nself.log.debug('print(x) and eval(y)')\nself.pprint(1)"),
            |w| {
                w.module(
                    "from datadog_checks.base.utils.subprocess_output import get_subprocess_output",
                    "pass",
                )
            },
            |w| w.put("tests/helper.py", "import time\n\ntime.sleep(3)\n"),
        ],
    },
    Case {
        rule: "code-timeout",
        fires: &[
            |w| w.module("import socket", "socket.create_connection(('x', 1))"),
            |w| w.module("import requests", "requests.get('x')"),
        ],
        silent: &[
            |w| {
                w.module(
                    "import socket",
                    "socket.create_connection(('x', 1), timeout=3)",
                )
            },
            |w| w.module("import socket", "socket.create_connection(('x', 1), 3)"),
            |w| w.check("self.http.get('x')"),
        ],
    },
    Case {
        rule: "code-instance-tags",
        fires: &[
            |w| w.check("self.gauge('depth', 1)"),
            |w| w.check("self.service_check('openmetrics.health', AgentCheck.OK)"),
            |w| {
                w.put(CHECK, "class A(AgentCheck):\n    def check(self, _):\n        self.gauge('depth', 1, tags=['a:b'])\n")
            },
        ],
        silent: &[
            |w| {
                w.check("self.gauge('depth', f(1, 2), tags)\nself.count('depth', 1, tags=tags + ['a:b'])")
            },
            |w| w.check("self.gauge('depth', 1, **options)"),
            |w| {
                w.put(CHECK, "class A(AgentCheck):\n    def check(self, _):\n        self.gauge('depth', 1, tags=self.config.tags)\n")
            },
            // The scraper has added them.
            |w| {
                w.put(CHECK, "class A(OpenMetricsBaseCheckV2):\n    DEFAULT_METRIC_LIMIT = 0\n\n    def transform(self, metric, samples, _):\n        for sample, tags, _ in samples:\n            self.gauge('depth', sample.value, tags=tags)\n")
            },
        ],
    },
    Case {
        rule: "code-broad-except",
        fires: &[
            |w| w.check("try:\n    x()\nexcept Exception:\n    self.log.debug('x')"),
            |w| w.check("try:\n    x()\nexcept:\n    pass"),
        ],
        silent: &[
            |w| {
                w.check("try:\n    x()\nexcept Exception as e:\n    self.log.debug('x')\n    raise")
            },
            |w| w.check("try:\n    x()\nexcept ValueError:\n    pass"),
            |w| {
                w.check(&format!(
                    "try:\n    x()\nexcept Exception as e:\n    {CRITICAL}, message=str(e))"
                ))
            },
        ],
    },
    Case {
        rule: "code-critical-message",
        fires: &[|w| w.check(&format!("{CRITICAL})"))],
        silent: &[
            |w| w.check(&format!("{CRITICAL}, message=str(e))")),
            |w| {
                w.check("self.service_check('openmetrics.health', AgentCheck.CRITICAL, tags, None, 'down')")
            },
            |w| w.check("self.service_check('openmetrics.health', AgentCheck.OK, tags=tags)"),
        ],
    },
    Case {
        rule: "tag-reserved",
        fires: &[
            |w| w.check("self.gauge('depth', 1, tags=tags + [f'host:{name}'])"),
            |w| w.check("tags.append('version:{}'.format(version))"),
            |w| w.check("tags = [\n    'a:b',\n    'env:prod',\n]"),
            |w| w.module("COLUMNS = [{'name': 'cluster', 'type': 'tag'}]", "pass"),
            |w| {
                w.append("tests/fixtures/metrics.txt", SERVICE);
                w.edit(
                    MAP,
                    "'acme_queue_depth'",
                    "'acme_queue_up': 'up',\n    'acme_queue_depth'",
                );
            },
            |w| {
                w.append("tests/fixtures/metrics.txt", SERVICE);
                w.edit(CHECK, "[METRICS]", "['acme_.+']");
            },
        ],
        silent: &[
            // The check does not collect it.
            |w| w.append("tests/fixtures/metrics.txt", SERVICE),
            |w| w.check("self.log.debug('host:%s', name)\nraise ValueError('host: not set')"),
            |w| {
                w.check(
                    "self.gauge('depth', 1, tags=tags + [f'acme_host:{name}'])\nurl = 'http://x'",
                )
            },
            |w| w.module("COLUMNS = [{'name': 'cluster', 'type': 'gauge'}]", "pass"),
            |w| {
                w.append("tests/fixtures/metrics.txt", SERVICE);
                w.edit(
                    MAP,
                    "'acme_queue_depth'",
                    "'acme_queue_up': 'up',\n    'acme_queue_depth'",
                );
                w.edit(CHECK, "'metrics': [METRICS],", "'metrics': [METRICS],\n            'rename_labels': {'service': 'acme_service'},");
            },
        ],
    },
    Case {
        rule: "tag-unbounded",
        fires: &[
            |w| w.check("self.gauge('depth', 1, tags=tags + [f'request_id:{id}'])"),
            |w| {
                w.append(
                    "tests/fixtures/metrics.txt",
                    "acme_queue_depth{run=\"0b0c1f9e-1111-4222-8333-0123456789ab\"} 1\n",
                )
            },
            |w| w.append("tests/fixtures/metrics.txt", &values("client", 101)),
            |w| w.append("tests/fixtures/metrics.txt", &peers(5)),
        ],
        silent: &[
            |w| w.check("self.gauge('depth', 1, tags=tags + [f'queue:{name}', f'url:{base}'])"),
            |w| {
                w.append(
                    "tests/fixtures/metrics.txt",
                    "acme_queue_depth{run=\"0b0c1f9e-1111\"} 1\n",
                )
            },
            |w| w.append("tests/fixtures/metrics.txt", &values("client", 100)),
            |w| w.append("tests/fixtures/metrics.txt", &peers(4)),
            |w| w.append("tests/fixtures/metrics.txt", &values("le", 101)),
        ],
    },
    Case {
        rule: "openmetrics-limit",
        fires: &[|w| w.edit(CHECK, "    DEFAULT_METRIC_LIMIT = 0\n", "")],
        silent: &[|w| w.check("pass")],
    },
    Case {
        rule: "openmetrics-pattern",
        fires: &[|w| w.edit(CHECK, "[METRICS]", "['.+']")],
        silent: &[
            |w| w.edit(CHECK, "[METRICS]", "['acme_.+']"),
            |w| w.check("x = '*'"),
        ],
    },
    Case {
        rule: "openmetrics-key",
        fires: &[|w| {
            w.edit(
                "datadog_checks/acme_queue/metrics.py",
                "'acme_queue_errors'",
                "'acme_queue_errors_total'",
            )
        }],
        silent: &[
            |w| {
                w.edit(
                    "datadog_checks/acme_queue/metrics.py",
                    "'errors'",
                    "'errors_total'",
                )
            },
            |w| {
                w.edit(
                    "datadog_checks/acme_queue/metrics.py",
                    "'acme_queue_depth'",
                    "'acme_queue_depth_total'",
                );
                w.append(
                    "tests/fixtures/metrics.txt",
                    "# TYPE acme_queue_depth_total gauge\nacme_queue_depth_total 3\n",
                );
            },
        ],
    },
    Case {
        rule: "code-commented-out",
        fires: &[
            |w| w.check("# self.gauge('depth', 1, tags=tags)"),
            |w| w.check("# from x import y"),
            |w| w.check("# total = sum(values)"),
        ],
        silent: &[
            |w| {
                w.check("# The depth of a queue (see the API) is a number.\n# For each queue, in order:")
            },
            |w| w.check("# if it is down: nothing is sent"),
            |w| {
                w.put(
                    "datadog_checks/acme_queue/config_models/validators.py",
                    "# def initialize_instance(values, **kwargs):\n",
                )
            },
        ],
    },
    Case {
        rule: "code-todo",
        fires: &[
            |w| w.check("# TODO: the rest"),
            |w| w.append(UNIT, "# FIXME\n"),
        ],
        silent: &[|w| w.check("# Todos of the product are counted.\nx = 'TODO: x'")],
    },
    Case {
        rule: "code-unused",
        fires: &[|w| w.check("pass\n\ndef _helper(self):\n    return 1")],
        silent: &[
            |w| w.check("self._helper()\n\ndef _helper(self):\n    return 1"),
            |w| w.check("pass\n\ndef helper(self):\n    return 1"),
        ],
    },
];
