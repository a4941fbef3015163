//! Fixes of findings: which have one, looking at what it does, making it, taking it back.

use super::layers::{Layer, Pager, PagerSource, Yes};
use super::{App, session::Session};
use crate::core::event::{Action as Deed, Event};
use crate::core::finding::{Finding, Source};
use crate::core::findings::Listed;
use crate::core::fix::{Fix, What, answers};
use crate::core::fixes::{Done, Preview, Target};
use crate::tui::keymap::Context;
use std::collections::HashMap;

/// What a finding and those that say the same say.
fn told(listed: &Listed) -> Vec<Finding> {
    let first = std::iter::once(&listed.finding);
    first.chain(&listed.also).cloned().collect()
}

/// The fix that there is for a finding.
#[must_use]
pub fn fix_of<'s>(session: &'s Session, listed: &Listed) -> Option<&'s Fix> {
    session.view.fixes.of.get(&listed.id)
}

/// The fixes of all findings. Where the files follow from answers, other answers come first: an edit of a file that is
/// made from them would be one by hand, which the next preview has to merge.
fn fixes(session: &Session) -> HashMap<String, Fix> {
    let w = &session.wizard;
    let listed = &session.view.known.listed;
    // What an integration that exists holds is what its files say; only what a form refuses is an answer's.
    let existing = w.state.files.existing;
    let asks = |f: &Finding| !existing || f.source == Source::Form;
    let told = listed
        .iter()
        .flat_map(|l| told(l).into_iter().map(|f| (&l.id, f)));
    let (ids, findings): (Vec<&String>, Vec<Finding>) = told.filter(|(_, f)| asks(f)).unzip();
    let answers = answers::offers(w, &findings);
    let answers = ids.into_iter().zip(answers);
    let clone: HashMap<&Finding, &Fix> = w.mending.offers.iter().map(|(f, x)| (f, x)).collect();
    let clone = listed.iter().filter_map(|listed| {
        let mut all = std::iter::once(&listed.finding).chain(&listed.also);
        Some((&listed.id, (*all.find_map(|f| clone.get(f))?).clone()))
    });
    let answers = answers.filter_map(|(id, fix)| Some((id, fix?)));
    let mut out = HashMap::new();
    // The first one counts.
    let all: Vec<(&String, Fix)> = if existing {
        clone.chain(answers).collect()
    } else {
        answers.chain(clone).collect()
    };
    for (id, fix) in all {
        out.entry(id.clone()).or_insert(fix);
    }
    out
}

impl App {
    /// Finds out which findings have a fix, where somebody looks at them.
    pub(super) fn find_fixes(&mut self) {
        let list = |layer: &Layer| matches!(layer, Layer::Findings(_));
        let open = self.layers.iter().any(list);
        let Some(session) = &mut self.session else {
            return;
        };
        let looked = session.view.fixes.revision == Some(session.view.revision);
        if looked || !(open || session.view.walk.told) {
            return;
        }
        session.refresh();
        session.view.fixes.revision = Some(session.view.revision);
        session.view.fixes.of = fixes(session);
        let findings: Vec<Finding> = session.view.known.listed.iter().flat_map(told).collect();
        self.send(Event::Do(Deed::FindFixes { findings }));
    }

    /// The fix of the finding that the list stands on.
    #[must_use]
    pub fn fix_here(&self) -> Option<&Fix> {
        fix_of(self.session.as_ref()?, self.listed_here()?)
    }

    /// Whether some finding has a fix that needs nobody.
    pub(super) fn has_safe_fix(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let mut all = session.view.known.listed.iter();
        all.any(|listed| fix_of(session, listed).is_some_and(|fix| fix.safe))
    }

    /// Shows what the fix of the finding that the list stands on does.
    pub(super) fn look_at_fix(&mut self) {
        let (Some(fix), Some(listed)) = (self.fix_here(), self.listed_here()) else {
            return;
        };
        let target = Target::One(told(listed));
        let deed = match &fix.what {
            What::Set(_) => Deed::ShowFix {
                fixes: vec![Done {
                    fix: fix.clone(),
                    findings: told(listed),
                }],
                target,
            },
            _ => Deed::PreviewFix { target },
        };
        self.show_fix(deed, "Fix");
    }

