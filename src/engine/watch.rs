//! Watching the integration's folder in the clone: one event for each burst of saves. Nothing wakes while nobody
//! saves (on Linux, by inotify; elsewhere the times of the files are looked at once a second).

use super::job::Sink;
use crate::core::event::Event;
use std::io::{self, PipeWriter};
use std::path::{Path, PathBuf};

/// Watches until it is dropped.
pub(super) struct Watcher {
    /// Its end is what tells the thread.
    _stop: PipeWriter,
}

impl Watcher {
    /// # Errors
    /// The system refuses, for example because too many folders are watched already.
    pub(super) fn start(folder: &str, sink: Sink) -> io::Result<Self> {
        let (stopped, stop) = io::pipe()?;
        let root = PathBuf::from(folder);
        let eyes = system::Eyes::open(&root)?;
        std::thread::Builder::new()
            .name("saves".into())
            .spawn(move || {
                let mut eyes = eyes;
                while let Some(python) = eyes.wait(&root, &stopped) {
                    sink(Event::FilesChanged { python });
                }
            })?;
        Ok(Self { _stop: stop })
    }
}

/// Whether a folder holds what tools leave behind, which nobody edits.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__pycache__" || name.ends_with(".egg-info")
}

fn is_python(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "py")
}

#[cfg(target_os = "linux")]
mod system {
    use super::{is_hidden, is_python};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
    use std::io::{self, PipeReader};
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    pub struct Eyes(OwnedFd);

    impl Eyes {
        pub fn open(root: &Path) -> io::Result<Self> {
            let fd = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            let eyes = Self(fd);
            eyes.add(root)?;
            Ok(eyes)
        }

        /// A folder and those below it; adding one again changes nothing.
        fn add(&self, folder: &Path) -> io::Result<()> {
            let what = WatchFlags::CLOSE_WRITE
                | WatchFlags::CREATE
                | WatchFlags::MOVED_TO
                | WatchFlags::MOVED_FROM
                | WatchFlags::DELETE
                | WatchFlags::ONLYDIR
                | WatchFlags::DONT_FOLLOW;
            inotify::add_watch(&self.0, folder, what)?;
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let hidden = entry.file_name().to_str().is_none_or(is_hidden);
                if entry.file_type()?.is_dir() && !hidden {
                    self.add(&entry.path())?;
                }
            }
            Ok(())
        }

        /// Waits for saves; whether one was of a Python file. `None` when nobody wants to know any more.
        pub fn wait(&mut self, root: &Path, stopped: &PipeReader) -> Option<bool> {
            loop {
                let mut fds = [
                    PollFd::new(&self.0, PollFlags::IN),
                    PollFd::new(stopped, PollFlags::IN),
                ];
                match poll(&mut fds, None) {
                    Ok(_) if !fds[1].revents().is_empty() => return None,
                    Ok(_) | Err(rustix::io::Errno::INTR) => {}
                    Err(_) => return None,
                }
                let (mut saved, mut python, mut folders) = (false, false, false);
                let mut buffer = [MaybeUninit::uninit(); 4096];
                let mut reader = Reader::new(&self.0, &mut buffer);
                while let Ok(event) = reader.next() {
                    let name = event.file_name().map(|n| n.to_string_lossy().into_owned());
                    let name = name.unwrap_or_default();
                    if is_hidden(&name) {
                        continue;
                    }
                    let folder = event.events().contains(ReadFlags::ISDIR);
                    folders |= folder;
                    // A file that begins is not written yet.
                    let begins = event.events().contains(ReadFlags::CREATE);
                    saved |= folder || !begins;
                    python |= folder || (!begins && is_python(&name));
                }
                if folders {
                    // What came and is gone already needs no watch.
                    let _ = self.add(root);
                }
                if saved {
                    return Some(python);
                }
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{is_hidden, is_python};
    use crate::scaffold::tree;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::collections::BTreeMap;
    use std::io::{self, PipeReader};
    use std::path::Path;
    use std::time::SystemTime;

    type Times = BTreeMap<String, Option<SystemTime>>;

    pub struct Eyes(Times);

    impl Eyes {
        pub fn open(root: &Path) -> io::Result<Self> {
            Ok(Self(times(root)?))
        }

        pub fn wait(&mut self, root: &Path, stopped: &PipeReader) -> Option<bool> {
            loop {
                let mut fds = [PollFd::new(stopped, PollFlags::IN)];
                let second = Timespec {
                    tv_sec: 1,
                    tv_nsec: 0,
                };
                if !matches!(poll(&mut fds, Some(&second)), Ok(0)) {
                    return None;
                }
                let now = times(root).ok()?;
                let before = std::mem::replace(&mut self.0, now);
                let other = |(path, time): &(&String, &Option<SystemTime>), of: &Times| {
                    of.get(*path) != Some(*time)
                };
                let came = self.0.iter().filter(|e| other(e, &before));
                let gone = before.iter().filter(|e| other(e, &self.0));
                let changed: Vec<&String> = came.chain(gone).map(|(path, _)| path).collect();
                if !changed.is_empty() {
                    return Some(changed.iter().any(|path| is_python(path)));
                }
            }
        }
    }

    fn times(root: &Path) -> io::Result<Times> {
        let visible = |path: &str| !is_hidden(path.rsplit('/').next().unwrap_or(path));
        let files = tree::files(root, "", &mut |path| visible(path))?;
        let stamp = |path: &String| root.join(path).metadata().ok()?.modified().ok();
        Ok(files.into_iter().map(|p| (p.clone(), stamp(&p))).collect())
    }
}
