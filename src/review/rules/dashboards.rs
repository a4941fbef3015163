//! Dashboards, of which ddev checks the outermost keys alone.

use super::monitors::near;
use super::queries;
use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        name: "dashboard-metric",
        why: "A graph of a metric that nobody sends is always empty.",
        source: "dashboards name only metrics of metadata.csv",
        check: metrics,
    },
    Rule {
        name: "dashboard-id",
        why: "Identifiers are of the account that the dashboard was exported from.",
        source: "integer ids in dashboards: what reviewers say again and again",
        check: ids,
    },
    Rule {
        name: "dashboard-account",
        why: "Roles, handles, and lists of your own account mean nothing in another one.",
        source: "restricted_roles, author_handle, notify_list: reviewers' remarks on dashboards",
        check: account,
    },
    Rule {
        name: "dashboard-texts",
        why: "Users choose a dashboard by its title and description.",
        source: "the dashboard guidelines: title with the integration's name, a description",
        check: texts,
    },
    Rule {
        name: "dashboard-layout",
        why: "A dashboard that is read from top to bottom has groups, and graphs that are wide enough.",
        source: "the dashboard guidelines: groups; at most about a dozen open widgets; timeseries at least 4 columns wide",
        check: layout,
    },
    Rule {
        name: "dashboard-time",
        why: "A fixed time shows a past that no user has.",
        source: "fixed times: reviewers' remarks on dashboards",
        check: times,
    },
    Rule {
        name: "dashboard-variables",
        why: "A variable that no query uses does nothing; one that is not defined filters nothing.",
        source: "the dashboard guidelines: template variables",
        check: variables,
    },
];

fn metrics(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        for (pointer, name) in queries::unknown(look, file) {
            let known = look.metrics.iter().map(|row| row.name.as_str());
            let message =
                format!("The dashboard asks for {name}, which metadata.csv does not list.");
            out.error(file.place(&pointer), message, near(name, known));
        }
        let app = look.app_id();
        let typed = look.display_name().to_lowercase();
        file.walk(&mut |pointer, value| {
            let Some(text) = value.as_str() else { return };
            for (at, _) in text.match_indices("integration:") {
                let rest = &text[at + "integration:".len()..];
                let end = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
                    .unwrap_or(rest.len());
                let of = &rest[..end];
                let plain = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
                // The same name in another form; filters for other integrations are meant as they are.
                if !of.is_empty() && of != app && of != typed && plain(of) == plain(&app) {
                    out.warn(
                        file.place(pointer),
                        format!("The tag is integration:{of}, and the app id is {app}."),
                        format!("Write integration:{app}."),
                    );
                }
            }
        });
    }
}

fn ids(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        file.walk(&mut |pointer, value| {
            if pointer.ends_with("/id") && value.is_number() {
                out.error(
                    file.place(pointer),
                    "The `id` is a number, as an export writes it.",
                    "Take the line away.",
                );
            }
        });
    }
}

fn account(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        for key in [
            "restricted_roles",
            "author_handle",
            "author_name",
            "notify_list",
            "url",
            "created_at",
            "modified_at",
            "id",
        ] {
            let value = file.at(&format!("/{key}"));
            let empty = match value {
                Value::Null | Value::Bool(false) | Value::Number(_) => true,
                Value::Array(list) => list.is_empty(),
                // So it stands in the dashboards that Datadog makes.
                Value::String(text) => text.is_empty() || key == "author_name" && text == "Datadog",
                _ => false,
            };
            if !empty {
                out.warn(
                    file.place(&format!("/{key}")),
                    format!("`{key}` belongs to your own account."),
                    "Take the line away.",
                );
            }
        }
    }
}

