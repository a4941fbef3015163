//! What a check says beside its metrics is captured with all that tests can assert.

use super::toolchain_support;
use super::toolchain_support::prototype::{EMPTY, Prototype};

#[test]
fn hosts_events_and_metadata_are_captured_in_full() {
    let toolchain = toolchain_or_return!();
    let prototype = Prototype::body(
        "self.gauge('g', 1, hostname='a.acme.example')\n\
         self.service_check('s', AgentCheck.OK, hostname='a.acme.example', message='fine')\n\
         if not self.read_persistent_cache('sent'):\n    self.event({'msg_title': 'T', 'msg_text': 'X', 'alert_type': \
         'error', 'aggregation_key': 'k', 'host': 'h', 'tags': ['t:1']})\n    self.write_persistent_cache('sent', 'yes')\n\
         self.set_metadata('version', '1.2.3')\n\
         self.set_metadata('flavor', 'plain')",
        EMPTY,
    );
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    assert_eq!(capture.metrics[0].hostname, "a.acme.example");
    assert_eq!(capture.service_checks[0].hostname, "a.acme.example");
    // Once, as an Agent remembers what a check wrote down.
    assert_eq!(capture.events.len(), 1);
    let event = &capture.events[0];
    assert_eq!((event.run, event.alert_type.as_str()), (1, "error"));
    assert_eq!(
        (event.aggregation_key.as_str(), event.host.as_str()),
        ("k", "h")
    );
    let metadata = |name: &str| {
        let mut all = capture.metadata.iter().filter(|m| m.name == name);
        let found = all.next().map(|m| m.value.as_str());
        assert!(all.next().is_none(), "{name} is there twice");
        found
    };
    assert_eq!(metadata("version.raw"), Some("1.2.3"));
    assert_eq!(metadata("version.major"), Some("1"));
    assert_eq!(metadata("flavor"), Some("plain"));
    let warned = |w: &String| w.contains("a message although it is OK");
    assert!(
        capture.warnings.iter().any(warned),
        "{:?}",
        capture.warnings
    );
}

#[test]
fn each_instance_and_scene_remembers_its_own() {
    let toolchain = toolchain_or_return!();
    let mut prototype = Prototype::body(
        "if not self.read_persistent_cache('sent'):\n    self.event({'msg_title': 'T', 'msg_text': instance['n']})\n    \
         self.write_persistent_cache('sent', 'yes')\nself.gauge('g', 1)",
        "init_config:\ninstances:\n  - n: one\n  - n: two\n",
    );
    let page = |name: &str, p: &Prototype| vec![p.sample(name, "{}", "application/json")];
    prototype.scenes = vec![page("a.json", &prototype), page("b.json", &prototype)];
    let capture = prototype.run(toolchain);
    assert_eq!(capture.error, None);
    let texts: Vec<&str> = capture.events.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(texts, ["one", "two", "one", "two"]);
}
