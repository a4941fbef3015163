//! What keeps the core pure and the rooms small, checked on the source itself.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &str) -> Vec<PathBuf> {
    let mut out = vec![];
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    out
}

/// The lines of code, without comments and without the tests at the end of a file.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn offenders(dir: &str, forbidden: &[&str]) -> Vec<String> {
    let mut out = vec![];
    for path in sources(dir) {
        let code = code(&path);
        for word in forbidden {
            if code.contains(word) {
                out.push(format!("{}: {word}", path.display()));
            }
        }
    }
    out
}

#[test]
fn the_core_is_pure() {
    let found = offenders(
        "src/core",
        &[
            "std::fs",
            "std::process",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "std::thread",
            "std::env",
            "Instant",
            "SystemTime",
            "git2",
            "ratatui",
            "crossterm",
            "ureq",
            "crate::engine",
            "crate::tui",
            "crate::cli",
            "crate::jobs",
            "crate::git",
            "crate::scaffold",
            "crate::toolchain",
            "crate::workspace",
            "crate::review",
        ],
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_review_is_pure_and_knows_the_core_alone() {
    let found = offenders(
        "src/review",
        &[
            "std::fs",
            "std::process",
            "std::thread",
            "std::env",
            "Instant",
            "SystemTime",
            "git2",
            "ratatui",
            "crate::engine",
            "crate::tui",
            "crate::cli",
            "crate::jobs",
            "crate::git",
            "crate::scaffold",
            "crate::toolchain",
            "crate::workspace",
        ],
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn dependencies_point_one_way() {
    let upper = ["crate::engine", "crate::tui", "crate::cli"];
    for dir in [
        "src/jobs",
        "src/git",
        "src/workspace",
        "src/scaffold",
        "src/toolchain",
    ] {
        let found = offenders(dir, &upper);
        assert!(found.is_empty(), "{found:#?}");
    }
    let found = offenders(
        "src/engine",
        &["crate::tui", "crate::cli", "ratatui", "crossterm"],
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_codec_names_the_yaml_crate_for_the_workflow() {
    let found = offenders("src/workspace", &["serde_yaml"]);
    let found: Vec<_> = found.iter().filter(|f| !f.contains("codec")).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_file_is_over_400_lines() {
    let mut long = vec![];
    for path in sources("src").into_iter().chain(sources("tests")) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > 400 {
            long.push(format!("{} {lines}", path.display()));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}