    /// Shows what all safe fixes do together, those of answers and those of files.
    pub(super) fn look_at_safe_fixes(&mut self) {
        let deed = self.all_safe();
        self.show_fix(deed, "Fix all safe ones");
    }

    fn all_safe(&self) -> Deed {
        let target = Target::Safe;
        match self.safe_answers() {
            Some(fix) if self.has_safe_edit() => Deed::PreviewBoth { answers: vec![fix] },
            Some(fix) => Deed::ShowFix {
                target,
                fixes: vec![fix],
            },
            None => Deed::PreviewFix { target },
        }
    }

    /// Whether some file of an integration that was made here has a safe fix. Of one that exists answers go first: its
    /// files are read again before they are fixed.
    fn has_safe_edit(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let edits = |fix: &Fix| fix.safe && !matches!(fix.what, What::Set(_));
        let mut listed = session.view.known.listed.iter();
        !session.wizard.state.files.existing
            && listed.any(|l| fix_of(session, l).is_some_and(edits))
    }

    /// All safe fixes that are other answers, as one.
    fn safe_answers(&self) -> Option<Done> {
        let session = self.session.as_ref()?;
        let listed = session.view.known.listed.iter();
        let is_answer = |listed: &&Listed| {
            let fix = fix_of(session, listed);
            fix.is_some_and(|fix| fix.safe && matches!(fix.what, What::Set(_)))
        };
        let findings: Vec<Finding> = listed.filter(is_answer).flat_map(told).collect();
        let fix = answers::all_safe(&session.wizard, &findings)?;
        Some(Done { fix, findings })
    }

    fn show_fix(&mut self, deed: Deed, title: &str) {
        self.send(Event::Do(deed));
        let preview = self.session.as_ref().map(|s| &s.wizard.mending.preview);
        // Another job runs: the notice says so.
        if preview.is_none_or(|preview| *preview == Preview::None) {
            return;
        }
        self.layers.push(Layer::Pager(Pager {
            title: title.to_owned(),
            source: PagerSource::Fix,
            offset: Some(0),
            height: 0,
            total: 0,
        }));
    }

    /// After a look or a fix that failed: the same for the files as they are now.
    pub(super) fn look_at_fix_again(&mut self) {
        let session = self.session.as_ref();
        let target = session.and_then(|s| s.wizard.mending.preview.target().cloned());
        let deed = match target {
            Some(Target::Safe) => self.all_safe(),
            Some(target) => Deed::PreviewFix { target },
            None => return,
        };
        self.send(Event::Do(deed));
    }

    /// Makes what is looked at.
    pub(super) fn apply_fix(&mut self) {
        self.send(Event::Do(Deed::Fix));
        self.leave_made_fix();
    }

    /// What was made is not looked at any more.
    pub(super) fn leave_made_fix(&mut self) {
        let Some(session) = &self.session else { return };
        if session.wizard.mending.preview == Preview::None {
            self.layers.retain(|layer| layer.context() != Context::Fix);
        }
    }

    /// Asks before the last change of the clone is taken back.
    pub(super) fn ask_to_undo(&mut self) {
        let session = self.session.as_ref();
        let last = session.and_then(|s| s.wizard.mending.last.clone());
        let (question, first) = match last {
            Some(last) => ("Take the last fix back?", format!("{}.", last.title)),
            None => ("Take the last application back?", String::new()),
        };
        let answers = session.is_some_and(|s| s.wizard.fix_has_answers());
        let rest = if answers {
            "Every file and every answer that it changed gets the content it had before."
        } else {
            "Every file gets the content it had before. Your answers stay."
        };
        let detail = format!("{first} {rest}").trim().to_owned();
        self.confirm(question, vec![detail], Yes::Do(Deed::UndoApply));
    }
}
