//! The shared toolchain and small servers for the tests.
#![allow(dead_code, reason = "each test crate uses a part")]

pub mod prototype;

use ddint_tui::jobs::cancel::CancelToken;
use ddint_tui::toolchain::{self, Toolchain, make, python};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// `DDINT_TUI_TOOLCHAIN_DIR`, else a folder that survives between test runs.
pub fn folder() -> PathBuf {
    std::env::var_os("DDINT_TUI_TOOLCHAIN_DIR").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).join("toolchain"),
        PathBuf::from,
    )
}

/// The shared toolchain; `None` without a network only when that was said.
pub fn shared() -> Option<&'static Toolchain> {
    static SHARED: OnceLock<Option<Toolchain>> = OnceLock::new();
    SHARED
        .get_or_init(|| {
            let offline = std::env::var_os("DDINT_TEST_OFFLINE").is_some_and(|v| v == "1");
            if offline && toolchain::current_in(&folder()).is_none() {
                #[allow(clippy::print_stderr, reason = "a skipped test says so")]
                {
                    eprintln!("skipped: it needs Python 3.13 and the package index");
                }
                return None;
            }
            let python = python::find(None).ok();
            let made = make::make_in(&folder(), python.as_ref(), &CancelToken::new(), &mut |_| {});
            Some(made.unwrap())
        })
        .as_ref()
}

#[macro_export]
macro_rules! toolchain_or_return {
    () => {
        match toolchain_support::shared() {
            Some(toolchain) => toolchain,
            None => return,
        }
    };
}

/// Serves every request with what `answer` writes, on loopback, until the process ends.
pub fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = std::sync::Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = std::sync::Arc::clone(&answer);
            std::thread::spawn(move || {
                let mut stream = stream;
                let mut head = vec![];
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                answer(&path, &mut stream);
            });
        }
    });
    address
}

/// A whole response.
pub fn respond(stream: &mut TcpStream, content_type: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body));
}
