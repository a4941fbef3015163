//! The two ways of filling an environment: uv, and pip where uv fails.

use super::error::MakeError;
use super::python::{self, Python};
use crate::jobs::cancel::CancelToken;
use crate::jobs::process::{self, Spec};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A step that takes longer has lost its network.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Everything that filling an environment needs.
pub(super) struct Installer<'a> {
    /// The toolchain's folder: caches and scratch.
    pub folder: &'a Path,
    pub cancel: &'a CancelToken,
    pub progress: &'a mut dyn FnMut(&str),
    /// What is being done, shown before each line of output.
    pub phase: &'static str,
}

impl Installer<'_> {
    /// Makes the environment at `root` with the requirements, by uv or by pip.
    pub(super) fn fill(
        &mut self,
        python: Option<&Python>,
        root: &Path,
        requirements: &[String],
    ) -> Result<(), MakeError> {
        let by_uv = self.by_uv(python, root, requirements);
        let Err(uv_error) = by_uv else { return Ok(()) };
        if matches!(uv_error, MakeError::Cancelled) {
            return Err(uv_error);
        }
        let Some(python) = python else {
            let message =
                format!("No Python 3.13 or newer was found, and fetching one failed: {uv_error}");
            return Err(MakeError::failed(message, python::how_to_get()));
        };
        self.begin("Installing with pip, about a minute");
        (self.progress)(&format!("{}: uv can't do it ({uv_error})", self.phase));
        remove(root)?;
        self.by_pip(python, root, requirements)
            .map_err(|pip_error| match pip_error {
                MakeError::Cancelled => MakeError::Cancelled,
                other => MakeError::failed(
                    format!("Installing ddev failed. uv: {uv_error} pip: {other}"),
                    by_hand(python, requirements),
                ),
            })
    }

    fn begin(&mut self, phase: &'static str) {
        self.phase = phase;
        (self.progress)(phase);
    }

    fn by_uv(
        &mut self,
        python: Option<&Python>,
        root: &Path,
        requirements: &[String],
    ) -> Result<(), MakeError> {
        let scratch = self.folder.join("scratch");
        remove(&scratch)?;
        let helper = python.cloned().or_else(python::any);
        let uv = match which::which("uv") {
            Ok(uv) if self.run(&Spec::new(&uv, ["--version"])).is_ok() => uv,
            _ => self.fetch_uv(helper.as_ref(), &scratch)?,
        };
        let index = helper.map(|p| index_variables(&p.path)).unwrap_or_default();
        let wanted = python.map_or_else(|| OsString::from("3.13"), |p| p.path.clone().into());
        let mut venv = Spec::new(&uv, ["venv", "--no-project", "--clear", "--python"]);
        venv.args.push(wanted);
        venv.args.push(root.into());
        self.begin("Making the environment");
        self.run(&self.uv_env(venv, &index))?;

        let mut install = Spec::new(&uv, ["pip", "install", "--python"]);
        install.args.push(root.join("bin/python").into());
        install.args.extend(requirements.iter().map(Into::into));
        self.begin("Installing ddev");
        let result = self.run(&self.uv_env(install, &index));
        let _ = remove(&scratch);
        result
    }

    fn by_pip(
        &mut self,
        python: &Python,
        root: &Path,
        requirements: &[String],
    ) -> Result<(), MakeError> {
        let mut venv = Spec::new(&python.path, ["-m", "venv", "--clear"]);
        venv.args.push(root.into());
        self.run(&venv)?;
        let args = ["-m", "pip", "install", "--no-input", "--progress-bar=off"];
        let mut install = Spec::new(root.join("bin/python"), args);
        install.args.extend(requirements.iter().map(Into::into));
        self.run(&install)
    }

    /// Puts uv into a scratch folder: pip's `--target` where this Python has pip, else an environment.
    fn fetch_uv(&mut self, python: Option<&Python>, scratch: &Path) -> Result<PathBuf, MakeError> {
        let python = python.ok_or_else(|| {
            MakeError::failed(
                "Neither uv nor any Python was found.".into(),
                python::how_to_get(),
            )
        })?;
        self.begin("Fetching uv");
        let target = scratch.join("target");
        let pip = ["-m", "pip", "install", "--no-input", "--progress-bar=off"];
        let mut direct = Spec::new(&python.path, pip);
        direct
            .args
            .extend(["--target".into(), target.clone().into(), "uv".into()]);
        match self.run(&direct) {
            Ok(()) => return Ok(target.join("bin/uv")),
            Err(MakeError::Cancelled) => return Err(MakeError::Cancelled),
            Err(_) => {}
        }
        let venv = scratch.join("venv");
        let mut make = Spec::new(&python.path, ["-m", "venv", "--clear"]);
        make.args.push(venv.clone().into());
        self.run(&make)?;
        let mut install = Spec::new(venv.join("bin/python"), pip);
        install.args.push("uv".into());
        self.run(&install)?;
        Ok(venv.join("bin/uv"))
    }

    fn uv_env(&self, spec: Spec, index: &[(OsString, OsString)]) -> Spec {
        let mut spec = spec
            .env("UV_PYTHON_INSTALL_DIR", self.folder.join("python"))
            .env("UV_NO_PROGRESS", "1")
            .env("NO_COLOR", "1")
            .unset("CONDA_PREFIX");
        // Somebody who keeps uv's cache in one place keeps this in it too.
        if std::env::var_os("UV_CACHE_DIR").is_none() {
            spec = spec.env("UV_CACHE_DIR", self.folder.join("uv-cache"));
        }
        for (name, value) in index {
            spec = spec.env(name, value);
        }
        spec
    }

    fn surround(&self, spec: Spec) -> Spec {
        let mut spec = spec
            .cwd(self.folder)
            .time_limit(LIMIT)
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env(
                "PYTHONPYCACHEPREFIX",
                self.folder.join(super::layout::STATE).join("pycache"),
            );
        for name in ["VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"] {
            spec = spec.unset(name);
        }
        spec.supervised = true;
        spec
    }

    fn run(&mut self, spec: &Spec) -> Result<(), MakeError> {
        let spec = self.surround(spec.clone());
        let phase = self.phase;
        let progress = &mut self.progress;
        let ended = process::run(&spec, self.cancel, &mut |line| {
            progress(&format!("{phase}: {}", line.trim()));
        })?;
        if ended.cancelled {
            return Err(MakeError::Cancelled);
        }
        if ended.success() {
            return Ok(());
        }
        let name = spec
            .program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let why = if ended.timed_out {
            "it took longer than 20 minutes".to_owned()
        } else {
            reason(&ended.output)
        };
        Err(MakeError::failed(format!("{name} failed: {why}"), ""))
    }
}

