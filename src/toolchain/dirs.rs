//! The program's own folders, by platform, each replaceable by an environment variable.

use std::path::PathBuf;

const NAME: &str = "ddint-tui";

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(|value| {
            let path = PathBuf::from(value);
            std::path::absolute(&path).unwrap_or(path)
        })
}

/// Workflows, logs and the toolchain: `DDINT_TUI_DATA_DIR`, else `<data dir>/ddint-tui`.
#[must_use]
pub fn data_dir() -> PathBuf {
    named("DDINT_TUI_DATA_DIR").unwrap_or_else(|| {
        dirs::data_dir()
            .unwrap_or_else(std::env::temp_dir)
            .join(NAME)
    })
}

/// `config.toml`'s folder: `DDINT_TUI_CONFIG_DIR`, else `<config dir>/ddint-tui`.
#[must_use]
pub fn config_dir() -> PathBuf {
    named("DDINT_TUI_CONFIG_DIR").unwrap_or_else(|| {
        dirs::config_dir()
            .unwrap_or_else(std::env::temp_dir)
            .join(NAME)
    })
}

/// The private toolchain: `DDINT_TUI_TOOLCHAIN_DIR`, else `toolchain` in [`data_dir`].
#[must_use]
pub fn toolchain_dir() -> PathBuf {
    named("DDINT_TUI_TOOLCHAIN_DIR").unwrap_or_else(|| data_dir().join("toolchain"))
}

/// The contributor's home folder.
#[must_use]
pub fn home() -> Option<PathBuf> {
    dirs::home_dir()
}
