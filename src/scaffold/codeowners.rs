//! The integration's one line in `.github/CODEOWNERS`.
//!
//! `ddev validate codeowners` wants `/<name>/` followed by spaces and an `@handle`; reviewers want it
//! alphabetically in the block under `# Community partners`, padded as its neighbors; GitHub lets the
//! last match win, so it must stay above the rule that gives all `assets/logs` to the logs team.

use super::eol;
use crate::core::answers::Track;
use std::collections::BTreeMap;

const BLOCK: &str = "# Community partners";
const LOGS: &str = "**/assets/logs/";
const REVIEW: &str = "@DataDog/ecosystems-review";
/// Where owners begin when the block tells nothing: the repository's own column.
const COLUMN: usize = 41;

/// The text with the integration's line in place. Repeating it changes nothing.
///
/// # Arguments
/// `folder`: the integration's; `owner`: the GitHub handle or `org/team`, with or without `@`;
/// `email`: the support address, may be empty; `track`: a partner's line names Datadog's reviewers.
#[must_use]
pub fn with_line(text: &str, folder: &str, owner: &str, email: &str, track: Track) -> String {
    let mut owners = format!("@{}", owner.trim().trim_start_matches('@'));
    if !email.trim().is_empty() {
        owners.push(' ');
        owners.push_str(email.trim());
    }
    if track == Track::Partner {
        owners.push(' ');
        owners.push_str(REVIEW);
    }
    with_owners(text, folder, Some(&owners))
}

/// The owners of the integration's line, as written there (its last line counts).
#[must_use]
pub fn owners_of(text: &str, folder: &str) -> Option<String> {
    let rule = format!("/{folder}/");
    text.lines()
        .rev()
        .find(|line| path_of(line) == Some(&rule))
        .map(|line| line.trim()[rule.len()..].trim().to_owned())
}

/// The text with the integration's line naming exactly `owners`; `None` removes the line.
#[must_use]
pub fn with_owners(text: &str, folder: &str, owners: Option<&str>) -> String {
    if owners_of(text, folder).as_deref() == owners && is_settled(text, folder) {
        return text.to_owned();
    }
    let end = if eol::is_crlf(text) { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let rule = format!("/{folder}/");
    let logs = lines.iter().rposition(|l| path_of(l) == Some(LOGS));
    let place = lines
        .iter()
        .position(|l| path_of(l) == Some(&rule))
        .filter(|at| logs.is_none_or(|logs| *at < logs));
    let padded = owners.map(|owners| padded(&lines, &rule, owners));
    match (place, padded) {
        (Some(at), Some(line)) => {
            lines[at] = line;
            let mut index = 0;
            lines.retain(|l| {
                index += 1;
                index - 1 == at || path_of(l) != Some(&rule)
            });
        }
        (None, Some(line)) => {
            lines.retain(|l| path_of(l) != Some(&rule));
            insert(&mut lines, folder, line);
        }
        (_, None) => lines.retain(|l| path_of(l) != Some(&rule)),
    }
    let mut out = lines.join(end);
    // A line of ours is always ended; a file that lacked its final line end keeps lacking it else.
    let ours_last = lines.last().is_some_and(|l| path_of(l) == Some(&rule));
    if !lines.is_empty() && (text.ends_with('\n') || ours_last) {
        out.push_str(end);
    }
    out
}

/// The change from `from` to `mine` on top of `onto`; `None` where more than the integration's line changed.
#[must_use]
pub fn moved(from: &str, mine: &str, onto: &str, folder: &str) -> Option<String> {
    let others = |text: &str| with_owners(&eol::to_lf(text), folder, None);
    if others(from) != others(mine) {
        return None;
    }
    Some(with_owners(
        onto,
        folder,
        owners_of(mine, folder).as_deref(),
    ))
}

/// Whether the folder has at most one line, above the rule for logs.
fn is_settled(text: &str, folder: &str) -> bool {
    let rule = format!("/{folder}/");
    let at: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, l)| path_of(l) == Some(&rule))
        .map(|(i, _)| i)
        .collect();
    let logs = text
        .lines()
        .enumerate()
        .filter(|(_, l)| path_of(l) == Some(LOGS))
        .last();
    at.len() <= 1 && at.iter().all(|at| logs.is_none_or(|(logs, _)| *at < logs))
}

/// The pattern that a line begins with; `None` for comments and empty lines.
fn path_of(line: &str) -> Option<&str> {
    line.split_whitespace()
        .next()
        .filter(|p| !p.starts_with('#'))
}

/// The folder that a line of the block is about.
fn name_of(line: &str) -> Option<&str> {
    path_of(line)?.strip_prefix('/')?.split('/').next()
}

