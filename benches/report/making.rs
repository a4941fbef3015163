//! Making an integration of 1,000 metrics: from a page to rows, files and the plan.

use crate::lab::product::{Product, Rendering};
use crate::lab::{clone, saved};
use crate::stats::Times;
use crate::table::Row;
use ddint_tui::scaffold::plan;
use ddint_tui::scaffold::render::integration;
use ddint_tui::scaffold::shadow::Shadow;
use std::collections::BTreeSet;
use std::time::Instant;

/// What an edit has until the real verdicts; these are parts of it.
const EDIT: f64 = 500.0;

pub fn rows() -> Vec<Row> {
    let derive = median(|| drop(Product::new(1_000)));
    let rendering = Rendering::new(1_000);
    let files = integration(&rendering.input()).expect("it renders");
    let render = median(|| drop(integration(&rendering.input())));

    let dir = tempfile::tempdir().expect("a folder");
    let (root, workspace) = (dir.path().join("clone"), dir.path().join("workspace"));
    clone::make(&root);
    let shadow = Shadow::of(files, BTreeSet::new());
    let planned = median(|| drop(plan::plan(&workspace, &root, saved::NAME, &shadow)));
    let part = |what: &str, time: f64| Row::under(what, time, EDIT, "ms");
    vec![
        part("integration of 1,000 metrics: page to rows", derive),
        part("integration of 1,000 metrics: rendered", render),
        part("integration of 1,000 metrics: planned", planned),
    ]
}

fn median(mut work: impl FnMut()) -> f64 {
    let times = (0..9).map(|_| {
        let started = Instant::now();
        work();
        started.elapsed()
    });
    Times::new(times.collect()).median()
}
