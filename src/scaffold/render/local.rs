//! Keeping private addresses out of the repository: an endpoint inside somebody's network becomes `localhost`
//! with the same port, everywhere alike, so that fixtures, tags and the example still belong together.

use super::input::Input;
use crate::core::answers::Kind;
use serde_json::Value;

/// One replacement of `scheme://host:port`, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Local {
    pub from: String,
    /// The same without user and password, as recorded requests have it.
    bare: String,
    pub to: String,
}

impl Local {
    /// The replacement for the source's address.
    pub fn of(input: &Input<'_>) -> Self {
        let source = &input.answers.source;
        let (key, answered) = match input.kind() {
            Kind::Openmetrics => (
                "openmetrics_endpoint",
                source.openmetrics.as_ref().map(|o| o.endpoint.as_str()),
            ),
            Kind::Http => (
                "base_url",
                source.http.as_ref().map(|h| h.base_url.as_str()),
            ),
            _ => return Self::default(),
        };
        let captured = input.capture.instance[key].as_str();
        captured.or(answered).map_or_else(Self::default, Self::new)
    }

    fn new(url: &str) -> Self {
        let Some((scheme, rest)) = url.split_once("://") else {
            return Self::default();
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host_port = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = match host_port.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => {
                (host, format!(":{port}"))
            }
            _ => (host_port, String::new()),
        };
        if host_port == authority && !is_private(host) {
            return Self::default();
        }
        Self {
            from: format!("{scheme}://{authority}"),
            bare: format!("{scheme}://{host_port}"),
            to: format!("{scheme}://localhost{port}"),
        }
    }

    /// The text with the address replaced.
    pub fn text(&self, text: &str) -> String {
        if self.from.is_empty() {
            return text.to_owned();
        }
        text.replace(&self.from, &self.to)
            .replace(&self.bare, &self.to)
    }

    /// The same for every text in a value.
    pub fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(s) => Value::String(self.text(s)),
            Value::Array(items) => items.iter().map(|v| self.json(v)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), self.json(v))).collect(),
            other => other.clone(),
        }
    }
}

/// A name that means nothing outside a network.
pub fn is_private(host: &str) -> bool {
    if host == "localhost" || host == "127.0.0.1" || host == "[::1]" {
        return false;
    }
    if let Ok(ip) = host.parse::<std::net::Ipv4Addr>() {
        return ip.is_private() || ip.is_link_local();
    }
    let inside = [
        ".local",
        ".internal",
        ".corp",
        ".lan",
        ".intranet",
        ".home",
        ".svc",
    ];
    host.starts_with('[') || !host.contains('.') || inside.iter().any(|s| host.ends_with(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_become_localhost() {
        let local = Local::new("http://db7.corp:9100/metrics");
        assert_eq!(
            local.text("endpoint:http://db7.corp:9100/metrics"),
            "endpoint:http://localhost:9100/metrics"
        );
        assert_eq!(Local::new("http://10.1.2.3:80/x").to, "http://localhost:80");
        assert_eq!(
            Local::new("https://user:pw@api.acme.example/x").to,
            "https://localhost"
        );
    }

    #[test]
    fn a_password_in_the_address_goes_with_it() {
        let local = Local::new("http://user:pw@api.acme.example:81");
        for url in [
            "http://user:pw@api.acme.example:81/q",
            "http://api.acme.example:81/q",
        ] {
            assert_eq!(local.text(url), "http://localhost:81/q");
        }
    }

    #[test]
    fn public_and_local_addresses_stay() {
        for url in [
            "http://localhost:9100/metrics",
            "https://api.acme.example/v1",
            "",
            "unix",
        ] {
            assert_eq!(Local::new(url), Local::default(), "{url}");
        }
    }
}
