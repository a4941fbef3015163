//! The fields of what ends in the specification: options, templates, automatic configuration, and packages.

use super::set::list;
use super::{Field, Input};
use crate::core::answers::{Answers, AutoConf, OwnOption, Template};
use crate::core::templates;
use crate::core::validate::{self, options as rules, packages};
use crate::core::wizard::Wizard;
use serde_json::{Map, Value as Json};

/// The fields of one option.
pub(super) fn option(n: usize, option: &OwnOption) -> Vec<Field> {
    let name = if option.name.is_empty() {
        "New option"
    } else {
        option.name.as_str()
    };
    let field = |part: &str, help: &str, input| {
        Field::new(
            format!("options.{n}.{part}"),
            &format!("{name} · {part}"),
            help,
            input,
        )
    };
    let texts = |all: &[&str]| Input::Choice(all.iter().map(|t| (*t).to_owned()).collect());
    let mut out = vec![
        field(
            "name",
            "The key in conf.yaml, lower case with _.",
            Input::Line,
        )
        .required(),
        field(
            "type",
            "The value's type.",
            texts(&crate::core::schema::TYPES),
        ),
    ];
    if option.kind == "array" {
        out.push(field(
            "items",
            "What the list holds: a type, or a mapping as in YAML, such as {type: string, enum: [a, b]}.",
            Input::Line,
        ));
    }
    out.extend([
        field("description", "A sentence for the user's conf.yaml.", Input::Line).required(),
        field("example", "An example value, as in YAML.", Input::Line),
        field("required", "The check can't run without it.", Input::Bool),
        field("secret", "A password, key, or token.", Input::Bool),
        field("default", "What the check takes without it, as in YAML.", Input::Line).more(),
        field(
            "in",
            "instance: each instance has its own. init_config: one for all.",
            texts(&["instance", "init_config"]),
        )
        .more(),
        field(
            "more",
            "Other keys of ddev's specification, one on a line: enum: [fast, slow], minimum: 1, pattern: ^a, \
             properties: [{name: host, type: string}], anyOf, hidden: true, options (a group).",
            Input::Text,
        )
        .more(),
    ]);
    out
}

/// Templates, automatic configuration, and packages; hardly anybody needs them.
pub(super) fn beside(wizard: &Wizard) -> Vec<Field> {
    let answers = &wizard.state.answers;
    if wizard.state.files.existing || answers.is_declared() && answers.auto_conf.is_none() {
        return vec![];
    }
    let catalog = templates::known(&wizard.facts.templates);
    let names = templates::names(catalog, "instances")
        .into_iter()
        .map(str::to_owned);
    let shared = templates::names(catalog, "init_config").into_iter();
    let shared = shared.map(|n| format!("init_config/{n}"));
    let mut out = vec![Field::new(
        "templates",
        "Templates",
        "Options that ddev has ready, beside those of the kind: tls for a connection of your own, http for requests...",
        Input::Many(names.chain(shared).collect()),
    )];
    for template in &answers.templates {
        out.push(Field::new(
            format!("templates.{}.overrides", template.name),
            &format!("{} · overrides", template.name),
            "What its options say otherwise here, one on a line: timeout.value.example: 30, username.required: true, \
             auth_type.hidden: true.",
            Input::Text,
        ));
    }
    out.push(Field::new(
        "dependencies",
        "Python packages",
        "Packages that the check imports beside the Agent's own, one on a line, with bounds: acme-client>=1.2,<2.",
        Input::Text,
    ));
    out.push(Field::new(
        "auto_conf.ad_identifiers",
        "Containers",
        "Short names of the images that the Agent runs the check against by itself, such as acme. Makes \
         auto_conf.yaml. Empty: none.",
        Input::Line,
    ));
    if answers.auto_conf.is_some() {
        out.push(Field::new(
            "auto_conf.instance",
            "Containers · instance",
            "Its values there, one on a line, such as port: 9100 or token: \"%%env_ACME_TOKEN%%\". What is required \
             is filled in with %%host%%.",
            Input::Text,
        ));
        out.push(Field::new(
            "auto_conf.init_config",
            "Containers · init_config",
            "The values that all instances share there, one on a line.",
            Input::Text,
        ));
    }
    out.into_iter().map(Field::more).collect()
}

