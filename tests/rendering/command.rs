//! A sample of the wizard's own check of a command, with a path of this machine and a token in the output.

use super::{Sample, answers, check_row, finish, option, point, row, service_check};
use ddint_tui::core::answers::{Command, Format, Kind, Track};
use ddint_tui::core::capture::{Capture, CommandRun, Inspection, Submission};
use ddint_tui::core::line_metrics;
use ddint_tui::scaffold::prototype;
use serde_json::json;

const OUTPUT: &str = "Queue depth: 3 messages\nleader: yes\napi_key: s3cret-value\n";

pub fn command(display: &str, track: Track) -> Sample {
    let mut answers = answers(display, Kind::Command, track);
    let argv = vec!["/home/mq7.internal/bin/acmectl".to_owned(), "stats".into()];
    answers.source.command = Some(Command {
        argv: argv.clone(),
        ..Command::default()
    });
    let metrics = [line_metrics::propose(OUTPUT, &[], "acme").metrics];
    let input = prototype::Input {
        requests: &metrics,
        format: Some(Format::Lines),
        ..prototype::Input::default()
    };
    let source = prototype::render(&answers, &input, &|_| None)
        .unwrap()
        .check;
    let n = answers.integration.namespace();
    let depth = format!("{n}.queue_depth");
    let leader = format!("{n}.leader");
    let connect = format!("{n}.can_run");
    let points = [(&depth, 3.0), (&leader, 1.0)];
    let capture = Capture {
        runs: 2,
        metrics: points
            .iter()
            .flat_map(|(name, value)| {
                (1..=2).map(|run| point(name, Submission::Gauge, *value, &[], run))
            })
            .collect(),
        service_checks: vec![service_check(&connect, &[])],
        commands: vec![CommandRun {
            argv: argv.clone(),
            stdout: OUTPUT.into(),
            stderr: String::new(),
            code: 0,
        }],
        inspection: Inspection {
            class: ddint_tui::core::names::class_name(&answers.integration.folder()),
            namespace: Some(n),
            ..Inspection::default()
        },
        instance: json!({"command": argv}),
        ..Capture::default()
    };
    let rows = vec![row(&leader, "gauge", ""), row(&depth, "gauge", "message")];
    let checks = vec![check_row(&connect, "Can run", &["host"])];
    let options = vec![
        option(
            "command",
            "array",
            true,
            json!(["/path/to/acmectl", "stats"]),
        ),
        option("command_timeout", "number", false, json!(10)),
    ];
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
