//! `manifest.json` and `service_checks.json`: the field that a key is made from.

use super::places::{Place, Places, words};
use crate::core::finding::Finding;
use crate::core::form::Section;

/// The keys of the manifest, with the key above where that tells them apart, and the field they are made from.
const KEYS: [(&str, &str, Section, &str); 13] = [
    ("", "title", Section::Identity, "integration.display_name"),
    (
        "",
        "source_type_name",
        Section::Identity,
        "integration.display_name",
    ),
    (
        "",
        "display_on_public_website",
        Section::Identity,
        "integration.public",
    ),
    (
        "metrics",
        "prefix",
        Section::Identity,
        "integration.metric_prefix",
    ),
    (
        "tile",
        "description",
        Section::Identity,
        "integration.description",
    ),
    (
        "",
        "classifier_tags",
        Section::Tags,
        "integration.categories",
    ),
    ("author", "name", Section::Author, "author.name"),
    ("author", "homepage", Section::Author, "author.homepage"),
    (
        "author",
        "support_email",
        Section::Author,
        "author.support_email",
    ),
    (
        "author",
        "sales_email",
        Section::Author,
        "author.sales_email",
    ),
    ("", "support_email", Section::Author, "author.support_email"),
    ("", "sales_email", Section::Author, "author.sales_email"),
    ("", "author", Section::Author, "author.name"),
];

/// The manifest: by the key on the line, else by what is said.
pub(super) fn manifest(places: &Places<'_>, finding: &Finding) -> Option<Place> {
    if let Some((section, id)) = by_line(places, finding) {
        return places.field(section, id);
    }
    let said = &finding.message;
    let (section, id) = if said.contains("Supported OS") {
        (Section::Tags, "integration.supported_os")
    } else if said.contains("Category") || said.contains(" tag ") {
        (Section::Tags, "integration.categories")
    } else if said.contains("tile's description") || said.contains("no description") {
        (Section::Identity, "integration.description")
    } else {
        return None;
    };
    places.field(section, id)
}

/// The field that the line is made from.
fn by_line(places: &Places<'_>, finding: &Finding) -> Option<(Section, &'static str)> {
    let lines = places.texts.lines(finding.file.as_deref()?)?;
    let at = usize::try_from(finding.line?).ok()?.checked_sub(1)?;
    let line = lines.get(at)?;
    if line.contains("Supported OS::") {
        return Some((Section::Tags, "integration.supported_os"));
    }
    if line.contains("Category::") {
        return Some((Section::Tags, "integration.categories"));
    }
    let key = key(line)?;
    let above = above(&lines, at).unwrap_or_default();
    let known = KEYS
        .iter()
        .find(|(under, k, ..)| *k == key && (under.is_empty() || *under == above));
    known.map(|(_, _, section, id)| (*section, *id))
}

/// The key of a line of pretty-printed JSON.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.trim().strip_prefix('"')?.split_once("\":")?;
    Some(key)
}

/// The key of the object that a line is in: the nearest line above that is less indented.
fn above<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(lines[at]);
    let parent = lines[..at].iter().rev().find(|l| indent(l) < own)?;
    key(parent)
}

/// A service check: the one that is named, else the only one; its title or its description.
pub(super) fn service_checks(places: &Places<'_>, finding: &Finding) -> Option<Place> {
    let said = &finding.message;
    let rows = &places.w.derived.service_checks;
    let by_name = || words(said).find_map(|w| rows.iter().find(|r| r.check == w));
    let by_title = || {
        rows.iter()
            .find(|r| said.starts_with(&format!("{} is", r.name)))
    };
    let only = || rows.first().filter(|_| rows.len() == 1);
    let row = by_name().or_else(by_title).or_else(only)?;
    let rest = said.replace(&row.check, "");
    let part = if rest.contains("description") {
        "description"
    } else if rest.contains("string: name") || rest.contains("unique name") {
        "title"
    } else if places.existing() || rest.contains("json") {
        // No form shows it.
        return None;
    } else {
        "title"
    };
    let id = format!("service_checks.{}.{part}", row.check);
    places.field(Section::Checks, &id)
}
