//! ddev, loaded once: a server that imports it and forks a child for each validation, so that a verdict takes
//! a fraction of the second that loading takes. It says what `ddev` says; where it can't start, `ddev` itself runs.

mod server;
mod wire;

use super::{Toolchain, environment};
use crate::jobs::cancel::CancelToken;
use crate::jobs::heard;
use crate::jobs::process::{Ended, Spec};
use server::{Note, Phase, Server};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use wire::{Answer, Request};

/// Two parts, one program.
const SOURCE: &str = concat!(
    include_str!("../../../assets/ddev_load.py"),
    include_str!("../../../assets/ddev_server.py"),
);
/// A server that dies while it loads ddev, so often in a row, is not started again.
const EARLY_DEATHS: u32 = 3;
/// Who waits that long for a server that loads runs ddev itself, which takes no longer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the server has to confirm a cancel.
const CONFIRM: Duration = Duration::from_secs(3);

/// The one server of this program, for every thread. Starts with its first request, or by [`Warm::prepare`]; ends
/// with this program, however that ends.
#[derive(Debug)]
pub struct Warm {
    spec: Spec,
    slot: Mutex<Slot>,
    next: AtomicU64,
}

#[derive(Debug, Default)]
struct Slot {
    server: Option<Arc<Server>>,
    early_deaths: u32,
    starts: u32,
    /// Why there is none, and never will be.
    failed: Option<String>,
    /// What is to be said, and whether it was: that there is none, and that children are killed.
    remarks: [Remark; 2],
}

#[derive(Debug, Default)]
enum Remark {
    #[default]
    None,
    Due(String),
    Told,
}

impl Remark {
    /// Only what comes first is worth saying: each request would say it again.
    fn raise(&mut self, text: String) {
        if matches!(self, Self::None) {
            *self = Self::Due(text);
        }
    }

    fn take(&mut self) -> Option<String> {
        if !matches!(self, Self::Due(_)) {
            return None;
        }
        match std::mem::replace(self, Self::Told) {
            Self::Due(text) => Some(text),
            Self::None | Self::Told => None,
        }
    }
}

/// What one attempt came to.
enum Tried {
    Ended(Ended, String),
    /// The server died, or its child did: once more. What happened, where that is to be told.
    Again(Option<String>),
    /// Not a matter for the server, or it says why it can't.
    No(Option<String>),
}

impl Warm {
    /// A server of this toolchain's ddev. Starts nothing.
    #[must_use]
    pub fn new(toolchain: &Toolchain) -> Self {
        let scratch = toolchain.state.join("ddev");
        let mut spec = Spec::new(&toolchain.python, ["-P", "-s", "-c", SOURCE]);
        spec.cwd.clone_from(&toolchain.root);
        spec.env = environment::variables(toolchain, &scratch.join("ddev.toml"), &scratch);
        spec = spec.env(
            "COLUMNS",
            super::environment::VALIDATION_COLUMNS.to_string(),
        );
        spec.supervised = true;
        Self {
            spec,
            slot: Mutex::default(),
            next: AtomicU64::new(1),
        }
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the server, so that the first request finds it loaded. Does not wait.
    pub fn prepare(&self) {
        let _ = self.server();
    }

    /// The server's process number, once it has loaded ddev.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        let server = self.slot().server.clone()?;
        match server.phase() {
            Phase::Ready(pid) => Some(pid),
            _ => None,
        }
    }

    /// How often a server was started.
    #[must_use]
    pub fn starts(&self) -> u32 {
        self.slot().starts
    }

    /// What keeps validations from the ddev that stays loaded: each thing is told once.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        let mut slot = self.slot();
        slot.remarks.iter_mut().find_map(Remark::take)
    }

    /// Runs `ddev argv` in the folder and environment of `spec`, within its time limit, as
    /// [`crate::jobs::process::run`] runs `spec` itself. `None` where the server can't, or something ended it or its
    /// child twice, which is no accident: then do that.
    pub fn run(
        &self,
        argv: &[&str],
        spec: &Spec,
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Option<Ended> {
        let started = Instant::now();
        let limit = spec.time_limit.map(|limit| started + limit);
        let mut again = false;
        let (mut ended, output) = loop {
            match self.once(argv, spec, cancel, limit) {
                Tried::Ended(ended, output) => break (ended, output),
                Tried::Again(_) if !again => again = true,
                Tried::Again(why) | Tried::No(why) => {
                    if let Some(why) = why {
                        let command = argv.join(" ");
                        self.slot().remarks[1].raise(format!(
                            "{why} before the verdict of `ddev {command}`, so ddev itself runs instead. Too little \
                             memory does this, and so does a limit on processes."
                        ));
                    }
                    return None;
                }
            }
        };
        let (text, log_error) =
            heard::reread(&output, spec.keep, spec.log.as_deref(), on_line).ok()?;
        ended.output = text;
        ended.log_error = log_error;
        ended.ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Some(ended)
    }

    fn once(
        &self,
        argv: &[&str],
        spec: &Spec,
        cancel: &CancelToken,
        limit: Option<Instant>,
    ) -> Tried {
        if cancel.is_cancelled() {
            return Tried::Ended(ended(None, true, false), String::new());
        }
        let Some(server) = self.server() else {
            return Tried::No(None);
        };
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = Request::new(id, argv, spec) else {
            return Tried::No(None);
        };
        let (waker, receiver) = server.ask(&request);
        let _subscription = cancel.on_cancel(move || drop(waker.send(Note::Wake)));
        let tried = wait(&server, id, &receiver, cancel, limit);
        server.forget(id);
        tried
    }

    /// The server that runs, started where there is none.
    fn server(&self) -> Option<Arc<Server>> {
        let mut slot = self.slot();
        if slot.failed.is_some() {
            return None;
        }
        if let Some(server) = &slot.server {
            if server.lives() {
                return Some(Arc::clone(server));
            }
            if let Some(why) = slot.buried() {
                slot.give_up(why);
                return None;
            }
        }
        match Server::start(&self.spec) {
            Ok(server) => {
                let server = Arc::new(server);
                slot.server = Some(Arc::clone(&server));
                slot.starts += 1;
                Some(server)
            }
            Err(error) => {
                slot.give_up(error.to_string());
                None
            }
        }
    }
}