/// The lines of the block, without its heading. It ends at an empty line or the next heading.
fn block(lines: &[String]) -> Option<std::ops::Range<usize>> {
    let heading = lines
        .iter()
        .position(|l| l.trim().eq_ignore_ascii_case(BLOCK))?;
    let start = heading + 1;
    let end = lines[start..]
        .iter()
        .position(|l| l.trim().is_empty() || l.trim_start().starts_with('#'))
        .map_or(lines.len(), |n| start + n);
    Some(start..end)
}

/// The line, with its owners in the column that most lines of the block use.
fn padded(lines: &[String], rule: &str, owners: &str) -> String {
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for line in block(lines).map(|b| &lines[b]).unwrap_or_default() {
        if let Some(path) = path_of(line).filter(|p| *p != rule) {
            let rest = &line[path.len()..];
            let column = path.len() + (rest.len() - rest.trim_start_matches(' ').len());
            *columns.entry(column).or_default() += 1;
        }
    }
    let column = columns
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(COLUMN, |(column, _)| column);
    let spaces = column.saturating_sub(rule.len()).max(1);
    format!("{rule}{}{owners}", " ".repeat(spaces))
}

fn insert(lines: &mut Vec<String>, folder: &str, line: String) {
    if let Some(range) = block(lines) {
        let at = range.start + least_disorder(&lines[range], folder);
        lines.insert(at, line);
        return;
    }
    // No such block: one of our own, above the paragraph that ends with the rule for logs.
    let logs = lines.iter().rposition(|l| path_of(l) == Some(LOGS));
    let at = logs.map_or(lines.len(), |logs| {
        lines[..logs]
            .iter()
            .rposition(|l| l.trim().is_empty())
            .map_or(0, |empty| empty + 1)
    });
    let mut new = vec![BLOCK.to_owned(), line];
    if logs.is_some() {
        new.push(String::new());
    } else if lines.last().is_some_and(|l| !l.trim().is_empty()) {
        new.insert(0, String::new());
    }
    lines.splice(at..at, new);
}

