//! What a person should look at before a fix that decides something is made.

use super::{Fix, What};

/// One sentence for a fix that is not safe; none for one that is.
#[must_use]
pub fn look_at(fix: &Fix) -> Option<&'static str> {
    if fix.safe {
        return None;
    }
    Some(match fix.name {
        "unit" => "Is this the unit in which the metric is measured?",
        "orientation" => "Is more of it better (1), worse (-1), or neither (0)?",
        "description" => "Does the description still say what is measured?",
        "metric-type" => "Is this how the check submits the metric?",
        "metric-name" => "Other files name this metric too: do they need the new name?",
        "columns" => "Is this the column that was meant?",
        "encoding" => "Do the letters that change read right now?",
        "stray-file" => "Is nothing in this file needed?",
        "codeowners" => "Is this who answers for the integration on GitHub?",
        "readme-section" | "readme-heading" => "Does the text fit your product?",
        "link-anchor" => "Does the link lead to what the text says?",
        "version" => "Is this the version that you release next?",
        _ => match &fix.what {
            What::Set(_) => "Is this what you want to answer?",
            What::Edit { .. } | What::Tool(_) => "Read the lines that change: are they right?",
        },
    })
}
