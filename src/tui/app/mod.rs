//! What keys do: layers over pages over the pure wizard. Nothing here draws, and nothing here touches
//! the world but through [`host::Host`].

mod act;
mod asked;
mod choosing;
mod contexts;
pub mod dashboard;
mod editing;
pub mod emitted;
mod existing;
pub mod findings;
mod fixes;
pub mod host;
mod keys;
pub mod layers;
mod moves;
mod open;
pub mod order;
pub mod page;
mod places;
pub mod session;
mod steps;

use crate::core::effect::Effect;
use crate::core::event::{Action as Deed, Event, Failure, FailureKind};
use crate::core::state::Draft;
use crate::core::step::StepId;
use crate::tui::keymap::{Key, Keymap};
use crate::tui::theme::Theme;
use host::{Host, Saved, Unsent};
use layers::{Layer, PromptKind};
use page::Page;
use session::Session;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Something only the runtime can do, because it needs the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Edit a file, at a line.
    File {
        path: PathBuf,
        line: Option<u32>,
    },
    /// Edit the text of the field that is being typed, with this file name ending.
    Text {
        text: String,
        ending: &'static str,
    },
    Suspend,
    Redraw,
    /// Put a text into the clipboard.
    Copy(String),
}

/// The screens' state.
pub struct App {
    pub host: Box<dyn Host>,
    pub theme: Theme,
    pub keymap: Keymap,
    pub home: Vec<Saved>,
    /// The row of Home that the next key acts on.
    pub home_at: usize,
    pub session: Option<Session>,
    pub layers: Vec<Layer>,
    /// The first key of a chord.
    pub pending: Option<Key>,
    /// What the runtime must do before the next frame.
    pub ask: Option<Ask>,
    /// The exit status, once the program is to end.
    pub quit: Option<i32>,
    /// What went wrong where no workflow is open, or what there is to say for a moment.
    pub failure: Option<Failure>,
    pub notice: Option<String>,
    /// Turns the spinner.
    pub tick: u64,
    /// Unsent text of prompts, so that Esc loses nothing.
    prompts: BTreeMap<PromptKind, Draft>,
    /// What is saved of them.
    unsent: Unsent,
    /// Columns and rows of the last frame.
    pub size: (u16, u16),
    /// The ids that can be focused on the open page, in the order in which it is drawn.
    laid_out: fn(&Self) -> Vec<String>,
}

impl App {
    /// Screens over `host`, at Home; `laid_out` tells what can be focused on the open page, in order.
    #[must_use]
    pub fn new(
        host: Box<dyn Host>,
        theme: Theme,
        keymap: Keymap,
        laid_out: fn(&Self) -> Vec<String>,
    ) -> Self {
        let mut app = Self::unlisted(host, theme, keymap, laid_out);
        app.list();
        app
    }

    /// The same before the saved workflows were read: [`Self::start`] reads them where they are shown.
    #[must_use]
    pub fn unlisted(
        host: Box<dyn Host>,
        theme: Theme,
        keymap: Keymap,
        laid_out: fn(&Self) -> Vec<String>,
    ) -> Self {
        Self {
            host,
            theme,
            keymap,
            home: vec![],
            home_at: 0,
            session: None,
            layers: vec![],
            pending: None,
            ask: None,
            quit: None,
            failure: None,
            notice: None,
            tick: 0,
            prompts: BTreeMap::new(),
            unsent: Unsent::default(),
            size: (80, 24),
            laid_out,
        }
    }

    /// Reads the saved workflows again.
    pub fn list(&mut self) {
        self.home = self.host.saved();
        self.home_at = self.home_at.min(self.home.len().saturating_sub(1));
    }

    /// Makes a workflow and goes into it.
    pub fn create(&mut self, name: &str, check: Option<&Path>) -> Result<(), Failure> {
        let wizard = self.host.create(name, check)?;
        self.session = Some(Session::new(wizard));
        self.send(Event::Opened);
        self.visit(StepId::Prototype, "source");
        if check.is_some() {
            let replace = false;
            self.send(Event::Do(crate::core::event::Action::WritePrototype {
                replace,
            }));
            self.visit(StepId::Prototype, "check");
        }
        Ok(())
    }

