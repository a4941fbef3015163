//! What was shown: looking at it is a job, what follows from it is a proposal, and taking that is the contributor's.

use super::Wizard;
use crate::core::answers::Kind;
use crate::core::effect::{Effect, Work};
use crate::core::event::Action;
use crate::core::failure::Failure;
use crate::core::form::{self, Section};
use crate::core::propose::{self, FIELD, Proposal};

/// A proposal that waits for a yes or a no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The field below which it stands.
    pub field: String,
    pub proposal: Proposal,
}

/// A command that was shown and may not run yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    field: String,
    text: String,
}

/// What taking a proposal does to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// The field's label.
    pub label: String,
    pub text: String,
    pub what: What,
}

/// How an answer fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is filled in.
    Fills,
    /// It takes the place of `text`.
    Replaces,
    /// The present kind needs it and the proposed one does not; it is kept.
    Unused,
    /// It is emptied, because it would win over what was shown.
    Drops,
}

impl Wizard {
    /// Looks at what was shown in a field.
    pub(super) fn show(&mut self, field: String, text: String, agreed: bool) -> Vec<Effect> {
        self.shown = None;
        self.asked = Some(Asked {
            field: field.clone(),
            text: text.clone(),
        });
        let work = Work::Show {
            field,
            text,
            agreed,
        };
        self.start(work)
    }

    /// The contributor agreed to the command that was shown; none when no such question is open.
    pub(super) fn agree_to_shown(&mut self) -> Option<Vec<Effect>> {
        let (name, failure) = self.failure.as_ref()?;
        if *name != "show" || !failure.asks_to_run() {
            return None;
        }
        let asked = self.asked.take()?;
        self.failure = None;
        Some(self.show(asked.field, asked.text, true))
    }

    /// What was looked at arrives.
    pub(super) fn was_shown(&mut self, field: String, proposal: Proposal) {
        self.asked = None;
        // The kind that is there already, and nothing else to fill in: there is nothing to take.
        let fills = |(id, text): &(String, String)| form::value(self, id) != *text;
        let known = self.state.answers.integration.kind;
        if field != FIELD && (proposal.kind.is_none() || proposal.kind == known) {
            return;
        }
        if proposal.kind.is_some() && !proposal.fill.iter().any(fills) {
            self.notice = Some(format!(
                "{}. That is what the answers say.",
                proposal.sentence
            ));
            self.state.drafts.remove(FIELD);
            return;
        }
        self.shown = Some(Shown { field, proposal });
    }

    /// The proposal that can be taken.
    #[must_use]
    pub fn proposed(&self) -> Option<&Shown> {
        self.shown.as_ref().filter(|s| s.proposal.kind.is_some())
    }

    /// The answers that taking the proposal writes: what it fills in, and what would win over that emptied.
    fn taken_values(&self, proposal: &Proposal) -> Vec<(String, String)> {
        let mut values: Vec<(String, String)> = self
            .in_the_way(proposal)
            .into_iter()
            .map(|id| (id.to_owned(), String::new()))
            .collect();
        values.extend(proposal.fill.iter().map(|(id, text)| {
            let text = match id.as_str() {
                // Several pages count as one, and several paths are read.
                "source.openmetrics.sample" => self.added(id, text),
                "source.http.paths" if self.same_base(proposal) => self.added(id, text),
                _ => text.clone(),
            };
            (id.clone(), text)
        }));
        values
    }

    fn same_base(&self, proposal: &Proposal) -> bool {
        let base = form::value(self, "source.http.base_url");
        proposal.filled("source.http.base_url") == Some(base.as_str())
    }

    /// A list with one more value.
    fn added(&self, id: &str, text: &str) -> String {
        let mut all = form::list(&form::value(self, id));
        if !all.iter().any(|one| one == text) {
            all.push(text.to_owned());
        }
        all.join(", ")
    }

