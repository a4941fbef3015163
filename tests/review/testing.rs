//! Tests of the integration, and their containers.

use crate::world::Case;

const UNIT: &str = "tests/test_unit.py";
const CRITICAL: &str = "self.service_check('openmetrics.health', AgentCheck.CRITICAL, tags=tags";

pub const CASES: &[Case] = &[
    Case {
        rule: "e2e-mock",
        fires: &[
            |w| {
                w.put(
                    "tests/test_e2e.py",
                    "def test_e2e(dd_agent_check, mocker):\n    assert dd_agent_check()\n",
                )
            },
            |w| {
                w.append(UNIT, "\n\n@pytest.mark.e2e\ndef test_it(dd_agent_check, mock_http_response):\n    assert dd_agent_check()\n")
            },
        ],
        silent: &[|w| {
            w.put(
                "tests/test_e2e.py",
                "def test_e2e(dd_agent_check):\n    # No mock here.\n    assert dd_agent_check()\n",
            )
        }],
    },
    Case {
        rule: "e2e-environment",
        fires: &[|w| w.edit("hatch.toml", "e2e-env = false", "e2e-env = true")],
        silent: &[
            |w| {
                w.edit("hatch.toml", "e2e-env = false", "");
                w.put("tests/docker/docker-compose.yaml", "services: {}\n");
            },
            |w| {
                w.edit("hatch.toml", "e2e-env = false", "");
                w.append(
                    "tests/conftest.py",
                    "\n\ndef dd_environment():\n    yield {}\n",
                );
            },
        ],
    },
    Case {
        rule: "image-tag",
        fires: &[
            |w| {
                w.put(
                    "tests/docker/docker-compose.yaml",
                    "services:\n  a:\n    image: acme/queue\n",
                )
            },
            |w| {
                w.put(
                    "tests/docker/docker-compose.yml",
                    "services:\n  a:\n    image: \"localhost:5000/queue:latest\"\n",
                )
            },
            |w| {
                w.put(
                    "tests/docker/docker-compose.yml",
                    "services:\n  a:\n    image: acme/queue:${VERSION:-latest}\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.put("tests/docker/docker-compose.yaml", "services:\n  a:\n    image: acme/queue:1.2 # newest\n  b:\n    image: a:${V:-1}\n")
            },
            |w| {
                w.put(
                    "tests/docker/docker-compose.yaml",
                    "services:\n  a:\n    image: acme/queue@sha256:abc\n",
                )
            },
            // What the file builds gets this name.
            |w| {
                w.put(
                    "tests/docker/docker-compose.yaml",
                    "services:\n  a:\n    build: ./queue\n    image: acme_queue\n",
                )
            },
        ],
    },
    Case {
        rule: "test-weak",
        fires: &[
            |w| {
                w.append(
                    UNIT,
                    "\n\ndef test_it(aggregator):\n    aggregator.assert_metric('x', at_least=0)\n",
                )
            },
            |w| {
                w.append(
                    UNIT,
                    "\n\ndef test_it(dd_run_check):\n    dd_run_check(1)\n",
                )
            },
            |w| {
                w.append(UNIT, "\n\ndef test_it(aggregator):\n    with pytest.raises(Exception):\n        check.check({})\n        aggregator.assert_service_check('up', check.CRITICAL)\n")
            },
        ],
        silent: &[
            |w| {
                w.append(UNIT, "\n\ndef test_it(dd_run_check):\n    with pytest.raises(Exception):\n        dd_run_check(1)\n")
            },
            |w| w.append(UNIT, "\n\ndef helper(dd_run_check):\n    dd_run_check(1)\n"),
            // A head of several lines.
            |w| {
                w.append(UNIT, "\n\ndef test_it(\n    aggregator, dd_run_check\n):\n    dd_run_check(1)\n    assert aggregator\n")
            },
            |w| {
                w.append(UNIT, "\n\ndef test_it(aggregator):\n    with pytest.raises(Exception):\n        check.check({})\n    aggregator.assert_service_check('up', check.CRITICAL)\n")
            },
            |w| {
                w.append(UNIT, "\n\ndef test_it(aggregator):\n    with pytest.raises(AssertionError):\n        x = 1\n        assert x == 2\n")
            },
        ],
    },
    Case {
        rule: "test-symmetry",
        fires: &[
            |w| {
                let text = w
                    .text(UNIT)
                    .replace("assert_metrics_using_metadata", "assert_something");
                w.put(UNIT, &text);
            },
            |w| w.edit(UNIT, ", check_symmetric_inclusion=True", ""),
            |w| w.remove(UNIT),
        ],
        silent: &[|w| {
            let text = w.text(UNIT);
            w.remove(UNIT);
            w.put("tests/test_check.py", &text);
        }],
    },
    Case {
        rule: "test-critical",
        fires: &[|w| {
            w.check(&format!("{CRITICAL}, message='x')"));
            let text = w.text(UNIT).replace("CRITICAL", "OK");
            w.put(UNIT, &text);
        }],
        silent: &[
            |w| w.check(&format!("{CRITICAL}, message='x')")),
            |w| {
                let text = w.text(UNIT).replace("CRITICAL", "OK");
                w.put(UNIT, &text);
            },
        ],
    },
];
