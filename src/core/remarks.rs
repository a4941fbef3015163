//! What reviewers wrote, as it is copied from the pull request's page: each remark becomes a finding that leads to its
//! file and line.

use super::finding::{Finding, Source};
use std::collections::BTreeSet;

/// The rule of such findings.
pub const RULE: &str = "remark";

/// Lines of the page that say nothing.
const NOISE: [&str; 12] = [
    "suggested change",
    "commit suggestion",
    "add suggestion to batch",
    "resolve conversation",
    "resolved",
    "reply...",
    "reply…",
    "show resolved",
    "hide resolved",
    "outdated",
    "contributor",
    "member",
];

/// The remarks in a text.
///
/// # Arguments
/// `folder`: the integration's. `files`: its files, from the repository's root; a remark that names one, by its path or
/// its name alone, leads there.
#[must_use]
pub fn read(text: &str, folder: &str, files: &BTreeSet<String>) -> Vec<Finding> {
    let mut found: Vec<Finding> = vec![];
    let (mut file, mut line) = (None, None);
    let mut said: Vec<&str> = vec![];
    for raw in text.lines().chain([""]) {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            found.extend(remark(&mut said, file.as_ref(), line));
        } else if let Some(path) = path(trimmed, folder, files) {
            found.extend(remark(&mut said, file.as_ref(), line));
            (file, line) = (Some(path), None);
        } else if let Some(number) = commented(trimmed) {
            found.extend(remark(&mut said, file.as_ref(), line));
            line = Some(number);
        } else if !is_noise(trimmed) {
            said.push(trimmed);
        }
    }
    for finding in found.iter_mut().filter(|f| f.file.is_none()) {
        let mut words = words(&finding.message);
        finding.file = words.find_map(|word| named(word, folder, files));
    }
    found
}

/// What was said about a place, and nothing more is.
fn remark(said: &mut Vec<&str>, file: Option<&String>, line: Option<u32>) -> Option<Finding> {
    let message = std::mem::take(said).join("\n");
    // A number or a sign alone is a part of the page.
    if !message.contains(char::is_alphabetic) {
        return None;
    }
    let finding = Finding::error(Source::Review, RULE, message).warning();
    Some(match file {
        Some(file) => finding.at(file.clone(), line),
        None => finding,
    })
}

/// A line that is a file's name and no more, above what is said of it.
fn path(line: &str, folder: &str, files: &BTreeSet<String>) -> Option<String> {
    let line = line.trim_end_matches(':');
    (!line.contains(' ')).then(|| named(line, folder, files))?
}

/// The file that a word names: its path, its path below the folder, or a name that only one file has.
fn named(word: &str, folder: &str, files: &BTreeSet<String>) -> Option<String> {
    if word.is_empty() {
        return None;
    }
    let below = format!("{folder}/{word}");
    if let Some(known) = [word, &below].iter().find_map(|path| files.get(*path)) {
        return Some(known.clone());
    }
    let tail = format!("/{word}");
    let mut alike = files.iter().filter(|path| path.ends_with(&tail));
    alike.next().filter(|_| alike.next().is_none()).cloned()
}

fn words(message: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    let words = message.split(move |c| !part(c));
    words.map(|word| word.trim_matches('.'))
}

/// `Comment on line R12`, `Comment on lines +12 to +14`: the last line is the one meant.
fn commented(line: &str) -> Option<u32> {
    let rest = line.strip_prefix("Comment on line")?;
    let numbers = rest.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|n| n.parse().ok()).next_back()
}

fn is_noise(line: &str) -> bool {
    let lower = line.to_lowercase();
    NOISE.contains(&lower.as_str()) || lower.ends_with(" reviewed") || lower.ends_with(" commented")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeSet<String> {
        [
            "acme/README.md",
            "acme/manifest.json",
            "acme/tests/conftest.py",
            "acme/tests/fixtures/a/page.txt",
            "acme/tests/fixtures/b/page.txt",
            ".github/CODEOWNERS",
        ]
        .map(str::to_owned)
        .into()
    }

    #[test]
    fn a_page_of_remarks_becomes_findings_at_their_places() {
        let page = "acme/README.md\nComment on lines +12 to +14\nSuggested change\n\nUse the product's own capitals here.\n\
                    Everywhere, I mean.\n\n3\n\nmanifest.json\nPlease choose another category.\n\n\
                    Could CODEOWNERS name your team? Thanks.\n";
        let found = read(page, "acme", &files());
        let told: Vec<_> = found
            .iter()
            .map(|f| (f.file.as_deref(), f.line, f.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    Some("acme/README.md"),
                    Some(14),
                    "Use the product's own capitals here.\nEverywhere, I mean."
                ),
                (
                    Some("acme/manifest.json"),
                    None,
                    "Please choose another category."
                ),
                (
                    Some("acme/manifest.json"),
                    None,
                    "Could CODEOWNERS name your team? Thanks."
                ),
            ]
        );
    }

    #[test]
    fn a_word_leads_to_a_file_where_only_one_is_meant() {
        let file = |text: &str| read(text, "acme", &files())[0].file.clone();
        assert_eq!(
            file("Look at conftest.py.").as_deref(),
            Some("acme/tests/conftest.py")
        );
        assert_eq!(
            file("In `CODEOWNERS`, order matters.").as_deref(),
            Some(".github/CODEOWNERS")
        );
        assert_eq!(file("page.txt is there twice"), None);
        assert_eq!(file("What does it do?"), None);
        assert_eq!(read("\n 12 \n--\n", "acme", &files()), vec![]);
    }
}
