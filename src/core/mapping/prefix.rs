//! The part that most raw names begin with, typically the product's name: worth taking off, since the
//! metric prefix says it already.

use std::collections::HashMap;

/// First words that carry meaning of their own: `http_requests` without `http_` would say less.
const MEANINGFUL: &[&str] = &[
    "http",
    "https",
    "grpc",
    "rpc",
    "api",
    "db",
    "database",
    "sql",
    "cache",
    "queue",
    "queues",
    "node",
    "cluster",
    "server",
    "client",
    "app",
    "system",
    "cpu",
    "memory",
    "mem",
    "disk",
    "net",
    "network",
    "request",
    "requests",
    "response",
    "responses",
    "connection",
    "connections",
    "collection",
    "collections",
    "storage",
    "total",
    "num",
    "number",
    "rest",
    "user",
    "users",
    "job",
    "jobs",
    "task",
    "tasks",
    "worker",
    "workers",
    "consumer",
    "producer",
    "message",
    "messages",
    "topic",
    "tcp",
    "udp",
    "container",
    "pod",
    "host",
    "log",
    "logs",
    "error",
    "errors",
];

/// The common prefix with its final underscore, or an empty text.
///
/// `raws` are the names that are not the runtime's; `folder` is the integration's.
pub fn find(raws: &[&str], folder: &str) -> String {
    if let Some(own) = own(raws, folder) {
        return own;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for raw in raws {
        if let Some((first, _)) = raw.split_once('_') {
            *counts.entry(first).or_default() += 1;
        }
    }
    let Some((first, count)) = counts
        .into_iter()
        .max_by_key(|(word, n)| (*n, std::cmp::Reverse(*word)))
    else {
        return String::new();
    };
    let related = related(first, folder);
    let most = count * 5 >= raws.len() * 4;
    let plain = !MEANINGFUL.contains(&first) && raws.len() >= 3;
    if first.len() > 1 && ((related && count * 2 > raws.len()) || (most && plain)) {
        format!("{first}_")
    } else {
        String::new()
    }
}

/// `acme_queue_` where most names begin with the folder's own name.
fn own(raws: &[&str], folder: &str) -> Option<String> {
    let prefix = format!("{folder}_");
    let count = raws.iter().filter(|r| r.starts_with(&prefix)).count();
    (count > 0 && count * 2 >= raws.len()).then_some(prefix)
}

/// Whether a word is the product's name, or its beginning: `acme` of `acme_queue`, `redpanda` of `redpanda`.
fn related(word: &str, folder: &str) -> bool {
    let squeezed = folder.replace('_', "");
    let word = word.to_lowercase();
    word == squeezed || folder.split('_').next() == Some(word.as_str())
}
