//! What holds of any dashboard's layout and keys.

use serde_json::Value;
use std::collections::BTreeSet;

/// Groups one below the other, rows filled to the edge, nothing over anything; the case of titles.
pub fn layout(dashboard: &Value) {
    let groups = dashboard["widgets"].as_array().unwrap();
    let at = |w: &Value, k: &str| w["layout"][k].as_u64().unwrap();
    let mut y = 0;
    for group in groups {
        assert_eq!(
            (at(group, "x"), at(group, "y"), at(group, "width")),
            (0, y, 12)
        );
        y += at(group, "height");
        let inner = group["definition"]["widgets"].as_array().unwrap();
        assert!(!inner.is_empty() && inner.len() <= 12, "{}", inner.len());
        let title = group["definition"]["title"].as_str().unwrap();
        let upper =
            |w: &str| !w.starts_with(|c: char| c.is_ascii_lowercase()) || w == "of" || w == "gRPC";
        assert!(title.split(' ').all(upper), "{title} is not in title case");
        let mut cells = BTreeSet::new();
        for widget in inner {
            let kind = widget["definition"]["type"].as_str().unwrap();
            if kind == "timeseries" || kind == "toplist" {
                assert!(at(widget, "width") >= 4);
            }
            assert!(at(widget, "x") + at(widget, "width") <= 12);
            assert!(at(widget, "y") + at(widget, "height") < at(group, "height"));
            for x in at(widget, "x")..at(widget, "x") + at(widget, "width") {
                for y in at(widget, "y")..at(widget, "y") + at(widget, "height") {
                    assert!(cells.insert((x, y)), "widgets overlap at {x},{y}");
                }
            }
            if kind == "note" {
                continue;
            }
            let title = widget["definition"]["title"].as_str().unwrap();
            let words: Vec<&str> = title.split(' ').collect();
            let capital =
                words[0].starts_with(|c: char| !c.is_ascii_lowercase()) || words[0] == "gRPC";
            let plain = |w: &&str| {
                w.starts_with(|c: char| c.is_ascii_uppercase())
                    && w[1..] == w[1..].to_lowercase()
                    && w.len() > 1
            };
            assert!(capital, "{title:?} is not in sentence case");
            assert!(
                kind == "check_status" || !words[1..].iter().any(plain),
                "{title:?}"
            );
        }
        // Rows reach the right edge: nothing but graphs is wider than needed, and no hole is left.
        let area: u64 = inner.iter().map(|w| at(w, "width") * at(w, "height")).sum();
        assert_eq!(area, 12 * (at(group, "height") - 1), "{title} has holes");
    }
}

/// What reviewers send back.
pub fn forbidden(value: &Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                for bad in [
                    "id",
                    "restricted_roles",
                    "author_handle",
                    "notify_list",
                    "time",
                    "live_span",
                ] {
                    assert_ne!(key, bad);
                }
                assert!(
                    value.as_object().is_none_or(|m| !m.is_empty()),
                    "{key} is empty"
                );
                forbidden(value);
            }
        }
        Value::Array(items) => items.iter().for_each(forbidden),
        _ => {}
    }
}
