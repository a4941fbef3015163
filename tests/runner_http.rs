//! HTTP as a check sees it: recorded, replayed, refused.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::too_many_lines)] // A test says where it can't go on, and what it skips.

use ddint_tui::core::capture::Submission;

#[macro_use]
mod toolchain_support;
use toolchain_support::prototype::{Prototype, error};
use toolchain_support::{respond, serve};

#[test]
fn http_exchanges_are_recorded_once_with_their_type() {
    let toolchain = toolchain_or_return!();
    let url = serve(|path, stream| {
        respond(
            stream,
            "application/json",
            format!("{{\"path\": \"{path}\"}}").as_bytes(),
        );
    });
    let conf = format!("init_config:\ninstances:\n  - url: {url}\n");
    let body = "r = self.http.get(instance['url'] + '/api?x=1')\nr.raise_for_status()\n\
        assert requests.get(instance['url'] + '/direct').json()['path'] == '/direct'\n\
        assert list(requests.get(instance['url'] + '/stream', stream=True).iter_lines()) == [b'{\"path\": \"/stream\"}']\n\
        self.gauge('ok', 1)";
    let capture = Prototype::body(body, &conf).run(toolchain);
    assert_eq!(capture.error, None);
    let seen: Vec<(&str, u16, &str)> = capture
        .exchanges
        .iter()
        .map(|e| {
            (
                e.url.strip_prefix(&url).unwrap(),
                e.status,
                e.content_type.as_str(),
            )
        })
        .collect();
    let json = "application/json";
    assert_eq!(
        seen,
        [
            ("/api?x=1", 200, json),
            ("/direct", 200, json),
            ("/stream", 200, json)
        ]
    );
    assert_eq!(capture.exchanges[0].body, "{\"path\": \"/api?x=1\"}");
    assert!(!capture.exchanges[0].truncated);
}

#[test]
fn targets_that_misbehave_are_errors_that_name_it() {
    use std::io::Write;
    let toolchain = toolchain_or_return!();
    let url = serve(|path, stream| match path {
        "/huge" => {
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";
            let block = vec![b'x'; 1 << 20];
            let _ = stream.write_all(head);
            for _ in 0..200 {
                if stream.write_all(&block).is_err() {
                    return;
                }
            }
        }
        "/bytes" => respond(stream, "text/plain", b"\xff\xfe\x00abc"),
        "/large" => respond(stream, "text/plain", &vec![b'y'; 9 << 20]),
        _ => {}
    });
    let conf =
        |path: &str| format!("init_config:\ninstances:\n  - url: {url}{path}\n    timeout: 5\n");
    let get = "self.gauge('size', len(self.http.get(instance['url']).content))";

    let capture = Prototype::body(get, &conf("/huge")).run(toolchain);
    assert_eq!(error(&capture).0, "ResponseTooLarge");
    assert!(error(&capture).1.contains("/huge sent more than 64 MB"));

    let capture = Prototype::body(get, &conf("/bytes")).run(toolchain);
    assert_eq!(capture.error, None);
    assert!(capture.exchanges[0].truncated);

    let capture = Prototype::body(get, &conf("/large")).run(toolchain);
    assert_eq!(capture.metrics[0].value, Some(f64::from(9 << 20)));
    assert_eq!(
        (
            capture.exchanges[0].body.len(),
            capture.exchanges[0].truncated
        ),
        (8 << 20, true)
    );

    let capture = Prototype::body(get, &conf("/closes")).run(toolchain);
    assert_eq!(error(&capture).0, "ConnectionError");

    let capture = Prototype::body(
        get,
        "init_config:\ninstances:\n  - url: http://127.0.0.1:1\n",
    )
    .run(toolchain);
    assert_eq!(error(&capture).0, "ConnectionError");
    assert!(!capture.error.unwrap().frames.is_empty());
}

const OPENMETRICS: &str = "from datadog_checks.base import OpenMetricsBaseCheckV2\n\n\n\
    class AcmeCheck(OpenMetricsBaseCheckV2):\n    __NAMESPACE__ = 'acme'\n    DEFAULT_METRIC_LIMIT = 0\n\n    \
    def get_default_config(self):\n        return {'metrics': [{'acme_depth': 'depth', 'acme_published': 'published'}]}\n";
