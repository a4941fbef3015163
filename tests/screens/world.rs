//! A made-up world: a host that only remembers, keys to press, and a frame as text.

use crate::acme::acme;
use crossterm::event::{Event as Terminal, KeyCode, KeyEvent, KeyModifiers};
use ddint_tui::core::effect::Effect;
use ddint_tui::core::event::{Event, Failure, FailureKind};
use ddint_tui::core::existing::Existing;
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::jobs::desk::Question;
use ddint_tui::tui::app::App;
use ddint_tui::tui::app::host::{Host, ProtoFile, Saved, Saving, Unsent};
use ddint_tui::tui::app::session::Session;
use ddint_tui::tui::keymap::Keymap;
use ddint_tui::tui::theme::Theme;
use ratatui::Terminal as Drawing;
use ratatui::backend::TestBackend;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub const NOW: u64 = 1_790_000_000;

pub const LOOK: Theme = Theme {
    ascii: false,
    color: true,
};

/// What the screens asked the world for.
#[derive(Default)]
pub struct Asked {
    pub effects: Vec<Effect>,
    pub saved: usize,
    pub closed: usize,
    pub deleted: Vec<PathBuf>,
    pub written: Vec<(ProtoFile, String)>,
    /// What a kill would leave of the open workflow, and of what is typed where none is open.
    pub state: Option<State>,
    pub unsent: Unsent,
    /// What git or ssh wants to know.
    pub question: Option<Question>,
}

#[derive(Default, Clone)]
pub struct World {
    pub asked: Rc<RefCell<Asked>>,
    pub workflows: Vec<Saved>,
}

impl Host for World {
    fn question(&self) -> Option<Question> {
        self.asked.borrow().question.clone()
    }

    fn saved(&mut self) -> Vec<Saved> {
        let gone = &self.asked.borrow().deleted;
        let mut all = self.workflows.clone();
        all.retain(|s| !gone.contains(&s.folder));
        all
    }

    fn create(&mut self, name: &str, _: Option<&Path>) -> Result<Wizard, Failure> {
        let mut state = State::default();
        state.answers.integration.display_name = name.into();
        Ok(Wizard::new(state))
    }

    fn existing(&mut self, name: &str) -> Result<Wizard, Failure> {
        if name != "acme_queue" {
            let message = format!("The clone holds no integration {name:?}.");
            return Err(Failure::new(FailureKind::Answers, message, ""));
        }
        let mut wizard = acme();
        wizard.state.files.existing = true;
        wizard.state.answers.metrics.clear();
        wizard.existing = Some(
            Existing {
                answers: wizard.state.answers.clone(),
                metrics: wizard.derived.metrics.clone(),
                service_checks: wizard.derived.service_checks.clone(),
                version: "1.2.0".into(),
                release: ddint_tui::core::answers::Release::default(),
                findings: vec![],
            }
            .into(),
        );
        Ok(wizard)
    }

    fn open(&mut self, folder: &Path) -> Result<Wizard, Failure> {
        if folder.ends_with("locked") {
            return Err(Failure::new(
                FailureKind::Locked,
                "The workflow is open in process 4711.",
                "Leave that program first.",
            ));
        }
        let saved = self.asked.borrow().state.clone();
        Ok(saved.map_or_else(acme, Wizard::new))
    }

    fn unsent(&self) -> Unsent {
        self.asked.borrow().unsent.clone()
    }

    fn keep_unsent(&mut self, unsent: &Unsent) {
        self.asked.borrow_mut().unsent = unsent.clone();
    }

    fn restore(&mut self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }

    fn delete(&mut self, folder: &Path) -> Result<(), Failure> {
        self.asked.borrow_mut().deleted.push(folder.into());
        Ok(())
    }

    fn close(&mut self, _: &Wizard) {
        self.asked.borrow_mut().closed += 1;
    }

    fn perform(&mut self, wizard: &Wizard, effect: Effect) {
        let mut asked = self.asked.borrow_mut();
        if effect == Effect::Save {
            asked.state = Some(wizard.state.clone());
        }
        asked.effects.push(effect);
    }

    fn save(&mut self, _: &Wizard) {
        self.asked.borrow_mut().saved += 1;
    }

    fn generation(&self) -> u64 {
        0
    }

    fn saving(&self) -> Saving {
        Saving::Saved
    }

