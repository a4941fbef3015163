//! What can you show, in a real terminal: an address is looked at, its kind taken by Enter, and rows appear.

use crate::gate::Gate;
use crate::place::Place;
use crate::walk::LONG;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

const PAGE: &str = "# HELP acme_depth Messages.\n# TYPE acme_depth gauge\nacme_depth{queue=\"orders\"} 42\n\
                    acme_depth{queue=\"mail\"} 7\n";
const JSON: &str = r#"{"queues": [{"name": "orders", "depth": 42}], "uptime": 12.5}"#;

fn shows(text: &'static str, content_type: &'static str, evidence: &[&str], row: [&str; 2]) {
    let place = Place::new();
    let gate = Gate::serving(text, content_type);
    let mut pty = place.begin("Acme Queue");
    pty.loses("cancels");
    pty.sees(&["▸ What can you show?"]);
    let at = format!("{}/metrics", gate.url);
    pty.press(&["enter", &at]);
    pty.sees(&[&at, "take"]);
    pty.press(&["enter"]);
    pty.sees(evidence);
    pty.sees(&["Take it"]);
    pty.press(&["enter"]);
    pty.sees(&["Write the custom check"]);
    pty.press(&["w"]);
    pty.sees(&["custom_acme_queue.py", "as generated"]);
    pty.press(&["r"]);
    pty.sees_within(LONG, &["What it emits", row[0], row[1]]);
}

#[test]
fn a_page_of_metrics_is_told_taken_and_run() {
    let evidence = [
        "2 lines like acme_depth{queue=\"orders\"} 42",
        "Prometheus text",
    ];
    shows(
        PAGE,
        "text/plain; version=0.0.4",
        &evidence,
        ["acme_queue.depth", "in 2 series"],
    );
}

#[test]
fn json_is_told_taken_and_run() {
    let evidence = ["JSON, 2 numbers in 1 list: http", "Base URL"];
    shows(
        JSON,
        "application/json",
        &evidence,
        ["acme_queue.queues.depth", "42"],
    );
}

#[test]
fn what_was_typed_and_what_was_looked_at_survive_a_kill() {
    let place = Place::new();
    let gate = Gate::serving(PAGE, "text/plain");
    let mut pty = place.begin("Acme");
    pty.loses("cancels");
    pty.press(&["enter", &gate.url]);
    let file = place.workflow("acme").join("drafts/source.show.yaml");
    let kept = |text: &str| {
        std::fs::read_to_string(&file)
            .unwrap_or_default()
            .contains(text)
    };
    pty.until("the draft in its file", |shot| {
        (shot.has(&["● saved"]) && kept(&gate.url)).then_some(())
    });
    pty.kill();
    let mut pty = place.start(&["resume"]);
    pty.sees(&["What can you show?", &gate.url, "take"]);
    pty.loses("Looking at this machine");
    pty.press(&["/metrics"]);
    pty.sees(&["/metrics"]);
    gate.hold();
    pty.press(&["enter"]);
    gate.asked();
    pty.sees(&["Looking at it", "cancels", "● saved"]);
    pty.kill();
    place.deserted();
    gate.open();
    // It was only looked at: nothing was interrupted, and what was typed is there.
    let mut pty = place.start(&["resume"]);
    let shot = pty.sees(&["▸ What can you show?", "/metrics", "typed, not taken yet"]);
    assert!(!shot.has(&["Interrupted"]), "{}", shot.text);
    pty.loses("cancels");
    pty.press(&["enter", "enter"]);
    pty.sees(&["2 lines like acme_depth", "Take it"]);
    pty.press(&["enter"]);
    pty.sees(&["Acme · openmetrics", "● saved"]);
    pty.until("no draft is left", |_| (!file.exists()).then_some(()));
}

#[test]
fn an_answer_without_end_can_be_canceled() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}/stream", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let _ =
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nacme_up 1\n");
            // Kept open: it neither sends more nor ends.
            std::mem::forget(stream);
        }
    });
    let place = Place::new();
    let mut pty = place.begin("Acme");
    pty.loses("cancels");
    pty.press(&["enter", &at, "enter"]);
    pty.sees(&["Looking at it", "cancels"]);
    pty.press(&["ctrl-c"]);
    pty.sees(&["Canceled", "typed, not taken yet"]);
    // Another key chooses.
    pty.press(&["down", "down", "enter"]);
    pty.sees(&["openmetrics", "blank"]);
}
