//! A program in a terminal of its own: what it drew, and when.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

pub const COLUMNS: u16 = 120;
pub const ROWS: u16 = 36;

/// A running program.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<(Instant, Vec<u8>)>,
    input: Box<dyn Write + Send>,
    screen: vt100::Parser,
    started: Instant,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Starts a program in a terminal of 120x36.
    pub fn start(command: CommandBuilder) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: ROWS,
                cols: COLUMNS,
                pixel_width: 0,
                pixel_height: 0,
            })
            .expect("a terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let input = pair.master.take_writer().expect("its input");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("it starts");
        Self {
            child,
            output,
            input,
            screen: vt100::Parser::new(size(ROWS), size(COLUMNS), 0),
            started,
            _terminal: pair.master,
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// The time from the start until the screen holds all of these.
    pub fn first(&mut self, parts: &[&str]) -> Duration {
        let at = self.until(&|text| parts.iter().all(|p| text.contains(p)));
        at - self.started
    }

    /// Types `bytes`; the time until the screen is as wanted.
    pub fn press(&mut self, bytes: &str, wanted: &dyn Fn(&str) -> bool) -> Duration {
        let pressed = Instant::now();
        self.input.write_all(bytes.as_bytes()).expect("it listens");
        self.input.flush().expect("it listens");
        self.until(wanted) - pressed
    }

    /// When the screen was as wanted.
    fn until(&mut self, wanted: &dyn Fn(&str) -> bool) -> Instant {
        let limit = Instant::now() + Duration::from_secs(20);
        loop {
            let left = limit.saturating_duration_since(Instant::now());
            let Ok((at, bytes)) = self.output.recv_timeout(left) else {
                panic!("not what was waited for: {}", self.text());
            };
            self.screen.process(&bytes);
            // The terminal's side of a question that a program may ask first.
            if bytes.windows(4).any(|w| w == b"\x1b[6n") {
                let _ = self.input.write_all(b"\x1b[1;1R");
            }
            if wanted(&self.text()) {
                return at;
            }
        }
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Lets it run until it has drawn nothing for this long.
    pub fn settle(&mut self, quiet: Duration) {
        let limit = Instant::now() + Duration::from_secs(30);
        while Instant::now() < limit {
            match self.output.recv_timeout(quiet) {
                Ok((_, bytes)) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Lets it be for this long, and counts what it drew.
    pub fn leave_alone(&mut self, time: Duration) -> usize {
        let limit = Instant::now() + time;
        let mut drawn = 0;
        loop {
            let left = limit.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok((_, bytes)) => drawn += bytes.len(),
                Err(_) => return drawn,
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A hangup first: the program saves and gives its lock back.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).expect("a terminal has cells")
}
