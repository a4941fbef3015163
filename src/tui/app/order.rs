//! Which rows of a table are shown, and in which order.

use super::emitted::Emitted;
use super::page::Page;
use crate::core::plan::FileState;
use crate::core::wizard::Wizard;

/// The order of the metrics table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Name,
    /// What needs a person comes first.
    Open,
    Unit,
}

/// Indices into the page's rows that pass the filter, sorted. `compare`: of what is emitted only what differs from the run
/// before.
pub(super) fn order(w: &Wizard, sort: Sort, emitted: &[Emitted], compare: bool) -> Vec<usize> {
    let filter = w.state.ui.filter.to_lowercase();
    let hit = |text: &str| filter.is_empty() || text.to_lowercase().contains(&filter);
    match Page::of(&w.state.ui) {
        Page::Metrics => {
            let rows = &w.derived.metrics;
            let mut out: Vec<usize> = (0..rows.len())
                .filter(|i| hit(&rows[*i].name) || hit(&rows[*i].unit))
                .collect();
            match sort {
                Sort::Name => {}
                Sort::Open => out.sort_by_key(|i| {
                    let row = &rows[*i];
                    let decided = !w.undecided().contains(&row.name);
                    (decided, !row.description.is_empty(), row.guessed.is_empty())
                }),
                Sort::Unit => out.sort_by(|a, b| rows[*a].unit.cmp(&rows[*b].unit)),
            }
            out
        }
        Page::Files => {
            let files = w.plan.as_ref().map_or(&[][..], |p| &p.files);
            let mut out: Vec<usize> = (0..files.len()).filter(|i| hit(&files[*i].path)).collect();
            // What needs a choice comes first, and last what stays.
            out.sort_by_key(|i| match files[*i].state {
                _ if files[*i].needs_choice() => 0,
                FileState::Unchanged => 2,
                _ => 1,
            });
            out
        }
        Page::Emitted => (0..emitted.len())
            .filter(|i| hit(&emitted[*i].name))
            .filter(|i| !compare || !emitted[*i].change.is_empty())
            .collect(),
        _ => vec![],
    }
}
