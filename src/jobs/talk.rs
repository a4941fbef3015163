//! A child that answers lines with lines, for as long as it is wanted.

use super::command;
use super::group::GRACE;
use super::group::Group;
use super::spec::Spec;
use process_wrap::std::{ChildWrapper, CommandWrap, ProcessSession};
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Nobody tells when a child that closed its output is gone.
const LOOK: Duration = Duration::from_millis(10);

/// What the child does.
#[derive(Debug)]
pub enum Said<'a> {
    /// A line, without its end.
    Line(&'a [u8]),
    /// It ended: with an exit status, or by a signal. Nothing comes after this.
    End {
        code: Option<i32>,
        signal: Option<i32>,
    },
}

/// A child that is running. When this is dropped its input closes, and what does not end by that is ended.
#[derive(Debug)]
pub struct Talk {
    /// `None` once the input is closed.
    lines: Option<Sender<Vec<u8>>>,
    group: Arc<Mutex<Option<Group>>>,
    over: Mutex<Receiver<()>>,
}

impl Talk {
    /// Starts the child of `spec` (its program, arguments, folder, environment, and whether it is supervised;
    /// nothing else counts). `each` gets what it does, on a thread of its own. A line longer than `longest` ends it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(
        spec: &Spec,
        longest: u64,
        each: impl FnMut(Said) + Send + 'static,
    ) -> io::Result<Self> {
        let (output, output_end) = io::pipe()?;
        let (input, input_end) = io::pipe()?;
        // All that comes is for the child; that nothing more comes ends it, and its supervisor.
        let (mut command, _) = command::of(spec, Some(usize::MAX))?;
        command.stdin(Stdio::from(input));
        command
            .stdout(Stdio::from(output_end))
            .stderr(Stdio::null());
        let mut wrap = CommandWrap::from(command);
        wrap.wrap(ProcessSession);
        let child = wrap.spawn().map_err(|e| command::start_error(spec, &e))?;
        // The command holds the pipes' other ends; without this the end of the output never comes.
        drop(wrap);
        let leader = Group::of(child.id())?;
        let group = Arc::new(Mutex::new(Some(leader)));
        let (ended, over) = channel();
        let shared = Arc::clone(&group);
        std::thread::Builder::new()
            .name("talk-output".into())
            .spawn(move || {
                listen(output, longest, child, leader, &shared, each);
                drop(ended);
            })?;
        let (lines, queue) = channel();
        std::thread::Builder::new()
            .name("talk-input".into())
            .spawn(move || write(input_end, &queue))?;
        Ok(Self {
            lines: Some(lines),
            group,
            over: Mutex::new(over),
        })
    }

    /// Sends a line; never waits for the child. One that is gone does not hear it, and its end is told.
    pub fn say(&self, line: Vec<u8>) {
        if let Some(lines) = &self.lines {
            let _ = lines.send(line);
        }
    }

    /// Ends it at once.
    pub fn kill(&self) {
        if let Some(group) = *self.group.lock().unwrap_or_else(PoisonError::into_inner) {
            group.kill();
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.lines = None;
        let over = self.over.get_mut().unwrap_or_else(PoisonError::into_inner);
        // Its thread tells by closing that it is over.
        if over.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
            self.kill();
        }
    }
}

/// On a thread, because a child that reads nothing makes writing wait.
fn write(mut pipe: PipeWriter, queue: &Receiver<Vec<u8>>) {
    for mut line in queue {
        line.push(b'\n');
        if pipe.write_all(&line).is_err() {
            return;
        }
    }
}

fn listen(
    output: PipeReader,
    longest: u64,
    mut child: Box<dyn ChildWrapper>,
    group: Group,
    shared: &Mutex<Option<Group>>,
    mut each: impl FnMut(Said),
) {
    let mut output = BufReader::new(output);
    let mut line = vec![];
    loop {
        line.clear();
        let read = output.by_ref().take(longest).read_until(b'\n', &mut line);
        if read.is_err() || line.pop() != Some(b'\n') {
            break;
        }
        each(Said::Line(&line));
        // One long answer must not stay in memory.
        line.shrink_to(1 << 16);
    }
    drop(output);
    let status = end(&mut *child, group, shared);
    each(Said::End {
        code: status.and_then(|s| s.code()),
        signal: status.and_then(|s| s.signal()),
    });
}

/// Waits for the child that closed its output, and makes it end when it does not.
fn end(
    child: &mut dyn ChildWrapper,
    group: Group,
    shared: &Mutex<Option<Group>>,
) -> Option<ExitStatus> {
    let until = Instant::now() + GRACE;
    let mut asked = false;
    loop {
        let mut known = shared.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock: a number that was reaped is nobody's to signal.
        match child.try_wait() {
            Ok(Some(status)) => {
                *known = None;
                return Some(status);
            }
            Err(_) => {
                *known = None;
                return None;
            }
            Ok(None) => {}
        }
        drop(known);
        if Instant::now() >= until {
            group.kill();
        } else if !asked && until - Instant::now() < GRACE / 2 {
            group.terminate();
            asked = true;
        }
        std::thread::park_timeout(LOOK);
    }
}
