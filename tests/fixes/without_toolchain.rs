//! Repairs are taken back where there is no toolchain any more, as the program says after making them.

use crate::common::program;
use crate::toolchain_support;
use crate::world::{FOLDER, World};

#[test]
fn repairs_are_taken_back_without_a_toolchain() {
    let toolchain = toolchain_or_return!();
    let world = World::new(toolchain);
    world.damage("acme_queue/pyproject.toml", |t| {
        t.replace(">=37.42.0", ">=4.0").into_bytes()
    });
    let before = world.files();
    let check = |args: &[&str]| {
        program(world.dir.path())
            .env("DDINT_TUI_TOOLCHAIN_DIR", world.dir.path().join("none"))
            .args(["check", FOLDER, "--repo"])
            .arg(&world.clone)
            .args(args)
            .output()
            .unwrap()
    };
    let fixed = check(&["--no-ddev", "--fix"]);
    let told = String::from_utf8(fixed.stdout).unwrap();
    assert!(
        told.contains("`ddint-tui check acme_queue --undo`"),
        "{told}"
    );
    assert_ne!(world.files(), before);
    let undone = check(&["--undo"]);
    assert!(undone.status.success(), "{undone:?}");
    assert_eq!(world.files(), before);
}
