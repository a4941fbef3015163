//! Texts being edited: private files beside the document, never in it.

use ddint_tui::core::state::{Draft, State};
use ddint_tui::workspace::{self, store::Store};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const SECRET: &str = "s3cr3t-Tok3n-qx7";

fn typed(fields: &[&str]) -> State {
    let mut state = State::default();
    for (column, field) in fields.iter().enumerate() {
        let text = format!("{field}\nAuthorization: \"{SECRET}\" # é\n\n");
        let cursor = (1, column);
        state
            .drafts
            .insert((*field).to_owned(), Draft { text, cursor });
    }
    state
}

fn save(dir: &Path, state: &State) {
    let (store, _) = Store::<State>::open(dir).unwrap();
    store.save(state.clone());
    store.flush().unwrap();
}

fn open(dir: &Path) -> State {
    Store::<State>::open(dir).unwrap().1.unwrap()
}

/// The files that hold the secret, by their path in the workspace.
fn exposed(dir: &Path) -> Vec<String> {
    let mut out = vec![];
    for at in [dir.to_owned(), dir.join("drafts")] {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            let text = fs::read(&path).unwrap_or_default();
            if String::from_utf8_lossy(&text).contains(SECRET) {
                let name = path.strip_prefix(dir).unwrap();
                out.push(name.display().to_string());
            }
        }
    }
    out.sort();
    out
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn each_is_a_private_file_and_comes_back_with_its_cursor() {
    let dir = tempfile::tempdir().unwrap();
    let long = format!("metrics.{}.description", "x/".repeat(300));
    let fields = ["file.conf", "metrics.A.unit", "metrics.a.unit", &long];
    let state = typed(&fields);
    save(dir.path(), &state);
    assert_eq!(open(dir.path()).drafts, state.drafts);
    let read: State = workspace::read(dir.path()).unwrap();
    assert_eq!(read.drafts, state.drafts);
    let found = exposed(dir.path());
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|f| f.starts_with("drafts/")), "{found:?}");
    assert!(found.contains(&"drafts/file.conf.yaml".to_owned()));
    assert_eq!(mode(&dir.path().join("drafts")), 0o700);
    for file in &found {
        assert_eq!(mode(&dir.path().join(file)), 0o600, "{file}");
    }

    // Taken, dropped, and typed on.
    let mut state = typed(&["file.conf"]);
    state.drafts.get_mut("file.conf").unwrap().cursor = (2, 0);
    save(dir.path(), &state);
    assert_eq!(exposed(dir.path()), ["drafts/file.conf.yaml"]);
    assert_eq!(open(dir.path()).drafts["file.conf"].cursor, (2, 0));
    save(dir.path(), &typed(&[]));
    let left = fs::read_dir(dir.path().join("drafts")).unwrap().count();
    assert_eq!(left, 0);
    assert!(open(dir.path()).drafts.is_empty());
}

/// Before the first save, and after it: the document of an earlier version, and the backup of one.
#[test]
fn those_inside_of_an_earlier_document_are_moved_out_of_it_and_of_its_backup() {
    let inside = format!(
        "schema: 1\ndrafts:\n  file.conf:\n    text: 'token: {SECRET}'\n    cursor:\n    - 0\n    - 3\n"
    );
    for (document, backup, kept) in [
        (inside.as_str(), inside.as_str(), 1),
        (inside.as_str(), "", 1),
        ("schema: 1\ndrafts: {}\n", inside.as_str(), 0),
        ("schema: 1\n", inside.as_str(), 0),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("workflow.yaml"), document).unwrap();
        if !backup.is_empty() {
            fs::write(dir.path().join("workflow.yaml.1"), backup).unwrap();
        }
        let state = open(dir.path());
        assert_eq!(state.drafts.len(), kept);
        save(dir.path(), &state);
        let found = exposed(dir.path());
        assert_eq!(found, vec!["drafts/file.conf.yaml"; kept], "{document}");
        assert_eq!(open(dir.path()), state);
        let backup = fs::read_to_string(dir.path().join("workflow.yaml.1")).unwrap();
        assert!(backup.starts_with("schema: 1\n"), "{backup}");
    }
}

/// Which one a kill left: what is on the disk beside an earlier document was typed later.
#[test]
fn the_one_beside_wins_over_the_one_inside() {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), &typed(&["file.conf"]));
    let path = dir.path().join("workflow.yaml");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("drafts:\n  file.conf:\n    text: old\n    cursor: [0, 0]\n");
    fs::write(&path, text).unwrap();
    assert_eq!(open(dir.path()).drafts, typed(&["file.conf"]).drafts);
}

#[test]
fn a_damaged_one_is_set_aside_and_a_newer_one_refused() {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), &typed(&["file.conf", "file.check"]));
    let path = dir.path().join("drafts/file.conf.yaml");
    fs::write(&path, "schema: 1\nfield: [").unwrap();
    fs::write(dir.path().join("drafts/.ddint-tui-x1"), "half").unwrap();
    let drafts = open(dir.path()).drafts;
    assert_eq!(drafts.keys().collect::<Vec<_>>(), ["file.check"]);
    let mut names: Vec<_> = fs::read_dir(dir.path().join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["file.check.yaml", "file.conf.yaml.damaged"]);
    fs::write(&path, "schema: 2\nfield: file.conf\nmore: 1\n").unwrap();
    let error = Store::<State>::open(dir.path()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("drafts/file.conf.yaml was written by a newer")
    );
}

/// The disk refuses the text: the document must not say that it is being typed without it.
#[test]
fn one_that_cannot_be_written_is_told_and_written_later() {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), &State::default());
    let before = fs::read(dir.path().join("workflow.yaml")).unwrap();
    fs::write(dir.path().join("drafts"), "in the way").unwrap();
    let (store, _) = Store::<State>::open(dir.path()).unwrap();
    let mut state = typed(&["file.conf"]);
    state.ui.editing = true;
    store.save(state.clone());
    assert!(store.flush().is_err());
    assert_eq!(fs::read(dir.path().join("workflow.yaml")).unwrap(), before);
    fs::remove_file(dir.path().join("drafts")).unwrap();
    store.flush().unwrap();
    drop(store);
    assert_eq!(open(dir.path()), state);
}
