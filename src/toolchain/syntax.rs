//! Whether Python files parse: Python itself says, for all of them in one process.

use super::Toolchain;
use crate::core::finding::{Finding, Source};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use crate::jobs::text;
use std::path::Path;
use std::time::Duration;

/// Reads names from its input, and prints line, name, and message of each file that does not parse.
const SCRIPT: &str = "\
import ast, json, sys, warnings
warnings.simplefilter('ignore')
for name in json.load(sys.stdin):
    try:
        with open(name, 'rb') as f:
            ast.parse(f.read(), name)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        found = {'file': name, 'line': getattr(e, 'lineno', None), 'message': getattr(e, 'msg', None) or str(e)}
        print(json.dumps(found))
";

/// A finding for each of the files (relative to `root`, with `/`) that is no Python.
#[must_use]
pub fn check(
    toolchain: &Toolchain,
    root: &Path,
    files: &[String],
    cancel: &CancelToken,
) -> Vec<Finding> {
    if files.is_empty() {
        return vec![];
    }
    let mut spec = Spec::new(&toolchain.python, ["-I", "-S", "-c", SCRIPT])
        .cwd(root)
        .time_limit(Duration::from_secs(60))
        .env("PYTHONUTF8", "1");
    spec.stdin = serde_json::to_vec(files).ok();
    let Ok(ended) = process::run(&spec, cancel, &mut |_| {}) else {
        return vec![];
    };
    let plain = text::plain(&ended.output);
    plain.lines().filter_map(finding).collect()
}

fn finding(line: &str) -> Option<Finding> {
    let found: serde_json::Value = serde_json::from_str(line).ok()?;
    let message = found["message"].as_str()?;
    let at = found["line"].as_u64().and_then(|n| u32::try_from(n).ok());
    let message = format!("The file is no valid PY: {message}.");
    let finding = Finding::error(Source::Review, "syntax", message);
    Some(
        finding
            .at(found["file"].as_str()?, at)
            .fix("Correct the syntax on this line."),
    )
}
