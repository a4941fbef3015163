//! Endpoints that refuse, hang, lead away, flood, or answer with something else.

use crate::common::{Run, World};
use crate::lab::{PAGE, assert_refused, command, end, from, step, world};
use crate::server::{Server, begin, respond};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

fn read(world: &World, kind: &str, source: &str) -> Run {
    world.write("answers.yaml", &from(kind, source));
    let mut command = command(world, "prototype");
    command
        .env("DDINT_TUI_FETCH_LIMIT", "2")
        .env("DDINT_TUI_RUN_LIMIT", "30");
    end(command)
}

fn page(world: &World, url: &str) -> Run {
    let source = format!("source:\n  openmetrics: {{ endpoint: \"{url}/metrics\" }}\n");
    read(world, "openmetrics", &source)
}

fn json(world: &World, url: &str) -> Run {
    let source = format!(
        "source:\n  http:\n    base_url: \"{url}\"\n    requests: [{{ path: /api/stats }}]\n"
    );
    read(world, "http", &source)
}

const TEXT: &str = "Content-Type: text/plain\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

#[test]
fn an_endpoint_that_can_not_be_had() {
    let world = world();
    let unused = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for read in [page, json] {
        let run = read(&world, &format!("http://{unused}"));
        assert_refused(&run, 3, &[&unused.to_string(), "sample file"]);
        assert_eq!(step(&run, "prototype"), "blocked");
        let run = read(&world, "http://no-such-host.invalid");
        assert_refused(&run, 3, &["no-such-host.invalid"]);
    }
    for (status, words) in [
        ("401 Unauthorized", &["status 401", "headers"] as &[&str]),
        ("404 Not Found", &["status 404", "path"]),
        ("500 Oops", &["status 500", "log"]),
        ("204 No Content", &["status 204"]),
        ("304 Not Modified", &["304"]),
    ] {
        let server = Server::fixed(status, TEXT, "no");
        assert_refused(&page(&world, &server.url), 3, words);
    }
    let closes = Server::new(|_, _| {});
    assert_refused(&page(&world, &closes.url), 3, &[&closes.url]);
    let short = Server::new(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nacme_up 1\n");
    });
    assert_refused(&page(&world, &short.url), 3, &[&short.url, "in the middle"]);
    let other = Server::new(|_, stream| {
        let _ = stream.write_all(b"220 mail.acme.example ESMTP\r\n");
    });
    assert_refused(&page(&world, &other.url), 3, &[&other.url]);
}

