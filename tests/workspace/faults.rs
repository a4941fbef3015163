//! Full and read-only disks, damage, a newer version, and two programs.

use super::fixture::{Document, child, given, open, saved};
use ddint_tui::workspace::store::{ErrorKind, Report, Store};
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

fn refused(dir: &Path) -> ddint_tui::workspace::store::Error {
    Store::<Document>::open(dir).expect_err("it opened")
}

fn picture(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("lock"))
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_second_program_is_refused_and_told_who_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut other = child("faults::child_that_holds", dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = other.stdout.take().unwrap();
    let mut told = String::new();
    let mut byte = [0];
    while !told.ends_with("holding\n") {
        out.read_exact(&mut byte).unwrap();
        told.push(byte[0].into());
    }
    let error = refused(dir.path());
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert_eq!(error.pid(), Some(other.id()));
    assert!(
        error
            .to_string()
            .contains(&format!("process {}", other.id())),
        "{error}"
    );
    // Killed, it holds nothing any more.
    other.kill().unwrap();
    other.wait().unwrap();
    let (store, document) = open(dir.path());
    assert_eq!(document, Some(Document::new(1)));
    // In one process, too.
    let error = refused(dir.path());
    assert_eq!(error.pid(), Some(std::process::id()));
    drop(store);
    open(dir.path());
}

/// Not a test of its own: opens, saves, and waits until it is killed.
#[test]
#[ignore = "started by another test"]
fn child_that_holds() {
    let Some(dir) = given() else { return };
    let (store, _) = open(&dir);
    store.save(Document::new(1));
    store.flush().unwrap();
    println!("holding");
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn a_newer_schema_is_refused_untouched_naming_both() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    let path = dir.path().join("workflow.yaml");
    fs::write(&path, "schema: 12\nsomething: [new\u{e9}]\n").unwrap();
    let before = picture(dir.path());
    let error = refused(dir.path());
    assert_eq!(error.kind(), ErrorKind::Newer);
    let text = error.to_string();
    assert!(
        text.contains("schema 12") && text.contains("knows 1"),
        "{text}"
    );
    assert_eq!(picture(dir.path()), before);
}

#[test]
fn damage_is_told_by_place_and_the_backup_can_be_restored() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    saved(dir.path(), 2);
    let path = dir.path().join("workflow.yaml");
    for number in 1..=2 {
        let damaged = format!("schema: 1\ncount: 2\nfiller: [\"x\nend: 2 {number}\n");
        fs::write(&path, &damaged).unwrap();
        let before = picture(dir.path());
        let error = refused(dir.path());
        assert_eq!(error.kind(), ErrorKind::Damaged);
        let (line, column) = error.place().unwrap();
        assert!((3..=5).contains(&line), "{error}");
        assert!(
            error
                .to_string()
                .contains(&format!("line {line}, column {column}")),
            "{error}"
        );
        assert!(error.has_backup());
        assert!(error.hint().contains("workflow.yaml.1"), "{}", error.hint());
        assert_eq!(picture(dir.path()), before);

        let kept = Store::<Document>::restore_backup(dir.path())
            .unwrap()
            .unwrap();
        assert_eq!(
            kept,
            dir.path().join(format!("workflow.yaml.damaged-{number}"))
        );
        assert_eq!(fs::read_to_string(kept).unwrap(), damaged);
        let (_store, document) = open(dir.path());
        assert_eq!(document, Some(Document::new(1)));
    }
}

#[test]
fn without_a_good_backup_nothing_is_restored() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    fs::write(dir.path().join("workflow.yaml"), b"schema: 1\n\xff\n").unwrap();
    let error = refused(dir.path());
    assert_eq!(error.place(), Some((2, 1)));
    assert!(!error.has_backup());
    assert!(error.hint().contains("by hand"), "{}", error.hint());
    fs::write(
        dir.path().join("workflow.yaml.1"),
        "schema: 1\ncount: many\n",
    )
    .unwrap();
    assert!(!refused(dir.path()).has_backup());
    let before = picture(dir.path());
    assert!(Store::<Document>::restore_backup(dir.path()).is_err());
    assert_eq!(picture(dir.path()), before);
}

