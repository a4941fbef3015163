//! Files of the repository that hold something of the integration.

use crate::world::{Case, World};

pub const CASES: &[Case] = &[
    Case {
        rule: "log-owners",
        fires: &[|w| w.put("assets/logs/acme_queue.yaml", "id: acme_queue\n")],
        silent: &[|w| {
            w.put("assets/logs/acme_queue.yaml", "id: acme_queue\n");
            w.facts.codeowners = Some(
                "/acme_queue/assets/logs/ @acme @DataDog/logs-integrations-reviewers\n".into(),
            );
        }],
    },
    Case {
        rule: "owners-order",
        fires: &[|w| owners(w, &["beta", "acme_queue", "gamma"])],
        silent: &[
            |w| owners(w, &["ably", "acme_queue", "gamma"]),
            |w| owners(w, &["acme-sea", "acme_queue", "acme_sea"]),
            // Its neighbors are out of order themselves.
            |w| owners(w, &["zeta", "acme_queue", "beta"]),
            |w| owners(w, &["beta", "acme_queue"]),
        ],
    },
];

fn owners(w: &mut World, names: &[&str]) {
    let lines: String = names.iter().map(|n| format!("/{n}/ @acme\n")).collect();
    let text = format!(
        "*.md @DataDog/documentation\n\n# Community partners\n{lines}\n# More\n/a/ @acme\n"
    );
    w.facts.codeowners = Some(text);
}
