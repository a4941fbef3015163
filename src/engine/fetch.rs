//! One GET of the contributor's own endpoint, with limits: an address can hang, flood or lead away.

use crate::core::event::{Failure, FailureKind};
use std::io::Read;
use std::time::Duration;

/// What an endpoint may send.
const LIMIT: u64 = 64 * 1024 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(15);
const REDIRECTS: u32 = 5;

/// A response on record.
#[derive(Debug, Clone)]
pub struct Response {
    pub body: String,
    pub content_type: String,
}

/// Gets `url` with `headers`.
///
/// # Errors
/// One sentence that names the address, the cause and the way out.
pub fn get(url: &str, headers: &[(String, String)]) -> Result<Response, Failure> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIME_LIMIT))
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .user_agent(concat!("ddint-tui/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut request = agent.get(url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let mut response = request.call().map_err(|e| unreachable(url, &e))?;
    let status = response.status().as_u16();
    if status >= 400 {
        let hint = match status {
            401 | 403 => "It asks for credentials: give them as headers.",
            404 => "Is the path right?",
            _ => "Look at the service's own log, or give a sample file instead.",
        };
        return Err(unavailable(
            format!("{url} answers with status {status}."),
            hint,
        ));
    }
    let content_type = response
        .headers()
        .get("content-type")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let mut bytes = vec![];
    let mut reader = response.body_mut().as_reader().take(LIMIT + 1);
    reader.read_to_end(&mut bytes).map_err(|e| {
        unavailable(
            format!("{url} stopped in the middle of its answer: {e}."),
            "Try again.",
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
            format!("{url} answers with bytes that are not UTF-8 text."),
            "Name the address of the metrics page or of the JSON.",
        )
    })?;
    Ok(Response { body, content_type })
}

fn unreachable(url: &str, error: &ureq::Error) -> Failure {
    let (why, hint) = match error {
        ureq::Error::Timeout(_) => (
            format!("did not answer within {} seconds", TIME_LIMIT.as_secs()),
            "Is it the right address? A sample file works without it.",
        ),
        ureq::Error::TooManyRedirects => (
            format!("redirects more than {REDIRECTS} times"),
            "Name the address where the redirects end.",
        ),
        ureq::Error::HostNotFound => (
            "has a host that does not exist".into(),
            "Check the host's name.",
        ),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => (
            "is not an address".into(),
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
