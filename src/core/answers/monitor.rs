//! What was said of the dashboard and the monitors.

use serde::{Deserialize, Serialize};

/// The overview dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dashboard {
    /// Whether there is one.
    pub make: bool,
}

impl Default for Dashboard {
    fn default() -> Self {
        Self { make: true }
    }
}

impl Dashboard {
    /// Whether nothing was said that differs from what is so anyway.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// On which side of the threshold it alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    #[default]
    Above,
    Below,
}

impl Comparison {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
        }
    }
}

/// One recommended monitor; there is none that nobody asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Monitor {
    /// A metric of metadata.csv or a service check, by its full name. One monitor for each.
    pub metric: String,
    /// A second metric, the limit: the monitor watches which percentage of it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub comparison: Comparison,
    /// In the metric's unit; for a service check how many runs in a row are CRITICAL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<f64>,
    /// `5m`, `1h`...: the time that is looked at. Absent: [`Monitor::WINDOW`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// One alert for each value of these tags. Absent: derived; empty: one alert for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<String>>,
    /// Object and verb: `Consumer lag is high`. Absent: derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the notification says. Absent: derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Monitor {
    /// The times that can be looked at.
    pub const WINDOWS: [&'static str; 9] =
        ["1m", "5m", "10m", "15m", "30m", "1h", "2h", "4h", "1d"];

    /// The time that is looked at when nothing is said.
    pub const WINDOW: &'static str = "5m";

    #[must_use]
    pub fn window(&self) -> &str {
        self.window.as_deref().unwrap_or(Self::WINDOW)
    }
}
