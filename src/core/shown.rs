//! What a text that was shown is, whatever kind was chosen for it.

use super::answers::Kind;
use super::openmetrics;

/// The kind that reads such an answer: JSON, or a page of metrics.
#[must_use]
pub fn kind_of(text: &str) -> Option<Kind> {
    let document = serde_json::from_str::<serde_json::Value>(text);
    if document.is_ok_and(|d| d.is_object() || d.is_array()) {
        return Some(Kind::Http);
    }
    let page = openmetrics::parse(text, None).ok()?;
    (!page.families.is_empty()).then_some(Kind::Openmetrics)
}

/// The way out where a text is of another kind than the chosen one; else the usual one.
#[must_use]
pub fn way_out(text: &str, chosen: Kind, usual: &str) -> String {
    match kind_of(text).filter(|kind| *kind != chosen) {
        Some(Kind::Http) => "This is JSON: choose the kind http.".into(),
        Some(kind) => format!(
            "This is a page of metrics: choose the kind {}.",
            kind.name()
        ),
        None => usual.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_kind() {
        let page = "# TYPE acme_depth gauge\nacme_depth{queue=\"a\"} 3\n";
        assert_eq!(kind_of(page), Some(Kind::Openmetrics));
        assert_eq!(kind_of("[{\"depth\": 3}]"), Some(Kind::Http));
        assert_eq!(kind_of("<html></html>"), None);
        assert_eq!(kind_of("12"), None);
        assert_eq!(way_out(page, Kind::Openmetrics, "x"), "x");
        assert!(way_out(page, Kind::Http, "x").contains("openmetrics"));
        assert!(way_out("{}", Kind::Openmetrics, "x").contains("http"));
    }
}
