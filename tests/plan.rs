//! The merge, the states of the plan, and the shadow tree that it compares with.
#![allow(clippy::unwrap_used, reason = "tests")]

mod scaffold_lab;

use ddint_tui::core::answers::Track;
use ddint_tui::core::plan::{Choice, FileState};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::Disk;
use ddint_tui::scaffold::merge::three_way;
use ddint_tui::scaffold::plan::{Nature, PlanError, decide, plan};
use ddint_tui::scaffold::shadow::{self, BuildError};
use ddint_tui::scaffold::tree::Held;
use proptest::prelude::*;
use scaffold_lab::*;
use std::fs;
use std::os::unix::fs::symlink;

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

#[test]
fn the_first_plan_makes_everything_and_the_second_nothing() {
    let mut lab = Lab::new();
    let (shadow, plan) = lab.plan();
    let states: Vec<String> = plan
        .files
        .iter()
        .map(|f| format!("{} {}", f.state.name(), f.path))
        .collect();
    assert_eq!(
        states,
        [
            "changed .github/CODEOWNERS",
            "generated .github/workflows/test-all.yml",
            "new acme/README.md",
            "new acme/assets/configuration/spec.yaml",
            "new acme/datadog_checks/acme/__init__.py",
            "new acme/datadog_checks/acme/check.py",
            "generated acme/datadog_checks/acme/config_models/instance.py",
            "new acme/datadog_checks/acme/config_models/validators.py",
            "generated acme/datadog_checks/acme/data/conf.yaml.example",
            "new acme/hatch.toml",
        ]
    );
    assert_eq!(plan.choices().count(), 0);
    assert_eq!(shadow.files[CHECK], "x = '1'\ny = 2\n", "ruff ran");
    assert!(shadow.files[CODEOWNERS].contains("/acme/       @ann\n"));
    lab.apply();
    let (_, plan) = lab.plan();
    let open: Vec<_> = plan
        .files
        .iter()
        .filter(|f| f.state != FileState::Unchanged)
        .collect();
    assert!(open.is_empty(), "{open:#?}");
    assert!(!plan.writes());
}

#[test]
fn edits_survive_and_what_is_generated_follows_from_them() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write(SPEC, "name: acme\nmine: true\n");
    lab.write(README, "# Acme\n\nONE, mine\n\ntwo\n\nthree\n");
    lab.write("acme/tests/test_mine.py", "mine\n");
    lab.render(README, "# Acme\n\none\n\ntwo\n\nthree, ours\n");
    let (shadow, plan) = lab.plan();
    let of = |path: &str| plan.files.iter().find(|f| f.path == path).unwrap();
    assert_eq!(of(SPEC).state, FileState::Yours);
    assert_eq!(of(README).state, FileState::Merged);
    assert_eq!(
        of(README).new,
        "# Acme\n\nONE, mine\n\ntwo\n\nthree, ours\n"
    );
    // ddev's example is made from the contributor's spec, so the clone validates afterwards.
    assert!(of(EXAMPLE).new.contains("mine: true"), "{:?}", of(EXAMPLE));
    assert!(!of(EXAMPLE).replaces_edit);
    assert_eq!(shadow.files[SPEC], "name: acme\n", "our side stays ours");
    let root = shadow::dir(&lab.workspace());
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(read("acme/tests/test_mine.py"), "mine\n");
    assert_eq!(read(README), of(README).new);
    assert!(!plan.files.iter().any(|f| f.path.contains("test_mine")));
    lab.apply();
    assert_eq!(lab.state(README), FileState::Yours);
    assert_eq!(lab.state(EXAMPLE), FileState::Unchanged);
    assert_eq!(lab.read("acme/tests/test_mine.py"), "mine\n");
}

#[test]
fn a_generated_file_that_was_edited_needs_a_yes() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write(EXAMPLE, "edited\n");
    let file = lab.file(EXAMPLE);
    assert!(file.replaces_edit && file.needs_choice());
    lab.write(VALIDATORS, "# mine\n");
    assert_eq!(lab.state(VALIDATORS), FileState::Yours);
    lab.write(CI, &ci_file(&[job("aaa", "ubuntu"), job("acme", "mine")]));
    assert!(lab.file(CI).replaces_edit);
    lab.write(CI, &ci_file(&[job("aaa", "ubuntu")]));
    assert!(
        !lab.file(CI).replaces_edit,
        "our job is gone: nothing of anyone's is replaced"
    );
}

#[test]
fn other_peoples_changes_to_shared_files_are_no_edits_of_ours() {
    let mut lab = Lab::new();
    lab.apply();
    let owners = lab
        .read(CODEOWNERS)
        .replace("/zzz/        @zzz\n", "/zzz/        @new\n/zzzz/  @x\n");
    lab.write(CODEOWNERS, &owners);
    assert_eq!(lab.state(CODEOWNERS), FileState::Unchanged);
    // The line was lost, by switching to a fresh branch perhaps: it comes back.
    lab.write(CODEOWNERS, OWNERS);
    assert_eq!(lab.state(CODEOWNERS), FileState::Changed);
    lab.apply();
    // The contributor added an owner by hand: kept, until ours changes too.
    lab.write(
        CODEOWNERS,
        &lab.read(CODEOWNERS).replace("@ann", "@ann @bob"),
    );
    assert_eq!(lab.state(CODEOWNERS), FileState::Yours);
    lab.owner = "carol".into();
    let file = lab.file(CODEOWNERS);
    assert_eq!(file.state, FileState::Conflict);
    assert!(file.new.contains("@carol") && file.new.contains("@ann @bob"));
    assert!(file.new.contains("/zzz/"));
}

