//! Laying some answers over others.

use serde_yaml::Value;

/// Lists whose entries have a name, and the key that holds it.
const NAMED: [(&str, &str); 4] = [
    ("metrics", "name"),
    ("service_checks", "name"),
    ("options", "name"),
    ("monitors", "metric"),
];

/// Lays `over` on `under`: mappings key by key, lists of named entries one by one, anything else as a whole.
pub fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Mapping(under), Value::Mapping(over)) => {
            for (key, value) in over {
                let name = NAMED.iter().find(|(list, _)| key.as_str() == Some(list));
                match (under.get_mut(&key), name) {
                    (Some(held), Some((_, name))) => entries(held, value, name),
                    (Some(held), None) => lay(held, value),
                    (None, _) => {
                        under.insert(key, value);
                    }
                }
            }
        }
        (under, over) => *under = over,
    }
}

fn entries(under: &mut Value, over: Value, name: &str) {
    match (under, over) {
        (Value::Sequence(under), Value::Sequence(over)) => {
            for entry in over {
                let same = |held: &&mut Value| held.get(name) == entry.get(name);
                match under.iter_mut().find(same) {
                    Some(held) => lay(held, entry),
                    None => under.push(entry),
                }
            }
        }
        (under, over) => *under = over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_entries_are_laid_over_their_own_and_the_rest_stays() {
        let mut held: Value = serde_yaml::from_str(
            "a: { b: 1, c: 2 }\nmetrics: [{ name: x, unit: byte, orientation: 1 }]\nlist: [1, 2]\n",
        )
        .unwrap();
        let new =
            "a: { c: 3 }\nmetrics: [{ name: y }, { name: x, unit: second }]\nlist: [3]\nz: 1\n";
        lay(&mut held, serde_yaml::from_str(new).unwrap());
        let wanted: Value = serde_yaml::from_str(
            "a: { b: 1, c: 3 }\nmetrics: [{ name: x, unit: second, orientation: 1 }, { name: y }]\nlist: [3]\nz: 1\n",
        )
        .unwrap();
        assert_eq!(held, wanted);
    }
}
