//! Dashboards, of which ddev checks the outermost keys alone.

use super::monitors::near;
use super::queries;
use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::words;
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
            let digits = |text: &str| text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit());
            let number = value.is_number() || value.as_str().is_some_and(digits);
            if pointer.ends_with("/id") && number {
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
        for (pointer, query) in queries::queries(file) {
            if let Some(host) = queries::fixed_host(query) {
                out.warn(
                    file.place(&pointer),
                    format!("The query asks for {host}, a host of your own."),
                    "Filter by a template variable, for example `$host`.",
                );
            }
        }
        file.walk(&mut |pointer, value| {
            if let Some(text) = value.as_str().filter(|text| of_account(text)) {
                out.warn(
                    file.place(pointer),
                    format!("\"{}\" leads into your own account.", words::short(text)),
                    "Take the link away, or link to a page that everybody can read.",
                );
            }
        });
    }
}

/// Whether a text links to a dashboard, a monitor, or a notebook of some account.
fn of_account(text: &str) -> bool {
    let sites = [
        "https://app.datadoghq.",
        "https://us3.datadoghq.",
        "https://us5.datadoghq.",
        "https://ap1.datadoghq.",
    ];
    let own = ["/dashboard/", "/monitors/", "/notebook/"];
    sites.iter().any(|site| {
        text.split(site).skip(1).any(|rest| {
            let path = rest.split([')', ' ', '"', ']']).next().unwrap_or_default();
            let page = own.iter().find_map(|own| path.split_once(own));
            page.is_some_and(|(_, id)| {
                id.starts_with(|c: char| c.is_ascii_digit()) || id.contains('-')
            })
        })
    })
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
        let copied = ["(cloned)", "(copy)", "copy of "];
        if let Some(mark) = copied
            .iter()
            .find(|mark| title.to_lowercase().contains(**mark))
        {
            out.warn(
                file.place("/title"),
                format!(
                    "The title \"{title}\" has the mark of a copy, {}.",
                    mark.trim()
                ),
                "Take it away.",
            );
        }
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
        let mut told: Vec<&str> = vec![];
        let asked = queries::queries(file).into_iter();
        for (pointer, query) in asked.filter(|_| file.at("/widgets").is_array()) {
            for name in filters(query) {
                // A query takes `$host`, `$host.value`, and a name with a dot in it.
                let first = name.split('.').next().unwrap_or_default();
                if !names.contains(&name) && !names.contains(&first) && !told.contains(&name) {
                    told.push(name);
                    out.error(
                        file.place(&pointer),
                        format!(
                            "The query filters by ${name}, and the dashboard has no such variable."
                        ),
                        "Add it to `template_variables`, or take it away.",
                    );
                }
            }
        }
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

/// The template variables in the braces of a query.
fn filters(query: &str) -> Vec<&str> {
    let mut out = vec![];
    for part in query
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next())
    {
        for rest in part.split('$').skip(1) {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
            let name = &rest[..end.unwrap_or(rest.len())];
            if !name.is_empty() && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}
