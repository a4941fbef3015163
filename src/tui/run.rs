//! From the command line into the screens.

use super::app::App;
use super::app::host::Saving;
use super::engine_host::EngineHost;
use super::input::Message;
use super::keymap::Keymap;
use super::runtime;
use super::screens;
use super::start::Start;
use super::theme::Theme;
use crate::config::{self, Config, ThemeChoice};
use crate::engine;
use crate::jobs::desk::Desk;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// What the command line says to the screens.
#[derive(Debug, Clone)]
pub struct Options {
    pub workspace: Option<PathBuf>,
    pub start: Start,
    pub ascii: bool,
    pub engine: crate::engine::Options,
    pub config: Config,
}

/// Runs the screens until the contributor leaves; the exit status.
///
/// # Errors
/// There is no terminal, `config.toml` can't be read, or the workflow could not be saved.
pub fn run(options: Options) -> anyhow::Result<i32> {
    let keymap = keymap(&options.config)?;
    let (sender, receiver) = channel();
    let theme = theme(&options);
    let waker = sender.clone();
    let desk = Desk::new(move || drop(waker.send(Message::Wake)));
    let engine = engine::Options {
        desk: Some(Arc::new(desk)),
        ..options.engine
    };
    let mut host = EngineHost::new(engine, options.workspace, sender.clone());
    host.tests_on_save = options.config.tests_on_save.unwrap_or(true);
    let mut app = App::unlisted(Box::new(host), theme, keymap, screens::ids);
    app.start(&options.start);
    let status = runtime::run(&mut app, &sender, &receiver)?;
    if let Saving::Failed(why) = app.host.saving() {
        anyhow::bail!("The last changes are not saved: {why}");
    }
    Ok(status)
}

/// Flags and the environment first, then the configuration file.
fn theme(options: &Options) -> Theme {
    let choice = options.config.theme;
    let mut theme = Theme::from_env(options.ascii || choice == ThemeChoice::Ascii);
    theme.color &= choice != ThemeChoice::Plain;
    theme
}

/// The keys in effect, with those of the configuration file.
fn keymap(config: &Config) -> anyhow::Result<Keymap> {
    Keymap::with(&config.keys).map_err(|e| anyhow::anyhow!("{}: {e}", config::path().display()))
}

/// The table of keys, as `ddint-tui keys` prints it.
#[must_use]
pub fn keys_table(config: &Config) -> String {
    let map = match keymap(config) {
        Ok(map) => map,
        Err(error) => return format!("{error:#}"),
    };
    let theme = Theme {
        ascii: true,
        color: false,
    };
    let mut out = String::new();
    let mut context = None;
    for bound in map.rows() {
        if context != Some(bound.row.context) {
            if context.is_some() {
                out.push('\n');
            }
            context = Some(bound.row.context);
            out.push_str(bound.row.context.name());
            out.push('\n');
        }
        let keys: Vec<String> = bound.chords.iter().map(|c| c.show(theme)).collect();
        let keys = if keys.is_empty() {
            "(none)".to_owned()
        } else {
            keys.join(", ")
        };
        let action = bound.row.action.name();
        let line = format!(
            "  {keys:<24} {action:<20} {}
",
            bound.row.label
        );
        out.push_str(&line);
    }
    out.truncate(out.trim_end().len());
    out
}
