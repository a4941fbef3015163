//! The types of options, as people write them.

use super::super::words;
use super::{Fix, set};
use crate::core::answers::OwnOption;
use crate::core::schema;
use crate::core::wizard::Wizard;

/// The repair of an option's type, which may change its example with it.
pub(super) fn option_type(w: &Wizard, id: &str) -> Option<Fix> {
    let n = id.strip_prefix("options.")?.strip_suffix(".type")?;
    let n: usize = n.parse().ok()?;
    let option = w.state.answers.options.get(n)?;
    let kind = kind(&option.kind).filter(|kind| *kind != option.kind)?;
    let title = format!("Give the option {} the type {kind}", option.name);
    let mut all: Vec<OwnOption> = w.state.answers.options.clone();
    kind.clone_into(&mut all[n].kind);
    let values = vec![("options".to_owned(), serde_json::to_string(&all).ok()?)];
    // The form must take it as it would be.
    let mut answers = w.state.answers.clone();
    answers.options = all;
    let problems = crate::core::validate::options::problems(&answers.options[n], "");
    let sound = !problems.iter().any(|(key, _)| key == "type");
    sound.then(|| set("option-type", title, false, values))
}

/// What a type is called elsewhere.
const TYPES: [(&str, &str); 13] = [
    ("str", "string"),
    ("text", "string"),
    ("int", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("bool", "boolean"),
    ("list", "array"),
    ("liste", "array"),
    ("tuple", "array"),
    ("dict", "object"),
    ("map", "object"),
    ("mapping", "object"),
    ("json", "object"),
];

/// The type that was meant.
fn kind(wrong: &str) -> Option<&'static str> {
    let bare = wrong.trim().to_lowercase();
    let other = TYPES.iter().find(|(word, _)| *word == bare);
    let near = || words::known(&bare, schema::TYPES).map(|(kind, _)| kind);
    other.map(|(_, kind)| *kind).or_else(near)
}
