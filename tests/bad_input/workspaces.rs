//! Workspaces that can't be used: held by another, damaged, newer, no folder, not writable.

use crate::common::{Run, program};
use crate::lab::{assert_refused, command, end, good, run, swapped, world};
use crate::server::Server;
use std::fs;
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_second_program_is_told_who_holds_it() {
    let world = world();
    let silent = Server::new(|_, stream| {
        let _ = stream.read_to_end(&mut vec![]);
    });
    let source = format!(
        "source:\n  openmetrics: {{ endpoint: \"{}/metrics\" }}\n",
        silent.url
    );
    world.write("answers.yaml", &crate::lab::from("openmetrics", &source));
    let first = command(&world, "prototype")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It reads the endpoint: it has the lock.
    silent.heads.recv().unwrap();
    let second = end(command(&world, "prototype"));
    assert_refused(
        &second,
        4,
        &[&format!("process {}", first.id()), "Go on there"],
    );
    // A clone that is missing as well does not hide it.
    let third = end(swapped(
        &world,
        "framework",
        &world.clone,
        &world.path().join("missing"),
    ));
    assert_refused(&third, 4, &["process"]);
    drop(silent);
    let first = Run::of(&first.wait_with_output().unwrap());
    crate::lab::assert_refused(&first, 3, &["sample file"]);
}

#[test]
fn a_damaged_or_newer_workspace_is_not_touched() {
    let world = world();
    let file = world.workspace().join("workflow.yaml");
    assert_eq!(run(&world, &good(), "prototype").exit, 0);
    let saved = fs::read_to_string(&file).unwrap();
    for (text, words) in [
        (
            saved.replace("schema: 1", "schema: 99"),
            &["newer", "schema 99", "Update"] as &[&str],
        ),
        (
            saved.replace("answers:", "answers: ["),
            &["damaged", "line ", "workflow.yaml.1"],
        ),
        (String::from("\u{0}\u{1}"), &["damaged"]),
        (String::new(), &["damaged"]),
        (
            saved.replace("schema: 1\n", "schema: 1\nsurprise: 1\n"),
            &["damaged", "surprise"],
        ),
    ] {
        fs::write(&file, &text).unwrap();
        let run = run(&world, &good(), "prototype");
        assert_refused(&run, 5, words);
        assert_refused(&run, 5, &["workflow.yaml"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "it was touched");
        // A clone that is missing counts more.
        let missing = swapped(
            &world,
            "framework",
            &world.clone,
            &world.path().join("missing"),
        );
        assert_refused(&end(missing), 3, &["does not exist"]);
    }
    fs::write(&file, saved).unwrap();
    assert_eq!(run(&world, &good(), "prototype").exit, 0);
}

#[test]
fn a_workspace_that_can_not_be_written() {
    let world = world();
    world.write("answers.yaml", &good());
    // Tests may run as root, who may write everywhere: a file stands where the folder has to be.
    fs::write(world.workspace(), "a file").unwrap();
    let run = end(command(&world, "prototype"));
    assert_refused(&run, 70, &["work space", "--workspace"]);
    assert_eq!(fs::read(world.workspace()).unwrap(), b"a file");
    let mut below = command(&world, "prototype");
    below.env("DDINT_TUI_DATA_DIR", world.path().join("page.txt"));
    let run = end(below);
    assert_refused(&run, 70, &["work space"]);
    let mut proc = program(world.path());
    proc.args([
        "run",
        "--format",
        "json",
        "--until",
        "prototype",
        "--workspace",
        "/proc/ddint",
    ])
    .arg("--answers")
    .arg(world.path().join("answers.yaml"))
    .arg("--repo")
    .arg(&world.clone);
    assert_refused(&end(proc), 70, &["/proc/ddint"]);
}

#[test]
fn folders_of_the_workspace_that_are_files() {
    for name in ["samples", "checks.d", "conf.d", "captures", "logs"] {
        let world = world();
        world.write("answers.yaml", &good());
        fs::create_dir(world.workspace()).unwrap();
        fs::write(world.workspace().join(name), "in the way").unwrap();
        let run = end(command(&world, "prototype"));
        if name != "logs" {
            assert_refused(&run, 70, &[name]);
        }
        fs::remove_file(world.workspace().join(name)).unwrap();
        let again = end(command(&world, "prototype"));
        assert_eq!(again.exit, 0, "{name}: {:#}", again.json);
    }
}
