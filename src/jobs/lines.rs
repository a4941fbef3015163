//! Bytes into lines: any encoding, `\r` progress, lines without an end.

use std::time::{Duration, Instant};

/// A longer line is handed on in parts, so that output without a line feed stays bounded.
const LONGEST: usize = 64 * 1024;
/// Progress that overwrites itself is shown at most this often.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// What a piece of output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A whole line.
    Line,
    /// A line that the child overwrites next; not part of the output that is kept.
    Progress,
}

/// Splits output into lines.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    pending: Vec<u8>,
    /// The last byte was a `\r`: a `\n` next makes it a line's end, anything else progress.
    returned: bool,
    last_progress: Option<Instant>,
}

impl Splitter {
    /// Takes `bytes` in and hands out each line that they complete.
    pub(super) fn push(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(Piece, &[u8])) {
        while let Some(first) = bytes.first() {
            if self.returned {
                self.returned = false;
                if *first == b'\n' {
                    self.take(Piece::Line, each);
                    bytes = &bytes[1..];
                    continue;
                }
                self.progress(each);
            }
            let room = LONGEST - self.pending.len();
            let window = &bytes[..bytes.len().min(room)];
            if let Some(end) = window.iter().position(|b| matches!(b, b'\n' | b'\r')) {
                if window[end] == b'\r' {
                    self.pending.extend_from_slice(&window[..end]);
                    self.returned = true;
                } else if self.pending.is_empty() {
                    // The usual case, without a copy.
                    each(Piece::Line, &window[..end]);
                } else {
                    self.pending.extend_from_slice(&window[..end]);
                    self.take(Piece::Line, each);
                }
                bytes = &bytes[end + 1..];
            } else {
                self.pending.extend_from_slice(window);
                bytes = &bytes[window.len()..];
                if self.pending.len() >= LONGEST {
                    self.split_long(each);
                }
            }
        }
    }

    /// Hands out what is left at the end of the output.
    pub(super) fn finish(&mut self, each: &mut dyn FnMut(Piece, &[u8])) {
        self.returned = false;
        if !self.pending.is_empty() {
            self.take(Piece::Line, each);
        }
    }

    fn take(&mut self, piece: Piece, each: &mut dyn FnMut(Piece, &[u8])) {
        each(piece, &self.pending);
        self.pending.clear();
    }

    fn progress(&mut self, each: &mut dyn FnMut(Piece, &[u8])) {
        let due = self
            .last_progress
            .is_none_or(|last| last.elapsed() >= PROGRESS_EVERY);
        if due && !self.pending.is_empty() {
            self.last_progress = Some(Instant::now());
            each(Piece::Progress, &self.pending);
        }
        self.pending.clear();
    }

    /// Cuts before a character that is only half there.
    fn split_long(&mut self, each: &mut dyn FnMut(Piece, &[u8])) {
        let half = (1..4)
            .map(|back| self.pending.len() - back)
            .find(|at| self.pending[*at] >= 0xC0)
            .unwrap_or(self.pending.len());
        each(Piece::Line, &self.pending[..half]);
        self.pending.drain(..half);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(chunks: &[&[u8]]) -> Vec<(Piece, String)> {
        let mut out = vec![];
        let mut each = |p: Piece, b: &[u8]| out.push((p, String::from_utf8_lossy(b).into_owned()));
        let mut splitter = Splitter::default();
        for chunk in chunks {
            splitter.push(chunk, &mut each);
        }
        splitter.finish(&mut each);
        out
    }

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let pieces = split(chunks).into_iter();
        pieces.filter(|p| p.0 == Piece::Line).map(|p| p.1).collect()
    }

    #[test]
    fn lines_survive_any_chunking() {
        assert_eq!(lines(&[b"a\r\nb\n\nc"]), ["a", "b", "", "c"]);
        assert_eq!(
            lines(&[b"a\r", b"\nb", b"\n", b"\n", b"c"]),
            ["a", "b", "", "c"]
        );
    }

    #[test]
    fn progress_is_shown_and_not_kept() {
        let pieces = split(&[b" 1%\r 2%\r 3%\r100%\n", b"done\n"]);
        assert_eq!(pieces[0], (Piece::Progress, " 1%".into()));
        assert_eq!(lines(&[b" 1%\r 2%\r100%\n", b"done\n"]), ["100%", "done"]);
    }

    #[test]
    fn a_line_without_an_end_is_handed_on_in_whole_characters() {
        let long = format!("x{}", "é".repeat(LONGEST));
        let got = lines(&[long.as_bytes()]);
        assert!(
            got.iter()
                .all(|l| l.len() <= LONGEST && !l.contains('\u{fffd}'))
        );
        assert_eq!(got.concat(), long);
    }

    #[test]
    fn bytes_that_are_no_text_do_not_stop_it() {
        let long = vec![0xFFu8; 3 * LONGEST];
        assert!(lines(&[&long]).len() >= 3);
    }
}