/// What pip's configuration says about indexes, as uv's variables: an index of a company is often known
/// to pip alone. What uv is told already stays.
pub(super) fn index_variables(python: &Path) -> Vec<(OsString, OsString)> {
    let spec = Spec::new(python, ["-m", "pip", "config", "list"])
        .cwd(std::env::temp_dir())
        .time_limit(Duration::from_secs(60));
    let listing = match process::run(&spec, &CancelToken::new(), &mut |_| {}) {
        Ok(ended) if ended.success() => ended.output,
        _ => return vec![],
    };
    let mut found = uv_variables(&listing);
    found.retain(|(name, _)| std::env::var_os(name).is_none());
    found
}

/// The line that says why: the first that calls itself an error, else the last.
fn reason(output: &str) -> String {
    let plain = crate::jobs::text::plain(output);
    let mut lines = plain.lines().map(str::trim).filter(|l| !l.is_empty());
    let is_error = |l: &&str| {
        let lower = l.to_ascii_lowercase();
        lower.starts_with("error") || l.starts_with('×')
    };
    let said = lines.clone().find(is_error).or_else(|| lines.next_back());
    said.unwrap_or("no output").to_owned()
}

/// Removes a folder that may not be there.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn by_hand(python: &Python, requirements: &[String]) -> String {
    let quoted: Vec<String> = requirements.iter().map(|r| format!("'{r}'")).collect();
    format!(
        "By hand: `{} -m venv ~/ddev-venv && ~/ddev-venv/bin/pip install {}`, then start with \
         `--ddev ~/ddev-venv/bin/ddev`.",
        python.path.display(),
        quoted.join(" ")
    )
}

/// Reads `pip config list`; later lines win, as they do for pip.
fn uv_variables(listing: &str) -> Vec<(OsString, OsString)> {
    let mut found: Vec<(OsString, OsString)> = vec![];
    for line in listing.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let Some((_, option)) = key.rsplit_once('.') else {
            continue;
        };
        let name = match option.trim() {
            "index-url" => "UV_DEFAULT_INDEX",
            "extra-index-url" => "UV_INDEX",
            "find-links" => "UV_FIND_LINKS",
            "trusted-host" => "UV_INSECURE_HOST",
            "cert" => "SSL_CERT_FILE",
            _ => continue,
        };
        let value = value.trim().trim_matches('\'').replace("\\n", " ");
        let words: Vec<&str> = value.split_whitespace().collect();
        let separator = if name == "UV_FIND_LINKS" { "," } else { " " };
        found.retain(|(n, _)| n != name);
        found.push((name.into(), words.join(separator).into()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_pip_knows_of_indexes_is_handed_to_uv() {
        let listing = "global.index-url='https://index.acme.example/simple'\n\
            global.extra-index-url='\\nhttps://a.example/s\\nhttps://b.example/s'\n\
            :env:.find-links='/opt/w'\nglobal.timeout='60'\nnonsense\n";
        let got = uv_variables(listing);
        let get = |name: &str| {
            let found = got.iter().find(|(n, _)| n == name);
            found.map(|(_, v)| v.to_str().unwrap())
        };
        assert_eq!(
            get("UV_DEFAULT_INDEX"),
            Some("https://index.acme.example/simple")
        );
        assert_eq!(
            get("UV_INDEX"),
            Some("https://a.example/s https://b.example/s")
        );
        assert_eq!(get("UV_FIND_LINKS"), Some("/opt/w"));
        assert_eq!(got.len(), 3);
    }

    #[test]
    fn the_reason_is_the_line_that_says_error() {
        assert_eq!(
            reason("Resolving\nerror: no network\nhint\n"),
            "error: no network"
        );
        assert_eq!(reason("a\n\x1b[31mb\x1b[0m\n\n"), "b");
        assert_eq!(reason(""), "no output");
    }
}
