//! The address of a repository, apart from the many ways to write it.

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// `host/owner/name` in lower case: no scheme, user, port, or `.git`.
    Elsewhere(String),
    /// A path of this machine, as it is written.
    Here(String),
}

/// Reads an address as git does: with a scheme, in the form of scp, or a path.
pub(super) fn of(url: &str) -> Address {
    let url = url.trim();
    // `https::https://...` names the program that talks to it.
    let url = match url.split_once("::") {
        Some((helper, rest)) if helper.chars().all(char::is_alphanumeric) => rest,
        _ => url,
    };
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if scheme.eq_ignore_ascii_case("file") {
        return Address::Here(decoded(rest));
    }
    let slash = rest.find('/').unwrap_or(rest.len());
    let (host, path) = if scheme.is_empty() {
        // `user@host:path`, or `[user@host:port]:path`.
        let after = rest.find(']').filter(|_| rest[..slash].contains('['));
        let after = after.unwrap_or_default();
        match rest[after..slash].find(':') {
            Some(colon) => (&rest[..after + colon], &rest[after + colon + 1..]),
            None => return Address::Here(url.to_owned()),
        }
    } else {
        rest.split_at(slash)
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.trim_start_matches('[');
    let host = host.split([':', ']']).next().unwrap_or(host);
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Address::Elsewhere(format!("{host}/{}", plain(path)))
}

/// A path on a host: `owner/name`.
fn plain(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = decoded(path).to_lowercase();
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    path.strip_suffix(".git").unwrap_or(&path).to_owned()
}

/// The text with its `%2D` and the like read.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes: Vec<u8> = parts.next().unwrap_or_default().into();
    for part in parts {
        let code = part.get(..2).map(|two| u8::from_str_radix(two, 16));
        if let Some(Ok(byte)) = code {
            bytes.push(byte);
            bytes.extend(&part.as_bytes()[2..]);
        } else {
            bytes.push(b'%');
            bytes.extend(part.as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Address, of};

    #[test]
    fn every_way_to_write_an_address_leads_to_one_place() {
        for url in [
            "https://github.com/Acme/queue.git",
            "HTTPS://dev:token@GitHub.com:443/acme/queue/",
            "https://www.github.com./acme//queue.GIT",
            "https://github.com/x/../acme/./queue?a=1#b",
            "https://github.com/acme/%71ueue",
            "https::https://github.com/acme/queue",
            "git@github.com:acme/queue.git",
            "github.com:/acme/queue",
            "[git@github.com]:acme/queue",
            "[git@github.com:22]:acme/queue",
            "git@[github.com]:acme/queue",
            " git+ssh://git@github.com/acme/queue",
        ] {
            assert_eq!(
                of(url),
                Address::Elsewhere("github.com/acme/queue".into()),
                "{url}"
            );
        }
    }

    #[test]
    fn paths_of_this_machine_stay_as_they_are() {
        for (url, path) in [
            ("../Fork.git", "../Fork.git"),
            ("/srv/a:b", "/srv/a:b"),
            ("file:///srv/a%20b", "/srv/a b"),
            ("", ""),
            ("100%", "100%"),
        ] {
            assert_eq!(of(url), Address::Here(path.into()), "{url}");
        }
    }
}
