//! Content hashes: what was done is compared by what it was done on.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The first 16 hexadecimal digits of the SHA-256 of the parts, each with its length.
#[must_use]
pub fn of(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The hash of one text.
#[must_use]
pub fn text(text: &str) -> String {
    of(&[text.as_bytes()])
}

/// The hash of anything that serializes, by its JSON.
#[must_use]
pub fn value<T: serde::Serialize>(value: &T) -> String {
    // A value that cannot be JSON (a map with non-text keys) does not exist among the answers.
    text(&serde_json::to_string(value).unwrap_or_default())
}