    fn now(&self) -> u64 {
        NOW
    }

    fn output(&self, log: &str, lines: usize) -> Vec<String> {
        let all: Vec<String> = (1..=30)
            .map(|n| format!("\u{1b}[32m{log}\u{1b}[0m line {n}"))
            .collect();
        all[all.len().saturating_sub(lines)..].to_vec()
    }

    fn read(&self, _: &Wizard, file: ProtoFile) -> Option<String> {
        Some(match file {
            ProtoFile::Check => "from datadog_checks.base import OpenMetricsBaseCheckV2\n\n\nclass AcmeQueueCheck(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = 'acme_queue'\n    DEFAULT_METRIC_LIMIT = 0\n".into(),
            ProtoFile::Conf => "init_config:\ninstances:\n  - openmetrics_endpoint: http://localhost:9100/metrics\n".into(),
        })
    }

    fn write(&mut self, _: &Wizard, file: ProtoFile, text: &str) -> Result<Event, Failure> {
        self.asked.borrow_mut().written.push((file, text.into()));
        Ok(Event::PrototypeChanged {
            check: Some("changed".into()),
            conf: Some("c1".into()),
        })
    }

    fn path(&self, _: &Wizard, path: &str) -> PathBuf {
        Path::new("/home/dev/workflows/acme_queue").join(path)
    }

    fn look(&mut self, _: &Wizard) -> Option<Event> {
        None
    }

    fn clone_target(&self) -> PathBuf {
        "/home/dev/dd/integrations-extras".into()
    }
}

pub fn saved() -> Vec<Saved> {
    vec![
        Saved {
            folder: "/w/acme_queue".into(),
            name: "Acme Queue".into(),
            kind: "openmetrics".into(),
            step: "Framework".into(),
            left: "Answer what Framework asks (4 left).".into(),
            touched: NOW - 600,
            problem: None,
        },
        Saved {
            folder: "/w/locked".into(),
            name: "Zebra".into(),
            kind: "blank".into(),
            step: "Test".into(),
            left: "Run the tests again (2 of 14 failed).".into(),
            touched: NOW - 100_000,
            problem: None,
        },
    ]
}

/// Screens over what an earlier program left, at Home.
pub fn again(asked: &Rc<RefCell<Asked>>) -> App {
    let world = World {
        workflows: saved(),
        asked: Rc::clone(asked),
    };
    App::new(
        Box::new(world),
        LOOK,
        Keymap::default(),
        ddint_tui::tui::screens::ids,
    )
}

/// Screens over the made-up world, with an open workflow when one is given.
pub fn app(wizard: Option<Wizard>) -> (App, Rc<RefCell<Asked>>) {
    let world = World {
        workflows: saved(),
        ..World::default()
    };
    let asked = Rc::clone(&world.asked);
    let mut app = App::new(
        Box::new(world),
        LOOK,
        Keymap::default(),
        ddint_tui::tui::screens::ids,
    );
    app.session = wizard.map(Session::new);
    (app, asked)
}

/// Presses keys, as the configuration file writes them; other words are typed.
pub fn press(app: &mut App, keys: &[&str]) {
    for key in keys {
        let parsed = ddint_tui::tui::keymap::Key::parse(key);
        match parsed {
            Ok(key) => {
                let (code, modifiers) = match (key.code, key.modifiers) {
                    (KeyCode::Tab, m) if m.contains(KeyModifiers::SHIFT) => (KeyCode::BackTab, m),
                    other => other,
                };
                app.terminal(Terminal::Key(KeyEvent::new(code, modifiers)));
            }
            Err(_) => {
                for c in key.chars() {
                    app.terminal(Terminal::Key(KeyEvent::from(KeyCode::Char(c))));
                }
            }
        }
    }
}

/// One frame as text.
pub fn frame(app: &mut App, width: u16, height: u16) -> String {
    let mut drawing = Drawing::new(TestBackend::new(width, height)).unwrap();
    drawing
        .draw(|f| ddint_tui::tui::screens::draw(f, app))
        .unwrap();
    let buffer = drawing.backend().buffer();
    let mut out = String::new();
    for y in 0..height {
        let mut row = String::new();
        let mut skip = 0;
        for x in 0..width {
            let symbol = buffer[(x, y)].symbol();
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}
