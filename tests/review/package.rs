//! The package: pyproject.toml, hatch.toml, the changelog, its dependencies, and its options.

use crate::world::Case;

const MANIFEST: &str = "manifest.json";
const PROJECT: &str = "pyproject.toml";
const SPEC: &str = "assets/configuration/spec.yaml";

pub const CASES: &[Case] = &[
    Case {
        rule: "base-version",
        fires: &[
            |w| w.edit(PROJECT, ">=37.42.0", ">=37.20.0"),
            |w| {
                w.edit(
                    PROJECT,
                    "datadog-checks-base>=37.42.0",
                    "datadog-checks-base",
                )
            },
            |w| w.edit(PROJECT, "datadog-checks-base>=37.42.0", "requests"),
        ],
        silent: &[
            |w| w.edit(PROJECT, ">=37.42.0", ">=38.0"),
            |w| w.edit(PROJECT, ">=37.42.0", ">=37.42.1,<40"),
        ],
    },
    Case {
        rule: "package-author",
        fires: &[
            |w| {
                w.edit(
                    PROJECT,
                    "email = \"support@acme.example\"",
                    "email = \"packages@datadoghq.com\"",
                )
            },
            |w| w.edit(PROJECT, "support@acme.example", "support at acme"),
        ],
        silent: &[|w| {
            w.edit(
                PROJECT,
                "email = \"support@acme.example\"",
                "email = \"packages@acme.example\"",
            )
        }],
    },
    Case {
        rule: "package-files",
        fires: &[|w| w.remove(MANIFEST)],
        silent: &[|w| {
            w.remove(MANIFEST);
            w.edit(PROJECT, "    \"/manifest.json\",\n", "");
        }],
    },
    Case {
        rule: "package-namespace",
        fires: &[|w| w.remove("datadog_checks/__init__.py")],
        silent: &[|w| {
            // A tile without a check.
            w.remove("datadog_checks/__init__.py");
            for path in w.paths() {
                if path.starts_with("datadog_checks/") {
                    w.remove(&path);
                }
            }
        }],
    },
    Case {
        rule: "hatch",
        fires: &[
            |w| w.append("hatch.toml", "check-types = true\n"),
            |w| w.edit("hatch.toml", "\"3.13\"", "\"3.11\", \"3.12\""),
            |w| w.edit("hatch.toml", "[env.collectors.datadog-checks]", ""),
        ],
        silent: &[
            |w| w.append("hatch.toml", "check-types = false\n"),
            |w| w.edit("hatch.toml", "\"3.13\"", "\"3.12\", \"3.13\""),
        ],
    },
    Case {
        rule: "changelog",
        fires: &[
            |w| w.edit("CHANGELOG.md", "## 1.0.0", "## 1.1.0"),
            |w| w.edit("CHANGELOG.md", "## 1.0.0 / 2026-11-23", "## 1.0.0"),
            |w| w.remove("CHANGELOG.md"),
        ],
        silent: &[
            |w| w.edit("CHANGELOG.md", "## 1.0.0", "## Unreleased\n\n## 1.0.0"),
            |w| w.append("CHANGELOG.md", "\n## 0.9.0 / 2025-01-01\n"),
        ],
    },
    Case {
        rule: "changelog-folder",
        fires: &[|w| w.put("changelog.d/1.added", "Initial release.")],
        silent: &[|w| w.put("tests/changelog.d.txt", "x")],
    },
    Case {
        rule: "stray-file",
        fires: &[
            |w| w.put("tests/.DS_Store", "x"),
            |w| w.put(".idea/a.xml", "x"),
            |w| w.put("datadog_checks/acme_queue/check.py.orig", "x"),
            |w| w.put(".junit/test-unit-py3.13.xml", "x"),
        ],
        silent: &[
            |w| w.put("tests/fixtures/dist.json", "{}"),
            |w| w.put("tests/fixtures/coverage.txt", "x"),
        ],
    },
    Case {
        rule: "dependency-undeclared",
        fires: &[
            |w| w.module("import boto3", "pass"),
            |w| w.module("from acme.client import Client", "pass"),
        ],
        silent: &[
            |w| {
                w.module("import json\nimport yaml\nfrom requests.exceptions import Timeout\nfrom .metrics import METRICS", "pass")
            },
            |w| {
                w.module("import psycopg2\nimport bs4", "pass");
                w.edit(
                    PROJECT,
                    "deps = []",
                    "deps = [\"psycopg2-binary==2.9.9\", \"beautifulsoup4==4.12\"]",
                );
            },
        ],
    },
    Case {
        rule: "dependency-heavy",
        fires: &[|w| w.edit(PROJECT, "deps = []", "deps = [\"pandas==2.2.0\"]")],
        silent: &[|w| w.edit(PROJECT, "deps = []", "deps = [\"pandas-lite==2.2.0\"]")],
    },
    Case {
        rule: "option-secret",
        fires: &[|w| {
            own(w, "api_token", false);
            w.check("self.gauge('depth', 1, tags=tags + [instance['api_token']])");
        }],
        silent: &[
            |w| own(w, "api_token", true),
            |w| own(w, "token_path", false),
            |w| own(w, "monkey", false),
        ],
    },
    Case {
        rule: "option-template",
        fires: &[
            |w| own(w, "timeout", false),
            |w| {
                w.put(SPEC, "files:\n  - name: a.yaml\n    options:\n      - template: instances\n        options:\n          - name: tls_verify\n          - template: instances/default\n");
                w.check("self.http.get('x')");
            },
        ],
        silent: &[|w| own(w, "queue_timeout", false)],
    },
    Case {
        rule: "option-unlisted",
        fires: &[
            |w| w.check("depth = instance['depth_of']"),
            |w| w.check("depth = self.instance.get(\"depth_of\", 3)"),
            |w| own(w, "nobody_reads_it", false),
            // Only the template for JMX has it.
            |w| w.check("user = instance.get('user')"),
        ],
        silent: &[
            |w| w.check("url = instance['openmetrics_endpoint']\nlimit = instance.get('timeout')"),
            |w| {
                own(w, "depth_of", false);
                w.check("depth = self.config.depth_of");
            },
            |w| {
                w.put(
                    "tests/test_more.py",
                    "def test_x(instance):\n    assert instance['nothing'] == 1\n",
                )
            },
            |w| w.check("an_instance = {}\nx = an_instance['nothing']"),
        ],
    },
];

/// Puts an own option into the specification.
fn own(w: &mut crate::world::World, name: &str, secret: bool) {
    let secret = if secret {
        "\n            secret: true"
    } else {
        ""
    };
    let option = format!(
        "          - name: {name}{secret}\n            value:\n              type: string\n"
    );
    let spec = w.text(SPEC);
    let at = spec
        .find("          - template: instances/openmetrics")
        .unwrap();
    w.put(SPEC, &format!("{}{option}{}", &spec[..at], &spec[at..]));
}
