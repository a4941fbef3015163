//! `README.md`: the field of the section that is meant.

use super::places::{Place, Places};
use crate::core::finding::Finding;
use crate::core::form::Section;

pub(super) fn place(places: &Places<'_>, finding: &Finding) -> Option<Place> {
    let said = finding.message.trim();
    let named = between(said, "readme is missing a ", " H2")
        .or_else(|| between(said, "readme has an empty ", " H2"))
        .or_else(|| between(said, "readme has an image in ", " H2"))
        .or_else(|| between(said, "There is no section \"", "\""));
    if let Some(heading) = named {
        return field(places, heading);
    }
    if finding.rule == "overview" {
        return field(places, "Overview");
    }
    let path = finding.file.as_deref()?;
    let lines = places.texts.lines(path)?;
    let at = if let Some(line) = finding.line {
        usize::try_from(line).ok()?.checked_sub(1)?
    } else if said.contains("non-ASCII") {
        lines.iter().position(|line| !line.is_ascii())?
    } else {
        let image = between(said, "image: ", " is linked")?;
        lines.iter().position(|line| line.contains(image))?
    };
    let above = lines.get(..=at)?.iter().rev();
    let heading = above
        .filter_map(|line| line.strip_prefix("##"))
        .map(|line| line.trim_matches(['#', ' ']))
        .next()?;
    field(places, heading)
}

/// The field that holds a section. The overview is typed under Identity, unless the README has its own.
fn field(places: &Places<'_>, heading: &str) -> Option<Place> {
    let own = &places.w.state.answers.readme;
    let (section, id) = match heading {
        "Overview" if own.overview.as_ref().is_none_or(|t| t.trim().is_empty()) => {
            (Section::Identity, "integration.overview")
        }
        "Overview" => (Section::Readme, "readme.overview"),
        "Setup" | "Installation" => (Section::Readme, "readme.installation"),
        "Configuration" => (Section::Readme, "readme.configuration"),
        "Validation" => (Section::Readme, "readme.validation"),
        "Troubleshooting" | "Support" => (Section::Readme, "readme.troubleshooting"),
        _ => return None,
    };
    places.field(section, id)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}
