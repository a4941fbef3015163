//! A clone that holds the fixtures, and the workflow opened on one of them.

use crate::common::{Run, World, copy, git, program};
use serde_yaml::Value;
use std::fs;
use std::path::{Path, PathBuf};

pub const ALL: [&str; 3] = ["queue_classic", "tile_only", "partner_feed"];

pub struct Clone {
    pub world: World,
}

impl Clone {
    /// The demo's repository with the fixtures in it, as the clone has them on every branch. One of them has
    /// lines that end with CRLF.
    pub fn new() -> Self {
        let world = World::new();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/existing/fixtures");
        for name in ALL {
            copy(&fixtures.join(name), &world.clone.join(name));
        }
        let it = Self { world };
        for file in ["metadata.csv", "README.md", "manifest.json"] {
            let text = it.read(&format!("tile_only/{file}"));
            it.write(&format!("tile_only/{file}"), &text.replace('\n', "\r\n"));
        }
        let owners = it.read(".github/CODEOWNERS");
        let lines = "/queue_classic/   @classic-dev   help@acme.example\n/tile_only/ @tiles @DataDog/ecosystems-review\n";
        let begin = "# Community partners\n";
        assert!(owners.contains(begin), "{owners}");
        let owners = owners.replace(begin, &format!("{begin}{lines}"));
        it.write(".github/CODEOWNERS", &owners);
        let config = it.read(".ddev/config.toml");
        let mut tables = 0;
        let mut lines = String::new();
        for line in config.lines() {
            lines.push_str(line);
            lines.push('\n');
            let own = match line {
                "[overrides.display-name]" => "partner_feed = \"Partner Feed\" # ours\n",
                "[overrides.metrics-prefix]" => "partner_feed = 'feed.'\n",
                _ => continue,
            };
            tables += 1;
            lines.push_str(own);
        }
        assert_eq!(tables, 2, "{config}");
        it.write(".ddev/config.toml", &lines);
        it.commit("Fixtures");
        it
    }

    pub fn commit(&self, message: &str) {
        git(&self.world.clone, &["add", "-A", "-f"]);
        git(&self.world.clone, &["commit", "-qm", message]);
    }

    fn at(&self, path: &str) -> PathBuf {
        self.world.clone.join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.at(path), text).unwrap();
    }

    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old:?}: {text}");
        self.write(path, &text.replace(old, new));
    }

    /// What git sees as changed.
    pub fn status(&self) -> String {
        git(&self.world.clone, &["status", "--porcelain"])
    }

    /// The changed lines of a file, without their place.
    pub fn diff(&self, path: &str) -> Vec<String> {
        let text = git(&self.world.clone, &["diff", "-U0", "--", path]);
        text.lines()
            .skip_while(|l| !l.starts_with("@@"))
            .filter(|l| !l.starts_with("@@") && !l.starts_with('\\'))
            .map(|l| l.trim_end_matches('\r').to_owned())
            .collect()
    }

    pub fn workspace(&self, name: &str) -> PathBuf {
        self.world.path().join("workflows").join(name)
    }

    pub fn from(&self, name: &str, more: &[&str]) -> Run {
        let output = program(self.world.path())
            .args(["new", "--from", name, "--repo"])
            .arg(&self.world.clone)
            .arg("--workspace")
            .arg(self.workspace(name))
            .args(["--format", "json"])
            .args(more)
            .output()
            .unwrap();
        Run::of(&output)
    }

    pub fn apply(&self, name: &str) -> Run {
        self.from(name, &["--apply"])
    }

    /// The saved document.
    pub fn document(&self, name: &str) -> Value {
        let text = fs::read_to_string(self.workspace(name).join("workflow.yaml")).unwrap();
        serde_yaml::from_str(&text).unwrap()
    }

    /// Lays answers over those of the saved workflow, as a person would type them in its file.
    pub fn answer(&self, name: &str, answers: &str) {
        let mut document = self.document(name);
        let over: Value = serde_yaml::from_str(answers).unwrap();
        lay(document.get_mut("answers").unwrap(), over);
        let text = serde_yaml::to_string(&document).unwrap();
        fs::write(self.workspace(name).join("workflow.yaml"), text).unwrap();
    }
}

fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Mapping(under), Value::Mapping(over)) => {
            for (key, value) in over {
                match under.get_mut(&key) {
                    Some(held) => lay(held, value),
                    None => {
                        under.insert(key, value);
                    }
                }
            }
        }
        (under, over) => *under = over,
    }
}

/// The states of the files that are not as they were.
pub fn changed(run: &Run) -> Vec<(String, String)> {
    let mut files = run.files();
    files.retain(|(_, state)| state != "unchanged");
    files
}

pub fn messages(run: &Run) -> Vec<String> {
    let findings = run.json["findings"].as_array().unwrap();
    let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|f| {
            format!(
                "{} {}: {}",
                text(f, "severity"),
                text(f, "file"),
                text(f, "message")
            )
        })
        .collect()
}
