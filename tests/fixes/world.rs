//! A clone with an integration that ddev and the review have nothing to say against.

use crate::common;
use ddint_tui::core::fix::{Edit, Tool};
use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::jobs::process::{Spec, run};
use ddint_tui::scaffold::fix::{self, Stage};
use ddint_tui::scaffold::shadow::{Ran, Tools};
use ddint_tui::toolchain::Toolchain;
use ddint_tui::toolchain::ddev::Ddev;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub const FOLDER: &str = "acme_queue";

pub struct Real<'a> {
    pub toolchain: &'a Toolchain,
    pub scratch: PathBuf,
}

impl Tools for Real<'_> {
    fn version(&self) -> String {
        self.toolchain.ddev_version.clone()
    }

    fn ddev(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let ddev = Ddev::new(self.toolchain, shadow, &self.scratch)?;
        let output = ddev.run(args, &CancelToken::new(), &mut |_| {});
        Ok(Ran {
            exit: output.exit,
            text: output.text,
        })
    }

    fn ruff(&mut self, shadow: &Path, args: &[&str]) -> io::Result<Ran> {
        let spec = Spec::new(&self.toolchain.ruff, args.iter().copied()).cwd(shadow);
        let ended = run(&spec, &CancelToken::new(), &mut |_| {})?;
        Ok(Ran {
            exit: ended.code,
            text: ended.output,
        })
    }
}

/// The files of a good clone, made once with the real ddev.
fn good(toolchain: &Toolchain) -> &'static Path {
    static GOOD: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = GOOD.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let clone = dir.path().join("clone");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        common::copy(&root.join("assets/demo/repo"), &clone);
        common::copy(&root.join("tests/review/acme_queue"), &clone.join(FOLDER));
        common::git(&clone, &["init", "-q", "-b", "master"]);
        let stage = Stage::make(&dir.path().join("stage"), &clone, FOLDER).unwrap();
        let owners = Edit::Owners("@acme support@acme.example".into());
        stage.edit(".github/CODEOWNERS", &owners).unwrap();
        let mut tools = Real {
            toolchain,
            scratch: dir.path().join("ddev"),
        };
        for tool in [Tool::Config, Tool::Models, Tool::Ci] {
            let made = stage.run(tool, &mut tools, false).unwrap();
            assert_eq!(made, fix::Made::Changed, "{tool:?}");
        }
        let changes = stage.changes().unwrap();
        fix::write(&dir.path().join("kept"), &clone, FOLDER, &changes, "good").unwrap();
        for args in [
            &["add", "-A", "-f"][..],
            &[
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@acme.example",
                "commit",
                "-qm",
                "Good",
            ],
            &[
                "remote",
                "add",
                "origin",
                "https://github.com/acme-co/integrations-extras",
            ],
        ] {
            common::git(&clone, args);
        }
        dir
    });
    made.path()
}

/// A copy of the good clone, to be damaged.
pub struct World {
    pub dir: tempfile::TempDir,
    pub clone: PathBuf,
}

pub type Files = BTreeMap<PathBuf, Vec<u8>>;

impl World {
    pub fn new(toolchain: &Toolchain) -> Self {
        let dir = tempfile::Builder::new()
            .prefix("fix wörld ")
            .tempdir()
            .unwrap();
        let clone = dir.path().join("clone");
        common::copy(&good(toolchain).join("clone"), &clone);
        Self { dir, clone }
    }

    /// Everything outside of git's own folder.
    pub fn files(&self) -> Files {
        let all = common::snapshot(&self.clone, &|path| path.starts_with(".git"));
        let shared = common::snapshot(&self.clone.join(".github"), &|_| false);
        let shared = shared
            .into_iter()
            .map(|(p, b)| (Path::new(".github").join(p), b));
        all.into_iter().chain(shared).collect()
    }

    pub fn damage(&self, path: &str, how: fn(&str) -> Vec<u8>) {
        let at = self.clone.join(path);
        let before = fs::read_to_string(&at).unwrap();
        let after = how(&before);
        assert_ne!(before.as_bytes(), after, "{path} is not damaged");
        fs::write(at, after).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        String::from_utf8(fs::read(self.clone.join(path)).unwrap()).unwrap()
    }
}
