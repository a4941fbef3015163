//! What git and ssh ask while a job runs: a layer that hides secrets. What is typed there goes to who asked, and
//! neither into the core nor to the disk.

use super::App;
use super::layers::{Asked, Layer};

impl App {
    /// Shows the question that waits, and takes away the one that nobody waits for any more.
    pub fn settle_question(&mut self) {
        let open = self.host.question();
        let shown = self.layers.iter().find_map(|layer| match layer {
            Layer::Asked(asked) => Some(asked.question.id),
            _ => None,
        });
        if shown == open.as_ref().map(|question| question.id) {
            return;
        }
        self.layers.retain(|l| !matches!(l, Layer::Asked(_)));
        if let Some(question) = open {
            self.layers.push(Layer::Asked(Asked::new(question)));
        }
    }

    /// Enter: the answer, which may be empty.
    pub(super) fn answer_question(&mut self) {
        if let Some(Layer::Asked(asked)) = self.layers.pop() {
            let text = asked.editor.draft().text;
            self.host.answer(asked.question.id, Some(&text));
        }
    }
}
