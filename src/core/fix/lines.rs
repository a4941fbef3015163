//! Repairs of one line that the review names: a word of it is another.

use super::{Clues, Edit, Fix, address, between};
use crate::core::finding::Finding;

/// Of what the rules of the review say of a line.
pub(super) fn review(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let said = finding.message.as_str();
    let todo = finding.fix.as_deref().unwrap_or_default();
    let path = finding.file.as_deref()?;
    let line = line(finding, clues);
    let word = |name, from: &str, to: &str| {
        // What is not on its line is not what was meant.
        line?.contains(from).then_some(())?;
        let title = format!("Write {to} instead of {from}");
        let edit = Edit::Word {
            line: finding.line,
            from: from.into(),
            to: to.into(),
        };
        (from != to).then(|| Fix::edit(name, title, path.into(), edit))
    };
    match finding.rule.as_str() {
        "link-core" => word(
            "link-repository",
            "DataDog/integrations-core",
            "DataDog/integrations-extras",
        ),
        "manifest-tags" => {
            let from = between(said, "classifier tag \"", "\"")?;
            let to = between(todo, "Is \"", "\" meant?")?;
            let fix = word("category", &format!("\"{from}\""), &format!("\"{to}\""))?;
            let same = from.trim().eq_ignore_ascii_case(to);
            Some(if same { fix } else { fix.asks() })
        }
        "manifest-author" if said.contains("no e-mail address: \"") => {
            let from = said.split_once(": \"")?.1.strip_suffix("\".")?;
            let to = address::email(from);
            crate::core::validate::email(&to).ok()?;
            word("address", from, &to)
        }
        "manifest-author" if said.contains("no address of a page: \"") => {
            let from = said.split_once(": \"")?.1.strip_suffix("\".")?;
            let to = address::page(from);
            crate::core::validate::url(&to).ok()?;
            word("address", &format!("\"{from}\""), &format!("\"{to}\"")).map(Fix::asks)
        }
        "product-name" if said.contains("stands for the product") => {
            let from = between(said, "\"", "\"")?;
            let to = between(said, "whose name is \"", "\"")?;
            word("product-name", from, to).map(Fix::asks)
        }
        "readme-names" if said.contains(".d/conf.yaml` is not") => {
            let from = between(said, "`", "`")?;
            let to = between(todo, "`", "`")?;
            word("conf-in-readme", from, to).map(Fix::asks)
        }
        "dashboard-metric" | "monitor-metric" if todo.starts_with("Is ") => {
            let from =
                between(said, "asks for ", ",").or_else(|| between(said, "watches ", ","))?;
            let to = between(todo, "Is ", " meant?")?;
            word("metric-in-query", from, to).map(Fix::asks)
        }
        "dashboard-metric" | "monitor-tags" if said.starts_with("The tag is integration:") => {
            let from = between(said, "The tag is ", ",")?;
            let to = todo.strip_prefix("Write ")?.trim_end_matches('.');
            let fix = word("integration-tag", from, to)?;
            let tag = finding.rule == "monitor-tags";
            Some(if tag { fix } else { fix.asks() })
        }
        "option-secret" => secret(finding, clues),
        "changelog" => date(finding, clues),
        _ => None,
    }
}

/// The text of the line that a finding is about.
fn line<'a>(finding: &Finding, clues: &Clues<'a>) -> Option<&'a str> {
    let text = clues.files.get(finding.file.as_deref()?)?;
    let at = usize::try_from(finding.line?).ok()?.checked_sub(1)?;
    text.lines().nth(at)
}

/// `secret: true` below the name of an option.
fn secret(finding: &Finding, clues: &Clues) -> Option<Fix> {
    let name = between(&finding.message, "option `", "`")?;
    let text = line(finding, clues)?;
    let indent = text.find("name:")?;
    let edit = Edit::Line {
        from: text.to_owned(),
        to: format!("{text}\n{:indent$}secret: true", ""),
    };
    // The first line that reads so is changed: only one may.
    let path = finding.file.clone()?;
    let alike = clues.text(&path)?.lines().filter(|l| *l == text).count();
    let title = format!("Mark the option {name} as secret");
    (alike == 1).then(|| Fix::edit("option-secret", title, path, edit).asks())
}

/// A heading of the changelog as a version and a date that both are there.
fn date(finding: &Finding, clues: &Clues) -> Option<Fix> {
    if !finding.message.ends_with("is no version with its date.") {
        return None;
    }
    let text = line(finding, clues)?;
    let head = text.strip_prefix("## ")?.trim();
    let head = head.trim_start_matches(['[', 'v', 'V']);
    let end = head.find(|c: char| !(c.is_ascii_digit() || c == '.'));
    let (version, rest) = head.split_at(end.unwrap_or(head.len()));
    let parts: Vec<&str> = version.split('.').collect();
    if parts.len() != 3 || parts.iter().any(|p| p.is_empty()) {
        return None;
    }
    let day = day(rest)?;
    let to = format!("## {version} / {day}");
    let title = format!("Write the heading as {to:?}");
    let edit = Edit::Line {
        from: text.to_owned(),
        to,
    };
    Some(Fix::edit(
        "changelog-date",
        title,
        finding.file.clone()?,
        edit,
    ))
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The one day that a text names, as `YYYY-MM-DD`; none where it may be another one.
fn day(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let [a, b, c] = words[..] else { return None };
    let number = |word: &str| word.parse::<u32>().ok();
    let month = |word: &str| {
        let short = word.get(..3)?.to_lowercase();
        let at = MONTHS.iter().position(|m| *m == short)?;
        u32::try_from(at + 1).ok()
    };
    let ordinal = |word: &str| number(word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']));
    let (year, month, day) = if a.len() == 4 {
        (number(a)?, number(b).or_else(|| month(b))?, ordinal(c)?)
    } else if let Some(named) = month(a) {
        (number(c)?, named, ordinal(b)?)
    } else if let Some(named) = month(b) {
        (number(c)?, named, ordinal(a)?)
    } else {
        // A month beyond the twelfth is a day.
        let (first, second) = (number(a)?, number(b)?);
        match (first > 12, second > 12) {
            (true, false) => (number(c)?, second, first),
            (false, true) => (number(c)?, first, second),
            _ if first == second => (number(c)?, first, second),
            _ => return None,
        }
    };
    let fits = (2000..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_read_where_it_can_be_one_alone() {
        for text in [
            " / 2024/5/3",
            " - 2024.05.03",
            "] - 2024-05-03",
            " / May 3, 2024",
            " (3rd May 2024)",
            " / 2024 May 3",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-05-03"), "{text}");
        }
        assert_eq!(day(" / 23/05/2024").as_deref(), Some("2024-05-23"));
        assert_eq!(day(" / 05/23/2024").as_deref(), Some("2024-05-23"));
        assert_eq!(day(" / 05/05/2024").as_deref(), Some("2024-05-05"));
        for text in [
            "",
            " / 03/05/2024",
            " / YYYY-MM-DD",
            " / 2024-13-01",
            " / 2024",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
