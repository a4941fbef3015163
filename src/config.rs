//! The contributor's `config.toml`: where things are, and which keys they like. Flags win over
//! environment variables, and those over the file.

use crate::toolchain::dirs;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What `config.toml` may say; everything may be absent.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The clone of integrations-extras.
    #[serde(rename = "clone")]
    pub repository: Option<PathBuf>,
    pub ddev: Option<PathBuf>,
    pub python: Option<PathBuf>,
    /// The folder that holds the saved workflows.
    pub workspaces: Option<PathBuf>,
    pub theme: ThemeChoice,
    /// Whether tests run after each save of a Python file; they do when nothing is said.
    pub tests_on_save: Option<bool>,
    /// Key bindings by action, or by place and action.
    pub keys: toml::Table,
}

/// How the screens are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    #[default]
    Color,
    /// No color, as with `NO_COLOR`.
    Plain,
    /// ASCII characters only, as with `--ascii`.
    Ascii,
}

/// The file's place.
#[must_use]
pub fn path() -> PathBuf {
    dirs::config_dir().join("config.toml")
}

/// Reads the file; a file that is not there says nothing.
///
/// # Errors
/// One sentence that names the file, the line and the way out.
pub fn load() -> Result<Config, String> {
    let path = path();
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text).map_err(|e| format!("{}: {e}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(format!("{} can't be read: {error}.", path.display())),
    }
}

fn parse(text: &str) -> Result<Config, String> {
    let mut config: Config = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| {
            text[..s.start.min(text.len())].matches('\n').count() + 1
        });
        let message = e.message();
        format!("line {line}: {message}. Correct or remove it.")
    })?;
    let paths = [
        &mut config.repository,
        &mut config.ddev,
        &mut config.python,
        &mut config.workspaces,
    ];
    for path in paths {
        *path = path.take().map(|p| home(&p));
    }
    Ok(config)
}

/// `~/` is the home folder.
fn home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), dirs::home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let text = "clone = \"/a b\"\nddev = \"/d\"\npython = \"/p\"\nworkspaces = \"/w\"\n\
                    theme = \"ascii\"\n\
                    tests_on_save = false\n[keys]\nsave = \"ctrl-o\"\n";
        let config = parse(text).unwrap();
        assert_eq!(config.repository.as_deref(), Some(Path::new("/a b")));
        assert_eq!(config.theme, ThemeChoice::Ascii);
        assert_eq!(config.tests_on_save, Some(false));
        assert_eq!(config.keys["save"].as_str(), Some("ctrl-o"));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = parse("ddev = \"/d\"\nclon = \"/a\"\n").unwrap_err();
        assert!(
            error.contains("line 2") && error.contains("clon"),
            "{error}"
        );
    }
}