#[test]
fn an_endpoint_that_hangs_or_drips() {
    let world = world();
    let started = Instant::now();
    let silent = Server::new(|_, stream| {
        let _ = stream.read_to_end(&mut vec![]);
    });
    assert_refused(
        &page(&world, &silent.url),
        3,
        &["did not answer within 2 seconds", &silent.url],
    );
    // A byte now and then: each arrives in time, the whole never does.
    let drips = Server::new(|_, stream| {
        begin(stream, TEXT);
        let mut waits = stream.try_clone().unwrap();
        waits
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        while stream.write_all(b"#").is_ok() {
            if matches!(waits.read(&mut [0]), Ok(0)) {
                return;
            }
        }
    });
    assert_refused(&page(&world, &drips.url), 3, &["2 seconds", &drips.url]);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn an_endpoint_that_leads_away() {
    let world = world();
    let around = Server::new(|path, stream| {
        let to = format!("{TEXT}Location: {path}x\r\n");
        respond(stream, "302 Found", &to, b"");
    });
    assert_refused(
        &page(&world, &around.url),
        3,
        &["more than 5 times", &around.url],
    );
    assert!(around.heads.try_iter().count() <= 7);
    let nowhere = Server::fixed("301 Moved", TEXT, "");
    assert_refused(&page(&world, &nowhere.url), 3, &["without saying where"]);
    // A secret must not follow to another host.
    let away = Server::fixed(
        "302 Found",
        "Location: http://localhost:9/login?t=1\r\n",
        "",
    );
    let source = format!(
        "source:\n  openmetrics: {{ endpoint: \"{}/m\", headers: {{ X-Api-Key: {{ env: PATH }} }} }}\n",
        away.url
    );
    let run = read(&world, "openmetrics", &source);
    assert_refused(
        &run,
        3,
        &[
            "redirects elsewhere",
            "http://localhost:9/login",
            "If you trust it",
        ],
    );
    // On the same host it is followed.
    let slash = Server::new(|path, stream| match path {
        "/metrics" => respond(stream, "308 Moved", "Location: metrics/\r\n", b""),
        _ => respond(stream, "200 OK", TEXT, PAGE.as_bytes()),
    });
    let run = page(&world, &slash.url);
    assert_eq!(run.exit, 0, "{:#}", run.json);
}

#[test]
fn an_endpoint_that_floods() {
    let world = world();
    for read in [page, json] {
        let flood = Server::new(|_, stream| {
            begin(stream, TEXT);
            let block = "acme_up 1\n".repeat(100_000);
            for _ in 0..200 {
                if stream.write_all(block.as_bytes()).is_err() {
                    return;
                }
            }
        });
        let run = read(&world, &flood.url);
        assert_refused(&run, 3, &[&flood.url, "more than 64 MB", "sample"]);
    }
    let samples = world.workspace().join("samples");
    assert!(!samples.exists() || samples.read_dir().unwrap().next().is_none());
}

#[test]
fn an_endpoint_with_something_else() {
    let world = world();
    let html = "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body>1 2</body></html>\n";
    for (body, words) in [
        (html.as_bytes(), &["HTML"] as &[&str]),
        (b"", &["empty"]),
        (b"\n\n# a comment\n", &["no metric"]),
        (
            b"acme_up 1\nacme_depth{queue=\"a\n",
            &["ran and failed", "line 2"],
        ),
        (b"{\"a\": 1}", &["JSON"]),
        (b"acme_up one\n", &["Line 1"]),
        (&[0x1f, 0x8b, 8, 0, 0xff, 0xfe], &["not UTF-8"]),
    ] {
        let server = Server::fixed("200 OK", TEXT, body);
        let run = page(&world, &server.url);
        assert_refused(&run, 1, words);
        assert_ne!(step(&run, "prototype"), "done");
    }
    for (body, words) in [
        (html.as_bytes(), &["not JSON", "line 1"] as &[&str]),
        (b"", &["not JSON"]),
        (b"[]", &["no number"]),
        (b"{\"a\": \"1\", \"b\": null}", &["no number"]),
        (b"[{\"a\": 1}", &["not JSON"]),
        (&[0xff, 0xfe], &["not UTF-8"]),
    ] {
        let server = Server::fixed("200 OK", JSON, body);
        assert_refused(&json(&world, &server.url), 1, words);
    }
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let server = Server::fixed("200 OK", JSON, deep);
    assert_refused(&json(&world, &server.url), 1, &["not JSON"]);
}

#[test]
fn odd_but_readable_answers() {
    let world = world();
    // A Content-Type that lies, and a compressed page.
    let lies = Server::fixed("200 OK", "Content-Type: text/html\r\n", PAGE);
    let run = page(&world, &lies.url);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    let bare = Server::fixed("200 OK", "", PAGE.replace('\n', "\r\n"));
    let run = page(&world, &bare.url);
    assert!([0, 1].contains(&run.exit), "{:#}", run.json);
    let wide: String = format!(
        "{{\"rows\": [{}]}}",
        (0..20_000)
            .map(|n| format!("{{\"name\": \"r{n}\", \"v\": {n}}}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    let server = Server::fixed("200 OK", JSON, wide);
    let run = json(&world, &server.url);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!(run.json["metrics"], 1);
}

#[test]
fn what_a_page_shows_and_the_check_does_not_send_is_told_once_each() {
    let world = world();
    world.write(
        "odd.txt",
        "# TYPE odd_up gauge\nodd_up 1\nodd_plain 2\nodd_bare 3\n# TYPE odd_build info\n\
         odd_build_info{build=\"x\"} 1\n# EOF\n",
    );
    let source = "source:\n  openmetrics: { endpoint: \"http://localhost:9100/metrics\", sample: odd.txt }\n";
    let run = read(&world, "openmetrics", source);
    assert_eq!(run.exit, 0, "{}", run.json);
    let notes: Vec<&str> = run.json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["severity"] == "note")
        .map(|f| f["message"].as_str().unwrap())
        .collect();
    for name in ["odd_plain", "odd_bare", "odd_build"] {
        let told = |n: &&&str| n.starts_with("Not sent (") && n.contains(name);
        assert_eq!(notes.iter().filter(told).count(), 1, "{name}: {notes:?}");
    }
    assert!(!notes.iter().any(|n| n.contains("odd_up")), "{notes:?}");
}
