//! The thresholds of a monitor: chosen, in order, and the same in its query.

use super::monitors::at;
use crate::review::json::Json;
use crate::review::look::Look;
use crate::review::rule::{Findings, Rule};
use serde_json::Value;
use std::collections::BTreeMap;

pub const RULES: &[Rule] = &[
    Rule {
        name: "monitor-threshold",
        why: "The threshold of the query is the one that alerts; the other one is what users see.",
        source: "threshold unlike the query: reviewers' remarks on monitors",
        check: thresholds,
    },
    Rule {
        name: "monitor-unchosen",
        why: "A threshold that nobody chose alerts always or never, and users turn the monitor off.",
        source: "thresholds nobody chose: reviewers' remarks on monitors",
        check: unchosen,
    },
];

/// How a query compares: the sign and the number at its end.
fn compared(query: &str) -> Option<(char, f64)> {
    let at = query.rfind(['>', '<'])?;
    let sign = query[at..].chars().next()?;
    let number = query[at + 1..]
        .trim_start_matches('=')
        .trim()
        .parse()
        .ok()?;
    Some((sign, number))
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn thresholds(look: &Look<'_>, out: &mut Findings) {
    for file in &look.monitors {
        let Some((sign, asked)) = compared(file.str(&at(file, "query"))) else {
            continue;
        };
        let pointer = |key: &str| at(file, &format!("options/thresholds/{key}"));
        let said = |key: &str| number(file.at(&pointer(key)));
        if let Some(critical) = said("critical")
            && (critical - asked).abs() > f64::EPSILON * asked.abs()
        {
            out.error(
                file.place(&pointer("critical")),
                format!("The threshold is {critical}, and the query compares with {asked}."),
                "Write the same number in both.",
            );
            continue;
        }
        let side = if sign == '>' { "above" } else { "below" };
        let beyond = |value: f64| {
            if sign == '>' {
                value >= asked
            } else {
                value <= asked
            }
        };
        if let Some(warning) = said("warning").filter(|w| beyond(*w)) {
            out.error(
                file.place(&pointer("warning")),
                format!("The warning at {warning} does not come before the alert, {side} {asked}."),
                "Warn at a number that is reached first.",
            );
        }
        if let Some(recovery) = said("critical_recovery").filter(|r| beyond(*r)) {
            out.error(
                file.place(&pointer("critical_recovery")),
                format!("The monitor recovers at {recovery}, where it alerts, {side} {asked}."),
                "Let it recover at a number where it does not alert.",
            );
        }
    }
}

/// As many monitors with one number were not thought about one by one.
const SAME: usize = 3;

fn unchosen(look: &Look<'_>, out: &mut Findings) {
    let mut seen: BTreeMap<String, Vec<(&Json<'_>, String)>> = BTreeMap::new();
    for file in &look.monitors {
        let (query, said) = (at(file, "query"), at(file, "options/thresholds"));
        let kind = file.str(&at(file, "type"));
        if !["metric alert", "query alert", "service check"].contains(&kind) {
            continue;
        }
        let asked = compared(file.str(&query));
        let critical = number(file.at(&format!("{said}/critical")));
        if asked.is_none() && kind != "service check" {
            out.error(
                file.place(&query),
                "The query compares with no number, so the monitor never alerts.",
                "End it with the threshold, for example `> 100`.",
            );
        } else if critical.is_none() {
            out.warn(
                file.place(&said),
                "The monitor has no threshold `critical` below `options.thresholds`.",
                "Write the number at which somebody is woken up, the same as in the query.",
            );
        } else if let Some((sign, number)) = asked.filter(|_| kind != "service check") {
            if number == 0.0 && sign == '<' {
                out.warn(
                    file.place(&query),
                    "The monitor alerts below 0, which most metrics never are.",
                    "Choose the number at which somebody has to act.",
                );
            }
            // Below 1 and at 0, a state is meant.
            if number.abs() > 1.0 {
                let key = format!("{sign} {number}");
                seen.entry(key).or_default().push((file, query));
            }
        }
    }
    for (key, files) in seen.into_iter().filter(|(_, files)| files.len() >= SAME) {
        let (file, query) = &files[0];
        out.note(
            file.place(query),
            format!(
                "{} monitors of different metrics have the same threshold, {key}.",
                files.len()
            ),
            "Choose one for each, from what the metric is when all is well.",
        );
    }
}
