//! Every state of one file, as a table.

use ddint_tui::core::plan::FileState;
use ddint_tui::scaffold::decision::{Nature, decide};
use ddint_tui::scaffold::tree::Held;

fn text(text: &str) -> Held {
    Held::Text(text.into())
}

/// `state` (with `!` when a hand edit would be replaced) of base, theirs, ours; `-` is absent.
fn state(nature: Nature, base: &str, theirs: &str, ours: &str) -> String {
    let option = |s: &str| (s != "-").then(|| s.to_owned());
    let theirs = match theirs {
        "-" => Held::Absent,
        "binary" => Held::Binary(vec![0, 255]),
        other => text(other),
    };
    let base = option(base);
    let ours = option(ours);
    match decide(nature, base.as_deref(), &theirs, ours.as_deref()) {
        None => "none".into(),
        Some(d) => format!(
            "{}{}",
            d.state.name(),
            if d.replaces_edit { "!" } else { "" }
        ),
    }
}

#[test]
fn every_state_of_a_rendered_file() {
    for (base, theirs, ours, expected) in [
        ("-", "-", "a\n", "new"),
        ("-", "a\n", "a\n", "unchanged"),
        ("-", "b\n", "a\n", "conflict"),
        ("-", "b\n", "-", "none"),
        ("-", "binary", "a\n", "conflict"),
        ("a\n", "a\n", "a\n", "unchanged"),
        ("a\n", "a\n", "b\n", "changed"),
        ("a\n", "b\n", "a\n", "yours"),
        ("a\n", "b\n", "b\n", "unchanged"),
        ("a\n", "b\n", "c\n", "conflict"),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "merged"),
        // Ours is contained in what the contributor has: nothing is left to write.
        ("a\nb\nc\n", "A\nb\nC\n", "a\nb\nC\n", "yours"),
        ("a\nb\nc\n", "A\nb\nc\n", "A\nb\nC\n", "changed"),
        ("a\n", "-", "a\n", "yours"),
        ("a\n", "-", "b\n", "conflict"),
        ("a\n", "a\n", "-", "removed"),
        ("a\n", "b\n", "-", "yours"),
        ("a\n", "-", "-", "none"),
        ("a\n", "binary", "a\n", "yours"),
        ("a\n", "binary", "b\n", "conflict"),
        ("a\n", "binary", "-", "yours"),
        // Line ends are nobody's edit; a missing last one is.
        ("a\nb\n", "a\r\nb\r\n", "a\nb\n", "unchanged"),
        ("a\nb\n", "a\r\nb\r\n", "a\nB\n", "changed"),
        ("a\n", "a", "a\n", "yours"),
        ("a\nb\n", "a\nb", "A\nb\n", "merged"),
        ("", "", "", "unchanged"),
        ("-", "-", "", "new"),
    ] {
        let got = state(Nature::Rendered, base, theirs, ours);
        assert_eq!(got, expected, "{base:?} {theirs:?} {ours:?}");
    }
}

#[test]
fn every_state_of_ddevs_own_files() {
    for (base, theirs, ours, expected) in [
        ("-", "-", "a\n", "generated"),
        ("a\n", "-", "a\n", "generated"),
        ("a\n", "a\n", "a\n", "unchanged"),
        ("a\n", "a\n", "b\n", "generated"),
        ("a\n", "edit\n", "b\n", "generated!"),
        ("a\n", "edit\n", "a\n", "generated!"),
        ("-", "edit\n", "a\n", "generated!"),
        ("a\n", "b\n", "b\n", "unchanged"),
        ("a\n", "binary", "a\n", "generated!"),
        ("a\n", "a\n", "-", "removed"),
        ("a\n", "edit\n", "-", "yours"),
    ] {
        let got = state(Nature::Generated, base, theirs, ours);
        assert_eq!(got, expected, "{base:?} {theirs:?} {ours:?}");
    }
    for (base, theirs, ours, expected) in [
        ("-", "-", "a\n", "new"),
        ("a\n", "-", "a\n", "new"),
        ("a\n", "a\n", "a\n", "unchanged"),
        ("a\n", "edit\n", "edit\n", "yours"),
        ("a\n", "edit\n", "other\n", "yours"),
        ("-", "edit\n", "edit\n", "unchanged"),
    ] {
        let got = state(Nature::MadeOnce, base, theirs, ours);
        assert_eq!(got, expected, "{base:?} {theirs:?} {ours:?}");
    }
}

#[test]
fn crlf_files_are_written_with_crlf() {
    let d = decide(
        Nature::Rendered,
        Some("a\nb\nc\n"),
        &text("A\r\nb\r\nc\r\n"),
        Some("a\nb\nC\n"),
    );
    assert_eq!(d.unwrap().new, "A\r\nb\r\nC\r\n");
    let d = decide(Nature::Rendered, Some("a\n"), &text("a\r\n"), Some("b\n"));
    assert_eq!(d.unwrap().new, "b\r\n");
}

#[test]
fn a_large_file_is_a_conflict_and_costs_no_time() {
    let lines = |s: &str| {
        let lines: Vec<String> = (0..400_000).map(|n| format!("{s} number {n}")).collect();
        lines.join("\n")
    };
    assert!(lines("a").len() > 4 << 20);
    let d = decide(
        Nature::Rendered,
        Some(&lines("a")),
        &text(&lines("b")),
        Some(&lines("c")),
    );
    assert_eq!(d.unwrap().state, FileState::Conflict);
}
