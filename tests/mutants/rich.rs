//! An integration of each kind with all that it can hold: every type of metric, several requests, queries and
//! endpoints, loops, tags, options, service checks.

use super::lab::Made;

/// Counters, gauges, a histogram, a summary, states, a family without a type, and a label with a reserved name.
const PAGE: &str = r#"# HELP acme_depth Messages waiting.
# TYPE acme_depth gauge
acme_depth{queue="orders",host="a"} 42
acme_depth{queue="invoices",host="b"} 7
# TYPE acme_lag gauge
acme_lag{queue="orders"} 1.5
acme_lag{queue="invoices"} 2.5
# TYPE acme_up gauge
acme_up 1
# TYPE acme_spare gauge
acme_spare 1
# TYPE acme_idle gauge
acme_idle 0
# TYPE acme_failed gauge
acme_failed 0
# TYPE acme_published_total counter
acme_published_total{queue="orders"} 1200
acme_published_total{queue="invoices"} 30
# TYPE acme_errors_total counter
acme_errors_total 3
# TYPE acme_retries_total counter
acme_retries_total 0
# TYPE acme_drops_total counter
acme_drops_total 0
# TYPE acme_wait_seconds histogram
acme_wait_seconds_bucket{le="0.1"} 80
acme_wait_seconds_bucket{le="+Inf"} 120
acme_wait_seconds_sum 1.9
acme_wait_seconds_count 120
# TYPE acme_spin_seconds histogram
acme_spin_seconds_bucket{le="+Inf"} 0
acme_spin_seconds_sum 0
acme_spin_seconds_count 0
# TYPE acme_park_seconds histogram
acme_park_seconds_bucket{le="+Inf"} 0
acme_park_seconds_sum 0
acme_park_seconds_count 0
# TYPE acme_size_bytes summary
acme_size_bytes{quantile="0.5"} 5
acme_size_bytes{quantile="0.99"} 12
acme_size_bytes_sum 99
acme_size_bytes_count 20
# TYPE acme_build_info gauge
acme_build_info{edition="full"} 1
acme_odd 17
go_threads 9
"#;

pub fn openmetrics() -> Made {
    let rest = "source:\n  openmetrics:\n    endpoint: http://localhost:9100/metrics\n    sample: [idle.txt, busy.txt]\n    \
                exclude: [\"^go_\"]\n    types: { acme_odd: gauge }\n    rename_labels: { host: acme_host }\n";
    Made::new("openmetrics", rest, |world| {
        world.write("idle.txt", PAGE);
        let more = "# TYPE acme_late gauge\nacme_late{queue=\"orders\"} 4\n";
        world.write("busy.txt", &format!("{PAGE}{more}"));
    })
}

const STATS: &str = r#"{"uptime": 12.5, "healthy": true, "spare": true, "size": {"bytes": 900, "items": 900},
  "queues": [{"name": "orders", "depth": 42, "consumers": {"active": 3, "idle": 3},
              "shards": [{"id": "s1", "size": 11}, {"id": "s2", "size": 12}]},
             {"name": "invoices", "depth": 7, "consumers": {"active": 1, "idle": 0},
              "shards": [{"id": "s3", "size": 13}]}]}"#;

pub fn http() -> Made {
    let rest = r#"source:
  http:
    base_url: http://localhost:8080
    headers: { X-Acme: plain }
    requests:
      - path: /api/stats
        sample: stats.json
      - path: /api/totals?full=1
        sample: totals.json
        metrics:
          - { path: "total", name: total, type: monotonic_count }
          - { path: "new", name: new, type: count }
          - { path: "load", name: load, type: rate }
          - { path: "nodes[].wait", name: wait, type: histogram, tags: { node: "nodes[].id" } }
"#;
    Made::new("http", rest, |world| {
        world.write("stats.json", STATS);
        world.write(
            "totals.json",
            r#"{"total": 90, "new": 5, "load": 8, "nodes": [{"id": "a", "wait": 3}, {"id": "b", "wait": 4}]}"#,
        );
    })
}

pub fn command_json() -> Made {
    let rest = "source:\n  command: { argv: [acmectl, stats], sample: out.json }\n";
    Made::new("command", rest, |world| {
        world.write("out.json", STATS);
    })
}

pub fn command_lines() -> Made {
    let rest = "source:\n  command: { argv: [acmectl], format: lines, sample: out.txt }\n";
    Made::new("command", rest, |world| {
        world.write(
            "out.txt",
            "depth: 3\nlag=4 ms\nleader: yes\nsecond: no\nspare: 3\ntotal: 1,200\n",
        );
    })
}

