//! Workflow commands, read as GitHub's runner reads them.

use crate::program::{check, document, world};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// `::kind key=value,key=value::data`, unescaped.
fn read(line: &str) -> (String, BTreeMap<String, String>, String) {
    let rest = line
        .strip_prefix("::")
        .unwrap_or_else(|| panic!("{line:?}"));
    let (head, data) = rest.split_once("::").unwrap();
    let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let value = |text: &str| {
        let text = plain(text).replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let of = |pair: &str| {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("{line:?}"));
        (key.to_owned(), value(text))
    };
    let properties = properties.split(',').map(of).collect();
    (kind.to_owned(), properties, plain(data).replace("%25", "%"))
}

#[test]
fn every_annotation_says_what_the_document_says() {
    let world = world();
    let folder = world.clone.join("acme_queue");
    fs::create_dir_all(folder.join("images")).unwrap();
    // Names that would end a property, a command, or the line.
    for name in [
        "a,b.md", "c::d.md", "e%0Af.md", "g\nh.md", "i%2Cj.md", "k=l.md",
    ] {
        fs::write(
            folder.join("images").join(name),
            "<FILL IN> 100%, or: not\n",
        )
        .unwrap();
    }
    let run = document(&world, &["acme_queue", "--no-ddev"]);
    let found = run.json["findings"].as_array().unwrap();
    let repo = world.clone.to_str().unwrap();
    let args = [
        "acme_queue",
        "--no-ddev",
        "--repo",
        repo,
        "--format",
        "github",
    ];
    let output = check(&world, &args);
    assert_eq!(output.status.code(), Some(run.exit));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), found.len(), "{text}");
    assert!(found.len() >= 8, "{found:#?}");
    for (line, finding) in lines.iter().zip(found) {
        let (kind, properties, data) = read(line);
        let severity = match finding["severity"].as_str().unwrap() {
            "note" => "notice",
            other => other,
        };
        assert_eq!(kind, severity);
        let property = |key: &str| properties.get(key).map(String::as_str);
        assert_eq!(property("file"), finding["file"].as_str(), "{line}");
        assert_eq!(property("title"), finding["rule"].as_str(), "{line}");
        let number = finding["line"].as_u64().map(|n| n.to_string());
        assert_eq!(property("line"), number.as_deref(), "{line}");
        let said = [&finding["message"], &finding["fix"]];
        let said: Vec<&str> = said.into_iter().filter_map(Value::as_str).collect();
        assert_eq!(data, said.join("\n"));
    }
}
