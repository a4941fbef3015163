//! From the command line into the screens.

use super::app::App;
use super::app::host::Saving;
use super::engine_host::EngineHost;
use super::keymap::Keymap;
use super::runtime;
use super::theme::Theme;
use std::path::PathBuf;
use std::sync::mpsc::channel;

/// Where the screens begin.
#[derive(Debug, Clone)]
pub enum Start {
    Home,
    /// A new workflow; the display name when it was given.
    New(Option<String>),
    /// The workspace folder of a saved workflow.
    Resume(PathBuf),
}

/// What the command line says to the screens.
#[derive(Debug, Clone)]
pub struct Options {
    pub workspace: Option<PathBuf>,
    pub start: Start,
    pub ascii: bool,
    pub engine: crate::engine::Options,
}

/// Runs the screens until the contributor leaves; the exit status.
///
/// # Errors
/// There is no terminal, `config.toml` can't be read, or the workflow could not be saved.
pub fn run(options: Options) -> anyhow::Result<i32> {
    let keymap = keymap()?;
    let (sender, receiver) = channel();
    let host = EngineHost::new(options.engine, options.workspace, sender.clone());
    let mut app = App::new(Box::new(host), Theme::from_env(options.ascii), keymap);
    app.start(&options.start);
    let status = runtime::run(&mut app, &sender, &receiver)?;
    if let Saving::Failed(why) = app.host.saving() {
        anyhow::bail!("The last changes are not saved: {why}");
    }
    Ok(status)
}

/// The keys in effect, with those of the configuration file.
fn keymap() -> anyhow::Result<Keymap> {
    let path = crate::toolchain::dirs::config_dir().join("config.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Keymap::default()),
        Err(error) => anyhow::bail!("{} can't be read: {error}.", path.display()),
    };
    let table: toml::Table = toml::from_str(&text)
        .map_err(|e| anyhow::anyhow!("{} is not TOML: {}.", path.display(), e.message()))?;
    match table.get("keys") {
        None => Ok(Keymap::default()),
        Some(toml::Value::Table(keys)) => {
            Keymap::with(keys).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()))
        }
        Some(_) => anyhow::bail!("{}: keys must be a table.", path.display()),
    }
}

/// The table of keys, as `ddint-tui keys` prints it.
#[must_use]
pub fn keys_table() -> String {
    let map = match keymap() {
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
