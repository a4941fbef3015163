//! A workflow whose files are applied, made by the program itself without a screen, then opened on Framework.

use crate::common::toolchain;
use crate::place::Place;
use crate::pty::{Pty, Shot};
use crate::walk::LONG;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const PAGE: &str = "# HELP acme_lag_seconds Age of the oldest message.\n# TYPE acme_lag_seconds gauge\n\
                    acme_lag_seconds 2.5\n# HELP acme_depth Messages in the queue.\n# TYPE acme_depth gauge\n\
                    acme_depth 42\n# HELP acme_sent_total Messages that were sent.\n\
                    # TYPE acme_sent_total counter\nacme_sent_total 7\n";

/// The overview is too short for those who review it.
const ANSWERS: &str = r#"
schema: 1
integration:
  display_name: Acme
  kind: openmetrics
  description: Depth and lag of Acme queues.
  overview: Acme is a broker.
author: { name: Acme, github: acme, support_email: support@acme.example }
source:
  openmetrics: { endpoint: "http://localhost:9100/metrics", sample: [page.txt] }
"#;

/// How the footer ends when all verdicts are in: how many failed, passed, and the time that they took.
static DONE: LazyLock<regex::Regex> =
    LazyLock::new(|| regex::Regex::new(r"ddev (?:✗(\d+) )?✓(\d+)  ([\d.]+ m?s) *$").unwrap());

/// A place with an integration that is applied to its clone.
pub fn place() -> Place {
    toolchain();
    let place = Place::new();
    place.world.write("page.txt", PAGE);
    let run = place.world.run(ANSWERS, "framework");
    assert_eq!(run.exit, 0, "{:#}\n{}", run.json, run.stderr);
    place
}

/// The integration's folder in the clone.
pub fn folder(place: &Place) -> PathBuf {
    place.world.clone.join("acme")
}

/// What is saved of the workflow.
pub fn saved(place: &Place) -> String {
    std::fs::read_to_string(place.world.workspace().join("workflow.yaml")).unwrap()
}

pub fn arguments(workspace: &Path) -> Vec<String> {
    let workspace = workspace.display().to_string();
    ["resume".into(), "--workspace".into(), workspace].into()
}

/// The program on it, as it was left.
pub fn resume(place: &Place) -> Pty {
    let arguments = arguments(&place.world.workspace());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    place.start(&arguments)
}

/// The program on Framework, with all verdicts green.
pub fn open(place: &Place) -> Pty {
    let mut pty = resume(place);
    to_framework(&mut pty);
    verdicts(&mut pty, 0);
    pty
}

/// From the step where a headless run leaves one.
pub fn to_framework(pty: &mut Pty) {
    pty.sees(&["Set up", "● saved"]);
    pty.press(&["ctrl-g", "3"]);
    pty.sees(&["Framework › Identity", "▸ Display name"]);
}

/// What the footer tells once nothing is on its way: failed, passed, and how long it took.
pub fn told(shot: &Shot) -> Option<(usize, usize, String)> {
    let footer = shot.text.lines().last()?.to_owned();
    let found = DONE.captures(&footer)?;
    let number = |n: usize| found.get(n).map_or(0, |m| m.as_str().parse().unwrap());
    Some((number(1), number(2), found[3].to_owned()))
}

/// Blocks until so many validations fail and all the others passed.
pub fn verdicts(pty: &mut Pty, failed: usize) -> Shot {
    pty.until_within(LONG, &format!("{failed} failed, and the time"), |shot| {
        let (wrong, right, _) = told(shot)?;
        (wrong == failed && wrong + right == 13).then(|| shot.clone())
    })
}

/// On the row of a metric in Framework's table.
pub fn to_metrics(pty: &mut Pty) {
    pty.press(&["ctrl-n", "ctrl-n", "ctrl-n", "ctrl-n"]);
    pty.sees(&["Framework › Metrics", "▸", "acme.lag.seconds"]);
}

/// Where the cursor of a list is.
pub fn stands(shot: &Shot) -> String {
    let middle = |l: &str| l.split('│').nth(1).unwrap_or_default().trim().to_owned();
    let line = shot.text.lines().map(middle).find(|l| l.starts_with('▸'));
    line.unwrap_or_default()
}
