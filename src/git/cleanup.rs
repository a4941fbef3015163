//! What of a message's text goes into the commit, as `commit.cleanup` and `core.commentChar` say.
//! See <https://git-scm.com/docs/git-commit#Documentation/git-commit.txt---cleanupltmodegt>.

use super::problem::Problem;
use super::settings;
use git2::Repository;
use std::fs;

/// A template that is longer is none.
const LONGEST: u64 = 64 * 1024;
/// What stands behind the comment's sign in the line that ends a message, in the mode `scissors`.
const SCISSORS: &str = " ------------------------ >8 ------------------------";
/// What git chooses from where the sign is `auto`.
const SIGNS: [&str; 10] = ["#", ";", "@", "!", "$", "%", "^", "&", "|", ":"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Strip,
    Whitespace,
    Verbatim,
    Scissors,
}

/// How messages are cleaned in a clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleanup {
    mode: Mode,
    /// What a comment begins with; `None` where git chooses it by the text.
    sign: Option<String>,
}

impl Cleanup {
    /// As the clone's configuration says. A message counts as edited where it began from a template: then git too
    /// takes its comments out, and else keeps every line.
    ///
    /// # Errors
    /// A mode that git does not know.
    pub fn of(repo: &Repository) -> Result<Self, Problem> {
        let edited = template(repo).is_some();
        let named = settings::text(repo, "commit.cleanup");
        let mode = match named.as_deref() {
            Some("strip") => Mode::Strip,
            Some("verbatim") => Mode::Verbatim,
            Some("scissors") if edited => Mode::Scissors,
            None | Some("default") if edited => Mode::Strip,
            None | Some("default" | "whitespace" | "scissors") => Mode::Whitespace,
            Some(other) => {
                return Err(Problem::new(
                    format!("git does not know the mode {other:?} that commit.cleanup names."),
                    "Choose strip, whitespace, verbatim, scissors, or default: git config commit.cleanup default",
                ));
            }
        };
        let sign = settings::text(repo, "core.commentString");
        let sign = sign.or_else(|| settings::text(repo, "core.commentChar"));
        Ok(Self {
            mode,
            sign: match sign.as_deref() {
                Some("auto") => None,
                Some(other) => Some(other.to_owned()),
                None => Some(SIGNS[0].to_owned()),
            },
        })
    }

    /// The message as it is committed: trailing space goes, runs of empty lines become one, the end is one newline.
    ///
    /// # Errors
    /// An empty message.
    pub fn clean(&self, message: &str) -> Result<String, Problem> {
        let message = message.replace("\r\n", "\n").replace('\0', "");
        let cleaned = match self.mode {
            Mode::Verbatim => message,
            Mode::Whitespace => git2::message_prettify(message, None)?,
            Mode::Scissors => git2::message_prettify(cut(&message, &self.sign(&message)), None)?,
            Mode::Strip => {
                let sign = self.sign(&message);
                let lines = message.lines().filter(|line| !line.starts_with(&sign));
                git2::message_prettify(lines.collect::<Vec<_>>().join("\n"), None)?
            }
        };
        if cleaned.trim().is_empty() {
            return Err(Problem::new(
                "The commit message is empty.",
                "Write a short title, as in: Add Acme Queue integration",
            ));
        }
        Ok(cleaned)
    }

    /// What a comment begins with in this message.
    fn sign(&self, message: &str) -> String {
        let begins = |sign: &str| message.lines().any(|line| line.starts_with(sign));
        let free = || SIGNS.into_iter().find(|sign| !begins(sign));
        let free = || free().unwrap_or(SIGNS[0]).to_owned();
        self.sign.clone().unwrap_or_else(free)
    }
}

/// The text before the line with the scissors.
fn cut<'a>(message: &'a str, sign: &str) -> &'a str {
    let line = format!("{sign}{SCISSORS}");
    let mut at = 0;
    for each in message.split_inclusive('\n') {
        if each.trim_end_matches('\n') == line {
            return &message[..at];
        }
        at += each.len();
    }
    message
}

/// The text that `commit.template` names; `None` where there is none that can be read.
pub(super) fn template(repo: &Repository) -> Option<String> {
    let config = repo.config().ok()?.snapshot().ok()?;
    let path = config.get_path("commit.template").ok()?;
    let path = repo.workdir()?.join(path);
    let meta = fs::metadata(&path).ok()?;
    if !meta.is_file() || meta.len() > LONGEST {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_mode(mode: Mode) -> Cleanup {
        Cleanup {
            mode,
            sign: Some("#".into()),
        }
    }

    #[test]
    fn messages_are_cleaned_as_git_cleans_them() {
        let plain = as_mode(Mode::Whitespace);
        assert_eq!(
            plain.clean("\n\n Add  \n\n\n\nBody \r\n").unwrap(),
            " Add\n\nBody\n"
        );
        assert_eq!(plain.clean("# Add").unwrap(), "# Add\n");
        for empty in ["", "  \n\n", "\n"] {
            assert!(plain.clean(empty).is_err());
        }
        assert!(as_mode(Mode::Strip).clean("# Add\n#\n").is_err());
    }

    #[test]
    fn a_sign_that_git_chooses_is_one_that_no_line_begins_with() {
        let auto = Cleanup {
            mode: Mode::Strip,
            sign: None,
        };
        assert_eq!(auto.clean("Add\n\n# 1\n").unwrap(), "Add\n\n# 1\n");
        assert_eq!(auto.sign("Add\n\n# 1\n; 2\n"), "@");
    }
}
