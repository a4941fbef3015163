//! Where the program runs: a world of its own, a home folder that holds nothing, and a look at which
//! processes still work there.

use crate::common::{self, World};
use crate::pty::Pty;
use ddint_tui::core::state::State;
use ddint_tui::workspace::store::Store;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Columns and rows of a window in which everything is shown.
pub const LARGE: (u16, u16) = (120, 36);

pub struct Place {
    pub world: World,
}

impl Place {
    pub fn new() -> Self {
        let place = Self {
            world: World::new(),
        };
        fs::create_dir(place.home()).unwrap();
        place
    }

    pub fn home(&self) -> PathBuf {
        self.world.path().join("home")
    }

    /// The program with these arguments, as a contributor's shell would start it.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = common::program(self.world.path());
        // pyenv is looked for in the home folder when this does not say where it is.
        if let (None, Some(home)) = (std::env::var_os("PYENV_ROOT"), std::env::home_dir()) {
            command.env("PYENV_ROOT", home.join(".pyenv"));
        }
        command
            .args(args)
            .current_dir(self.home())
            .env("HOME", self.home())
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("LC_CTYPE")
            .env_remove("VISUAL")
            .env_remove("EDITOR");
        command
    }

    pub fn start(&self, args: &[&str]) -> Pty {
        Pty::start(&self.program(args), LARGE)
    }

    /// A shell with job control in which this line starts the program, as `$PROGRAM`.
    pub fn shell(&self, variables: &[(&str, &str)], line: &str) -> Pty {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "--noprofile", "-i"]);
        let program = self.program(&[]);
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => bash.env(name, value),
                None => bash.env_remove(name),
            };
        }
        bash.env("PS1", "shell> ").env("HISTFILE", "/dev/null");
        bash.env("PROGRAM", program.get_program());
        bash.envs(variables.iter().copied());
        bash.current_dir(self.home());
        let mut pty = Pty::start(&bash, LARGE);
        pty.sees(&["shell>"]);
        pty.press(&[line, "enter"]);
        pty
    }

    /// The folder of a saved workflow.
    pub fn workflow(&self, name: &str) -> PathBuf {
        self.world.path().join("data/workflows").join(name)
    }

    /// What is saved of a workflow, as text: the document, then the drafts. Empty while nothing is.
    pub fn saved(&self, name: &str) -> String {
        let folder = self.workflow(name);
        let drafts = fs::read_dir(folder.join("drafts")).into_iter().flatten();
        let drafts = drafts.filter_map(|entry| Some(entry.ok()?.path()));
        std::iter::once(folder.join("workflow.yaml"))
            .chain(drafts)
            .filter_map(|file| fs::read_to_string(file).ok())
            .collect()
    }

    /// Saves a workflow as the program would.
    pub fn seed(&self, name: &str, fill: impl FnOnce(&mut State)) {
        let folder = self.workflow(name);
        let (store, _) = Store::<State>::open(&folder).unwrap();
        let mut state = State::default();
        state.files.clone = Some(self.world.clone.display().to_string());
        fill(&mut state);
        store.save(state);
        store.flush().unwrap();
    }

    /// A new workflow, with the first field of its form in focus.
    pub fn begin(&self, name: &str) -> Pty {
        let mut pty = self.start(&[]);
        pty.sees(&["Nothing here yet"]);
        pty.press(&["n"]);
        pty.sees(&["What is your product called?"]);
        pty.press(&[name, "enter"]);
        pty.sees(&["Prototype", "Kind", "● saved"]);
        pty
    }

    /// Blocks until no process but this one has anything to do with this place.
    pub fn deserted(&self) {
        self.deserted_but(&[]);
    }

    /// The same, but for these processes.
    pub fn deserted_but(&self, stay: &[i32]) {
        wait_for_end(self.workers(stay));
    }

    /// Who works here now, by number and command line, but for these processes.
    pub fn workers(&self, but: &[i32]) -> Vec<(i32, String)> {
        let mut all = workers(self.world.path());
        all.retain(|(pid, _)| !but.contains(pid));
        all
    }
}

/// Blocks until each of these processes ended.
pub fn wait_for_end(workers: Vec<(i32, String)>) {
    for (pid, what) in workers {
        let Some(pid) = Pid::from_raw(pid) else {
            continue;
        };
        let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else {
            continue;
        };
        let mut ends = [PollFd::new(&process, PollFlags::IN)];
        let limit = Timespec {
            tv_sec: 15,
            tv_nsec: 0,
        };
        let ended = poll(&mut ends, Some(&limit)).unwrap();
        assert_eq!(ended, 1, "process {pid:?} is still there: {what}");
    }
}

/// The only child of a process.
pub fn child_of(pid: i32) -> i32 {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    children.split_whitespace().next().unwrap().parse().unwrap()
}

/// The letter that `/proc` has for what a process does: `T` is stopped.
pub fn state_of(pid: i32) -> String {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name before it may hold anything, spaces and brackets too.
    let after = stat.rsplit_once(')').unwrap().1;
    after.split_whitespace().next().unwrap().to_owned()
}

/// Processes that name the folder in their arguments or environment, or work in it.
fn workers(dir: &Path) -> Vec<(i32, String)> {
    let own = std::process::id().to_string();
    let needle = dir.as_os_str().as_encoded_bytes();
    let mut out = vec![];
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(pid) = name.parse() else { continue };
        if name == own {
            continue;
        }
        let holds = |file: &str| {
            let bytes = fs::read(entry.path().join(file)).unwrap_or_default();
            bytes.windows(needle.len()).any(|w| w == needle)
        };
        let works = fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(dir));
        if works || holds("cmdline") || holds("environ") {
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            out.push((pid, String::from_utf8_lossy(&line).replace('\0', " ")));
        }
    }
    out
}
