//! What a recording keeps: values of tags, names of files, and of what repeats itself one round.

use super::trim;
use crate::scaffold::render::input::Input;
use std::collections::BTreeSet;

/// Whether a tag speaks of a file that is a fixture in the tests.
pub(super) fn names_a_file(input: &Input<'_>, tag: &str) -> bool {
    input.capture.files.iter().any(|f| tag.contains(&f.path))
}

/// A large document as a fixture; code of the contributor's own may count the items of a list.
pub(super) fn shortened(input: &Input<'_>, body: &str, needed: &BTreeSet<String>) -> String {
    if input.generated() {
        trim::document(body, needed)
    } else {
        body.to_owned()
    }
}

/// Whether a text went out as the value of a tag: then it is no secret, and the tests need it.
pub(super) fn is_tag(input: &Input<'_>, text: &str) -> bool {
    let mut tags = input.capture.metrics.iter().flat_map(|m| &m.tags);
    tags.any(|t| t.split_once(':').is_some_and(|(_, value)| value == text))
}

/// The shortest beginning that, repeated, gives the whole list.
pub(super) fn period<T: PartialEq>(list: &[T]) -> &[T] {
    let whole = |n: usize| list.len().is_multiple_of(n) && list.chunks(n).all(|c| c == &list[..n]);
    let n = (1..=list.len()).find(|n| whole(*n)).unwrap_or(list.len());
    &list[..n]
}