#[test]
fn a_document_that_vanished_is_not_taken_for_a_new_workflow() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    saved(dir.path(), 2);
    fs::remove_file(dir.path().join("workflow.yaml")).unwrap();
    let error = refused(dir.path());
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(error.has_backup());
    assert_eq!(Store::<Document>::restore_backup(dir.path()), Ok(None));
    assert_eq!(open(dir.path()).1, Some(Document::new(1)));
}

/// Not a test of its own: its files may not grow beyond 8 KiB. Saves something small, something too large,
/// something small again, and tells how each went.
#[test]
#[ignore = "started by another test"]
fn child_on_a_full_disk() {
    let (tx, rx) = mpsc::channel();
    let Some(dir) = given() else { return };
    let (store, _) = Store::<Document>::open_with(&dir, move |report| {
        let _ = tx.send(report);
    })
    .unwrap();
    let large = Document {
        count: 2,
        filler: vec!["x".repeat(50); 2000],
        end: 2,
    };
    store.save(Document::new(1));
    assert_eq!(store.flush(), Ok(()));
    assert_eq!(rx.recv(), Ok(Report::Saved(1)));
    store.save(large);
    let error = store.flush().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("workflow.yaml"), "{error}");
    assert!(!error.hint().is_empty());
    assert_eq!(rx.recv(), Ok(Report::Failed(error)));
    // Still the same, and still told: nothing is lost silently.
    assert!(store.flush().is_err());
    let on_disk = ddint_tui::workspace::read::<Document>(&dir).unwrap();
    assert_eq!(on_disk, Document::new(1));
    store.save(Document::new(3));
    assert_eq!(store.flush(), Ok(()));
    assert_eq!(rx.recv(), Ok(Report::Saved(3)));
    println!("survived");
}

#[test]
fn a_full_disk_is_told_and_the_next_save_tries_again() {
    let dir = tempfile::tempdir().unwrap();
    let program = child("faults::child_on_a_full_disk", dir.path());
    // SIGXFSZ ignored, a write beyond the limit fails like one on a full disk.
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(program.get_program())
        .args(program.get_args())
        .env("LAB_DIR", dir.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && told.contains("survived"),
        "{told}"
    );
    assert_eq!(open(dir.path()).1, Some(Document::new(3)));
    let names = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(names, 3, "lock, document and backup; no half-written file");
}

/// A folder that refuses new files, even for root, whom permissions do not stop: a file stands in its place.
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let blocked = dir.path().join("file/workflow");
    fs::write(dir.path().join("file"), "").unwrap();
    let error = refused(&blocked);
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("workflow"), "{error}");

    let shut = dir.path().join("shut");
    saved(&shut, 1);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o500)).unwrap();
    let (store, document) = open(&shut);
    assert_eq!(document, Some(Document::new(1)));
    store.save(Document::new(2));
    let outcome = store.flush();
    let stopped = fs::write(shut.join("probe"), "").is_err();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
    if stopped {
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{error}");
        assert_eq!(store.flush(), Ok(()), "it was kept, and went through now");
    }
    drop(store);
    assert_eq!(open(&shut).1, Some(Document::new(2)));
}

/// The folder goes away while it is open: told, kept, and written once it is back.
#[test]
fn a_folder_that_disappears_is_told_and_its_return_is_enough() {
    let dir = tempfile::tempdir().unwrap();
    let (here, away) = (dir.path().join("here"), dir.path().join("away"));
    let (store, _) = open(&here);
    fs::rename(&here, &away).unwrap();
    store.save(Document::new(7));
    let error = store.flush().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    fs::rename(&away, &here).unwrap();
    assert_eq!(store.flush(), Ok(()));
    drop(store);
    assert_eq!(open(&here).1, Some(Document::new(7)));
}
