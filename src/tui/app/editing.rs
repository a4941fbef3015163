//! Typing into a field: begin, type, take, leave. The core owns the draft; the editor is its cache.

use super::host::ProtoFile;
use super::layers::{Layer, Picker, PromptKind};
use super::session::parse_author;
use super::{App, Ask};
use crate::core::event::{Action as Deed, Event};
use crate::core::form::{self, Input};
use crate::core::names;
use crate::core::state::Draft;
use crate::tui::widgets::editor::{Edit, Editor};
use std::path::Path;

impl App {
    /// Begins to fill in the field: typing, choosing, or toggling at once.
    pub(super) fn fill_in(&mut self, id: &str) {
        let Some(session) = &self.session else { return };
        let field = session.field(id);
        match field.as_ref().map(|f| &f.input) {
            Some(Input::Choice(options)) => self.pick(vec![id.into()], options.clone(), false),
            Some(Input::Many(options)) => self.pick(vec![id.into()], options.clone(), true),
            Some(Input::Bool) => {
                let value = form::value(&session.wizard, id);
                let flipped = if value == "yes" { "no" } else { "yes" };
                self.send(Event::Set {
                    values: vec![(id.into(), flipped.into())],
                });
            }
            _ => self.begin(id),
        }
    }

    /// Begins to type into a field.
    pub(super) fn begin(&mut self, id: &str) {
        let Some(session) = &mut self.session else {
            return;
        };
        let draft = if let Some(file) = proto_file(id)
            && !session.wizard.state.drafts.contains_key(id)
        {
            Draft {
                text: self.host.read(&session.wizard, file).unwrap_or_default(),
                cursor: (0, 0),
            }
        } else {
            session.draft(id)
        };
        let editor = Editor::new(id, session.is_one_line(id), &draft);
        session.view.editor = Some(if id.starts_with("file.") {
            editor.numbered()
        } else {
            editor
        });
        session.view.rail = false;
        self.send_draft(id, draft);
    }

    fn send_draft(&mut self, id: &str, draft: Draft) {
        self.send(Event::DraftEdited {
            field: id.to_owned(),
            text: draft.text,
            cursor: draft.cursor,
        });
    }

    /// Lets the editor handle a key or a paste, and tells the core what it holds then.
    pub(super) fn typed_in_page(&mut self, type_it: impl FnOnce(&mut Editor) -> bool) {
        let Some(session) = &mut self.session else {
            return;
        };
        if let Some(filter) = &mut session.view.filter {
            if type_it(filter) {
                let text = filter.draft().text;
                self.send(Event::Filter { text });
                self.settle_focus();
            }
            return;
        }
        if let Some(editor) = &mut session.view.editor
            && type_it(editor)
        {
            let (field, draft) = (editor.field.clone(), editor.draft());
            self.send_draft(&field, draft);
        }
    }

    /// A named edit on whatever is being typed.
    pub(super) fn edit(&mut self, edit: Edit) {
        match self.layers.last_mut() {
            Some(Layer::Prompt(prompt)) => {
                prompt.editor.edit(edit);
                self.prompt_edited();
            }
            Some(_) => {}
            None => self.typed_in_page(|editor| editor.edit(edit)),
        }
    }

    /// Takes what is being typed. `true` when the field is left.
    pub(super) fn take_typed(&mut self) -> bool {
        let Some(session) = &self.session else {
            return true;
        };
        let Some(editor) = &session.view.editor else {
            return true;
        };
        let (id, text) = (editor.field.clone(), editor.draft().text);
        if session.problem(&id, &text).is_some() {
            return false;
        }
        if let Some(file) = proto_file(&id) {
            return self.write_file(file, &id, &text);
        }
        self.stop_typing();
        match id.as_str() {
            "setup.clone" => {
                self.send(Event::DraftDropped { field: id });
                self.use_clone(text.trim());
            }
            "setup.identity" => {
                self.send(Event::DraftDropped { field: id });
                if let Some((name, email)) = parse_author(&text) {
                    self.send(Event::Do(Deed::UseAuthor { name, email }));
                }
            }
            _ if self.is_bulk(&id) => {
                self.send(Event::DraftDropped { field: id.clone() });
                let values = self.bulk(&id, &text);
                self.send(Event::Set { values });
            }
            _ => self.send(Event::Taken { field: id }),
        }
        true
    }

    fn write_file(&mut self, file: ProtoFile, id: &str, text: &str) -> bool {
        let Some(session) = &self.session else {
            return true;
        };
        match self.host.write(&session.wizard, file, text) {
            Ok(event) => {
                self.stop_typing();
                self.send(Event::DraftDropped { field: id.into() });
                self.send(event);
                true
            }
            Err(failure) => {
                self.refuse(format!("{} {}", failure.message, failure.hint));
                false
            }
        }
    }

