//! The overview dashboard: About, and a group with a widget for each family of metrics.
#![allow(clippy::case_sensitive_file_extension_comparisons)] // Metric names, not files.

use super::Input;
use crate::core::derive::words;
use crate::core::metadata::MetricRow;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Widgets in the overview: more than a dozen slow a dashboard down, which reviewers send back.
const MAX_WIDGETS: usize = 12;

/// Lines in one graph.
const MAX_SERIES: usize = 4;

/// Tag keys that are no choice for a viewer.
const NOT_VARIABLES: &[&str] = &["endpoint", "upper_bound", "lower_bound", "quantile", "le"];

/// The dashboard, without ids: Datadog gives them.
pub fn dashboard(input: &Input<'_>) -> Value {
    let display = &input.answers.integration.display_name;
    let keys = variables(input);
    let mut variables = vec![variable("host")];
    variables.extend(keys.iter().map(|k| variable(k)));
    let about = about(input);
    let height = about["layout"]["height"].as_u64().unwrap_or(0);
    json!({
        "title": format!("{display} Overview"),
        "description": format!("An overview of {display}: the state of its check and the metrics that the check collects."),
        "layout_type": "ordered",
        "reflow_type": "fixed",
        "template_variables": variables,
        "widgets": [about, overview(input, &keys, height)],
    })
}

fn variable(key: &str) -> Value {
    json!({"name": key, "prefix": key, "available_values": [], "default": "*"})
}

/// The two tag keys that most metrics have, with few values enough to choose from.
fn variables(input: &Input<'_>) -> Vec<String> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let own: BTreeSet<&str> = input.capture.instance["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for metric in &input.capture.metrics {
        for tag in metric.tags.iter().filter(|t| !own.contains(t.as_str())) {
            if let Some((key, value)) = tag.split_once(':')
                && !NOT_VARIABLES.contains(&key)
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            {
                names.entry(key).or_default().insert(&metric.name);
                values.entry(key).or_default().insert(value);
            }
        }
    }
    let mut keys: Vec<(&str, usize)> = names
        .iter()
        .filter(|(key, _)| values[*key].len() <= 100)
        .map(|(key, names)| (*key, names.len()))
        .collect();
    keys.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    keys.into_iter()
        .take(2)
        .map(|(k, _)| k.to_owned())
        .collect()
}

fn note(content: &str, background: &str) -> Value {
    json!({
        "type": "note", "content": content, "background_color": background, "font_size": "14",
        "text_align": "left", "vertical_align": "top", "show_tick": false, "tick_pos": "50%",
        "tick_edge": "left", "has_padding": true,
    })
}

fn layout(x: u64, y: u64, width: u64, height: u64) -> Value {
    json!({"x": x, "y": y, "width": width, "height": height})
}

fn about(input: &Input<'_>) -> Value {
    let integration = &input.answers.integration;
    let display = &integration.display_name;
    let folder = input.folder();
    let summary = integration.description.trim();
    let mut content = format!(
        "{summary}\n\nThis dashboard shows what the {display} check collects. Useful links:\n"
    );
    // Writing to a String cannot fail.
    if !integration.homepage.is_empty() {
        let _ = write!(content, "\n- [{display}]({})", integration.homepage);
    }
    let _ = write!(
        content,
        "\n- [{display} integration](https://github.com/DataDog/integrations-extras/blob/master/{folder}/README.md)"
    );
    let checks = &input.service_checks[..input.service_checks.len().min(3)];
    let width = if checks.is_empty() { 12 } else { 8 };
    let tall = (2 * u64::try_from(checks.len()).unwrap_or(0)).max(4);
    let mut widgets = vec![json!({
        "definition": note(&content, "white"), "layout": layout(0, 0, width, tall),
    })];
    for (y, check) in (0..).step_by(2).zip(checks) {
        widgets.push(json!({
            "definition": {
                "type": "check_status", "title": check.name, "title_size": "16", "title_align": "left",
                "check": check.check, "grouping": "cluster", "group_by": [], "tags": ["$host"],
            },
            "layout": layout(8, y, 4, 2),
        }));
    }
    group("About", "vivid_blue", &widgets, &layout(0, 0, 12, tall + 1))
}

fn group(title: &str, color: &str, widgets: &[Value], layout: &Value) -> Value {
    json!({
        "definition": {
            "type": "group", "layout_type": "ordered", "title": title, "title_align": "center",
            "show_title": true, "background_color": color, "widgets": widgets,
        },
        "layout": layout,
    })
}

