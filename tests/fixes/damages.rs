//! Damages as contributors make them, and the fix that each of them has.

#[derive(Clone, Copy)]
pub struct Damage {
    /// The fix that repairs it.
    pub fix: &'static str,
    pub file: &'static str,
    pub how: fn(&str) -> Vec<u8>,
    /// Who sees it: a validation, `review`, or `lint`.
    pub by: &'static str,
    /// Whether *fix all safe ones* repairs it.
    pub safe: bool,
    /// Whether the repair gives back the very bytes.
    pub exact: bool,
}

const fn safe(
    fix: &'static str,
    by: &'static str,
    file: &'static str,
    how: fn(&str) -> Vec<u8>,
) -> Damage {
    Damage {
        fix,
        file,
        how,
        by,
        safe: true,
        exact: true,
    }
}

const fn asks(
    fix: &'static str,
    by: &'static str,
    file: &'static str,
    how: fn(&str) -> Vec<u8>,
) -> Damage {
    Damage {
        safe: false,
        ..safe(fix, by, file, how)
    }
}

/// The repair is right and not what was there before.
const fn other(damage: Damage) -> Damage {
    Damage {
        exact: false,
        ..damage
    }
}

fn swap(text: &str, from: &str, to: &str) -> Vec<u8> {
    assert!(text.contains(from), "{from:?} is not in:\n{text}");
    text.replacen(from, to, 1).into_bytes()
}

