//! What there is to show, without a screen: what can't be reached, read, or told ends with the cause and the way out
//! and leaves no workflow behind; what can begins one.

use crate::common::{Run, World, offline, program};
use crate::lab::{AUTHOR, INTEGRATION, PAGE, SOURCE, assert_refused, run, step, world};
use crate::server::{Server, begin, respond};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const TEXT: &str = "Content-Type: text/plain; version=0.0.4\r\n";
const HTML: &str = "Content-Type: text/html\r\n";

fn show(world: &World, what: &str) -> Run {
    let mut command = program(world.path());
    command
        .args(["new", "Acme Queue", "--show", what, "--format", "json"])
        .arg("--workspace")
        .arg(world.workspace())
        .current_dir(world.path())
        .env("DDINT_TUI_FETCH_LIMIT", "3")
        .env("ACME_TOKEN", "Bearer hunter2");
    Run::of(&command.output().unwrap())
}

/// It ends so, and leaves nothing.
#[track_caller]
fn refused(world: &World, what: &str, exit: i32, words: &[&str]) {
    assert_refused(&show(world, what), exit, words);
    assert!(!world.workspace().exists(), "{what} left a workflow");
}

/// A workflow of this kind begins, with these words in what is saved; it is gone afterwards.
#[track_caller]
fn begins(world: &World, what: &str, kind: &str, words: &[&str]) {
    let run = show(world, what);
    assert_eq!(run.exit, 0, "{what}: {:#}\n{}", run.json, run.stderr);
    assert_eq!(run.json["kind"], kind, "{what}");
    let saved = fs::read_to_string(world.workspace().join("workflow.yaml")).unwrap();
    for word in words {
        assert!(
            saved.contains(word),
            "{word:?} of {what} is not in:\n{saved}"
        );
    }
    assert!(!saved.contains("hunter2"), "{saved}");
    fs::remove_dir_all(world.workspace()).unwrap();
}

#[test]
fn addresses_that_tell_nothing() {
    let world = world();
    let unused = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    refused(
        &world,
        &unused.to_string(),
        3,
        &[&unused.to_string(), "running"],
    );
    refused(
        &world,
        "http://no-such-host.invalid",
        3,
        &["no-such-host.invalid"],
    );
    for (status, words) in [
        (
            "401 Unauthorized",
            &["401", "Authorization=$ACME_TOKEN"] as &[&str],
        ),
        (
            "404 Not Found",
            &["404", "Tried /metrics", "/actuator/prometheus"],
        ),
        ("500 Oops", &["500", "log"]),
        ("204 No Content", &["204"]),
    ] {
        let server = Server::fixed(status, TEXT, "no");
        refused(&world, &server.url, 3, words);
    }
    for (headers, body, words) in [
        (
            HTML,
            "<html><title>Login</title></html>",
            &["Login", "Tried /metrics"] as &[&str],
        ),
        (TEXT, "", &["nothing is in it"]),
        (TEXT, "a,b\nc,d\ne,f\n", &["CSV"]),
        (TEXT, "\u{1}\0\u{2}", &["binary"]),
    ] {
        let server = Server::fixed("200 OK", headers, body);
        refused(&world, &server.url, 5, words);
    }
    let away = Server::fixed("302 Found", "Location: http://acme.example/\r\n", "");
    refused(
        &world,
        &away.url,
        3,
        &["redirects elsewhere", "acme.example"],
    );
    let server = Server::fixed("200 OK", TEXT, PAGE);
    let tls = server.url.replace("http://", "https://");
    refused(&world, &tls, 3, &["TLS", "http://"]);
    let token = format!("{}/metrics Authorization=hunter2", server.url);
    refused(&world, &token, 2, &["$NAME"]);
    let unset = format!("{}/metrics Authorization=$NOT_SET_HERE", server.url);
    refused(&world, &unset, 2, &["NOT_SET_HERE", "export"]);
}

