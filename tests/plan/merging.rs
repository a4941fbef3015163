//! Invariants of the three-way merge, on random edits.

use ddint_tui::core::plan::Choice;
use ddint_tui::scaffold::merge::three_way;
use proptest::prelude::*;

/// A text of few distinct lines, so that the sides overlap in every way.
fn any_text() -> impl Strategy<Value = String> {
    (prop::collection::vec("[a-d]", 0..12), any::<bool>()).prop_map(|(lines, end)| {
        let mut out = lines.join("\n");
        if end && !out.is_empty() {
            out.push('\n');
        }
        out
    })
}

/// One edit for each line of a base whose lines are all different; new lines name their side.
fn edits(side: &'static str) -> impl Strategy<Value = Vec<(u8, String)>> {
    let line = (0u32..1_000_000).prop_map(move |n| format!("{side}{n}"));
    prop::collection::vec((0u8..5, line), 12)
}

fn edited(base: &[String], edits: &[(u8, String)]) -> (String, Vec<String>) {
    let (mut lines, mut added) = (Vec::new(), Vec::new());
    for (line, (what, new)) in base.iter().zip(edits) {
        if *what < 3 {
            lines.push(line.clone());
        }
        if *what == 2 || *what == 3 {
            lines.push(new.clone());
            added.push(new.clone());
        }
    }
    lines.push(String::new());
    (lines.join("\n"), added)
}

proptest! {
    #[test]
    fn no_line_of_either_side_is_lost(
        yours in edits("yours"),
        ours in edits("ours"),
        choices in prop::collection::vec(
            prop_oneof![Just(Choice::Yours), Just(Choice::Ours)], 0..8
        ),
    ) {
        let base: Vec<String> = (0..12).map(|i| format!("line {i}")).collect();
        let (left, left_added) = edited(&base, &yours);
        let (right, right_added) = edited(&base, &ours);
        let merged = three_way(&(base.join("\n") + "\n"), &left, &right);
        let text = merged.text();
        for line in left_added.iter().chain(&right_added) {
            prop_assert!(text.lines().any(|l| l == line), "{line} is lost");
        }
        let kept = merged.resolved(&[], Choice::Yours);
        for line in &left_added {
            prop_assert!(kept.lines().any(|l| l == line), "{line} is lost");
        }
        for (line, (what, _)) in base.iter().zip(&yours) {
            if *what >= 3 {
                prop_assert!(!kept.lines().any(|l| l == line), "{line} came back");
            }
        }
        for line in merged.resolved(&choices, Choice::Yours).lines() {
            let known = base.iter().chain(&left_added).chain(&right_added).any(|l| l == line);
            prop_assert!(known, "{line} came from nowhere");
        }
    }

    #[test]
    fn identities_hold(base in any_text(), side in any_text()) {
        prop_assert_eq!(three_way(&base, &side, &base).resolved(&[], Choice::Ours), side.clone());
        prop_assert_eq!(three_way(&base, &base, &side).resolved(&[], Choice::Ours), side.clone());
        prop_assert_eq!(three_way(&base, &side, &side).text(), side);
    }

    #[test]
    fn both_sides_agree_on_what_conflicts(
        base in any_text(), yours in any_text(), ours in any_text()
    ) {
        let one = three_way(&base, &yours, &ours);
        let other = three_way(&base, &ours, &yours);
        prop_assert_eq!(one.conflicts(), other.conflicts());
        if one.conflicts() == 0 {
            prop_assert_eq!(one.text(), other.text());
        }
    }
}
