//! The terminal, taken and given back: raw mode, alternate screen, bracketed paste, cursor.
//!
//! Giving back is done by the guard's drop, by the panic hook and around a suspension, so it is
//! written once, may run any number of times, and needs no state but a flag.

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// A terminal that draws into a buffer and writes it once for each frame.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Standard input or output is not a terminal, or the terminal refuses.
    pub fn take() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "the screens need a terminal, and standard input or output is not one. \
                 Run `ddint-tui run --answers FILE --repo DIR` for the same work without screens.",
            ));
        }
        enter()?;
        Ok(Self(()))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the terminal; nothing happens when it is taken already.
pub fn enter() -> io::Result<()> {
    if TAKEN.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let taken = enable_raw_mode().and_then(|()| {
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            Hide
        )
    });
    if taken.is_err() {
        leave();
    }
    taken
}

/// Takes the modes again after a stop that happened behind our back (SIGSTOP, then `fg`): a shell has
/// set its own meanwhile, and raw mode is only taken by whom it was given back.
pub fn enter_again() -> io::Result<()> {
    TAKEN.store(false, Ordering::SeqCst);
    disable_raw_mode()?;
    enter()
}

/// Puts a text into the clipboard of the terminal in front of the contributor, over ssh too, by OSC 52. tmux takes
/// that from its own program only.
///
/// # Errors
/// The terminal can't be written to.
pub fn copy(text: &str) -> io::Result<()> {
    execute!(
        io::stdout(),
        CopyToClipboard::to_clipboard_from(text.as_bytes())
    )?;
    if std::env::var_os("TMUX").is_some() {
        // Without tmux on the PATH there is nothing more to try.
        let _ = into_tmux(text);
    }
    Ok(())
}

fn into_tmux(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = tmux.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    tmux.wait().map(drop)
}

/// Gives the terminal back; nothing happens when it isn't taken. Errors have nowhere to go.
pub fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// Whether the terminal is ours to draw on.
#[must_use]
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// A screen over standard output.
pub fn screen() -> io::Result<Screen> {
    let out = BufWriter::with_capacity(64 * 1024, io::stdout());
    Terminal::new(CrosstermBackend::new(out))
}

/// Gives the terminal back before the message of a panic is printed. Only the thread that draws ends
/// the program with its panic; a job's panic is a failed job, and the screen stays.
pub fn hook_panics() {
    let ui = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == ui {
            leave();
            before(info);
        } else if !TAKEN.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}
