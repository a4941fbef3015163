//! An integration that was there before: opening it, and rows of its own.

use super::App;
use super::session::Session;
use crate::core::event::{Event, Failure, FailureKind};
use crate::core::existing;
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

    /// Adds a service check that no run sent: `acme.can_connect ok critical`. Its description is asked for next.
    pub(super) fn add_check(&mut self, text: &str) -> Result<(), Failure> {
        let mut words = text.split([' ', ',', '\t']).filter(|w| !w.is_empty());
        let name = words.next().unwrap_or_default().to_owned();
        let mut statuses: Vec<String> = words.map(str::to_lowercase).collect();
        if statuses.is_empty() {
            statuses = ["ok", "critical"].map(str::to_owned).into();
        }
        let Some(session) = &self.session else {
            return Ok(());
        };
        let held = &session.wizard.derived.service_checks;
        let there = held.iter().any(|c| c.check == name);
        let said = |m: String| Failure::new(FailureKind::Answers, m, "");
        existing::new_check(&name, &statuses).map_err(said)?;
        if there {
            return Err(said(format!(
                "The integration has {name} already. Edit it."
            )));
        }
        let values = vec![
            (format!("service_checks.{name}.remove"), String::new()),
            (
                format!("service_checks.{name}.statuses"),
                statuses.join(", "),
            ),
        ];
        self.send(Event::Set { values });
        let focus = format!("service_checks.{name}.description");
        self.send(Event::Focus { focus });
        Ok(())
    }

    /// Takes the focused service check out of its file.
    pub(super) fn remove_check(&mut self) {
        let focus = self.focused();
        let part = focus.strip_prefix("service_checks.");
        let Some((name, _)) = part.and_then(|p| p.rsplit_once('.')) else {
            return;
        };
        let values = vec![(format!("service_checks.{name}.remove"), "yes".to_owned())];
        self.send(Event::Set { values });
        self.settle_focus();
    }

    pub(super) fn remove_metric(&mut self) {
        let names = self.targets();
        for name in names {
            self.send(Event::RemoveMetric { name });
        }
        self.settle_focus();
    }
}
