//! From rows to files: rendering, the plan over a clone, the three-way merge.

use crate::lab::clone;
use crate::lab::product::Rendering;
use crate::lab::saved::NAME;
use ddint_tui::scaffold::render::integration;
use ddint_tui::scaffold::shadow::Shadow;
use ddint_tui::scaffold::{merge, plan};
use divan::Bencher;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[divan::bench(args = [10, 1_000], max_time = 2)]
fn render(bencher: Bencher, metrics: usize) {
    let made = Rendering::new(metrics);
    bencher.bench_local(|| integration(&made.input()).expect("it renders"));
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let at = root.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
}

/// A new integration of 1,000 metrics: nothing is in the clone yet.
#[divan::bench(max_time = 2)]
fn plan_new(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let (root, workspace) = (dir.path().join("clone"), dir.path().join("workspace"));
    clone::make(&root);
    let files = integration(&Rendering::new(1_000).input()).expect("it renders");
    let shadow = Shadow::of(files, BTreeSet::new());
    bencher.bench_local(|| plan::plan(&workspace, &root, NAME, &shadow).expect("a plan"));
}

/// It was applied, edited by hand in every file, and changed here in every file too.
#[divan::bench(max_time = 2)]
fn plan_over_edits(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let (root, workspace) = (dir.path().join("clone"), dir.path().join("workspace"));
    clone::make(&root);
    let files = integration(&Rendering::new(1_000).input()).expect("it renders");
    write(&workspace.join("rendered"), &files);
    let edited = |end: &str| -> BTreeMap<String, String> {
        let edit = |(path, text): (&String, &String)| (path.clone(), format!("{text}{end}\n"));
        files.iter().map(edit).collect()
    };
    write(&root, &edited("# mine"));
    let shadow = Shadow::of(edited("# ours"), BTreeSet::new());
    bencher.bench_local(|| plan::plan(&workspace, &root, NAME, &shadow).expect("a plan"));
}

/// 10,000 lines, every hundredth changed on each side.
#[divan::bench(max_time = 2)]
fn three_way_merge(bencher: Bencher) {
    let text = |every: usize, mark: &str| -> String {
        (1..=10_000).fold(String::new(), |mut out, n| {
            let mark = if n % every == 0 { mark } else { "" };
            let _ = writeln!(
                out,
                "acme_queue.metric_{n},gauge,,message,,Messages {n}.{mark}"
            );
            out
        })
    };
    let (base, yours, ours) = (text(1, ""), text(100, " yours"), text(103, " ours"));
    bencher.bench_local(|| merge::three_way(&base, &yours, &ours));
}
