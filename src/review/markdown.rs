//! A page of Markdown: headings with their anchors, links, and the lines outside of code.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A link or image: where it stands and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub line: u32,
    pub target: String,
}

/// A page, read line by line.
#[derive(Debug, Clone)]
pub struct Markdown<'a> {
    pub path: &'a str,
    pub text: &'a str,
    /// Level, title, line.
    pub headings: Vec<(usize, String, u32)>,
    /// `[text](target)`, outside of code.
    pub links: Vec<Link>,
    /// `[label]: target`, by label, in lower case.
    pub definitions: BTreeMap<String, Link>,
    /// Labels that are defined twice, with the line of the second.
    pub doubles: Vec<(String, u32)>,
    /// `[text][label]` and `[label]`, with the line.
    pub uses: Vec<(String, u32)>,
    /// The labels among them that a text in brackets stands before, which a reader sees when they lead nowhere.
    pub full: BTreeSet<String>,
    /// Lines outside of fenced code, with inline code and targets of links blanked.
    pub prose: Vec<(u32, String)>,
}

impl<'a> Markdown<'a> {
    #[must_use]
    pub fn read(path: &'a str, text: &'a str) -> Self {
        let mut out = Self {
            path,
            text,
            headings: vec![],
            links: vec![],
            definitions: BTreeMap::new(),
            doubles: vec![],
            uses: vec![],
            full: BTreeSet::new(),
            prose: vec![],
        };
        let mut fence: Option<&str> = None;
        for (number, line) in super::tree::numbered(text) {
            let begin = line.trim_start();
            let mark = ["```", "~~~"].into_iter().find(|m| begin.starts_with(m));
            match (fence, mark) {
                (Some(open), Some(mark)) if open == mark => fence = None,
                (None, Some(mark)) => fence = Some(mark),
                (Some(_), _) => {}
                (None, None) => out.line(number, line),
            }
        }
        out
    }

    fn line(&mut self, number: u32, line: &str) {
        if let Some((label, target)) = definition(line) {
            match self.definitions.entry(label.to_lowercase()) {
                Entry::Occupied(first) => self.doubles.push((first.key().clone(), number)),
                Entry::Vacant(free) => {
                    free.insert(Link {
                        line: number,
                        target: target.to_owned(),
                    });
                }
            }
            return;
        }
        let level = line.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            let title = line[level..].trim().trim_end_matches('#').trim();
            self.headings.push((level, title.to_owned(), number));
        }
        let line = without_code(line);
        let line = self.take_links(number, &line);
        self.prose.push((number, line));
    }

    /// Notes the links of a line; the line with their targets blanked.
    fn take_links(&mut self, number: u32, line: &str) -> String {
        let bytes = line.as_bytes();
        let mut out = bytes.to_vec();
        let mut blank = |from: usize, to: usize| out[from..to].fill(b' ');
        // The second bracket of `[text][label]` is no use of its own.
        let mut taken = vec![];
        let mut at = 0;
        while let Some(open) = line[at..].find('[').map(|i| i + at) {
            let Some(close) = closing(bytes, open) else {
                at = open + 1;
                continue;
            };
            if taken.contains(&open) {
                at = open + 1;
                continue;
            }
            let label = &line[open + 1..close];
            let after = bytes.get(close + 1);
            if after == Some(&b'(') {
                if let Some(end) = line[close..].find(')').map(|i| i + close) {
                    let target = line[close + 2..end].split_whitespace().next();
                    self.links.push(Link {
                        line: number,
                        target: target.unwrap_or_default().to_owned(),
                    });
                    blank(close + 1, end + 1);
                }
            } else if after == Some(&b'[') {
                if let Some(end) = closing(bytes, close + 1) {
                    let named = line[close + 2..end].trim();
                    let label = if named.is_empty() { label } else { named };
                    self.uses.push((label.to_lowercase(), number));
                    self.full.insert(label.to_lowercase());
                    taken.push(close + 1);
                    blank(close + 1, end + 1);
                }
            } else if after != Some(&b':') {
                self.uses.push((label.to_lowercase(), number));
            }
            at = open + 1;
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The anchors of the page, as GitHub and the documentation make them.
    #[must_use]
    pub fn anchors(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for (_, title, _) in &self.headings {
            let base = anchor(title);
            let mut name = base.clone();
            let mut n = 1;
            while !out.insert(name) {
                name = format!("{base}-{n}");
                n += 1;
            }
        }
        // An anchor that the page names itself.
        for part in self.text.split("<a name=\"").skip(1) {
            out.extend(part.split('"').next().map(str::to_lowercase));
        }
        out
    }

    /// Everything below the heading on a line, as far as the next heading, code included; without definitions of links.
    #[must_use]
    pub fn below(&self, line: u32) -> String {
        let end = self.headings.iter().map(|(_, _, n)| *n).find(|n| *n > line);
        let lines = super::tree::numbered(self.text);
        let lines = lines.filter(|(n, _)| *n > line && end.is_none_or(|end| *n < end));
        let lines = lines
            .map(|(_, text)| text)
            .filter(|text| definition(text).is_none());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The prose below a heading of level 2 or 3, as far as the next of the same level or above.
    #[must_use]
    pub fn section(&self, title: &str) -> Option<(u32, String)> {
        let same = |t: &str| t.eq_ignore_ascii_case(title);
        let (level, _, line) = self.headings.iter().find(|(_, t, _)| same(t))?;
        let end = self
            .headings
            .iter()
            .find(|(l, _, n)| n > line && l <= level)
            .map_or(u32::MAX, |(_, _, n)| *n);
        let prose = self.prose.iter().filter(|(n, _)| n > line && *n < end);
        let lines: Vec<&str> = prose.map(|(_, text)| text.as_str()).collect();
        Some((*line, lines.join("\n")))
    }
}

/// A heading's anchor: lower case, spaces as `-`, punctuation left out.
#[must_use]
pub fn anchor(title: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let plain: String = title.trim().chars().filter(|c| keep(*c)).collect();
    plain.to_lowercase().replace(' ', "-")
}

fn definition(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    let target = rest.split_whitespace().next()?;
    (!label.is_empty() && !label.contains(['[', ']'])).then_some((label, target))
}

fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, b) in bytes.iter().enumerate().skip(open) {
        match b {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// The line with what stands between backticks blanked.
fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut inside = false;
    for c in line.chars() {
        if c == '`' {
            inside = !inside;
            out.push(c);
        } else if inside {
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    // A single backtick opens nothing.
    if inside { line.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_headings_and_prose() {
        let text = "# A B\n\nSee [the `x` page][1], [two](#a-b \"t\") and `[no][9]`.\n```\n[no][8]\n```\n## C & D\nText [img ![x][3]][2]\n\n[1]: https://a.example/x\n[2]: b\n[2]: c\n";
        let page = Markdown::read("README.md", text);
        let uses: Vec<&str> = page.uses.iter().map(|(l, _)| l.as_str()).collect();
        assert_eq!(uses, ["1", "2", "3"]);
        assert_eq!(page.links[0].target, "#a-b");
        assert_eq!(page.definitions["1"].target, "https://a.example/x");
        assert_eq!(page.doubles, [("2".to_owned(), 12)]);
        assert!(page.anchors().contains("c--d"));
        assert_eq!(page.section("c & d").unwrap().0, 7);
        assert!(!page.prose.iter().any(|(_, l)| l.contains("no]")));
    }
}
