//! Where each value of a JSON text stands. What is JSON at all is told by the serializer's own reader first.

use std::ops::Range;

/// A value and its place in the text.
#[derive(Debug)]
pub struct Node {
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    Object(Vec<Member>),
    Array(Vec<Node>),
    Scalar,
}

#[derive(Debug)]
pub struct Member {
    pub key: String,
    /// Where the key begins.
    pub start: usize,
    pub value: Node,
}

impl Node {
    /// The values of a text.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn parse(text: &str) -> Result<Self, String> {
        // Also bounds the depth, so that what follows can't overflow the stack.
        serde_json::from_str::<serde_json::Value>(text).map_err(|e| e.to_string())?;
        let mut reader = Reader { text, at: 0 };
        reader.value().ok_or_else(|| "It is no JSON.".into())
    }

    /// The elements of an array.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Array(items) => items.iter().collect(),
            _ => vec![],
        }
    }

    /// The values of an object, or of an array the array itself.
    pub fn values(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Object(members) => members.iter().map(|m| &m.value).collect(),
            _ => vec![self],
        }
    }

    /// Where the first member or element begins.
    pub fn first(&self) -> Option<usize> {
        match &self.kind {
            Kind::Object(members) => members.first().map(|m| m.start),
            Kind::Array(items) => items.first().map(|n| n.span.start),
            Kind::Scalar => None,
        }
    }

    /// Where the last member or element ends.
    pub fn last_end(&self) -> Option<usize> {
        match &self.kind {
            Kind::Object(members) => members.last().map(|m| m.value.span.end),
            Kind::Array(items) => items.last().map(|n| n.span.end),
            Kind::Scalar => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self) -> Option<Node> {
        let first = self.peek()?;
        let start = self.at;
        let kind = match first {
            b'{' => self.object()?,
            b'[' => self.array()?,
            b'"' => {
                self.string()?;
                Kind::Scalar
            }
            _ => {
                let rest = &self.text[self.at..];
                self.at += rest
                    .find(|c: char| ",]}".contains(c) || c.is_whitespace())
                    .unwrap_or(rest.len());
                Kind::Scalar
            }
        };
        Some(Node {
            span: start..self.at,
            kind,
        })
    }

    fn object(&mut self) -> Option<Kind> {
        let mut members = vec![];
        self.at += 1;
        loop {
            match self.peek()? {
                b'}' => break,
                b',' => self.at += 1,
                _ => {
                    let start = self.at;
                    let key = self.string()?;
                    (self.peek()? == b':').then_some(())?;
                    self.at += 1;
                    let value = self.value()?;
                    members.push(Member { key, start, value });
                }
            }
        }
        self.at += 1;
        Some(Kind::Object(members))
    }

    fn array(&mut self) -> Option<Kind> {
        let mut items = vec![];
        self.at += 1;
        loop {
            match self.peek()? {
                b']' => break,
                b',' => self.at += 1,
                _ => items.push(self.value()?),
            }
        }
        self.at += 1;
        Some(Kind::Array(items))
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while *bytes.get(self.at)? != b'"' {
            self.at += if bytes[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        serde_json::from_str(self.text.get(start..self.at)?).ok()
    }
}
