//! What a check refuses to run without, and what its service check says then.

use super::failure;
use crate::scaffold::render::input::Input;
use serde_json::{Value, json};

/// A required option; the wizard's own code refuses an empty one, too.
pub fn option(input: &Input<'_>, name: &String) -> Value {
    let refuses = format!("The option `{name}` is required");
    let generic = "The option `{option}` is required";
    let source = &input.check.check;
    let has_empty = input.generated() && (source.contains(&refuses) || source.contains(generic));
    let empty = match input.capture.instance.get(name.as_str()) {
        Some(Value::Array(_)) => json!([]),
        _ => json!(""),
    };
    let mut option = crate::scaffold::render::instance::words([name]).swap_remove(0);
    option["has_empty"] = has_empty.into();
    option["empty"] = empty;
    option
}

/// The tags of the service check that a failure turns critical: those that it has when all is well.
pub fn critical_tags<'a>(
    input: &Input<'_>,
    checks: &'a [Value],
    name: Option<&str>,
) -> Option<&'a Value> {
    let same = |c: &&Value| c["name"].as_str() == name && c["has_tags"] == true;
    let same_tags = name.and_then(|n| failure::handler(&input.check.check, n));
    let same_tags = same_tags.is_some_and(|h| h.same_tags);
    let one = checks
        .iter()
        .find(same)
        .filter(|_| input.generated() || same_tags);
    one.map(|c| &c["tags"])
}
