//! What is typed at Home, where no workflow is open yet: one small file in the data folder, written by
//! a thread, so that no key waits for the disk and of several changes only the last is written.

use super::app::host::{Saving, Unsent};
use super::input::Message;
use crate::workspace::files::write_private;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a change may wait for later ones, so that typing doesn't write once for each key.
const GATHER: Duration = Duration::from_millis(200);

/// The file, and the thread that writes it from the first change on.
pub struct Keeper {
    path: PathBuf,
    writer: Option<(Sender<Unsent>, JoinHandle<()>)>,
    saving: Arc<Mutex<Progress>>,
}

/// How many changes there were, how many of them are on the disk, and why not all.
#[derive(Default)]
struct Progress {
    asked: usize,
    done: usize,
    failed: Option<String>,
}

impl Keeper {
    /// Keeps in `dir`, the data folder.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self {
            path: dir.join("home.json"),
            writer: None,
            saving: Arc::default(),
        }
    }

    /// What was kept; nothing when the file is damaged.
    #[must_use]
    pub fn read(&self) -> Unsent {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Writes soon, and wakes the loop when that is done.
    pub fn keep(&mut self, unsent: &Unsent, wake: &Sender<Message>) {
        if let Ok(mut progress) = self.saving.lock() {
            progress.asked += 1;
        }
        let (path, saving) = (&self.path, &self.saving);
        let (queue, _) = self.writer.get_or_insert_with(|| {
            let (queue, inbox) = channel();
            let (path, saving, wake) = (path.clone(), Arc::clone(saving), wake.clone());
            let thread = std::thread::spawn(move || run(&path, &inbox, &saving, &wake));
            (queue, thread)
        });
        // The thread ends only when this queue does.
        let _ = queue.send(unsent.clone());
    }

    /// Whether everything is on the disk.
    #[must_use]
    pub fn saving(&self) -> Saving {
        match self.saving.lock() {
            Ok(progress) => match &progress.failed {
                Some(why) => Saving::Failed(why.clone()),
                None if progress.done < progress.asked => Saving::Pending,
                None => Saving::Saved,
            },
            Err(_) => Saving::Pending,
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some((queue, thread)) = self.writer.take() {
            drop(queue);
            let _ = thread.join();
        }
    }
}

fn run(path: &Path, inbox: &Receiver<Unsent>, saving: &Mutex<Progress>, wake: &Sender<Message>) {
    while let Ok(mut last) = inbox.recv() {
        let mut changes = 1;
        let due = Instant::now() + GATHER;
        // Also when keys never rest; and at once when there will be no more.
        while let left = due.saturating_duration_since(Instant::now())
            && !left.is_zero()
            && let Ok(next) = inbox.recv_timeout(left)
        {
            last = next;
            changes += 1;
        }
        let outcome = write(path, &last);
        if let Ok(mut progress) = saving.lock() {
            progress.done += changes;
            progress.failed = outcome
                .err()
                .map(|e| format!("{} can't be written: {e}.", path.display()));
        }
        // Without a loop there is nobody left to tell.
        let _ = wake.send(Message::Wake);
    }
}

/// No file where there is nothing to keep.
fn write(path: &Path, unsent: &Unsent) -> io::Result<()> {
    if *unsent == Unsent::default() {
        return match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    write_private(path, &serde_json::to_vec(unsent)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::state::Draft;
    use crate::tui::app::layers::PromptKind;

    fn typed(text: &str) -> Unsent {
        let draft = Draft {
            text: text.into(),
            cursor: (0, text.len()),
        };
        Unsent {
            open: Some(PromptKind::New),
            prompts: [(PromptKind::New, draft)].into(),
            commands: None,
        }
    }

    #[test]
    fn the_last_change_is_on_the_disk_when_it_ends_and_nothing_leaves_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let (wake, _woken) = channel();
        let mut keeper = Keeper::new(dir.path());
        assert_eq!(keeper.read(), Unsent::default());
        for text in ["A", "Ac", "Acme"] {
            keeper.keep(&typed(text), &wake);
        }
        drop(keeper);
        let mut again = Keeper::new(dir.path());
        assert_eq!(again.read(), typed("Acme"));
        again.keep(&Unsent::default(), &wake);
        drop(again);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_file_is_nothing_and_is_written_again() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("home.json"), b"{\"open\": \"ne").unwrap();
        let (wake, _woken) = channel();
        let mut keeper = Keeper::new(dir.path());
        assert_eq!(keeper.read(), Unsent::default());
        keeper.keep(&typed("Acme"), &wake);
        drop(keeper);
        assert_eq!(Keeper::new(dir.path()).read(), typed("Acme"));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("file"), b"").unwrap();
        let (wake, woken) = channel();
        let mut keeper = Keeper::new(&dir.path().join("file"));
        keeper.keep(&typed("Acme"), &wake);
        woken.recv().unwrap();
        assert!(matches!(keeper.saving(), Saving::Failed(why) if why.contains("home.json")));
    }
}
