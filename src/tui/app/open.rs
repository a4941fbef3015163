//! What lies open over a page and has something typed or picked in it. It is told to whoever saves it
//! after every event, so that no way to open, change or close a layer is missed, and brought back at
//! the next start.

use super::App;
use super::host::Unsent;
use super::layers::{Layer, Picker};
use crate::core::event::Event;
use crate::core::form::{self, Input};
use crate::core::state::{COMMANDS, Draft, Pick};
use crate::tui::widgets::editor::Editor;
use std::collections::BTreeSet;

impl App {
    /// Tells what is open now, when that changed.
    pub(super) fn keep_open(&mut self) {
        let mut lists = self.layers.iter().filter_map(Layer::list);
        let mut unsent = Unsent::default();
        if let Some(session) = &self.session {
            let state = &session.wizard.state;
            let open: Vec<(String, Pick)> = lists.collect();
            let told = state.ui.lists.len() == open.len()
                && (open.iter().zip(&state.ui.lists)).all(|((name, pick), told)| {
                    name == told && state.picks.get(name) == Some(pick)
                });
            if !told {
                self.send(Event::Lists { open });
            }
        } else {
            unsent.commands = lists.next().map(|(_, pick)| pick);
            unsent.open = self.layers.iter().find_map(|layer| match layer {
                Layer::Prompt(prompt) => Some(prompt.kind),
                _ => None,
            });
        }
        let typed = self.prompts.iter().filter(|(_, d)| !d.text.is_empty());
        unsent.prompts = typed.map(|(k, d)| (*k, d.clone())).collect();
        if unsent != self.unsent {
            self.host.keep_unsent(&unsent);
            self.unsent = unsent;
        }
    }

    /// Reads what was typed where no workflow is open.
    pub(super) fn load_unsent(&mut self) {
        self.unsent = self.host.unsent();
        self.prompts.clone_from(&self.unsent.prompts);
    }

    /// Opens at Home what was open there.
    pub(super) fn reopen_home(&mut self) {
        let unsent = self.unsent.clone();
        if let Some(kind) = unsent.open {
            self.prompt(kind);
        }
        if let Some(pick) = &unsent.commands {
            self.palette(pick);
        }
    }

    /// Opens the lists of the workflow that were open.
    pub(super) fn reopen_lists(&mut self) {
        let Some(session) = &self.session else { return };
        let state = &session.wizard.state;
        let pick = |name: &String| state.picks.get(name).cloned().unwrap_or_default();
        let lists: Vec<_> = state
            .ui
            .lists
            .iter()
            .map(|n| (n.clone(), pick(n)))
            .collect();
        for (name, pick) in lists {
            if name == COMMANDS {
                self.palette(&pick);
            } else {
                self.pick(&name);
            }
        }
    }

    /// A job brought what an open list offers, such as the units that ddev knows.
    pub(super) fn refresh_lists(&mut self) {
        self.keep_open();
        for at in 0..self.layers.len() {
            if let Layer::Picker(Picker { fields, .. }) = &self.layers[at]
                && let Some(fresh) = fields.first().and_then(|field| self.picker(field))
            {
                self.layers[at] = Layer::Picker(fresh);
            }
        }
    }

    /// The choices for a field, as they were left. A choice for a metric is one for all that are marked.
    fn picker(&self, id: &str) -> Option<Picker> {
        let session = self.session.as_ref()?;
        let state = &session.wizard.state;
        let field = session.field(id)?;
        let (mut options, many) = match field.input {
            Input::Choice(options) => (options, false),
            Input::Many(options) => (options, true),
            _ => return None,
        };
        let part = id.strip_prefix("metrics.").and_then(|r| r.rsplit_once('.'));
        let fields: Vec<String> = match part {
            Some((_, part)) if !state.ui.marked.is_empty() => {
                let marked = state.ui.marked.iter();
                marked.map(|row| format!("{row}.{part}")).collect()
            }
            _ => vec![id.to_owned()],
        };
        let value = form::value(&session.wizard, id);
        let answer: BTreeSet<String> = form::list(&value).into_iter().collect();
        let kept = state.picks.get(id);
        let ticked = kept.and_then(|pick| pick.ticked.clone());
        // A value that the list doesn't know, or not yet, stays choosable.
        let known = answer.iter().chain(ticked.iter().flatten());
        let known = known.chain(kept.iter().map(|pick| &pick.at).filter(|at| !at.is_empty()));
        for value in known {
            if !options.contains(value) {
                options.push(value.clone());
            }
        }
        let title = match fields.len() {
            1 => field.label,
            n => format!("{} of {n} metrics", field.label),
        };
        let filter = kept.map_or_else(Draft::default, |pick| pick.filter.clone());
        let mut picker = Picker {
            title,
            help: field.help,
            fields,
            options,
            many,
            chosen: ticked.unwrap_or(answer),
            editor: Editor::new("picker", true, &filter),
            found: vec![],
            at: 0,
        };
        picker.search();
        picker.stand_on(kept.map_or(&value, |pick| &pick.at));
        Some(picker)
    }

    /// Opens the choices for a field.
    pub(super) fn pick(&mut self, id: &str) {
        if let Some(picker) = self.picker(id) {
            self.layers.push(Layer::Picker(picker));
        }
    }
}
