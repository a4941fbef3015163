//! git's configuration as git itself reads it: libgit2 does not know `GIT_CONFIG_GLOBAL`,
//! `GIT_CONFIG_SYSTEM` and `GIT_CONFIG_NOSYSTEM`.

use git2::{Config, ConfigLevel, Repository};
use std::env;
use std::path::PathBuf;

/// The repository with the configuration that the environment names.
pub(super) fn as_git(repo: Repository) -> Repository {
    if is_named() {
        // Where it can't be read, libgit2's own reading stays.
        if let Ok(config) = of(Some(&repo)) {
            let _ = repo.set_config(&config);
        }
    }
    repo
}

/// The user's configuration without a repository.
pub(super) fn user() -> Result<Config, git2::Error> {
    if is_named() {
        of(None)
    } else {
        Config::open_default()
    }
}

fn is_named() -> bool {
    ["GLOBAL", "SYSTEM", "NOSYSTEM"]
        .iter()
        .any(|name| env::var_os(format!("GIT_CONFIG_{name}")).is_some())
}

fn of(repo: Option<&Repository>) -> Result<Config, git2::Error> {
    let mut config = Config::new()?;
    let mut add = |path: Option<PathBuf>, level| match path.filter(|p| p.is_file()) {
        Some(path) => config.add_file(&path, level, false),
        None => Ok(()),
    };
    let named = |name: &str| env::var_os(name).map(PathBuf::from);
    let no_system = env::var("GIT_CONFIG_NOSYSTEM")
        .is_ok_and(|v| !["", "0", "false", "no", "off"].contains(&v.to_lowercase().as_str()));
    if !no_system {
        let system = named("GIT_CONFIG_SYSTEM").or_else(|| Config::find_system().ok());
        add(system, ConfigLevel::System)?;
    }
    if let Some(global) = named("GIT_CONFIG_GLOBAL") {
        add(Some(global), ConfigLevel::Global)?;
    } else {
        add(Config::find_xdg().ok(), ConfigLevel::XDG)?;
        add(Config::find_global().ok(), ConfigLevel::Global)?;
    }
    if let Some(repo) = repo {
        add(Some(repo.commondir().join("config")), ConfigLevel::Local)?;
        let own = repo.config()?.get_bool("extensions.worktreeConfig");
        if own.unwrap_or(false) {
            add(
                Some(repo.path().join("config.worktree")),
                ConfigLevel::Worktree,
            )?;
        }
    }
    Ok(config)
}
