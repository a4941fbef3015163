//! The surroundings ddev gets: its own configuration, a neutral folder, our caches, none of the
//! contributor's settings that would change what it says.

use super::Toolchain;
use std::ffi::{OsStr, OsString};
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// Variables, in the form of [`crate::jobs::process::Spec::env`].
pub(super) type Variables = Vec<(OsString, Option<OsString>)>;

/// Validations are never wrapped.
pub(super) const VALIDATION_COLUMNS: u16 = 4000;

/// Set by a contributor's shell, hook or CI, and able to change what ddev, hatch or git do.
const UNWANTED: &[&str] = &[
    "CI",
    "GITHUB_ACTIONS",
    "NO_COLOR",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHON_FILTER",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "TOX_ENV_NAME",
];
/// Whole families of the same.
const UNWANTED_PREFIXES: &[&str] = &["DDEV_", "HATCH_", "DD_"];

/// Writes ddev's configuration for `repo` into `scratch`; the file's path. Each repository has a file of its own:
/// the clone and the shadow tree are validated at the same time.
///
/// ddev merges a `.ddev.toml` of the working directory or any folder above over its configuration, and
/// stops at the first: an empty one in `scratch` keeps a stranger's out.
pub(super) fn configure(repo: &Path, scratch: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(scratch)?;
    std::fs::write(scratch.join(".ddev.toml"), "# nothing is overridden\n")?;
    let repo = repo.to_str().ok_or_else(|| {
        let message = format!("the path {} is not UTF-8, which ddev needs", repo.display());
        io::Error::new(io::ErrorKind::InvalidInput, message)
    })?;
    let quoted = toml::Value::from(repo).to_string();
    let text = format!("repo = \"extras\"\nupgrade_check = false\n\n[repos]\nextras = {quoted}\n");
    let mut hasher = std::hash::DefaultHasher::new();
    repo.hash(&mut hasher);
    let path = scratch.join(format!("ddev-{:016x}.toml", hasher.finish()));
    if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(path);
    }
    let file = tempfile::NamedTempFile::new_in(scratch)?;
    std::fs::write(file.path(), text)?;
    file.persist(&path).map_err(|e| e.error)?;
    Ok(path)
}

/// The variables of every ddev process.
pub(super) fn variables(toolchain: &Toolchain, config: &Path, scratch: &Path) -> Variables {
    let mut all: Variables = vec![];
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if UNWANTED_PREFIXES.iter().any(|p| text.starts_with(p)) {
            all.push((name, None));
        }
    }
    all.extend(UNWANTED.iter().map(|name| (OsString::from(name), None)));
    let state = &toolchain.state;
    let mut set = |name: &str, value: &OsStr| all.push((name.into(), Some(value.into())));
    set("DDEV_CONFIG", config.as_os_str());
    set("DDEV_DATA_DIR", state.join("ddev/data").as_os_str());
    set("DDEV_CACHE_DIR", state.join("ddev/cache").as_os_str());
    set("HATCH_CONFIG", hatch_config(state).as_os_str());
    set("HATCH_DATA_DIR", state.join("hatch/data").as_os_str());
    set("HATCH_CACHE_DIR", state.join("hatch/cache").as_os_str());
    set("UV_CACHE_DIR", uv_cache(toolchain).as_os_str());
    set("UV_PYTHON_INSTALL_DIR", state.join("python").as_os_str());
    set("PYTHONPYCACHEPREFIX", state.join("pycache").as_os_str());
    set("RUFF_NO_CACHE", "true".as_ref());
    set("MYPY_CACHE_DIR", "/dev/null".as_ref());
    set("COVERAGE_FILE", scratch.join("coverage").as_os_str());
    set("FORCE_COLOR", "1".as_ref());
    set("PYTHONUNBUFFERED", "1".as_ref());
    set("PYTEST_ADDOPTS", pytest_options(scratch).as_ref());
    set("PATH", &path(toolchain));
    all
}

/// No caches in the clone (`ddev test` names the benchmark plugin, which makes a folder of its own), and
/// the time of each test.
fn pytest_options(scratch: &Path) -> String {
    let storage = format!(
        "--benchmark-storage=file://{}",
        scratch.join("benchmarks").display()
    );
    let storage =
        shlex::try_quote(&storage).map_or_else(|_| String::new(), std::borrow::Cow::into_owned);
    format!("-p no:cacheprovider --durations=0 {storage}")
}

/// Our own, because hatch makes a file in the contributor's configuration otherwise.
fn hatch_config(state: &Path) -> PathBuf {
    state.join("hatch/config.toml")
}

/// Makes what the variables name and the tools expect to exist.
pub(super) fn prepare(toolchain: &Toolchain) -> io::Result<()> {
    let config = hatch_config(&toolchain.state);
    if let Some(folder) = config.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if !config.is_file() {
        std::fs::write(config, "mode = \"local\"\n")?;
    }
    Ok(())
}

/// The toolchain was filled from this cache, so hatch's environments find most packages there.
fn uv_cache(toolchain: &Toolchain) -> PathBuf {
    let folder = toolchain.state.parent().unwrap_or(&toolchain.state);
    folder.join("uv-cache")
}

/// The toolchain's programs first, then the Python it was made from: hatch looks for `python3.13`.
fn path(toolchain: &Toolchain) -> OsString {
    let bin = toolchain.root.join("bin");
    let interpreter = toolchain.facts.interpreter.parent().map(Path::to_owned);
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(bin)
        .chain(interpreter)
        .chain(std::env::split_paths(&rest));
    // A folder's name that holds a colon cannot be on a PATH at all.
    std::env::join_paths(all).unwrap_or(rest)
}