#[test]
fn a_line_of_someone_else_for_our_folder_is_a_conflict() {
    let mut lab = Lab::new();
    lab.write(
        CODEOWNERS,
        &OWNERS.replace("/zzz/ ", "/acme/       @other\n/zzz/ "),
    );
    assert_eq!(lab.state(CODEOWNERS), FileState::Conflict);
}

#[test]
fn other_integrations_jobs_are_left_and_listed() {
    let mut lab = Lab::new();
    lab.write(CI, &ci_file(&[job("aaa", "old"), job("gone", "x")]));
    let (shadow, plan) = lab.plan();
    assert_eq!(plan.foreign_ci, ["aaa", "gone"]);
    assert_eq!(
        shadow.files[CI],
        ci_file(&[job("aaa", "old"), job("acme", "ubuntu"), job("gone", "x")])
    );
    lab.allow_foreign = true;
    let (shadow, plan) = lab.plan();
    assert!(plan.foreign_ci.is_empty());
    assert_eq!(
        shadow.files[CI],
        ci_file(&[job("aaa", "ubuntu"), job("acme", "ubuntu")])
    );
}

#[test]
fn a_partner_gets_overrides_before_the_ci_and_loses_them_with_the_track() {
    let mut lab = Lab::new();
    lab.track = Track::Partner;
    let (shadow, _) = lab.plan();
    assert!(shadow.files[CONFIG].contains("[overrides.display-name]\nacme = \"Acme\"\nzzz"));
    assert!(shadow.files[CODEOWNERS].contains("@ann @DataDog/ecosystems-review\n"));
    lab.apply();
    assert_eq!(lab.state(CONFIG), FileState::Unchanged);
    lab.track = Track::Community;
    assert_eq!(lab.state(CONFIG), FileState::Changed);
    lab.apply();
    assert_eq!(lab.read(CONFIG), "[overrides.display-name]\nzzz = \"Z\"\n");
    lab.track = Track::Partner;
    lab.write(CONFIG, "[broken\n");
    assert!(matches!(lab.try_build(), Err(BuildError::Config(e)) if e.contains(CONFIG)));
}

#[test]
fn what_is_no_longer_made_is_removed_only_unedited() {
    let mut lab = Lab::new();
    lab.render("acme/tests/fixtures/page.txt", "page\n");
    lab.render("acme/tests/fixtures/edited.txt", "page\n");
    lab.apply();
    lab.write("acme/tests/fixtures/edited.txt", "mine\n");
    lab.rendered.retain(|path, _| !path.contains("fixtures"));
    lab.rendered.remove(SPEC);
    assert_eq!(
        lab.state("acme/tests/fixtures/page.txt"),
        FileState::Removed
    );
    assert_eq!(
        lab.state("acme/tests/fixtures/edited.txt"),
        FileState::Yours
    );
    assert_eq!(lab.state(EXAMPLE), FileState::Removed);
    let root = shadow::dir(&lab.workspace());
    assert!(!root.join("acme/tests/fixtures/page.txt").exists());
    assert!(!root.join(EXAMPLE).exists());
    lab.apply();
    assert!(!lab.exists("acme/tests/fixtures/page.txt") && !lab.exists(MODEL));
    assert_eq!(lab.read("acme/tests/fixtures/edited.txt"), "mine\n");
    assert!(!lab.exists("acme/assets"), "emptied folders go too");
    let (_, plan) = lab.plan();
    assert!(!plan.writes());
}

#[test]
fn a_failing_ddev_removes_nothing_and_is_asked_again() {
    let mut lab = Lab::new();
    lab.apply();
    lab.render(SPEC, "broken\n");
    lab.tools.fail = Some("config");
    let (shadow, plan) = lab.plan();
    assert_eq!(shadow.failed.len(), 1);
    assert_eq!(shadow.failed[0].command, "ddev validate config --sync acme");
    assert!(!plan.files.iter().any(|f| f.state == FileState::Removed));
    lab.apply();
    assert!(lab.exists(EXAMPLE));
    lab.tools.fail = None;
    let (shadow, _) = lab.plan();
    assert!(shadow.failed.is_empty());
    assert_eq!(shadow.files[EXAMPLE], "# from\nbroken\n");
    assert_eq!(lab.state(EXAMPLE), FileState::Generated);
}

#[test]
fn another_branch_without_the_folder_makes_everything_new_again() {
    let mut lab = Lab::new();
    lab.apply();
    fs::remove_dir_all(lab.clone().join("acme")).unwrap();
    lab.write(CODEOWNERS, OWNERS);
    assert_eq!(lab.state(README), FileState::New);
    lab.remove(CODEOWNERS);
    assert_eq!(lab.state(CODEOWNERS), FileState::New);
}

