//! Rows: options, and the metrics table with its marks and bulk edits.

use super::super::App;
use super::super::layers::Layer;
use super::super::order::Sort;
use super::super::session::metric_of;
use crate::core::event::Event;
use crate::core::form;

impl App {
    pub(in super::super) fn focus_last(&mut self) {
        let n = self
            .session
            .as_ref()
            .map_or(0, |s| s.wizard.state.answers.options.len());
        if n > 0 {
            let focus = format!("options.{}.name", n - 1);
            self.send(Event::Focus {
                focus: focus.clone(),
            });
            self.begin(&focus);
        }
    }

    pub(in super::super) fn remove_option(&mut self) {
        let focus = self.focused();
        let index = focus
            .strip_prefix("options.")
            .and_then(|r| r.split('.').next())
            .and_then(|n| n.parse().ok());
        if let Some(index) = index {
            self.send(Event::RemoveOption { index });
            self.settle_focus();
        }
    }

    pub(in super::super) fn begin_filter(&mut self) {
        if let Some(session) = &mut self.session {
            let text = session.wizard.state.ui.filter.clone();
            let cursor = text.chars().count();
            session.type_filter(cursor);
            self.send_filter(text, Some(cursor));
        }
    }

    /// Stops typing the filter, which stays; `false` when none was being typed.
    pub(in super::super) fn end_filter(&mut self) -> bool {
        let filter = self.session.as_mut().and_then(|s| s.view.filter.take());
        if let Some(filter) = &filter {
            self.send_filter(filter.draft().text, None);
        }
        filter.is_some()
    }

    pub(in super::super) fn send_filter(&mut self, text: String, cursor: Option<usize>) {
        self.send(Event::Filter { text, cursor });
        self.settle_focus();
    }

    pub(in super::super) fn sort(&mut self) {
        if let Some(session) = &mut self.session {
            session.view.sort = match session.view.sort {
                Sort::Name => Sort::Open,
                Sort::Open => Sort::Unit,
                Sort::Unit => Sort::Name,
            };
        }
        self.settle_focus();
    }

    /// The metrics that the next edit is for: the marked ones, else the focused one.
    pub(in super::super) fn targets(&self) -> Vec<String> {
        let Some(session) = &self.session else {
            return vec![];
        };
        let marked = &session.wizard.state.ui.marked;
        if marked.is_empty() {
            return metric_of(&session.wizard, &session.wizard.state.ui.focus)
                .map(str::to_owned)
                .into_iter()
                .collect();
        }
        marked
            .iter()
            .filter_map(|k| k.strip_prefix("metrics."))
            .map(str::to_owned)
            .collect()
    }

    pub(in super::super) fn mark(&mut self) {
        if let Some(Layer::Picker(picker)) = self.layers.last_mut() {
            if let Some(value) = picker.found.get(picker.at).map(|i| &picker.options[*i])
                && !picker.chosen.remove(value)
            {
                picker.chosen.insert(value.clone());
            }
            return;
        }
        let Some(session) = &self.session else { return };
        let ui = &session.wizard.state.ui;
        if let Some(name) = metric_of(&session.wizard, &ui.focus) {
            let key = format!("metrics.{name}");
            let on = !ui.marked.contains(key.as_str());
            self.send(Event::Mark {
                keys: vec![key],
                on,
            });
            self.step_rows(1);
        }
    }

    pub(in super::super) fn mark_all(&mut self) {
        let Some(session) = &self.session else { return };
        let keys: Vec<String> = (0..session.view.known.order.len())
            .filter_map(|i| session.row_id(i))
            .collect();
        let marked = &session.wizard.state.ui.marked;
        let on = marked.is_empty();
        let keys = if on {
            keys
        } else {
            marked.iter().map(|key| key.as_ref().into()).collect()
        };
        self.send(Event::Mark { keys, on });
    }

