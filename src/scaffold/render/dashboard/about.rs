//! The note of the group About: what the product is, how to use the dashboard, where to read more.

use super::super::input::Input;
use super::super::text;
use crate::scaffold::filters;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub fn note(input: &Input<'_>) -> Value {
    json!({
        "type": "note", "content": content(input), "background_color": "white", "font_size": "14",
        "text_align": "left", "vertical_align": "top", "show_tick": false, "tick_pos": "50%",
        "tick_edge": "left", "has_padding": true,
    })
}

fn content(input: &Input<'_>) -> String {
    let integration = &input.answers.integration;
    let display = &integration.display_name;
    // A dollar sign would be read as one of the dashboard's variables.
    let summary = filters::md(&integration.description).replace('$', "&#36;");
    let summary = text::line(&summary);
    let mut out = format!(
        "{summary}\n\nThis dashboard shows what the {display} check collects. Choose hosts and tags above to narrow \
         it down. Start with Overview; the groups below it show each metric over time.\n"
    );
    // Writing to a String cannot fail.
    if !integration.homepage.is_empty() {
        let _ = write!(out, "\n- [{display}]({})", integration.homepage);
    }
    let _ = write!(
        out,
        "\n- [How to set up the {display} integration]({}/README.md)",
        super::super::context::blob(&input.folder())
    );
    out
}
