//! What a child prints, on its way to whoever reads it: lines, cleaned, logged, and the last of them kept.

use super::lines::{Piece, Splitter};
use super::tail::{LOG_LIMIT, Log, Tail};
use super::text;
use std::io;
use std::path::Path;

/// Takes output in as it comes.
pub(super) struct Heard {
    splitter: Splitter,
    tail: Tail,
    log: Log,
}

impl Heard {
    /// Keeps the last `keep` bytes, and all of it in `log`.
    ///
    /// # Errors
    /// When the log cannot be made.
    pub(super) fn new(keep: usize, log: Option<&Path>) -> io::Result<Self> {
        Ok(Self {
            splitter: Splitter::default(),
            tail: Tail::new(keep),
            log: Log::open(log, LOG_LIMIT)?,
        })
    }

    /// Takes bytes in; each line that they complete is cleaned and handed on.
    pub(super) fn push(&mut self, bytes: &[u8], on_line: &mut dyn FnMut(&str)) {
        let (tail, log) = (&mut self.tail, &mut self.log);
        self.splitter
            .push(bytes, &mut |p, b| line(p, b, tail, log, on_line));
    }

    /// Whoever reads the log while it grows sees all of it.
    pub(super) fn flush(&mut self) {
        self.log.flush();
    }

    /// The end of the output: its kept text, and why the log is incomplete.
    pub(super) fn finish(mut self, on_line: &mut dyn FnMut(&str)) -> (String, Option<String>) {
        let (tail, log) = (&mut self.tail, &mut self.log);
        self.splitter
            .finish(&mut |p, b| line(p, b, tail, log, on_line));
        self.log.flush();
        (self.tail.into_text(), self.log.error)
    }
}

fn line(piece: Piece, bytes: &[u8], tail: &mut Tail, log: &mut Log, on_line: &mut dyn FnMut(&str)) {
    let raw = String::from_utf8_lossy(bytes);
    let line = text::clean_cow(&raw);
    log.line(&line);
    if piece == Piece::Line {
        tail.push(&line);
    }
    on_line(&line);
}

/// Output that is there already, read as that of a child that was run: the kept text, and why the log is incomplete.
///
/// # Errors
/// When the log cannot be made.
pub fn reread(
    output: &str,
    keep: usize,
    log: Option<&Path>,
    on_line: &mut dyn FnMut(&str),
) -> io::Result<(String, Option<String>)> {
    let mut heard = Heard::new(keep, log)?;
    heard.push(output.as_bytes(), on_line);
    Ok(heard.finish(on_line))
}