/// Metrics that belong in one graph.
struct Family<'a> {
    title: String,
    rows: Vec<&'a MetricRow>,
}

fn overview(input: &Input<'_>, keys: &[String], y: u64) -> Value {
    let mut families = families(input);
    families.truncate(MAX_WIDGETS);
    let mut widgets = Vec::new();
    let count = families.len();
    for (i, family) in families.iter().enumerate() {
        let at = u64::try_from(i).unwrap_or(0);
        // Three in a row; the last row is filled by what is left.
        let last = count - count % 3;
        let width = match (i >= last, count % 3) {
            (true, 1) => 12,
            (true, 2) => 6,
            _ => 4,
        };
        let x = (at % 3) * width;
        widgets.push(json!({
            "definition": timeseries(input, family, keys),
            "layout": layout(x, (at / 3) * 3, width, 3),
        }));
    }
    let rows = u64::try_from(count.div_ceil(3)).unwrap_or(0);
    group(
        "Overview",
        "vivid_green",
        &widgets,
        &layout(0, y, 12, rows * 3 + 1),
    )
}

/// A graph's title: the words of the name, without the unit, which the axis shows.
fn heading(stem: &str, unit: &str) -> String {
    let mut all = words::split(stem);
    while all.len() > 1 && all.last().is_some_and(|w| words::measures(w, unit)) {
        all.pop();
    }
    let text = words::prose(&all);
    let mut chars = text.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    if text.starts_with("gRPC") {
        text
    } else {
        first + chars.as_str()
    }
}

/// Metrics by what stands before the last dot; single ones of a type and unit alike together.
fn families<'a>(input: &Input<'a>) -> Vec<Family<'a>> {
    let prefix = input.answers.integration.prefix();
    let rest = |name: &str| name.strip_prefix(&prefix).unwrap_or(name).to_owned();
    let mut families: Vec<(String, &str, &str, Family<'_>)> = Vec::new();
    for row in input.metrics {
        // A bucket is part of a histogram, and facts in tags make no graph.
        let info = last(row) == "info" && input.metrics.len() > 1;
        if info || row.name.ends_with(".bucket") {
            continue;
        }
        let stem = rest(&row.name);
        let stem = stem.as_str();
        let histogram = input.metrics.iter().any(|r| {
            let twin = |end: &str| row.name.strip_suffix(end).map(|s| format!("{s}.sum"));
            twin(".count")
                .or_else(|| twin(".quantile"))
                .is_some_and(|t| t == r.name)
        });
        if histogram {
            continue;
        }
        let key = match stem.strip_suffix(".sum") {
            Some(stem) => format!("{stem}.sum"),
            None => stem
                .rsplit_once('.')
                .map_or(stem, |(head, tail)| {
                    if tail == "count" {
                        head.rsplit_once('.').map_or(head, |(h, _)| h)
                    } else {
                        head
                    }
                })
                .to_owned(),
        };
        let (kind, unit) = (row.metric_type.as_str(), row.unit.as_str());
        let found = families.iter_mut().find(|(k, t, u, f)| {
            *k == key && *t == kind && *u == unit && f.rows.len() < MAX_SERIES
        });
        if let Some((_, _, _, family)) = found {
            family.rows.push(row);
        } else {
            let family = Family {
                title: String::new(),
                rows: vec![row],
            };
            families.push((key, kind, unit, family));
        }
    }
    let name = |key: &str, family: &Family<'_>| {
        let stem = match family.rows.as_slice() {
            [one] => rest(&one.name)
                .trim_end_matches(".count")
                .trim_end_matches(".sum")
                .to_owned(),
            _ => key.to_owned(),
        };
        let unit = family.rows.first().map_or("", |r| r.unit.as_str());
        heading(&stem, unit)
    };
    let mut out: Vec<Family<'_>> = Vec::new();
    for (key, _, unit, mut family) in families {
        family.title = name(&key, &family);
        if out.iter().any(|f| f.title == family.title) {
            let what = if unit.is_empty() {
                family.rows[0].metric_type.as_str()
            } else {
                unit
            };
            family.title = format!("{} ({what})", family.title);
        }
        out.push(family);
    }
    // What tells most comes first; equals stay in the order of their names.
    out.sort_by_key(|f| std::cmp::Reverse(telling(f, &prefix)));
    out
}