    /// The answers that would win over what is filled in.
    fn in_the_way(&self, proposal: &Proposal) -> Vec<&'static str> {
        let fills = |id: &str| proposal.filled(id).is_some();
        let answered = |id: &&str| !form::value(self, id).is_empty();
        let mut found = vec![];
        if proposal.kind.is_some_and(|k| k != Kind::Blank) {
            // A check that was brought along wins over every source.
            // In this order undo puts them back.
            found.extend(["prototype.check", "prototype.conf"]);
        } else if fills("prototype.check") && !fills("prototype.conf") {
            found.push("prototype.conf");
        }
        for (live, sample) in [
            ("source.openmetrics.endpoint", "source.openmetrics.sample"),
            ("source.http.base_url", "source.http.sample"),
            ("source.command.argv", "source.command.sample"),
            ("source.sql.connect", "source.sql.sample"),
        ] {
            if fills(live)
                && !fills(sample)
                && proposal.filled(live) != Some(&form::value(self, live))
            {
                found.push(sample);
            }
        }
        // Another database than the built-in one is not this file.
        if fills("source.sql.connect") && !fills("source.sql.driver") {
            found.push("source.sql.driver");
        }
        found.retain(answered);
        found
    }

    /// What taking a proposal does to the answers, in the order of the form.
    #[must_use]
    pub fn consequences(&self, proposal: &Proposal) -> Vec<Consequence> {
        let Some(kind) = proposal.kind else {
            return vec![];
        };
        let mut then = self.clone_for_form();
        let values = self.taken_values(proposal);
        for (id, text) in &values {
            form::set(&mut then.state.answers, id, text);
        }
        let label = |w: &Self, id: &str| {
            let all = form::fields(w, Section::Source);
            all.into_iter().find(|f| f.id == id).map(|f| f.label)
        };
        let one = |label, text: &str, what| Consequence {
            label,
            text: text.to_owned(),
            what,
        };
        let mut out = vec![];
        for (id, text) in values.iter().filter(|(id, _)| id != "integration.kind") {
            let before = form::value(self, id);
            if before == *text {
                continue;
            }
            let name = label(&then, id).or_else(|| label(self, id));
            // A check that was brought along is no field of the other kinds.
            let name = name.unwrap_or_else(|| "Existing check".into());
            if text.is_empty() {
                out.push(one(name, &before, What::Drops));
                continue;
            }
            out.push(one(name.clone(), text, What::Fills));
            if !before.is_empty() && !text.starts_with(&before) {
                out.push(one(name, &before, What::Replaces));
            }
        }
        if self
            .state
            .answers
            .integration
            .kind
            .is_some_and(|k| k != kind)
        {
            let gone = |f: &form::Field| label(&then, &f.id).is_none();
            let fields = form::fields(self, Section::Source).into_iter().filter(gone);
            let unanswered = Self::new(crate::core::state::State::default());
            for field in fields.filter(|f| !values.iter().any(|(id, _)| *id == f.id)) {
                let text = form::value(self, &field.id);
                if !text.is_empty() && text != form::value(&unanswered, &field.id) {
                    out.push(one(field.label, &text, What::Unused));
                }
            }
        }
        out
    }

    /// A wizard with the same answers and nothing else: enough for a form.
    fn clone_for_form(&self) -> Self {
        let mut state = crate::core::state::State::default();
        state.answers = self.state.answers.clone();
        Self::new(state)
    }

    /// Takes the proposal: all of it is one change, so that one undo takes it back.
    pub(super) fn take_shown(&mut self) {
        let Some(shown) = self.shown.take_if(|s| s.proposal.kind.is_some()) else {
            return;
        };
        self.failure = None;
        let values = self.taken_values(&shown.proposal);
        for (id, _) in &values {
            // An answer that was typed and not taken would hide the new one.
            self.state.drafts.remove(id);
        }
        self.change(values);
        self.state.drafts.remove(FIELD);
        self.state.ui.editing = false;
    }

    /// Writing the check failed on what was read: what it is instead may be another kind's.
    pub(super) fn look_again_at_source(&mut self, name: &str, failure: &Failure) -> Vec<Effect> {
        if name != "prototype"
            || !propose::was_read(failure)
            || self.state.answers.prototype.is_some()
        {
            return vec![];
        }
        let source = &self.state.answers.source;
        let field = match self.state.answers.integration.kind {
            Some(Kind::Openmetrics) => "source.openmetrics.endpoint",
            Some(Kind::Http) => "source.http.base_url",
            _ => return vec![],
        };
        let mut text = form::value(self, FIELD);
        let headers = match field {
            "source.http.base_url" => source.http.as_ref().map(|s| &s.headers),
            _ => source.openmetrics.as_ref().map(|s| &s.headers),
        };
        if let Some(headers) = headers.filter(|h| !h.is_empty()) {
            text = format!("{text} {}", propose::typed_headers(headers));
        }
        if propose::check(&text).is_err() {
            return vec![];
        }
        self.start(Work::Show {
            field: field.to_owned(),
            text,
            agreed: false,
        })
    }

    /// A proposal is about what was typed; other text makes it void.
    pub(super) fn forget_shown(&mut self, field: &str) {
        self.shown.take_if(|s| s.field == field || field == FIELD);
    }

    /// What a key asks for about something shown.
    pub(super) fn act_on_shown(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Show {
                field,
                text,
                agreed,
            } => self.show(field, text, agreed),
            Action::TakeShown => {
                self.take_shown();
                self.state.ui.touched = self.now;
                vec![Effect::Save]
            }
            Action::KeepKind => {
                self.shown = None;
                vec![]
            }
            _ => vec![],
        }
    }
}
