//! Prototype: writing the check, editing it, opening the line that failed.

use super::super::host::ProtoFile;
use super::super::layers::Yes;
use super::super::{App, Ask};
use crate::core::answers::Kind;
use crate::core::event::{Action as Deed, Event};
use crate::core::form::Section;
use crate::core::step::StepId;
use crate::core::{declared, names, status};
use crate::tui::keymap::{Action, Context, Row};

impl App {
    /// What a key does, in a word or two: where there is no check, what takes its place.
    #[must_use]
    pub fn label(&self, row: &Row) -> &'static str {
        let session = self.session.as_ref();
        let kind = session.and_then(|s| s.wizard.state.answers.integration.kind);
        match (row.context, row.action, kind) {
            (Context::Prototype, Action::Write, Some(kind)) if kind.is_declared() => {
                "write the files"
            }
            (Context::Prototype, Action::EditCheck, Some(Kind::Jmx)) => "edit the rules",
            (Context::Prototype, Action::EditCheck, Some(Kind::Logs)) => "edit the sample",
            _ => row.label,
        }
    }

    /// The text of a file of the prototype, read again only when it changed.
    pub fn file_text(&mut self, file: ProtoFile) -> Option<String> {
        let session = self.session.as_mut()?;
        let p = &session.wizard.state.prototype;
        let key = format!("{:?} {:?}", p.check, p.conf);
        if session.view.files.as_ref().is_none_or(|(k, _)| *k != key) {
            let read = |f| self.host.read(&session.wizard, f);
            let texts = [read(ProtoFile::Check), read(ProtoFile::Conf)];
            session.view.files = Some((key, texts));
        }
        let (_, texts) = session.view.files.as_ref()?;
        texts[usize::from(file == ProtoFile::Conf)].clone()
    }

    pub(in super::super) fn write(&mut self) {
        let Some(session) = &self.session else { return };
        let open = status::open_fields(&session.wizard, Section::Source);
        if let Some(first) = open.first().cloned() {
            self.visit(StepId::Prototype, "source");
            self.send(Event::Focus { focus: first });
            self.refuse("Fill in this field first.");
            return;
        }
        let p = &session.wizard.state.prototype;
        let by_hand = p.check.is_some() && p.check != p.generated_check
            || p.conf.is_some() && p.conf != p.generated_conf;
        if by_hand {
            self.confirm(
                "Write the files again?",
                vec![
                    "You changed the files by hand. Writing them again replaces your changes."
                        .into(),
                ],
                Yes::Do(Deed::WritePrototype { replace: true }),
            );
        } else {
            self.visit(StepId::Prototype, "check");
            self.send(Event::Do(Deed::WritePrototype { replace: false }));
        }
    }

    pub(in super::super) fn show_file(&mut self, id: &str) {
        self.visit(StepId::Prototype, "check");
        self.begin(id);
    }

    pub(in super::super) fn open_proto(&mut self, file: ProtoFile, line: Option<u32>) {
        let Some(session) = &self.session else { return };
        let name = names::prototype_name(&session.wizard.state.answers.integration.folder());
        let path = match file {
            ProtoFile::Check => declared::main_path(&session.wizard.state.answers),
            ProtoFile::Conf => format!("conf.d/{name}.d/conf.yaml"),
        };
        self.ask = Some(Ask::File {
            path: self.host.path(&session.wizard, &path),
            line,
        });
    }

    /// The contributor's own frame is the last one in the check's file.
    pub(in super::super) fn open_error(&mut self) {
        let frame = self.session.as_ref().and_then(|s| {
            let error = s.wizard.capture.as_ref()?.error.as_ref()?;
            let own = error
                .frames
                .iter()
                .rev()
                .find(|f| f.file.contains("checks.d"));
            own.or(error.frames.last()).cloned()
        });
        if let Some(frame) = frame {
            self.send(Event::Do(Deed::OpenFile {
                path: frame.file,
                line: Some(frame.line),
            }));
        }
    }
}
