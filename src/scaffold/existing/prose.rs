//! Sections of a Markdown text by their headings.

use std::ops::Range;

/// The text below a heading, without the blank lines around it. `inside`: the heading of the level above that
/// it must stand under.
#[must_use]
pub fn section<'a>(text: &'a str, title: &str, inside: Option<&str>) -> Option<&'a str> {
    place(text, title, inside).map(|range| text[range].trim_matches('\n'))
}

/// The text with another body below a heading; `None` when the heading is absent.
#[must_use]
pub fn with_section(text: &str, title: &str, inside: Option<&str>, body: &str) -> Option<String> {
    let range = place(text, title, inside)?;
    let old = &text[range.clone()];
    let kept = old.trim_matches('\n');
    let (before, after) = if kept.is_empty() {
        ("\n".to_owned(), "\n\n".to_owned())
    } else {
        let start = old.len() - old.trim_start_matches('\n').len();
        let end = old.trim_end_matches('\n').len();
        (old[..start].to_owned(), old[end..].to_owned())
    };
    Some(format!(
        "{}{before}{}{after}{}",
        &text[..range.start],
        body.trim_matches('\n'),
        &text[range.end..]
    ))
}

/// From the line below the heading to the next heading of the same level or above. What belongs to a heading
/// of a lower level belongs to the section too; definitions of links at the end of the text don't.
fn place(text: &str, title: &str, inside: Option<&str>) -> Option<Range<usize>> {
    let mut found: Option<(usize, usize)> = None;
    let mut parent = String::new();
    let mut end = text.len();
    for heading in headings(text) {
        if let Some((level, _)) = found
            && heading.level <= level
        {
            end = heading.start;
            break;
        }
        if found.is_none() {
            let fits = inside.is_none_or(|i| heading.level == 3 && parent.eq_ignore_ascii_case(i))
                && (inside.is_some() || heading.level == 2);
            if fits && heading.title.eq_ignore_ascii_case(title) {
                found = Some((heading.level, heading.end));
            }
            if heading.level == 2 {
                heading.title.clone_into(&mut parent);
            }
        }
    }
    let (_, start) = found?;
    let body = &text[start..end];
    let links = body
        .lines()
        .rev()
        .take_while(|l| l.trim().is_empty() || is_definition(l))
        .filter(|l| is_definition(l))
        .last();
    // The lines are slices of the text: their addresses tell where they stand.
    let cut = links.map(|l| l.as_ptr() as usize - body.as_ptr() as usize);
    Some(start..start + cut.unwrap_or(body.len()))
}

pub(in crate::scaffold) fn is_definition(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|l| l.split_once("]:"))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains(']'))
}

pub(in crate::scaffold) struct Heading<'a> {
    pub level: usize,
    pub title: &'a str,
    pub start: usize,
    /// Behind the heading's line.
    end: usize,
}

pub(in crate::scaffold) fn headings(text: &str) -> Vec<Heading<'_>> {
    let mut out = vec![];
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|f| bare.starts_with(f));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let level = line.bytes().take_while(|b| *b == b'#').count();
        if fence.is_none() && (1..=6).contains(&level) && line[level..].starts_with(' ') {
            out.push(Heading {
                level,
                title: line[level..].trim().trim_end_matches('#').trim(),
                start,
                end: at,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = "# Acme\n\n## Overview\n\nWhat [it][1] does.\n\n```\n## no heading\n```\n\n## Setup\n### Installation\nRun it.\n\n### Configuration\n\n1. a\n\n#### More\n\nb\n\n## Support\n\nAsk.\n\n[1]: https://acme.example\n[2]: https://acme.example/2\n";

    #[test]
    fn sections_end_where_the_next_begins() {
        let overview = section(README, "overview", None).unwrap();
        assert_eq!(overview, "What [it][1] does.\n\n```\n## no heading\n```");
        assert_eq!(
            section(README, "Installation", Some("Setup")),
            Some("Run it.")
        );
        let configuration = section(README, "Configuration", Some("Setup")).unwrap();
        assert_eq!(configuration, "1. a\n\n#### More\n\nb");
        assert_eq!(section(README, "Support", None), Some("Ask."));
        assert_eq!(section(README, "Installation", None), None);
        assert_eq!(section(README, "Troubleshooting", None), None);
    }

    #[test]
    fn a_section_changes_and_the_spacing_stays() {
        let new = with_section(README, "Installation", Some("Setup"), "Type it.\n").unwrap();
        assert_eq!(new, README.replace("Run it.", "Type it."));
        let same = section(README, "Support", None).unwrap();
        assert_eq!(with_section(README, "Support", None, same).unwrap(), README);
        let new = with_section(README, "Support", None, "Write.").unwrap();
        assert_eq!(new, README.replace("Ask.", "Write."));
        assert_eq!(with_section(README, "No", None, "x"), None);
    }
}
