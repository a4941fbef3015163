//! The same commit made by `git commit --only` in a twin clone: the trees and indexes must be equal.

use super::fixture::{BRANCH, FOLDER, Lab, OWNERS, TEST_ALL, git_in};
use ddint_tui::git::commit::commit;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

type Case = (&'static str, fn(&Lab));

const CASES: &[Case] = &[
    ("plain", |_| {}),
    ("autocrlf", |lab| {
        lab.git(&["config", "core.autocrlf", "true"]);
        lab.write("acme_queue/manifest.json", "{\r\n}\r\n");
        lab.write("acme_queue/mixed.txt", "a\r\nb\n");
        lab.write("acme_queue/binary.bin", "a\r\n\0b\r\n");
    }),
    ("autocrlf input", |lab| {
        lab.git(&["config", "core.autocrlf", "input"]);
        lab.write("acme_queue/manifest.json", "{\r\n}\r\n");
    }),
    ("attributes", |lab| {
        lab.write(
            "acme_queue/.gitattributes",
            "*.txt text\n*.csv -text\n*.json text eol=crlf\n*.id ident\n",
        );
        lab.write("acme_queue/a.txt", "a\r\nb\r\n");
        lab.write("acme_queue/metadata.csv", "a\r\nb\r\n");
        lab.write("acme_queue/manifest.json", "{\r\n}\r\n");
        lab.write("acme_queue/a.id", "$Id: 0123456789 $\n");
    }),
    ("no file mode", |lab| {
        lab.git(&["config", "core.fileMode", "false"]);
        lab.executable("acme_queue/manifest.json");
    }),
    ("symbolic link", |lab| {
        symlink("manifest.json", lab.root.join("acme_queue/link")).unwrap();
    }),
    ("negated ignores", |lab| {
        lab.write(
            "acme_queue/.gitignore",
            "build/*\n!build/keep\n*.tmp\n!good.tmp\n",
        );
        for path in [
            "build/keep",
            "build/gone",
            "x.tmp",
            "good.tmp",
            "deep/good.tmp",
        ] {
            lab.write(&format!("acme_queue/{path}"), path);
        }
    }),
    ("index version 4", |lab| {
        lab.git(&["update-index", "--index-version", "4"]);
    }),
    ("many files", |lab| {
        lab.git(&["config", "feature.manyFiles", "true"]);
        lab.git(&["status"]);
        lab.git(&["update-index", "--force-write-index"]);
    }),
    ("assumed unchanged", |lab| {
        lab.git(&["update-index", "--assume-unchanged", "ably/README.md"]);
    }),
    ("skipped", |lab| {
        lab.git(&["update-index", "--skip-worktree", "buddy/README.md"]);
    }),
    ("empty file and odd names", |lab| {
        for path in ["empty", "new\nline", "quo\"te", " lead", "[glob]*?"] {
            lab.write(&format!("acme_queue/{path}"), "");
        }
    }),
    ("root file removed", |lab| {
        fs::remove_file(lab.root.join(TEST_ALL)).unwrap();
    }),
];

fn index(at: &Path) -> String {
    git_in(at, &["ls-files", "--stage", "-v", "-f", "-z"])
}

#[test]
fn trees_and_indexes_equal_those_of_git() {
    for (name, make) in CASES {
        let (ours, theirs) = (prepared(*make), prepared(*make));
        theirs.start();
        theirs.git(&["add", "-A", "--", FOLDER]);
        theirs.git(&[
            "commit", "-q", "--only", "-m", "Add", "--", FOLDER, OWNERS, TEST_ALL,
        ]);
        ours.commit().expect(name);
        let tree = |lab: &Lab| lab.git(&["ls-tree", "-r", "-z", "HEAD"]);
        assert_eq!(tree(&ours), tree(&theirs), "{name}");
        assert_eq!(index(&ours.root), index(&theirs.root), "{name}");
        let status = |lab: &Lab| lab.git(&["status", "--porcelain"]);
        assert_eq!(status(&ours), status(&theirs), "{name}");
        ours.fsck();
    }
}

fn prepared(make: fn(&Lab)) -> Lab {
    let lab = Lab::busy();
    make(&lab);
    lab
}

#[test]
fn a_linked_worktree_commits_into_its_own_index_and_head() {
    let lab = Lab::busy();
    lab.git(&["worktree", "add", "-q", "--detach", "../linked"]);
    let linked = lab.above().join("linked");
    git_in(&linked, &["switch", "-q", "-c", "start"]);
    super::fixture::write(&linked, "acme_queue/manifest.json", "{}\n");
    super::fixture::write(&linked, "ably/README.md", "mine\n");
    let main = (index(&lab.root), lab.git(&["symbolic-ref", "HEAD"]));
    commit(&linked, &lab.request()).unwrap();
    assert_eq!(
        git_in(&linked, &["symbolic-ref", "--short", "HEAD"]).trim(),
        BRANCH
    );
    assert_eq!(
        git_in(&linked, &["status", "--porcelain"]),
        " M ably/README.md\n"
    );
    assert_eq!(main, (index(&lab.root), lab.git(&["symbolic-ref", "HEAD"])));
}

#[test]
fn a_shallow_clone_commits() {
    let lab = Lab::new();
    lab.upstream_moves("buddy/added.txt", "new\n");
    let url = format!("file://{}", lab.above().join("upstream.git").display());
    git_in(
        lab.above(),
        &["clone", "-q", "--depth", "1", &url, "shallow"],
    );
    let shallow = lab.above().join("shallow");
    super::fixture::write(&shallow, "acme_queue/manifest.json", "{}\n");
    let mut request = lab.request();
    request.base = "origin/master".into();
    request.author = Some(("Acme Co".into(), "dev@acme.example".into()));
    let report = commit(&shallow, &request).unwrap();
    assert_eq!(report.files, ["acme_queue/manifest.json"]);
    assert_eq!(git_in(&shallow, &["status", "--porcelain"]), "");
}
