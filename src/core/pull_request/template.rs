//! The repository's own template for a pull request, filled in. What it asks is kept; only its placeholders go.

/// What goes into the template.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// What the change does.
    pub what: &'a str,
    /// What it is for.
    pub why: &'a str,
    /// Everything else that a reviewer should know.
    pub notes: &'a str,
}

/// Where the repository has no template.
pub const PLAIN: &str = "### What does this PR do?\n\n### Motivation\n\n### Additional Notes\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    What,
    Why,
    Notes,
    Other,
}

struct Section<'a> {
    /// With its `#`; none for what stands above the first one.
    heading: Option<&'a str>,
    lines: Vec<&'a str>,
}

/// The template with its sections filled in. A section that it lacks is added.
///
/// # Arguments
/// `holds`: whether a point of a checklist, given its text, is known to be so. Others stay as they are.
#[must_use]
pub fn fill(template: &str, parts: &Parts, holds: &dyn Fn(&str) -> bool) -> String {
    let sections = split(template);
    let marks = sections.iter().find_map(|s| s.heading).map_or("###", marks);
    let mut seen = vec![];
    let mut out: Vec<String> = vec![];
    let (mut first, mut after_what) = (None, None);
    for section in &sections {
        let role = section.heading.map_or(Role::Other, role);
        if section.heading.is_some() && first.is_none() {
            first = Some(out.len());
        }
        out.extend(section.heading.map(str::to_owned));
        let text = match role {
            Role::Other => None,
            // A second one of its kind asks something else.
            again if seen.contains(&again) => None,
            Role::What => Some(parts.what),
            Role::Why => Some(parts.why),
            Role::Notes => Some(parts.notes),
        };
        if let Some(text) = text {
            seen.push(role);
            out.push(text.trim().to_owned());
            out.push(kept(&section.lines, holds));
            if role == Role::What {
                after_what = Some(out.len());
            }
        } else {
            let lines = section.lines.iter().map(|line| ticked(line, holds));
            out.push(lines.collect::<Vec<_>>().join("\n"));
        }
    }
    let missing = |role: Role, title: &str, text: &str| {
        let wanted = !seen.contains(&role) && !text.trim().is_empty();
        wanted.then(|| [format!("{marks} {title}"), text.trim().to_owned()])
    };
    let what = missing(Role::What, "What does this PR do?", parts.what);
    let why = missing(Role::Why, "Motivation", parts.why);
    let at = after_what.or(first).unwrap_or(out.len());
    let below = missing(Role::Notes, "Additional Notes", parts.notes);
    out.splice(at..at, what.into_iter().chain(why).flatten());
    out.extend(below.into_iter().flatten());
    let blocks = out.iter().map(|block| block.trim_matches('\n').trim_end());
    let blocks: Vec<&str> = blocks.filter(|block| !block.is_empty()).collect();
    blocks.join("\n\n") + "\n"
}

/// Headings inside of code and of comments are none.
fn split(template: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section {
        heading: None,
        lines: vec![],
    }];
    let (mut fence, mut comment) = (None, false);
    for line in template.trim_start_matches('\u{feff}').lines() {
        let start = line.trim_start();
        let plain = fence.is_none() && !comment;
        if plain && is_heading(line) {
            sections.push(Section {
                heading: Some(line.trim_end()),
                lines: vec![],
            });
            continue;
        }
        if !comment && let Some(marks) = ["```", "~~~"].into_iter().find(|m| start.starts_with(m)) {
            fence = match fence {
                None => Some(marks),
                Some(open) if open == marks => None,
                open => open,
            };
        }
        if fence.is_none() {
            comment = in_comment(line, comment);
        }
        if let Some(last) = sections.last_mut() {
            last.lines.push(line);
        }
    }
    sections
}

/// Whether a comment is open after this line.
fn in_comment(line: &str, before: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => before,
    }
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    (1..=6).contains(&marks) && rest.starts_with(' ')
}

fn marks(heading: &str) -> &str {
    &heading[..heading.len() - heading.trim_start_matches('#').len()]
}