/// The place with the fewest names on the wrong side. The block is not sorted throughout (newer
/// entries were appended), so the first greater name or the last smaller one would mislead.
fn least_disorder(block: &[String], folder: &str) -> usize {
    let names: Vec<&str> = block
        .iter()
        .map(|l| name_of(l).unwrap_or_default())
        .collect();
    let mut wrong = names.iter().filter(|n| **n <= folder).count();
    let nearest = names.iter().filter(|n| **n <= folder).max();
    let mut best = (wrong, 0);
    for (index, name) in names.iter().enumerate() {
        if *name <= folder {
            wrong -= 1;
        } else {
            wrong += 1;
        }
        // Among equals, directly after the nearest smaller name.
        if wrong < best.0 || (wrong == best.0 && Some(name) == nearest) {
            best = (wrong, index + 1);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REAL: &str = "\
.github/CODEOWNERS*                      @DataDog/agent-integrations

# Documentation
**/README.md                             @DataDog/documentation

# Community partners
/1e/                                     support@1e.example @DataDog/ecosystems-review
/ably/                                   @ably support@ably.example
/aimon/                                   @DataDog/ecosystems-review
/doppler/                                @nmanoogian
/doppler/assets/logs/                    @nmanoogian @DataDog/logs-integrations-reviewers
/launchdarkly/                           support@launchdarkly.example
/lacework/                               @DataDog/agent-integrations
/split-rum/                              @dtk
/split/                                  @DataDog/ecosystems-review
/zscaler/                                @DataDog/saas-integrations
/sym/                                    @symopsio/eng
/adaptive_shield/                        @adaptiveshield

# Community Partners + Documentation
/1e/manifest.json                        support@1e.example @DataDog/documentation

# LEAVE THE FOLLOWING LOG OWNERSHIP LAST IN THE FILE
# Make sure logs team is the full owner for all logs related files
**/assets/logs/                          @DataDog/logs-integrations-reviewers
";

    fn community(text: &str, folder: &str) -> String {
        with_line(text, folder, "acmeco", "dev@acme.example", Track::Community)
    }

    fn neighbors(text: &str, folder: &str) -> (String, String) {
        let lines: Vec<&str> = text.lines().collect();
        let at = lines
            .iter()
            .position(|l| path_of(l) == Some(&format!("/{folder}/")))
            .unwrap();
        let name = |l: &str| path_of(l).unwrap_or_default().to_owned();
        (name(lines[at - 1]), name(lines[at + 1]))
    }

    #[test]
    fn the_line_is_in_its_place_and_padded() {
        let out = community(REAL, "acme_queue");
        assert_eq!(
            neighbors(&out, "acme_queue"),
            ("/ably/".into(), "/aimon/".into())
        );
        assert!(
            out.contains("/acme_queue/                             @acmeco dev@acme.example\n")
        );
        for (folder, before, after) in [
            ("lad", "/lacework/", "/split-rum/"),
            ("doppler_two", "/doppler/assets/logs/", "/launchdarkly/"),
            ("zzz", "/adaptive_shield/", ""),
            ("0", "", "/1e/"),
            ("splunk", "/split/", "/zscaler/"),
        ] {
            let got = neighbors(&community(REAL, folder), folder);
            assert_eq!(got, (before.into(), after.into()), "{folder}");
        }
    }

    #[test]
    fn a_partner_names_the_reviewers_and_a_long_name_gets_one_space() {
        let name = "q".repeat(45);
        let out = with_line(REAL, &name, "@acme/team", "", Track::Partner);
        assert!(out.contains(&format!("/{name}/ @acme/team @DataDog/ecosystems-review\n")));
    }

    #[test]
    fn an_existing_line_is_replaced_where_it_is() {
        let once = community(REAL, "sym");
        assert_eq!(
            neighbors(&once, "sym"),
            ("/zscaler/".into(), "/adaptive_shield/".into())
        );
        assert_eq!(owners_of(&once, "sym").unwrap(), "@acmeco dev@acme.example");
        assert_eq!(once.lines().count(), REAL.lines().count());
        assert_eq!(with_owners(&once, "sym", Some("@symopsio/eng")), REAL);
    }

    #[test]
    fn a_line_below_the_rule_for_logs_moves_up_and_doubles_become_one() {
        let late = format!("{REAL}/acme/    @acmeco dev@acme.example\n");
        assert_eq!(community(&late, "acme"), community(REAL, "acme"));
        let twice =
            community(REAL, "acme").replace("# Documentation", "/acme/ @x\n# Documentation");
        let out = community(&twice, "acme");
        assert_eq!(out.matches("/acme/").count(), 1);
    }

    #[test]
    fn removing_gives_the_text_back() {
        assert_eq!(with_owners(&community(REAL, "acme"), "acme", None), REAL);
        assert_eq!(with_owners(REAL, "acme", None), REAL);
    }

    #[test]
    fn line_ends_are_kept() {
        let crlf = eol::to_crlf(REAL);
        assert_eq!(
            community(&crlf, "acme"),
            eol::to_crlf(&community(REAL, "acme"))
        );
        let open = REAL.trim_end();
        assert_eq!(community(open, "acme"), community(REAL, "acme").trim_end());
        let short = "# Community partners\n/a/ @a";
        assert_eq!(
            community(short, "b"),
            "# Community partners\n/a/ @a\n/b/ @acmeco dev@acme.example\n"
        );
    }

    #[test]
    fn without_the_block_one_is_made_above_the_rule_for_logs() {
        let logs = "# Last\n**/assets/logs/  @DataDog/logs-integrations-reviewers\n";
        let out = community(&format!("*  @x\n\n{logs}"), "acme");
        let (at, end) = (out.find("/acme/").unwrap(), out.find("# Last").unwrap());
        assert!(at < end && out.ends_with(logs), "{out}");
        assert!(community("", "acme").starts_with("# Community partners\n/acme/"));
        assert!(community("* @x", "acme").starts_with("* @x\n\n# Community partners\n/acme/"));
        assert!(community(logs, "acme").ends_with(logs));
    }

    #[test]
    fn tabs_and_comments_do_not_mislead() {
        let text = "# Community partners\n/a/\t@a\n/z/\t@z\n";
        let out = community(text, "m");
        assert!(out.contains("\n/m/ ") && !out.contains("/m/\t"));
        let commented = "# Community partners\n/a/  @a\n#/acme/  @old\n";
        assert!(community(commented, "acme").contains("#/acme/  @old\n"));
    }

    proptest! {
        #[test]
        fn every_other_line_survives_and_twice_is_once(folder in "[a-z][a-z0-9_]{0,30}") {
            let once = community(REAL, &folder);
            prop_assert_eq!(&community(&once, &folder), &once);
            let rule = format!("/{folder}/");
            let rest: Vec<&str> = once.lines().filter(|l| path_of(l) != Some(&rule)).collect();
            let before: Vec<&str> = REAL.lines().filter(|l| path_of(l) != Some(&rule)).collect();
            prop_assert_eq!(rest, before);
            let line = once.find(&rule).unwrap();
            prop_assert!(line < once.find("\n# LEAVE").unwrap());
        }
    }
}
