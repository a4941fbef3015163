//! Each damage by itself, and many at random: the real ddev says what is wrong before and after.

use crate::damages::{ALL, Damage};
use crate::toolchain_support;
use crate::world::{FOLDER, World};
use ddint_tui::core::event::Failure;
use ddint_tui::core::finding::{Finding, Severity};
use ddint_tui::core::testing::Task;
use ddint_tui::engine::fixing::{Bench, Which, keep};
use ddint_tui::engine::{Context, Options, review};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::scaffold::fix::Stage;
use ddint_tui::toolchain::{Toolchain, tasks};
use std::collections::BTreeSet;
use std::path::Path;

/// What a validation, the review, or ruff says of a clone.
pub fn judged(
    by: &str,
    toolchain: &Toolchain,
    root: &Path,
    context: &Context,
) -> Result<Vec<Finding>, Failure> {
    let found = match by {
        "review" => {
            let tree = review::tree(root, FOLDER)?;
            ddint_tui::review::review(&tree, &review::Neighbors::read(root).of(FOLDER))
        }
        "lint" => {
            let bench = bench(toolchain, context);
            let stage = tempfile::tempdir().unwrap();
            bench.lint(&Stage::make(&stage.path().join("s"), root, FOLDER).unwrap())?
        }
        name => {
            let ddev = context.ddev_on_shadow(toolchain, root).unwrap();
            let task = Task::Validate(name.to_owned());
            let log = context.dir.join("log");
            tasks::run_task(&task, &ddev, FOLDER, log, &cancel(), &mut |_| {}).findings
        }
    };
    Ok(found)
}

fn cancel() -> CancelToken {
    CancelToken::new()
}

