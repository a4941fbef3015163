//! The ordinary course: order, backup, modes, and what is reported.

use super::fixture::{Document, open, saved};
use ddint_tui::workspace::store::{Report, Store};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_workspace_is_private_and_resumes_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("deep/été x");
    let (store, document) = open(&at);
    assert_eq!(document, None);
    assert_eq!(store.flush(), Ok(()), "nothing to write is no error");
    assert!(!at.join("workflow.yaml").exists());
    store.save(Document::new(5));
    drop(store);
    assert_eq!(
        open(&at).1,
        Some(Document::new(5)),
        "dropping writes what was queued"
    );
    assert_eq!(mode(&at), 0o700);
    assert_eq!(mode(&at.join("workflow.yaml")), 0o600);
    assert_eq!(mode(&at.join("lock")), 0o600);
    let text = fs::read_to_string(at.join("workflow.yaml")).unwrap();
    assert!(text.starts_with("schema: 1\ncount: 5\n"), "{text}");
}

#[test]
fn the_last_of_many_saves_wins_and_reports_come_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let (tx, rx) = mpsc::channel();
    let (store, _) = Store::<Document>::open_with(dir.path(), move |report| {
        let _ = tx.send(report);
    })
    .unwrap();
    for count in 1..=500 {
        assert_eq!(store.save(Document::new(count)), count);
    }
    store.flush().unwrap();
    drop(store);
    let numbers: Vec<u64> = rx
        .iter()
        .map(|report| match report {
            Report::Saved(number) => number,
            Report::Failed(error) => panic!("{error}"),
        })
        .collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert_eq!(numbers.last(), Some(&500));
    assert_eq!(open(dir.path()).1, Some(Document::new(500)));
}

#[test]
fn changes_close_together_are_written_together_and_without_a_flush() {
    let dir = tempfile::tempdir().unwrap();
    let (tx, rx) = mpsc::channel();
    let (store, _) = Store::<Document>::open_with(dir.path(), move |report| {
        let _ = tx.send(report);
    })
    .unwrap();
    for count in 1..=500 {
        store.save(Document::new(count));
    }
    let mut writes = 1;
    while rx.recv() != Ok(Report::Saved(500)) {
        writes += 1;
    }
    assert!(writes < 50, "{writes} writes");
    store.save(Document::new(501));
    store.hurry();
    assert_eq!(rx.recv(), Ok(Report::Saved(501)));
    assert_eq!(
        ddint_tui::workspace::read::<Document>(dir.path()).unwrap(),
        Document::new(501)
    );
}

#[test]
fn changes_that_never_pause_are_written_too() {
    let dir = tempfile::tempdir().unwrap();
    let (tx, rx) = mpsc::channel();
    let (store, _) = Store::<Document>::open_with(dir.path(), move |report| {
        let _ = tx.send(report);
    })
    .unwrap();
    let limit = Instant::now() + Duration::from_secs(20);
    while rx.try_recv().is_err() {
        assert!(Instant::now() < limit, "nothing was written");
        store.save(Document::new(0));
    }
}

#[test]
fn the_backup_is_the_version_before_and_an_equal_save_leaves_it() {
    let dir = tempfile::tempdir().unwrap();
    for count in [1, 2, 2, 2] {
        saved(dir.path(), count);
    }
    let backup = fs::read_to_string(dir.path().join("workflow.yaml.1")).unwrap();
    assert!(backup.contains("count: 1\n"), "{backup}");
    saved(dir.path(), 3);
    let backup = fs::read_to_string(dir.path().join("workflow.yaml.1")).unwrap();
    assert!(backup.contains("count: 2\n"), "{backup}");
}

#[test]
fn what_a_kill_left_behind_goes_and_what_is_not_ours_stays() {
    let dir = tempfile::tempdir().unwrap();
    saved(dir.path(), 1);
    fs::write(dir.path().join(".ddint-tui-Ab3x"), "half").unwrap();
    fs::write(dir.path().join(".mine"), "x").unwrap();
    open(dir.path());
    assert!(!dir.path().join(".ddint-tui-Ab3x").exists());
    assert!(dir.path().join(".mine").exists());
}
