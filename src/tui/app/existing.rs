//! An integration that was there before: opening it, and rows of its own.

use super::App;
use super::session::Session;
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::step::StepId;

impl App {
    /// Opens an integration that exists in the clone, at what was read back from it.
    pub(super) fn open_existing(&mut self, name: &str) -> Result<(), Failure> {
        let wizard = self.host.existing(name)?;
        self.session = Some(Session::new(wizard));
        self.send(Event::Opened);
        self.visit(StepId::Framework, "identity");
        Ok(())
    }

    /// Adds a row that no run measured: `acme.depth gauge`. Its description is asked for next.
    pub(super) fn add_metric(&mut self, text: &str) -> Result<(), Failure> {
        let mut words = text.split([' ', ',', '\t']).filter(|w| !w.is_empty());
        let name = words.next().unwrap_or_default().to_owned();
        let kind = words.next().unwrap_or("gauge").to_owned();
        let Some(session) = &self.session else {
            return Ok(());
        };
        session
            .wizard
            .check_new_metric(&name, &kind)
            .map_err(|m| Failure::new(FailureKind::Answers, m, ""))?;
        let focus = format!("metrics.{name}");
        self.send(Event::AddMetric { name, kind });
        self.send(Event::Focus { focus });
        Ok(())
    }

    pub(super) fn remove_metric(&mut self) {
        let names = self.targets();
        for name in names {
            self.send(Event::RemoveMetric { name });
        }
        self.settle_focus();
    }
}
