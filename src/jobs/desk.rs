//! Questions that children ask: they lie here until somebody in front of the screen answers. An answer goes straight
//! to who asked and is kept nowhere.

use super::cancel::CancelToken;
use super::text;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What comes before an answer; without it there is none.
pub(super) const ANSWERED: u8 = b'=';

/// What a child wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: u64,
    /// As the child says it, with nothing that a terminal could take for a command.
    pub text: String,
    /// What is typed must not be seen.
    pub secret: bool,
}

struct Open {
    question: Question,
    /// The door it came through.
    door: u64,
    to: UnixStream,
    cancel: CancelToken,
}

#[derive(Default)]
struct State {
    last: u64,
    open: Vec<Open>,
}

/// Where questions wait. Shared by the jobs that may ask and the screen that answers.
pub struct Desk {
    state: Mutex<State>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    /// `wake` is called when a question came or went.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            state: Mutex::default(),
            wake: Box::new(wake),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The question that has waited longest.
    #[must_use]
    pub fn first(&self) -> Option<Question> {
        self.state().open.first().map(|open| open.question.clone())
    }

    /// Gives the answer to who asked. None ends the job that it was asked for.
    pub fn answer(&self, id: u64, answer: Option<&str>) {
        let mut state = self.state();
        let Some(at) = state.open.iter().position(|o| o.question.id == id) else {
            return;
        };
        let Open { mut to, cancel, .. } = state.open.remove(at);
        drop(state);
        if let Some(answer) = answer {
            // Who is gone needs no answer any more.
            let _ = to.write_all(&[ANSWERED]);
            let _ = to.write_all(answer.as_bytes());
        }
        let _ = to.shutdown(Shutdown::Both);
        if answer.is_none() {
            cancel.cancel();
        }
        (self.wake)();
    }

    /// A new number for a door.
    pub(super) fn door(&self) -> u64 {
        let mut state = self.state();
        state.last += 1;
        state.last
    }

    /// Lays a question down; its number.
    pub(super) fn ask(&self, door: u64, said: &str, to: UnixStream, cancel: &CancelToken) -> u64 {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        let said = text::plain(said).trim().to_owned();
        state.open.push(Open {
            question: Question {
                id,
                secret: is_secret(&said),
                text: said,
            },
            door,
            to,
            cancel: cancel.clone(),
        });
        drop(state);
        (self.wake)();
        id
    }

    /// Takes back what nobody waits for any more.
    pub(super) fn withdraw(&self, gone: impl Fn(u64, u64) -> bool) {
        let mut state = self.state();
        let before = state.open.len();
        state.open.retain(|open| {
            let gone = gone(open.door, open.question.id);
            if gone {
                let _ = open.to.shutdown(Shutdown::Both);
            }
            !gone
        });
        let changed = state.open.len() != before;
        drop(state);
        if changed {
            (self.wake)();
        }
    }
}

/// Whether the answer is one that nobody else may see: all but names and plain yes or no.
fn is_secret(said: &str) -> bool {
    let lower = said.to_lowercase();
    let named = lower.starts_with("username") || lower.starts_with("user name");
    let yes_or_no = lower.contains("(yes/no") || lower.contains("[y/n]");
    !named && !yes_or_no
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_hidden_unless_it_is_known_to_be_no_secret() {
        for (said, secret) in [
            ("Username for 'https://github.com': ", false),
            ("Password for 'https://ann@github.com': ", true),
            (
                "Enter passphrase for key '/home/ann/.ssh/id_ed25519': ",
                true,
            ),
            ("ann@host's password: ", true),
            ("(ann@host) Verification code: ", true),
            (
                "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
                false,
            ),
            ("Enter PIN for ED25519-SK key: ", true),
        ] {
            assert_eq!(is_secret(said), secret, "{said}");
        }
    }
}
