//! Which rule a field's text must pass.

use crate::core::event::Facts;
use crate::core::names;

/// Checks a text for a field.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn field(id: &str, text: &str, facts: &Facts) -> Result<(), String> {
    let _ = facts;
    match id {
        "integration.display_name" => names::check_display_name(text),
        _ => Ok(()),
    }
}
