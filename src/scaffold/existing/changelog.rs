//! The changelog: its newest entry, and one more above it in the style that the file has.

use super::prose::headings;
use crate::core::answers::Release;

/// The newest entry: `## 1.0.0 / 2024-05-01`, what heads its changes, and its bullets.
#[must_use]
pub fn newest(changelog: &str) -> Option<Release> {
    let (start, _) = entry(changelog)?;
    let mut lines = changelog[start..].lines();
    let version = version_of(lines.next()?)?.to_owned();
    let mut release = Release {
        version,
        ..Release::default()
    };
    for line in lines {
        if version_of(line).is_some() {
            break;
        }
        if let Some((_, change, _)) = change(line) {
            // Of several kinds of change the first tells; an entry of ours has one.
            if !release.change.is_empty() {
                break;
            }
            change.clone_into(&mut release.change);
        } else if let Some(text) = bullet(line).map(|mark| line[mark.len_utf8()..].trim()) {
            release.notes = format!("{}{text}\n", release.notes);
        }
    }
    release.notes.truncate(release.notes.trim_end().len());
    Some(release)
}

/// The day that an entry of this version has.
#[must_use]
pub fn date<'a>(changelog: &'a str, version: &str) -> Option<&'a str> {
    let of = |line: &&str| version_of(line) == Some(version);
    let line = changelog.lines().find(of)?;
    let day = line.split_once('/')?.1.trim();
    (!day.is_empty()).then_some(day)
}

/// The changelog with an entry above the newest one.
#[must_use]
pub fn with_entry(changelog: &str, release: &Release, date: &str) -> String {
    let style = Style::of(changelog);
    let mark = style.bullet;
    let bullets = release
        .bullets()
        .fold(String::new(), |all, line| format!("{all}{mark} {line}\n"));
    let level = "#".repeat(style.level);
    let (before, after) = &style.change;
    let text = format!(
        "{level} {} / {date}\n{}{before}{}{after}\n{}{bullets}",
        release.version,
        style.above,
        release.heading(),
        style.below
    );
    if let Some((start, _)) = entry(changelog) {
        let (before, after) = changelog.split_at(start);
        return format!("{before}{text}\n{after}");
    }
    // What is announced for later stays above; a file without an entry gets its first one at the end.
    let kept = changelog.trim_end_matches('\n');
    if kept.is_empty() {
        text
    } else {
        format!("{kept}\n\n{text}")
    }
}

/// Where the newest entry begins, and the level of its heading.
fn entry(changelog: &str) -> Option<(usize, usize)> {
    let all = headings(changelog);
    let mut found = all.iter().filter(|h| h.level <= 2);
    let heading = found.find(|h| version_of(&changelog[h.start..]).is_some())?;
    Some((heading.start, heading.level))
}

/// The version that a line is the heading of.
fn version_of(line: &str) -> Option<&str> {
    let line = line.lines().next()?;
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let title = line[level..].strip_prefix(' ')?.trim_start();
    if !(1..=2).contains(&level) || !title.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    title.split(['/', ' ']).next()
}

/// What stands before the kind of change, the kind, and what stands behind it: `***`, `Added`, `***:`.
fn change(line: &str) -> Option<(&str, &str, &str)> {
    let sign = |c: char| matches!(c, '*' | '_' | '#' | ':' | ' ');
    let word = line.trim_matches(sign);
    let known = Release::CHANGES
        .iter()
        .any(|c| c.eq_ignore_ascii_case(word));
    let at = line.find(word).filter(|at| known && *at > 0)?;
    Some((&line[..at], word, line[at + word.len()..].trim_end()))
}

/// The mark of a bullet that is not inside of another.
fn bullet(line: &str) -> Option<char> {
    let mark = line
        .chars()
        .next()
        .filter(|c| matches!(c, '*' | '-' | '+'))?;
    line[1..].starts_with(' ').then_some(mark)
}

/// How the file writes an entry, by its newest one that has the part.
struct Style {
    level: usize,
    above: &'static str,
    change: (String, String),
    below: &'static str,
    bullet: char,
}

