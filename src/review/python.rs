//! A Python file, told apart into code, strings, and comments. No parser: what is no Python, Python itself says.

use super::tree::line_at;

/// A string or a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub line: u32,
    /// Without quotes, or without `#`.
    pub text: String,
    /// Where it begins in the file, in bytes.
    pub start: usize,
    /// Whether its braces hold code.
    pub formatted: bool,
}

/// A file, read.
#[derive(Debug, Clone)]
pub struct Python<'a> {
    pub path: &'a str,
    pub text: &'a str,
    /// The text with the contents of strings and comments blanked: same length, same lines.
    pub code: String,
    pub strings: Vec<Piece>,
    pub comments: Vec<Piece>,
}

/// A call found in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call<'a> {
    pub line: u32,
    /// Where the name begins.
    pub start: usize,
    /// What stands between the parentheses, strings blanked.
    pub code: &'a str,
    /// The same as written.
    pub text: &'a str,
}

impl Call<'_> {
    /// The arguments, as written, split at the commas of the outermost level.
    #[must_use]
    pub fn arguments(&self) -> Vec<&str> {
        let mut out = vec![];
        let (mut depth, mut from) = (0_i32, 0);
        for (i, b) in self.code.bytes().enumerate() {
            match b {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                b',' if depth == 0 => {
                    out.push(self.text[from..i].trim());
                    from = i + 1;
                }
                _ => {}
            }
        }
        out.push(self.text[from..].trim());
        out.retain(|a| !a.is_empty());
        out
    }

    /// Whether an argument is given by this name.
    #[must_use]
    pub fn names(&self, keyword: &str) -> bool {
        let named = |a: &&str| {
            let rest = a.strip_prefix(keyword).map(str::trim_start);
            rest.is_some_and(|r| r.starts_with('=') && !r.starts_with("=="))
        };
        self.arguments().iter().any(named) || self.arguments().iter().any(|a| a.starts_with("**"))
    }

    /// The arguments that are given by place.
    #[must_use]
    pub fn positional(&self) -> usize {
        let named = |a: &&&str| {
            let word = a.split('=').next().unwrap_or_default().trim();
            let is_name = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            !(a.contains('=') && is_name && !a[word.len()..].trim_start().starts_with("=="))
        };
        self.arguments().iter().filter(named).count()
    }
}

impl<'a> Python<'a> {
    #[must_use]
    pub fn read(path: &'a str, text: &'a str) -> Self {
        let mut lexer = Lexer {
            bytes: text.as_bytes(),
            text,
            at: 0,
            code: text.as_bytes().to_vec(),
            strings: vec![],
            comments: vec![],
        };
        lexer.run(None);
        // Only whole characters were blanked, byte by byte.
        let code = String::from_utf8_lossy(&lexer.code).into_owned();
        Self {
            path,
            text,
            code,
            strings: lexer.strings,
            comments: lexer.comments,
        }
    }

    /// Whether it is part of the check (and not of its tests, nor made by ddev).
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.path.starts_with("datadog_checks/")
            && !self.path.ends_with("__about__.py")
            && !self.path.contains("/config_models/")
    }

    /// The calls of a function or method: `self.gauge`, `print`; not those of which it is only the end.
    #[must_use]
    pub fn calls(&self, name: &str) -> Vec<Call<'_>> {
        let mut out = vec![];
        let mut from = 0;
        while let Some(start) = self.code[from..].find(name).map(|i| i + from) {
            from = start + name.len();
            let before = self.code[..start].bytes().next_back();
            if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')) {
                continue;
            }
            let line_begin = self.code[..start].rfind('\n').map_or(0, |i| i + 1);
            let defines = self.code[line_begin..start].trim_end().ends_with("def");
            let rest = &self.code[from..];
            let gap = rest.len() - rest.trim_start_matches(' ').len();
            if defines || !rest[gap..].starts_with('(') {
                continue;
            }
            let open = from + gap;
            let Some(close) = closing(self.code.as_bytes(), open) else {
                continue;
            };
            out.push(Call {
                line: line_at(self.text, start),
                start,
                code: &self.code[open + 1..close],
                text: &self.text[open + 1..close],
            });
        }
        out
    }

    /// Code lines with their numbers, strings and comments blanked.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        super::tree::numbered(&self.code)
    }

    /// The lines of the block that the line `number` opens, by indentation.
    #[must_use]
    pub fn block(&self, number: u32) -> String {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let mut lines = self.lines().skip_while(|(n, _)| *n < number);
        let Some((_, head)) = lines.next() else {
            return String::new();
        };
        let depth = indent(head);
        let open = |line: &str| -> isize {
            let of = |b| match b {
                b'(' | b'[' | b'{' => 1,
                b')' | b']' | b'}' => -1,
                _ => 0,
            };
            line.bytes().map(of).sum()
        };
        // What opens the block may be several lines long itself.
        let mut opened = open(head);
        let inside = lines.take_while(|(_, line)| {
            let head = opened > 0;
            opened += if head { open(line) } else { 0 };
            head || line.trim().is_empty() || indent(line) > depth
        });
        let lines: Vec<&str> = inside.map(|(_, l)| l).collect();
        lines.join("\n")
    }

    /// Whether a string has exactly this content.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.strings.iter().any(|s| s.text == text)
    }
}

