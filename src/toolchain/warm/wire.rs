//! The lines that the server reads and writes; `assets/ddev_server.py` says what they mean.

use crate::jobs::process::Spec;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsStr;

/// What the server is asked.
#[derive(Debug, Serialize)]
pub(super) struct Request<'a> {
    pub id: u64,
    argv: &'a [&'a str],
    cwd: &'a str,
    /// As [`Spec::env`]; the last of two entries wins.
    env: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> Request<'a> {
    /// The request of a ddev command; `None` where a line of text can't say it.
    pub fn new(id: u64, argv: &'a [&'a str], spec: &'a Spec) -> Option<Self> {
        let mut env = BTreeMap::new();
        for (name, value) in &spec.env {
            let value = match value {
                Some(value) => Some(value.to_str()?),
                None => None,
            };
            match OsStr::to_str(name) {
                Some(name) => drop(env.insert(name, value)),
                // The server began without it, as this process has it.
                None if value.is_none() => {}
                None => return None,
            }
        }
        Some(Self {
            id,
            argv,
            cwd: spec.cwd.to_str()?,
            env,
        })
    }

    pub fn line(&self) -> Vec<u8> {
        // Texts and numbers always serialize.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The line that ends a request's child.
pub(super) fn cancel(id: u64) -> Vec<u8> {
    format!("{{\"cancel\": {id}}}").into_bytes()
}

/// The line that asks for a sign of life, whatever it is.
pub(super) fn ping() -> Vec<u8> {
    b"{\"ping\": null}".to_vec()
}

/// What the server says.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Ready {
        ready: bool,
        #[serde(default)]
        pid: u32,
        error: Option<String>,
    },
    Answer(Answer),
    Refusal {
        id: Option<u64>,
        error: String,
    },
}

/// How a request's child ended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Answer {
    pub id: u64,
    pub exit: Option<i32>,
    pub signal: Option<i32>,
    pub canceled: bool,
    pub output: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        let read = |text: &str| serde_json::from_str::<Line>(text);
        let ready = read(r#"{"ready": true, "pid": 7}"#).unwrap();
        assert!(matches!(
            ready,
            Line::Ready {
                ready: true,
                pid: 7,
                error: None
            }
        ));
        let failed = read(r#"{"ready": false, "error": "no"}"#).unwrap();
        assert!(matches!(
            failed,
            Line::Ready {
                ready: false,
                error: Some(_),
                ..
            }
        ));
        let text = r#"{"id": 1, "exit": 0, "signal": null, "canceled": false, "output": "é\u001b[31m", "ms": 4}"#;
        let Ok(Line::Answer(answer)) = read(text) else {
            panic!("{text}");
        };
        assert_eq!((answer.id, answer.exit), (1, Some(0)));
        assert_eq!(answer.output, "é\u{1b}[31m");
        let refused = read(r#"{"id": null, "error": "not a request"}"#).unwrap();
        assert!(matches!(refused, Line::Refusal { id: None, .. }));
        assert!(read("ddev says hello").is_err() && read("[]").is_err());
    }

    #[test]
    fn a_request_holds_the_environment_that_a_process_would_get() {
        let spec = Spec::new("ddev", ["x"])
            .cwd("/scratch \"q\"")
            .env("A", "1")
            .unset("B")
            .env("A", "2");
        let line = Request::new(3, &["validate", "ci"], &spec).unwrap().line();
        assert_eq!(
            String::from_utf8(line).unwrap(),
            r#"{"id":3,"argv":["validate","ci"],"cwd":"/scratch \"q\"","env":{"A":"2","B":null}}"#
        );
    }
}
