//! manifest.json: what the catalog shows, and what nobody checks before it does.

use crate::review::facts;
use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::extension;
use crate::review::words;
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        name: "manifest-length",
        why: "The tile cuts what is longer.",
        source: "the manifest reference: description up to 80, title up to 50 characters",
        check: lengths,
    },
    Rule {
        name: "manifest-ids",
        why: "Two integrations with one identifier overwrite each other in the catalog.",
        source: "app_id, app_uuid, and source_type_id are unique in the repository",
        check: ids,
    },
    Rule {
        name: "metrics-check",
        why: "Datadog decides by this metric whether the integration is installed: it must be one that is always sent.",
        source: "metric names, prefix, metrics.check: a frequent repair",
        check: metrics_check,
    },
    Rule {
        name: "manifest-author",
        why: "Users of the integration turn to its author, who is not Datadog.",
        source: "the author that ddev create fills in",
        check: author,
    },
    Rule {
        name: "manifest-files",
        why: "An asset that the manifest lists and that is absent makes the upload fail; one it does not list is never uploaded.",
        source: "manifest and dashboards: frequent repairs",
        check: files,
    },
    Rule {
        name: "manifest-empty",
        why: "An empty map or text is a leftover of the scaffold.",
        source: "empty `{}` under dashboards: what reviewers say again and again",
        check: empty,
    },
];

fn lengths(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    for (key, limit) in [("description", 80), ("title", 50)] {
        let pointer = format!("/tile/{key}");
        let text = manifest.str(&pointer);
        let length = text.chars().count();
        if length > limit {
            out.error(
                manifest.place(&pointer),
                format!("The tile's {key} has {length} characters; {limit} are shown."),
                format!("Say it in {limit} characters."),
            );
        } else if text.trim().is_empty() {
            out.error(
                manifest.place(&pointer),
                format!("The tile has no {key}."),
                "Fill it in.",
            );
        }
    }
}

fn ids(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    let ids = [
        ("app_id", "/app_id", "Choose another one."),
        (
            "app_uuid",
            "/app_uuid",
            "Make a new one, for example with `uuidgen`.",
        ),
        (
            "source_type_id",
            "/assets/integration/source_type_id",
            "Take the seconds since 1970, less 1,700,000,000.",
        ),
    ];
    for (name, pointer, fix) in ids {
        let Some(value) = facts::text(manifest.at(pointer)) else {
            continue;
        };
        if let Some(other) = look.facts.taken.get(name).and_then(|of| of.get(&value)) {
            let message = format!("{other} has the same {name}: {value}.");
            out.error(manifest.place(pointer), message, fix);
        }
    }
    let uuid = manifest.str("/app_uuid");
    let parts: Vec<usize> = uuid.split('-').map(str::len).collect();
    let hex = uuid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if !uuid.is_empty() && (!hex || parts != [8, 4, 4, 4, 12]) {
        let message = format!("\"{uuid}\" is no UUID.");
        out.error(
            manifest.place("/app_uuid"),
            message,
            "Make one, for example with `uuidgen`.",
        );
    }
}

const METADATA: &str = "metadata.csv";

fn metrics_check(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    if manifest.at("/assets/integration/metrics").is_null() {
        return;
    }
    let pointer = "/assets/integration/metrics/check";
    let names: Vec<&str> = match manifest.at(pointer) {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name],
        _ => vec![],
    };
    if look.metrics.is_empty() {
        // What can't be read is told by that.
        if let Some(name) = names
            .iter()
            .find(|n| !n.is_empty())
            .filter(|_| look.tree.text(METADATA).is_some())
        {
            let message =
                format!("metadata.csv lists no metric, and `metrics.check` names {name}.");
            let fix = "List the metrics that the check sends, one a row.";
            out.error(METADATA, message, fix);
        }
        return;
    }
    if names.iter().all(|name| name.trim().is_empty()) {
        out.error(
            manifest.place(pointer),
            "`metrics.check` is empty.",
            format!(
                "Name a metric that every run sends, for example {}.",
                look.metrics[0].name
            ),
        );
        return;
    }
    for name in names.into_iter().filter(|name| !look.has_metric(name)) {
        let known = look.metrics.iter().map(|row| row.name.as_str());
        let fix = match words::near(name, known) {
            Some(near) => format!("Is {near} meant?"),
            None => "Name a metric that every run sends.".into(),
        };
        let message = format!("`metrics.check` names {name}, which metadata.csv does not list.");
        out.error(manifest.place(pointer), message, fix);
    }
}

