//! What every job of a workflow shares: folders, and the tools that were named on the command line.

use crate::core::answers::Answers;
use crate::core::event::{Failure, FailureKind};
use crate::core::{declared, names};
use crate::jobs::desk::Desk;
use crate::toolchain::Toolchain;
use crate::toolchain::ddev::Ddev;
use crate::toolchain::warm::Warm;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// What flags and the configuration name.
#[derive(Debug, Clone)]
pub struct Options {
    pub ddev: Option<PathBuf>,
    pub python: Option<PathBuf>,
    /// The clone named by a flag or the configuration.
    pub clone: Option<PathBuf>,
    /// Where the questions of git and ssh go; without one nobody is asked.
    pub desk: Option<Arc<Desk>>,
    /// How long one run of the custom check may take, all scenes together.
    pub run_limit: Duration,
    /// How long an endpoint may take to answer, whole.
    pub fetch_limit: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ddev: None,
            python: None,
            clone: None,
            desk: None,
            run_limit: Duration::from_secs(60),
            fetch_limit: Duration::from_secs(15),
        }
    }
}

/// The folders of one workflow and the tools it uses.
#[derive(Debug)]
pub struct Context {
    pub dir: PathBuf,
    pub options: Options,
    /// The ddev that stays loaded, of the toolchain in use.
    warm: Mutex<Option<(PathBuf, Arc<Warm>)>>,
    shadow: Mutex<()>,
    /// A ddev that was named, as it was when it was asked about itself, which takes a second.
    named: Mutex<Option<(Stamp, Toolchain)>>,
}

/// When a file was written, and its size.
type Stamp = (Option<SystemTime>, u64);

impl Context {
    #[must_use]
    pub fn new(dir: PathBuf, options: Options) -> Self {
        Self {
            dir,
            options,
            warm: Mutex::default(),
            shadow: Mutex::default(),
            named: Mutex::default(),
        }
    }

    /// Waits until no other job works in the shadow tree, and keeps others out of it.
    pub fn shadow(&self) -> MutexGuard<'_, ()> {
        // A job that panicked left a tree that the next build completes.
        self.shadow.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The check's file: `checks.d/custom_<folder>.py`.
    #[must_use]
    pub fn check_file(&self, folder: &str) -> PathBuf {
        self.dir
            .join("checks.d")
            .join(format!("{}.py", names::prototype_name(folder)))
    }

    /// The prototype's first file: the check, the rules of `jmx`, or the sample of `logs`.
    #[must_use]
    pub fn main_file(&self, answers: &Answers) -> PathBuf {
        self.dir.join(declared::main_path(answers))
    }

    /// The configuration: `conf.d/custom_<folder>.d/conf.yaml`.
    #[must_use]
    pub fn conf_file(&self, folder: &str) -> PathBuf {
        let name = names::prototype_name(folder);
        self.dir
            .join("conf.d")
            .join(format!("{name}.d"))
            .join("conf.yaml")
    }

    #[must_use]
    pub fn samples(&self) -> PathBuf {
        self.dir.join("samples")
    }

    #[must_use]
    pub fn log(&self, name: &str) -> PathBuf {
        let name: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        self.dir.join("logs").join(format!("{name}.log"))
    }

    /// The toolchain that is there now.
    ///
    /// # Errors
    /// There is none yet.
    pub fn toolchain(&self) -> Result<Toolchain, Failure> {
        let found = match &self.options.ddev {
            Some(ddev) => self.named(ddev)?,
            None => crate::toolchain::current().ok_or_else(|| {
                Failure::new(
                    FailureKind::Unavailable,
                    "The private toolchain (ddev) is not there yet.",
                    "Make it under Set up, or with ddint-tui doctor --fix.",
                )
            })?,
        };
        Ok(found)
    }

    fn named(&self, ddev: &Path) -> Result<Toolchain, Failure> {
        let stamp = ddev.metadata().map(|m| (m.modified().ok(), m.len())).ok();
        let mut known = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(now), Some((then, toolchain))) = (&stamp, &*known)
            && now == then
        {
            return Ok(toolchain.clone());
        }
        let found = Toolchain::with_ddev(ddev)
            .map_err(|e| Failure::new(FailureKind::Unavailable, e.to_string(), e.hint()))?;
        *known = stamp.map(|stamp| (stamp, found.clone()));
        Ok(found)
    }

    /// ddev on the shadow tree, with a configuration of its own: a task may run on the clone at the same time.
    ///
    /// # Errors
    /// Its configuration can't be written.
    pub fn ddev_on_shadow(&self, toolchain: &Toolchain, shadow: &Path) -> io::Result<Ddev> {
        let ddev = Ddev::new(toolchain, shadow, &self.dir.join("ddev-shadow"))?;
        Ok(ddev.warm(self.warm(toolchain)))
    }

    /// The toolchain's ddev that stays loaded: one for all jobs. It starts with its first request.
    #[must_use]
    pub fn warm(&self, toolchain: &Toolchain) -> Arc<Warm> {
        let mut held = self.warm.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, warm)) = held.as_ref()
            && *of == toolchain.python
        {
            return Arc::clone(warm);
        }
        let warm = Arc::new(Warm::new(toolchain));
        *held = Some((toolchain.python.clone(), Arc::clone(&warm)));
        warm
    }

    /// ddev on the clone.
    ///
    /// # Errors
    /// Its configuration can't be written.
    pub fn ddev(&self, toolchain: &Toolchain, repo: &Path) -> Result<Ddev, Failure> {
        let scratch = self.dir.join("ddev");
        let ddev = Ddev::new(toolchain, repo, &scratch)
            .map_err(|e| super::io("Can't write", &scratch, &e))?;
        Ok(ddev.warm(self.warm(toolchain)))
    }
}
