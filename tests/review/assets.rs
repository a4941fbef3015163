//! Dashboards, monitors, and pictures.

use crate::world::{Case, World};

const BOARD: &str = "assets/dashboards/acme_queue_overview.json";
const MONITOR: &str = "assets/monitors/depth.json";

pub const CASES: &[Case] = &[
    Case {
        rule: "dashboard-metric",
        fires: &[
            |w| w.edit(BOARD, "avg:acme_queue.depth{", "avg:acme_queue.deep{"),
            |w| {
                w.edit(
                    BOARD,
                    "\"title\": \"Depth\"",
                    "\"title\": \"Depth\", \"q\": \"top(sum:acme_queue.sent{*}, 5)\"",
                )
            },
            |w| w.edit(BOARD, "{$queue}", "{$queue,integration:acme_queue}"),
        ],
        silent: &[
            |w| w.edit(BOARD, "avg:acme_queue.depth{", "avg:system.cpu.user{"),
            |w| w.edit(BOARD, "{$queue}", "{$queue,integration:acme-queue}"),
            |w| {
                w.edit(
                    BOARD,
                    "avg:acme_queue.depth{",
                    "avg:acme_queue.published.count{",
                )
            },
        ],
    },
    Case {
        rule: "dashboard-id",
        fires: &[|w| {
            w.edit(
                BOARD,
                "\"layout\": {\"x\": 0, \"y\": 0, \"width\": 12",
                "\"id\": 8675309, \"layout\": {\"x\": 0, \"y\": 0, \"width\": 12",
            )
        }],
        silent: &[|w| {
            w.edit(
                BOARD,
                "\"title\": \"Depth\",",
                "\"title\": \"Depth\", \"legend_id\": 3,",
            )
        }],
    },
    Case {
        rule: "dashboard-account",
        fires: &[
            |w| {
                w.edit(
                    BOARD,
                    "\"layout_type\": \"ordered\",",
                    "\"author_handle\": \"ann@acme.example\", \"layout_type\": \"ordered\",",
                )
            },
            |w| {
                w.edit(
                    BOARD,
                    "\"layout_type\": \"ordered\",",
                    "\"restricted_roles\": [\"a\"], \"layout_type\": \"ordered\",",
                )
            },
        ],
        silent: &[|w| {
            w.edit(BOARD, "\"layout_type\": \"ordered\",", "\"author_name\": \"Datadog\", \"notify_list\": [], \"restricted_roles\": [], \"is_read_only\": true, \"layout_type\": \"ordered\",")
        }],
    },
    Case {
        rule: "dashboard-texts",
        fires: &[
            |w| w.edit(BOARD, "Acme Queue Overview", "Overview"),
            |w| {
                w.edit(
                    BOARD,
                    "The depth of the queues and what the check says of itself.",
                    "",
                )
            },
        ],
        silent: &[
            |w| w.edit(BOARD, "Acme Queue Overview", "ACME QUEUE - Overview"),
            |w| w.edit(BOARD, "Acme Queue Overview", "Acme QU"),
            |w| {
                w.edit(
                    "manifest.json",
                    "\"source_type_name\": \"Acme Queue\"",
                    "\"source_type_name\": \"Acme Queue (Community Version)\"",
                )
            },
        ],
    },
    Case {
        rule: "dashboard-layout",
        fires: &[
            |w| w.edit(BOARD, "\"width\": 6", "\"width\": 3"),
            |w| widgets(w, 13),
            |w| w.edit(BOARD, "\"title\": \"Overview\"", "\"title\": \"New group\""),
        ],
        silent: &[
            |w| w.edit(BOARD, "\"width\": 6", "\"width\": 4"),
            |w| widgets(w, 12),
        ],
    },
    Case {
        rule: "dashboard-time",
        fires: &[|w| {
            w.edit(
                BOARD,
                "\"title\": \"Depth\",",
                "\"title\": \"Depth\", \"time\": {\"from\": 1700000000000, \"to\": 1700000900000},",
            )
        }],
        silent: &[|w| {
            w.edit(
                BOARD,
                "\"title\": \"Depth\",",
                "\"title\": \"Depth\", \"time\": {\"live_span\": \"1h\"},",
            )
        }],
    },
    Case {
        rule: "dashboard-variables",
        fires: &[|w| w.edit(BOARD, "{$queue}", "{*}")],
        silent: &[|w| w.edit(BOARD, "{$queue}", "{queue:$queue.value}")],
    },
    Case {
        rule: "monitor-metric",
        fires: &[
            |w| w.edit(MONITOR, "avg:acme_queue.depth{*}", "avg:acme_queue.deep{*}"),
            |w| {
                w.edit(
                    "assets/monitors/openmetrics_health.json",
                    "\\\"acme_queue.openmetrics.health\\\"",
                    "\\\"acme_queue.can_connect\\\"",
                )
            },
        ],
        silent: &[|w| w.edit(MONITOR, "avg:acme_queue.depth{*}", "avg:system.load.1{*}")],
    },
    Case {
        rule: "monitor-threshold",
        fires: &[|w| w.edit(MONITOR, "{queue} > 100", "{queue} > 10")],
        silent: &[
            |w| w.edit(MONITOR, "{queue} > 100", "{queue} >= 100.0"),
            |w| w.edit(MONITOR, "\"critical\": 100,", "\"critical\": \"100\","),
        ],
    },
    Case {
        rule: "monitor-message",
        fires: &[
            |w| {
                w.edit(
                    MONITOR,
                    "for queue {{queue.name}} is back",
                    "on {{host.name}} is back",
                )
            },
            |w| {
                let mut value: serde_json::Value = serde_json::from_str(&w.text(MONITOR)).unwrap();
                value["definition"]["message"] = " ".into();
                w.put(MONITOR, &value.to_string());
            },
        ],
        silent: &[
            |w| {
                w.edit(
                    MONITOR,
                    "for queue {{queue.name}} is back",
                    "{{value}} {{threshold}} {{host.ip}} is back",
                )
            },
            // Logs are grouped in another way.
            |w| {
                let mut value: serde_json::Value = serde_json::from_str(&w.text(MONITOR)).unwrap();
                value["definition"]["query"] = "logs(\"source:a {b}\").index(\"*\").rollup(\"count\").by(\"@q\").last(\"5m\") > 100".into();
                w.put(MONITOR, &value.to_string());
            },
            // Grouped by whatever has a status.
            |w| {
                w.edit(
                    MONITOR,
                    "for queue {{queue.name}} is back",
                    "on {{host.name}} is back",
                );
                let mut value: serde_json::Value = serde_json::from_str(&w.text(MONITOR)).unwrap();
                value["definition"]["query"] = "\"acme_queue.openmetrics.health\".over(\"a:b\").by(\"*\").last(2).count_by_status()".into();
                w.put(MONITOR, &value.to_string());
            },
        ],
    },
    Case {
        rule: "monitor-tags",
        fires: &[
            |w| {
                w.edit(
                    MONITOR,
                    "\"integration:acme-queue\"",
                    "\"integration:acme_queue\"",
                )
            },
            |w| {
                let text = w
                    .text(MONITOR)
                    .replace("integration:acme-queue", "team:ops");
                w.put(MONITOR, &text);
            },
        ],
        silent: &[|w| {
            w.edit(
                MONITOR,
                "\"integration:acme-queue\"",
                "\"integration:acme-queue\", \"integration:kafka\"",
            )
        }],
    },
    Case {
        rule: "monitor-keys",
        fires: &[
            |w| w.edit(MONITOR, "\"version\": 2", "\"version\": 1"),
            |w| w.edit(MONITOR, "\"created_at\"", "\"made_at\""),
            |w| {
                w.edit(
                    MONITOR,
                    "\"title\": \"Depth is high\"",
                    "\"title\": \"Depth is high for {{queue.name}}\"",
                )
            },
            |w| {
                w.edit(
                    MONITOR,
                    "\"definition\": {",
                    "\"definition\": {\n\"restricted_roles\": [\"a\"],",
                )
            },
        ],
        silent: &[|w| {
            w.edit(
                MONITOR,
                "\"definition\": {",
                "\"definition\": {\n\"restricted_roles\": null, \"priority\": 3,",
            )
        }],
    },
    Case {
        rule: "image",
        fires: &[
            |w| picture(w, "a.png", png(800, 450)),
            |w| picture(w, "a.png", png(1600, 1200)),
            |w| picture(w, "a.jpg", png(1600, 900)),
            |w| picture(w, "a.png", b"GIF89a".to_vec()),
            |w| picture(w, "a.png", [png(1600, 900), vec![0; 1 << 20]].concat()),
            |w| {
                picture(w, "a.png", png(1600, 900));
                w.remove("images/a.png");
            },
        ],
        silent: &[
            |w| picture(w, "a.png", png(1600, 900)),
            |w| picture(w, "b.jpeg", jpeg(2880, 1620)),
            |w| picture(w, "a.png", png(1440, 818)),
            // Beside the tile's pictures there are others, for the README.
            |w| w.tree.put("images/small.png", png(80, 80)),
        ],
    },
];

fn widgets(w: &mut World, number: usize) {
    let mut board: serde_json::Value = serde_json::from_str(&w.text(BOARD)).unwrap();
    let one = board["widgets"][0]["definition"]["widgets"][0].clone();
    let list = board["widgets"].as_array_mut().unwrap();
    list.extend(std::iter::repeat_n(one, number));
    w.put(BOARD, &board.to_string());
}

fn picture(w: &mut World, name: &str, bytes: Vec<u8>) {
    let media = format!(
        "\"media\": [{{\"media_type\": \"image\", \"caption\": \"A queue.\", \"image_url\": \"images/{name}\"}}],"
    );
    w.edit("manifest.json", "\"media\": [],", &media);
    w.tree.put(format!("images/{name}"), bytes);
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let head: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    [
        head,
        &width.to_be_bytes(),
        &height.to_be_bytes(),
        b"\x08\x06\0\0\0",
    ]
    .concat()
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let head: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc2\0\x11\x08";
    [head, &height.to_be_bytes(), &width.to_be_bytes(), b"\x03"].concat()
}
