//! What is to be looked at, once what was typed is read.

use super::Proposal;
use crate::core::answers::Value;
use std::collections::BTreeMap;

/// What is to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An address, and headers to send.
    Url {
        url: String,
        headers: BTreeMap<String, Value>,
        /// No scheme was typed: it may speak something else than HTTP.
        guessed: bool,
    },
    /// A path; nothing says yet that it exists.
    Path(String),
    Command(Vec<String>),
    /// Nothing has to be looked at.
    Told(Box<Proposal>),
    /// The text is the evidence.
    Text(String),
}
