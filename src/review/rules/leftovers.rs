//! What was left in the code and belongs to nobody.

use crate::review::look::Look;
use crate::review::python::{Piece, Python};
use crate::review::rule::{Findings, Rule};

pub const RULES: &[Rule] = &[
    Rule {
        name: "code-commented-out",
        why: "Code in comments is never run and never right; the history keeps it.",
        source: "scaffold docstrings, commented-out code: reviewers' remarks on code",
        check: commented_out,
    },
    Rule {
        name: "code-todo",
        why: "What is still to be done is to be done before the pull request.",
        source: "TODO: reviewers' remarks on code",
        check: todo,
    },
    Rule {
        name: "code-unused",
        why: "A method that nobody calls is read by every reviewer all the same.",
        source: "unused methods: reviewers' remarks on code",
        check: unused,
    },
];

fn commented_out(look: &Look<'_>, out: &mut Findings) {
    for file in &look.python {
        // The example in it is ddev's own, in every integration.
        if file.path.ends_with("/config_models/validators.py") {
            continue;
        }
        let mut last = 0;
        for comment in file.comments.iter().filter(|c| is_code(c)) {
            // A block is told once.
            if comment.line > last + 1 {
                out.warn(
                    (file.path, comment.line),
                    format!("`{}` is code in a comment.", comment.text),
                    "Delete it.",
                );
            }
            last = comment.line;
        }
    }
}

fn is_code(comment: &Piece) -> bool {
    let text = comment.text.as_str();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let imports = (text.starts_with("from ") && text.contains(" import "))
        || (text.starts_with("import ") && text[7..].chars().all(word));
    let defines = ["def ", "class ", "if ", "for ", "while ", "elif ", "with "]
        .iter()
        .any(|k| text.starts_with(k))
        && text.ends_with(':')
        && text.contains(['(', '=', '.', '_'])
        && !text.contains(", ")
        || (text.starts_with("def ") && text.ends_with(':'));
    let head: String = text.chars().take_while(|c| word(*c)).collect();
    let after = &text[head.len()..];
    let called =
        (head.contains('.') || head == "print") && after.starts_with('(') && text.ends_with(')');
    let set =
        !head.is_empty() && after.starts_with(" = ") && text.ends_with([')', ']', '}', '\'', '"']);
    imports || defines || called || set
}

fn todo(look: &Look<'_>, out: &mut Findings) {
    for file in &look.python {
        for comment in &file.comments {
            let first = comment
                .text
                .split([':', ' ', '('])
                .next()
                .unwrap_or_default();
            let small = ["todo", "fixme"].contains(&first.to_lowercase().as_str())
                && comment.text[first.len()..].starts_with([':', '(']);
            if matches!(first, "TODO" | "FIXME" | "XXX" | "HACK") || small {
                out.warn(
                    (file.path, comment.line),
                    format!("`{}` is still to be done.", comment.text),
                    "Do it, or take the comment away.",
                );
            }
        }
        // Of strings, those that stand alone: documentation.
        let alone = |string: &&Piece| {
            let before = &file.code[..string.start];
            let line = before.rfind('\n').map_or(before, |i| &before[i..]);
            line.trim().is_empty()
        };
        let later =
            |s: &&Piece| s.text.contains("TODO:") || s.text.trim_start().starts_with("TODO ");
        let texts = file.strings.iter().filter(alone).filter(later);
        for text in texts {
            let above = text.text.split("TODO").next().unwrap_or_default();
            let line = u32::try_from(above.matches('\n').count()).unwrap_or(0);
            out.warn(
                (file.path, text.line + line),
                "A text says TODO: it is still to be done.",
                "Do it, or take the words away.",
            );
        }
    }
}

fn unused(look: &Look<'_>, out: &mut Findings) {
    let uses = |name: &str| -> usize {
        let count = |file: &Python<'_>| {
            let word = |i: usize| {
                let bytes = file.text.as_bytes();
                let part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
                let before = i.checked_sub(1).map(|b| bytes[b]);
                !before.is_some_and(part) && !bytes.get(i + name.len()).copied().is_some_and(part)
            };
            file.text
                .match_indices(name)
                .filter(|(i, _)| word(*i))
                .count()
        };
        look.python.iter().map(count).sum()
    };
    for file in look.code() {
        for (line, text) in file.lines() {
            let Some(rest) = text.trim_start().strip_prefix("def ") else {
                continue;
            };
            let name = rest.split('(').next().unwrap_or_default();
            // A public name may be what the base class calls.
            let private = name.starts_with('_') && !name.starts_with("__");
            let of_module = text.starts_with("def ") && !name.starts_with("__");
            if (private || of_module) && uses(name) == 1 {
                out.warn(
                    (file.path, line),
                    format!("Nothing calls `{name}`."),
                    "Delete it.",
                );
            }
        }
    }
}
