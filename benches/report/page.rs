//! Reading a page, beside what the Agent's own base class needs for the same one.

use crate::lab::product;
use crate::stats::ms;
use crate::table::Row;
use ddint_tui::core::openmetrics;
use ddint_tui::toolchain::{self, Toolchain};
use std::process::{Command, Stdio};
use std::time::Instant;

const SCRIPT: &str = include_str!("scrape.py");
/// What Python reads in a few seconds.
const BESIDE: usize = 200_000;

pub fn rows() -> Vec<Row> {
    let whole = format!("{:.0} ms", read(&product::page_of_lines(1_000_000)));
    let mut rows = vec![Row::told(
        "reading a /metrics page of 1,000,000 lines",
        whole,
        "no budget",
    )];
    let page = product::page_of_lines(BESIDE);
    let ours = read(&page);
    let what = "reading a /metrics page of 200,000 lines";
    rows.push(Row::told(what, format!("{ours:.0} ms"), "no budget"));
    let theirs = match toolchain::current() {
        Some(toolchain) => scraped(&toolchain, &page),
        None => Err("no toolchain here: ddint-tui doctor --fix makes it".to_owned()),
    };
    let beside = [
        "the same page, parsed by the Agent's base class",
        "the same page, scraped by the Agent's base class",
    ];
    match theirs {
        Ok(times) => rows.extend(beside.iter().zip(times).map(|(what, time)| {
            let times = format!("{:.0} times as long", time / ours);
            Row::told(*what, format!("{time:.0} ms"), &times)
        })),
        Err(why) => rows.push(Row::told(beside[0], "not measured", &why)),
    }
    rows
}

/// Milliseconds of the quickest of three.
fn read(page: &str) -> f64 {
    let once = || {
        let started = Instant::now();
        openmetrics::parse(page, None).expect("a page");
        ms(started.elapsed())
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Milliseconds of parsing and of a whole scrape, without the start of Python.
fn scraped(toolchain: &Toolchain, page: &str) -> Result<[f64; 2], String> {
    let dir = tempfile::tempdir().map_err(|e| e.to_string())?;
    let file = dir.path().join("page.txt");
    std::fs::write(&file, page).map_err(|e| e.to_string())?;
    let output = Command::new(&toolchain.python)
        .args(["-c", SCRIPT])
        .arg(&file)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let times: Vec<f64> = text.lines().filter_map(|l| l.parse().ok()).collect();
    <[f64; 2]>::try_from(times).map_err(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        said.lines()
            .last()
            .unwrap_or("it printed no times")
            .to_owned()
    })
}