    /// Leaves the field; the draft stays.
    pub(super) fn leave_field(&mut self) {
        self.stop_typing();
        self.send(Event::LeftField);
        // A metric's part is left to its row.
        if let Some(session) = &self.session
            && let Some(name) =
                super::session::metric_of(&session.wizard, &session.wizard.state.ui.focus)
        {
            let focus = format!("metrics.{name}");
            self.send(Event::Focus { focus });
        }
    }

    pub(super) fn stop_typing(&mut self) {
        if let Some(session) = &mut self.session {
            session.view.editor = None;
        }
    }

    /// Throws the draft away; the answer shows again.
    pub(super) fn drop_draft(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        if let Some(editor) = session.view.editor.take() {
            self.send(Event::DraftDropped {
                field: editor.field,
            });
        }
    }

    /// Opens the choices for fields that take the same value.
    pub(super) fn pick(&mut self, fields: Vec<String>, options: Vec<String>, many: bool) {
        let Some(session) = &self.session else { return };
        let Some(id) = fields.first() else { return };
        let field = session.field(id);
        let value = form::value(&session.wizard, id);
        let chosen: std::collections::BTreeSet<String> = value
            .split(',')
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
            .collect();
        let mut options = options;
        // A value that the list doesn't know stays choosable.
        for value in &chosen {
            if !options.contains(value) {
                options.push(value.clone());
            }
        }
        let label = field.as_ref().map_or("Choose", |f| f.label.as_str());
        let title = match fields.len() {
            1 => label.to_owned(),
            n => format!("{label} of {n} metrics"),
        };
        let mut picker = Picker {
            title,
            help: field.map(|f| f.help).unwrap_or_default(),
            fields,
            options,
            many,
            chosen,
            editor: Editor::new("picker", true, &Draft::default()),
            found: vec![],
            at: 0,
        };
        picker.search();
        picker.at = picker
            .found
            .iter()
            .position(|i| picker.options[*i] == value)
            .unwrap_or(0);
        self.layers.push(Layer::Picker(picker));
    }

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
        self.layers.pop();
        let problem = self
            .session
            .as_ref()
            .and_then(|s| fields.iter().find_map(|f| s.problem(f, &value)));
        if let Some(problem) = problem {
            self.refuse(problem);
            return;
        }
        let values = fields.into_iter().map(|f| (f, value.clone())).collect();
        self.send(Event::Set { values });
        self.settle_focus();
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
            PromptKind::Bring => None,
        };
        self.prompts.insert(prompt.kind, draft);
    }

    /// Opens a prompt with the text it held before.
    pub(super) fn prompt(&mut self, kind: PromptKind) {
        let draft = self.prompts.get(&kind).cloned().unwrap_or_default();
        let editor = Editor::new("prompt", true, &draft);
        self.failure = None;
        self.layers.push(Layer::Prompt(super::layers::Prompt {
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
        let made = match kind {
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

    /// Opens what is focused in the contributor's editor.
    pub(super) fn editor(&mut self) {
        let Some(session) = &self.session else { return };
        let ui = &session.wizard.state.ui;
        if let Some(editor) = &session.view.editor {
            let ending = match editor.field.as_str() {
                "file.check" => ".py",
                "file.conf" => ".yaml",
                _ => ".md",
            };
            self.ask = Some(Ask::Text {
                text: editor.draft().text,
                ending,
            });
        } else if let Some(file) = proto_file(&ui.focus) {
            self.open_proto(file, None);
        } else if self.page().is_some_and(|p| p.form().is_some())
            && session.field(&ui.focus).is_some()
        {
            let focus = ui.focus.clone();
            self.fill_in(&focus);
            if self
                .session
                .as_ref()
                .is_some_and(|s| s.view.editor.is_some())
            {
                self.editor();
            }
        } else {
            self.open();
        }
    }

    /// The text came back from the contributor's editor.
    pub fn edited(&mut self, text: &str) {
        let Some(session) = &mut self.session else {
            return;
        };
        let Some(editor) = &mut session.view.editor else {
            return;
        };
        let text = crate::tui::widgets::text::pasted(text.trim_end_matches('\n'), editor.one_line);
        let draft = Draft {
            text,
            cursor: (0, 0),
        };
        let field = editor.field.clone();
        let fresh = Editor::new(&field, editor.one_line, &draft);
        *editor = if field.starts_with("file.") {
            fresh.numbered()
        } else {
            fresh
        };
        self.send_draft(&field, draft);
    }

    /// A file came back from the contributor's editor.
    pub fn edited_file(&mut self) {
        let Some(session) = &self.session else { return };
        if let Some(event) = self.host.look(&session.wizard) {
            self.send(event);
        }
        self.send(Event::Do(Deed::ReadRepo));
    }
}

/// The prototype's file that a focus is on.
#[must_use]
pub fn proto_file(id: &str) -> Option<ProtoFile> {
    match id {
        "file.check" => Some(ProtoFile::Check),
        "file.conf" => Some(ProtoFile::Conf),
        _ => None,
    }
}

/// `~` is the home folder, as a shell has it.
#[must_use]
pub fn expand(text: &str) -> std::path::PathBuf {
    let home = dirs::home_dir();
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(text).to_path_buf(),
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