fn author(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    for key in ["support_email", "sales_email"] {
        let pointer = format!("/author/{key}");
        let text = manifest.str(&pointer);
        if !text.is_empty() && !words::is_email(text.trim()) {
            let message = format!("`{key}` is no e-mail address: \"{text}\".");
            out.error(
                manifest.place(&pointer),
                message,
                "Write an address that is read.",
            );
        }
    }
    let homepage = manifest.str("/author/homepage");
    if !homepage.is_empty() && !words::is_url(homepage) {
        let message = format!("`homepage` is no address of a page: \"{homepage}\".");
        out.error(
            manifest.place("/author/homepage"),
            message,
            "Write it with https://.",
        );
    }
    let resources = manifest.at("/tile/resources").as_array();
    for (i, resource) in resources.into_iter().flatten().enumerate() {
        let url = resource["url"].as_str().unwrap_or_default();
        if !words::is_url(url) {
            out.warn(
                manifest.place(&format!("/tile/resources/{i}/url")),
                format!("The resource's `url` is no address of a page: \"{url}\"."),
                "Write it with https://.",
            );
        }
    }
    let name = manifest.str("/author/name");
    // Datadog maintains some of them itself.
    let line = format!("/{}/ ", look.tree.folder());
    let owners = look.facts.codeowners.as_deref().unwrap_or_default();
    let owners = owners.lines().find_map(|l| l.strip_prefix(&line));
    let maintained =
        owners.is_some_and(|o| o.split_whitespace().all(|w| w.starts_with("@DataDog/")));
    if name == "Datadog" && !maintained {
        out.warn(
            manifest.place("/author/name"),
            "The author is Datadog, as ddev create fills it in.",
            "Name yourself or your company: the author maintains the integration.",
        );
    }
}

fn files(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    for kind in ["dashboards", "monitors", "saved_views"] {
        assets(look, manifest, kind, out);
    }
    let pointers = [
        "/assets/integration/configuration/spec",
        "/assets/integration/metrics/metadata_path",
        "/assets/integration/service_checks/metadata_path",
        "/tile/changelog",
    ];
    for pointer in pointers {
        let path = manifest.str(pointer);
        // That there is no changelog is told by its own rule.
        if !path.is_empty() && path != "CHANGELOG.md" && !look.tree.has(path) {
            let message = format!("The manifest names {path}, which does not exist.");
            out.error(
                manifest.place(pointer),
                message,
                "Add the file, or take the entry away.",
            );
        }
    }
}

/// The files of one kind of assets: those that the manifest lists, and those that are there.
fn assets(look: &Look<'_>, manifest: &Json<'_>, kind: &str, out: &mut Findings) {
    let (pointer, folder) = (format!("/assets/{kind}"), format!("assets/{kind}"));
    let value = manifest.at(&pointer);
    if !value.is_object() && !value.is_null() {
        out.error(
            manifest.place(&pointer),
            format!("`assets.{kind}` is no map."),
            "Write each title with the path of its file: `\"Title\": \"assets/...\"`.",
        );
        return;
    }
    let listed: Vec<(&String, &str)> = value
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(title, path)| Some((title, path.as_str()?)))
        .collect();
    let below = format!("{folder}/");
    let there = look.tree.files().map(|(path, _)| path);
    let mut unlisted: Vec<&str> = there
        .filter(|path| path.starts_with(&below) && extension(path) == "json")
        .filter(|path| !listed.iter().any(|(_, l)| l == path))
        .collect();
    for (title, path) in &listed {
        if look.tree.has(path) || !look.expects(&folder, path) {
            continue;
        }
        let key = title.replace('~', "~0").replace('/', "~1");
        let message = format!("The manifest lists {path}, which does not exist.");
        // One that is absent and one that is not listed are the same.
        let near = words::near(path, unlisted.iter().copied());
        let one = unlisted
            .first()
            .filter(|_| listed.len() == 1 && unlisted.len() == 1);
        let fix = match near.or(one.copied()) {
            Some(near) => {
                let fix = format!("Is {near} meant?");
                let near = near.to_owned();
                unlisted.retain(|path| *path != near);
                fix
            }
            None => "Add the file, or correct the path.".to_owned(),
        };
        out.error(manifest.place(&format!("{pointer}/{key}")), message, fix);
    }
    for path in unlisted {
        let message = format!("The manifest does not list {path}, so it is never uploaded.");
        let fix = format!("Add it under `assets.{kind}` of manifest.json.");
        out.warn(path, message, fix);
    }
}

fn empty(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    for key in ["dashboards", "monitors", "saved_views", "logs"] {
        let pointer = format!("/assets/{key}");
        if manifest
            .at(&pointer)
            .as_object()
            .is_some_and(serde_json::Map::is_empty)
        {
            // That a file is not listed says it already.
            if look.tree.has_folder(&format!("assets/{key}")) && key != "logs" {
                continue;
            }
            let message = format!("`assets.{key}` is an empty map.");
            out.warn(
                manifest.place(&pointer),
                message,
                "Take the entry away, or fill it.",
            );
        }
    }
    let pointer = "/assets/logs/source";
    let source = manifest.at(pointer).as_str();
    if source.is_some_and(|s| s.trim().is_empty()) {
        out.warn(
            manifest.place(pointer),
            "`assets.logs.source` is empty.",
            "Fill it in, or take the entry away.",
        );
    }
}