fn bench<'a>(toolchain: &'a Toolchain, context: &'a Context) -> Bench<'a> {
    static NEVER: std::sync::OnceLock<CancelToken> = std::sync::OnceLock::new();
    Bench {
        toolchain: Some(toolchain),
        context,
        owner: Some("acme-co".into()),
        cancel: NEVER.get_or_init(cancel),
        made: BTreeSet::new(),
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity != Severity::Note
}

/// Repairs one damage by its fix's name, and takes it back.
fn one(damage: &Damage, toolchain: &Toolchain) {
    let what = format!("{} of {} ({})", damage.fix, damage.file, damage.by);
    let world = World::new(toolchain);
    let good = world.files();
    world.damage(damage.file, damage.how);
    let damaged = world.files();
    let scratch = world.dir.path().join("scratch");
    std::fs::create_dir_all(&scratch).unwrap();
    let context = Context::new(scratch, Options::default());
    let bench = bench(toolchain, &context);
    let stage = Stage::make(&world.dir.path().join("stage"), &world.clone, FOLDER).unwrap();
    let look = |root: &Path| {
        let mut all = judged(damage.by, toolchain, root, &context)?;
        // A file that can't be read is told by the review, whatever ddev makes of it.
        let tells = |f: &Finding| matches!(f.rule.as_str(), "encoding" | "syntax");
        if damage.by != "review" {
            all.extend(
                judged("review", toolchain, root, &context)?
                    .into_iter()
                    .filter(tells),
            );
        }
        Ok(all)
    };
    let first = look(&world.clone).unwrap();
    assert!(first.iter().any(is_error), "{what}: nobody sees it");
    if !damage.safe {
        let mended = bench
            .mend(&stage, first.clone(), &Which::Safe, &mut |root, _| {
                look(root)
            })
            .unwrap();
        let made: Vec<_> = mended.done.iter().map(|d| d.fix.name).collect();
        assert!(!made.contains(&damage.fix), "{what}: {made:?}");
    }
    let which = if damage.safe {
        Which::Safe
    } else {
        Which::Named(BTreeSet::from([damage.fix.to_owned()]))
    };
    let mended = bench
        .mend(&stage, first, &which, &mut |root, _| look(root))
        .unwrap();
    let made: Vec<_> = mended.done.iter().map(|d| d.fix.name).collect();
    assert!(made.contains(&damage.fix), "{what}: {mended:#?}");
    let left: Vec<_> = mended
        .left
        .iter()
        .map(|(f, _)| f)
        .filter(|f| is_error(f))
        .collect();
    assert!(left.is_empty(), "{what}: {left:#?}");
    assert!(
        world.files() == damaged,
        "{what}: the clone is not to be touched yet"
    );

    let kept = world.dir.path().join("kept");
    let number = keep::write(&kept, &world.clone, FOLDER, &mended).unwrap();
    let repaired = world.files();
    let changed = damaged
        .iter()
        .filter(|(path, bytes)| repaired.get(*path) != Some(bytes));
    let changed: Vec<_> = changed.map(|(path, _)| path.to_str().unwrap()).collect();
    assert_eq!(changed, [damage.file], "{what}");
    assert_eq!(repaired.len(), damaged.len(), "{what}: a file is new");
    if damage.exact && damage.safe && damage.fix != "header" {
        let other: Vec<_> = good
            .iter()
            .filter(|(path, bytes)| repaired.get(*path) != Some(bytes))
            .map(|(path, _)| path)
            .collect();
        assert!(
            other.is_empty(),
            "{what}: {other:?} differ: {}",
            world.read(damage.file)
        );
    }
    let after = look(&world.clone).unwrap();
    assert!(!after.iter().any(is_error), "{what}: {after:#?}");
    ddint_tui::scaffold::undo::undo(&kept, number, false).unwrap();
    assert!(world.files() == damaged, "{what}: not as it was");
}

#[test]
fn what_needs_no_ddev_is_repaired_one_by_one() {
    let toolchain = toolchain_or_return!();
    for damage in ALL.iter().filter(|d| d.by == "review" || d.by == "lint") {
        one(damage, toolchain);
    }
}

#[test]
#[ignore = "exhaustive: the real ddev, several times for each damage"]
fn every_damage_is_repaired_by_itself() {
    let toolchain = toolchain_or_return!();
    for damage in ALL.iter().filter(|d| d.by != "review" && d.by != "lint") {
        one(damage, toolchain);
    }
}

/// Words of a text: what must not get lost.
fn words(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let all = text.split(|c: char| !c.is_alphanumeric());
    all.filter(|w| w.len() > 2).map(str::to_lowercase).collect()
}

#[test]
fn damages_at_random_lose_no_word_of_what_was_right() {
    let toolchain = toolchain_or_return!();
    // Without ddev many are quick; what ddev alone sees stays as it is.
    random(toolchain, 40, false);
}

#[test]
#[ignore = "exhaustive: rounds with every validation of the real ddev"]
fn damages_at_random_are_repaired_with_the_real_ddev() {
    let toolchain = toolchain_or_return!();
    random(toolchain, 12, true);
}

fn random(toolchain: &Toolchain, rounds: u64, ddev: bool) {
    let seed = std::env::var("DDINT_TEST_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let mut random: u64 = seed.unwrap_or(20_261_123);
    println!("seed {random}");
    let mut next = |below: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let validations = [
        "metadata",
        "readmes",
        "package",
        "codeowners",
        "config",
        "models",
        "ci",
        "imports",
    ];
    for _ in 0..rounds {
        let world = World::new(toolchain);
        let good = world.files();
        let mut names = vec![];
        for _ in 0..2 + next(5) {
            let damage = &ALL[next(ALL.len())];
            let at = world.clone.join(damage.file);
            let Ok(text) = std::fs::read_to_string(&at) else {
                continue;
            };
            // What an earlier one changed may not have the place any more.
            let hit = std::panic::catch_unwind(|| (damage.how)(&text));
            let Ok(bytes) = hit else { continue };
            std::fs::write(at, bytes).unwrap();
            names.push((damage.fix, damage.file));
        }
        let damaged = world.files();
        let scratch = world.dir.path().join("scratch");
        std::fs::create_dir_all(&scratch).unwrap();
        let context = Context::new(scratch, Options::default());
        let bench = bench(toolchain, &context);
        let stage = Stage::make(&world.dir.path().join("stage"), &world.clone, FOLDER).unwrap();
        let look = |root: &Path| {
            let mut all = judged("review", toolchain, root, &context)?;
            all.extend(judged("lint", toolchain, root, &context)?);
            for name in validations.iter().filter(|_| ddev) {
                all.extend(judged(name, toolchain, root, &context)?);
            }
            Ok(all)
        };
        let first = look(&world.clone).unwrap();
        let mended = bench
            .mend(&stage, first, &Which::Safe, &mut |root, _| look(root))
            .unwrap();
        let kept = world.dir.path().join("kept");
        let number = (!mended.changes.is_empty())
            .then(|| keep::write(&kept, &world.clone, FOLDER, &mended).unwrap());
        for (path, bytes) in &world.files() {
            let Some(before) = damaged.get(path).filter(|before| *before != bytes) else {
                continue;
            };
            let unharmed: BTreeSet<String> = words(&good[path])
                .intersection(&words(before))
                .cloned()
                .collect();
            let lost: Vec<_> = unharmed.difference(&words(bytes)).cloned().collect();
            assert!(
                lost.is_empty(),
                "{names:?}: {} lost {lost:?}",
                path.display()
            );
        }
        let made: BTreeSet<_> = mended.done.iter().map(|d| d.fix.name).collect();
        let left: Vec<_> = mended
            .left
            .iter()
            .filter(|(_, fix)| fix.as_ref().is_some_and(|f| f.safe))
            .collect();
        let refused: Vec<_> = mended.refused.iter().map(|r| r.fix.name).collect();
        let open = left
            .iter()
            .filter(|(_, f)| f.as_ref().is_some_and(|f| !refused.contains(&f.name)));
        assert_eq!(open.count(), 0, "{names:?}: made {made:?}, left {left:#?}");
        if let Some(number) = number {
            ddint_tui::scaffold::undo::undo(&kept, number, false).unwrap();
        }
        assert!(world.files() == damaged, "{names:?}");
    }
}
