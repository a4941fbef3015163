//! A document to save, and this test binary as another program.

use ddint_tui::workspace::store::Store;
use serde::{Deserialize, Serialize};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    pub count: u64,
    pub filler: Vec<String>,
    pub end: u64,
}

impl ddint_tui::workspace::Document for Document {}

impl Document {
    /// A document whose two numbers agree only when it is whole.
    pub fn new(count: u64) -> Self {
        let size = usize::try_from(count * 37 % 400).unwrap();
        Self {
            count,
            filler: vec![format!("line {count}: \"quoted\" # é"); size],
            end: count,
        }
    }
}

pub fn open(dir: &Path) -> (Store<Document>, Option<Document>) {
    Store::open(dir).unwrap()
}

pub fn saved(dir: &Path, count: u64) {
    let (store, _) = open(dir);
    store.save(Document::new(count));
    store.flush().unwrap();
}

/// This binary again, running one ignored test as its main program.
pub fn child(test: &str, dir: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args([
            "--exact",
            test,
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("LAB_DIR", dir);
    command
}

/// The folder that a child was given.
///
/// None where no other test has started the child: it has nothing to do in the exhaustive tier.
pub fn given() -> Option<PathBuf> {
    env::var_os("LAB_DIR").map(PathBuf::from)
}
