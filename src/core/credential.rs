//! Which keys hold a credential: told by the words of the key, since `monkey` and `key_count` hold none.
//! `assets/check_runner.py` knows the same rule; one table tests both.

/// Wherever they stand in a key.
const ANYWHERE: [&str; 6] = [
    "authorization",
    "token",
    "passw",
    "secret",
    "credential",
    "cookie",
];

/// What a key of this kind opens: `api_key`, `apikey`, `access_key_id`.
const OPENERS: [&str; 20] = [
    "access",
    "account",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "encryption",
    "license",
    "master",
    "private",
    "secret",
    "service",
    "session",
    "shared",
    "signing",
    "ssh",
    "storage",
    "subscription",
    "user",
];

/// Keys that only find or order something.
const HARMLESS: [&str; 18] = [
    "cache",
    "composite",
    "foreign",
    "group",
    "hash",
    "index",
    "lookup",
    "metric",
    "object",
    "partition",
    "primary",
    "public",
    "range",
    "routing",
    "row",
    "sort",
    "tag",
    "unique",
];

/// Whether a key looks like one that holds a credential.
#[must_use]
pub fn is_credential(key: &str) -> bool {
    let words = words(key);
    let whole = words.concat();
    if ANYWHERE.iter().any(|word| whole.contains(word)) {
        return true;
    }
    let opens = |word: &str| OPENERS.contains(&word);
    let joined = |word: &String| {
        let opener = word
            .strip_suffix("keys")
            .or_else(|| word.strip_suffix("key"));
        opener.is_some_and(opens)
    };
    let is_key = |word: &str| matches!(word, "key" | "keys");
    if words.iter().any(joined) || words.windows(2).any(|w| opens(&w[0]) && is_key(&w[1])) {
        return true;
    }
    match words.as_slice() {
        [.., before, last] => last == "key" && !HARMLESS.contains(&before.as_str()),
        [only] => only == "key",
        [] => false,
    }
}

/// The words of `X-Api-Key`, `api_key`, `apiKey`, `APIKey2`: in lower case, without digits.
fn words(key: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    let chars: Vec<char> = key.chars().collect();
    let mut open = false;
    for (i, c) in chars.iter().enumerate() {
        if !c.is_ascii_alphabetic() {
            open = false;
            continue;
        }
        let next_is_lower = chars.get(i + 1).is_some_and(char::is_ascii_lowercase);
        let after_lower = i > 0 && chars[i - 1].is_ascii_lowercase();
        let begins = c.is_ascii_uppercase() && (after_lower || next_is_lower);
        match out.last_mut() {
            Some(word) if open && !begins => word.push(c.to_ascii_lowercase()),
            _ => out.push(c.to_ascii_lowercase().to_string()),
        }
        open = true;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `yes KEY` or `no KEY`, one a line.
    const TABLE: &str = include_str!("../../tests/credentials.txt");

    #[test]
    fn every_key_of_the_table() {
        let mut seen = (0, 0);
        for line in TABLE.lines() {
            let (wanted, key) = line.split_once(' ').unwrap();
            assert_eq!(is_credential(key), wanted == "yes", "{line}");
            *(if wanted == "yes" {
                &mut seen.0
            } else {
                &mut seen.1
            }) += 1;
        }
        assert!(seen.0 > 20 && seen.1 > 15, "{seen:?}");
        assert_eq!(words("X-APIKey2 of_me"), ["x", "api", "key", "of", "me"]);
    }
}
