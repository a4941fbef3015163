//! Looking at what the contributor shows, through a small Python program (`assets/look.py`): a command is run
//! once, as the Agent would, without a shell; queries are run on a database that is only read.

use super::job::{Job, io};
use crate::core::answers::{Sql, Value as Answer};
use crate::core::event::{Failure, FailureKind};
use crate::core::propose::Table;
use crate::jobs::process::{self, Spec};
use crate::jobs::text;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const SOURCE: &str = include_str!("../../assets/look.py");

/// What a command printed, or why it could not be run.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Printed {
    stdout: String,
    stderr: String,
    code: i32,
    error: Option<String>,
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// It can't be run, does not end in time, ends with another status than 0, or prints nothing.
pub(super) fn command(job: &Job, argv: &[String]) -> Result<String, Failure> {
    let name = text::plain(argv.first().map_or("", String::as_str));
    let printed: Printed = look(job, &name, json!({"command": argv}))?;
    let said =
        |kind, why: &str, hint: &str| Err(Failure::new(kind, format!("{name} {why}."), hint));
    if let Some(error) = printed.error {
        if let Some(why) = error.strip_prefix("it prints") {
            let hint = "Name a command that prints a text once, and ends.";
            return said(FailureKind::Unavailable, &format!("prints{why}"), hint);
        }
        let why = format!("can't be run: {}", text::plain(&error));
        let hint = "Is it installed, and on PATH for this terminal? A sample of what it prints works without it.";
        return said(FailureKind::Unavailable, &why, hint);
    }
    let complaint: String = text::plain(printed.stderr.trim())
        .chars()
        .take(300)
        .collect();
    let complaint = if complaint.is_empty() {
        complaint
    } else {
        format!(": {complaint}")
    };
    if printed.code != 0 {
        let why = format!("ended with exit status {}{complaint}", printed.code);
        let hint = "Run it in a terminal until it works, or give a file that holds what it prints.";
        return said(FailureKind::Findings, &why, hint);
    }
    if printed.stdout.trim().is_empty() {
        let why = format!("printed nothing{complaint}");
        let hint = "Only its standard output counts. Is there an option that prints there?";
        return said(FailureKind::Findings, &why, hint);
    }
    Ok(printed.stdout)
}

/// What the queries gave, or why the database could not be opened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Queried {
    queries: Vec<Value>,
    error: Option<String>,
}

/// Runs the queries and returns the columns of each as JSON; the sample's, else the live file's.
///
/// # Errors
/// The database can't be opened, is locked, or does not answer in time.
pub(super) fn queries(job: &Job, source: &Sql, sample: Option<&Path>) -> Result<String, Failure> {
    let database = match source.connect.get("database") {
        Some(Answer::Text(path)) => job.locate(path),
        _ => PathBuf::new(),
    };
    let texts = source
        .queries
        .iter()
        .map(|q| q["query"].as_str().unwrap_or_default());
    let texts: Vec<&str> = texts.map(|t| t.trim().trim_end_matches(';')).collect();
    let name = sample.unwrap_or(&database).display().to_string();
    let request = json!({"sql": {"sample": sample, "path": database, "queries": texts}});
    let found: Queried = look(job, &name, request)?;
    if let Some(error) = found.error {
        let said = format!("{name} can't be read: {}.", text::plain(&error));
        let hint = match (sample, error.contains("locked")) {
            (Some(_), _) => "It must hold the SQL that makes the tables, as SQLite reads it.",
            (None, true) => {
                "Another program writes to it. Try again, or give a sample as a .sql file."
            }
            (None, false) => {
                "Check the path of the database. A sample, a .sql file that makes its tables, works without it."
            }
        };
        return Err(Failure::new(FailureKind::Unavailable, said, hint));
    }
    Ok(json!(found.queries).to_string())
}

/// The tables of a `SQLite` file; none where that can't be told, which is no reason not to go on.
pub(super) fn tables(job: &Job, path: &Path) -> Vec<Table> {
    const COLUMNS: &str = "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p \
                           WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.rowid, p.cid";
    let name = path.display().to_string();
    let request = json!({"sql": {"sample": null, "path": path, "queries": [COLUMNS]}});
    let found = look::<Queried>(job, &name, request).unwrap_or_default();
    let column = |n: usize| {
        let values = &found.queries.first()?["columns"][n]["values"];
        values.as_array().cloned()
    };
    let (Some(names), Some(columns), Some(types)) = (column(0), column(1), column(2)) else {
        return vec![];
    };
    let mut out: Vec<Table> = vec![];
    for ((name, column), kind) in names.iter().zip(&columns).zip(&types) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if out.last().is_none_or(|t| t.name != text(name)) {
            out.push(Table {
                name: text(name),
                columns: vec![],
            });
        }
        if let Some(table) = out.last_mut() {
            table.columns.push((text(column), text(kind)));
        }
    }
    out
}

/// Runs the program with a request, within the time that an endpoint has, too.
fn look<T: DeserializeOwned>(job: &Job, name: &str, mut request: Value) -> Result<T, Failure> {
    let toolchain = job.context.toolchain()?;
    let scratch = tempfile::Builder::new().prefix("ddint-look").tempdir();
    let scratch = scratch.map_err(|e| io("Can't make", &std::env::temp_dir(), &e))?;
    let (file, output) = (
        scratch.path().join("request.json"),
        scratch.path().join("result.json"),
    );
    request["output"] = output.display().to_string().into();
    std::fs::write(&file, request.to_string()).map_err(|e| io("Can't write", &file, &e))?;
    let limit = job.context.options.fetch_limit;
    let mut spec = Spec::new(&toolchain.python, ["-P", "-s", "-B", "-c", SOURCE]).time_limit(limit);
    spec.args.push(file.into());
    spec.supervised = true;
    let ended = process::run(&spec, &job.cancel, &mut |_| {});
    let ended = ended.map_err(|e| io("Can't run", &toolchain.python, &e))?;
    job.check_cancel()?;
    if ended.timed_out {
        let said = format!("{name} did not end within {} seconds.", limit.as_secs());
        let hint =
            "Does it wait for input, or run forever? Name a command that prints once and ends.";
        return Err(Failure::new(FailureKind::Unavailable, said, hint));
    }
    let bytes = std::fs::read(&output).map_err(|e| io("Can't read", &output, &e))?;
    serde_json::from_slice(&bytes).map_err(|e| io("Can't read", &output, &e.into()))
}
