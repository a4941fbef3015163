//! The templates that ddev has for a configuration, and which options each brings.
//!
//! What is embedded is the list of the ddev that the toolchain pins; an installed ddev tells its own.

use super::answers::{Answers, Kind, Template as Answer};
use super::nearest::hint;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const EMBEDDED: &str = include_str!("../../assets/spec_templates.json");

/// By `section/name`, such as `instances/http`.
pub type Catalog = BTreeMap<String, Template>;

/// One template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// Name to type, `any` where it has several; a final `!` marks what is required.
    pub own: BTreeMap<String, String>,
    /// The templates that it is made of besides.
    pub inner: Vec<String>,
}

/// The pinned ddev's.
#[must_use]
pub fn embedded() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| serde_json::from_str(EMBEDDED).unwrap_or_default())
}

/// Those that an installed ddev told, else the pinned one's.
#[must_use]
pub fn known(told: &Catalog) -> &Catalog {
    if told.is_empty() { embedded() } else { told }
}

/// The options of `section/name`, or of `section/name.option`: name, type, and whether it is required.
#[must_use]
pub fn options<'a>(catalog: &'a Catalog, path: &str) -> BTreeMap<&'a str, (&'a str, bool)> {
    let (template, only) = path
        .split_once('.')
        .map_or((path, None), |(t, o)| (t, Some(o)));
    let mut out = BTreeMap::new();
    let mut todo = vec![template];
    let mut seen = vec![];
    while let Some(name) = todo.pop() {
        let Some(found) = catalog.get(name).filter(|_| !seen.contains(&name)) else {
            continue;
        };
        seen.push(name);
        for (option, kind) in &found.own {
            let plain = kind.trim_end_matches('!');
            out.insert(option.as_str(), (plain, plain != kind));
        }
        todo.extend(found.inner.iter().map(String::as_str));
    }
    if let Some(only) = only {
        out.retain(|name, _| *name == only);
    }
    out
}

/// The templates of one section by name, for a list to choose from.
#[must_use]
pub fn names<'a>(catalog: &'a Catalog, section: &str) -> Vec<&'a str> {
    let of = |path: &'a String| path.strip_prefix(section)?.strip_prefix('/');
    catalog.keys().filter_map(of).collect()
}

/// What a kind's configuration is made of, the answered templates included, in the order of the specification.
///
/// # Arguments
/// `base`: the kind's own template, such as `openmetrics`; `default` is there with `http`.
#[must_use]
pub fn parts(answers: &Answers, base: &str, section: &str) -> Vec<Part> {
    let catalog = embedded();
    let own: &[&str] = match base {
        "logs" => return vec![],
        "http" => &["http", "default"],
        base => &[base],
    };
    // `QueryManager` reads the options of this one.
    let queried = (answers.integration.kind == Some(Kind::Sql)).then(|| Answer::from("db"));
    let mut parts: Vec<Part> = vec![];
    for answer in queried.iter().chain(&answers.templates) {
        let (place, name) = answer.place();
        let there = place == section || place == "instances";
        let path = format!("{section}/{name}");
        if there && !own.contains(&name) && !options(catalog, &path).is_empty() {
            add(&mut parts, path);
        }
    }
    // What holds all of the kind's own template stands for it.
    let brought = |path: &str, parts: &[Part]| {
        let mine = options(catalog, path);
        let all = |p: &Part| {
            mine.keys()
                .all(|o| options(catalog, &p.path).contains_key(o))
        };
        parts.iter().any(all)
    };
    let own: Vec<String> = own.iter().map(|name| format!("{section}/{name}")).collect();
    let whole: Vec<Part> = own
        .iter()
        .filter(|path| catalog.contains_key(*path) && !brought(path, &parts))
        .map(|path| Part::of(path))
        .collect();
    let mut out: Vec<Part> = vec![];
    for part in parts {
        for rest in without(part, &whole) {
            let other = out.clone();
            out.extend(without(rest, &other));
        }
    }
    out.extend(whole);
    for answer in &answers.templates {
        let (place, name) = answer.place();
        let path = format!("{place}/{name}");
        for (key, value) in &answer.overrides {
            let option = key.split('.').next().unwrap_or_default();
            let holds = |p: &&mut Part| p.names().contains(&option);
            let of_it = options(catalog, &path).contains_key(option) && place == section;
            if let Some(part) = out.iter_mut().find(|p| of_it && holds(p)) {
                part.overrides.push((key.clone(), value.clone()));
            }
        }
    }
    out
}

/// One entry of a section: a template, or one option of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub path: String,
    pub overrides: Vec<(String, serde_json::Value)>,
}

impl Part {
    fn of(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            overrides: vec![],
        }
    }

    /// The options that it brings.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        options(embedded(), &self.path).into_keys().collect()
    }
}

fn add(parts: &mut Vec<Part>, path: String) {
    if !parts.iter().any(|p| p.path == path) {
        parts.push(Part {
            path,
            overrides: vec![],
        });
    }
}

/// ddev refuses an option that is there twice: a template that shares some with others gives only the rest of it.
fn without(part: Part, others: &[Part]) -> Vec<Part> {
    let catalog = embedded();
    let taken = |name: &str| {
        others
            .iter()
            .any(|p| options(catalog, &p.path).contains_key(name))
    };
    let all = options(catalog, &part.path);
    if !all.keys().any(|name| taken(name)) {
        return vec![part];
    }
    let left = all.keys().filter(|name| !taken(name));
    left.filter_map(|name| home(&part.path, name))
        .map(|path| Part::of(&path))
        .collect()
}

/// The address of one option: the template that it stands in, and its name.
#[must_use]
pub fn home(path: &str, name: &str) -> Option<String> {
    let catalog = embedded();
    let path = path.split('.').next().unwrap_or_default();
    let holds = |t: &&String| {
        let inside = path == **t || is_inside(catalog, path, t);
        inside && catalog[*t].own.contains_key(name)
    };
    catalog.keys().find(holds).map(|t| format!("{t}.{name}"))
}

fn is_inside(catalog: &Catalog, outer: &str, inner: &str) -> bool {
    let all = catalog.get(outer).map(|t| &t.inner);
    all.into_iter()
        .flatten()
        .any(|t| t == inner || is_inside(catalog, t, inner))
}

/// Whether ddev has the template.
///
/// # Errors
/// One sentence that names it, the nearest one, and what there is.
pub fn check(catalog: &Catalog, name: &str) -> Result<(), String> {
    let answer = Answer::from(name);
    let (section, rest) = answer.place();
    let path = format!("{section}/{rest}");
    let (template, option) = path
        .split_once('.')
        .map_or((path.as_str(), None), |(t, o)| (t, Some(o)));
    if !catalog.contains_key(template) {
        let all = names(catalog, section);
        let near = hint(rest, all.iter().copied());
        let there = if all.is_empty() {
            "Write it as instances/NAME or init_config/NAME.".to_owned()
        } else {
            format!("Known: {}.", all.join(", "))
        };
        let said = if near.is_empty() {
            format!(" {there}")
        } else {
            near
        };
        return Err(format!("ddev has no template {name:?}.{said}"));
    }
    let all = options(catalog, template);
    match option {
        Some(option) if !all.contains_key(option) => Err(format!(
            "The template {template} has no option {option:?}.{}",
            hint(option, all.keys().copied())
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
