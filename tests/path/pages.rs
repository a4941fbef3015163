//! Pages of other exporters: whatever stands on them, the integration made from each passes every task. More pages are
//! read from the folder that `DDINT_TEST_PAGES` names.

use super::answers;
use crate::common::{World, offline, reviewed, toolchain};
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let more = std::env::var_os("DDINT_TEST_PAGES").map(PathBuf::from);
    let mut out = vec![];
    for folder in std::iter::once(ours).chain(more) {
        let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        out.extend(files.filter(|p| p.extension().is_some_and(|e| e == "txt")));
    }
    out.sort();
    out
}

#[test]
#[ignore = "exhaustive"]
fn every_page_becomes_an_integration_that_passes() {
    if offline() {
        return;
    }
    toolchain();
    let mut red = vec![];
    for page in pages() {
        let stem = page.file_stem().unwrap().to_string_lossy();
        let words: Vec<&str> = stem.split(['-', '_', '.']).take(3).collect();
        let display = format!("Acme {}", words.join(" "));
        let world = World::new();
        world.write("page.txt", &fs::read_to_string(&page).unwrap());
        let source = "source:\n  openmetrics: { endpoint: \"http://localhost:9100/metrics\", sample: page.txt }\n";
        let run = world.run(
            &answers(&display, "openmetrics", "community", false, source),
            "test",
        );
        println!(
            "{}: exit {}, {} metrics",
            page.display(),
            run.exit,
            run.json["metrics"]
        );
        let found = if run.exit == 0 {
            reviewed(&world, &run).into()
        } else {
            run.json["findings"].clone()
        };
        if run.exit != 0 || found != serde_json::json!([]) {
            red.push(format!("{}: exit {}, {found:#}", page.display(), run.exit));
        }
    }
    assert!(red.is_empty(), "{}", red.join("\n"));
}
