//! Python: whether it is a check, by the class that derives from the Agent's base.

use super::Found;
use regex::Regex;
use std::sync::LazyLock;

static CLASS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^class\s+([A-Za-z_]\w*)\s*\(\s*([\w.,\s]*?)\s*\)\s*:").ok());

/// Python, when the text is some.
pub(super) fn read(text: &str, name: &str) -> Option<Found> {
    let from_agent = ["datadog_checks", "from checks import", "from checks."]
        .iter()
        .any(|import| text.contains(import));
    let classes = CLASS.iter().flat_map(|class| class.captures_iter(text));
    for found in classes {
        let part = |n| found.get(n).map_or("", |m| m.as_str());
        let mut bases = part(2).split(',').map(str::trim);
        let is_base = |b: &&str| {
            let last = b.rsplit('.').next().unwrap_or(b);
            last.ends_with("Check") || last.ends_with("CheckV2")
        };
        if let Some(base) = bases.find(is_base).filter(|_| from_agent) {
            return Some(Found::Check {
                class: part(1).to_owned(),
                base: base.rsplit('.').next().unwrap_or(base).to_owned(),
            });
        }
    }
    let shebang = text.starts_with("#!") && text.lines().next()?.contains("python");
    let ending = name.rsplit_once('.').is_some_and(|(_, e)| e == "py");
    let code =
        |l: &str| l.starts_with("import ") || l.starts_with("from ") && l.contains(" import ");
    (shebang || ending || text.lines().take(60).any(code)).then_some(Found::Python)
}
