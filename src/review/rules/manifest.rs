//! manifest.json: what the catalog shows, and what nobody checks before it does.

use crate::review::facts;
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

fn metrics_check(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        return;
    };
    if manifest.at("/assets/integration/metrics").is_null() || look.metrics.is_empty() {
        return;
    }
    let pointer = "/assets/integration/metrics/check";
    let names: Vec<&str> = match manifest.at(pointer) {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name],
        _ => vec![],
    };
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
    let scaffold = manifest.str("/author/support_email") == "help@datadoghq.com";
    // Datadog maintains some of them itself.
    let line = format!("/{}/ ", look.tree.folder());
    let owners = look.facts.codeowners.as_deref().unwrap_or_default();
    let owners = owners.lines().find_map(|l| l.strip_prefix(&line));
    let maintained =
        owners.is_some_and(|o| o.split_whitespace().all(|w| w.starts_with("@DataDog/")));
    if name == "Datadog" && scaffold && !maintained {
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
    let mut listed: Vec<String> = vec![];
    for kind in ["dashboards", "monitors", "saved_views"] {
        let pointer = format!("/assets/{kind}");
        let map = manifest.at(&pointer).as_object();
        for (title, path) in map.into_iter().flatten() {
            let Some(path) = path.as_str() else { continue };
            listed.push(path.to_owned());
            let place = manifest.place(&format!(
                "{pointer}/{}",
                title.replace('~', "~0").replace('/', "~1")
            ));
            if !look.tree.has(path) && look.expects(&format!("assets/{kind}")) {
                let message = format!("The manifest lists {path}, which does not exist.");
                out.error(place, message, "Add the file, or correct the path.");
            }
        }
        let folder = format!("assets/{kind}/");
        for (path, _) in look.tree.files() {
            let own = path.starts_with(&folder) && extension(path) == "json";
            if own && !listed.iter().any(|l| l == path) {
                let message =
                    format!("The manifest does not list {path}, so it is never uploaded.");
                out.warn(
                    path,
                    message,
                    format!("Add it under `assets.{kind}` of manifest.json."),
                );
            }
        }
    }
    let pointers = [
        "/assets/integration/configuration/spec",
        "/assets/integration/metrics/metadata_path",
        "/assets/integration/service_checks/metadata_path",
        "/tile/changelog",
    ];
    for pointer in pointers {
        let path = manifest.str(pointer);
        if !path.is_empty() && !look.tree.has(path) {
            let message = format!("The manifest names {path}, which does not exist.");
            out.error(
                manifest.place(pointer),
                message,
                "Add the file, or take the entry away.",
            );
        }
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
            let message = format!("`assets.{key}` is an empty map.");
            out.warn(
                manifest.place(&pointer),
                message,
                "Take the entry away, or fill it.",
            );
        }
    }
    for pointer in ["/assets/logs/source", "/owner", "/app_id", "/author/name"] {
        if manifest
            .at(pointer)
            .as_str()
            .is_some_and(|s| s.trim().is_empty())
        {
            let key = pointer.trim_start_matches('/').replace('/', ".");
            let message = format!("`{key}` is empty.");
            out.warn(
                manifest.place(pointer),
                message,
                "Fill it in, or take the entry away.",
            );
        }
    }
}
