//! What the next commit would change, told before it is made.

use super::fixture::{FOLDER, Lab, OWNERS, differences, tree};
use ddint_tui::core::repo::{Difference, Side};
use ddint_tui::git::differences::read;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;

fn read_all(lab: &Lab, last: Option<&str>) -> BTreeMap<String, Difference> {
    let mut request = lab.request();
    request.last_commit = last.map(str::to_owned);
    let all = read(&lab.root, &request).unwrap();
    all.into_iter().map(|one| (one.path.clone(), one)).collect()
}

fn text(side: Option<&Side>) -> Option<&str> {
    side.and_then(|side| side.text.as_deref())
}

#[test]
fn a_new_integration_is_all_new_and_nothing_is_written_for_it() {
    let lab = Lab::busy();
    let before = tree(&lab.root, &[]);
    let all = read_all(&lab, None);
    // The object database too.
    assert_eq!(
        differences(&before, &tree(&lab.root, &[])),
        Vec::<String>::new()
    );
    let report = lab.commit().unwrap();
    assert_eq!(all.keys().cloned().collect::<Vec<_>>(), report.files);
    let manifest = &all["acme_queue/manifest.json"];
    assert_eq!(
        (&manifest.old, text(manifest.new.as_ref())),
        (&None, Some("{\"a\": 1}\n"))
    );
    assert_eq!(
        all["acme_queue/run.sh"].new.as_ref().unwrap().mode,
        0o100_755
    );
    let owners = &all[OWNERS];
    assert_eq!(
        text(owners.old.as_ref()),
        Some("/ably/  @ably\n/zenduty/  @zenduty\n")
    );
    assert!(text(owners.new.as_ref()).unwrap().contains("/acme_queue/"));
    assert!(read_all(&lab, Some(&report.commit)).is_empty());
}

#[test]
fn every_kind_of_change_is_told_against_the_last_commit() {
    let lab = Lab::busy();
    lab.write("acme_queue/mode.sh", "#!/bin/sh\n");
    lab.write("acme_queue/kind", "a file\n");
    let last = lab.commit().unwrap().commit;
    lab.write("acme_queue/manifest.json", "{\"a\": 2}\n");
    lab.executable("acme_queue/mode.sh");
    fs::remove_file(lab.root.join("acme_queue/metadata.csv")).unwrap();
    fs::write(lab.root.join("acme_queue/image.png"), b"\x89PNG\0\0").unwrap();
    fs::remove_file(lab.root.join("acme_queue/kind")).unwrap();
    symlink("manifest.json", lab.root.join("acme_queue/kind")).unwrap();
    // Staged or not makes no difference, nor does what is ignored.
    lab.git(&["add", "acme_queue/manifest.json"]);
    lab.write("acme_queue/debug.log", "more\n");
    let all = read_all(&lab, Some(&last));
    let paths: Vec<_> = all
        .keys()
        .map(|path| path.trim_start_matches("acme_queue/"))
        .collect();
    assert_eq!(
        paths,
        [
            "image.png",
            "kind",
            "manifest.json",
            "metadata.csv",
            "mode.sh"
        ]
    );
    let at = |name: &str| &all[&format!("{FOLDER}/{name}")];
    assert_eq!(text(at("manifest.json").old.as_ref()), Some("{\"a\": 1}\n"));
    assert_eq!(text(at("manifest.json").new.as_ref()), Some("{\"a\": 2}\n"));
    assert_eq!(at("metadata.csv").new, None);
    let image = at("image.png").new.clone().unwrap();
    assert_eq!((image.text, image.bytes), (None, 6));
    let modes = |name: &str| [&at(name).old, &at(name).new].map(|side| side.as_ref().unwrap().mode);
    assert_eq!(modes("mode.sh"), [0o100_644, 0o100_755]);
    assert_eq!(modes("kind"), [0o100_644, 0o120_000]);
    assert_eq!(text(at("kind").new.as_ref()), Some("manifest.json"));
}

#[test]
fn line_ends_that_git_converts_are_no_change() {
    let lab = Lab::new();
    lab.integration();
    let last = lab.commit().unwrap().commit;
    lab.git(&["config", "core.autocrlf", "true"]);
    lab.write("acme_queue/manifest.json", "{\"a\": 1}\r\n");
    assert!(read_all(&lab, Some(&last)).is_empty());
}

#[test]
fn where_a_commit_would_be_refused_the_checked_out_one_is_compared_with() {
    let lab = Lab::new();
    lab.integration();
    let mut request = lab.request();
    request.base = "elsewhere/master".into();
    assert!(!read(&lab.root, &request).unwrap().is_empty());
}
