//! Files as people leave them: whatever they look like, an application without a change writes no byte, or says why
//! it can't.

use crate::common::{git, offline, snapshot, toolchain};
use crate::opened::{Clone, changed};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const OWN: &str = "queue_classic";

type Spoil = fn(&Path);

fn edit(dir: &Path, file: &str, edit: impl Fn(&str) -> String) {
    let path = dir.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let new = edit(&text);
    assert_ne!(new, text, "{file}");
    fs::write(path, new).unwrap();
}

fn json(dir: &Path, file: &str, edit: impl Fn(&mut serde_json::Value)) {
    self::edit(dir, file, |text| {
        let mut value = serde_json::from_str(text).unwrap();
        edit(&mut value);
        serde_json::to_string(&value).unwrap()
    });
}

fn every(dir: &Path, edit: impl Fn(&str) -> String) {
    for (path, bytes) in snapshot(dir, &|_| false) {
        if let Ok(text) = String::from_utf8(bytes) {
            fs::write(dir.join(path), edit(&text)).unwrap();
        }
    }
}

/// What is left as it is without a word.
const FINE: [(&str, Spoil); 22] = [
    ("CRLF", |d| every(d, |t| t.replace('\n', "\r\n"))),
    ("no final newline", |d| {
        every(d, |t| t.trim_end().to_owned());
    }),
    ("many final newlines", |d| {
        every(d, |t| format!("{t}\n\n\n"));
    }),
    ("executable bits", |d| {
        for (path, _) in snapshot(d, &|_| false) {
            fs::set_permissions(d.join(path), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }),
    ("tabs and one line", |d| {
        json(d, "manifest.json", |m| {
            m["x"] = serde_json::json!({ "b": 1, "a": [] });
        });
        edit(d, "assets/service_checks.json", |t| t.replace("  ", "\t"));
    }),
    ("comments in YAML", |d| {
        edit(d, "assets/configuration/spec.yaml", |t| {
            format!(
                "# head\n---\n{}# tail\n...\n",
                t.replacen('\n', "   # here\n", 1)
            )
        });
    }),
    ("a large dashboard", |d| {
        let note = "n".repeat(2 << 20);
        fs::write(
            d.join("assets/dashboards/one.json"),
            format!("{{\"note\": \"{note}\"}}"),
        )
        .unwrap();
    }),
    ("a name unlike the folder", |d| {
        json(d, "manifest.json", |m| {
            m["assets"]["integration"]["source_type_name"] = "Ünïcode (Beta) \"X\"".into();
        });
    }),
    ("no metric to check", |d| {
        json(d, "manifest.json", |m| {
            m["assets"]["integration"]["metrics"]["check"] = serde_json::json!(["a", "b"]);
        });
    }),
    ("an old manifest", |d| {
        let old = r#"{"display_name": "Queue", "manifest_version": "1.0.0", "name": "queue_classic", "metric_to_check": ["a", "b"]}"#;
        fs::write(d.join("manifest.json"), old).unwrap();
    }),
    ("a manifest of other types", |d| {
        json(d, "manifest.json", |m| {
            m["tile"] = "none".into();
            m["assets"]["integration"]["metrics"] = serde_json::json!([]);
            m["author"] = serde_json::Value::Null;
        });
    }),
    ("a path that leads out", |d| {
        json(d, "manifest.json", |m| {
            m["assets"]["integration"]["metrics"]["metadata_path"] =
                "../tile_only/metadata.csv".into();
        });
    }),
    ("no manifest", |d| {
        fs::remove_file(d.join("manifest.json")).unwrap();
    }),
    ("no tests", |d| fs::remove_dir_all(d.join("tests")).unwrap()),
    ("several checks", |d| {
        let code = "from datadog_checks.base import AgentCheck\n\n\nclass A(AgentCheck):\n    pass\n\n\nclass B(A):\n    pass\n";
        fs::write(d.join("datadog_checks/queue_classic/check.py"), code).unwrap();
    }),
    ("a check that is no Python", |d| {
        fs::write(d.join("datadog_checks/queue_classic/check.py"), "def (:\n").unwrap();
    }),
    ("a version that is computed", |d| {
        let code = "PARTS = (1, 2)\n__version__ = '.'.join(map(str, PARTS))\n";
        fs::write(d.join("datadog_checks/queue_classic/__about__.py"), code).unwrap();
    }),
    ("a changelog of its own kind", |d| {
        fs::write(
            d.join("CHANGELOG.md"),
            "Changes\n=======\n\n1.0 (2020)\n* x\n",
        )
        .unwrap();
    }),
    ("all quoted, and twice", |d| {
        edit(d, "metadata.csv", |t| {
            format!("{t}{}\n", t.lines().nth(1).unwrap())
        });
    }),
    ("symbolic links beside", |d| {
        symlink("nowhere", d.join("dangling")).unwrap();
        symlink("..", d.join("loop")).unwrap();
        symlink("../README.md", d.join("tests/link.md")).unwrap();
    }),
    ("leftovers", |d| {
        fs::create_dir(d.join("datadog_checks/queue_classic/__pycache__")).unwrap();
        fs::write(
            d.join("datadog_checks/queue_classic/__pycache__/x.pyc"),
            [0, 1],
        )
        .unwrap();
        fs::write(d.join("a b\tü.txt"), "x").unwrap();
    }),
    ("setup.py", |d| {
        fs::rename(d.join("pyproject.toml"), d.join("setup.py")).unwrap();
    }),
];

/// What is refused, and what of it is named.
const REFUSED: [(&str, Spoil, &str); 5] = [
    (
        "a link for a file",
        |d| {
            fs::rename(d.join("README.md"), d.join("R.md")).unwrap();
            symlink("R.md", d.join("README.md")).unwrap();
        },
        "queue_classic/README.md is a symbolic link",
    ),
    (
        "a link for a folder",
        |d| {
            fs::rename(d.join("assets"), d.join("a2")).unwrap();
            symlink("a2", d.join("assets")).unwrap();
        },
        "queue_classic/assets is a symbolic link",
    ),
    (
        "a folder for a file",
        |d| {
            fs::remove_file(d.join("README.md")).unwrap();
            fs::create_dir(d.join("README.md")).unwrap();
            fs::write(d.join("README.md/x"), "x").unwrap();
        },
        "queue_classic/README.md is a folder",
    ),
    (
        "a repository of its own",
        |d| {
            fs::create_dir(d.join("vendor")).unwrap();
            git(&d.join("vendor"), &["init", "-q"]);
            fs::write(d.join("vendor/x"), "x").unwrap();
        },
        "queue_classic/vendor is a git repository",
    ),
    (
        "a byte order mark",
        |d| edit(d, "manifest.json", |t| format!("\u{feff}{t}")),
        "",
    ),
];

/// Every file of the clone with its kind and its mode.
fn held(clone: &Path) -> Vec<(std::path::PathBuf, Vec<u8>, u32)> {
    let files = snapshot(clone, &|p| p.starts_with(".git"));
    let mode = |p: &Path| {
        fs::symlink_metadata(clone.join(p))
            .unwrap()
            .permissions()
            .mode()
    };
    files
        .into_iter()
        .map(|(path, bytes)| {
            let mode = mode(&path);
            (path, bytes, mode)
        })
        .collect()
}

#[test]
fn whatever_files_look_like_no_byte_changes() {
    if offline() {
        return;
    }
    toolchain();
    for (what, spoil) in FINE {
        let clone = Clone::new();
        spoil(&clone.world.clone.join(OWN));
        // Half of them as they lie there, half of them committed: neither may matter.
        if what.len() % 2 == 0 {
            clone.commit(what);
        }
        let before = held(&clone.world.clone);
        for _ in 0..2 {
            let run = clone.apply(OWN);
            assert_eq!(run.exit, 0, "{what}: {:#}", run.json);
            assert_eq!(changed(&run), [], "{what}");
            assert!(
                held(&clone.world.clone) == before,
                "{what}: {}",
                clone.status()
            );
        }
    }
}

#[test]
fn what_can_not_be_opened_is_named_and_left() {
    if offline() {
        return;
    }
    toolchain();
    for (what, spoil, said) in REFUSED {
        let clone = Clone::new();
        spoil(&clone.world.clone.join(OWN));
        let before = held(&clone.world.clone);
        let run = clone.apply(OWN);
        assert!([1, 5].contains(&run.exit), "{what}: {:#}", run.json);
        assert!(run.error().contains(said), "{what}: {}", run.error());
        let hint = run.json["error"]["hint"].as_str().unwrap_or("a finding");
        assert!(!hint.is_empty(), "{what}");
        assert!(held(&clone.world.clone) == before, "{what}");
    }
}

#[test]
fn a_worktree_in_the_middle_of_something_stays_there() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    let root = &clone.world.clone;
    clone.write("tile_only/README.md", "edited\n");
    git(root, &["add", "tile_only"]);
    clone.write("tile_only/README.md", "edited again\n");
    clone.write("stray.txt", "x");
    clone.write(".git/MERGE_HEAD", &git(root, &["rev-parse", "HEAD"]));
    clone.write(".git/index.lock", "");
    let (before, index) = (held(root), fs::read(root.join(".git/index")).unwrap());
    let run = clone.apply(OWN);
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(held(root) == before);
    assert_eq!(fs::read(root.join(".git/index")).unwrap(), index);
}