#[test]
fn a_workspace_that_is_gone_takes_equal_files_as_unchanged() {
    let mut lab = Lab::new();
    lab.apply();
    fs::remove_dir_all(lab.workspace()).unwrap();
    lab.write(README, "# Acme\n\nmine\n");
    let before = lab.snapshot();
    let (_, plan) = lab.plan();
    for file in &plan.files {
        let expected = if file.path == README {
            FileState::Conflict
        } else {
            FileState::Unchanged
        };
        assert_eq!(file.state, expected, "{}", file.path);
    }
    lab.choices.insert(README.into(), Choice::Yours);
    lab.apply();
    assert_eq!(lab.snapshot(), before);
    assert_eq!(lab.state(README), FileState::Yours);
}

#[test]
fn choices_reach_the_shadow_so_that_ddevs_files_follow() {
    let mut lab = Lab::new();
    lab.apply();
    lab.write(SPEC, "name: yours\n");
    lab.render(SPEC, "name: ours\n");
    assert!(lab.file(EXAMPLE).new.contains("ours"));
    let (shadow, plan) = lab.plan();
    assert!(shadow.follows(&plan, &lab.choices).is_empty());
    lab.choices.insert(SPEC.into(), Choice::Yours);
    assert_eq!(shadow.follows(&plan, &lab.choices), [SPEC]);
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(matches!(error, ApplyError::Replan(paths) if paths == [SPEC]));
    assert!(lab.file(EXAMPLE).new.contains("yours"));
    lab.apply();
    assert_eq!(lab.read(EXAMPLE), "# from\nname: yours\n");
}

#[test]
fn only_what_changed_is_made_again() {
    let mut lab = Lab::new();
    lab.build();
    let all = lab.tools.calls.len();
    assert_eq!(all, 5, "{:?}", lab.tools.calls);
    let first = lab.build();
    assert_eq!(lab.tools.calls.len(), all, "nothing changed");
    assert_eq!(shadow::load(&lab.workspace()).unwrap(), first);
    lab.render(README, "# Other\n");
    let second = lab.build();
    assert_eq!(lab.tools.calls.len(), all, "no program reads the README");
    assert_ne!(first.hash, second.hash);
    lab.render(CHECK, "x = 2\n");
    lab.build();
    assert_eq!(lab.tools.calls[all..], ["ruff check", "ruff format"]);
    lab.write("aaa/manifest.json", "{}");
    lab.build();
    assert_eq!(lab.tools.calls.last().unwrap(), "ddev validate ci --sync");
    // What memory says must be on disk is on disk.
    let root = shadow::dir(&lab.workspace());
    assert!(root.join(EXAMPLE).is_file() && root.join(VALIDATORS).is_file());
}

#[test]
fn the_clone_is_never_written_while_building() {
    let mut lab = Lab::new();
    lab.write("acme/notes.log", "ignored\n");
    lab.write("acme/README.md", "mine\n");
    symlink(lab.clone().join("aaa"), lab.clone().join("linked")).unwrap();
    let before = lab.snapshot();
    lab.build();
    let root = shadow::dir(&lab.workspace());
    assert!(
        !root.join("acme/notes.log").exists(),
        "ignored files stay out"
    );
    assert!(fs::symlink_metadata(root.join("aaa")).unwrap().is_symlink());
    lab.render("acme/new.md", "x\n");
    lab.build();
    fs::remove_dir_all(&root).unwrap();
    symlink(lab.clone(), &root).unwrap();
    lab.build();
    assert_eq!(
        lab.snapshot(),
        before,
        "not even through a shadow that is a link to the clone"
    );
}

#[test]
fn cancelling_leaves_no_complete_tree() {
    let mut lab = Lab::new();
    lab.build();
    lab.render(SPEC, "name: other\n");
    lab.tools.cancel = Some(("models", CancelToken::new()));
    assert!(matches!(lab.try_build(), Err(BuildError::Cancelled)));
    assert!(shadow::load(&lab.workspace()).is_none());
    lab.tools.cancel = None;
    let calls = lab.tools.calls.len();
    assert_eq!(lab.build().files[EXAMPLE], "# from\nname: other\n");
    assert!(
        lab.tools.calls[calls..]
            .iter()
            .any(|c| c.contains("models"))
    );
}

#[test]
fn links_strays_and_stale_plans_are_refused() {
    let mut lab = Lab::new();
    let shadow = lab.build();
    lab.write(CODEOWNERS, "changed\n");
    let error = plan(&lab.workspace(), &lab.clone(), "acme", &shadow).unwrap_err();
    assert!(matches!(error, PlanError::Stale(paths) if paths == [CODEOWNERS]));
    symlink(lab.clone().join("aaa"), lab.clone().join("acme")).unwrap();
    assert!(matches!(lab.try_build(), Err(BuildError::Refused(_))));
    lab.remove("acme");
    lab.render("other/README.md", "x");
    assert!(matches!(lab.try_build(), Err(BuildError::Stray(p)) if p == "other/README.md"));
}

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
