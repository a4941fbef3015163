//! An option of the check's configuration, and the templates that bring more of them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

/// An option beyond the template's.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnOption {
    pub name: String,
    /// `instance` (default) or `init_config`.
    pub r#in: String,
    /// `string`, `integer`, `number`, `boolean`, `array` or `object`; empty where `anyOf` or `options` say it.
    pub kind: String,
    /// The element's type of an array: its name, or its schema.
    pub items: Option<Json>,
    pub required: bool,
    pub secret: bool,
    pub description: String,
    pub example: Option<Json>,
    pub default: Option<Json>,
    /// The keys of [`OwnOption::SCHEMA`] and [`OwnOption::ITSELF`], as ddev's specification spells them.
    pub more: Map<String, Json>,
}

impl Default for OwnOption {
    fn default() -> Self {
        Self {
            name: String::new(),
            r#in: "instance".into(),
            kind: "string".into(),
            items: None,
            required: false,
            secret: false,
            description: String::new(),
            example: None,
            default: None,
            more: Map::new(),
        }
    }
}

impl OwnOption {
    /// What ddev's specification knows of a value beside its type, items, example, and default.
    pub const SCHEMA: [&'static str; 18] = [
        "enum",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minItems",
        "maxItems",
        "properties",
        "additionalProperties",
        "anyOf",
        "compact_example",
        "display_default",
        "require_trusted_provider",
    ];

    /// What it knows of the option itself.
    pub const ITSELF: [&'static str; 8] = [
        "hidden",
        "enabled",
        "fleet_configurable",
        "display_priority",
        "deprecation",
        "formats",
        "metadata_tags",
        "options",
    ];

    /// The key of [`OwnOption::more`], when something was said.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&Json> {
        self.more.get(key).filter(|v| !v.is_null())
    }

    /// The options inside this one, where it is a group of them.
    #[must_use]
    pub fn inner(&self) -> Vec<Self> {
        let all = self.said("options").and_then(Json::as_array);
        let read = |value: &Json| {
            let map = value.as_object()?.clone();
            Self::from_map(map).ok()
        };
        all.into_iter().flatten().filter_map(read).collect()
    }

    /// Reads one from its keys.
    ///
    /// # Errors
    /// A key that is unknown, or holds something of another type.
    pub fn from_map(map: Map<String, Json>) -> Result<Self, String> {
        let mut option = Self::default();
        let mut kind = None;
        for (key, value) in map {
            let wrong = |wanted: &str| format!("{key} of an option must be {wanted}");
            let text = |value: &Json| {
                let text = value.as_str().map(str::to_owned);
                text.ok_or_else(|| wrong("a text"))
            };
            let flag = |value: &Json| value.as_bool().ok_or_else(|| wrong("true or false"));
            let known = Self::SCHEMA.iter().chain(&Self::ITSELF);
            match key.as_str() {
                "name" => option.name = text(&value)?,
                "in" => option.r#in = text(&value)?,
                "type" => kind = Some(text(&value)?),
                "description" => option.description = text(&value)?,
                "required" => option.required = flag(&value)?,
                "secret" => option.secret = flag(&value)?,
                "items" => option.items = Some(value).filter(|v| !v.is_null()),
                "example" => option.example = Some(value).filter(|v| !v.is_null()),
                "default" => option.default = Some(value).filter(|v| !v.is_null()),
                _ if known.clone().any(|k| *k == key) => drop(option.more.insert(key, value)),
                _ => return Err(format!("unknown key {key:?} of an option")),
            }
        }
        let typed = ["anyOf", "options"]
            .iter()
            .any(|k| option.said(k).is_some());
        option.kind = kind.unwrap_or_else(|| if typed { "" } else { "string" }.into());
        Ok(option)
    }

    fn to_map(&self) -> Map<String, Json> {
        let mut map = Map::new();
        map.insert("name".into(), self.name.clone().into());
        map.insert("in".into(), self.r#in.clone().into());
        if !self.kind.is_empty() {
            map.insert("type".into(), self.kind.clone().into());
        }
        let mut given = |key: &str, value: &Option<Json>| {
            if let Some(value) = value {
                map.insert(key.into(), value.clone());
            }
        };
        given("items", &self.items);
        given("required", &Some(self.required.into()));
        given("secret", &Some(self.secret.into()));
        given("description", &Some(self.description.clone().into()));
        given("example", &self.example);
        given("default", &self.default);
        map.extend(self.more.clone());
        map
    }
}

impl Serialize for OwnOption {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.to_map().serialize(to)
    }
}

impl<'de> Deserialize<'de> for OwnOption {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let map = Map::deserialize(from)?;
        if !map.contains_key("name") {
            return Err(D::Error::missing_field("name"));
        }
        Self::from_map(map).map_err(D::Error::custom)
    }
}

/// A template of ddev's for the configuration, with what its options say otherwise here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    /// `tls`, `instances/tls`, `init_config/http`, or one option of one: `tls.tls_verify`.
    pub name: String,
    /// Path inside the template to its value, such as `timeout.value.example`.
    pub overrides: Map<String, Json>,
}

impl Template {
    /// The section (`instances` unless named) and the name in it.
    #[must_use]
    pub fn place(&self) -> (&str, &str) {
        self.name
            .split_once('/')
            .unwrap_or(("instances", &self.name))
    }
}

impl From<String> for Template {
    fn from(name: String) -> Self {
        Self {
            name,
            overrides: Map::new(),
        }
    }
}

impl From<&str> for Template {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.overrides.is_empty() {
            return self.name.serialize(to);
        }
        serde_json::json!({"name": self.name, "overrides": self.overrides}).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom("a template is a name, or a mapping of name and overrides");
        match Json::deserialize(from)? {
            Json::String(name) => Ok(name.into()),
            Json::Object(mut map) => {
                let name = map.remove("name");
                let overrides = map.remove("overrides").unwrap_or_else(|| Map::new().into());
                match (name, overrides, map.is_empty()) {
                    (Some(Json::String(name)), Json::Object(overrides), true) => {
                        Ok(Self { name, overrides })
                    }
                    _ => Err(wrong()),
                }
            }
            _ => Err(wrong()),
        }
    }
}

/// How the Agent configures the check by itself: `auto_conf.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutoConf {
    /// Short image names of the containers that the check is run against.
    pub ad_identifiers: Vec<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub init_config: Map<String, Json>,
    /// What the check needs, with `%%host%%` and the like; at most one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<Map<String, Json>>,
}
