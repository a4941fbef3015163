//! What reaches the loop: keys, signals, reports of jobs. Every source is a thread that blocks, so an
//! idle program is never woken.

use crate::core::event::Event;
use crossterm::event::Event as Terminal;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// One thing for the loop.
#[derive(Debug)]
pub enum Message {
    /// Keys, pastes and resizes that arrived together.
    Input(Vec<Terminal>),
    /// The terminal is gone.
    InputLost(io::Error),
    Signal(i32),
    /// A job's report to the workflow of this generation.
    Engine(u64, Event),
    /// Something that the screen shows changed outside the core: output, a saved state.
    Wake,
}

/// The most events that one message carries, so that a paste without brackets can't hold back a frame.
const BATCH: usize = 256;

/// Lets the input thread read on; it waits for this after each batch, so that it never reads while an
/// editor has the terminal.
#[derive(Debug)]
pub struct Gate(Sender<()>);

impl Gate {
    /// The batch is handled.
    pub fn open(&self) {
        // A thread that ended reported why before it did.
        let _ = self.0.send(());
    }
}

/// Starts to read the terminal.
pub fn read_terminal(to: Sender<Message>) -> io::Result<Gate> {
    let (open, gate) = channel();
    std::thread::Builder::new()
        .name("input".into())
        .spawn(move || read(&to, &gate))?;
    Ok(Gate(open))
}

fn read(to: &Sender<Message>, gate: &Receiver<()>) {
    loop {
        let message = match batch() {
            Ok(events) => Message::Input(events),
            Err(error) => {
                let _ = to.send(Message::InputLost(error));
                return;
            }
        };
        if to.send(message).is_err() || gate.recv().is_err() {
            return;
        }
    }
}

/// Blocks for one event, then takes what is there already.
fn batch() -> io::Result<Vec<Terminal>> {
    let mut events = vec![crossterm::event::read()?];
    while events.len() < BATCH && crossterm::event::poll(Duration::ZERO)? {
        events.push(crossterm::event::read()?);
    }
    Ok(events)
}

/// Starts to listen for signals. A second request to end doesn't wait for the loop.
pub fn read_signals(to: Sender<Message>) -> io::Result<()> {
    // A new size is listened for here too, since the thread that reads the terminal may begin later.
    let all = [SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(all)?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            let mut ending = false;
            for signal in signals.forever() {
                let ends = matches!(signal, SIGTERM | SIGHUP | SIGINT);
                if ends && ending {
                    super::terminal::leave();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
                ending |= ends;
                if to.send(Message::Signal(signal)).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}
