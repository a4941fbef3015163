//! Queries and the widgets that draw them.

use crate::core::dashboard::{Graph, How, Range, Series};
use serde_json::{Map, Value, json};

/// Rows of a top list.
const TOP: u32 = 10;

/// A graph over time.
pub fn timeseries(graph: &Graph, display: &str) -> Value {
    let mut requests = vec![];
    let (means, others): (Vec<_>, Vec<_>) = graph.series.iter().partition(|s| is_mean(&s.how));
    let quantiles = graph.by.as_deref() == Some("quantile");
    if quantiles {
        // The mean has no quantile to be split by: a request of its own.
        requests.push(request(&others, graph.by.as_deref(), display, 1));
        if !means.is_empty() {
            requests.push(request(&means, None, display, others.len() + 1));
        }
    } else {
        let all: Vec<&Series> = graph.series.iter().collect();
        requests.push(request(&all, graph.by.as_deref(), display, 1));
    }
    let mut definition = json!({
        "type": "timeseries", "show_legend": true, "legend_layout": "auto",
        "legend_columns": ["avg", "min", "max", "value", "sum"],
        "requests": requests,
    });
    if let Some(most) = most(graph.range) {
        definition["yaxis"] =
            json!({"scale": "linear", "include_zero": true, "min": "0", "max": most});
    }
    definition
}

/// `first` is the number of its first query, so that no two of a widget have the same name.
fn request(series: &[&Series], by: Option<&str>, display: &str, first: usize) -> Value {
    let (queries, formulas) = queries(series, by, None, first);
    json!({
        "formulas": formulas, "queries": queries, "response_format": "timeseries",
        "style": {"palette": "dog_classic", "line_type": "solid", "line_width": "normal"},
        "display_type": display,
    })
}

/// One number, over a small graph of it.
pub fn value(graph: &Graph) -> Value {
    let all: Vec<&Series> = graph.series.iter().collect();
    let (queries, formulas) = queries(&all, graph.by.as_deref(), Some(aggregator), 1);
    json!({
        "type": "query_value", "autoscale": true, "precision": 2,
        "requests": [{"formulas": formulas, "queries": queries, "response_format": "scalar"}],
        "timeseries_background": {"type": "area", "yaxis": {"include_zero": true}},
    })
}

/// The highest of a tag.
pub fn top(graph: &Graph) -> Value {
    let all: Vec<&Series> = graph.series.iter().collect();
    let (queries, formulas) = queries(&all, graph.by.as_deref(), Some(aggregator), 1);
    json!({
        "type": "toplist",
        "requests": [{
            "formulas": formulas, "queries": queries, "response_format": "scalar",
            "sort": {"count": TOP, "order_by": [{"type": "formula", "index": 0, "order": "desc"}]},
        }],
    })
}

/// How the points of the time shown become one number.
fn aggregator(how: &How) -> &'static str {
    match how {
        How::Count | How::Mean(_) => "sum",
        How::Highest => "max",
        How::Lowest => "min",
        How::Average | How::Rate => "avg",
    }
}

fn is_mean(how: &How) -> bool {
    matches!(how, How::Mean(_))
}

fn most(range: Range) -> Option<&'static str> {
    match range {
        Range::Open => None,
        Range::Fraction => Some("1"),
        Range::Percent => Some("100"),
    }
}

type Aggregator = fn(&How) -> &'static str;

fn queries(
    series: &[&Series],
    by: Option<&str>,
    aggregator: Option<Aggregator>,
    first: usize,
) -> (Vec<Value>, Vec<Value>) {
    let (mut queries, mut formulas) = (vec![], vec![]);
    let mut add = |text: String, how: &How| {
        let name = format!("query{}", queries.len() + first);
        let mut query = Map::new();
        query.insert("name".into(), json!(name));
        query.insert("data_source".into(), json!("metrics"));
        query.insert("query".into(), json!(text));
        if let Some(aggregator) = aggregator {
            query.insert("aggregator".into(), json!(aggregator(how)));
        }
        queries.push(Value::Object(query));
        name
    };
    let labelled = series.len() > 1 || series.iter().any(|s| is_mean(&s.how));
    for one in series {
        let first = add(query(&one.metric, one, by), &one.how);
        let formula = match &one.how {
            How::Mean(count) => format!("{first} / {}", add(query(count, one, by), &one.how)),
            _ => first,
        };
        formulas.push(if labelled && !one.label.is_empty() {
            json!({"formula": formula, "alias": one.label})
        } else {
            json!({"formula": formula})
        });
    }
    (queries, formulas)
}

/// The query of a metric: how points of one moment are put together, its scope, its tag, its modifier.
fn query(metric: &str, series: &Series, by: Option<&str>) -> String {
    let scope: Vec<String> = series.scope.iter().map(|k| format!("${k}")).collect();
    let scope = scope.join(",");
    let by = by.map_or(String::new(), |k| format!(" by {{{k}}}"));
    let (space, end) = match series.how {
        How::Average => ("avg", ""),
        How::Highest => ("max", ""),
        How::Lowest => ("min", ""),
        How::Count | How::Mean(_) => ("sum", ".as_count()"),
        How::Rate => ("sum", ".as_rate()"),
    };
    format!("{space}:{metric}{{{scope}}}{by}{end}")
}
