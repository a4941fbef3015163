//! Edits of bytes and lines.

use crate::scaffold::existing::prose;

/// The file as UTF-8 without a byte order mark.
pub fn utf8(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Ok(rest.to_vec());
    }
    let units = |of: fn([u8; 2]) -> u16| -> Result<Vec<u8>, String> {
        if !bytes.len().is_multiple_of(2) {
            return Err("The file is no whole UTF-16.".into());
        }
        let units: Vec<u16> = bytes[2..].chunks(2).map(|b| of([b[0], b[1]])).collect();
        let text = String::from_utf16(&units).map_err(|_| "The file is no whole UTF-16.")?;
        Ok(text.into_bytes())
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => Err("The file has no byte order mark.".into()),
    }
}

/// What Windows-1252 has from 0x80 to 0x9f; a dot: nothing.
const HIGH: &str = "\u{20ac}.\u{201a}\u{192}\u{201e}\u{2026}\u{2020}\u{2021}\u{2c6}\u{2030}\u{160}\u{2039}\u{152}.\u{17d}..\
     \u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{2dc}\u{2122}\u{161}\u{203a}\u{153}.\u{17e}\u{178}";

/// The file with what is no UTF-8 read as Windows-1252, and everything else as it is.
pub fn windows_1252(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let c = match byte {
                0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)),
                byte => Some(char::from(*byte)),
            };
            let known = c.filter(|c| *c != '.');
            out.push(known.ok_or("Windows-1252 has no such character.")?);
        }
    }
    Ok(out.into_bytes())
}

/// The text with its first line that is `from` as `to`.
pub fn line(text: &str, from: &str, to: &str) -> Result<String, String> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if bare == from {
            return Ok(format!("{}{to}{}", &text[..at], &text[at + bare.len()..]));
        }
        at += line.len();
    }
    Err("The line is not there any more.".into())
}

/// The text with a word on a line as another.
pub fn word(text: &str, line: Option<u32>, from: &str, to: &str) -> Result<String, String> {
    let skipped = line.map_or(0, |n| n.saturating_sub(1) as usize);
    let start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let end = match line {
        Some(_) => text[start..].find('\n').map_or(text.len(), |n| start + n),
        None => text.len(),
    };
    let found = text[start..end].find(from);
    let at = start + found.ok_or("The text is not there any more.")?;
    Ok(format!("{}{to}{}", &text[..at], &text[at + from.len()..]))
}

/// The text with a section above the first of these headings, or above what only defines links at its end.
pub fn section(text: &str, section: &str, before: &[&str]) -> String {
    let found = prose::headings(text).into_iter().find(|h| {
        let one = |title: &&str| h.title.eq_ignore_ascii_case(title);
        h.level > 1 && before.iter().any(one)
    });
    let at = found.map_or_else(|| end(text), |h| h.start);
    let (above, below) = text.split_at(at);
    let above = above.trim_end_matches('\n');
    let gap = if above.is_empty() { "" } else { "\n\n" };
    let section = section.trim_end_matches('\n');
    let rest = if below.is_empty() { "\n" } else { "\n\n" };
    format!(
        "{above}{gap}{section}{rest}{}",
        below.trim_start_matches('\n')
    )
}

/// Where the definitions of links at the end begin.
fn end(text: &str) -> usize {
    let mut at = text.len();
    for line in text.split_inclusive('\n').rev() {
        if !line.trim().is_empty() && !prose::is_definition(line) {
            break;
        }
        at -= line.len();
    }
    at
}

/// The text with something below a heading that has nothing.
pub fn body(text: &str, title: &str, body: &str) -> Result<String, String> {
    let held = prose::section(text, title, None);
    if held.is_some_and(|held| !held.trim().is_empty()) {
        return Err("The section has a text by now.".into());
    }
    prose::with_section(text, title, None, body).ok_or_else(|| "The section is not there.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_utf8_and_nothing_else_changes() {
        assert_eq!(utf8(b"\xef\xbb\xbfa\xc3\xa9").unwrap(), b"a\xc3\xa9");
        assert_eq!(utf8(b"\xff\xfea\0\xe9\0").unwrap(), "aé".as_bytes());
        assert_eq!(utf8(b"\xfe\xff\0a\0\xe9").unwrap(), "aé".as_bytes());
        assert!(utf8(b"\xff\xfea").is_err() && utf8(b"a").is_err());
        let mixed = "Zürich ".as_bytes().to_vec();
        let mixed = [mixed, b"caf\xe9 \x93up\x94".to_vec()].concat();
        let text = String::from_utf8(windows_1252(&mixed).unwrap()).unwrap();
        assert_eq!(text, "Zürich café \u{201c}up\u{201d}");
        assert!(windows_1252(b"\x81").is_err());
        assert_eq!(HIGH.chars().count(), 32);
    }

    #[test]
    fn sections_go_where_they_belong() {
        let readme = "# A\n\nText.\n\n## Support\n\nAsk [us][1].\n\n[1]: https://acme.example\n";
        let new = section(readme, "## Setup\n\nDo.\n", &["Data Collected", "Support"]);
        assert_eq!(
            new,
            readme.replace("## Support", "## Setup\n\nDo.\n\n## Support")
        );
        let new = section(readme, "## Last\n", &["Further Reading"]);
        assert_eq!(new, readme.replace("[1]: ", "## Last\n\n[1]: "));
        assert_eq!(section("# A", "## B\n", &[]), "# A\n\n## B\n");
        let fenced = "```\n## Support\n```\n";
        assert_eq!(
            section(fenced, "## B\n", &["Support"]),
            format!("{fenced}\n## B\n")
        );
    }

    #[test]
    fn a_word_changes_on_its_line_alone() {
        assert_eq!(word("x\na x\n", Some(2), "x", "y").unwrap(), "x\na y\n");
        assert!(word("x\na\n", Some(2), "x", "y").is_err());
        assert_eq!(line("a\n# b\n", "# b", "## b").unwrap(), "a\n## b\n");
        assert!(line("a\n", "# b", "## b").is_err());
    }
}