pub fn sql() -> Made {
    let rest = r#"source:
  sql:
    connect: { database: acme.db }
    sample: acme.sql
    queries:
      - { query: "SELECT name, depth, lag, spare FROM queues" }
      - { name: totals, query: "SELECT count(*) AS total, sum(depth) AS deep, 'x' AS mark FROM queues",
          columns: [{ name: total, type: monotonic_count }, { name: deep, type: rate }, {}], tags: ["kind:all"] }
"#;
    Made::new("sql", rest, |world| {
        world.write(
            "acme.sql",
            "CREATE TABLE queues (name TEXT, depth INT, lag REAL, spare INT, owner TEXT);\n\
             INSERT INTO queues VALUES ('a', 3, 0.5, 3, 'x@acme.example'), ('b', 4, 1.5, 4, 'y@acme.example');\n",
        );
    })
}

/// Several endpoints, loops, every way to submit, service checks with both ends, options that are required.
const OWN: &str = r"from requests.exceptions import RequestException

from datadog_checks.base import AgentCheck, ConfigurationError


class Own(AgentCheck):
    def check(self, instance):
        url = instance.get('url')
        if not url:
            raise ConfigurationError('The option `url` is required')
        tags = list(instance.get('tags', []))
        limit = instance['limit']
        try:
            response = self.http.get(url + '/nodes')
            response.raise_for_status()
            nodes = response.json()
        except (RequestException, ValueError) as e:
            self.service_check('custom_acme.can_connect', AgentCheck.CRITICAL, tags=tags, message=str(e))
            raise
        self.service_check('custom_acme.can_connect', AgentCheck.OK, tags=tags)
        for node in nodes['nodes']:
            name = node['name']
            node_tags = tags + [f'node:{name}']
            answer = self.http.get(f'{url}/nodes/{name}').json()
            self.gauge('custom_acme.depth', answer['depth'], tags=node_tags)
            self.rate('custom_acme.bytes', answer['bytes'], tags=node_tags)
            self.count('custom_acme.new', answer['new'], tags=node_tags)
            self.monotonic_count('custom_acme.total', answer['total'], tags=node_tags)
            self.histogram('custom_acme.wait', answer['wait'], tags=node_tags)
            for shard in answer['shards']:
                self.gauge('custom_acme.shard.size', shard['size'], tags=node_tags + ['shard:%s' % shard['id']])
        self.gauge('custom_acme.limit', limit, tags=tags)
        self.gauge('custom_acme.nodes', len(nodes['nodes']), tags=tags)
";

/// What the own check asks for, at an endpoint that is there while it is run.
pub fn own() -> Made {
    let node = |n: u32| {
        format!(
            "{{\"depth\": {n}3, \"bytes\": {n}00, \"new\": {n}5, \"total\": {n}900, \"wait\": {n}7, \"shards\": \
             [{{\"id\": 1, \"size\": {n}1}}, {{\"id\": 2, \"size\": {n}2}}]}}"
        )
    };
    let (a, b) = (node(1), node(2));
    let json = "application/json";
    let endpoint = crate::common::Endpoint::new(&[
        (
            "/nodes",
            json,
            r#"{"nodes": [{"name": "a"}, {"name": "b"}]}"#,
        ),
        ("/nodes/a", json, &a),
        ("/nodes/b", json, &b),
    ]);
    let rest = "prototype: { check: check.py, conf: conf.yaml }\n";
    Made::new("blank", rest, |world| {
        world.write("check.py", OWN);
        let conf = format!(
            "instances:\n  - url: {}\n    limit: 9\n    tags: [team:example]\n",
            endpoint.url
        );
        world.write("conf.yaml", &conf);
    })
}

const RULES: &str = r#"jmx_metrics:
  - include:
      domain: acme.queue
      bean:
        - "acme.queue:type=Queue,name=orders"
        - "acme.queue:type=Queue,name=invoices"
      attribute:
        Depth: {alias: acme.queue.depth, metric_type: gauge}
        Spare: {alias: acme.queue.spare, metric_type: gauge}
        PublishedTotal: {alias: acme.queue.published, metric_type: monotonic_count}
        ErrorTotal: {alias: acme.queue.errors, metric_type: monotonic_count}
        Usage.used: {alias: acme.memory.used}
  - include:
      domain_regex: acme\..*
      type: Wire
      attribute:
        BytesSent: {alias: acme.bytes_sent, metric_type: counter}
        Wait: {alias: acme.wait, metric_type: histogram}
"#;

pub fn jmx() -> Made {
    let rest = "source:\n  jmx: { metrics: rules.yaml }\n";
    Made::new("jmx", rest, |world| {
        world.write("rules.yaml", RULES);
    })
}

const LOG: &str = "2026-09-01 10:00:00,123 INFO begin\n2026-09-01 10:00:01,001 ERROR full\n\
    java.lang.IllegalStateException: full\n\tat acme.Queue.put(Queue.java:7)\n2026-09-01 10:00:02,000 INFO ready\n";

pub fn logs() -> Made {
    let rest = "source:\n  logs: { path: \"/var/log/acme/*.log\", sample: acme.log }\nlogs:\n  \
                - { path: /var/log/acme.json, source: acme_access, service: web, sample: access.json }\n";
    Made::new("logs", rest, |world| {
        world.write("acme.log", LOG);
        world.write("access.json", "{\"status\": 200}\n{\"status\": 500}\n");
    })
}