fn texts(look: &Look<'_>, out: &mut Findings) {
    // A name may have a remark of its own behind it: "Acme (Community Version)".
    let plain = |name: &str| {
        let name = name.split('(').next().unwrap_or_default();
        // "Acme GW" names Acme Gateway well enough.
        let first = name.split_whitespace().next().unwrap_or_default();
        first.to_lowercase()
    };
    let shown = look.manifest.as_ref().map_or("", |m| m.str("/tile/title"));
    let products = [plain(look.display_name()), plain(shown)];
    let tells = |title: &str| {
        let title = title.to_lowercase();
        products.iter().all(String::is_empty)
            || products
                .iter()
                .any(|name| !name.is_empty() && title.contains(name))
    };
    for file in &look.dashboards {
        let title = file.str("/title");
        if !tells(title) {
            out.warn(
                file.place("/title"),
                format!("The title \"{title}\" does not name the product."),
                format!("Begin it with \"{}\".", look.display_name()),
            );
        }
        if file.str("/description").trim().is_empty() {
            out.warn(
                file.place("/description"),
                "The dashboard has no description.",
                "Say in a sentence or two what it shows, and to whom.",
            );
        }
    }
}

/// Widgets of the outermost level, groups included.
fn widgets<'a>(file: &'a Json<'_>) -> &'a [Value] {
    file.at("/widgets").as_array().map_or(&[], Vec::as_slice)
}

fn layout(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        let open: Vec<usize> = widgets(file)
            .iter()
            .enumerate()
            .filter(|(_, w)| {
                !matches!(
                    w["definition"]["type"].as_str(),
                    Some("group" | "powerpack" | "note" | "image" | "free_text")
                )
            })
            .map(|(i, _)| i)
            .collect();
        if open.len() > 12 {
            out.warn(
                file.place(&format!("/widgets/{}", open[12])),
                format!("{} widgets stand outside of groups.", open.len()),
                "Put what belongs together into groups; begin with About and Overview.",
            );
        }
        file.walk(&mut |pointer, value| {
            let title = value["title"].as_str().unwrap_or_default();
            if value["type"] == "group"
                && ["new group", "untitled"].contains(&title.to_lowercase().as_str())
            {
                out.warn(
                    file.place(&format!("{pointer}/title")),
                    format!("The group's title is still \"{title}\"."),
                    "Say in a word or two what it shows, for example About or Overview.",
                );
            }
        });
        // A free layout counts in another unit.
        if file.str("/layout_type") == "free" {
            continue;
        }
        file.walk(&mut |pointer, value| {
            let Some(width) = value["layout"]["width"].as_u64() else {
                return;
            };
            if value["definition"]["type"] == "timeseries" && width < 4 {
                out.warn(
                    file.place(pointer),
                    format!("The timeseries is {width} columns wide."),
                    "Make it at least 4 columns wide.",
                );
            }
        });
    }
}

fn times(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        file.walk(&mut |pointer, value| {
            let fixed = pointer.ends_with("/time")
                && ["from", "to", "from_ts", "to_ts"]
                    .iter()
                    .any(|key| value[key].is_number());
            if fixed {
                out.warn(
                    file.place(pointer),
                    "The widget shows a fixed time.",
                    "Take `time` away, so that the widget follows the dashboard.",
                );
            }
        });
    }
}

fn variables(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        let list = file.at("/template_variables").as_array();
        let names: Vec<&str> = list
            .into_iter()
            .flatten()
            .filter_map(|v| v["name"].as_str())
            .collect();
        let mut used: Vec<String> = vec![];
        file.walk(&mut |pointer, value| {
            // Presets only repeat the names.
            if pointer.starts_with("/template_variable") {
                return;
            }
            for part in value.as_str().unwrap_or_default().split('$').skip(1) {
                let end = part
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
                    .unwrap_or(part.len());
                let name = part[..end].split('.').next().unwrap_or_default();
                used.push(name.to_owned());
                used.push(part[..end].to_owned());
            }
        });
        for (i, name) in names.iter().enumerate() {
            if !used.iter().any(|u| u == name) {
                out.warn(
                    file.place(&format!("/template_variables/{i}")),
                    format!("No widget uses the variable ${name}."),
                    "Use it in the queries, or take it away.",
                );
            }
        }
    }
}
