//! Numbered links: the repository's READMEs have their addresses at the end, each used.

use regex::{Captures, Regex};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ {0,3}\[([^\]]+)\]: +<?(\S+?)>?$"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(`[^`]*`)|(!?)\[([^\[\]]*)\](?:\((\S+?)\)|\[([^\[\]]+)\])"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern, compiled by the tests")
}

/// The same Markdown with every link numbered in the order met and its address at the end. Links in the
/// page (`#metrics`), images, code and fences stay; a reference to nothing becomes plain text.
#[must_use]
pub fn number(markdown: &str) -> String {
    let (body, defined) = split(markdown);
    let mut addresses: Vec<String> = Vec::new();
    let mut out = outside_fences(&body, |line| {
        LINK.replace_all(line, |c: &Captures<'_>| match target(c, &defined) {
            Target::Keep => c[0].to_owned(),
            Target::Text => c[3].to_owned(),
            Target::Address(address) => {
                let at = addresses.iter().position(|a| *a == address);
                let at = at.unwrap_or_else(|| {
                    addresses.push(address);
                    addresses.len() - 1
                });
                format!("[{}][{}]", &c[3], at + 1)
            }
        })
        .into_owned()
    });
    if !addresses.is_empty() {
        out.push('\n');
    }
    for (i, address) in addresses.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "[{}]: {address}", i + 1);
    }
    out
}

/// The same Markdown with its reference links written in place, so that sections with numbers of their own
/// can be put together before [`number`].
#[must_use]
pub fn inline(markdown: &str) -> String {
    let (body, defined) = split(markdown);
    outside_fences(&body, |line| {
        LINK.replace_all(line, |c: &Captures<'_>| match target(c, &defined) {
            Target::Keep => c[0].to_owned(),
            Target::Text => c[3].to_owned(),
            Target::Address(address) => format!("[{}]({address})", &c[3]),
        })
        .into_owned()
    })
}

fn outside_fences(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fence || fenced {
            out.push_str(line);
        } else {
            out.push_str(&change(line));
        }
        out.push('\n');
    }
    out
}

/// The text without its link definitions, and those by label. A later definition of a label is the one
/// nearest to its use only by chance, so the first counts, as in Markdown.
fn split(markdown: &str) -> (String, BTreeMap<String, String>) {
    let mut defined = BTreeMap::new();
    let mut body = String::with_capacity(markdown.len());
    let mut fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        match DEFINITION.captures(line) {
            Some(c) if !fenced => {
                defined
                    .entry(c[1].to_lowercase())
                    .or_insert_with(|| c[2].to_owned());
            }
            _ => {
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    while body.ends_with("\n\n") {
        body.pop();
    }
    (body, defined)
}

enum Target {
    /// Code, an image, a link in the page: stays as it is.
    Keep,
    /// A reference to nothing.
    Text,
    Address(String),
}

fn target(c: &Captures<'_>, defined: &BTreeMap<String, String>) -> Target {
    if c.get(1).is_some() || &c[2] == "!" {
        return Target::Keep;
    }
    match (c.get(4), c.get(5)) {
        (Some(address), _) if address.as_str().starts_with('#') => Target::Keep,
        (Some(address), _) => Target::Address(address.as_str().to_owned()),
        (_, Some(label)) => defined
            .get(&label.as_str().to_lowercase())
            .map_or(Target::Text, |a| Target::Address(a.clone())),
        _ => Target::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_numbered_once_each() {
        let text = "[a](https://a.test) and [b][x], [a2](https://a.test), [m](#metrics), `[c](d)`, \
                    ![i](images/i.png), [none][9]\n\n```\n[k](https://k.test)\n```\n\n[X]: https://b.test\n";
        assert_eq!(
            number(text),
            "[a][1] and [b][2], [a2][1], [m](#metrics), `[c](d)`, ![i](images/i.png), none\n\n```\n\
             [k](https://k.test)\n```\n\n[1]: https://a.test\n[2]: https://b.test\n"
        );
    }

    #[test]
    fn sections_with_numbers_of_their_own_can_be_put_together() {
        assert_eq!(
            inline("[a][1] [b](https://b.test)\n\n[1]: <https://a.test>\n"),
            "[a](https://a.test) [b](https://b.test)\n"
        );
    }

    #[test]
    fn a_text_without_links_gets_none() {
        assert_eq!(number("a\n"), "a\n");
    }
}
