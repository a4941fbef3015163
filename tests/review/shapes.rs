//! Other shapes of what reviewers flag in code and in tests.

use crate::world::{CHECK, Case, World};

const UNIT: &str = "tests/test_unit.py";
const COMPOSE: &str = "tests/docker/docker-compose.yaml";

/// An integration whose end-to-end test is on, with a container.
fn e2e(w: &mut World, image: &str) {
    w.put(
        "hatch.toml",
        "[env.collectors.datadog-checks]\n\n[[envs.default.matrix]]\npython = [\"3.13\"]\n",
    );
    w.put(
        COMPOSE,
        &format!("services:\n  acme:\n    image: {image}\n"),
    );
    w.append("tests/conftest.py", "\n\n@pytest.fixture(scope='session')\ndef dd_environment():\n    with docker_run(COMPOSE_FILE):\n        yield INSTANCE\n");
    w.put("tests/test_e2e.py", "import pytest\n\n\n@pytest.mark.e2e\ndef test_e2e(dd_agent_check):\n    aggregator = dd_agent_check({}, rate=True)\n    aggregator.assert_all_metrics_covered()\n");
}

pub const CASES: &[Case] = &[
    Case {
        rule: "option-unlisted",
        fires: &[|w| {
            w.check("region = self.init_config.get('region')\nself.gauge('up', 1, tags=tags)")
        }],
        silent: &[|w| w.check("# region = instance.get('region')\nself.gauge('up', 1, tags=tags)")],
    },
    Case {
        rule: "code-forbidden",
        fires: &[
            |w| w.module("import requests as rq", "rq.get('http://a', timeout=5)"),
            |w| w.module("import urllib3", "urllib3.PoolManager()"),
            |w| {
                w.module(
                    "from concurrent.futures import ThreadPoolExecutor as Pool",
                    "Pool()",
                )
            },
            |w| {
                w.module(
                    "from six.moves.urllib.parse import urlparse",
                    "urlparse('a')",
                )
            },
            |w| w.module("from pprint import pprint", "pprint(instance)"),
        ],
        silent: &[
            |w| w.module("from urllib import parse", "parse.urlparse('a')"),
            |w| w.module("from urllib3.exceptions import HTTPError", "HTTPError"),
        ],
    },
    Case {
        rule: "code-timeout",
        fires: &[
            |w| w.check("self.http.get('http://a', timeout=None)"),
            |w| w.module("import socket", "s = socket.socket()\ns.connect(('a', 80))"),
        ],
        silent: &[|w| w.module("import socket", "s = socket.socket()\ns.settimeout(5)")],
    },
    Case {
        rule: "code-broad-except",
        fires: &[|w| {
            w.check("try:\n    tags.append('a:b')\nexcept (ValueError, Exception) as e:\n    self.log.error(e)")
        }],
        silent: &[|w| {
            w.check("try:\n    tags.append('a:b')\nexcept (ValueError, ExceptionGroup) as e:\n    self.log.error(e)")
        }],
    },
    Case {
        rule: "code-critical-message",
        fires: &[|w| {
            w.check("self.service_check('up', AgentCheck.CRITICAL, tags=tags, message='')")
        }],
        silent: &[],
    },
    Case {
        rule: "code-instance-tags",
        fires: &[
            |w| {
                w.check(
                    "self.gauge('up', 1, tags=['queue:orders'])\nself.gauge('down', 1, tags=tags)",
                )
            },
            |w| w.check("self.gauge('up', 1, tags=None)\nself.gauge('down', 1, tags=tags)"),
        ],
        silent: &[|w| {
            w.check("self.gauge('up', 1, tags=[*tags, 'queue:orders'])\nself.gauge('down', 1, tags + ['queue:orders'])")
        }],
    },
    Case {
        rule: "code-todo",
        fires: &[
            |w| w.check("# todo: read all pages\nself.gauge('up', 1, tags=tags)"),
            |w| w.check("'''TODO: read all pages'''"),
        ],
        silent: &[|w| w.check("# todo lists are read below\nself.gauge('todo', 1, tags=tags)")],
    },
    Case {
        rule: "code-unused",
        fires: &[|w| w.append(CHECK, "\n\ndef helper():\n    return 1\n")],
        silent: &[|w| {
            w.append(
                CHECK,
                "\n\ndef helper():\n    return other()\n\n\ndef other():\n    return helper()\n",
            )
        }],
    },
    Case {
        rule: "tag-reserved",
        fires: &[
            |w| {
                w.module(
                    "PLACES = {'depth': {'service': ('queues', 'name')}}",
                    "self.gauge('up', 1, tags=tags)",
                )
            },
            |w| {
                w.edit(CHECK, "            'metrics': [METRICS],", "            'metrics': [METRICS],\n            'rename_labels': {'node': 'service'},")
            },
        ],
        silent: &[|w| {
            w.edit(CHECK, "            'metrics': [METRICS],", "            'metrics': [METRICS],\n            'rename_labels': {'service': 'acme_service'},")
        }],
    },
    Case {
        rule: "tag-unbounded",
        fires: &[|w| w.check("self.gauge('up', 1, tags=tags + [f'user_id:{instance}'])")],
        silent: &[],
    },
    Case {
        rule: "test-weak",
        fires: &[
            |w| w.append(UNIT, "\n\ndef test_more():\n    assert True\n"),
            |w| {
                w.edit(
                    UNIT,
                    "def test_metrics",
                    "@pytest.mark.skip(reason='later')\ndef test_metrics",
                )
            },
        ],
        silent: &[|w| {
            w.edit(
                UNIT,
                "def test_metrics",
                "@pytest.mark.skipif(on_windows, reason='no socket')\ndef test_metrics",
            )
        }],
    },
    Case {
        rule: "test-symmetry",
        fires: &[|w| {
            w.edit(
                UNIT,
                "check_symmetric_inclusion=True",
                "check_symmetric_inclusion=False",
            )
        }],
        silent: &[],
    },
    Case {
        rule: "test-files",
        fires: &[
            |w| w.remove("tests/fixtures/metrics.txt"),
            |w| {
                w.append(
                    "tests/common.py",
                    "\nCOMPOSE_FILE = os.path.join(HERE, 'docker', 'docker-compose.yaml')\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(
                    "tests/common.py",
                    "\nURL = 'http://localhost/stats.json'\nPATH = '/stats.json'\n",
                )
            },
            |w| {
                w.append(
                    "tests/common.py",
                    "\nTABLE = os.path.join(HERE, '..', 'metadata.csv')\n",
                )
            },
        ],
    },
    Case {
        rule: "e2e-mock",
        fires: &[
            |w| {
                e2e(w, "acme/queue:1.2");
                w.append(
                    "tests/conftest.py",
                    "\n\n@pytest.fixture\ndef replay(mocker):\n    mocker.patch('requests.get')\n",
                );
                w.edit(
                    "tests/test_e2e.py",
                    "(dd_agent_check)",
                    "(dd_agent_check, replay)",
                );
            },
            |w| {
                w.put("tests/test_all.py", "import pytest\n\npytestmark = pytest.mark.e2e\n\n\ndef test_all(dd_agent_check, monkeypatch):\n    assert dd_agent_check({})\n")
            },
            |w| {
                e2e(w, "acme/queue:1.2");
                w.edit(
                    "tests/test_e2e.py",
                    "    aggregator = dd",
                    "    with patch('requests.get'):\n        pass\n    aggregator = dd",
                );
                w.edit(
                    "tests/test_e2e.py",
                    "import pytest",
                    "from unittest.mock import patch\n\nimport pytest",
                );
            },
        ],
        silent: &[
            |w| e2e(w, "acme/queue:1.2"),
            |w| {
                e2e(w, "acme/queue:1.2");
                w.append(
                    "tests/conftest.py",
                    "\n\n@pytest.fixture\ndef replay(mocker):\n    mocker.patch('requests.get')\n",
                );
            },
        ],
    },
    Case {
        rule: "e2e-environment",
        fires: &[
            |w| {
                e2e(w, "acme/queue:1.2");
                w.edit("tests/conftest.py", "def dd_environment", "def environment");
            },
            |w| {
                e2e(w, "acme/queue:1.2");
                w.edit("tests/test_e2e.py", "@pytest.mark.e2e\n", "");
            },
        ],
        silent: &[|w| e2e(w, "acme/queue:1.2")],
    },
    Case {
        rule: "image-tag",
        fires: &[
            |w| e2e(w, "acme/queue:nightly"),
            |w| e2e(w, "registry.example:5000/acme/queue"),
            |w| e2e(w, "acme/queue:${QUEUE_VERSION}"),
            |w| w.put("tests/docker/Dockerfile", "FROM python:latest\n"),
            |w| {
                w.put(
                    "tests/docker/Dockerfile",
                    "FROM python:3.13 AS build\nFROM debian\n",
                )
            },
        ],
        silent: &[
            |w| {
                e2e(w, "acme/queue:${QUEUE_VERSION}");
                w.append(
                    "hatch.toml",
                    "\n[envs.default.env-vars]\nQUEUE_VERSION = \"1.2\"\n",
                );
            },
            |w| e2e(w, "acme/queue:${QUEUE_VERSION:-1.2}"),
            |w| {
                w.put(
                    "tests/docker/Dockerfile",
                    "FROM python:3.13 AS build\nFROM build\nFROM scratch\n",
                )
            },
        ],
    },
    Case {
        rule: "fixture-twice",
        fires: &[|w| {
            w.put(
                "tests/fixtures/a.json",
                "{\"queues\": [1, 2, 3], \"name\": \"orders\"}",
            );
            w.put(
                "tests/fixtures/b.json",
                "{\n  \"name\": \"orders\",\n  \"queues\": [1, 2, 3]\n}\n",
            );
        }],
        silent: &[|w| {
            w.put(
                "tests/fixtures/a.json",
                "{\"queues\": [1, 2, 3], \"name\": \"orders\"}",
            );
            w.put(
                "tests/fixtures/b.json",
                "{\"queues\": [1, 2, 4], \"name\": \"orders\"}",
            );
        }],
    },
];
