//! An address: what it answers with, and where that is nothing to read, what well-known paths beside it do.

use super::super::job::Job;
use super::super::{fetch, samples};
use crate::core::answers::{Kind, Value};
use crate::core::event::{Failure, FailureKind};
use crate::core::propose::{self, ANSWERS, Evidence, HEAD, Origin, Proposal, Tried, WELL_KNOWN};
use crate::jobs::cancel::CancelToken;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// How long one well-known path may take: a guess is not waited for as what was named is.
const GUESS: Duration = Duration::from_secs(3);

/// What a Java process is greeted with, and what it answers. Source: the RMI wire protocol, stream protocol.
const HELLO: &[u8] = b"JRMI\x00\x02\x4b";
const WELCOME: u8 = 0x4e;

type Headers = BTreeMap<String, Value>;

/// Reads an address and says what it is.
pub(super) fn look(
    job: &mut Job,
    url: &str,
    headers: &Headers,
    guessed: bool,
) -> Result<Proposal, Failure> {
    let sent = samples::resolve(headers)?;
    let limit = job.context.options.fetch_limit;
    job.say(&format!("Reading {url}"), None);
    let answer = match fetch::peek(url, &sent, HEAD, limit, &job.cancel) {
        Ok(answer) => answer,
        Err(failure) => {
            job.check_cancel()?;
            return rmi(url, limit, &job.cancel, guessed).ok_or(failure);
        }
    };
    if let Some(refused) = refused(url, &answer) {
        return Err(refused);
    }
    let first = (answer.status == 200).then(|| propose::propose(&of(headers, &answer)));
    if let Some(made) = first.as_ref().filter(|made| reads(made)) {
        return Ok(made.clone());
    }
    let paths = paths(&answer.url);
    let what = match &first {
        Some(_) if answer.content_type.contains("html") => "an HTML page".to_owned(),
        Some(_) => "something else".to_owned(),
        None => format!("status {}", answer.status),
    };
    let mut tried = Tried {
        answer: what,
        paths: paths.iter().map(|p| (*p).to_owned()).collect(),
        found: true,
    };
    if let Some((mut evidence, n)) = beside(job, &answer.url, &paths, headers, &sent)? {
        tried.paths.truncate(n);
        evidence.tried = Some(tried);
        return Ok(propose::propose(&evidence));
    }
    tried.found = false;
    let Some(made) = first else {
        return Err(Failure::new(
            FailureKind::Unavailable,
            format!("{url} {ANSWERS} status {}.", answer.status),
            format!(
                "Is the path right? Tried {}: nothing to read. A saved page works as well.",
                tried.paths.join(", ")
            ),
        ));
    };
    if made.kind.is_some() {
        return Ok(made);
    }
    Ok(propose::propose(&Evidence {
        tried: Some(tried),
        ..of(headers, &answer)
    }))
}

fn of(headers: &Headers, answer: &fetch::Peek) -> Evidence {
    let origin = Origin::Url {
        url: answer.url.clone(),
        headers: propose::typed_headers(headers),
    };
    Evidence {
        whole: answer.whole,
        ..Evidence::cut(origin, &answer.content_type, answer.head.clone())
    }
}

/// Whether what answered can be read as it is: a page of metrics, or JSON that holds a number.
fn reads(made: &Proposal) -> bool {
    match made.kind {
        Some(Kind::Http) => made.confidence == propose::Confidence::Sure,
        Some(kind) => kind != Kind::Blank,
        None => false,
    }
}

/// Why an answer's status ends the looking.
fn refused(url: &str, answer: &fetch::Peek) -> Option<Failure> {
    let text = String::from_utf8_lossy(&answer.head[..answer.head.len().min(400)]).to_lowercase();
    let hint = match answer.status {
        200 if answer.head.is_empty() && !answer.whole => {
            "It began to answer, and sent nothing. Is it a stream? Name an address that sends one page."
        }
        401 | 403 | 407 => {
            "It asks for credentials. Type a header behind the address, for example Authorization=$ACME_TOKEN, and set \
             ACME_TOKEN in the environment before you start."
        }
        400 if text.contains("https") => "It wants TLS: type https:// instead of http://.",
        // A path that is not right has others beside it.
        200 | 400 | 404..=406 | 410 | 501 => return None,
        201..=299 => "Name an address that answers with a page.",
        _ => "Look at the service's own log, or give a saved page instead.",
    };
    Some(Failure::new(
        FailureKind::Unavailable,
        format!("{url} {ANSWERS} status {}.", answer.status),
        hint,
    ))
}

/// The well-known paths beside an address.
fn paths(url: &str) -> Vec<&'static str> {
    let (_, own) = propose::join(url);
    let own = own
        .split('?')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    WELL_KNOWN.into_iter().filter(|p| *p != own).collect()
}

/// The first well-known path that can be read, and how many were tried, within the time that an address has.
fn beside(
    job: &mut Job,
    url: &str,
    paths: &[&str],
    headers: &Headers,
    sent: &[(String, String)],
) -> Result<Option<(Evidence, usize)>, Failure> {
    let deadline = Instant::now() + job.context.options.fetch_limit;
    let (base, _) = propose::join(url);
    for (n, path) in paths.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        let url = format!("{base}{path}");
        job.say(
            &format!("Trying {url}"),
            Some((n as u64, paths.len() as u64)),
        );
        let answer = fetch::peek(&url, sent, HEAD, left.min(GUESS), &job.cancel);
        job.check_cancel()?;
        // The path itself must answer: a redirect to a login page is none.
        let Ok(answer) = answer else { continue };
        if answer.status != 200 || propose::join(&answer.url).1 != *path {
            continue;
        }
        let evidence = of(headers, &answer);
        if reads(&propose::propose(&evidence)) {
            return Ok(Some((evidence, n + 1)));
        }
    }
    Ok(None)
}

/// A port without a scheme may be that of a JVM's beans.
fn rmi(url: &str, limit: Duration, cancel: &CancelToken, guessed: bool) -> Option<Proposal> {
    if !guessed || cancel.is_cancelled() {
        return None;
    }
    let address = propose::join(url).0.rsplit("://").next()?.to_owned();
    let limit = limit.min(GUESS);
    let socket = address.to_socket_addrs().ok()?.next()?;
    let mut stream = TcpStream::connect_timeout(&socket, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    stream.set_write_timeout(Some(limit)).ok()?;
    stream.write_all(HELLO).ok()?;
    let mut answer = [0];
    stream.read_exact(&mut answer).ok()?;
    (answer == [WELCOME]).then(|| Proposal::rmi(&address))
}
