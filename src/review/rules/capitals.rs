//! The product's name, written the same everywhere.

use crate::review::look::{Look, SPEC};
use crate::review::rule::{Findings, Place, Rule};
use crate::review::tree::numbered;

pub const RULES: &[Rule] = &[Rule {
    name: "product-name",
    why: "The catalog shows the product's name as its makers write it; other capitals look careless.",
    source: "what reviewers say again and again",
    check: capitals,
}];

/// After a name in small letters, these words show that the name is meant and not the word.
const FOLLOWERS: [&str; 20] = [
    "account",
    "api",
    "check",
    "cluster",
    "clusters",
    "dashboard",
    "deployment",
    "events",
    "instance",
    "instances",
    "integration",
    "logs",
    "metrics",
    "node",
    "nodes",
    "performance",
    "server",
    "servers",
    "service",
    "services",
];

fn capitals(look: &Look<'_>, out: &mut Findings) {
    let name = look.display_name();
    // One letter is no name to look for.
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return;
    }
    let prose = prose(look);
    if let (false, Some(manifest)) = (name.chars().any(char::is_uppercase), &look.manifest) {
        // The folder's name in place of the product's: every other text is right then, and the manifest is not.
        let written = prose
            .iter()
            .flat_map(|(_, text, code)| misspelled(text, name, *code));
        if let Some(other) = written.into_iter().next() {
            out.warn(
                manifest.place("/assets/integration/source_type_name"),
                format!("The name is \"{name}\" here, and \"{other}\" in other files."),
                "Write the product's name in the same way everywhere: as its makers do.",
            );
        }
        return;
    }
    let folder = look.tree.folder();
    if let Some(page) = &look.readme
        && let Some((_, title, line)) = page.headings.first().filter(|(level, _, _)| *level == 1)
        && title == folder
        && title != name
    {
        out.warn(
            (page.path, *line),
            format!("The heading is the folder's name, and the product's is \"{name}\"."),
            format!("Write \"{name}\"."),
        );
    }
    for (place, text, code) in prose {
        for wrong in misspelled(&text, name, code) {
            let message = format!("\"{wrong}\" stands for the product, whose name is \"{name}\".");
            out.warn(place.clone(), message, format!("Write \"{name}\"."));
        }
    }
}

/// The texts that people read: where, what, and whether code may stand in them.
fn prose(look: &Look<'_>) -> Vec<(Place, String, bool)> {
    let mut out: Vec<(Place, String, bool)> = vec![];
    if let Some(page) = &look.readme {
        let lines = page.prose.iter();
        out.extend(lines.map(|(n, text)| ((page.path, *n).into(), text.clone(), false)));
    }
    let keys = ["title", "description", "name", "message", "content"];
    let json = look.manifest.iter().chain(&look.service_checks);
    for file in json.chain(&look.monitors).chain(&look.dashboards) {
        file.walk(&mut |pointer, value| {
            let key = pointer.rsplit('/').next().unwrap_or_default();
            let inside = pointer.starts_with("/author") || pointer.contains("/template_variables/");
            if let (true, Some(text)) = (keys.contains(&key) && !inside, value.as_str()) {
                out.push((file.place(pointer).into(), text.to_owned(), true));
            }
        });
    }
    for row in &look.metrics {
        out.push((
            ("metadata.csv", row.line).into(),
            row.description.clone(),
            true,
        ));
    }
    for (path, line, text) in lines(look) {
        out.push(((path, line).into(), text.to_owned(), true));
    }
    out
}

/// Lines of other files that people read: of the specification, the changelog, and the package.
fn lines<'a>(look: &Look<'a>) -> Vec<(&'static str, u32, &'a str)> {
    let is_prose = |path: &str, text: &str| match path {
        "CHANGELOG.md" => text.starts_with("# "),
        "pyproject.toml" => text.starts_with("description"),
        _ => text.starts_with("name:") || text.contains("description:"),
    };
    let mut out = vec![];
    for path in ["CHANGELOG.md", "pyproject.toml", SPEC] {
        let text = look.tree.text(path).unwrap_or_default();
        // What is indented below `description: |`.
        let mut within: Option<usize> = None;
        for (line, text) in numbered(text) {
            let indent = text.len() - text.trim_start().len();
            within = within.filter(|depth| text.trim().is_empty() || indent > *depth);
            if within.is_some() || is_prose(path, text.trim_start_matches([' ', '-'])) {
                out.push((path, line, text));
            }
            if path == SPEC
                && text
                    .trim_start_matches([' ', '-'])
                    .starts_with("description:")
            {
                within = Some(indent);
            }
        }
    }
    out
}

