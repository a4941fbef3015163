//! The end of a log: all output is on disk, and only what fits the screen is read.

use crate::jobs::text::clean;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// How many bytes of a log one line of output may cost to read.
const LINE: u64 = 400;

/// The last lines of a file, without reading the rest of it.
pub fn tail(path: &Path, lines: usize) -> std::io::Result<Vec<String>> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let wanted = (lines as u64).saturating_mul(LINE).max(8 * 1024);
    let start = size.saturating_sub(wanted);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![];
    file.take(wanted).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut all: Vec<&str> = text.lines().collect();
    if start > 0 && all.len() > 1 {
        // The first one may have lost its beginning.
        all.remove(0);
    }
    let skip = all.len().saturating_sub(lines);
    Ok(all[skip..].iter().map(|l| clean(l)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_tail_of_a_large_log_is_its_last_lines() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for n in 0..50_000 {
            writeln!(file, "line {n}").unwrap();
        }
        assert_eq!(tail(file.path(), 2).unwrap(), ["line 49998", "line 49999"]);
        assert_eq!(tail(file.path(), 2_000).unwrap().len(), 2_000);
    }
}
