//! Groups and titles of dashboards, thresholds of monitors.

use crate::world::{Case, World};

const BOARD: &str = "assets/dashboards/acme_queue_overview.json";
const MONITOR: &str = "assets/monitors/depth.json";

fn board(w: &mut World, from: &str, to: &str) {
    w.edit(BOARD, from, to);
}

fn monitor(w: &mut World, from: &str, to: &str) {
    w.edit(MONITOR, from, to);
}

/// As many monitors of other metrics with the same threshold.
fn alike(w: &mut World, number: usize) {
    for i in 0..number {
        let text = w.text(MONITOR);
        w.put(&format!("assets/monitors/m{i}.json"), &text);
    }
}

pub const CASES: &[Case] = &[
    Case {
        rule: "dashboard-groups",
        fires: &[
            |w| board(w, "\"title\": \"About\"", "\"title\": \"Introduction\""),
            |w| board(w, "\"title\": \"Overview\"", "\"title\": \"Queues\""),
        ],
        silent: &[
            |w| board(w, "\"title\": \"About\"", "\"title\": \"About Acme Queue\""),
            |w| {
                board(
                    w,
                    "\"layout_type\": \"ordered\",",
                    "\"layout_type\": \"free\",",
                )
            },
        ],
    },
    Case {
        rule: "dashboard-titles",
        fires: &[
            |w| {
                board(
                    w,
                    "\"title\": \"Overview\"",
                    "\"title\": \"Overview of queues\"",
                )
            },
            |w| board(w, "\"title\": \"About\"", "\"title\": \"about\""),
            |w| board(w, "\"title\": \"Overview\"", "\"title\": \"OVERVIEW\""),
            |w| board(w, "\"title\": \"Depth\"", "\"title\": \"depth\""),
            |w| {
                board(
                    w,
                    "\"title\": \"Depth\"",
                    "\"title\": \"Depth Per Topic And Node\"",
                )
            },
        ],
        silent: &[
            |w| {
                board(
                    w,
                    "\"title\": \"Overview\"",
                    "\"title\": \"Overview of the Queues\"",
                )
            },
            |w| {
                board(
                    w,
                    "\"title\": \"Overview\"",
                    "\"title\": \"Overview: gRPC and acme_queue.depth\"",
                )
            },
            |w| {
                board(
                    w,
                    "\"title\": \"Depth\"",
                    "\"title\": \"Depth per Acme Queue\"",
                )
            },
            |w| board(w, "\"title\": \"Depth\"", "\"title\": \"p99 of the depth\""),
            |w| {
                board(
                    w,
                    "\"title\": \"Depth\"",
                    "\"title\": \"Active connections to Kafka\"",
                )
            },
        ],
    },
    Case {
        rule: "dashboard-titles",
        fires: &[],
        silent: &[|w| {
            let files = ["manifest.json", BOARD];
            for file in files {
                let text = w.text(file).replace("Acme Queue", "acme");
                w.put(file, &text);
            }
            board(w, "\"title\": \"Depth\"", "\"title\": \"acme depth\"");
        }],
    },
    Case {
        rule: "dashboard-empty",
        fires: &[
            |w| board(w, "\"title\": \"Overview\"", "\"title\": \"\""),
            |w| {
                board(
                    w,
                    "{\n                        \"definition\": {\"content\": \"What the Acme Queue check collects.\", \"type\": \"note\"},\n                        \"layout\": {\"height\": 1, \"width\": 12, \"x\": 0, \"y\": 0}\n                    }",
                    "",
                )
            },
            |w| {
                board(
                    w,
                    "{\"content\": \"What the Acme Queue check collects.\", \"type\": \"note\"}",
                    "{}",
                )
            },
        ],
        silent: &[|w| {
            board(
                w,
                "\"type\": \"timeseries\",",
                "\"type\": \"timeseries\", \"custom_links\": [], \"time\": {},",
            )
        }],
    },
    Case {
        rule: "dashboard-variables",
        fires: &[|w| board(w, "{$queue}", "{$queue,$cluster}")],
        silent: &[|w| board(w, "{$queue}", "{$queue.value,queue:$queue}")],
    },
    Case {
        rule: "dashboard-metric",
        fires: &[|w| board(w, "avg:acme_queue.depth{", "avg:acme.depth{")],
        silent: &[|w| board(w, "avg:acme_queue.depth{", "avg:kafka.depth{")],
    },
    Case {
        rule: "dashboard-id",
        fires: &[|w| {
            board(
                w,
                "\"title\": \"Depth\",",
                "\"title\": \"Depth\", \"id\": \"8374652837465\",",
            )
        }],
        silent: &[],
    },
    Case {
        rule: "dashboard-account",
        fires: &[
            |w| board(w, "{$queue}", "{$queue,host:ann-laptop}"),
            |w| {
                board(
                    w,
                    "What the Acme Queue check collects.",
                    "See https://app.datadoghq.com/dashboard/abc-def-ghi.",
                )
            },
        ],
        silent: &[
            |w| board(w, "{$queue}", "{$queue,host:*}"),
            |w| {
                board(
                    w,
                    "What the Acme Queue check collects.",
                    "See https://app.datadoghq.com/dashboard/lists of the Acme Queue check.",
                )
            },
        ],
    },
    Case {
        rule: "dashboard-texts",
        fires: &[|w| board(w, "Acme Queue Overview", "Acme Queue Overview (cloned)")],
        silent: &[],
    },
    Case {
        rule: "monitor-threshold",
        fires: &[
            |w| monitor(w, "\"warning\": 80.5", "\"warning\": 150"),
            |w| monitor(w, "\"warning\": 80.5", "\"warning\": 100"),
            |w| monitor(w, "{queue} > 100", "{queue} < 100"),
            |w| monitor(w, "\"warning\": 80.5", "\"critical_recovery\": 120"),
        ],
        silent: &[
            |w| monitor(w, "\"warning\": 80.5", "\"critical_recovery\": 90"),
            |w| {
                monitor(w, "{queue} > 100", "{queue} < 100");
                monitor(w, "\"warning\": 80.5", "\"warning\": 120");
            },
        ],
    },
    Case {
        rule: "monitor-unchosen",
        fires: &[
            |w| monitor(w, " by {queue} > 100", " by {queue}"),
            |w| monitor(w, "                \"critical\": 100,\n", ""),
            |w| {
                monitor(
                    w,
                    "\"thresholds\": {\n                \"critical\": 100,\n                \"warning\": 80.5\n            },",
                    "",
                )
            },
            |w| {
                monitor(w, "{queue} > 100", "{queue} < 0");
                monitor(w, "\"critical\": 100", "\"critical\": 0");
            },
            |w| alike(w, 2),
        ],
        silent: &[
            |w| alike(w, 1),
            |w| {
                monitor(w, "{queue} > 100", "{queue} > 0");
                monitor(w, "\"critical\": 100", "\"critical\": 0");
            },
            |w| monitor(w, "\"type\": \"query alert\"", "\"type\": \"log alert\""),
        ],
    },
    Case {
        rule: "monitor-keys",
        fires: &[
            |w| monitor(w, "\"definition\": {", "\"monitor\": {"),
            |w| {
                monitor(
                    w,
                    "\"created_at\": \"2026-11-23\"",
                    "\"created_at\": \"23.11.2026\"",
                )
            },
            |w| {
                monitor(
                    w,
                    "\"type\": \"query alert\"",
                    "\"type\": \"service check\"",
                )
            },
            |w| monitor(w, "\"type\": \"query alert\"", "\"type\": \"metric\""),
            |w| monitor(w, "depth{*}", "depth{host:ann-laptop}"),
            |w| {
                monitor(
                    w,
                    "Messages waiting in a queue.\\n\\n",
                    "@slack-ops Messages waiting in a queue.\\n\\n",
                )
            },
            |w| {
                monitor(
                    w,
                    "Messages waiting in a queue. Work arrives faster than it is handled, and waits longer.\"",
                    "Depth is high\"",
                )
            },
        ],
        silent: &[
            |w| monitor(w, "\"type\": \"query alert\"", "\"type\": \"metric alert\""),
            |w| {
                monitor(
                    w,
                    "\"created_at\": \"2026-11-23\"",
                    "\"created_at\": \"2026-11-23T10:00:00Z\"",
                )
            },
        ],
    },
    Case {
        rule: "image",
        fires: &[
            |w| {
                w.edit(
                    "manifest.json",
                    "\"media\": []",
                    "\"media\": [{\"media_type\": \"image\", \"caption\": \"Queues.\"}]",
                )
            },
            |w| {
                let mut cut = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\xa0\0\0\x03\x2a".to_vec();
                cut.resize(4096, 1);
                w.tree.put("images/a.png", cut);
                w.edit(
                    "manifest.json",
                    "\"media\": []",
                    "\"media\": [{\"caption\": \"Queues.\", \"image_url\": \"images/a.png\"}]",
                );
            },
        ],
        silent: &[],
    },
    Case {
        rule: "image-unused",
        fires: &[|w| {
            w.tree
                .put("images/unused.png", vec![0x89, b'P', b'N', b'G'])
        }],
        silent: &[
            |w| {
                w.tree.put("images/a.png", vec![0x89, b'P', b'N', b'G']);
                w.append("README.md", "\n![Queues](https://raw.githubusercontent.com/DataDog/integrations-extras/master/acme_queue/images/a.png)\n");
            },
            // Other capitals are told where it is shown.
            |w| {
                w.tree.put("images/A.png", vec![0x89, b'P', b'N', b'G']);
                w.edit(
                    "manifest.json",
                    "\"media\": []",
                    "\"media\": [{\"caption\": \"Queues.\", \"image_url\": \"images/a.png\"}]",
                );
            },
        ],
    },
];
