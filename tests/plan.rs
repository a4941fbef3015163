//! The merge, the states of the plan, and the shadow tree that it compares with.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

#[path = "plan/merging.rs"]
mod merging;
mod scaffold_lab;
#[path = "plan/states.rs"]
mod states;

use ddint_tui::core::answers::Track;
use ddint_tui::core::plan::{Choice, FileState};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::apply::ApplyError;
use ddint_tui::scaffold::disk::Disk;
use ddint_tui::scaffold::plan::{PlanError, plan};
use ddint_tui::scaffold::shadow::{self, BuildError};
use scaffold_lab::*;
use std::fs;
use std::os::unix::fs::symlink;

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
    assert!(shadow.files[CODEOWNERS].contains("/acme/       @dev\n"));
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
        &lab.read(CODEOWNERS).replace("@dev", "@dev @ops"),
    );
    assert_eq!(lab.state(CODEOWNERS), FileState::Yours);
    lab.owner = "team".into();
    let file = lab.file(CODEOWNERS);
    assert_eq!(file.state, FileState::Conflict);
    assert!(file.new.contains("@team") && file.new.contains("@dev @ops"));
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
    assert!(shadow.files[CODEOWNERS].contains("@dev @DataDog/ecosystems-review\n"));
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
    assert!(shadow.follows(&plan, &lab.choices, &lab.hunks).is_empty());
    lab.choices.insert(SPEC.into(), Choice::Yours);
    assert_eq!(shadow.follows(&plan, &lab.choices, &lab.hunks), [SPEC]);
    let error = lab.apply_on(&Disk::default(), &shadow, &plan).unwrap_err();
    assert!(matches!(error, ApplyError::Replan(paths) if paths == [SPEC]));
    assert!(lab.file(EXAMPLE).new.contains("yours"));
    // Place by place too.
    lab.choices.clear();
    let (shadow, plan) = lab.plan();
    lab.hunks.insert(SPEC.into(), vec![Choice::Yours]);
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
    assert_eq!(all, 6, "{:?}", lab.tools.calls);
    let first = lab.build();
    assert_eq!(lab.tools.calls.len(), all, "nothing changed");
    assert_eq!(shadow::load(&lab.workspace()).unwrap(), first);
    lab.render(README, "# Other\n");
    let second = lab.build();
    assert_eq!(lab.tools.calls.len(), all, "no program reads the README");
    assert_ne!(first.hash, second.hash);
    lab.render(CHECK, "x = 2\n");
    lab.build();
    assert_eq!(
        lab.tools.calls[all..],
        ["ruff format", "ruff check", "ruff format"]
    );
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
