//! Order statistics of durations.

use std::time::Duration;

/// Measured durations, in order of length.
pub struct Times(Vec<Duration>);

impl Times {
    /// At least one is needed.
    pub fn new(mut times: Vec<Duration>) -> Self {
        assert!(!times.is_empty(), "nothing was measured");
        times.sort();
        Self(times)
    }

    /// The duration that `share` of a hundred are not longer than, in milliseconds.
    pub fn percentile(&self, share: usize) -> f64 {
        let at = (self.0.len() * share).div_ceil(100).max(1) - 1;
        ms(self.0[at.min(self.0.len() - 1)])
    }

    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    pub fn best(&self) -> f64 {
        ms(self.0[0])
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
