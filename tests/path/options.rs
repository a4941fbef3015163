//! Options of every type, templates with overrides, `auto_conf.yaml`, logs of every type, and packages: what ends in
//! the specification is in sync, typed, and tested.

use super::{HOSTILE, PAGE, again, answers, committed};
use crate::common::{Run, World, offline, toolchain};
use std::fs;

const CHECK: &str = "from datadog_checks.base import AgentCheck, ConfigurationError, is_affirmative\n\nKEY = 'api_path'\n\
    DEFAULT_LIMIT = 10\n\n\nclass CustomMix(AgentCheck):\n    __NAMESPACE__ = 'PREFIX'\n\n    def __init__(self, name, \
    init_config, instances):\n        super().__init__(name, init_config, instances)\n        self.url = \
    self.instance.get('url')\n        if not self.url:\n            raise ConfigurationError('url is required')\n        \
    self.limit = int(self.instance.get('limit', DEFAULT_LIMIT))\n        self.verbose = \
    is_affirmative(self.instance.get('verbose', False))\n        self.region = self.init_config['region']\n        \
    self.pause = float(self.init_config.get('pause', 1))\n\n    def check(self, _):\n        cfg = self.instance\n        \
    for queue in cfg.get('queues', []):\n            tags = ['queue:' + queue['name'], 'path:' + cfg[KEY]]\n            \
    self.gauge('queue.depth', queue.get('depth', 1), tags=tags)\n        self.gauge('limit', self.limit, tags=['region:' \
    + self.region])\n        self.service_check('can_connect', self.OK)\n";

const CONF: &str = "init_config:\n  region: eu\ninstances:\n  - url: http://localhost:1234\n    api_path: /x\n    \
    queues: [{name: orders, depth: 3}]\n";

/// Every type, and what hurts in each.
const OPTIONS: &str = r#"options:
  - { name: mode, type: string, enum: [fast, "slow: #1", "it's {{ x }}"], required: true, description: DESCRIPTION }
  - { name: ratio, type: number, minimum: 0, maximum: 1.5, description: A share., example: 0.5, default: 0.25, fleet_configurable: true }
  - { name: ports, type: array, items: { type: integer, minimum: 1 }, required: true, description: Ports., example: [80, 81] }
  - { name: targets, type: array, required: true, compact_example: true, description: Targets.,
      items: { type: object, properties: [{ name: host, type: string, required: true }, { name: port, type: integer }] } }
  - { name: grid, type: array, items: { type: array, items: number }, description: A grid., example: [[1, 2.5], [3]] }
  - { name: either, anyOf: [{ type: string, enum: [auto] }, integer, { type: array, items: string }], description: Either., example: auto, default: auto, required: true }
  - { name: mapping, type: object, additionalProperties: { type: string }, required: true, description: A mapping., example: { "a: b": "{{ c }}" } }
  - { name: code, type: string, pattern: "^[A-Z]{2}'\\d\"$", example: "AB'1\"", required: true, description: A code. }
  - { name: since, type: string, format: date, required: true, description: A day. }
  - { name: old, type: string, description: Old., hidden: true, deprecation: { Release: 8.0.0, Migration: Use mode. } }
  - { name: backup, required: true, description: The second server., options: [
      { name: host, type: string, required: true, description: Its host. }, { name: port, type: integer, description: Its port., example: 81 }] }
  - { name: api_key, type: string, secret: true, required: true, description: A key. }
  - { name: zone, in: init_config, type: string, required: true, description: A zone., enum: [a, b] }
"#;

const REST: &str = r#"templates:
  - tls
  - db
  - { name: http, overrides: { timeout.value.example: 30, username.required: true, auth_type.hidden: true,
      username.description: "The user: it's {{ u }} #1." } }
auto_conf:
  ad_identifiers: [acme, acme-mix]
  init_config: { pause: 2.5 }
  instances: [{ ENDPOINT limit: 5, tls_verify: false, api_key: "%%env_ACME_KEY%%", targets: [{ host: "%%host%%" }],
      since: "2026-01-02", backup: { host: "%%host%%" }, username: "%%env_USER%%" }]
