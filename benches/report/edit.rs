//! From one edit in a row of metadata.csv to ddev's verdict on it, the rest after typing included: the real
//! engine on the demo's integration, each edit another text, so that no verdict is known before.

use crate::stats::Times;
use crate::table::Row;
use crate::validations::made;
use ddint_tui::core::event::Event;
use ddint_tui::core::live::{Progress, REST};
use ddint_tui::core::step::StepId;
use ddint_tui::core::testing::TaskState;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::engine::{Engine, Options};
use ddint_tui::toolchain;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const WHAT: &str = "one edit in metadata.csv to its verdict, median";
const TYPED: &str = "one key in a text that is still typed to its verdict, median";
const EDITS: usize = 25;
/// An edit that takes longer than this says nothing any more.
const LIMIT: Duration = Duration::from_secs(60);

pub fn rows() -> Vec<Row> {
    if toolchain::current().is_none() {
        let why = "no toolchain here: ddint-tui doctor --fix makes it";
        return vec![WHAT, TYPED]
            .into_iter()
            .map(|what| Row::told(what, "not measured", why))
            .collect();
    }
    let dir = tempfile::tempdir().expect("a folder");
    let workspace = dir.path().join("workspace");
    let made = made(dir.path());
    let row = |what: &str, edit: Edit| match made.clone().and_then(|()| measure(&workspace, edit)) {
        Ok(times) => {
            let times = Times::new(times);
            let detail = format!(
                "p90 {:.0} ms of {}, the rest of {REST} ms included",
                times.percentile(90),
                times.count()
            );
            Row::under(what, times.median(), 500.0, "ms").with(&detail)
        }
        Err(why) => Row::told(what, "not measured", &why),
    };
    vec![row(WHAT, taken), row(TYPED, typed)]
}

/// The event that brings a text into a field.
type Edit = fn(String, String) -> Event;

fn taken(field: String, text: String) -> Event {
    Event::Set {
        values: vec![(field, text)],
    }
}

fn typed(field: String, text: String) -> Event {
    let cursor = (0, text.chars().count());
    Event::DraftEdited {
        field,
        text,
        cursor,
    }
}

struct Desk {
    engine: Engine,
    wizard: Wizard,
    receiver: Receiver<Event>,
}

impl Desk {
    fn feed(&mut self, event: Event) {
        for effect in self.wizard.handle(event) {
            self.engine.perform(effect, &self.wizard);
        }
    }

    fn wait(&mut self, until: impl Fn(&Wizard) -> bool) -> Result<(), String> {
        while !until(&self.wizard) {
            match self.receiver.recv_timeout(LIMIT) {
                Ok(event) => self.feed(event),
                Err(RecvTimeoutError::Timeout) => return Err("it took too long".into()),
                Err(RecvTimeoutError::Disconnected) => return Err("the engine ended".into()),
            }
        }
        Ok(())
    }
}

fn settled(w: &Wizard) -> bool {
    matches!(w.live.progress, Progress::Done | Progress::Not { .. })
}

/// What is known of `metadata` for the content that is there now.
fn verdict(w: &Wizard) -> Option<TaskState> {
    let mut all = w.live.verdicts();
    let (_, verdict) = all.find(|(name, _)| *name == "metadata")?;
    (w.live.progress != Progress::Changed).then_some(verdict?.state)
}

fn measure(workspace: &std::path::Path, edit: Edit) -> Result<Vec<Duration>, String> {
    let (sender, receiver) = channel();
    let sink = Arc::new(move |event| {
        let _ = sender.send(event);
    });
    let opened = Engine::open(workspace.to_owned(), Options::default(), sink);
    let (engine, state) = opened.map_err(|f| f.message)?;
    let mut desk = Desk {
        engine,
        wizard: Wizard::seen(state, false),
        receiver,
    };
    desk.feed(Event::Opened);
    let step = StepId::Framework;
    desk.feed(Event::Visit { step });
    desk.wait(settled)?;
    let first = desk.wizard.derived.metrics.first();
    let name = first.map(|m| m.name.clone()).ok_or("no metric")?;
    let mut times = vec![];
    for n in 0..EDITS {
        let field = format!("metrics.{name}.description");
        let text = format!("Messages of edit {n} that wait in the queue.");
        let began = Instant::now();
        desk.feed(edit(field, text));
        desk.wait(|w| verdict(w).is_some())?;
        times.push(began.elapsed());
        if verdict(&desk.wizard) != Some(TaskState::Passed) {
            return Err("the verdict is not the one expected".into());
        }
        desk.wait(settled)?;
    }
    desk.engine.cancel_all();
    Ok(times)
}