/// The last part of a metric's name.
fn last(row: &MetricRow) -> &str {
    row.name.rsplit('.').next().unwrap_or_default()
}

/// How much a graph tells: latencies and errors first, constants and the runtime last.
fn telling(family: &Family<'_>, prefix: &str) -> i32 {
    const RUNTIME: [&str; 5] = ["go", "jvm", "process", "promhttp", "python"];
    const CONSTANT: [&str; 7] = [
        "info", "enabled", "limit", "limits", "max", "min", "version",
    ];
    let Some(first) = family.rows.first() else {
        return 0;
    };
    let words = words::split(first.name.strip_prefix(prefix).unwrap_or(&first.name));
    let runtime = words.first().is_some_and(|w| RUNTIME.contains(&w.as_str()));
    let constant = words.iter().any(|w| CONSTANT.contains(&w.as_str()));
    let mut score = 0;
    score += 6 * i32::from(last(first) == "sum");
    score += 4 * i32::from(family.rows.iter().any(|r| r.orientation != 0));
    score += 2 * i32::from(first.metric_type == "count" && last(first) != "sum");
    score += i32::from(!first.unit.is_empty()) + i32::from(family.rows.len() > 1);
    score -= 4 * i32::from(constant);
    score -= 8 * i32::from(runtime) + 12 * i32::from(words.last().is_some_and(|w| w == "info"));
    score
}

fn timeseries(input: &Input<'_>, family: &Family<'_>, keys: &[String]) -> Value {
    let one = family.rows.len() == 1;
    let mut queries = Vec::new();
    let mut formulas = Vec::new();
    for (i, row) in family.rows.iter().enumerate() {
        let name = format!("query{}", i + 1);
        let (scope, by) = scope(input, row, keys, one);
        let last = row.name.rsplit('.').find(|p| *p != "count");
        let label = heading(last.unwrap_or_default(), &row.unit);
        if let Some(stem) = row.name.strip_suffix(".sum") {
            let count = format!("{stem}.count");
            let total = format!("total{}", i + 1);
            queries.push(query(
                &name,
                &format!("sum:{}{{{scope}}}{by}.as_count()", row.name),
            ));
            queries.push(query(
                &total,
                &format!("sum:{count}{{{scope}}}{by}.as_count()"),
            ));
            formulas.push(json!({"formula": format!("{name} / {total}"), "alias": "Average"}));
            continue;
        }
        let text = match row.metric_type.as_str() {
            "count" => format!("sum:{}{{{scope}}}{by}.as_count()", row.name),
            _ => format!("avg:{}{{{scope}}}{by}", row.name),
        };
        queries.push(query(&name, &text));
        formulas.push(if one {
            json!({"formula": name})
        } else {
            json!({"formula": name, "alias": label})
        });
    }
    // Counts of an interval are bars; an average of two of them is a line.
    let bars = family
        .rows
        .iter()
        .all(|r| r.metric_type == "count" && last(r) != "sum");
    json!({
        "type": "timeseries", "title": family.title, "title_size": "16", "title_align": "left",
        "show_legend": true, "legend_layout": "auto", "legend_columns": ["avg", "min", "max", "value", "sum"],
        "requests": [{
            "formulas": formulas, "queries": queries, "response_format": "timeseries",
            "style": {"palette": "dog_classic", "line_type": "solid", "line_width": "normal"},
            "display_type": if bars { "bars" } else { "line" },
        }],
    })
}

fn query(name: &str, text: &str) -> Value {
    json!({"name": name, "data_source": "metrics", "query": text})
}

/// The scope of a metric's query: the variables whose tag it has; and `by` for a graph of its own.
fn scope(input: &Input<'_>, row: &MetricRow, keys: &[String], one: bool) -> (String, String) {
    let has = |key: &str| {
        let mut points = input.capture.metrics.iter().filter(|m| m.name == row.name);
        points.any(|m| {
            m.tags
                .iter()
                .any(|t| t.split_once(':').is_some_and(|(k, _)| k == key))
        })
    };
    let mut scope = String::from("$host");
    for key in keys.iter().filter(|k| has(k)) {
        scope.push_str(",$");
        scope.push_str(key);
    }
    let by = keys.iter().find(|k| one && has(k));
    let by = if one && row.name.ends_with(".quantile") {
        Some("quantile")
    } else {
        by.map(String::as_str)
    };
    (
        scope,
        by.map_or_else(String::new, |k| format!(" by {{{k}}}")),
    )
}