/// An answer of these fields as text.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    let conf = answers.auto_conf.as_ref();
    Some(match id {
        "templates" => {
            let names = answers.templates.iter().map(|t| t.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        }
        "dependencies" => answers.dependencies.join("\n"),
        "auto_conf.ad_identifiers" => conf
            .map(|c| c.ad_identifiers.join(", "))
            .unwrap_or_default(),
        "auto_conf.init_config" => conf.map(|c| typed(&c.init_config)).unwrap_or_default(),
        "auto_conf.instance" => {
            let first = conf.and_then(|c| c.instances.first());
            first.map(typed).unwrap_or_default()
        }
        id => {
            let name = overridden(id)?;
            let template = answers.templates.iter().find(|t| t.name == name);
            template.map(|t| typed(&t.overrides)).unwrap_or_default()
        }
    })
}

fn overridden(id: &str) -> Option<&str> {
    id.strip_prefix("templates.")?.strip_suffix(".overrides")
}

/// Writes an answer of these fields; `false` when the field is another's.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    match id {
        "templates" => {
            let old = std::mem::take(&mut answers.templates);
            let kept = |name: String| {
                old.iter()
                    .find(|t| t.name == name)
                    .cloned()
                    .unwrap_or_else(|| Template::from(name))
            };
            answers.templates = list(text).into_iter().map(kept).collect();
        }
        "dependencies" => answers.dependencies = lines(text),
        "auto_conf.ad_identifiers" => {
            let all = list(text);
            if all.is_empty() {
                answers.auto_conf = None;
            } else {
                answers.auto_conf.get_or_insert_default().ad_identifiers = all;
            }
        }
        "auto_conf.init_config" => conf(answers).init_config = mapping(text).unwrap_or_default(),
        "auto_conf.instance" => {
            let values = mapping(text).unwrap_or_default();
            conf(answers).instances = if values.is_empty() {
                vec![]
            } else {
                vec![values]
            };
        }
        id => {
            let Some(name) = overridden(id) else {
                return false;
            };
            if let Some(template) = answers.templates.iter_mut().find(|t| t.name == name) {
                template.overrides = mapping(text).unwrap_or_default();
            }
        }
    }
    true
}

fn conf(answers: &mut Answers) -> &mut AutoConf {
    answers.auto_conf.get_or_insert_default()
}

fn lines(text: &str) -> Vec<String> {
    let all = text.lines().map(str::trim).filter(|l| !l.is_empty());
    all.map(str::to_owned).collect()
}

/// Keys and values as one types them, a line each.
pub(super) fn typed(map: &Map<String, Json>) -> String {
    if map.is_empty() {
        return String::new();
    }
    let text = serde_yaml::to_string(map).unwrap_or_default();
    text.trim_end().to_owned()
}

/// What was typed, read.
///
/// # Errors
/// It is no mapping of keys.
pub(super) fn mapping(text: &str) -> Result<Map<String, Json>, String> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    let read: Result<Json, _> = serde_yaml::from_str(text);
    match read {
        Ok(Json::Object(map)) => Ok(map),
        Ok(_) => Err("Write a key and its value on each line, for example minimum: 1.".into()),
        Err(e) => Err(format!(
            "This is not YAML: {e}. Texts with ':' or '#' need quotes."
        )),
    }
}

