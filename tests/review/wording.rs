//! Texts that people read: what is left of a scaffold, false sentences, the product's name, and the overview.

use crate::world::{Case, World};

const README: &str = "README.md";
const INSTALL: &str = "Install the check on each host where the [Datadog Agent][2] runs:";
const OVERVIEW: &str = "This integration shows operators a growing backlog.";
const SPEC: &str = "assets/configuration/spec.yaml";

fn install(w: &mut World, text: &str) {
    w.edit(README, INSTALL, text);
}

pub const CASES: &[Case] = &[
    Case {
        rule: "placeholder",
        fires: &[
            |w| w.edit(README, "Need help?", "TBD. Need help?"),
            |w| w.edit(README, "Need help?", "TODO write this. Need help?"),
            |w| w.edit(README, "Acme Queue is a", "<Product Name> is a"),
            |w| {
                w.edit(
                    "manifest.json",
                    "Depth and lag of its queues.",
                    "FILL_ME_IN",
                )
            },
        ],
        silent: &[
            |w| w.edit(README, "Need help?", "Tasks of TODOist need help?"),
            |w| w.edit(README, "Need help?", "Replace `<YOUR_API_KEY>`. Need help?"),
        ],
    },
    Case {
        rule: "included-in-agent",
        fires: &[
            |w| install(w, "The check ships with the Datadog Agent."),
            |w| install(w, "The check is part of the [Datadog Agent][2] package."),
            |w| {
                install(
                    w,
                    "The check is already included in your\n**Datadog Agent**.",
                )
            },
            |w| install(w, "The [Datadog Agent][2] already includes the check."),
            |w| install(w, "No additional installation is needed on your server."),
        ],
        silent: &[
            |w| {
                install(
                    w,
                    "The check is not part of the [Datadog Agent][2] package.",
                )
            },
            |w| {
                install(
                    w,
                    "Build an image of the [Datadog Agent][2] with the check installed.",
                )
            },
            |w| install(w, "Part of the setup is the Agent's own file."),
        ],
    },
    Case {
        rule: "product-name",
        fires: &[
            |w| {
                w.edit(
                    README,
                    "start collecting data from Acme Queue",
                    "start collecting data from AcmeQueue",
                )
            },
            |w| {
                w.edit(
                    README,
                    "start collecting data from Acme Queue",
                    "start collecting data from Acme-Queue",
                )
            },
            |w| w.edit(README, "# Acme Queue\n", "# acme_queue\n"),
            |w| w.edit(SPEC, "name: \"Acme Queue\"", "name: \"Acme queue\""),
            |w| {
                w.edit(
                    "pyproject.toml",
                    "The Acme Queue check",
                    "The ACME queue check",
                )
            },
            |w| w.edit("CHANGELOG.md", "Acme Queue", "acme queue"),
            |w| {
                w.edit(
                    "assets/dashboards/acme_queue_overview.json",
                    "What the Acme Queue check",
                    "What the acme queue check",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(
                    README,
                    "\nThe class `AcmeQueueCheck` of acme-queue reads it.\n",
                )
            },
            |w| {
                w.edit(
                    "pyproject.toml",
                    "The Acme Queue check",
                    "What acme_queue sends",
                )
            },
        ],
    },
    Case {
        rule: "overview",
        fires: &[
            |w| {
                w.edit(README, OVERVIEW, "It runs on many machines, keeps its state on the disk, and is written in Rust.")
            },
            |w| {
                w.edit(
                    README,
                    OVERVIEW,
                    "Its metrics are read from a page over HTTP by the check once each minute.",
                )
            },
        ],
        silent: &[],
    },
    Case {
        rule: "readme-sections",
        fires: &[
            |w| {
                w.edit(
                    README,
                    "The Acme Queue integration does not include any events.\n",
                    "",
                )
            },
            |w| w.put(README, "\n"),
        ],
        silent: &[|w| {
            w.edit(
                README,
                "The Acme Queue integration does not include any events.",
                "```text\nnone\n```",
            )
        }],
    },
    Case {
        rule: "readme-names",
        fires: &[|w| w.edit(README, "integration install -t", "integration install")],
        silent: &[|w| {
            w.edit(
                README,
                "integration install -t",
                "integration install --third-party",
            )
        }],
    },
    Case {
        rule: "readme-system",
        fires: &[|w| {
            w.edit(
                "manifest.json",
                "            \"Supported OS::Linux\",\n            \"Supported OS::macOS\",\n",
                "",
            );
            w.edit(
                README,
                "[Restart the Agent][6].",
                "[Restart the Agent][6] with `sudo systemctl restart datadog-agent`.",
            );
        }],
        silent: &[|w| {
            w.edit(
                README,
                "[Restart the Agent][6].",
                "[Restart the Agent][6] with `sudo systemctl restart datadog-agent`.",
            )
        }],
    },
    Case {
        rule: "changelog",
        fires: &[
            |w| w.put("CHANGELOG.md", "# CHANGELOG - Acme Queue\n"),
            |w| {
                w.put(
                    "CHANGELOG.md",
                    "# CHANGELOG - Acme Queue\n\n## Unreleased\n\n* Something.\n",
                )
            },
            |w| {
                w.put("CHANGELOG.md", "# CHANGELOG - Acme Queue\n\n## 1.0.0 / 2026-13-02\n\n***Added***:\n\n* Something.\n")
            },
            |w| {
                w.put(
                    "CHANGELOG.md",
                    "# CHANGELOG - Acme Queue\n\n## 1.0.0 / 2026-11-02\n",
                )
            },
            |w| {
                w.put(
                    "CHANGELOG.md",
                    "# CHANGELOG - Acme Queue\n\n## 1.0.0 / 2026-11-02\n\n* Something.\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.put("CHANGELOG.md", "# CHANGELOG - Acme Queue\n\n## 1.0.0 / 2024-02-29\n\n_**Added**_:\n\n- Something.\n")
            },
            |w| {
                w.put(
                    "CHANGELOG.md",
                    "# CHANGELOG - Acme Queue\n\n## 1.0.0 / 2026-11-02\n\n* [Added] Something.\n",
                )
            },
        ],
    },
    Case {
        rule: "secret",
        fires: &[
            |w| {
                w.append(README, "\nhttps://hooks.slack.com/services/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\n")
            },
            |w| {
                w.append(
                    README,
                    "\nAuthorization: Bearer 3f8a9b2c4d5e6f708192a3b4c5d6e7f8\n",
                )
            },
        ],
        silent: &[|w| w.append(README, "\nAuthorization: Bearer <YOUR_ACCESS_TOKEN>\n")],
    },
];
