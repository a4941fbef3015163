//! How an editor is told the line at which to open a file.

use std::ffi::OsString;
use std::path::Path;

/// Editors that take `+LINE` before the file.
const PLUS: [&str; 21] = [
    "vi",
    "vim",
    "nvim",
    "gvim",
    "mvim",
    "view",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "kak",
    "micro",
    "joe",
    "jed",
    "ed",
    "ne",
    "mg",
    "gedit",
    "vim.basic",
    "vim.tiny",
    "vim.nox",
];
/// Editors that take `FILE:LINE`.
const COLON: [&str; 5] = ["hx", "helix", "subl", "zed", "zeditor"];
/// Editors that take `--goto FILE:LINE`.
const GOTO: [&str; 5] = ["code", "code-insiders", "codium", "vscodium", "cursor"];

/// The arguments that open `path` at `line`, counted from 1; without the line where the editor is not known to take one.
#[must_use]
pub fn arguments(program: &str, path: &Path, line: Option<u32>) -> Vec<OsString> {
    let name = program.rsplit('/').next().unwrap_or(program);
    let Some(line) = line else {
        return vec![path.into()];
    };
    let at_line = || {
        let mut at = path.as_os_str().to_owned();
        at.push(format!(":{line}"));
        at
    };
    if PLUS.contains(&name) {
        vec![format!("+{line}").into(), path.into()]
    } else if COLON.contains(&name) {
        vec![at_line()]
    } else if GOTO.contains(&name) {
        vec!["--goto".into(), at_line()]
    } else {
        vec![path.into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let cases: [(&str, &[&str]); 7] = [
            ("vim", &["+3", "/a b.py"]),
            ("/usr/bin/nano", &["+3", "/a b.py"]),
            ("code", &["--goto", "/a b.py:3"]),
            ("/opt/x/code-insiders", &["--goto", "/a b.py:3"]),
            ("hx", &["/a b.py:3"]),
            ("some-editor", &["/a b.py"]),
            // Only its whole name says which editor it is.
            ("barcode", &["/a b.py"]),
        ];
        for (program, expected) in cases {
            assert_eq!(
                arguments(program, Path::new("/a b.py"), Some(3)),
                expected,
                "{program}"
            );
            assert_eq!(arguments(program, Path::new("/a b.py"), None), ["/a b.py"]);
        }
    }
}
