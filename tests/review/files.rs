//! Files of the integration: what parses, manifest.json, metadata.csv, packaging, fixtures.

use crate::world::Case;

const MANIFEST: &str = "manifest.json";
const METADATA: &str = "metadata.csv";
const SPEC: &str = "assets/configuration/spec.yaml";
const PAGE: &str = "tests/fixtures/metrics.txt";

pub const CASES: &[Case] = &[
    Case {
        rule: "encoding",
        fires: &[
            |w| {
                let text = w.text(METADATA);
                w.put(METADATA, &format!("\u{feff}{text}"));
            },
            |w| w.tree.put("README.md", b"# Acme\n\xff\xfe\n".to_vec()),
            |w| w.tree.put("notes.txt", b"\xff\xfeA\0".to_vec()),
        ],
        silent: &[
            |w| w.append("README.md", "\nGrüße.\n"),
            |w| w.tree.put("tests/fixtures/bad.txt", b"\xff\xff".to_vec()),
            |w| w.tree.put("images/a.png", b"\x89PNG\xff".to_vec()),
        ],
    },
    Case {
        rule: "line-ends",
        fires: &[
            |w| {
                let text = w.text(METADATA).replace('\n', "\r\n");
                w.put(METADATA, &text);
            },
            |w| w.append("README.md", "\nOne line.\r\n"),
        ],
        silent: &[
            |w| w.put("tests/fixtures/page.txt", "HTTP/1.1 200 OK\r\n"),
            |w| w.append("README.md", "\nOne line.\n"),
            |w| w.tree.put("images/a.svgz", b"\r\n".to_vec()),
        ],
    },
    Case {
        rule: "syntax",
        fires: &[
            |w| w.edit(MANIFEST, "\"media\": [],", "\"media\": [,"),
            |w| w.edit(SPEC, "files:", "files: ["),
            |w| {
                w.edit(
                    SPEC,
                    "name: \"Acme Queue\"",
                    "name: \"Acme Queue\"\nname: b",
                )
            },
            |w| w.append("hatch.toml", "\n[envs.default]\n"),
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "Messages, waiting, in a queue.",
                )
            },
        ],
        silent: &[
            |w| w.put("tests/fixtures/broken.json", "{"),
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "\"Messages, waiting in a queue.\"",
                )
            },
            |w| w.append(SPEC, "---\na: 1\n"),
        ],
    },
    Case {
        rule: "secret",
        fires: &[
            |w| w.append("README.md", "\n    key: AKIAQ7X2M4N8P1R5T9V3\n"),
            |w| {
                w.put(
                    "tests/fixtures/a.json",
                    r#"{"api_key": "9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#,
                )
            },
            |w| {
                w.put(
                    "tests/docker/a.conf",
                    "url = http://ann:x7Kq92mPz4@db.example.com/",
                )
            },
            |w| {
                w.put(
                    "tests/fixtures/key.txt",
                    "-----BEGIN RSA PRIVATE KEY-----\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(
                    "README.md",
                    "\n    api_key: <YOUR_API_KEY>\n    token: AKIAEXAMPLE\n",
                )
            },
            |w| {
                w.put("tests/docker/compose.yaml", "services:\n  db:\n    image: a:1\n    environment:\n      DB_PASSWORD: datadog\n")
            },
            |w| {
                w.put("tests/fixtures/a.json", r#"{"cache_key": "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "token": "xxxxxxxx1234567890123456"}"#)
            },
        ],
    },
    Case {
        rule: "manifest-length",
        fires: &[|w| {
            let long = format!("\"{}\"", "x".repeat(81));
            w.edit(MANIFEST, "\"Depth and lag of its queues.\"", &long);
        }],
        silent: &[|w| {
            let long = format!("\"{}\"", "ü".repeat(80));
            w.edit(MANIFEST, "\"Depth and lag of its queues.\"", &long);
        }],
    },
    Case {
        rule: "manifest-tags",
        fires: &[
            |w| w.edit(MANIFEST, "Category::Metrics", "Category::Metric"),
            |w| {
                w.edit(
                    MANIFEST,
                    "\"Offering::Integration\",",
                    "\"Offering::Integration\", \"Offering::Integration\",",
                )
            },
            |w| w.edit(MANIFEST, "\"Category::Metrics\",", ""),
        ],
        silent: &[
            |w| w.edit(MANIFEST, "Category::Metrics", "Category::Log Collection"),
            // The reference has it, even where no neighbor does.
            |w| w.edit(MANIFEST, "Category::Metrics", "Category::IoT"),
            |w| {
                w.edit(
                    MANIFEST,
                    "\"Offering::Integration\",",
                    "\"Offering::Integration\", \"Queried Data Type::Traces\",",
                )
            },
            |w| {
                w.facts.manifests = 3;
                w.edit(MANIFEST, "Category::Metrics", "Category::Anything");
            },
        ],
    },
    Case {
        rule: "manifest-ids",
        fires: &[
            |w| {
                w.edit(
                    MANIFEST,
                    "\"app_id\": \"acme-queue\"",
                    "\"app_id\": \"other\"",
                )
            },
            |w| {
                w.edit(
                    MANIFEST,
                    "653c8e38-457a-48bc-985b-1bd7a5d6fffa",
                    "11111111-2222-3333-4444-555555555555",
                )
            },
            |w| w.edit(MANIFEST, "95425678", "12345"),
            |w| w.edit(MANIFEST, "653c8e38-457a-48bc-985b-1bd7a5d6fffa", "653c8e38"),
        ],
        silent: &[|w| w.edit(MANIFEST, "95425678", "123456")],
    },
    Case {
        rule: "metrics-check",
        fires: &[
            |w| {
                w.edit(
                    MANIFEST,
                    "\"acme_queue.consumer.lag.seconds\"",
                    "\"acme_queue.consumer.lag\"",
                )
            },
            |w| w.edit(MANIFEST, "\"acme_queue.consumer.lag.seconds\"", "\"\""),
        ],
        silent: &[
            |w| {
                w.edit(
                    MANIFEST,
                    "\"acme_queue.consumer.lag.seconds\"",
                    "[\"acme_queue.depth\", \"acme_queue.errors.count\"]",
                )
            },
            |w| w.remove(METADATA),
        ],
    },
    Case {
        rule: "manifest-author",
        fires: &[
            |w| {
                w.edit(
                    MANIFEST,
                    "\"support_email\": \"support@acme.example\"",
                    "\"support_email\": \"support at acme\"",
                )
            },
            |w| w.edit(MANIFEST, "https://github.com/acme", "github.com/acme"),
            |w| {
                w.edit(MANIFEST, "\"media\": [],", "\"media\": [], \"resources\": [{\"resource_type\": \"blog\", \"url\": \"acme\"}],")
            },
            |w| {
                w.edit(MANIFEST, "\"name\": \"Acme\"", "\"name\": \"Datadog\"");
                w.edit(MANIFEST, "support@acme.example", "help@datadoghq.com");
            },
        ],
        silent: &[
            |w| {
                w.edit(
                    MANIFEST,
                    "https://github.com/acme",
                    "http://www.acme.example/a?b=c",
                )
            },
            |w| {
                w.edit(MANIFEST, "\"name\": \"Acme\"", "\"name\": \"Datadog\"");
                w.edit(MANIFEST, "support@acme.example", "help@datadoghq.com");
                w.facts.codeowners = Some("/acme_queue/  @DataDog/agent-integrations\n".into());
            },
        ],
    },
    Case {
        rule: "manifest-files",
        fires: &[
            |w| w.remove("assets/monitors/depth.json"),
            |w| {
                let text = w.text("assets/monitors/depth.json");
                w.put("assets/monitors/lag.json", &text);
            },
            |w| w.remove(SPEC),
        ],
        silent: &[|w| {
            // A partial clone: no integration has dashboards.
            w.remove("assets/dashboards/acme_queue_overview.json");
            w.facts.folders.insert("assets/monitors".into());
        }],
    },
    Case {
        rule: "manifest-empty",
        fires: &[|w| {
            w.edit(
                MANIFEST,
                "\"assets\": {",
                "\"assets\": {\n        \"saved_views\": {},",
            )
        }],
        silent: &[|w| {
            w.edit(
                MANIFEST,
                "\"assets\": {",
                "\"assets\": {\n        \"logs\": {\"source\": \"acme_queue\"},",
            )
        }],
    },
    Case {
        rule: "fixture-twice",
        fires: &[|w| {
            let text = w.text(PAGE);
            w.put("tests/fixtures/copy.txt", &format!("{text}\n"));
        }],
        silent: &[|w| {
            w.put("tests/fixtures/a.json", "{}");
            w.put("tests/fixtures/b.json", "{}");
        }],
    },
    Case {
        rule: "fixture-size",
        fires: &[|w| w.put("tests/fixtures/a.txt", &"x".repeat(201 * 1024))],
        silent: &[|w| w.put("tests/fixtures/a.txt", &"x".repeat(199 * 1024))],
    },
    Case {
        rule: "fixture-private",
        fires: &[
            |w| w.put("tests/fixtures/a.txt", "host 10.20.30.41 up"),
            |w| w.put("tests/fixtures/a.txt", "owner=ann.lee@acme-works.io"),
            |w| w.put("tests/fixtures/a.txt", "server db7.corp, port 1"),
        ],
        silent: &[
            |w| {
                w.put(
                    "tests/fixtures/a.txt",
                    "ann@example.com at 127.0.0.1, 192.0.2.7, db.example.com, version 10.2.3",
                )
            },
            |w| {
                w.put(
                    "tests/fixtures/a.txt",
                    "support@acme.example and 172.17.0.2",
                )
            },
        ],
    },
    Case {
        rule: "dataflow",
        fires: &[
            |w| {
                w.edit(
                    "assets/dataflows.yaml",
                    "acme-queue-metrics",
                    "acme_queue-metrics",
                )
            },
            |w| {
                w.edit(
                    "assets/dataflows.yaml",
                    "data_type: metrics",
                    "data_type: logs",
                )
            },
            |w| w.remove("assets/dataflows.yaml"),
        ],
        silent: &[|w| {
            w.append(SPEC, "      - template: logs\n        example:\n          - type: file\n            source: acme\n");
            w.append(
                "assets/dataflows.yaml",
                "  - id: acme-queue-logs\n    data_type: logs\n    direction: inbound\n",
            )
        }],
    },
    Case {
        rule: "log-source",
        fires: &[|w| {
            w.append(SPEC, "      - template: logs\n        example:\n          - type: file\n            source: acme\n")
        }],
        silent: &[|w| {
            w.append(SPEC, "      - template: logs\n        example:\n          - type: file\n            source: acme\n          - type: file\n            source: acme_queue\n");
            w.edit(
                MANIFEST,
                "\"assets\": {",
                "\"assets\": {\n        \"logs\": {\"source\": \"acme_queue\"},",
            );
        }],
    },
];
