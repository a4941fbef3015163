//! A saved workflow in the middle of Framework, as a contributor leaves it in the evening.

use super::product::Product;
use ddint_tui::core::hash;
use ddint_tui::core::state::{Run, Sample, State};
use ddint_tui::core::step::StepId;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::workspace::store::Store;
use std::fs;
use std::path::Path;

pub const NAME: &str = "acme_queue";
const CHECK: &str = "from datadog_checks.base import OpenMetricsBaseCheckV2\n";
const CONF: &str =
    "init_config:\ninstances:\n  - openmetrics_endpoint: http://localhost:9100/metrics\n";

/// The state of a product's workflow, at the metrics table.
pub fn state(product: &Product, clone: &Path) -> State {
    let mut state = State {
        answers: product.answers.clone(),
        ..State::default()
    };
    state.files.clone = Some(clone.display().to_string());
    let p = &mut state.prototype;
    p.check = Some(hash::text(CHECK));
    p.conf = Some(hash::text(CONF));
    p.generated_check.clone_from(&p.check);
    p.generated_conf.clone_from(&p.conf);
    p.samples = vec![Sample {
        file: "page.txt".into(),
        content_type: "text/plain; version=0.0.4".into(),
        url: super::product::ENDPOINT.into(),
        hash: hash::text(&product.page),
    }];
    state.ui.step = StepId::Framework;
    state.ui.section = "metrics".into();
    let mut wizard = Wizard::new(state);
    wizard.state.prototype.generated_from = Some(wizard.source_inputs());
    let inputs = wizard.run_inputs();
    for at in [1_790_000_000, 1_790_000_300] {
        wizard.state.runs.push(Run {
            at,
            file: format!("captures/{at}-0.json"),
            hash: "0".into(),
            inputs: inputs.clone(),
            ok: true,
            metrics: product.derived.metrics.len(),
            service_checks: 1,
            ms: 412.0,
            error: None,
            declared: None,
        });
    }
    wizard.state
}

/// Writes the workflow's folder.
pub fn write(dir: &Path, product: &Product, state: &State) {
    let put = |path: &str, text: &str| {
        let at = dir.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    };
    put(&format!("checks.d/custom_{NAME}.py"), CHECK);
    put(&format!("conf.d/custom_{NAME}.d/conf.yaml"), CONF);
    put("samples/page.txt", &product.page);
    let capture = serde_json::to_string(&product.capture).unwrap();
    for run in &state.runs {
        put(&run.file, &capture);
    }
    let (store, _) = Store::<State>::open(dir).unwrap();
    store.save(state.clone());
    store.flush().unwrap();
}
