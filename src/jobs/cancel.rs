//! Asking a job to stop. The job's own outcome confirms that it did.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

type Wake = Box<dyn Fn() + Send>;

#[derive(Default)]
struct State {
    cancelled: bool,
    next: u64,
    wakes: BTreeMap<u64, Wake>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// A request to stop, shared by whoever asks and whoever must listen.
#[derive(Clone, Default)]
pub struct CancelToken(Arc<Shared>);

impl std::fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CancelToken")
            .field(&self.is_cancelled())
            .finish()
    }
}

impl CancelToken {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the end. Asking twice is the same as asking once.
    pub fn cancel(&self) {
        let mut state = self.state();
        state.cancelled = true;
        for wake in state.wakes.values() {
            wake();
        }
        drop(state);
        self.0.changed.notify_all();
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Waits until it is canceled or `limit` has passed; whether it is canceled.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut state = self.state();
        while !state.cancelled {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self
                .0
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state.cancelled
    }

    /// Calls `wake` once it is canceled (at once when it already is), until the subscription is
    /// dropped. `wake` runs on the thread that cancels, so it must not block or use this token.
    #[must_use]
    pub fn on_cancel(&self, wake: impl Fn() + Send + 'static) -> Subscription {
        let mut state = self.state();
        if state.cancelled {
            wake();
        }
        let id = state.next;
        state.next += 1;
        state.wakes.insert(id, Box::new(wake));
        drop(state);
        Subscription {
            token: self.clone(),
            id,
        }
    }
}

/// Keeps a wake-up registered.
#[derive(Debug)]
pub struct Subscription {
    token: CancelToken,
    id: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.token.state().wakes.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn cancelling_wakes_a_waiter_and_every_subscriber() {
        let token = CancelToken::new();
        let (tx, rx) = mpsc::channel();
        let keep = token.on_cancel(move || {
            let _ = tx.send(());
        });
        let other = token.clone();
        let waiter = std::thread::spawn(move || other.wait(Duration::from_secs(60)));
        token.cancel();
        assert!(waiter.join().unwrap());
        rx.recv_timeout(Duration::from_secs(5)).unwrap();
        drop(keep);
        assert!(token.state().wakes.is_empty());
    }

    #[test]
    fn waiting_ends_with_its_limit() {
        assert!(!CancelToken::new().wait(Duration::from_millis(5)));
    }

    #[test]
    fn a_late_subscriber_is_woken_at_once() {
        let token = CancelToken::new();
        token.cancel();
        let (tx, rx) = mpsc::channel();
        let _keep = token.on_cancel(move || {
            let _ = tx.send(());
        });
        assert!(rx.try_recv().is_ok());
    }
}
