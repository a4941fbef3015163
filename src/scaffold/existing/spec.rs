//! The options of a `spec.yaml`: reading them, and changing single ones in its text. A change is tried on the
//! lines, and kept only when a YAML reader finds exactly that change in the new text and no other.

use super::spec_lines as lines;
use crate::core::answers::OwnOption;
use crate::core::schema;
use serde_json::{Map, Value, json};

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// The document.
///
/// # Errors
/// It is no YAML.
pub fn parse(text: &str) -> Result<Value, String> {
    serde_yaml::from_str(text).map_err(|e| e.to_string())
}

/// Where the options of a section (`instances`, `init_config`) stand in the document.
fn pointer(spec: &Value, section: &str) -> Option<String> {
    let parts = spec["files"][0]["options"].as_array()?;
    let at = parts.iter().position(|p| p["template"] == section)?;
    Some(format!("/files/0/options/{at}/options"))
}

fn section_of(option: &OwnOption) -> &'static str {
    if option.r#in == "init_config" {
        "init_config"
    } else {
        "instances"
    }
}

/// Own options whose value has a plain type; others (nested ones, several types) are the file's alone.
#[must_use]
pub fn options(spec: &Value) -> Vec<OwnOption> {
    let mut out = vec![];
    for (section, name) in [("instances", "instance"), ("init_config", "init_config")] {
        let all = pointer(spec, section).and_then(|p| spec.pointer(&p)?.as_array().cloned());
        out.extend(
            all.unwrap_or_default()
                .iter()
                .filter_map(|o| option(o, name)),
        );
    }
    out
}

fn option(entry: &Value, section: &str) -> Option<OwnOption> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let value = &entry["value"];
    let kind = text(&value["type"]).filter(|k| TYPES.contains(&k.as_str()))?;
    let given = |key: &str| value.get(key).filter(|v| !v.is_null()).cloned();
    Some(OwnOption {
        name: text(&entry["name"])?,
        r#in: section.to_owned(),
        kind,
        items: text(&value["items"]["type"]).map(Value::from),
        required: entry["required"].as_bool().unwrap_or(false),
        secret: entry["secret"].as_bool().unwrap_or(false),
        description: text(&entry["description"])
            .unwrap_or_default()
            .trim_end()
            .to_owned(),
        example: given("example"),
        default: given("default").or_else(|| given("display_default")),
        ..OwnOption::default()
    })
}

/// The templates of the instances beside the section's own: `http`, `openmetrics`, `default`...
#[must_use]
pub fn templates(spec: &Value) -> Vec<String> {
    let all = pointer(spec, "instances").and_then(|p| spec.pointer(&p)?.as_array().cloned());
    let name = |o: &Value| {
        let template = o["template"].as_str()?;
        Some(template.rsplit('/').next()?.to_owned())
    };
    all.unwrap_or_default().iter().filter_map(name).collect()
}

/// The examples of the template `logs`.
#[must_use]
pub fn logs(spec: &Value) -> Vec<Value> {
    let parts = spec["files"][0]["options"].as_array();
    let logs = parts.and_then(|p| p.iter().find(|p| p["template"] == "logs"));
    let example = logs.and_then(|l| l["example"].as_array().cloned());
    example.unwrap_or_default()
}

/// The text with what differs between two lists of options.
///
/// # Errors
/// The option whose change has no place that is certain.
pub fn with_options(
    text: &str,
    before: &[OwnOption],
    after: &[OwnOption],
) -> Result<String, String> {
    let same = |a: &OwnOption, b: &OwnOption| a.name == b.name && a.r#in == b.r#in;
    let mut text = text.to_owned();
    for old in before {
        match after.iter().find(|new| same(old, new)) {
            None => text = removed(&text, old)?,
            Some(new) if new != old => text = changed(&text, old, new)?,
            Some(_) => {}
        }
    }
    for new in after {
        if !before.iter().any(|old| same(old, new)) {
            text = added(&text, new)?;
        }
    }
    Ok(text)
}

/// Keeps the one of the candidates that means what is wanted.
fn certain(
    candidates: impl IntoIterator<Item = String>,
    wanted: &Value,
    name: &str,
) -> Result<String, String> {
    candidates
        .into_iter()
        .find(|text| parse(text).is_ok_and(|spec| spec == *wanted))
        .ok_or_else(|| {
            format!("The option {name} can't be changed here without touching what is around it. Edit spec.yaml yourself.")
        })
}

/// Where an option stands in the document, by name.
fn place(spec: &Value, option: &OwnOption) -> Option<(String, usize)> {
    let at = pointer(spec, section_of(option))?;
    let all = spec.pointer(&at)?.as_array()?;
    let index = all.iter().position(|o| o["name"] == option.name.as_str())?;
    Some((at, index))
}

fn gone(name: &str) -> String {
    format!("The option {name} is no longer in spec.yaml.")
}