/// The parenthesis that closes the one at `open`, in code whose strings are blanked.
fn closing(code: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, b) in code.iter().enumerate().skip(open) {
        match b {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

struct Lexer<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    code: Vec<u8>,
    strings: Vec<Piece>,
    comments: Vec<Piece>,
}

impl Lexer<'_> {
    /// Reads code to its end; inside of a formatted string as far as the brace that closes.
    fn run(&mut self, end: Option<u8>) {
        let mut depth = 0;
        while let Some(&b) = self.bytes.get(self.at) {
            match b {
                b'#' if end.is_none() => self.comment(),
                b'\'' | b'"' => self.string(),
                b'{' | b'(' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' if end == Some(b'}') && depth == 0 => return,
                b'}' | b')' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = rest.iter().position(|b| *b == b'\n');
        self.at = start + length.unwrap_or(rest.len());
        let text = self.text[start + 1..self.at].trim().to_owned();
        self.code[start..self.at].fill(b' ');
        self.comments.push(Piece {
            line: line_at(self.text, start),
            text,
            start,
            formatted: false,
        });
    }

    /// Whether the letters before the quote make it a formatted string.
    fn is_formatted(&self) -> bool {
        let before = &self.bytes[..self.at];
        let letters: Vec<u8> = before
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
            .map(u8::to_ascii_lowercase)
            .collect();
        let is_prefix = letters.len() <= 2 && letters.iter().all(|b| b"fbrut".contains(b));
        is_prefix && letters.iter().any(|b| b"ft".contains(b))
    }

    fn string(&mut self) {
        let start = self.at;
        let formatted = self.is_formatted();
        let quote = self.bytes[start];
        let triple = self.bytes[start..].starts_with(&[quote; 3]);
        let width = if triple { 3 } else { 1 };
        self.at += width;
        let begin = self.at;
        while let Some(&b) = self.bytes.get(self.at) {
            let ends = if triple {
                self.bytes[self.at..].starts_with(&[quote; 3])
            } else {
                b == quote || b == b'\n'
            };
            if ends {
                break;
            }
            match b {
                // In a raw string a backslash still keeps the quote from ending it.
                b'\\' => self.at += 2,
                b'{' if formatted && self.bytes.get(self.at + 1) == Some(&b'{') => self.at += 2,
                b'{' if formatted => {
                    self.at += 1;
                    self.run(Some(b'}'));
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.bytes.len());
        self.at = (end + width).min(self.bytes.len());
        // An escape may have led into the middle of a character; the text is cut at a whole one.
        let text = self.text.get(begin..end).unwrap_or_default().to_owned();
        for b in &mut self.code[begin..end] {
            if *b != b'\n' {
                *b = b' ';
            }
        }
        self.strings.push(Piece {
            line: line_at(self.text, start),
            text,
            start,
            formatted,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_told_from_code() {
        let text = "x = 'a # no' + f\"b:{d['k']} {{\" # yes ü\ny = \"\"\"one\n'two'\"\"\"\nself.gauge('n', 1, tags=['a:b, c'])\n";
        let file = Python::read("datadog_checks/a/check.py", text);
        let strings: Vec<&str> = file.strings.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            strings,
            ["a # no", "k", "b:{d['k']} {{", "one\n'two'", "n", "a:b, c"]
        );
        assert_eq!(file.comments[0].text, "yes ü");
        assert_eq!(file.code.len(), text.len());
        let calls = file.calls("self.gauge");
        assert_eq!((calls[0].line, calls[0].positional()), (4, 2));
        assert_eq!(calls[0].arguments()[2], "tags=['a:b, c']");
        assert!(calls[0].names("tags") && !calls[0].names("message"));
    }

    #[test]
    fn a_block_is_what_is_indented_below_its_whole_head() {
        let text = "def f(\n    a,\n    b=(1,\n2),\n):\n    assert a\n\n    g()\nh()\n";
        let file = Python::read("x.py", text);
        let block = file.block(1);
        assert!(
            block.contains("assert a") && block.contains("g()"),
            "{block}"
        );
        assert!(!block.contains("h()"), "{block}");
        assert_eq!(file.block(9), "");
    }

    #[test]
    fn anything_is_read_without_a_panic() {
        for text in [
            "'",
            "f'{",
            "f'{'",
            "\"\"\"ü\\",
            "#",
            "x = f'{a!r:>{w}}'",
            "print (",
            "'\\ü'",
        ] {
            let file = Python::read("x.py", text);
            assert_eq!(file.code.len(), text.len(), "{text}");
            let _ = file.calls("print");
        }
    }
}
