//! What people read: README.md, texts of the catalog, descriptions.

use crate::world::Case;

const README: &str = "README.md";

pub const CASES: &[Case] = &[
    Case {
        rule: "placeholder",
        fires: &[
            |w| w.edit(README, "Acme Queue is a message broker.", "<FILL IN>"),
            |w| w.append(README, "\n!!! Add steps to validate !!!\n"),
            |w| {
                w.append(
                    crate::world::CHECK,
                    "\n# This will be the prefix of every metric and service check\n",
                )
            },
            |w| w.edit("manifest.json", "Category::Metrics", "Category::<FILL IN>"),
        ],
        silent: &[
            |w| {
                w.append(
                    README,
                    "\nReplace `<YOUR_API_KEY>` and `<INTEGRATION_VERSION>`.\n",
                )
            },
            |w| w.put("tests/fixtures/page.html", "<FILL IN>"),
        ],
    },
    Case {
        rule: "included-in-agent",
        fires: &[
            |w| {
                w.append(
                    README,
                    "\nThe check is included in the [Datadog Agent][2] package.\n",
                )
            },
            |w| {
                w.append(
                    README,
                    "\nThe Acme check is included in the\nDatadog Agent package. It is not slow.\n",
                )
            },
            |w| {
                w.append(
                    README,
                    "\nIt does not need a key. The check is packaged with the Agent.\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(
                    README,
                    "\nThe check is not included in the [Datadog Agent][2] package.\n",
                )
            },
            |w| w.append(README, "\nThe metric is included in the default payload.\n"),
            |w| {
                w.append(
                    README,
                    "\nThis check isn't\nincluded in the Datadog Agent package.\n",
                )
            },
        ],
    },
    Case {
        rule: "readme-sections",
        fires: &[
            |w| w.edit(README, "### Validation", "### Validating"),
            |w| w.edit(README, "## Data Collected", "## Data"),
        ],
        silent: &[
            |w| w.edit(README, "## Troubleshooting", "## Support"),
            |w| w.edit(README, "## Data Collected", "## Data collected"),
            // A tile that only links to a product.
            |w| {
                for path in w.paths() {
                    if !matches!(path.as_str(), "README.md" | "manifest.json") {
                        w.remove(&path);
                    }
                }
                w.edit(
                    "manifest.json",
                    "\"Submitted Data Type::Metrics\"",
                    "\"Category::AI/ML\"",
                );
                w.edit(README, "## Data Collected", "## More");
            },
        ],
    },
    Case {
        rule: "readme-contradiction",
        fires: &[
            |w| {
                w.edit(
                    README,
                    "See [metadata.csv][8] for a list of metrics provided by this integration.",
                    "Acme Queue does not include any metrics.",
                )
            },
            |w| w.put("assets/service_checks.json", "[]"),
        ],
        silent: &[
            |w| {
                w.edit(
                    README,
                    "does not include any events",
                    "does not include any events or logs",
                )
            },
            |w| {
                w.edit(
                    README,
                    "### Events",
                    "### Logs\n\nIt does not collect any logs.\n\n### Events",
                )
            },
        ],
    },
    Case {
        rule: "readme-names",
        fires: &[
            |w| w.edit(README, "datadog-acme-queue==", "datadog-acme-broker=="),
            |w| {
                w.edit(
                    README,
                    "Edit the `acme_queue.d/conf.yaml`",
                    "Edit the `exim.d/conf.yaml`",
                )
            },
        ],
        silent: &[
            |w| w.edit(README, "datadog-acme-queue==", "datadog-acme_queue=="),
            |w| {
                w.append(
                    README,
                    "\nSee `/etc/datadog-agent/conf.d/acme_queue.d/conf.yaml`.\n",
                )
            },
        ],
    },
    Case {
        rule: "overview",
        fires: &[|w| {
            w.edit(README, "Acme Queue is a message broker. This integration shows operators a growing backlog.", "This check monitors Acme Queue.")
        }],
        silent: &[|w| w.edit(README, "This integration", "### More\n\nThis integration")],
    },
    Case {
        rule: "link-core",
        fires: &[
            |w| {
                w.edit(
                    README,
                    "integrations-extras/blob/master/acme_queue/metadata.csv",
                    "integrations-core/blob/master/acme_queue/metadata.csv",
                )
            },
            |w| {
                w.edit(
                    "pyproject.toml",
                    "DataDog/integrations-extras",
                    "DataDog/integrations-core",
                )
            },
        ],
        silent: &[
            // A file of the base that this integration builds on.
            |w| {
                w.append(README, "\n[the base](https://github.com/DataDog/integrations-core/blob/master/openmetrics/README.md)\n")
            },
        ],
    },
    Case {
        rule: "link-anchor",
        fires: &[
            |w| {
                w.edit(
                    "manifest.json",
                    "README.md#Troubleshooting",
                    "README.md#Support",
                )
            },
            |w| w.append(README, "\nSee [the steps](#instalation).\n"),
        ],
        silent: &[
            |w| {
                w.append(
                    README,
                    "\nSee [the steps](#data-collected) and [there](https://acme.example/#x).\n",
                )
            },
            |w| {
                w.edit(
                    "manifest.json",
                    "README.md#Troubleshooting",
                    "README.md#troubleshooting",
                )
            },
        ],
    },
    Case {
        rule: "link-number",
        fires: &[
            |w| w.append(README, "\nSee [this page][11].\n"),
            |w| w.append(README, "[11]: https://acme.example/\n"),
            |w| w.append(README, "[1]: https://acme.example/\n"),
        ],
        silent: &[
            |w| {
                w.append(README, "\nSee [this][11], and `a[0]`.\n\n```\nx[12]\n```\n\n[11]: https://acme.example/\n")
            },
            |w| {
                w.append(
                    README,
                    "\n[![a picture][11]][12]\n\n[11]: images/a.png\n[12]: https://acme.example/\n",
                )
            },
        ],
    },
    Case {
        rule: "product-name",
        fires: &[
            |w| w.append(README, "\nStart ACME queue first.\n"),
            |w| {
                w.edit(
                    "metadata.csv",
                    "Messages waiting in a queue.",
                    "Messages waiting in acme queue.",
                )
            },
            |w| {
                w.edit(
                    "manifest.json",
                    "\"source_type_name\": \"Acme Queue\"",
                    "\"source_type_name\": \"acme queue\"",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(README, "\nRun `acme queue`, or see https://acme.example/acme-queue and acme_queue.d.\n")
            },
            |w| w.append(README, "\n```\nacme queue\n```\n"),
        ],
    },
    Case {
        rule: "readme-options",
        fires: &[|w| w.edit(README, "- openmetrics_endpoint:", "- openmetrics_url:")],
        silent: &[
            |w| {
                w.edit(
                    README,
                    "- openmetrics_endpoint:",
                    "- timeout: 5\n       openmetrics_endpoint:",
                )
            },
            |w| w.append(README, "\n```yaml\nother: [1]\n```\n"),
        ],
    },
    Case {
        rule: "readme-windows",
        fires: &[|w| {
            w.edit(
                "manifest.json",
                "            \"Supported OS::Windows\",\n",
                "",
            );
            w.append(README, "\nRun the command in PowerShell.\n");
        }],
        silent: &[|w| w.append(README, "\nRun the command in PowerShell.\n")],
    },
    Case {
        rule: "check-description",
        fires: &[
            |w| {
                let text = w
                    .text("assets/service_checks.json")
                    .replace("`OK`.", "`OK`");
                w.put("assets/service_checks.json", &text);
            },
            |w| {
                w.put(
                    "assets/service_checks.json",
                    r#"[{"check": "acme_queue.openmetrics.health", "description": ""}]"#,
                )
            },
        ],
        silent: &[|w| {
            w.put("assets/service_checks.json", r#"[{"check": "acme_queue.openmetrics.health", "description": "Is it (still) there?"}]"#)
        }],
    },
];
