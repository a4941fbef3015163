//! The clock of a pull request that nobody writes in. Source: the stale bot of integrations-extras marks it after 21
//! days and closes it 7 days later.

/// Days of silence until it is marked.
pub const MARKED: u64 = 21;
/// Days from the mark until it is closed.
pub const CLOSED: u64 = 7;
const DAY: u64 = 24 * 60 * 60;

/// Where the clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Whole days until it is marked, at least one.
    Runs(u64),
    /// Marked; whole days until it is closed, at least one.
    Marked(u64),
    /// Closed by now.
    Over,
}

/// # Arguments
/// `active`: when something last happened in it, `now`: both in Unix seconds.
#[must_use]
pub fn clock(active: u64, now: u64) -> Clock {
    let silent = now.saturating_sub(active);
    let left = |days: u64| (days * DAY).saturating_sub(silent).div_ceil(DAY);
    match (left(MARKED), left(MARKED + CLOSED)) {
        (0, 0) => Clock::Over,
        (0, days) => Clock::Marked(days),
        (days, _) => Clock::Runs(days),
    }
}

impl Clock {
    /// In a few words, for example `stale in 14 days`.
    #[must_use]
    pub fn short(self) -> String {
        let days = |n: u64| {
            if n == 1 {
                "1 day".to_owned()
            } else {
                format!("{n} days")
            }
        };
        match self {
            Self::Runs(n) => format!("stale in {}", days(n)),
            Self::Marked(n) => format!("marked stale, closes in {}", days(n)),
            Self::Over => "closed by the stale bot, unless somebody wrote".into(),
        }
    }

    /// Whether a comment is due.
    #[must_use]
    pub fn is_pressing(self) -> bool {
        !matches!(self, Self::Runs(n) if n > 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_to_the_mark_and_to_the_end() {
        let at = |halves: u64| clock(1000, 1000 + halves * DAY / 2);
        assert_eq!(at(0), Clock::Runs(21));
        assert_eq!(at(1), Clock::Runs(21));
        assert_eq!(at(41), Clock::Runs(1));
        assert_eq!(at(42), Clock::Marked(7));
        assert_eq!(at(55), Clock::Marked(1));
        assert_eq!(at(56), Clock::Over);
        // A clock that was set back.
        assert_eq!(clock(1000, 0), Clock::Runs(21));
        assert_eq!(at(41).short(), "stale in 1 day");
        assert!(at(41).is_pressing() && !at(2).is_pressing() && at(80).is_pressing());
    }
}
