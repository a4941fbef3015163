//! Words of a recording that belong to somebody: addresses and hosts inside a network, and e-mail addresses. What is
//! merged is public, so fixtures have stand-ins for them, and the review looks for what is left.

use std::collections::{BTreeMap, BTreeSet};

/// What a word gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Private {
    Address,
    Email,
    Host,
}

/// The private words of a text, in their order.
pub fn words(text: &str) -> impl Iterator<Item = (Private, &str)> {
    let words = text.split(|c: char| !joins(c)).map(trimmed);
    words.filter_map(|word| kind(word).map(|kind| (kind, word)))
}

/// For each private word of some texts, a made-up one that stands for it: RFC 5737's addresses, RFC 2606's names. The
/// same words have the same stand-ins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandIns {
    of: BTreeMap<String, String>,
}

impl StandIns {
    /// Those of all these texts. Of addresses beyond the 762 that documentation may use, the rest stay.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let found: BTreeSet<(Private, &str)> = texts.into_iter().flat_map(words).collect();
        let mut counts: BTreeMap<Private, usize> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for (kind, word) in found {
            let count = counts.entry(kind).or_default();
            *count += 1;
            if let Some(made_up) = made_up(kind, *count) {
                of.insert(word.to_owned(), made_up);
            }
        }
        Self { of }
    }

    /// Whether there was nothing private.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The text with its private words replaced.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !joins(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let core = trimmed(word);
            match self.of.get(core) {
                Some(made_up) if !core.is_empty() => out.push_str(&word.replacen(core, made_up, 1)),
                _ => out.push_str(word),
            }
            let next = after.chars().next().map_or(0, char::len_utf8);
            out.push_str(&after[..next]);
            rest = &after[next..];
        }
        out
    }
}

fn made_up(kind: Private, number: usize) -> Option<String> {
    match kind {
        Private::Email => Some(format!("person{number}@example.com")),
        Private::Host => Some(format!("host{number}.example.com")),
        Private::Address => {
            let net = ["192.0.2", "198.51.100", "203.0.113"].get((number - 1) / 254)?;
            Some(format!("{net}.{}", (number - 1) % 254 + 1))
        }
    }
}

fn joins(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+')
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(['.', '-', '_'])
}

fn kind(word: &str) -> Option<Private> {
    if let Some((_, host)) = word.split_once('@').filter(|_| is_email(word)) {
        let host = host.to_lowercase();
        let top = host.rsplit('.').next().unwrap_or_default();
        let real = top.len() > 1 && top.chars().all(char::is_alphabetic);
        return (real && !is_made_up(&host)).then_some(Private::Email);
    }
    if is_address(word) {
        return Some(Private::Address);
    }
    is_internal(word).then_some(Private::Host)
}

/// Whether a text looks like an e-mail address.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    !name.is_empty()
        && name.chars().all(good)
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
        && host.chars().all(|c| good(c) && c != '_' && c != '+')
}

fn is_made_up(host: &str) -> bool {
    let tops = [".example", ".test", ".invalid", ".localhost"];
    let names = ["example.com", "example.org", "example.net"];
    tops.iter()
        .any(|top| host.ends_with(top) || host == &top[1..])
        || names
            .iter()
            .any(|name| host == *name || host.ends_with(&format!(".{name}")))
}

/// RFC 1918; documentation's and loopback addresses are nobody's.
fn is_address(word: &str) -> bool {
    let Ok(address) = word.parse::<std::net::Ipv4Addr>() else {
        return false;
    };
    // Docker's own networks are the same everywhere.
    let [a, b, ..] = address.octets();
    address.is_private()
        && !(a == 172 && (17..=20).contains(&b))
        && !(a == 10 && word.ends_with(".0"))
}

fn is_internal(word: &str) -> bool {
    let lower = word.to_lowercase();
    let ends = [".corp", ".internal", ".lan", ".intranet"];
    let parts = lower.split('.').filter(|p| !p.is_empty()).count();
    let known = [
        "host.docker.internal",
        "compute.internal",
        "gateway.docker.internal",
        "metadata.google.internal",
    ];
    parts >= 2 && ends.iter().any(|end| lower.ends_with(end)) && !known.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_private_word_has_a_stand_in_of_its_own() {
        let texts = [
            "up{instance=\"10.0.0.1:9100\",node=\"db7.corp\"} 1",
            "up{instance=\"10.0.0.11\"} 1, by ann@acme.io, at 8.8.8.8 and 127.0.0.1.",
        ];
        let stand_ins = StandIns::of(texts);
        assert_eq!(
            stand_ins.text(texts[0]),
            "up{instance=\"192.0.2.1:9100\",node=\"host1.example.com\"} 1"
        );
        assert_eq!(
            stand_ins.text(texts[1]),
            "up{instance=\"192.0.2.2\"} 1, by person1@example.com, at 8.8.8.8 and 127.0.0.1."
        );
        assert_eq!(words(&stand_ins.text(&texts.join("\n"))).next(), None);
    }

    #[test]
    fn what_belongs_to_nobody_stays() {
        for text in [
            "host.docker.internal",
            "ann@acme.example",
            "10.0.0.0",
            "1.2.3",
            "_",
            "é",
        ] {
            let stand_ins = StandIns::of([text]);
            assert!(stand_ins.is_empty(), "{text}");
            assert_eq!(stand_ins.text(text), text);
        }
    }

    #[test]
    fn more_addresses_than_documentation_has_keep_the_rest() {
        let all: Vec<String> = (0..800)
            .map(|n| format!("10.1.{}.{}", n / 200, n % 200 + 1))
            .collect();
        let stand_ins = StandIns::of(all.iter().map(String::as_str));
        assert_eq!(stand_ins.text("10.1.0.1"), "192.0.2.1");
        let left = all.iter().filter(|a| stand_ins.text(a) == **a).count();
        assert_eq!(left, 800 - 762);
    }
}
