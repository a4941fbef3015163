//! `Effect::After`: rests that end in an event. While nobody rests, nothing wakes the thread.

use super::job::Sink;
use crate::core::event::Event;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Rests, by name; a later one takes the place of an earlier one of the same name.
pub(super) struct Timer {
    sink: Sink,
    sender: Option<Sender<Rest>>,
}

struct Rest {
    name: &'static str,
    token: u64,
    until: Instant,
}

impl Timer {
    pub(super) fn new(sink: Sink) -> Self {
        Self { sink, sender: None }
    }

    /// Sends `Event::Elapsed` with the token after so many milliseconds.
    pub(super) fn after(&mut self, name: &'static str, token: u64, ms: u64) {
        let until = Instant::now() + Duration::from_millis(ms);
        let rest = Rest { name, token, until };
        let sender = self.sender.get_or_insert_with(|| {
            let (sender, receiver) = channel();
            let sink = Sink::clone(&self.sink);
            // Without a thread nothing is verified while editing; the Test step does not need it.
            let _ = std::thread::Builder::new()
                .name("rests".into())
                .spawn(move || wait(&receiver, &sink));
            sender
        });
        let _ = sender.send(rest);
    }
}

fn wait(receiver: &Receiver<Rest>, sink: &Sink) {
    let mut rests: HashMap<&'static str, Rest> = HashMap::new();
    loop {
        let soonest = rests.values().map(|rest| rest.until).min();
        let got = match soonest {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match got {
            Ok(rest) => {
                rests.insert(rest.name, rest);
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                let over: Vec<&str> = rests
                    .values()
                    .filter(|rest| rest.until <= now)
                    .map(|rest| rest.name)
                    .collect();
                for rest in over.into_iter().filter_map(|name| rests.remove(name)) {
                    sink(Event::Elapsed { token: rest.token });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn the_last_rest_of_a_name_is_the_one_that_ends() {
        let (sender, receiver) = channel();
        let mut timer = Timer::new(Arc::new(move |event| sender.send(event).unwrap()));
        timer.after("a", 1, 60_000);
        timer.after("a", 2, 1);
        assert_eq!(receiver.recv().unwrap(), Event::Elapsed { token: 2 });
        timer.after("a", 3, 20);
        timer.after("b", 4, 1);
        assert_eq!(receiver.recv().unwrap(), Event::Elapsed { token: 4 });
        assert_eq!(receiver.recv().unwrap(), Event::Elapsed { token: 3 });
        // The thread ends with the timer, and with it the sink.
        drop(timer);
        assert!(receiver.recv().is_err());
    }
}