impl Style {
    fn of(changelog: &str) -> Self {
        let (start, level) = entry(changelog).unwrap_or((changelog.len(), 2));
        let lines: Vec<&str> = changelog[start..].lines().collect();
        let heads = lines.iter().position(|l| change(l).is_some());
        let parts = heads.and_then(|at| change(lines[at]));
        let (before, _, after) = parts.unwrap_or(("***", "", "***:"));
        let blank = |line: Option<&&str>| line.is_none_or(|l| l.trim().is_empty());
        let gap = |blank: bool| if blank { "\n" } else { "" };
        Self {
            level,
            above: gap(heads.is_none_or(|at| blank(lines[..at].last()))),
            change: (before.to_owned(), after.to_owned()),
            below: gap(heads.is_none_or(|at| blank(lines.get(at + 1)))),
            bullet: lines.iter().find_map(|l| bullet(l)).unwrap_or('*'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release() -> Release {
        Release {
            version: "1.1.0".into(),
            change: String::new(),
            notes: "A metric.\n\n* A check.".into(),
        }
    }

    #[test]
    fn entries_go_above_the_newest() {
        let entry = "## 1.1.0 / 2026-02-03\n\n***Added***:\n\n* A metric.\n* A check.\n";
        let old =
            "# CHANGELOG - Acme\n\n## 1.0.0 / 2024-05-01\n\n***Added***:\n\n* Initial release.";
        let new = with_entry(old, &release(), "2026-02-03");
        assert_eq!(new, old.replace("## 1.0.0", &format!("{entry}\n## 1.0.0")));
        assert!(newest(&new).unwrap().says(&release()));
        assert_eq!(date(&new, "1.1.0"), Some("2026-02-03"));
        assert_eq!(date(&new, "1.0.0"), Some("2024-05-01"));
        let begun = with_entry("# CHANGELOG - Acme\n\n", &release(), "2026-02-03");
        assert_eq!(begun, format!("# CHANGELOG - Acme\n\n{entry}"));
        assert_eq!(with_entry("", &release(), "2026-02-03"), entry);
        assert_eq!(newest("# X\n\n## Unreleased\n"), None);
    }

    #[test]
    fn an_entry_is_written_as_the_file_writes_its_own() {
        for (old, new) in [
            (
                "## 1.0.0\n\n**_Added_**:\n\n- First.\n",
                "## 1.1.0 / D\n\n**_Added_**:\n\n- A metric.\n- A check.\n\n",
            ),
            (
                "# 1.0.0 / 2024-05-01\n### Fixed\n* First.\n",
                "# 1.1.0 / D\n### Added\n* A metric.\n* A check.\n\n",
            ),
            (
                "## 1.0.0 / 2024-05-01\n\n* [Added] First.\n",
                "## 1.1.0 / D\n\n***Added***:\n\n* A metric.\n* A check.\n\n",
            ),
        ] {
            assert_eq!(with_entry(old, &release(), "D"), format!("{new}{old}"));
        }
        // What is announced for later stays on top.
        let old = "# C\n\n## Unreleased\n\n* Later.\n\n## 1.0.0/ 2024-05-01\n\n* First.\n";
        let new = with_entry(old, &release(), "D");
        assert!(
            new.starts_with("# C\n\n## Unreleased\n\n* Later.\n\n## 1.1.0 / D\n"),
            "{new}"
        );
        assert_eq!(date(old, "1.0.0"), Some("2024-05-01"));
    }

    #[test]
    fn only_the_same_entry_says_the_same() {
        let new = with_entry("## 1.0.0\n", &release(), "D");
        let held = newest(&new).unwrap();
        for other in [
            Release {
                version: "1.2.0".into(),
                ..release()
            },
            Release {
                change: "Fixed".into(),
                ..release()
            },
            Release {
                notes: "A metric.".into(),
                ..release()
            },
        ] {
            assert!(!held.says(&other));
        }
        assert!(held.says(&Release {
            change: "Added".into(),
            ..release()
        }));
    }
}
