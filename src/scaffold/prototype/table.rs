//! The templates of a prototype.

use super::rows;
use crate::scaffold::filters;
use crate::scaffold::render::text::line;
use tera::{Context, Kwargs, State, Tera};

macro_rules! table {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../templates/prototype/", $name)))),*]
    };
}

pub(super) const TEMPLATES: &[(&str, &str)] = &table![
    "blank/check.py",
    "blank/conf.yaml",
    "command/check.py",
    "command/conf.yaml",
    "http/check.py",
    "http/conf.yaml",
    "jmx/conf.yaml",
    "logs/conf.yaml",
    "openmetrics/check.py",
    "openmetrics/conf.yaml",
    "partials/checks.py",
    "partials/events.py",
    "partials/find.py",
    "partials/meanings.py",
    "partials/rows.py",
    "partials/statuses.py",
    "partials/submit.py",
    "partials/text.py",
    "sql/check.py",
    "sql/conf.yaml",
];

/// A template, filled in.
pub(super) fn template(name: &str, context: &Context) -> Result<String, String> {
    let mut tera = filters::engine();
    tera.register_filter("place", rows::place);
    tera.register_filter("line", |v: &str, _: Kwargs, _: &State<'_>| line(v));
    let added = tera.add_raw_templates(TEMPLATES.iter().copied());
    let rendered = added.and_then(|()| Tera::render(&tera, name, context));
    rendered.map_err(|e| format!("The template {name} can't be rendered: {e}"))
}
