//! The three-way merge: the base that was applied last, the contributor's text, and ours, hunk by
//! hunk. A line that the contributor changed is either in the merged text or in a conflict.

use crate::core::plan::Choice;
pub use crate::core::plan::Hunk;
use similar::algorithms::{Capture, Compact, Replace, patience};
use similar::{DiffOp, DiffTag};
use std::ops::Range;

/// The lines that enclose a conflict in a preview.
pub const MARK_YOURS: &str = "<<<<<<< yours, in the clone";
pub const MARK_BETWEEN: &str = "=======";
pub const MARK_OURS: &str = ">>>>>>> ours, made from your answers";

/// A merge of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub hunks: Vec<Hunk>,
}

impl Merged {
    /// How many conflicts there are.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        self.hunks
            .iter()
            .filter(|h| matches!(h, Hunk::Conflict { .. }))
            .count()
    }

    /// The merged text, with markers around what conflicts.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for hunk in &self.hunks {
            match hunk {
                Hunk::Settled(text) => out.push_str(text),
                Hunk::Conflict { yours, ours } => {
                    for (mark, side) in [(MARK_YOURS, yours), (MARK_BETWEEN, ours)] {
                        own_line(&mut out);
                        out.push_str(mark);
                        out.push('\n');
                        out.push_str(side);
                    }
                    own_line(&mut out);
                    out.push_str(MARK_OURS);
                    out.push('\n');
                }
            }
        }
        out
    }

    /// The merged text with each conflict settled in turn. Missing choices take `otherwise`.
    #[must_use]
    pub fn resolved(&self, choices: &[Choice], otherwise: Choice) -> String {
        let mut out = String::new();
        let mut choices = choices.iter().copied();
        for hunk in &self.hunks {
            let parts = match hunk {
                Hunk::Settled(text) => [text, ""],
                Hunk::Conflict { yours, ours } => match choices.next().unwrap_or(otherwise) {
                    Choice::Yours => [yours, ""],
                    Choice::Ours => [ours, ""],
                    Choice::Both => [yours.as_str(), ours],
                },
            };
            // Only a file's last line may lack its end; one that moved inwards gets it back.
            for text in parts.into_iter().filter(|text| !text.is_empty()) {
                own_line(&mut out);
                out.push_str(text);
            }
        }
        out
    }
}

fn own_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Merges what changed from `base` to `yours` and from `base` to `ours`.
///
/// Changes of neighboring lines fit together; an insertion that touches a change of the other side
/// is a conflict, since its place is then anyone's guess.
#[must_use]
pub fn three_way(base: &str, yours: &str, ours: &str) -> Merged {
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let yours: Vec<&str> = yours.split_inclusive('\n').collect();
    let ours: Vec<&str> = ours.split_inclusive('\n').collect();
    let left = changes(&base, &yours);
    let right = changes(&base, &ours);
    let mut hunks = Hunks::default();
    let (mut i, mut j, mut at) = (0, 0, 0);
    while i < left.len() || j < right.len() {
        // The next group: changes of the two sides that overlap, directly or through each other.
        let first = match (left.get(i), right.get(j)) {
            (Some(x), Some(y)) if y.base.start < x.base.start => y,
            (Some(x), _) => x,
            (None, Some(y)) => y,
            (None, None) => break,
        };
        let mut span = first.base.clone();
        let (from_i, from_j) = (i, j);
        loop {
            let before = (i, j);
            while left
                .get(i)
                .is_some_and(|c| joins(&c.base, &span, &right[from_j..j]))
            {
                span = union(&span, &left[i].base);
                i += 1;
            }
            while right
                .get(j)
                .is_some_and(|c| joins(&c.base, &span, &left[from_i..i]))
            {
                span = union(&span, &right[j].base);
                j += 1;
            }
            if before == (i, j) {
                break;
            }
        }
        hunks.settled(&base[at..span.start]);
        let mine = side(&base, &yours, &span, &left[from_i..i]);
        let new = side(&base, &ours, &span, &right[from_j..j]);
        if from_i == i || mine == new {
            hunks.settled(&new);
        } else if from_j == j {
            hunks.settled(&mine);
        } else {
            hunks.conflict(mine.concat(), new.concat());
        }
        at = span.end;
    }
    hunks.settled(&base[at..]);
    Merged { hunks: hunks.done }
}

/// Merges without a base: each difference is a conflict.
#[must_use]
pub fn two_way(yours: &str, ours: &str) -> Merged {
    let left: Vec<&str> = yours.split_inclusive('\n').collect();
    let right: Vec<&str> = ours.split_inclusive('\n').collect();
    let mut hunks = Hunks::default();
    let mut at = 0;
    for change in changes(&left, &right) {
        hunks.settled(&left[at..change.base.start]);
        hunks.conflict(
            left[change.base.clone()].concat(),
            right[change.new].concat(),
        );
        at = change.base.end;
    }
    hunks.settled(&left[at..]);
    Merged { hunks: hunks.done }
}

/// One conflict over the whole text, for what is too long to compare line by line.
#[must_use]
pub fn whole(yours: String, ours: String) -> Merged {
    Merged {
        hunks: vec![Hunk::Conflict { yours, ours }],
    }
}

/// A replaced range of the base, and what it became.
#[derive(Debug, Clone)]
struct Change {
    base: Range<usize>,
    new: Range<usize>,
}

/// How `old` becomes `new`, line by line. The algorithm is named: choosing one by a value, as the package's own
/// shortcut does, makes room in the binary for all six.
#[must_use]
pub fn differences(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = patience::diff(&mut hook, old, 0..old.len(), new, 0..new.len());
    hook.into_inner().into_inner().into_ops()
}

