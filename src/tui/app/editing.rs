//! Typing into a field: begin, type, take, leave. The core owns the draft; the editor is its cache.

use super::host::ProtoFile;
use super::layers::Layer;
use super::session::parse_author;
use super::{App, Ask};
use crate::core::event::{Action as Deed, Event};
use crate::core::form::{self, Input};
use crate::core::propose::FIELD;
use crate::core::setup::FORK_FIELD;
use crate::core::state::Draft;
use crate::tui::widgets::editor::{Edit, Editor};
use std::path::Path;

impl App {
    /// Begins to fill in the field: typing, choosing, or toggling at once.
    pub(super) fn fill_in(&mut self, id: &str) {
        let Some(session) = &self.session else { return };
        let field = session.field(id);
        match field.as_ref().map(|f| &f.input) {
            Some(Input::Choice(_) | Input::Many(_)) => self.pick(id),
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
        } else if id == FIELD && !session.wizard.state.drafts.contains_key(id) {
            // Something else is shown, not more of the same.
            Draft::default()
        } else {
            session.draft(id)
        };
        let editor = Editor::new(id, session.is_one_line(id), &draft);
        session.view.editor = Some(editor);
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
                let draft = filter.draft();
                self.send_filter(draft.text, Some(draft.cursor.1));
            }
            return;
        }
        if let Some(editor) = &mut session.view.editor
            && type_it(editor)
        {
            editor.tried = true;
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
            Some(Layer::Asked(asked)) => drop(asked.editor.edit(edit)),
            Some(Layer::Findings(_)) => self.type_in_findings(|editor| editor.edit(edit)),
            Some(_) => {}
            None => self.typed_in_page(|editor| editor.edit(edit)),
        }
    }

    /// Takes what is being typed. `true` when the field is left.
    pub(super) fn take_typed(&mut self) -> bool {
        let Some(session) = &mut self.session else {
            return true;
        };
        let Some(editor) = &mut session.view.editor else {
            return true;
        };
        editor.tried = true;
        let (id, text) = (editor.field.clone(), editor.draft().text);
        if session.problem(&id, &text).is_some() {
            return false;
        }
        if let Some(file) = proto_file(&id) {
            return self.write_file(file, &id, &text);
        }
        self.stop_typing();
        // The draft goes last: a kill in between must find the text in one of the two places.
        match id.as_str() {
            "setup.clone" => self.use_clone(text.trim()),
            FORK_FIELD => self.use_fork(text.trim()),
            FIELD => self.show(&text),
            "setup.identity" => {
                if let Some((name, email)) = parse_author(&text) {
                    self.send(Event::Do(Deed::UseAuthor { name, email }));
                }
                self.send(Event::DraftDropped { field: id });
            }
            _ if self.is_bulk(&id) => {
                let values = self.bulk(&id, &text);
                self.send(Event::Set { values });
                self.send(Event::DraftDropped { field: id });
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
        if let Some(Layer::Prompt(prompt)) = self.layers.last_mut() {
            prompt.editor = Editor::new("prompt", true, &Draft::default());
            self.prompt_edited();
            return;
        }
        if let Some((field, _)) = self.layers.last().and_then(Layer::list) {
            self.layers.pop();
            self.send(Event::DraftDropped {
                field: field.clone(),
            });
            self.pick(&field);
            return;
        }
        let Some(session) = &mut self.session else {
            return;
        };
        if let Some(editor) = session.view.editor.take() {
            self.send(Event::DraftDropped {
                field: editor.field,
            });
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
        } else if let Some(path) = ui.focus.strip_prefix("change.") {
            let path = path.to_owned();
            self.send(Event::Do(Deed::OpenFile { path, line: None }));
        } else if !self.open_told() {
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
        // Only then: an editor may end its lines with CR and LF.
        let text = crate::tui::widgets::text::pasted(text, editor.one_line);
        let draft = Draft {
            text: text.trim_end_matches('\n').to_owned(),
            cursor: (0, 0),
        };
        let field = editor.field.clone();
        *editor = Editor::new(&field, editor.one_line, &draft);
        editor.tried = true;
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
