//! Applied without a change, every file is what it was.

use crate::common::{Endpoint, World, offline, toolchain};
use crate::opened::{ALL, Clone, changed, messages};
use std::fs;

#[test]
fn an_unchanged_application_changes_no_byte() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    for name in ALL {
        for _ in 0..2 {
            let run = clone.apply(name);
            assert_eq!(run.exit, 0, "{name}: {:#}", run.json);
            assert_eq!(clone.status(), "", "{name}");
            assert_eq!(changed(&run), [], "{name}");
            assert_eq!(messages(&run), Vec::<String>::new(), "{name}");
            assert_eq!(run.json["steps"][2]["status"], "done", "{name}");
        }
    }
}

#[test]
fn what_was_read_back_is_in_the_answers() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone::new();
    let run = clone.from("Queue Classic", &[]);
    assert_eq!(
        (run.exit, &run.json["metrics"]),
        (0, &3.into()),
        "{:#}",
        run.json
    );
    let document = fs::read_to_string(clone.workspace("Queue Classic").join("workflow.yaml"));
    let document: serde_json::Value = serde_yaml::from_str(&document.unwrap()).unwrap();
    let answers = &document["answers"];
    let integration = &answers["integration"];
    assert_eq!(answers["track"], "community");
    assert_eq!(integration["display_name"], "Queue Classic");
    assert_eq!(integration["name"], "queue_classic");
    assert_eq!(integration["kind"], "http");
    assert_eq!(integration["description"], "Depth of \"classic\" queues.");
    let overview = integration["overview"].as_str().unwrap();
    assert!(overview.starts_with("This check") && overview.contains("## not a heading"));
    assert_eq!(
        integration["categories"],
        serde_json::json!(["Metrics", "Message Queues"])
    );
    assert_eq!(integration["supported_os"], serde_json::json!(["Linux"]));
    assert_eq!(answers["author"]["github"], "classic-dev");
    assert_eq!(answers["author"]["sales_email"], "sales@acme.example");
    assert_eq!(answers["options"][0]["name"], "url");
    assert_eq!(
        answers["options"].as_array().unwrap().len(),
        1,
        "a nested one is the file's alone"
    );
    assert_eq!(answers["logs"][0]["service"], "classic");
    assert_eq!(answers["dependencies"], serde_json::json!(["six==1.17.0"]));
    assert_eq!(
        answers["readme"]["configuration"],
        "Edit `queue_classic.d/conf.yaml`."
    );
    let ids = &document["files"]["ids"];
    assert_eq!(ids["app_uuid"], "5f0f1f0a-6a52-4f43-9f0b-0b8f5ce0a001");
    assert_eq!(ids["source_type_id"], 4711);

    clone.from("partner_feed", &[]);
    let answers = &clone.document("partner_feed")["answers"];
    assert_eq!(answers["track"], "partner");
    assert_eq!(answers["integration"]["display_name"], "Partner Feed");
    assert_eq!(answers["integration"]["metric_prefix"], "feed.");
    assert_eq!(answers["integration"]["kind"], "openmetrics");
}

#[test]
fn what_the_wizard_made_earlier_stays_when_its_workspace_is_gone() {
    if offline() {
        return;
    }
    toolchain();
    let clone = Clone {
        world: World::new(),
    };
    let page = include_str!("../../assets/demo/metrics.txt");
    let endpoint = Endpoint::new(&[("/metrics", "text/plain; version=0.0.4", page)]);
    let answers = format!(
        "schema: 1\nintegration:\n  display_name: Acme Queue\n  kind: openmetrics\n  description: Depth of its queues.\n  \
         overview: Acme Queue is a message broker. This integration shows operators a growing backlog.\n\
         author:\n  name: Acme\n  github: acme\n  support_email: support@acme.example\n\
         source:\n  openmetrics: {{ endpoint: \"{}/metrics\" }}\n",
        endpoint.url
    );
    let run = clone.world.run(&answers, "framework");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    clone.commit("Made");
    fs::remove_dir_all(clone.world.workspace()).unwrap();
    let run = clone.apply("acme_queue");
    assert_eq!(run.exit, 0, "{:#}", run.json);
    assert_eq!((clone.status().as_str(), changed(&run)), ("", vec![]));
    assert_eq!(run.json["metrics"], 8);
    assert_eq!(
        clone.document("acme_queue")["answers"]["integration"]["kind"],
        "openmetrics"
    );
}
