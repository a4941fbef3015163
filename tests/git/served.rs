//! git's own server over HTTP, on loopback, with a password in front of it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;
use tiny_http::{Header, Request, Response, Server};

/// `ann:s3cret-word` as a browser sends it.
const ANN: &str = "Basic YW5uOnMzY3JldC13b3Jk";
/// `guest:guest`, who may read only.
const GUEST: &str = "Basic Z3Vlc3Q6Z3Vlc3Q=";

/// A server of the bare repositories in one folder; ends with its drop.
pub struct Served {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    port: u16,
}

impl Served {
    pub fn new(root: &Path) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let port = server.server_addr().to_ip().unwrap().port();
        let (inner, root) = (Arc::clone(&server), root.to_owned());
        let thread = std::thread::spawn(move || {
            for request in inner.incoming_requests() {
                answer(request, &root);
            }
        });
        Self {
            server,
            thread: Some(thread),
            port,
        }
    }

    /// The address of a repository, with `user` (`ann:word@`) in front of the host.
    pub fn url(&self, user: &str, name: &str) -> String {
        format!("http://{user}127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn header(request: &Request, name: &'static str) -> String {
    let found = request.headers().iter().find(|h| h.field.equiv(name));
    found.map(|h| h.value.to_string()).unwrap_or_default()
}

fn answer(mut request: Request, root: &Path) {
    let who = header(&request, "Authorization");
    let url = request.url().to_owned();
    let pushes = url.contains("git-receive-pack");
    if pushes && who != ANN {
        let status = if who == GUEST { 403 } else { 401 };
        let asks = Header::from_bytes("WWW-Authenticate", "Basic realm=\"acme\"").unwrap();
        let _ = request.respond(
            Response::from_string("no")
                .with_status_code(status)
                .with_header(asks),
        );
        return;
    }
    let mut body = vec![];
    request.as_reader().read_to_end(&mut body).unwrap();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let mut child = Command::new(backend())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REMOTE_USER", if who == ANN { "ann" } else { "" })
        .env("REQUEST_METHOD", request.method().to_string())
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("CONTENT_TYPE", header(&request, "Content-Type"))
        .env("CONTENT_LENGTH", body.len().to_string())
        .env(
            "HTTP_CONTENT_ENCODING",
            header(&request, "Content-Encoding"),
        )
        .env("GIT_PROTOCOL", header(&request, "Git-Protocol"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || drop(input.write_all(&body)));
    let output = child.wait_with_output().unwrap().stdout;
    feeding.join().unwrap();
    respond(request, &output);
}

fn backend() -> PathBuf {
    let output = Command::new("git").arg("--exec-path").output().unwrap();
    Path::new(String::from_utf8(output.stdout).unwrap().trim()).join("git-http-backend")
}

/// Gives what a CGI program printed to who asked.
fn respond(request: Request, output: &[u8]) {
    let end = output.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&output[..end]).into_owned();
    let mut response = Response::from_data(&output[end + 4..]);
    for line in head.lines() {
        let (name, value) = line.split_once(':').unwrap();
        let value = value.trim();
        if name == "Status" {
            let code: u16 = value.split(' ').next().unwrap().parse().unwrap();
            response = response.with_status_code(code);
        } else {
            response = response.with_header(Header::from_bytes(name, value).unwrap());
        }
    }
    let _ = request.respond(response);
}
