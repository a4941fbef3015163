//! A sample of the wizard's own check of a database behind a server.

use super::{Sample, answers, check_row, finish, option, point, row, service_check};
use ddint_tui::core::answers::{EnvRef, Kind, Sql, Track, Value};
use ddint_tui::core::capture::{Capture, Inspection, Submission};
use ddint_tui::scaffold::prototype;
use serde_json::json;

pub fn sql(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Sql, track);
    let password = Value::Env(EnvRef {
        env: "ACME_PASSWORD".into(),
    });
    answers.source.sql = Some(Sql {
        driver: "psycopg".into(),
        connect: [
            ("host".to_owned(), Value::Text("mq7.internal".into())),
            ("password".to_owned(), password),
        ]
        .into(),
        ..Sql::default()
    });
    let queries = [json!({
        "name": "queues",
        "query": "SELECT name, depth FROM queues",
        "columns": [{"name": "queue", "type": "tag"}, {"name": "queues.depth", "type": "gauge"}],
    })];
    let input = prototype::Input {
        queries: &queries,
        ..prototype::Input::default()
    };
    let source = prototype::render(&answers, &input, &|_| None)
        .unwrap()
        .check;
    let n = answers.integration.namespace();
    let depth = format!("{n}.queues.depth");
    let connect = format!("{n}.can_connect");
    let capture = Capture {
        runs: 2,
        metrics: (1..=2)
            .map(|run| point(&depth, Submission::Gauge, 3.0, &["queue:orders"], run))
            .collect(),
        service_checks: vec![service_check(&connect, &[])],
        database: Some(
            "CREATE TABLE \"queues\" (\"name\" TEXT, \"depth\" INTEGER);\n\
             INSERT INTO \"queues\" (\"name\", \"depth\") VALUES ('orders', 3);\n"
                .into(),
        ),
        inspection: Inspection {
            class: ddint_tui::core::names::class_name(&answers.integration.folder()),
            namespace: Some(n),
            ..Inspection::default()
        },
        instance: json!({"host": "mq7.internal", "password": "********"}),
        ..Capture::default()
    };
    let rows = vec![row(&depth, "gauge", "message")];
    let checks = vec![check_row(&connect, "Can connect", &["host"])];
    let mut secret = option("password", "string", false, json!("abc"));
    secret.secret = true;
    let options = vec![option("host", "string", true, json!("localhost")), secret];
    finish(
        answers,
        &source,
        "custom",
        capture,
        rows,
        checks,
        options,
        vec![],
    )
}
