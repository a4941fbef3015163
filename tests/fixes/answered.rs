//! Bad answers, and how each of them is repaired.

use ddint_tui::core::answers::{Answers, MetricAnswer, Monitor, OwnOption};
use serde_json::json;

pub fn metric(name: &str) -> MetricAnswer {
    MetricAnswer {
        name: name.into(),
        ..MetricAnswer::default()
    }
}

pub type Case = (
    fn(&mut Answers),
    &'static str,
    (&'static str, bool),
    fn(&Answers) -> String,
    &'static str,
);

/// Bad answers, what is said of them, the repair, and what is answered then.
pub const CASES: &[Case] = &[
    (
        |a| a.author.support_email = "mailto:dev@acme.example".into(),
        "author.support_email The e-mail address",
        ("address", true),
        |a| a.author.support_email.clone(),
        "dev@acme.example",
    ),
    (
        |a| a.author.sales_email = Some("Acme Co <sales@acme.example>".into()),
        "author.sales_email The e-mail address",
        ("address", true),
        |a| a.author.sales_email.clone().unwrap(),
        "sales@acme.example",
    ),
    (
        |a| a.author.support_email = " dev@acme.example".into(),
        "author.support_email The e-mail address",
        ("spaces", true),
        |a| a.author.support_email.clone(),
        "dev@acme.example",
    ),
    (
        |a| a.integration.homepage = "acme.example/queue".into(),
        "integration.homepage The address",
        ("address", false),
        |a| a.integration.homepage.clone(),
        "https://acme.example/queue",
    ),
    (
        |a| a.author.homepage = "htps:/acme.example".into(),
        "author.homepage The address",
        ("address", false),
        |a| a.author.homepage.clone(),
        "https://acme.example",
    ),
    (
        |a| a.author.github = "https://github.com/acmeco/".into(),
        "author.github Write the GitHub handle alone",
        ("handle", true),
        |a| a.author.github.clone(),
        "acmeco",
    ),
    (
        |a| a.author.github = "https://github.com/orgs/acme/teams/agents".into(),
        "author.github Write the GitHub handle alone",
        ("handle", true),
        |a| a.author.github.clone(),
        "acme/agents",
    ),
    (
        |a| a.integration.description = "Depth and lag \u{2014} Acme\u{2019}s queues.".into(),
        "integration.description The description holds",
        ("plain-text", true),
        |a| a.integration.description.clone(),
        "Depth and lag - Acme's queues.",
    ),
    (
        |a| a.integration.description = "Depth of queues,\n and lag.".into(),
        "integration.description The description holds a line break",
        ("spaces", true),
        |a| a.integration.description.clone(),
        "Depth of queues, and lag.",
    ),
    (
        |a| a.integration.overview = format!("# Acme\n\n{}", a.integration.overview),
        "integration.overview The overview holds a heading",
        ("headings", false),
        |a| a.integration.overview.lines().next().unwrap().to_owned(),
        "### Acme",
    ),
    (
        |a| a.integration.metric_prefix = Some("acme_queue".into()),
        "integration.metric_prefix The metric prefix",
        ("prefix", true),
        |a| a.integration.prefix(),
        "acme_queue.",
    ),
    (
        |a| a.integration.metric_prefix = Some("Acme_Queue.".into()),
        "integration.metric_prefix The metric prefix",
        ("prefix", false),
        |a| a.integration.prefix(),
        "acme_queue.",
    ),
    (
        |a| a.integration.categories = vec!["Metrics".into(), "message queues".into()],
        "integration.categories",
        ("category", true),
        |a| a.integration.categories.join(", "),
        "Metrics, Message Queues",
    ),
    (
        |a| a.integration.categories = vec!["Metrics".into(), "Mesage Queue".into()],
        "manifest-tags No other integration uses",
        ("category", false),
        |a| a.integration.categories.join(", "),
        "Metrics, Message Queues",
    ),
    (
        |a| a.integration.supported_os = vec!["linux".into(), "MacOS".into()],
        "integration.supported_os \"linux\" is not",
        ("system", true),
        |a| a.integration.supported_os.join(", "),
        "Linux, macOS",
    ),
    (
        |a| a.templates = vec!["tls".into(), "htpp".into()],
        "templates ddev has no template",
        ("template", false),
        |a| {
            a.templates
                .iter()
                .map(|t| t.name.clone())
                .collect::<Vec<_>>()
                .join(", ")
        },
        "tls, http",
    ),
    (
        |a| {
            a.options = vec![OwnOption {
                name: "max-items".into(),
                kind: "integer".into(),
                description: "How many items to read.".into(),
                ..OwnOption::default()
            }];
        },
        "options.0.name The option name",
        ("option-name", false),
        |a| a.options[0].name.clone(),
        "max_items",
    ),
    (
        |a| {
            a.options = vec![OwnOption {
                name: "limits".into(),
                kind: "list".into(),
                items: Some("string".into()),
                example: Some(json!(["5", "x"])),
                description: "Limits of queues.".into(),
                ..OwnOption::default()
            }];
        },
        "options.0.type limits has the type",
        ("option-type", false),
        |a| format!("{} {:?}", a.options[0].kind, a.options[0].items),
        "array Some(String(\"string\"))",
    ),
    (
        |a| {
            a.options = vec![OwnOption {
                name: "api_token".into(),
                kind: "string".into(),
                description: "What the API asks for.".into(),
                ..OwnOption::default()
            }];
        },
        "option-secret The option `api_token`",
        ("secret", false),
        |a| a.options[0].secret.to_string(),
        "true",
    ),
    (
        |a| {
            let mut said = metric("acme_queue.depth");
            said.description = Some("messages that wait".into());
            a.metrics = [said].into_iter().collect();
        },
        "metric-description The description of acme_queue.depth",
        ("description", false),
        |a| a.metrics[0].description.clone().unwrap(),
        "Messages that wait.",
    ),
    (
        |a| {
            let mut said = metric("acme_queue.depth");
            said.description = Some("Messages that wait in an acme queue.".into());
            a.metrics = [said].into_iter().collect();
        },
        "product-name \"acme queue\" stands for the product",
        ("product-name", false),
        |a| a.metrics[0].description.clone().unwrap(),
        "Messages that wait in an Acme Queue.",
    ),
    (
        |a| {
            a.integration.overview =
                "Acme queue is a broker; `acme queue` is its command. This shows how full \
                                      the queues of acme queue are, for operators."
                    .into();
        },
        "product-name \"acme queue\" stands for the product",
        ("product-name", false),
        |a| a.integration.overview.clone(),
        "Acme queue is a broker; `acme queue` is its command. This shows how full the queues of Acme Queue are, for \
         operators.",
    ),
    (
        |a| a.integration.description = "Depth of Acme queue Servers.".into(),
        "product-name \"Acme queue\" stands for the product",
        ("product-name", false),
        |a| a.integration.description.clone(),
        "Depth of Acme Queue Servers.",
    ),
    (
        |a| {
            a.integration.display_name = "acme_queue".into();
            a.integration.overview = a.integration.overview.replace("Acme Queue", "Acme_Queue");
        },
        "product-name The name is \"acme_queue\" here",
        ("product-name", false),
        |a| a.integration.display_name.clone(),
        "Acme_Queue",
    ),
    (
        |a| {
            let said = "returns `CRITICAL` if the endpoint can't be reached";
            a.service_checks = vec![
                serde_json::from_value(json!({
                    "name": "acme_queue.openmetrics.health", "description": said,
                }))
                .unwrap(),
            ];
        },
        "check-description The description of acme_queue.openmetrics.health",
        ("description", false),
        |a| a.service_checks[0].description.clone().unwrap(),
        "Returns `CRITICAL` if the endpoint can't be reached.",
    ),
    (
        |a| {
            let mut said = metric("acme_queue.de-pth");
            said.unit = Some("message".into());
            let mut other = metric("acme_queue.wait.sum");
            other.unit = Some(String::new());
            a.metrics = [said, other].into_iter().collect();
        },
        "metrics.acme_queue.de-pth The check emits no metric",
        ("metric-name", false),
        |a| format!("{} {}", a.metrics[0].name, a.metrics[1].name),
        "acme_queue.depth acme_queue.wait.sum",
    ),
    (
        |a| {
            let mut said = metric("acme_queue.published.count__");
            said.orientation = Some(1);
            a.metrics = [said].into_iter().collect();
        },
        "metrics.acme_queue.published.count__ The check emits no metric",
        ("metric-name", true),
        |a| a.metrics[0].name.clone(),
        "acme_queue.published.count",
    ),
    (
        |a| {
            a.service_checks = vec![
                serde_json::from_value(json!({
                    "name": "acme_queue.openmetric.health", "title": "Health",
                }))
                .unwrap(),
            ];
        },
        "service_checks.acme_queue.openmetric.health The check emits no service check",
        ("metric-name", false),
        |a| a.service_checks[0].name.clone(),
        "acme_queue.openmetrics.health",
    ),
    (
        |a| a.e2e.optional = vec!["acme_queue.depths".into(), "acme_queue.size.sum".into()],
        "e2e.optional The check emits no metric",
        ("metric-name", false),
        |a| a.e2e.optional.join(", "),
        "acme_queue.depth, acme_queue.size.sum",
    ),
    (
        |a| {
            a.monitors = ["acme_queue.size.sum", "acme_queue.dept"]
                .map(|m| Monitor {
                    metric: m.into(),
                    threshold: Some(100.5),
                    ..Monitor::default()
                })
                .to_vec();
        },
        "monitors.acme_queue.dept.on The check emits no metric",
        ("metric-name", false),
        |a| format!("{} {}", a.monitors[0].metric, a.monitors[1].metric),
        "acme_queue.size.sum acme_queue.depth",
    ),
    (
        |a| {
            a.monitors = vec![Monitor {
                metric: "acme_queue.depth".into(),
                threshold: Some(100.0),
                by: Some(vec!["que".into(), "host".into()]),
                ..Monitor::default()
            }];
        },
        "monitors.acme_queue.depth.by acme_queue.depth has no tag \"que\"",
        ("tag", false),
        |a| a.monitors[0].by.clone().unwrap().join(", "),
        "queue, host",
    ),
];
