//! What each validation of the real ddev opens, held against the table by which an edit reruns it.

use crate::lab::{Lab, OURS, VALIDATIONS, command};
use ddint_tui::core::live::reads;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process;
use std::collections::BTreeSet;
use std::fs;

/// Python imports it before anything else.
const HOOK: &str = "import os, sys

out = open(os.environ['OPENED'], 'a', encoding='utf-8')


def hook(event, args):
    if event == 'open' and isinstance(args[0], str):
        out.write(os.path.abspath(args[0]) + '\\n')
        out.flush()


sys.addaudithook(hook)
";

#[test]
fn a_validation_opens_nothing_that_an_edit_of_it_would_not_rerun() {
    let Some(lab) = Lab::new() else { return };
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("sitecustomize.py"), HOOK).unwrap();
    let mut unknown = BTreeSet::new();
    for validation in VALIDATIONS {
        let log = scratch.path().join(validation);
        let spec = lab.plain().spec(&command(validation, OURS));
        let spec = spec
            .env("PYTHONPATH", scratch.path())
            .env("OPENED", &log)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let ended = process::run(&spec, &CancelToken::new(), &mut |_| {}).unwrap();
        // Beside ours stand some that are not as they should be.
        let green = ended.code == Some(0) || matches!(validation, "ci" | "codeowners");
        assert!(green, "{validation}: {}", ended.output);
        let opened = fs::read_to_string(&log).unwrap();
        let mut ours = 0;
        for path in opened.lines() {
            let Some(inner) = path.strip_prefix(lab.clone.to_str().unwrap()) else {
                continue;
            };
            let inner = inner.trim_start_matches('/');
            ours += 1;
            // What is read of other integrations is a part of the key of those that look at all of them.
            let top = inner.split('/').next().unwrap_or_default();
            let sibling = !top.starts_with('.') && top != OURS && inner.contains('/');
            let whole = matches!(validation, "ci" | "codeowners");
            let known = reads(validation, OURS, inner) || sibling && whole;
            if !known && top != ".git" {
                unknown.insert(format!("{validation}: {inner}"));
            }
        }
        println!("{validation}: {ours} files of the clone");
        assert!(ours > 0, "{validation} was seen to open nothing:\n{opened}");
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}