fn role(heading: &str) -> Role {
    let title = heading.trim_start_matches('#').trim().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&["checklist", "test", "screenshot"]) {
        Role::Other
    } else if has(&["motivation", "why", "rationale"]) {
        Role::Why
    } else if has(&["additional", "note", "anything else"]) {
        Role::Notes
    } else if title.starts_with("what") || has(&["summary", "description"]) {
        Role::What
    } else {
        Role::Other
    }
}

/// What stays of a section that is filled in: comments and the points of checklists.
fn kept(lines: &[&str], holds: &dyn Fn(&str) -> bool) -> String {
    let mut out = vec![];
    let mut comment = false;
    for line in lines {
        let inside = comment || line.contains("<!--");
        comment = in_comment(line, comment);
        if inside {
            out.push((*line).to_owned());
        } else if point(line).is_some() {
            out.push(ticked(line, holds));
        }
    }
    out.join("\n")
}

/// The place of the box's inside and the text of a checklist's point.
fn point(line: &str) -> Option<(usize, &str)> {
    let start = line.trim_start();
    let rest = start.strip_prefix(['-', '*', '+'])?.trim_start();
    let inside = rest.strip_prefix('[')?;
    let text = inside.get(1..)?.strip_prefix("] ")?;
    Some((line.len() - inside.len(), text))
}

fn ticked(line: &str, holds: &dyn Fn(&str) -> bool) -> String {
    match point(line) {
        Some((at, text)) if line[at..].starts_with(' ') && holds(text) => {
            format!("{}x{}", &line[..at], &line[at + 1..])
        }
        _ => line.trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts = Parts {
        what: "Adds Acme.",
        why: "People ask for it.",
        notes: "- 3 metrics.",
    };

    fn tests_hold(text: &str) -> bool {
        text.contains("tests")
    }

    #[test]
    fn placeholders_go_and_what_is_asked_stays() {
        let template = "<!-- Read the rules first. -->\r\n### What does this PR do?\r\n\r\nA description.\r\n\r\n\
                        ### Motivation\n\nWhat inspired you?\n<!-- one\n# two -->\n\n\
                        ### Review checklist\n\n- [ ] It has tests\n- [ ] It has [a title](https://a.example)\n* [x] Done\n\n\
                        ### Security\n\nSay who looked at it.\n\n### Additional Notes\n\nAnything else?\n";
        let expected = "<!-- Read the rules first. -->\n\n### What does this PR do?\n\nAdds Acme.\n\n\
                        ### Motivation\n\nPeople ask for it.\n\n<!-- one\n# two -->\n\n\
                        ### Review checklist\n\n- [x] It has tests\n- [ ] It has [a title](https://a.example)\n* [x] Done\n\n\
                        ### Security\n\nSay who looked at it.\n\n### Additional Notes\n\n- 3 metrics.\n";
        assert_eq!(fill(template, &PARTS, &tests_hold), expected);
    }

    #[test]
    fn sections_that_are_missing_are_added() {
        let all =
            "## What does this PR do?\n\nAdds Acme.\n\n## Motivation\n\nPeople ask for it.\n\n";
        let only = "Hello.\n\n## Checklist\n- [ ] tests\n";
        let filled = fill(only, &PARTS, &tests_hold);
        let expected = format!(
            "Hello.\n\n{all}## Checklist\n\n- [x] tests\n\n## Additional Notes\n\n- 3 metrics.\n"
        );
        assert_eq!(filled, expected);
        let none = fill("", &PARTS, &tests_hold);
        assert_eq!(
            none,
            format!("{all}## Additional Notes\n\n- 3 metrics.\n").replace("## ", "### ")
        );
        assert_eq!(fill(PLAIN, &PARTS, &tests_hold), none);
    }

    #[test]
    fn code_and_comments_hold_no_headings_and_empty_parts_no_words() {
        let template = "## Notes\n\n```sh\n# not a heading\n```\n\n<!--\n## Motivation\n-->\n";
        let parts = Parts {
            what: "",
            why: "",
            notes: "N.",
        };
        assert_eq!(
            fill(template, &parts, &tests_hold),
            "## Notes\n\nN.\n\n<!--\n## Motivation\n-->\n"
        );
    }
}