    pub(in super::super) fn pick_part(&mut self, part: &str) {
        let targets = self.targets();
        let Some(session) = &self.session else { return };
        let Some(first) = targets.first() else { return };
        match form::metric_field(&session.wizard, first, part).input {
            form::Input::Choice(_) => self.pick(&format!("metrics.{first}.{part}")),
            _ => self.begin_part(part),
        }
    }

    pub(in super::super) fn begin_part(&mut self, part: &str) {
        let focus = self.focused();
        let Some(session) = &self.session else { return };
        if let Some(name) = metric_of(&session.wizard, &focus) {
            let id = format!("metrics.{name}.{part}");
            self.begin(&id);
        }
    }

    /// More is better, worse, or neither: the next of the three, for all targets alike.
    pub(in super::super) fn turn(&mut self) {
        let targets = self.targets();
        let Some(session) = &self.session else { return };
        let Some(first) = targets.first() else { return };
        let now = form::value(&session.wizard, &format!("metrics.{first}.orientation"));
        let next = match now.as_str() {
            "0" => "1",
            "1" => "-1",
            _ => "0",
        };
        let values = targets
            .iter()
            .map(|n| (format!("metrics.{n}.orientation"), next.to_owned()))
            .collect();
        self.send(Event::Set { values });
    }

    /// Whether a text typed for one metric goes to all that are marked.
    pub(in super::super) fn is_bulk(&self, id: &str) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        id.starts_with("metrics.") && session.wizard.state.ui.marked.len() > 1
    }

    pub(in super::super) fn bulk(&self, id: &str, text: &str) -> Vec<(String, String)> {
        let part = id.rsplit('.').next().unwrap_or_default();
        self.targets()
            .into_iter()
            .map(|n| (format!("metrics.{n}.{part}"), text.to_owned()))
            .collect()
    }

    /// Takes what a finding about the focused row proposes.
    pub(in super::super) fn suggestion(&mut self) {
        let focus = self.focused();
        let found = self.session.as_ref().and_then(|s| {
            let name = metric_of(&s.wizard, &focus)?;
            s.view.known.listed.iter().find_map(|listed| {
                let f = &listed.finding;
                let about = f.rule.starts_with(&format!("metrics.{name}."));
                let fix = f
                    .fix
                    .clone()
                    .filter(|fix| s.problem(&f.rule, fix).is_none())?;
                about.then(|| (f.rule.clone(), fix))
            })
        });
        match found {
            Some(value) => self.send(Event::Set {
                values: vec![value],
            }),
            None => self.refuse("There is no suggestion for this metric."),
        }
    }

    /// Rows that the last run does not emit stay, with the type that they have.
    pub(in super::super) fn keep_vanished(&mut self) {
        let targets = self.targets();
        let Some(session) = &self.session else { return };
        let w = &session.wizard;
        let open = targets.iter().filter(|n| w.undecided().contains(*n));
        let values: Vec<_> = open
            .filter_map(|n| {
                let row = w.derived.position(n).map(|at| &w.derived.metrics[at])?;
                Some((format!("metrics.{n}.type"), row.metric_type.clone()))
            })
            .collect();
        if !values.is_empty() {
            self.send(Event::Set { values });
        }
    }

    pub(in super::super) fn guesses(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let w = &session.wizard;
        let open = |n: &str| w.undecided().contains(n);
        if w.state.ui.marked.is_empty() && metric_of(w, &w.state.ui.focus).is_some_and(open) {
            return true;
        }
        let guessed = |n: &str| {
            w.derived
                .metrics
                .iter()
                .any(|m| m.name == n && !m.guessed.is_empty())
                && !w.state.files.seen.contains(format!("metrics.{n}").as_str())
        };
        if w.state.ui.marked.is_empty() {
            metric_of(w, &w.state.ui.focus).is_some_and(guessed)
        } else {
            w.state.ui.marked.iter().any(|_| true)
        }
    }
}
