//! The keys that every manifest has: nothing local checks them before the upload does.

use crate::review::facts::Base;
use crate::review::json::Json;
use crate::review::look::{Look, is_kebab};
use crate::review::rule::{Findings, Rule};
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        name: "manifest-keys",
        why: "The upload after the merge refuses a manifest that lacks one of them, and no validation of ddev looks.",
        source: "the manifest reference, version 2.0.0",
        check: keys,
    },
    Rule {
        name: "manifest-public",
        why: "A tile that is taken off the public website leaves dead links and users who look for it.",
        source: "display_on_public_website never goes back once it is true",
        check: public,
    },
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Switch,
    Number,
    List,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.as_str().is_some_and(|text| !text.trim().is_empty()),
            Self::Switch => value.is_boolean(),
            Self::Number => value.is_u64(),
            Self::List => value.is_array(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Switch => "true or false",
            Self::Number => "a whole number",
            Self::List => "a list",
        }
    }
}

/// The title and the description have a rule of their own.
const ALWAYS: [(&str, Kind, &str); 12] = [
    ("/manifest_version", Kind::Text, "Write \"2.0.0\"."),
    (
        "/app_uuid",
        Kind::Text,
        "Make one, for example with `uuidgen`.",
    ),
    (
        "/app_id",
        Kind::Text,
        "Write the integration's name in small letters, with `-` between words.",
    ),
    (
        "/owner",
        Kind::Text,
        "Write \"integrations-developer-platform\", as other integrations do.",
    ),
    (
        "/display_on_public_website",
        Kind::Switch,
        "Write true to show the integration on the public website.",
    ),
    (
        "/tile/overview",
        Kind::Text,
        "Write \"README.md#Overview\".",
    ),
    (
        "/tile/configuration",
        Kind::Text,
        "Write \"README.md#Setup\".",
    ),
    (
        "/tile/support",
        Kind::Text,
        "Write \"README.md#Troubleshooting\", or another heading that exists.",
    ),
    ("/tile/changelog", Kind::Text, "Write \"CHANGELOG.md\"."),
    (
        "/tile/classifier_tags",
        Kind::List,
        "List the tags by which the catalog is filtered.",
    ),
    ("/author/name", Kind::Text, "Name yourself or your company."),
    (
        "/author/support_email",
        Kind::Text,
        "Write an address that is read.",
    ),
];

/// For what runs on an Agent.
const OF_A_CHECK: [(&str, Kind, &str); 3] = [
    (
        "/assets/integration/source_type_id",
        Kind::Number,
        "Take the seconds since 1970, less 1,700,000,000.",
    ),
    (
        "/assets/integration/source_type_name",
        Kind::Text,
        "Write the product's name.",
    ),
    (
        "/assets/integration/metrics/prefix",
        Kind::Text,
        "Write the beginning of every metric's name, with the full stop.",
    ),
];

fn keys(look: &Look<'_>, out: &mut Findings) {
    let Some(manifest) = &look.manifest else {
        let text = look.tree.text("manifest.json").unwrap_or_default();
        if serde_json::from_str::<Value>(text).is_ok() {
            let fix =
                "Begin it with `{` and the keys of a manifest; `ddint-tui new` makes a whole one.";
            out.error(("manifest.json", 1), "The manifest is no map of keys.", fix);
        }
        return;
    };
    let mut told = vec![];
    let sends = look.runs_on_agent() && !look.metrics.is_empty();
    let of_a_check = OF_A_CHECK.iter().filter(|_| sends);
    for (pointer, kind, fix) in ALWAYS.iter().chain(of_a_check) {
        // A map that is absent is told once, and not for each of its keys.
        let whole = whole(manifest, pointer);
        if kind.fits(manifest.at(pointer)) || told.contains(&whole) {
            continue;
        }
        let key = whole.trim_start_matches('/').replace('/', ".");
        let message = match (whole == *pointer, manifest.at(whole)) {
            (false, _) => format!("The manifest has no map `{key}`."),
            (true, Value::Null) => format!("The manifest has no `{key}`."),
            (true, Value::String(text)) if text.trim().is_empty() => format!("`{key}` is empty."),
            (true, other) => format!("`{key}` is {other}, and not {}.", kind.name()),
        };
        out.error(manifest.place(whole), message, *fix);
        told.push(whole);
    }
    shapes(look, manifest, out);
}

/// The nearest map above a key that is absent itself; otherwise the key.
fn whole<'a>(manifest: &Json<'_>, pointer: &'a str) -> &'a str {
    for (at, _) in pointer.match_indices('/').skip(1) {
        if !manifest.at(&pointer[..at]).is_object() {
            return &pointer[..at];
        }
    }
    pointer
}

/// What is there and has another form than it must.
fn shapes(look: &Look<'_>, manifest: &Json<'_>, out: &mut Findings) {
    let version = manifest.str("/manifest_version");
    if !version.is_empty() && version != "2.0.0" {
        out.error(
            manifest.place("/manifest_version"),
            format!("The manifest is of version {version}."),
            "Write it as version 2.0.0: other ones are not uploaded any more.",
        );
    }
    let id = manifest.str("/app_id");
    if !id.is_empty() && !is_kebab(id) {
        out.error(
            manifest.place("/app_id"),
            format!("The app id \"{id}\" has other signs than small letters, digits, and `-`."),
            format!(
                "Write \"{}\".",
                crate::core::names::app_id(look.tree.folder())
            ),
        );
    }
    let app = look.app_id();
    let taken = look
        .facts
        .taken
        .get("app_id")
        .is_some_and(|of| of.contains_key(id));
    if is_kebab(id) && !taken && id != app {
        out.warn(
            manifest.place("/app_id"),
            format!("The app id is {id}, and the tags of the monitors say {app}."),
            format!("Write \"{app}\", or the same in all of them."),
        );
    }
    let uuid = manifest.str("/app_uuid");
    if !uuid.is_empty() && uuid.bytes().all(|b| matches!(b, b'0' | b'-')) {
        out.error(
            manifest.place("/app_uuid"),
            "The UUID is all zeros.",
            "Make one, for example with `uuidgen`.",
        );
    }
    let pointer = "/assets/integration/source_type_id";
    if manifest
        .at(pointer)
        .as_u64()
        .is_some_and(|id| id >= 1_700_000_000)
    {
        out.warn(
            manifest.place(pointer),
            "`source_type_id` is the time itself.",
            "Take the seconds since 1970, less 1,700,000,000.",
        );
    }
    let pointer = "/assets/integration/metrics/prefix";
    let prefix = manifest.str(pointer);
    if !prefix.is_empty() && !prefix.ends_with('.') {
        out.warn(
            manifest.place(pointer),
            format!("The prefix \"{prefix}\" has no full stop at its end."),
            format!("Write \"{prefix}.\"."),
        );
    }
}

fn public(look: &Look<'_>, out: &mut Findings) {
    let (Some(manifest), Base::Has(before)) = (&look.manifest, &look.facts.base) else {
        return;
    };
    let pointer = "/display_on_public_website";
    if before["display_on_public_website"] == true && *manifest.at(pointer) == false {
        out.error(
            manifest.place(pointer),
            "`display_on_public_website` goes back to false, and the base has it as true.",
            "Write true: an integration that was shown once stays.",
        );
    }
}
