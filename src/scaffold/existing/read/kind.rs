//! What an existing check reads its metrics from, told by its specification and its code.

use crate::core::answers::Kind;
use crate::scaffold::existing::spec;
use serde_json::Value;

/// The kind; `blank` when neither says one.
pub fn of(spec: &Value, code: &str) -> Kind {
    let templates = spec::templates(spec);
    let has = |name: &str| templates.iter().any(|t| t == name);
    let says = |word: &str| code.contains(word);
    if has("openmetrics") || has("openmetrics_legacy") || says("OpenMetrics") {
        Kind::Openmetrics
    } else if has("jmx") {
        Kind::Jmx
    } else if says("QueryManager") || has("db") {
        Kind::Sql
    } else if says("get_subprocess_output") {
        Kind::Command
    } else if has("http") || says("self.http.") {
        Kind::Http
    } else if code.is_empty() && templates.is_empty() && !spec::logs(spec).is_empty() {
        Kind::Logs
    } else {
        Kind::Blank
    }
}
