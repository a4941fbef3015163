//! Keys of the manifest, links of the README into the repository, and what a branch changes beside its integration.

use crate::world::{Case, World};
use ddint_tui::review::facts::Base;
use serde_json::json;

const README: &str = "README.md";
const MANIFEST: &str = "manifest.json";
const TABLE: &str =
    "https://github.com/DataDog/integrations-extras/blob/master/acme_queue/metadata.csv";

fn manifest(w: &mut World, from: &str, to: &str) {
    w.edit(MANIFEST, from, to);
}

/// The base has the integration, on the public website or not.
fn base(w: &mut World, public: bool) {
    w.facts.base = Base::Has(json!({"display_on_public_website": public}));
}

pub const CASES: &[Case] = &[
    Case {
        rule: "manifest-keys",
        fires: &[
            |w| {
                manifest(
                    w,
                    "    \"app_uuid\": \"653c8e38-457a-48bc-985b-1bd7a5d6fffa\",\n",
                    "",
                )
            },
            |w| {
                manifest(
                    w,
                    "\"app_id\": \"acme-queue\"",
                    "\"app_id\": \"Acme_Queue\"",
                )
            },
            |w| manifest(w, "\"app_id\": \"acme-queue\"", "\"app_id\": \"queue\""),
            |w| {
                manifest(
                    w,
                    "\"owner\": \"integrations-developer-platform\"",
                    "\"owner\": \" \"",
                )
            },
            |w| manifest(w, "_website\": true", "_website\": \"yes\""),
            |w| {
                manifest(
                    w,
                    "\"source_type_id\": 95425678",
                    "\"source_type_id\": \"95425678\"",
                )
            },
            |w| {
                manifest(
                    w,
                    "\"source_type_id\": 95425678",
                    "\"source_type_id\": 1795425678",
                )
            },
            |w| {
                manifest(
                    w,
                    "\"prefix\": \"acme_queue.\"",
                    "\"prefix\": \"acme_queue\"",
                )
            },
            |w| {
                manifest(
                    w,
                    "\"manifest_version\": \"2.0.0\"",
                    "\"manifest_version\": \"1.0.0\"",
                )
            },
            |w| {
                manifest(
                    w,
                    "\"support_email\": \"support@acme.example\"",
                    "\"support_email\": \"\"",
                )
            },
            |w| {
                manifest(
                    w,
                    "653c8e38-457a-48bc-985b-1bd7a5d6fffa",
                    "00000000-0000-0000-0000-000000000000",
                )
            },
            |w| w.put(MANIFEST, "[]\n"),
        ],
        silent: &[
            |w| manifest(w, "_website\": true", "_website\": false"),
            |w| w.remove(MANIFEST),
            // What can't be read is told by that.
            |w| w.put(MANIFEST, "{"),
        ],
    },
    Case {
        rule: "manifest-public",
        fires: &[|w| {
            base(w, true);
            manifest(w, "_website\": true", "_website\": false");
        }],
        silent: &[
            |w| base(w, true),
            |w| {
                base(w, false);
                manifest(w, "_website\": true", "_website\": false");
            },
            |w| {
                w.facts.base = Base::New;
                manifest(w, "_website\": true", "_website\": false");
            },
        ],
    },
    Case {
        rule: "manifest-files",
        fires: &[
            // The clone has no pictures or dashboards at all, and this entry is new.
            |w| {
                w.facts.base = Base::New;
                w.facts.folders = ["images".to_owned()].into();
                manifest(w, "overview.json", "summary.json");
            },
            |w| {
                manifest(
                    w,
                    "{\n            \"Acme Queue Overview\": \"assets/dashboards/acme_queue_overview.json\"\n        }",
                    "[]",
                )
            },
        ],
        silent: &[],
    },
    Case {
        rule: "syntax",
        fires: &[
            |w| {
                manifest(
                    w,
                    "\"owner\"",
                    "\"app_id\": \"acme-queues\",\n    \"owner\"",
                )
            },
            |w| {
                w.edit(
                    README,
                    "## Setup",
                    "<<<<<<< HEAD\n## Setup\n=======\n## Set up\n>>>>>>> theirs",
                )
            },
            |w| w.edit("metadata.csv", "Memory that", "\"Memory that"),
        ],
        silent: &[|w| {
            w.edit(
                "metadata.csv",
                "Memory that the broker uses.",
                "\"Memory, \"\"used\"\" by the broker.\"",
            )
        }],
    },
    Case {
        rule: "link-target",
        fires: &[
            |w| w.edit(README, TABLE, "./metadata.csv"),
            |w| {
                w.edit(
                    README,
                    "mailto:support@acme.example",
                    "support@acme.example",
                )
            },
            |w| w.edit(README, "[Acme][10]", "[Acme]()"),
            |w| {
                w.edit(
                    README,
                    "blob/master/acme_queue/metadata.csv",
                    "blob/master/acme_queue/metrics.csv",
                )
            },
            |w| {
                w.edit(
                    README,
                    "blob/master/acme_queue/metadata.csv",
                    "blob/main/acme_queue/metadata.csv",
                )
            },
            |w| {
                w.edit(
                    README,
                    "blob/master/acme_queue/metadata.csv",
                    "blob/master/acme_cache/metadata.csv",
                )
            },
            |w| {
                w.edit(
                    README,
                    "DataDog/integrations-extras/blob/master/acme_queue/metadata",
                    "ann/integrations-extras/blob/master/acme_queue/metadata",
                )
            },
        ],
        silent: &[
            |w| {
                w.edit(README, TABLE, "https://github.com/DataDog/integrations-extras/blob/acme-queue-1.0.0/acme_queue/metadata.csv")
            },
            |w| {
                w.edit(
                    README,
                    TABLE,
                    "https://github.com/DataDog/integrations-extras/tree/master/acme_queue",
                )
            },
            |w| {
                w.edit(
                    README,
                    "as described in",
                    "as [described](#configuration) in",
                )
            },
            |w| {
                w.edit(
                    README,
                    TABLE,
                    "https://github.com/acme/queue/blob/main/metrics.md",
                )
            },
        ],
    },
    Case {
        rule: "link-core",
        fires: &[
            |w| {
                w.edit(
                    README,
                    "DataDog/integrations-extras/blob/master/acme_queue/metadata",
                    "datadog/integrations-core/blob/master/acme_queue/metadata",
                )
            },
            |w| {
                w.edit(README, TABLE, "https://raw.githubusercontent.com/DataDog/integrations-core/master/acme_queue/metadata.csv")
            },
            |w| {
                w.edit(
                    "pyproject.toml",
                    "https://github.com/DataDog/integrations-extras",
                    "https://github.com/acme/queue",
                )
            },
        ],
        silent: &[|w| {
            w.append(README, "\nAs [the base](https://github.com/DataDog/integrations-core/tree/master/datadog_checks_base) does.\n")
        }],
    },
    Case {
        rule: "link-number",
        fires: &[|w| w.edit(README, "[Acme][10]", "[Acme][contact]")],
        silent: &[|w| w.edit(README, "Need help?", "Queues named [orders] need help?")],
    },
    Case {
        rule: "link-anchor",
        fires: &[
            |w| manifest(w, "\"README.md#Overview\"", "\"README.md\""),
            |w| {
                manifest(
                    w,
                    "\"README.md#Troubleshooting\"",
                    "\"support@acme.example\"",
                )
            },
        ],
        silent: &[],
    },
    Case {
        rule: "other-folders",
        fires: &[|w| {
            w.facts.loose = vec!["acme_queue/README.md".into(), "acme_cache/README.md".into()];
        }],
        silent: &[
            |w| w.facts.loose = vec!["acme_cache/README.md".into()],
            |w| {
                w.facts.loose = vec![
                    "acme_queue/README.md".into(),
                    ".github/CODEOWNERS".into(),
                    "notes.txt".into(),
                ]
            },
        ],
    },
    Case {
        rule: "other-files",
        fires: &[
            |w| w.facts.changed = vec!["acme_queue/README.md".into(), "pyproject.toml".into()],
            |w| {
                w.facts.changed = vec![
                    "acme_queue/README.md".into(),
                    ".github/workflows/extra.yml".into(),
                ]
            },
        ],
        silent: &[
            |w| {
                w.facts.changed = vec![
                    "acme_queue/README.md".into(),
                    ".github/CODEOWNERS".into(),
                    ".github/workflows/test-all.yml".into(),
                ]
            },
            |w| w.facts.changed = vec!["pyproject.toml".into()],
        ],
    },
];
