//! One generated integration, and what its tests say of each mutant of one of its files.

use crate::common::{World, toolchain, toolchain_dir};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Imports what the tests import, once, and forks for each text of the file. The first text shows what that is.
const PYTEST: &str = r"
import importlib, json, os, signal, sys, tempfile
import pytest
from datadog_checks.base.stubs import aggregator, datadog_agent
file, request = sys.argv[1:]
own = ('tests', 'conftest', 'datadog_checks.acme', '_pytest', '__')
ended = []
for text in json.load(open(request)):
    with open(file, 'w') as f:
        f.write(text)
    with tempfile.TemporaryFile('w+') as said, tempfile.NamedTemporaryFile('w+') as imported:
        child = os.fork()
        if not child:
            signal.alarm(120)
            os.dup2(said.fileno(), 1)
            code = pytest.main(['-q', '-x', '-p', 'no:cacheprovider', '--tb=line', 'tests'])
            sys.stdout.flush()
            if not ended:
                imported.write(json.dumps([m for m in sys.modules if not m.startswith(own)]))
                imported.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        if not ended:
            for name in json.load(open(imported.name)):
                try:
                    importlib.import_module(name)
                except Exception:
                    pass
        ended.append((code, said.read()))
print(json.dumps(ended))
";

/// Which mutants are made.
#[derive(Clone, Copy)]
pub enum Share {
    /// One of so many, evenly.
    OneOf(usize),
    All,
}

/// An integration made from a source.
pub struct Made {
    pub world: World,
    pub folder: PathBuf,
    python: PathBuf,
}

impl Made {
    /// `rest` stands at the end of the answers.
    pub fn new(kind: &str, rest: &str, prepare: impl Fn(&World)) -> Self {
        toolchain();
        let world = World::new();
        prepare(&world);
        let answers = format!(
            "schema: 1\nintegration:\n  display_name: Acme\n  kind: {kind}\n  description: Depth of its queues.\n  \
             overview: Acme is a broker. Operators see a growing backlog.\nauthor:\n  name: Acme\n  github: acme\n  \
             support_email: support@acme.example\n{rest}"
        );
        let run = world.run(&answers, "framework");
        assert_eq!(run.exit, 0, "{:#}\n{}", run.json, run.stderr);
        let folder = world.clone.join("acme");
        let python = ddint_tui::toolchain::current_in(&toolchain_dir())
            .unwrap()
            .python;
        Self {
            world,
            folder,
            python,
        }
    }

    pub fn check(&self) -> PathBuf {
        self.folder.join("datadog_checks/acme/check.py")
    }

    /// Every mutant of a file that `mutate.py` knows to make, and whether a test fails for it. `equal` tells of
    /// mutants that behave as the original does; each must be one.
    pub fn assert_all_killed(&self, file: &str, share: Share, equal: &[&str]) {
        let path = self.folder.join(file);
        let mutator = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutants/mutate.py");
        let output = Command::new(&self.python)
            .arg("-B")
            .arg(mutator)
            .arg(&path)
            .output()
            .unwrap();
        let failed = String::from_utf8_lossy(&output.stderr);
        let mutants: Vec<(String, String)> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{file}: {e}\n{failed}"));
        let every = match share {
            Share::OneOf(every) => every,
            Share::All => 1,
        };
        let is_equal = |what: &str| equal.iter().any(|e| what.contains(e));
        for reason in equal {
            let known = mutants.iter().any(|(what, _)| what.contains(reason));
            assert!(known, "{reason:?} is no mutant of {file}");
        }
        let chosen: Vec<&(String, String)> = mutants
            .iter()
            .filter(|(what, _)| !is_equal(what))
            .step_by(every)
            .collect();
        let whole = fs::read_to_string(&path).unwrap();
        let mut texts = vec![whole.clone()];
        texts.extend(chosen.iter().map(|(_, text)| text.clone()));
        let ended = self.tests(&path, &texts);
        fs::write(&path, whole).unwrap();
        assert_eq!(ended.len(), texts.len());
        assert_eq!(ended[0].0, 0, "{}", ended[0].1);
        // 1: a test failed. A mutant that can't be imported would tell nothing.
        let alive: Vec<String> = ended[1..]
            .iter()
            .zip(&chosen)
            .filter(|((exit, _), _)| *exit != 1)
            .map(|((exit, text), (what, _))| {
                let last = text.trim_end().lines().next_back().unwrap_or_default();
                format!("exit {exit}: {what} ({last})")
            })
            .collect();
        println!(
            "{file}: {} of {} mutants, {} alive, {} equal",
            chosen.len(),
            mutants.len(),
            alive.len(),
            mutants.iter().filter(|(what, _)| is_equal(what)).count()
        );
        assert!(alive.is_empty(), "{file}:\n{}", alive.join("\n"));
    }

    /// Each pair is a text of the check and what stands in its place in a mutant.
    pub fn assert_killed(&self, mutants: &[(&str, &str)]) {
        let whole = fs::read_to_string(self.check()).unwrap();
        let mut texts = vec![whole.clone()];
        for (from, to) in mutants {
            let mutant = whole.replacen(from, to, 1);
            assert_ne!(mutant, whole, "{from:?} is not in the check:\n{whole}");
            texts.push(mutant);
        }
        let ended = self.tests(&self.check(), &texts);
        assert_eq!(ended.len(), texts.len());
        assert_eq!(ended[0].0, 0, "{}", ended[0].1);
        for ((exit, text), (from, to)) in ended[1..].iter().zip(mutants) {
            assert_eq!(*exit, 1, "{from:?} as {to:?} survives:\n{text}");
        }
    }

    /// For each text of the file, the tests' exit status and output: what `ddev test` runs, without its setup,
    /// in the toolchain's own Python.
    fn tests(&self, file: &Path, texts: &[String]) -> Vec<(i32, String)> {
        let request = self.world.path().join("mutants.json");
        fs::write(&request, serde_json::to_string(texts).unwrap()).unwrap();
        let output = Command::new(&self.python)
            .args(["-B", "-c", PYTEST])
            .arg(file)
            .arg(&request)
            .current_dir(&self.folder)
            .env("PYTHONPATH", &self.folder)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let failed = String::from_utf8_lossy(&output.stderr);
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}\n{failed}"))
    }
}
