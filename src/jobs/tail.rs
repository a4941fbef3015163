//! The end of an output: bounded in memory, whole on disk.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// More than this is drained and not written: a log must not fill the disk.
pub const LOG_LIMIT: u64 = 1 << 30;

/// The last `keep` bytes of the lines pushed.
#[derive(Debug)]
pub(super) struct Tail {
    text: String,
    keep: usize,
}

impl Tail {
    pub(super) fn new(keep: usize) -> Self {
        Self {
            text: String::new(),
            keep,
        }
    }

    pub(super) fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        // Twice the room, so that cutting is rare and each byte is moved about once.
        if self.text.len() > self.keep.saturating_mul(2).max(4096) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.text.len() <= self.keep {
            return;
        }
        let from = self.text.len() - self.keep;
        let rest = &self.text.as_bytes()[from..];
        let line = rest.iter().position(|b| *b == b'\n');
        let from = line.map_or(self.text.len(), |at| from + at + 1);
        self.text.drain(..from);
    }

    pub(super) fn into_text(mut self) -> String {
        self.cut();
        self.text
    }
}

/// The complete output on disk, up to a limit. A disk that fails is remembered, never fatal.
#[derive(Debug)]
pub struct Log {
    file: Option<BufWriter<File>>,
    left: u64,
    pub(super) error: Option<String>,
}

impl Log {
    /// Opens the log, and makes its folder; `None` keeps nothing. At most `limit` bytes are written.
    ///
    /// # Errors
    /// The folder or the file can't be made.
    pub fn open(path: Option<&Path>, limit: u64) -> io::Result<Self> {
        let file = match path {
            Some(path) => {
                let name = |e: io::Error| {
                    io::Error::new(e.kind(), format!("can't write {}: {e}", path.display()))
                };
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(name)?;
                }
                Some(BufWriter::with_capacity(
                    64 * 1024,
                    File::create(path).map_err(name)?,
                ))
            }
            None => None,
        };
        Ok(Self {
            file,
            left: limit,
            error: None,
        })
    }

    /// Writes a line, until the limit.
    pub fn line(&mut self, line: &str) {
        let Some(file) = &mut self.file else { return };
        let need = line.len() as u64 + 1;
        let result = if need > self.left {
            writeln!(file, "[the log ends here: it reached its size limit]")
                .and_then(|()| file.flush())
                .map(|()| self.file = None)
        } else {
            self.left -= need;
            file.write_all(line.as_bytes())
                .and_then(|()| file.write_all(b"\n"))
        };
        self.note(result);
    }

    /// Whoever reads the log while it grows sees all of it.
    pub fn flush(&mut self) {
        if let Some(file) = &mut self.file {
            let result = file.flush();
            self.note(result);
        }
    }

    fn note(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            self.error = Some(error.to_string());
            self.file = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_keeps_the_last_whole_lines() {
        let mut tail = Tail::new(100);
        for i in 0..100_000 {
            tail.push(&format!("line {i}"));
            assert!(tail.text.len() < 5000);
        }
        let text = tail.into_text();
        assert!(text.len() <= 100 && text.starts_with("line ") && text.ends_with("line 99999\n"));
    }

    #[test]
    fn the_log_stops_at_its_limit_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/er.log");
        let mut log = Log::open(Some(&path), 10).unwrap();
        for line in ["12345", "123", "1", "never"] {
            log.line(line);
        }
        log.flush();
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(
            text,
            "12345\n123\n[the log ends here: it reached its size limit]\n"
        );
        assert_eq!(log.error, None);
    }
}
