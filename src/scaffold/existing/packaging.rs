//! `pyproject.toml` and `__about__.py`.

use crate::core::answers::Author;
use toml_edit::{Array, DocumentMut, Formatted, Item, Value};

/// The first author's name and e-mail.
pub fn author(pyproject: &str) -> (String, String) {
    let Ok(document) = pyproject.parse::<DocumentMut>() else {
        return Default::default();
    };
    let authors = document
        .get("project")
        .and_then(|p| p.get("authors")?.as_array());
    let first = authors.and_then(|a| a.get(0)?.as_inline_table());
    let text = |key: &str| {
        let value = first.and_then(|t| t.get(key)?.as_str());
        value.unwrap_or_default().to_owned()
    };
    (text("name"), text("email"))
}

/// Python packages beyond the base, `[project.optional-dependencies] deps`.
pub fn dependencies(pyproject: &str) -> Vec<String> {
    let Ok(document) = pyproject.parse::<DocumentMut>() else {
        return vec![];
    };
    let deps = document
        .get("project")
        .and_then(|p| p.get("optional-dependencies")?.get("deps")?.as_array());
    let all = deps.into_iter().flatten();
    all.filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// The text with another author, where it names the one of before.
///
/// # Errors
/// It is no TOML.
pub fn with_author(text: &str, before: &Author, after: &Author) -> Result<String, String> {
    let mut document = parse(text)?;
    let authors = document
        .get_mut("project")
        .and_then(|p| p.get_mut("authors")?.as_array_mut());
    for author in authors.into_iter().flat_map(Array::iter_mut) {
        let Some(table) = author.as_inline_table_mut() else {
            continue;
        };
        let pairs = [
            ("name", &before.name, &after.name),
            ("email", &before.support_email, &after.support_email),
        ];
        for (key, old, new) in pairs {
            if let Some(Value::String(held)) = table.get_mut(key)
                && held.value() == old
                && old != new
            {
                replace(held, new);
            }
        }
    }
    Ok(document.to_string())
}

/// The text with other dependencies.
///
/// # Errors
/// It is no TOML, or has no list of dependencies.
pub fn with_dependencies(
    text: &str,
    before: &[String],
    after: &[String],
) -> Result<String, String> {
    let mut document = parse(text)?;
    let deps = document.get_mut("project").and_then(|p| {
        let p = p.get_mut("optional-dependencies")?;
        p.get_mut("deps").and_then(Item::as_array_mut)
    });
    let Some(deps) = deps else {
        return Err(
            "pyproject.toml has no list deps in [project.optional-dependencies]. Add it first."
                .into(),
        );
    };
    for gone in before.iter().filter(|b| !after.contains(b)) {
        let position = |deps: &Array| deps.iter().position(|v| v.as_str() == Some(gone));
        while let Some(at) = position(deps) {
            take_out(deps, at);
        }
    }
    for new in after.iter().filter(|a| !before.contains(a)) {
        // As the neighbor is: on a line of its own, or behind a comma.
        let neighbor = deps
            .iter()
            .last()
            .and_then(|v| v.decor().prefix()?.as_str());
        let neighbor = neighbor.unwrap_or_default();
        let own = neighbor.rfind('\n').map_or(neighbor, |i| &neighbor[i..]);
        let own = if own.is_empty() && !deps.is_empty() {
            " "
        } else {
            own
        };
        // A comment behind the last element belongs in front of what follows it.
        let trailing = deps.trailing().as_str().unwrap_or_default().to_owned();
        let comment = trailing.rfind('\n').map_or("", |i| &trailing[..i]);
        let mut value = Value::from(new.as_str());
        value.decor_mut().set_prefix(format!("{comment}{own}"));
        deps.set_trailing(&trailing[comment.len()..]);
        deps.push_formatted(value);
    }
    Ok(document.to_string())
}

/// A comment behind the element before stands in front of this one: it stays.
pub fn take_out(list: &mut Array, at: usize) {
    let removed = list.remove(at);
    let lead = removed.decor().prefix().and_then(|p| p.as_str());
    let lead = lead.unwrap_or_default();
    if !lead.contains('#') {
        return;
    }
    if let Some(next) = list.get_mut(at) {
        next.decor_mut().set_prefix(lead);
    } else {
        let kept = lead.rfind('\n').map_or(lead, |i| &lead[..i]);
        let trailing = list.trailing().as_str().unwrap_or_default();
        list.set_trailing(format!("{kept}{trailing}"));
    }
}

fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse::<DocumentMut>()
        .map_err(|e| format!("pyproject.toml can't be read: {}.", e.message()))
}

fn replace(held: &mut Formatted<String>, new: &str) {
    let decor = held.decor().clone();
    *held = Formatted::new(new.to_owned());
    *held.decor_mut() = decor;
}

/// The version in `__about__.py`, and where it stands.
fn version_place(about: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    for line in about.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("__version__") {
            let open = rest.find(['"', '\''])?;
            let quote = rest[open..].chars().next()?;
            let start = open + 1;
            let length = rest[start..].find(quote)?;
            let begin = at + "__version__".len() + start;
            return Some(begin..begin + length);
        }
        at += line.len();
    }
    None
}

pub fn version(about: &str) -> Option<&str> {
    version_place(about).map(|range| &about[range])
}

/// The text with another version, in the quotes it has.
///
/// # Errors
/// No line says `__version__`.
pub fn with_version(about: &str, version: &str) -> Result<String, String> {
    let range = version_place(about).ok_or("No line says __version__ = \"...\". Add it first.")?;
    Ok(format!(
        "{}{version}{}",
        &about[..range.start],
        &about[range.end..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[project] # x\nauthors = [\n  { name=\"Ann\", email = 'a@acme.example' },\n]\n[project.optional-dependencies]\ndeps = [\n  \"one==1\", # why\n  'two',\n]\n";

    #[test]
    fn the_author_and_dependencies_change_in_place() {
        assert_eq!(author(TEXT), ("Ann".into(), "a@acme.example".into()));
        assert_eq!(dependencies(TEXT), ["one==1", "two"]);
        let before = Author {
            name: "Ann".into(),
            support_email: "a@acme.example".into(),
            ..Author::default()
        };
        let mut after = before.clone();
        assert_eq!(with_author(TEXT, &before, &after).unwrap(), TEXT);
        after.name = "Bo \"B\"".into();
        let new = with_author(TEXT, &before, &after).unwrap();
        assert_eq!(author(&new).0, "Bo \"B\"");
        assert!(
            new.contains("email = 'a@acme.example' },\n]\n[project.opt"),
            "{new}"
        );
        let deps = dependencies(TEXT);
        let more = [deps[0].clone(), "three>=3".into()];
        let new = with_dependencies(TEXT, &deps, &more).unwrap();
        assert_eq!(dependencies(&new), more);
        assert!(new.contains("\"one==1\", # why"), "{new}");
        assert!(with_dependencies("[project]\n", &[], &more).is_err());
    }

    #[test]
    fn the_version_keeps_its_quotes() {
        let about = "# (C) Acme\n__version__ = '1.0.0'  # kept\n";
        assert_eq!(version(about), Some("1.0.0"));
        let new = with_version(about, "1.1.0").unwrap();
        assert_eq!(new, about.replace("1.0.0", "1.1.0"));
        assert!(with_version("VERSION = 1\n", "1.1.0").is_err());
    }
}
