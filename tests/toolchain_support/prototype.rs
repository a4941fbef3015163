//! A check on disk, and its run.

use ddint_tui::core::capture::Capture;
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::Toolchain;
use ddint_tui::toolchain::runner::{Replay, Request, run};
use std::path::PathBuf;
use std::time::Duration;

/// A check on disk, as an Agent would load it.
pub struct Prototype {
    pub dir: tempfile::TempDir,
    pub scenes: Vec<Vec<Replay>>,
    pub limit: Duration,
}

impl Prototype {
    pub fn new(code: &str, conf: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("custom_acme.py"), code).unwrap();
        std::fs::write(dir.path().join("conf.yaml"), conf).unwrap();
        Self {
            dir,
            scenes: vec![],
            limit: Duration::from_secs(60),
        }
    }

    /// A check whose method `check` has this body.
    pub fn body(body: &str, conf: &str) -> Self {
        let body = body.replace('\n', "\n        ");
        Self::new(
            &format!(
                "import os, sys, time, requests\nfrom datadog_checks.base import AgentCheck\n\n\n\
                 class AcmeCheck(AgentCheck):\n    __NAMESPACE__ = 'acme'\n\n    def check(self, instance):\n        {body}\n"
            ),
            conf,
        )
    }

    pub fn file(&self) -> PathBuf {
        self.dir
            .path()
            .canonicalize()
            .unwrap()
            .join("custom_acme.py")
    }

    pub fn sample(&self, name: &str, text: &str, content_type: &str) -> Replay {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text).unwrap();
        Replay {
            url: None,
            file,
            content_type: content_type.into(),
            status: 200,
        }
    }

    pub fn run(&self, toolchain: &Toolchain) -> Capture {
        self.run_with(toolchain, &CancelToken::new(), &mut |_| {})
    }

    pub fn run_with(
        &self,
        toolchain: &Toolchain,
        cancel: &CancelToken,
        on_line: &mut dyn FnMut(&str),
    ) -> Capture {
        let request = Request {
            check: &self.dir.path().join("custom_acme.py"),
            conf: &self.dir.path().join("conf.yaml"),
            class: None,
            name: "custom_acme",
            scenes: self.scenes.clone(),
            stand_in: None,
            database: None,
            time_limit: self.limit,
        };
        run(toolchain, &request, cancel, on_line)
    }
}

pub const EMPTY: &str = "init_config:\ninstances:\n  - {}\n";

/// The error's kind and message.
pub fn error(capture: &Capture) -> (&str, &str) {
    let error = capture
        .error
        .as_ref()
        .unwrap_or_else(|| panic!("no error: {capture:?}"));
    (&error.kind, &error.message)
}
