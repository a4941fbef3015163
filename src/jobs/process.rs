//! One child process from start to end: its own session, no terminal, output drained, group ended.

use super::cancel::CancelToken;
use super::command;
use super::group::{GRACE, Group};
use super::heard::Heard;
pub use super::spec::{Ended, Spec};
use super::watch::Message;
use process_wrap::std::{ChildWrapper, CommandWrap, ProcessSession};
use std::io::{self, PipeWriter, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// After the leader's exit, this much silence ends the reading: a grandchild may hold the pipe.
const SILENCE: Duration = Duration::from_millis(500);
/// After the leader's exit, a grandchild that goes on writing is heard no longer than this.
const LISTEN: Duration = Duration::from_secs(10);

/// Runs a child to its end. `on_line` gets every line as it comes, cleaned; also progress that
/// overwrites itself (`\r`), at most ten times a second.
///
/// # Errors
/// When the program, the working directory or the log cannot be opened. What happens after the start
/// is told by [`Ended`].
pub fn run(spec: &Spec, cancel: &CancelToken, on_line: &mut dyn FnMut(&str)) -> io::Result<Ended> {
    let mut heard = Heard::new(spec.keep, spec.log.as_deref())?;
    let started = Instant::now();
    if cancel.is_cancelled() {
        return Ok(Ended {
            cancelled: true,
            ..Ended::default()
        });
    }
    let (tx, rx) = sync_channel(64);
    let mut running = Running::start(spec, &tx)?;
    let wake = tx.clone();
    // A full channel needs no wake-up: the loop looks at the token after each message.
    let _subscription = cancel.on_cancel(move || drop(wake.try_send(Message::Wake)));
    drop(tx);

    let limit = spec.time_limit.map(|limit| started + limit);
    let mut watch = Watch::new(limit);
    while let Some(message) = next(&rx, watch.wait_until(), &mut heard) {
        match message {
            Some(Message::Output(bytes)) => {
                watch.spoke();
                heard.push(&bytes, on_line);
            }
            Some(Message::Eof) => watch.eof = true,
            Some(Message::Exited) => watch.exited(),
            Some(Message::Wake) | None => {}
        }
        watch.look(cancel, &mut running);
        if watch.done() {
            break;
        }
    }
    let (output, log_error) = heard.finish(on_line);
    drop(rx);
    let status = running.end(watch.term_sent.is_some())?;
    Ok(Ended {
        code: status.code(),
        signal: status.signal(),
        cancelled: watch.cancelled,
        timed_out: watch.timed_out,
        output,
        ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        log_error,
    })
}

/// The next message; `Some(None)` when `until` passed, `None` when nobody sends any more.
#[allow(clippy::option_option, reason = "the outer one ends the loop")]
fn next(
    rx: &Receiver<Message>,
    until: Option<Instant>,
    heard: &mut Heard,
) -> Option<Option<Message>> {
    if let Ok(message) = rx.try_recv() {
        return Some(Some(message));
    }
    // Nothing more for now: whoever reads the log while it grows sees all of it.
    heard.flush();
    let Some(until) = until else {
        return rx.recv().ok().map(Some);
    };
    match rx.recv_timeout(until.saturating_duration_since(Instant::now())) {
        Ok(message) => Some(Some(message)),
        Err(RecvTimeoutError::Timeout) => Some(None),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// When to ask the group to end, when to make it, and when to stop listening.
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, not one state"
)]
struct Watch {
    limit: Option<Instant>,
    eof: bool,
    exit: Option<Instant>,
    last_output: Option<Instant>,
    term_sent: Option<Instant>,
    kill_sent: bool,
    cancelled: bool,
    timed_out: bool,
}

impl Watch {
    fn new(limit: Option<Instant>) -> Self {
        Self {
            limit,
            eof: false,
            exit: None,
            last_output: None,
            term_sent: None,
            kill_sent: false,
            cancelled: false,
            timed_out: false,
        }
    }

    fn spoke(&mut self) {
        self.last_output = Some(Instant::now());
    }

    fn exited(&mut self) {
        self.exit = Some(Instant::now());
    }

    fn silent_at(&self) -> Option<Instant> {
        let exit = self.exit?;
        if self.term_sent.is_some() {
            return Some(exit + SILENCE);
        }
        let quiet = self.last_output.map_or(exit, |last| last.max(exit)) + SILENCE;
        Some(quiet.min(exit + LISTEN))
    }

    fn wait_until(&self) -> Option<Instant> {
        let kill = self.term_sent.filter(|_| !self.kill_sent);
        let limit = self.limit.filter(|_| self.term_sent.is_none());
        [self.silent_at(), kill.map(|t| t + GRACE), limit]
            .into_iter()
            .flatten()
            .min()
    }

    fn look(&mut self, cancel: &CancelToken, running: &mut Running) {
        let now = Instant::now();
        if self.exit.is_none() && self.term_sent.is_none() {
            self.cancelled = cancel.is_cancelled();
            self.timed_out = !self.cancelled && self.limit.is_some_and(|limit| limit <= now);
            if self.cancelled || self.timed_out {
                running.group.terminate();
                self.term_sent = Some(now);
            }
        }
        let grace_over = self.term_sent.is_some_and(|sent| sent + GRACE <= now);
        if grace_over && !self.kill_sent && self.exit.is_none() {
            running.group.kill();
            self.kill_sent = true;
        }
    }

    fn done(&self) -> bool {
        let Some(silent_at) = self.silent_at() else {
            return false;
        };
        self.eof || silent_at <= Instant::now()
    }
}

/// A started child with the threads that watch it.
struct Running {
    child: Box<dyn ChildWrapper>,
    group: Group,
    /// Kept open while the child may live; its end is what `__supervise` waits for.
    _lifeline: Option<PipeWriter>,
    /// Its drop ends the reading thread, even while a stranger holds the output open.
    _stop_reading: PipeWriter,
}

impl Running {
    fn start(spec: &Spec, tx: &SyncSender<Message>) -> io::Result<Self> {
        let (output, output_end) = io::pipe()?;
        let (stopped, stop_reading) = io::pipe()?;
        let (input, input_end) = io::pipe()?;

        let bytes = spec.stdin.as_ref().map(Vec::len);
        let (mut command, supervised) = command::of(spec, bytes)?;
        let wants_input = supervised || spec.stdin.is_some();
        command.stdin(if wants_input {
            Stdio::from(input)
        } else {
            Stdio::null()
        });
        command.stdout(output_end.try_clone()?).stderr(output_end);
        let mut wrap = CommandWrap::from(command);
        wrap.wrap(ProcessSession);
        let child = wrap.spawn().map_err(|e| command::start_error(spec, &e))?;
        // The command holds the pipe's other ends; without this the end of the output never comes.
        drop(wrap);

        let group = Group::of(child.id())?;
        super::watch::read(output, stopped, tx.clone())?;
        super::watch::wait(group, tx.clone())?;
        let lifeline = feed(spec.stdin.clone(), input_end, supervised)?;
        Ok(Self {
            child,
            group,
            _lifeline: lifeline,
            _stop_reading: stop_reading,
        })
    }

    /// Ends what is left of the group and reaps the leader.
    fn end(mut self, was_asked: bool) -> io::Result<ExitStatus> {
        if !was_asked {
            // The leader is not reaped yet, so the group's number is certainly still its own.
            self.group.terminate();
        }
        let status = self.child.wait()?;
        self.group.end(GRACE);
        Ok(status)
    }
}

/// Writes the input on a thread of its own (a child may write before it reads), then keeps the pipe
/// open as the lifeline of a supervised child.
fn feed(
    bytes: Option<Vec<u8>>,
    mut pipe: PipeWriter,
    supervised: bool,
) -> io::Result<Option<PipeWriter>> {
    let lifeline = supervised.then(|| pipe.try_clone()).transpose()?;
    if let Some(bytes) = bytes {
        // A child that does not read its input is no fault: the write fails and that is all.
        std::thread::Builder::new()
            .name("job-input".into())
            .spawn(move || drop(pipe.write_all(&bytes)))?;
    }
    Ok(lifeline)
}
