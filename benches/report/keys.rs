//! A key, and the frame that follows, with 10,000 metrics at 120x36.

use crate::lab::product::Product;
use crate::lab::screen::Screens;
use crate::process;
use crate::start::Home;
use crate::stats::Times;
use crate::table::Row;
use crossterm::event::KeyCode;
use std::time::{Duration, Instant};

const METRICS: usize = 10_000;
const BUDGET: f64 = 4.0;

/// All rows changed by one key.
const BULK: f64 = 50.0;

pub fn rows() -> Vec<Row> {
    let mut product = Product::new(METRICS);
    let mut rows = keys(&product, "10,000 rows");
    // As it is when the work is done: as much to save, to look up, and to share with the writer.
    product.answers.metrics = product.metric_answers();
    rows.extend(keys(&product, "10,000 answered"));
    rows.push(bulk(&product));
    rows
}

fn keys(product: &Product, what: &str) -> Vec<Row> {
    let mut screens = Screens::open(product);
    let moves = [
        KeyCode::Down,
        KeyCode::PageDown,
        KeyCode::End,
        KeyCode::Up,
        KeyCode::PageUp,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::Tab,
    ];
    let moving = timed(&mut screens, &moves, 2_000);
    assert!(screens.text().contains("acme_queue."), "the table is drawn");
    let editing = timed(&mut screens, &[KeyCode::Char('o'), KeyCode::Down], 400);
    vec![
        row(&format!("key to frame, {what}: moving"), &moving),
        row(&format!("key to frame, {what}: editing"), &editing),
    ]
}

/// One key that edits every row.
fn bulk(product: &Product) -> Row {
    let mut screens = Screens::open(product);
    screens.press(KeyCode::Char('a'));
    let times = timed(&mut screens, &[KeyCode::Char('o')], 15);
    let row = Row::under("one edit of all 10,000 rows", times.median(), BULK, "ms");
    row.with(&format!("median of {}", times.count()))
}

fn row(what: &str, times: &Times) -> Row {
    let detail = format!("p99; p50 {:.2}, {} keys", times.median(), times.count());
    Row::under(what, times.percentile(99), BUDGET, "ms").with(&detail)
}

fn timed(screens: &mut Screens, keys: &[KeyCode], count: usize) -> Times {
    let mut times = vec![];
    for key in keys.iter().cycle().take(count) {
        let pressed = Instant::now();
        screens.press(*key);
        times.push(pressed.elapsed());
    }
    Times::new(times)
}

/// The same through the real binary and a terminal, the terminal's own share included.
pub fn real() -> Vec<Row> {
    let home = Home::new(METRICS);
    let mut session = home.resume();
    session.first(&["Acme Queue", "help"]);
    session.settle(Duration::from_millis(1500));
    let mut times = vec![];
    for _ in 0..300 {
        let name = focused(&session.text());
        times.push(session.press("\x1b[B", &|text| focused(text) != name));
    }
    let mut rows = vec![row(
        "the same through a terminal, moving",
        &Times::new(times),
    )];
    if let Some((all, _)) = process::resident(session.pid()) {
        let what = "resident, workflow of 10,000 metrics open";
        rows.push(Row::told(what, format!("{all:.1} MB"), "no budget"));
    }
    rows
}

/// The name behind the sign; its start may be cut.
fn focused(screen: &str) -> Option<String> {
    screen
        .lines()
        .find_map(|l| l.split("▸  ").nth(1))?
        .split_whitespace()
        .next()
        .map(str::to_owned)
}
