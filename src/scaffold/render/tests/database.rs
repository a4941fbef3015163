//! The recorded database: the rows that the queries read, as a script of SQL.

use crate::scaffold::render::fixtures::Fixtures;
use crate::scaffold::render::input::Input;
use serde_json::{Value, json};

/// Driver, whether it opens a file, and the fixture; none for a check that the wizard did not write.
pub fn recorded(input: &Input<'_>, fixtures: &mut Fixtures) -> Option<Value> {
    let source = input
        .answers
        .source
        .sql
        .as_ref()
        .filter(|_| input.generated())?;
    let text = input.capture.database.as_ref()?;
    Some(json!({
        "driver": source.module(),
        "connect": format!("{}.connect", source.module()),
        "built_in": source.is_file(),
        "options": source.connect.keys().collect::<Vec<_>>(),
        "file": fixtures.add("database", "sql", text),
    }))
}
