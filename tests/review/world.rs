//! A whole integration that nothing is wrong with, to be changed by the cases.

use ddint_tui::core::finding::Finding;
use ddint_tui::review::facts::Facts;
use ddint_tui::review::review;
use ddint_tui::review::tree::Tree;
use serde_json::json;
use std::path::Path;

/// What a rule is made for, and what only looks like it.
pub struct Case {
    pub rule: &'static str,
    pub fires: &'static [fn(&mut World)],
    pub silent: &'static [fn(&mut World)],
}

pub struct World {
    pub tree: Tree,
    pub facts: Facts,
}

pub const CHECK: &str = "datadog_checks/acme_queue/check.py";

impl World {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/acme_queue");
        let files = crate::common::snapshot(&root, &|path| path.ends_with("__pycache__"));
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes));
        let mut facts = Facts {
            codeowners: Some("/acme_queue/ @acme support@acme.example\n".into()),
            ..Facts::default()
        };
        for _ in 0..20 {
            facts.learn("other", &other());
        }
        Self {
            tree: Tree::new("acme_queue", files),
            facts,
        }
    }

    pub fn found(&self) -> Vec<Finding> {
        review(&self.tree, &self.facts)
    }

    pub fn by(&self, rule: &str) -> Vec<Finding> {
        self.found()
            .into_iter()
            .filter(|f| f.rule == rule)
            .collect()
    }

    pub fn paths(&self) -> Vec<String> {
        self.tree.files().map(|(path, _)| path.to_owned()).collect()
    }

    pub fn text(&self, path: &str) -> String {
        self.tree.text(path).unwrap().to_owned()
    }

    pub fn put(&mut self, path: &str, text: &str) {
        self.tree.put(path, text);
    }

    /// Replaces a text that must be there.
    pub fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from:?}:\n{text}");
        self.tree.put(path, text.replacen(from, to, 1));
    }

    pub fn append(&mut self, path: &str, text: &str) {
        let all = self.text(path) + text;
        self.tree.put(path, all);
    }

    pub fn remove(&mut self, path: &str) {
        assert!(self.tree.remove(path), "{path}");
    }

    /// A check of another kind, whose method has these lines.
    pub fn check(&mut self, lines: &str) {
        self.module("", lines);
    }

    /// The same with lines above the class.
    pub fn module(&mut self, above: &str, lines: &str) {
        let body: String = lines
            .lines()
            .map(|line| format!("        {line}\n"))
            .collect();
        let text = format!(
            "{above}\nfrom datadog_checks.base import AgentCheck\n\n\nclass AcmeQueueCheck(AgentCheck):\n    __NAMESPACE__ = 'acme_queue'\n\n    def check(self, instance):\n        tags = list(instance.get('tags') or [])\n{body}"
        );
        self.put(CHECK, &text);
    }
}

fn other() -> serde_json::Value {
    json!({
        "app_id": "other",
        "app_uuid": "11111111-2222-3333-4444-555555555555",
        "tile": {"classifier_tags": [
            "Supported OS::Linux", "Supported OS::macOS", "Supported OS::Windows", "Category::Metrics",
            "Category::Log Collection", "Offering::Integration", "Submitted Data Type::Metrics",
        ]},
        "assets": {"integration": {"source_type_id": 12345}},
    })
}
