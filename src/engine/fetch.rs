//! One GET of the contributor's own endpoint, with limits: an address can hang, flood or lead away.

use crate::core::event::{Failure, FailureKind};
use crate::core::propose::ANSWERS;
use crate::jobs::cancel::CancelToken;
use std::io::Read;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What an endpoint may send.
const LIMIT: u64 = 64 * 1024 * 1024;
const REDIRECTS: usize = 5;

/// The beginning of an answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Peek {
    /// Where redirects led.
    pub url: String,
    pub status: u16,
    pub content_type: String,
    pub head: Vec<u8>,
    /// Whether `head` is all of it: neither the limit nor the time cut it.
    pub whole: bool,
}

/// A response on record.
#[derive(Debug, Clone)]
pub struct Response {
    pub body: String,
    pub content_type: String,
}

/// Gets `url` with `headers`, in at most `limit` for everything together.
///
/// # Errors
/// One sentence that names the address, the cause and the way out; at once when it is canceled.
pub fn get(
    url: &str,
    headers: &[(String, String)],
    limit: Duration,
    cancel: &CancelToken,
) -> Result<Response, Failure> {
    let (url, headers) = (url.to_owned(), headers.to_vec());
    beside(cancel, move || {
        follow(&url, &headers, limit, &|_, response| {
            read(&url, response, limit)
        })
    })
}

/// The first `most` bytes of what `url` answers with, in at most `limit` for everything together.
///
/// # Errors
/// It can't be reached, or leads away; at once when it is canceled.
pub fn peek(
    url: &str,
    headers: &[(String, String)],
    most: usize,
    limit: Duration,
    cancel: &CancelToken,
) -> Result<Peek, Failure> {
    let (url, headers) = (url.to_owned(), headers.to_vec());
    beside(cancel, move || {
        follow(&url, &headers, limit, &|at, response| {
            Ok(begin(at, response, most))
        })
    })
}

/// Runs on a thread of its own, so that canceling is heard at once.
fn beside<T: Send + 'static>(
    cancel: &CancelToken,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let (sender, receiver) = mpsc::channel();
    let canceled = sender.clone();
    let _subscription = cancel.on_cancel(move || {
        let _ = canceled.send(Err(Failure::new(FailureKind::Cancelled, "Canceled.", "")));
    });
    // A blocking read can't be interrupted: its thread ends by itself, within the limit.
    let fetch = move || {
        let _ = sender.send(work());
    };
    let spawned = std::thread::Builder::new()
        .name("fetch".into())
        .spawn(fetch);
    spawned.map_err(|e| io(&e))?;
    receiver
        .recv()
        .unwrap_or_else(|_| Err(io(&std::io::Error::other("the reader ended"))))
}

fn io(error: &std::io::Error) -> Failure {
    let message = format!("No thread could be started: {error}.");
    Failure::new(FailureKind::Io, message, "")
}

/// Takes what an address answers with, once it leads nowhere else.
type Taking<'a, T> = &'a dyn Fn(&str, ureq::http::Response<ureq::Body>) -> Result<T, Failure>;

/// Follows redirects by hand, and only on the same host: headers may hold a secret.
fn follow<T>(
    url: &str,
    headers: &[(String, String)],
    limit: Duration,
    take: Taking<'_, T>,
) -> Result<T, Failure> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(concat!("ddint-tui/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut at = url.to_owned();
    let deadline = Instant::now() + limit;
    for _ in 0..=REDIRECTS {
        let left = deadline.saturating_duration_since(Instant::now());
        let request = agent.get(&at).config().timeout_global(Some(left));
        let mut request = request.build();
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = request.call().map_err(|e| unreachable(url, &e, limit))?;
        if !response.status().is_redirection() {
            return take(&at, response);
        }
        let Some(location) = header(&response, "location").filter(|l| !l.is_empty()) else {
            return Err(unavailable(
                format!(
                    "{url} redirects (status {}) without saying where to.",
                    response.status().as_u16()
                ),
                "Name the address of the page itself.",
            ));
        };
        let next = resolved(&at, &location);
        let weaker = at.starts_with("https://") && !next.starts_with("https://");
        if host(&next) != host(&at) || weaker {
            return Err(unavailable(
                format!("{url} redirects elsewhere: {}.", shown(&next)),
                "If you trust it, name that address instead.",
            ));
        }
        at = next;
    }
    Err(unavailable(
        format!("{url} redirects more than {REDIRECTS} times."),
        "Name the address where the redirects end.",
    ))
}

/// As much as there is, up to a limit: a stream that does not end has a beginning, too.
fn begin(url: &str, mut response: ureq::http::Response<ureq::Body>, most: usize) -> Peek {
    let mut head = vec![];
    let mut reader = response.body_mut().as_reader().take(most as u64 + 1);
    let ended = reader.read_to_end(&mut head).is_ok();
    let whole = ended && head.len() <= most;
    head.truncate(most);
    Peek {
        url: url.to_owned(),
        status: response.status().as_u16(),
        content_type: header(&response, "content-type").unwrap_or_default(),
        head,
        whole,
    }
}

fn read(
    url: &str,
    mut response: ureq::http::Response<ureq::Body>,
    limit: Duration,
) -> Result<Response, Failure> {
    let status = response.status().as_u16();
    if status != 200 {
        let hint = match status {
            401 | 403 | 407 => {
                "It asks for credentials: give them as headers, each value as { env: NAME }."
            }
            404 | 410 => "Is the path right?",
            201..=299 => "Name an address that answers with a page.",
            _ => "Look at the service's own log, or give a sample file instead.",
        };
        return Err(unavailable(
            format!("{url} {ANSWERS} status {status}."),
            hint,
        ));
    }
    let content_type = header(&response, "content-type").unwrap_or_default();
    let mut bytes = vec![];
    let mut reader = response.body_mut().as_reader().take(LIMIT + 1);
    reader.read_to_end(&mut bytes).map_err(|e| {
        let late = e.get_ref().and_then(|e| e.downcast_ref::<ureq::Error>());
        if matches!(late, Some(ureq::Error::Timeout(_))) || e.kind() == std::io::ErrorKind::TimedOut
        {
            return unavailable(
                format!(
                    "{url} began to answer, but did not end within {} seconds.",
                    limit.as_secs()
                ),
                "Is it a stream? Name an address that sends one page, or give a sample file.",
            );
        }
        unavailable(
            format!("{url} stopped in the middle of its answer: {e}."),
            "Try again, or give a sample file.",
        )
    })?;
    if bytes.len() as u64 > LIMIT {
        return Err(unavailable(
            format!("{url} sends more than {} MB.", LIMIT / 1024 / 1024),
            "Name an address that sends less, or give a sample file.",
        ));
    }
    let body = String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            FailureKind::Findings,
            format!("{url} {ANSWERS} bytes that are not UTF-8 text."),
            "Name the address of the metrics page or of the JSON.",
        )
    })?;
    Ok(Response { body, content_type })
}