impl Slot {
    fn give_up(&mut self, why: String) {
        self.remarks[0].raise(format!(
            "ddev can't stay loaded here: {why}. Each validation starts it anew, which takes about a second more."
        ));
        self.failed = Some(why);
        self.server = None;
    }

    /// Why the server that is gone was the last one, if it was.
    fn buried(&mut self) -> Option<String> {
        match self.server.take()?.phase() {
            Phase::Failed(why) => Some(why),
            Phase::Gone { early: true } => {
                self.early_deaths += 1;
                let often = self.early_deaths >= EARLY_DEATHS;
                often.then(|| "something ends it while it loads".into())
            }
            Phase::Gone { early: false } | Phase::Starting | Phase::Ready(_) => {
                self.early_deaths = 0;
                None
            }
        }
    }
}

/// Waits for what comes of a request.
fn wait(
    server: &Server,
    id: u64,
    receiver: &Receiver<Note>,
    cancel: &CancelToken,
    limit: Option<Instant>,
) -> Tried {
    let mut asked: Option<Asked> = None;
    let began = Instant::now();
    loop {
        let confirm = asked.as_ref().map(|a| a.confirm);
        let until = confirm.or_else(|| {
            let silent = server.silent_until();
            let all = [limit, server.ready_until(), silent, patience(server, began)];
            all.into_iter().flatten().min()
        });
        match next(receiver, until) {
            Some(Note::Answer(answer)) => return read(answer, asked.as_ref()),
            Some(Note::Gone) => {
                return match asked {
                    Some(asked) => asked.over(),
                    None if server.was_ready() => {
                        Tried::Again(Some("Something ended the loaded ddev twice".into()))
                    }
                    None => Tried::Again(None),
                };
            }
            Some(Note::Refused(why)) => {
                return Tried::No(Some(format!("The loaded ddev can't go on ({why})")));
            }
            Some(Note::Wake) | None => {}
        }
        let now = Instant::now();
        if let Some(asked) = asked.as_ref().filter(|a| a.confirm <= now) {
            // It does not even hear a cancel: whoever else waits for it gets another.
            server.give_up();
            return asked.over();
        }
        if asked.is_some() {
            continue;
        }
        let cancelled = cancel.is_cancelled();
        if cancelled || limit.is_some_and(|limit| limit <= now) {
            server.cancel(id);
            let stop = Asked {
                cancelled,
                confirm: now + CONFIRM,
            };
            if !server.is_ready() {
                // Nothing runs yet, and nothing will.
                return stop.over();
            }
            asked = Some(stop);
        } else if server.ready_until().is_some_and(|until| until <= now) {
            server.give_up();
            return Tried::No(None);
        } else if patience(server, began).is_some_and(|until| until <= now) {
            // It goes on loading, for those that come later.
            server.cancel(id);
            return Tried::No(None);
        } else if server.is_deaf() {
            server.give_up();
            return Tried::Again(Some("The loaded ddev fell silent twice".into()));
        }
    }
}

/// Until when a request that began then waits for a server that loads.
fn patience(server: &Server, began: Instant) -> Option<Instant> {
    (!server.is_ready()).then(|| began + PATIENCE)
}

/// The next note; `None` when `until` passed first.
fn next(receiver: &Receiver<Note>, until: Option<Instant>) -> Option<Note> {
    let Some(until) = until else {
        return Some(receiver.recv().unwrap_or(Note::Gone));
    };
    match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
        Ok(note) => Some(note),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Note::Gone),
    }
}

/// The child was asked to end.
struct Asked {
    /// By the contributor; else by its time limit.
    cancelled: bool,
    /// The server says so by then, or is not there any more.
    confirm: Instant,
}

impl Asked {
    fn over(&self) -> Tried {
        Tried::Ended(ended(None, self.cancelled, !self.cancelled), String::new())
    }
}

fn read(answer: Answer, asked: Option<&Asked>) -> Tried {
    if let Some(asked) = asked.filter(|_| answer.canceled) {
        let end = ended(None, asked.cancelled, !asked.cancelled);
        return Tried::Ended(end, answer.output);
    }
    match answer.signal {
        Some(signal) => Tried::Again(Some(format!(
            "Something ended the loaded ddev twice (signal {signal})"
        ))),
        None => Tried::Ended(ended(answer.exit, false, false), answer.output),
    }
}

fn ended(code: Option<i32>, cancelled: bool, timed_out: bool) -> Ended {
    Ended {
        code,
        cancelled,
        timed_out,
        ..Ended::default()
    }
}
