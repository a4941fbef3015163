//! The loop: wait for something, handle all that is there, draw once. While nothing happens nothing
//! wakes it; only a running job makes the spinner's clock tick.

use super::app::{App, Ask};
use super::input::{self, Gate, Message};
use super::terminal::{self, Screen};
use crate::core::event::{Failure, FailureKind};
use ratatui::layout::Rect;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How often the spinner turns while a job runs.
const TICK: Duration = Duration::from_millis(120);

/// Runs the screens until the contributor leaves; the exit status.
///
/// # Errors
/// The terminal can't be taken or written to.
pub fn run(
    app: &mut App,
    sender: &Sender<Message>,
    receiver: &Receiver<Message>,
) -> io::Result<i32> {
    terminal::hook_panics();
    let guard = terminal::Guard::take()?;
    input::read_signals(sender.clone())?;
    let mut screen = terminal::screen()?;
    draw(&mut screen, app)?;
    let gate = input::read_terminal(sender.clone())?;
    let status = turn(app, receiver, &gate, &mut screen);
    app.close();
    drop(guard);
    status
}

fn turn(
    app: &mut App,
    receiver: &Receiver<Message>,
    gate: &Gate,
    screen: &mut Screen,
) -> io::Result<i32> {
    loop {
        let message = if app.busy() {
            match receiver.recv_timeout(TICK) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => {
                    app.tick += 1;
                    None
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        } else {
            match receiver.recv() {
                Ok(message) => Some(message),
                Err(_) => return Ok(0),
            }
        };
        let mut next = message;
        while let Some(message) = next {
            if let Some(status) = handle(app, message, gate, screen)? {
                return Ok(status);
            }
            next = receiver.try_recv().ok();
        }
        draw(screen, app)?;
    }
}

/// Handles one message; the exit status when the program is to end.
fn handle(
    app: &mut App,
    message: Message,
    gate: &Gate,
    screen: &mut Screen,
) -> io::Result<Option<i32>> {
    match message {
        Message::Input(events) => {
            for event in events {
                app.terminal(event);
                perform(app, screen)?;
                if let Some(status) = app.quit {
                    return Ok(Some(status));
                }
            }
            gate.open();
        }
        Message::InputLost(_) => return Ok(Some(129)),
        Message::Signal(signal) => match signal {
            SIGTERM => return Ok(Some(143)),
            SIGHUP => return Ok(Some(129)),
            SIGINT => return Ok(Some(130)),
            SIGTSTP => stop(screen)?,
            SIGCONT => {
                terminal::enter_again()?;
                draw_all_again(screen)?;
            }
            _ => {}
        },
        Message::Engine(generation, event) => {
            if generation == app.host.generation() {
                app.report(event);
            }
        }
        Message::Wake => {}
    }
    app.settle_question();
    perform(app, screen)?;
    Ok(app.quit)
}

/// Does what needs the terminal itself.
fn perform(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    match app.ask.take() {
        None => {}
        Some(Ask::Redraw) => screen.autoresize()?,
        Some(Ask::Suspend) => {
            terminal::leave();
            // The whole foreground group stops, as the key does without raw mode; our own signal
            // comes back as a message and stops this process.
            let group = rustix::process::Signal::TSTP;
            rustix::process::kill_current_process_group(group)?;
        }
        Some(Ask::Copy(text)) => terminal::copy(&text)?,
        Some(Ask::File { path, line }) => {
            let edited = outside(screen, |_| edit(&path, line))?;
            report(app, edited);
            app.edited_file();
        }
        Some(Ask::Text { text, ending }) => {
            let edited = outside(screen, |_| edit_text(app, &text, ending))?;
            match edited {
                Ok(text) => app.edited(&text),
                Err(failure) => report(app, Err(failure)),
            }
        }
    }
    Ok(())
}

fn report(app: &mut App, result: Result<(), Failure>) {
    if let Err(failure) = result {
        app.notice = Some(format!("{} {}", failure.message, failure.hint));
    }
}

fn stop(screen: &mut Screen) -> io::Result<()> {
    terminal::leave();
    signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
    terminal::enter()?;
    draw_all_again(screen)
}

/// Runs something that has the terminal to itself.
fn outside<T>(screen: &mut Screen, run: impl FnOnce(&mut Screen) -> T) -> io::Result<T> {
    terminal::leave();
    let result = run(screen);
    terminal::enter()?;
    draw_all_again(screen)?;
    Ok(result)
}

/// Forgets what is on the screen. `Terminal::clear` would ask the terminal for the cursor's place, and
/// the answer would go to the thread that reads keys.
fn draw_all_again(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::new(0, 0, size.width, size.height))
}

/// Draws one frame; nothing between giving the terminal back for a suspension and the stop itself.
fn draw(screen: &mut Screen, app: &mut App) -> io::Result<()> {
    if !terminal::is_taken() {
        return Ok(());
    }
    screen.draw(|frame| super::screens::draw(frame, app))?;
    Ok(())
}

/// Opens a file in `$VISUAL` or `$EDITOR`, at a line where the editor is known to take one.
fn edit(path: &Path, line: Option<u32>) -> Result<(), Failure> {
    let set = |name| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let command = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .unwrap_or_else(|| "vi".into());
    let words = shlex::split(&command).filter(|w| !w.is_empty());
    let Some((program, arguments)) = words.as_deref().and_then(<[String]>::split_first) else {
        return Err(Failure::new(
            FailureKind::Unavailable,
            format!("The editor {command:?} can't be read as a command."),
            "Set VISUAL or EDITOR, for example to nano.",
        ));
    };
    let mut run = Command::new(program);
    run.args(arguments);
    run.args(super::opener::arguments(program, path, line));
    let status = run
        .stdin(Stdio::inherit())
        .stdout(Stdio::inherit())
        .stderr(Stdio::inherit())
        .status()
        .map_err(|e| {
            Failure::new(
                FailureKind::Unavailable,
                format!("{program} could not be started: {e}."),
                "Set VISUAL or EDITOR to an editor that is installed.",
            )
        })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(
            FailureKind::Io,
            format!("{program} ended with {status}."),
            "",
        ))
    }
}

/// Edits a text as a temporary file that nobody else can read.
fn edit_text(app: &App, text: &str, ending: &str) -> Result<String, Failure> {
    let failed = |what: &str, e: &io::Error| {
        Failure::new(
            FailureKind::Io,
            format!("The text for the editor can't be {what}: {e}."),
            "What you typed is kept.",
        )
    };
    let lent = app.host.lend(text, ending);
    let file = lent.map_err(|e| failed("written", &e))?;
    edit(file.path(), None)?;
    std::fs::read_to_string(file.path()).map_err(|e| failed("read", &e))
}
