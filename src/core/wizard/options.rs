//! Own options come and go. Their fields are named by where they stand, so what is remembered of the later
//! ones moves with them, and what is remembered of one that goes is forgotten.

use super::Wizard;
use crate::core::answers::OwnOption;
use crate::core::shared::Shared;
use crate::core::state::Change;
use std::collections::BTreeMap;

impl Wizard {
    pub(super) fn add_option(&mut self) {
        self.state.answers.options.push(OwnOption::default());
    }

    pub(super) fn remove_option(&mut self, index: usize) {
        if index >= self.state.answers.options.len() {
            return;
        }
        self.state.answers.options.remove(index);
        let state = &mut self.state;
        let after = |id: &str| after(id, index);
        keys(&mut state.drafts, after);
        keys(&mut state.picks, after);
        state.ui.lists = state.ui.lists.iter().filter_map(|l| after(l)).collect();
        let seen = state.files.seen.iter();
        let seen: Vec<String> = seen.filter_map(|key| after(key)).collect();
        *state.files.seen = seen.into_iter().map(Into::into).collect();
        changes(&mut state.undo, after);
        changes(&mut state.redo, after);
        match after(&state.ui.focus) {
            Some(focus) => state.ui.focus = focus,
            // The next option stands there now, and nothing is typed into it.
            None => state.ui.editing = false,
        }
        self.derive();
    }
}

/// The field's name once the option at `index` is gone; none for a field of that option.
fn after(id: &str, index: usize) -> Option<String> {
    let part = id.strip_prefix("options.").and_then(|r| r.split_once('.'));
    let Some((at, part)) = part.and_then(|(at, part)| Some((at.parse::<usize>().ok()?, part)))
    else {
        return Some(id.to_owned());
    };
    match at.cmp(&index) {
        std::cmp::Ordering::Less => Some(id.to_owned()),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("options.{}.{part}", at - 1)),
    }
}

fn keys<T>(map: &mut BTreeMap<String, T>, after: impl Fn(&str) -> Option<String>) {
    let old = std::mem::take(map).into_iter();
    map.extend(old.filter_map(|(id, value)| Some((after(&id)?, value))));
}

/// A change that is left without a field is none.
fn changes(list: &mut Vec<Shared<Change>>, after: impl Fn(&str) -> Option<String>) {
    list.retain_mut(|change| {
        let moves = |(id, _): &(String, String)| after(id).as_ref() != Some(id);
        if change.before.iter().any(moves) {
            let old = std::mem::take(&mut change.before).into_iter();
            change.before = old.filter_map(|(id, v)| Some((after(&id)?, v))).collect();
        }
        !change.before.is_empty()
    });
}
