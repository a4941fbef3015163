//! What can be repaired: from a finding to a fix, as data. Nothing is done here; `scaffold::fix` does it.

mod address;
pub mod answers;
mod files;
mod lines;
mod look;
mod meaning;
mod metadata;
mod package;
mod plain;
mod readme;
mod tools;
mod words;

pub use look::look_at;
pub use plain::plain;

use super::finding::{Finding, Source};
use std::collections::BTreeMap;

/// A repair of one finding, or of several at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// In kebab case: what a document names, and what is asked for by name.
    pub name: &'static str,
    /// What it does, in a line.
    pub title: String,
    /// Whether no content can be lost and nothing is decided that a person should decide.
    pub safe: bool,
    pub what: What,
}

/// How a repair is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One file of the integration's scope; `path` is relative to the repository's root.
    Edit { path: String, edit: Edit },
    /// A command that writes the files that are its own.
    Tool(Tool),
    /// Answers: the files follow from them.
    Set(Vec<(String, String)>),
}

/// A change of one file's text. Whether it still fits is seen when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// UTF-8 without a byte order mark; UTF-16 with one becomes that too.
    Utf8,
    /// Bytes that are no UTF-8 are read as Windows-1252.
    Windows1252,
    /// Commas before a closing bracket of JSON go.
    Commas,
    /// The header of a table that is empty.
    Header(Vec<String>),
    /// Rows of a table with too few or too many cells, where only one reading of them fits.
    Ragged,
    /// Names of columns (from, to), and columns that are missing, in the order of `all`.
    Columns {
        rename: Vec<(String, String)>,
        add: Vec<String>,
        all: Vec<String>,
    },
    /// Cells of a column that hold `from`; of one metric alone where it is named.
    Cells {
        metric: Option<String>,
        column: &'static str,
        from: String,
        to: String,
    },
    /// Cells of one metric's row.
    Row {
        metric: String,
        cells: Vec<(&'static str, String)>,
    },
    /// Rows that equal an earlier one, cell by cell.
    Duplicates,
    /// Characters that only look better are written in ASCII: quotes, dashes, spaces.
    Plain,
    /// The first line that is `from` becomes `to`.
    Line { from: String, to: String },
    /// A word on a line that counts from 1; without a line, the first one of the file.
    Word {
        line: Option<u32>,
        from: String,
        to: String,
    },
    /// Text before the first of these headings, or at the end, above the definitions of links.
    Section {
        text: String,
        before: &'static [&'static str],
    },
    /// The text below a second-level heading that has none.
    Body { title: &'static str, text: String },
    /// The dependency on the Agent's base.
    Requirement(&'static str),
    /// A string in a TOML file.
    Toml {
        path: &'static [&'static str],
        value: String,
    },
    /// An entry of the list of files that the package is made from.
    Unlist(String),
    /// Text above everything else.
    Prepend(String),
    /// A file that is not there.
    Create(String),
    /// A file that does not belong.
    Delete,
    /// `__version__`.
    Version(String),
    /// The integration's line of CODEOWNERS.
    Owners(String),
    /// Line ends of Unix.
    UnixLines,
}

/// A command that repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    Imports,
    ServiceChecks,
    Config,
    Models,
    Ci,
    Format,
}

/// What fixes are found from, beside the finding.
#[derive(Debug, Clone, Copy)]
pub struct Clues<'a> {
    /// The integration's folder.
    pub folder: &'a str,
    /// Its files that are text, without a byte order mark; paths from the repository's root.
    pub files: &'a BTreeMap<String, String>,
    /// Units that ddev accepts.
    pub units: &'a [String],
    /// The columns of `metadata.csv`, in ddev's order.
    pub columns: &'a [String],
    /// Who owns the integration on GitHub, where that is known.
    pub owner: Option<&'a str>,
}

impl Clues<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    fn own(&self, inside: &str) -> Option<&str> {
        self.text(&format!("{}/{inside}", self.folder))
    }

    fn path(&self, inside: &str) -> String {
        format!("{}/{inside}", self.folder)
    }
}

/// The repair of a finding; none where only a person can tell.
#[must_use]
pub fn of(finding: &Finding, clues: &Clues) -> Option<Fix> {
    match finding.source {
        Source::Ruff => tools::ruff(finding, clues),
        Source::Ddev => match finding.rule.as_str() {
            "metadata" => metadata::ddev(finding, clues).or_else(|| meaning::ddev(finding, clues)),
            "readmes" => readme::ddev(finding, clues),
            "package" => package::ddev(finding, clues),
            "codeowners" => files::codeowners(finding, clues),
            _ => tools::ddev(finding),
        },
        Source::Review => files::review(finding, clues)
            .or_else(|| meaning::review(finding, clues))
            .or_else(|| readme::review(finding, clues))
            .or_else(|| package::review(finding, clues))
            .or_else(|| lines::review(finding, clues)),
        Source::Form | Source::Pytest => None,
    }
}

impl Fix {
    fn edit(name: &'static str, title: impl Into<String>, path: String, edit: Edit) -> Self {
        Self {
            name,
            title: title.into(),
            safe: true,
            what: What::Edit { path, edit },
        }
    }

    /// The same, where a person should look before it is made.
    fn asks(mut self) -> Self {
        self.safe = false;
        self
    }

    /// The file that it changes, where it is one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.what {
            What::Edit { path, .. } => Some(path),
            _ => None,
        }
    }

    /// What comes first: files that can't be read, then tables that have no shape, then what stands in them, then
    /// what is made from all of that.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match &self.what {
            What::Edit { edit, .. } => match edit {
                Edit::Utf8 | Edit::Windows1252 => 0,
                Edit::Commas | Edit::Header(_) | Edit::Ragged => 1,
                Edit::Columns { .. } => 2,
                _ => 3,
            },
            What::Set(_) => 3,
            What::Tool(tool) => 4 + *tool as u8,
        }
    }
}

/// The text between two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let from = text.find(open)? + open.len();
    let length = text[from..].find(close)?;
    Some(&text[from..from + length])
}

#[cfg(test)]
mod tests;
