//! Choices and prompts: the layers in which something is picked or typed.

use super::App;
use super::editing::expand;
use super::layers::{Layer, Prompt, PromptKind};
use crate::core::event::{Action as Deed, Event};
use crate::core::names;
use crate::tui::widgets::editor::Editor;

impl App {
    /// Takes what is chosen.
    pub(super) fn take_choice(&mut self) {
        let Some(Layer::Picker(picker)) = self.layers.last() else {
            return;
        };
        let Some(value) = picker.taken() else {
            self.refuse("Nothing matches. Delete a letter, or press Esc.");
            return;
        };
        let fields = picker.fields.clone();
        let problem = self
            .session
            .as_ref()
            .and_then(|s| fields.iter().find_map(|f| s.problem(f, &value)));
        if let Some(problem) = problem {
            self.refuse(problem);
            return;
        }
        self.layers.pop();
        let values: Vec<_> = fields.into_iter().map(|f| (f, value.clone())).collect();
        let many = values.len();
        self.send(Event::Set { values });
        self.settle_focus();
        // In a form the next field follows; a table keeps its row.
        if many == 1 && self.page().is_some_and(|p| p.form().is_some()) {
            self.step_rows(1);
        }
    }

    /// The prompt's text changed: check it, and keep it for when Esc leaves the prompt.
    pub(super) fn prompt_edited(&mut self) {
        let Some(Layer::Prompt(prompt)) = self.layers.last_mut() else {
            return;
        };
        let draft = prompt.editor.draft();
        prompt.problem = match prompt.kind {
            PromptKind::New if draft.text.is_empty() => None,
            PromptKind::New => names::check_display_name(&draft.text).err(),
            _ => None,
        };
        // A confirmation is typed each time.
        if prompt.kind != PromptKind::Overwrite {
            self.prompts.insert(prompt.kind, draft);
        }
    }

    /// Opens a prompt with the text it held before.
    pub(super) fn prompt(&mut self, kind: PromptKind) {
        let draft = self.prompts.get(&kind).cloned().unwrap_or_default();
        let editor = Editor::new("prompt", true, &draft);
        self.failure = None;
        self.layers.push(Layer::Prompt(Prompt {
            kind,
            editor,
            problem: None,
        }));
        self.prompt_edited();
    }

    /// Takes the prompt's text.
    pub(super) fn take_prompt(&mut self) {
        let Some(Layer::Prompt(prompt)) = self.layers.last_mut() else {
            return;
        };
        let (kind, text) = (prompt.kind, prompt.editor.draft().text);
        if kind == PromptKind::Silence {
            if text.trim().is_empty() {
                prompt.problem = Some("Reviewers read the reason. Type one sentence.".into());
                return;
            }
            self.prompts.remove(&kind);
            self.layers.pop();
            self.silence(text.trim());
            return;
        }
        if kind == PromptKind::Overwrite {
            self.layers.pop();
            self.send(Event::Do(Deed::Overwrite { typed: text }));
            return;
        }
        let made = match kind {
            PromptKind::Existing => self.open_existing(&text),
            PromptKind::Metric => self.add_metric(&text),
            PromptKind::ServiceCheck => self.add_check(&text),
            PromptKind::Silence | PromptKind::Overwrite => return,
            PromptKind::New => match names::check_display_name(&text) {
                Ok(()) => self.create(&text, None),
                Err(problem) => {
                    prompt.problem = Some(problem);
                    return;
                }
            },
            PromptKind::Bring => {
                let path = expand(text.trim());
                let name = path.file_stem().map(|s| s.to_string_lossy().into_owned());
                match name {
                    Some(stem) if path.is_absolute() || !text.trim().is_empty() => {
                        let name = display_of(&stem);
                        self.create(&name, Some(&path))
                    }
                    _ => {
                        prompt.problem =
                            Some("Type the path of a check, for example ~/custom_acme.py.".into());
                        return;
                    }
                }
            }
        };
        match made {
            Ok(()) => {
                self.prompts.remove(&kind);
                self.layers.clear();
            }
            Err(failure) => {
                if let Some(Layer::Prompt(prompt)) = self.layers.last_mut() {
                    prompt.problem = Some(format!("{} {}", failure.message, failure.hint));
                }
            }
        }
    }
}

/// A display name from a check's file name: `custom_acme_queue` gives `Acme Queue`.
fn display_of(stem: &str) -> String {
    let words = stem.strip_prefix("custom_").unwrap_or(stem);
    let mut out = String::new();
    for word in words.split(['_', '-', ' ', '.']).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_display_name_comes_from_a_file_name() {
        assert_eq!(super::display_of("custom_acme_queue"), "Acme Queue");
        assert_eq!(super::display_of("x"), "X");
    }
}
