//! What `ddev create` leaves for the contributor to write, and nobody wrote.

use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use crate::review::tree::{extension, numbered};

pub const RULES: &[Rule] = &[Rule {
    name: "placeholder",
    why: "Leftovers of the scaffold tell a reviewer that nobody has read the file, and no validation sees them.",
    source: "leftover scaffold files and texts; placeholders of ddev create",
    check: placeholders,
}];

/// In lower case. `<INTEGRATION_VERSION>` and `<YOUR_API_KEY>` are for the reader, and stay.
const LEFT: [&str; 37] = [
    "<fill in",
    "fill_in",
    "fill_me",
    "<product name",
    "<integration name",
    "<company name",
    "<describe ",
    "<insert ",
    "<list ",
    "<your product",
    "<todo",
    "<fill me",
    "[fill in]",
    "[integration name]",
    "{integration_name}",
    "{check_name}",
    "{check_class}",
    "{install_info}",
    "{license_header}",
    "{app_uuid}",
    "<add relevant tags",
    "!!! add ",
    "include a high level overview of what this integration does",
    "what does your product do (in 1-2 sentences)",
    "what value will customers get from this integration",
    "what specific data will your integration monitor",
    "insert additional information here",
    "lorem ipsum",
    "useful bits of code to help new users",
    "useful assertions to help new users",
    "this is how you submit metrics",
    "this is how you use the persistent cache",
    "when the integration has a real test environment, wire it here",
    "this will be the prefix of every metric",
    "if the check is going to perform sql queries you should define",
    "<your integration>",
    "todo: ",
];

/// Words in capitals that stand for what is still to be written. Those of code have a rule of their own.
const LATER: [&str; 3] = ["TBD", "TODO", "FIXME"];

fn later(line: &str) -> Option<&'static str> {
    let mut words = line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    words.find_map(|word| LATER.into_iter().find(|later| *later == word))
}

fn placeholders(look: &Look<'_>, out: &mut Findings) {
    for (path, text) in look.tree.texts() {
        // A recorded answer is what a product said.
        if path.starts_with("tests/fixtures/") || path.starts_with("tests/data/") {
            continue;
        }
        for (line, text) in numbered(text) {
            let lower = text.to_lowercase();
            let left = LEFT.iter().find(|left| lower.contains(**left)).copied();
            let prose = matches!(
                extension(path).as_str(),
                "md" | "json" | "csv" | "yaml" | "yml"
            );
            let Some(left) = left.or_else(|| later(text).filter(|_| prose)) else {
                continue;
            };
            // What Python formats later holds braces of its own.
            let formatted = left.starts_with('{') && extension(path) == "py";
            // `# TODO` in code has a rule of its own.
            let in_code = left == "todo: " && extension(path) == "py";
            if formatted || in_code {
                continue;
            }
            let message = format!("`{}` is left of the scaffold.", left.trim());
            let fix = "Write what belongs here, or delete the line.";
            // A comment of the scaffold was merged now and then; a text for people was not.
            if extension(path) == "py" {
                out.warn((path, line), message, fix);
            } else {
                out.error((path, line), message, fix);
            }
        }
    }
}
