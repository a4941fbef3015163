//! The one file that touches `TextArea`. An editor is a cache of a draft: it can be rebuilt from the
//! draft at any time, and only named actions and plain characters reach it.

use crate::core::state::Draft;
use crate::tui::theme::Theme;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use tui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

/// A text being typed.
#[derive(Debug)]
pub struct Editor {
    /// The field's id.
    pub field: String,
    pub one_line: bool,
    /// Something was typed, or was not taken: before that, an empty text is no mistake.
    pub tried: bool,
    area: TextArea<'static>,
}

/// A movement or deletion with a key of its own in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    Start,
    End,
    DeleteWord,
    Undo,
    Redo,
}

impl Editor {
    /// An editor on `draft`; that of a file shows line numbers.
    #[must_use]
    pub fn new(field: &str, one_line: bool, draft: &Draft) -> Self {
        let mut area = TextArea::new(draft.text.split('\n').map(str::to_owned).collect());
        area.set_cursor_line_style(Style::new());
        area.set_max_histories(500);
        area.set_tab_length(4);
        if field.starts_with("file.") {
            area.set_line_number_style(Style::new().add_modifier(Modifier::DIM));
            area.set_wrap_mode(WrapMode::None);
        } else if !one_line {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        area.move_cursor(CursorMove::Jump(cell(draft.cursor.0), cell(draft.cursor.1)));
        Self {
            field: field.to_owned(),
            one_line,
            tried: false,
            area,
        }
    }

    /// Shows a sign for each character.
    pub fn hide(&mut self) {
        self.area.set_mask_char('*');
    }

    /// The text and the cursor, as the core keeps them.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let DataCursor(row, column) = self.area.cursor();
        Draft {
            text: self.area.lines().join("\n"),
            cursor: (row, column),
        }
    }

    /// How many lines the text has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.area.lines().len()
    }

    /// Types a key that no command claimed. `true` when the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        use crossterm::event::{KeyCode, KeyModifiers};
        let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Delete if plain => {
                self.area.input_without_shortcuts(key)
            }
            KeyCode::Enter if plain && !self.one_line => {
                let indent = self.indent();
                self.area.insert_newline();
                self.area.insert_str(indent);
                true
            }
            _ => false,
        }
    }

    /// The spaces that the current line begins with, so that code keeps its indentation.
    fn indent(&self) -> String {
        let DataCursor(row, column) = self.area.cursor();
        self.area.lines().get(row).map_or_else(String::new, |line| {
            line.chars()
                .take(column)
                .take_while(|c| *c == ' ')
                .collect()
        })
    }

    /// Inserts a paste.
    pub fn paste(&mut self, text: &str) -> bool {
        self.area
            .insert_str(super::text::pasted(text, self.one_line))
    }

    /// Does a named action. `true` when the text or the cursor may have changed.
    pub fn edit(&mut self, edit: Edit) -> bool {
        match edit {
            Edit::Undo => return self.area.undo(),
            Edit::Redo => return self.area.redo(),
            Edit::DeleteWord => return self.area.delete_word(),
            Edit::Left => self.area.move_cursor(CursorMove::Back),
            Edit::Right => self.area.move_cursor(CursorMove::Forward),
            Edit::Up => self.area.move_cursor(CursorMove::Up),
            Edit::Down => self.area.move_cursor(CursorMove::Down),
            Edit::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Edit::Start => self.area.move_cursor(CursorMove::Head),
            Edit::End => self.area.move_cursor(CursorMove::End),
        }
        true
    }

    /// Draws the text with its cursor.
    pub fn draw(&mut self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.area.set_cursor_style(theme.cursor());
        frame.render_widget(&self.area, area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent};

    fn typed(editor: &mut Editor, text: &str) {
        for c in text.chars() {
            editor.key(KeyEvent::from(KeyCode::Char(c)));
        }
    }

    #[test]
    fn it_can_be_rebuilt_from_its_draft_at_any_time() {
        let mut editor = Editor::new("f", false, &Draft::default());
        typed(&mut editor, "ab");
        editor.key(KeyEvent::from(KeyCode::Enter));
        typed(&mut editor, "cd");
        editor.edit(Edit::Left);
        let draft = editor.draft();
        assert_eq!(draft.text, "ab\ncd");
        assert_eq!(draft.cursor, (1, 1));
        let again = Editor::new("f", false, &draft);
        assert_eq!(again.draft(), draft);
    }

    #[test]
    fn one_line_stays_one_line() {
        let mut editor = Editor::new("f", true, &Draft::default());
        assert!(!editor.key(KeyEvent::from(KeyCode::Enter)));
        editor.paste("a\r\nb");
        assert_eq!(editor.draft().text, "a b");
    }

    #[test]
    fn control_keys_type_nothing() {
        let mut editor = Editor::new("f", true, &Draft::default());
        let key = KeyEvent::new(KeyCode::Char('k'), crossterm::event::KeyModifiers::CONTROL);
        assert!(!editor.key(key));
        assert_eq!(editor.draft().text, "");
    }

    #[test]
    fn code_keeps_its_indentation() {
        let mut editor = Editor::new("f", false, &Draft::default());
        typed(&mut editor, "    x");
        editor.key(KeyEvent::from(KeyCode::Enter));
        typed(&mut editor, "y");
        assert_eq!(editor.draft().text, "    x\n    y");
    }
}
