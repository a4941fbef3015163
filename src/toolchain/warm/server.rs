//! One server process, from its start to its end, and who waits for what it says.

use super::wire::{self, Answer, Line, Request};
use crate::jobs::process::Spec;
use crate::jobs::talk::{Said, Talk};
use std::collections::HashMap;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A server that has not loaded ddev by then never will.
const START: Duration = Duration::from_secs(60);
/// Who waits for a server that says nothing asks so often whether it still hears.
const ASK: Duration = Duration::from_secs(2);
/// A server that says nothing for so long after that is stopped, or stuck: it does nothing that takes time itself.
const DEAF: Duration = Duration::from_secs(10);
/// The output that the server keeps, as JSON, at its worst.
const LONGEST: u64 = 64 << 20;

/// What somebody who waits gets to hear.
#[derive(Debug)]
pub(super) enum Note {
    Answer(Answer),
    /// The server can't do this request, and why.
    Refused(String),
    /// The server ended.
    Gone,
    /// Look at what else was waited for.
    Wake,
}

/// How far the server is.
#[derive(Debug, Clone)]
pub(super) enum Phase {
    Starting,
    Ready(u32),
    /// Never ready, and why.
    Failed(String),
    /// Something ended it, before or after it was ready.
    Gone {
        early: bool,
    },
}

#[derive(Debug)]
struct State {
    phase: Phase,
    waiting: HashMap<u64, Sender<Note>>,
    /// When it last said something, or was waited for.
    heard: Instant,
    /// Since when it owes a sign of life.
    asked: Option<Instant>,
}

/// A server process.
#[derive(Debug)]
pub(super) struct Server {
    talk: Talk,
    state: Arc<Mutex<State>>,
    started: Instant,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    pub fn start(spec: &Spec) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State {
            phase: Phase::Starting,
            waiting: HashMap::new(),
            heard: Instant::now(),
            asked: None,
        }));
        let shared = Arc::clone(&state);
        let talk = Talk::start(spec, LONGEST, move |said| lock(&shared).hear(&said))?;
        Ok(Self {
            talk,
            state,
            started: Instant::now(),
        })
    }

    pub fn phase(&self) -> Phase {
        lock(&self.state).phase.clone()
    }

    /// Whether it may still answer.
    pub fn lives(&self) -> bool {
        matches!(self.phase(), Phase::Starting | Phase::Ready(_))
    }

    /// Whether it can answer now.
    pub fn is_ready(&self) -> bool {
        matches!(self.phase(), Phase::Ready(_))
    }

    /// Whether it ended after it had loaded ddev.
    pub fn was_ready(&self) -> bool {
        matches!(self.phase(), Phase::Gone { early: false })
    }

    /// Until when it must be ready; `None` once it is.
    pub fn ready_until(&self) -> Option<Instant> {
        matches!(self.phase(), Phase::Starting).then(|| self.started + START)
    }

    /// Until when it must say something; `None` while it loads, which is waited for otherwise. Asks it for a sign of
    /// life where it was silent for long.
    pub fn silent_until(&self) -> Option<Instant> {
        let mut state = lock(&self.state);
        if !matches!(state.phase, Phase::Ready(_)) {
            return None;
        }
        if let Some(asked) = state.asked {
            return Some(asked + DEAF);
        }
        let now = Instant::now();
        if state.heard + ASK <= now {
            state.asked = Some(now);
            self.talk.say(wire::ping());
            return Some(now + DEAF);
        }
        Some(state.heard + ASK)
    }

    /// Whether it owes a sign of life for too long.
    pub fn is_deaf(&self) -> bool {
        let asked = lock(&self.state).asked;
        asked.is_some_and(|asked| asked + DEAF <= Instant::now())
    }

    /// Ends it, because it can't be waited for any longer. Whoever else waits for it hears so.
    pub fn give_up(&self) {
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Starting => {
                let message = format!("it was not ready within {} s", START.as_secs());
                state.phase = Phase::Failed(message);
            }
            Phase::Ready(_) => state.phase = Phase::Gone { early: false },
            Phase::Failed(_) | Phase::Gone { .. } => {}
        }
        state.all_gone();
        drop(state);
        self.talk.kill();
    }

    /// Sends a request; what comes of it arrives at the receiver, which `sender` also wakes.
    pub fn ask(&self, request: &Request) -> (Sender<Note>, Receiver<Note>) {
        let (sender, receiver) = channel();
        let mut state = lock(&self.state);
        if matches!(state.phase, Phase::Starting | Phase::Ready(_)) {
            if state.waiting.is_empty() {
                // Nobody listened to its silence.
                state.heard = Instant::now();
            }
            state.waiting.insert(request.id, sender.clone());
            self.talk.say(request.line());
        } else {
            let _ = sender.send(Note::Gone);
        }
        (sender, receiver)
    }

    pub fn cancel(&self, id: u64) {
        self.talk.say(wire::cancel(id));
    }

    /// Its answer is not wanted any more.
    pub fn forget(&self, id: u64) {
        lock(&self.state).waiting.remove(&id);
    }
}

impl State {
    fn hear(&mut self, said: &Said) {
        match said {
            Said::Line(line) => self.line(line),
            Said::End { code, signal } => self.end(*code, *signal),
        }
    }

    fn line(&mut self, line: &[u8]) {
        (self.heard, self.asked) = (Instant::now(), None);
        // Anything else is not the server's: what ddev prints never comes here.
        let Ok(line) = serde_json::from_slice(line) else {
            return;
        };
        match line {
            Line::Ready {
                ready: true, pid, ..
            } => self.phase = Phase::Ready(pid),
            Line::Ready { error, .. } => {
                self.phase = Phase::Failed(error.unwrap_or_default());
                self.all_gone();
            }
            Line::Answer(answer) => {
                if let Some(sender) = self.waiting.remove(&answer.id) {
                    let _ = sender.send(Note::Answer(answer));
                }
            }
            Line::Refusal {
                id: Some(id),
                error,
            } => {
                if let Some(sender) = self.waiting.remove(&id) {
                    let _ = sender.send(Note::Refused(error));
                }
            }
            Line::Refusal { .. } => {}
        }
    }

    fn end(&mut self, code: Option<i32>, signal: Option<i32>) {
        match (&self.phase, code, signal) {
            (Phase::Starting, Some(code), _) => {
                self.phase = Phase::Failed(format!("Python ended with exit status {code}"));
            }
            (Phase::Failed(_), ..) => {}
            (phase, ..) => {
                let early = matches!(phase, Phase::Starting);
                self.phase = Phase::Gone { early };
            }
        }
        self.all_gone();
    }

    fn all_gone(&mut self) {
        for (_, sender) in self.waiting.drain() {
            let _ = sender.send(Note::Gone);
        }
    }
}
