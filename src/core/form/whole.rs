//! Lists of answers as one value: `metrics`, `service_checks`, `monitors`, `options`. No screen shows them as a field; a change
//! that moves answers from one name to another, or that changes more than it names, is one value this way, and one undo puts every part back in its place.

use crate::core::answers::Answers;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The list as text; none when the field is another's.
pub(super) fn value(answers: &Answers, id: &str) -> Option<String> {
    match id {
        "metrics" => Some(text(&answers.metrics)),
        "service_checks" => Some(text(&answers.service_checks)),
        "monitors" => Some(text(&answers.monitors)),
        "options" => Some(text(&answers.options)),
        _ => None,
    }
}

fn text(list: &impl Serialize) -> String {
    serde_json::to_string(list).unwrap_or_default()
}

/// Writes a list; `false` when the field is another's. A text that is none leaves the answers as they are.
pub(super) fn set(answers: &mut Answers, id: &str, text: &str) -> bool {
    match id {
        "metrics" => read(text, &mut answers.metrics),
        "service_checks" => read(text, &mut answers.service_checks),
        "monitors" => read(text, &mut answers.monitors),
        "options" => read(text, &mut answers.options),
        _ => return false,
    }
    true
}

fn read<T: DeserializeOwned>(text: &str, list: &mut T) {
    if let Ok(new) = serde_json::from_str(text) {
        *list = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::answers::{MetricAnswer, Monitor, OwnOption};

    #[test]
    fn a_list_comes_back_as_it_was() {
        let mut a = Answers::default();
        let said = |name: &str| MetricAnswer {
            name: name.into(),
            unit: Some(String::new()),
            ..MetricAnswer::default()
        };
        a.metrics = [said("b"), said("a")].into_iter().collect();
        a.monitors = vec![Monitor {
            metric: "b".into(),
            threshold: Some(0.1),
            ..Monitor::default()
        }];
        a.options = vec![OwnOption {
            name: "c".into(),
            kind: "list".into(),
            example: Some("5".into()),
            ..OwnOption::default()
        }];
        let mut other = Answers::default();
        for id in ["metrics", "service_checks", "monitors", "options"] {
            assert!(set(&mut other, id, &value(&a, id).unwrap()));
        }
        assert_eq!(other, a);
        assert!(set(&mut other, "metrics", "no list"));
        assert_eq!(other, a);
        assert!(!set(&mut other, "author.name", "x"));
    }
}
