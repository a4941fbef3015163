//! What bytes can turn out to be.

/// What was found, as far as it decides about the kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Empty,
    /// Lines like `name{label="x"} 1`; how many, and the first one of the product's own.
    Page {
        lines: usize,
        example: String,
        /// `# TYPE` or labels stand on it; without them it may be lines of keys and values.
        plain: bool,
    },
    Json {
        numbers: usize,
        lists: usize,
    },
    /// One JSON document on each line; whether they look like entries of a log.
    JsonLines {
        lines: usize,
        log: bool,
    },
    /// `depth: 3`.
    Lines {
        lines: usize,
        example: String,
    },
    /// Entries of a log, `access` as web servers write them.
    Log {
        entries: usize,
        access: bool,
    },
    Html {
        title: String,
    },
    Xml,
    Csv {
        columns: usize,
    },
    /// Python: the class that derives from the Agent's base, and that base.
    Check {
        class: String,
        base: String,
    },
    Python,
    /// Rules of `JMXFetch`, so many.
    Rules {
        rules: usize,
    },
    /// A configuration of the Agent: what it reads, where that is told.
    Conf {
        endpoint: Option<String>,
        log: Option<String>,
    },
    Sql {
        tables: usize,
    },
    Sqlite,
    /// A program's own file.
    Program,
    /// Bytes, and what they are called.
    Binary(&'static str),
    /// A text that says nothing.
    Text {
        first: String,
    },
}
