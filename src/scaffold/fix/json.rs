//! JSON that is right but for its commas.

/// The text without commas before a closing bracket.
pub fn without_commas(text: &str) -> Result<String, String> {
    let (mut out, mut comma) = (String::with_capacity(text.len()), None);
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' => {
                comma = None;
                out.push(c);
                while let Some(inner) = letters.next() {
                    out.push(inner);
                    match inner {
                        '\\' => out.extend(letters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                continue;
            }
            ',' => comma = Some(out.len()),
            '}' | ']' => {
                if let Some(at) = comma.take() {
                    out.remove(at);
                }
            }
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        out.push(c);
    }
    match serde_json::from_str::<serde_json::Value>(&out) {
        Ok(_) => Ok(out),
        Err(error) => Err(format!("More than commas is wrong: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_commas_that_end_nothing_go() {
        let text = "{\n  \"a\": [1, 2,\n  ],\n  \"b\": \",]\\\"\",\n}\n";
        let new = without_commas(text).unwrap();
        assert_eq!(new, "{\n  \"a\": [1, 2\n  ],\n  \"b\": \",]\\\"\"\n}\n");
        assert!(without_commas("{\"a\": 1,, }").is_err());
        assert_eq!(without_commas("[]").unwrap(), "[]");
    }
}