fn header<T>(response: &ureq::http::Response<T>, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// `http://host:port` of an address, and what follows it.
fn split(url: &str) -> (&str, &str) {
    let after = url.find("://").map_or(0, |n| n + 3);
    let end = url[after..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |n| after + n);
    url.split_at(end)
}

/// The host's name in lower case: another port or scheme of it is the same machine.
fn host(url: &str) -> String {
    let (origin, _) = split(url);
    let authority = origin.rsplit("://").next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    let end = match named.strip_prefix('[') {
        Some(v6) => v6.find(']').map_or(named.len(), |n| n + 2),
        None => named.find(':').unwrap_or(named.len()),
    };
    named[..end].to_ascii_lowercase()
}

/// Where a `Location` leads, seen from `at`.
fn resolved(at: &str, location: &str) -> String {
    let location = location.split('#').next().unwrap_or_default();
    if location.starts_with("http://") || location.starts_with("https://") {
        return location.to_owned();
    }
    let (origin, path) = split(at);
    if location.starts_with("//") {
        let scheme = at.split("//").next().unwrap_or("http:");
        return format!("{scheme}{location}");
    }
    if location.starts_with('/') {
        return format!("{origin}{location}");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("/", |n| &path[..=n]);
    format!("{origin}{folder}{location}")
}

/// An address for a message: a query may hold a session's secret.
fn shown(url: &str) -> String {
    let short: String = url.chars().take_while(|c| *c != '?').take(200).collect();
    crate::jobs::text::plain(&short)
}

fn unreachable(url: &str, error: &ureq::Error, limit: Duration) -> Failure {
    let (why, hint) = match error {
        ureq::Error::Timeout(_) => (
            format!("did not answer within {} seconds", limit.as_secs()),
            "Is it the right address? A sample file works without it.",
        ),
        ureq::Error::HostNotFound => (
            "has a host that does not exist".into(),
            "Check the host's name.",
        ),
        other if other.to_string().contains("lookup address") => (
            "has a host that can't be found".into(),
            "Check the host's name, and the network. A sample file works without it.",
        ),
        other if other.to_string().contains("certificate") => (
            format!("has a certificate that can't be trusted: {other}"),
            "Save what it answers with, for example with curl -k, and give that file. Does it answer at http://, too?",
        ),
        other if other.to_string().contains("corrupt message") => (
            "does not speak TLS".into(),
            "Type http:// instead of https://.",
        ),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => (
            "is not an address that can be read".into(),
            "Write it like http://localhost:9100/metrics.",
        ),
        other => (
            format!("can't be reached: {other}"),
            "Is the service running? A sample file works without it.",
        ),
    };
    unavailable(format!("{url} {why}."), hint)
}

fn unavailable(message: String, hint: &str) -> Failure {
    Failure::new(FailureKind::Unavailable, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_seen_from_the_address() {
        let at = "http://a.example:80/x/y?q=/z";
        for (location, wanted) in [
            ("/metrics", "http://a.example:80/metrics"),
            ("m/", "http://a.example:80/x/m/"),
            ("//b.example/m", "http://b.example/m"),
            ("https://b.example/m#top", "https://b.example/m"),
        ] {
            assert_eq!(resolved(at, location), wanted);
        }
        assert_eq!(resolved("http://a.example", "m"), "http://a.example/m");
    }

    #[test]
    fn the_host_is_what_may_not_change() {
        assert_eq!(host("http://A.example:80/x"), "a.example");
        assert_eq!(host("https://u@a.example?q"), "a.example");
        assert_eq!(host("http://[::1]:9100/x"), "[::1]");
        assert_ne!(
            host("http://a.example.b.example/"),
            host("http://a.example/")
        );
    }
}
