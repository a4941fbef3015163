//! The overview dashboard as Datadog's JSON. What is on it is decided by [`crate::core::dashboard`]; here are
//! the field names of the dashboard API.

mod about;
mod graph;

use super::input::Input;
use crate::core::dashboard::{self, Board, Group, Place, Show, Widget};
use serde_json::{Map, Value, json};

/// The dashboard's path within the integration.
pub fn path(input: &Input<'_>) -> String {
    format!("assets/dashboards/{}_overview.json", input.folder())
}

/// Whether there is one: it is wanted, and there is something to show.
pub fn is_made(input: &Input<'_>) -> bool {
    let anything = !input.metrics.is_empty() || !input.service_checks.is_empty();
    input.answers.dashboard.make && anything
}

/// The dashboard, without ids: Datadog gives them.
pub fn dashboard(input: &Input<'_>) -> Value {
    let Board {
        title,
        description,
        variables,
        groups,
    } = dashboard::board(&input.source());
    let groups: Vec<Value> = groups.iter().map(|g| group(input, g)).collect();
    let variables: Vec<Value> = variables.iter().map(|k| variable(k)).collect();
    json!({
        "title": title,
        "description": description,
        "layout_type": "ordered",
        "reflow_type": "fixed",
        "template_variables": variables,
        "widgets": groups,
    })
}

fn variable(key: &str) -> Value {
    json!({"name": key, "prefix": key, "available_values": [], "default": "*"})
}

fn group(input: &Input<'_>, group: &Group) -> Value {
    let color = match group.title.as_str() {
        "About" => "vivid_blue",
        "Overview" => "vivid_green",
        _ => "white",
    };
    let widgets: Vec<Value> = group.widgets.iter().map(|w| widget(input, w)).collect();
    json!({
        "definition": {
            "type": "group", "layout_type": "ordered", "title": group.title, "title_align": "center",
            "show_title": true, "background_color": color, "widgets": widgets,
        },
        "layout": layout(&group.place),
    })
}

fn widget(input: &Input<'_>, widget: &Widget) -> Value {
    let show = match &widget.show {
        Show::About => about::note(input),
        Show::Status(check) => status(check),
        Show::Value(graph) => graph::value(graph),
        Show::Lines(graph) => graph::timeseries(graph, "line"),
        Show::Bars(graph) => graph::timeseries(graph, "bars"),
        Show::Top(graph) => graph::top(graph),
    };
    let mut definition = Map::new();
    if !widget.title.is_empty() {
        definition.insert("title".into(), json!(widget.title));
        definition.insert("title_size".into(), json!("16"));
        definition.insert("title_align".into(), json!("left"));
    }
    if let Value::Object(show) = show {
        definition.extend(show);
    }
    json!({"definition": definition, "layout": layout(&widget.place)})
}

fn layout(place: &Place) -> Value {
    json!({"x": place.x, "y": place.y, "width": place.width, "height": place.height})
}

/// All instances together, as far as the viewer has chosen hosts.
fn status(check: &str) -> Value {
    json!({
        "type": "check_status", "check": check, "grouping": "cluster", "group_by": [], "tags": ["$host"],
    })
}