#[test]
fn an_answer_without_end_is_bounded() {
    let world = world();
    let began = Instant::now();
    let hangs = Server::new(|_, stream| {
        let _ = stream.read(&mut [0; 8]);
    });
    refused(&world, &hangs.url, 3, &["did not answer within 3 seconds"]);
    // One that never stops is read as far as it tells, whether it is fast or slow.
    let floods = Server::new(|_, stream| {
        begin(stream, TEXT);
        let line = "acme_depth{queue=\"a\"} 3\n".repeat(1000);
        while stream.write_all(line.as_bytes()).is_ok() {}
    });
    begins(&world, &floods.url, "openmetrics", &[&floods.url]);
    let stalls = Server::new(|_, stream| {
        begin(stream, TEXT);
        let _ = stream.write_all(b"acme_depth{queue=\"a\"} 3\n");
        let _ = stream.read(&mut [0; 8]);
    });
    begins(&world, &stalls.url, "openmetrics", &[]);
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn an_address_beside_the_right_one_leads_there() {
    let world = world();
    let beside = Server::new(|path, stream| match path {
        "/actuator/prometheus" => respond(stream, "200 OK", TEXT, PAGE.as_bytes()),
        "/" => respond(stream, "200 OK", HTML, b"<html></html>"),
        _ => respond(stream, "404 Not Found", TEXT, b"no"),
    });
    let found = format!("{}/actuator/prometheus", beside.url);
    begins(&world, &beside.url, "openmetrics", &[&found]);
    begins(
        &world,
        &format!("{}/nope", beside.url),
        "openmetrics",
        &[&found],
    );
    let moved = Server::new(|path, stream| match path {
        "/m" => respond(stream, "200 OK", TEXT, PAGE.as_bytes()),
        _ => respond(stream, "302 Found", "Location: /m\r\n", b""),
    });
    begins(
        &world,
        &moved.url,
        "openmetrics",
        &[&format!("{}/m", moved.url)],
    );
    // A page that asks for a header; the header's secret stays where it is.
    let secret = Server::new(|_, stream| respond(stream, "200 OK", TEXT, PAGE.as_bytes()));
    let with = format!("{}/metrics Authorization=$ACME_TOKEN", secret.url);
    begins(&world, &with, "openmetrics", &["env: ACME_TOKEN"]);
    let heads: Vec<String> = secret.heads.try_iter().collect();
    assert!(
        heads.iter().any(|h| h.contains("Bearer hunter2")),
        "{heads:?}"
    );
}

#[test]
fn a_port_that_speaks_rmi_is_a_jvms() {
    let world = world();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            let mut hello = [0; 7];
            // HTTP is no greeting there: the line is closed.
            if stream.read_exact(&mut hello).is_ok() && hello.starts_with(b"JRMI") {
                let _ = stream.write_all(b"\x4e\0\0");
            }
        }
    });
    begins(&world, &address.to_string(), "jmx", &["kind: jmx"]);
    // With a scheme it is asked for HTTP alone.
    refused(
        &world,
        &format!("http://{address}"),
        3,
        &["can't be reached"],
    );
}

