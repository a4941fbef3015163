//! An endpoint that misbehaves as one likes: each connection is handed to a closure.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};

/// A loopback server until it is dropped.
pub struct Server {
    pub url: String,
    /// The head of each request, as it came.
    pub heads: Receiver<String>,
    address: std::net::SocketAddr,
    ended: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// `answer` gets the path and the connection; what it returns is of no concern.
    pub fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ended = Arc::new(AtomicBool::new(false));
        let (sender, heads) = channel();
        let (stop, answer) = (Arc::clone(&ended), Arc::new(answer));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (answer, sender) = (Arc::clone(&answer), sender.clone());
                // A connection that hangs must not hold the others.
                std::thread::spawn(move || {
                    let Ok(mut stream) = stream else { return };
                    let mut head = String::new();
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
                    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                    let _ = sender.send(head);
                    answer(&path, &mut stream);
                });
            }
        });
        Self {
            url: format!("http://{address}"),
            heads,
            address,
            ended,
            thread: Some(thread),
        }
    }

    /// Answers every path with this status line's rest, headers and body.
    pub fn fixed(status: &'static str, headers: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::new(move |_, stream| respond(stream, status, headers, &body))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A whole answer.
pub fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

/// The beginning of an answer without an end.
pub fn begin(stream: &mut TcpStream, headers: &str) {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n");
    let _ = stream.write_all(head.as_bytes());
}
