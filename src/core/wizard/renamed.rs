//! A product that gets another name: its metrics have others from the next run on, and what was said and seen of them
//! goes along.

use super::Wizard;
use std::collections::{BTreeMap, BTreeSet};

impl Wizard {
    /// Takes what was answered and looked at under an earlier prefix over to the names that the last run has under
    /// the prefix of now. `true` where answers went along, so that rows follow from them.
    pub(super) fn follow_prefix(&mut self) -> bool {
        let moved = self.names_moved();
        if self.state.files.existing || moved.is_empty() {
            return false;
        }
        let state = &mut self.state;
        let seen = state.files.seen.iter();
        let seen: Vec<String> = seen.filter_map(|key| after(key, &moved)).collect();
        for key in seen {
            state.files.seen.insert(key.into());
        }
        if let Some(focus) = after(&state.ui.focus, &moved) {
            state.ui.focus = focus;
        }
        let mut answered = false;
        for (old, new) in &moved {
            let metrics = &mut state.answers.metrics;
            if metrics.iter().any(|m| m.name == *new) {
                continue;
            }
            if let Some(at) = metrics.iter().position(|m| m.name == *old) {
                metrics[at].name.clone_from(new);
                answered = true;
            }
        }
        answered
    }

    /// Where every name is another than in the run before, nobody stays on one of the old ones: they stand last, and
    /// only tell what is gone.
    pub(super) fn leave_old_names(&mut self) {
        let (Some(now), Some(before)) = (&self.capture, &self.previous) else {
            return;
        };
        let (now, before) = (now.metric_names(), before.metric_names());
        let focus = &mut self.state.ui.focus;
        let old = |name: &str| before.contains(name) && now.is_disjoint(&before);
        if focus.strip_prefix("metric.").is_some_and(old) {
            focus.clear();
        }
    }

    /// What was answered, looked at, or stood on under names that nothing emits any more, and the names that it has
    /// now; of several earlier prefixes, those of the one that most stood under.
    fn names_moved(&self) -> BTreeMap<String, String> {
        let state = &self.state;
        let now = state.answers.integration.prefix();
        let rows = &self.derived.metrics;
        let rests: BTreeSet<&str> = rows
            .iter()
            .filter_map(|m| m.name.strip_prefix(&now))
            .collect();
        let keys = state.files.seen.iter().map(|key| &**key);
        let keys = keys.chain([state.ui.focus.as_str()]);
        let told = keys.filter_map(|key| key.strip_prefix("metrics."));
        let answered = state.answers.metrics.iter().map(|m| m.name.as_str());
        let gone = |name: &&str| !name.starts_with(&now) && self.derived.position(name).is_none();
        let gone: BTreeSet<&str> = told.chain(answered).filter(gone).collect();
        let mut by_prefix: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
        for name in &gone {
            for (dot, _) in name.match_indices('.') {
                let (prefix, rest) = name.split_at(dot + 1);
                // Of a part of a row, such as its unit, the row's name is what moves.
                let row = rest.rsplit_once('.').map_or(rest, |(row, _)| row);
                if let Some(rest) = [rest, row].into_iter().find(|r| rests.contains(r)) {
                    let found = by_prefix.entry(prefix).or_default();
                    found.insert(format!("{prefix}{rest}"), format!("{now}{rest}"));
                }
            }
        }
        let most = by_prefix.into_values().max_by_key(BTreeMap::len);
        most.unwrap_or_default()
    }
}

/// The id of a metric's row, or of a part of it, under the name that it has now; none where it has no other.
fn after(id: &str, moved: &BTreeMap<String, String>) -> Option<String> {
    let name = id.strip_prefix("metrics.")?;
    if let Some(new) = moved.get(name) {
        return Some(format!("metrics.{new}"));
    }
    let (name, part) = name.rsplit_once('.')?;
    Some(format!("metrics.{}.{part}", moved.get(name)?))
}
