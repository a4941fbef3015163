//! Answers that can't be read, or say what can't be.

use crate::common::{World, program};
use crate::lab::{
    AUTHOR, INTEGRATION, SOURCE, assert_refused, assert_same, command, end, everything, from, good,
    run, step, world,
};
use std::fs;

#[test]
fn wrong_answers_are_refused_whole_and_leave_nothing() {
    let world = world();
    let before = everything(&world.clone);
    let with = |from: &str, to: &str| good().replace(from, to);
    let cases: Vec<(String, &[&str])> = vec![
        // Keys.
        (with("author:", "autor:"), &["\"autor\"", "author", "line "]),
        (
            with("  github:", "  githb:"),
            &["\"githb\"", "github", "line "],
        ),
        (
            with("sample: page", "smaple: page"),
            &["source.openmetrics", "sample"],
        ),
        // Types.
        (
            with("display_name: Acme Queue", "display_name: 3"),
            &["must be a text", "Quote it"],
        ),
        (
            with("display_name: Acme Queue", "display_name: [a]"),
            &["display_name", "a list"],
        ),
        (
            with("kind: openmetrics", "kind: openmetric"),
            &["one of", "openmetrics"],
        ),
        (
            with("kind: openmetrics", "kind: jmxx"),
            &["integration.kind", "jmxx", "Did you mean"],
        ),
        (
            format!("{}metrics: {{ a: 1 }}\n", good()),
            &["metrics", "a list"],
        ),
        (
            format!("{}maintainer: {{ accepts: sure }}\n", good()),
            &["true or false"],
        ),
        (format!("{}git: []\n", good()), &["git", "mapping"]),
        (format!("{}track: both\n", good()), &["track", "community"]),
        // Missing: all of them at once.
        (
            "schema: 1\n".into(),
            &[
                "integration.display_name",
                "integration.kind",
                "integration.description",
                "integration.overview",
                "author.name",
                "author.github",
                "author.support_email",
            ],
        ),
        (
            format!("schema: 1\n{INTEGRATION}{AUTHOR}"),
            &["source.openmetrics.endpoint"],
        ),
        (
            from("http", ""),
            &["source.http.base_url", "source.http.requests"],
        ),
        (from("blank", ""), &["prototype.check"]),
        // Values.
        (
            with("support@acme.example", "nobody"),
            &["author.support_email"],
        ),
        (
            with("github: acme", "github: \"@acme\""),
            &["author.github"],
        ),
        (
            with("http://localhost:9100/metrics", "localhost:9100"),
            &["http://"],
        ),
        (
            with("http://localhost", "http://me:pw@localhost"),
            &["password", "env"],
        ),
        (
            with("Depth and lag", &"x".repeat(90)),
            &["description", "80"],
        ),
        (
            format!("{}git: {{ branch: \"a b\" }}\n", good()),
            &["git.branch"],
        ),
        (
            format!(
                "{}metrics: [{{ name: acme_queue.x, unit: parsecs }}]\n",
                good()
            ),
            &["metrics[0].unit", "parsecs"],
        ),
        // Schemas.
        (good().replace("schema: 1\n", ""), &["begin with schema: 1"]),
        (
            with("schema: 1", "schema: 2"),
            &["schema 2", "Update ddint-tui"],
        ),
        (with("schema: 1", "schema: one"), &["the number 1"]),
        // No answers at all.
        (String::new(), &["schema: 1"]),
        ("just a text\n".into(), &["mapping"]),
        ("- a\n- b\n".into(), &["mapping"]),
        ("a: [1\n".into(), &["not valid YAML", "line "]),
        ("\ta: b\n".into(), &["not valid YAML"]),
        (format!("{}{AUTHOR}", good()), &["author", "duplicate"]),
        (format!("{}\n---\nx: 1\n", good()), &["not valid YAML"]),
        ("schema: 1\nx: \u{0}\n".into(), &["not UTF-8 text"]),
    ];
    for (text, words) in cases {
        let run = run(&world, &text, "framework");
        assert_refused(&run, 2, words);
        assert_refused(&run, 2, &["answers.yaml"]);
        assert!(!world.workspace().exists(), "left a workspace:\n{text}");
    }
    assert_same(&before, &world.clone);
}

#[test]
fn secrets_are_refused_and_never_repeated() {
    let world = world();
    for source in [
        "source:\n  openmetrics: { endpoint: \"http://localhost:1/m\", headers: { Authorization: hunter2secret } }\n",
        "source:\n  openmetrics: { endpoint: \"http://localhost:1/m\", headers: { X-Api-Key: hunter2secret } }\n",
        "source:\n  openmetrics: { endpoint: \"http://localhost:1/m?token=hunter2secret\" }\n",
        "source:\n  openmetrics: { endpoint: \"http://u:hunter2secret@localhost:1/m\" }\n",
    ] {
        let run = run(&world, &from("openmetrics", source), "prototype");
        assert_refused(&run, 2, &["env"]);
        let all = format!("{}{}", run.json, run.stderr);
        assert!(!all.contains("hunter2secret"), "{all}");
        assert!(!world.workspace().exists());
    }
    let unset = "source:\n  openmetrics: { endpoint: \"http://localhost:1/m\", headers: { Authorization: { env: DDINT_NOT_SET } } }\n";
    let run = run(&world, &from("openmetrics", unset), "prototype");
    assert_refused(&run, 2, &["DDINT_NOT_SET", "not set", "export"]);
}

