//! The planned files' texts, to tell what stands on the line that a tool names.

use crate::core::plan::PlannedFile;
use crate::core::wizard::Wizard;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The lines of the planned files, each file split once.
pub(super) struct Texts<'a> {
    w: &'a Wizard,
    lines: RefCell<BTreeMap<String, Lines<'a>>>,
}

type Lines<'a> = Rc<Vec<&'a str>>;

impl<'a> Texts<'a> {
    pub(super) fn new(w: &'a Wizard) -> Self {
        Self {
            w,
            lines: RefCell::default(),
        }
    }

    /// The file in the plan.
    pub(super) fn planned(&self, path: &str) -> Option<&'a PlannedFile> {
        self.w.plan.as_ref()?.files.iter().find(|f| f.path == path)
    }

    /// All lines of a planned file.
    pub(super) fn lines(&self, path: &str) -> Option<Lines<'a>> {
        if let Some(known) = self.lines.borrow().get(path) {
            return Some(Rc::clone(known));
        }
        let lines: Lines = Rc::new(self.planned(path)?.new.lines().collect());
        self.lines
            .borrow_mut()
            .insert(path.to_owned(), Rc::clone(&lines));
        Some(lines)
    }

    /// One line, from 1.
    pub(super) fn line(&self, path: &str, line: u32) -> Option<&'a str> {
        let at = usize::try_from(line).ok()?.checked_sub(1)?;
        self.lines(path)?.get(at).copied()
    }
}
