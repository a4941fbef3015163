//! The whole dashboard of a source.

use super::{Board, Source, Tags, families, overview, place, widgets};
use crate::core::answers::Answers;

/// The dashboard of what a run emitted; no metric but those of `source` is on it, and each of them is.
#[must_use]
pub fn board(source: &Source<'_>) -> Board {
    let tags = Tags::of(source.capture);
    let variables = tags.variables();
    let maker = widgets::Maker {
        prefix: source.answers.integration.prefix(),
        tags: &tags,
        variables: &variables,
    };
    let families = families::families(source.metrics, &maker.prefix);
    let mut groups = vec![overview::about()];
    groups.extend(overview::overview(source, &families, &maker));
    groups.extend(overview::segments(families, &maker));
    place::stack(&mut groups);
    let display = &source.answers.integration.display_name;
    let mut keys = vec!["host".to_owned()];
    keys.extend(variables);
    Board {
        title: title(source.answers),
        description: format!(
            "An overview of {display}: the state of its check and the metrics that the check collects."
        ),
        variables: keys,
        groups,
    }
}

/// The dashboard's title, which is its name in the manifest as well.
#[must_use]
pub fn title(answers: &Answers) -> String {
    format!("{} Overview", answers.integration.display_name)
}
