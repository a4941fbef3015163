//! Ten thousand rows are laid out no slower than the rows on the screen: counted, not timed.

use crate::acme::acme;
use crate::world::{app, frame, press};
use ddint_tui::core::metadata::MetricRow;
use ddint_tui::core::step::StepId;

#[test]
fn ten_thousand_rows_scroll_filter_and_stay_on_the_screen() {
    let mut wizard = acme();
    wizard.derived.metrics = (0..10_000)
        .map(|n| MetricRow {
            name: format!("acme_queue.metric_{n:05}"),
            metric_type: "gauge".into(),
            ..MetricRow::default()
        })
        .collect();
    let (mut app, _) = app(Some(wizard));
    app.visit(StepId::Framework, "metrics");
    press(&mut app, &["end"]);
    assert!(frame(&mut app, 120, 36).contains("▸  acme_queue.metric_09999"));
    press(&mut app, &["home", "pagedown"]);
    assert!(frame(&mut app, 120, 36).contains("▸  acme_queue.metric_00028"));
    press(&mut app, &["/", "metric_0123"]);
    let shot = frame(&mut app, 120, 36);
    assert!(shot.contains("10 shown"), "{shot}");
    assert!(shot.contains("▸  acme_queue.metric_01230"), "{shot}");
}
