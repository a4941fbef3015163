//! The loop of a run without a screen: the autopilot asks, the engine performs, the core decides.

use crate::core::autopilot::{Autopilot, Next};
use crate::core::effect::Effect;
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::step::StepId;
use crate::core::testing::TaskState;
use crate::core::wizard::Wizard;
use crate::engine::{self, Engine, Options};
use crate::jobs::cancel::CancelToken;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What the loop waits for.
pub enum Message {
    Event(Event),
    Signal(i32),
}

/// A workflow without a screen.
pub struct Session {
    pub wizard: Wizard,
    pub engine: Engine,
    receiver: Receiver<Message>,
    quiet: bool,
    last: String,
}

/// How it ended.
pub enum Ended {
    Done,
    Stopped { step: StepId, failure: Failure },
    Signal(i32),
}

impl Session {
    /// Opens the workspace and takes its lock.
    ///
    /// # Errors
    /// Locked, damaged, newer, I/O.
    pub fn open(dir: &Path, options: Options, quiet: bool) -> Result<Self, Failure> {
        Self::with(Signals::watch()?, dir, options, quiet)
    }

    /// The same, with signals that are watched already.
    ///
    /// # Errors
    /// Locked, damaged, newer, I/O.
    pub fn with(
        signals: Signals,
        dir: &Path,
        options: Options,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let Signals { sender, receiver } = signals;
        let sink = Arc::new(move |event| {
            let _ = sender.send(Message::Event(event));
        });
        let (engine, state) = Engine::open(dir.to_owned(), options, sink)?;
        let wizard = Wizard::new(state);
        Ok(Self {
            wizard,
            engine,
            receiver,
            quiet,
            last: String::new(),
        })
    }

    /// Hands an event to the core and performs what it asks for.
    pub fn feed(&mut self, event: Event) {
        self.wizard.handle(Event::Clock { now: engine::now() });
        self.tell(&event);
        for effect in self.wizard.handle(event) {
            self.engine.perform(effect, &self.wizard);
        }
    }

    /// Runs until every step up to `until` is done, or something needs a person.
    pub fn run(&mut self, until: StepId) -> Ended {
        self.run_by(Autopilot::default(), until)
    }

    /// The same by a pilot that was told how far to go.
    pub fn run_by(&mut self, mut pilot: Autopilot, until: StepId) -> Ended {
        self.feed(Event::Opened);
        // No screen watches the files: an edit since they were saved is noticed here.
        if let Some(edited) = self.engine.edited(&self.wizard.state) {
            self.feed(edited);
        }
        let ended = loop {
            match pilot.next(&self.wizard, until) {
                Next::Do(action) => self.feed(Event::Do(action)),
                Next::Wait => {
                    if let Some(signal) = self.wait() {
                        break Ended::Signal(signal);
                    }
                }
                Next::Done => break Ended::Done,
                Next::Stop {
                    step,
                    kind,
                    message,
                    hint,
                } => {
                    break Ended::Stopped {
                        step,
                        failure: Failure::new(kind, message, hint),
                    };
                }
            }
        };
        match self.engine.flush() {
            Err(failure) => Ended::Stopped {
                step: self.wizard.state.ui.step,
                failure,
            },
            Ok(()) => ended,
        }
    }

    /// Puts the state on the disk.
    ///
    /// # Errors
    /// It can't be written.
    pub fn save(&mut self) -> Result<(), Failure> {
        self.engine.perform(Effect::Save, &self.wizard);
        self.engine.flush()
    }

    /// Waits until no job runs.
    pub fn settle(&mut self) -> Option<i32> {
        while !self.wizard.jobs.is_empty() {
            if let Some(signal) = self.wait() {
                return Some(signal);
            }
        }
        None
    }

    /// Handles one message; a signal cancels every job and waits for their outcomes.
    fn wait(&mut self) -> Option<i32> {
        match self.receiver.recv() {
            Ok(Message::Event(event)) => {
                self.feed(event);
                None
            }
            Ok(Message::Signal(signal)) => {
                self.engine.cancel_all();
                while !self.wizard.jobs.is_empty() {
                    match self.receiver.recv() {
                        Ok(Message::Event(event)) => self.feed(event),
                        Ok(Message::Signal(_)) => {}
                        Err(_) => break,
                    }
                }
                Some(signal)
            }
            Err(_) => Some(1),
        }
    }

    /// Progress for people, on standard error.
    fn tell(&mut self, event: &Event) {
        let line = match event {
            Event::Progress { progress, .. } if !progress.line.is_empty() => {
                crate::jobs::text::plain(&progress.line)
            }
            Event::Task { result, .. } if result.state != TaskState::Running => {
                let seconds = std::time::Duration::from_millis(result.ms).as_secs_f64();
                let state = match result.state {
                    TaskState::Passed => "passed",
                    TaskState::Crashed => "ddev itself failed",
                    TaskState::Cancelled => "canceled",
                    _ => "failed",
                };
                format!("{:<28} {state} ({seconds:.1} s)", result.task.label())
            }
            _ => return,
        };
        if !self.quiet && line != self.last {
            let _ = writeln!(std::io::stderr(), "  {line}");
            self.last = line;
        }
    }
}

/// Signals become messages, so that they end the run in order.
pub struct Signals {
    sender: Sender<Message>,
    receiver: Receiver<Message>,
}

impl Signals {
    /// Watches INT, TERM and HUP from now on.
    ///
    /// # Errors
    /// The system refuses.
    pub fn watch() -> Result<Self, Failure> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let fail = |e: std::io::Error| {
            Failure::new(
                FailureKind::Io,
                format!("Signals can't be watched: {e}."),
                "",
            )
        };
        let (sender, receiver) = channel();
        let mut signals =
            signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(fail)?;
        let to = sender.clone();
        std::thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                for signal in &mut signals {
                    if to.send(Message::Signal(signal)).is_err() {
                        return;
                    }
                }
            })
            .map_err(fail)?;
        Ok(Self { sender, receiver })
    }
}

/// The first signal that came.
#[derive(Clone, Default)]
pub struct Received(Arc<std::sync::atomic::AtomicI32>);

impl Received {
    /// The signal's number; none when none came.
    #[must_use]
    pub fn received(&self) -> Option<i32> {
        let signal = self.0.load(std::sync::atomic::Ordering::SeqCst);
        (signal != 0).then_some(signal)
    }
}

/// A token that INT, TERM, and HUP cancel from now on, for a command without a session.
///
/// # Errors
/// The system refuses.
pub fn cancelled_by_signals() -> Result<(CancelToken, Received), Failure> {
    let Signals { receiver, .. } = Signals::watch()?;
    let (token, received) = (CancelToken::new(), Received::default());
    let (cancel, note) = (token.clone(), received.clone());
    let waits = std::thread::Builder::new().name("cancel".into());
    waits
        .spawn(move || {
            if let Ok(Message::Signal(signal)) = receiver.recv() {
                note.0.store(signal, std::sync::atomic::Ordering::SeqCst);
                cancel.cancel();
            }
        })
        .map_err(|e| {
            let message = format!("A thread can't be started: {e}.");
            Failure::new(FailureKind::Io, message, "")
        })?;
    Ok((token, received))
}