#[test]
fn files_that_the_answers_name_are_looked_at_first() {
    let world = world();
    fs::create_dir(world.path().join("folder")).unwrap();
    fs::write(world.path().join("binary"), [0xff, 0xfe, 0x00]).unwrap();
    let huge = fs::File::create(world.path().join("huge.txt")).unwrap();
    huge.set_len(300 << 20).unwrap();
    for (file, words) in [
        (
            "missing.txt",
            &[
                "missing.txt",
                "No such file",
                "relative to the answers file",
            ] as &[&str],
        ),
        ("folder", &["folder", "is a folder"]),
        ("binary", &["binary", "UTF-8"]),
        ("huge.txt", &["huge.txt", "64 MB"]),
        ("/dev/zero", &["/dev/zero", "regular"]),
    ] {
        let sample = format!("source:\n  openmetrics: {{ sample: {file} }}\n");
        let run1 = run(&world, &from("openmetrics", &sample), "prototype");
        assert_refused(&run1, 2, words);
        let check = format!("prototype: {{ check: {file} }}\n");
        let run2 = run(&world, &from("blank", &check), "prototype");
        assert_refused(&run2, 2, words);
        assert_refused(&run2, 2, &["prototype.check"]);
        assert!(!world.workspace().exists());
    }
}

#[test]
fn the_answers_file_itself() {
    let world = world();
    let missing = end(command(&world, "prototype"));
    assert_refused(&missing, 2, &["answers.yaml", "No such file"]);
    fs::create_dir(world.path().join("answers.yaml")).unwrap();
    assert_refused(
        &end(command(&world, "prototype")),
        2,
        &["answers.yaml", "directory"],
    );
    fs::remove_dir(world.path().join("answers.yaml")).unwrap();
    fs::write(world.path().join("answers.yaml"), [0xff, 0xfe, 0x41, 0x00]).unwrap();
    assert_refused(&end(command(&world, "prototype")), 2, &["UTF-8"]);
    let huge = fs::File::create(world.path().join("answers.yaml")).unwrap();
    huge.set_len(50 << 20).unwrap();
    assert_refused(&end(command(&world, "prototype")), 2, &["larger than 4 MB"]);
    // References that grow without end.
    let mut bomb = String::from("schema: 1\na: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (n, c) in ('b'..='m').enumerate() {
        let p = char::from(b'a' + u8::try_from(n).unwrap());
        bomb.push_str(&format!(
            "{c}: &{c} [{}]\n",
            vec![format!("*{p}"); 10].join(", ")
        ));
    }
    assert_refused(&run(&world, &bomb, "prototype"), 2, &["answers.yaml"]);
    let deep = format!("schema: 1\nreadme: {}\n", "[".repeat(20_000));
    assert_refused(&run(&world, &deep, "prototype"), 2, &["answers.yaml"]);
    assert!(!world.workspace().exists());
}

#[test]
fn usage_errors_are_documents_too() {
    let world = World::new();
    for args in [
        &["run", "--format", "json"] as &[&str],
        &[
            "run",
            "--answers",
            "a",
            "--repo",
            "b",
            "--until",
            "later",
            "--format=json",
        ],
        &["--format", "json", "run", "--answers", "a"],
        &["walk", "--format", "json"],
        &[
            "run",
            "--format",
            "json",
            "--answers",
            "a",
            "--repo",
            "b",
            "--run-limit",
            "0",
        ],
    ] {
        let mut command = program(world.path());
        command.args(args);
        let run = end(command);
        assert_eq!(run.exit, 2);
        assert_eq!(run.json["error"]["kind"], "usage", "{:#}", run.json);
    }
}

#[test]
fn harmless_forms_are_read() {
    let world = world();
    let crlf = format!("\u{feff}{}", good().replace('\n', "\r\n"));
    let first = run(&world, &crlf, "prototype");
    assert_eq!(first.exit, 0, "{:#}", first.json);
    assert_eq!(step(&first, "prototype"), "done");
    let anchors = format!(
        "schema: 1\n{}{}{SOURCE}",
        INTEGRATION.replace("display_name: Acme Queue", "display_name: &n Acme Queue"),
        AUTHOR.replace("name: Acme", "name: *n"),
    );
    let second = run(&world, &anchors, "prototype");
    assert_eq!(second.exit, 0, "{:#}", second.json);
    // Answers that differ replace the stored ones, which are kept.
    let kept: Vec<_> = fs::read_dir(world.workspace().join("answers"))
        .unwrap()
        .collect();
    assert_eq!(kept.len(), 1);
    let text = fs::read_to_string(kept[0].as_ref().unwrap().path()).unwrap();
    assert!(
        text.starts_with("schema: 1") && text.contains("name: Acme\n"),
        "{text}"
    );
}

#[test]
fn a_row_about_a_metric_that_does_not_exist() {
    let world = world();
    let text = format!(
        "{}metrics: [{{ name: acme_queue.dept, unit: message }}]\n",
        good()
    );
    let before = everything(&world.clone);
    let run = run(&world, &text, "framework");
    assert_refused(&run, 2, &["acme_queue.dept", "acme_queue."]);
    assert_same(&before, &world.clone);
}