fn changes(base: &[&str], side: &[&str]) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for op in differences(base, side) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.base.end == old.start && last.new.end == new.start => {
                last.base.end = old.end;
                last.new.end = new.end;
            }
            _ => out.push(Change { base: old, new }),
        }
    }
    out
}

/// Whether a change belongs to the group over `span`: it overlaps a change of the other side, or is
/// an insertion that touches one (or is touched by one).
fn joins(change: &Range<usize>, span: &Range<usize>, others: &[Change]) -> bool {
    if others.is_empty() {
        return change == span;
    }
    others.iter().any(|other| {
        let other = &other.base;
        let overlap = change.start < other.end && other.start < change.end;
        let touch = change.start <= other.end && other.start <= change.end;
        overlap || (touch && (change.is_empty() || other.is_empty()))
    })
}

fn union(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.min(b.start)..a.end.max(b.end)
}

/// What one side made of the base's `span`.
fn side<'a>(
    base: &[&'a str],
    text: &[&'a str],
    span: &Range<usize>,
    changes: &[Change],
) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut at = span.start;
    for change in changes {
        out.extend_from_slice(&base[at..change.base.start]);
        out.extend_from_slice(&text[change.new.clone()]);
        at = change.base.end;
    }
    out.extend_from_slice(&base[at..span.end]);
    out
}

#[derive(Default)]
struct Hunks {
    done: Vec<Hunk>,
}

impl Hunks {
    fn settled(&mut self, lines: &[&str]) {
        if lines.is_empty() {
            return;
        }
        let text = lines.concat();
        if let Some(Hunk::Settled(last)) = self.done.last_mut() {
            own_line(last);
            last.push_str(&text);
        } else {
            self.done.push(Hunk::Settled(text));
        }
    }

    fn conflict(&mut self, yours: String, ours: String) {
        self.done.push(Hunk::Conflict { yours, ours });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(base: &str, yours: &str, ours: &str) -> String {
        let merged = three_way(base, yours, ours);
        assert_eq!(merged.conflicts(), 0, "{merged:?}");
        merged.text()
    }

    #[test]
    fn edits_in_different_places_fit() {
        assert_eq!(clean("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"), "A\nb\nC\n");
        assert_eq!(clean("a\nb\n", "A\nb\n", "a\nB\n"), "A\nB\n", "neighbors");
        assert_eq!(clean("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n"), "a\nc\nd\n");
        assert_eq!(
            clean("a\n", "a\nb\n", "a\nb\n"),
            "a\nb\n",
            "the same on both"
        );
        assert_eq!(clean("a\nb\n", "a\nb\n", "a\nB\n"), "a\nB\n");
        assert_eq!(clean("a\nb\n", "a\nB\n", "a\nb\n"), "a\nB\n");
        assert_eq!(clean("", "", "x\n"), "x\n");
    }

    #[test]
    fn edits_in_one_place_conflict() {
        let merged = three_way("k\na\nz\n", "k\nyours\nz\n", "k\nours\nz\n");
        assert_eq!(merged.conflicts(), 1);
        assert_eq!(
            merged.text(),
            format!("k\n{MARK_YOURS}\nyours\n{MARK_BETWEEN}\nours\n{MARK_OURS}\nz\n")
        );
        assert_eq!(
            merged.resolved(&[Choice::Yours], Choice::Ours),
            "k\nyours\nz\n"
        );
        assert_eq!(merged.resolved(&[], Choice::Ours), "k\nours\nz\n");
    }

    #[test]
    fn two_insertions_at_one_place_conflict_unless_equal() {
        assert_eq!(three_way("a\n", "a\nx\n", "a\ny\n").conflicts(), 1);
        assert_eq!(three_way("a\nb\n", "a\nx\nb\n", "a\nB\n").conflicts(), 1);
        assert_eq!(three_way("", "x\n", "y\n").conflicts(), 1);
    }

    #[test]
    fn a_missing_final_newline_never_glues_lines() {
        let merged = three_way("a\nb\n", "a\nb", "a\nb\nc\n");
        assert_eq!(merged.conflicts(), 1);
        assert_eq!(merged.resolved(&[], Choice::Yours), "a\nb");
        assert!(merged.text().lines().any(|l| l == "b"));
        assert_eq!(clean("a\nb\n", "a\nb", "A\nb\n"), "A\nb");
    }

    #[test]
    fn each_conflict_is_chosen_on_its_own() {
        let merged = three_way("1\n-\n2\n", "1y\n-\n2y\n", "1o\n-\n2o\n");
        assert_eq!(merged.conflicts(), 2);
        assert_eq!(
            merged.resolved(&[Choice::Yours, Choice::Ours], Choice::Yours),
            "1y\n-\n2o\n"
        );
        assert_eq!(
            merged.resolved(&[Choice::Both, Choice::Ours], Choice::Yours),
            "1y\n1o\n-\n2o\n"
        );
    }

    #[test]
    fn without_a_base_each_difference_is_a_conflict() {
        let merged = two_way("a\nb\nc\n", "a\nB\nc\nd\n");
        assert_eq!(merged.conflicts(), 2);
        assert_eq!(merged.resolved(&[], Choice::Yours), "a\nb\nc\n");
        assert_eq!(merged.resolved(&[], Choice::Ours), "a\nB\nc\nd\n");
        assert_eq!(two_way("a\n", "a\n").conflicts(), 0);
        assert_eq!(
            whole("a".into(), "b".into()).resolved(&[], Choice::Ours),
            "b"
        );
    }
}
