//! Pieces of evidence and what follows from each.

mod cases;
mod cases_more;
mod database;
mod texts;
mod typed;

use super::*;

/// Where a piece of evidence comes from.
fn url(url: &str) -> Origin {
    Origin::Url {
        url: url.into(),
        headers: String::new(),
    }
}

fn file(path: &str) -> Origin {
    Origin::File {
        path: path.into(),
        pattern: None,
    }
}

fn command(argv: &[&str]) -> Origin {
    Origin::Command {
        argv: argv.iter().map(|w| (*w).to_owned()).collect(),
    }
}

/// What is filled in passes the fields' own rules, and lands in the answers.
fn holds(made: &Proposal) {
    let mut answers = crate::core::answers::Answers::default();
    for (field, text) in &made.fill {
        let facts = crate::core::event::Facts::default();
        let ok = crate::core::form::rule(field, text, &facts);
        assert_eq!(ok, Ok(()), "{field}={text}");
        crate::core::form::set(&mut answers, field, text);
        assert_eq!(
            crate::core::form::answered(&answers, field),
            *text,
            "{field}"
        );
    }
    assert_eq!(answers.integration.kind, made.kind);
    assert_eq!(made.confidence == Confidence::None, made.kind.is_none());
    assert!(
        !made.sentence.contains(char::is_control),
        "{:?}",
        made.sentence
    );
    assert!(
        made.kind.is_some() || !made.note.is_empty(),
        "no way on: {}",
        made.sentence
    );
}
