//! An answer that a form refuses, in the shape that it takes.

use super::super::{address, plain, words};
use super::{Fix, one};
use crate::core::form::{self, list};
use crate::core::wizard::Wizard;
use crate::core::{names, templates, validate, version};

/// The repair of a field whose answer its form refuses; none where no shape of it would be taken.
pub(super) fn of(w: &Wizard, id: &str) -> Option<Fix> {
    if let Some(("options", "type")) = ends(id) {
        return super::types::option_type(w, id);
    }
    let old = form::value(w, id);
    if old.is_empty() || form::check(w, id, &old).is_ok() {
        return None;
    }
    let taken = |text: &String| *text != old && form::check(w, id, text).is_ok();
    let fix = |name, text: String, safe| Some(one(w, name, id, text, safe));
    // Nothing that can be seen is another one.
    let tidy = tidied(id, &old);
    if taken(&tidy) {
        return fix("spaces", tidy, true);
    }
    let ascii = plain(&tidy, 128).unwrap_or_else(|| tidy.clone());
    if taken(&ascii) {
        return fix("plain-text", ascii, true);
    }
    let shape = shape(w, id, &ascii)?;
    taken(&shape.text).then(|| one(w, shape.name, id, shape.text, shape.safe))
}

/// The list and the part that an id names: `options` and `type` of `options.0.type`.
pub(super) fn ends(id: &str) -> Option<(&str, &str)> {
    Some((id.split_once('.')?.0, id.rsplit_once('.')?.1))
}

/// A text in another shape.
struct Shape {
    name: &'static str,
    text: String,
    /// Whether it says the very same.
    safe: bool,
}

/// Without what is not seen at its ends, and on one line where the field takes one.
fn tidied(id: &str, text: &str) -> String {
    const LONG: [&str; 3] = ["integration.overview", "release.notes", "dependencies"];
    let lines = id.starts_with("readme.") || id.ends_with(".message") || LONG.contains(&id);
    if lines || id.starts_with("options.") || id.starts_with("templates.") {
        return text.trim().to_owned();
    }
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn shape(w: &Wizard, id: &str, text: &str) -> Option<Shape> {
    let shape = |name, text: String, safe| Some(Shape { name, text, safe });
    match id {
        "author.support_email" | "author.sales_email" => {
            shape("address", address::email(text), true)
        }
        "integration.homepage" | "author.homepage" => shape("address", address::page(text), false),
        "author.github" => shape("handle", handle(text), true),
        "integration.name" => shape("name", names::folder_name(text), false),
        "integration.metric_prefix" => {
            let stem = text.trim_end_matches('.');
            let lower = names::folder_name(&stem.replace('.', "\0")).replace('\0', ".");
            let same = lower == stem;
            shape("prefix", format!("{lower}."), same)
        }
        "integration.categories" => {
            let known: Vec<&str> = w.facts.categories.iter().map(String::as_str).collect();
            of_list("category", text, &known, |t| {
                validate::category(t, &w.facts.categories)
            })
        }
        "integration.supported_os" => of_list("system", text, &validate::SYSTEMS, validate::system),
        "integration.overview" => shape("headings", headings(text), false),
        "templates" => {
            let catalog = templates::known(&w.facts.templates);
            let all = templates::names(catalog, "instances");
            of_list("template", text, &all, |t| templates::check(catalog, t))
        }
        "release.version" => release(w, text),
        _ => option(w, id, text),
    }
}

/// `acmeco` of `@acmeco` and of `https://github.com/acmeco/`; a team keeps its organization.
fn handle(text: &str) -> String {
    let bare = text.trim_end_matches('/');
    let page = bare
        .split_once("github.com/")
        .map_or(bare, |(_, path)| path);
    let team = page
        .strip_prefix("orgs/")
        .and_then(|p| p.split_once("/teams/"));
    match team {
        Some((organization, team)) => format!("{organization}/{team}"),
        None => page.trim_start_matches('@').to_owned(),
    }
}

/// Headings that the README sets itself become those below them.
fn headings(text: &str) -> String {
    let line = |line: &str| match line.split_once(' ') {
        Some(("#" | "##", title)) => format!("### {title}"),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A list in which each word that is refused is the one that was meant.
fn of_list(
    name: &'static str,
    text: &str,
    known: &[&str],
    rule: impl Fn(&str) -> Result<(), String>,
) -> Option<Shape> {
    let (mut out, mut safe): (Vec<String>, bool) = (vec![], true);
    for word in list(text) {
        let right = if rule(&word).is_ok() {
            word
        } else {
            let (right, as_meant) = words::known(&word, known.iter().copied())?;
            safe &= as_meant;
            right.to_owned()
        };
        if !out.contains(&right) {
            out.push(right);
        }
    }
    Some(Shape {
        name,
        text: out.join(", "),
        safe,
    })
}

/// Three numbers, higher than the last version's.
fn release(w: &Wizard, text: &str) -> Option<Shape> {
    let current = &w.existing.as_ref()?.version;
    let bare = text.trim_start_matches(['v', 'V', '=', ' ']);
    let parts = bare.split('.').count();
    let full = match parts {
        1 => format!("{bare}.0.0"),
        2 => format!("{bare}.0"),
        _ => bare.to_owned(),
    };
    let name = "version";
    if version::next(current, &full).is_ok() {
        return Some(Shape {
            name,
            text: full,
            safe: parts == 3,
        });
    }
    let text = version::bumped(current)?;
    Some(Shape {
        name,
        text,
        safe: false,
    })
}

fn option(w: &Wizard, id: &str, text: &str) -> Option<Shape> {
    let (n, part) = id.strip_prefix("options.")?.split_once('.')?;
    w.state.answers.options.get(n.parse::<usize>().ok()?)?;
    if part != "name" {
        return None;
    }
    let sign = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = text.trim().chars().map(sign).collect();
    Some(Shape {
        name: "option-name",
        text: name.trim_matches('_').to_lowercase(),
        safe: false,
    })
}
