//! A clone of integrations-extras with as many folders as the real one.

use git2::{IndexAddOption, Repository, Signature};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How many integrations there are in integrations-extras.
pub const FOLDERS: usize = 265;

/// Makes the clone at `root`, committed, on `master`, with both remotes.
pub fn make(root: &Path) {
    let put = |path: &str, text: &str| {
        let at = root.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    };
    let repo = Repository::init(root).unwrap();
    repo.set_head("refs/heads/master").unwrap();
    let mut owners = String::from("# Owners\n");
    let mut jobs = String::from("name: Test all\n\njobs:\n");
    for n in 0..FOLDERS {
        let name = format!("product_{n:03}");
        let _ = writeln!(owners, "/{name}/  @owner{n}");
        let _ = writeln!(jobs, "  j{n:03}:\n    with:\n      target: {name}");
        for (path, text) in files(&name) {
            put(&format!("{name}/{path}"), &text);
        }
    }
    put(".gitignore", "*.pyc\n.venv/\n");
    put(".github/CODEOWNERS", &owners);
    put(".github/workflows/test-all.yml", &jobs);
    put(
        ".github/workflows/validate.yml",
        "name: Validate\njobs:\n  run:\n    with:\n      repo: extras\n",
    );
    put(".ddev/config.toml", "repo = \"extras\"\n");
    put("pyproject.toml", "[tool.ddev]\nrepo = \"extras\"\n");

    let mut index = repo.index().unwrap();
    index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
    index.write().unwrap();
    let tree = repo.find_tree(index.write_tree().unwrap()).unwrap();
    let who = Signature::now("Acme Co", "dev@acme.example").unwrap();
    let head = repo
        .commit(Some("HEAD"), &who, &who, "Begin", &tree, &[])
        .unwrap();
    for (name, owner) in [("origin", "acmeco"), ("upstream", "DataDog")] {
        let url = format!("https://github.com/{owner}/integrations-extras.git");
        repo.remote(name, &url).unwrap();
        let reference = format!("refs/remotes/{name}/master");
        repo.reference(&reference, head, true, "bench").unwrap();
    }
    let mut config = repo.config().unwrap();
    config.set_str("user.name", "Acme Co").unwrap();
    config.set_str("user.email", "dev@acme.example").unwrap();
}

/// The files that an integration of the usual size has.
fn files(name: &str) -> Vec<(String, String)> {
    let readme = format!("# {name}\n\n## Overview\n\nWhat {name} does.\n").repeat(12);
    let mut metadata =
        String::from("metric_name,metric_type,interval,unit_name,per_unit_name,description\n");
    for n in 0..40 {
        let _ = writeln!(
            metadata,
            "{name}.metric_{n},gauge,,byte,,Bytes of part {n}."
        );
    }
    let manifest = format!(
        "{{\n  \"app_id\": \"{name}\",\n  \"tile\": {{\n    \"classifier_tags\": [\"Category::Metrics\", \
         \"Category::Message Queues\", \"Supported OS::Linux\"]\n  }}\n}}\n"
    );
    let package = format!("datadog_checks/{name}");
    let check = format!("class {name}Check:\n    pass\n").repeat(30);
    [
        ("README.md".to_owned(), readme),
        ("metadata.csv".into(), metadata),
        ("manifest.json".into(), manifest),
        ("CHANGELOG.md".into(), "# CHANGELOG\n".into()),
        (
            "hatch.toml".into(),
            "[env.collectors.datadog-checks]\n".into(),
        ),
        (
            "pyproject.toml".into(),
            format!("[project]\nname = \"{name}\"\n"),
        ),
        ("assets/service_checks.json".into(), "[]\n".into()),
        (format!("assets/dashboards/{name}.json"), "{}\n".repeat(400)),
        (format!("{package}/__init__.py"), String::new()),
        (format!("{package}/check.py"), check),
        (
            "tests/test_unit.py".into(),
            "def test():\n    pass\n".into(),
        ),
    ]
    .into()
}
