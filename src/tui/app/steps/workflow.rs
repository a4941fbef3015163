//! Home, Set up and Maintain: deleting, repairing, naming a clone, being finished.

use super::super::App;
use super::super::editing::expand;
use super::super::layers::Yes;
use crate::core::event::{Action as Deed, Event};
use crate::core::setup::{FORK_FIELD, Item, Repair};

impl App {
    pub(in super::super) fn delete(&mut self) {
        if let Some(saved) = self.home.get(self.home_at) {
            let detail = vec![
                format!("This removes {}.", saved.folder.display()),
                "Its answers, custom check, and runs are gone then. Files in your clone stay."
                    .into(),
            ];
            let question = format!("Delete the workflow {}?", saved.name);
            let yes = Yes::Delete(saved.folder.clone());
            self.confirm(&question, detail, yes);
        }
    }

    /// The focused line of Set up.
    #[must_use]
    pub fn setup_item(&self) -> Option<Item> {
        let focus = &self.session.as_ref()?.wizard.state.ui.focus;
        Item::ALL
            .into_iter()
            .find(|i| super::super::setup_id(*i) == *focus)
    }

    pub(in super::super) fn repair(&self) -> Option<Repair> {
        let item = self.setup_item()?;
        let w = &self.session.as_ref()?.wizard;
        if item.job().is_some_and(|job| w.runs(job)) {
            return None;
        }
        w.setup.as_ref()?.line(item)?.repair.clone()
    }

    pub(in super::super) fn do_repair(&mut self) {
        match self.repair() {
            Some(Repair::MakeToolchain) => self.send(Event::Do(Deed::MakeToolchain)),
            Some(Repair::AskIdentity) => self.begin("setup.identity"),
            Some(Repair::AskClone) => self.begin("setup.clone"),
            Some(Repair::AddRemote { name, url, config }) => self.add_remote(name, url, &config),
            Some(Repair::AskFork { .. }) => self.begin(FORK_FIELD),
            Some(Repair::Fetch { .. }) => self.send(Event::Do(Deed::Fetch)),
            Some(Repair::Run { command }) => {
                self.refuse(format!("Run in another terminal: {command}"));
            }
            None => {}
        }
    }

    /// The fork's URL was typed: it stays a draft until it is a remote.
    pub(in super::super) fn use_fork(&mut self, url: &str) {
        self.send(Event::LeftField);
        match self.repair() {
            Some(Repair::AskFork { name, config }) => {
                self.add_remote(name, url.to_owned(), &config);
            }
            // Set up has looked again meanwhile, and found one.
            _ => self.send(Event::Do(Deed::CheckSetup)),
        }
    }

    /// Shows what a remote adds to the clone's configuration, and asks.
    fn add_remote(&mut self, name: String, url: String, config: &str) {
        let detail = vec![
            format!("Only this is added to {config}:"),
            format!("[remote \"{name}\"]"),
            format!("url = {url}"),
            format!("fetch = +refs/heads/*:refs/remotes/{name}/*"),
        ];
        let question = format!("Add the remote {name} to your clone?");
        self.confirm(&question, detail, Yes::Do(Deed::AddRemote { name, url }));
    }

    /// A path is used; a URL is cloned from, and stays a draft until the clone is there.
    pub(in super::super) fn use_clone(&mut self, text: &str) {
        let remote = text.contains("://") || text.starts_with("git@");
        if remote {
            let (url, dest) = (text.to_owned(), self.host.clone_target());
            let dest = dest.display().to_string();
            self.send(Event::LeftField);
            self.send(Event::Do(Deed::CloneRepo { url, dest }));
        } else {
            let path = expand(text).display().to_string();
            self.send(Event::Do(Deed::UseClone { path }));
            let field = "setup.clone".into();
            self.send(Event::DraftDropped { field });
        }
    }

    /// The maintainer's part is accepted, or taken back.
    pub(in super::super) fn accept(&mut self) {
        let Some(session) = &self.session else { return };
        let accepts = session.wizard.state.answers.maintainer.accepts;
        let (text, said) = if accepts {
            (
                "no",
                "Taken back. The pull request's text no longer says it.",
            )
        } else {
            ("yes", "Accepted. The pull request's text says it now.")
        };
        let values = vec![("maintainer.accepts".to_owned(), text.to_owned())];
        self.send(Event::Set { values });
        self.refuse(said);
    }

    /// The review goes on to the next stage, or back.
    pub(in super::super) fn go_on_in_review(&mut self, forward: bool) {
        let Some(session) = &self.session else { return };
        let stage = session.wizard.state.git.stage.unwrap_or_default();
        match stage.beside(forward) {
            Some(to) => self.send(Event::Do(Deed::Heard(Some(to)))),
            None if forward => self.refuse("Product is the last stage. Say m when it is merged."),
            None => self.refuse("CI is the first stage."),
        }
    }

    /// The pull request is merged or closed; or, without a word, open again.
    pub(in super::super) fn finish(&mut self, how: &str) {
        let what = if how.is_empty() { "open again" } else { how };
        self.confirm(
            &format!("Is the pull request {what}?"),
            vec!["The workflow stays in the list; you can still open it.".into()],
            Yes::Do(Deed::Finish { how: how.into() }),
        );
    }
}
