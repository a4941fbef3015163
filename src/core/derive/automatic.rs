//! What `auto_conf.yaml` needs a value for: the Agent runs with it as it stands, placeholders included.

use super::options::base_with;
use crate::core::answers::{Answers, Kind, OwnOption};
use crate::core::capture::Capture;
use crate::core::finding::{Finding, Source};
use crate::core::templates;

/// What is required and has no value there.
#[must_use]
pub fn missing(options: &[OwnOption], capture: &Capture, answers: &Answers) -> Vec<Finding> {
    let kind = answers.integration.kind;
    let Some(conf) = answers
        .auto_conf
        .as_ref()
        .filter(|_| kind != Some(Kind::Logs))
    else {
        return vec![];
    };
    let none = serde_json::Map::new();
    let instance = conf.instances.first().unwrap_or(&none);
    let mut found = vec![];
    for (own, section, given, rule) in [
        ("instance", "instances", instance, "auto_conf.instances[0]"),
        (
            "init_config",
            "init_config",
            &conf.init_config,
            "auto_conf.init_config",
        ),
    ] {
        let mut say = |name: &str| {
            if !given.contains_key(name) {
                let said = format!(
                    "The check can't run without {name}, and auto_conf has no value for it. Add {name} to {rule}; for a \
                     secret write \"%%env_NAME%%\"."
                );
                found.push(Finding::error(Source::Form, format!("{rule}.{name}"), said));
            }
        };
        let mine = options.iter().filter(|o| o.r#in == own && o.required);
        for option in mine.filter(|o| !has_value(o)) {
            say(&option.name);
        }
        for part in templates::parts(answers, base_with(capture, answers), section) {
            for (name, (_, required)) in templates::options(templates::embedded(), &part.path) {
                let said = |what: &str| {
                    let key = format!("{name}.{what}");
                    part.overrides
                        .iter()
                        .find(|(k, _)| *k == key)
                        .map(|(_, v)| v)
                };
                let required = said("required").map_or(required, |r| *r == true);
                let known = name == "openmetrics_endpoint" || kind == Some(Kind::Jmx);
                if required && !known && said("value.example").is_none() {
                    say(name);
                }
            }
        }
    }
    found
}

/// Whether a value is known that is none to be filled in.
fn has_value(option: &OwnOption) -> bool {
    let given = option.example.as_ref().or(option.default.as_ref());
    let made = option.said("enum").is_some() || option.kind == "boolean";
    !option.secret && (given.is_some() || made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(answers: &Answers, options: &[OwnOption]) -> Vec<String> {
        let found = missing(options, &Capture::default(), answers);
        found.into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn only_what_has_no_value_is_asked_for() {
        let read = |value| serde_json::from_value::<OwnOption>(value).unwrap();
        let options = [
            read(json!({"name": "url", "required": true})),
            read(json!({"name": "path", "required": true, "example": "/x"})),
            read(json!({"name": "mode", "required": true, "enum": ["a"]})),
            read(json!({"name": "key", "required": true, "secret": true, "example": "x"})),
            read(json!({"name": "zone", "required": true, "in": "init_config"})),
            read(json!({"name": "limit"})),
        ];
        let mut a = Answers::default();
        assert_eq!(rules(&a, &options), [""; 0]);
        a.auto_conf = serde_json::from_value(json!({"ad_identifiers": ["acme"]})).unwrap();
        a.templates = serde_json::from_value(
            json!([{"name": "http", "overrides": {"username.required": true}}]),
        )
        .unwrap();
        assert_eq!(
            rules(&a, &options),
            [
                "auto_conf.instances[0].url",
                "auto_conf.instances[0].key",
                "auto_conf.instances[0].username",
                "auto_conf.init_config.zone",
            ]
        );
        a.auto_conf = serde_json::from_value(json!({
            "ad_identifiers": ["acme"],
            "instances": [{"url": "http://%%host%%", "key": "%%env_K%%", "username": "u"}],
            "init_config": {"zone": "z"},
        }))
        .unwrap();
        assert_eq!(rules(&a, &options), [""; 0]);
    }
}
