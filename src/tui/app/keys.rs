//! From a terminal's event to an action, a typed character, or nothing.

use super::layers::Layer;
use super::{App, Ask};
use crate::tui::keymap::{Action, Found, Key};
use crossterm::event::{Event as Terminal, KeyEvent, KeyEventKind};

impl App {
    /// The key of an action as it is shown here.
    #[must_use]
    pub fn key(&self, action: Action) -> Option<String> {
        self.keymap
            .key_of(&self.contexts(), action, self.theme)
            .or_else(|| self.keymap.key_of(&self.beneath(), action, self.theme))
    }

    /// Handles one event of the terminal.
    pub fn terminal(&mut self, event: Terminal) {
        match event {
            Terminal::Key(key) if key.kind != KeyEventKind::Release => self.pressed(key),
            Terminal::Paste(text) => self.paste(&text),
            Terminal::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.ask.get_or_insert(Ask::Redraw);
            }
            _ => {}
        }
        self.find_fixes();
        self.keep_open();
    }

    fn pressed(&mut self, event: KeyEvent) {
        self.notice = None;
        let key = Key::from(event);
        let first = self.pending.take();
        let contexts = self.contexts();
        let found = self
            .keymap
            .find(&contexts, first, key, &|when| self.holds(when));
        match found {
            Found::Action(action) => self.act(action),
            Found::Pending => self.pending = Some(key),
            Found::Nothing if first.is_some() => {
                self.refuse("That key doesn't follow here. F1 shows the keys.");
            }
            Found::Nothing => self.typed(event),
        }
    }

    /// A key that is no command goes to the text that is being typed.
    fn typed(&mut self, key: KeyEvent) {
        match self.layers.last_mut() {
            Some(Layer::Palette(palette)) => {
                if palette.editor.key(key) {
                    palette.search();
                }
            }
            Some(Layer::Picker(picker)) => {
                if picker.editor.key(key) {
                    picker.search();
                }
            }
            Some(Layer::Prompt(prompt)) => {
                if prompt.editor.key(key) {
                    self.prompt_edited();
                }
            }
            Some(Layer::Asked(asked)) => drop(asked.editor.key(key)),
            Some(Layer::Findings(_)) => self.type_in_findings(|editor| editor.key(key)),
            Some(_) => {}
            None => self.typed_in_page(|editor| editor.key(key)),
        }
    }

    fn paste(&mut self, text: &str) {
        match self.layers.last_mut() {
            Some(Layer::Palette(palette)) => {
                palette.editor.paste(text);
                palette.search();
            }
            Some(Layer::Picker(picker)) => {
                picker.editor.paste(text);
                picker.search();
            }
            Some(Layer::Prompt(prompt)) => {
                prompt.editor.paste(text);
                self.prompt_edited();
            }
            Some(Layer::Asked(asked)) => drop(asked.editor.paste(text)),
            Some(Layer::Findings(_)) => self.type_in_findings(|editor| editor.paste(text)),
            Some(_) => {}
            None => self.typed_in_page(|editor| editor.paste(text)),
        }
    }
}