    /// Begins where the command line says.
    pub fn start(&mut self, start: &crate::tui::start::Start) {
        use crate::tui::start::Start;
        self.load_unsent();
        let begun = match start {
            Start::Home => Ok(()),
            Start::New(None) => {
                self.prompt(PromptKind::New);
                Ok(())
            }
            Start::New(Some(name)) => {
                let made = self.create(name, None);
                self.ask_about_new();
                made
            }
            Start::Resume(folder) => self.resume(folder),
        };
        if let Err(failure) = begun {
            self.fail(failure);
        }
        if self.session.is_none() {
            self.list();
        }
        if matches!(start, Start::Home) {
            self.reopen_home();
        }
    }

    /// Opens a saved workflow at the place where it was left.
    pub fn resume(&mut self, folder: &Path) -> Result<(), Failure> {
        let wizard = self.host.open(folder)?;
        self.session = Some(Session::new(wizard));
        self.send(Event::Opened);
        self.settle_focus();
        self.reopen_lists();
        Ok(())
    }

    /// Saves and closes the open workflow, back to Home.
    pub fn close(&mut self) {
        if let Some(session) = self.session.take() {
            self.host.close(&session.wizard);
        }
        self.layers.clear();
        self.list();
    }

    /// Sends an event to the wizard and performs what follows.
    pub fn send(&mut self, event: Event) {
        let Some(session) = &mut self.session else {
            return;
        };
        let light = matches!(
            event,
            Event::Focus { .. }
                | Event::Mark { .. }
                | Event::DraftEdited { .. }
                | Event::LeftField
                | Event::Lists { .. }
                | Event::LastFix { .. }
                | Event::Do(Deed::FindFixes { .. })
        ) || matches!(event, Event::Progress { .. } | Event::Clock { .. });
        let loads = matches!(event, Event::Opened | Event::Finished { .. });
        let now = self.host.now();
        let mut effects = session.wizard.handle(Event::Clock { now });
        effects.extend(session.wizard.handle(event));
        if loads {
            session.loaded();
        } else if !light {
            session.changed();
        }
        session.refresh();
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        let Some(session) = &self.session else { return };
        match effect {
            Effect::OpenFile { path, line } => {
                self.ask = Some(Ask::File {
                    path: self.host.path(&session.wizard, &path),
                    line,
                });
            }
            Effect::Copy { text } => self.ask = Some(Ask::Copy(text)),
            effect => self.host.perform(&session.wizard, effect),
        }
    }

    /// A job's report.
    pub fn report(&mut self, event: Event) {
        let brings = matches!(event, Event::Finished { .. });
        self.send(event);
        self.settle_focus();
        if brings {
            self.go_to_shown();
            self.refresh_lists();
            self.leave_made_fix();
        }
        self.find_fixes();
    }

    /// The page on the screen, when a workflow is open.
    #[must_use]
    pub fn page(&self) -> Option<Page> {
        self.session.as_ref().map(Session::page)
    }

    /// Whether a job runs, so that the spinner must turn.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|s| !s.wizard.jobs.is_empty())
    }

    /// Shows a failure where no workflow is open.
    pub fn fail(&mut self, failure: Failure) {
        self.failure = Some(failure);
    }

    /// A refusal in one sentence.
    fn refuse(&mut self, message: impl Into<String>) {
        self.notice = Some(message.into());
    }
}

/// A failure of the screens' own.
#[must_use]
pub fn io_failure(message: impl Into<String>, hint: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Io, message, hint)
}

impl App {
    /// What there is to say for a moment.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.notice
            .clone()
            .or_else(|| self.session.as_ref()?.wizard.notice.clone())
    }
}

pub use editing::proto_file as editing_file;
pub use fixes::fix_of;
pub use moves::{PARTS, setup_id};
