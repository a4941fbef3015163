//! An endpoint that can be told to keep its answers back, so that what waits for it is surely running.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use tiny_http::{Header, Request, Response, Server};

#[derive(Default)]
struct State {
    held: bool,
    asked: usize,
}

/// The endpoint; everybody waiting is let go when it is dropped.
pub struct Gate {
    pub url: String,
    state: Arc<(Mutex<State>, Condvar)>,
    server: Arc<Server>,
}

impl Gate {
    /// Answers every path with this JSON.
    pub fn new(body: &'static str) -> Self {
        Self::serving(body, "application/json")
    }

    /// Answers every path with this text.
    pub fn serving(body: &'static str, content_type: &'static str) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let url = format!("http://{}", server.server_addr().to_ip().unwrap());
        let state: Arc<(Mutex<State>, Condvar)> = Arc::default();
        let (listening, shared) = (Arc::clone(&server), Arc::clone(&state));
        std::thread::spawn(move || {
            for request in listening.incoming_requests() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || answer(request, &shared, body, content_type));
            }
        });
        Self { url, state, server }
    }

    /// From now on no request is answered until [`Self::open`].
    pub fn hold(&self) {
        let mut state = self.state.0.lock().unwrap();
        state.held = true;
        state.asked = 0;
    }

    pub fn open(&self) {
        self.state.0.lock().unwrap().held = false;
        self.state.1.notify_all();
    }

    /// Blocks until a request waits.
    pub fn asked(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut state = self.state.0.lock().unwrap();
        while state.asked == 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "nobody asked the endpoint");
            state = self.state.1.wait_timeout(state, left).unwrap().0;
        }
    }
}

fn answer(request: Request, shared: &(Mutex<State>, Condvar), body: &str, content_type: &str) {
    let mut state = shared.0.lock().unwrap();
    state.asked += 1;
    shared.1.notify_all();
    while state.held {
        state = shared.1.wait(state).unwrap();
    }
    drop(state);
    let kind = Header::from_bytes("Content-Type", content_type).unwrap();
    // Whoever asked may be gone by now.
    let _ = request.respond(Response::from_string(body).with_header(kind));
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.open();
        self.server.unblock();
    }
}
