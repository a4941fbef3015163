//! A program in a pseudo-terminal: keys in, a screen out, and a wait that ends when the screen shows
//! what is waited for.

use crate::keys;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a screen may take that needs no tool to run.
const SOON: Duration = Duration::from_secs(20);

/// What came out of the terminal so far.
struct Seen {
    parser: vt100::Parser,
    /// Every byte, for what a screen can't tell.
    raw: Vec<u8>,
    /// Exit status and signal, once the program ended.
    ended: Option<(u32, Option<String>)>,
}

impl Seen {
    /// Whether no frame is half drawn: each ends by hiding the cursor.
    fn is_whole(&self) -> bool {
        !self.parser.screen().alternate_screen() || self.raw.ends_with(b"\x1b[?25l")
    }
}

struct Shared {
    seen: Mutex<Seen>,
    news: Condvar,
}

impl Shared {
    fn wait<'a>(&self, seen: MutexGuard<'a, Seen>, limit: Duration) -> MutexGuard<'a, Seen> {
        let waited = self.news.wait_timeout(seen, limit);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The screen at one moment.
#[derive(Clone)]
pub struct Shot {
    pub text: String,
    pub screen: vt100::Screen,
}

impl Shot {
    /// Whether every one of the texts is on the screen.
    pub fn has(&self, texts: &[&str]) -> bool {
        texts.iter().all(|t| self.text.contains(t))
    }

    /// The first line that holds the text.
    pub fn line(&self, text: &str) -> Option<String> {
        let found = self.text.lines().find(|l| l.contains(text));
        found.map(str::to_owned)
    }
}

/// A program in a terminal.
pub struct Pty {
    pub pid: i32,
    /// The terminal's device, as the program sees it.
    pub tty: PathBuf,
    /// Set while a shell writes over a screen that was not given back: no frame will be whole then.
    pub shell_writes: bool,
    shared: Arc<Shared>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal outlives the program and can be looked at afterwards.
    _slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
}

