//! The recorded commands: what they printed, without what is private to the contributor's machine.

use super::recorded::{is_tag, period, shortened};
use crate::core::derive::options::public;
use crate::scaffold::render::fixtures::{Fixtures, extension, is_credential, masked};
use crate::scaffold::render::input::Input;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The recorded runs, a command's repeated equal outputs once.
pub fn recorded(
    input: &Input<'_>,
    fixtures: &mut Fixtures,
    needed: &BTreeSet<String>,
) -> Vec<Value> {
    let mut order: Vec<&[String]> = Vec::new();
    for run in &input.capture.commands {
        if !order.contains(&run.argv.as_slice()) {
            order.push(&run.argv);
        }
    }
    let mut out = Vec::new();
    for argv in order {
        let shown: Vec<Value> = argv.iter().map(|a| public(&json!(a))).collect();
        let stem = argv.join(" ");
        let stem = stem
            .rsplit_once('/')
            .map_or(stem.as_str(), |(_, name)| name);
        let list: Vec<Value> = input
            .capture
            .commands
            .iter()
            .filter(|r| r.argv == argv)
            .map(|r| {
                let stdout = masked_lines(&masked(&r.stdout, &|text| is_tag(input, text)));
                let stdout = shortened(input, &stdout, needed);
                let out = fixtures.add(stem, extension("", &stdout), &stdout);
                let err = (!r.stderr.is_empty())
                    .then(|| fixtures.add(&format!("{stem} stderr"), "txt", &r.stderr));
                json!({"argv": shown, "code": r.code, "out": out, "err": err})
            })
            .collect();
        out.extend(period(&list).iter().cloned());
    }
    out
}

/// Where the check finds `get_subprocess_output`: in its own module when it imports the name.
pub fn target(input: &Input<'_>) -> String {
    let imported = input.check.check.lines().any(|l| {
        l.trim_start().starts_with("from ")
            && l.contains("import")
            && l.contains("get_subprocess_output")
    });
    if imported {
        format!(
            "datadog_checks.{}.check.get_subprocess_output",
            input.folder()
        )
    } else {
        "datadog_checks.base.utils.subprocess_output.get_subprocess_output".into()
    }
}

/// The same without the value of each `key: value` or `key=value` whose key looks like a credential's.
fn masked_lines(text: &str) -> String {
    let secret = |line: &str| {
        let at = line.find([':', '='])?;
        let (key, value) = (&line[..at], line[at + 1..].trim());
        // A number of tokens is no token.
        let number = value.parse::<f64>().is_ok();
        let prose =
            key.trim().contains(' ') && !key.contains('"') && key.trim().split(' ').count() > 3;
        (is_credential(key) && !value.is_empty() && !number && !prose).then_some(at)
    };
    if serde_json::from_str::<Value>(text).is_ok() || !text.lines().any(|l| secret(l).is_some()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match secret(line) {
            Some(at) => {
                out.push_str(&line[..=at]);
                out.push_str(" ********");
                out.push_str(if line.ends_with('\n') { "\n" } else { "" });
            }
            None => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::masked_lines;

    #[test]
    fn lines_lose_their_secrets_and_keep_their_numbers() {
        let text = "depth: 3\napi_key=abc\ntokens: 12\nadmin password: hunter2";
        let out = masked_lines(text);
        assert_eq!(
            out,
            "depth: 3\napi_key= ********\ntokens: 12\nadmin password: ********"
        );
        assert_eq!(masked_lines("{\"token\": \"x\"}"), "{\"token\": \"x\"}");
        assert_eq!(masked_lines("depth: 3\r\n"), "depth: 3\r\n");
    }
}
