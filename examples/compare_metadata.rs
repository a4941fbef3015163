//! Two metadata.csv beside each other. `cargo run --example compare_metadata -- GENERATED MERGED`
#![allow(clippy::print_stdout)] // A tool for a person: its output is its result.

use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [ours, theirs] = files.as_slice() else {
        return println!("Name the generated file and the merged one.");
    };
    let (ours, theirs) = (read(ours), read(theirs));
    let missing: Vec<&String> = theirs.keys().filter(|k| !ours.contains_key(*k)).collect();
    let more: Vec<&String> = ours.keys().filter(|k| !theirs.contains_key(*k)).collect();
    let both: Vec<(&Row, &Row)> = theirs
        .iter()
        .filter_map(|(k, t)| Some((ours.get(k)?, t)))
        .collect();
    for (column, what) in [
        ("metric_type", "type"),
        ("unit_name", "unit"),
        ("per_unit_name", "per unit"),
        ("orientation", "orientation"),
    ] {
        for (o, t) in &both {
            let (o_value, t_value) = (of(o, column), of(t, column));
            if o_value != t_value {
                let (name, text) = (of(o, "metric_name"), of(o, "description"));
                println!("{what:11} {name}: {o_value:?}, merged {t_value:?}    {text}");
            }
        }
        let equal = both
            .iter()
            .filter(|(o, t)| of(o, column) == of(t, column))
            .count();
        println!("== {what}: {equal} of {} equal", both.len());
    }
    println!(
        "== covered: {} of {} merged; not here {missing:?}; beyond {more:?}",
        both.len(),
        theirs.len()
    );
}

fn of<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn read(path: &str) -> BTreeMap<String, Row> {
    let Ok(mut file) = csv::Reader::from_path(path) else {
        return BTreeMap::new();
    };
    let rows = file.deserialize::<Row>().flatten();
    rows.map(|row| (of(&row, "metric_name").to_owned(), row))
        .collect()
}
