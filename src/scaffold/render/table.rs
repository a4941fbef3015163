//! The templates, embedded: a file under `templates/integration/` that is not named here is never used.

use super::{e2e, text};
use crate::scaffold::filters;
use tera::{Kwargs, State, Tera, TeraResult, Value};

macro_rules! table {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../templates/integration/", $name)))),*]
    };
}

/// Name and text of every template.
pub const TEMPLATES: &[(&str, &str)] = &table![
    "common/CHANGELOG.md",
    "common/README.md",
    "common/assets/configuration/spec.yaml",
    "common/assets/dataflows.yaml",
    "common/datadog_checks/__init__.py",
    "common/datadog_checks/check/__about__.py",
    "common/datadog_checks/check/__init__.py",
    "common/hatch.toml",
    "common/pyproject.toml",
    "common/tests/__init__.py",
    "e2e/tests/docker/docker-compose.yaml",
    "e2e/tests/test_e2e.py",
    "jmx/tests/common.py",
    "jmx/tests/conftest.py",
    "jmx/tests/test_unit.py",
    "logs/tests/test_logs.py",
    "openmetrics/tests/common.py",
    "openmetrics/tests/conftest.py",
    "openmetrics/tests/test_unit.py",
    "partials/e2e_constants.py",
    "partials/e2e_environment.py",
    "partials/e2e_imports.py",
    "partials/option.yaml",
    "partials/template.yaml",
    "replay/tests/common.py",
    "replay/tests/conftest.py",
    "replay/tests/test_unit.py",
];

/// The engine with all templates, the filter `line`: one line of a block, as it is, and `hosted`: a Python
/// expression in which `HOST` stands for this machine.
pub fn engine() -> TeraResult<Tera> {
    let mut tera = filters::engine();
    tera.register_filter("line", |v: &str, _: Kwargs, _: &State<'_>| text::line(v));
    tera.register_filter("hosted", |v: &Value, _: Kwargs, _: &State<'_>| {
        filters::json(v).map(|j| e2e::python(&j))
    });
    tera.add_raw_templates(TEMPLATES.iter().copied())?;
    Ok(tera)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_inserted_value_passes_a_filter() {
        let inserted = Regex::new(r"(?s)\{\{(.*?)\}\}").unwrap();
        let filtered =
            Regex::new(r"\| (py|toml|yaml|md|prose|ident|word|line|hosted) -?$").unwrap();
        for (name, text) in TEMPLATES {
            for found in inserted.captures_iter(text) {
                assert!(
                    filtered.is_match(&found[1]),
                    "{name}: {} has no filter",
                    &found[0]
                );
            }
        }
    }

    #[test]
    fn every_template_is_in_the_table() {
        fn walk(dir: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, out);
                } else {
                    out.push(path);
                }
            }
        }
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/integration");
        let mut files = Vec::new();
        walk(&root, &mut files);
        for file in files {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
            assert!(
                TEMPLATES.iter().any(|(n, _)| *n == name),
                "{name} is not embedded"
            );
        }
    }
}