#[test]
fn files_folders_and_programs() {
    let world = world();
    refused(&world, "/no/such/page.txt", 2, &["is not there", "http://"]);
    refused(&world, "/dev/zero", 2, &["device"]);
    let pipe = world.path().join("pipe.txt");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    refused(&world, "pipe.txt", 2, &["pipe"]);
    // A gigabyte of nothing, of which only the beginning is read.
    let large = fs::File::create(world.path().join("large.log")).unwrap();
    large.set_len(1 << 30).unwrap();
    refused(&world, "large.log", 5, &["binary"]);
    refused(
        &world,
        "no-such-program-here",
        2,
        &["neither a file nor a program"],
    );
    refused(&world, "acmectl stats | head", 2, &["No shell"]);
    refused(&world, "", 2, &["Type a URL"]);
    world.write("packed.gz", "\u{1f}\u{8b}");
    fs::write(world.path().join("packed.gz"), b"\x1f\x8b\x08\0").unwrap();
    refused(&world, "packed.gz", 5, &["gzip", "Unpack"]);
    fs::create_dir(world.path().join("empty")).unwrap();
    refused(&world, "empty", 5, &["holds no file"]);
    begins(&world, "page.txt", "openmetrics", &["page.txt"]);
    world.write("logs/a.log", "2026-09-01 10:00:00 INFO a\n");
    world.write("logs/b.log", "2026-09-01 10:00:00 INFO b\n");
    // The path is not ASCII here, so that only the sample is filled in.
    for shown in ["logs", "logs/*.log"] {
        begins(&world, shown, "logs", &["sample: ", ".log"]);
    }
    refused(&world, "logs/*.txt", 2, &["matches"]);
    let check =
        "from datadog_checks.base import AgentCheck\n\n\nclass AcmeCheck(AgentCheck):\n    pass\n";
    world.write("agent/checks.d/custom_acme.py", check);
    world.write("agent/conf.d/custom_acme.d/conf.yaml", "instances: [{}]\n");
    let conf = "conf.d/custom_acme.d/conf.yaml";
    for shown in ["agent", "agent/checks.d", "agent/checks.d/custom_acme.py"] {
        begins(&world, shown, "blank", &["custom_acme.py", conf]);
    }
    world.write("agent/checks.d/other.py", check);
    refused(&world, "agent", 5, &["2 files", "custom_acme.py, other.py"]);
    begins(
        &world,
        "postgresql://ann:hunter2@db/acme",
        "sql",
        &["psycopg", "DB_PASSWORD"],
    );
}

#[test]
fn commands_and_databases_are_looked_at() {
    if offline() {
        return;
    }
    let world = world();
    let tool = world.write("acmectl", "#!/bin/sh\necho depth: 3\n");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    begins(&world, "./acmectl", "command", &["acmectl"]);
    begins(
        &world,
        &format!("'{}' stats", tool.display()),
        "command",
        &["- stats"],
    );
    // It prints without end, and faster than a time limit would end it.
    let endless = world.write("endless", "#!/bin/sh\nexec yes depth: 3\n");
    fs::set_permissions(&endless, fs::Permissions::from_mode(0o755)).unwrap();
    refused(&world, "./endless", 3, &["more than 8 MB", "ends"]);
    let waits = world.write("waits", "#!/bin/sh\nexec tail -f /dev/null\n");
    fs::set_permissions(&waits, fs::Permissions::from_mode(0o755)).unwrap();
    refused(&world, "./waits", 3, &["did not end within 3 seconds"]);
    let python = ddint_tui::toolchain::current().unwrap().python;
    let script = "import sqlite3\nc = sqlite3.connect('acme.db')\n\
                c.execute('CREATE TABLE queues (id INTEGER, name TEXT, depth INTEGER)')\nc.commit()\n";
    let made = std::process::Command::new(python)
        .args(["-c", script])
        .current_dir(world.path())
        .status();
    assert!(made.unwrap().success());
    begins(
        &world,
        "acme.db",
        "sql",
        &["SELECT name, depth FROM queues", "acme.db"],
    );
}

#[test]
fn a_source_that_is_the_only_one_says_the_kind() {
    let world = world();
    let without = INTEGRATION.replace("  kind: openmetrics\n", "");
    let told = format!("schema: 1\n{without}{AUTHOR}{SOURCE}");
    let ended = run(&world, &told, "prototype");
    assert_eq!(ended.exit, 0, "{:#}\n{}", ended.json, ended.stderr);
    assert_eq!(step(&ended, "prototype"), "done");
    let both = format!(
        "{told}  http: {{ base_url: \"http://localhost:1\", requests: [{{ path: /a }}] }}\n"
    );
    let ended = run(&world, &both, "prototype");
    assert_refused(&ended, 2, &["integration.kind", "openmetrics and http"]);
    let none = format!("schema: 1\n{without}{AUTHOR}");
    let ended = run(&world, &none, "prototype");
    assert_refused(
        &ended,
        2,
        &["integration.kind", "Where do the numbers come from?"],
    );
}
