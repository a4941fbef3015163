//! The whole path by keys alone, with the real ddev, from nothing to a commit.

use crate::common::{offline, toolchain};
use crate::walk::Walk;

/// What an integration of kind `http` on the community track consists of outside its own folder.
const SHARED: [&str; 2] = [".github/CODEOWNERS", ".github/workflows/test-all.yml"];

fn walk(kills: bool) -> Walk {
    let mut walk = Walk::begin(kills);
    walk.set_up();
    walk.prototype();
    walk.answer();
    walk.apply();
    walk.test();
    walk.commit();
    let names = walk.committed();
    let (own, shared): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|n| n.starts_with("acme_queue/"));
    assert_eq!(shared, SHARED, "the scope is exactly this");
    for file in [
        "metadata.csv",
        "manifest.json",
        "README.md",
        "tests/conftest.py",
    ] {
        let path = format!("acme_queue/{file}");
        assert!(own.contains(&&path), "{path} is not in {own:?}");
    }
    walk
}

#[test]
fn from_an_empty_home_to_a_commit() {
    if offline() {
        return;
    }
    toolchain();
    walk(false);
}

#[test]
fn the_same_with_a_kill_and_a_resume_at_every_step() {
    if offline() {
        return;
    }
    toolchain();
    let walk = walk(true);
    assert!(walk.killed >= 15, "killed only {} times", walk.killed);
}
