//! `spec.yaml`: the option that is named, and its field.

use super::places::{Place, Places, words};
use crate::core::finding::Finding;
use crate::core::form::Section;

/// Words of ddev's messages, and the field of the option that they are about; the first that is found.
const PARTS: [(&str, &str); 10] = [
    ("escription", "description"),
    ("Unknown type", "type"),
    ("`type`", "type"),
    ("`items`", "items"),
    ("`example`", "example"),
    ("`required`", "required"),
    ("`secret`", "secret"),
    ("`default`", "default"),
    ("`name`", "name"),
    ("already used", "name"),
];

pub(super) fn place(places: &Places<'_>, finding: &Finding) -> Option<Place> {
    let said = finding.message.lines().next()?;
    // The example and the models are made from the specification: they are looked at as files.
    if let Some(file) = said.strip_prefix("File `") {
        let name = file.split_once("` is not in sync")?.0;
        return Some(out_of_sync(places, name, &finding.rule));
    }
    if let Some(n) = option(places, finding, said) {
        let rule = finding.rule.as_str();
        let by_rule = match rule {
            "option-secret" => Some("secret"),
            _ => None,
        };
        let part = PARTS.iter().find(|(word, _)| said.contains(word));
        let part = by_rule.or(part.map(|(_, part)| *part));
        let id = |part: &str| format!("options.{n}.{part}");
        // A part that the form does not show is in the file.
        return match part {
            Some(part) => places.field(Section::Options, &id(part)).or_else(|| {
                let more = places.field(Section::Options, &id("more"));
                more.filter(|_| !places.existing())
            }),
            None => places.field(Section::Options, &id("more")),
        };
    }
    template(places, said)
}

/// One of our own options: ddev ends the place with its name, the review stands on its line.
fn option(places: &Places<'_>, finding: &Finding, said: &str) -> Option<usize> {
    let options = &places.w.state.answers.options;
    let at = |name: &str| options.iter().position(|o| o.name == name);
    if let Some((place, _)) = said.split_once(": ")
        && let Some(n) = place.rsplit(", ").next().and_then(at)
    {
        return Some(n);
    }
    if said.contains("option") {
        return words(said).find_map(at);
    }
    let line = places.texts.line(finding.file.as_deref()?, finding.line?)?;
    let (_, name) = line.split_once("name:")?;
    at(name.trim().trim_matches(['"', '\'']))
}

/// A template that was added, or what its options say otherwise.
fn template(places: &Places<'_>, said: &str) -> Option<Place> {
    let templates = &places.w.state.answers.templates;
    if !said.contains("emplate") || templates.is_empty() {
        return None;
    }
    let named = words(said).find_map(|word| {
        let held = |key: &String| key.split('.').any(|part| part == word);
        templates.iter().find(|t| t.overrides.keys().any(held))
    });
    if let Some(template) = named {
        let id = format!("templates.{}.overrides", template.name);
        return places.field(Section::Options, &id);
    }
    places.field(Section::Options, "templates")
}

fn out_of_sync(places: &Places<'_>, name: &str, rule: &str) -> Place {
    let folder = &places.folder;
    let package = format!("{folder}/datadog_checks/{folder}");
    let path = if rule == "models" {
        format!("{package}/config_models/{name}")
    } else {
        format!("{package}/data/{name}")
    };
    Place::framework(Section::Files, path)
}
