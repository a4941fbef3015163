//! Edits of TOML that keep comments, order, and spaces.

use toml_edit::{Array, DocumentMut, Formatted, Item, Value};

fn parse(text: &str) -> Result<DocumentMut, String> {
    let parsed = text.parse::<DocumentMut>();
    parsed.map_err(|e| format!("It can't be read: {}.", e.message()))
}

fn replace(held: &mut Formatted<String>, new: &str) {
    let decor = held.decor().clone();
    *held = Formatted::new(new.to_owned());
    *held.decor_mut() = decor;
}

/// The text with the dependency on the base at least at a version; the dependency is added where it is missing.
pub fn requirement(text: &str, version: &str) -> Result<String, String> {
    let mut document = parse(text)?;
    let list = document
        .get_mut("project")
        .and_then(|p| p.get_mut("dependencies")?.as_array_mut());
    let list = list.ok_or("It has no list [project] dependencies.")?;
    if !raised(list, version)? {
        add(list, version);
    }
    Ok(document.to_string())
}

/// Whether the dependency is there; it has the bound then.
fn raised(list: &mut Array, version: &str) -> Result<bool, String> {
    for held in list.iter_mut() {
        let Value::String(held) = held else { continue };
        let old = held.value().clone();
        let plain = old.replace('_', "-");
        let Some(rest) = plain.strip_prefix("datadog-checks-base") else {
            continue;
        };
        // Extras stand before the version, conditions behind it.
        let extras = rest.starts_with('[').then(|| rest.find(']')).flatten();
        let (extras, rest) = rest.split_at(extras.map_or(0, |at| at + 1));
        let condition = rest.find(';').map_or("", |at| &rest[at..]);
        let bound = rest[..rest.len() - condition.len()].trim();
        let simple = bound.is_empty() || bound.starts_with(">=") && !bound.contains(',');
        if !simple {
            return Err(format!("`{old}` has a bound of its own."));
        }
        replace(
            held,
            &format!("datadog-checks-base{extras}>={version}{condition}"),
        );
        return Ok(true);
    }
    Ok(false)
}

fn add(list: &mut Array, version: &str) {
    let mut value = Value::from(format!("datadog-checks-base>={version}"));
    if let Some(first) = list.get(0) {
        *value.decor_mut() = first.decor().clone();
        list.insert_formatted(0, value);
    } else {
        value.decor_mut().set_prefix("\n    ");
        list.push_formatted(value);
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
}

/// The text with another string; the tables on the way are made.
pub fn set(text: &str, path: &[&str], value: &str) -> Result<String, String> {
    let mut document = parse(text)?;
    let (last, tables) = path.split_last().ok_or("No key is named.")?;
    let mut at = document.as_item_mut();
    for key in tables {
        if at.get(key).is_none() {
            let mut table = toml_edit::Table::new();
            table.set_implicit(true);
            at.as_table_like_mut()
                .ok_or("A value stands where a table belongs.")?
                .insert(key, Item::Table(table));
        }
        at = at.get_mut(key).ok_or("A table can't be made.")?;
    }
    let table = at
        .as_table_like_mut()
        .ok_or("A value stands where a table belongs.")?;
    match table.get_mut(last) {
        Some(Item::Value(Value::String(held))) => replace(held, value),
        _ => {
            table.insert(last, toml_edit::value(value));
        }
    }
    Ok(document.to_string())
}

/// The text without an entry of the list of files of the source package; its comment stays.
pub fn unlist(text: &str, entry: &str) -> Result<String, String> {
    let mut document = parse(text)?;
    let keys = ["tool", "hatch", "build", "targets", "sdist", "include"];
    let list = keys
        .iter()
        .try_fold(document.as_item_mut(), |at, key| at.get_mut(key))
        .and_then(Item::as_array_mut)
        .ok_or("It has no list of files.")?;
    let at = list.iter().position(|v| v.as_str() == Some(entry));
    let at = at.ok_or("The entry is not there any more.")?;
    crate::scaffold::existing::packaging::take_out(list, at);
    Ok(document.to_string())
}

/// The text below a head, where that moves nothing into another table; else above it.
pub fn prepend(text: &str, head: &str) -> Result<String, String> {
    let table = |text: &str| -> Result<::toml::Table, String> {
        let parsed = text.parse::<::toml::Table>();
        parsed.map_err(|e| format!("It can't be read: {}.", e.message()))
    };
    let (old, own) = (table(text)?, table(head)?);
    let texts = [
        format!("{head}{text}"),
        format!("{}\n\n{}\n", text.trim_end(), head.trim_end()),
    ];
    for new in texts {
        let Ok(mut now) = table(&new) else { continue };
        let kept = old.iter().all(|(key, value)| now.get(key) == Some(value));
        now.retain(|key, _| !old.contains_key(key));
        if kept && now == own {
            return Ok(new);
        }
    }
    Err("It can't be added without changing what is there.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_changes_its_version_alone() {
        let text = "[project]\ndependencies = [\n    \"one\", # why\n    'datadog_checks_base[deps]>=4.2.0; x == \"y\"',\n]\n";
        let new = requirement(text, "37.42.0").unwrap();
        assert!(new.contains("\"one\", # why"), "{new}");
        let back: ::toml::Table = new.parse().unwrap();
        assert_eq!(
            back["project"]["dependencies"][1].as_str(),
            Some("datadog-checks-base[deps]>=37.42.0; x == \"y\"")
        );
        let new = requirement("[project]\ndependencies = []\n", "1.0").unwrap();
        assert_eq!(
            new,
            "[project]\ndependencies = [\n    \"datadog-checks-base>=1.0\",\n]\n"
        );
        assert!(
            requirement(
                "[project]\ndependencies = [\"datadog-checks-base==3.0\"]\n",
                "1"
            )
            .is_err()
        );
        assert!(requirement("[project]\n", "1").is_err());
    }

    #[test]
    fn keys_and_entries_change_alone() {
        let text = "[project]\nname = \"x\" # kept\n";
        assert_eq!(
            set(text, &["project", "name"], "y").unwrap(),
            text.replace("\"x\"", "\"y\"")
        );
        let new = set(text, &["tool", "hatch", "version", "path"], "p").unwrap();
        assert_eq!(new, format!("{text}\n[tool.hatch.version]\npath = \"p\"\n"));
        let text = "[tool.hatch.build.targets.sdist]\ninclude = [\n    \"/a\",\n    \"/manifest.json\",\n]\n";
        assert_eq!(
            unlist(text, "/manifest.json").unwrap(),
            text.replace("    \"/manifest.json\",\n", "")
        );
        assert!(unlist(text, "/b").is_err());
    }

    #[test]
    fn a_head_moves_nothing() {
        let head = "[env.collectors.datadog-checks]\n\n";
        assert_eq!(
            prepend("[envs.default]\na = 1\n", head).unwrap(),
            format!("{head}[envs.default]\na = 1\n")
        );
        let new = prepend("a = 1\n", head).unwrap();
        assert_eq!(new, "a = 1\n\n[env.collectors.datadog-checks]\n");
        assert!(prepend("[env]\nx = 1\n", head).is_err());
    }
}
