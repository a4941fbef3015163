//! What a value means: equal to one that is named, or on a side of a limit.

use crate::core::answers::ServiceCheckAnswer;
use crate::core::finding::{Finding, Source};
use serde_json::Value;
use std::collections::BTreeSet;

/// One entry of a status's list.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Is(Value),
    /// A sign of [`SIGNS`] and a limit.
    Beyond(&'static str, f64),
}

/// The signs of a comparison, longer ones first, and the function of Python's `operator` each.
pub const SIGNS: [(&str, &str); 4] = [(">=", "ge"), ("<=", "le"), (">", "gt"), ("<", "lt")];

/// Reads one entry: `running`, `1`, `true`, `">= 95"`.
///
/// # Errors
/// A comparison without a number.
pub fn read(value: &Value) -> Result<Condition, String> {
    let Some(text) = value.as_str() else {
        return Ok(Condition::Is(value.clone()));
    };
    let Some((sign, _)) = SIGNS.iter().find(|(sign, _)| text.trim().starts_with(sign)) else {
        return Ok(Condition::Is(value.clone()));
    };
    let limit = text.trim()[sign.len()..].trim().parse::<f64>();
    match limit {
        Ok(limit) if limit.is_finite() => Ok(Condition::Beyond(sign, limit)),
        _ => Err(format!(
            "{text:?} compares with no number. Write it like \">= 95\"."
        )),
    }
}

/// Every condition of a service check with its status, in the order in which they are looked at.
///
/// # Errors
/// The first one that can't be read.
pub fn all(check: &ServiceCheckAnswer) -> Result<Vec<(Condition, &'static str)>, String> {
    // A line holds texts.
    let texts = check.from.as_ref().is_some_and(|f| !f.line.is_empty());
    let conditions = check.conditions().into_iter();
    conditions
        .flat_map(|(status, values)| values.iter().map(move |v| (v, status)))
        .map(|(value, status)| match read(value)? {
            is @ Condition::Is(_) if texts => Ok((Condition::Is(shown(&is).into()), status)),
            condition => Ok((condition, status)),
        })
        .collect()
}

/// The same, the best status first: as one reads what values mean.
#[must_use]
pub fn good_first(check: &ServiceCheckAnswer) -> Vec<(Condition, &'static str)> {
    let mut all = all(check).unwrap_or_default();
    all.sort_by_key(|(_, status)| {
        ["ok", "warning", "critical"]
            .iter()
            .position(|s| s == status)
    });
    all
}

/// Values of a sample that no list names: worth a look.
#[must_use]
pub fn unnamed<'v>(
    check: &ServiceCheckAnswer,
    values: impl IntoIterator<Item = &'v Value>,
) -> Option<Finding> {
    let conditions = all(check).ok()?;
    let other = values
        .into_iter()
        .filter(|v| status(&conditions, v).is_none());
    let other: BTreeSet<String> = other.map(|v| shown(&Condition::Is(v.clone()))).collect();
    if other.is_empty() {
        return None;
    }
    let other = other.into_iter().take(5).collect::<Vec<_>>().join(", ");
    let name = &check.name;
    let message =
        format!("{name}: the sample holds {other}, which no list names: its status is UNKNOWN.");
    let rule = format!("service_checks.{name}");
    Some(Finding::error(Source::Form, rule, message).warning())
}

/// Whether the conditions of a service check can be told apart, and say when it is OK.
///
/// # Errors
/// One sentence that names the values and the way out.
pub fn check(check: &ServiceCheckAnswer) -> Result<(), String> {
    let name = &check.name;
    let all = all(check)?;
    if check.ok.is_empty() {
        return Err(format!(
            "{name} is never OK: list the values that are, for example ok: [running]."
        ));
    }
    let compared = |c: &Condition| matches!(c, Condition::Beyond(..));
    if all.iter().any(|(c, _)| compared(c)) && !all.iter().all(|(c, _)| compared(c)) {
        return Err(format!(
            "{name} mixes values and comparisons. List values alone, or comparisons such as \">= 95\" alone."
        ));
    }
    for (n, (condition, status)) in all.iter().enumerate() {
        let same = all[..n].iter().find(|(other, _)| equal(other, condition));
        if let Some((_, before)) = same {
            let shown = shown(condition);
            return Err(if before == status {
                format!("{name} lists {shown} twice under {status}.")
            } else {
                format!(
                    "{name} lists {shown} under {before} and under {status}. Keep it in one of the lists."
                )
            });
        }
    }
    Ok(())
}

/// Whether Python takes both for the same: `1`, `1.0`, and `True` are.
fn equal(a: &Condition, b: &Condition) -> bool {
    match (a, b) {
        (Condition::Is(a), Condition::Is(b)) => {
            a == b || number(a).is_some_and(|n| number(b) == Some(n))
        }
        _ => a == b,
    }
}

fn number(value: &Value) -> Option<f64> {
    value
        .as_bool()
        .map(|b| f64::from(u8::from(b)))
        .or_else(|| value.as_f64())
}

/// The condition as one would write it.
#[must_use]
pub fn shown(condition: &Condition) -> String {
    match condition {
        Condition::Is(Value::String(text)) => text.clone(),
        Condition::Is(value) => value.to_string(),
        Condition::Beyond(sign, limit) => format!("{sign} {limit}"),
    }
}

/// The status of a value by these conditions; none is UNKNOWN.
#[must_use]
pub fn status<'s>(conditions: &[(Condition, &'s str)], value: &Value) -> Option<&'s str> {
    let holds = |condition: &Condition| match condition {
        Condition::Is(_) => equal(condition, &Condition::Is(value.clone())),
        Condition::Beyond(sign, limit) => {
            let text = value.as_str().and_then(|t| t.trim().parse().ok());
            let number = number(value).or(text);
            number.is_some_and(|n| match *sign {
                ">=" => n >= *limit,
                "<=" => n <= *limit,
                ">" => n > *limit,
                _ => n < *limit,
            })
        }
    };
    conditions
        .iter()
        .find(|(condition, _)| holds(condition))
        .map(|(_, status)| *status)
}
