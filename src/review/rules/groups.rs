//! Groups of a dashboard and the titles of what is in them.

use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use serde_json::Value;

pub const RULES: &[Rule] = &[
    Rule {
        name: "dashboard-groups",
        why: "Users of several integrations find their way by the same first groups: what this is, and how it is.",
        source: "the dashboard guidelines: groups About and Overview",
        check: groups,
    },
    Rule {
        name: "dashboard-titles",
        why: "The dashboards of the catalog are read side by side, and look alike.",
        source: "the dashboard guidelines: Title Case groups, sentence-case widgets",
        check: titles,
    },
    Rule {
        name: "dashboard-empty",
        why: "An empty map, group, or title is a leftover, and shows as a hole.",
        source: "empty `{}` under dashboards: what reviewers say again and again",
        check: empty,
    },
];

/// The groups of a dashboard: pointer and definition.
fn all<'a>(file: &'a Json<'_>) -> Vec<(String, &'a Value)> {
    let widgets = file.at("/widgets").as_array();
    let widgets = widgets.into_iter().flatten().enumerate();
    let groups = widgets.filter(|(_, widget)| widget["definition"]["type"] == "group");
    groups
        .map(|(i, widget)| (format!("/widgets/{i}/definition"), &widget["definition"]))
        .collect()
}

fn title(definition: &Value) -> &str {
    definition["title"].as_str().unwrap_or_default().trim()
}

fn groups(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        // A free layout has none.
        if file.str("/layout_type") == "free" || !file.at("/widgets").is_array() {
            continue;
        }
        let groups = all(file);
        let has = |word: &str| {
            let mut titles = groups.iter().map(|(_, group)| title(group).to_lowercase());
            titles.any(|title| title.split_whitespace().any(|w| w == word))
        };
        let missing: Vec<&str> = [("about", "About"), ("overview", "Overview")]
            .into_iter()
            .filter(|(word, _)| !has(word))
            .map(|(_, name)| name)
            .collect();
        if !missing.is_empty() {
            out.note(
                file.place("/widgets"),
                format!("The dashboard has no group {}.", missing.join(" and none ")),
                "Begin with About, which says what the dashboard shows, and Overview, which says how it is.",
            );
        }
    }
}

/// Small words that stay small within a title.
const SMALL: [&str; 22] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or",
    "over", "per", "the", "to", "via", "vs", "vs.", "with",
];

fn titles(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        for (pointer, group) in all(file) {
            let text = title(group);
            if let Some(word) = not_in_title_case(look, text) {
                out.warn(
                    file.place(&format!("{pointer}/title")),
                    format!("The group's title \"{text}\" is not in title case: {word}."),
                    format!("Write \"{}\".", in_title_case(text)),
                );
            }
            let widgets = group["widgets"].as_array().into_iter().flatten();
            for (i, widget) in widgets.enumerate() {
                let text = title(&widget["definition"]);
                if let Some(why) = not_a_sentence(look, text) {
                    out.note(
                        file.place(&format!("{pointer}/widgets/{i}/definition/title")),
                        format!("The widget's title \"{text}\" is not in sentence case: {why}."),
                        "Begin it with a capital letter, and write the other words as in a sentence.",
                    );
                }
            }
        }
    }
}

/// The word of a title that begins with a small letter and should not, or that the title is in capitals.
fn not_in_title_case(look: &Look<'_>, text: &str) -> Option<String> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let named = text
        .split_whitespace()
        .all(|word| is_of_product(look, word));
    if letters > 5 && !named && !text.chars().any(char::is_lowercase) {
        return Some("it is in capitals".into());
    }
    let mut words = text.split_whitespace().enumerate();
    let (_, word) = words.find(|(i, word)| {
        let small = word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic());
        let begins = word.starts_with(char::is_lowercase);
        // A metric's name stays as it is, and so does `vCPU`.
        begins
            && small
            && !is_of_product(look, word)
            && !word.contains(['_', '.', '/', ':'])
            && (*i == 0 || !SMALL.contains(word))
    })?;
    Some(format!("\"{word}\" begins with a small letter"))
}

/// Whether a word is one of the product's name as its makers write it.
fn is_of_product(look: &Look<'_>, word: &str) -> bool {
    look.display_name()
        .split_whitespace()
        .any(|part| part == word)
}

fn in_title_case(text: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(char::to_uppercase);
        first.into_iter().flatten().chain(chars).collect::<String>()
    };
    let shouts = !text.chars().any(char::is_lowercase);
    let words = text.split_whitespace().enumerate().map(|(i, word)| {
        let word = if shouts {
            word.to_lowercase()
        } else {
            word.to_owned()
        };
        if i > 0 && SMALL.contains(&word.as_str()) {
            word
        } else {
            capital(&word)
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What keeps a widget's title from being in sentence case.
fn not_a_sentence(look: &Look<'_>, text: &str) -> Option<&'static str> {
    let first = text.split_whitespace().next()?;
    let plain = first.chars().all(char::is_lowercase);
    if plain && first.len() > 1 && !is_of_product(look, first) {
        return Some("it begins with a small letter");
    }
    // Names of products and abbreviations have capitals of their own: three plain words say that it is a style.
    let name = look.display_name().to_lowercase();
    let is_capital = |word: &&str| {
        let mut chars = word.chars();
        let rest_small =
            chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase);
        rest_small && word.len() > 1 && !name.split(' ').any(|part| part == word.to_lowercase())
    };
    let words: Vec<&str> = text
        .split_whitespace()
        .skip(1)
        .filter(|w| w.len() > 2)
        .collect();
    let capitals = words.iter().filter(|w| is_capital(w)).count();
    (words.len() > 1 && capitals == words.len()).then_some("each word begins with a capital letter")
}

fn empty(look: &Look<'_>, out: &mut Findings) {
    for file in &look.dashboards {
        for (pointer, group) in all(file) {
            if title(group).is_empty() {
                out.warn(
                    file.place(&format!("{pointer}/title")),
                    "The group has no title.",
                    "Say in a word or two what it shows.",
                );
            }
            if group["widgets"].as_array().is_some_and(Vec::is_empty) {
                out.warn(
                    file.place(&format!("{pointer}/widgets")),
                    format!("The group \"{}\" is empty.", title(group)),
                    "Add what belongs there, or take the group away.",
                );
            }
        }
        file.walk(&mut |pointer, value| {
            let widget = pointer.starts_with("/widgets/")
                && pointer
                    .rsplit_once('/')
                    .is_some_and(|(above, _)| above.ends_with("/widgets"));
            let hole = value.as_object().is_some_and(serde_json::Map::is_empty);
            if hole && (widget || pointer.ends_with("/definition")) {
                out.warn(
                    file.place(pointer),
                    "The widget is an empty map.",
                    "Take it away, or fill it.",
                );
            }
        });
    }
}