logs:
  - { path: /var/log/acme/*.log, sample: acme.log, exclude_paths: [/var/log/acme/old.log], encoding: utf-16-le, tags: ["env:prod"] }
  - { type: tcp, port: 10514, source: acme_mix, service: acme }
  - { type: udp, port: 10515 }
  - { type: journald, include_units: [acme.service], source: acme }
  - { type: windows_event, channel_path: Application, query: "*[System]" }
  - { type: docker, image: acme, log_processing_rules: [{ type: exclude_at_match, name: no_debug, pattern: "\\bDEBUG: \"x\"" }] }
  - { type: integration }
dependencies: ["tomli>=2.0.1,<3", "python-dateutil>=2.8; python_version >= '3.9'"]
"#;

const LOG: &str =
    "2026-09-01 10:00:00 INFO start\n2026-09-01 10:00:01 ERROR full\n\tat acme.Queue\n";

fn read(world: &World, run: &Run, path: &str) -> String {
    let folder = run.json["workflow"].as_str().unwrap();
    fs::read_to_string(world.clone.join(folder).join(path))
        .unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn options() -> String {
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    OPTIONS.replace("DESCRIPTION", &quoted)
}

/// What both tracks have in their files.
fn everything(world: &World, run: &Run, folder: &str) {
    let data = format!("datadog_checks/{folder}/data");
    let automatic = read(world, run, &format!("{data}/auto_conf.yaml"));
    for line in [
        "ad_identifiers:\n  - acme\n  - acme-mix\n",
        " tls_verify: false\n",
        "    api_key: '%%env_ACME_KEY%%'\n",
        "    backup:\n      host: '%%host%%'\n",
    ] {
        assert!(automatic.contains(line), "{line}\n{automatic}");
    }
    let placeholder = automatic
        .lines()
        .find(|l| !l.trim().starts_with('#') && l.contains('<'));
    assert_eq!(placeholder, None, "the Agent runs with the file as it is");
    let example = read(world, run, &format!("{data}/conf.yaml.example"));
    for line in [
        "## @param mode - string - required",
        "## @param either - string or integer or list of strings - required",
        "    ## @param timeout - number - optional - default: 30",
        "## @param username - string - required",
        "    # ratio: 0.5\n",
        "    backup:\n",
        "#   - type: windows_event\n#     channel_path: Application\n",
        "#     - type: multi_line\n",
    ] {
        assert!(example.contains(line), "{line}\n{example}");
    }
    assert!(!example.contains("@param auth_type"), "it is hidden");
    let models = read(
        world,
        run,
        &format!("datadog_checks/{folder}/config_models/instance.py"),
    );
    for field in [
        "    mode: Literal['fast', 'slow: #1', \"it's {{ x }}\"]",
        "    ports: tuple[",
        "    targets: tuple[Target, ...]",
        "    mapping: MappingProxyType[str, str]",
        "    since: date",
        "    backup: Backup",
        "    api_key: str",
        "    username: str",
    ] {
        assert!(models.contains(field), "{field}\n{models}");
    }
    let shared = read(
        world,
        run,
        &format!("datadog_checks/{folder}/config_models/shared.py"),
    );
    assert!(shared.contains("    zone: Literal['a', 'b']"), "{shared}");
    let tests = read(world, run, "tests/test_unit.py");
    for name in [
        "mode",
        "ports",
        "targets",
        "either",
        "code",
        "backup",
        "username",
        "init_config_zone",
    ] {
        assert!(
            tests.contains(&format!("def test_missing_{name}(")),
            "{name}"
        );
    }
    let project = read(world, run, "pyproject.toml");
    assert!(project.contains("    \"tomli>=2.0.1,<3\",\n"), "{project}");
    let readme = read(world, run, "README.md");
    for text in [
        "#### Autodiscovery",
        "`acme`, `acme-mix`",
        "systemd-journal",
        "type: windows_event",
    ] {
        assert!(readme.contains(text), "{text}\n{readme}");
    }
}

#[test]
fn a_check_of_ones_own_community() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("mix.py", &CHECK.replace("PREFIX", "acme_mix"));
    world.write("mix.yaml", CONF);
    world.write("acme.log", LOG);
    let rest = REST.replace("ENDPOINT", "url: \"http://%%host%%:%%port%%\",");
    let source = format!(
        "prototype: {{ check: mix.py, conf: mix.yaml }}\n{}{rest}",
        options()
    );
    let text = answers("Acme Mix", "blank", "community", true, &source);
    let run = world.run(&text, "commit");
    run.assert_green();
    everything(&world, &run, "acme_mix");
    // What the code reads is there with what it does with it.
    let spec = read(&world, &run, "assets/configuration/spec.yaml");
    for (name, kind) in [
        ("url", "string"),
        ("limit", "integer"),
        ("verbose", "boolean"),
        ("pause", "number"),
        ("region", "string"),
    ] {
        let from = spec
            .find(&format!("- name: \"{name}\""))
            .unwrap_or_else(|| panic!("no {name}\n{spec}"));
        let found = spec[from..]
            .lines()
            .find_map(|l| l.trim().strip_prefix("type: "));
        assert_eq!(found, Some(kind), "{name}");
    }
    let tests = read(&world, &run, "tests/test_unit.py");
    for name in ["url", "api_path", "init_config_region"] {
        assert!(
            tests.contains(&format!("def test_missing_{name}(")),
            "{name}"
        );
    }
    committed(&world, &run);
    again(&world, &text);
}

#[test]
fn a_page_partner() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    world.write("acme.log", LOG);
    let rest = REST
        .replace("ENDPOINT ", "")
        .replace("limit: 5, ", "")
        .replace("  init_config: { pause: 2.5 }\n", "");
    let source = format!(
        "source:\n  openmetrics: {{ endpoint: \"http://localhost:9100/metrics\", sample: page.txt }}\n{}{rest}",
        options()
    );
    let text = answers("Acme Page", "openmetrics", "partner", false, &source);
    let run = world.run(&text, "commit");
    run.assert_green();
    everything(&world, &run, "acme_page");
    let automatic = read(&world, &run, "datadog_checks/acme_page/data/auto_conf.yaml");
    assert!(
        automatic.contains("  - openmetrics_endpoint: http://%%host%%:9100/metrics"),
        "{automatic}"
    );
    committed(&world, &run);
}

/// Two hundred, each with a text that ends strings and opens tags; one that a file no longer has goes with its file.
#[test]
fn two_hundred_options_and_a_change_of_mind() {
    if offline() {
        return;
    }
    toolchain();
    let world = World::new();
    world.write("page.txt", PAGE);
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    let many = |n: usize, rest: &str| {
        let one = |n: usize| {
            let required = n.is_multiple_of(20);
            format!(
                "  - {{ name: option_{n}, description: {quoted}, example: {quoted}, required: {required} }}\n"
            )
        };
        let all: Vec<String> = (0..n).map(one).collect();
        let all = all.concat();
        let source = format!(
            "source:\n  openmetrics: {{ endpoint: \"http://localhost:9100/metrics\", sample: page.txt }}\noptions:\n{all}{rest}"
        );
        answers("Acme Many", "openmetrics", "community", true, &source)
    };
    let run = world.run(
        &many(200, "auto_conf: { ad_identifiers: [acme] }\n"),
        "test",
    );
    run.assert_green();
    let automatic = world
        .clone
        .join("acme_many/datadog_checks/acme_many/data/auto_conf.yaml");
    assert!(automatic.is_file());
    let run = world.run(&many(3, ""), "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert!(!automatic.exists(), "nothing asks for it any more");
}