const PAGE: &str = "# TYPE acme_depth gauge\nacme_depth{queue=\"orders\"} 3\n# TYPE acme_published counter\n\
    acme_published_total 7\n# TYPE acme_other gauge\nacme_other 1\n";

#[test]
fn openmetrics_checks_run_on_pages_with_their_content_type() {
    let toolchain = toolchain_or_return!();
    let conf =
        "init_config:\ninstances:\n  - openmetrics_endpoint: http://localhost:9100/metrics\n";
    let mut prototype = Prototype::new(OPENMETRICS, conf);
    let open = prototype.sample(
        "a.txt",
        &format!("{PAGE}# EOF\n"),
        "application/openmetrics-text; version=1.0.0",
    );
    let more = PAGE.replace("orders", "invoices");
    let text = prototype.sample("b.txt", &more, "text/plain; version=0.0.4");
    prototype.scenes = vec![vec![open], vec![text]];
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    assert!(capture.inspection.openmetrics);
    let scene = |wanted: u32| -> Vec<(&str, Submission)> {
        let of = capture
            .metrics
            .iter()
            .filter(|m| m.scene == wanted && m.run == 2);
        let mut found: Vec<_> = of.map(|m| (m.name.as_str(), m.submission)).collect();
        found.sort_unstable();
        found
    };
    let both = [
        ("acme.depth", Submission::Gauge),
        ("acme.published.count", Submission::MonotonicCount),
    ];
    assert_eq!(scene(0), both);
    // As text/plain the counter's type is not known, and the base class drops it.
    assert_eq!(scene(1), both[..1]);
    let depth = capture.metrics.iter().find(|m| m.scene == 1).unwrap();
    assert!(
        depth.tags.contains(&"queue:invoices".to_owned()),
        "{:?}",
        depth.tags
    );
    assert!(
        capture.dropped.iter().any(|d| d.name == "acme_other"),
        "{:?}",
        capture.dropped
    );
    assert_eq!(capture.exchanges.len(), 2);
    assert_eq!(
        capture.exchanges[1].content_type,
        "text/plain; version=0.0.4"
    );
    assert_eq!(capture.exchanges[1].scene, 1);
    let health = &capture.service_checks[0];
    assert_eq!(
        (health.name.as_str(), health.status),
        ("acme.openmetrics.health", 0)
    );

    // A page of HTML leaves the health check OK; the run is judged by its error.
    prototype.scenes = vec![vec![prototype.sample("c.html", "<html>\n", "text/html")]];
    let capture = prototype.run(toolchain);
    assert!(capture.error.is_some() && !capture.is_good(), "{capture:?}");
}

#[test]
fn replays_are_found_by_path_and_a_missing_one_is_said() {
    let toolchain = toolchain_or_return!();
    let body = "for name in instance['names']:\n    \
        self.gauge(name, self.http.get('http://acme.example/api/' + name + '?page=1').json()['v'])";
    let conf = "init_config:\ninstances:\n  - names: [a, b]\n";
    let mut prototype = Prototype::body(body, conf);
    let mut replays = vec![
        prototype.sample("a.json", "{\"v\": 1}", "application/json"),
        prototype.sample("b.json", "{\"v\": 2}", "application/json"),
    ];
    replays[0].url = Some("http://localhost:8080/api/a".into());
    replays[1].url = Some("/api/b?page=1".into());
    prototype.scenes = vec![replays.clone()];
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    let values: Vec<Option<f64>> = capture.metrics.iter().map(|m| m.value).collect();
    assert_eq!(values, [Some(1.0), Some(2.0), Some(1.0), Some(2.0)]);
    replays.pop();
    prototype.scenes = vec![replays];
    let capture = prototype.run(toolchain);
    assert!(
        error(&capture)
            .1
            .contains("no sample for GET http://acme.example/api/b"),
        "{capture:?}"
    );
}
