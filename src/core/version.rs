//! Versions of an integration: three numbers, and the next is higher than the last.

/// Whether `next` may follow `current`. An unknown current version is followed by any.
///
/// # Errors
/// One sentence that names the problem and the way out.
pub fn next(current: &str, next: &str) -> Result<(), String> {
    let example = bumped(current).unwrap_or_else(|| "1.1.0".into());
    let Some(wanted) = numbers(next) else {
        return Err(format!(
            "{next:?} is not a version. Write three numbers, for example {example}."
        ));
    };
    match numbers(current) {
        Some(now) if wanted <= now => Err(format!(
            "The version is {current} already. The next one is higher, for example {example}."
        )),
        _ => Ok(()),
    }
}

/// The next minor version: `1.4.2` gives `1.5.0`.
#[must_use]
pub fn bumped(current: &str) -> Option<String> {
    let [major, minor, _] = numbers(current)?;
    Some(format!("{major}.{}.0", minor + 1))
}

fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut parts = version.split('.');
    let mut one = || {
        let part = parts.next()?;
        let plain = part.bytes().all(|b| b.is_ascii_digit());
        (plain && (part == "0" || !part.starts_with('0'))).then_some(())?;
        part.parse().ok()
    };
    let out = [one()?, one()?, one()?];
    parts.next().is_none().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_rise() {
        assert_eq!(next("1.0.9", "1.0.10"), Ok(()));
        assert_eq!(next("", "2.0.0"), Ok(()));
        assert!(next("1.10.0", "1.9.9").is_err_and(|m| m.contains("1.11.0")));
        assert!(next("1.0.0", "1.0.0").is_err());
        for bad in [
            "1.1",
            "v1.1.0",
            "1.1.0.0",
            "1..0",
            "01.0.0",
            "1.0.0-rc1",
            "",
        ] {
            assert!(next("1.0.0", bad).is_err(), "{bad}");
        }
        assert_eq!(bumped("1.4.2").as_deref(), Some("1.5.0"));
    }
}