/// The ways in which a text writes the name otherwise.
fn misspelled(text: &str, name: &str, spans: bool) -> Vec<String> {
    let text = if spans {
        without_code(text)
    } else {
        text.to_owned()
    };
    let mut out = in_other_capitals(&text, name, name);
    // `AcmeQueue` and `Acme-Queue` for Acme Queue; in small letters they are identifiers.
    for joint in ["", "-"].into_iter().filter(|_| name.contains(' ')) {
        let joined = name.replace(' ', joint);
        let written = in_other_capitals(&text, &joined, name);
        let capitals =
            |w: &String| w.chars().any(char::is_uppercase) && w.chars().any(char::is_lowercase);
        out.extend(written.into_iter().filter(capitals));
    }
    out
}

/// What a text has that is `form` but for its capitals, and stands for `name` all the same.
fn in_other_capitals(text: &str, form: &str, name: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    // Case may change a character's length, so positions are those of characters.
    let chars: Vec<char> = text.chars().collect();
    let wanted: Vec<char> = form.chars().collect();
    let right: Vec<char> = name.chars().collect();
    let same = |a: char, b: char| a.eq_ignore_ascii_case(&b);
    let joins = |c: Option<&char>| {
        c.is_some_and(|c| c.is_alphanumeric() || "_-./@\\:{}=<>`~#&?%".contains(*c))
    };
    for at in 0..chars.len().saturating_sub(wanted.len() - 1) {
        let found = &chars[at..at + wanted.len()];
        if found == right.as_slice() || !found.iter().zip(&wanted).all(|(a, b)| same(*a, *b)) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| chars.get(i));
        let mut rest = chars[at + wanted.len()..].iter();
        // A full stop that ends a sentence joins nothing.
        let after = rest.next();
        let ends = after == Some(&'.') && rest.next().is_none_or(|c| c.is_whitespace());
        let ends = ends
            || (after == Some(&':')
                && !chars
                    .get(at + wanted.len() + 1)
                    .is_some_and(|c| c.is_alphanumeric() || *c == '/'));
        if joins(before) || (joins(after) && !ends) {
            continue;
        }
        let written: String = found.iter().collect();
        let following: String = chars[at + wanted.len()..].iter().collect();
        if is_meant(&written, name, &following) && !out.contains(&written) {
            out.push(written);
        }
    }
    out
}

/// Whether it is the name and not a word that is spelled like it.
fn is_meant(written: &str, name: &str, following: &str) -> bool {
    // A title in capitals is a style of its own.
    if written.chars().all(|c| !c.is_lowercase())
        && name.chars().any(char::is_lowercase)
        && written.len() > 6
    {
        return false;
    }
    let small = written.chars().all(|c| !c.is_uppercase());
    let word: String = following
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .collect();
    let follows = following.starts_with(' ') && FOLLOWERS.contains(&word.to_lowercase().as_str());
    // "AWS pricing data": the first word is the name, and the others are words.
    let first = name.split(' ').next().unwrap_or_default();
    let words = name.contains(' ') && written.starts_with(first);
    let plain = written[first.len().min(written.len())..]
        .chars()
        .all(|c| !c.is_uppercase());
    if words && plain && following.starts_with(' ') && word.starts_with(char::is_lowercase) {
        return follows;
    }
    if !small || name.contains(' ') {
        return true;
    }
    let inner = name.chars().skip(1).any(char::is_uppercase);
    inner || follows
}

/// The text without what stands between backticks and without addresses.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 0 {
            out.push_str(part);
        } else {
            out.push('`');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::misspelled;

    #[test]
    fn names_are_told_from_words_and_code() {
        let wrong = |text: &str, name: &str| misspelled(text, name, true).concat();
        assert_eq!(wrong("Nginx and nginx.org, NGINX", "NGINX"), "Nginx");
        assert_eq!(
            wrong("the acme queue of `acme queue`", "Acme Queue"),
            "acme queue"
        );
        assert_eq!(wrong("we split data by split.io", "Split"), "");
        assert_eq!(wrong("your kepler performance data", "Kepler"), "kepler");
        assert_eq!(wrong("Collect from OctoPrint.", "Octoprint"), "OctoPrint");
        assert_eq!(wrong("a_Nginx nginx/x", "NGINX"), "");
        assert_eq!(
            wrong("start collecting AWS pricing data", "AWS Pricing"),
            ""
        );
        assert_eq!(wrong("the AWS pricing check", "AWS Pricing"), "AWS pricing");
        assert_eq!(wrong("", "NGINX"), "");
    }
}