fn side(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Pty {
    /// Starts a command in a terminal of `columns` x `rows`.
    pub fn start(command: &Command, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => builder.env(name, value),
                None => builder.env_remove(name),
            }
        }
        if let Some(dir) = command.get_current_dir() {
            builder.cwd(dir);
        }
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(side(rows), side(columns), 0),
                raw: vec![],
                ended: None,
            }),
            news: Condvar::new(),
        });
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let tty = pair.master.tty_name().unwrap();
        let child = pair.slave.spawn_command(builder).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        read(reader, Arc::clone(&shared));
        wait(child, Arc::clone(&shared));
        Self {
            pid,
            tty,
            shell_writes: false,
            shared,
            master: pair.master,
            _slave: pair.slave,
            writer,
        }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Presses keys; a name that is no key is typed.
    pub fn press(&mut self, keys: &[&str]) {
        for key in keys {
            self.send(&keys::bytes(key));
        }
    }

    /// Blocks until `found` says what it is looking for is there; the screen is printed when that takes
    /// longer than `limit`, or when the program ends before.
    pub fn until_within<T>(
        &mut self,
        limit: Duration,
        what: &str,
        mut found: impl FnMut(&Shot) -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + limit;
        let mut seen = self.shared.lock();
        loop {
            let shot = shot(&seen);
            let left = deadline.saturating_duration_since(Instant::now());
            let ended = seen.ended.clone();
            let last = left.is_zero() || ended.is_some();
            if (last || self.shell_writes || seen.is_whole())
                && let Some(found) = found(&shot)
            {
                return found;
            }
            if last {
                let raw = String::from_utf8_lossy(&seen.raw);
                let tail: String = raw.chars().rev().take(300).collect();
                let tail: String = tail.chars().rev().collect();
                drop(seen);
                panic!(
                    "waited for: {what}\nended: {ended:?}\n{}\nlast bytes: {tail:?}",
                    shot.text
                );
            }
            seen = self.shared.wait(seen, left);
        }
    }

    pub fn until<T>(&mut self, what: &str, found: impl FnMut(&Shot) -> Option<T>) -> T {
        self.until_within(SOON, what, found)
    }

    /// Blocks until all of these are on the screen.
    pub fn sees(&mut self, texts: &[&str]) -> Shot {
        self.sees_within(SOON, texts)
    }

    pub fn sees_within(&mut self, limit: Duration, texts: &[&str]) -> Shot {
        self.until_within(limit, &format!("{texts:?}"), |shot| {
            shot.has(texts).then(|| shot.clone())
        })
    }

    /// Blocks until the text is no longer on the screen.
    pub fn loses(&mut self, text: &str) {
        self.until(&format!("no {text:?}"), |shot| {
            (!shot.text.contains(text)).then_some(())
        });
    }

    /// How many bytes come within `time`.
    pub fn listen(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut seen = self.shared.lock();
        let before = seen.raw.len();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return seen.raw.len() - before;
            }
            seen = self.shared.wait(seen, left);
        }
    }

    /// The screen as it is now.
    pub fn now(&self) -> Shot {
        shot(&self.shared.lock())
    }

    /// Whether the program ended by now.
    pub fn has_ended(&self) -> bool {
        self.shared.lock().ended.is_some()
    }

    /// Every byte that came so far.
    pub fn raw(&self) -> Vec<u8> {
        self.shared.lock().raw.clone()
    }

    /// Changes the terminal's size.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        // Under the lock, so that no frame for the new size meets a parser of the old one.
        let mut seen = self.shared.lock();
        seen.parser.set_size(side(rows), side(columns));
        self.master
            .resize(PtySize {
                rows,
                cols: columns,
                ..PtySize::default()
            })
            .unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid).unwrap(), signal).unwrap();
    }

    /// Kills the program as nothing can prevent, and waits until it is gone.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.end();
    }

    /// Leaves in an orderly way, so that everything is saved.
    pub fn leave(&mut self) {
        self.press(&["ctrl-c"]);
        self.sees(&["Leave ddint-tui?"]);
        self.press(&["y"]);
        assert_eq!(self.end(), (0, None));
    }

    /// Blocks until the program ended and all it wrote was read; its exit status and signal.
    pub fn end(&mut self) -> (u32, Option<String>) {
        let deadline = Instant::now() + SOON;
        let mut seen = self.shared.lock();
        let ended = loop {
            if let Some(ended) = seen.ended.clone() {
                break ended;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it does not end:\n{}", shot(&seen).text);
            seen = self.shared.wait(seen, left);
        };
        // What the test writes behind it arrives last.
        let mark = format!("<end of {}>", self.pid);
        drop(seen);
        let mut tty = std::fs::OpenOptions::new()
            .write(true)
            .open(&self.tty)
            .unwrap();
        tty.write_all(mark.as_bytes()).unwrap();
        let mut seen = self.shared.lock();
        while !ends_with(&seen.raw, mark.as_bytes()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the terminal is stuck");
            seen = self.shared.wait(seen, left);
        }
        ended
    }

    /// What `stty -a` says about the terminal.
    pub fn modes(&self) -> String {
        modes(&self.tty)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.shared.lock().ended.is_none() {
            self.signal(Signal::KILL);
        }
    }
}

/// What `stty -a` says about a terminal.
pub fn modes(tty: &Path) -> String {
    let flag = if cfg!(target_os = "linux") {
        "-F"
    } else {
        "-f"
    };
    let output = Command::new("stty")
        .arg(flag)
        .arg(tty)
        .arg("-a")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn ends_with(raw: &[u8], mark: &[u8]) -> bool {
    raw.windows(mark.len()).rev().take(64).any(|w| w == mark)
}

fn shot(seen: &Seen) -> Shot {
    let screen = seen.parser.screen().clone();
    Shot {
        text: screen.contents(),
        screen,
    }
}

fn read(mut from: Box<dyn Read + Send>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(n @ 1..) = from.read(&mut buffer) {
            let mut seen = shared.lock();
            seen.raw.extend(&buffer[..n]);
            seen.parser.process(&buffer[..n]);
            shared.news.notify_all();
        }
    });
}

fn wait(mut child: Box<dyn Child + Send + Sync>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let status = child.wait().unwrap();
        let signal = status.signal().map(str::to_owned);
        shared.lock().ended = Some((status.exit_code(), signal));
        shared.news.notify_all();
    });
}