fn bom(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

const METADATA: &str = "acme_queue/metadata.csv";
const README: &str = "acme_queue/README.md";
const PROJECT: &str = "acme_queue/pyproject.toml";
const HATCH: &str = "acme_queue/hatch.toml";
const MANIFEST: &str = "acme_queue/manifest.json";
const CHECK: &str = "acme_queue/datadog_checks/acme_queue/check.py";
const OWNERS: &str = ".github/CODEOWNERS";

pub const ALL: &[Damage] = &[
    safe("encoding", "metadata", METADATA, bom),
    safe("encoding", "review", MANIFEST, bom),
    safe("encoding", "review", HATCH, utf16),
    asks("encoding", "review", "acme_queue/CHANGELOG.md", |t| {
        let mut bytes = t.as_bytes().to_vec();
        bytes.extend(b"caf\xe9\n");
        bytes
    }),
    safe(
        "trailing-comma",
        "review",
        "acme_queue/manifest.json",
        |t| {
            let at = t.rfind("\n}").unwrap();
            format!("{},{}", &t[..at], &t[at..]).into_bytes()
        },
    ),
    safe("row-cells", "metadata", METADATA, |t| {
        swap(t, "acme_queue,depth,\n", "acme_queue,depth\n")
    }),
    other(safe("row-cells", "review", METADATA, |t| {
        swap(
            t,
            "Messages waiting in a queue.",
            "Messages waiting, in a queue.",
        )
    })),
    safe("header", "metadata", METADATA, |_| vec![]),
    safe("columns", "metadata", METADATA, |t| {
        swap(t, ",description,", ",Description,")
    }),
    safe("columns", "metadata", METADATA, |t| {
        t.replace(",curated_metric\n", "\n")
            .replace(",\n", "\n")
            .into_bytes()
    }),
    asks("columns", "metadata", METADATA, |t| {
        swap(t, ",description,", ",descripton,")
    }),
    safe("unit", "metadata", METADATA, |t| {
        swap(t, ",byte,", ",Bytes,")
    }),
    asks("unit", "metadata", METADATA, |t| {
        swap(t, ",message,", ",msgs,")
    }),
    asks("unit", "metadata", METADATA, |t| {
        swap(t, ",second,", ",secnd,")
    }),
    safe("metric-type", "metadata", METADATA, |t| {
        swap(t, ",gauge,", ",Gauge,")
    }),
    asks("metric-type", "metadata", METADATA, |t| {
        swap(t, ",count,", ",counter,")
    }),
    safe("orientation", "metadata", METADATA, |t| {
        swap(t, "queue.,0,", "queue.,+0,")
    }),
    asks("orientation", "metadata", METADATA, |t| {
        swap(t, "delivered.,-1,", "delivered.,,")
    }),
    safe("integration", "metadata", METADATA, |t| {
        swap(t, ",0,acme_queue,", ",0,Acme Queue,")
    }),
    safe("metric-name", "metadata", METADATA, |t| {
        swap(t, "acme_queue.memory.bytes", "acme_queue.memory._bytes")
    }),
    safe("duplicate-rows", "metadata", METADATA, |t| {
        let row = t.lines().nth(5).unwrap();
        format!("{t}{row}\n").into_bytes()
    }),
    safe("plain-text", "metadata", METADATA, |t| {
        swap(t, "broker uses.", "broker\u{a0}uses.")
    }),
    asks("description", "metadata", METADATA, |t| {
        swap(t, "Memory that", "Memory/disk | that")
    }),
    other(safe("interval", "metadata", METADATA, |t| {
        swap(t, "depth,gauge,,", "depth,gauge,10.0,")
    })),
    other(safe("curated", "metadata", METADATA, |t| {
        swap(t, ",memory bytes,\n", ",memory bytes,memory|memory\n")
    })),
    other(safe("curated", "metadata", METADATA, |t| {
        swap(t, ",memory bytes,\n", ",memory bytes,Memory\n")
    })),
    asks("unit", "metadata", METADATA, |t| {
        swap(t, "lag.seconds,gauge,,second", "lag.seconds,gauge,,secs")
    }),
    asks("unit", "metadata", METADATA, |t| {
        swap(t, "lag.seconds,gauge,,second", "lag.seconds,gauge,,millis")
    }),
    asks("unit", "metadata", METADATA, |t| {
        swap(
            t,
            "lag.seconds,gauge,,second,,",
            "lag.seconds,gauge,,second,minute,",
        )
    }),
    asks("unit", "review", METADATA, |t| {
        swap(t, "lag.seconds,gauge,,second", "lag.seconds,gauge,,byte")
    }),
    asks("orientation", "review", METADATA, |t| {
        swap(t, "delivered.,-1,", "delivered.,1,")
    }),
    asks("metric-prefix", "metadata", METADATA, |t| {
        swap(t, "acme_queue.depth,", "depth,")
    }),
    asks("metric-prefix", "metadata", METADATA, |t| {
        t.replace("\nacme_queue.", "\nacmequeue.").into_bytes()
    }),
    safe("readme-heading", "readmes", README, |t| {
        swap(t, "## Overview", "### Overview")
    }),
    safe("readme-heading", "readmes", README, |t| {
        swap(t, "## Setup", "**Setup**")
    }),
    safe("readme-heading", "review", README, |t| {
        swap(t, "### Validation", "**Validation**")
    }),
    asks("readme-section", "readmes", README, |t| {
        let (from, to) = (t.find("## Overview").unwrap(), t.find("## Setup").unwrap());
        format!("{}{}", &t[..from], &t[to..]).into_bytes()
    }),
    other(safe("plain-text", "readmes", README, |t| {
        swap(t, "a message broker", "a \u{2018}message\u{2019} broker")
    })),
    safe("package-in-readme", "review", README, |t| {
        swap(t, "datadog-acme-queue==", "datadog-acme==")
    }),
    safe("link-repository", "review", README, |t| {
        swap(
            t,
            "extras/blob/master/acme_queue/CHANGELOG.md",
            "core/blob/master/acme_queue/CHANGELOG.md",
        )
    }),
    asks("conf-in-readme", "review", README, |t| {
        swap(t, "`acme_queue.d/conf.yaml`", "`acme.d/conf.yaml`")
    }),
    asks("product-name", "review", README, |t| {
        swap(t, "Acme Queue integration", "Acme queue integration")
    }),
    safe("address", "review", MANIFEST, |t| {
        swap(t, "\"support_email\": \"", "\"support_email\": \"mailto:")
    }),
    asks("address", "review", MANIFEST, |t| {
        swap(t, "\"homepage\": \"https://", "\"homepage\": \"")
    }),
    asks(
        "metric-in-query",
        "review",
        "acme_queue/assets/dashboards/acme_queue_overview.json",
        |t| swap(t, "avg:acme_queue.depth{", "avg:acme_queue.dept{"),
    ),
    safe(
        "integration-tag",
        "review",
        "acme_queue/assets/monitors/depth.json",
        |t| swap(t, "integration:acme-queue", "integration:acme_queue"),
    ),
    safe("changelog-date", "review", "acme_queue/CHANGELOG.md", |t| {
        swap(t, "## 1.0.0 / 2026-11-23", "## v1.0.0 - 2026/11/23")
    }),
    safe(
        "line-ends",
        "review",
        "acme_queue/assets/service_checks.json",
        |t| t.replace('\n', "\r\n").into_bytes(),
    ),
    safe("package-name", "package", PROJECT, |t| {
        swap(t, "datadog-acme-queue", "acme-queue")
    }),
    safe("version-path", "package", PROJECT, |t| {
        swap(
            t,
            "datadog_checks/acme_queue/__about__.py",
            "acme/__about__.py",
        )
    }),
    safe("base-version", "review", PROJECT, |t| {
        swap(t, ">=37.42.0", ">=36.5.0")
    }),
    safe("base-version", "review", PROJECT, |t| {
        swap(t, "    \"datadog-checks-base>=37.42.0\",\n", "")
    }),
    safe("hatch-collector", "review", HATCH, |t| {
        swap(t, "[env.collectors.datadog-checks]\n\n", "")
    }),
    asks(
        "version",
        "review",
        "acme_queue/datadog_checks/acme_queue/__about__.py",
        |t| swap(t, "1.0.0", "0.9.0"),
    ),
    safe("codeowners", "codeowners", OWNERS, |t| {
        swap(t, "/acme_queue/", "acme_queue/")
    }),
    other(asks("codeowners", "codeowners", OWNERS, |t| {
        let at = t.find("/acme_queue/").unwrap();
        let end = at + t[at..].find('\n').unwrap() + 1;
        format!("{}{}", &t[..at], &t[end..]).into_bytes()
    })),
    safe(
        "config --sync",
        "config",
        "acme_queue/datadog_checks/acme_queue/data/conf.yaml.example",
        |t| swap(t, "instances:", "instances: # by hand"),
    ),
    safe(
        "models --sync",
        "models",
        "acme_queue/datadog_checks/acme_queue/config_models/defaults.py",
        |t| format!("{t}\nby_hand = 1\n").into_bytes(),
    ),
    safe("ci --sync", "ci", ".github/workflows/test-all.yml", |t| {
        swap(t, "platform: linux", "platform: windows")
    }),
    safe("imports --autofix", "imports", CHECK, |t| {
        swap(t, "datadog_checks.base", "datadog_checks")
    }),
    safe("test --fmt", "lint", CHECK, |t| {
        swap(t, "DEFAULT_METRIC_LIMIT = 0", "DEFAULT_METRIC_LIMIT=0")
    }),
    safe("test --fmt", "lint", CHECK, |t| {
        swap(t, "'metrics': [METRICS]", "'metrics': [ METRICS ]")
    }),
];