/// Whether a text may become the answer; none when the field is another's.
pub(super) fn check(wizard: &Wizard, id: &str, text: &str) -> Option<Result<(), String>> {
    let answers = &wizard.state.answers;
    if let Some((n, part)) = id.strip_prefix("options.").and_then(|r| r.split_once('.')) {
        let n = n.parse::<usize>().ok()?;
        return Some(check_option(wizard, n, part, text));
    }
    let catalog = templates::known(&wizard.facts.templates);
    Some(match id {
        "templates" => list(text)
            .iter()
            .try_for_each(|t| templates::check(catalog, t)),
        "dependencies" => lines(text).iter().try_for_each(|d| packages::dependency(d)),
        "auto_conf.ad_identifiers" => list(text).iter().try_for_each(|i| packages::identifier(i)),
        "auto_conf.init_config" | "auto_conf.instance" => mapping(text).and_then(|map| {
            let keys = map
                .iter()
                .try_for_each(|(key, _)| validate::option_name(key));
            keys.and_then(|()| packages::public(&map))
        }),
        id => {
            let name = overridden(id)?;
            let template = answers.templates.iter().find(|t| t.name == name)?;
            mapping(text).and_then(|map| {
                map.iter().try_for_each(|(key, value)| {
                    rules::overridden(catalog, &template.name, key, value)
                })
            })
        }
    })
}

/// The option as it would be: what is wrong with the part that is typed.
fn check_option(wizard: &Wizard, n: usize, part: &str, text: &str) -> Result<(), String> {
    let answers = &wizard.state.answers;
    let Some(mut option) = answers.options.get(n).cloned() else {
        return Ok(());
    };
    match part {
        "more" => drop(mapping(text)?),
        "name" if !text.is_empty() => {
            validate::option_name(text)?;
            let same =
                |(i, o): (usize, &OwnOption)| i != n && o.name == text && o.r#in == option.r#in;
            if answers.options.iter().enumerate().any(same) {
                return Err(format!(
                    "There is an option {text} already. Choose another name."
                ));
            }
            return rules::free(answers, &option.r#in, text);
        }
        _ => {}
    }
    if text.is_empty() {
        return Ok(());
    }
    write(&mut option, part, text)?;
    let own = |key: &str| match part {
        "more" => !["name", "example", "default"].contains(&key),
        "items" => key == "type",
        part => key == part,
    };
    let found = rules::problems(&option, "This option")
        .into_iter()
        .find(|(key, _)| own(key));
    found.map_or(Ok(()), |(_, message)| Err(message))
}

/// Writes a part of an option.
///
/// # Errors
/// A text that can't be read; the option stays as it was.
pub(super) fn write(option: &mut OwnOption, part: &str, text: &str) -> Result<(), String> {
    match part {
        "name" => option.name = text.into(),
        "in" => option.r#in = text.into(),
        "type" => {
            let shown = option.example.as_ref().map(shown);
            option.kind = text.into();
            option.example = shown.and_then(|t| given(&t, text));
            if text != "array" {
                option.items = None;
            }
        }
        "items" => {
            let read: Json =
                serde_yaml::from_str(text).map_err(|e| format!("This is not YAML: {e}."))?;
            option.items = (!text.is_empty()).then_some(read);
        }
        "description" => option.description = text.into(),
        "example" => option.example = given(text, &option.kind),
        "default" => option.default = given(text, &option.kind),
        "required" => option.required = text == "yes",
        "secret" => option.secret = text == "yes",
        "more" => {
            let mut map = mapping(text)?;
            map.insert("name".into(), option.name.clone().into());
            let known = |k: &String| {
                k == "name"
                    || OwnOption::SCHEMA
                        .iter()
                        .chain(&OwnOption::ITSELF)
                        .any(|s| s == k)
            };
            if let Some(key) = map.keys().find(|k| !known(k)) {
                let all = OwnOption::SCHEMA.into_iter().chain(OwnOption::ITSELF);
                return Err(format!(
                    "There is no key {key:?} here.{}",
                    crate::core::nearest::hint(key, all)
                ));
            }
            let read = OwnOption::from_map(map)?;
            // One of several types, and a group, have no type of their own.
            if read.kind.is_empty() != option.kind.is_empty() {
                option.kind = read.kind;
            }
            option.more = read.more;
        }
        _ => {}
    }
    Ok(())
}

/// A value as it was typed: a text stays one where the option is a text.
fn given(text: &str, kind: &str) -> Option<Json> {
    if text.is_empty() {
        return None;
    }
    if kind == "string" {
        return Some(text.into());
    }
    Some(serde_yaml::from_str(text).unwrap_or_else(|_| text.into()))
}

/// A value as one would type it.
pub(super) fn shown(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
#[path = "spec_tests.rs"]
mod tests;
