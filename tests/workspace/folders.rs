//! Listing and deleting workflows, and the helpers for single files.

use super::fixture::{Document, open, saved};
use ddint_tui::workspace::files::{copy_in, write_atomic, write_private};
use ddint_tui::workspace::store::ErrorKind;
use ddint_tui::workspace::{delete, list, read};
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, SystemTime};

fn age(dir: &Path, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let file = File::options()
        .write(true)
        .open(dir.join("workflow.yaml"))
        .unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn workflows_are_listed_last_first_with_what_is_wrong() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    assert!(list::<Document>(&at("none")).is_empty());
    saved(&at("old"), 1);
    saved(&at("new"), 2);
    saved(&at("damaged"), 3);
    fs::write(at("damaged/workflow.yaml"), "{").unwrap();
    for (name, seconds) in [("old", 100), ("new", 300), ("damaged", 200)] {
        age(&at(name), seconds);
    }
    fs::create_dir(at("empty")).unwrap();
    fs::write(at("file"), "").unwrap();
    let (_held, _) = open(&at("new"));
    let all = list::<Document>(root.path());
    let names: Vec<_> = all.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["new", "damaged", "old"]);
    assert_eq!(
        all[0].document,
        Ok(Document::new(2)),
        "read although it is open"
    );
    assert_eq!(
        all[1].document.as_ref().unwrap_err().kind(),
        ErrorKind::Damaged
    );
    assert_eq!(all[2].path, at("old"));
    assert!(read::<Document>(&at("empty")).is_err());
}

#[test]
fn deleting_takes_ours_and_leaves_the_rest() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("workflow");
    let elsewhere = root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("precious"), "x").unwrap();
    saved(&dir, 1);
    saved(&dir, 2);
    fs::create_dir_all(dir.join("captures/deep")).unwrap();
    fs::write(dir.join("captures/deep/1.json"), "{}").unwrap();
    fs::create_dir(dir.join("shadow")).unwrap();
    symlink(&elsewhere, dir.join("shadow/sibling")).unwrap();
    symlink(&elsewhere, dir.join("logs")).unwrap();
    fs::write(dir.join("workflow.yaml.damaged-1"), "x").unwrap();

    let (store, _) = open(&dir);
    let error = delete(&dir).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(dir.join("captures/deep/1.json").exists());
    drop(store);

    fs::write(dir.join("thesis.txt"), "the contributor's").unwrap();
    delete(&dir).unwrap();
    let left: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, ["thesis.txt"]);
    assert!(elsewhere.join("precious").exists());
    assert!(delete(&dir).is_err(), "no workspace any more");

    saved(&root.path().join("plain"), 1);
    delete(&root.path().join("plain")).unwrap();
    assert!(!root.path().join("plain").exists());
}

#[test]
fn what_is_no_workspace_is_not_deleted() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("home");
    fs::create_dir_all(dir.join("logs")).unwrap();
    fs::write(dir.join("logs/a"), "x").unwrap();
    saved(&root.path().join("real"), 1);
    symlink(root.path().join("real"), root.path().join("link")).unwrap();
    for path in [
        dir.clone(),
        root.path().join("none"),
        root.path().join("link"),
    ] {
        assert!(delete(&path).is_err(), "{path:?}");
    }
    assert!(dir.join("logs/a").exists());
    assert!(!dir.join("lock").exists());
    assert!(root.path().join("real/workflow.yaml").exists());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_are_replaced_whole_with_the_right_mode() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("script.sh");
    write_atomic(&path, b"one").unwrap();
    // What a plain write would give here, whatever the umask.
    fs::write(dir.path().join("plain"), "").unwrap();
    assert_eq!(mode(&path), mode(&dir.path().join("plain")));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    write_atomic(&path, b"two").unwrap();
    assert_eq!(
        (mode(&path), fs::read(&path).unwrap()),
        (0o755, b"two".to_vec())
    );
    write_private(&path, b"three").unwrap();
    assert_eq!(
        (mode(&path), fs::read(&path).unwrap()),
        (0o600, b"three".to_vec())
    );
    let link = dir.path().join("link");
    symlink(&path, &link).unwrap();
    assert!(write_atomic(&link, b"x").is_err());
    assert!(write_atomic(&dir.path().join("none/x"), b"x").is_err());
    assert_eq!(fs::read(&path).unwrap(), b"three");
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        3,
        "no temporary file stays"
    );
}

#[test]
fn files_are_copied_in_under_a_free_name_and_within_the_limit() {
    let from = tempfile::tempdir().unwrap();
    let to = tempfile::tempdir().unwrap();
    let into = to.path().join("samples");
    let src = from.path().join("idle é.txt");
    for (text, name) in [
        ("1", "idle é.txt"),
        ("2", "idle é-2.txt"),
        ("1", "idle é.txt"),
        ("3", "idle é-3.txt"),
    ] {
        fs::write(&src, text).unwrap();
        assert_eq!(copy_in(&src, &into, 10).unwrap(), name);
        assert_eq!(fs::read_to_string(into.join(name)).unwrap(), text);
    }
    fs::write(&src, "0123456789").unwrap();
    copy_in(&src, &into, 10).unwrap();
    fs::write(&src, "0123456789x").unwrap();
    let error = copy_in(&src, &into, 10).unwrap_err();
    assert!(
        error.to_string().contains("larger than 10 bytes"),
        "{error}"
    );
    assert!(copy_in(from.path(), &into, 10).is_err());
    assert!(copy_in(&from.path().join("none"), &into, 10).is_err());
    assert!(copy_in(Path::new("/dev/zero"), &into, 10).is_err());
    assert_eq!(fs::read_dir(&into).unwrap().count(), 4);
}