fn removed(text: &str, old: &OwnOption) -> Result<String, String> {
    let mut wanted = parse(text)?;
    let (at, index) = place(&wanted, old).ok_or_else(|| gone(&old.name))?;
    if let Some(Value::Array(all)) = wanted.pointer_mut(&at) {
        all.remove(index);
    }
    let blocks = lines::blocks(text, &old.name);
    let candidates = blocks.into_iter().map(|b| lines::without(text, &b));
    certain(candidates, &wanted, &old.name)
}

fn changed(text: &str, old: &OwnOption, new: &OwnOption) -> Result<String, String> {
    let mut text = text.to_owned();
    let mut one = |path: &[&str], value: Option<Value>| -> Result<(), String> {
        let mut wanted = parse(&text)?;
        let (at, index) = place(&wanted, old).ok_or_else(|| gone(&old.name))?;
        let entry = wanted
            .pointer_mut(&at)
            .and_then(|all| all.get_mut(index))
            .ok_or_else(|| gone(&old.name))?;
        assign(entry, path, value.as_ref());
        let blocks = lines::blocks(&text, &old.name);
        let candidates = blocks
            .into_iter()
            .filter_map(|b| lines::with_key(&text, &b, path, value.as_ref()));
        text = certain(candidates, &wanted, &old.name)?;
        Ok(())
    };
    if new.description != old.description {
        // A block ends with a line break, which one line in quotes does not.
        one(
            &["description"],
            Some(format!("{}\n", new.description.trim_end()).into()),
        )?;
    }
    if new.required != old.required {
        one(&["required"], Some(new.required.into()))?;
    }
    if new.secret != old.secret {
        one(&["secret"], Some(new.secret.into()))?;
    }
    if new.kind != old.kind {
        one(&["value", "type"], Some(new.kind.clone().into()))?;
    }
    if new.items != old.items {
        let items = new.items.as_ref().map(schema::plain);
        one(&["value", "items"], items)?;
    }
    if new.example != old.example {
        one(&["value", "example"], new.example.clone())?;
    }
    Ok(text)
}

fn assign(entry: &mut Value, path: &[&str], value: Option<&Value>) {
    let Some((key, rest)) = path.split_first() else {
        return;
    };
    let Some(map) = entry.as_object_mut() else {
        return;
    };
    if !rest.is_empty() {
        let inner = map
            .entry((*key).to_owned())
            .or_insert_with(|| Value::Object(Map::new()));
        return assign(inner, rest, value);
    }
    match value {
        Some(value) => {
            map.insert((*key).to_owned(), value.clone());
        }
        None => {
            map.shift_remove(*key);
        }
    }
}

fn added(text: &str, new: &OwnOption) -> Result<String, String> {
    let section = section_of(new);
    let mut wanted = parse(text)?;
    let Some(at) = pointer(&wanted, section) else {
        return Err(format!(
            "spec.yaml has no options for {section}, so {} has no place. Add the section first.",
            new.name
        ));
    };
    let all = wanted.pointer_mut(&at).and_then(Value::as_array_mut);
    let all = all.ok_or_else(|| gone(&new.name))?;
    // Behind the last own option, else before the templates.
    let index = all
        .iter()
        .rposition(|o| o["name"].is_string())
        .map_or(0, |i| i + 1);
    all.insert(index, entry(new));
    let candidates = lines::places(text)
        .into_iter()
        .map(|(line, indent)| lines::with_entry(text, line, indent, &entry(new)));
    certain(candidates, &wanted, &new.name)
}

fn entry(option: &OwnOption) -> Value {
    let mut value = Map::from_iter([("type".to_owned(), Value::from(option.kind.clone()))]);
    let scalar = !matches!(option.kind.as_str(), "array" | "object");
    if option.kind == "array" {
        let items = option.items.clone().unwrap_or_else(|| "string".into());
        value.insert("items".into(), schema::plain(&items));
    }
    let secret = || Value::from(format!("<{}>", option.name.to_uppercase()));
    let example = match &option.example {
        _ if option.secret && option.kind == "string" => Some(secret()),
        None if option.kind == "string" => Some(secret()),
        None if option.kind == "boolean" => Some(false.into()),
        other => other.clone(),
    };
    value.extend(example.map(|e| ("example".to_owned(), e)));
    if scalar && !option.required {
        let default = match option.kind.as_str() {
            "boolean" => option.default.clone().unwrap_or(false.into()),
            _ => option.default.clone().unwrap_or_default(),
        };
        value.insert("display_default".into(), default);
    }
    let mut entry = json!({
        "name": option.name,
        "required": option.required,
        "description": format!("{}\n", option.description.trim_end()),
    });
    if option.secret {
        entry["secret"] = true.into();
    }
    entry["value"] = Value::Object(value);
    entry
}
