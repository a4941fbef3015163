//! Other shapes of what reviewers flag in the package, the tables, and the specification.

use crate::world::{Case, World};

const TABLE: &str = "metadata.csv";
const PROJECT: &str = "pyproject.toml";

fn requires(w: &mut World, python: &str) {
    w.edit(
        PROJECT,
        "requires-python = \">=3.13\"",
        &format!("requires-python = \"{python}\""),
    );
}

fn row(w: &mut World, row: &str) {
    w.append(TABLE, &format!("{row}\n"));
}

/// A check that sends a service check of its own, and the list of them.
fn sends(w: &mut World, listed: &[&str]) {
    w.check("self.service_check('can_connect', AgentCheck.OK, tags=tags)");
    let all: Vec<_> = listed
        .iter()
        .map(|name| serde_json::json!({"check": name, "description": "Returns `OK` if it is up."}))
        .collect();
    w.put(
        "assets/service_checks.json",
        &serde_json::Value::from(all).to_string(),
    );
}

pub const CASES: &[Case] = &[
    Case {
        rule: "python-version",
        fires: &[
            |w| requires(w, ">=3.14"),
            |w| requires(w, ">=3.9,<3.13"),
            |w| requires(w, "==3.12.*"),
            |w| requires(w, "~=3.11.2"),
            |w| requires(w, ">=2.7"),
            |w| w.edit(PROJECT, "Python :: 3.13", "Python :: 3.9"),
            |w| {
                w.edit(
                    PROJECT,
                    "Python :: 3.13\",",
                    "Python :: 3.13\",\n    \"Programming Language :: Python :: 2.7\",",
                )
            },
        ],
        silent: &[
            |w| requires(w, ">=3.8"),
            |w| requires(w, ">=3.13,<4"),
            |w| requires(w, "~=3.11"),
            |w| requires(w, ">3.12"),
            |w| w.edit(PROJECT, "requires-python = \">=3.13\"\n", ""),
            |w| {
                w.edit(
                    PROJECT,
                    "Python :: 3.13\",",
                    "Python :: 3.13\",\n    \"Programming Language :: Python :: 3.12\",",
                )
            },
        ],
    },
    Case {
        rule: "hatch",
        fires: &[
            |w| w.remove("hatch.toml"),
            |w| w.edit("hatch.toml", "[\"3.13\"]", "[\"2.7\", \"3.13\"]"),
        ],
        silent: &[],
    },
    Case {
        rule: "package-namespace",
        fires: &[|w| w.put("datadog_checks/__init__.py", "")],
        silent: &[],
    },
    Case {
        rule: "package-files",
        fires: &[|w| {
            w.edit(
                PROJECT,
                "    \"/datadog_checks/acme_queue\",",
                "    \"/datadog_checks/acme\",",
            )
        }],
        silent: &[],
    },
    Case {
        rule: "stray-file",
        fires: &[
            |w| w.put("poetry.lock", "# made\n"),
            |w| w.put("check.log", "x\n"),
        ],
        silent: &[|w| w.put("tests/fixtures/broker.log", "started\n")],
    },
    Case {
        rule: "check-unsent",
        fires: &[|w| sends(w, &["acme_queue.can_connect", "acme_queue.can_write"])],
        silent: &[
            |w| sends(w, &["acme_queue.can_connect"]),
            // That it is not listed is told, and which of the two is meant nobody knows.
            |w| sends(w, &["acme_queue.can_reach"]),
        ],
    },
    Case {
        rule: "metrics-check",
        fires: &[|w| {
            let head = w.text(TABLE).lines().next().unwrap().to_owned();
            w.put(TABLE, &format!("{head}\n"));
        }],
        silent: &[|w| w.tree.put(TABLE, vec![0xff, 0xfe, 0x00])],
    },
    Case {
        rule: "metric-orientation",
        fires: &[
            |w| {
                row(
                    w,
                    "acme_queue.response_time,gauge,,millisecond,,Time to answer a request.,1,acme_queue,,",
                )
            },
            |w| {
                row(
                    w,
                    "acme_queue.replica.lag,gauge,,second,,How far a replica is behind.,1,acme_queue,,",
                )
            },
            |w| {
                row(
                    w,
                    "acme_queue.disk.free,gauge,,byte,,Space on the disk that is free.,-1,acme_queue,,",
                )
            },
        ],
        silent: &[
            |w| {
                row(
                    w,
                    "acme_queue.replica.lag.limit,gauge,,second,,How far a replica may be behind.,1,acme_queue,,",
                )
            },
            |w| {
                row(
                    w,
                    "acme_queue.error.free,gauge,,,,Queues without an error.,-1,acme_queue,,",
                )
            },
        ],
    },
    Case {
        rule: "metric-total",
        fires: &[|w| {
            row(
                w,
                "acme_queue.requests.total,count,,request,,Requests that were answered.,0,acme_queue,,",
            )
        }],
        silent: &[
            |w| {
                row(
                    w,
                    "acme_queue.memory.total,gauge,,byte,,Memory of the machine.,0,acme_queue,,",
                )
            },
            |w| {
                row(
                    w,
                    "acme_queue.total,count,,,,Everything that was counted.,0,acme_queue,,",
                )
            },
        ],
    },
    Case {
        rule: "metric-unit",
        fires: &[|w| {
            row(
                w,
                "acme_queue.used_mb,gauge,,byte,,Memory in use.,0,acme_queue,,",
            )
        }],
        silent: &[|w| {
            row(
                w,
                "acme_queue.used_mb,gauge,,megabyte,,Memory in use.,0,acme_queue,,",
            )
        }],
    },
    Case {
        rule: "metric-type",
        fires: &[|w| {
            row(
                w,
                "acme_queue.jobs,gauge,,job,,Total number of jobs since the start.,0,acme_queue,,",
            )
        }],
        silent: &[|w| {
            row(
                w,
                "acme_queue.uptime,gauge,,second,,Time since the start.,1,acme_queue,,",
            )
        }],
    },
    Case {
        rule: "dataflow",
        fires: &[
            |w| {
                w.edit(
                    "assets/dataflows.yaml",
                    "data_type: metrics",
                    "data_type: metric",
                )
            },
            |w| {
                w.edit(
                    "assets/dataflows.yaml",
                    "acme-queue-metrics",
                    "acme-queue-data",
                )
            },
            |w| w.put("assets/dataflows.yaml", "provides: []\n"),
            |w| {
                w.append(
                    "assets/dataflows.yaml",
                    "  - id: acme-queue-logs\n    data_type: logs\n",
                )
            },
            |w| {
                w.append(
                    "assets/dataflows.yaml",
                    "  - id: acme-queue-metrics\n    data_type: metrics\n",
                )
            },
        ],
        silent: &[|w| {
            w.append(
                "assets/dataflows.yaml",
                "  - id: acme-queue-events\n    data_type: rum_events\n",
            )
        }],
    },
    Case {
        rule: "option-secret",
        fires: &[|w| {
            w.edit("assets/configuration/spec.yaml", "          - template: instances/openmetrics", "          - name: connection_string\n            description: Where to connect.\n            value:\n              type: string\n          - template: instances/openmetrics")
        }],
        silent: &[],
    },
];
